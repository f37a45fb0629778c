"""The search: news, people, organizations and photos on one page; suggestions while typing."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import JsonResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, gettext_lazy, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news import directory
from news.addresses import section_url
from news.analysis import WORD
from news.cards import entry_item, in_rows, news_list, tag
from news.search import corrections, results
from news.search.marks import Marker
from news.search.names import names_meant
from news.search.queries import cleaned, read_query, with_filter, without_initials
from news.views.page import etag_of, render_page

ENTRIES_SHOWN = 6
FEW = 3  # results: with less, something else may have been meant
SHORTEST_NAME, SHORTEST_TITLE = 2, 3  # letters that are completed
SUGGESTED = 5
IN_LANGUAGES = {
    "kk": gettext_lazy("In Kazakh"),
    "ru": gettext_lazy("In Russian"),
    "en": gettext_lazy("In English"),
}


@require_safe
def search(request):
    """What has every word of `q`, in any grammatical form: newest first, or best first."""
    language, now = get_language(), timezone.now()
    query = read_query(request.GET.get("q", ""), language, now)
    is_best = request.GET.get("order") == "best"
    asked = {"q": query.text, **({"order": "best"} if is_best else {})}
    context = {"query": query.text, "is_best": is_best}
    if query:
        context |= _results(request, query, now, asked, is_best)
    response = render_page(
        request,
        "news/search.html",
        context,
        title=_("Search: %(query)s") % {"query": query.text} if query.text else _("Search"),
        query=urlencode(asked) if query.text else "",
    )
    if query.text:
        # Of what is found the pages themselves are to be found elsewhere, not this one.
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _results(request, query, now, asked, is_best):
    language = query.language
    counts = results.counts_of(query, now)
    page = results.page_of(query, now, request.GET, is_best=is_best)
    number = _exact(counts, page)
    photos = results.count_photos(query, now)
    people, organizations = results.entries_of(query.wanted, now, language, excluded=query.excluded)
    facets = results.facets_of(counts.editions, language) if number > 1 else ([], [])
    order = {} if is_best else {"order": "best"}
    photos_url = section_url("photos", language)
    return {
        "news_list": page.rows and news_list(_marked(page.rows, query), level=3),
        "older": page.older and urlencode({**asked, "before": page.older}),
        "newer": page.newer and urlencode({**asked, "after": page.newer}),
        "counts": {
            "news": _number(number, is_more=counts.is_more),
            "people": _number(len(people), results.ENTRIES),
            "organizations": _number(len(organizations), results.ENTRIES),
            "photos": _number(photos, results.MOST),
        },
        "has_any": bool(number or people or organizations or photos),
        "nothing": _nothing(query),
        "elsewhere": [] if number else _elsewhere(query, now),
        "has_order": number > 1,
        "other_order": urlencode({"q": query.text, **order}),
        "people": _entries(people),
        "organizations": _entries(organizations),
        "photos_found": photos and f"{photos_url}?{urlencode({'q': query.text})}",
        "filters": [
            {
                "label": f"{'−' * each.is_excluded}{each.label or each.value}",
                "lang": each.lang,
                "is_known": bool(each.label),
                "without": urlencode({**asked, "q": each.rest}),
            }
            for each in query.filters
        ],
        "narrower": _narrower(query, asked, counts, *facets),
        "meant": _meant(query, now, number) if number < FEW and not page.newer else [],
        "summary": _summary(number, counts.is_more),
    }


def _exact(counts, page):
    """How many there are: a page that is all of them has only those that hold the phrases."""
    return counts.number if page.older or page.newer else min(counts.number, len(page.rows))


def _nothing(query):
    """What to say where no news is found."""
    if wrong := [each for each in query.filters if not each.is_understood]:
        return _("The filter “%(filter)s” is not understood.") % {"filter": wrong[0].typed}
    if query.is_one_word:
        text = _("No news was found for “%(query)s”. Try another word or check the spelling.")
    else:
        text = _("No news was found for “%(query)s”. Try fewer or other words.")
    return text % {"query": query.text}


def _elsewhere(query, now):
    """`(language, number, address)` of the languages in which the same query finds something."""
    found = []
    for code in settings.PRESS_LANGUAGES:
        if code == query.language:
            continue
        with override(code):  # filters are read in the words of the language
            other = read_query(query.text, code, now)
        counts = results.counts_of(other, now)
        if number := _exact(counts, results.page_of(other, now, {}, is_best=False)):
            shown = _number(number, is_more=counts.is_more)
            text = ngettext("%(number)s news item", "%(number)s news items", number)
            address = f"{section_url('search', code)}?{urlencode({'q': query.text})}"
            found.append((IN_LANGUAGES[code], text % {"number": shown}, address))
    return found


def _number(number, most=None, *, is_more=False):
    """A number as the page shows it: «1 000+» where there are more than are counted."""
    if most is not None and number > most:
        number, is_more = most, True
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}") + ("+" if is_more else "")


def _summary(number, is_more):
    if is_more:
        return _("More than %(number)s news") % {"number": _number(number)}
    text = ngettext("%(number)s news item found", "%(number)s news items found", number)
    return text % {"number": _number(number)}


def _entries(entries):
    return {
        "shown": in_rows(entry_item(each) for each in entries[:ENTRIES_SHOWN]),
        "more": in_rows(entry_item(each) for each in entries[ENTRIES_SHOWN : results.ENTRIES]),
        "left": min(len(entries), results.ENTRIES) - ENTRIES_SHOWN,
    }


def _marked(rows, query):
    """The rows with what was sought marked; where title and lead lack it, a piece of the text."""
    marker = Marker(
        query.language,
        query.analyzed,
        [*query.sequences, *names_meant(query.words, query.named, query.language)],
    )
    for row in rows:
        title, in_title = marker.mark(row.title)
        lead, in_lead = marker.mark(row.lead)
        if not in_lead and (passage := marker.passage(row.body)):
            lead = passage
        yield row._replace(title=title, lead=lead)


def _narrower(query, asked, counts, people, organizations):
    """`(heading, <li> of links)` of filters that can be added."""
    taken = {(each.kind, each.value) for each in query.filters}

    def links(kind, found):
        items = [
            tag(
                "?"
                + urlencode({**asked, "q": with_filter(query.text, kind, value, query.language)}),
                f"{name.text} ({number})",
                lang=name.lang,
            )
            for value, name, number in found
            if (kind, value) not in taken
        ]
        return in_rows(items)

    years = [(str(year), directory.Name(str(year), ""), number) for year, number in counts.years]
    groups = [
        ("person", _("People"), people),
        ("organization", _("Organizations"), organizations),
        ("year", _("Years"), years if len(years) > 1 else []),
    ]
    return [
        (kind, heading, html) for kind, heading, found in groups if (html := links(kind, found))
    ]


def _meant(query, now, number):
    """Queries that find more, as links: with words as they are spelled, or the other keyboard."""

    def found(text):
        other = read_query(text, query.language, now)
        return results.counts_of(other, now).number if other else 0

    tried = [corrections.on_other_keyboard(query.text)]
    tried += corrections.corrected(query.text, query.wanted, query.language, found)
    for text in dict.fromkeys(filter(None, tried)):
        if found(text) > number:
            wanted = read_query(text, query.language, now).wanted
            text = corrections.with_capitals(text, wanted)
            return [(text, urlencode({"q": text}))]
    return []


@require_safe
def suggest(request):
    """What a beginning of a query may become: people, organizations and titles, as JSON."""
    language, now = get_language(), timezone.now()
    text = cleaned(request.GET.get("q", ""))
    words = WORD.findall(without_initials(text))[:SUGGESTED]
    found = []
    if words and len(words[-1]) >= SHORTEST_NAME:
        people, organizations = results.entries_of(words, now, language, is_prefix=True)
        for kind, entries in ((_("Person"), people), (_("Organization"), organizations)):
            found += [
                {"text": each.name.text, "lang": each.name.lang, "kind": kind, "url": each.url}
                for each in entries[:SUGGESTED]
            ]
    if words and len(words[-1]) >= SHORTEST_TITLE:
        found += [
            {
                "text": row.title,
                "lang": "",
                "kind": _("News"),
                "url": f"{section_url('news', language)}{row.slug}/",
            }
            for row in results.titles_of(words, now, language)
        ]
    response = JsonResponse({"found": found}, json_dumps_params={"ensure_ascii": False})
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["ETag"] = etag = etag_of(response.content)
    return get_conditional_response(request, etag, None, response)
