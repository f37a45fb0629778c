from django.http import HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news.addresses import section_url
from news.cards import card
from news.directory import columns, in_language, sort_key
from news.models import Edition, Topic
from news.pictures import LEADING
from news.prepared import prepared
from news.views.page import homes, render_page


@require_safe
def go_to_language(request):
    """To the language that the reader chose, else one that the browser asks for, else the first."""
    response = HttpResponseRedirect(reverse("home"))
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@prepared
def _latest(now, language):
    return Edition.objects.visible(now).in_language(language).newest_first().for_list()[:9]


@require_safe
def home(request):
    language = get_language()
    editions = _latest(timezone.now(), language)
    context = {
        "latest": card(editions[0], sizes=LEADING, ratio="16x9", is_first=True)
        if editions
        else None,
        "cards": [card(edition) for edition in editions[1:]],
        "topics": topics_in(language),
    }
    return render_page(request, "news/home.html", context, title="")


@prepared
def _topics():
    return Topic.objects.rewrite(False).order_by().values("slug", *columns("name"))


def topics_in(language):
    news_url = section_url("news", language)
    topics = [
        {
            "slug": row["slug"],
            "name": in_language(row, "name", language),
            "url": f"{news_url}?topic={row['slug']}",
        }
        for row in _topics()
    ]
    return sorted(topics, key=lambda topic: sort_key(topic["name"].text, language))


@require_safe
def icon(request):
    """For what asks for an icon without looking into a page."""
    return HttpResponseRedirect(static("news/icon.svg"))


@require_safe
def robots(request):
    return HttpResponse("User-agent: *\nDisallow: /admin/\n", content_type="text/plain")


def _error(request, template, title, status):
    return render_page(
        request, f"errors/{template}.html", {}, title=title, addresses=homes(), status=status
    )


def not_found(request, exception=None):
    return _error(request, "not_found", _("Page not found"), 404)


def forbidden(request, exception=None):
    return _error(request, "forbidden", _("No access"), 403)


def server_error(request):
    return _error(request, "server_error", _("The site has failed"), 500)
