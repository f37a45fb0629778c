"""An office that contradicts what the directory says of a person on that day."""

import re
from collections import defaultdict
from typing import NamedTuple

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from news.checks.base import Check
from news.checks.dates import date_of_event, sentence_around
from news.dates import format_date
from news.morphology.keys import keys
from news.morphology.russian import nouns
from news.morphology.words import lexicon, tokenize
from news.recognition.dates import event_date
from news.recognition.mentions import ORGANIZATION, PERSON
from organizations.models import Organization
from people.models import Position

# Offices of which one holds one at a time; degrees, professions and membership go with any.
OFFICES = {
    "ru": lexicon(
        """
        председатель заместитель вице-председатель заведующий управляющий директор гендиректор
        депутат министр вице-министр премьер-министр вице-премьер президент вице-президент аким
        мэр губернатор секретарь госсекретарь советник помощник руководитель глава начальник посол
        консул спикер сенатор судья прокурор ректор проректор декан
        """
    ),
    "kk": lexicon(
        """
        төраға орынбасар меңгеруші директор депутат министр вице-министр премьер-министр президент
        вице-президент әкім хатшы кеңесші көмекші басшы жетекші бастық елші консул спикер сенатор
        судья прокурор ректор проректор декан
        """
    ),
    "en": lexicon(
        """
        chair deputy vice-chair director president vice-president minister vice-minister ambassador
        consul secretary head governor mayor akim adviser assistant speaker senator judge
        prosecutor rector vice-rector dean
        """
    ),
}
SAME = {
    "председательница": "председатель",
    "зам": "заместитель",
    "гендиректор": "директор",
    "төрайым": "төраға",
    "chairman": "chair",
    "chairwoman": "chair",
    "chairperson": "chair",
    "advisor": "adviser",
}
DEPUTY = {"ru": "заместитель", "kk": "орынбасар", "en": "deputy"}
AIDES = lexicon("заместитель помощник советник орынбасар көмекші кеңесші deputy assistant adviser")
# «руководитель Дома дружбы» is its director or its chair.
GENERAL = lexicon("руководитель глава басшы жетекші head")
VICE = re.compile(r"(?:вице-|про(?=ректор)|vice-)(\w.+)")
NO_OFFICE_OF_THE_DAY = re.compile(
    r"\b(?:бывш|экс-|тогдашн|и\. ?о\.|врио|исполняющ|поч[её]тн|избран|назначен|кандидат[а-я]* в"
    r"|бұрынғы|құрметті|міндетін атқар|сайлан|тағайындал|уақытша"
    r"|former|ex-|acting|honorary|then|elected|appointed|candidate for)|-elect\b",
    re.IGNORECASE,
)
AROUND = 60  # characters beside a name where such a word can stand
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
COMMON = lexicon(
    "республика казахстан город область район қазақстан республикасы қала облыс аудан "
    "republic kazakhstan city region"
)


class Office(NamedTuple):
    """An office, and for a deputy or an aide whose."""

    head: str
    of: str


class WrongRole(Check):
    name = "wrong_role"
    label = gettext_lazy("An office that the person did not hold on that day")

    def find(self, subject):
        language, event = subject.language, subject.event
        day = date_of_event(event) or _day_of(subject)
        if day is None or not subject.texts:
            return
        roles = [
            (field, text, mention.start, mention.end, mention.id, mention.name, mention.role)
            for field, text in subject.texts.items()
            for mention in subject.mentions[field]
            if mention.kind == PERSON and mention.certain and mention.id and mention.role
            if not NO_OFFICE_OF_THE_DAY.search(_around(text, mention))
            if _is_of_year(day.year, text, mention)
        ]
        bodies = _bodies(subject)
        if event is not None and event.pk is not None:
            for link in event.participations.select_related("participant"):
                role = getattr(link, f"role_{language}")
                roles.append(("", "", 0, 0, link.participant_id, link.participant, role or ""))
        held = defaultdict(list)
        positions = Position.objects.filter(participant__in={role[4] for role in roles})
        for position in positions.select_related("organization"):
            held[position.participant_id].append(position)
        told = set()
        for *place, pk, name, role in roles:
            if pk in told or not (said := _judge(role, held[pk], day, language, bodies)):
                continue
            told.add(pk)
            sentence, offices, date = said
            reason = sentence % {
                "name": name,
                "role": role,
                "offices": "; ".join(offices),
                "date": format_date(date, get_language()),
            }
            yield self.at(*place, reason)


def _day_of(subject):
    """The date that a release without an event opens with."""
    found = event_date(subject.texts.get("body", ""), subject.language)
    return found and found.date


def _is_of_year(year, text, mention):
    """Whether the sentence tells of no other year: «В 2024 году депутат … предложил»."""
    start, end = sentence_around(text, mention.start, mention.end)
    return all(int(found) == year for found in YEAR.findall(text, start, end))


def _bodies(subject):
    """The organizations of the directory that a text names: `{words of the text: organization}`."""
    places = {
        found.text: found.id
        for field in subject.texts
        for found in subject.mentions[field]
        if found.kind == ORGANIZATION and found.certain and found.id
    }
    known = Organization.objects.in_bulk(set(places.values())) if places else {}
    return {words: known[pk] for words, pk in places.items() if pk in known}


def _around(text, mention):
    before = text[max(mention.start - AROUND, 0) : mention.start].rpartition("\n")[2]
    return before + text[mention.start : mention.end + AROUND].partition("\n")[0]


