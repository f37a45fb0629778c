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
        ("ru", "Сессия назначена на понедельник, 7 сентября 2018 года.", "понедельник", "пятницу"),
        ("ru", "Выставка открыта по четверг, 8 сентября 2018 года.", "четверг", "субботу"),
        ("ru", "Сессия назначена на 7 сентября 2018 года, четверг.", "четверг", "пятницу"),
        ("ru", "Сессия назначена на 7 сентября 2018 года (четверг).", "четверг", "пятница"),
        ("ru", "Гости едут через воскресенье, 8 сентября 2018 года.", "воскресенье", "субботу"),
        ("ru", "Ждали и четверг, 8 сентября 2018 года.", "четверг", None),
        ("ru", "Готовились по субботе, 4 сентября 2018 года.", "субботе", None),
        ("ru", "Пт, 3 сентября 2018 года, 10:00", "Пт", "Пн"),
        ("ru", "Начало 03.09.2018 г. (чт) в 10:00", "чт", "пн"),
        ("ru", "Гости уедут в пт, 4 сентября 2018 года.", "в пт", "во вт"),
        ("ru", "В субботу вечером, 4 сентября 2018 года, был концерт.", "В субботу", "Во вторник"),
        ("kk", "Кездесу 2018 жылғы 3 қыркүйек, сейсенбі күні өтті.", "сейсенбі", "дүйсенбі"),
        ("kk", "2018 жылғы 7 қыркүйекте, сейсенбіде кездесу өтті.", "сейсенбіде", "жұмада"),
        ("kk", "2018 жылғы 3 қыркүйек (сейсенбі)", "сейсенбі", "дүйсенбі"),
        ("kk", "Кездесу 2018 жылғы 7 қыркүйекте, сенбіде, өтті.", "сенбіде", "жұмада"),
        ("kk", "Форум 2018 жылғы 4 қыркүйекте, жексенбі күні Астанада ашылды.",
         "жексенбі", "сейсенбі"),
        ("kk", "Форум 2018 жылғы 4 қыркүйек – жексенбі күні ашылды.", "жексенбі", "сейсенбі"),
        ("kk", "Форум 2018 жылғы 4 қыркүйек күні, сенбіде ашылды.", "сенбіде", "сейсенбіде"),
        ("kk", "04.09.2018 ж., бейсенбі", "бейсенбі", "сейсенбі"),
        ("kk", "Жұмадан, 2018 жылғы 8 қыркүйектен бастап.", "Жұмадан", "Сенбіден"),
        ("kk", "Жексенбі күні, 2018 жылғы 3 қыркүйекте кездесу өтті.", "Жексенбі", "Дүйсенбі"),
        ("en", "They met on Tuesday, 3 September 2018, in Astana.", "Tuesday", "Monday"),
        ("en", "They met on Tuesday, September 3, 2018.", "Tuesday", "Monday"),
        ("en", "They met on 3 September 2018 (Friday).", "Friday", "Monday"),
        ("en", "TUESDAY 3 SEPTEMBER 2018", "TUESDAY", "MONDAY"),
        ("en", "Doors open on Tues., 3 September 2018.", "Tues", "Mon"),
        ("en", "Seen on Sunday evening, 3 September 2018.", "Sunday", "Monday"),
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
        ("kk", "Форум 2018 жылғы 4 қыркүйекте ашылды, сәрсенбі күні қонақтар қайтты."),
        ("kk", "Форум 2018 жылғы 4 қыркүйекте сәрсенбі күні берілген тапсырманы қарады."),
        ("ru", "Решил СБ, 3 сентября 2018 года. Судья ВС, 4 сентября 2018 года."),
        ("ru", "Снято для «Сб», 3 сентября 2018 года. Занято 5 Вт: 4 сентября 2018 года."),
        ("en", "Printed in The Sun, 3 September 2018. He sat 4 September 2018."),
        ("ru", "Форум прошел 3 и 4 сентября 2018 года, в понедельник и вторник."),
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


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("ru", "Форум прошел 3 и 4 сентября 2018 года, в понедельник и среду.",
         [("среду", "вторник")]),
        ("ru", "Во вторник и среду, 3–4 сентября 2018 года, занятий нет.",
         [("Во вторник", "В понедельник"), ("среду", "вторник")]),
        ("kk", "2018 жылғы 3 және 4 қыркүйекте, дүйсенбі және сенбі күндері өтті.",
         [("сенбі", "сейсенбі")]),
        ("en", "They met on 3 and 4 September 2018, on Sunday and Tuesday.",
         [("Sunday", "Monday")]),
        ("ru", "Форум прошел 3 и 7 сентября 2018 года, в понедельник и среду.", []),
    ],
)  # fmt: skip
def test_two_weekdays_beside_two_days(language, text, found):
    assert [(one.quote, one.mend) for one in find(language, text)] == found


def test_year_is_that_of_the_event_where_the_text_gives_none():
    text = "Встреча прошла в понедельник, 4 сентября."
    assert find("ru", text) == []  # of which year?
    assert [found.mend for found in find("ru", text, EVENT)] == ["во вторник"]
    assert find("ru", "Встреча прошла в понедельник, 3 сентября.", EVENT) == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        # The sentence tells another year than that of the event.
        ("ru", "С понедельника, 5 мая, по пятницу, 9 мая 2025 года."),
        ("ru", "Встреча 22 октября (четверг) 2026 года, 5 мая, понедельник, 2025 год."),
        ("ru", "Закон принят 14 мая 2018 г. В субботу, по плану, отдых."),
        ("kk", "5 мамырдан (дүйсенбі) 2025 жылғы 9 мамырға (жұма) дейін."),
        ("kk", "Жиын 14 наурыз (жұма) 2025 жылы өтті."),
        ("en", "From Monday, May 5, to Friday, May 9, 2025."),
    ],
)
def test_year_further_on_in_the_sentence_is_no_other(language, text):
    assert find(language, text, EVENT) == []


def test_weekday_of_the_next_sentence_is_of_no_date():
    assert find("ru", "Прием до 14 мая 2025 г. В субботу центр закрыт.") == []
    assert find("ru", "Форум прошел 14 мая 2025 г. Во вторник участники приехали.") == []
    (found,) = find("ru", "Форум прошел 14 мая 2025 г. в субботу.")
    assert found.mend == "в среду"


def test_year_of_a_file_is_that_which_it_has_told_before():
    def mends(title, text):
        subject = Subject("ru", title=title, html=f"<p>{text}</p>")
        return [found.mend for found in WrongWeekday().find(subject)]

    text = "Гости приедут в среду, 4 сентября."
    assert mends("Форум откроется 3 сентября 2018 года", text) == ["во вторник"]
    assert mends("Форум", f"Его откроют 3 сентября 2018 года. {text}") == ["во вторник"]
    # What comes later is of another time, as likely.
    assert mends("Форум", f"{text} Так велит закон от 20 октября 2008 года.") == []
    assert mends("Форум", f"Закон принят 20 декабря 2018 года. {text}") == []
    # Of several years it must fit none; 4 September 2019 was a Wednesday, of 2017 a Monday.
    assert mends("3 сентября 2018 года", f"Как и 3 сентября 2019 года. {text}") == []
    assert mends("3 сентября 2018 года", f"Как и 3 сентября 2017 года. {text}") == [None]


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
