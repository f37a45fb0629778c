"""Dates in the text of a release, as Russian, Kazakh and English write them.

A date has at least a day and a month: a year alone («в 1995 году») is no date of an event.
"""

import datetime
import re
from dataclasses import dataclass
from functools import cache

_RU_MONTHS = [
    "январ(?:ь|я|ю|ём|ем|е)|янв\\.", "феврал(?:ь|я|ю|ём|ем|е)|февр?\\.", "март(?:а|у|ом|е)?|мар\\.",
    "апрел(?:ь|я|ю|ем|е)|апр\\.", "ма(?:й|я|ю|ем|е)", "июн(?:ь|я|ю|ем|е)", "июл(?:ь|я|ю|ем|е)",
    "август(?:а|у|ом|е)?|авг\\.", "сентябр(?:ь|я|ю|ём|ем|е)|сент?\\.",
    "октябр(?:ь|я|ю|ём|ем|е)|окт\\.", "ноябр(?:ь|я|ю|ём|ем|е)|нояб?\\.",
    "декабр(?:ь|я|ю|ём|ем|е)|дек\\.",
]  # fmt: skip
_KK_SUFFIX = (
    "(?:с?[ыі])?н?"
    "(?:д[ае]н?|т[ае]н?|н[ае]н?|[ғқ]а|[гк]е|[дтн]?[ыі]ң?|[ғг][ыі]|[дт]а[ғ]ы|[дт]егі|[мбп]ен)?"
)
_KK_MONTHS = [
    f"(?:{stem}){_KK_SUFFIX}"
    for stem in (
        "қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз",
        "қыркүйе[кг]", "қазан", "қараша", "желтоқсан",
    )
]  # fmt: skip
_EN_MONTHS = [
    "Jan(?:uary|\\.)?", "Feb(?:ruary|\\.)?", "Mar(?:ch|\\.)?", "Apr(?:il|\\.)?", "May",
    "June?\\.?", "July?\\.?", "Aug(?:ust|\\.)?", "Sep(?:tember|t\\.?|\\.)?", "Oct(?:ober|\\.)?",
    "Nov(?:ember|\\.)?", "Dec(?:ember|\\.)?",
]  # fmt: skip
# The case of an English month matters: "May 3" is a date, "may 3" is not; headings shout it.
_EN_MONTHS = [f"{month}|{month.upper()}" for month in _EN_MONTHS]
_MONTHS = {"ru": _RU_MONTHS, "kk": _KK_MONTHS, "en": _EN_MONTHS}

_DASH = r"\s*[-‐‑–—−]\s*"
_SEPARATORS = {
    "ru": rf"(?:{_DASH}|\s+(?:по|до|и)\s+)",
    "kk": rf"(?:{_DASH}|\s+(?:және|мен|бен|пен)\s+|\s+)",
    "en": rf"(?:{_DASH}|\s+(?:to|until|through|and)\s+)",
}
_ORDINALS = {
    "ru": "(?:-?(?:го|ое|е|му))?",
    "kk": "(?:-?(?:інші|ыншы|нші|ншы|ші|шы|інен|ынан|іне|ына|і|ы|тен|тан|ден|дан))?",
    "en": r"(?:st|nd|rd|th)?(?:\s+of)?",
}
_YEAR_WORDS = {
    "ru": r"(?:\s*(?:года|годом|году|год|гг?\.|г\b))?",
    "kk": r"(?:\s*(?:жыл\w*|жж?\.|ж\b))?",
    "en": "",
}
_PAIRED = re.compile(r"\d\D*\b(?:и|және|мен|бен|пен|and)\b", re.IGNORECASE)


def _day(name):
    return rf"(?<!\d)(?<!\d[.,:/])(?P<{name}>[0-3]?\d)(?!\d)"


def _year(name):
    return rf"(?P<{name}>(?:19|20)\d\d)(?!\d)"


