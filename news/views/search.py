from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news.cards import news_list
from news.models import Edition
from news.paging import paginate
from news.search import matching, read_query
from news.views.page import render_page

LONGEST_QUERY = 200


def _matching(now, language, words):
    return matching(Edition.objects.visible(now).in_language(language), words).for_list()


@require_safe
def search(request):
    """The news that hold every word of `q`, in any grammatical form, newest first."""
    language = get_language()
    query = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    rows, older, newer = [], "", ""
    if words := read_query(query, language):
        rows, older, newer = paginate(request.GET, _matching, timezone.now(), language, words)
    context = {
        "query": query,
        "news_list": rows and news_list(rows, level=2),
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
