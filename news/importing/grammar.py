"""Words of a text: tokens, Russian lemmas and cases, Kazakh stems.

Names of people are declined by rules of our own: a dictionary reads «Карину» only as the name
Карина, and does not know the family names of most people.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

import pymorphy3

TOKEN = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*|\d+|\n|\S")
OPENING, CLOSING = "«“„", "»”"
CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
RARE_CASES = {"gen1": "gent", "gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct"}
MALE, FEMALE = "male", "female"
GENDERS = {MALE: "masc", FEMALE: "femn"}


class Token(NamedTuple):
    text: str
    start: int
    end: int
    is_quoted: bool  # stands between quotation marks

    @property
    def is_word(self):
        return self.text[0].isalpha()

    @property
    def is_capital(self):
        """A word that begins with a capital and is no abbreviation."""
        return self.text[0].isupper() and len(self.text) > 1 and not self.text.isupper()

    @property
    def is_initial(self):
        return len(self.text) == 1 and self.text.isupper()

    @property
    def folded(self):
        return fold(self.text)


def tokenize(text):
    tokens, depth, straight = [], 0, False
    for found in TOKEN.finditer(text):
        sign = found[0]
        if sign == "\n":
            depth, straight = 0, False
        elif sign in CLOSING:
            depth = max(depth - 1, 0)
        elif sign == '"':
            straight = not straight
        tokens.append(Token(sign, found.start(), found.end(), bool(depth) or straight))
        if sign in OPENING:
            depth += 1
    return tokens


def lexicon(words):
    return frozenset(words.split())


def fold(word):
    return word.lower().replace("ё", "е")


# Russian


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

    Participles and adjectives count, since some offices are such («заведующий», «ученый»).
    """
    found = []
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


FIXED = (0, ("", "", "", "", ""))
IN_A = (1, ("ы/и", "е", "у", "ой/ей/ою", "е"))
IN_YA = (1, ("и", "е/и", "ю", "ей/ею", "е/и"))
SOFT = (1, ("я", "ю", "я", "ем", "е"))
HARD = (0, ("а", "у", "а", "ом/ем", "е"))
ADJECTIVE = (2, ("ого", "ому", "ого", "им/ым", "ом"))
# The first pattern that fits: how much is cut off, and what the cases after the nominative add.
DECLENSIONS = {
    ("family", MALE): [
        (r"(?:[ое]в|[иы]н)$", (0, ("а", "у", "а", "ым/ом", "е"))),
        (r"\w{3}(?:[иы]й|ой)$", ADJECTIVE),
        (r"[оеэиыую]$|[иы]х$", FIXED),
        (r"а$", IN_A), (r"я$", IN_YA), (r"[йь]$", SOFT), (r"$", HARD),
    ],
    ("family", FEMALE): [
        (r"(?:[ое]в|[иы]н)а$", (1, ("ой", "ой", "у", "ой/ою", "ой"))),
        (r"ая$", (2, ("ой", "ой", "ую", "ой/ою", "ой"))),
        (r"а$", IN_A), (r"я$", IN_YA), (r"$", FIXED),
    ],
    ("given", MALE): [
        (r"а$", IN_A), (r"я$", IN_YA), (r"[йь]$", SOFT), (r"[оеэиыую]$", FIXED), (r"$", HARD),
    ],
    ("given", FEMALE): [
        (r"а$", IN_A), (r"я$", IN_YA), (r"ь$", (1, ("и/ь", "и/ь", "ь", "ью/ь", "и/ь"))),
        (r"$", FIXED),
    ],
    ("patronymic", MALE): [(r"ич$", HARD), (r"$", FIXED)],
    ("patronymic", FEMALE): [(r"на$", IN_A), (r"$", FIXED)],
}  # fmt: skip
FLEETING = {"павел": "павл", "лев": "льв"}
# In the nominative these endings tell the gender.
IMPLAUSIBLE = {
    ("family", MALE): re.compile(
        r"(?:[ое]в|[иы]н)(?:а|ой|ым)$|[сц]к(?:ая|ого|ому|им|ой)$|кызы$|қызы$"
    ),
    ("family", FEMALE): re.compile(
        r"\w{2}(?:[ое]в|[иы]н)(?:ой|ым)?$|[сц]к(?:ий|ой|ого|ому|им)$|ый$|улы$|ұлы$"
    ),
    ("patronymic", MALE): re.compile(r"на$|кызы$|қызы$"),
    ("patronymic", FEMALE): re.compile(r"ич$|улы$|ұлы$"),
}


