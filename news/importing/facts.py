"""What a release says: proposals for the fields of an event, each with the words it came from."""

import datetime as dt
import re
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from news.importing.dates import event_date, find_dates
from news.importing.grammar import fold, has_tag, kazakh_stems, lemmas, lexicon, tokenize
from news.importing.names import PERSON, Directory, Mention
from news.importing.new_organizations import find_new_organizations
from news.importing.new_people import find_lone_families, find_names, group_names
from news.importing.offices import find_office, is_sentence_end
from news.models import Event

LEAD_LENGTH = 300
CONTEXT = 60
OPENING_PARAGRAPHS = 3  # where a release says when and where
KINDS = {
    "ru": {
        "сессия": "session", "форум": "forum", "конференция": "conference",
        "стол": "round_table", "брифинг": "briefing", "визит": "visit", "выставка": "exhibition",
        "фестиваль": "festival", "церемония": "ceremony", "награждение": "ceremony",
        "конкурс": "competition", "встреча": "meeting", "заседание": "meeting",
    },
    "kk": {
        "сессия": "session", "форум": "forum", "конференция": "conference",
        "үстел": "round_table", "брифинг": "briefing", "көрме": "exhibition",
        "фестиваль": "festival", "салтанат": "ceremony", "марапаттау": "ceremony",
        "байқау": "competition", "конкурс": "competition", "кездесу": "meeting",
        "отырыс": "meeting",
    },
    "en": {
        "session": "session", "forum": "forum", "conference": "conference",
        "table": "round_table", "briefing": "briefing", "visit": "visit",
        "exhibition": "exhibition", "festival": "festival", "ceremony": "ceremony",
        "competition": "competition", "contest": "competition", "meeting": "meeting",
    },
}  # fmt: skip
CITIES = {
    "ru": lexicon(
        """
        Астана Алматы Шымкент Актау Актобе Атырау Байконур Жезказган Караганда Кокшетау Конаев
        Костанай Кызылорда Павлодар Петропавловск Семей Талдыкорган Тараз Туркестан Уральск
        Усть-Каменогорск Экибастуз Темиртау Рудный Бурабай
        """
    ),
    "kk": lexicon(
        """
        Астана Алматы Шымкент Ақтау Ақтөбе Атырау Байқоңыр Жезқазған Қарағанды Көкшетау Қонаев
        Қостанай Қызылорда Павлодар Петропавл Семей Талдықорған Тараз Түркістан Орал Өскемен
        Екібастұз Теміртау Рудный Бурабай
        """
    ),
    "en": lexicon(
        """
        Astana Almaty Shymkent Aktau Aktobe Atyrau Baikonur Zhezkazgan Karaganda Kokshetau Konayev
        Kostanay Kyzylorda Pavlodar Petropavl Semey Taldykorgan Taraz Turkistan Oral Oskemen
        Ekibastuz Temirtau Rudny Burabay
        """
    ),
}
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


@dataclass(slots=True)
class Facts:
    language: str
    lead: str = ""
    kind: str = Event.Kind.OTHER
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    has_hour: bool = False
    place: str = ""
    venue: OrganizationFact | None = None
    people: list[PersonFact] = field(default_factory=list)
    organizations: list[OrganizationFact] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    warnings: list = field(default_factory=list)


