"""The people and organizations of the directory that a text names, in any case."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from news.importing.grammar import (
    CLOSING,
    FEMALE,
    MALE,
    OPENING,
    decline,
    fold,
    has_tag,
    is_adjective,
    is_known,
    kazakh_stems,
    keys,
    lemmas,
    tokenize,
)
from news.importing.offices import ENGLISH, KAZAKH, RUSSIAN
from organizations.models import Organization, OrganizationName
from people.models import Participant, ParticipantName

PERSON, ORGANIZATION = "person", "organization"
# «Республика Казахстан» and its abbreviation are one word of a name.
COUNTRY = {
    "ru": (("республика", "казахстан"), "рк"),
    "kk": (("қазақстан", "республика"), "қр"),
    "en": (("republic", "of", "kazakhstan"), "rk"),
}
MIN_LENGTH_OF_VARIANT = 8
MIN_RATIO_OF_VARIANT = 0.8
PATRONYMIC = re.compile(
    r"(?:(?:[оеё]в|[иы]н)ич|(?:[оеё]в|инич|ич)н[аыеу]|ой)\w{0,3}$|(?:улы|ұлы|[кқ]ызы)\w{0,6}$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a text names somebody or something; `first` and `last` are its tokens.

    `id` is the entry of the directory, None where several fit (`candidates`). What is not
    `certain` asks for a person's eye.
    """

    start: int
    end: int
    text: str
    kind: str
    id: int | None
    name: str
    certain: bool
    first: int
    last: int
    candidates: tuple = ()
    cases: tuple = ()


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One spelling of the name of a person."""

    id: int
    name: str
    family: str
    given: str
    patronymic: str
    genders: tuple

    def cases(self, word, part, language):
        """The cases in which a word can be this part of the name; None when it can't be."""
        name = getattr(self, part)
        if not name:
            return None
        if language != "ru":
            return () if fold(name) in keys(word, language) else None
        return (
            tuple(
                case
                for gender in self.genders
                for case, forms in decline(name, part, gender).items()
                if fold(word) in forms
            )
            or None
        )


@dataclass(frozen=True, slots=True)
class _Variant:
    """One way of naming an organization: the keys of its words."""

    id: int
    name: str
    units: list
    abbreviation: str
    is_capital: bool
    is_quoted: bool = False  # only the name in quotation marks: «Арирам»


