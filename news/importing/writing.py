"""From a release and what a person confirmed to a draft event, in one transaction."""

import hashlib
import ntpath
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q

from media.guard import UnreadablePicture
from media.library import add_photo, write_original
from media.models import originals
from media.transliteration import unique_slug
from news.desk.snapshots import values_of_new
from news.importing.facts import Facts
from news.importing.release import figure_key
from news.models import (
    Edition,
    Event,
    EventOrganization,
    EventPhoto,
    HistoryEntry,
    Participation,
)
from organizations.models import Organization
from people.models import Participant


@dataclass(slots=True)
class OrganizationChoice:
    """An organization of the directory, or a new one. Without a part it is only named."""

    key: str
    name: str = ""
    organization_id: int | None = None
    part: str = ""


@dataclass(slots=True)
class PersonChoice:
    """A person of the directory, or a new one. `organization` is an `OrganizationChoice`'s key."""

    family_name: str = ""
    given_name: str = ""
    patronymic_name: str = ""
    gender: str = ""
    participant_id: int | None = None
    role: str = ""
    organization: str = ""


@dataclass(slots=True)
class Choices:
    """What goes into the event. Its pictures are those of the release but `without_pictures`."""

    title: str
    lead: str = ""
    kind: str = Event.Kind.OTHER
    starts_at: object = None
    ends_at: object = None
    place: str = ""
    venue: OrganizationChoice | None = None
    people: list[PersonChoice] = field(default_factory=list)
    organizations: list[OrganizationChoice] = field(default_factory=list)
    without_pictures: frozenset = frozenset()


def propose(release, facts: Facts):
    """The `Choices` that take what was found and is certain: matches and new entries."""
    venue = facts.venue.key if facts.venue and facts.venue.certain else None
    attached = {person.organization for person in facts.people if person.certain} | {venue}
    parts = iter([EventOrganization.Part.ORGANIZER])
    organizations = {}
    for fact in facts.organizations:
        if fact.certain:
            is_part = fact.key != venue and not fact.is_in_office
            part = next(parts, EventOrganization.Part.GUEST) if is_part else ""
            if not part and fact.key not in attached:
                continue  # only named: the event would lead to nothing of it
            organizations[fact.key] = OrganizationChoice(
                fact.key, fact.name[:300], fact.organization_id, part
            )
    return Choices(
        title=release.title[:300],
        lead=facts.lead[:600],
        kind=facts.kind,
        starts_at=facts.starts_at,
        ends_at=facts.ends_at,
        place=facts.place[:300],
        venue=organizations.get(venue),
        people=[
            PersonChoice(
                fact.family_name[:100],
                fact.given_name[:100],
                fact.patronymic_name[:100],
                fact.gender,
                fact.participant_id,
                fact.role[:300],
                fact.organization if fact.organization in organizations else "",
            )
            for fact in facts.people
            if fact.certain
        ],
        organizations=list(organizations.values()),
    )


def missing_pictures(release):
    """The file names of pictures that the text names and nobody handed in."""
    return [picture.filename for picture in release.pictures if picture.data is None]


def origin_folder(checksum):
    return f"releases/{checksum[:2]}/{checksum}/"


def events_like(checksum, title, language):
    """The events that came from the file with this SHA-256, or have this title already."""
    same = Q(origin__startswith=origin_folder(checksum))
    if title:
        same |= Q(**{f"title_{language}": title})
    return Event.objects.filter(same)


def make_event(*, release, choices, language, origin, user=None):
    """Write a draft event with all that belongs to it; nothing at all when anything fails.

    `origin` is the file it came from: `(name, bytes)`. Raises `media.guard.UnreadablePicture`.
    """
    with ThreadPoolExecutor(max_workers=2) as pool:  # Pillow works outside of Python's lock
        list(pool.map(_write_files_of, _wanted(release, choices)))
    return _write_event(release, choices, language, origin, user)


def _write_files_of(picture):
    with suppress(UnreadablePicture):  # the transaction says it, in the user's language
        write_original(picture.filename, picture.data)


