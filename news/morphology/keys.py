"""What a word is known by, in any of the three languages."""

import re

from news.morphology.kazakh import kazakh_stems
from news.morphology.russian import lemmas
from news.morphology.words import fold


def keys(word, language):
    """What a word is known by: two words are forms of one when they share a key."""
    if language == "ru":
        return lemmas(word)
    if language == "kk":
        return kazakh_stems(word)
    return {re.sub(r"[’']s?$", "", fold(word))}
