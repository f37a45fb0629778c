"""People of the directory whom a text names."""

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from news.morphology.given_names import listed_names
from news.morphology.kazakh import kazakh_stems
from news.morphology.russian import (
    FEMALE,
    GENDERS,
    MALE,
    adjective_cases,
    case_of,
    given_names,
    has_tag,
    is_adjective,
    is_known,
    lemmas,
    nominatives,
    noun_cases,
    parses,
)
from news.morphology.words import fold, lexicon
from news.recognition.mentions import PERSON, Mention
from news.recognition.neighbours import (
    ENGLISH_NO_NAMES,
    after_name_of_place,
    initials_after,
    initials_before,
    is_name,
    is_named_after,
    is_word_of_things,
    near,
)
from news.recognition.offices import ENGLISH, KAZAKH, RUSSIAN, find_office, is_sentence_end
from news.recognition.quotes import CLOSE, OPEN
from news.recognition.spelling import (
    HYPHENS,
    KINSHIP,
    PATRONYMIC,
    forms_with_cases,
    joined,
    patronymic_root,
    plain,
)

FULL, INITIALS, ALONE = "full", "initials", "alone"
STRANGER = object()  # somebody else of the same family name
# Prepositions that rule the nominative out: «у Н. Серикова» is Mr Serikov.
OBLIQUE = lexicon("у от до из без для около после против с со к ко о об при перед между над за")

NAMES = {"Name", "Surn", "Patr"}
FORMS_OF_ADDRESS = lexicon("господин госпожа товарищ коллега")
LONGEST_TITLE = 3  # words of a title that has a family name in it

OF_OLD = lexicon("хан батыр би")  # what stands after names of history