@transaction.atomic
def _write_event(release, choices, language, origin, user):
    known = {}
    for choice in choices.organizations:
        known[choice.key] = _organization(choice, language, known, user)
    venue = choices.venue and _organization(choices.venue, language, known, user)
    photos = _photos(release, choices, language, user)
    event = Event(
        slug=unique_slug(choices.title, _is_taken, "event"),
        kind=choices.kind,
        starts_at=choices.starts_at,
        ends_at=choices.ends_at,
        venue=venue,
        source_language=language,
        created_by=user,
        edited_by=user,
        **_in(
            language,
            title=choices.title,
            lead=choices.lead,
            place=choices.place,
            body=_body(release, photos),
        ),
    )
    event.origin = _keep(*origin)
    event.save()
    _add_people(event, choices.people, known, language, user)
    parts = {known[choice.key].pk: choice.part for choice in choices.organizations if choice.part}
    for position, (pk, part) in enumerate(parts.items()):
        EventOrganization.objects.create(
            event=event, organization_id=pk, part=part, position=position
        )
    for position, pk in enumerate(dict.fromkeys(photo.pk for photo in photos.values())):
        EventPhoto.objects.create(event=event, photo_id=pk, position=position)
    HistoryEntry.objects.record(HistoryEntry.Action.IMPORTED, event, user, version=event.version)
    return event


def _keep(name, data):
    """The stored name of a release's file. The same file is kept once, like a photo."""
    folder = origin_folder(hashlib.sha256(data).hexdigest())
    name = originals().generate_filename(folder + ntpath.basename(name))
    if not originals().exists(name):
        originals().save(name, ContentFile(data))
    return name


def _in(language, **texts):
    return {f"{name}_{language}": text for name, text in texts.items()}


def _is_taken(slug):
    # The address of an edition leads to its event for ever.
    taken = Event.objects.filter(slug=slug).exists()
    return taken or Edition.objects.filter(slug=slug).exists()


def _organization(choice, language, known, user):
    """The organization of a choice: one of the directory, of this release, or a new one."""
    if choice.organization_id:
        return Organization.objects.get(pk=choice.organization_id)
    column = f"name_{language}"
    for organization in known.values():
        if getattr(organization, column) == choice.name:
            return organization
    if found := Organization.objects.filter(**{column: choice.name}).first():
        return found
    organization = Organization.objects.create(
        slug=unique_slug(choice.name, _has_organization, "organization"),
        is_public=None,
        **_in(language, name=choice.name),
    )
    _record_new(organization, user)
    return organization


def _record_new(entry, user):
    """The history of an entry of the directory or of a photo begins with the release."""
    changes = values_of_new(entry)
    HistoryEntry.objects.record(HistoryEntry.Action.IMPORTED, entry, user, changes=changes)


def _has_organization(slug):
    return Organization.objects.filter(slug=slug).exists()


def _has_participant(slug):
    return Participant.objects.filter(slug=slug).exists()


def _add_people(event, people, known, language, user):
    added = set()
    for position, choice in enumerate(people):
        pk = choice.participant_id or _new_person(choice, language, user).pk
        if pk in added:
            continue
        added.add(pk)
        organization = known.get(choice.organization)
        Participation.objects.create(
            event=event,
            participant_id=pk,
            organization=organization,
            position=position,
            **_in(language, role=choice.role),
        )


def _new_person(choice, language, user):
    name = f"{choice.given_name} {choice.family_name}"
    person = Participant.objects.create(
        slug=unique_slug(name, _has_participant, "person"),
        is_public=None,
        gender=choice.gender,
        **_in(
            language,
            family_name=choice.family_name,
            given_name=choice.given_name,
            patronymic_name=choice.patronymic_name,
        ),
    )
    _record_new(person, user)
    return person


def _photos(release, choices, language, user):
    """The Photo of each picture that is there and wanted, by the picture's key."""
    photos = {}
    for picture in _wanted(release, choices):
        photos[picture.key], is_new = add_photo(
            filename=picture.filename,
            data=picture.data,
            added_by=user,
            **_in(language, alt_text=picture.alt_text[:250]),
        )
        if is_new:
            _record_new(photos[picture.key], user)
    return photos


def _wanted(release, choices):
    """The pictures that are there and were not unticked."""
    return [
        picture
        for picture in release.pictures
        if picture.data is not None and picture.key not in choices.without_pictures
    ]


def _body(release, photos):
    blocks = []
    for paragraph in release.paragraphs:
        key = figure_key(paragraph)
        if key is None:
            blocks.append(paragraph)
        elif key in photos:
            blocks.append(f'<figure data-photo="{photos[key].pk}"></figure>')
    return "\n".join(blocks)
