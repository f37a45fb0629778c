"""Words of a text as search tokens: one analysis for every database, and for texts and queries.

Russian words become all their lemmas (pymorphy3), with the word itself where it may be a name and
what an unknown name can be in the nominative. Kazakh words stand whole, without their endings, and
as infinitives (`news.morphology.kazakh`); English words are stemmed (Snowball).
Letters that readers swap are folded: ё to е, and the Kazakh letters to the Russian ones that stand
in for them on a keyboard.
"""

import re
from functools import cache, lru_cache

import snowballstemmer

from news.morphology.kazakh import KAZAKH_CASES, KAZAKH_LETTERS, infinitives, kazakh_stems
from news.morphology.russian import FEMALE, MALE, decline, is_known, nominatives, parses
from news.morphology.words import MARKS, cleaned, fold, lexicon, roman

# With soft hyphens and accents inside, without the apostrophes that count as letters.
WORD = re.compile(rf"[^\W_ʻʼ]+(?:[{MARKS}]+[^\W_ʻʼ]*)*")
NAMES = (("family", MALE), ("family", FEMALE), ("given", MALE), ("given", FEMALE))
# Of these the dictionary has a name at most: «акимов» in small letters are several.
LOCAL_NOUNS = lexicon(
    "аким акимат маслихат батыр айтыс курултай кюй кобыз жигит меджлис баксы мукам бий"
)
# The dictionary takes them for forms of other words or for nothing: «мукам», «бия», «кюя».
LOCAL_FORMS = {
    form: noun
    for noun in ("мукам", "бий", "кюй")
    for forms in decline(noun, "given", MALE).values()
    for form in forms
} | {
    f"{stem}{ending}": noun
    for noun, stem, endings in (
        ("мукам", "мукам", "ы ов ам ами ах"),
        ("бий", "би", "и ев ям ями ях"),
        ("кюй", "кю", "и ев ям ями ях"),
    )
    for ending in endings.split()
}
# What readers without a Kazakh keyboard type.
FOLD = str.maketrans("ёәғқңөұүһі", "еагкноуухи")
# What follows a hyphen or an apostrophe.
ENDINGS_APART = {
    "kk": ("-–", KAZAKH_CASES | {ending.translate(FOLD) for ending in KAZAKH_CASES}),
    "en": ("'’ʼ", {"s"}),
}
# What follows a number and a hyphen: «34-я», «1990-х», «XXXIV-й», «34-ші».
ENDINGS_OF_NUMBERS = {
    "kk": lexicon("ші шы нші ншы інші ыншы ши нши инши"),
    "ru": lexicon("я й е х м ю го му ми ти ой ый ий ая ое ые ых их ым им ого его ому ему"),
}
HAS_KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
OF_LOAN_WORD = re.compile(r"\w{3}[^аеиоуыэюяйьъ]а$")
AFTER_NUMBER = re.compile(r"(?:\d|\b[IVXХІ]+|\b[ivxхі]{2,})[-–‑]$")
LONGEST_NUMBER = 10  # «XXXVIII-»
# кітап, кітабы: the last consonant is voiced before a vowel
HARDENED = str.maketrans("бг", "пк")
# Folding makes one of «күн» and «құн», «көл» and «қол»: short words without a vowel that tells them
# apart keep a mark of the front vowels.
LONGEST_ALIKE = 5
VOWELS_THAT_TELL = frozenset("еыиэ")
FRONT_LETTERS = frozenset("әөүіеэ")
BACK_LETTERS = frozenset("ғқұы")
LAST_IS_BACK = re.compile(r"[аоұыя][^аәеоөуұүыіэяюи]*$")  # «кітап»
WITHOUT_HARMONY = re.compile(r"(?<=.{2})(?:[мбп]ен|[ндт][іи]к[іи])$")


@cache
def _english():
    return snowballstemmer.stemmer("english")


