"""The first page of the administration: what waits for the user, and what the public got last."""

import datetime as dt
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from media.language_tabs import in_languages, language_name, languages_to_write
from media.models import Photo
from news.desk.filters import (
    guest_comments,
    guest_queues,
    language_queues,
    open_queues,
    public_queues,
    withdrawn_lately,
)
from news.desk.review import SENT
from news.desk.wording import name_of
from news.models import Edition, Event, EventPhoto, HistoryEntry, PreviewComment

SHOWN = 6


@dataclass
class Row:
    """A line of a box: a link with a text in its own language, and what is said of it."""

    link: str
    text: str
    language: str
    details: list
    comment: str = ""


@dataclass
class Box:
    key: str
    heading: str
    rows: list = field(default_factory=list)
    count: int | None = None
    link: str = ""
    is_main: bool = False
    empty: str = ""
    hint: str = ""


def dashboard(request, context):
    """Unfold calls this with the index page's context."""
    if not request.user.has_perm("news.view_event"):
        return context
    boxes = {
        **_open_boxes(request.user),
        **_public_boxes(request.user),
        **_guest_box(request.user),
        **_language_boxes(request.user),
        **_photo_box(request.user),
        **_published_last(request.user),
    }
    # What will be public soon stands beside what is approved.
    order = ["review", "mark", "returned", "guests", "approved", "scheduled"]
    ranked = sorted(boxes.values(), key=lambda box: (*order, box.key).index(box.key))
    context["boxes"] = [box for box in ranked if box.rows or box.is_main]
    return context


def _open_boxes(user):
    """All that is on its way to publication, read at once and dealt out to the boxes."""
    queues = open_queues(user)
    if not queues:
        return {}
    anything = Q()
    for queue in queues.values():
        anything |= queue.condition
    sent = HistoryEntry.objects.filter(
        model=Event._meta.label_lower, object_id=OuterRef("pk"), action__in=SENT
    )
    forced = HistoryEntry.objects.filter(
        model=Event._meta.label_lower,
        object_id=OuterRef("pk"),
        action=HistoryEntry.Action.FORCED,
    )
    events = list(
        Event.objects.filter(anything)
        .annotate(
            sent_comment=Subquery(sent.order_by("-at", "-pk").values("comment")[:1]),
            forced_at=Subquery(forced.order_by("-at", "-pk").values("at")[:1]),
        )
        .annotate(**{f"in_{key}": queue.condition for key, queue in queues.items()})
        .select_related("edited_by", "forced_by")
        .only(
            "source_language",
            "updated_at",
            "return_comment",
            *in_languages("title"),
            *(
                f"{who}__{name}"
                for who in ("edited_by", "forced_by")
                for name in ("username", "first_name", "last_name")
            ),
        )
        .order_by("-updated_at", "-pk")
    )
    boxes = {}
    for key, queue in queues.items():
        mine = [event for event in events if getattr(event, f"in_{key}")]
        if key in ("review", "approved"):
            mine.reverse()  # who has waited longest comes first
        boxes[key] = Box(
            key,
            queue.name,
            [_open_row(event, key) for event in mine[:SHOWN]],
            len(mine),
            _list_of(key),
            queue.is_main,
            _("Nothing waits."),
            queue.hint,
        )
    return boxes


def _open_row(event, key):
    who, when = event.edited_by, event.updated_at
    if key == "mark":
        who, when = event.forced_by, event.forced_at or when
    details = [name_of(who)] if who else []
    details.append(_moment(when))
    comments = {"returned": event.return_comment, "review": event.sent_comment or ""}
    return _event_row(event, details, comments.get(key, ""))


def _event_row(event, details, comment=""):
    """Named in the language of the staff, or else in one in which it has a title."""
    for language in (get_language(), event.source_language, *settings.PRESS_LANGUAGES):
        if title := getattr(event, f"title_{language}", ""):
            break
    return Row(_form_of(event.pk), title or str(event), language, details, comment)


def _language_boxes(user):
    boxes = {}
    for key, queue in language_queues(user).items():
        events = Event.objects.filter(queue.condition)
        newest = events.only("slug", "source_language", "starts_at", *in_languages("title"))
        boxes[key] = Box(
            key,
            queue.name,
            [_event_row(event, [_date(event.starts_at)]) for event in newest[:SHOWN]],
            events.count(),
            _list_of(key),
            queue.is_main,
            _("Nothing waits."),
        )
    return boxes


