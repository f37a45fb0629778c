"""Names that a text spells in two ways."""

import re
from typing import NamedTuple

from news.morphology.words import fold, tokenize
from news.recognition.blanks import blanked
from news.recognition.new_people import find_names
from news.recognition.spelling import is_slip, is_variant


class Place(NamedTuple):
    """Characters `start` to `end` of a text, which are `text`."""

    start: int
    end: int
    text: str
    name: str  # in the nominative


def find_variants(text, language, known=frozenset()):
    """Pairs of `Place`s that may spell one name differently, the first spelling first.

    The same given name beside family names that are alike but not the same. Each other spelling
    is given with each of its places. Two people may bear such names: it is for a person to say.
    Of two spellings that at one of the places `known`, `(start, end)`, counts as the first.
    """
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
    return sorted(pairs, key=lambda pair: pair[1])


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
