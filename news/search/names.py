"""Who of the directory is meant by the words of a query, in whatever case and language."""

from itertools import accumulate, islice

from django.conf import settings
from django.db import connection

from news import directory
from news.analysis import tokens
from news.search.heard import keys_typed
from news.search.indexing import of_names
from news.search.tables import NAMES, expression
from news.search.words import HIDDEN, folded, of_words
from organizations.models import Organization
from people.models import Participant

FAMILY = len(settings.PRESS_LANGUAGES)
PARTS_OF_NAME = directory.PERSON_NAME
MAX_WORDS_IN_NAME = 5
MAX_RUNS = 21  # of six words and less, all runs
INITIALS = range(2, 4)
# More people of one name are too many to look for; texts have the name as well.
MAX_NAMED = 60


def name_tokens(word):
    """What the index of names may have of a word, typed in any language."""
    typed = f"{word} {word.capitalize()}"
    return {
        folded(word),
        *(f"@={key}" for key in keys_typed(word)),
        *of_words(found for code in settings.PRESS_LANGUAGES for found in tokens(typed, code)),
    }


def initials(word):
    """What the index of names may have of initials without full stops."""
    return {f"@_{folded(word)}"} if word.isupper() and len(word) in INITIALS else set()


def named_by(words, *, is_public=False):
    """By the place of each word, the tokens of who is named by it and the words beside it."""
    return named_by_each([words], is_public=is_public)[0]


def named_by_each(lists, *, is_public=False):
    """The same of several lists of words, which do not stand side by side.

    One statement asks for all runs of words: for a single word people are meant, and
    organizations of one word (АНК); for more of them whoever has all in a name. A longer run
    is preferred to a shorter one: «Ерлан Сериков» is not each Ерлан. Readers (`is_public`) find
    nobody by the names of a hidden entry, but by what the texts say.
    """
    words = [word for each in lists for word in each]
    found = [set() for _word in words]
    runs = _runs([len(each) for each in lists])
    if not runs:
        return [{} for _each in lists]
    of_word = [name_tokens(word) for word in words]
    beside = [found | initials(word) for found, word in zip(of_word, words, strict=True)]
    hidden = [[{HIDDEN}]] if is_public else []
    parts, parameters = [], []
    key = NAMES.key
    for number, (start, end) in enumerate(runs):
        together = beside if end - start > 1 else of_word
        asked = [expression(together[start:end], hidden)]
        if end - start == 1:
            asked.append(expression([{f"={token}" for token in of_word[start]}], hidden))
        for is_whole, words_asked in enumerate(asked):
            # Of a single word: people, and what is named by it alone.
            people_only = f" AND {key} %% 2 = 0" if end - start == 1 and not is_whole else ""
            limit = f"LIMIT {MAX_NAMED + 1}) AS found_{len(parts)}"
            parts.append(
                f"SELECT * FROM (SELECT {number} AS run, {key} AS entry FROM {NAMES.table}"  # noqa: S608
                f" WHERE {NAMES.condition}{people_only} {limit}"
            )
            parameters.append(words_asked)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        rows = cursor.fetchall()
    entries = {}
    for run, entry in rows:
        entries.setdefault(run, set()).add(entry)
    taken = {}
    for run in sorted(entries, key=lambda run: (runs[run][0] - runs[run][1], run)):
        start, end = runs[run]
        if len(entries[run]) > MAX_NAMED:
            continue
        for place in range(start, end):
            # Only runs as long as the longest that has the word.
            if taken.setdefault(place, end - start) == end - start:
                found[place] |= {_token(entry) for entry in entries[run]}
    found = iter(found)
    return [dict(enumerate(islice(found, len(each)))) for each in lists]


def _runs(lengths):
    """Where words side by side begin and end, of lists so long: the shorter first."""
    starts = accumulate(lengths, initial=0)
    ends = [(start, start + number) for start, number in zip(starts, lengths, strict=False)]
    runs = [
        (place, place + length)
        for length in range(1, MAX_WORDS_IN_NAME + 1)
        for start, end in ends
        for place in range(start, end - length + 1)
    ]
    return runs[:MAX_RUNS]


def _token(entry):
    return f"@{'po'[entry % 2]}{entry // 2}"


def names_meant(words, named, language):
    """The names in a language of those whom `named_by` found, as sequences of words' tokens.

    People go by their family names in a text, organizations by all words of a name. A given name
    among words that are not theirs says nothing of a family name: «Тараса Шевченко».
    """
    meant = {token for tokens_of_word in named.values() for token in tokens_of_word}
    people, organizations = (
        [int(token[2:]) for token in meant if token[1] == letter] for letter in "po"
    )
    texts = []
    if people:
        found = Participant.objects.rewrite(False).filter(pk__in=people)
        for row in found.values("pk", *PARTS_OF_NAME):
            places = [place for place, found in named.items() if f"@p{row['pk']}" in found]
            if len(places) == len(named) or not _is_by_given(row, [words[each] for each in places]):
                texts.append(row[f"family_name_{language}"])
    if organizations:
        found = Organization.objects.rewrite(False).filter(pk__in=organizations)
        for row in found.values_list(f"name_{language}", f"short_name_{language}"):
            texts += row
    return [[set(word) for word in tokens(text, language) if word] for text in set(texts) if text]


def _is_by_given(row, words):
    """Whether words name a person by the given name or the patronymic alone."""
    family, given = (
        of_names((column[-2:], row[column]) for column in columns if row[column])
        for columns in (PARTS_OF_NAME[:FAMILY], PARTS_OF_NAME[FAMILY:])
    )
    asked = [name_tokens(word) for word in words]
    return all(family.isdisjoint(each) for each in asked) and not all(
        given.isdisjoint(each) for each in asked
    )
