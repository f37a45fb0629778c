import datetime

import pytest

from news.recognition.dates import event_date, find_dates

SAME_DAY = [
    ("ru", "3 сентября 2018 года"),
    ("ru", "3 сентября 2018 г."),
    ("ru", "3 сентября 2018"),
    ("ru", "03 Сентября 2018 года"),
    ("ru", "3-го сентября 2018 года"),
    ("ru", "3 сент. 2018 года"),
    ("ru", "3\N{NO-BREAK SPACE}сентября\N{NO-BREAK SPACE}2018\N{NO-BREAK SPACE}года"),
    ("ru", "3 СЕНТЯБРЯ 2018 ГОДА"),
    ("ru", "03.09.2018"),
    ("ru", "3.9.2018"),
    ("ru", "03/09/2018"),
    ("ru", "03.09.18 г."),
    ("ru", "2018-09-03"),
    ("kk", "2018 жылғы 3 қыркүйек"),
    ("kk", "2018 жылғы 3 қыркүйекте"),
    ("kk", "2018 жылдың 3 қыркүйегінде"),
    ("kk", "2018 жылдың 3 қыркүйегі"),
    ("kk", "2018 жылғы 3-қыркүйек"),
    ("kk", "2018 жылғы 3-ші қыркүйек"),
    ("kk", "3 қыркүйек 2018 жыл"),
    ("kk", "3 қыркүйек 2018 жылы"),
    ("kk", "3 қыркүйек 2018 ж."),
    ("kk", "2018 ж. 3 қыркүйекте"),
    ("kk", "2018ж. 3 қыркүйек"),
    ("kk", "2018 жылы 3 қыркүйекте"),
    ("kk", "2018 жылғы 3 қыркүйектегі"),
    ("kk", "2018 жылдың қыркүйек айының 3-і"),
    ("en", "3 September 2018"),
    ("en", "3rd of September, 2018"),
    ("en", "September 3, 2018"),
    ("en", "September 3rd 2018"),
    ("en", "Sept. 3, 2018"),
    ("en", "Sep 3, 2018"),
    ("en", "SEPTEMBER 3, 2018"),
]


@pytest.mark.parametrize(("language", "text"), SAME_DAY)
def test_every_form_of_one_day_is_found(language, text):
    [found] = find_dates(f"Бұл Here Вот {text}, Астана.", language)
    assert (found.date, found.end_date) == (datetime.date(2018, 9, 3), None)
    assert found.text == text
    assert found == find_dates(f"Бұл Here Вот {text}, Астана.")[0]


@pytest.mark.parametrize(
    ("language", "text", "first", "last"),
    [
        ("ru", "3-5 сентября 2018 г.", "2018-09-03", "2018-09-05"),
        ("ru", "3 – 5 сентября 2018 года", "2018-09-03", "2018-09-05"),
        ("ru", "с 3 по 5 сентября 2018 года", "2018-09-03", "2018-09-05"),
        ("ru", "3 и 4 сентября 2018 года", "2018-09-03", "2018-09-04"),
        ("ru", "3 и 7 сентября 2018 года", "2018-09-03", None),
        ("ru", "30 августа – 2 сентября 2018 года", "2018-08-30", "2018-09-02"),
        ("ru", "с 30 августа по 2 сентября 2018 года", "2018-08-30", "2018-09-02"),
        ("ru", "30 декабря – 2 января 2019 года", "2018-12-30", "2019-01-02"),
        ("ru", "30 декабря 2018 года – 2 января 2019 года", "2018-12-30", "2019-01-02"),
        ("ru", "03.09.2018 – 05.09.2018", "2018-09-03", "2018-09-05"),
        ("ru", "03.09-05.09.2018", "2018-09-03", "2018-09-05"),
        ("ru", "03–05.09.2018", "2018-09-03", "2018-09-05"),
        ("kk", "3-5 қыркүйекте 2018", "2018-09-03", "2018-09-05"),
        ("kk", "2018 жылғы 3–5 қыркүйек", "2018-09-03", "2018-09-05"),
        ("kk", "2018 жылғы 3-5 қыркүйекте", "2018-09-03", "2018-09-05"),
        ("kk", "2018 жылғы 30 тамыз – 2 қыркүйек", "2018-08-30", "2018-09-02"),
        ("kk", "2018 жылғы 30 тамыздан 2 қыркүйекке", "2018-08-30", "2018-09-02"),
        ("en", "3–5 September 2018", "2018-09-03", "2018-09-05"),
        ("en", "September 3–5, 2018", "2018-09-03", "2018-09-05"),
        ("en", "30 August – 2 September 2018", "2018-08-30", "2018-09-02"),
        ("en", "August 30 – September 2, 2018", "2018-08-30", "2018-09-02"),
        ("en", "from 3 to 5 September 2018", "2018-09-03", "2018-09-05"),
    ],
)
def test_several_days_have_a_first_and_a_last(language, text, first, last):
    [found] = find_dates(text, language)
    assert found.date.isoformat() == first
    assert (found.end_date and found.end_date.isoformat()) == last


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("3 сентября 2018 года в 10:00", "10:00"),
        ("3 сентября 2018 года, в 10.30 часов", "10:30"),
        ("3 сентября 2018 года. Начало: 10.00 ч.", "10:00"),
        ("3 сентября 2018 года в 15 часов 30 минут", "15:30"),
        ("В 9.30 3 сентября 2018 года", "09:30"),
        ("2018 жылғы 3 қыркүйекте сағат 10:00-де", "10:00"),
        ("2018 жылғы 3 қыркүйекте сағат 10.00-де", "10:00"),
        ("2018 жылғы 3 қыркүйекте 15.00-де", "15:00"),
        ("3 September 2018 at 10:00", "10:00"),
        ("3 September 2018, 3 p.m.", "15:00"),
        ("September 3, 2018 at 12:15 am", "00:15"),
        ("3 сентября 2018 года в 25:70", None),
        ("3 сентября 2018 года принято 10.5 процента", None),
        ("3 сентября 2018 года встретились 39 человек в 10 залах", None),
    ],
)
def test_time_beside_a_date_belongs_to_it(text, time):
    [found] = find_dates(text)
    assert found.date == datetime.date(2018, 9, 3)
    assert (found.time and found.time.isoformat("minutes")) == time


