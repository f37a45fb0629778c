"""People whom a text names and the directory lacks."""

import re
from dataclasses import dataclass, field

from news.morphology.given_names import gender_of_given, listed_names
from news.morphology.kazakh import inflect, kazakh_stems
from news.morphology.russian import (
    CASES,
    FEMALE,
    GENDERS,
    MALE,
    case_of,
    given_names,
    has_tag,
    is_known,
    is_listed_name,
    lemmas,
    nominatives,
    parses,
    titled,
)
from news.morphology.words import fold, lexicon
from news.recognition.neighbours import ENGLISH_NO_NAMES, initials_beside, is_beside, is_name
from news.recognition.new_organizations import ENGLISH as ORGANIZATIONS
from news.recognition.new_organizations import RUSSIAN as BODIES
from news.recognition.offices import ENGLISH, ENGLISH_BEFORE, KAZAKH, RUSSIAN, find_office
from news.recognition.organization_cases import PREPOSITIONS
from news.recognition.spelling import PATRONYMIC, is_variant

FAMILY_ENDINGS = {
    "ru": re.compile(
        r"(?:[оеё]в|[иы]н)(?:|а|у|ым|е|ой)$|[сц]к(?:ий|ого|ому|им|ом|ая|ой|ую)$|(?:енко|швили|дзе)$"
    ),
    "kk": re.compile(
        r"(?:[оеё]в|[иы]н)(?:а)?|[сц]к(?:ий|ая)|(?:енко|швили|дзе)|(?:ұлы|қызы|улы|кызы)"
    ),
    "en": re.compile(r"(?:[oe]v|in)a?$|sk(?:y|iy|aya)$|(?:enko|uly|kyzy|dze)$"),
}
# Names that end like a case: «Жангелді».
KAZAKH_VERB_NAMES = re.compile(r"(?:[кг]елді|[бт]ерді|тұрды|болды)$")
# «Вебер-старший»
AGE = re.compile(r"(.+?)(?:-(старш|младш)(?:ий|ая|его|ему|им|ем|ей|ую))?")
# Few family names end so in the nominative: «Цхаю», «Цхаем», «Вебером».
NO_NOMINATIVE = re.compile(r"ю$|[аеёиоуыэюя]ем$|\w{3}[^аеёиоуыэюя][ое]м$")
# Words after which a name belongs to a place or an institution: «имени Абая Кунанбаева».
NAMED_AFTER = lexicon("имени им улица проспект премия атындағы named after")


@dataclass(slots=True)
class Name:
    """A name in a text and what it is in the nominative; `first` and `last` are its tokens."""

    first: int
    last: int
    family: str
    given: str = ""
    patronymic: str = ""
    gender: str = ""
    certain: bool = True
    cases: tuple = ()
    spelled: str = ""  # as in the text

    @property
    def shown(self):
        names = " ".join(filter(None, (self.given, self.patronymic if self.is_short else "")))
        return f"{names} {self.family}".strip()

    @property
    def is_short(self):
        """Whether the text gives initials only."""
        return self.given.endswith(".")


@dataclass(slots=True)
class NewPerson:
    name: Name
    names: list = field(default_factory=list)


def find_names(text, tokens, language, taken):
    """The names of people in a text, outside the tokens that are taken and outside quotations."""
    find = {"ru": _russian_name, "kk": _kazakh_name, "en": _english_name}[language]
    names, index = [], 0
    while index < len(tokens):
        name = None
        if index not in taken and not tokens[index].is_quoted and tokens[index].text[0].isupper():
            if _is_named_after(tokens, index):
                # «имени Е.А. Букетова Жанар Ахметова»: the next name begins behind it
                shape = _with_initials(tokens, index)
                index = shape[2] + 1 if shape else index + 1
                continue
            name = find(text, tokens, index)
        after = tokens[name.last + 1 :][:1] if name else []
        if after and after[0].folded == "атындағы":
            name = None
        if name and not taken.isdisjoint(range(name.first, name.last + 1)):
            name = None
        if name:
            name.spelled = text[tokens[name.first].start : tokens[name.last].end]
            names.append(name)
        index = name.last + 1 if name else index + 1
    return names


def _is_named_after(tokens, index):
    words = [token.folded for token in tokens[max(index - 2, 0) : index]]
    return words == ["им", "."] or bool(words) and words[-1] in NAMED_AFTER


def _run(tokens, index, could_be_name):
    """The last token of the run of capitalised words from here that can be names, three at most."""
    last = index
    while (
        last - index < 2
        and is_beside(tokens, last, last + 1)
        and could_be_name(tokens[last + 1].text)
    ):
        last += 1
    return last


