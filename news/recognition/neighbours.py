"""What stands beside a name in a text: initials, other names, what bears the name."""

import re
from functools import lru_cache

from news.morphology.given_names import listed_names
from news.morphology.kazakh import kazakh_stems
from news.morphology.russian import has_tag, is_known, is_listed_name, lemmas, noun_cases, parses
from news.morphology.words import fold, lexicon
from news.recognition.new_organizations import ENGLISH as ENGLISH_BODIES
from news.recognition.new_organizations import KAZAKH as KAZAKH_BODIES
from news.recognition.new_organizations import RUSSIAN as RUSSIAN_BODIES
from news.recognition.offices import (
    ENGLISH,
    ENGLISH_BEFORE,
    KAZAKH,
    KAZAKH_STOP,
    RUSSIAN,
    is_initial,
    is_sentence_end,
)

# After these words a family name is that of a place or of a thing.
RUSSIAN_PLACES = lexicon(
    """
    улица проспект площадь переулок бульвар микрорайон набережная сквер премия стипендия орден
    медаль аэропорт станция стадион метро парк аллея поселок село аул район памятник музей-квартира
    """
)
RUSSIAN_SHORT_PLACES = lexicon("ул пр пл пер мкр пос")
KAZAKH_PLACES = lexicon(
    """
    көше даңғыл алаң атындағы атында проспект шағынаудан бульвар саябақ ауыл аудан сыйлық стипендия
    орден әуежай стадион ескерткіш тұйық бекет станция жылғы
    """
)
KAZAKH_AWARDS = lexicon("сыйлық орден стипендия")
ENGLISH_PLACES = lexicon(
    """
    street avenue square park prize airport boulevard district station stadium road lane monument
    medal scholarship award village town settlement river lake mountain valley bridge museum
    """
)
NAMED = {"ru": lexicon("имени"), "en": lexicon("named")}
RUSSIAN_NAMED_BODIES = lexicon(
    """
    университет институт библиотека фонд академия музей театр школа лицей гимназия колледж центр
    филармония консерватория дом
    """
)
RUSSIAN_TITLES = lexicon("первый народный великий святой герой союз советский труд заслуженный")
KAZAKH_OPENINGS = lexicon(
    """
    ал бірақ бұл сол осы ең жыл бүгін кеше ертең біз олар ол оның сондай-ақ сонымен содан кейін
    бұдан осыдан сондықтан енді қазір мұнда сонда бұған оған оны және мен бен пен мырза ханым
    """
)
ENGLISH_NO_NAMES = lexicon(
    """
    the a an this that in on at of and for to with by from republic kazakhstan astana almaty
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday people peoples friendship national
    academic ministers government united nations international general kazakh russian english
    our we he she they it his her their region district city street avenue day books hall
    mr mrs ms dr however today yesterday tomorrow after before then when later also earlier while
    history science sciences culture education language languages art arts law economy health
    information development peace accord youth women labour affairs foreign social
    next finally afterwards afterward indeed thus therefore moreover furthermore similarly
    additionally recently last once though although because if yet still here there now again
    instead likewise nevertheless nonetheless together thereafter subsequently who which where
    one two three four five six seven eight nine ten young long may little old new
    as during meanwhile according asked answering opening closing welcoming since both
    """
)


def near(tokens, index, step, small=False):
    """The token beside another when only a space is between and it begins with a capital."""
    other = index + step
    if not 0 <= other < len(tokens):
        return None
    token = tokens[other]
    if not token.is_word or len(token.text) < 2:
        return None
    if not token.text[0].isupper() and not small:
        return None
    low, high = sorted((index, other))
    gap = tokens[high].start - tokens[low].end
    return other if gap == 1 and tokens[low].is_word | (tokens[low].text == ".") else None


def _is_dot(tokens, index):
    return (
        0 < index < len(tokens)
        and tokens[index].text == "."
        and tokens[index].start == tokens[index - 1].end
    )


