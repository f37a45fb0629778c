"""Entries of the directory that somebody takes over from what a text says."""

from media.transliteration import unique_slug
from news.desk.snapshots import differences, snapshot_of_entry, values_of_new
from news.models import HistoryEntry
from organizations.models import Organization
from people.models import Participant, Position

Action = HistoryEntry.Action
ROWS = ("positions", "other_names")


def new_person(*, texts, gender="", offices=None, organization=None, user, action=Action.CREATED):
    """A new person with `texts` by column; public with the first edition that names them.

    `offices` are the columns of an office that the person holds, at the organization if any.
    """
    languages = [name.rpartition("_")[2] for name in texts if name.startswith("family_name_")]
    name = next(
        f"{texts.get(f'given_name_{code}', '')} {texts[f'family_name_{code}']}"
        for code in languages
        if texts[f"family_name_{code}"]
    )
    person = Participant.objects.create(
        slug=unique_slug(name, _is_taken_by(Participant), "person"),
        is_public=None,
        gender=gender,
        **texts,
    )
    if offices:
        Position.objects.create(participant=person, organization=organization, **offices)
    _record(person, user, action, ROWS)
    return person


def new_organization(*, texts, user, action=Action.CREATED):
    """A new organization with `texts` by column; public with the first edition that names it."""
    name = next(filter(None, texts.values()))
    organization = Organization.objects.create(
        slug=unique_slug(name, _is_taken_by(Organization), "organization"), is_public=None, **texts
    )
    _record(organization, user, action)
    return organization


def add_spelling(*, entry, language, name, user):
    """Another spelling of an entry's name, that texts use and shall not; at most once."""
    before = snapshot_of_entry(entry, ["other_names"])
    _spelling, is_new = entry.other_names.get_or_create(language=language, name=name)
    if is_new:
        # The index of names is made anew of what was changed since.
        entry.save(update_fields=["updated_at"])
        changes = differences(before, snapshot_of_entry(entry, ["other_names"]))
        HistoryEntry.objects.record(Action.CHANGED, entry, user, changes=changes)


def is_unknown_spelling(entry, language, name):
    """Whether the directory has this as no name of an entry in a language."""
    parts = ("given_name", "family_name") if isinstance(entry, Participant) else ("name",)
    own = " ".join(filter(None, (getattr(entry, f"{part}_{language}") for part in parts)))
    return name != own and not any(
        (other.language, other.name) == (language, name) for other in entry.other_names.all()
    )


def _is_taken_by(model):
    return lambda slug: model.objects.filter(slug=slug).exists()


def _record(entry, user, action, rows=()):
    changes = values_of_new(entry, rows)
    HistoryEntry.objects.record(action, entry, user, changes=changes)
