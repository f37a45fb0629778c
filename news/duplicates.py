"""Entries of the directory that look like one: pairs, each with the reasons why.

All names are read with two queries; only entries that share a key are compared.
"""

import re
from collections import defaultdict
from itertools import combinations
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from media.language_tabs import in_languages
from news.models import Distinct
from news.morphology.words import fold
from news.recognition.spelling import is_slip
from news.search.heard import as_heard
from organizations.models import Organization, OrganizationName
from people.models import Participant, ParticipantName, parts_of_name

# Two spellings of one long name (see `news.recognition.spelling.is_variant`).
LENGTH_OF_VARIANT, RATIO_OF_VARIANT = 8, 80
RATIO_ACROSS_ALPHABETS = 80
RATIO_OF_ORGANIZATIONS, RATIO_OF_WORDS = 90, 75
LENGTH_OF_ABBREVIATION = 3


class Reason(models.IntegerChoices):
    """Why two entries look like one; the strongest first."""

    SAME_NAME = 0, _("The same name")
    SAME_OTHER_NAME = 1, _("The same other name")
    ONE_IN_TWO_LANGUAGES = 2, _("The same name in two languages")
    ABBREVIATION = 3, _("One is the abbreviation of the other")
    INITIAL = 4, _("The same family name, one has only the initial")
    NO_GIVEN_NAME = 5, _("The same family name, one has no given name")
    SIMILAR_NAME = 6, _("Similar spelling")


class Pair(NamedTuple):
    """Two ids, the smaller first; `reasons` are `{Reason: the names that gave it}`."""

    first: int
    second: int
    reasons: dict

    @property
    def ids(self):
        return self.first, self.second

    @property
    def told(self):
        """The reasons in words, the strongest first."""
        return [
            f"{reason.label}: {' – '.join(dict.fromkeys(self.reasons[reason]))}"
            for reason in sorted(self.reasons)
        ]


class Found:
    """The pairs found so far, each reason once."""

    def __init__(self):
        self.reasons = defaultdict(dict)

    def add(self, one, other, reason):
        if one.pk != other.pk:
            pair = min(one.pk, other.pk), max(one.pk, other.pk)
            self.reasons[pair].setdefault(reason, (one.name, other.name))

    def pairs(self):
        """The most certain first, then by the names."""
        pairs = [Pair(*pair, reasons) for pair, reasons in self.reasons.items()]
        return sorted(
            pairs,
            key=lambda pair: (strongest := min(pair.reasons), pair.reasons[strongest], pair.ids),
        )


def find_pairs(model):
    """All pairs of entries of a model that look like one, also those that were dismissed."""
    return (pairs_of_people if model is Participant else pairs_of_organizations)().pairs()


def distinct_pairs(model):
    """`{(first id, second id)}` of pairs that somebody dismissed."""
    pairs = Distinct.objects.filter(model=model._meta.label_lower)
    return set(pairs.values_list("first_id", "second_id"))


def look_like(entry):
    """The ids of the entries that may be the same as one, the most certain first."""
    distinct = distinct_pairs(type(entry))
    return [
        sum(pair.ids) - entry.pk
        for pair in find_pairs(type(entry))
        if entry.pk in pair.ids and pair.ids not in distinct
    ]


# Words that are compared


VOWELS = re.compile(r"[aeiou]+")


def skeleton(word):
    """Its consonants, each once in a row; and whether it begins with a vowel."""
    consonants = VOWELS.sub("", word)
    return ("a" if VOWELS.match(word) else "") + re.sub(r"(.)\1+", r"\1", consonants)


def _blocks(spellings, key):
    """The spellings that share a key, of more than one entry."""
    found = defaultdict(list)
    for spelling in spellings:
        if (shared := key(spelling)) is not None:
            found[shared].append(spelling)
    return [block for block in found.values() if len({each.pk for each in block}) > 1]


# People


class PersonName(NamedTuple):
    """One spelling of a person in one language; the parts are folded."""

    pk: int
    language: str
    name: str
    given: str
    patronymic: str
    family: str
    is_other: bool
    languages: tuple  # in which the person has names

    @property
    def initial(self):
        """The first letter, of a given name that is nothing but this letter."""
        is_initial = len(self.given.rstrip(".")) == 1
        return self.given[0] if is_initial else ""


