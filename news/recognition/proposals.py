"""What a text proposes for the directory: people and organizations, known and new ones."""

import re
from dataclasses import dataclass, field

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from news.morphology.words import fold, tokenize
from news.recognition.blanks import blanked
from news.recognition.directory import Directory, find_misspelled
from news.recognition.mentions import ORGANIZATION, PERSON, Mention
from news.recognition.new_organizations import find_new_organizations
from news.recognition.new_people import find_lone_families, find_names, group_names
from news.recognition.offices import offices_of
from news.recognition.quotes import with_marks_of

CONTEXT = 60
ONE_LETTER = re.compile(r"^\w\.$")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the text: its kind ("date", "place", "person", "organization"), the fact's key."""

    start: int
    end: int
    kind: str
    key: str


@dataclass(slots=True)
class PersonFact:
    key: str
    family_name: str
    given_name: str
    patronymic_name: str
    gender: str
    certain: bool
    start: int
    end: int
    quote: str
    participant_id: int | None = None
    candidates: tuple = ()
    role: str = ""
    organization: str = ""  # the key of the organization in which the office is held
    spelling: str = ""  # of a known person, as the text has it, where another is `approved`
    approved: str = ""

    @property
    def name(self):
        is_initial = ONE_LETTER.match(self.patronymic_name)
        middle = self.patronymic_name if is_initial else ""
        return " ".join(filter(None, (self.given_name, middle, self.family_name)))


@dataclass(slots=True)
class OrganizationFact:
    key: str
    name: str
    certain: bool
    start: int
    end: int
    quote: str
    organization_id: int | None = None
    candidates: tuple = ()
    is_in_office: bool = False  # named only in the offices of people
    spelling: str = ""  # as of a person
    approved: str = ""


@dataclass(slots=True)
class NamesFound:
    """The people and organizations that a text names; `marks` are the places of all of them."""

    people: list[PersonFact] = field(default_factory=list)
    organizations: list[OrganizationFact] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    warnings: list = field(default_factory=list)


def propose_names(text, language):
    """The `NamesFound` in a plain text; reads the directory."""
    tokens = tokenize(blanked(text))
    mentions = Directory.of(tokens, language).find_in(text, tokens)
    taken = {index for found in mentions for index in range(found.first, found.last + 1)}
    names = find_names(text, tokens, language, taken)
    taken |= {index for name in names for index in range(name.first, name.last + 1)}
    people, odd_spellings = group_names(names)
    mentions, people = _join_misspelled(language, text, tokens, mentions, people, odd_spellings)
    organizations = find_new_organizations(text, tokens, language, taken)
    organizations = _without_shortened(organizations, mentions)
    lone = find_lone_families(
        tokens, people, language, _claimed(mentions, organizations) | _spans(names)
    )
    claimed = {index for index, _person in lone}
    mentions = [found for found in mentions if found.first not in claimed or found.certain]
    people_named = [*names, *(found for found in mentions if found.kind == PERSON)]
    offices = offices_of(text, tokens, people_named, language)
    found = NamesFound()
    _add_organizations(found, text, tokens, mentions, organizations, offices)
    _add_people(found, text, tokens, mentions, people, lone, offices, language)
    for first, other in odd_spellings:
        found.warnings.append(
            format_lazy(
                _("“{first}” is also spelled “{other}”. Check the name; the first is proposed."),
                first=first,
                other=other,
            )
        )
    found.marks.sort(key=lambda mark: mark.start)
    return found


def _join_misspelled(language, text, tokens, mentions, people, odd_spellings):
    """Names that are odd spellings of somebody in the directory become mentions of that person."""
    others = []
    sure = {found.id for found in mentions if found.kind == PERSON and found.certain}
    whole = {(one.name.given, one.name.family) for one in people if not one.name.is_short}
    misspelled = find_misspelled(whole, language)
    for person in people:
        name = person.name
        known = misspelled.get((name.given, name.family))
        if known is None:
            others.append(person)
            continue
        odd_spellings.append((known.shown, name.spelled))
        for one in person.names:
            start, end = tokens[one.first].start, tokens[one.last].end
            mentions.append(
                Mention(
                    start, end, text[start:end], PERSON, known.id, known.shown, known.id in sure,
                    one.first, one.last, (), one.cases, spelling=name.shown, approved=known.shown,
                )
            )  # fmt: skip
    return sorted(mentions, key=lambda found: found.start), others


def _without_shortened(organizations, mentions):
    """Without those that only shorten another's name: «Дом дружбы» of «Дом дружбы города»."""
    names = {fold(found.name) for found in mentions if found.kind != PERSON}
    names |= {fold(organization.name) for organization in organizations}
    return [
        organization
        for organization in organizations
        if not any(
            name.startswith(f"{fold(organization.name)} ")
            or name.endswith(f" {fold(organization.name)}")
            for name in names
        )
    ]


