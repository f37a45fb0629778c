"""The office that a text gives beside a name."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from news.morphology.kazakh import TO_FRONT, kazakh_stems
from news.morphology.russian import (
    CASES,
    case_of,
    has_tag,
    in_nominative,
    is_adjective,
    is_known,
    is_listed_name,
    is_verb,
    noun_cases,
    nouns,
)
from news.morphology.words import fold, lexicon

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
    спецпредставитель спецпосланник врио заведующая управляющая ведущая госсоветник
    корреспондент сотрудница обозреватель переводчик переводчица фотограф краевед тележурналист
    ассистент преподавательница воспитатель магистрант выпускник выпускница ученик ученица староста
    аудитор нотариус настоятель казначей дипломат служащий работник работница балетмейстер солист
    солистка пианист скрипач хормейстер продюсер сценарист кинорежиссер публицист исследователь
    исследовательница организатор спортсмен спортсменка борец боксер футболист шахматист строитель
    ремесленник ремесленница музыкант танцор танцовщица дизайнер оператор программист пенсионер
    пенсионерка меценат филантроп фольклорист искусствовед культуролог религиовед востоковед
    языковед литературовед лингвист археолог антрополог географ биолог химик физик математик геолог
    аналитик арбитр рефери атаман мулла ахун наиб-имам протоиерей архимандрит патриарх пастор доцент
    соучредитель сооснователь учредительница основательница попечитель вице-консул вице-спикер
    вице-мэр статс-секретарь референт бухгалтер комендант бригадир завуч арт-директор тьютор
    подполковник лейтенант сержант адмирал космонавт хирург фельдшер агроном фермер дипломант
    стипендиат кавалер поэтесса писательница журналистка художница драматург прозаик комментатор
    акын домбрист концертмейстер звукорежиссер правозащитник тюрколог архивист распорядитель
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
    заңгер ғалым кітапханашы доцент магистрант фотограф қаламгер түлек жауапты бапкер аудармашы
    сәулетші фермер шаруа волонтер блогер белсенді тілші драматург сазгер палуан
    спортшы генерал полковник батыр нотариус адвокат прокурор комиссар атташе омбудсмен
    меценат баспагер өлкетанушы этнолог филолог лингвист әдіскер саясаткер хормейстер
    қайраткер әртіс актер актриса балетмейстер хореограф биші күйші жырау домбырашы зерттеуші
    құрылысшы ұйымдастырушы жүргізуші тәрбиеші медбике зейнеткер қолөнерші ұшқыш футболшы боксшы
    шахматшы малшы диқан продюсер сценарист оператор дизайнер музыкант пианист скрипкашы қобызшы
    термеші жыршы айтыскер фольклортанушы өнертанушы мәдениеттанушы дінтанушы шығыстанушы
    тілтанушы әдебиеттанушы археолог антрополог географ биолог химик физик математик геолог
    төреші арбитр талдаушы атаман молда ахун протоиерей архимандрит патриарх пастор мэр губернатор
    вице-консул вице-спикер вице-мэр референт бухгалтер комендант бригадир мәжілісмен қамқоршы
    подполковник лейтенант сержант капитан адмирал ғарышкер хирург фельдшер агроном дипломант
    прозаик сыншы публицист комментатор скульптор солист тәлімгер нұсқаушы құтқарушы түркітанушы
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
    interpreter translator editor-in-chief photographer painter sculptor farmer trainer
    correspondent reporter spokesman spokeswoman spokesperson postgraduate alumnus surgeon nurse
    architect envoy attache attaché commissioner prosecutor attorney notary officer colonel captain
    lieutenant activist blogger playwright novelist ethnographer linguist philologist
    anthropologist archaeologist organizer organiser rapporteur treasurer supervisor vice-consul
    publisher producer screenwriter musician pianist violinist dancer choreographer athlete
    wrestler boxer footballer weightlifter craftsman craftswoman designer builder programmer
    folklorist culturologist orientalist sociolinguist geographer biologist chemist physicist
    mathematician geologist pensioner philanthropist
    referee umpire arbiter ataman mullah archpriest patriarch pastor priest chancellor
    vice-chancellor provost registrar vice-speaker co-founder cofounder co-director trustee patron
    commander sergeant quartermaster cosmonaut astronaut scientist educator accountant archivist
    critic columnist commentator presenter soloist concertmaster elder aksakal akyn agronomist
    turkologist
    """
)
ENGLISH_BEFORE = lexicon(
    """
    deputy vice senior junior first general executive acting chief honorary former honoured
    permanent associate assistant managing
    """
)
# Animate nouns that say what somebody is to others, or nothing of what they do.
RUSSIAN_NO_OFFICES = lexicon(
    """
    сын дочь отец мать брат сестра муж жена супруг супруга вдова вдовец внук внучка дед бабушка
    дедушка дядя тетя племянник племянница родственник друг подруга коллега однофамилец однофамилица
    господин госпожа г-н г-жа товарищ гражданин гражданка человек мужчина женщина юноша девушка
    мальчик девочка ребенок гость гостья земляк землячка ровесник соперник собеседник собеседница
    казах казашка русский кореец немец мама папа невеста жених сосед соседка имя
    """
)
RESPONSIBLE = lexicon("ответственный докладчик исполнитель")
# Initials of two letters: «Дж. Сорос», "Zh. Abdrakhmanov".
LONG_INITIALS = lexicon("дж дз zh sh ch kh yu ya ye yo ts dz th ph gh")
ABBREVIATED = lexicon("г гг ул им т д п акад проф dr mr mrs ms prof")
DASHES = "–—-"
# Kazakh words of the clause, not of the office after it: other cases, participles, pronouns.
KAZAKH_STOP = re.compile(
    r"(?:(?<!с)[дт][ае]н?|[нм]ен|н[ае]н|[ндт][ыі]|(?<!^ор)[ыі]н|(?<!^а)[ғқ]ан?|[гк]ен?|[дт]ім|йтін|йтын)$"
    r"|^(?:он[ыі]|оның|кейін|соң|бұрын|дейін|бойынша|туралы|деп|ал|үшін|болып|бәрі|бұл|бірге|сондай-ақ|мұнда)$"
)
KAZAKH_OBJECT = re.compile(r"[ыі]н \w+уш[ыі](?:с[ыі])?$")
# Where something is or comes from: «Сеулден профессор»; «Қазақстан» only ends like it.
KAZAKH_PLACE = re.compile(r"(?:[дт][ае]|(?<!с)[дтн][ае]н)$")
# What no office begins with: conjunctions, and what only praises.
KAZAKH_BEFORE = lexicon("және мен бен пен сондай-ақ белгілі танымал атақты көрнекті әйгілі")
ENGLISH_LOOSE_ENDS = lexicon("of at the a an from in on for to with by and")
DETERMINERS = lexicon("the a an its his her their our this")
ENGLISH_JOINTS = lexicon("of at for to in and")
ENGLISH_PLACING = lexicon("at in on during after before")
MAX_ENGLISH_WORDS = 15
FARTHEST = 60  # tokens from a name: the longest office of the archive is half as long
MAX_LINES = 40  # of a list of names and offices on either side of a name


