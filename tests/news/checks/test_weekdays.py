import datetime as dt

import pytest
from django.utils.translation import override

from news.checks.base import Subject
from news.checks.weekdays import WrongWeekday
from news.models import Event

# 3 September 2018 was a Monday.
EVENT = Event(starts_at=dt.datetime(2018, 9, 3, 5, 0, tzinfo=dt.UTC))


def find(language, text, event=None):
    return list(WrongWeekday().find(Subject(language, html=f"<p>{text}</p>", event=event)))


@pytest.mark.parametrize(
    ("language", "text", "quote", "mend"),
    [
        ("ru", "В понедельник, 4 сентября 2018 года, встреча.", "В понедельник", "Во вторник"),
        ("ru", "Встреча прошла во вторник, 3 сентября 2018 года.", "во вторник", "в понедельник"),
        ("ru", "Прием начнется со вторника, 5 сентября 2018 года.", "со вторника", "со среды"),
        ("ru", "Успеть к понедельнику, 4 сентября 2018 года.", "к понедельнику", "ко вторнику"),
        ("ru", "Встреча прошла 4 сентября 2018 года (понедельник).", "понедельник", "вторник"),
        ("ru", "Встреча прошла 5 сентября 2018 года, в пятницу.", "в пятницу", "в среду"),
        ("ru", "Встреча 8 сентября 2018 г. в воскресенье.", "в воскресенье", "в субботу"),
        ("ru", "Вторник, 03.09.2018. Хроника дня.", "Вторник", "Понедельник"),
        ("ru", "ПЯТНИЦА, 4 СЕНТЯБРЯ 2018 ГОДА", "ПЯТНИЦА", "ВТОРНИК"),
        ("ru", "Мы ждали прошлую среду, 4 сентября 2018 года.", "среду", None),
        ("kk", "Кездесу 2018 жылғы 3 қыркүйек, сейсенбі күні өтті.", "сейсенбі", "дүйсенбі"),
        ("kk", "2018 жылғы 7 қыркүйекте, сейсенбіде кездесу өтті.", "сейсенбіде", "жұмада"),
        ("kk", "2018 жылғы 3 қыркүйек (сейсенбі)", "сейсенбі", "дүйсенбі"),
        ("kk", "Кездесу 2018 жылғы 7 қыркүйекте, сенбіде, өтті.", "сенбіде", "жұмада"),
        ("kk", "Жұмадан, 2018 жылғы 8 қыркүйектен бастап.", "Жұмадан", "Сенбіден"),
        ("kk", "Жексенбі күні, 2018 жылғы 3 қыркүйекте кездесу өтті.", "Жексенбі", "Дүйсенбі"),
        ("en", "They met on Tuesday, 3 September 2018, in Astana.", "Tuesday", "Monday"),
        ("en", "They met on Tuesday, September 3, 2018.", "Tuesday", "Monday"),
        ("en", "They met on 3 September 2018 (Friday).", "Friday", "Monday"),
        ("en", "TUESDAY 3 SEPTEMBER 2018", "TUESDAY", "MONDAY"),
    ],
)  # fmt: skip
def test_weekday_of_another_date_is_found(language, text, quote, mend):
    (found,) = find(language, text)
    assert (found.quote, found.mend) == (quote, mend)
    assert text[found.start : found.end] == quote


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "В понедельник, 3 сентября 2018 года, прошла встреча."),
        ("ru", "Во вторник прошла встреча, о ней договорились 3 сентября 2018 года."),
        ("ru", "Встреча прошла во вторник."),
        ("ru", "Форум откроется 4 сентября 2018 года, в среду участники поедут в Бурабай."),
        ("ru", "В понедельник и пятницу, 3 и 7 сентября 2018 года, занятий нет."),
        ("ru", "С понедельника по среду, 3–5 сентября 2018 года, занятий нет."),
        ("ru", "Прием до 3 сентября 2018 года, по вторникам и четвергам."),
        ("ru", "Первый день – 3 сентября 2018 года, вторник, 4 сентября 2018 года, – второй."),
        ("ru", "Экологическая среда 4 сентября 2018 года стала чище."),
        ("ru", "Концерт – во вторник</p><p>3 сентября 2018 года прошла встреча."),
        ("kk", "Кездесу 2018 жылғы 3 қыркүйек, дүйсенбі күні өтті."),
        ("kk", "Форум 2018 жылғы 4 қыркүйекте, сәрсенбі күні қатысушылар Бурабайға барады."),
        ("kk", "Кездесу сейсенбі күні өтті."),
        ("kk", "Олар 2018 жылғы 8 қыркүйек, сенбіде, кездесті."),
        ("en", "They met on Monday, 3 September 2018."),
        ("en", "The forum opens on 4 September 2018, on Wednesday the guests go to Burabay."),
        ("en", "The mediators receive on Tuesdays, from 3 September 2018."),
        ("en", "Seen on Monday, 4/9/2018."),
    ],
)
def test_weekday_that_fits_or_is_of_no_date_is_silent(language, text):
    assert find(language, text) == []


def test_year_is_that_of_the_event_where_the_text_gives_none():
    text = "Встреча прошла в понедельник, 4 сентября."
    assert find("ru", text) == []  # of which year?
    assert [found.mend for found in find("ru", text, EVENT)] == ["во вторник"]
    assert find("ru", "Встреча прошла в понедельник, 3 сентября.", EVENT) == []


@pytest.mark.parametrize(
    ("reader", "date", "weekday"),
    [
        ("en", "4 September 2018", "Tuesday"),
        ("ru", "4 сентября 2018 года", "вторник"),
        ("kk", "2018 жылғы 4 қыркүйек", "сейсенбі"),
    ],
)
def test_reason_names_the_day_as_the_reader_does(reader, date, weekday):
    with override(reader):
        (found,) = find("ru", "В понедельник, 4 сентября 2018 года, прошла встреча.")
    assert (date in found.reason, weekday in found.reason) == (True, True)
