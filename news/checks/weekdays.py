"""A weekday that does not fit the date beside it."""

import datetime as dt
import re
from bisect import bisect
from itertools import zip_longest
from typing import NamedTuple

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from news.checks.base import Check
from news.checks.dates import date_of_event
from news.dates import format_date
from news.morphology.words import fold
from news.recognition.dates import find_dates

# Monday first, as `date.weekday()` counts; of each the six Russian cases.
RUSSIAN = [
    "понедельник понедельника понедельнику понедельник понедельником понедельнике",
    "вторник вторника вторнику вторник вторником вторнике",
    "среда среды среде среду средой среде",
    "четверг четверга четвергу четверг четвергом четверге",
    "пятница пятницы пятнице пятницу пятницей пятнице",
    "суббота субботы субботе субботу субботой субботе",
    "воскресенье воскресенья воскресенью воскресенье воскресеньем воскресенье",
]
RUSSIAN = [forms.split() for forms in RUSSIAN]
NOMINATIVE, GENITIVE, DATIVE, ACCUSATIVE, INSTRUMENTAL, PREPOSITIONAL = range(6)
# The case that the word before a weekday asks for; None where it leaves it open.
CASES = {
    **dict.fromkeys(["в", "на", "по", "за", "под", "про", "через"], ACCUSATIVE),
    **dict.fromkeys(["с", "от", "до", "из", "после", "кроме"], GENITIVE),
    **dict.fromkeys(["перед", "между"], INSTRUMENTAL),
    **dict.fromkeys(["о", "об"], PREPOSITIONAL),
    "к": DATIVE,
    "": NOMINATIVE,
    "и": None,
}
KAZAKH = ["дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"]
ENGLISH = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
# The suffixes of «сенбі» and, in the same order, of «жұма».
FRONT = ["", "де", "ден", "ге", "нің", "ні", "мен", "дегі"]
BACK = ["", "да", "дан", "ға", "ның", "ны", "мен", "дағы"]
NAMES = {"ru": [forms[0] for forms in RUSSIAN], "kk": KAZAKH, "en": ENGLISH}
SHORT = {
    "ru": ["пн", "вт", "ср", "чт", "пт", "сб", "вс"],
    "en": [name[:3] for name in ENGLISH],
}

WEEKDAY = {
    "ru": re.compile(
        r"\b(?:(?P<preposition>во?|со?|ко?)\s+)?"
        rf"(?P<word>{'|'.join({form for forms in RUSSIAN for form in forms})}"
        # «СБ» and «ВС» are a council and a court.
        r"|(?-i:[Пп]н|[Вв]т|[Сс]р|[Чч]т|[Пп]т|[Сс]б|[Вв]с))\b",
        re.IGNORECASE,
    ),
    "kk": re.compile(
        rf"\b(?P<word>(?:{'|'.join(KAZAKH)})(?:{'|'.join({*FRONT, *BACK})}))\b", re.IGNORECASE
    ),
    "en": re.compile(
        rf"\b(?P<word>{'|'.join(ENGLISH)}"
        r"|(?-i:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|(?<!The )Sun))\b",
        re.IGNORECASE,
    ),
}
# What may stand between a weekday and the date after it, and between a date and the weekday.
BEFORE_DATE = {
    "ru": re.compile(r"(?: утром| дн[её]м| вечером)?(?:\.?,| ?\()? ?"),
    "kk": re.compile(r"(?: күн[іг]\w*)? ?[,(]? ?"),
    "en": re.compile(r"\.?(?: morning| afternoon| evening| night)? ?[,(]? ?(?:the )?"),
}
AFTER_DATE = {
    "ru": re.compile(r"(?: ?(?:г\.|года))?(?: ?[,(] ?| )"),
    "kk": re.compile(r"(?: ?ж(?:ыл\w*|\.))?(?: күн[іг]\w*)?(?: [–—-] | ?[,(]? ?)"),
    "en": re.compile(r" ?[,(] ?(?:on |a )?"),
}
SIGN = re.compile("[,(–—-]")
ENDS_PART = re.compile(r"[.!?;\n]")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
YEAR_BESIDE = 60  # characters
AND = re.compile(r"\s+(?:и|және|мен|and)\s+(?:on )?")
# After «4 сентября, в среду» without a sign another day can be meant.
CLOSED = re.compile(r"(?:\s+күн[іг]\w*)?\s*(?:[,.;:)!?\n–—]|$)")
OTHER_SENSE = re.compile(r"\w{4,}\s+$")
LAST_WORD = re.compile(r"(\w+)\s+$")
WORD_BEFORE = 40  # characters
DAY = dt.timedelta(days=1)
NEAR = dt.timedelta(days=60)  # the dates of one release; history lies anywhere in its year
MOST_YEARS = 3  # of more a weekday fits one by chance
LOCATIVE = re.compile(r"[дт][ае]$")
HOLDS_A_DAY = re.compile(r"\s+күн[іг]")