@dataclass(slots=True)
class Directory:
    """The names of one language."""

    language: str
    people: dict = field(default_factory=lambda: defaultdict(list))
    organizations: dict = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def load(cls, language):
        """Read the directory, with four queries."""
        directory = cls(language)
        columns = [f"{part}_name_{language}" for part in ("family", "given", "patronymic")]
        genders = {}
        for pk, gender, *names in Participant.objects.values_list("pk", "gender", *columns):
            genders[pk] = gender
            directory._add_person(pk, gender, *(name or "" for name in names))
        others = ParticipantName.objects.filter(language=language)
        for pk, name in others.values_list("participant_id", "name"):
            directory._add_person(pk, genders[pk], *_parts(name))
        columns = [f"name_{language}", f"short_name_{language}"]
        for pk, *names in Organization.objects.values_list("pk", *columns):
            for name in filter(None, names):
                directory._add_organization(pk, name, names[0] or name)
        others = OrganizationName.objects.filter(language=language).order_by("pk")
        main = f"organization__name_{language}"
        for pk, name, main_name in others.values_list("organization_id", "name", main):
            directory._add_organization(pk, name, main_name or name)
        return directory

    def find(self, text):
        """The mentions in a text, in their order; none overlaps another."""
        return self.find_in(text, tokenize(text))

    def find_in(self, text, tokens):
        organizations = self._find_organizations(text, tokens)
        taken = {i for found in organizations for i in range(found.first, found.last + 1)}
        people = self._find_people(text, tokens, taken)
        return sorted(organizations + people, key=lambda found: found.start)

    # People

    def misspelled(self, given, family):
        """The person whose name these can be misspelled: `(id, name)` or None.

        Only a long family name beside the same given name: short ones are of different people.
        """
        spellings = {spelling for found in self.people.values() for spelling in found}
        for spelling in spellings:
            if is_variant((spelling.given, spelling.family), (given, family)):
                return spelling.id, spelling.name
        return None

    def _add_person(self, pk, gender, family, given, patronymic):
        if not family:
            return
        genders = (gender,) if gender else (MALE, FEMALE)
        name = " ".join(filter(None, (given, family)))
        spelling = _Spelling(pk, name, family.split()[-1], given, patronymic, genders)
        forms = {fold(spelling.family)}
        if self.language == "ru":
            for one in genders:
                forms = forms.union(*decline(spelling.family, "family", one).values())
        for form in forms:
            self.people[form].append(spelling)

    def _spellings(self, word):
        if self.language == "ru":
            return self.people.get(fold(word), ())
        found = (self.people.get(key, ()) for key in keys(word, self.language))
        return [spelling for spellings in found for spelling in spellings]

    def _find_people(self, text, tokens, taken):
        found = []
        for index, token in enumerate(tokens):
            if index in taken or not token.text[0].isupper() or len(token.text) < 2:
                continue
            hits = [
                hit
                for spelling in self._spellings(token.text)
                if (hit := self._compare(tokens, index, spelling))
            ]
            if hits:
                found.append(hits)
        named = {hit.id for hits in found for hit in hits if not hit.is_alone}
        mentions, end = [], -1
        for hits in found:
            hits = [hit for hit in hits if not hit.is_alone] or [
                hit for hit in hits if hit.id in named
            ] or hits  # fmt: skip
            mention = _person_mention(text, tokens, hits, named)
            if mention.start > end:
                mentions.append(mention)
                end = mention.end
        return mentions

    def _compare(self, tokens, index, spelling):
        """How a family name and what stands beside it fits a person; None when it doesn't."""
        cases = spelling.cases(tokens[index].text, "family", self.language)
        if cases is None:
            return None
        initials, first, last = initials_beside(tokens, index)
        if initials:
            names = (spelling.given, spelling.patronymic)
            if not spelling.given or any(
                name and fold(name[0]) != fold(initial)
                for name, initial in zip(names, initials, strict=False)
            ):
                return None
            # «Н. Серикова» can be Mr Serikov in the genitive or Mrs Serikova.
            is_plain = self.language != "ru" or "nomn" in cases
            return _Hit(spelling, cases, first, last, is_certain=is_plain)
        is_part = {
            beside: {
                part: spelling.cases(tokens[beside].text, part, self.language) is not None
                for part in ("given", "patronymic")
            }
            for beside in (index - 2, index - 1, index + 1, index + 2)
            if is_beside(tokens, index, beside)
        }
        for step in (-1, 1):
            near, far = is_part.get(index + step), is_part.get(index + 2 * step)
            if near and near["given"]:
                # «Серикову Ерлану Маратовичу»
                reach = step * (1 + bool(far and step == 1 and far["patronymic"]))
                given = index + step
            elif near and far and near["patronymic"] and far["given"]:
                reach, given = 2 * step, index + 2 * step
            else:
                continue
            of_given = spelling.cases(tokens[given].text, "given", self.language)
            shared = tuple(case for case in cases if case in of_given)
            return _Hit(spelling, shared or cases, *sorted((index, index + reach)))
        for step in (-1, 1):
            if index + step in is_part and self._is_name(tokens[index + step].text):
                return None
        return _Hit(spelling, cases, index, index, is_alone=True)

    def _is_name(self, word):
        """Whether a word with a capital beside a family name is likely another name."""
        if self.language == "ru":
            if lemmas(word) & RUSSIAN or has_tag(word, "Geox", "Orgn"):
                return False
            return has_tag(word, "Name", "Patr", "Surn") or not is_known(word)
        if self.language == "kk":
            return not kazakh_stems(word) & KAZAKH
        return fold(word) not in ENGLISH

    # Organizations

    def _add_organization(self, pk, name, main_name):
        units = [keys_ for keys_, *_ in _units(tokenize(name), self.language) if keys_]
        if not units:
            return
        abbreviation = name if len(units) == 1 and name.isupper() else ""
        quoted = re.search(r"[«“„\"](.+)[»”\"]", name)
        # In «Объединение «Арирам»» the capital of the first word says nothing.
        is_capital = name[0].isupper() and not quoted
        variants = [_Variant(pk, main_name, units, abbreviation, is_capital)]
        country = COUNTRY[self.language][1]
        without = [unit for unit in units if country not in unit]
        if 2 <= len(without) < len(units):
            variants.append(_Variant(pk, main_name, without, "", is_capital))
        if quoted:
            units = [keys_ for keys_, *_ in _units(tokenize(quoted[1]), self.language) if keys_]
            variants.append(_Variant(pk, main_name, units, "", True, is_quoted=True))
        for variant in variants:
            for key in variant.units[0] if variant.units else ():
                self.organizations[key].append(variant)

    def _find_organizations(self, text, tokens):
        units = _units(tokens, self.language)
        mentions, position = [], 0
        while position < len(units):
            hits = self._organizations_at(tokens, units, position)
            if not hits:
                position += 1
                continue
            length = max(hits.values())[0]
            best = {pk: name for pk, (size, name) in hits.items() if size == length}
            first, last = units[position][1], units[position + length - 1][2]
            country = COUNTRY[self.language][1]
            position += length
            if length > 1 and position < len(units) and country in units[position][0]:
                last = units[position][2]
                position += 1
            first, last = _with_quotation_marks(tokens, first, last)
            start, end = tokens[first].start, tokens[last].end
            pk, name = next(iter(best.items()))
            is_one = len(best) == 1
            mentions.append(
                Mention(
                    start, end, text[start:end], ORGANIZATION, pk if is_one else None, name,
                    is_one, first, last, () if is_one else tuple(best),
                )
            )  # fmt: skip
        return mentions

    def _organizations_at(self, tokens, units, position):
        """`{id: (how many words fit, name)}` of the organizations named from here on."""
        found = {}
        for key in units[position][0]:
            for variant in self.organizations.get(key, ()):
                here = units[position : position + len(variant.units)]
                if len(here) < len(variant.units) or not all(
                    unit & keys_ for unit, (keys_, *_) in zip(variant.units, here, strict=True)
                ):
                    continue
                token = tokens[here[0][1]]
                if variant.abbreviation and token.text.partition("-")[0] != variant.abbreviation:
                    continue
                if variant.is_capital and not token.text[0].isupper() and len(here) < 3:
                    continue
                if variant.is_quoted and not token.is_quoted:
                    continue
                if len(here) == 1 and not (variant.abbreviation or variant.is_quoted) and (
                    self._is_qualified(tokens, here[0])
                ):  # fmt: skip
                    continue
                found[variant.id] = max(found.get(variant.id, (0, "")), (len(here), variant.name))
        return found

    def _is_qualified(self, tokens, unit):
        """«Генеральная Ассамблея» is not «Ассамблея»."""
        before = unit[1] - 1
        return (
            is_beside(tokens, unit[1], before)
            and self.language == "ru"
            and is_adjective(tokens[before].text)
        )


