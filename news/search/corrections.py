"""What a query may have meant: words as they are spelled, or typed on the other keyboard."""

import re

from django.conf import settings
from rapidfuzz.distance import DamerauLevenshtein

from news.analysis import tokens
from news.models import NameForm, SearchWord
from news.morphology.words import fold
from news.search.words import folded

SHORTEST = 4
SHORT = 5  # up to so many letters one slip is all
MOST_ALIKE = 20_000
TRIED = 3  # words for each word of a query
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
    choices = {
        word: found
        for word in dict.fromkeys(words)
        if not finds(word) and (found := _alike(word, language))
    }
    for number in range(TRIED):
        changed = text
        for word, found in choices.items():
            spelled = found[min(number, len(found) - 1)]
            changed = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", spelled, changed)
        if any(number < len(found) for found in choices.values()):
            yield changed


def _alike(word, language):
    """Words of the index that differ from it by a slip or two: the likeliest first."""
    asked = folded(word)
    slips = 1 if len(asked) <= SHORT else 2
    alike = SearchWord.objects.filter(
        # Its first letter, or its second where the first two are swapped.
        initial__in={asked[0], asked[1]},
        length__range=(len(asked) - slips, len(asked) + slips),
    )
    own = set(tokens(word, language)[0])
    found = []
    for each in alike.values_list("word", flat=True).order_by("word")[:MOST_ALIKE]:
        distance = DamerauLevenshtein.distance(asked, folded(each), score_cutoff=slips)
        # Other forms of the word are found already.
        if distance <= slips and own.isdisjoint(tokens(each, language)[0]):
            found.append((distance, abs(len(each) - len(word)), each))
    return [each for *_likeness, each in sorted(found)[: 2 * TRIED]]


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
