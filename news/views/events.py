from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news.addresses import section_url
from news.cards import entry_item, in_rows, news_list, tag
from news.contents import mentioned
from news.dates import moment_element, time_element
from news.directory import names_of
from news.html_text import plain_text
from news.models import Edition, Event, EventOrganization
from news.paging import cursor, paginate
from news.photos import file_name
from news.pictures import arrange, gallery_parts, people_of, social_picture
from news.prepared import prepared
from news.recognition.mentions import ORGANIZATION, PERSON
from news.views.page import OWN_NAMES, render_page
from news.views.site import topics_in
from news.years import read_year, start_of, years_of

KINDS = dict(Event.Kind.choices)
PARTS = dict(EventOrganization.Part.choices)
PAGE = (
    "event_id",
    "title",
    "lead",
    "body",
    "starts_at",
    "ends_at",
    "picture",
    "content",
    "published_at",
)
HISTORY = (
    "event_id",
    "language",
    "slug",
    "title",
    "published_at",
    "superseded_at",
    "withdrawn_at",
    "withdrawal_reason",
    "redirect_to_id",
    "change_note",
    "is_silent",
)


@require_safe
def news(request):
    """The news, newest first: by page, from the end of a year downwards, of a topic."""
    language = get_language()
    asked = {
        name: value
        for name in ("topic", "year", "before", "after")
        if (value := request.GET.get(name))
    }
    topics = topics_in(language)
    editions, values = _in_language, [timezone.now(), language]
    topic = None
    if slug := asked.get("topic"):
        topic = next((each for each in topics if each["slug"] == slug), None)
        if not topic:
            raise Http404
        editions, values = _of_topic, [*values, slug]
    year = None
    if "year" in asked and not asked.keys() & {"before", "after"}:
        year = read_year(asked["year"])
        rows, older, newer = paginate(asked, _until, start_of(year + 1), editions, *values)
    else:
        asked.pop("year", None)
        rows, older, newer = paginate(asked, editions, *values)
    years = years_of(_oldest(editions, *values), rows)
    if year and rows and year < years[0]:
        newer = cursor(rows[0])
    of_topic = {"topic": slug} if topic else {}
    selection = f"{urlencode(of_topic)}&" if topic else ""
    context = {
        "news_list": rows and news_list(rows, level=2),
        "topics": in_rows(
            tag(each["url"], each["name"].text, lang=each["name"].lang, is_current=each is topic)
            for each in topics
        ),
        "topic": topic,
        "year": year and str(year),
        "years": in_rows(
            tag(f"?{selection}year={each}", str(each), is_current=each == year) for each in years
        ),
        "older": older and urlencode({**of_topic, "before": older}),
        "newer": newer and urlencode({**of_topic, "after": newer}),
    }
    title = topic["name"].text if topic else _("News")
    return render_page(
        request,
        "news/news.html",
        context,
        title=f"{title}, {year}" if year else title,
        query=urlencode(asked),
    )


def _in_language(now, language):
    return Edition.objects.visible(now).in_language(language).for_list()


def _of_topic(now, language, slug):
    return _in_language(now, language).filter(topics__slug=slug)


def _until(end, editions, *values):
    return editions(*values).filter(starts_at__lt=end)


@prepared
def _oldest(editions, *values):
    return editions(*values).order_by("starts_at", "pk")[:1]


@prepared
def _visible_editions(now, language, slug):
    editions = Edition.objects.visible(now).filter(language=language, slug=slug)
    return editions.order_by("-published_at").values_list(*PAGE, named=True)[:1]


def visible_edition(now, language, slug):
    """What the page at an address shows, or None."""
    return next(iter(_visible_editions(now, language, slug)), None)


@require_safe
def event(request, slug):
    """An event as published, with the names that the directory has now."""
    language = get_language()
    now = timezone.now()
    edition = visible_edition(now, language, slug)
    if not edition:
        return not_visible(request, language, slug, now)
    history = _history(edition.event_id, now)
    page = EventPage(edition, language, f"{section_url('news', language)}{slug}/")
    return render_page(
        request,
        "news/event.html",
        {**page.context, **_dates(history, language)},
        **page.head,
        addresses=_addresses(_visible(history, now)),
        last_modified=max(
            *page.names_changed,
            *(moment for each in history for moment in _changes(each) if moment <= now),
            edition.published_at,
        ),
    )