def is_variant(one, other):
    """Whether two names (given, family) can be spellings of one long name."""
    (given, family), (other_given, other_family) = (
        tuple(fold(part) for part in name) for name in (one, other)
    )
    return (
        given == other_given
        and family != other_family
        and min(len(family), len(other_family)) >= MIN_LENGTH_OF_VARIANT
        and SequenceMatcher(None, family, other_family).ratio() >= MIN_RATIO_OF_VARIANT
    )


@dataclass(slots=True)
class _Hit:
    spelling: _Spelling
    cases: tuple
    first: int
    last: int
    is_alone: bool = False
    is_certain: bool = True

    @property
    def id(self):
        return self.spelling.id


def _with_quotation_marks(tokens, first, last):
    """The tokens of a name with the quotation mark that closes it, or both around it."""
    opened = sum(
        (token.text in OPENING) - (token.text in CLOSING) for token in tokens[first : last + 1]
    )
    if last + 1 < len(tokens) and tokens[last + 1].text in CLOSING:
        if opened > 0:
            last += 1
        elif first and tokens[first - 1].text in OPENING:
            first, last = first - 1, last + 1
    return first, last


def _person_mention(text, tokens, hits, named):
    ids = tuple(dict.fromkeys(hit.id for hit in hits))
    hit = hits[0]
    is_certain = len(ids) == 1 and hit.is_certain and (not hit.is_alone or hit.id in named)
    start, end = tokens[hit.first].start, tokens[hit.last].end
    return Mention(
        start, end, text[start:end], PERSON, ids[0] if len(ids) == 1 else None, hit.spelling.name,
        is_certain, hit.first, hit.last, ids if len(ids) > 1 else (), hit.cases,
    )  # fmt: skip