def _names_of_people():
    columns = in_languages("given_name", "patronymic_name", "family_name")
    people = Participant.objects.order_by("pk").values("pk", *columns)
    for row in people.iterator(2000):
        languages = [code for code in settings.PRESS_LANGUAGES if row[f"family_name_{code}"]]
        for code in languages:
            parts = [row[f"{part}_name_{code}"] or "" for part in ("given", "patronymic", "family")]
            yield _person_name(row["pk"], code, parts, False, languages)
    others = ParticipantName.objects.values_list("participant_id", "language", "name")
    for pk, code, name in others.order_by("pk"):
        if name.split():
            yield _person_name(pk, code, parts_of_name(name), True, [])


def _person_name(pk, language, parts, is_other, languages):
    name = " ".join(filter(None, (parts[0], parts[2])))
    folded = (" ".join(fold(part).split()) for part in parts)
    return PersonName(pk, language, name, *folded, is_other, tuple(languages))


def pairs_of_people():
    names, found = list(_names_of_people()), Found()
    own = [name for name in names if not name.is_other]
    for block in _blocks(names, lambda name: (name.language, *sorted((name.given, name.family)))):
        for one, other in combinations(block, 2):
            if _can_be_one(one, other) and one.given:
                is_other = one.is_other or other.is_other
                reason = Reason.SAME_OTHER_NAME if is_other else Reason.SAME_NAME
                found.add(one, other, reason)
    for block in _blocks(names, lambda name: (name.language, name.family)):
        # Complete names were compared above; those of a large family are many.
        short = [name for name in block if name.initial or not name.given]
        for one in short:
            for other in block:
                if _can_be_one(one, other):
                    _add_short(found, one, other)
    for block in _blocks(own, _key_of_variant):
        for one, other in combinations(block, 2):
            if _is_variant(one, other) and _can_be_one(one, other):
                found.add(one, other, Reason.SIMILAR_NAME)
    for block in _blocks(own, _key_of_family):
        for one, other in combinations(block, 2):
            if is_slip(one.given, other.given) and _can_be_one(one, other):
                found.add(one, other, Reason.SIMILAR_NAME)
    _add_across_alphabets(found, own)
    return found


def _can_be_one(one, other):
    """A father's and a son's friend of one name have two patronymics."""
    return (
        not one.patronymic
        or not other.patronymic
        or one.patronymic == other.patronymic
        or min(len(one.patronymic.rstrip(".")), len(other.patronymic.rstrip("."))) == 1
        and one.patronymic[0] == other.patronymic[0]
    )


def _add_short(found, one, other):
    if not one.given and other.given:
        found.add(one, other, Reason.NO_GIVEN_NAME)
    elif one.given != other.given and other.given and one.initial == other.given[0]:
        found.add(one, other, Reason.INITIAL)


def _key_of_variant(name):
    if not name.family or not name.given or name.initial:
        return None
    return name.language, name.given, name.family[0]


def _key_of_family(name):
    if not name.given or name.initial:
        return None
    return name.language, name.family, name.given[0]


def _is_variant(one, other):
    """Whether the family names of two people of one given name are spelled alike."""
    if one.family == other.family:
        return False
    is_long = min(len(one.family), len(other.family)) >= LENGTH_OF_VARIANT
    return (is_long and fuzz.ratio(one.family, other.family) >= RATIO_OF_VARIANT) or is_slip(
        one.family, other.family
    )


def _add_across_alphabets(found, own):
    """One has names in some languages, the other in others alone."""
    own = _not_in_all_languages(own)
    heard = {name: (as_heard(name.given), as_heard(name.family)) for name in own}

    def key(name):
        given, family = heard[name]
        return (skeleton(given), skeleton(family)) if given else None

    for block in _blocks(own, key):
        for one, other in combinations(block, 2):
            if {*one.languages} & {*other.languages}:
                continue
            if all(
                fuzz.ratio(mine, others) >= RATIO_ACROSS_ALPHABETS
                for mine, others in zip(heard[one], heard[other], strict=True)
            ):
                found.add(one, other, Reason.ONE_IN_TWO_LANGUAGES)


def _not_in_all_languages(names):
    return [name for name in names if len(name.languages) < len(settings.PRESS_LANGUAGES)]


# Organizations


class OrganizationSpelling(NamedTuple):
    pk: int
    language: str
    name: str
    words: tuple  # folded, without the legal form
    quoted: str  # the name between quotation marks, or all of it
    is_other: bool
    languages: tuple

    @property
    def key(self):
        return " ".join(self.words)


