"""Offices that stand apart from the name, and those of somebody else."""

import pytest

from news.recognition.finding import find_mentions
from news.recognition.proposals import propose_names
from tests.news.recognition.test_names import person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("По словам модератора, Жанар Ахметовой, план готов.", ["модератор"]),
        ("Поздравили директора музея, Каната Омарова, и гостей.", ["директор музея"]),
        ("Срок – май (ответственный – Б.Досжанов).", ["ответственный"]),
        ("Встречу открыл глава совета, Канат Омаров рассказал о плане.", [""]),
        ("Канат Омаров, директор музея, Болат Сериков, гости.", ["директор музея", ""]),
        ("План готов, считает г-жа Жанар Ахметова.", [""]),
        ("Приехал директор, Канат Омаров, Болат Сериков и другие.", ["", ""]),
    ],
)
def test_office_that_a_comma_or_a_dash_keeps_from_the_name(text, roles):
    assert [found.role for found in propose_names(text, "ru").people] == roles


def test_office_of_a_stranger_is_not_taken_for_the_next_name():
    person(family="Омаров", given="Жомарт")
    text = "Пришли директор музея Болат Сериков, профессор Жомарт Омаров и гости."
    assert [found.role for found in find_mentions(text, "ru")] == ["профессор"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Оның сөзін «Шам» қорының төрайымы Айгүл Пак қолдады.", "«Шам» қорының төрайымы"),
        ("Бұл өзбек фольклорын зерттеуші Айгүл Пак.", "өзбек фольклорын зерттеуші"),
        ("Содан соң күйші Айгүл Пак шықты.", "күйші"),
        ("Кеште белгілі этнограф Айгүл Пак сөйледі.", "этнограф"),
        (
            "Қазақстан дәрігерлері мен мейірбикелері одағының мүшесі Айгүл Пак.",
            "Қазақстан дәрігерлері мен мейірбикелері одағының мүшесі",
        ),
        ("Жиынға студенттер мен мектеп директоры Айгүл Пак келді.", "мектеп директоры"),
        ("Кейін аға лейтенант Айгүл Пак келді.", "аға лейтенант"),
        ("Бас дирижер Айгүл Пак.", "Бас дирижер"),
        ("Бас төреші Айгүл Пак.", "Бас төреші"),
    ],
)
def test_where_a_kazakh_office_begins(text, role):
    assert [found.role for found in propose_names(text, "kk").people] == [role]


@pytest.mark.parametrize(
    ("language", "text", "role"),
    [
        ("ru", 'Пришел директор фонда "Шам" Иван Сидоров.', "директор фонда «Шам»"),
        ("en", 'The head of the "Sham" Fund, Ivan Sidorov, came.', "head of the “Sham” Fund"),
    ],
)
def test_role_has_the_quotation_marks_of_its_language(language, text, role):
    assert [found.role for found in propose_names(text, language).people] == [role]


@pytest.mark.parametrize(
    "text", ["После концерта Жанар Ахметовой вручили цветы.", "Сказали уже Жанар Ахметовой."]
)
def test_preposition_or_adverb_is_no_office(text):
    person(family="Ахметова", given="Жанар", gender="female")
    assert [found.role for found in find_mentions(text, "ru")] == [""]


@pytest.mark.parametrize(
    ("language", "text", "roles"),
    [
        ("ru", "С уважением,\nдиректор музея\nЖ. Омаров\n\nГости ушли.", ["директор музея"]),
        ("ru", "1\nОмаров Жомарт\nГлавный врач\n2\nСериков Марат\nЮрист\n",
         ["главный врач", "юрист"]),
        ("ru", "Омаров Жомарт,\nглавный врач;\nСериков Марат,\nюрист.", ["главный врач", "юрист"]),
        ("ru", "Модератор\nЖомарт Омаров\nГлавный врач\nМарат Сериков\n",
         ["модератор", "главный врач"]),
        ("ru", "Приехали:\nБолат Каримов\nМодератор\nЖомарт Омаров\nЮрист\nМарат Сериков\n",
         ["", ""]),
        ("ru", "Директор музея Канат Ахметов\nЖомарт Омаров\n", [""]),
        ("ru", "Директор музея открыл зал\nЖомарт Омаров\n", [""]),
        ("ru", "Директор музея\nЖомарт Омаров рассказал о зале.\n", [""]),
        ("ru", "Секретарь: Омаров Ж.\nПредседатель комиссии: Марат Сериков",
         ["секретарь", "председатель комиссии"]),
        ("ru", "Модератор: Жомарт Омаров, вам слово.", [""]),
        ("ru", "Омаров Жомарт – директор музея", ["директор музея"]),
        ("kk", "Ізгі ниетпен,\nМұражай директоры\nЖ. Омаров\n", ["Мұражай директоры"]),
        ("kk", "Хатшы: Омаров Ж.\n", ["Хатшы"]),
        ("en", "Sincerely,\nDirector of the Museum\nJ. Omarov\n", ["Director of the Museum"]),
        ("en", "President receives guests\nJomart Omarov\n", [""]),
    ],
)  # fmt: skip
def test_office_in_a_line_of_its_own_or_before_a_colon(language, text, roles):
    for family, given in (("Омаров", "Жомарт"), ("Сериков", "Марат")):
        person(language, family=family, given=given)
    if language == "en":
        person(language, family="Omarov", given="Jomart")
    assert [found.role for found in find_mentions(text, language)] == roles


def test_initials_of_two_letters_end_no_english_office():
    person("en", family="Omarov", given="Jomart")
    text = "Jomart Omarov, Rector of the Zh. Tashenev University, and the referee Jomart Omarov."
    assert [found.role for found in find_mentions(text, "en")] == [
        "Rector of the Zh. Tashenev University", "referee",
    ]  # fmt: skip