@dataclass(frozen=True, slots=True)
class Office:
    """An office in the nominative, where it stands in the text, and its possible cases there."""

    text: str
    start: int
    end: int
    cases: frozenset


def is_initial(token):
    is_long = token.text[0].isupper() and token.folded in LONG_INITIALS
    return token.is_initial or is_long


def is_sentence_end(tokens, index):
    sign = tokens[index].text
    if sign == ".":
        before = tokens[index - 1] if index else None
        return not (before and (is_initial(before) or before.folded in ABBREVIATED))
    return sign in "\n!?;:"


def find_office(text, tokens, first, last, language, *, floor, ceiling, cases=()):
    """The office before or after the name that the tokens from `first` to `last` are, or None.

    The search goes back to the token `floor` and on to the token `ceiling`: the neighbours'
    names. `cases` are those in which the name can be; none when they are not known.
    """
    start = first
    floor = max(floor, first - FARTHEST)
    while start > floor and not is_sentence_end(tokens, start - 1):
        start -= 1
    begin, heads = BEFORE[language](tokens, start, first, set(cases))
    if begin is not None:
        return _office(text, tokens, begin, first, heads, language, is_opening=begin == start)
    begin, end, heads = _after(tokens, last, ceiling, language, set(cases))
    if begin is not None:
        return _office(text, tokens, begin, end, heads, language, is_opening=False)
    if language == "ru":
        begin, end, heads = _apart_russian(tokens, start, first, last, floor, set(cases))
        if begin is not None:
            return _office(text, tokens, begin, end, heads, language, is_opening=begin == start)
    found = _before_colon(tokens, first, last, floor, language) if first == start else None
    begin, end, heads = found or _in_line_beside(tokens, first, last, language)
    if begin is not None and (floor <= begin < first or last < begin < end <= ceiling):
        return _office(text, tokens, begin, end, heads, language, is_opening=True)
    return None


