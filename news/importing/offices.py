"""The office that a text gives beside a name."""

import re
from dataclasses import dataclass

from news.importing.grammar import (
    CASES,
    fold,
    in_nominative,
    is_adjective,
    is_verb,
    lexicon,
    noun_cases,
)

RUSSIAN = lexicon(
    """
    председатель председательница зампредседателя вице-председатель сопредседатель заместитель
    зам заведующий управляющий уполномоченный ученый ведущий директор гендиректор депутат министр
    вице-министр экс-министр премьер-министр вице-премьер президент вице-президент аким замакима
    мэр губернатор секретарь госсекретарь пресс-секретарь генсек советник профессор академик доктор
    кандидат преподаватель сотрудник руководитель глава начальник посол консул атташе посланник
    член член-корреспондент эксперт политолог историк этнолог этнограф филолог писатель поэт
    журналист редактор главред спикер сенатор судья прокурор ректор проректор декан координатор
    модератор медиатор представитель специалист лидер основатель учредитель композитор артист
    актер актриса певец певица дирижер режиссер художник скульптор тренер чемпион ветеран имам
    муфтий архиепископ епископ митрополит раввин священник омбудсмен менеджер помощник инспектор
    лауреат делегат участник участница волонтер студент студентка аспирант докторант учитель
    учительница педагог врач инженер предприниматель бизнесмен старейшина аксакал хореограф
    библиотекарь психолог социолог философ экономист юрист адвокат депутатка куратор методист
    архитектор командир генерал полковник майор капитан комиссар верховный консультант хранитель
    руководительница активист активистка блогер телеведущий телеведущая экскурсовод издатель
    """
)
KAZAKH = lexicon(
    """
    төраға төрайым орынбасар депутат министр вице-министр премьер-министр президент вице-президент
    әкім директор меңгеруші басшы жетекші бастық хатшы кеңесші көмекші профессор академик доктор
    кандидат оқытушы қызметкер ректор проректор декан елші консул мүше сарапшы саясаттанушы тарихшы
    этнограф жазушы ақын журналист редактор спикер сенатор сот судья үйлестіруші модератор медиатор
    өкіл маман көшбасшы негізін құрылтайшы композитор әртіс әнші дирижер режиссер суретші мүсінші
    жаттықтырушы чемпион ардагер имам мүфти епископ лауреат еріктілер ерікті студент докторант
    мұғалім ұстаз педагог дәрігер инженер кәсіпкер ақсақал психолог әлеуметтанушы философ экономист
    заңгер ғалым кітапханашы
    """
)
ENGLISH = lexicon(
    """
    chair chairman chairwoman chairperson co-chair deputy vice-chair director president
    vice-president minister vice-minister ambassador consul secretary head governor mayor akim
    adviser advisor professor academician lecturer researcher scholar fellow expert analyst
    historian writer poet journalist editor speaker senator judge rector vice-rector dean
    coordinator moderator mediator representative specialist leader founder member composer artist
    actor actress singer conductor coach champion veteran imam mufti archbishop bishop rabbi
    ombudsman manager assistant inspector laureate delegate volunteer student teacher doctor
    engineer entrepreneur psychologist sociologist philosopher economist lawyer curator librarian
    """
)
ENGLISH_BEFORE = lexicon(
    """
    deputy vice senior junior first general executive acting chief honorary former honoured
    permanent associate assistant managing
    """
)
ABBREVIATED = lexicon("г гг ул им т д п акад проф dr mr mrs ms prof")
DASHES = "–—-"
# Kazakh words of the clause, not of the office after it: other cases, participles, pronouns.
KAZAKH_STOP = re.compile(
    r"(?:(?<!с)[дт][ае]н?|[нм]ен|н[ае]н|[ндт][ыі]|[ғқ]ан?|[гк]ен?|[дт]ім|йтін|йтын)$"
    r"|^(?:он[ыі]|оның|кейін|бойынша|туралы|деп|ал)$"
)
KAZAKH_CONJUNCTIONS = lexicon("және мен бен пен сондай-ақ")
ENGLISH_LOOSE_ENDS = lexicon("of at the a an from in on for to with by and")
MAX_ENGLISH_WORDS = 15


