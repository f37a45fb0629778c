import datetime as dt

import pytest

from news.checks.base import Subject
from news.checks.dates import FarDate, ImpossibleDate
from news.models import Event

EVENT = Event(starts_at=dt.datetime(2018, 9, 3, 5, 0, tzinfo=dt.UTC))


def find(language, *paragraphs, event=EVENT):
    html = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return list(FarDate().find(Subject(language, html=html, event=event)))


@pytest.mark.parametrize(
    ("language", "text", "quote", "hint"),
    [
        ("ru", "3 сентября 2017 года в Астане состоялся брифинг.", "3 сентября 2017 года", "year"),
        ("ru", "3 августа в Астане состоялся брифинг.", "3 августа", "month"),
        ("ru", "9 марта 2018 года открылась выставка.", "9 марта 2018 года", "changed places"),
        ("ru", "Брифинг прошел в Астане 25 октября 2018 года.", "25 октября 2018 года", "dated"),
        ("ru", "С 1 по 3 июня 2018 года прошел форум.", "1 по 3 июня 2018 года", "dated"),
        ("ru", "1 мая соседи накрыли столы.", "1 мая", "dated"),
        ("en", "On 1 May the neighbours laid tables.", "1 May", "dated"),
        ("kk", "2017 жылғы 3 қыркүйекте Астанада брифинг өтті.", "2017 жылғы 3 қыркүйекте", "year"),
        ("kk", "Астанада 3 тамызда көрме ашылды.", "3 тамызда", "month"),
        ("en", "A briefing was held in Astana on 3 September 2017.", "3 September 2017", "year"),
        ("en", "The exhibition opened on August 3.", "August 3", "month"),
    ],
)  # fmt: skip
def test_date_far_from_that_of_the_event_is_found(language, text, quote, hint):
    (found,) = find(language, text)
    assert found.quote == quote
    assert hint in found.reason


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "3 сентября 2018 года в Астане состоялся брифинг."),
        ("ru", "Брифинг прошел 10 сентября."),
        ("ru", "3 сентября в Астане прошел брифинг, а 1 июня 2018 года – форум."),
        ("ru", "16 декабря 1991 года была принята Независимость, о чем напомнил прошедший вечер."),
        ("ru", "3 сентября 1998 года прошло первое собрание: объединению двадцать лет."),
        ("ru", "Конкурс начался, работы принимаются до 15 января."),
        ("ru", "Состоялось обсуждение Послания от 10 января 2018 года."),
        ("ru", "По закону от 20 октября 2018 года открыты новые дома."),
        ("ru", "Совет, созданный 1 марта 2018 года, состоит из тридцати человек."),
        ("ru", "Председатель отметил, что 10 января 2018 года было Послание."),
        ("ru", "В зале сидели люди, помнящие 1 июня."),
        ("ru", "До 1 мая соседи могут накрыть столы."),
        ("ru", "Соседи помнят 1 мая, когда накрыли столы."),
        ("kk", "1 мамырдан бастап көршілер дастарқан жаяды."),
        ("kk", "2018 жылғы 3 қыркүйекте Астанада брифинг өтті."),
        ("kk", "Байқау басталды, жұмыстар 15 қаңтарға дейін қабылданады."),
        ("en", "A briefing was held in Astana on 3 September."),
        ("en", "The contest began; essays are taken until 15 January."),
        ("en", "They met to speak about the address of 10 January 2018."),
        ("kk", "Кеңес 10 қаңтардағы Жолдауға қатысты пікір айтты."),
        ("en", "Visitors may come in May."),
    ],
)
def test_near_dates_history_and_deadlines_are_silent(language, text):
    assert find(language, text) == []


def test_only_the_opening_is_read_and_the_date_of_the_event_must_be_known():
    text = "3 августа в Астане состоялся брифинг."
    assert find("ru", text, event=Event()) == []
    assert find("ru", text, event=None) == []
    assert find("ru", "Брифинг.", "О медиации.", text) == []
    assert len(find("ru", "О медиации.", text)) == 1


def test_date_within_an_event_of_several_days_is_silent():
    event = Event(
        starts_at=dt.datetime(2018, 6, 1, tzinfo=dt.UTC),
        ends_at=dt.datetime(2018, 9, 3, tzinfo=dt.UTC),
    )
    assert find("ru", "15 июля в Астане состоялся концерт.", event=event) == []


@pytest.mark.parametrize(
    ("language", "text", "quotes"),
    [
        ("ru", "Встреча прошла 32 декабря 2025 года.", ["32 декабря 2025"]),
        ("ru", "Встреча пройдёт 31 сентября.", ["31 сентября"]),
        ("ru", "С 28 по 30 февраля 2026 года.", ["30 февраля 2026"]),
        ("ru", "29 февраля 2024 года и 29 февраля 2026 года.", ["29 февраля 2026"]),
        ("ru", "Собрались 31 мая; 12:45 мая; 2032 мая.", []),
        ("kk", "Кездесу 2025 жылғы 32 желтоқсанда өтті.", ["2025 жылғы 32 желтоқсанда"]),
        ("kk", "Ауылда 32 қазан асылды.", []),
        ("en", "They met on 30 February 2026.", ["30 February 2026"]),
        ("en", "Of the members 32 May be absent.", []),
        ("ru", "Срок – 31.11.2025, 29.02.2024 или 29.02.2023.", ["31.11.2025", "29.02.2023"]),
        ("ru", "Срок – 05.14.2025, а не 05.12.2025.", ["05.14.2025"]),
        ("ru", "Приказ № 31.11.2025, дело 1.31.11.2025, 12/13/2025, 31.11.2025-К.", []),
        ("ru", "Занятия 30-31 сентября и 29-30 апреля.", ["30-31 сентября"]),
        ("ru", "Дома 12-32 мая и № 29-30 февраля не видели.", ["12-32 мая"]),
        ("kk", "Жиын қарашаның 31-інде емес, мамырдың 31-інде өтті.", ["қарашаның 31-інде"]),
        ("kk", "2023 жылы ақпанның 29-ы күні.", ["2023 жылы ақпанның 29-ы"]),
        ("kk", "Ақпанның 29-ы күні, оқушылардың 31-і келді.", []),
        ("en", "Opened on April 31, 2025, closed on May 31st, 2025.", ["April 31, 2025"]),
        ("en", "The Room 31, 2025 and Article 45, 2019.", []),
    ],
)
def test_day_that_the_calendar_lacks_is_found(language, text, quotes):
    found = ImpossibleDate().find(Subject(language, title=text))
    assert [finding.quote for finding in found] == quotes