class WrongWeekday(Check):
    name = "wrong_weekday"
    label = gettext_lazy("A weekday that does not fit the date")

    def find(self, subject):
        language = subject.language
        for field, text in subject.texts.items():
            dates = _dates(subject, field)
            weekdays = list(WEEKDAY[language].finditer(text))
            for weekday, days, date in _pairs(weekdays, dates, text, language):
                number = _number(weekday["word"], language)
                if any(day.weekday() == number for day in days):
                    continue
                mend = None
                if len(days) == 1:
                    mend = _replaced(weekday, date, days[0].weekday(), text, language)
                yield self.at(field, text, *weekday.span(), _reason(days[0]), mend)


class Dated(NamedTuple):
    """A date in a text and the days that it can be; where it tells no year there can be several."""

    start: int
    end: int
    text: str
    days: tuple
    last_days: tuple  # of «10 и 11 декабря»


def _dates(subject, field):
    """The `Dated`s of a field.

    Without a year they are of the event's year, or near a date that the text has told before.
    """
    day = date_of_event(subject.event)
    text, known = subject.texts[field], [day] if day else []
    for name, other in subject.texts.items() if day is None else ():
        if name == field:
            break
        known += [found.date for found in find_dates(other, subject.language) if found.date]
    dates = []
    for found in find_dates(text, subject.language):
        readings = [found]
        if found.date is None:
            years = {date.year: date for date in known}
            readings = [
                reading
                for date in (years.values() if len(years) <= MOST_YEARS else ())
                for reading in find_dates(found.text, subject.language, near=date)[:1]
                if reading.date and (day or abs(reading.date - date) <= NEAR)
            ]
        elif day is None:
            known.append(found.date)
        if found.date is None and (told := _years_beside(found, text)):
            # «с 5 мая по 9 мая 2025 года», «14 марта (пятница) 2025 года»
            readings = [reading for reading in readings if str(reading.date.year) in told]
        readings = [reading for reading in readings if reading.date]
        if not readings:
            continue
        if _is_one_day(found):
            last_days = ()
        elif all(reading.end_date == reading.date + DAY for reading in readings):
            last_days = tuple(reading.end_date for reading in readings)
        else:
            continue
        days = tuple(reading.date for reading in readings)
        dates.append(Dated(found.start, found.end, found.text, days, last_days))
    return dates


def _years_beside(found, text):
    """The years that the sentence tells before and after a date that tells none."""
    before = ENDS_PART.split(text[max(found.start - YEAR_BESIDE, 0) : found.start])[-1]
    after = ENDS_PART.split(text[found.end : found.end + YEAR_BESIDE])[0]
    return YEAR.findall(f"{before} {after}")


def _pairs(weekdays, dates, text, language):
    """Each weekday beside a date: `(weekday, days, date)`."""
    starts = [date.start for date in dates]
    for weekday, following in zip_longest(weekdays, weekdays[1:]):
        place = bisect(starts, weekday.start())
        nearest = dates[max(place - 1, 0) : place + 1]
        beside = [
            date
            for date in nearest
            if not date.last_days and _belong(weekday, date, text, language)
        ]
        if beside:
            days = tuple(day for date in beside for day in date.days)
            yield weekday, days, beside[0]
        # «10 и 11 декабря, в среду и четверг»
        elif following and AND.fullmatch(text, weekday.end(), following.start()):
            for date in nearest:
                if date.last_days and _belong_both(weekday, following, date, text, language):
                    yield weekday, date.days, date
                    yield following, date.last_days, date


def _reason(date):
    shown = get_language()
    return _("%(date)s is a %(weekday)s.") % {
        "date": format_date(date, shown),
        "weekday": NAMES[shown][date.weekday()],
    }


def _is_one_day(found):
    """Not «3–5 сентября», nor 4/9/2018, which Americans read as 9 April."""
    if re.fullmatch(r"[\d.-]+", found.text):
        return found.end_date is None
    return len(re.findall(r"(?<!\d)\d\d?(?!\d)", found.text)) == 1


def _belong_both(first, last, date, text, language):
    if last.end() <= date.start:
        return BEFORE_DATE[language].fullmatch(text, last.end(), date.start)
    if first.start() < date.end:
        return False
    gap = AFTER_DATE[language].fullmatch(text, date.end, first.start())
    return gap and SIGN.search(gap[0])