@dataclass(frozen=True, slots=True)
class Office:
    """An office in the nominative, where it stands in the text, and its possible cases there."""

    text: str
    start: int
    end: int
    cases: frozenset


def is_sentence_end(tokens, index):
    sign = tokens[index].text
    if sign == ".":
        before = tokens[index - 1] if index else None
        return not (before and (before.is_initial or before.folded in ABBREVIATED))
    return sign in "\n!?;:"


def find_office(text, tokens, first, last, language, *, floor, ceiling, cases=()):
    """The office before or after the name that the tokens from `first` to `last` are, or None.

    The search goes back to the token `floor` and on to the token `ceiling`: the neighbours'
    names. `cases` are those in which the name can be; none when they are not known.
    """
    start = first
    while start > floor and not is_sentence_end(tokens, start - 1):
        start -= 1
    before = {"ru": _before_russian, "kk": _before_kazakh, "en": _before_english}[language]
    begin, heads = before(tokens, start, first, set(cases))
    if begin is not None:
        return _office(text, tokens, begin, first, heads, language, is_opening=begin == start)
    begin, end, heads = _after(tokens, last, ceiling, language)
    if begin is not None:
        return _office(text, tokens, begin, end, heads, language, is_opening=False)
    return None


def _office(text, tokens, begin, end, heads, language, *, is_opening):
    """`heads` are `(first, last, case)`: an adjective or the noun, the noun, or no case."""
    while end > begin and tokens[end - 1].text in f",:({DASHES}":
        end -= 1
    pieces, position = [], tokens[begin].start
    for head_first, head_last, case in sorted(heads):
        words = [token.text for token in tokens[head_first : head_last + 1]]
        if case and case != "nomn":
            words = in_nominative(words, case, RUSSIAN)
        pieces += [text[position : tokens[head_first].start], " ".join(words)]
        position = tokens[head_last].end
    pieces.append(text[position : tokens[end - 1].end])
    words = "".join(pieces)
    is_lower = is_opening and language == "ru" and words[1:2].islower()
    if is_lower and fold(words.split()[0]) != "президент":
        words = words[0].lower() + words[1:]
    return Office(
        words,
        tokens[begin].start,
        tokens[end - 1].end,
        frozenset(case for *_, case in heads if case),
    )


def _phrases(tokens, start, end):
    """Ranges of tokens between commas that stand outside quotation marks."""
    begin = start
    for index in range(start, end):
        if tokens[index].text == "," and not tokens[index].is_quoted:
            yield begin, index
            begin = index + 1
    yield begin, end


def _before_russian(tokens, start, first, cases):
    """Where the office before a name begins: phrases that each open with an office."""
    begin, heads = None, []
    for phrase_start, phrase_end in reversed(list(_phrases(tokens, start, first))):
        head, case = _russian_head(tokens, phrase_start, phrase_end, cases)
        if head is None:
            break
        opening = head
        while opening > phrase_start and _agrees(tokens[opening - 1]):
            opening -= 1
        begin = opening
        heads.append((opening, head, case))
        heads += _appositions(tokens, head + 1, phrase_end, case)
        if opening > phrase_start:
            break
        cases = {case}
    return begin, heads


def _agrees(token):
    return token.is_word and not token.is_quoted and is_adjective(token.text)


def _russian_head(tokens, start, end, cases):
    """The office nearest to the beginning of a phrase that agrees with the name, and its case."""
    readings = {}
    for index in range(start, end):
        token = tokens[index]
        if not token.is_word or token.is_quoted:
            continue
        found = noun_cases(token.text, RUSSIAN)
        if cases:
            found &= cases
        if found:
            readings[index] = found
        elif is_verb(token.text):
            readings = {}
    for index, found in readings.items():
        if "nomn" in found:
            return index, "nomn"
    for index, found in readings.items():
        return index, min(found, key=CASES.index)
    return None, None


