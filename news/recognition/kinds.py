"""Which kind of body or thing bears a name in quotation marks: «Гостиница «Чулпан»»."""

import re

from news.morphology.keys import keys
from news.morphology.russian import case_of, has_tag, is_adjective, lemmas, parses
from news.morphology.words import lexicon, tokenize

# What an association is called; any of these words stands for any other.
ASSOCIATIONS = {
    "ru": lexicon(
        """
        объединение центр ассоциация общество организация движение фонд союз филиал отделение
        этноцентр этнообъединение землячество конгресс оо роо гоо ооо оф роф оюл эко экц экоц нкц
        """
    ),
    "kk": lexicon(
        """
        бірлестік орталық қауымдастық қоғам ұйым қозғалыс қор одақ филиал этноорталық
        этнобірлестік конгресс қб рқб ққ эмо эмб змт
        """
    ),
    "en": lexicon(
        """
        association centre center society organization organisation movement foundation fund
        union branch congress ngo eca ecc
        """
    ),
}
# What else bears such a name. Russian needs no list: there any noun for a thing counts.
THINGS = {
    "kk": lexicon(
        """
        қонақүй отель кафе мейрамхана дәмхана асхана дүкен базар шипажай балабақша бақша мектеп
        лицей гимназия колледж университет институт академия кітапхана театр мұражай музей клуб
        газет журнал радио телеарна арна агенттік баспа жшс ақ жк кәсіпорын компания фирма зауыт
        фабрика шаруашылық ансамбль топ хор оркестр команда фестиваль байқау жоба фильм кітап ән
        спектакль стадион кинотеатр сарай үй паркі саябақ
        """
    ),
    "en": lexicon(
        """
        hotel hostel cafe café restaurant bar canteen shop store market sanatorium kindergarten
        school lyceum gymnasium college university institute academy library theatre theater museum
        club newspaper magazine journal radio channel agency publisher llp llc ltd company firm
        factory plant farm ensemble band choir orchestra team festival contest project film book
        song play stadium cinema palace house park
        """
    ),
}
# «при поддержке «Чулпан»»: nouns after which a name is no apposition.
NO_KINDS = lexicon("поддержка участие помощь содействие инициатива имя название приглашение")
# «Чулпан» қонақүйінде: what bears a name ends in a possessive, unlike «қонақүйде».
OWNED = re.compile(r"[ыі](?:н|н[ае]|нд[ае](?:[ғг][ыі])?|н[ыі]ң|н[ае]н|мен)?$")
MAX_WORDS = 5


def is_other_kind(tokens, first, last, name, language):
    """Whether the words beside a name tell another kind of thing than the entry's names."""
    known = keys_of_text(name, language)
    if known & ASSOCIATIONS[language]:
        known |= ASSOCIATIONS[language]
    before = _run(tokens, first - 1, -1)
    if language == "ru":
        return _is_other_in_russian(before, known)
    after = _run(tokens, last + 1, 1)
    beside = {"kk": (after[:2],), "en": (before[:1], after[:2])}[language]
    return any(_is_other_in_list(words, known, language) for words in beside)


def keys_of_text(text, language):
    """What the words of a name are known by."""
    return {key for word in tokenize(text) if word.is_word for key in keys(word.text, language)}


def is_kind(word, known, language):
    """Whether a word beside a name tells the kind that the name has: its keys are `known`."""
    found = keys(word, language) & known
    if language == "ru":
        return bool(found) and has_tag(word, "inan") and not has_tag(word, "Geox")
    return bool(found & (ASSOCIATIONS[language] | THINGS[language]))


def _run(tokens, index, step):
    """The words on one side of a quotation, with nothing but a space between them."""
    found, edge = [], index - step
    while 0 <= index < len(tokens) and tokens[index].is_word and len(found) < MAX_WORDS:
        low, high = sorted((edge, index))
        if tokens[high].start - tokens[low].end != 1:
            break
        found.append(tokens[index])
        edge, index = index, index + step
    return found


def _is_other_in_russian(words, known):
    """The nearest noun for a thing counts, or a noun of the right kind that it depends on."""
    is_other = False
    for token in words:
        word = token.text
        if lemmas(word) & known:
            return False
        best = parses(word)[0]
        is_short = word.isupper() and 1 < len(word) < 6
        if is_adjective(word) and best.tag.POS != "NOUN" and not is_short:
            continue
        if not is_short and best.tag.POS != "NOUN":
            break
        is_thing = is_short or "inan" in best.tag
        if is_thing and not has_tag(word, "Geox", "Name", "Surn") and not lemmas(word) & NO_KINDS:
            is_other = True
        if is_short or not any(case_of(parse) == "gent" for parse in parses(word)):
            break
    return is_other


def _is_other_in_list(words, known, language):
    for token in words:
        found = keys(token.text, language)
        if found & known:
            return False
        is_its_kind = language == "en" or token.text.isupper() or OWNED.search(token.folded)
        if found & THINGS[language] and is_its_kind:
            return True
    return False