def _with_initials(tokens, index):
    """`(family, first, last, initials)` where initials and a family name begin here, or None."""
    if tokens[index].is_initial:
        family = index
        while family + 2 < len(tokens) and family < index + 6 and tokens[family].is_initial:
            if tokens[family + 1].text != ".":
                return None
            family += 2
    elif tokens[index].is_capital:
        family = index
    else:
        return None
    if not tokens[family].is_capital or tokens[family].is_quoted:
        return None
    initials, first, last = initials_beside(tokens, family)
    return (family, first, last, initials) if initials and first == index else None


def _ruled_by(word):
    """The cases that a preposition before a name asks for."""
    return frozenset(case for case, words in PREPOSITIONS.items() if word in words)


def _initial_parts(initials):
    given, patronymic = (*(f"{initial}." for initial in initials), "", "")[:2]
    return {"given": given, "patronymic": patronymic}


# Russian


def _could_be_russian_name(word):
    if is_listed_name(word):
        return True
    if lemmas(word) & RUSSIAN:
        return False
    if has_tag(word, "Name", "Surn", "Patr"):
        return not (has_tag(word, "Geox", "Orgn") and not given_names(word, MALE))
    return not is_known(word)


def _could_be_family_of(given, word):
    """Whether a word, even one that the dictionary knows, is a family name beside a given name.

    «Калиева», «Садыкова» and «Пак» are a metal's, a town's and ice too.
    """
    if not is_listed_name(given) or lemmas(word) & (RUSSIAN | BODIES):
        return False
    if FAMILY_ENDINGS["ru"].search(fold(word)):
        return True
    if has_tag(word, "Geox", "Orgn"):
        return False
    cases = {case_of(parse) for parse in parses(word) if parse.tag.POS in ("NOUN", "ADJF")}
    known = {gender: given_names(given, gender) for gender in GENDERS}
    return not cases.isdisjoint(known[MALE]) or bool(known[FEMALE]) and "nomn" in cases


def _russian_name(text, tokens, index):
    if shape := _with_initials(tokens, index):
        family, first, last, initials = shape
        if not tokens[index].is_initial and not _could_be_russian_name(tokens[index].text):
            return None
        office = find_office(text, tokens, first, last, "ru", floor=0, ceiling=len(tokens))
        known = office.cases if office else _ruled_by(tokens[first - 1].folded if first else "")
        word, addition = AGE.fullmatch(tokens[family].text).groups()
        readings = _readings([(word, "family")], known)
        if not readings:
            return None
        score, gender, case, (name,) = readings[0]
        rivals = [reading for reading in readings if reading[3] != [name] and reading[0] > 0]
        # «Н. Серикова» is Mrs Serikova or something of Mr Serikov's; what rules it tells.
        is_open = bool(rivals) and (not known or rivals[0][0] == score)
        # So is «Ю. Вебера», though few women are called so.
        is_open = is_open or not known and case == "nomn" and any(
            reading[2] == "gent" and reading[3] != [name] for reading in readings
        )  # fmt: skip
        return Name(
            first,
            last,
            _with_age(name, addition, gender),
            **_initial_parts(initials),
            gender=gender if not is_open and _tells(name) else "",
            certain=not is_open,
            cases=() if is_open else (case,),
        )
    if not tokens[index].is_capital:
        return None
    words = [tokens[index].text]
    words += [tokens[index + 1].text] if is_beside(tokens, index, index + 1) else []
    if _could_be_russian_name(words[0]):
        last = _run(tokens, index, _could_be_russian_name)
    elif len(words) > 1 and FAMILY_ENDINGS["ru"].search(fold(words[0])) and (
        _could_be_family_of(words[1], words[0])
    ):  # fmt: skip
        last = _run(tokens, index + 1, _could_be_russian_name)
    else:
        return None
    if last == index and len(words) > 1 and _could_be_family_of(*words):
        last = index + 1
    if last == index:
        return None
    words = [token.text for token in tokens[index : last + 1]]
    parts = _russian_parts(words)
    is_name = any(given_names(word, gender) for word in words for gender in GENDERS) or any(
        part == "patronymic" for part in parts
    )
    is_name = is_name or any(FAMILY_ENDINGS["ru"].search(fold(word)) for word in words)
    office = find_office(text, tokens, index, last, "ru", floor=0, ceiling=len(tokens))
    if not is_name and not office:
        return None
    readings = _readings(
        list(zip(words, parts, strict=True)), office.cases if office else frozenset()
    )
    if not readings:
        return None
    _score, gender, case, names = readings[0]
    found = {part: titled(name) for part, name in zip(parts, names, strict=True)}
    is_open = any(other[3] != names and other[0] == readings[0][0] for other in readings)
    # Of a given name that is known every case tells the nominative.
    is_plain = case == "nomn" or any(
        part == "given" and given_names(word, gender)
        for word, part in zip(words, parts, strict=True)
    )
    return Name(index, last, **found, gender=gender, certain=is_plain and not is_open,
                cases=(case,))  # fmt: skip