def initials_before(tokens, index):
    """`([letters, ...], first token)` of the initials before a token, or None."""
    groups, first = [], index
    while first >= 2 and len(groups) < 3 and tokens[first].start - tokens[first - 1].end <= 1:
        if not (_is_dot(tokens, first - 1) and is_initial(tokens[first - 2])):
            break
        letters, first = tokens[first - 2].text, first - 2
        # «К.-Ж.»
        if first >= 3 and tokens[first - 1].text in "-‑–" and _is_dot(tokens, first - 2) and (
            is_initial(tokens[first - 3])
        ):  # fmt: skip
            letters, first = f"{tokens[first - 3].text}-{letters}", first - 3
        groups.insert(0, letters)
    return (groups, first) if groups else None


def initials_after(tokens, index):
    """`([letters, ...], last token)` of the initials after a token, or None.

    Those before another capitalised word are that word's: «в Алматы И. Сериков».
    """
    groups, last = [], index
    while last + 2 < len(tokens) and len(groups) < 2:
        gap = tokens[last + 1].start - tokens[last].end
        if gap > 1 or not (is_initial(tokens[last + 1]) and _is_dot(tokens, last + 2)):
            break
        letters, last = tokens[last + 1].text, last + 2
        if last + 3 < len(tokens) and tokens[last + 1].text in "-‑–" and (
            is_initial(tokens[last + 2]) and _is_dot(tokens, last + 3)
        ):  # fmt: skip
            letters, last = f"{letters}-{tokens[last + 2].text}", last + 3
        groups.append(letters)
    if not groups:
        return None
    following = tokens[last + 1] if last + 1 < len(tokens) else None
    is_close = following is not None and following.start - tokens[last].end <= 1
    if is_close and following.is_word and following.text[0].isupper() and len(following.text) > 1:
        # A new sentence begins with a word that is no name: «… Салжанов И.О. Затем …»
        is_plain = is_known(following.text) and not has_tag(following.text, "Name", "Surn")
        return (groups, last) if is_plain else None
    return groups, last


def is_name(tokens, index, language):
    """Whether a word with a capital beside a family name is likely another name."""
    is_opening = not index or is_sentence_end(tokens, index - 1) or not tokens[index - 1].is_word
    is_after_capital = bool(index) and tokens[index - 1].is_capital
    return _is_name(tokens[index].text, is_opening, is_after_capital, language)


@lru_cache(20_000)
def _is_name(word, is_opening, is_after_capital, language):
    if word.isupper() and len(word) < 5:
        return False
    if word.isupper():
        word = word.title()
    if language == "ru":
        if len(word) < 4 and is_after_capital:
            return True  # «Пак Су Хён»
        if is_listed_name(word):
            return True  # «Канат», whatever else the word is
        if lemmas(word) & (RUSSIAN | RUSSIAN_BODIES) or has_tag(word, "Geox", "Orgn"):
            return has_tag(word, "Name") and not lemmas(word) & RUSSIAN
        return has_tag(word, "Name", "Patr", "Surn") or not is_known(word)
    if language == "kk":
        stems = kazakh_stems(word)
        if stems & (KAZAKH | KAZAKH_BODIES | KAZAKH_OPENINGS | KAZAKH_COUNTRIES):
            return False
        if fold(word) in listed_names("kk"):
            return True
        return not (is_opening and (KAZAKH_STOP.search(fold(word)) or PLURAL.search(fold(word))))
    plain = re.sub(r"[’']s?$", "", fold(word))
    return plain not in ENGLISH | ENGLISH_BEFORE | ENGLISH_NO_NAMES | ENGLISH_BODIES


def is_word_of_things(word):
    """Whether a capitalised Russian word is a noun for a thing, not for a person, place or body."""
    if word.isupper() or lemmas(word) & (RUSSIAN | RUSSIAN_BODIES | RUSSIAN_PLACES):
        return False
    return is_known(word) and all(
        parse.tag.POS == "NOUN" and "inan" in parse.tag and not parse.tag.grammemes & NO_THINGS
        for parse in parses(word)
    )


NO_THINGS = {"Geox", "Orgn", "Abbr", "Trad"}
PLURAL = re.compile(r"[лдт][ае]р$")  # «Қонақтар»
KAZAKH_COUNTRIES = lexicon(
    "қазақстан республика астана алматы шымкент ресей түркия қытай өзбекстан қырғызстан"
)