def offices_of(text, tokens, names, language):
    """`{first token of a name: its office or None}` of names with `first`, `last` and `cases`."""
    places = {found.first: found for found in names}
    offices, floor = {}, 0
    for first, following in pairwise([*sorted(places), len(tokens)]):
        found = places[first]
        offices[first] = find_office(
            text, tokens, first, found.last, language, floor=floor, ceiling=following,
            cases=found.cases,
        )  # fmt: skip
        floor = found.last + 1
    return offices


def _office(text, tokens, begin, end, heads, language, *, is_opening):
    """`heads` are `(first, last, case)`: an adjective or the noun, the noun, or no case."""
    while end > begin and (
        tokens[end - 1].text in f",:({DASHES}" or tokens[end - 1].text in ("was", "is")
    ):
        end -= 1
    pieces, position = [], tokens[begin].start
    for head_first, head_last, case in sorted(heads):
        words = [token.text for token in tokens[head_first : head_last + 1]]
        if case and case != "nomn":
            known = {lemma for lemma, _parse in nouns(words[-1])}
            words = in_nominative(words, case, known & RUSSIAN or known)
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
        if heads and _ends_with_name(tokens, phrase_start, phrase_end):
            break  # the office of somebody whom the directory lacks
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


def _ends_with_name(tokens, start, end):
    """Whether a phrase ends with somebody's name: «директор музея Канат Омаров»."""
    if end - start < 3 or not tokens[end - 1].is_capital:
        return False
    given = tokens[end - 2]
    is_whole = given.is_capital and (is_listed_name(given.text) or has_tag(given.text, "Name"))
    is_initial = given.text == "." and tokens[end - 3].is_initial
    return (is_whole or is_initial) and not any(
        token.folded in ("имени", "им") for token in tokens[start:end]
    )


def _apart_russian(tokens, start, first, last, floor, cases):
    """Where an office that a comma or a dash keeps from the name begins and ends.

    «по словам модератора, Жанар Ахметовой,», «(ответственный – Б. Досжанов)»
    """
    sign = tokens[first - 1].text if first > start else ""
    end = first - 1
    begin = end
    while begin > start and tokens[begin - 1].text not in ",(":
        begin -= 1
    if begin == end:
        return None, None, []
    if sign and sign in DASHES:
        known = RUSSIAN | RESPONSIBLE
        word = tokens[end - 1].text
        if end - begin == 1 and "nomn" in noun_cases(word, known) | _cases_of_person(word):
            return begin, end, [(begin, begin, "nomn")]
    is_of_other = floor and begin == floor + 1  # «Канат Омаров, директор музея, Жанар Ахметова»
    if sign != "," or is_of_other or not cases or not _is_closed(tokens, last):
        return None, None, []
    head, case = _russian_head(tokens, begin, end, cases)
    if head is None:
        return None, None, []
    opening = head
    while opening > begin and _agrees(tokens[opening - 1]):
        opening -= 1
    return opening, end, [(opening, head, case)]


def _is_closed(tokens, last):
    """Whether a sentence, a bracket or a comma that begins no other name ends after a name."""
    following = tokens[last + 1 : last + 3]
    if not following or is_sentence_end(tokens, last + 1) or following[0].text == ")":
        return True
    return following[0].text == "," and not following[-1].text[0].isupper()


def _agrees(token):
    return token.is_word and not token.is_quoted and is_adjective(token.text)


def _russian_head(tokens, start, end, cases):
    """The office nearest to the beginning of a phrase that agrees with the name, and its case."""
    readings = {}
    for index in range(start, end):
        token = tokens[index]
        if not token.is_word or token.is_quoted:
            continue
        if token.folded == "главе" and index and tokens[index - 1].folded == "во":
            continue  # «во главе с Сериковым»
        found = noun_cases(token.text, RUSSIAN)
        if index == end - 1 and not found and not readings:
            found = _cases_of_person(token.text)
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