def _appositions(tokens, start, end, case):
    """Further offices after a dash: «заместитель Председателя – заведующий Секретариатом»."""
    return [
        (index, index, case)
        for index in range(start + 1, end)
        if tokens[index - 1].text in DASHES
        and tokens[index].is_word
        and case in noun_cases(tokens[index].text, RUSSIAN)
    ]


def _before_kazakh(tokens, start, first, _cases):
    """In Kazakh the office itself is the last word before the name, what it is of stands before."""
    if first == start or not _is_kazakh_office(tokens[first - 1].text):
        return None, []
    begin = first - 1
    while begin > start:
        token = tokens[begin - 1]
        if token.text in f",({DASHES}" and not token.is_quoted:
            break
        is_place = token.text[0].isupper() and token.folded.endswith(("да", "де", "та", "те"))
        # A word that opens a sentence has its capital from there: «Мерекені Достық үйі … ашты».
        is_plain = token.text.islower() or (
            begin - 1 == start and (tokens[begin].text[0].isupper() or token.folded[:2] == "он")
        )
        if not token.is_quoted and (is_place or is_plain and KAZAKH_STOP.search(token.folded)):
            break
        begin -= 1
    while tokens[begin].folded in KAZAKH_CONJUNCTIONS:
        begin += 1
    return begin, [(first - 1, first - 1, None)]


def _is_kazakh_office(word):
    """In the nominative, with or without a possessive: «төраға», «төрағасы»."""
    word = fold(word)
    return word in KAZAKH or re.sub(r"с?[ыі]$", "", word) in KAZAKH


def _before_english(tokens, start, first, _cases):
    phrase_start = next(
        (i + 1 for i in range(first - 1, start - 1, -1) if tokens[i].text in f",({DASHES}"), start
    )
    for index in range(phrase_start, first):
        is_whole = tokens[first - 1].folded not in ENGLISH_LOOSE_ENDS
        is_short = first - index <= MAX_ENGLISH_WORDS
        if tokens[index].folded in ENGLISH and not tokens[index].is_quoted:
            if not (is_whole and is_short):
                return None, []
            begin = index
            while begin > phrase_start and tokens[begin - 1].folded in ENGLISH_BEFORE:
                begin -= 1
            return begin, [(index, index, None)]
    return None, []


def _after(tokens, last, ceiling, language):
    """An office between a comma, a dash or a bracket after the name and the end of the phrase."""
    if last + 2 >= len(tokens) or tokens[last + 1].text not in f",({DASHES}":
        return None, None, []
    begin = end = last + 2
    while end < len(tokens) and not is_sentence_end(tokens, end):
        token = tokens[end]
        if not token.is_quoted and token.text in ",)":
            break
        if language == "ru" and token.is_word and is_verb(token.text):
            break
        end += 1
    if end == begin or end >= ceiling:
        return None, None, []
    if language == "ru":
        head = begin
        while head < end - 1 and _agrees(tokens[head]):
            head += 1
        if "nomn" in noun_cases(tokens[head].text, RUSSIAN):
            return begin, end, [(begin, head, "nomn")]
    elif language == "en":
        if tokens[begin].folded in ("the", "a", "an"):
            begin += 1
        words = {re.sub(r"s$", "", tokens[index].folded) for index in range(begin, end)}
        if words & ENGLISH and tokens[begin].folded in ENGLISH | ENGLISH_BEFORE:
            return begin, end, [(begin, begin, None)]
    elif _is_kazakh_office(tokens[end - 1].text) and end - begin < 9:
        return begin, end, [(end - 1, end - 1, None)]
    return None, None, []
