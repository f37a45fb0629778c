"""What a query may have meant: words as they are spelled, or typed on the other keyboard."""

import re
from collections import Counter

from django.conf import settings
from django.db import connection
from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

from news.analysis import tokens
from news.models import NameForm, SearchWord
from news.morphology.words import fold
from news.search.heard import key_of, keys_typed
from news.search.tables import EDITIONS, NAMES, expression
from news.search.words import HIDDEN, folded, of_words

SHORTEST = 4
SHORT = 5  # up to so many letters one slip is all
MOST_ALIKE = 20_000
TRIED = 3  # words for each word of a query
COMPARED = 12
MOST_COUNTED = 100  # editions
# By the first letter, those that are taken for it.
LIKE_INITIALS = {
    letter: letters
    for letters in (
        "аеиоуыэюя",
        "бп",
        "вф",
        "гкх",
        "дт",
        "жшщч",
        "зсц",
        "aeiouy",
        "ckqxs",
        "gjyz",
        "vw",
    )
    for letter in letters
}
LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбю"
TO_CYRILLIC = str.maketrans(LATIN, CYRILLIC)
TO_LATIN = str.maketrans(CYRILLIC, LATIN)
NOT_IN_ADDRESS = re.compile(r"(?<![\w:-])[^\W\d_]+")  # of a filter: `person:tokaev`


def on_other_keyboard(text):
    """`rjnbhjdrf` as it would be with the other layout; of a text with both letters nothing."""
    lower = text.lower()
    letters = {each for each in lower if each.isalpha()}
    if not letters:
        return ""
    if letters <= set(LATIN):
        return lower.translate(TO_CYRILLIC)
    if letters <= set(CYRILLIC):
        changed = lower.translate(TO_LATIN)
        return changed if all(each.isalnum() or each.isspace() for each in changed) else ""
    return ""


def corrected(text, wanted, language, finds):
    """Texts of the query with its unknown words as they may be spelled, the likeliest first.

    Only `wanted` words are corrected: an unwanted one that finds nothing would show a word of what
    is not public.
    `finds(word)` says whether a word alone finds anything that is public: then it is no slip. The
    words of the index do not say so, since some are of what is not public yet or no longer.
    """
    words = [word for word in wanted if len(word) >= SHORTEST and word.isalpha()]
    alike = {
        word: found
        for word in dict.fromkeys(words)
        if not finds(word) and (found := _alike(word, language))
    }
    choices = _likeliest(alike, language)
    for number in range(TRIED):
        changed = text
        for word, found in choices.items():
            spelled = found[min(number, len(found) - 1)]
            changed = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", spelled, changed)
        if any(number < len(found) for found in choices.values()):
            yield changed


def _alike(word, language):
    """Words of the index that differ from it by a slip or two: `{word: how much}`."""
    asked = folded(word)
    slips = 1 if len(asked) <= SHORT else 2
    # Its first letter, or its second where the first two are swapped.
    initials = {asked[0], asked[1]}
    found = _spelled_like(asked, initials, slips, slips)
    if all(distance > 1 for distance, _likeness in found.values()):
        initials = set(LIKE_INITIALS.get(asked[0], "")) - initials
        found |= _spelled_like(asked, initials, slips, 1)
    own = set(tokens(word, language)[0])
    # Other forms of the word are found already.
    found = {
        each: likeness
        for each, (_distance, likeness) in found.items()
        if own.isdisjoint(tokens(each, language)[0])
    }
    return dict(sorted(found.items(), key=lambda each: (each[1], each[0]))[:COMPARED])


def _spelled_like(asked, initials, slips, longer):
    """`{word: (slips, how much it differs)}`; what is heard alike differs less."""
    if not initials:
        return {}
    alike = SearchWord.objects.filter(
        initial__in=initials, length__range=(len(asked) - longer, len(asked) + longer)
    )
    found, keys = {}, keys_typed(asked) or {key_of(asked)}
    for each in alike.values_list("word", flat=True).order_by("word")[:MOST_ALIKE]:
        spelled = folded(each)
        distance = DamerauLevenshtein.distance(asked, spelled, score_cutoff=slips)
        if distance <= slips:
            # A letter is left out more easily than taken for another.
            letters = Levenshtein.distance(asked, spelled, weights=(4, 4, 5))
            heard = min(DamerauLevenshtein.distance(key, key_of(spelled)) for key in keys)
            found[each] = distance, min(letters, 5 * distance) + 5 * heard
    return found


def _likeliest(alike, language):
    """Of `{word: {word like it: how much it differs}}` the likeliest: names, then common words."""
    is_unsure = any(len(set(found.values())) < len(found) for found in alike.values())
    words = sorted({each for found in alike.values() for each in found}) if is_unsure else []
    names, numbers = _known(words, language)
    return {
        word: sorted(
            found, key=lambda each: (found[each], each not in names, -numbers[each], each)
        )[:TRIED]
        for word, found in alike.items()
    }


def _known(words, language):
    """Which of the words name people, and how many editions have each, `MOST_COUNTED` at most.

    Not only public ones: whether a word finds anything is asked before it is told.
    """
    parts, parameters = [], []
    for number, word in enumerate(words):
        spelled = of_words(tokens(f"{word} {word.capitalize()}", language))
        for index, condition, asked in (
            (EDITIONS, "", expression([spelled, {f"@l{language}"}])),
            (NAMES, f" AND {NAMES.key} %% 2 = 0", expression([{folded(word)}], [[{HIDDEN}]])),
        ):
            parts.append(
                f"SELECT {number} AS word, {len(parts) % 2} AS is_name, COUNT(*) FROM (SELECT 1"  # noqa: S608 - our own names
                f" FROM {index.table} WHERE {index.condition}{condition}"
                f" LIMIT {MOST_COUNTED}) AS found_{len(parts)}"
            )
            parameters.append(asked)
    rows = []
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), parameters)
            rows = cursor.fetchall()
    names = {words[number] for number, is_name, count in rows if is_name and count}
    return names, Counter({words[number]: count for number, is_name, count in rows if not is_name})


def with_capitals(text, wanted):
    """The text with capitals in `wanted` words that name people of the directory, in any case."""
    forms = {fold(word) for word in NOT_IN_ADDRESS.findall(text)} & {fold(word) for word in wanted}
    names = NameForm.objects.filter(
        language__in=settings.PRESS_LANGUAGES, form__in=forms, participant__isnull=False
    )
    names = set(names.values_list("form", flat=True))
    return NOT_IN_ADDRESS.sub(
        lambda word: word[0].capitalize() if fold(word[0]) in names else word[0], text
    )
