"""Words of a text with their places, whatever the language."""

import re
import unicodedata
from typing import NamedTuple

TOKEN = re.compile(r"[^\W\d_]+(?:[-’'‘`´][^\W\d_]+)*|\d+|\n|\S")
OPENING, CLOSING = "«“„", "»”"


class Token(NamedTuple):
    text: str
    start: int
    end: int
    is_quoted: bool  # stands between quotation marks

    @property
    def is_word(self):
        return self.text[0].isalpha()

    @property
    def is_capital(self):
        """A word that begins with a capital and is no abbreviation."""
        return self.text[0].isupper() and len(self.text) > 1 and not self.text.isupper()

    @property
    def is_initial(self):
        return len(self.text) == 1 and self.text.isupper()

    @property
    def folded(self):
        return fold(self.text)


def tokenize(text):
    tokens, depth, straight = [], 0, False
    for found in TOKEN.finditer(text):
        sign = found[0]
        if sign == "\n":
            depth, straight = 0, False
        elif sign in CLOSING:
            depth = max(depth - 1, 0)
        elif sign == '"':
            straight = not straight
        tokens.append(Token(sign, found.start(), found.end(), bool(depth) or straight))
        if sign in OPENING:
            depth += 1
    return tokens


# Signs that readers do not see inside a word, and the stress above a vowel.
MARKS = "\u00ad\u0300-\u036f"
_STRESS = re.compile("(?<=[аеёиоуыэюяәіөүұ])[\u0300\u0301]", re.IGNORECASE)
_MARKS = re.compile(f"[{MARKS}]")
# Letters that look alike, which slip into words of the other alphabet.
_LATIN, _CYRILLIC = "ABCEHKMOPTXYIaceopxyi", "АВСЕНКМОРТХУІасеорхуі"
_TO_CYRILLIC, _TO_LATIN = str.maketrans(_LATIN, _CYRILLIC), str.maketrans(_CYRILLIC, _LATIN)
_HAS_LATIN = re.compile("[A-Za-z]")
_HAS_CYRILLIC = re.compile("[\u0400-\u04ff]")
_ROMAN = re.compile("[IVX]{2,}")


def cleaned(word):
    """A word of one alphabet in composed letters, without marks that change nothing in it."""
    if not word.isalnum():
        word = _MARKS.sub("", unicodedata.normalize("NFC", _STRESS.sub("", word)))
    if word.isascii() or not _HAS_LATIN.search(word) or not _HAS_CYRILLIC.search(word):
        return word
    for letters, other in ((_TO_CYRILLIC, _HAS_LATIN), (_TO_LATIN, _HAS_CYRILLIC)):
        changed = word.translate(letters)
        if not other.search(changed):
            return changed
    return word


def roman(word):
    """A Roman number in small Latin letters, whatever letters it is typed in; else nothing."""
    latin = word.upper().translate(_TO_LATIN)
    return latin.lower() if _ROMAN.fullmatch(latin) else ""


def lexicon(words):
    return frozenset(words.split())


def fold(word):
    return word.lower().replace("ё", "е")
