"""An edition back into the working copy: the parts that somebody chooses, in its language."""

import copy

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from media.models import Photo
from news.body import photo_ids
from news.desk.comparing import Names, compare
from news.desk.snapshots import differences, snapshot
from news.models import (
    Event,
    EventOrganization,
    EventPhoto,
    HistoryEntry,
    Participation,
    Refused,
    Topic,
)
from news.publishing import build_edition, frozen_photo
from organizations.models import Organization
from people.models import Participant

# Part -> its name, and the fields of a comparison that it covers, without their language.
PARTS = {
    "text": (gettext_lazy("Text"), ("title", "lead", "body")),
    "date": (gettext_lazy("Date and place"), ("starts_at", "ends_at", "place", "venue")),
    "people": (gettext_lazy("Participants"), ("people",)),
    "organizations": (gettext_lazy("Organizations"), ("organizations",)),
    "photos": (gettext_lazy("Photos"), ("photos",)),
    "topics": (gettext_lazy("Kind and topics"), ("kind", "topics")),
}


def may_bring_back(user):
    """Those who write everything of an event."""
    return user.has_perms(["news.change_event", "news.add_event"])


def what_would_change(event, edition):
    """By part, the `Difference`s that bringing it back would make; parts without one are absent.

    And the names of what the edition has and the directory or the library has no longer.
    """
    to, gone = as_it_can_be(event, edition)
    found = {}
    for difference in compare(build_edition(event, edition.language), to).differences:
        name = difference.field.removesuffix(f"_{edition.language}")
        part = next(part for part, (_label, fields) in PARTS.items() if name in fields)
        found.setdefault(part, []).append(difference)
    return {part: found[part] for part in PARTS if part in found}, gone


def as_it_can_be(event, edition):
    """The edition with today's photos and topics, and with what is the event's own, without what
    is gone: its address and whether it links names are no part of any language's text.

    And the names of what is gone.
    """
    language, to = edition.language, copy.copy(edition)
    content = to.content = copy.deepcopy(edition.content)
    content["links_names"] = event.links_names
    wanted = [
        *((Participant, person["id"]) for person in content["people"]),
        *((Organization, link["id"]) for link in content["organizations"]),
        *((Organization, pk) for pk in _organizations_beside(content)),
        *((Topic, topic["id"]) for topic in content["topics"]),
        *((Photo, photo["id"]) for photo in content["photos"]),
        *((Photo, pk) for pk in photo_ids(edition.body)),
    ]
    names = Names(wanted)

    def there(model, rows):
        return [row for row in rows if names.has(model, row["id"])]

    content["people"] = there(Participant, content["people"])
    content["organizations"] = there(Organization, content["organizations"])
    if content["venue"] and not names.has(Organization, content["venue"]):
        content["venue"] = None
    for person in content["people"]:
        if person["organization"] and not names.has(Organization, person["organization"]):
            person["organization"] = None
    topics = [names.found[Topic][row["id"]] for row in there(Topic, content["topics"])]
    with override(language):
        content["topics"] = [
            {"id": topic.pk, "slug": topic.slug, "name": topic.name} for topic in topics
        ]
    prefetch_related_objects([*names.found.get(Photo, {}).values()], "photo_people")
    content["photos"] = [
        frozen_photo(names.found[Photo][row["id"]], language)
        for row in there(Photo, content["photos"])
    ]
    to.slug = event.slug
    gone = [names.of(model, pk) for model, pk in wanted if not names.has(model, pk)]
    return to, list(dict.fromkeys(gone))


def _organizations_beside(content):
    """The venue and those for which people spoke."""
    found = [content["venue"], *(person["organization"] for person in content["people"])]
    return [pk for pk in found if pk]


@transaction.atomic
def bring_back(*, edition, parts, user, seen_version=None):
    """Write parts of an edition into the working copy of its event, in the edition's language.

    Nothing else changes but the state of the review, as by any edit: no address, no edition, no
    schedule; nor captions, which belong to the library. `seen_version` is the version that was on
    the page. Raises `Refused` with every reason against it.
    """
    event = Event.objects.select_for_update().get(pk=edition.event_id)
    reasons = event.reasons_of_version(seen_version)
    if not may_bring_back(user):
        reasons.append(_("You may not do this."))
    if not parts:
        reasons.append(_("Choose a part at least."))
    if reasons:
        raise Refused(reasons)
    before = snapshot(event)
    to, _gone = as_it_can_be(event, edition)
    for part in PARTS:
        if part in parts:
            WRITERS[part](event, to)
    event.save()
    if changes := differences(before, snapshot(event)):
        event.edited(
            user,
            changes,
            HistoryEntry.Action.REVERTED,
            languages=[edition.language],
            comment=str(edition),
        )


def _write_text(event, edition):
    for name in ("title", "lead", "body"):
        setattr(event, f"{name}_{edition.language}", getattr(edition, name))


def _write_date(event, edition):
    event.starts_at, event.ends_at = edition.starts_at, edition.ends_at
    event.venue_id = edition.content["venue"]
    setattr(event, f"place_{edition.language}", edition.content["place"])


def _write_people(event, edition):
    """Who stays keeps the role in the other languages."""
    _write_rows(
        event.participations,
        Participation,
        "participant_id",
        edition.content["people"],
        lambda person: {
            f"role_{edition.language}": person["role"],
            "organization_id": person["organization"],
        },
    )


def _write_organizations(event, edition):
    rows = edition.content["organizations"]
    _write_rows(
        event.event_organizations,
        EventOrganization,
        "organization_id",
        rows,
        lambda link: {"part": link["part"]},
    )


def _write_photos(event, edition):
    rows = edition.content["photos"]
    _write_rows(event.event_photos, EventPhoto, "photo_id", rows, lambda photo: {})


def _write_rows(links, model, key, rows, fields_of):
    """Make the links of an event those of the rows, in their order."""
    left = {getattr(link, key): link for link in links.all()}
    for position, row in enumerate(rows):
        link = left.pop(row["id"], None) or model(event=links.instance, **{key: row["id"]})
        for name, value in {**fields_of(row), "position": position}.items():
            setattr(link, name, value)
        link.save()
    links.filter(pk__in=[link.pk for link in left.values()]).delete()


def _write_topics(event, edition):
    event.kind = edition.content["kind"]
    event.topics.set([topic["id"] for topic in edition.content["topics"]])


WRITERS = {
    "text": _write_text,
    "date": _write_date,
    "people": _write_people,
    "organizations": _write_organizations,
    "photos": _write_photos,
    "topics": _write_topics,
}