def find_facts(release, language):
    """The `Facts` of a release that is written in a language; reads the directory."""
    text = release.plain_text
    tokens = tokenize(text)
    facts = Facts(language)
    _find_date(facts, text)
    directory = Directory.load(language)
    mentions = directory.find_in(text, tokens)
    taken = {index for found in mentions for index in range(found.first, found.last + 1)}
    names = find_names(text, tokens, language, taken)
    taken |= {index for name in names for index in range(name.first, name.last + 1)}
    people, odd_spellings = group_names(names)
    mentions, people = _join_misspelled(directory, text, tokens, mentions, people, odd_spellings)
    organizations = find_new_organizations(text, tokens, language, taken)
    organizations = _without_shortened(organizations, mentions)
    lone = find_lone_families(
        tokens, people, language, _claimed(mentions, organizations) | _spans(names)
    )
    claimed = {index for index, _person in lone}
    mentions = [found for found in mentions if found.first not in claimed or found.certain]
    offices = _find_offices(text, tokens, mentions, names, language)
    _add_organizations(facts, text, tokens, mentions, organizations, offices)
    _add_people(facts, text, tokens, mentions, people, lone, offices)
    _find_place(facts, text, tokens)
    facts.lead = _lead(release)
    facts.kind = _kind(f"{release.title}\n{facts.lead}", language)
    for first, other in odd_spellings:
        facts.warnings.append(
            format_lazy(
                _("“{first}” is also spelled “{other}”. Check the name; the first is proposed."),
                first=first,
                other=other,
            )
        )
    facts.marks.sort(key=lambda mark: mark.start)
    return facts


