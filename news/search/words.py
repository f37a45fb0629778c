"""Tokens of whole texts: what one row of an index holds.

Beside the tokens of its words a row has marked ones:

    #сессия   a word of the title
    #=сесс    how a word of the title begins, to complete what is typed
    +сессия   a word of the title or the lead
    асс_нар   two words side by side, by how their tokens begin: for phrases
    @p12 @o5  a person, an organization that is named
    @kforum   the kind of the event
    @y2018    its year
    @lru      the language
    @hidden   an entry that readers do not see

and of entries of the directory only

    =анк      a name of one word
    @=tokaev  how a word of a person's name sounds (`heard`)
    @_кж      a person's initials, beside another word of the name: «КЖ Токаев»
"""

import re
from itertools import pairwise

from news.analysis import FOLD, WORD, tokens

BEGINNING = 3
HIDDEN = "@hidden"
COMPLETED = range(3, 6)  # letters: what begins with more is not much
# «1 180», «1.180», “1,180”: typed as 1180.
GROUPED_NUMBER = re.compile(r"(?<!\w)\d{1,3}(?:[ \u00a0\u202f.,]\d{3})+(?!\w)")

# «вице-министр», «О’Коннор», “U.S.A.”: typed as one word.
JOINED = re.compile(r"(?<!\w)(?:[^\W_]+(?:[-‑–'’][^\W_]+)+|[^\W\d_](?:\.[^\W\d_])+)(?!\w)")
PARTED = re.compile(f"{JOINED.pattern}|{GROUPED_NUMBER.pattern}")


def of_words(words):
    return {token for word in words for token in word}


def of_kind(kind):
    """The token of a kind of events: an underscore would make it a pair."""
    return f"@k{kind.replace('_', '')}"


def of_year(year):
    return f"@y{year}"


def pairs(words):
    """A group of tokens for each two words that stand side by side.

    Two forms of a word have a token in common, and with it its beginning.
    """
    return [_pair(first, second) for first, second in pairwise(words)]


def _pair(first, second):
    seconds = {token[:BEGINNING] for token in second}
    return {f"{start}_{end}" for start in {token[:BEGINNING] for token in first} for end in seconds}


def beginnings(title, found):
    """How the words of a title begin, as they stand and as their tokens `found` do."""
    words = found | {folded(word) for word in WORD.findall(title)}
    return {f"#={word[:length]}" for word in words for length in (*COMPLETED, None)}


def completing(word):
    """The token of the titles in which a word begins so: whole where it need not be sought."""
    word = folded(word)
    return f"#={word}" if len(word) in COMPLETED else f"#={word}*"


def of_lines(lines, language):
    """The tokens of lines of text and of their pairs; no pair goes over the end of a line."""
    found = set()
    for line in lines:
        words = list(filter(None, tokens(line, language)))  # without endings that stand apart
        found |= of_words(words)
        found.update(*pairs(words))
        found |= of_words(of_parted(line, language))
    return found


def of_parted(text, language):
    """The tokens of words and numbers in parts as if they were written as one: a list of tuples."""
    return [tokens(joined(parted), language)[0] for parted in PARTED.findall(text)]


def spelled(text):
    """The words of a text as they are written, also as one what has parts."""
    return {folded(word) for word in (*WORD.findall(text), *map(joined, PARTED.findall(text)))}


def initials_of(name):
    """The initials before a family name, typed without full stops: of «Касым-Жомарт Кемелевич»."""
    *given, _family = name.split() or [""]
    short = "".join(word[0] for word in given)
    parts = ["".join(word[0] for word in WORD.findall(each)) for each in given]
    return {f"@_{folded(each)}" for each in (short, "".join(parts), *parts[:1]) if len(each) > 1}


def joined(text):
    return "".join(WORD.findall(text))


def folded(word):
    """A word without capitals and without what readers swap."""
    return word.lower().translate(FOLD)
