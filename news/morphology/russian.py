"""Russian words: lemmas, cases, and the declension of names.

Names of people are declined by rules of our own: a dictionary reads «Карину» only as the name
Карина, and does not know the family names of most people.
"""

import re
from functools import cache, lru_cache

import pymorphy3

from news.morphology.given_names import FEMALE, MALE, listed_names
from news.morphology.words import fold

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
RARE_CASES = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct"}
GENDERS = {MALE: "masc", FEMALE: "femn"}
NO_NOUNS = {"PREP", "CONJ", "PRCL", "ADVB", "INTJ", "PRED"}


@cache
def _analyzer():
    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(20_000)
def parses(word):
    return _analyzer().parse(word)


@lru_cache(20_000)
def is_known(word):
    """Whether the Russian dictionary has the word."""
    return _analyzer().word_is_known(word)


def lemmas(word):
    return {fold(parse.normal_form) for parse in parses(word)} | {fold(word)}


def has_tag(word, *tags):
    return any(tag in parse.tag for parse in parses(word) for tag in tags)


def is_verb(word):
    return not word[0].isupper() and parses(word)[0].tag.POS in ("VERB", "INFN", "PRTS", "GRND")


@lru_cache(20_000)
def nouns(word):
    """The readings of a word as a noun in the singular: `[(lemma, parse), ...]`.

    Participles and adjectives count, since some offices are such («заведующий», «ученый»). What
    is rather a preposition, adverb or the like has none: «после» is not of «посол».
    """
    found = []
    if parses(word)[0].tag.POS in NO_NOUNS:
        return found
    for parse in parses(word):
        tag = parse.tag
        if tag.POS == "NOUN" and "plur" not in tag and tag.case:
            found.append((fold(parse.normal_form), parse))
        elif tag.POS in ("ADJF", "PRTF") and tag.gender in ("masc", "femn"):
            found.append((fold(parse.inflect({"masc", "sing", "nomn"}).word), parse))
    return found


def case_of(parse):
    """The case of a parse, one of `CASES`: second genitive and the like are plain ones here."""
    return RARE_CASES.get(parse.tag.case, parse.tag.case)


def noun_cases(word, lexicon):
    """The cases in which a word can be a noun of the lexicon in the singular."""
    return {case_of(parse) for lemma, parse in nouns(word) if lemma in lexicon}


def adjective_cases(word):
    return {case_of(parse) for parse in adjectives(word)}


def adjectives(word):
    return [parse for parse in parses(word) if parse.tag.POS in ("ADJF", "PRTF")]


def is_adjective(word):
    return any(parse.score > 0.2 for parse in adjectives(word))


def in_nominative(words, case, lexicon):
    """Adjectives and the noun of the lexicon that ends them, from a case to the nominative.

    Capitals stay as they are; words that cannot be inflected are left alone.
    """
    *others, noun = words
    for lemma, parse in nouns(noun):
        if case_of(parse) != case or lemma not in lexicon:
            continue
        gender = parse.tag.gender
        changed = [_adjective_in_nominative(word, case, gender) for word in others]
        inflected = parse.inflect({"sing", "nomn"})
        if None not in changed and inflected:
            return [*changed, _like(noun, inflected.word)]
    return words


def _adjective_in_nominative(word, case, gender):
    for parse in adjectives(word):
        if case_of(parse) == case and parse.tag.gender == gender:
            return _like(word, parse.inflect({"sing", "nomn", gender}).word)
    return None


def _like(pattern, word):
    """The word with the capitals of the pattern."""
    if len(pattern) > 1 and pattern.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if pattern[0].isupper() else word


# How much of a name is cut off, and what the cases after the nominative add.
FIXED = (0, ("", "", "", "", ""))
IN_A = (1, ("ы", "е", "у", "ой/ою", "е"))
IN_GA = (1, ("и", "е", "у", "ой/ою", "е"))
IN_SHA = (1, ("и", "е", "у", "ей/ею/ой/ою", "е"))
IN_TSA = (1, ("ы", "е", "у", "ей/ею/ой/ою", "е"))
IN_YA = (1, ("и", "е", "ю", "ей/ею", "е"))
IN_IYA = (1, ("и", "и", "ю", "ей/ею", "и"))
SOFT = (1, ("я", "ю", "я", "ем", "е"))
IN_IY = (1, ("я", "ю", "я", "ем", "и"))
HARD = (0, ("а", "у", "а", "ом", "е"))
HUSHING = (0, ("а", "у", "а", "ем/ом", "е"))
IN_OV = (0, ("а", "у", "а", "ым/ом", "е"))
ADJECTIVE = (2, ("ого", "ому", "ого", "ым", "ом"))
IN_KIY = (2, ("ого", "ому", "ого", "им", "ом"))
# Kept as they are by most, declined by some.
KINSHIP = (1, ("ы", "ы/е", "ы/у", "ы/ой", "ы/е"))
RELATIVE = (r"(?:улы|ұлы|[кқ]ызы)$", KINSHIP)
ENDING_IN_A = [
    (r"[гкх]а$", IN_GA),
    (r"[жчшщ]а$", IN_SHA),
    (r"ца$", IN_TSA),
    (r"а$", IN_A),
    (r"ия$", IN_IYA),
    (r"я$", IN_YA),
]
ENDING_IN_CONSONANT = [(r"ий$", IN_IY), (r"[йь]$", SOFT), (r"[жцчшщ]$", HUSHING), (r"$", HARD)]
INDECLINABLE = (r"[оеэиыую]$", FIXED)
FOREIGN = (r"[аеиоуыэю]а$", FIXED)  # Моруа


