import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from news.dates import format_date, format_period, time_element

ALMATY = ZoneInfo("Asia/Almaty")


def at(text):
    return dt.datetime.fromisoformat(text).replace(tzinfo=ALMATY)


@pytest.mark.parametrize(
    ("date", "kk", "ru", "en"),
    [
        ("2018-09-03", "2018 жылғы 3 қыркүйек", "3 сентября 2018 года", "3 September 2018"),
        ("1995-03-01", "1995 жылғы 1 наурыз", "1 марта 1995 года", "1 March 1995"),
        ("2024-12-16", "2024 жылғы 16 желтоқсан", "16 декабря 2024 года", "16 December 2024"),
    ],
)
def test_date_is_written_as_the_language_does(date, kk, ru, en):
    date = dt.date.fromisoformat(date)
    assert [format_date(date, language) for language in ("kk", "ru", "en")] == [kk, ru, en]


@pytest.mark.parametrize(
    ("starts", "ends", "kk", "ru", "en"),
    [
        (
            "2018-09-03T10:00",
            None,
            "2018 жылғы 3 қыркүйек, 10:00",
            "3 сентября 2018 года, 10:00",
            "3 September 2018, 10:00",
        ),
        (
            "2018-09-03T10:00",
            "2018-09-03T12:30",
            "2018 жылғы 3 қыркүйек, 10:00–12:30",
            "3 сентября 2018 года, 10:00–12:30",
            "3 September 2018, 10:00–12:30",
        ),
        (
            "2018-09-03T00:00",
            "2018-09-03T00:00",
            "2018 жылғы 3 қыркүйек",
            "3 сентября 2018 года",
            "3 September 2018",
        ),
        (
            "2018-09-03",
            "2018-09-05",
            "2018 жылғы 3–5 қыркүйек",
            "3–5 сентября 2018 года",
            "3–5 September 2018",
        ),
        (
            "2018-09-03",
            "2018-09-13",
            "2018 жылғы 3–13 қыркүйек",
            "3–13 сентября 2018 года",
            "3–13 September 2018",
        ),
        (
            "2018-09-30",
            "2018-10-02",
            "2018 жылғы 30 қыркүйек – 2 қазан",
            "30 сентября – 2 октября 2018 года",
            "30 September – 2 October 2018",
        ),
        (
            "2018-12-30",
            "2019-01-02",
            "2018 жылғы 30 желтоқсан – 2019 жылғы 2 қаңтар",
            "30 декабря 2018 года – 2 января 2019 года",
            "30 December 2018 – 2 January 2019",
        ),
        (
            "2018-09-03T10:00",
            "2018-09-05T18:00",
            "2018 жылғы 3 қыркүйек, 10:00 – 5 қыркүйек, 18:00",
            "3 сентября, 10:00 – 5 сентября 2018 года, 18:00",
            "3 September, 10:00 – 5 September 2018, 18:00",
        ),
    ],
)
def test_period_is_written_as_the_language_does(starts, ends, kk, ru, en):
    starts, ends = at(starts), at(ends) if ends else None
    found = [format_period(starts, ends, language) for language in ("kk", "ru", "en")]
    assert found == [kk, ru, en]


def test_period_without_hours_tells_the_days():
    starts, ends = at("2018-09-03T10:00"), at("2018-09-05T18:00")
    assert format_period(starts, ends, "en", with_hours=False) == "3–5 September 2018"
    assert format_period(starts, starts, "kk", with_hours=False) == "2018 жылғы 3 қыркүйек"


def test_period_is_told_in_the_zone_of_the_press_service():
    # 20:00 in UTC is the next day in Almaty.
    starts = dt.datetime(2025, 9, 3, 20, 0, tzinfo=dt.UTC)
    assert format_period(starts, None, "en") == "4 September 2025, 01:00"
    assert format_date(starts, "en") == "4 September 2025"


def test_time_element_tells_the_hour_only_where_one_is_known():
    assert (
        time_element(at("2025-09-03T10:00"), None, "en")
        == '<time datetime="2025-09-03T10:00+05:00">3 September 2025, 10:00</time>'
    )
    assert (
        time_element(at("2025-09-03"), None, "ru")
        == '<time datetime="2025-09-03">3 сентября 2025 года</time>'
    )