def _judge(role, positions, day, language, bodies):
    """What speaks against a role on a day: `(sentence, offices, date)`, or None."""
    if not role or NO_OFFICE_OF_THE_DAY.search(role):
        return None
    now, other = [], []
    for position in positions:
        is_ended = position.ended_on is not None and position.ended_on < day
        is_ahead = position.started_on is not None and position.started_on > day
        (other if is_ended or is_ahead else now).append(position)
    another = _("%(name)s, “%(role)s”: on %(date)s the directory has another office: %(offices)s.")
    if elsewhere := _held_elsewhere(role, positions, now, language, bodies):
        return another, [_shown(position, language) for position in elsewhere], day
    titles = [getattr(position, f"title_{language}") for position in now]
    if not all(titles) or any(_fits(role, title, language) for title in titles):
        return None
    for position in other:
        title = getattr(position, f"title_{language}")
        if title and _fits(role, title, language) and _is_same_place(role, position, language):
            if position.ended_on is not None and position.ended_on < day:
                sentence = _("%(name)s, “%(role)s”: the directory has this office until %(date)s.")
                return sentence, [title], position.ended_on
            sentence = _("%(name)s, “%(role)s”: the directory has this office only since %(date)s.")
            return sentence, [title], position.started_on
    against = [position for position in now if _contradicts(role, position, language)]
    if not against:
        return None
    return another, [_shown(position, language) for position in against], day


def _shown(position, language):
    """An office, with where it is held if that is not told by its words."""
    title = getattr(position, f"title_{language}")
    where = position.organization and getattr(position.organization, f"name_{language}")
    if not where or _meet(_words(title, language), _words(where, language)):
        return title
    return f"{title} ({where})"


def _held_elsewhere(role, positions, now, language, bodies):
    """The same office of a like body, where the role is of one in which the person holds none.

    «председатель Совета медиации», who chairs the Council of Mothers.
    """
    named = [body for words, body in bodies.items() if words in role]
    homes = [position.organization for position in positions]
    if not named or not all(homes):
        return []
    near = {pk for home in homes for pk in (home.pk, home.parent_id)}
    if any(body.pk in near or body.parent_id in {home.pk for home in homes} for body in named):
        return []
    places = [_words(getattr(body, f"name_{language}") or "", language) for body in named]
    return [
        position
        for position in now
        if _have_same_head(role, getattr(position, f"title_{language}") or "", language)
        and any(_meet(_place_words(position, language), words) for words in places)
    ]


def _have_same_head(role, title, language):
    heads = [[office.head for office in _offices(text, language)[:1]] for text in (role, title)]
    return bool(heads[0]) and heads[0] == heads[1]


def _fits(role, title, language):
    """Whether two wordings can be of one office."""
    mine, theirs = _offices(role, language), _offices(title, language)
    if not mine or not theirs:
        return _is_within(title, role, language) or _is_within(role, title, language)
    return any(_is_one(one, other) for one in mine for other in theirs)


def _is_one(one, other):
    if one.head == other.head:
        return not one.of or not other.of or one.of == other.of
    return bool({one.head, other.head} & GENERAL) and not {one.head, other.head} & AIDES


def _contradicts(role, position, language):
    """Whether an office is another one in the same place: «министр» and «вице-министр»."""
    mine = _offices(role, language)
    theirs = _offices(getattr(position, f"title_{language}"), language)
    if not mine or not theirs:
        return False
    is_same_line = any(
        one.of == other.head or other.of == one.head for one in mine for other in theirs
    )
    words = _words(role, language), _place_words(position, language)
    if all(words):
        return _meet(*words)
    return is_same_line


def _is_same_place(role, position, language):
    words = _words(role, language), _place_words(position, language)
    return not all(words) or _meet(*words)


def _offices(text, language):
    """The offices of which a role speaks: the first of each phrase; in Kazakh the last."""
    found = []
    phrases = re.split(r"[,;(]|\s[–—-]\s|\s(?:и|және|мен|and)\s", text)
    for phrase in phrases:
        heads = [head for token in tokenize(phrase) for head in _heads(token, language)]
        if language == "kk":
            heads.reverse()
        if heads:
            of = heads[1] if heads[0] in AIDES and len(heads) > 1 else ""
            found.append(Office(heads[0], of))
    return found


def _heads(token, language):
    """The office that a word is, in its parts: «вице-министр» is the deputy of a minister."""
    if not token.is_word or token.is_quoted:
        return []
    if token.folded == "vice":
        return ["deputy"]
    # «заведующий» is a participle to the dictionary.
    found = {lemma for lemma, _parse in nouns(token.text)} if language == "ru" else set()
    found = {SAME.get(key, key) for key in found | keys(token.text, language)} & OFFICES[language]
    if not found:
        return []
    head = max(found, key=len)
    if vice := VICE.fullmatch(head):
        parts = [DEPUTY[language], vice[1]]
        return parts[::-1] if language == "kk" else parts
    return [head]


def _words(text, language):
    """The keys of each word that says where an office is held."""
    return [
        found
        for token in tokenize(text)
        if token.is_word and (len(token.text) > 3 or token.text.isupper())
        if not (found := keys(token.text, language)) & COMMON and not _heads(token, language)
    ]


def _place_words(position, language):
    words = _words(getattr(position, f"title_{language}"), language)
    if position.organization:
        for name in ("name", "short_name"):
            words += _words(getattr(position.organization, f"{name}_{language}") or "", language)
    return words


def _meet(some, others):
    return any(one & other for one in some for other in others)


def _is_within(part, whole, language):
    """Whether all words of one text stand in another, in any case."""
    have = [keys(token.text, language) for token in tokenize(whole) if token.is_word]
    return all(
        any(keys(token.text, language) & other for other in have)
        for token in tokenize(part)
        if token.is_word
    )
