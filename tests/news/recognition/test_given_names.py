"""Given names that dictionaries take for words: beside a family name, and of new people."""

import pytest

from news.morphology.given_names import gender_of_given
from news.recognition.finding import find_mentions
from news.recognition.proposals import propose_names
from tests.news.recognition.test_names import person

OTHERS = {
    "ru": [
        "Встречу открыл Канат Омаров.", "Канат Омаров открыл встречу.", "Омаров Канат пришёл.",
        "Гости встретились с Канатом Омаровым.", "Депутата Каната Омарова поздравили.",
        "Лев Омаров выступил.", "Затем выступил Алмаз Омаров.",
    ],
    "kk": [
        "Кездесуді Қанат Омаров ашты.", "Болат Омаровтың кітабы шықты.", "Депутат Қанат Омаров.",
    ],
    "en": ["The guests met Kanat Omarov.", "Kanat Omarov spoke."],
}  # fmt: skip
PERHAPS_HIM = {
    "ru": [
        "Депутат Омаров выступил.", "Президент Омаров выступил.", "Город Омаров посетил.",
        "Вчера Омаров выступил.", "Также Омаров выступил.", "Канат Омарова порвался.",
        "На Форум Омаров не приехал.", "С Наурызом Омаров поздравил всех.",
        "Председателя Совета Омарова ждали.", "Депутат Мажилиса Омаров выступил.",
        "В День Победы Омаров выступил.", "Затем Герой Омаров выступил.",
    ],
    "kk": ["Бүгін Омаров келді.", "Депутат Омаров келді.", "Қонақтар Омаровты көрді."],
    "en": ["Yesterday Omarov spoke.", "Minister Omarov spoke.", "Finally Omarov spoke."],
}  # fmt: skip


def _cases(table):
    return [(language, text) for language, texts in table.items() for text in texts]


def _omarov(language):
    given, family = ("Zhomart", "Omarov") if language == "en" else ("Жомарт", "Омаров")
    return person(language, family=family, given=given)


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "text"), _cases(OTHERS))
def test_other_given_name_that_is_a_word_too_rejects_the_match(language, text):
    _omarov(language)
    assert find_mentions(text, language) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "text"), _cases(PERHAPS_HIM))
def test_word_before_a_family_name_is_no_given_name(language, text):
    one = _omarov(language)
    assert [(found.id, found.certain) for found in find_mentions(text, language)] == [
        (one.pk, False)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "text", "name", "gender"),
    [
        ("ru", "Встречу открыл Канат Омаров.", "Канат Омаров", "male"),
        ("ru", "Награду вручили Айгуль Искаковой.", "Айгуль Искакова", "female"),
        ("ru", "Гости поздравили Жанар Садыкову.", "Жанар Садыкова", "female"),
        ("ru", "Доклад Каната Омарова понравился.", "Канат Омаров", "male"),
        ("ru", "Гости встретились с Сауле Калиевой.", "Сауле Калиева", "female"),
        ("ru", "Газета рассказала о Тимуре Паке.", "Тимур Пак", "male"),
        ("ru", "Награду вручили Любови Ким.", "Любовь Ким", "female"),
        ("ru", "Искакова Айгуль выступила.", "Айгуль Искакова", "female"),
        ("kk", "Кездесуді Айгүл Серікова ашты.", "Айгүл Серікова", "female"),
        ("kk", "Қонақтар Қанат Омаровты құттықтады.", "Қанат Омаров", "male"),
        ("kk", "Марапат Светлана Веберге берілді.", "Светлана Вебер", "female"),
        ("kk", "Бүгін Любовь Пактың кітабы шықты.", "Любовь Пак", "female"),
        ("en", "The guests met Aigul Pak.", "Aigul Pak", "female"),
        ("en", "Guests praised Kanat Omarov’s book.", "Kanat Omarov", "male"),
    ],
)
def test_new_person_is_certain_in_every_case(language, text, name, gender):
    assert [
        (found.name, found.gender, found.certain) for found in propose_names(text, language).people
    ] == [(name, gender, True)]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["Премия Мира Астаны.", "Султан Брунея."])
def test_words_beside_a_given_name_are_no_family_name(text):
    assert propose_names(text, "ru").people == []


@pytest.mark.parametrize(
    ("name", "language", "gender"),
    [
        ("Айгүл", "kk", "female"), ("Қанат", "kk", "male"), ("Yerlan", "en", "male"),
        ("Aliya", "en", "female"), ("Бахыт", "ru", ""), ("Стол", "ru", ""),
    ],
)  # fmt: skip
def test_given_name_tells_the_gender(name, language, gender):
    assert gender_of_given(name, language) == gender


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Это декан КарГУ имени Е.А. Букетова Жанар Сериковна Ахметбекова.", "Жанар Ахметбекова"),
        ("Пришел директор школы им. А. Пушкина Иван Сидоров.", "Иван Сидоров"),
        ("Пришел директор школы имени А.С. Пушкина И. Сидоров.", "И. Сидоров"),
    ],
)
def test_name_after_that_of_an_institution(text, name):
    assert [found.name for found in propose_names(text, "ru").people] == [name]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "name", "is_certain"),
    [
        ("Слово дали А.Цхаю.", "А. Цхай", True),
        ("Встреча с А. Цхаем.", "А. Цхай", True),
        ("Встреча с Ю. Ботером.", "Ю. Ботер", True),
        ("Пели для Ю. Ботера.", "Ю. Ботер", True),
        ("Вот книга Ю. Ботера.", "Ю. Ботера", False),
        ("Встреча с В. Вебером-старшим.", "В. Вебер-старший", True),
        ("Встреча с К. Жумабаевым.", "К. Жумабаев", True),
        ("Встреча с Д. Пак.", "Д. Пак", True),
        ("Пришел К. Ким.", "К. Ким", True),
        ("Пришла Н. Блом.", "Н. Блом", True),
    ],
)
def test_new_name_with_an_initial_in_the_nominative(text, name, is_certain):
    assert [(found.name, found.certain) for found in propose_names(text, "ru").people] == [
        (name, is_certain)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Бұл Гүлмира Тәжібайқызы Қанай.", "Гүлмира Қанай"),
        ("Бұл Гүлмира Тәжібайқызы.", "Гүлмира Тәжібайқызы"),
    ],
)
def test_kazakh_name_with_a_patronymic_in_the_middle(text, name):
    assert [found.name for found in propose_names(text, "kk").people] == [name]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "В Министерстве просвещения Республики Казахстан ждут.",
            "Министерство просвещения Республики Казахстан",
        ),
        (
            "Из Академии управления при Президенте Республики Казахстан пишут.",
            "Академия управления при Президенте Республики Казахстан",
        ),
        ("Союз писателей Тараза при школе.", "Союз писателей Тараза"),
    ],
)
def test_new_organization_with_its_country(text, name):
    assert [found.name for found in propose_names(text, "ru").organizations] == [name]
