"""An event's working copy as plain data: to say what a change was and to compare.

`{field: value}` as JSON takes it: text fields and lists of ids as they are, moments in
UTC as in ISO 8601.
`people` is `{id: {"role_<language>", "organization": id, "position"}}` in their order, likewise
`organizations` `{id: {"part", "position"}}`; `photos` are ids in their order.
"""

import datetime as dt

from django.conf import settings

from media.language_tabs import in_languages
from news.publishing import links_of

TEXTS = ("title", "lead", "body", "place")


def snapshot(event):
    """All that the press service writes about a saved event."""
    links = links_of(event)
    return {
        **{name: getattr(event, name) or "" for name in in_languages(*TEXTS)},
        "slug": event.slug,
        "kind": event.kind,
        "source_language": event.source_language,
        "starts_at": _iso(event.starts_at),
        "ends_at": _iso(event.ends_at),
        "venue": event.venue_id,
        "topics": sorted(topic.pk for topic in links.topics),
        "people": {
            str(link.participant_id): {
                **{
                    f"role_{code}": getattr(link, f"role_{code}") or ""
                    for code in settings.PRESS_LANGUAGES
                },
                "organization": link.organization_id,
                "position": place,
            }
            for place, link in enumerate(links.participations)
        },
        "organizations": {
            str(link.organization_id): {"part": link.part, "position": place}
            for place, link in enumerate(links.organizations)
        },
        "photos": [photo.pk for photo in links.photos],
    }


def _iso(moment):
    return moment and moment.astimezone(dt.UTC).isoformat()


def differences(before, after):
    """`{field: [before, after]}` of the fields in which two snapshots differ."""
    return {
        name: [before.get(name), after[name]] for name in after if before.get(name) != after[name]
    }