def _belong(weekday, date, text, language):
    if weekday.end() <= date.start:
        if not BEFORE_DATE[language].fullmatch(text, weekday.end(), date.start):
            return False
        # «экологическая среда 4 сентября» is no day of the week.
        gap = text[weekday.end() : date.start]
        return not (language == "ru" and not gap.strip() and OTHER_SENSE.search(_before(weekday)))
    if weekday.start() < date.end:
        return False
    if not AFTER_DATE[language].fullmatch(text, date.end, weekday.start()):
        return False
    gap = text[date.end : weekday.start()]
    if weekday[0][0].isupper() and text[date.start : weekday.start()].rstrip().endswith("."):
        return False  # another sentence: «14 мая 2025 г. В субботу…»
    sign = SIGN.search(gap)
    if language == "ru" and not sign and fold(weekday["preposition"] or "")[:1] != "в":
        return False
    if CLOSED.match(text, weekday.end()):
        return True
    if language == "kk":
        holds_a_day = HOLDS_A_DAY.match(text, weekday.end()) is not None
        # «3 қыркүйек, дүйсенбі күні»: a date without a case goes with the weekday.
        is_when = LOCATIVE.search(fold(date.text)) or HOLDS_A_DAY.search(gap)
        if not is_when and not re.search(r"(?:[дт][ае]н|ғы|гі)$", fold(date.text)):
            return holds_a_day
        # «12 желтоқсанда, сейсенбіде», «12 желтоқсан күні, сейсенбі күні»: both say when.
        is_when = is_when and (holds_a_day or LOCATIVE.search(fold(weekday["word"])))
        return bool(is_when and sign)
    return "," not in gap and "(" not in gap


def _before(weekday):
    """The few words before a weekday."""
    return weekday.string[max(weekday.start() - WORD_BEFORE, 0) : weekday.start()]


def _number(word, language):
    word = fold(word)
    if language == "ru":
        forms = zip(RUSSIAN, SHORT["ru"], strict=True)
        return next(number for number, (full, short) in enumerate(forms) if word in (*full, short))
    if language == "en":
        return SHORT["en"].index(word[:3].capitalize())
    names = [fold(name) for name in NAMES[language]]
    return max(
        (number for number, name in enumerate(names) if word.startswith(name)),
        key=lambda number: len(names[number]),
    )


def _replaced(weekday, date, number, text, language):
    """The words of a match with another weekday in the same case; None where more must change."""
    word = fold(weekday["word"])
    if language == "en":
        is_short = len(word) < len("Sunday")
        changed = SHORT["en"][number] if is_short else ENGLISH[number]
    elif language == "kk":
        stem = KAZAKH[_number(word, "kk")]
        suffix = word[len(stem) :]
        old, new = (BACK if name == "жұма" else FRONT for name in (stem, KAZAKH[number]))
        if suffix not in old:
            return None
        changed = KAZAKH[number] + new[old.index(suffix)]
    else:
        preposition = fold(weekday["preposition"] or "")[:1]
        changed = SHORT["ru"][number]
        if word not in SHORT["ru"]:
            changed = _in_case_of(word, preposition or _ruler(weekday, date, text), number)
        if changed is None:
            return None
        if preposition:
            first = weekday["preposition"][0]
            last = "о" if _needs_o(preposition, changed) else ""
            return f"{first}{last} {_like(weekday['word'], changed)}"
    return _like(weekday["word"], changed)


def _ruler(weekday, date, text):
    """The word that may rule the case of a Russian weekday; "" where there is none."""
    if before := LAST_WORD.search(_before(weekday)):
        return fold(before[1])
    if date.end <= weekday.start() and "(" not in text[date.end : weekday.start()]:
        # «на 17 июня, вторник»
        before = LAST_WORD.search(text[max(date.start - WORD_BEFORE, 0) : date.start])
        return fold(before[1]) if before and fold(before[1]) in CASES else ""
    return ""


def _in_case_of(word, ruler, number):
    """Another weekday in the case of a word; None where the case is open.

    «в прошлый понедельник»: the adjective would have to agree with another gender.
    """
    if ruler not in CASES:
        return None
    forms = RUSSIAN[_number(word, "ru")]
    cases = [case for case, form in enumerate(forms) if form == word]
    wanted = CASES[ruler]
    found = {RUSSIAN[number][case] for case in ([wanted] if wanted in cases else cases)}
    return found.pop() if len(found) == 1 else None


def _needs_o(preposition, word):
    """«во вторник», «ко вторнику», «со среды»: before such heaps of consonants."""
    return word.startswith("вт") or (preposition == "с" and word.startswith("ср"))


def _like(pattern, word):
    if pattern.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if pattern[0].isupper() else word
