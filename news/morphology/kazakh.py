"""Kazakh words: the forms of a name, and the stems of a word.

One set of rules serves both: the endings that a stem may take are generated from its last vowel
and its last sound, and a stem is what is left of a word when such an ending is cut off.
"""

import re
from functools import cache, lru_cache

from news.morphology.kazakh_words import (
    LIKE_MINE,
    LOSE_VOWEL,
    RELATIVES,
    SHORT,
    TIMES,
    VERBS,
    WHOLE,
)
from news.morphology.words import fold

CASES = ("nomn", "gent", "datv", "accs", "loct", "ablt", "inst")

# What readers without a Kazakh keyboard type.
TYPED = str.maketrans("әғқңөұүһі", "агкноуухи")
KAZAKH_LETTERS = frozenset("әғқңөұүһі")

FRONT, BACK = "front", "back"
HARMONY = dict.fromkeys("әөүіеэ", FRONT) | dict.fromkeys("аоұыяё", BACK)
# Where the Kazakh letters are typed as Russian ones, fewer vowels tell.
TYPED_HARMONY = dict.fromkeys("еэ", FRONT) | dict.fromkeys("ыяё", BACK)
TO_FRONT = str.maketrans("аығқ", "еігк")

SOUNDS = ("vowel", "glide", "l", "nasal", "buzz", "voiceless")
SOUND = (
    dict.fromkeys("аәеоөұүыіэёя", "vowel")
    | dict.fromkeys("уиюйр", "glide")
    | {"л": "l"}
    | dict.fromkeys("мнң", "nasal")
    | dict.fromkeys("зж", "buzz")
)
# What an ending begins with after each of SOUNDS, and how it goes on after a back vowel.
PLURAL = ("ллдддт", "ар")
CASE = {
    "gent": ("нддндт", "ың"),
    "datv": ("ғғғғғқ", "а"),
    "accs": ("нддддт", "ы"),
    "loct": ("дддддт", "а"),
    "ablt": ("дддндт", "ан"),
}
WITH = ("ммммбп", "ен")  # «мен» knows no harmony
OWNED = ("нддддт", "ікі")  # nor does «-нікі»
PERSON = ("ммммбп", "ын"), ("ммммбп", "ыз")
LIKE = ("дддддт", "ай")  # «Омаровтай»: like him
ADJECTIVE = ("ғғғғғқ", "ы")  # «жылғы», «кейінгі»
# The cases after «-ы», «-сы».
CASE_OF_OWN = {
    "nomn": "", "gent": "ның", "datv": "на", "accs": "н", "loct": "нда", "ablt": "нан",
}  # fmt: skip
# The cases after «-м» and «-ң»: «досым», «досыма».
CASE_OF_MINE = {
    "nomn": "", "gent": "ның", "datv": "а", "accs": "ды", "loct": "да", "ablt": "нан",
}  # fmt: skip
KINSHIP = ("ұлы", "улы", "қызы", "кызы")  # «Маратұлы» ends like a possessive
HARDENED = {"ғ": "қ", "г": "к", "б": "п"}
SOFTENED = {hard: soft for soft, hard in HARDENED.items()}


def sound_of(stem):
    """What an ending takes the end of a stem for, one of `SOUNDS`."""
    return SOUND.get(stem.rstrip("ьъ")[-1:], "voiceless")


def harmonies(stem, vowels=HARMONY):
    """The kinds of vowels that an ending may have after a stem, the likelier first."""
    if stem[-1:] == "ь":
        return (FRONT,)
    if stem.endswith("су") and len(stem) > 4:
        return (BACK, FRONT)  # «Жетісудың», but «кездесуге»
    if stem[-2:-1] == "й" or stem[-2:] in ("ев", "ов") and len(stem) > 4:
        # «Кляйнның», «Кляйннің»; «Тоқаевқа», «Мәсімовке»: what stands before the Russian ending
        # comes first
        first = harmonies(stem[:-2], vowels)[0]
        return (first, BACK if first == FRONT else FRONT)
    unsure = "аоуи" if vowels is TYPED_HARMONY else "и"
    is_sure, last = True, ""
    for letter in reversed(stem):
        if kind := vowels.get(letter):
            # «тарихы», but «Рашидке»; «өткізуге»
            return (kind,) if is_sure else (kind, BACK if kind == FRONT else FRONT)
        last = last or letter * (letter in "ию")
        is_sure = is_sure and letter not in unsure
    return (FRONT, BACK) if last == "и" else (BACK, FRONT)


