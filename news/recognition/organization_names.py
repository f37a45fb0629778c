"""The ways in which texts of one language may name an organization."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from rapidfuzz.fuzz import ratio

from media.transliteration import to_latin
from news.morphology.kazakh import kazakh_stems
from news.morphology.keys import keys
from news.morphology.russian import lemmas, parses
from news.morphology.words import fold, lexicon, tokenize
from news.recognition.kinds import ASSOCIATIONS, THINGS
from news.recognition.quotes import CLOSE, OPEN, quotation_marks
from news.recognition.spelling import CYRILLIC, plain
from organizations.models import Organization, OrganizationName

COLUMNS = [f"{name}_{code}" for code in settings.PRESS_LANGUAGES for name in ("name", "short_name")]
# «Республика Казахстан» and its abbreviation are one word of a name.
COUNTRY = {
    "ru": (("республик", "казахстан"), "рк"),
    "kk": (("қазақстан", "республика"), "қр"),
    "en": (("republic", "of", "kazakhstan"), "rk"),
}
# What many names have: such a word is no help in finding the one that a text names.
GENERIC = {
    "ru": re.compile(
        r"обществен|республик|казахстан|национал|государств|международн|областн|городск|районн"
        r"|объединени|ассоциаци|министерств|дом$|центр|комитет|институт|университет|фонд$|союз$"
        r"|город$|област|имени$|совет$|рк$|этнокультурн"
    ),
    "kk": re.compile(
        r"қоғамдық|республика|қазақстан|ұлттық|мемлекеттік|халықаралық|облыс|қала|аудан|бірлест"
        r"|қауымдаст|министрл|үй|орталы|комитет|институт|университет|қор|одақ|одағы|кеңес|атындағы"
        r"|қр$|этномәдени"
    ),
    "en": re.compile(
        r"(?:the|of|for|and|in|public|republic|kazakhstan|national|state|international|regional"
        r"|city|association|ministry|house|center|centre|committee|institute|university|"
        r"foundation|fund|union|council|rk|ethnocultural)$"
    ),
}
# What a full stop may follow inside a name.
WITH_DOT = {
    "ru": {"им": "имени", "г": "город"},
    "kk": {},
    "en": {word: word for word in ("st", "dr", "prof", "acad")},
}
# «МИДе», «ЗАГСом»: what is read as a word is inflected like one.
ABBREVIATION_IN_A_CASE = re.compile(
    r"((?=[А-ЯЁ]*[АЕИОУЫЭЮЯ])[А-ЯЁ]+[БВГДЖЗКЛМНПРСТФХЦЧШЩ])(?:а|у|ом|е)"
)
NAMED_AFTER = {"ru": re.compile(r"(\w+) им(?:ени|\.) .+"), "kk": re.compile(r".+ атындағы (\w+)")}
QUOTED, LIKE_TITLE = re.compile("«([^«»]+)»"), 60
KINDS_EN = ASSOCIATIONS["en"] | THINGS["en"]
# The bodies that a country has one of.
CHAMBERS = lexicon("парламент мәжіліс сенат үкімет")
TOWN_WORDS = {"ru": lexicon("город"), "kk": lexicon("қала"), "en": frozenset()}
NOUN_LIKE = ("NOUN", "ADJF", "PRTF", "ADJS", "NPRO", None)


class Unit(NamedTuple):
    """A word of a name in a text, from its first to its last token; no word: a name ends here."""

    word: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """The words of a way to name an organization, each as what it is known by.

    `words` are as they are spelled; `is_quoted` is for the name in quotation marks alone,
    `is_whole` for the name as the directory has it. In `keys` the id of another organization
    stands for any of its names.
    """

    words: tuple
    keys: tuple
    abbreviation: str = ""
    is_capital: bool = False
    is_quoted: bool = False
    is_whole: bool = False
    has_commas: bool = False  # between its words
    is_short: bool = False  # says who is meant only after a longer name
    head: int = 0  # the noun whose number counts


@dataclass(frozen=True, slots=True)
class OrganizationSpelling:
    """One name of an organization; `approved` is the name that should stand instead."""

    id: int
    name: str
    shown: str
    approved: str = ""


def load_organizations(pks):
    """`[(id, names by column, other names)]` of some organizations, with two queries."""
    others = defaultdict(list)
    rows = OrganizationName.objects.filter(organization__in=pks).order_by("pk")
    for pk, *name in rows.values_list("organization_id", "language", "name", "is_accepted"):
        others[pk].append(tuple(name))
    # Without modeltranslation's work on each row: the columns are named by their languages.
    rows = QuerySet(Organization).filter(pk__in=pks).order_by("pk")
    return [
        (pk, dict(zip(COLUMNS, names, strict=True)), others[pk])
        for pk, *names in rows.values_list("pk", *COLUMNS)
    ]


def spellings_of_organization(pk, names, others, language):
    """The `OrganizationSpelling`s in a language; without any, those of the other languages."""
    own = {code: names[f"name_{code}"] or "" for code in settings.PRESS_LANGUAGES}
    short = {code: names[f"short_name_{code}"] or "" for code in settings.PRESS_LANGUAGES}
    is_here = own[language] or short[language]
    wanted = [language] if is_here else settings.PRESS_LANGUAGES
    found = {}
    for code in wanted:
        for name in filter(None, (own[code], short[code])):
            found.setdefault(name, OrganizationSpelling(pk, name, own[code] or name))
    for code, name, is_accepted in others:
        if code in wanted:
            shown = own[code] or next(filter(None, own.values()), name)
            is_short = is_abbreviation(name)
            instead = short[code] if is_short and short[code] else own[code]
            approved = "" if is_accepted else instead
            found.setdefault(name, OrganizationSpelling(pk, name, shown, approved))
    if language == "en" and own["en"]:
        for name in _by_title(own["en"], (own["ru"], own["kk"])):
            found.setdefault(name, OrganizationSpelling(pk, name, own["en"]))
    return list(found.values())


def _by_title(name, others):
    """ "Nairi Centre" and, of two words, the title alone: what English has without its quotes.

    The title is what the other languages have in quotation marks, in Latin letters.
    """
    words = name.split()
    for other in others:
        quoted = QUOTED.search(other)
        size = len(quoted[1].split()) if quoted and CYRILLIC.search(quoted[1]) else 0
        title = " ".join(words[:size])
        if not size or ratio(to_latin(quoted[1]).lower(), title.lower()) < LIKE_TITLE:
            continue
        kind = next((word for word in words[size:] if fold(word) in KINDS_EN), None)
        if kind:
            yield f"{title} {kind}"
        if size > 1 and quoted[1].split()[-1].islower():  # no person's name, no place
            yield title


def is_abbreviation(name):
    """Whether a name is one word with two capitals or more: «АНК», «КазНУ»."""
    return bool(re.fullmatch(r"[^\W\d_]+", name)) and sum(map(str.isupper, name)) > 1


def units_of(tokens, language):
    """The `Unit`s of a text: its words without quotation marks, dashes and initials."""
    opening, abbreviation = COUNTRY[language]
    units = []
    skipped = -1
    for index, token in enumerate(tokens):
        if index <= skipped:
            continue
        sign = token.text
        if token.is_word:
            is_before_dot = index + 1 < len(tokens) and tokens[index + 1].text == "."
            if token.is_initial and is_before_dot:
                skipped = index + 1  # «имени Л.Н. Гумилева»: its initials may be left out
                continue
            word = plain(sign, language)
            if word == "the" or _is_number_sign(tokens, index, language):
                skipped = index + is_before_dot
                continue
            if language == "ru" and (abbreviated := ABBREVIATION_IN_A_CASE.fullmatch(sign)):
                word = fold(abbreviated[1])
            if is_before_dot and word in WITH_DOT[language]:
                word, skipped = WITH_DOT[language][word], index + 1
            units.append(Unit(word, index, max(index, skipped)))
        elif sign.isdigit():
            units.append(Unit(sign, index, index))
        elif sign not in "«»“”„\"'‘’‚–—-№":
            units.append(Unit("", index, index))
        if not (units and units[-1].word.startswith(opening[-1])):
            continue
        tail = units[-len(opening) :]
        if len(tail) == len(opening) and all(
            unit.word.startswith(word) for word, unit in zip(opening, tail, strict=True)
        ):
            units[-len(opening) :] = [Unit(abbreviation, tail[0].first, tail[-1].last)]
    return units


def _is_number_sign(tokens, index, language):
    """ "No", "No." and "№" before a number are one."""
    following = [token.text for token in tokens[index + 1 : index + 3] if token.text != "."]
    is_sign = language == "en" and tokens[index].folded in ("no", "nos")
    return is_sign and bool(following) and following[0].isdigit()


@lru_cache(50_000)
def keys_of(word, language):
    """What a word of a name is known by, folded and plain already."""
    if not word:
        return frozenset()
    found = set(keys(word, language))
    if language == "kk" and "-" in word:
        found |= kazakh_stems(word.rpartition("-")[0])  # «ҚХА-ның»
    return frozenset(found)


@lru_cache(20_000)
def is_plural(word):
    """Whether a Russian word can only be a noun in the plural: «домами»."""
    nouns = [parse for parse in parses(word) if parse.tag.POS == "NOUN"]
    return bool(nouns) and all("plur" in parse.tag for parse in nouns)


@lru_cache(20_000)
def forms_of_word(word, language):
    """The forms under which the index has a word: `looked_up` finds those of a text among them."""
    if language != "ru":
        return keys_of(word, language)
    found = {word}
    for parse in parses(word):
        if parse.tag.POS in NOUN_LIKE:
            found.update(fold(form.word) for form in parse.lexeme)
    return frozenset(found)


def looked_up(word, language):
    """What a word of a text is looked up under in the index."""
    return {word} if language == "ru" else keys_of(word, language)


@lru_cache(20_000)
def patterns_of(name, language):
    """The `Pattern`s of a name: whole, without the country, the quoted part alone, by its place."""
    tokens = tokenize(name)
    units = [unit for unit in units_of(tokens, language) if unit.word]
    words = tuple(unit.word for unit in units)
    if not words:
        return ()
    marks = quotation_marks(tokens)
    is_short = name if is_abbreviation(name) else ""
    # In «Объединение «Арирам»» the capital of the first word says nothing.
    is_capital = name[0].isupper() and not marks
    flags = {"is_capital": is_capital, "has_commas": "," in name}
    quoted = _quoted_words(tokens, marks, units)
    # «Ана тілі» without quotation marks are two words like any.
    is_quoted = quoted == words
    whole = _pattern(
        words, language, abbreviation=is_short, is_whole=True, is_quoted=is_quoted, **flags
    )
    found = {words: whole}
    if quoted and not is_quoted:
        found[quoted] = _pattern(quoted, language, is_quoted=True, **flags | {"is_capital": True})
    for changed in (
        _without_country(words, language),
        *_by_place(words, language),
    ):
        if len(changed) >= 2 and changed not in found:
            found[changed] = _pattern(changed, language, **flags)
    for chamber in CHAMBERS & kazakh_stems(words[-1]) if language == "kk" else ():
        if words[:-1] == (COUNTRY["kk"][1],):
            found[chamber,] = _pattern((chamber,), language, **flags)  # «Парламентте»
    short = _without_of_kazakhstan(words, language)
    if short and short not in found:
        found[short] = _pattern(short, language, is_short=True, **flags)
    if (abbreviation := _abbreviation_of(name, language)) and not is_short:
        word = (plain(abbreviation, language),)
        found[word] = _pattern(word, language, abbreviation=abbreviation, is_short=True, **flags)
    return tuple(found.values())


def _pattern(words, language, **flags):
    head = next(
        (
            index
            for index, word in enumerate(words)
            if language == "ru" and parses(word)[0].tag.POS == "NOUN"
        ),
        0,
    )
    return Pattern(words, tuple(keys_of(word, language) for word in words), head=head, **flags)


def _quoted_words(tokens, marks, units):
    """The words of a name between its first quotation mark and its last."""
    start = next((index for index, mark in marks.items() if mark == OPEN), None)
    end = next((index for index, mark in reversed(marks.items()) if mark == CLOSE), len(tokens))
    if start is None:
        return ()
    return tuple(unit.word for unit in units if start < unit.first < end)


def _abbreviation_of(name, language):
    """«КазНУ» of «КазНУ имени аль-Фараби», «ҚазҰУ» of «Әл-Фараби атындағы ҚазҰУ»; or nothing."""
    found = NAMED_AFTER[language].fullmatch(name) if language in NAMED_AFTER else None
    return found[1] if found and is_abbreviation(found[1]) else ""


def _without_country(words, language):
    country = COUNTRY[language][1]
    if language == "en" and words[-2:] == ("of", country):
        return words[:-2]
    return tuple(word for word in words if word != country)


def _without_of_kazakhstan(words, language):
    """«Ассоциация корейцев», when it has been named as that of Kazakhstan; or nothing."""
    if language == "ru" and words[-1] == "казахстана":
        words = words[:-1]
    elif language == "en" and words[-2:] in (("of", "kazakhstan"), ("in", "kazakhstan")):
        words = words[:-2]
    else:
        return ()
    return words if len(words) > 1 else ()


def _by_place(words, language):
    """The same name without «города», or with its town at the other end."""
    towns = TOWN_WORDS[language]
    without = tuple(word for word in words if not towns & keys_of(word, language))
    if without != words:
        yield without
    if language == "ru":
        if len(words) > 2 and "область" in keys_of(words[-1], language):
            adjective = _in_nominative_adjective(words[-2])
            if adjective:
                yield adjective, *words[:-2]
        elif (adjective := _town_adjective(without[-1])) and len(without) > 2:
            yield adjective, *without[:-1]
            yield adjective, "городской", *without[:-1]
    elif language == "kk":
        for index, word in enumerate(words):
            if word in KAZAKH_REGIONS:
                yield *words[:index], KAZAKH_REGIONS[word], *words[index + 1 :]
    elif language == "en":
        if len(words) > 3 and words[-2] in ("in", "of") and words[-1] in TOWNS_EN:
            yield words[-1], *words[:-2]
        elif len(words) > 2 and words[0] in TOWNS_EN:
            yield *words[1:], "in", words[0]
            yield *words[1:], "of", words[0]


# «Алматы қаласының мәслихаты» is «Алматы қалалық мәслихаты», and the other way about.
_ADJECTIVES = {"қаласының": "қалалық", "облысының": "облыстық", "ауданының": "аудандық"}
KAZAKH_REGIONS = _ADJECTIVES | {adjective: word for word, adjective in _ADJECTIVES.items()}


def _in_nominative_adjective(word):
    return next(
        (fold(parse.normal_form) for parse in parses(word) if parse.tag.POS == "ADJF"), None
    )


def _town_adjective(word):
    return next((TOWNS_RU[key] for key in lemmas(word) if key in TOWNS_RU), None)


# What the towns are called as adjectives: «Дом дружбы города Алматы», «Алматинский Дом дружбы».
TOWNS_RU = {
    "алматы": "алматинский", "астана": "астанинский", "шымкент": "шымкентский",
    "актау": "актауский", "актобе": "актюбинский", "атырау": "атырауский",
    "караганда": "карагандинский", "кокшетау": "кокшетауский", "костанай": "костанайский",
    "кызылорда": "кызылординский", "павлодар": "павлодарский", "петропавловск": "петропавловский",
    "семей": "семейский", "талдыкорган": "талдыкорганский", "тараз": "таразский",
    "туркестан": "туркестанский", "уральск": "уральский", "экибастуз": "экибастузский",
    "жезказган": "жезказганский", "темиртау": "темиртауский", "конаев": "конаевский",
}  # fmt: skip
TOWNS_EN = lexicon(
    """
    astana almaty shymkent aktau aktobe atyrau zhezkazgan karaganda kokshetau konayev kostanay
    kyzylorda pavlodar petropavl semey taldykorgan taraz turkistan oral oskemen ekibastuz temirtau
    """
)


@lru_cache(20_000)
def significant(pattern_words, language):
    """The word of a name by which the index finds it: the first that few other names have."""
    return next(
        (word for word in pattern_words if not GENERIC[language].match(word)), pattern_words[0]
    )
