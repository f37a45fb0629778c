"""A quotation that nobody speaks."""

import re
from bisect import bisect_left

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.checks.base import Check
from news.checks.dates import SENTENCE_END
from news.recognition.mentions import PERSON

FEWEST_WORDS = 6
BESIDE = 60  # characters before and after a quotation that tell what it is
CAPITAL, SMALL = "[А-ЯЁӘҒҚҢӨҰҮҺІA-Z]", "[а-яёәғқңөұүһіa-z]"
QUOTATION = re.compile(
    r"«(?:[^«»]{1,3000}+|«[^»]{0,3000}+»){0,40}+»"
    r"|“[^”]{0,3000}”|„[^“”]{0,3000}[“”]|\"[^\"]{0,3000}\""
)
SPEECH_IN_DASHES = re.compile(rf"[–—-]\s+(?P<words>{CAPITAL}.*[.!?…])$")
OPENS_SENTENCE = re.compile(rf"[«“„\"]\s*(?:…|\.\.\.)?\s*{CAPITAL}")
OPENS_HERE = re.compile(r"(?:^|[.!?…:,–—-])\s*$")
ENDS_INSIDE = re.compile(r"[.!?…]\s*[»”“\"]$")
CLOSES_LINE = re.compile(r"[.!?…]\s*$")
# What stands before it makes words in quotation marks a speech, or else a title.
COLON = re.compile(r":\s*$")
TITLED = re.compile(
    r"(?:тем[аыуе]\w*|назван\w+|девиз\w*|лозунг\w*|слоган\w*|рубрик\w+|закон\w*|проект\w*|конкурс\w*"
    r"|программ\w+|стратеги\w+|фильм\w*|книг\w+|выставк\w+|номинаци\w+|тақырыб\w*|атауы\w*|ұран\w*"
    r"|topic\w*|theme\w*|titled?|called|entitled|named|motto|slogan|law|project)\s*[:–—-]?\s*$",
    re.IGNORECASE,
)
# Where the words stand, or in which language: «На баннере: «…»», «Орысша: «…»».
LABEL = {
    "ru": r"(?:на|над|под|возле)(?:\s+[\w-]+){1,6}|по-\w+|перевод\w*",
    "kk": r"(?:\w+\s+){0,2}\w+(?:[дт][ае]|ша|ше)|аударма\w*",
    "en": r"(?:on|above|under|over|in)(?:\s+[\w-]+){1,6}|translation",
}
LABEL = {
    code: re.compile(rf"(?:^|[.!?…]\s+)(?:{words})\s*:\s*$", re.IGNORECASE)
    for code, words in LABEL.items()
}
# «Форум открылся. «Мы ждали этого дня». Затем был концерт.»
OPENS_ANEW = re.compile(r"(?:^|[.!?…]\s+)$")
CLOSES_SENTENCE = re.compile(rf"[.!?…](?:\s+[«“\"]?{CAPITAL}|\s*$)")
# A paragraph after a quotation that speaks of it, and one that only names who said it.
POINTS_BACK = re.compile(
    r"\b(?:автор\w*|так|таков\w*|эт(?:о|и|их|ими?)|осы\w*|бұл\w*|this|these|that|such|so)\b",
    re.IGNORECASE,
)
SIGNATURE = re.compile(rf"{CAPITAL}[\w-]+\s+{CAPITAL}.{{1,100}}(?<![.!?…])")
ATTRIBUTED = re.compile(r"\s*[,.]?\s*[–—-]\s")
SAYING = {
    "ru": r"сказа|говор|отме[тч]|подч[её]ркн|подч[её]ркива|добав|заяв|сообщ|расска[зж]|поясн|объясн"
    r"|напомн|напомин|ответ|спрос|вопрос|призва|призыва|пожела|подел|поблагодар|благодар|поздрав"
    r"|счита|увер|убежд|слов(?:а|ам|ами)\b|мнени|цит|пишет|писа|обрат|обраща|выступ|выска[зж]"
    r"|констатир|резюмир|подытож|заключ|признал|признав|вспом|восклик|звуч|гласи|выра[зж]"
    r"|интервью|репли|комментир|делит|речь|указал|предлож|надпис|проч[её]л|прочита|продолж",
    "kk": r"\bде(?:п|ді|йді|ген|лін|с|мек)|айт|атап|хабарла|баянда|түсіндір|еске|жеткіз"
    r"|қос(?:ты|ып)|мәлімде|ойын|пікір|сөз|құттықта|тіле|алғыс|жауап|сұра|ескерт|келтір|бөліс"
    r"|тоқтал|жаз(?:ды|ған|ыл)|ұран|шақыр|оқы",
    "en": r"\bsa(?:id|ys?|ying)\b|\bt(?:old|ells?)\b|\bnot(?:ed|es)\b|stress|\badd(?:ed|s)\b"
    r"|explain|\bstat(?:ed|es)\b|emphasi|recall|\bask|answer"
    r"|repl(?:y|ied|ies)|according to|words"
    r"|remark|point(?:ed|s) out|\burge|call(?:ed|s)|wrote|writes|written|wish|thank|congratulat"
    r"|conclud|comment|\bshare[ds]\b|admit|believ|opinion|quot|speech|speak|spoke|remember|announc|\bread",
}
SAYING = {code: re.compile(words, re.IGNORECASE) for code, words in SAYING.items()}
# «И. Салжанов», «Айгерим Сапарова»: somebody whom the directory need not know.
NAME = re.compile(
    rf"\b{CAPITAL}\.\s?(?:{CAPITAL}\.\s?)?{CAPITAL}\w+"
    rf"|(?<=[^.!?…:«“\"\n] ){CAPITAL}[\w-]*{SMALL}\s+{CAPITAL}\w*{SMALL}"
)
# At the start of a sentence two capitals can be «Гости Астаны»: there the ending tells.
NAME_FIRST = re.compile(
    rf"(?:^|[.!?…] ){CAPITAL}[\w-]+\s+{CAPITAL}[\w-]*"
    r"(?:[оеё]ва?|[иы]на?|[сц]к(?:ий|ая)|енко|[oe]va?|ina?|sk(?:i?y|aya)|enko)\b"
)


