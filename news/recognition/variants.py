"""Names that a text spells in two ways."""

import re
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from news.morphology.kazakh import kazakh_stems
from news.morphology.russian import GENDERS, has_tag, is_known, lemmas, nominatives
from news.morphology.words import fold, tokenize
from news.recognition.blanks import blanked
from news.recognition.new_people import FAMILY_ENDINGS, NAMED_AFTER, find_names
from news.recognition.spelling import is_slip, is_variant

MIN_LENGTH_OF_LONE = 7
DOUBLED = re.compile("[zksc]h|ts")
SAME_ENDING = 2  # letters: «Искендеров» and «Искендерова» are no slips of one name


class Place(NamedTuple):
    """Characters `start` to `end` of a text, which are `text`."""

    start: int
    end: int
    text: str
    name: str  # in the nominative


def find_variants(text, language, known=None):
    """Pairs of `Place`s that may spell one name differently, the first spelling first.

    The same given name beside family names that are alike but not the same, or a family name
    alone that is one letter away from that of somebody whom the text names in full. Each other
    spelling is given with each of its places. Two people may bear such names: it is for a person
    to say. `known` are the names that the directory has, by their places `(start, end)`; of two
    spellings that at one of them counts as the first.
    """
    known = known or {}
    tokens = tokenize(blanked(text))
    names = [name for name in find_names(text, tokens, language, frozenset()) if name.given]
    names.sort(key=lambda name: _place(text, tokens, name)[:2] not in known)
    pairs, seen, spellings = [], set(), {}  # the first place of each, and of what it may vary
    for name in names:
        spelling = name.given, name.family
        if spelling not in spellings:
            first = next(
                (
                    other
                    for other, _first in spellings.values()
                    if _can_be_one(other, name, language)
                ),
                None,
            )
            spellings[spelling] = name, first
        first = spellings[spelling][1]
        if first is not None and name.spelled not in seen:
            seen.add(name.spelled)
            pairs += [
                (_place(text, tokens, first), _place(text, tokens, name, found.span()))
                for found in re.finditer(rf"\b{re.escape(name.spelled)}\b", text)
            ]
    paired = {place[:2] for pair in pairs for place in pair}
    pairs += [
        pair
        for pair in _lone_variants(text, tokens, names, language, known)
        if not any(place[:2] in paired for place in pair if place[:2] not in known)
    ]
    return sorted(pairs, key=lambda pair: pair[1])


def _lone_variants(text, tokens, names, language, known):
    """Pairs of a name in full and a family name alone, or with initials, that is one letter off."""
    full = [name for name in reversed(names) if not name.is_short]
    families = {_letters(fold(name.family), language): name for name in full}
    alike = {}
    for family in families:
        for shortened in _shortened(family):
            alike.setdefault(shortened, []).append(family)
    inside = {place for start, end in known for place in range(start, end)}
    for token, start, end, initial in _lone_families(tokens, names):
        word, place = token.text, Place(start, end, text[start:end], token.text)
        if len(word) < MIN_LENGTH_OF_LONE or (place[:2] not in known and token.start in inside):
            continue
        forms = {gender: _family_forms(word, gender, language) for gender in GENDERS}
        if not families.keys().isdisjoint(set().union(*forms.values())):
            continue
        name = next(
            (
                families[family]
                for gender, options in forms.items()
                for form in options
                for shortened in _shortened(form)
                for family in alike.get(shortened, ())
                if families[family].gender in ("", gender)
                and (not initial or fold(families[family].given)[0] == fold(initial))
                and _is_one_letter_off(form, family)
            ),
            None,
        )
        if name is None:
            continue
        other = _place(text, tokens, name)
        if place[:2] not in known:
            yield other, place
        # Who bears it in the directory is somebody else, unless the given name is the same.
        elif fold(name.given) in fold(known[place[:2]]).split():
            yield place, other


def _lone_families(tokens, names):
    """`(token, start, end, initial)` of what may be a family name with no given name beside it."""
    for name in names:
        if name.is_short:
            token = max(tokens[name.first : name.last + 1], key=lambda token: len(token.text))
            yield token, tokens[name.first].start, tokens[name.last].end, name.given[0]
    taken = {index for name in names for index in range(name.first, name.last + 1)}
    for index, token in enumerate(tokens):
        if index in taken or not token.is_capital or token.is_quoted:
            continue
        # «на улице Сейфуллина»
        if index == 0 or lemmas(tokens[index - 1].text).isdisjoint(NAMED_AFTER):
            yield token, token.start, token.end, ""


def _family_forms(word, gender, language):
    """What a word may be in the nominative as a family name with one of the usual endings."""
    if language == "ru":
        if is_known(word) and not has_tag(word, "Surn", "Name"):
            return set()
        forms = set(nominatives(word, "family", gender).values())
    elif language == "kk":
        forms = kazakh_stems(word) | {fold(word)}
    else:
        forms = {re.sub(r"[’']s?$", "", fold(word))}
    ending = re.compile(rf"(?:{FAMILY_ENDINGS[language].pattern})$")
    # Of «Соколову-Ибраеву» the nominative is not always known.
    return {_letters(form, language) for form in forms if ending.search(form) and "-" not in form}


def _letters(family, language):
    """A folded family name, in English with one letter for each that transliteration doubles."""
    return DOUBLED.sub(lambda found: found[0][0].upper(), family) if language == "en" else family


def _shortened(word):
    """A word and what is left of it without one letter: words one letter apart share one."""
    cut = range(len(word) - SAME_ENDING)
    return {word, *(word[:place] + word[place + 1 :] for place in cut)}


def _is_one_letter_off(one, other):
    is_long = min(len(one), len(other)) >= MIN_LENGTH_OF_LONE
    is_same_ending = one[-SAME_ENDING:] == other[-SAME_ENDING:]
    return is_long and is_same_ending and Levenshtein.distance(one, other, score_cutoff=1) == 1


def _can_be_one(one, other, language):
    if one.is_short and other.is_short:
        return False  # of a brother and a sister, as likely
    if is_variant((one.given, one.family), (other.given, other.family)):
        return True
    # Which of two Kazakh words is the family name is not always known: «Алина Цхай».
    is_same = fold(one.family) == fold(other.family)
    return language == "kk" and is_same and is_slip(fold(one.given), fold(other.given))


def _place(text, tokens, name, span=None):
    start, end = span or (tokens[name.first].start, tokens[name.last].end)
    return Place(start, end, text[start:end], f"{name.given} {name.family}")
