"""Organizations that a text names and the directory lacks."""

import re
from dataclasses import dataclass, field

from news.morphology.kazakh import KAZAKH_CASES, kazakh_stems
from news.morphology.russian import (
    adjective_cases,
    adjectives,
    has_tag,
    in_nominative,
    is_adjective,
    is_verb,
    lemmas,
    noun_cases,
)
from news.morphology.words import CLOSING, OPENING, fold, lexicon
from news.recognition.countries import STATES
from news.recognition.offices import ENGLISH as ENGLISH_OFFICES
from news.recognition.offices import ENGLISH_BEFORE, KAZAKH_STOP
from news.recognition.offices import KAZAKH as KAZAKH_OFFICES
from news.recognition.offices import RUSSIAN as RUSSIAN_OFFICES

RUSSIAN = lexicon(
    """
    ассамблея министерство университет институт библиотека ассоциация объединение центр фонд
    академия дом музей театр мажилис сенат парламент секретариат комитет агентство союз совет школа
    лицей гимназия колледж клуб общество организация посольство консульство акимат маслихат
    управление департамент федерация филармония консерватория палата лига партия корпорация
    дворец учреждение предприятие движение конгресс администрация
    """
)
KAZAKH = lexicon(
    """
    ассамблея министрлік университет институт кітапхана қауымдастық бірлестік орталық қор академия
    үй мұражай музей театр мәжіліс сенат парламент хатшылық комитет агенттік одақ кеңес мектеп
    лицей гимназия колледж клуб қоғам ұйым елшілік консулдық әкімдік мәслихат басқарма департамент
    федерация филармония консерватория палата лига партия корпорация сарай мекеме кәсіпорын қозғалыс
    """
)
ENGLISH = lexicon(
    """
    assembly ministry university institute library association centre center foundation fund academy
    house museum theatre theater mazhilis majilis senate parliament secretariat committee agency
    union council school college club society organization organisation embassy consulate akimat
    department federation philharmonic conservatory chamber league party corporation palace
    """
)
# Those that are the name of one body even alone.
ALONE = {
    "ru": lexicon("мажилис сенат парламент"),
    "kk": lexicon("мәжіліс сенат парламент"),
    "en": lexicon("mazhilis majilis senate parliament"),
}
LEGAL_FORMS = lexicon(
    "ОО РОО ОФ ОЮЛ ТОО АО НАО РГП РГУ КГУ КГКП ГУ НПО ҚБ РҚБ ҚҚ ЖШС АҚ КЕАҚ КММ РММ LLP JSC NGO"
)
# Words in lower case that stand in a Kazakh name: «халқы», «академиялық», «және».
KAZAKH_INSIDE = re.compile(r"(?:[лдт][ыі][қк]|[ндт][ыі]ң|[ыі])$|^(?:және|мен|бен|пен)$")
KAZAKH_OPENINGS = lexicon("ал бұл сол осы ең жыл бүгін біз олар ол оның сондай-ақ")
MAX_WORDS = 12
# «в библиотеке» is where an event is, so the prepositional case comes before the dative.
LIKELY_CASES = ("nomn", "gent", "loct", "datv", "accs", "ablt")


@dataclass(slots=True)
class NewOrganization:
    """An organization in the nominative; `spans` are the first and last tokens of its mentions."""

    name: str
    quoted: str = ""
    spans: list = field(default_factory=list)

    @property
    def initials(self):
        """«Ассамблея народа Казахстана» -> «АНК»."""
        words = re.findall(r"[^\W\d_]+", self.name)
        return "".join(word[0] for word in words).upper() if len(words) > 2 else ""


def find_new_organizations(text, tokens, language, taken):
    """The organizations in a text outside the tokens that are taken, each with all its mentions."""
    find = {"ru": _russian, "kk": _kazakh, "en": _english}[language]
    found, index = [], 0
    while index < len(tokens):
        hit = find(text, tokens, index, taken) if index not in taken else None
        if (
            hit is None
            or len(hit[2].split()) > MAX_WORDS
            or not taken.isdisjoint(range(hit[0], hit[1] + 1))
        ):
            index += 1
            continue
        first, last, name, quoted = hit
        _add(found, name, quoted, first, last)
        index = last + 1
    covered = taken | {
        i for organization in found for first, last in organization.spans
        for i in range(first, last + 1)
    }  # fmt: skip
    for index, token in enumerate(tokens):
        if index not in covered and token.text.isupper() and len(token.text) > 2:
            for organization in found:
                if organization.initials == token.text.partition("-")[0]:
                    organization.spans.append((index, index))
    return found


