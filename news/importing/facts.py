"""What a release says: proposals for the fields of an event, each with the words it came from."""

import datetime as dt
import re
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from news.importing.near import near_people
from news.models import Event
from news.morphology.kazakh import kazakh_stems
from news.morphology.russian import has_tag, lemmas
from news.morphology.words import fold, lexicon, tokenize
from news.recognition.dates import event_date, find_dates
from news.recognition.offices import is_sentence_end
from news.recognition.proposals import Mark, OrganizationFact, PersonFact, propose_names

__all__ = ["Facts", "Mark", "OrganizationFact", "PersonFact", "find_facts"]

LEAD_LENGTH = 300
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
    near: dict = field(default_factory=dict)  # of new people, by key: ids of whom it may be
    organizations: list[OrganizationFact] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    warnings: list = field(default_factory=list)


def find_facts(release, language, *, near=None):
    """The `Facts` of a release that is written in a language; reads the directory.

    A date without a year takes the year that brings it nearest to the date `near`, or to today.
    """
    text = release.plain_text
    tokens = tokenize(text)
    facts = Facts(language)
    _find_date(facts, text, near or timezone.localdate())
    names = propose_names(text, language)
    facts.people, facts.organizations = names.people, names.organizations
    facts.marks += names.marks
    facts.warnings += names.warnings
    facts.near = near_people(facts.people, language)
    facts.warnings += [
        format_lazy(
            _("“{name}” may be somebody of the directory whose name is almost the same."),
            name=fact.name,
        )
        for fact in facts.people
        if fact.key in facts.near
    ]
    _find_place(facts, text, tokens)
    facts.lead = _lead(release)
    facts.kind = _kind(f"{release.title}\n{facts.lead}", language)
    facts.marks.sort(key=lambda mark: mark.start)
    return facts


def _opening_end(text):
    """Where the first paragraphs of a text end."""
    lines = list(re.finditer("[^\n]+", text))[:OPENING_PARAGRAPHS]
    return lines[-1].end() if lines else 0


def _find_date(facts, text, near):
    """The first date of the opening paragraphs, with the nearest year where the text gives none."""
    opening = find_dates(text[: _opening_end(text)], facts.language, near=near)
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