def _with_age(family, addition, gender):
    """«Вебер-старший»: a family name with what tells a father from his son."""
    if not addition:
        return titled(family)
    return f"{titled(family)}-{addition}{'ая' if gender == FEMALE else 'ий'}"


def _tells(family):
    """Whether the ending of a family name in the nominative tells the gender."""
    return bool(re.search(r"(?:[ое]в|[иы]н)а?$|[сц]к(?:ий|ая)$", family))


def _russian_parts(words):
    """Which part of a name each word is."""
    if len(words) == 3:
        if PATRONYMIC.search(fold(words[1])):
            return ["given", "patronymic", "family"]
        return ["family", "given", "patronymic"]
    first_is_given, second_is_given = (
        any(given_names(word, gender) for gender in GENDERS) for word in words
    )
    first_is_family = has_tag(words[0], "Surn") or FAMILY_ENDINGS["ru"].search(fold(words[0]))
    if PATRONYMIC.search(fold(words[1])) and first_is_given:
        return ["given", "family"]  # «Ерлан Маратулы»: a patronymic for a family name
    if second_is_given and not first_is_given and first_is_family:
        return ["family", "given"]
    return ["given", "family"]


def _readings(parts, office_cases):
    """What the words of a name can be: `[(score, gender, case, nominatives)]`, the best first."""
    found = []
    for gender, code in GENDERS.items():
        options = []
        for word, part in parts:
            known = given_names(word, gender) if part == "given" else {}
            is_name = part == "given" and any(given_names(word, other) for other in GENDERS)
            options.append(known if is_name else nominatives(word, part, gender))
        for case in CASES:
            if not all(case in option for option in options):
                continue
            score = 2 * (case == "nomn") + 3 * (case in office_cases)
            score -= 3 * any(
                part == "family" and bool(NO_NOMINATIVE.search(option[case]))
                for (_word, part), option in zip(parts, options, strict=True)
            )
            for word, part in parts:
                tag = {"family": "Surn", "given": "Name", "patronymic": "Patr"}[part]
                score += any(
                    tag in parse.tag and code in parse.tag and parse.tag.case == case
                    for parse in parses(word)
                ) or (part == "given" and is_listed_name(word))
            found.append((score, gender, case, [option[case] for option in options]))
    return sorted(found, key=lambda reading: -reading[0])


# Kazakh and English


def _kazakh_name(text, tokens, index):
    def could_be_name(word):
        return not kazakh_stems(word) & (KAZAKH | {"қазақстан", "республика", "астана", "алматы"})

    if shape := _with_initials(tokens, index):
        family, first, last, initials = shape
        return Name(first, last, _without_case(tokens[family].text), **_initial_parts(initials))
    if not tokens[index].is_capital or not could_be_name(tokens[index].text):
        return None
    if not is_name(tokens, index, "kk"):
        return None
    last = _run(tokens, index, could_be_name)
    words = [token.text for token in tokens[index : last + 1]]
    ends = [bool(_kazakh_family(word)) for word in words]
    has_office = index and kazakh_stems(tokens[index - 1].text) & KAZAKH
    has_given = fold(words[0]) in listed_names("kk")
    if len(words) > 1 and not has_given and not ends[0] and (
        fold(words[1]) in listed_names("kk")
        or len(words) == 3 and ends[2] and not PATRONYMIC.search(fold(words[1]))
    ):  # fmt: skip
        return None  # «Қонақтар Айгүл Серікованы көрді»: the name begins with the next word
    if last == index or not (any(ends) or has_office or has_given):
        return None
    # «Гүлмира Тәжібайқызы Қанай»
    is_whole = len(words) == 3 and has_given and PATRONYMIC.search(fold(words[1]))
    if len(words) == 3 and not (is_whole or ends[2] or PATRONYMIC.search(fold(words[2]))):
        words, ends, last = words[:2], ends[:2], last - 1
        if not any(ends) and not has_office:
            return None
    is_patronymic = re.search(r"(?:ұлы|қызы|улы|кызы)\w{0,5}$", fold(words[-1]))
    if len(words) == 3 and is_patronymic:
        family, given, patronymic = words[0], words[1], _without_case(words[2])
    elif len(words) == 3:
        given, patronymic, family = words
    elif ends[0] and not ends[1] and not has_given:
        family, given, patronymic = *words, ""
    else:
        given, family, patronymic = *words, ""
    if given == words[-1]:
        given = _listed_given(given)
    elif has_given and not _kazakh_family(family):
        family = _bare(family)
    gender = ""
    if re.search(r"(?:[ое]ва|[иы]на|қызы|кызы|ская)$", fold(_without_case(family))):
        gender = FEMALE
    elif re.search(r"(?:[ое]в|[иы]н|ұлы|улы|ский)$", fold(_without_case(family))):
        gender = MALE
    gender = gender or gender_of_given(given, "kk")
    return Name(index, last, _without_case(family), given, patronymic, gender)