def _join(ending, sound, harmony):
    initials, rest = ending
    whole = initials[SOUNDS.index(sound)] + rest
    return whole.translate(TO_FRONT) if harmony == FRONT else whole


@cache
def _case_endings(sound, harmony):
    endings = {case: _join(ending, sound, harmony) for case, ending in CASE.items()}
    return {"nomn": "", **endings, "inst": _join(WITH, sound, FRONT)}


@cache
def _case_endings_of_own(harmony):
    endings = {
        case: ending.translate(TO_FRONT) if harmony == FRONT else ending
        for case, ending in CASE_OF_OWN.items()
    }
    return {**endings, "inst": "мен"}


def inflect(name, is_own=False):
    """The forms of a Kazakh name, folded: `{case: {form, ...}}`.

    `is_own` is for a name that ends in a possessive: «Ассамблеясы», «министрлігі». An abbreviation
    takes its endings after a hyphen, read by its letters or by its words: «ҚР-дың», «ҚР-нің».
    """
    is_abbreviation = len(name) > 1 and name.isupper()
    name = fold(name)
    if is_abbreviation:
        kinds = [_case_endings(sound, kind) for sound in SOUNDS for kind in (BACK, FRONT)]
        kinds += [_case_endings_of_own(kind) for kind in (BACK, FRONT)]
        forms = {case: {f"{name}-{kind[case]}" for kind in kinds if kind[case]} for case in CASES}
        return forms | {"nomn": {name}}
    if is_own or name.endswith(KINSHIP):
        kinds = [_case_endings_of_own(kind) for kind in harmonies(name)]
    else:
        sounds = [sound_of(name)]
        if name[-1:] in "ию":  # «Гандидің», «Гандинің»
            sounds.append("vowel")
        kinds = [_case_endings(sound, kind) for sound in sounds for kind in harmonies(name)]
        if LINKED.search(name):
            linked = _case_endings("vowel", FRONT)
            kinds.append({case: "і" * (case != "nomn") + linked[case] for case in CASES})
    return {case: {name + kind[case] for kind in kinds} for case in CASES}


@cache
def _all_endings(sound, harmony):
    """Every ending that a stem can take: plural, possessive, case and what follows, joined."""
    found = set()
    for plural in ("", _join(PLURAL, sound, harmony)):
        last = "glide" if plural else sound  # «лар» ends in р
        found |= {plural + ending for ending in _endings_of_stem(last, harmony)}
        vowel = "" if last == "vowel" else "ы"
        for own, cases in (
            ("с" * (last == "vowel") + "ы", _case_endings_of_own(harmony)),
            (vowel + "мыз", _case_endings("buzz", harmony)),
            (vowel + "ңыз", _case_endings("buzz", harmony)),
        ):
            own = own.translate(TO_FRONT) if harmony == FRONT else own
            found |= {plural + own + case for case in cases.values()}
            found.add(plural + own + ("д" if own[-1] == "з" else "н") + OWNED[1])
            adjectives = _adjectives("vowel", harmony)
            found |= {plural + own + cases["loct"] + ending for ending in adjectives}
    plural = _join(PLURAL, sound, harmony)
    found |= {plural + ending for ending in _endings_of_mine("glide", harmony)}
    return found - {""}


@cache
def _endings_of_mine(sound, harmony):
    """The endings with a possessive of the singular, and that: `{"ымның": "ым", ...}`."""
    found = {}
    for person in "мң":
        own = ("" if sound == "vowel" else "ы") + person
        cases = [*CASE_OF_MINE.values(), *(f"да{each}" for each in _adjectives("vowel", BACK))]
        for ending in cases:
            whole = own + ending
            if harmony == FRONT:
                whole, own_here = whole.translate(TO_FRONT), own.translate(TO_FRONT)
            else:
                own_here = own
            found[whole] = own_here
        own = own.translate(TO_FRONT) if harmony == FRONT else own
        found |= {f"{own}мен": own, f"{own}дікі": own}
    return found


