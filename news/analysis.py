"""Words of a text as search tokens: one analysis for every database, and for texts and queries.

Russian words become all their lemmas (pymorphy3), with the word itself where it may be a name;
Kazakh words stand whole and without each of their endings; English words are stemmed (Snowball).
Letters that readers swap are folded: ё to е, and the Kazakh letters to the Russian ones that stand
in for them on a keyboard.
"""

import re
from functools import cache, lru_cache

import pymorphy3
import snowballstemmer

WORD = re.compile(r"[^\W_]+")
# What readers without a Kazakh keyboard type.
FOLD = str.maketrans("ёәғқңөұүһі", "еагкноуухи")

# Kazakh endings as folded, outermost first: person and question, case, possessive, plural.
KAZAKH_ENDINGS = (
    ("мын", "мин", "бын", "бин", "пын", "пин", "сын", "син", "мыз", "миз", "быз", "биз"),
    (
        "ның", "нын", "нин", "дын", "дин", "тын", "тин", "га", "ге", "ка", "ке", "на", "не",
        "ды", "ди", "ты", "ти", "ны", "ни", "да", "де", "та", "те", "нда", "нде",
        "дан", "ден", "тан", "тен", "нан", "нен", "мен", "бен", "пен", "дагы", "деги", "тагы",
        "теги", "ндагы", "ндеги",
    ),
    ("ым", "им", "ымыз", "имиз", "ыныз", "иниз", "сы", "си", "ы", "и", "н"),
    ("лар", "лер", "дар", "дер", "тар", "тер"),
)  # fmt: skip
KAZAKH_SHORTEST_STEM = 3
VOICED = str.maketrans("бг", "пк")


@cache
def _russian():
    return pymorphy3.MorphAnalyzer(lang="ru")


@cache
def _english():
    return snowballstemmer.stemmer("english")


def tokens(text, language):
    """The tokens of each word in order: a list of sorted tuples."""
    analyze = {"kk": _kazakh_tokens, "ru": _russian_tokens}.get(language, _english_tokens)
    return [analyze(word) for word in WORD.findall(text)]


@lru_cache(maxsize=100_000)
def _russian_tokens(word):
    lower = word.lower()
    parses = _russian().parse(lower)
    found = {parse.normal_form for parse in parses}
    if word[0].isupper() or not parses[0].is_known:
        found.add(lower)
    return tuple(sorted({token.translate(FOLD) for token in found}))


@lru_cache(maxsize=100_000)
def _kazakh_tokens(word):
    stem = word.lower().translate(FOLD)
    stems = [stem]  # each stage: «кітапхана» ends like a case, so that the whole word counts too
    for endings in KAZAKH_ENDINGS:
        fitting = [
            ending
            for ending in endings
            if stem.endswith(ending) and len(stem) - len(ending) >= KAZAKH_SHORTEST_STEM
        ]
        if fitting:
            stem = stem.removesuffix(max(fitting, key=len))
            stems.append(stem)
    # кітап, кітабы: the last consonant is voiced before a vowel
    return tuple(sorted({stem[:-1] + stem[-1].translate(VOICED) for stem in stems}))


@lru_cache(maxsize=100_000)
def _english_tokens(word):
    return (_english().stemWord(word.lower()).translate(FOLD),)