@lru_cache(20_000)
def decline(name, part, gender):
    """The forms of a part of a Russian name, folded: `{case: {form, ...}}`.

    `part` is "family", "given" or "patronymic".
    """
    name = fold(name)
    first, hyphen, last = name.rpartition("-")
    if hyphen:
        heads, tails = decline(first, part, gender), decline(last, part, gender)
        return {
            case: {f"{head}-{tail}" for head in heads[case] | {first} for tail in tails[case]}
            for case in CASES
        }
    cut, endings = next(
        rule for ending, rule in DECLENSIONS[part, gender] if re.search(ending, name)
    )
    stem = FLEETING.get(name, name) if part == "given" else name
    stem = stem[: len(stem) - cut]
    forms = {"nomn": {name}}
    for case, variants in zip(CASES[1:], endings, strict=True):
        forms[case] = {stem + ending for ending in variants.split("/")}
    return forms


@lru_cache(20_000)
def nominatives(word, part, gender):
    """What a form of a name can be in the nominative, by case: `{case: name}`."""
    word = fold(word)
    found = {}
    for cut in range(min(3, len(word) - 2) + 1):
        for ending in ("", "а", "я", "й", "ь", "ий", "ый", "ая"):
            name = word[: len(word) - cut] + ending
            unlikely = IMPLAUSIBLE.get((part, gender))
            if len(name) < 2 or (unlikely and unlikely.search(name)):
                continue
            for case, forms in decline(name, part, gender).items():
                if word in forms:
                    found.setdefault(case, []).append(name)
    usual = re.compile(r"(?:[ое]в|[иы]н)а?$|[сц]к(?:ий|ая)$")
    return {
        # A usual ending first, then the longest name: the one that keeps most of the word.
        case: min(names, key=lambda name: (not usual.search(name), names.index(name)))
        for case, names in found.items()
    }


def given_names(word, gender):
    """The readings of a word as a given name of the dictionary: `{case: name}`."""
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


# Kazakh

KAZAKH_CASES = lexicon(
    """
    ның нің дың дің тың тің ға ге қа ке на не а е ды ді ты ті ны ні н да де та те нда нде
    дан ден тан тен нан нен мен бен пен дағы дегі тағы тегі ндағы ндегі
    """
)
KAZAKH_SUFFIXES = KAZAKH_CASES | lexicon(
    "ы і сы сі лар лер дар дер тар тер лары лері дары дері тары тері"
)
HARDENED = {"ғ": "қ", "г": "к", "б": "п"}


@lru_cache(20_000)
def kazakh_stems(word):
    """The word and what can be left of it without its suffixes, three letters at least."""
    word = fold(word)
    stem, hyphen, suffix = word.rpartition("-")
    found = {word} | ({stem} if hyphen and suffix in KAZAKH_SUFFIXES else set())
    fresh = found
    for _ in range(4):
        fresh = {
            stem[: -len(suffix)]
            for stem in fresh
            for suffix in KAZAKH_SUFFIXES
            if stem.endswith(suffix) and len(stem) - len(suffix) >= 3
        } - found
        found = found | fresh
    # «бірлестігі» is of «бірлестік»
    return found | {stem[:-1] + HARDENED[stem[-1]] for stem in found if stem[-1] in HARDENED}


def keys(word, language):
    """What a word is known by: two words are forms of one when they share a key."""
    if language == "ru":
        return lemmas(word)
    if language == "kk":
        return kazakh_stems(word)
    return {re.sub(r"[’']s?$", "", fold(word))}
