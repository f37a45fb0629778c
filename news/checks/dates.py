"""An event whose date is far from the dates that its text opens with."""

import datetime as dt
import re
from calendar import monthrange

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from news.checks.base import Check
from news.dates import format_date
from news.recognition.dates import find_dates, find_impossible

FAR = dt.timedelta(days=14)
HISTORIC = dt.timedelta(days=400)  # from here on texts remember
SAME_DAY = dt.timedelta(days=3 * 366)  # the same day of a year so near is a slip of the pen
PARAGRAPHS = 2
# What a sentence about the event itself says; others remember or announce something else.
HAPPENS = {
    "ru": r"состоял(?:ся|ась|ось|ись)|состо[ия]тся|прош(?:[её]л|ла|ло|ли)\b|пройд[её]т|пройдут"
    r"|проход(?:ит|ят|ил)|провел|проводит|открыл|открыва|откро|собрал|встрет|подписал|посетил"
    r"|завершил|начал(?:ся|ась|ось|ись)|начн[её]тся|стартовал",
    "kk": r"\bөт(?:ті|еді|кізілді|кізіледі|кізді)|ашыл|жиналды|кездес|қол қой|басталды|басталады"
    r"|аяқталды|ұйымдастыр",
    "en": r"\bheld\b|took place|takes? place|opened|opens|will open|\bmet\b|will meet|gathered"
    r"|hosted|hosts|signed|visited|began|begins|started|launched",
}
HAPPENS = {code: re.compile(words, re.IGNORECASE) for code, words in HAPPENS.items()}
# A text that opens with a date opens with that of its event.
OPENING = {
    "ru": re.compile(""),
    "kk": re.compile(""),
    "en": re.compile("(?:On )?"),
}
# 31.04.2025, but not the number of an act or of a machine.
IN_NUMBERS = re.compile(
    r"(?<![\w.,:/№-])(?<!№ )([0-3]?\d)\.([01]\d)\.((?:19|20)\d\d)(?![\w/-])(?!\.\d)"
)
# «30-31 июня», «маусымның 31-інде», “June 31, 2025”.
OTHERWISE = {
    "ru": r"(?<![\w.,:/№-])(?<!№ )[0-3]?\d-(?P<day>\d\d)\s+(?P<month>[а-я]{3,8})\b"
    r"(?:\s+(?P<year>(?:19|20)\d\d)\b)?",
    "kk": r"(?:(?P<year>(?:19|20)\d\d)\s+жыл\w*\s+)?\b(?P<month>[а-яәғқңөұүһі]{5,9})[ндт][ыі]ң\s+"
    r"(?P<day>\d\d)-?[ыі]\w*",
    "en": r"\b(?P<month>[A-Z][a-z]{2,8})\s+(?P<day>\d\d)(?:st|nd|rd|th)?,?\s+"
    r"(?P<year>(?:19|20)\d\d)\b",
}
OTHERWISE = {
    code: re.compile(words, 0 if code == "en" else re.IGNORECASE)
    for code, words in OTHERWISE.items()
}
LEAP_YEAR = 2000
# Before a date: a deadline, or the date of a paper.
OTHER_DATE = {
    "ru": r"\b(?:до|с|к|от|по|после|начиная с|не позднее)\s+$",
    "en": r"\b(?:until|by|from|since|before|after|of|dated)\s+$",
}
OTHER_DATE = {code: re.compile(words, re.IGNORECASE) for code, words in OTHER_DATE.items()}
# In Kazakh it stands after the date, whose own ending may be left out of it.
AFTER_OTHER_DATE = re.compile(r"\w*\s*(?:күні\w*\s+)?(?:дейін|бастап|кейін|бұрын)")
SENTENCE = 1000  # characters on each side of a date: no sentence is longer
# Not «2024 г. Сессия», nor «А. Касенов».
SENTENCE_END = re.compile(r"(?<!\b\w)[.!?…]\s+(?=[«“\"]?[А-ЯЁӘҒҚҢӨҰҮҺІA-Z])")


