"""What is written into the indexes."""

import datetime as dt
import re

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from news.analysis import tokens
from news.contents import organization_ids, people_ids
from news.html_text import plain_text
from news.models import Event, NameForm, SearchWord
from news.search.heard import key_of
from news.search.tables import EDITIONS, EVENTS, NAMES, PHOTOS
from news.search.words import (
    HIDDEN,
    beginnings,
    folded,
    initials_of,
    of_kind,
    of_lines,
    of_parted,
    of_words,
    of_year,
    spelled,
)
from organizations.models import OrganizationName
from people.models import ParticipantName

YEAR_ONE = dt.datetime(1, 1, 1, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
ID_BITS = 30
ID_MASK = 2**ID_BITS - 1
LAST_PLACE = 2**63 - 1
EVENTS_AT_ONCE = 200
SPELLED = re.compile(r"[^\W\d_]{4,40}")


def place_of(starts_at, pk=0):
    """Where an edition stands among all: by the minute of its event, then by its id."""
    return (starts_at - YEAR_ONE) // MINUTE << ID_BITS | pk


def index_editions(editions):
    """Put saved editions into the index, and their words among those that queries may mean."""
    editions = list(editions)
    texts = {
        each.pk: (each.title, *each.lead.split("\n"), *plain_text(each.body).split("\n"))
        for each in editions
    }
    EDITIONS.write(
        (place_of(each.starts_at, each.pk), _of_edition(each, texts[each.pk])) for each in editions
    )
    learn_words(line for lines in texts.values() for line in lines)


def _of_edition(edition, lines):
    title = of_words(tokens(edition.title, edition.language))
    lead = of_words(tokens(edition.lead, edition.language))
    return (
        of_lines(lines, edition.language)
        | {f"#{token}" for token in title}
        | beginnings(edition.title, title)
        | {f"+{token}" for token in title | lead}
        | _of_content(edition, people_ids(edition.content))
    )


def _of_content(edition, people):
    return {
        *(f"@p{pk}" for pk in people),
        *(f"@o{pk}" for pk in organization_ids(edition.content)),
        of_kind(edition.content["kind"]),
        of_year(timezone.localtime(edition.starts_at, timezone.get_default_timezone()).year),
        f"@l{edition.language}",
    }


def learn_words(texts):
    """Keep the words of texts in small letters, to correct queries by."""
    words = {word.lower() for text in texts for word in SPELLED.findall(text)}
    SearchWord.objects.bulk_create(
        # In order: two who write the same words then wait for each other in one direction only.
        (
            SearchWord(word=word, initial=folded(word)[0], length=len(word))
            for word in sorted(words)
        ),
        ignore_conflicts=True,
    )


def index_photos(links):
    """Put photos of editions into the index: a queryset of `EditionPhoto`."""
    links = links.select_related("edition", "photo").prefetch_related("people")
    PHOTOS.write((link.pk, _of_photo(link)) for link in links)


def _of_photo(link):
    """A photo is found by its own words, the people in it, and what its edition is about."""
    edition, photo = link.edition, link.photo
    frozen = edition.content["photos"][link.number - 1]
    people = link.people.all()
    names = (_name(person, edition.language) for person in people)
    lines = (
        frozen["caption"],
        frozen["alt_text"],
        photo.headline,
        photo.keywords,
        edition.title,
        *names,
    )
    marked = _of_content(edition, [person.pk for person in people])
    return of_lines(lines, edition.language) | marked


def _name(person, language):
    for code in (language, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES):
        parts = [
            getattr(person, f"{part}_name_{code}") or ""
            for part in ("given", "patronymic", "family")
        ]
        if parts[-1]:
            return " ".join(parts)
    return ""


def index_names(people=(), organizations=()):
    """Put the names of people and organizations into the index; `NameForm` has their cases."""
    names = {}
    for person in people:
        names[2 * person.pk] = [(code, _name_in(person, code)) for code in settings.PRESS_LANGUAGES]
    for organization in organizations:
        names[2 * organization.pk + 1] = [
            (code, getattr(organization, f"{field}_{code}") or "")
            for code in settings.PRESS_LANGUAGES
            for field in ("name", "short_name")
        ]
    if not names:
        return
    hidden = {2 * person.pk for person in people if person.is_public is False}
    hidden |= {2 * each.pk + 1 for each in organizations if each.is_public is False}
    people = [key // 2 for key in names if not key % 2]
    organizations = [key // 2 for key in names if key % 2]
    others = ParticipantName.objects.filter(participant__in=people)
    for pk, *name in others.values_list("participant", "language", "name"):
        names[2 * pk].append(name)
    others = OrganizationName.objects.filter(organization__in=organizations)
    for pk, *name in others.values_list("organization", "language", "name"):
        names[2 * pk + 1].append(name)
    found = {key: of_names(each) for key, each in names.items()}
    for pk in people:
        for _language, name in names[2 * pk]:
            found[2 * pk] |= _as_heard(name) | initials_of(name)
    forms = NameForm.objects.filter(
        Q(participant__in=people) | Q(organization__in=organizations)
    ).values_list("participant", "organization", "form", "part")
    for person, organization, form, part in forms:
        key = 2 * person if person else 2 * organization + 1
        found[key] |= spelled(form)
        if part == NameForm.Part.ABBREVIATION:
            found[key].add(f"={folded(form)}")
    NAMES.write((key, each | {HIDDEN} if key in hidden else each) for key, each in found.items())
    learn_words(name for each in names.values() for _language, name in each)


def _name_in(person, language):
    parts = ("given", "patronymic", "family")
    return " ".join(filter(None, (getattr(person, f"{part}_name_{language}") for part in parts)))


def of_names(names):
    """The tokens of names, `(language, name)`, as the index of names has them."""
    found = set()
    for language, name in names:
        words = list(filter(None, tokens(name, language)))
        found |= of_words([*words, *of_parted(name, language)]) | spelled(name)
        if len(words) == 1:
            found |= {f"={token}" for token in (*words[0], folded(name))}
    return found


def _as_heard(name):
    return {f"@={key_of(word)}" for word in spelled(name)}


def index_changed_events(number=EVENTS_AT_ONCE):
    """Put working copies that were changed since they were indexed into the index."""
    stale = Event.objects.filter(Q(indexed_at=None) | ~Q(indexed_at=F("updated_at")))
    index_events(stale.order_by("-updated_at")[:number])


def index_events(events):
    """Put working copies into the index, in all languages at once: a queryset of `Event`."""
    events = list(events.prefetch_related("participations", "event_organizations"))
    EVENTS.write((event.pk, _of_event(event)) for event in events)
    for event in events:
        # What was read; a change in the meantime is a later one.
        event.indexed_at = event.updated_at
    if events:
        type(events[0]).objects.bulk_update(events, ["indexed_at"])


def _of_event(event):
    found = {
        *(f"@p{link.participant_id}" for link in event.participations.all()),
        *(f"@o{link.organization_id}" for link in event.event_organizations.all()),
        *([f"@o{event.venue_id}"] if event.venue_id else []),
    }
    for language in settings.PRESS_LANGUAGES:
        names = ("title", "lead", "place", "body")
        title, lead, place, body = (getattr(event, f"{name}_{language}") or "" for name in names)
        lines = (title, place, *lead.split("\n"), *plain_text(body).split("\n"))
        found |= of_lines(lines, language)
    return found