def is_beside(tokens, index, other):
    """Whether the other token is a capitalised word of the same run of words."""
    if not 0 <= other < len(tokens) or not tokens[other].is_capital:
        return False
    low, high = sorted((index, other))
    return all(
        tokens[i + 1].start - tokens[i].end == 1 and tokens[i].is_word and tokens[i + 1].is_word
        for i in range(low, high)
    )


def initials_beside(tokens, index):
    """The initials of a family name and the first and last token of the two: "Л.Ю.", 4, 8."""
    found, first = [], index
    while (
        first >= 2
        and len(found) < 2
        and tokens[first - 1].text == "."
        and tokens[first - 2].is_initial
        and tokens[first].start - tokens[first - 1].end <= 1
        and tokens[first - 1].start == tokens[first - 2].end
    ):
        first -= 2
        found.insert(0, tokens[first].text)
    if found:
        return found, first, index
    last = index
    while (
        last + 2 < len(tokens)
        and len(found) < 2
        and tokens[last + 1].is_initial
        and tokens[last + 2].text == "."
        and tokens[last + 1].start - tokens[last].end <= 1
        and tokens[last + 2].start == tokens[last + 1].end
    ):
        last += 2
        found.append(tokens[last - 1].text)
    if is_beside_loosely(tokens, last + 1, tokens[last].end):
        return [], index, index  # the initials of the next name: «в Алматы И. Сериков»
    return found, index, last


def is_beside_loosely(tokens, index, end):
    """Whether a capitalised word begins right after a place in the text."""
    return index < len(tokens) and tokens[index].is_capital and tokens[index].start - end <= 1


def _parts(name):
    """Family, given and patronymic name of another spelling, whichever stands first."""
    words = name.split()
    if len(words) == 1:
        return words[0], "", ""
    if PATRONYMIC.search(fold(words[-1])) and len(words) == 3:
        return tuple(words)
    if len(words) == 3 and PATRONYMIC.search(fold(words[1])):
        return words[2], words[0], words[1]
    return words[-1], words[0], ""


def _units(tokens, language):
    """`(keys, first token, last token)` of each word; no keys where a name cannot go on."""
    words, abbreviation = COUNTRY[language]
    units = []
    for index, token in enumerate(tokens):
        if token.is_word:
            units.append((_word_keys(token.text, language), index, index))
        elif token.text.isdigit():
            units.append(({token.text}, index, index))
        elif token.text not in "«»“”„\"'–—-" and not (
            token.text == "." and index and tokens[index - 1].is_initial
        ):
            units.append((frozenset(), index, index))
        tail = units[-len(words) :]
        if len(tail) == len(words) and all(
            word in keys_ for word, (keys_, *_) in zip(words, tail, strict=True)
        ):
            units[-len(words) :] = [({abbreviation}, tail[0][1], tail[-1][2])]
    return units


def _word_keys(word, language):
    if word.isupper() and "-" in word:
        return {fold(word)}
    found = set(keys(word, language))
    stem, hyphen, _suffix = word.partition("-")
    if hyphen and stem.isupper():
        found.add(fold(stem))  # «ҚХА-ның»
    return found