def _add(found, name, quoted, first, last):
    for organization in found:
        if fold(organization.name) == fold(name) or (
            quoted and fold(organization.quoted) == fold(quoted)
        ):
            organization.spans.append((first, last))
            return
    found.append(NewOrganization(name, quoted, [(first, last)]))


def _quotation(tokens, index):
    """The last token of the quotation that begins at a token, or None."""
    if index >= len(tokens) or tokens[index].text not in OPENING + '"':
        return None
    depth = 0
    for end in range(index, min(index + 25, len(tokens))):
        sign = tokens[end].text
        if sign == "\n":
            return None
        if sign == '"':
            depth = 1 - depth if depth < 2 else depth
        else:
            depth += (sign in OPENING) - (sign in CLOSING)
        if end > index and depth <= 0:
            return end
    return None


def _between(text, tokens, first, last):
    return text[tokens[first].start : tokens[last].end]


def _capital(name):
    return name[:1].upper() + name[1:]


# Russian


def _russian(text, tokens, index, taken):
    """`(first token, last token, name in the nominative, name in quotation marks)` or None."""
    token = tokens[index]
    if not token.is_word or token.is_quoted:
        return None
    if index > 1 and tokens[index - 1].text == "(" and tokens[index - 2].text in CLOSING:
        return None  # another name of what stands before the bracket
    end = _quotation(tokens, index + 1)
    if end and token.text in LEGAL_FORMS:
        quoted = _between(text, tokens, index + 2, end - 1)
        return index, end, f"{token.text} «{quoted}»", quoted
    if (
        end
        and noun_cases(token.text, RUSSIAN_OFFICES)
        and re.search("[A-Za-z]", tokens[end - 1].text)
    ):
        # «председатель «Nation-building Institute»»: the office leaves the body to its name
        quoted = _between(text, tokens, index + 2, end - 1)
        return index + 1, end, quoted, quoted
    head = index
    while (
        head - index < 4 and head + 1 < len(tokens) and not noun_cases(tokens[head].text, RUSSIAN)
    ):
        if not (tokens[head].is_word and adjectives(tokens[head].text)):
            return None
        head += 1
    cases = noun_cases(tokens[head].text, RUSSIAN) if tokens[head].is_word else None
    if not cases or taken & set(range(index, head + 1)):
        return None
    for word in tokens[index:head]:
        cases = cases & adjective_cases(word.text)
    if not cases:
        return None
    words = [word.text for word in tokens[index : head + 1]]
    words = in_nominative(words, min(cases, key=LIKELY_CASES.index), RUSSIAN)
    end = _quotation(tokens, head + 1)
    if end:
        quoted = _between(text, tokens, head + 2, end - 1)
        return index, end, _capital(f"{' '.join(words)} «{quoted}»"), quoted
    if not token.text[0].isupper():
        return None
    last = _russian_complement(tokens, head, taken)
    if last == index and fold(words[0]) not in ALONE["ru"]:
        return None
    rest = text[tokens[head].end : tokens[last].end]
    return index, last, " ".join(words) + rest, ""


def _russian_complement(tokens, head, taken):
    """The last token of what an organization is of: words in the genitive, «РК», a quotation."""
    last = index = head
    while index + 1 < len(tokens) and index + 1 not in taken:
        token, before = tokens[index + 1], tokens[index]
        if token.start - before.end > 1 or before.text == "\n":
            break
        if end := _quotation(tokens, index + 1):
            last = index = end
            continue
        if token.text == "имени":
            last = index = _named_after(tokens, index + 1)
            continue
        if token.text == "и" and before.text.islower() and before is not tokens[head]:
            index += 1
            continue
        if not token.is_word or len(token.text) == 1 or is_verb(token.text):
            break
        # «при Президенте Республики Казахстан», «Республики Казахстан»
        holder = index + 2
        is_at = token.text == "при" and holder < len(tokens) and tokens[holder].is_capital
        is_country = token.is_capital and lemmas(before.text) & STATES["ru"]
        if is_at and holder not in taken:
            last = index = holder
            continue
        if has_tag(token.text, "PREP"):
            break
        if not (is_country or token.text.isupper() or has_tag(token.text, "gent", "gen2")):
            break
        index += 1
        if is_country or has_tag(token.text, "NOUN") or not is_adjective(token.text):
            last = index
    return last