QUOTED = re.compile(r"[«“„\"](.+)[»”\"]")
WORD = re.compile(r"\w+")
# Folded, in all languages: a name is the same with and without its form.
LEGAL_FORMS = {
    *("оо", "ро", "роо", "оюл", "тоо", "ао", "нао", "гу", "кгу", "ргу", "ркп", "гккп", "кгкп"),
    *("ип", "ооо", "ф", "кф", "оф", "қб", "рқб", "жшс", "ақ", "кеақ", "мм", "кмм", "рмм", "ққ"),
    *("llp", "jsc", "ngo", "ltd", "llc", "inc"),
}
LONG_FORMS = re.compile(
    r"\b(республиканское |городское |областное )?(общественное объединение|общественный фонд)\b"
    r"|\b(государственное учреждение|акционерное общество)\b"
    r"|\b(республикалық |қалалық |облыстық )?(қоғамдық бірлестігі|қоғамдық бірлестік|қоғамдық қоры)"
    r"|\b(мемлекеттік мекемесі|акционерлік қоғамы)\b"
    r"|\b(public association|public foundation|joint stock company)\b"
)
SMALL_WORDS = {"и", "в", "при", "по", "на", "мен", "және", "of", "the", "and", "for", "in"}


def _names_of_organizations():
    columns = in_languages("name", "short_name")
    for row in Organization.objects.order_by("pk").values("pk", *columns).iterator(2000):
        languages = tuple(code for code in settings.PRESS_LANGUAGES if row[f"name_{code}"])
        for column in columns:
            if row[column]:
                code = column.rpartition("_")[2]
                yield _spelling(row["pk"], code, row[column], False, languages)
    others = OrganizationName.objects.values_list("organization_id", "language", "name")
    for pk, code, name in others.order_by("pk"):
        yield _spelling(pk, code, name, True, ())


def _spelling(pk, language, name, is_other, languages):
    quoted = QUOTED.search(name)
    folded = fold(name)
    without = LONG_FORMS.sub(" ", folded)
    words = [word for word in WORD.findall(without) if word not in LEGAL_FORMS]
    words = words or WORD.findall(folded)
    return OrganizationSpelling(
        pk, language, name, tuple(words), quoted[1] if quoted else name, is_other, languages
    )


def pairs_of_organizations():
    names, found = [name for name in _names_of_organizations() if name.words], Found()
    for block in _blocks(names, lambda name: (name.language, name.words)):
        for one, other in combinations(block, 2):
            reason = Reason.SAME_OTHER_NAME if one.is_other or other.is_other else Reason.SAME_NAME
            found.add(one, other, reason)
    _add_abbreviations(found, names)
    own = [name for name in names if not name.is_other]
    for block in _blocks(own, lambda name: (name.language, name.key[0])):
        keys = [name.key for name in block]
        for place, one in enumerate(block):
            near = process.extract(
                one.key,
                keys[place + 1 :],
                scorer=fuzz.ratio,
                score_cutoff=RATIO_OF_ORGANIZATIONS,
                limit=None,
            )
            for _key, _ratio, further in near:
                other = block[place + 1 + further]
                if _differ_little(one, other):
                    found.add(one, other, Reason.SIMILAR_NAME)
    own = _not_in_all_languages(own)
    heard = {name: as_heard(name.quoted) for name in own}
    for block in _blocks(own, lambda name: skeleton(heard[name]) or None):
        for one, other in combinations(block, 2):
            if {*one.languages} & {*other.languages}:
                continue
            if fuzz.ratio(heard[one], heard[other]) >= RATIO_ACROSS_ALPHABETS:
                found.add(one, other, Reason.ONE_IN_TWO_LANGUAGES)
    return found


def _add_abbreviations(found, names):
    """«АНК» of one is what the words of «Ассамблея народа Казахстана» of the other begin with."""
    short, long = defaultdict(list), defaultdict(list)
    abbreviated = set()
    for name in names:
        if name.name.isupper() and name.name.isalpha() and (
            len(name.name) >= LENGTH_OF_ABBREVIATION
        ):  # fmt: skip
            short[name.language, fold(name.name)].append(name)
            abbreviated.add((name.pk, name.language))
        else:
            for words in (
                name.words,
                tuple(word for word in name.words if word not in SMALL_WORDS),
            ):
                initials = "".join(word[0] for word in words)
                long[name.language, initials].append(name)
    for key, names_of_key in short.items():
        for one in names_of_key:
            for other in long.get(key, ()):
                # Which has an abbreviation of its own was compared by that.
                if (other.pk, other.language) not in abbreviated:
                    found.add(one, other, Reason.ABBREVIATION)


def _differ_little(one, other):
    """Whether the words that differ are nearly the same; schools No 5 and No 6 are two."""
    mine, others = set(one.words), set(other.words)
    if mine == others or not all(word.isalpha() for word in mine ^ others):
        return False
    rest = (" ".join(sorted(mine - others)), " ".join(sorted(others - mine)))
    return fuzz.ratio(*rest) >= RATIO_OF_WORDS