def tokens(text, language):
    """The tokens of each word of `WORD` in order: a list of sorted tuples.

    An ending that stands apart has none, and counts for nothing: «ҚХА-ның», “Tokayev’s”.
    """
    analyze = {"kk": _kazakh_tokens, "ru": _russian_tokens}.get(language, _english_tokens)
    if language == "kk" and HAS_KAZAKH.search(text):
        analyze = _written_kazakh_tokens
    marks, endings = ENDINGS_APART.get(language, ("", ()))
    of_numbers = ENDINGS_OF_NUMBERS.get(language, ())
    return [
        ()
        if (word[0] in endings and text[max(word.start() - 1, 0)] in marks)
        or (word[0] in of_numbers and _is_after_number(text, word.start()))
        else analyze(word[0])
        for word in WORD.finditer(text)
    ]


def _is_after_number(text, start):
    return AFTER_NUMBER.search(text[max(start - LONGEST_NUMBER, 0) : start])


@lru_cache(maxsize=100_000)
def _russian_tokens(word):
    word = cleaned(word)
    if number := roman(word):
        return (number,)
    lower = fold(word)
    readings = parses(lower)
    is_capital = word[0].isupper()
    is_name = is_capital and not is_known(lower)
    # «Асанов» is a family name, not several people called Асан
    is_family = lower.endswith(("ов", "ев"))
    is_sure = is_name or (is_capital and any("Surn" in parse.tag for parse in readings))
    found = {
        parse.normal_form
        for parse in readings
        if not (is_family and parse.tag.number == "plur" and (is_sure or "Name" in parse.tag))
    }
    if is_capital or not found or not is_known(lower):
        found.add(lower)
    if lower in LOCAL_FORMS:
        found.add(LOCAL_FORMS[lower])
    elif not (is_capital or is_known(lower)):
        # «челленджа» is read as a nominative
        found.update([lemma[:-1] for lemma in found if OF_LOAN_WORD.search(lemma)])
    if is_family and not is_capital:
        found.update(LOCAL_NOUNS & {lower[:-2], lower[:-2] + "й"})
    if is_name:
        for part, gender in NAMES:
            found.update(nominatives(lower, part, gender).values())
    return tuple(sorted({token.translate(FOLD) for token in found}))


@lru_cache(maxsize=100_000)
def _kazakh_tokens(word):
    return _analyzed_kazakh(word, is_typed=True)


@lru_cache(maxsize=100_000)
def _written_kazakh_tokens(word):
    """Of a word in a text that has Kazakh letters: «от» is not «өт» there."""
    return _analyzed_kazakh(word, is_typed=False)


def _analyzed_kazakh(word, is_typed):
    """`is_typed` is for what may be typed without Kazakh letters."""
    word = cleaned(word)
    if number := roman(word):
        return (number,)
    vowels = _vowels_of(word.lower(), is_typed)
    found = set()
    for stem in kazakh_stems(word) | infinitives(word):
        token = stem.translate(FOLD)
        token = token[:-1] + token[-1].translate(HARDENED)
        if len(token) <= LONGEST_ALIKE and not VOWELS_THAT_TELL.intersection(token):
            found.update(token + mark for mark in vowels)
        else:
            found.add(token)
    return tuple(sorted(found))


def _vowels_of(word, is_typed):
    """The marks of what a Kazakh word can be: back («қол»), front («көл») or either («кол»)."""
    is_typed = is_typed and KAZAKH_LETTERS.isdisjoint(word)
    word = WITHOUT_HARMONY.sub("", word)
    is_front = not FRONT_LETTERS.isdisjoint(word)
    is_back = not BACK_LETTERS.isdisjoint(word) or (is_front and LAST_IS_BACK.search(word))
    if not (is_front or is_back or is_typed):
        return ("",)
    return ("", "ь") if is_front == bool(is_back) else ("ь",) if is_front else ("",)


@lru_cache(maxsize=100_000)
def _english_tokens(word):
    word = cleaned(word)
    return (roman(word) or _english().stemWord(word.lower()).translate(FOLD),)