def _named_after(tokens, index):
    """The last token of «имени Л.Н. Гумилева»."""
    last = index
    for position in range(index + 1, min(index + 8, len(tokens))):
        token = tokens[position]
        if token.is_capital:
            last = position
        elif not (token.is_initial or token.text == "." and tokens[position - 1].is_initial):
            break
    return last


# Kazakh


def _kazakh(text, tokens, index, taken):
    token = tokens[index]
    if not token.text[0].isupper() or token.is_quoted or token.is_initial:
        if end := _quotation(tokens, index):
            # «Достық» орталығы: the name stands before what it is
            head = end + 1
            while head < end + 4 and _is_attribute(tokens, head):
                head += 1
            if head < len(tokens) and _kazakh_head(tokens[head].text):
                quoted = _between(text, tokens, index + 1, end - 1)
                between = text[tokens[end].end : tokens[head].start]
                nominative = _kazakh_nominative(tokens[head].text)
                return index, head, f"«{quoted}»{between}{nominative}", quoted
        return None
    is_before_capital = index + 1 < len(tokens) and tokens[index + 1].is_capital
    if token.folded in KAZAKH_OPENINGS or (
        is_before_capital and KAZAKH_STOP.search(token.folded) and token.folded[-1] != "ң"
    ):
        return None
    last = None
    for position in range(index, min(index + 8, len(tokens))):
        word = tokens[position]
        if position in taken or not word.is_word or word.is_quoted:
            break
        stems = kazakh_stems(word.text)
        if stems & KAZAKH_OFFICES:
            break
        if stems & KAZAKH and (
            stems & ALONE["kk"] or position > index and re.search("[ыі]", word.text[-5:])
        ):
            last = position
            if not re.search(r"[ндт][ыі]ң$", word.folded):
                break
        elif word.text[0].islower() and (last is not None or not KAZAKH_INSIDE.search(word.text)):
            break
    if last is None:
        return None
    name = text[token.start : tokens[last].start] + _kazakh_nominative(tokens[last].text)
    return index, last, name, ""


def _is_attribute(tokens, index):
    """Whether a word stands between a name and what it is: «Арирам» қоғамдық бірлестігі."""
    if index + 1 >= len(tokens) or not tokens[index].text.islower():
        return False
    return not _kazakh_head(tokens[index].text) and tokens[index + 1].text.islower()


def _kazakh_head(word):
    """Whether a word is an organization of somebody's («кітапханасында») or one by itself."""
    return bool(kazakh_stems(word) & KAZAKH)


def _kazakh_nominative(word):
    """The word without its case, with its possessive: «кітапханасында» -> «кітапханасы»."""
    if kazakh_stems(word) & KAZAKH and fold(word) in KAZAKH:
        return word
    for suffix in sorted(KAZAKH_CASES, key=len, reverse=True):
        stem = word[: -len(suffix)]
        if (
            fold(word).endswith(suffix)
            and len(stem) > 2
            and kazakh_stems(stem) & KAZAKH
            and (fold(stem)[-1] in "ыі" or fold(stem) in KAZAKH)
        ):
            return stem
    return word


# English


def _english(text, tokens, index, taken):
    token = tokens[index]
    if not token.text[0].isupper() or token.is_quoted:
        return None
    if token.folded in ENGLISH_OFFICES | ENGLISH_BEFORE | {"the", "a", "an"}:
        return None
    last, head = index, None
    position = index
    while position < len(tokens) and position - index < 10 and position not in taken:
        word = tokens[position]
        if position > index and word.start - tokens[position - 1].end > 1:
            break
        if not word.is_word or word.is_initial:
            break
        if word.text[0].isupper():
            last = position
            if fold(word.text) in ENGLISH:
                head = position
        elif word.text not in ("of", "for", "and", "the") or (word.text == "and" and head is None):
            break
        position += 1
    if head is None or last == index and fold(token.text) not in ALONE["en"]:
        return None
    return index, last, re.sub(r"[’']s?$", "", _between(text, tokens, index, last)), ""