def _public_boxes(user):
    queues = public_queues(user)
    if not queues:
        return {}
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    coming = Edition.objects.scheduled().filter(published_at__lt=today + dt.timedelta(days=2))
    gone = withdrawn_lately()
    return {
        "scheduled": Box(
            "scheduled",
            _("Scheduled for today and tomorrow"),
            _edition_rows(coming.order_by("published_at", "pk"), "published_at"),
            _number_of_events(coming),
            _list_of("scheduled"),
        ),
        "withdrawn": Box(
            "withdrawn",
            queues["withdrawn"].name,
            _edition_rows(gone.order_by("-withdrawn_at", "-pk"), "withdrawn_at", is_once=True),
            _number_of_events(gone),
            _list_of("withdrawn"),
        ),
    }


def _guest_box(user):
    boxes = {}
    for key, queue in guest_queues(user).items():
        newest = guest_comments(user).order_by().values("link__event").annotate(newest=Max("pk"))
        comments = (
            PreviewComment.objects.filter(pk__in=newest.values("newest"))
            .select_related("link__event")
            .order_by("-pk")
        )
        rows = [_guest_row(comment) for comment in comments[:SHOWN]]
        boxes[key] = Box(key, queue.name, rows, newest.count() if rows else 0, _list_of(key))
    return boxes


def _guest_row(comment):
    """The event, with its newest comment; it leads to where all of them are."""
    details = [comment.name, _moment(comment.created_at)]
    row = _event_row(comment.link.event, details, comment.text)
    row.link = reverse("admin:news_event_preview_links", args=[comment.link.event_id])
    return row


def _published_last(user):
    newest = Edition.objects.visible().order_by("-published_at", "-pk")
    may_read_all = user.has_perm("news.view_edition")
    return {
        "published": Box(
            "published",
            _("Published last"),
            _edition_rows(newest, "published_at", is_once=True),
            link=reverse("admin:news_edition_changelist") if may_read_all else "",
            is_main=True,
            empty=_("Nothing is public yet."),
        )
    }


def _number_of_events(editions):
    return editions.aggregate(number=Count("event", distinct=True))["number"]


def _edition_rows(editions, moment, *, is_once=False):
    """A row an event and moment, or an event: named in the language of the staff if it can be.

    That is by the edition or, where there is none in the language, by the working copy.
    """
    languages = settings.PRESS_LANGUAGES
    # An event has one edition of a kind in each language, with few exceptions.
    named = ("event", "language", "title", moment, *(f"event__{n}" for n in in_languages("title")))
    some = editions.filter(language__in=languages).select_related("event").only(*named)
    events = {}
    for edition in some[: SHOWN * len(languages)]:
        key = edition.event_id, None if is_once else getattr(edition, moment)
        events.setdefault(key, {}).setdefault(edition.language, edition)
    rows = []
    for found in [*events.values()][:SHOWN]:
        first = next(iter(found.values()))
        mine = get_language()
        edition = found.get(mine) or first
        text, language = edition.title, edition.language
        if mine not in found and (title := getattr(first.event, f"title_{mine}", "")):
            text, language = title, mine
        codes = ", ".join(code for code in languages if code in found)
        details = [_moment(getattr(first, moment)), codes]
        rows.append(Row(_form_of(edition.event_id), text, language, details))
    return rows


def _photo_box(user):
    """How many photos of events say nothing to those who cannot see them."""
    languages = languages_to_write(user, Photo._meta)
    if not languages:
        return {}
    lacks = {code: ~Q(**{f"alt_text_{code}__gt": ""}) for code in languages}
    anything = Q()
    for lack in lacks.values():
        anything |= lack
    numbers = Photo.objects.filter(pk__in=EventPhoto.objects.values("photo")).aggregate(
        number_of_all=Count("pk", filter=anything),
        **{code: Count("pk", filter=lack) for code, lack in lacks.items()},
    )
    photos = reverse("admin:media_photo_changelist")
    rows = [
        Row(f"{photos}?without_alt_text={code}", language_name(code), code, [str(numbers[code])])
        for code in languages
        if numbers[code]
    ]
    # To look after photos is all the work of those who may not touch the text.
    is_main = not user.has_perm("news.change_event")
    name, empty = _("Photos of events without alternative text"), _("Nothing waits.")
    return {
        "photos": Box("photos", name, rows, numbers["number_of_all"], is_main=is_main, empty=empty)
    }


def _form_of(pk):
    return reverse("admin:news_event_change", args=[pk])


def _list_of(key):
    return f"{reverse('admin:news_event_changelist')}?desk={key}"


def _moment(moment):
    return formats.date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


def _date(moment):
    return formats.date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT") if moment else ""