def date_of_event(event):
    """The day on which an event starts, in the press service's zone; None where it is not known."""
    if event is None or event.starts_at is None:
        return None
    return timezone.localtime(event.starts_at, timezone.get_default_timezone()).date()


class FarDate(Check):
    name = "far_date"
    label = gettext_lazy("A date of the event that is far from those in the text")

    def find(self, subject):
        day = date_of_event(subject.event)
        if day is None:
            return
        last = subject.event.ends_at or subject.event.starts_at
        last = max(day, timezone.localtime(last, timezone.get_default_timezone()).date())
        far = []
        for field, text in subject.texts.items():
            opening = "\n".join(text.split("\n")[:PARAGRAPHS])
            for found in find_dates(opening, subject.language, near=day):
                if found.date is None:
                    continue
                apart = _apart(found, day, last)
                if apart <= FAR:
                    return
                if _is_about_it(found, opening, subject.language) and _is_slip(found, day, apart):
                    far.append((field, text, found))
        if far:
            field, text, found = far[0]
            yield self.at(field, text, found.start, found.end, _reason(found.date, day))


class ImpossibleDate(Check):
    name = "impossible_date"
    label = gettext_lazy("A date that there is not")

    def find(self, subject):
        for field, text in subject.texts.items():
            found = {*find_impossible(text, subject.language), *_otherwise(text, subject.language)}
            for start, end in sorted(found):
                yield self.at(field, text, start, end, _("The calendar has no such day."))


def _otherwise(text, language):
    """`(start, end)` of the days that there are not in what is written in other ways."""
    for found in IN_NUMBERS.finditer(text):
        day, month, year = (int(number) for number in found.groups())
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
            yield found.span()
    for found in OTHERWISE[language].finditer(text):
        year = found["year"] or LEAP_YEAR
        plain = f"{found['day']} {found['month']} {year}"
        if find_impossible(f"{year} жылғы {plain}" if language == "kk" else plain, language):
            yield found.span()


def _apart(found, day, last):
    """How far a date is from the days of the event."""
    start, end = found.date, found.end_date or found.date
    return max(start - last, day - end, dt.timedelta())


def _is_slip(found, day, apart):
    is_same_day = (found.date.day, found.date.month) == (day.day, day.month)
    return apart <= (SAME_DAY if is_same_day else HISTORIC)


def sentence_around(text, start, end):
    """The first and last character of the sentence, within a line, that a place stands in."""
    first, last = max(start - SENTENCE, 0), min(end + SENTENCE, len(text))
    line = text.rfind("\n", first, start) + 1 or first
    ends = [found.end() for found in SENTENCE_END.finditer(text, line, start)]
    after = SENTENCE_END.search(text, end, last)
    line_end = text.find("\n", end, last)
    stop = min(after.start() if after else last, line_end if line_end >= 0 else last)
    return ends[-1] if ends else line, stop


def _is_about_it(found, text, language):
    start, end = sentence_around(text, found.start, found.end)
    opens_text = start == 0 and OPENING[language].fullmatch(text, 0, found.start)
    if not opens_text and not HAPPENS[language].search(text, start, end):
        return False
    if language == "kk":
        return not AFTER_OTHER_DATE.match(text, found.end)
    # «с 3 по 5 сентября» is a span of days, «до 5 сентября» is a deadline.
    return found.end_date is not None or not OTHER_DATE[language].search(text[start : found.start])


def _reason(found, day):
    reason = _("The event is dated %(event)s, the text says %(text)s.") % {
        "event": format_date(day, get_language()),
        "text": format_date(found, get_language()),
    }
    more = ""
    if (found.day, found.month) == (day.day, day.month):
        more = _("Only the year differs.")
    elif (found.day, found.year) == (day.day, day.year):
        more = _("Only the month differs.")
    elif (found.day, found.month, found.year) == (day.month, day.day, day.year):
        more = _("Day and month have changed places.")
    return f"{reason} {more}".rstrip()