# How the family names of men end and those of women.
PAIRS_OF_ENDINGS = (
    ("ов", "ова"), ("ев", "ева"), ("ин", "ина"), ("ын", "ына"), ("ский", "ская"),
    ("цкий", "цкая"), ("ный", "ная"), ("ной", "ная"), ("лый", "лая"), ("той", "тая"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fit:
    """How a spelling fits the tokens from `first` to `last`.

    `parts` are `(part of the name, first token, last token, case or "")`, in the text's order.
    """

    spelling: object
    shape: str
    first: int
    last: int
    cases: tuple
    parts: tuple
    is_certain: bool = True
    weight: int = 0  # how many words of the name it saw

    @property
    def id(self):
        return self.spelling.id


class Stranger(NamedTuple):
    """Somebody else at a token, with the given name beside it and those whose family name it is."""

    position: int
    given: str
    ids: frozenset


class People:
    """The people whom a text can name, by the forms of their family names and patronymics."""

    def __init__(self, spellings, language):
        self.language = language
        self.by_family = defaultdict(list)
        self.by_patronymic = defaultdict(list)
        for spelling in spellings:
            last = re.split(r"\s+", spelling.family)[-1]
            for form in forms_with_cases(last, "family", spelling.genders, language):
                self.by_family[form].append(spelling)
            if spelling.patronymic and spelling.given:
                last = re.split(r"\s+", spelling.patronymic)[-1]
                for form in forms_with_cases(last, "patronymic", spelling.genders, language):
                    self.by_patronymic[form].append(spelling)

    def _spellings(self, word, index):
        keys = [HYPHENS.sub("", plain(word, self.language))]
        if self.language == "kk":
            keys += [HYPHENS.sub("", stem) for stem in kazakh_stems(keys[0]) if stem != keys[0]]
        return list(dict.fromkeys(spelling for key in keys for spelling in index.get(key, ())))

    def find(self, text, tokens, marks, taken):
        """The mentions in a text, in their order, outside the tokens that are taken."""
        place = _Place(text, tokens, marks, taken, self.language)
        fits, strangers = [], []
        for index, token in enumerate(tokens):
            if index in taken or not token.text[0].isupper() or len(token.text) < 2:
                continue
            found = [
                fit
                for spelling in self._spellings(token.text, self.by_family)
                if (fit := place.compare(index, spelling))
            ]
            real = [fit for fit in found if fit is not STRANGER]
            if found and not real:
                strangers.append(Stranger(index, place.given_beside(index), self._families(token)))
            real += [
                fit
                for spelling in self._spellings(token.text, self.by_patronymic)
                if (fit := place.compare_patronymic(index, spelling))
            ]
            if real:
                fits.append(real)
        return _Choice(place, fits, strangers).mentions()

    def _families(self, token):
        return frozenset(spelling.id for spelling in self._spellings(token.text, self.by_family))


@dataclass(frozen=True, slots=True)
class _Place:
    """A text in which people are looked for."""

    text: str
    tokens: list
    marks: dict
    taken: set
    language: str

    def compare(self, index, spelling):
        """How a family name and what stands beside it fits: a `Fit`, `STRANGER` or None."""
        first = self._family_start(index, spelling)
        if first is None:
            return None
        cases = self._cases(first, index, spelling, "family")
        family = ("family", first, index)
        before = initials_before(self.tokens, first)
        after = None if before else initials_after(self.tokens, index)
        if before or after:
            return self._with_initials(spelling, family, cases, before, after)
        fit = self._with_given(spelling, family, cases)
        if fit:
            return fit
        for step, edge in ((-1, first), (1, index)):
            other = near(self.tokens, edge, step)
            if other is None or other in self.taken:
                continue
            if is_name(self.tokens, other, self.language):
                if self.language != "ru" or self._can_be_one(index, other):
                    return STRANGER
                continue
            if step == -1 and self.language == "ru" and self._is_word_for_given(index, other):
                return STRANGER
            if step == 1 and after_name_of_place(self.tokens, other, self.language):
                return None
        return Fit(spelling, ALONE, first, index, cases, (family,))

    def given_beside(self, index):
        """The given name that stands beside a family name, or ""."""
        for step in (-1, 1):
            other = near(self.tokens, index, step)
            is_free = other is not None and other not in self.taken
            if is_free and is_name(self.tokens, other, self.language):
                return self.tokens[other].text
        return ""

    def _can_be_one(self, index, other):
        """Whether a family name and the name beside it agree: not «с Наурызом Омаров»."""
        family, before = self.tokens[index].text, self.tokens[other - 1].text if other else ""
        is_ruled = other < index and before[:1].isalpha() and has_tag(before, "PREP")
        if is_ruled and set(nominatives(family, "family", MALE)) == {"nomn"}:
            return False
        return can_be_one(family, self.tokens[other].text)

    def _is_word_for_given(self, index, other):
        """Whether the word before a family name is a given name by what agrees: «пел Алмаз Омаров».

        A noun for a thing, in the nominative and in the gender of the family name, that nothing
        rules and that does not open the sentence: what else would have a capital there?
        """
        word, before = self.tokens[other].text, self.tokens[other - 1] if other else None
        if before is None or not before.is_word or before.text[0].isupper():
            return False
        if has_tag(before.text, "PREP") or not is_word_of_things(word):
            return False
        return any(
            code in parse.tag and "nomn" in nominatives(self.tokens[index].text, "family", gender)
            for gender, code in GENDERS.items()
            for parse in parses(word)
            if parse.tag.case == "nomn" and "sing" in parse.tag
        )

    def _family_start(self, index, spelling):
        """The first token of the family name that ends with a token, or None."""
        for count in range(spelling.length("family"), 0, -1):
            first = index - count + 1
            if first >= 0 and self._cases(first, index, spelling, "family") is not None:
                return first
        return None

    def _cases(self, first, last, spelling, part):
        words = self.tokens[first : last + 1]
        if not all(word.is_word for word in words):
            return None
        return spelling.cases([word.text for word in words], part, self.language)

    # Initials

    def _with_initials(self, spelling, family, cases, before, after):
        groups, edge = before or after
        _family, first, last = family
        if not spelling.given:
            return Fit(spelling, ALONE, first, last, cases, (family,), is_certain=False)
        start, end = (edge, last) if before else (first, edge)
        initials = ("initials", edge, first - 1) if before else ("initials", last + 1, edge)
        other = near(self.tokens, start, -1) if before else None
        if other is not None and other not in self.taken:
            # «Ильяс О. Салжанов»
            given = self._cases(other, other, spelling, "given")
            if given is not None:
                if not self._is_initial_of(groups[0], spelling.patronymic):
                    return STRANGER
                parts = (("given", other, other), initials, family)
                return Fit(spelling, FULL, other, end, _shared(cases, given), parts, weight=3)
        names = (spelling.given, spelling.patronymic)
        if len(groups) > 2 or not all(
            self._is_initial_of(initial, name) for initial, name in zip(groups, names, strict=False)
        ):
            return STRANGER
        parts = (initials, family) if before else (family, initials)
        is_certain = self._is_sure_of(spelling, family, cases)
        weight = 1 + len(groups)
        return Fit(spelling, INITIALS, start, end, cases, parts, is_certain, weight)

    def _is_sure_of(self, spelling, family, cases):
        """Whether a form is no other gender's: «Н. Серикова» is Mrs Serikova or of Mr Serikov."""
        if self.language != "ru" or "nomn" in cases:
            return True
        _family, first, last = family
        form = joined([token.text for token in self.tokens[first : last + 1]], "ru")
        return not any(
            form in forms_with_cases(name, "family", (gender,), "ru")
            for gender in GENDERS.keys() - set(spelling.genders)
            for name in family_names_of(spelling.family, gender)
        )

    def _is_initial_of(self, initial, name):
        """Whether «К», «К-Ж» or «Дж» begins a name; one that nobody knows it may begin."""
        if not name:
            return True
        pieces = HYPHENS.split(plain(name, self.language))
        letters = plain(initial, self.language).split("-")
        if len(letters) > len(pieces) > 1:
            return False
        return all(piece.startswith(letter) for piece, letter in zip(pieces, letters, strict=False))

    # Given names

    def _with_given(self, spelling, family, cases):
        """«Ерлан Сериков», «Ерлан Маратович Сериков», «Сериков Ерлан Маратович», or None."""
        if not spelling.given:
            return None
        _family, first, last = family
        for step, edge in ((-1, first), (1, last)):
            given = self._part(spelling, "given", edge, step)
            middle = None
            if given is None:
                middle = self._middle(spelling, edge, step)
                given = middle and self._part(spelling, "given", middle[0 if step < 0 else 1], step)
            if given is None:
                continue
            begin, end, of_given = given
            parts = [("given", begin, end)]
            outer = end if step > 0 else last
            patronymic = middle or self._patronymic_after(spelling, outer)
            if patronymic is STRANGER:
                return STRANGER
            if middle is None and step < 0 and patronymic is None:
                other = near(self.tokens, begin, -1)
                if self._contradicts(spelling, other):
                    return STRANGER
            if self.language == "ru" and self._is_other_gender(spelling, begin, cases, of_given):
                return STRANGER
            shared = _shared(cases, of_given)
            parts.append(family)
            if patronymic:
                parts.append(("patronymic", *patronymic[:2]))
            parts.sort(key=lambda part: part[1])
            return Fit(
                spelling, FULL, parts[0][1], parts[-1][2], shared, tuple(parts), weight=len(parts)
            )
        return None

    def _is_other_gender(self, spelling, given, cases, of_given):
        """«Александра Барон» is no man: «Александра Барона» or «Александр Барон» would be."""
        if not cases or not of_given or not set(cases).isdisjoint(of_given):
            return False
        others = GENDERS.keys() - set(spelling.genders)
        return any("nomn" in given_names(self.tokens[given].text, gender) for gender in others)

    def _part(self, spelling, part, edge, step):
        """`(first, last, cases)` of a part of the name beside a token, or None."""
        name = getattr(spelling, part)
        if not name:
            return None
        reached, ends = edge, []
        is_small = part == "patronymic" and " " in name  # «Рафик кызы»
        for _ in range(spelling.length(part)):
            other = near(self.tokens, reached, step, small=is_small or bool(ends))
            if other is None or other in self.taken:
                break
            ends.append(other)
            reached = other
        for other in reversed(ends):
            first, last = (other, edge - 1) if step < 0 else (edge + 1, other)
            if name.endswith("."):
                word = self.tokens[other].text
                is_one = first == last and is_name(self.tokens, other, self.language)
                if is_one and self._is_initial_of(name.rstrip("."), word):
                    return first, last, ()
                continue
            cases = self._cases(first, last, spelling, part)
            if cases is not None:
                return first, last, cases
        return None

    def _middle(self, spelling, edge, step):
        """`(first, last)` of the patronymic between a family name and a given one, or None."""
        known = self._part(spelling, "patronymic", edge, step)
        if known:
            return known[:2]
        other = near(self.tokens, edge, step)
        if other is None and step < 0 and not spelling.patronymic:
            return self._of_two_words(edge)
        if other is None or other in self.taken:
            return None
        is_one = PATRONYMIC.search(self.tokens[other].folded)
        if is_one and not self._contradicts(spelling, other):
            return other, other
        return None

    def _of_two_words(self, edge):
        """«Рафик кызы» before a token, of somebody whose patronymic nobody knows, or None."""
        kin = near(self.tokens, edge, -1, small=True)
        if kin is None or not KINSHIP.fullmatch(self.tokens[kin].folded):
            return None
        father = near(self.tokens, kin, -1)
        return None if father is None else (father, kin)

    def _patronymic_after(self, spelling, edge):
        """`(first, last)` of a patronymic after a name, None without one; or `STRANGER`."""
        known = self._part(spelling, "patronymic", edge, 1)
        if known:
            return known[:2]
        other = near(self.tokens, edge, 1)
        is_free = other is not None and other not in self.taken
        if is_free and is_patronymic(self.tokens[other].text):
            return STRANGER if self._contradicts(spelling, other) else (other, other)
        initials = initials_after(self.tokens, edge)
        if initials and len(initials[0]) == 1:
            if not self._is_initial_of(initials[0][0], spelling.patronymic):
                return STRANGER
            return edge + 1, initials[1]
        return None

    def _contradicts(self, spelling, other):
        """Whether a word is a patronymic that the person does not have."""
        if other is None or other in self.taken or not spelling.patronymic:
            return False
        word = self.tokens[other].text
        if not PATRONYMIC.search(fold(word)) or not (
            has_tag(word, "Patr") or KINSHIP.search(fold(word))
        ):
            return False
        if spelling.patronymic.endswith("."):
            return not self._is_initial_of(spelling.patronymic.rstrip("."), word)
        root = patronymic_root(spelling.patronymic, self.language)
        return not plain(word, self.language).startswith(root[: max(len(root) - 1, 3)])

    def compare_patronymic(self, index, spelling):
        """«Дархан Қамзабекұлы», «Рустам Фархадович»: without the family name; or None."""
        count = spelling.length("patronymic")
        first = next(
            (
                index - words + 1
                for words in range(count, 0, -1)
                if index - words + 1 >= 0
                and self._cases(index - words + 1, index, spelling, "patronymic") is not None
            ),
            None,
        )
        if first is None:
            return None
        given = self._part(spelling, "given", first, -1)
        if given is None:
            return None
        for edge, step in ((given[0], -1), (index, 1)):
            other = near(self.tokens, edge, step)
            if other is not None and other not in self.taken:
                is_family = is_name(self.tokens, other, self.language)
                if is_family and step < 0 and (one := near(self.tokens, other, -1)) is not None:
                    # «Самат Жүрекбаев Михаил Остаповичке»: somebody else's
                    is_family = not is_name(self.tokens, one, self.language)
                if is_family or self._cases(other, other, spelling, "family") is not None:
                    return None
        cases = _shared(self._cases(first, index, spelling, "patronymic"), given[2])
        parts = (("given", *given[:2]), ("patronymic", first, index))
        is_name_in_itself = KINSHIP.search(plain(spelling.patronymic, self.language))
        shape = FULL if is_name_in_itself else ALONE
        return Fit(spelling, shape, given[0], index, cases, parts, weight=2)

    # What stands around a name

    def is_named_after(self, fit):
        is_russian = self.language == "ru" and fit.shape != ALONE
        if is_russian and fit.cases and "gent" not in fit.cases:
            return False  # «лауреат премии О. Штумпф»
        if fit.shape == ALONE and self._is_of_old(fit):
            return True
        return is_named_after(self.tokens, fit.first, fit.last, fit.cases, self.language)

    def _is_of_old(self, fit):
        """«Жәнібек хан»: no namesake of today."""
        following = self.tokens[fit.last + 1 : fit.last + 2]
        return any(token.is_word and kazakh_stems(token.text) & OF_OLD for token in following)

    def initials_of(self, fit):
        """The letters of the initials of a fit."""
        return next(
            [token.text for token in self.tokens[first : last + 1] if token.is_word]
            for part, first, last in fit.parts
            if part == "initials"
        )

    def is_turned(self, fit):
        """Whether a given name follows after a comma: "Tskhay, Sergei said"."""
        index = fit.last + 1
        if index + 1 >= len(self.tokens) or self.tokens[index].text != ",":
            return False
        name = self.tokens[index + 1]
        is_before_name = near(self.tokens, index + 1, 1) is not None
        return name.is_capital and name.folded in listed_names(self.language) and not is_before_name

    def is_a_title(self, fit):
        """«Абай»: a name alone between quotation marks is that of a thing."""
        return self.marks.get(fit.first - 1) == OPEN and self.marks.get(fit.last + 1) == CLOSE

    def has_office(self, first):
        """Whether the word before a name is an office."""
        if not first or not self.tokens[first - 1].is_word:
            return False
        word = self.tokens[first - 1].text
        if self.language == "ru":
            return bool(noun_cases(word, RUSSIAN))
        if self.language == "kk":
            return bool(kazakh_stems(word) & KAZAKH)
        return fold(word) in ENGLISH

    def is_ordinary(self, fit):
        """Whether a family name alone is rather a word, a town or of a title, without an office."""
        if self._is_in_a_title(fit):
            return True
        word = self.tokens[fit.last].text
        if self.language == "en" and self._is_opening(fit.first):
            return fold(word) in ENGLISH_NO_NAMES
        if self.language != "ru" or self.has_office(fit.first):
            return False
        if self.is_a_thing(fit):
            return True
        if has_tag(word, "Geox"):
            return True
        if self._is_opening(fit.first):
            return self.is_word(fit)
        return self._is_of_figure(fit)

    def _is_opening(self, first):
        return (
            not first or is_sentence_end(self.tokens, first - 1)
            or not self.tokens[first - 1].is_word
        )  # fmt: skip

    def _is_in_a_title(self, fit):
        """«Доктор Живаго»: a few words between quotation marks are the title of a thing."""
        places = range(fit.first - LONGEST_TITLE, fit.last + LONGEST_TITLE + 1)
        opening = max((i for i in places if i < fit.first and self.marks.get(i) == OPEN), default=0)
        closing = min((i for i in places if i > fit.last and self.marks.get(i) == CLOSE), default=0)
        inside = self.tokens[opening + 1 : closing]
        return 0 < len(inside) <= LONGEST_TITLE and all(token.is_word for token in inside)

    def _is_of_figure(self, fit):
        """«Дед Мороз»: a family name that is a noun too, after another or an adjective."""
        before, family = self.tokens[fit.first - 1], fit.spelling.family
        if not before.is_capital or lemmas(before.text) & FORMS_OF_ADDRESS:
            return False
        if not any(
            parse.tag.POS == "NOUN" and {"sing", "nomn"} <= parse.tag.grammemes
            and not parse.tag.grammemes & NAMES
            for parse in parses(family)
        ):  # fmt: skip
            return False
        tag = parses(before.text)[0].tag
        return tag.POS == "ADJF" or "anim" in tag and not tag.grammemes & NAMES

    def is_a_thing(self, fit):
        """«Белый дом»: an adjective with a noun, not Mr Bely."""
        following = self.tokens[fit.last + 1] if fit.last + 1 < len(self.tokens) else None
        if following is None or not following.text.islower() or not is_adjective(
            self.tokens[fit.last].text
        ):  # fmt: skip
            return False
        best = parses(following.text)[0]
        return best.tag.POS == "NOUN" and case_of(best) in adjective_cases(
            self.tokens[fit.last].text
        )

    def is_word(self, fit):
        """Whether a family name is an ordinary Russian word too."""
        word = self.tokens[fit.last].text
        return is_known(word) and any(
            parse.tag.POS in ("NOUN", "ADJF") and not NAMES & parse.tag.grammemes
            for parse in parses(word)
        )

    def is_ruled_out(self, fit):
        """«Серикова рассказала» is no Mr Serikov, «у Серикова» no Mrs Serikova."""
        if self.language != "ru" or not fit.cases:
            return False
        following = self.tokens[fit.last + 1] if fit.last + 1 < len(self.tokens) else None
        if "nomn" not in fit.cases and following is not None:
            best = parses(following.text)[0].tag
            tells_woman = best.POS == "VERB" and "femn" in best and "past" in best
            could_be_woman = "nomn" in nominatives(self.tokens[fit.last].text, "family", FEMALE)
            if tells_woman and could_be_woman and fit.spelling.genders == (MALE,):
                return True
        before = self.tokens[fit.first - 1].folded if fit.first else ""
        return fit.shape != FULL and before in OBLIQUE and set(fit.cases) == {"nomn"}

    def may_be_a_woman(self, fit):
        """«Так отвечает Валерия Громова»: she, or a question to whom?"""
        if self.language != "ru" or fit.spelling.genders != (MALE,) or "nomn" in fit.cases:
            return False
        words = {part: self.tokens[last].text for part, _first, last in fit.parts}
        if "patronymic" in words or not (
            "nomn" in given_names(words["given"], FEMALE)
            and "nomn" in nominatives(words["family"], "family", FEMALE)
        ):
            return False
        if not fit.first or is_sentence_end(self.tokens, fit.first - 1):
            return True
        before = parses(self.tokens[fit.first - 1].text)[0].tag
        is_mans = "masc" in before or "neut" in before
        return before.POS == "VERB" and "sing" in before and not is_mans

    def fitting_verb(self, found):
        """Of men and women of one family name those whom the verb beside it fits, or all."""
        fit = found[0]
        if self.language != "ru" or len({one.id for one in found}) == 1:
            return found
        for index in (fit.last + 1, fit.first - 1):
            word = self.tokens[index].text if 0 <= index < len(self.tokens) else ""
            tag = parses(word)[0].tag if word.islower() else ""
            if "VERB" in tag and "past" in tag and "sing" in tag and "neut" not in tag:
                gender = FEMALE if "femn" in tag else MALE
                fitting = [one for one in found if gender in one.spelling.genders]
                return [one for one in fitting if "nomn" in one.cases] or found
        return found

    def is_oblique(self, fit):
        """Whether a name stands in another case than the nominative for sure."""
        if fit.first and self.tokens[fit.first - 1].folded in OBLIQUE | {"имени"}:
            return True
        office = find_office(
            self.text, self.tokens, fit.first, fit.last, self.language,
            floor=0, ceiling=len(self.tokens), cases=fit.cases,
        )  # fmt: skip
        return bool(
            office
            and office.cases
            and "nomn" not in office.cases
            and (office.cases <= set(fit.cases))
        )


@lru_cache(20_000)
def family_names_of(family, gender):
    """A Russian family name as women of the family bear it, or as men do: «Сериков», «Серикова»."""
    family, found = fold(family), set()
    for masculine, feminine in PAIRS_OF_ENDINGS:
        here, there = (masculine, feminine) if gender == FEMALE else (feminine, masculine)
        if family.endswith(here):
            found.add(family.removesuffix(here) + there)
    return frozenset(found or {family})


@lru_cache(20_000)
def can_be_one(family, word):
    """Whether a family name and a word beside it can be one name: not «депутат Серикова Марат»."""
    given = {gender: given_names(word, gender) for gender in GENDERS}
    if not any(given.values()):
        return True
    return any(
        not cases.keys().isdisjoint(nominatives(family, "family", gender))
        for gender, cases in given.items()
    )


def is_patronymic(word):
    is_kin = KINSHIP.search(fold(word))
    return bool(PATRONYMIC.search(fold(word)) and (is_kin or has_tag(word, "Patr")))


def _shared(cases, others):
    return tuple(case for case in cases if case in others) or cases


class _Choice:
    """Who is meant at each place, in the light of the whole text."""

    def __init__(self, place, fits, strangers):
        self.place = place
        self.fits = [self._fitting(found) for found in fits]
        self.fits = [found for found in self.fits if found]
        named = []  # (token, id) of full mentions
        for found in self.fits:
            ids = {fit.id for fit in found}
            if found[0].shape == FULL and len(ids) == 1:
                named.append((found[0].first, found[0].id))
        for found in self.fits:
            ids = {fit.id for fit in found}
            if found[0].shape == INITIALS and len(ids) == 1 and found[0].is_certain:
                named.append((found[0].first, found[0].id))
        self.named, self.strange = defaultdict(list), defaultdict(list)  # tokens by id, in order
        self.strange_initials = defaultdict(set)
        for position, pk in sorted(named):
            self.named[pk].append(position)
        for stranger in strangers:
            for pk in stranger.ids:
                self.strange[pk].append(stranger.position)
                self.strange_initials[pk].add(stranger.given[:1])

    def _fitting(self, found):
        """The fits that see most of the name, without those that what is around rules out."""
        found = [fit for fit in found if not self.place.is_named_after(fit)]
        whole = [fit for fit in found if fit.shape != ALONE]
        if not whole:
            return [
                fit
                for fit in found
                if not self.place.is_ruled_out(fit) and not self.place.is_a_title(fit)
            ]
        if any(fit.shape == FULL for fit in whole):
            whole = [fit for fit in whole if fit.shape == FULL]
        most = max(fit.weight for fit in whole)
        whole = [fit for fit in whole if fit.weight == most]
        return [fit for fit in whole if not self.place.is_ruled_out(fit)]

    def mentions(self):
        chosen, used = [], set()
        for found in sorted(self.fits, key=lambda found: (found[0].shape == ALONE, found[0].first)):
            span = range(found[0].first, found[0].last + 1)
            if not used.isdisjoint(span):
                continue
            mention = self._alone(found) if found[0].shape == ALONE else self._whole(found)
            if mention:
                chosen.append(mention)
                used.update(span)
        return sorted(chosen, key=lambda mention: mention.start)

    def _whole(self, found):
        by_id = _by_id(found)
        if len(by_id) > 1:
            named = {pk for pk in by_id if _last_before(self.named, [pk], found[0].first)}
            if len(named) == 1:
                by_id = {pk: by_id[pk] for pk in named}
        fits = list(by_id.values())
        is_certain = len(fits) == 1 and (fits[0].is_certain or self.place.is_oblique(fits[0]))
        if is_certain and fits[0].shape == FULL:
            is_certain = not self.place.may_be_a_woman(fits[0])
        if is_certain and fits[0].shape == INITIALS:
            is_certain = not self._fits_a_stranger(fits[0])
        return self._mention(fits, is_certain)

    def _fits_a_stranger(self, fit):
        """Whether the initial is that of a namesake too: «Дмитрий Тулегенов и Д. Тулегенов»."""
        initials = self.place.initials_of(fit)
        if len(initials) > 1 and fit.spelling.patronymic:
            return False
        return initials[0][:1] in self.strange_initials[fit.id]

    def _alone(self, found):
        """A family name alone is who was named last; before anybody was, it is in doubt.

        So it is after a namesake whom the directory lacks: either may be meant.
        """
        by_id = _by_id(self.place.fitting_verb(found))
        first = found[0].first
        is_named = any(pk in self.named for pk in by_id)
        if not is_named and any(pk in self.strange for pk in by_id):
            return None
        before = _last_before(self.named, by_id, first)
        if before and not self.place.is_a_thing(found[0]):
            _position, pk = before
            is_alone = _last_before(self.strange, by_id, first) is None
            is_certain = is_alone and found[0].is_certain and not self.place.is_turned(found[0])
            return self._mention([by_id[pk]], is_certain)
        if self.place.is_ordinary(found[0]):
            return None
        fits = list(by_id.values())
        is_certain = len(fits) == 1 and is_named and found[0].is_certain
        return self._mention(fits, is_certain)

    def _mention(self, fits, is_certain):
        fit = fits[0]
        tokens, text = self.place.tokens, self.place.text
        start, end = tokens[fit.first].start, tokens[fit.last].end
        ids = tuple(one.id for one in fits)
        is_one = len(ids) == 1
        approved = approved_spelling(fit, text, tokens, self.place.language) if is_one else ""
        return Mention(
            start, end, text[start:end], PERSON, ids[0] if is_one else None, fit.spelling.shown,
            is_certain, fit.first, fit.last, () if is_one else ids, fit.cases,
            spelling=fit.spelling.name, approved=approved,
        )  # fmt: skip


def _last_before(places, pks, position):
    """The last `(token, id)` before a token, of these ids; None where there is none."""
    found = [(places[pk][bisect_left(places[pk], position) - 1], pk) for pk in pks if pk in places]
    return max((one for one in found if one[0] < position), default=None)


def _by_id(found):
    """The best fit of each person: one whose spelling may stand in texts before another."""
    by_id = {}
    for fit in sorted(found, key=lambda fit: fit.spelling.approved is not None):
        by_id.setdefault(fit.id, fit)
    return by_id


def approved_spelling(fit, text, tokens, language):
    """What should stand instead of a spelling, in its shape and case; "" where it may stay."""
    approved = fit.spelling.approved
    if approved is None:
        return ""
    pieces, position = [], tokens[fit.first].start
    for part, first, last in fit.parts:
        start, end = tokens[first].start, tokens[last].end
        pieces.append(text[position:start])
        shown = text[start:end]
        if part == "initials":
            pieces.append(_initials(shown, approved))
        elif getattr(approved, part):
            words = [token.text for token in tokens[first : last + 1]]
            pieces.append(_in_case(words, part, fit, approved, language))
        else:
            pieces.append(shown)
        position = end
    result = "".join(pieces)
    return "" if result == text[tokens[fit.first].start : tokens[fit.last].end] else result


def _initials(shown, approved):
    """«Г. Т.» with the letters of another name."""
    letters = re.findall(r"[^\W\d_]+(?:\.?-[^\W\d_]+)?", shown)
    names = [approved.given, approved.patronymic]
    for letter, name in zip(letters, names, strict=False):
        if name and not fold(name).startswith(fold(letter)):
            shown = shown.replace(letter, name[0], 1)
    return shown


def _in_case(words, part, fit, approved, language):
    """A part of the approved name in the case in which the words stand."""
    name = getattr(approved, part)
    word = joined(words, language)
    if language == "en":
        possessive = re.search(r"[’'](?:s|$)", words[-1])
        form = name + (words[-1][possessive.start() :] if possessive else "")
        return form.upper() if words[0].isupper() and len(words[0]) > 1 else form
    of_word = set(
        forms_with_cases(getattr(fit.spelling, part), part, fit.spelling.genders, language).get(
            word, ()
        )
    )
    wanted = of_word & set(fit.cases) or of_word
    forms = [
        form
        for form, cases in forms_with_cases(name, part, approved.genders, language).items()
        if wanted & set(cases)
    ]
    if not forms or ("nomn" in wanted and word == joined([getattr(fit.spelling, part)], language)):
        shown = name
    else:
        shown = _with_hyphens(name, max(forms, key=lambda form: (_same_end(form, word), form)))
    return shown.upper() if words[0].isupper() and len(words[0]) > 1 else shown


def _same_end(one, other):
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return count


def _with_hyphens(name, form):
    """A joined form with the letters and hyphens of the name."""
    found, rest = "", form
    for character in name:
        if HYPHENS.fullmatch(character):
            found += character
        elif rest and fold(character) == rest[0]:
            found, rest = found + character, rest[1:]
        else:
            break
    return found + rest