@cache  # compiling takes a tenth of a second a language
def _patterns(language):
    months = "|".join(
        f"(?P<{{name}}_{number}>{month})" for number, month in enumerate(_MONTHS[language], 1)
    )

    def month(name):
        return rf"(?<!\w)(?:{months.replace('{name}', name)})(?!\w)"

    def day(name):
        return _day(name) + _ORDINALS[language]

    def year(name):
        return rf"(?:,?\s*{_year(name)}{_YEAR_WORDS[language]})?"

    gap = r"(?:\s+|-)" if language == "kk" else r"\s+"
    between = _SEPARATORS[language]
    single = rf"{day('d1')}{gap}{month('m1')}"
    days = rf"{day('d1')}{between}{day('d2')}{gap}{month('m1')}"
    across = rf"{day('d1')}{gap}{month('m1')}{year('y1')}{between}{day('d2')}{gap}{month('m2')}"
    forms = [across + year("y2"), days + year("y1"), single + year("y1")]
    if language == "kk":
        first = rf"{_year('y')}\s*(?:жыл\w*|жж?\.|ж\b)?,?\s+"
        by_month = rf"{month('m1')}\s+ай\w*\s+{day('d1')}(?:{between}{day('d2')})?"
        across_without_year = across.replace(year("y1"), "")
        forms += [first + form for form in (across_without_year, days, single, by_month)]
        forms.append(by_month)
    if language == "en":
        forms += [
            rf"{month('m1')}\s+{day('d1')}{year('y1')}{between}{month('m2')}\s+{day('d2')}{year('y2')}",
            rf"{month('m1')}\s+{day('d1')}{between}{day('d2')}{year('y1')}",
            rf"{month('m1')}\s+{day('d1')}{year('y1')}",
        ]
    flags = 0 if language == "en" else re.IGNORECASE
    return [re.compile(form, flags) for form in forms]


_NUMERIC = [
    re.compile(form)
    for form in (
        rf"{_day('d1')}\.(?P<m1>[01]?\d)\.{_year('y1')}{_DASH}{_day('d2')}\.(?P<m2>[01]?\d)\.{_year('y2')}",
        rf"{_day('d1')}\.(?P<m1>[01]?\d){_DASH}{_day('d2')}\.(?P<m2>[01]?\d)\.{_year('y2')}",
        rf"{_day('d1')}{_DASH}{_day('d2')}\.(?P<m1>[01]?\d)\.{_year('y1')}",
        rf"{_day('d1')}(?P<mark>[./])(?P<m1>[01]?\d)(?P=mark){_year('y1')}(?!\.\d)",
        r"(?<!\d)(?<!\d[.,:/-])(?P<y1>(?:19|20)\d\d)-(?P<m1>[01]\d)-(?P<d1>[0-3]\d)(?![\d-])",
        rf"{_day('d1')}\.(?P<m1>[01]\d)\.(?P<y1>\d\d)\s*[гж]\.",
    )
]

_CLOCK = [
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<h>\d{1,2})(?:[:.](?P<m>\d\d))?\s*(?P<half>[ap])\.?m\b\.?",
        r"(?<!\d)(?<!\d[.:])(?P<h>\d{1,2}):(?P<m>\d\d)(?![:.]?\d)",
        r"\b(?:в|с|к|at|from|сағат)\s+(?P<h>\d{1,2})\.(?P<m>\d\d)(?![.:]?\d)",
        r"(?<!\d)(?<!\d[.:])(?P<h>\d{1,2})\.(?P<m>\d\d)(?:\s*(?:час|ч\.|сағат)|-[дт][ае]\b)",
        r"(?<!\d)(?P<h>\d{1,2})\s*(?:час\w*|ч\.)(?:\s+(?P<m>\d\d)\s*мин)?",
        r"\bсағат\s+(?P<h>\d{1,2})(?![:.\d])",
    )
]

