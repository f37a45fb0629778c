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
from news.importing.parts import parts_of
from news.importing.release import figure_key
from news.models import (
    Edition,
    Event,
    EventOrganization,
    EventPhoto,
    HistoryEntry,
    Participation,
)
from news.new_entries import add_spelling, new_organization, new_person
from news.recognition.indexing import refresh_names
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
    holds_office: bool = False  # of a new one: the role is an office for the directory
    new_spelling: str = ""  # of a known one: to be remembered as another name


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
    # Who may be somebody of the directory is for a person to say.
    people = [fact for fact in facts.people if fact.certain and fact.key not in facts.near]
    attached = {person.organization for person in people} | {venue}
    can_be_part = {
        fact.key
        for fact in facts.organizations
        if fact.certain and fact.key != venue and not fact.is_in_office
    }
    places = [(mark.start, mark.end, mark.key) for mark in facts.marks if mark.key in can_be_part]
    parts = parts_of(release.plain_text, places)
    organizations = {}
    for fact in facts.organizations:
        if fact.certain:
            part = parts.get(fact.key, "")
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
            for fact in people
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
    _write_files(_wanted(release, choices))
    event = _write_event(release, choices, language, origin, user)
    transaction.on_commit(refresh_names)
    return event


def add_text(*, event, release, facts, language, origin, user=None):
    """Give a draft its text in another language, with the pictures that only that text has.

    Who takes part is known from the first text: of this one the roles are taken. Raises
    `media.guard.UnreadablePicture`.
    """
    choices = Choices(release.title)
    _write_files(_wanted(release, choices))
    with transaction.atomic():
        photos = _photos(release, choices, language, user)
        texts = _in(
            language,
            title=release.title[:300],
            lead=facts.lead[:600],
            place=facts.place[:300],
            body=_body(release, photos),
        )
        for name, text in texts.items():
            setattr(event, name, text)
        event.save(update_fields=[*texts, "updated_at"])
        _add_photos(event, photos)
        roles = {fact.participant_id: fact.role for fact in facts.people if fact.certain}
        for participation in event.participations.all():
            if role := roles.get(participation.participant_id):
                column = f"role_{language}"
                setattr(participation, column, role[:300])
                participation.save(update_fields=[column])
        _keep(*origin)


def _write_files(pictures):
    with ThreadPoolExecutor(max_workers=2) as pool:  # Pillow works outside of Python's lock
        list(pool.map(_write_files_of, pictures))


def _write_files_of(picture):
    known, picture.facts = picture.facts, None
    with suppress(UnreadablePicture):  # the transaction says it, in the user's language
        picture.facts = write_original(picture.filename, picture.data, known)


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
    _add_photos(event, photos)
    HistoryEntry.objects.record(HistoryEntry.Action.IMPORTED, event, user, version=event.version)
    return event


def _add_photos(event, photos):
    """Show the photos, by picture's key, with the event, behind those that it shows already."""
    there = set(event.event_photos.values_list("photo_id", flat=True))
    new = dict.fromkeys(photo.pk for photo in photos.values() if photo.pk not in there)
    for position, pk in enumerate(new, len(there)):
        EventPhoto.objects.create(event=event, photo_id=pk, position=position)


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
    return new_organization(
        texts=_in(language, name=choice.name), user=user, action=HistoryEntry.Action.IMPORTED
    )


def _add_people(event, people, known, language, user):
    added = set()
    for position, choice in enumerate(people):
        organization = known.get(choice.organization)
        pk = choice.participant_id or _new_person(choice, organization, language, user).pk
        if pk in added:
            continue
        added.add(pk)
        if choice.participant_id and choice.new_spelling:
            person = Participant.objects.get(pk=pk)
            add_spelling(entry=person, language=language, name=choice.new_spelling, user=user)
        Participation.objects.create(
            event=event,
            participant_id=pk,
            organization=organization,
            position=position,
            **_in(language, role=choice.role),
        )


def _new_person(choice, organization, language, user):
    is_office = choice.holds_office and choice.role
    return new_person(
        texts=_in(
            language,
            family_name=choice.family_name,
            given_name=choice.given_name,
            patronymic_name=choice.patronymic_name,
        ),
        gender=choice.gender,
        offices=_in(language, title=choice.role) if is_office else None,
        organization=organization,
        user=user,
        action=HistoryEntry.Action.IMPORTED,
    )


def _photos(release, choices, language, user):
    """The Photo of each picture that is there and wanted, by the picture's key."""
    photos = {}
    for picture in _wanted(release, choices):
        photos[picture.key], is_new = add_photo(
            filename=picture.filename,
            data=picture.data,
            added_by=user,
            facts=picture.facts,
            **_in(language, alt_text=picture.alt_text[:250]),
        )
        if is_new:
            HistoryEntry.objects.record(
                HistoryEntry.Action.IMPORTED,
                photos[picture.key],
                user,
                changes=values_of_new(photos[picture.key]),
            )
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