@cache
def _typed_endings_of_mine(sound, harmony):
    """The same as typed: without «-ң», which would be the «-н» of other endings."""
    return {
        ending.translate(TYPED): own.translate(TYPED)
        for ending, own in _endings_of_mine(sound, harmony).items()
        if own[-1] == "м"
    }


def _endings_of_stem(sound, harmony):
    """The endings of a stem or a plural without a possessive."""
    cases = _case_endings(sound, harmony)
    return {
        *cases.values(),
        *(cases["loct"] + ending for ending in _adjectives("vowel", harmony)),
        _join(LIKE, sound, harmony),
        _join(OWNED, sound, FRONT),
        *(_join(person, sound, harmony) for person in PERSON),
    }


@cache
def _adjectives(sound, harmony):
    """What follows «-да» and `TIMES`: «-дағы», «-дағының», «-дағылар», «соңғылар»."""
    adjective = _join(ADJECTIVE, sound, harmony)
    plural = adjective + _join(PLURAL, "vowel", harmony)
    return {adjective + case for case in _case_endings("vowel", harmony).values()} | {
        plural + case for case in _case_endings("glide", harmony).values()
    }


@cache
def _typed_endings(sound, harmony):
    """The endings as a reader without a Kazakh keyboard types them."""
    return {ending.translate(TYPED) for ending in _all_endings(sound, harmony)}


@cache
def _typed_adjectives(sound, harmony):
    return {ending.translate(TYPED) for ending in _adjectives(sound, harmony)}


@cache
def _verb_endings(is_vowel, is_voiceless, harmony):
    """The endings of a verb: past, participles, present and the form in -п."""
    past = "ты" if is_voiceless else "ды"
    done = "қан" if is_voiceless else "ған"
    doing = "йтын" if is_vowel else "атын"
    own = [f"ы{case}" for case in CASE_OF_OWN.values()] + ["ымен"]
    found = {past + person for person in ("", "м", "ңыз")}
    for participle in (done, doing):
        found |= {participle + case for case in _case_endings("nasal", BACK).values()}
        found |= {participle + ending for ending in own}
        found |= {f"{participle}дар{ending}" for ending in ["", *own]}
        found |= {f"{participle}дар{case}" for case in _case_endings("glide", BACK).values()}
    found |= {"йды", "п"} if is_vowel else {"ады", "ып", "иды", "итын"}
    return {ending.translate(TO_FRONT) for ending in found} if harmony == FRONT else found


@cache
def _typed_verb_endings(is_vowel, is_voiceless, harmony):
    return {ending.translate(TYPED) for ending in _verb_endings(is_vowel, is_voiceless, harmony)}


@lru_cache(20_000)
def infinitives(word):
    """The infinitives that a word can be a form of, folded: «өтті», «өткен» are of «өту»."""
    word = fold(word)
    if word in WHOLE_OR_TYPED:
        return frozenset()
    is_kazakh = not KAZAKH_LETTERS.isdisjoint(word)
    vowels, endings, known = (
        (HARMONY, _verb_endings, VERB_ENDINGS)
        if is_kazakh
        else (TYPED_HARMONY, _typed_verb_endings, TYPED_VERB_ENDINGS)
    )
    found = set()
    for cut in range(1, min(LONGEST_ENDING, len(word) - 2) + 1):
        stem, ending = word[:-cut], word[-cut:]
        if ending not in known:
            continue
        sound = sound_of(stem)
        if (
            any(
                ending
                in endings(sound == "vowel", sound == "voiceless" and stem[-1] not in "бгғ", kind)
                for kind in harmonies(stem, vowels)
            )
            or PAST_OF_US.fullmatch(ending)
            and (stem in VERBS_OR_TYPED or sound in ("vowel", "glide") and ending[0] == "д")
        ):
            found.add(_infinitive(stem + "ы" if ending[0] == "и" else stem))
    return frozenset(found)