def _cases_of_person(word):
    """The cases of a noun for a person: what somebody is, right before the name."""
    if len(word) < 4 or not word.islower() or not is_known(word):
        return set()
    return {
        case_of(parse)
        for lemma, parse in nouns(word)
        if parse.tag.POS == "NOUN" and "anim" in parse.tag and lemma not in RUSSIAN_NO_OFFICES
        and not {"Name", "Surn", "Patr"} & parse.tag.grammemes
    }  # fmt: skip


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
        is_place = token.text[0].isupper() and KAZAKH_PLACE.search(token.folded)
        # A word that opens a sentence has its capital from there: «Мерекені Достық үйі … ашты».
        is_plain = token.text.islower() or begin - 1 == start or not tokens[begin - 2].is_word
        is_office = kazakh_stems(token.text) & KAZAKH and token.text.islower()
        # «фольклорын зерттеуші», «бөлімін меңгеруші»
        is_object = KAZAKH_OBJECT.search(f"{token.folded} {tokens[begin].folded}")
        is_joint = token.folded == "мен" and begin - 1 > start and (
            _are_alike(tokens[begin - 2], tokens[begin])
        )  # fmt: skip
        if not token.is_quoted and not (is_office or is_object or is_joint) and (
            is_place or is_plain and KAZAKH_STOP.search(token.folded)
        ):  # fmt: skip
            break
        begin -= 1
    while tokens[begin].folded in KAZAKH_BEFORE:
        begin += 1
    return begin, [(first - 1, first - 1, None)]


def _are_alike(one, other):
    """Whether two words are plurals or possessives alike: «татарлары мен башқұрттары»."""
    ends = [token.folded[-2:].translate(TO_FRONT) for token in (one, other)]
    return ends[0] == ends[1] and one.text.islower() and not _is_kazakh_office(one.text)


def _is_kazakh_office(word):
    """In the nominative, with or without a possessive: «төраға», «төрағасы»."""
    word = fold(word)
    return word in KAZAKH or re.sub(r"с?[ыі]$", "", word) in KAZAKH


def _before_english(tokens, start, first, _cases):
    if first - 1 > start and tokens[first - 1].folded in (",", "was", "is"):
        # «by the director of the library, Saule Ospanova»
        begin, heads = _before_english(tokens, start, first - 1, _cases)
        is_known = begin is not None and begin > start and tokens[begin - 1].folded in DETERMINERS
        return (begin, heads) if is_known else (None, [])
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
            return _with_names(tokens, phrase_start, begin), [(index, index, None)]
    return None, []


def _with_names(tokens, start, begin):
    """Where an English office begins with names before it: «the Mazhilis deputy».

    Only between it and an article: what stands there is of the office for sure.
    """
    first = begin
    while first > start and tokens[first - 1].text[0].isupper():
        if tokens[first - 1].folded in DETERMINERS:
            break
        first -= 1
    is_closed = first > start and tokens[first - 1].folded in DETERMINERS
    before = tokens[first - 2].folded if is_closed and first - 1 > start else ""
    # «At the Forum deputy Serikov said»
    return first if is_closed and before not in ENGLISH_PLACING else begin


def _after(tokens, last, ceiling, language, cases):
    """An office between a comma, a dash or a bracket after the name and the end of the phrase."""
    if last + 2 >= len(tokens) or tokens[last + 1].text not in f",({DASHES}":
        return None, None, []
    begin = end = last + 2
    farthest = min(len(tokens), begin + FARTHEST)
    while end < farthest and not is_sentence_end(tokens, end):
        token = tokens[end]
        if not token.is_quoted and token.text in ",)":
            break
        if language == "ru" and token.is_word and is_verb(token.text):
            break
        end += 1
    if end == begin or end >= ceiling and ceiling < len(tokens):
        return None, None, []
    if language == "ru":
        head = begin
        while head < end - 1 and _agrees(tokens[head]):
            head += 1
        word = tokens[head].text
        found = noun_cases(word, RUSSIAN) or _cases_of_person(word)
        if "nomn" in found:
            return begin, end, [(begin, head, "nomn")]
        if shared := found & cases:
            # «Ерлана Серикова, заместителя Председателя»
            return begin, end, [(begin, head, min(shared, key=CASES.index))]
    elif language == "en":
        if tokens[begin].folded in ("the", "a", "an"):
            begin += 1
        words = {re.sub(r"s$", "", tokens[index].folded) for index in range(begin, end)}
        if words & ENGLISH and tokens[begin].folded in ENGLISH | ENGLISH_BEFORE:
            return begin, end, [(begin, begin, None)]
    elif _is_kazakh_office(tokens[end - 1].text) and end - begin < 9:
        return begin, end, [(end - 1, end - 1, None)]
    return None, None, []


