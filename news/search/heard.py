"""How a name sounds, from whatever alphabet and in whatever tradition it is spelled."""

import re
from functools import lru_cache

from media.transliteration import to_latin

SHORTEST = 3
IN_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
# How one sound is written: by us, by others, by the Kazakh alphabet.
SOUNDS = [
    ("shch", "sh"), ("dzh", "j"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("ts", "c"),
    ("x", "ks"), ("q", "k"), ("w", "v"), ("ph", "f"), ("y", "i"), ("ii", "i"),
]  # fmt: skip


@lru_cache(50_000)
def as_heard(word):
    """A word in Latin letters, much the same from whatever alphabet it comes."""
    word = to_latin(word).lower()
    for written, heard in SOUNDS:
        word = word.replace(written, heard)
    word = re.sub("^(ie|io)", "e", word)  # «Ерлан», "Yerlan"
    return re.sub(r"[^a-z0-9 ]", "", word)


def key_of(word):
    """The same for each spelling in Latin letters: "Aliyev", "Aliev"; "Tokayev", "Tokaev"."""
    heard = re.sub("(?<=[aeou])ie", "e", as_heard(word).replace("oo", "u"))
    return re.sub(r"(.)\1+", r"\1", heard)


def keys_typed(word):
    """The keys that a word in Latin letters may have: its “j” is «й» or «ж»; else none."""
    if not IN_LATIN.fullmatch(word):
        return set()
    keys = {key_of(word), key_of(word.lower().replace("j", "y"))}
    return {key for key in keys if len(key) >= SHORTEST}