def _infinitive(stem):
    if stem[-1] in "ыі":
        return stem[:-1] + "у"  # оқы, оқу
    if stem[-1] == "й":
        return stem[:-1] + "ю"  # қой, қою
    return stem[:-1] + SOFTENED.get(stem[-1], stem[-1]) + "у"  # шық, шығу


@lru_cache(20_000)
def kazakh_stems(word):
    """The word and what can be left of it without its endings, folded."""
    word = fold(word)
    if word in WHOLE_OR_TYPED:
        return frozenset({word})
    found = {word}
    stem, hyphen, ending = word.rpartition("-")
    if hyphen and ending in KAZAKH_CASES:
        found.add(stem)
    for stem, ending in _cuts(word):
        found |= _stems_before(stem, ending)
    # «автомобилі» is of «автомобиль»
    found |= {stem.rstrip("ь") for stem in found if len(stem) > 3}
    # «бірлестігі» is of «бірлестік»
    return frozenset(
        found | {stem[:-1] + HARDENED[stem[-1]] for stem in found if stem[-1:] in HARDENED}
    )


def _cuts(word):
    """The ways to cut a word into a stem and an ending that the stem can take."""
    is_kazakh = not KAZAKH_LETTERS.isdisjoint(word)
    vowels, endings, adjectives, mine, known = (
        (HARMONY, _all_endings, _adjectives, _endings_of_mine, NOUN_ENDINGS)
        if is_kazakh
        else (
            TYPED_HARMONY, _typed_endings, _typed_adjectives, _typed_endings_of_mine,
            TYPED_NOUN_ENDINGS,
        )
    )  # fmt: skip
    for cut in range(1, min(LONGEST_ENDING, len(word) - 2) + 1):
        stem, ending = word[:-cut], word[-cut:]
        if ending not in known:
            if is_kazakh and _is_stem(stem) and _is_mistyped(stem, ending):
                yield stem, ending
            continue
        if not _is_stem(stem):
            continue
        # «елшиси» is «елшісі»
        sounds = (sound_of(stem), "vowel") if stem[-1] == "и" else (sound_of(stem),)
        # «банкі», «медалі», «волонтёрлар»: loan words take the other vowels too
        whole = RESTORED.get(stem, stem)
        kinds = (BACK, FRONT) if FOREIGN.search(stem) else harmonies(whole, vowels)
        of_stem = (adjectives, endings) if stem in TIMES_OR_TYPED else (endings,)
        if any(
            ending in of(sound, kind) for of in of_stem for sound in sounds for kind in kinds
        ) or any(_is_mine(stem, ending, mine(sound, kind)) for sound in sounds for kind in kinds):
            yield stem, ending


def _is_stem(stem):
    if len(stem) < 3 and stem not in SHORT_OR_TYPED:
        return False
    return not NO_STEM.search(stem) or stem in RESTORED


def _is_mistyped(stem, ending):
    """Whether an ending is typed with Russian letters after Kazakh ones: «әкімнін», «Тоқаевка».

    What can be another word is left alone: «қазанын» is of «қазан», not of «қаза», and «әскери» is
    no possessive.
    """
    typed = ending.translate(TYPED)
    if typed not in TYPED_NOUN_ENDINGS or UNSURE_IF_TYPED.fullmatch(ending):
        return False
    sound = sound_of(stem)
    if typed in ("нын", "нин") and sound == "vowel" or ending in ("ынын", "інін") and len(stem) < 5:
        return False
    kinds = harmonies(RESTORED.get(stem, stem), HARMONY)
    return any(typed in _typed_endings(sound, kind) for kind in kinds)


def _is_mine(stem, ending, endings):
    """Whether an ending has a possessive of the singular and what has it is no word of its own."""
    own = endings.get(ending)
    if not own or stem + own in LIKE_MINE_OR_TYPED:
        return False
    if ending[-1] == "ң" and len(ending) < 3 and GENITIVE.search(stem + ending):
        return False
    # «хабарлама» is no dative
    return ending not in ("ма", "ме") or stem in RELATIVES_OR_TYPED