def after_name_of_place(tokens, index, language):
    """Whether a word makes the name before it that of a place or body: «Назарбаев Университет»."""
    word = tokens[index].text
    if language == "ru":
        return bool(noun_cases(word, RUSSIAN_BODIES)) and word[0].isupper()
    if language == "en":
        return fold(word) in ENGLISH_PLACES | ENGLISH_BODIES
    return False


def is_named_after(tokens, first, last, cases, language):
    """Whether a place, a body or a prize bears the name: «имени Л.Н. Гумилева», «Абай көшесі»."""
    following = tokens[last + 1] if last + 1 < len(tokens) else None
    before = tokens[first - 1] if first else None
    if language == "kk":
        if following is None or not following.is_word:
            return False
        if cases and not {"nomn", "gent"} & set(cases):
            return False  # «Цхайға сыйлық берілді»: somebody gets it
        if following.folded in KAZAKH_AWARDS:
            return False  # «Цхай сыйлық алды», but «Цхай сыйлығы»
        stems = kazakh_stems(following.text)
        if stems & KAZAKH_PLACES:
            return True
        # «Абай мектебінде»: what is somebody's ends in a possessive
        is_own = re.search(r"[ыі](?:н|н[ыі]ң|на|не|нда|нде|нан|нен|мен)?$", following.folded)
        return bool("nomn" in cases and stems & KAZAKH_BODIES and is_own)
    if language == "en":
        if following is not None and following.folded in ENGLISH_PLACES:
            return True
        back = [token.folded for token in tokens[max(first - 5, 0) : first]]
        if "named" in back:
            between = back[back.index("named") + 1 :]
            return "after" in between or "for" in between
        return False
    if before is None:
        return False
    if before.text == "." and first > 1:
        word = tokens[first - 2].folded
        if word == "им" or word in RUSSIAN_SHORT_PLACES:
            return True
    index = first - 1
    while index >= 0 and first - index <= 5 and tokens[index].is_word:
        word = tokens[index].folded
        if word == "имени":
            return not (index and tokens[index - 1].folded == "от")
        found = lemmas(tokens[index].text)
        if index == first - 1 and found & RUSSIAN_PLACES:
            return True
        if not found & (RUSSIAN | RUSSIAN_TITLES):
            break
        index -= 1
    if "gent" in cases and "nomn" not in cases and before.is_word:
        # «в музее Кастеева», but «директора музея Серикова»
        people = any(
            token.is_word and "gent" in noun_cases(token.text, RUSSIAN)
            for token in tokens[max(first - 6, 0) : first]
        )
        return bool(noun_cases(before.text, RUSSIAN_NAMED_BODIES)) and not people
    return False


def is_beside(tokens, index, other):
    """Whether the other token is a capitalised word of the same run of words."""
    if not 0 <= other < len(tokens) or not tokens[other].is_capital:
        return False
    low, high = sorted((index, other))
    return all(
        tokens[i + 1].start - tokens[i].end == 1 and tokens[i].is_word and tokens[i + 1].is_word
        for i in range(low, high)
    )


def initials_beside(tokens, index):
    """The initials of a family name and the first and last token of the two: "Л.Ю.", 4, 8."""
    found, first = [], index
    while (
        first >= 2
        and len(found) < 2
        and tokens[first - 1].text == "."
        and tokens[first - 2].is_initial
        and tokens[first].start - tokens[first - 1].end <= 1
        and tokens[first - 1].start == tokens[first - 2].end
    ):
        first -= 2
        found.insert(0, tokens[first].text)
    if found:
        return found, first, index
    last = index
    while (
        last + 2 < len(tokens)
        and len(found) < 2
        and tokens[last + 1].is_initial
        and tokens[last + 2].text == "."
        and tokens[last + 1].start - tokens[last].end <= 1
        and tokens[last + 2].start == tokens[last + 1].end
    ):
        last += 2
        found.append(tokens[last - 1].text)
    if is_beside_loosely(tokens, last + 1, tokens[last].end):
        return [], index, index  # the initials of the next name: «в Алматы И. Сериков»
    return found, index, last


def is_beside_loosely(tokens, index, end):
    """Whether a capitalised word begins right after a place in the text."""
    return index < len(tokens) and tokens[index].is_capital and tokens[index].start - end <= 1
