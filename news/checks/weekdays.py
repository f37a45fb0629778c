"""A weekday that does not fit the date beside it."""

import re
from bisect import bisect

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from news.checks.base import Check
from news.checks.dates import date_of_event
from news.dates import format_date
from news.morphology.words import fold
from news.recognition.dates import event_date, find_dates

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
NOMINATIVE, DATIVE, ACCUSATIVE = 0, 2, 3
KAZAKH = ["дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі", "жексенбі"]
ENGLISH = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
# The suffixes of «сенбі» and, in the same order, of «жұма».
FRONT = ["", "де", "ден", "ге", "нің", "ні", "мен", "дегі"]
BACK = ["", "да", "дан", "ға", "ның", "ны", "мен", "дағы"]
NAMES = {"ru": [forms[0] for forms in RUSSIAN], "kk": KAZAKH, "en": ENGLISH}

WEEKDAY = {
    "ru": re.compile(
        r"\b(?:(?P<preposition>во?|со?|ко?)\s+)?"
        rf"(?P<word>{'|'.join({form for forms in RUSSIAN for form in forms})})\b",
        re.IGNORECASE,
    ),
    "kk": re.compile(
        rf"\b(?P<word>(?:{'|'.join(KAZAKH)})(?:{'|'.join({*FRONT, *BACK})}))\b", re.IGNORECASE
    ),
    "en": re.compile(rf"\b(?P<word>{'|'.join(ENGLISH)})\b", re.IGNORECASE),
}
# What may stand between a weekday and the date after it, and between a date and the weekday.
BEFORE_DATE = {
    "ru": re.compile(r" ?[,(]? ?"),
    "kk": re.compile(r"(?: күн[іг]\w*)? ?[,(]? ?"),
    "en": re.compile(r" ?[,(]? ?(?:the )?"),
}
AFTER_DATE = {
    "ru": re.compile(r" ?[,(] ?| "),
    "kk": re.compile(r"(?: күн[іг]\w*)? ?[,(]? ?"),
    "en": re.compile(r" ?[,(] ?(?:on |a )?"),
}
# After «4 сентября, в среду» without a sign another day can be meant.
CLOSED = re.compile(r"(?:\s+күн[іг]\w*)?\s*(?:[,.;:)!?\n–—]|$)")
OTHER_SENSE = re.compile(r"\w{4,}\s+$")
WORD_BEFORE = 40  # characters
LOCATIVE = re.compile(r"[дт][ае]$")
HOLDS_A_DAY = re.compile(r"\s+күн[іг]")


class WrongWeekday(Check):
    name = "wrong_weekday"
    label = gettext_lazy("A weekday that does not fit the date")

    def find(self, subject):
        for field, text in subject.texts.items():
            near = date_of_event(subject.event) or _date_in(text, subject.language)
            dates = find_dates(text, subject.language, near=near)
            dates = [found for found in dates if found.date and _is_one_day(found)]
            starts = [found.start for found in dates]
            for weekday in WEEKDAY[subject.language].finditer(text):
                place = bisect(starts, weekday.start())
                beside = [
                    date
                    for date in dates[max(place - 1, 0) : place + 1]
                    if _belong(weekday, date, text, subject.language)
                ]
                number = _number(weekday["word"], subject.language)
                if not beside or any(found.date.weekday() == number for found in beside):
                    continue
                date = beside[0].date
                mend = None
                if len(beside) == 1:
                    mend = _replaced(weekday, date.weekday(), text, subject.language)
                yield self.at(field, text, *weekday.span(), _reason(date), mend)


def _date_in(text, language):
    found = event_date(text, language)
    return found and found.date


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
    if language == "ru" and not gap.strip() and fold(weekday["preposition"] or "")[:1] != "в":
        return False
    if CLOSED.match(text, weekday.end()):
        return True
    if language == "kk":
        # «3 қыркүйек, дүйсенбі күні»: a date without a case goes with the weekday.
        is_bare = not re.search(r"(?:[дт][ае]н?|ғы|гі)$", fold(date.text))
        if is_bare:
            return HOLDS_A_DAY.match(text, weekday.end()) is not None
        # «12 желтоқсанда, сейсенбіде»: both say when.
        is_when = all(LOCATIVE.search(fold(each)) for each in (date.text, weekday["word"]))
        return is_when and bool(gap.strip())
    return "," not in gap and "(" not in gap


def _before(weekday):
    """The few words before a weekday."""
    return weekday.string[max(weekday.start() - WORD_BEFORE, 0) : weekday.start()]


def _number(word, language):
    word = fold(word)
    if language == "ru":
        return next(number for number, forms in enumerate(RUSSIAN) if word in forms)
    names = [fold(name) for name in NAMES[language]]
    return max(
        (number for number, name in enumerate(names) if word.startswith(name)),
        key=lambda number: len(names[number]),
    )


def _replaced(weekday, number, text, language):
    """The words of a match with another weekday in the same case; None where more must change."""
    word = fold(weekday["word"])
    if language == "en":
        changed = ENGLISH[number]
    elif language == "kk":
        stem = KAZAKH[_number(word, "kk")]
        suffix = word[len(stem) :]
        old, new = (BACK if name == "жұма" else FRONT for name in (stem, KAZAKH[number]))
        if suffix not in old:
            return None
        changed = KAZAKH[number] + new[old.index(suffix)]
    else:
        # «в прошлый понедельник»: the adjective would have to agree with another gender.
        before = re.search(r"(\w+)\s+$", _before(weekday))
        if before and not weekday["preposition"] and len(before[1]) > 2:
            return None
        preposition = fold(weekday["preposition"] or "")
        forms = RUSSIAN[_number(word, "ru")]
        case = _russian_case(word, forms, preposition)
        changed = RUSSIAN[number][case]
        if preposition:
            first = weekday["preposition"][0]
            last = "о" if _needs_o(preposition[0], changed) else ""
            return f"{first}{last} {_like(weekday['word'], changed)}"
    return _like(weekday["word"], changed)


def _russian_case(word, forms, preposition):
    cases = [case for case, form in enumerate(forms) if form == word]
    wanted = {"в": ACCUSATIVE, "к": DATIVE}.get(preposition[:1], NOMINATIVE)
    return wanted if wanted in cases else cases[-1]


def _needs_o(preposition, word):
    """«во вторник», «ко вторнику», «со среды»: before such heaps of consonants."""
    return word.startswith("вт") or (preposition == "с" and word.startswith("ср"))


def _like(pattern, word):
    if pattern.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if pattern[0].isupper() else word
