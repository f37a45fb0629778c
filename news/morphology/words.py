"""Words of a text with their places, whatever the language."""

import re
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


def lexicon(words):
    return frozenset(words.split())


def fold(word):
    return word.lower().replace("ё", "е")