def _fleeting(short, long, rule):
    """A stem may lose its last vowel or keep it: «Кравца» and «Кравеца»."""
    cut, endings = rule
    variants = [ending.split("/") for ending in endings]
    return len(long) + cut, tuple(
        "/".join(stem + ending for stem in (short, long) for ending in each) for each in variants
    )


# The first pattern that fits.
DECLENSIONS = {
    ("family", MALE): [
        (r"^лев$", _fleeting("ьв", "ев", HARD)),
        (r"(?:[ое]в|[иы]н)$", IN_OV),
        (r"\w{2}(?:ий|[гкхжчшщ]ой)$", IN_KIY), (r"\w{3}(?:ый|ой)$", ADJECTIVE),
        (r"лец$", _fleeting("ьц", "ец", HUSHING)),  # Стрелец
        (r"[аоу]ец$", _fleeting("йц", "ец", HUSHING)),  # Боец
        (r"\w[аеёиоуыюя]\w*[бвгдзкмнпрстфх]ец$", _fleeting("ц", "ец", HUSHING)),  # Кравец, not Швец
        (r"аяц$", _fleeting("йц", "яц", HUSHING)),  # Заяц
        (r"[бв]ей$", _fleeting("ь", "е", SOFT)),  # Соловей
        (r"[бв]ель$", _fleeting("л", "ел", SOFT)),  # Журавель
        (r"[бвджзмпрст]ень$", _fleeting("н", "ен", SOFT)),  # Гребень
        (r"[гк]оть$", _fleeting("т", "от", SOFT)),  # Коготь
        (r"[гх]ол$", _fleeting("л", "ол", HARD)),  # Щегол
        (r"[зр]ел$", _fleeting("л", "ел", HARD)),  # Козел
        (r"[бвгджзлмнпрстцчшщ]ок$", _fleeting("к", "ок", HARD)),  # Сверчок
        RELATIVE, INDECLINABLE, (r"[иы]х$", FIXED), FOREIGN, *ENDING_IN_A, *ENDING_IN_CONSONANT,
    ],
    ("family", FEMALE): [
        (r"(?:[ое]в|[иы]н)а$", (1, ("ой", "ой", "у", "ой/ою", "ой"))),
        (r"ая$", (2, ("ой", "ой", "ую", "ой/ою", "ой"))),
        RELATIVE, FOREIGN, *ENDING_IN_A, (r"$", FIXED),
    ],
    ("given", MALE): [RELATIVE, INDECLINABLE, *ENDING_IN_A, *ENDING_IN_CONSONANT],
    ("given", FEMALE): [
        *ENDING_IN_A, (r"ь$", (1, ("и/ь", "и/ь", "ь", "ью/ь", "и/ь"))), RELATIVE, (r"$", FIXED),
    ],
    ("patronymic", MALE): [(r"ич$", HUSHING), RELATIVE, (r"$", FIXED)],
    ("patronymic", FEMALE): [(r"на$", IN_A), RELATIVE, (r"$", FIXED)],
}  # fmt: skip
RULES = {
    of: [
        (re.compile(ending), cut, [variants.split("/") for variants in endings])
        for ending, (cut, endings) in rules
    ]
    for of, rules in DECLENSIONS.items()
}
# What a name is before the endings of the other cases.
FLEETING = {"павел": "павл", "лев": "льв"}
# In the nominative these endings tell the gender.
IMPLAUSIBLE = {
    ("family", MALE): re.compile(
        r"(?:[ое]в|[иы]н)(?:а|у|ой|ым)$|[сц]к(?:ая|ого|ому|им|ой)$|кызы$|қызы$"
    ),
    ("family", FEMALE): re.compile(
        r"\w{2}(?:[ое]в|[иы]н)(?:у|ой|ым)?$|[сц]к(?:ий|ой|ого|ому|им)$|ый$|улы$|ұлы$"
    ),
    ("patronymic", MALE): re.compile(r"на$|кызы$|қызы$"),
    ("patronymic", FEMALE): re.compile(r"ич$|улы$|ұлы$"),
}


