"""What an edition freezes besides the event's own words: what is said of photos, names of topics.

They are written once for all events that show them. Whoever changes them changes those events:
an approval does not cover it, and somebody else has to look at it.
"""

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import ngettext

from media.language_tabs import in_languages
from media.models import Photo
from news.body import figure, figure_of_any, photo_ids
from news.models import Event, Topic

# The name under which the history of an event tells it, and the fields.
FROZEN = {
    Photo: (
        "captions",
        [
            *in_languages("alt_text", "caption", "credit_line"),
            "creator",
            "copyright_notice",
            "focal_x",
            "focal_y",
            "photo_people",
        ],
    ),
    Topic: ("topic_names", in_languages("name")),
}
EVENTS_NAMED = 10


def events_showing(*entries):
    """Events whose working copy has one of the topics, or of the photos, in its list or a text."""
    if isinstance(entries[0], Topic):
        shown = Q(topics__in=entries)
    else:
        shown = Q(event_photos__photo__in=entries)
        for name in in_languages("body"):
            shown |= _with_a_figure(name, entries)
    return Event.objects.filter(pk__in=Event.objects.filter(shown).order_by().values("pk"))


def _with_a_figure(name, photos):
    if len(photos) == 1:
        return Q(**{f"{name}__contains": figure(photos[0].pk)})
    # One look at each text, however many they are; most texts have no picture at all.
    any_of_them = figure_of_any(photo.pk for photo in photos)
    return Q(**{f"{name}__contains": "<figure", f"{name}__regex": any_of_them})


@transaction.atomic
def edit_events_showing(*, changes_of, user):
    """Say to all events that show entries what changed of them; return those it sent to review.

    `changes_of` are the changes of each entry, all of one model; nothing happens unless an edition
    freezes some of them.
    """
    frozen = {
        entry: found for entry, changes in changes_of.items() if (found := _frozen(entry, changes))
    }
    if not frozen:
        return []
    name, _fields = FROZEN[type(next(iter(frozen)))]
    events = events_showing(*frozen)
    if name == "topic_names":
        # Hundreds may be public with it; they show the new name from their next edition on.
        events = events.exclude(status__in=[Event.Status.PUBLISHED, Event.Status.WITHDRAWN])
    reopened = []
    for event in events.order_by("pk").select_for_update():
        if event.is_approved:
            reopened.append(event)
        event.edited(user, {name: _states(event, frozen)})
    return reopened


def _frozen(entry, changes):
    """Of the changes of an entry those that make another edition."""
    _name, fields = FROZEN.get(type(entry), ("", ()))
    return {
        field: changes[field]
        for field in fields
        if field in changes and len({_as_frozen(field, value) for value in changes[field]}) > 1
    }


def _as_frozen(field, value):
    if field in ("focal_x", "focal_y"):
        return round(value * 100)
    if field == "photo_people":  # the order alone counts, not the numbers of the places
        rows = sorted((value or {}).values(), key=lambda row: row["position"])
        return repr([{**row, "position": None} for row in rows])
    return value


def _states(event, frozen):
    """What an event is told of the entries that it shows, before and after."""
    shown = _shown_by(event, type(next(iter(frozen))))
    return [
        {
            str(entry.pk): {field: values[side] for field, values in changes.items()}
            for entry, changes in frozen.items()
            if entry.pk in shown
        }
        for side in (0, 1)
    ]


def _shown_by(event, model):
    if model is Topic:
        return set(event.topics.values_list("pk", flat=True))
    in_texts = (pk for name in in_languages("body") for pk in photo_ids(getattr(event, name)))
    return {*event.event_photos.values_list("photo_id", flat=True), *in_texts}


def tell_reopened(request, events):
    """Tell the user which events `edit_events_showing` sent to review."""
    if not events:
        return
    text = ngettext(
        "%(number)d event goes back to review, because it shows this:",
        "%(number)d events go back to review, because they show this:",
        len(events),
    )
    links = format_html_join(", ", "{}", ([link_to(event)] for event in events[:EVENTS_NAMED]))
    more = ", …" if len(events) > EVENTS_NAMED else ""
    text = text % {"number": len(events)}
    messages.warning(request, format_html("{} {}{}", text, links, more))


def link_to(entry):
    """A link to the form of an entry of the administration."""
    name = f"admin:{entry._meta.app_label}_{entry._meta.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(name, args=[entry.pk]), entry)