class EventPage:
    """What the page of an edition shows, be it published or only made for a preview.

    `context` is for the template, `head` for `render_page`, `names_changed` are the moments when
    the directory changed what it says here. What is public has an `address`, at which its photos
    can be had.
    """

    def __init__(self, edition, language, address=""):
        content = edition.content
        photos = content["photos"]
        organization_ids = [
            *(each["id"] for each in content["organizations"]),
            *filter(None, [content["venue"]]),
            *mentioned(content, ORGANIZATION),
        ]
        people_ids = [
            *(each["id"] for each in content["people"]),
            *people_of(photos),
            *mentioned(content, PERSON),
        ]
        people, organizations, self.names_changed = names_of(
            list(dict.fromkeys(people_ids)), list(dict.fromkeys(organization_ids)), language
        )

        def download(number):
            name = file_name(edition.starts_at, content["kind"], number)
            return f"{address}photos/{name}"

        lead_picture, body, gallery = arrange(
            edition, people, organizations, download if address else None
        )
        news_url = section_url("news", language)
        venue = organizations.get(content["venue"])
        self.context = {
            "edition": edition,
            "kind": KINDS.get(content["kind"], ""),
            # A draft may lack its date.
            "time": edition.starts_at
            and time_element(edition.starts_at, edition.ends_at, language),
            "place": content["place"],
            "venue": venue and venue.html,
            "lead_picture": lead_picture,
            "body": body,
            "gallery": gallery,
            "gallery_parts": gallery_parts(language) if photos else None,
            "number_of_photos": len(photos),
            "photos_url": f"{address}photos.zip" if address and photos else "",
            "people": in_rows(
                entry_item(people[each["id"]], each["role"])
                for each in content["people"]
                if each["id"] in people
            ),
            "organizations": in_rows(
                entry_item(organizations[each["id"]], PARTS.get(each["part"], ""))
                for each in content["organizations"]
                if each["id"] in organizations
            ),
            "topics": in_rows(
                tag(f"{news_url}?topic={each['slug']}", each["name"]) for each in content["topics"]
            ),
        }
        picture = edition.picture
        self.head = {
            "title": edition.title,
            "description": edition.lead or Truncator(plain_text(edition.body)).chars(200),
            "picture": social_picture(picture) if picture else None,
        }


def dates_of(event_id, language, now):
    """The dates below the page of an event; none before its publication in the language."""
    history = _history(event_id, now)
    is_known = any(each.language == language for each in history)
    return _dates(history, language) if is_known else {}


def _dates(history, language):
    """When it was published first, corrected last with a note, and changed since without one."""
    first, *later = [each for each in history if each.language == language]
    spoken_of = [each for each in later if not each.is_silent]
    noted = [each for each in spoken_of if each.change_note]
    is_changed = spoken_of and spoken_of[-1] not in noted
    return {
        "first_published": moment_element(first.published_at, language),
        "corrected": noted and moment_element(noted[-1].published_at, language),
        "change_note": noted and noted[-1].change_note,
        "changed": is_changed and moment_element(spoken_of[-1].published_at, language),
    }


# Asked by every event page; putting a query together anew costs more than its answer.
def _histories():
    return Edition.objects.order_by("published_at", "pk").values_list(*HISTORY, named=True)


@prepared
def _editions_of_event(event_id):
    return _histories().filter(event_id=event_id)


@prepared
def _editions_with_slug(slug):
    return _histories().filter(slug=slug)


def _history(event_id, now):
    """Every edition of an event that the public could read at some time until now."""
    return [row for row in _editions_of_event(event_id) if _once_public(row, now)]


def _once_public(row, now):
    """If it was visible for a while at least: not replaced or withdrawn before its time."""
    return row.published_at <= now and not any(
        end and end <= row.published_at for end in (row.superseded_at, row.withdrawn_at)
    )


def _visible(history, now):
    """The edition that each language shows now, as `EditionQuerySet.visible()` has it."""
    return {
        each.language: each
        for each in history
        if not each.withdrawn_at and (not each.superseded_at or each.superseded_at > now)
    }


def _changes(edition):
    return filter(None, (edition.published_at, edition.superseded_at, edition.withdrawn_at))


def _addresses(visible):
    return {
        code: f"{section_url('news', code)}{visible[code].slug}/"
        for code in settings.PRESS_LANGUAGES
        if code in visible
    }


def not_visible(request, language, slug, now):
    """Moved, withdrawn, in other languages only, or unknown; a draft is as unknown as a typo."""
    found = [row for row in _editions_with_slug(slug) if _once_public(row, now)]
    if not found:
        raise Http404
    # An event that had the address in this language comes before one that has it in another.
    event_id = sorted(found, key=lambda row: row.language == language)[-1].event_id
    history = _history(event_id, now)
    visible = _visible(history, now)
    if language in visible:
        return HttpResponsePermanentRedirect(reverse("event", args=[visible[language].slug]))
    mine = [each for each in history if each.language == language]
    if mine and mine[-1].withdrawn_at:
        return _withdrawn(request, language, event_id, history, now)
    addresses = _addresses(visible)
    others = _others(visible)
    if not others:
        raise Http404
    return render_page(
        request,
        "news/other_languages.html",
        {"others": others},
        title=_("Not in this language"),
        addresses=addresses,
        status=404,
    )


def _others(visible):
    return [
        (code, OWN_NAMES[code], url, visible[code].title)
        for code, url in _addresses(visible).items()
    ]


def _withdrawn(request, language, event_id, history, now):
    """The reason, or the way to the event that took its place, however often that moved on."""
    last = [each for each in history if each.language == language][-1]
    visible = _visible(history, now)
    elsewhere, step, passed = {}, last, {event_id}
    while step and step.redirect_to_id and step.redirect_to_id not in passed:
        passed.add(step.redirect_to_id)
        there = _history(step.redirect_to_id, now)
        elsewhere = _visible(there, now)
        if language in elsewhere:
            # It might be restored: browsers shall not learn the way by heart.
            return HttpResponseRedirect(reverse("event", args=[elsewhere[language].slug]))
        step = next((each for each in reversed(there) if each.language == language), None)
    context = {
        "reason": last.withdrawal_reason,
        "time": moment_element(last.withdrawn_at, language),
        "is_replaced": bool(elsewhere),
        "others": _others({**elsewhere, **visible}),
    }
    return render_page(
        request,
        "news/withdrawn.html",
        context,
        title=_("Withdrawn"),
        addresses=_addresses({**elsewhere, **visible}),
        status=410,
    )