def _listed_given(word):
    """A given name of the list without the ending of its case; another word as it is."""
    known = [stem for stem in kazakh_stems(word) if stem in listed_names("kk")]
    return word[: len(max(known, key=len))] if known else word


def _bare(word):
    """A family name of no usual ending without the ending of its case: «Вебер» of «Вебердің»."""
    if KAZAKH_VERB_NAMES.search(fold(word)):
        return word
    for cut in range(1, min(4, len(word) - 3) + 1):
        forms = inflect(word[:-cut])
        if any(fold(word) in forms[case] for case in forms if case != "nomn"):
            return word[:-cut]
    return word


def _kazakh_family(word):
    """The part of a word that is a family name with one of the usual endings, or None."""
    for stem in sorted(kazakh_stems(word), key=len, reverse=True):
        if re.search(rf"\w(?:{FAMILY_ENDINGS['kk'].pattern})$", stem):
            return stem
    return None


def _without_case(word):
    stem = _kazakh_family(word)
    return word[: len(stem)] if stem else word


def _english_name(text, tokens, index):
    def could_be_name(word):
        return fold(word) not in ENGLISH | ENGLISH_BEFORE | ENGLISH_NO_NAMES | ORGANIZATIONS

    if shape := _with_initials(tokens, index):
        family, first, last, initials = shape
        return Name(first, last, _no_possessive(tokens[family].text), **_initial_parts(initials))
    if not tokens[index].is_capital or not could_be_name(tokens[index].text):
        return None
    last = _run(tokens, index, could_be_name)
    if last == index or is_beside(tokens, last, last + 1):
        return None
    words = [_no_possessive(token.text) for token in tokens[index : last + 1]]
    office = find_office(text, tokens, index, last, "en", floor=0, ceiling=len(tokens))
    has_given = fold(words[0]) in listed_names("en")
    if not office and not has_given and not FAMILY_ENDINGS["en"].search(fold(words[-1])):
        return None
    given, *middle, family = words
    gender = ""
    if re.search(r"(?:[oe]v|[iy]n|sk)a(?:ya)?$|kyzy$", fold(family)):
        gender = FEMALE
    elif re.search(r"(?:[oe]v|in)$|sk(?:y|iy)$|uly$", fold(family)):
        gender = MALE
    gender = gender or gender_of_given(given, "en")
    return Name(index, last, family, given, " ".join(middle), gender)


def _no_possessive(word):
    return re.sub(r"[’']s?$", "", word)


# One person, several mentions


def group_names(names):
    """`NewPerson`s with all the names that are theirs, and the pairs of odd spellings.

    «Л. Сериков» and «Леонид Сериков» are one person. So are two spellings of a long foreign name
    beside the same given name; the first spelling stands and the pair is returned.
    """
    people, odd = [], []
    for name in sorted(names, key=lambda name: name.first):
        person = next((person for person in people if _is_same(person.name, name)), None)
        if person is None:
            person = next((person for person in people if _is_variant(person.name, name)), None)
            if person and (person.name.shown, name.spelled) not in odd:
                odd.append((person.name.shown, name.spelled))
        elif person.name.is_short and not name.is_short:
            person.name = name  # the fuller name
        if person is None:
            person = NewPerson(name)
            people.append(person)
        person.names.append(name)
    return people, odd


def _is_same(one, other):
    if fold(one.family) != fold(other.family):
        return False
    for part in ("given", "patronymic"):
        mine, theirs = fold(getattr(one, part)), fold(getattr(other, part))
        if not mine or not theirs or mine == theirs:
            continue
        is_initial = mine.endswith(".") or theirs.endswith(".")
        if not is_initial or mine[0] != theirs[0]:
            return False
    return True


def _is_variant(one, other):
    return not one.is_short and is_variant((one.given, one.family), (other.given, other.family))


def find_lone_families(tokens, people, language, taken):
    """Names that are only the family name of somebody whom the text names in full elsewhere."""
    found = []
    for index, token in enumerate(tokens):
        if index in taken or not token.is_capital:
            continue
        for person in people:
            family = fold(person.name.family)
            if len(family) < 3 or token.folded[:2] != family[:2]:
                continue  # forms differ at their ends only
            genders = [person.name.gender] if person.name.gender else GENDERS
            if language == "ru":
                is_form = any(
                    family in nominatives(token.text, "family", gender).values()
                    for gender in genders
                )
            elif language == "kk":
                is_form = family in kazakh_stems(token.text)
            else:
                is_form = family == fold(_no_possessive(token.text))
            if is_form:
                found.append((index, person))
                break
    return found
