"""What every public page has in common: head, language switch, answers to caches."""

from hashlib import md5

from django.conf import settings
from django.http import HttpResponse
from django.template import loader
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import get_language

from news.addresses import section_url

SECTIONS = ("home", "news", "people", "organizations", "search")
OWN_NAMES = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


def render_page(
    request,
    template,
    context,
    *,
    title,
    description="",
    picture="",
    addresses=None,
    query="",
    last_modified=None,
    status=200,
):
    """The response with a page.

    `addresses` are the paths of the same page by language, without those that lack it; from this
    page's own, unless told otherwise. `query` belongs to the page's own address, `picture` is the
    path of the picture for social networks, `last_modified` a datetime.

    The template is rendered without the request: the page knows no visitor and no session.
    """
    language = get_language()
    urls = {f"{section}_url": section_url(section, language) for section in SECTIONS}
    if addresses is None:
        addresses = same_page(request.path, language)
    name, _, part = str(settings.PRESS_SITE_NAME[language]).partition(" — ")
    site = f"{request.scheme}://{request.get_host()}"
    suffix = f"?{query}" if query else ""
    section = request.path.removeprefix(urls["home_url"]).partition("/")[0]
    is_found = status == 200
    content = loader.render_to_string(
        template,
        {
            "language": language,
            "languages": [
                {
                    "code": code,
                    "name": OWN_NAMES[code],
                    "url": f"{addresses[code]}{suffix}" if code in addresses else "",
                }
                for code in settings.PRESS_LANGUAGES
            ],
            "site_name": name,
            "site_section": part,
            "page_title": title,
            "description": description,
            "picture_url": f"{site}{picture}" if picture else "",
            "canonical": f"{site}{request.path}{suffix}" if is_found else "",
            "alternates": [
                (code, f"{site}{addresses[code]}{suffix}")
                for code in settings.PRESS_LANGUAGES
                if code in addresses
            ]
            if is_found
            else [],
            **urls,
            "section": section if section in SECTIONS else "",
            **context,
        },
    )
    response = HttpResponse(content, status=status)
    # Caches ask each time (and get 304): what was withdrawn must be gone at once.
    response.headers["Cache-Control"] = "public, no-cache" if status < 500 else "no-store"
    if not is_found:
        return response
    response.headers["ETag"] = etag = (
        f'"{md5(response.content, usedforsecurity=False).hexdigest()}"'
    )
    if last_modified:
        response.headers["Last-Modified"] = http_date(last_modified.timestamp())
    return get_conditional_response(
        request, etag, int(last_modified.timestamp()) if last_modified else None, response
    )


def same_page(path, language):
    """The path in each language."""
    return {
        code: path.replace(f"/{language}/", f"/{code}/", 1) for code in settings.PRESS_LANGUAGES
    }


def homes():
    """The home page in each language, for pages that exist in none."""
    return {code: section_url("home", code) for code in settings.PRESS_LANGUAGES}