# Of the names that a form can be of, the likelier first.
OF_FAMILIES = (r"(?:[ое]в|[иы]н)а?$|[сц]к(?:ий|ая)$", r"[^аеёиоуыэюя](?<!ой)$", r"[ая]$")
LIKELY = {
    ("family", MALE): OF_FAMILIES,
    ("family", FEMALE): OF_FAMILIES,
    ("given", MALE): (r"[^аеёиоуыэюя]$", r"[ая]$"),
    ("given", FEMALE): (r"[ая]$", r"[^аеёиоуыэюя]$"),
    ("patronymic", MALE): (r"ич$",),
    ("patronymic", FEMALE): (r"[вч]на$",),
}
DOUBLE = re.compile(r"(.+)([- ])(.+)")
NO_NAME = re.compile(r"[^аеёиоуыэюя]й$|[аеёиоуыэюяйь]ь$|^.?$")


@lru_cache(20_000)
def decline(name, part, gender):
    """The forms of a part of a Russian name, folded: `{case: {form, ...}}`.

    `part` is "family", "given" or "patronymic". The first part of a double name may stay as it is:
    «Кул-Мухаммеда» and «Кула-Мухаммеда».
    """
    name = fold(name)
    if double := DOUBLE.fullmatch(name):
        first, sign, last = double.groups()
        heads, tails = decline(first, part, gender), decline(last, part, gender)
        return {
            case: {f"{head}{sign}{tail}" for head in heads[case] | {first} for tail in tails[case]}
            for case in CASES
        }
    stem, endings = _stem_and_endings(name, part, gender)
    forms = {"nomn": {name}}
    for case, variants in zip(CASES[1:], endings, strict=True):
        forms[case] = {stem + ending for ending in variants}
    return forms


def _stem_and_endings(name, part, gender):
    cut, endings = next(
        (cut, endings) for ending, cut, endings in RULES[part, gender] if ending.search(name)
    )
    stem = FLEETING.get(name, name) if part == "given" else name
    return stem[: len(stem) - cut], endings


def _cases_of_form(word, name, part, gender):
    """The cases in which a name is a word: those of `decline`, without its sets."""
    if DOUBLE.fullmatch(name):
        return [case for case, forms in decline(name, part, gender).items() if word in forms]
    stem, endings = _stem_and_endings(name, part, gender)
    ending = word[len(stem) :] if word.startswith(stem) else None
    return ["nomn"] * (word == name) + [
        case for case, variants in zip(CASES[1:], endings, strict=True) if ending in variants
    ]


@lru_cache(20_000)
def nominatives(word, part, gender):
    """What a form of a name can be in the nominative, by case: `{case: name}`."""
    word = fold(word)
    found = {}
    for name in _possible_nominatives(word, part, gender):
        for case in _cases_of_form(word, name, part, gender):
            found.setdefault(case, []).append(name)
    likely = [*LIKELY[part, gender], ""]

    def rank(name):
        return next(i for i, pattern in enumerate(likely) if re.search(pattern, name))

    # Of the equally likely the longest: the one that keeps most of the word.
    return {case: min(names, key=rank) for case, names in found.items()}


def _possible_nominatives(word, part, gender):
    unlikely = IMPLAUSIBLE.get((part, gender))
    for cut in range(min(3, len(word) - 2) + 1):
        for ending in ("", "а", "я", "й", "ь", "ий", "ый", "ая"):
            name = word[: len(word) - cut] + ending
            if not NO_NAME.search(name) and not (unlikely and unlikely.search(name)):
                yield name


@cache
def _listed_forms():
    """`{form: {gender: {case: name}}}` of the names of the list."""
    found = {}
    for name, genders in listed_names("ru").items():
        for gender in genders:
            for case, forms in decline(name, "given", gender).items():
                for form in forms:
                    found.setdefault(form, {}).setdefault(gender, {}).setdefault(case, name)
    return found


def is_listed_name(word):
    """Whether a word is a form of a given name of the list, which the dictionary may lack."""
    return fold(word) in _listed_forms()


@lru_cache(20_000)
def given_names(word, gender):
    """The readings of a word as a given name, of the list or of the dictionary: `{case: name}`."""
    if is_listed_name(word):
        return _listed_forms()[fold(word)].get(gender, {})
    return {
        parse.tag.case: fold(parse.normal_form)
        for parse in parses(word)
        if "Name" in parse.tag
        and "plur" not in parse.tag
        and parse.tag.grammemes & {GENDERS[gender], "ms-f"}
        and is_known(word)
    }


def titled(name):
    """A folded name with its capitals."""
    return "-".join(part[:1].upper() + part[1:] for part in name.split("-"))
