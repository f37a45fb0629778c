"""What every public page has in common: head, language switch, answers to caches."""

from functools import cache
from hashlib import md5

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import HttpResponse
from django.template import loader
from django.utils.cache import get_conditional_response
from django.utils.html import escape, format_html
from django.utils.http import http_date
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from news.addresses import section_url

SECTIONS = ("home", "news", "photos", "people", "organizations", "search")
OWN_NAMES = {code: LANG_INFO[code]["name_local"] for code in settings.LANGUAGE_NAMES}


def render_page(
    request,
    template,
    context,
    *,
    title,
    description="",
    picture=None,
    addresses=None,
    query="",
    last_modified=None,
    status=200,
    is_public=True,
):
    """The response with a page.

    `addresses` are the paths of the same page by language, without those that lack it; from this
    page's own, unless told otherwise. `query` belongs to the page's own address, `picture` is
    that for social networks (`news.pictures.social_picture`), `last_modified` a datetime. What is
    not public is neither kept by caches nor found by search engines.

    The template is rendered without the request: the page knows no visitor and no session.
    """
    language = get_language()
    home_url = section_url("home", language)
    # A preview looks like the news that it will be.
    section = request.path.removeprefix(home_url).partition("/")[0] if is_public else "news"
    if addresses is None:
        addresses = same_page(request.path, language)
    site = f"{request.scheme}://{request.get_host()}"
    suffix = f"?{query}" if query else ""
    is_found = status == 200 and is_public
    content = loader.render_to_string(
        template,
        {
            "language": language,
            "languages": _language_switch(language, addresses, suffix),
            "page_title": title,
            "description": description,
            "picture": picture and {**picture, "url": f"{site}{picture['url']}"},
            "canonical": f"{site}{request.path}{suffix}" if is_found else "",
            "alternates": _alternates(addresses, site, suffix) if is_found else "",
            **_of_section(
                section if section in SECTIONS else "",
                language,
                str(settings.PRESS_SITE_NAME[language]),
            ),
            **context,
        },
    )
    response = HttpResponse(content, status=status)
    if not is_public:
        response.headers["Cache-Control"] = "no-store, private"
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response
    # Caches ask each time (and get 304): what was withdrawn must be gone at once.
    response.headers["Cache-Control"] = "public, no-cache" if status < 500 else "no-store"
    if not is_found:
        return response
    response.headers["ETag"] = etag = etag_of(response.content)
    if last_modified:
        response.headers["Last-Modified"] = http_date(last_modified.timestamp())
    return get_conditional_response(
        request, etag, int(last_modified.timestamp()) if last_modified else None, response
    )


def etag_of(content):
    return f'"{md5(content, usedforsecurity=False).hexdigest()}"'


@cache
def _of_section(section, language, site_name):
    """What is the same on all pages of a section: the site's names and addresses, HTML of parts."""
    name, _dash, subtitle = site_name.partition(" — ")
    context = {
        "site_name": name,
        "site_section": subtitle,
        **{f"{each}_url": section_url(each, language) for each in SECTIONS},
    }
    shared = {
        part: loader.render_to_string(f"page/{part}.html", {"section": section, **context})
        for part in ("links", "brand", "sections", "footer")
    }
    return {"shared": shared, **context}


def _language_switch(language, addresses, suffix):
    """`<li>` for each language: the page's own, a link, or that the page is not there."""
    items = []
    for code in settings.PRESS_LANGUAGES:
        name = OWN_NAMES[code]
        if code == language:
            item = f'<span lang="{code}" aria-current="true">{name}</span>'
        elif code in addresses:
            url = escape(addresses[code] + suffix)
            item = f'<a href="{url}" lang="{code}" hreflang="{code}">{name}</a>'
        else:
            item = format_html(
                '<span class="missing" title="{}"><span lang="{}">{}</span>'
                ' <span class="unseen">({})</span></span>',
                _("No edition in this language"),
                code,
                name,
                _("no edition in this language"),
            )
        items.append(f"<li>{item}</li>")
    return mark_safe("\n".join(items))  # noqa: S308 - addresses are escaped


def _alternates(addresses, site, suffix):
    """`<link>` of each language that has the page; of the first also for readers of others."""
    urls = {
        code: escape(f"{site}{addresses[code]}{suffix}")
        for code in settings.PRESS_LANGUAGES
        if code in addresses
    }
    links = [*urls.items(), *[("x-default", url) for url in [*urls.values()][:1]]]
    return mark_safe(  # noqa: S308 - addresses are escaped
        "\n".join(f'<link rel="alternate" hreflang="{code}" href="{url}">' for code, url in links)
    )


def same_page(path, language):
    """The path in each language."""
    return {
        code: path.replace(f"/{language}/", f"/{code}/", 1) for code in settings.PRESS_LANGUAGES
    }


def homes():
    """The home page in each language, for pages that exist in none."""
    return {code: section_url("home", code) for code in settings.PRESS_LANGUAGES}