BEFORE = {"ru": _before_russian, "kk": _before_kazakh, "en": _before_english}


def _before_colon(tokens, first, last, floor, language):
    """«Секретарь: Б. Досжанов», where nothing is said to him: `(begin, end, heads)` or None."""
    if not first or tokens[first - 1].text != ":":
        return None
    if last + 1 < len(tokens) and not is_sentence_end(tokens, last + 1):
        return None
    begin = end = first - 1
    while begin > floor and not is_sentence_end(tokens, begin - 1):
        begin -= 1
    heads = _heads_of_whole(tuple(tokens[begin:end]), language)
    return _from(begin, end, heads) if heads else None


def _in_line_beside(tokens, first, last, language):
    """The office that is all that stands in the line before that of a name, or in the next one.

    Names and offices take turns in a list: what its first line is tells which of a pair comes
    first. Where one of them has no pair nothing tells.
    """
    nothing = None, None, []
    is_last = last + 1 == len(tokens) or tokens[last + 1].text in "\n,;."
    if not is_last or _line_of(tokens, first) != (first, last + 1):
        return nothing
    sides = []
    for edge, step in ((first, -1), (last, 1)):
        side = []
        for begin, end in _lines_beside(tokens, edge, step):
            heads = _heads_of_whole(tuple(tokens[begin:end]), language)
            is_next = _is_like_name(tokens[begin:end]) and not heads if len(side) % 2 else heads
            if not is_next:
                break
            side.append((begin, end, heads))
            if len(side) > MAX_LINES:
                return nothing
        sides.append(side)
    before, after = sides
    if len(before) % 2 == len(after) % 2:
        return nothing
    return _from(*(before if len(before) % 2 else after)[0])


def _from(begin, end, heads):
    """The heads of a range of tokens as those of the text."""
    return begin, end, [(begin + first, begin + last, case) for first, last, case in heads]


def _line_of(tokens, index):
    """The first and last but one token of a line without its number and the sign that ends it."""
    begin = end = index
    while begin > max(0, index - FARTHEST) and tokens[begin - 1].text != "\n":
        begin -= 1
    while end < min(len(tokens), index + FARTHEST) and tokens[end].text != "\n":
        end += 1
    if begin < end and tokens[begin].text.isdigit():
        begin += 1
        if begin < end and tokens[begin].text in ".)":
            begin += 1
    while end > begin and (tokens[end - 1].text == "," or tokens[end - 1].text in ";." and (
        is_sentence_end(tokens, end - 1)
    )):  # fmt: skip
        end -= 1
    return begin, end


def _lines_beside(tokens, index, step):
    """The lines on one side of that of a token, the nearest first, to an empty one."""
    while True:
        while 0 <= index < len(tokens) and tokens[index].text != "\n":
            index += step
        index += step
        if not 0 <= index < len(tokens) or tokens[index].text == "\n":
            return
        yield _line_of(tokens, index)


def _is_like_name(tokens):
    """Whether words with capitals and initials are all that a line has."""
    words = [token for token in tokens if token.is_word]
    return 1 < len(words) < 6 and all(
        token.text[0].isupper() or token.text == "." and tokens[index - 1].is_word
        for index, token in enumerate(tokens)
    )


@lru_cache(1000)
def _heads_of_whole(tokens, language):
    """The heads of the office that some tokens are, and nothing else; () where they are none."""
    if not tokens or any(is_sentence_end(tokens, index) for index in range(len(tokens))):
        return ()
    begin, heads = BEFORE[language](tokens, 0, len(tokens), {"nomn"})
    if begin != 0 or language == "ru" and _ends_with_name(tokens, 0, len(tokens)):
        return ()
    if language == "en":
        # “President receives guests” is a headline.
        following = tokens[heads[0][1] + 1 :][:1]
        if any(token.text.islower() and token.text not in ENGLISH_JOINTS for token in following):
            return ()
    return tuple(heads)
