"""Puts the directory of the texts into the database."""

from django.db import transaction

from organizations.models import Organization, OrganizationName
from people.models import Participant, ParticipantName, Position


def in_languages(field, values):
    return {f"{field}_{language}": value for language, value in values.items()}


def parts_of(names, fields):
    """The columns of an entry, as `family_name_kk`, from the names of each language in a row."""
    return {
        f"{field}_{language}": part
        for language, parts in names.items()
        for field, part in zip(fields, parts, strict=True)
    }


@transaction.atomic
def fill(*directories):
    """Write the entries of some directories; return `{(kind, id): slug}` of them."""
    organizations, people = {}, {}
    for directory in directories:
        for entry in directory["organizations"]:
            organization = Organization.objects.create(
                slug=entry["slug"],
                kind=entry["kind"],
                parent=organizations.get(entry.get("parent")),
                **parts_of(entry["names"], ["name", "short_name"]),
            )
            organizations[organization.slug] = organization
            for other in entry.get("other_names", []):
                OrganizationName.objects.create(organization=organization, **other)
        for entry in directory["people"]:
            person = Participant.objects.create(
                slug=entry["slug"],
                gender=entry["gender"],
                **parts_of(entry["names"], ["family_name", "given_name", "patronymic_name"]),
            )
            people[person.slug] = person
            for other in entry.get("other_names", []):
                ParticipantName.objects.create(participant=person, **other)
            for held in entry.get("positions", []):
                Position.objects.create(
                    participant=person,
                    organization=organizations[held["organization"]],
                    started_on=held["started_on"],
                    ended_on=held["ended_on"],
                    **in_languages("title", held["title"]),
                )
    return {("organization", entry.pk): slug for slug, entry in organizations.items()} | {
        ("person", entry.pk): slug for slug, entry in people.items()
    }