class NoSpeaker(Check):
    name = "no_speaker"
    label = gettext_lazy("A quotation without a speaker")

    def find(self, subject):
        text = subject.texts.get("body")
        if not text:
            return
        people = sorted(found.start for found in subject.mentions["body"] if found.kind == PERSON)
        lines, start = [], 0
        for line in text.split("\n"):
            end = start + len(line)
            names_somebody = bisect_left(people, start) < bisect_left(people, end)
            lines.append((start, line, names_somebody or _is_spoken(line, subject.language)))
            start = end + 1
        lines.append((start, "", False))  # it stands beside the last one and the first
        for number, (start, line, tells) in enumerate(lines[:-1]):
            _start, before, tells_before = lines[number - 1]
            _start, after, tells_after = lines[number + 1]
            # After a question comes its answer.
            if tells or tells_before or before.endswith("?"):
                continue
            if tells_after and _is_about_quotation(after, subject.language):
                continue
            if SIGNATURE.fullmatch(after) or NAME_FIRST.search(QUOTATION.sub(" … ", line)):
                continue
            for first, last in _speeches(line, [before, line, after], subject.language):
                reason = _("It is not said whose words these are.")
                yield self.at("body", text, start + first, start + last, reason)


def _is_about_quotation(line, language):
    """Whether the paragraph after a quotation tells whose it is, not of somebody else."""
    around = QUOTATION.sub(" Q ", line)  # opens a sentence, as the quotation may
    end = SENTENCE_END.search(around)
    first = around[: end.start()] if end else around
    return bool(SAYING[language].search(first) or POINTS_BACK.search(first))


def _is_spoken(line, language):
    """Whether a paragraph tells who speaks, outside of what is spoken."""
    around = QUOTATION.sub(" … ", line)
    return bool(SAYING[language].search(around) or NAME.search(around))


def _speeches(line, beside, language):
    """Where a paragraph quotes: sentences in quotation marks, or all of it after a dash."""
    dashes = SPEECH_IN_DASHES.fullmatch(line)
    if dashes and _is_long(dashes["words"]):
        # One after another they are a list.
        if sum(SPEECH_IN_DASHES.fullmatch(each) is not None for each in beside) == 1:
            yield dashes.span("words")
        return
    for found in QUOTATION.finditer(line):
        before = line[max(found.start() - BESIDE, 0) : found.start()]
        after = line[found.end() : found.end() + BESIDE]
        if not OPENS_SENTENCE.match(found[0]) or not _is_long(found[0]):
            continue
        if TITLED.search(before) or LABEL[language].search(before):
            continue
        # In the middle of a sentence it is a name: акция «Моя страна – моя гордость!».
        is_sentence = ENDS_INSIDE.search(found[0]) and OPENS_HERE.search(before)
        # «Мы всё сделали вовремя». The full stop of a Russian sentence stands outside.
        is_whole = not line[: found.start()].strip() and CLOSES_LINE.fullmatch(after)
        is_between = OPENS_ANEW.search(before) and CLOSES_SENTENCE.match(after)
        is_sentence = is_sentence or is_whole or is_between
        if is_sentence or COLON.search(before) or ATTRIBUTED.match(after):
            yield found.span()


def _is_long(words):
    return len(re.findall(r"\w+", words)) >= FEWEST_WORDS
