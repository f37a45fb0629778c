"""Russian letters where Kazakh ones belong."""

import re
from functools import lru_cache
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.checks.base import Check
from news.checks.kazakh_words import (
    KAZAKH_THINGS,
    KAZAKH_WORDS,
    SHORTEST_CAPITALISED,
    SHORTEST_STEM,
    TO_RUSSIAN,
    WORDS_AS_THEY_ARE,
    kazakh_stems,
)
from news.morphology.given_names import listed_names
from news.morphology.kazakh import BACK, FRONT, harmonies
from news.morphology.russian import is_known
from news.morphology.words import fold, lexicon
from organizations.models import Organization, OrganizationName
from people.models import Participant, ParticipantName

KAZAKH_LETTERS = re.compile("[әғқңөұүһі]", re.IGNORECASE)
SUFFIXES = lexicon(
    """
    ның нің дың дің тың тің ға ге қа ке на не ды ді ты ті ны ні да де та те нда нде
    дан ден тан тен нан нен мен бен пен дағы дегі тағы тегі ндағы ндегі ы і сы сі
    лар лер дар дер тар тер ымыз іміз мыз міз ңыз ңіз дық дік лық лік тық тік ғы гі қы кі
    ұлы қызы ша ше лы лі шы ші сыз сіз дай дей тай тей ған ген қан кен ып іп у ып ылды ілді лап леп
    """
)
LAST_SUFFIXES = lexicon("ын ін сын сін")
SUFFIX_OF = {suffix.translate(TO_RUSSIAN): suffix for suffix in SUFFIXES | LAST_SUFFIXES}
SONANTS = "аеиоуыэюялрймнзж"
WORD = re.compile(r"(?<!\w)[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]{3,40}(?!\w)")
RUSSIAN_COUNTRY, COUNTRY = "казахстан", "казакстан"
LONGEST_THING = 40  # characters: what follows a word, to tell of which it is
SHORTEST_NAME = 4  # letters
LINE = re.compile(".+")
QUOTATION = re.compile(r"«[^«»]{1,500}»|“[^“”]{1,500}”|\"[^\"\n]{1,500}\"")
SENTENCE_STARTS = re.compile(r"(?:^|[.!?…:\n]\s*|[«“„(–—-]\s*)$")
MUCH_LONGER = 4  # letters of a stem
BEFORE = 6  # characters before a word that tell whether it starts a sentence
QUOTED_WORDS = 3  # and more, most of them Russian, are a Russian quotation
# Of which harmony a suffix is tells each of its letters; these follow any word.
KINDS = dict.fromkeys("аыұоғқ", BACK) | dict.fromkeys("еіүөгк", FRONT)
OF_ANY_WORD = ("мен", "бен", "пен", "ұлы", "қызы")
ENOUGH_WORDS = 12  # to say of a whole text that it has no Kazakh letters


class KazakhLetters(Check):
    name = "kazakh_letters"
    label = gettext_lazy("Russian letters in Kazakh words")

    def find(self, subject):
        if subject.language != "kk":
            return
        text = " ".join(subject.texts.values())
        if not KAZAKH_LETTERS.search(text) and len(WORD.findall(text)) >= ENOUGH_WORDS:
            field = "body" if "body" in subject.texts else "title"
            reason = _("The text has no Kazakh letters at all.")
            yield self.at(field, subject.texts.get(field, ""), 0, 0, reason)
        names = _names()
        stems = _stems(KAZAKH_WORDS | {name for name in names if len(name) >= SHORTEST_NAME})
        for field, text in subject.texts.items():
            russian = _russian_quotations(text)
            for found in WORD.finditer(text):
                word = found[0].lower()
                is_right = word in names or (
                    _is_given_name(found[0]) and word.translate(TO_RUSSIAN) not in stems
                )
                if is_right or found.start() in russian:
                    continue
                rest = text[found.end() : found.end() + LONGEST_THING]
                before = text[max(found.start() - BEFORE, 0) : found.start()]
                is_name = found[0].istitle() and not SENTENCE_STARTS.search(before)
                if mends := _spellings(found[0], stems, rest, is_name):
                    mend = mends.pop() if len(mends) == 1 else None
                    reason = _("Russian letters stand for Kazakh ones.")
                    yield self.at(field, text, *found.span(), reason, mend)


def _names():
    """All words of names in Kazakh that the directory has."""
    people = Participant.objects.values_list(
        "family_name_kk", "given_name_kk", "patronymic_name_kk"
    )
    organizations = Organization.objects.values_list("name_kk", "short_name_kk")
    others = [
        model.objects.filter(language="kk", is_accepted=True).values_list("name")
        for model in (ParticipantName, OrganizationName)
    ]
    names = chain.from_iterable(chain(people, organizations, *others))
    return {word.lower() for name in names if name for word in WORD.findall(name)}


