"""What an edition freezes besides the event's own words: texts at photos and names of topics.

They are written once for all events that show them. Whoever changes them changes those events:
an approval does not cover it, and somebody else has to look at it.
"""

from django.db import transaction
from django.db.models import Q

from media.language_tabs import in_languages
from media.models import Photo
from news.body import figure
from news.models import Event, Topic

# The name under which the history of an event tells it, and the fields.
FROZEN = {
    Photo: ("captions", in_languages("alt_text", "caption", "credit_line")),
    Topic: ("topic_names", in_languages("name")),
}


def events_showing(entry):
    """Events whose working copy has the topic, or the photo in its list or in a text."""
    if isinstance(entry, Topic):
        shown = Q(topics=entry)
    else:
        shown = Q(event_photos__photo=entry)
        for name in in_languages("body"):
            shown |= Q(**{f"{name}__contains": figure(entry.pk)})
    return Event.objects.filter(pk__in=Event.objects.filter(shown).order_by().values("pk"))


@transaction.atomic
def edit_events_showing(*, entry, changes, user):
    """Say to all events that show an entry what changed of it; return those it sent to review.

    `changes` are those of the entry; nothing happens unless an edition freezes some of them.
    """
    name, fields = FROZEN.get(type(entry), ("", ()))
    frozen = {field: changes[field] for field in fields if field in changes}
    if not frozen:
        return []
    states = [
        {str(entry.pk): {field: values[side] for field, values in frozen.items()}}
        for side in (0, 1)
    ]
    events = events_showing(entry)
    if isinstance(entry, Topic):
        # Hundreds may be public with it; they show the new name from their next edition on.
        events = events.exclude(status__in=[Event.Status.PUBLISHED, Event.Status.WITHDRAWN])
    reopened = []
    for event in events.order_by("pk").select_for_update():
        if event.is_approved:
            reopened.append(event)
        event.edited(user, {name: states})
    return reopened