BEFORE, AFTER = 30, 45  # characters beside a date where its time of day can stand


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where it stands: `text` is the part of the text from `start` to `end`.

    `date` and `end_date` (the last day, of several) are None where the text gives no year.
    """

    start: int
    end: int
    text: str
    day: int
    month: int
    year: int | None
    date: datetime.date | None
    end_date: datetime.date | None
    time: datetime.time | None


def find_dates(text, language=None, *, near=None):
    """The dates in a text, in their order; of one language, or of all where none is given.

    A date without a year takes the year that brings it nearest to the date `near`.
    """
    if not re.search(r"\d", text):
        return []
    languages = [language] if language else list(_MONTHS)
    matches = [
        match
        for form in [*_NUMERIC, *(form for name in languages for form in _patterns(name))]
        for match in form.finditer(text)
    ]
    matches.sort(key=lambda match: (match.start(), -match.end()))
    found, end = [], 0
    for match in matches:
        if match.start() < end:
            continue
        if date := _read(match, text, near):
            found.append(date)
            end = date.end
    following = [date.start for date in found[1:]]
    return [
        _with_time(date, text, start)
        for date, start in zip(found, [*following, len(text)], strict=False)
    ]


def find_impossible(text, language):
    """`(start, end)` of days with a month that has no such day: «30 февраля», «32 декабря»."""
    if not re.search(r"\d", text):
        return []
    is_year_needed = language != "ru"  # «32 қазан» are cauldrons, “32 May” opens a sentence
    return [
        match.span()
        for match in _days_of_months(language).finditer(text)
        if (match["y1"] or match["y"] or not is_year_needed) and not _is_day_of(match)
    ]


@cache
def _days_of_months(language):
    months = "|".join(
        f"(?P<m1_{number}>{month})" for number, month in enumerate(_MONTHS[language], 1)
    )
    before = rf"(?:{_year('y')}\s*(?:жыл\w*|жж?\.|ж\b),?\s+)?"
    day = r"(?<!\d)(?<!\d[.,:/-])(?P<d1>\d\d?)(?!\d)" + _ORDINALS[language]
    return re.compile(
        rf"{before}{day}\s+(?<!\w)(?:{months})(?!\w)(?:,?\s*{_year('y1')})?",
        0 if language == "en" else re.IGNORECASE,
    )


def _is_day_of(match):
    month = next(number for number in range(1, 13) if match[f"m1_{number}"])
    return _is_day(int(match["d1"]), month, int(match["y1"] or match["y"] or 2000))


def event_date(text, language=None, *, near=None):
    """The first full date of a release's text, or None.

    Where the text has none in its own language, the other languages are tried.
    """
    for tried in dict.fromkeys([language, None]):
        for found in find_dates(text, tried, near=near):
            if found.date:
                return found
    return None


def _read(match, text, near):
    groups = match.groupdict()

    def number(*names):
        return next((int(groups[name]) for name in names if groups.get(name)), None)

    def month(name):
        if groups.get(name):
            return int(groups[name])
        return next((n for n in range(1, 13) if groups.get(f"{name}_{n}")), None)

    year, end_year = number("y1", "y"), number("y2", "y")
    if year is not None and year < 100:
        year += 2000
    day, end_day = number("d1"), number("d2")
    start_month, end_month = month("m1"), month("m2")
    first = _date(year or end_year, start_month, day, near)
    last = None
    if end_day:
        last = _date(end_year or year, end_month or start_month, end_day, near)
        if first and last and first > last and not year:
            first = _date(last.year - 1, start_month, day)  # «30 декабря – 2 января 2019 года»
        if last and not end_year and not year and first and last < first:
            last = _date(first.year + 1, end_month or start_month, end_day)
        if _PAIRED.search(match[0]) and first and last and (last - first).days != 1:
            last = None  # «3 и 7 сентября» are two days, not five
    if not _is_day(day, start_month, year or end_year):
        return None
    is_range = first and last and last > first
    return FoundDate(
        start=match.start(),
        end=match.end(),
        text=text[match.start() : match.end()],
        day=day,
        month=start_month,
        year=first.year if first else None,
        date=first,
        end_date=last if is_range else None,
        time=None,
    )


def _is_day(day, month, year):
    return _date(year or 2000, month, day) is not None


def _date(year, month, day, near=None):
    """The date, or None where there is none (31 February, or no year known)."""
    if year is None and near is None:
        return None
    if year is None:
        around = [_date(near.year + shift, month, day) for shift in range(-2, 3)]
        return min(filter(None, around), key=lambda date: abs(date - near), default=None)
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _with_time(date, text, following):
    """The date with the time of day that stands beside it, before the date that follows."""
    after = text[date.end : min(date.end + AFTER, following)].partition("\n")[0]
    before = text[max(date.start - BEFORE, 0) : date.start].rpartition("\n")[2]
    for nearby, is_close in (
        (after, lambda clock: not re.search(r"\d", after[: clock.start()])),
        (before, lambda clock: not re.search(r"\d|[.!?]\s", before[clock.end() :])),
    ):
        for clock in (form.search(nearby) for form in _CLOCK):
            if clock and is_close(clock) and (time := _time(clock)):
                values = {name: getattr(date, name) for name in date.__slots__}
                return FoundDate(**{**values, "time": time})
    return date


def _time(clock):
    hour, minute = int(clock["h"]), int(clock["m"] or 0) if "m" in clock.re.groupindex else 0
    half = (clock["half"] or "").lower() if "half" in clock.re.groupindex else ""
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return datetime.time(hour, minute) if hour < 24 and minute < 60 else None