def _is_given_name(word):
    """Whether it is one in either spelling."""
    folded = fold(word)
    return folded in listed_names("kk") or (word.istitle() and folded in listed_names("ru"))


def _russian_quotations(text):
    """The places of a text that Russian quotations and lines take."""
    places = set()
    for found in (*LINE.finditer(text), *QUOTATION.finditer(text)):
        words = WORD.findall(found[0].lower())
        is_kazakh = len(words) < QUOTED_WORDS or KAZAKH_LETTERS.search(found[0])
        if not is_kazakh and sum(map(is_known, words)) * 2 > len(words):
            places.update(range(*found.span()))
    return places


def _stems(words):
    """The words that have Kazakh letters, by what Russian letters make of them."""
    found = {}
    for word in words:
        if KAZAKH_LETTERS.search(word):
            found.setdefault(word.translate(TO_RUSSIAN), set()).add(word)
    return found


def _spellings(word, stems, rest, is_name):
    """How a word with Russian letters can be meant; nothing where it is right as it is.

    Names of people and places are spelled as they like, but for those in `stems`.
    """
    typed = word.lower().replace(RUSSIAN_COUNTRY, COUNTRY)
    folded = typed.translate(TO_RUSSIAN)
    more = kazakh_stems()
    # What Russian has too is left alone unless frequent words make it Kazakh.
    has_letters = KAZAKH_LETTERS.search(word)
    is_left = is_name or (not has_letters and is_known(word.lower()))
    shortest = SHORTEST_CAPITALISED if word.istitle() else SHORTEST_STEM
    found, longest = set(), 0
    for length in range(len(folded), 1, -1):  # the longest stem tells best what is meant
        start = folded[:length]
        frequent, other = stems.get(start, ()), more.get(start, ())
        if _is_a_word(start, typed) and not _is_kazakh_thing(start, rest):
            frequent = ()
        endings = _endings(start[-1], folded[length:])
        meant = _joined(frequent, endings) or _joined(other, endings)
        # A short stem with a row of suffixes is no word beside a long one: «тын-да-у-шы-лар».
        is_right = word.lower() in meant or word.lower() in _joined(other, endings)
        if is_right and (not found or longest - length < MUCH_LONGER):
            return set()
        # Who has Kazakh letters and writes the stem right may mean another word: «бағанын».
        is_doubtful = has_letters and typed.startswith(tuple(other))
        is_left_here = is_left or is_doubtful or length < shortest or _is_a_word(start, typed)
        is_evidence = frequent or not is_left_here
        if not found and is_evidence:
            found = {_cased_as(word, one) for one in meant if _can_be(typed, one)}
            longest = length
    return found


def _joined(stems, endings):
    """The stems with the endings that fit them: `{spelling}`."""
    return {
        stem + ending for stem in stems for ending in endings if _is_of_one_harmony(stem, ending)
    }


@lru_cache(10_000)
def _is_of_one_harmony(stem, ending):
    for any_word in OF_ANY_WORD:
        if ending.startswith(any_word):
            stem, ending = any_word, ending[len(any_word) :]
    kinds = {KINDS[letter] for letter in ending if letter in KINDS}
    return len(kinds) < 2 and kinds <= set(harmonies(stem))


def _is_a_word(start, typed):
    return start in WORDS_AS_THEY_ARE and typed.startswith(start)


def _is_kazakh_thing(start, rest):
    following = rest[1:].lower().translate(TO_RUSSIAN)
    return start == "казак" and rest[:1] == " " and following.startswith(KAZAKH_THINGS)


@lru_cache(10_000)
def _endings(before, folded):
    """What a row of suffixes in Russian letters is in Kazakh ones: `{spelling}`.

    `before` is the letter before it: no «т» follows a vowel, so «өтетін» is no genitive.
    """
    if not folded:
        return {""}
    if folded[0] in "тк" and before in SONANTS:
        return set()
    suffixes = {folded[:length]: SUFFIX_OF.get(folded[:length]) for length in range(1, 6)}
    return {
        suffix + rest
        for short, suffix in suffixes.items()
        if suffix and (suffix not in LAST_SUFFIXES or short == folded)
        for rest in _endings(short[-1], folded[len(short) :])
    }


def _can_be(typed, meant):
    """Whether what differs are Russian letters that stand for Kazakh ones."""
    return all(
        one == other or one == other.translate(TO_RUSSIAN)
        for one, other in zip(typed, meant, strict=True)
    )


def _cased_as(word, meant):
    letters = zip(word, meant, strict=True)
    return "".join(other.upper() if one.isupper() else other for one, other in letters)
