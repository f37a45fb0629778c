"""Latin letters for Kazakh, Russian and any other text, for addresses and file names."""

import re

from anyascii import anyascii

# Kazakh letters after the Latin alphabet of 2021, without its diacritics; the rest is anyascii's.
KAZAKH = str.maketrans(
    {
        "ә": "a", "ғ": "g", "қ": "q", "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "і": "i",
        "Ә": "A", "Ғ": "G", "Қ": "Q", "Ң": "N", "Ө": "O", "Ұ": "U", "Ү": "U", "Һ": "H", "І": "I",
        "ъ": "", "ь": "", "Ъ": "", "Ь": "", "щ": "shch", "Щ": "Shch", "ё": "yo", "Ё": "Yo",
    }
)  # fmt: skip


def to_latin(text):
    """The text in ASCII letters: «Әлия Ғабдуллина» -> "Aliya Gabdullina"."""
    return anyascii(text.translate(KAZAKH))


def slug_from(text, max_length=80):
    """An address made of a title; cut at a word. Empty when the text has no letter or digit."""
    slug = re.sub(r"[^a-z0-9]+", "-", to_latin(text).lower()).strip("-")
    if len(slug) <= max_length:
        return slug
    return slug[: max_length + 1].rpartition("-")[0] or slug[:max_length]


def unique_slug(text, is_taken, fallback):
    """`slug_from(text)` with the first number from 2 that makes `is_taken(slug)` false."""
    base = slug = slug_from(text) or fallback
    number = 2
    while is_taken(slug):
        slug = f"{base}-{number}"
        number += 1
    return slug
