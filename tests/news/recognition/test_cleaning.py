"""Names in texts with soft hyphens, stresses, letters in pieces and runs of spaces."""

import unicodedata

import pytest

from news.recognition.cleaning import cleaned
from news.recognition.finding import find_mentions
from tests.news.recognition.test_names import organization, person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "shape",
    [
        "Алексей  Цхай",
        "Алексей \u00a0 Цхай",
        "Алек\u00adсей Цх\u00adай",
        "Але\u0301ксей Цха\u0301й",
        "Алексей\u200b Цхай",
        "Алексей \u200bЦхай",
        unicodedata.normalize("NFD", "Алексей Цхай"),
        "А.  Цхай",
    ],
)
@pytest.mark.parametrize(("before", "after"), [("", ""), ("За\u00adтем  вы", "\u200b\u00ad, и")])
def test_name_is_found_at_its_place(shape, before, after):
    one = person(family="Цхай", given="Алексей")
    text = f"{before} {shape}{after} пришел.".strip()
    (found,) = find_mentions(text, "ru")
    assert (found.text, found.id, found.certain) == (shape, one.pk, True)
    assert text[found.start : found.end] == shape


def test_organization_is_found_at_its_place():
    one = organization(name="Дом дружбы")
    (found,) = find_mentions("Открыт  До\u0301м  друж\u00adбы.", "ru")
    assert (found.text, found.id) == ("До\u0301м  друж\u00adбы", one.pk)


def test_address_between_names_keeps_them_apart():
    person(family="Цхай", given="Алексей")
    assert [one.text for one in find_mentions("Алексей  http://a.kz  Цхай.", "ru")] == ["Цхай"]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("просто", "просто"),
        ("а\u00ad  б", "а б"),
        ("\u00adа", "а"),
        ("и\u0306 е\u0308 а\u0301", "й ё а"),
        ("а\n\nб\t\tв", "а\n\nб\t\tв"),
        ("", ""),
    ],
)
def test_clean_text_has_a_place_for_each_character(text, clean):
    shown, ends = cleaned(text)
    assert shown == clean
    assert (len(ends), ends[-1]) == (len(clean) + 1, len(text))


PARAGRAPH = """\
На заседании совета в областном центре выступил с докладом Алексей
Цхай, а после него говорили гости из трех районов области, которых
пригласили за неделю до встречи. Затем все поехали в новый Дом
дружбы и осмотрели его залы, где через час начался первый концерт
молодых певцов и музыкантов из шести школ города, а к вечеру был
открыт праздник на площади.
"""


@pytest.mark.parametrize("after", ["", "\nСекретарь заседания\nЦхай Марина\n"])
def test_names_go_on_in_the_next_line_of_a_text_that_was_broken_at_a_width(after):
    one, house = person(family="Цхай", given="Алексей"), organization(name="Дом дружбы")
    text = PARAGRAPH + after
    found = find_mentions(text, "ru")
    assert [(each.text, each.id) for each in found] == [
        ("Алексей\nЦхай", one.pk),
        ("Дом\nдружбы", house.pk),
    ]
    assert all(text[each.start : each.end] == each.text for each in found)


@pytest.mark.parametrize(
    "text",
    [
        "Открыли зал.\nСреди гостей Алексей\nЦхай Марина и другие.",
        "1. Состав совета утвержден решением собрания от первого мая\nАлексей\nЦхай\nМарина\n",
        "\n".join(["Первым в списке тех, кого совет наградил в мае, стоит Алексей", "Цхай"] * 9),
    ],
)
def test_lines_of_a_list_are_left_apart(text):
    assert cleaned(text)[0] == text


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("1\nЦхай\nМарина Петровна\nГлавный врач\n", True),
        ("ЦХАЙ\nМарина Петровна", True),
        ("Выступила Цхай\nМарина Петровна", False),
        ("Цхай\nМарина Петровна ушла.", False),
        ("Цхай\nМарина Ким", False),
    ],
)
def test_family_name_in_the_line_before_the_given_name_and_the_patronymic(text, is_one):
    one = person(family="Цхай", given="Марина", patronymic="Петровна", gender="female")
    shapes = [(each.text, each.id) for each in find_mentions(text, "ru")]
    assert (shapes[:1] == [(text[text.upper().index("ЦХАЙ") :][:20], one.pk)]) == is_one
