"""How words of names are compared: as they are written, whatever is mixed up in them."""

import re
from functools import lru_cache
from os.path import commonprefix
from unicodedata import normalize

from rapidfuzz.fuzz import ratio

from news.morphology.forms import forms_of_name
from news.morphology.kazakh import inflect, kazakh_stems
from news.morphology.russian import FEMALE, MALE, decline
from news.morphology.words import fold

# Latin letters that look like Cyrillic ones, which slip into Russian and Kazakh names.
LOOKALIKES = str.maketrans("ABCEHKMOPTXYIaceopxyi", "АВСЕНКМОРТХУІасеорхуі")
# Latin letters whose marks are parts of them.
UNMARKED = str.maketrans("ıøØłŁđĐ", "ioOlLdD")
MARKS = re.compile(r"[\u0300-\u036f]")
APOSTROPHES = dict.fromkeys(map(ord, "'‘ʻʼ`´"), "’")
CYRILLIC, LATIN = re.compile("[а-яёәғқңөұүһі]", re.IGNORECASE), re.compile("[A-Za-z]")
HYPHENS = re.compile(r"[\s’'‘ʻʼ`´‑–-]+")
PATRONYMIC = re.compile(
    r"(?:(?:[оеё]в|[иы]н)ич|(?:[оеё]в|инич|ич)н[аыеу]|ой)\w{0,3}$|(?:улы|ұлы|[кқ]ызы)(?:[нм]\w{0,5})?$"
)
# «Маратұлы», «Маратқызының», but not «Ұлықбек»
KINSHIP = re.compile(r"(?:улы|ұлы|[кқ]ызы|оглы|оғлы|uly|kyzy|qyzy)(?:[нм]\w{0,4})?$")
MIN_LENGTH_OF_VARIANT = 8
MIN_RATIO_OF_VARIANT = 80
MIN_LENGTH_OF_SLIP = 3
# Letters that are heard alike. Any other one makes another name: «Ким» and «Кин».
HEARD_ALIKE = {frozenset(pair) for pair in ("йи", "еэ", "ыи", "оа", "yi")}
_PATRONYMIC_ENDING = re.compile(
    r"(?:ович|евич|ович|инич|ич|овна|евна|инична|ична|ұлы|улы|[кқ]ызы|uly|kyzy|ovich|evich|ovna|evna)$"
)


@lru_cache(20_000)
def plain(word, language):
    """A word folded, its apostrophes of one kind, Cyrillic letters for the Latin ones like them.

    Latin letters lose their marks: texts write “Öztürk” and “Ozturk”.
    """
    word = word.translate(APOSTROPHES)
    if not word.isascii() and not CYRILLIC.search(word):
        word = MARKS.sub("", normalize("NFD", word.translate(UNMARKED)))
    if language != "en" and LATIN.search(word):
        changed = word.translate(LOOKALIKES)
        is_alike = not LATIN.search(changed)
        if is_alike and (CYRILLIC.search(word) or word.isupper()):
            word = changed
    return fold(word)


def is_latin(name):
    return bool(LATIN.search(name)) and not CYRILLIC.search(name)


def joined(words, language):
    """Words as one, without hyphens: «Касым-Жомарт» and «Касым Жомарт» are one name."""
    return HYPHENS.sub("", "".join(plain(word, language) for word in words))


@lru_cache(20_000)
def forms_with_cases(name, part, genders, language):
    """The forms that a part of a name takes, joined: `{form: (case, ...)}`."""
    found = {}
    if language == "en" or is_latin(name):
        for form in forms_of_name(part, plain(name, "en"), "", "en"):
            found[HYPHENS.sub("", form)] = ()
        return found
    name = HYPHENS.sub("-", plain(name, language)).strip("-")
    for gender in genders:
        forms = decline(name, part, gender) if language == "ru" else inflect(name)
        for case, words in forms.items():
            for word in words:
                cases = found.setdefault(HYPHENS.sub("", word), [])
                if case not in cases:
                    cases.append(case)
    return {form: tuple(cases) for form, cases in found.items()}


def cases_of(words, name, part, genders, language):
    """The cases in which words of a text can be this part of a name; None when they can't be."""
    word = joined(words, language)
    cases = forms_with_cases(name, part, genders, language).get(word)
    if cases is None and language == "kk":
        # Endings that names seldom have: «Серіковтардан».
        base = joined([name], language)
        if word.startswith(base[:3]) and base in kazakh_stems(word):
            return ()
    return cases


@lru_cache(20_000)
def patronymic_root(name, language):
    """What «Маратович», «Маратовна» and «Маратұлы» share."""
    return _PATRONYMIC_ENDING.sub("", plain(name, language))


def genders_of(gender):
    return (gender,) if gender else (MALE, FEMALE)


def like(name, form):
    """A folded form of a name with the letters that the name has."""
    same = 0
    while same < min(len(name), len(form)) and fold(name[same]) == form[same]:
        same += 1
    return name[:same] + form[same:]


def is_variant(one, other):
    """Whether two names (given, family) can be spellings of one name."""
    (given, family), (other_given, other_family) = (
        tuple(fold(part) for part in name) for name in (one, other)
    )
    if family == other_family:
        return False
    if given != other_given:
        # «Тимур Касымбеков» and «Т. Касимбеков»
        short, long = sorted((given, other_given), key=len)
        is_initial = len(short) == 2 and short[1] == "." and long[:1] == short[0]
        is_long = min(len(family), len(other_family)) >= MIN_LENGTH_OF_VARIANT
        return is_initial and is_long and is_slip(family, other_family)
    if len(given.rstrip(".")) > 1 and is_slip(family, other_family):
        return True
    return (
        min(len(family), len(other_family)) >= MIN_LENGTH_OF_VARIANT
        and ratio(family, other_family) >= MIN_RATIO_OF_VARIANT
    )


def is_slip(one, other):
    """Whether two folded names differ by one letter that is heard alike, «ь» or a double letter."""
    short, long = sorted((one, other), key=len)
    if len(short) < MIN_LENGTH_OF_SLIP or len(long) - len(short) > 1:
        return False
    place = len(commonprefix([short, long]))
    if len(short) == len(long):
        pair = frozenset((short[place : place + 1], long[place : place + 1]))
        return pair in HEARD_ALIKE and short[place + 1 :] == long[place + 1 :]
    letter = long[place]
    is_silent = letter == "ь" or place > 0 and letter == long[place - 1]
    return is_silent and short[place:] == long[place + 1 :]
