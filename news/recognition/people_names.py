"""The spellings under which texts of one language may name a person."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache

from django.conf import settings
from django.db.models import QuerySet
from rapidfuzz.fuzz import ratio

from news.morphology.words import fold
from news.recognition.spelling import KINSHIP, PATRONYMIC, cases_of, genders_of
from people.models import Participant, ParticipantName

CYRILLIC = {"ru": "kk", "kk": "ru"}
PARTS = ("family", "given", "patronymic")
COLUMNS = [f"{part}_name_{code}" for code in settings.PRESS_LANGUAGES for part in PARTS]


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling of a person's name; `approved` is the `Spelling` that should stand instead."""

    id: int
    name: str
    shown: str
    family: str
    given: str
    patronymic: str
    genders: tuple
    approved: "Spelling | None" = None
    is_borrowed: bool = False  # from the other language in Cyrillic letters

    def cases(self, words, part, language):
        """The cases in which words can be a part of the name; None when they can't be."""
        name = getattr(self, part)
        return cases_of(tuple(words), name, part, self.genders, language) if name else None

    def length(self, part):
        """How many words a part of the name has at most."""
        return len(re.split(r"[\s-]+", getattr(self, part)))


def load_people(pks):
    """`[(id, gender, names by column, other names)]` of some people, with two queries."""
    others = defaultdict(list)
    rows = ParticipantName.objects.filter(participant__in=pks).order_by("pk")
    for pk, *name in rows.values_list("participant_id", "language", "name", "is_accepted"):
        others[pk].append(tuple(name))
    # Without modeltranslation's work on each row: the columns are named by their languages.
    rows = QuerySet(Participant).filter(pk__in=pks).order_by("pk")
    return [
        (pk, gender, dict(zip(COLUMNS, names, strict=True)), others[pk])
        for pk, gender, *names in rows.values_list("pk", "gender", *COLUMNS)
    ]


def spellings_of_person(pk, gender, names, others, language):
    """The `Spelling`s of a person in a language; no two with the same parts.

    `names` is `{column: name}` of `COLUMNS`, `others` are `(language, name, is_accepted)`. Where
    the person has no name in the language, those of the other languages count: their letters
    decide whether a text can hold them. Russian texts hold Kazakh names, and the other way round.
    """
    genders = genders_of(gender)
    mains = {}
    for code in settings.PRESS_LANGUAGES:
        parts = tuple(names[f"{part}_name_{code}"] or "" for part in PARTS)
        if parts[0]:
            shown = " ".join(filter(None, (parts[1], parts[0])))
            mains[code] = Spelling(pk, shown, shown, *parts, genders)
    wanted = {language} if language in mains else set(settings.PRESS_LANGUAGES)
    found = {}
    for code, main in mains.items():
        if code in wanted:
            _add(found, main)
    if language in mains and (other := mains.get(CYRILLIC.get(language))):
        _add(found, replace(other, shown=mains[language].shown, is_borrowed=True))
    for code, name, is_accepted in others:
        if code in wanted:
            main = mains.get(code) or next(iter(mains.values()), None)
            approved = None if is_accepted else mains.get(code)
            shown = main.shown if main else name
            _add(found, Spelling(pk, name, shown, *parts_of(name, main), genders, approved))
    return list(found.values())


def _add(found, spelling):
    key = tuple(fold(getattr(spelling, part)) for part in PARTS)
    found.setdefault(key, spelling)


@lru_cache(20_000)
def parts_of(name, main=None):
    """Family, given and patronymic name of a spelling, whichever stands first.

    `main` is the person's own `Spelling`, which tells the family name from the given one.
    """
    words = re.findall(r"[^\s.]+\.?", name)
    initials = [word for word in words if word.endswith(".")]
    words = [word for word in words if not word.endswith(".")]
    patronymic = ""
    for index, word in enumerate(words):
        is_one = index and len(words) > 2 and (PATRONYMIC.search(fold(word)) or _is_kin(word))
        if is_one and not _is_last_family(words, index, main):
            start = index - 1 if _is_kin(word) and word.islower() and index > 1 else index
            patronymic = " ".join(words[start : index + 1])
            words = words[:start] + words[index + 1 :]
            break
    if not words:
        return name, "", ""
    if len(words) == 1:
        given, second = (*initials, "", "")[:2]
        is_whole = not initials and not patronymic and main
        return (
            words[0],
            main.given if is_whole else given,
            main.patronymic if is_whole else patronymic or second,
        )
    first, last = (words[0], " ".join(words[1:])), (words[-1], " ".join(words[:-1]))
    if main and _likeness(first, main) > _likeness(last, main):
        return *first, patronymic or "".join(initials[:1])
    if not main and patronymic and name.endswith(patronymic):
        return *first, patronymic  # «Сериков Ерлан Маратович»
    return *last, patronymic or "".join(initials[:1])


def _is_kin(word):
    return bool(KINSHIP.search(fold(word)))


def _is_last_family(words, index, main):
    """Whether what ends like a patronymic is the family name: «Толеген Бакытулы»."""
    return bool(main and ratio(fold(words[index]), fold(main.family)) > 70)


def _likeness(pair, main):
    family, given = pair
    return ratio(fold(family), fold(main.family)) + ratio(fold(given), fold(main.given))