def _join_misspelled(directory, text, tokens, mentions, people, odd_spellings):
    """Names that are odd spellings of somebody in the directory become mentions of that person."""
    others = []
    sure = {found.id for found in mentions if found.kind == PERSON and found.certain}
    for person in people:
        name = person.name
        known = None if name.is_short else directory.misspelled(name.given, name.family)
        if known is None:
            others.append(person)
            continue
        odd_spellings.append((known[1], name.spelled))
        for one in person.names:
            start, end = tokens[one.first].start, tokens[one.last].end
            mentions.append(
                Mention(
                    start, end, text[start:end], PERSON, known[0], known[1], known[0] in sure,
                    one.first, one.last, (), one.cases,
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


def _opening_end(text):
    """Where the first paragraphs of a text end."""
    lines = list(re.finditer("[^\n]+", text))[:OPENING_PARAGRAPHS]
    return lines[-1].end() if lines else 0


def _find_date(facts, text):
    """The first date of the opening paragraphs, with the nearest year where the text gives none."""
    today = timezone.localdate()
    opening = find_dates(text[: _opening_end(text)], facts.language, near=today)
    found = opening[0] if opening else event_date(text, facts.language)
    if found is None:
        facts.warnings.append(_("The text gives no full date. Set the date of the event."))
        return
    if not re.search(r"\d{4}|\d\d$", found.text):
        facts.warnings.append(
            format_lazy(
                _("“{date}” has no year in the text: {year} is proposed."),
                date=found.text,
                year=found.year,
            )
        )
    facts.has_hour = found.time is not None
    facts.starts_at = _local(found.date, found.time)
    if found.end_date:
        facts.ends_at = _local(found.end_date)
    facts.marks.append(Mark(found.start, found.end, "date", "date"))


def _local(date, time=None):
    return timezone.make_aware(dt.datetime.combine(date, time or dt.time()))


def _find_offices(text, tokens, mentions, names, language):
    """`{first token of a name: its office}`."""
    places = {found.first: found for found in names}
    places |= {found.first: found for found in mentions if found.kind == PERSON}
    starts = sorted(places)
    offices, floor = {}, 0
    for first, following in pairwise([*starts, len(tokens)]):
        found = places[first]
        offices[first] = find_office(
            text, tokens, first, found.last, language, floor=floor, ceiling=following,
            cases=found.cases,
        )  # fmt: skip
        floor = found.last + 1
    return offices


def _add_organizations(facts, text, tokens, mentions, organizations, offices):
    spans = [(office.start, office.end) for office in offices.values() if office]
    groups = {}
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
        facts.organizations.append(
            OrganizationFact(
                key, name, certain, start, end, _quote(text, start, end), pk, candidates,
                all(any(a <= place[0] < b for a, b in spans) for place in places),
            )
        )  # fmt: skip
        facts.marks += [Mark(*place, "organization", key) for place in places]


def _add_people(facts, text, tokens, mentions, people, lone, offices):
    known = {}
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
        office = next((offices[one.first] for one in found if offices.get(one.first)), None)
        if office:
            fact.role = office.text
            fact.organization = next(
                (
                    mark.key
                    for mark in sorted(facts.marks, key=lambda mark: mark.start)
                    if mark.kind == "organization" and office.start <= mark.start < office.end
                ),
                "",
            )
        facts.people.append(fact)
        facts.marks += [Mark(*place, "person", fact.key) for place in places]
        if not fact.certain:
            quoted = text[fact.start : fact.end]
            facts.warnings.append(
                format_lazy(_("It is not certain who is meant by “{name}”."), name=quoted)
            )


def _split(name):
    """Family, given and patronymic of a person of the directory, for people to read."""
    given, _space, family = name.rpartition(" ")
    return family, given, ""


def _find_place(facts, text, tokens):
    """The venue (an organization that the text says the event was in) and the city."""
    opening_end = _opening_end(text)
    at = {token.start: index for index, token in enumerate(tokens)}
    until = {token.end: index for index, token in enumerate(tokens)}
    for mark in facts.marks:
        if mark.kind == "organization" and mark.start < opening_end and facts.venue is None:
            first, last = at.get(mark.start), until.get(mark.end)
            if first is not None and last is not None and _is_where(
                tokens, first, last, facts.language
            ):  # fmt: skip
                facts.venue = next(fact for fact in facts.organizations if fact.key == mark.key)
    for index, token in enumerate(tokens):
        if token.start >= opening_end:
            return
        if token.is_capital and (city := _city(tokens, index, facts.language)):
            facts.place = city
            facts.marks.append(Mark(token.start, token.end, "place", "place"))
            return


def _is_where(tokens, first, last, language):
    before = [token.folded for token in tokens[max(first - 2, 0) : first]]
    if language == "ru":
        if before[-1:] in (["в"], ["во"]):
            return has_tag(tokens[first].text, "loct", "loc2")
        return before in (["на", "базе"], ["в", "стенах"], ["в", "здании"], ["в", "зале"])
    if language == "kk":
        return tokens[last].folded.endswith(("да", "де", "та", "те"))
    return before[-1:] in (["at"], ["in"]) or before in (["at", "the"], ["in", "the"])


def _city(tokens, index, language):
    word = tokens[index].text
    before = [token.folded for token in tokens[max(index - 2, 0) : index]]
    for city in CITIES[language]:
        name = fold(city)
        if language == "ru" and name in lemmas(word):
            is_in = before[-1:] in (["в"], ["городе"], ["город"]) or before == ["г", "."]
            return city if is_in else ""
        if language == "kk" and name in kazakh_stems(word):
            following = tokens[index + 1].text if index + 1 < len(tokens) else ""
            is_in = fold(word) != name and fold(word).endswith(("да", "де", "та", "те"))
            return city if is_in or "қала" in kazakh_stems(following) else ""
        if language == "en" and name == fold(word):
            return city if before[-1:] in (["in"], ["at"]) else ""
    return ""


def _lead(release):
    """The first sentences of the text, up to about 300 characters; the first one at any rate."""
    text = next((line for line in release.plain_text.split("\n") if line), "")
    tokens = tokenize(text)
    ends = [
        token.end
        for index, token in enumerate(tokens)
        if token.text in ".!?" and not token.is_quoted and is_sentence_end(tokens, index)
    ] or [len(text)]
    end = max((end for end in ends if end <= LEAD_LENGTH), default=ends[0])
    if end > 2 * LEAD_LENGTH:
        return text[: text.rfind(" ", 0, 2 * LEAD_LENGTH - 1)].rstrip(" ,;:–") + "…"
    return text[:end]


def _kind(text, language):
    """The kind of event that the text names first; a plain meeting only when nothing else."""
    keys_of = {"ru": lemmas, "kk": kazakh_stems, "en": lambda word: {fold(word)}}[language]
    found = [
        KINDS[language][key]
        for token in tokenize(text)
        if token.is_word
        for key in keys_of(token.text)
        if key in KINDS[language]
    ]
    specific = [kind for kind in found if kind != Event.Kind.MEETING]
    return next(iter(specific + found), Event.Kind.OTHER)
