from urllib.parse import urlencode

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news.cards import card
from news.models import Edition
from news.paging import paginate
from news.pictures import IN_LIST
from news.search import matching
from news.views.page import render_page

LONGEST_QUERY = 200


@require_safe
def search(request):
    """The news that hold every word of `q`, in any grammatical form, newest first."""
    language = get_language()
    query = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    cards, older, newer = [], "", ""
    if query:
        editions = Edition.objects.visible().in_language(language)
        rows, older, newer = paginate(matching(editions, query, language).for_list(), request.GET)
        cards = [card(edition, sizes=IN_LIST) for edition in rows]
    context = {
        "query": query,
        "cards": cards,
        "older": older and urlencode({"q": query, "before": older}),
        "newer": newer and urlencode({"q": query, "after": newer}),
    }
    return render_page(
        request,
        "news/search.html",
        context,
        title=_("Search: %(query)s") % {"query": query} if query else _("Search"),
        query=urlencode({"q": query}) if query else "",
    )