def _spans(names):
    return {index for name in names for index in range(name.first, name.last + 1)}


def _claimed(mentions, organizations):
    """Tokens that are no family name alone: those of organizations and of certain people."""
    found = {
        index
        for mention in mentions
        if mention.kind != PERSON or mention.certain
        for index in range(mention.first, mention.last + 1)
    }
    for organization in organizations:
        for first, last in organization.spans:
            found.update(range(first, last + 1))
    return found


def _quote(text, start, end):
    """The words around a place in the text, on its line."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    begin, stop = max(line_start, start - CONTEXT), min(line_end, end + CONTEXT)
    if begin > line_start:
        begin = text.find(" ", begin, start) + 1 or begin
    if stop < line_end:
        cut = text.rfind(" ", end, stop)
        stop = cut if cut > 0 else stop
    return "…" * (begin > line_start) + text[begin:stop] + "…" * (stop < line_end)


def _unapproved(mentions):
    """`{(kind, id): (spelling, approved)}` of the first mention of each that is not approved."""
    return {
        (found.kind, found.id): (found.spelling, found.approved)
        for found in reversed(mentions)
        if found.id and found.approved
    }


def _add_organizations(proposed, text, tokens, mentions, organizations, offices):
    spans = [(office.start, office.end) for office in offices.values() if office]
    groups, odd = {}, _unapproved(mentions)
    for found in mentions:
        if found.kind != PERSON:
            group = groups.setdefault((found.id, found.candidates), (found.name, found.certain, []))
            group[2].append((found.start, found.end))
    for organization in organizations:
        groups[organization.name] = (
            organization.name,
            True,
            [(tokens[first].start, tokens[last].end) for first, last in organization.spans],
        )
    for number, (identity, (name, certain, places)) in enumerate(
        sorted(groups.items(), key=lambda group: min(group[1][2]))
    ):
        start, end = min(places)
        pk, candidates = identity if isinstance(identity, tuple) else (None, ())
        key = f"organization-{number}"
        proposed.organizations.append(
            OrganizationFact(
                key, name, certain, start, end, _quote(text, start, end), pk, candidates,
                all(any(a <= place[0] < b for a, b in spans) for place in places),
                *odd.get((ORGANIZATION, pk), ("", "")),
            )
        )  # fmt: skip
        proposed.marks += [Mark(*place, "organization", key) for place in places]


def _add_people(proposed, text, tokens, mentions, people, lone, offices, language):
    known, odd = {}, _unapproved(mentions)
    for found in mentions:
        if found.kind == PERSON:
            known.setdefault((found.id, found.candidates), []).append(found)
    groups = [
        (
            PersonFact(
                "", *_split(found[0].name), "", any(one.certain for one in found), found[0].start,
                found[0].end, "", pk, candidates,
            ),
            found,
            [(one.start, one.end) for one in found],
        )
        for (pk, candidates), found in known.items()
    ]  # fmt: skip
    for person in people:
        name = person.name
        places = [(tokens[one.first].start, tokens[one.last].end) for one in person.names]
        places += [(tokens[i].start, tokens[i].end) for i, other in lone if other is person]
        certain = any(one.certain for one in person.names)
        groups.append(
            (
                PersonFact(
                    "", name.family, name.given, name.patronymic, name.gender, certain,
                    *min(places), "",
                ),
                person.names,
                places,
            )
        )  # fmt: skip
    groups.sort(key=lambda group: group[0].start)
    for number, (fact, found, places) in enumerate(groups):
        fact.key = f"person-{number}"
        fact.quote = _quote(text, fact.start, fact.end)
        fact.spelling, fact.approved = odd.get((PERSON, fact.participant_id), ("", ""))
        office = next((offices[one.first] for one in found if offices.get(one.first)), None)
        if office:
            fact.role = with_marks_of(office.text, language)
            fact.organization = next(
                (
                    mark.key
                    for mark in sorted(proposed.marks, key=lambda mark: mark.start)
                    if mark.kind == "organization" and office.start <= mark.start < office.end
                ),
                "",
            )
        proposed.people.append(fact)
        proposed.marks += [Mark(*place, "person", fact.key) for place in places]
        if not fact.certain:
            quoted = text[fact.start : fact.end]
            proposed.warnings.append(
                format_lazy(_("It is not certain who is meant by “{name}”."), name=quoted)
            )


def _split(name):
    """Family, given and patronymic of a person of the directory, for people to read."""
    given, _space, family = name.rpartition(" ")
    return family, given, ""