@pytest.mark.parametrize(
    "text",
    [
        "Созданная в 1995 году Ассамблея",
        "Стратегия «Казахстан – 2050»",
        "в сентябре 2018 года",
        "2018 жылдың қыркүйегінде",
        "31 февраля 2018 года",
        "32 сентября 2018 года",
        "0 мая 2018 года",
        "30.02.2018",
        "99.99.2018",
        "проживает 56 этносов",
        "3 маусымдық жұмыс",
        "All 12 may come",
        "версия 10.11.2018.4",
        "12018-09-03",
        "тел. 8 (7172) 03 09 18",
        "",
    ],
)
def test_what_is_no_day_is_not_found(text):
    assert find_dates(text) == []


MONTHS = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "en": "January February March April May June July August September October November December",
}
SUFFIXES = {
    "ru": [""],
    "en": [""],
    "kk": ["", "да", "де", "та", "те", "нан", "тен", "дағы", "ға", "ке", "ның", "дің", "ы", "ында"],
}


@pytest.mark.parametrize("language", MONTHS)
def test_every_month_is_known_in_every_case(language):
    for number, month in enumerate(MONTHS[language].split(), 1):
        for suffix in SUFFIXES[language]:
            [found] = find_dates(f"7 {month}{suffix} 2018", language)
            assert (found.day, found.month, found.year) == (7, number, 2018), month + suffix


@pytest.mark.parametrize("month", ["январь", "марту", "маем", "августом", "декабре", "сентябрём"])
def test_russian_month_is_known_in_other_cases(month):
    assert len(find_dates(f"к 7 {month} 2018", "ru")) == 1


def test_day_without_a_year_has_no_date_unless_a_near_one_is_known():
    [found] = find_dates("Брифинг пройдёт 3 сентября.", "ru")
    assert (found.day, found.month, found.year, found.date) == (3, 9, None, None)
    for near, year in (("2018-08-20", 2018), ("2019-01-10", 2018), ("2018-03-20", 2018)):
        [found] = find_dates("3 сентября", near=datetime.date.fromisoformat(near))
        assert found.date == datetime.date(year, 9, 3)
    [found] = find_dates("2 января", near=datetime.date(2018, 12, 25))
    assert found.date == datetime.date(2019, 1, 2)
    [found] = find_dates("29 февраля", near=datetime.date(2018, 12, 25))
    assert found.date == datetime.date(2020, 2, 29)


def test_dates_stand_where_they_say():
    text = "Форум 3-5 сентября 2018 года, сессия 28 апреля 2019 года."
    found = find_dates(text, "ru")
    assert [text[date.start : date.end] for date in found] == [date.text for date in found]
    assert [date.text for date in found] == ["3-5 сентября 2018 года", "28 апреля 2019 года"]


def test_event_date_is_the_first_full_date():
    text = (
        "Брифинг 3 сентября в Астане.\nС 1995 года.\nОн прошёл 4 сентября 2018 года, не 5 мая 2019."
    )
    assert event_date(text, "ru").date == datetime.date(2018, 9, 4)
    assert event_date(text, "ru", near=datetime.date(2018, 9, 1)).date.day == 3
    assert event_date(text, "kk").date == datetime.date(2018, 9, 4)
    assert event_date("Без даты", "ru") is None


def test_long_text_of_figures_is_searched_quickly():
    assert find_dates("3 " * 20_000 + "-" * 20_000 + " 1.2.3" * 5_000) == []
