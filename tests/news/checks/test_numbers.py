import pytest

from news.checks.numbers import hours, possible_hours, spelled_numbers, written_numbers


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("ru", "Пришли 1 640 человек, 39 из них – гости.", ["1640", "39"]),
        ("ru", "XXVI сессия и 31-я встреча", ["26", "31"]),
        ("ru", "ХХІ век", ["21"]),  # in Cyrillic letters
        ("ru", "выросло на 3,5 % и 12,0 процента", ["3.5", "12"]),
        ("ru", "собрали 1,5 млн тенге и 20 тысяч книг", ["1500000", "20000"]),
        ("ru", "в 2018 году 120 человек", ["2018", "120"]),
        ("ru", "в 15:00, с 10.30 или в 15 часов", []),
        ("ru", "по 8 часов в день", ["8"]),
        ("ru", "В. Вебер и СССР, XYZ, IIX", []),
        ("ru", "№ 12, 2020–2025 годы, 2020-2025", ["12", "2020", "2025", "2020", "2025"]),
        ("kk", "1.640 және 12.640 адам", ["1640", "12640"]),
        ("kk", "1 640 адам, 31-ші кездесу, XXVI сессия", ["1640", "31", "26"]),
        ("kk", "сағат 15-те 2 мың адам", ["2000"]),
        ("en", "1,640 people, 3.5 per cent, the 31st session", ["1640", "3.5", "31"]),
        ("en", "at 6 p.m. or 10:30, 1.5 million", ["1500000"]),
        ("en", "I saw Platform V of X", []),
    ],
)
def test_numbers_are_read_as_each_language_writes_them(language, text, values):
    found = written_numbers(text, language)
    assert [number.value for number in found] == values
    assert all(text[number.start : number.end].strip() for number in found)


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("ru", "двадцати двух школ", {"20", "2", "22"}),
        ("ru", "пятая сессия, сорок тысяч", {"5", "40", "1000", "40000"}),
        ("ru", "сто двадцать два", {"100", "20", "2", "120", "22", "122"}),
        ("kk", "отыз екі мектептің", {"30", "2", "32"}),
        ("kk", "жүз он сегіз", {"100", "10", "8", "110", "18", "118"}),
        ("kk", "бесінші сессия", {"5"}),
        ("en", "thirty-two schools", {"30", "2", "32"}),
        ("en", "two hundred and six", {"2", "100", "200", "6", "106", "206"}),
        ("en", "the fifth session", {"5"}),
        ("en", "often and weightless", set()),
    ],
)
def test_words_of_numbers_are_all_that_they_could_mean(language, text, values):
    assert spelled_numbers(text, language) == values


def test_hours_are_told_by_the_clock_of_24_hours():
    text = "at 6 p.m., 7:30 PM or 12 a.m., 15:00, from 10.30 to 18"
    assert [hour.value for hour in hours(text)] == ["18:00", "19:30", "0:00", "15:00"]
    assert possible_hours(text) == {"18:00", "19:30", "0:00", "15:00", "10:30"}