def _stems_before(stem, ending):
    found = {stem, RESTORED.get(stem, stem)}
    if len(stem) > 4 and f"{stem}ы".endswith(KINSHIP) and ending[0] == "ы":
        found.add(stem + "ы")  # «Маратұлына» is of «Маратұлы»
    if ending[0] == "т" and stem.endswith("ис"):
        found.add(stem + "т")  # «журналистер»
    if LINKED_BY_VOWEL.search(stem):
        found.add(stem[:-1])
    return found


# «бардық» is a verb and «сөздік» a noun: after most consonants «-лық» begins like the past.
PAST_OF_US = re.compile(r"[дт](?:ы[қк]|[іи]к)")
KAZAKH_SUFFIXES = frozenset(
    ending for sound in SOUNDS for kind in (BACK, FRONT) for ending in _all_endings(sound, kind)
)
LONGEST_ENDING = max(map(len, KAZAKH_SUFFIXES))
# Whatever else does not end a word need not be looked at.
NOUN_ENDINGS = KAZAKH_SUFFIXES.union(
    *(
        endings(sound, kind)
        for endings in (_adjectives, _endings_of_mine)
        for sound in SOUNDS
        for kind in (BACK, FRONT)
    )
)
TYPED_NOUN_ENDINGS = frozenset(ending.translate(TYPED) for ending in NOUN_ENDINGS)
VERB_ENDINGS = frozenset({"дық", "дік", "тық", "тік"}).union(
    *(
        _verb_endings(is_vowel, is_voiceless, kind)
        for is_vowel in (True, False)
        for is_voiceless in (True, False)
        for kind in (BACK, FRONT)
    )
)
TYPED_VERB_ENDINGS = frozenset(ending.translate(TYPED) for ending in VERB_ENDINGS)
# The endings of the cases alone: what follows a name in quotation marks or an abbreviation.
KAZAKH_CASES = frozenset(
    ending + adjective
    for kind in (BACK, FRONT)
    for endings in (*(_case_endings(sound, kind) for sound in SOUNDS), _case_endings_of_own(kind))
    for case, ending in endings.items()
    if ending
    for adjective in ("", *([_join(ADJECTIVE, "vowel", kind)] if case == "loct" else []))
)
# No word ends so: «жылғы» is not of «жылғ».
NO_STEM = re.compile(r"[^аәеоөуұүыіэяюи]ғ$|[^аәеоөуұүыіэяюиң]қ$|тт$|дд$|нн$")
UNSURE_IF_TYPED = re.compile(r".?и|.*ң.*")
GENITIVE = re.compile(r"[ндт][ыі]ң$")  # «елдің», «кеңесінің»
# What ends so may be a loan word.
FOREIGN = re.compile(r"[кгл]$|ер$|[кпф]т$|поез$")
# Loan words that take «-і» before all endings: «объектілер», «Омскіде».
LINKED = re.compile(r"\w(?:[кпфс]т|[сн]к)$")
LINKED_BY_VOWEL = re.compile(r"\w(?:[кпфс]т|[сн]к)[іи]$")
SHORT_OR_TYPED = SHORT | {word.translate(TYPED) for word in SHORT}
TIMES_OR_TYPED = TIMES | {word.translate(TYPED) for word in TIMES}
LIKE_MINE_OR_TYPED = LIKE_MINE | {word.translate(TYPED) for word in LIKE_MINE}
RELATIVES_OR_TYPED = RELATIVES | {word.translate(TYPED) for word in RELATIVES}
VERBS_OR_TYPED = VERBS | {word.translate(TYPED) for word in VERBS}
WHOLE_OR_TYPED = WHOLE | {word.translate(TYPED) for word in WHOLE}


def _words_by_stem():
    """`{"халқ": "халық", "көрк": "көрік", ...}`, and as typed."""
    found = {stem: f"{stem}д" for stem in ("съез", "подъез", "поез", "уез")}
    for word in LOSE_VOWEL:
        stem = word[:-2] + word[-1]
        found[stem] = word
        found[stem.translate(TYPED)] = word.translate(TYPED)
    return found


RESTORED = _words_by_stem()
