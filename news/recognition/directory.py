"""The part of the directory that a text may name: what the index of names leads to."""

from dataclasses import dataclass

from django.db.models import Q

from news.models import NameForm
from news.recognition.indexing import refresh_names
from news.recognition.organization_names import (
    load_organizations,
    looked_up,
    spellings_of_organization,
    units_of,
)
from news.recognition.organizations import Organizations
from news.recognition.people import People
from news.recognition.people_names import load_people, spellings_of_person
from news.recognition.quotes import quotation_marks
from news.recognition.spelling import is_variant, plain
from organizations.models import Organization

Part = NameForm.Part
OF_PEOPLE = (Part.FAMILY, Part.PATRONYMIC)
OF_ORGANIZATIONS = (Part.ORGANIZATION, Part.ABBREVIATION)


@dataclass(frozen=True, slots=True)
class Directory:
    """The people and organizations of the directory that the words of a text may name."""

    language: str
    people: People
    organizations: Organizations

    @classmethod
    def of(cls, tokens, language):
        """Read what the words lead to, with at most six queries whatever the directory's size.

        Entries that changed since they were indexed are indexed first.
        """
        refresh_names()
        capitals = _capitals(tokens, language)
        words = {
            form
            for unit in units_of(tokens, language)
            if unit.word
            for form in looked_up(unit.word, language)
        }
        rows = NameForm.objects.filter(
            language=language, form__in=capitals | words, part__in=OF_PEOPLE + OF_ORGANIZATIONS
        ).values_list("form", "participant_id", "organization_id")
        people, organizations = set(), set()
        for form, participant, organization in rows:
            if organization is not None:
                organizations.add(organization)
            elif form in capitals:
                people.add(participant)
        if language == "kk":
            # «Ассамблея Хатшылығы» may be in the index as «Қазақстан халқы» of its parent's name.
            own = Q(pk__in=organizations) | Q(parent__in=organizations)
            organizations = Organization.objects.filter(own).order_by().values("pk")
        return cls(
            language,
            People(_spellings_of_people(people, language), language),
            Organizations(
                [
                    spelling
                    for entry in load_organizations(organizations)
                    for spelling in spellings_of_organization(*entry, language)
                ],
                language,
            ),
        )

    def find_in(self, text, tokens):
        """The mentions in a text, in their order; none overlaps another."""
        marks = quotation_marks(tokens)
        organizations = self.organizations.find(text, tokens, marks)
        taken = {i for found in organizations for i in range(found.first, found.last + 1)}
        people = self.people.find(text, tokens, marks, taken)
        return sorted(organizations + people, key=lambda found: found.start)


def _capitals(tokens, language):
    """What the words with a capital are looked up under among people."""
    words = {token.text for token in tokens if len(token.text) > 1 and token.text[0].isupper()}
    found = {plain(word, language) for word in words}
    if language == "kk":
        found = found.union(*(looked_up(word, language) for word in found))
    return found


def _spellings_of_people(pks, language):
    return [
        spelling for entry in load_people(pks) for spelling in spellings_of_person(*entry, language)
    ]


def find_misspelled(names, language):
    """`{(given, family): Spelling}` of those that may be misspelled names of the directory.

    Only a long family name beside the same given name: short ones are of different people.
    """
    if not names:
        return {}
    pks = NameForm.objects.filter(
        language=language,
        part=Part.GIVEN,
        form__in={plain(given, language) for given, _family in names},
    ).values_list("participant_id", flat=True)
    spellings = _spellings_of_people(set(pks), language)
    found = {}
    for name in names:
        for spelling in spellings:
            if is_variant((spelling.given, spelling.family), name):
                found.setdefault(name, spelling)
    return found
