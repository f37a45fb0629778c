"""Paragraphs that lost their beginning."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.checks.base import Check
from news.morphology.russian import parses

WORD = re.compile(r"[^\W\d_][\w’'-]*")
# qha.kz, press@qha.kz, https://…; а) б); al-Farabi
NO_WORD = re.compile(r"[\w-]+[.@/]\w|https?:|\w{1,2}[).]|al-")
ENDS_SOMETHING = re.compile(r"(?:[,;:!?)»”]|\.(?![.\w]))\s?\w*")
ENDS_OF_SENTENCES = ".!?…»”)"
# After them the next line is another item, or who has signed.
ENDS_OF_ITEMS = (":", ";", ",", "–", "—", " -")
# «модератор – …», «моб. тел.: …», «пос. Заречный», «с уважением,»
LABEL = re.compile(
    r"[\w-]{1,30} [–—-] |[\w-]{1,30}(?:\.? [\w-]{1,30}){0,2}\.?:|[^.,]{1,30},$"
    r"|(?:тел|моб|факс|доб|пос|дер|обл|ул|пер|пр|просп|корп|кв|каб|ауд|им|проф|акад|доц|см|стр"
    r"|көш|tel|fax|ext|dept|prof|approx)\.\s"
)
# What is left of «30-летию»; a list can have «-развитие».
REST_OF_NUMBER = re.compile(r"[-‐–](?:лети[юяе]|летн|жылды[ғқ]|(?:го|му|й|ші|шы|th|nd)\b)\w*")
# Words after which a sentence goes on.
LEADS_ON = re.compile(
    r"\b(?:и|а|в|во|на|с|со|к|ко|о|об|от|до|для|по|при|из|у|за|под|над|между|без|через|или|что|чтобы"
    r"|және|мен|бен|пен|немесе|and|or|of|the|to|for|with|by|from|at)$"
)
# Between these and the next paragraph a sentence may go on.
INSERTED = ("ul", "ol", "table", "blockquote")
# «Н.А. Назарбаева, институтом … представлен»: what stands before the name is missing.
NAME_FIRST = re.compile(r"(?:[А-ЯЁ]\. ?){1,2}[А-ЯЁ][а-яё-]+, ([а-яё]+)\b")
SHORT_LINE = 60  # characters; lines of verse are no longer


class MidSentence(Check):
    name = "mid_sentence"
    label = gettext_lazy("A paragraph that starts in mid-sentence")

    def find(self, subject):
        text = subject.texts.get("body", "")
        verse = _verse(subject, text)
        # A title in capitals goes on below: «ПРОТОКОЛ», «заседания Совета».
        before, before_tag = subject.title if subject.title.isupper() else "", ""
        for number, (tag, start, end) in enumerate(subject.blocks):
            line = text[start:end]
            if tag in ("p", "") and before_tag not in INSERTED and number not in verse:
                length, reason = _fault(line, before, subject.language)
                if length:
                    yield self.at("body", text, start, start + length, reason)
            before, before_tag = line if tag in ("p", "") else "", tag


def _fault(line, before, language):
    """`(length, reason)` of what is wrong with the beginning of a paragraph; 0 where nothing is."""
    if found := ENDS_SOMETHING.match(line):
        return found.end(), _("The paragraph starts with a sign that ends something.")
    goes_on = _("The paragraph goes on with the sentence of the one before.")
    if found := REST_OF_NUMBER.match(line):
        return found.end(), _("The paragraph starts with a small letter: is its beginning missing?")
    if _is_small(line) and not _is_item(line, before):
        length = WORD.match(line).end()
        if before and before[-1] not in ENDS_OF_SENTENCES:
            return length, goes_on
        return length, _("The paragraph starts with a small letter: is its beginning missing?")
    if len(before) > SHORT_LINE and LEADS_ON.search(before) and (found := WORD.match(line)):
        return found.end(), goes_on
    name = NAME_FIRST.match(line) if language == "ru" else None
    if name and _is_instrumental(name[1]):
        reason = _("The sentence does not fit its beginning: are words missing before the name?")
        return name.end(), reason
    return 0, None


def _is_small(line):
    """Whether it starts with a word in small letters; «iPhone» is none."""
    return WORD.match(line)[0].islower() if line[0].isalpha() and not NO_WORD.match(line) else False


def _is_item(line, before):
    """Whether a line may start with a small letter: of a list, a programme, an address, verse."""
    if before.endswith(ENDS_OF_ITEMS) or before.isupper() or LABEL.match(line):
        return True
    return all(
        0 < len(each) <= SHORT_LINE and each[-1] not in ENDS_OF_SENTENCES for each in (before, line)
    )


def _is_instrumental(word):
    """Whether a word can be nothing but a noun in the instrumental: «институтом»."""
    cases = {(parse.tag.POS, parse.tag.case) for parse in parses(word)}
    return cases == {("NOUN", "ablt")}


def _verse(subject, text):
    """The numbers of lines of verse: three and more short ones that start with small letters."""
    found, row = set(), []
    for number, (_tag, start, end) in enumerate([*subject.blocks, ("", 0, 0)]):
        if 0 < end - start <= SHORT_LINE and text[start].islower():
            row.append(number)
            continue
        found.update(row if len(row) > 2 else ())
        row = []
    return found
