import pytest

from news.morphology.kazakh import kazakh_stems
from news.morphology.russian import decline, nominatives
from news.recognition.finding import find_mentions
from news.recognition.indexing import refresh_names
from organizations.models import OrganizationName
from people.models import ParticipantName
from tests.factories import OrganizationFactory, ParticipantFactory

pytestmark = pytest.mark.django_db


def person(language="ru", **names):
    gender = names.pop("gender", "male")
    empty = {
        f"{part}_name_{code}": "" for part in ("family", "given") for code in ("kk", "ru", "en")
    }
    names = {f"{part}_name_{language}": name for part, name in names.items()}
    return ParticipantFactory(gender=gender, **{**empty, **names})


def organization(language="ru", **names):
    empty = {f"name_{code}": "" for code in ("kk", "ru", "en")}
    return OrganizationFactory(
        **{**empty, **{f"{field}_{language}": name for field, name in names.items()}}
    )


def found(text, language="ru"):
    return [
        (mention.text, mention.id, mention.certain) for mention in find_mentions(text, language)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Леонид Прокопенко",
        "Прокопенко Леонид",
        "Прокопенко Леонид Юрьевич",
        "Леонида Юрьевича Прокопенко",
        "Л. Прокопенко",
        "Л.Прокопенко",
        "Л.Ю. Прокопенко",
        "Прокопенко Л.Ю.",
    ],
)
def test_indeclinable_name_is_found_in_any_form(text):
    one = person(family="Прокопенко", given="Леонид", patronymic="Юрьевич")
    assert found(f"Гостей встретил {text} и рассказал о плане.") == [(text, one.pk, True)]


@pytest.mark.parametrize(
    "text",
    [
        "Ерлан Салжанов",
        "с Ерланом Салжановым",
        "Ерлану Салжанову",
        "о Ерлане Салжанове",
        "Салжанова Ерлана Маратовича",
        "Салжановым Е.М.",
    ],
)
def test_inflected_name_is_found(text):
    one = person(family="Салжанов", given="Ерлан", patronymic="Маратович")
    assert [mention[1] for mention in found(f"Речь шла {text}.")] == [one.pk]


@pytest.mark.parametrize(
    "text",
    [
        "Гульнара Сафиуллина",
        "Гульнаре Сафиуллиной",
        "Гульнару Сафиуллину",
        "Сафиуллиной Гульнары",
    ],
)
def test_woman_is_found(text):
    one = person(family="Сафиуллина", given="Гульнара", gender="female")
    assert found(f"Слово дали {text}.") == [(text, one.pk, True)]


@pytest.mark.parametrize(
    "text",
    [
        "Иван Прокопенко рассказал о плане.",
        "Прокопенко Иван рассказал о плане.",
        "И. Прокопенко рассказал о плане.",
        "Л.В. Прокопенко рассказал о плане.",
        "Выступили Юлия Прокопенко и гости.",
    ],
)
def test_other_given_name_rejects_the_match(text):
    person(family="Прокопенко", given="Леонид", patronymic="Юрьевич")
    assert found(text) == []


def test_family_name_alone_is_certain_beside_a_full_one():
    one = person(family="Вебер", given="Виктор")
    text = "Виктор Вебер открыл выставку. Позже Вебер показал архив."
    assert found(text) == [("Виктор Вебер", one.pk, True), ("Вебер", one.pk, True)]


def test_family_name_alone_is_uncertain():
    one = person(family="Вебер", given="Виктор")
    assert found("Депутат Вебер показал архив.") == [("Вебер", one.pk, False)]


def test_two_people_that_fit_are_both_named():
    first = person(family="Ким", given="Алексей")
    second = person(family="Ким", given="Анна", gender="female")
    (mention,) = find_mentions("Выступление А. Ким запомнилось.", "ru")
    assert (mention.id, mention.certain) == (None, False)
    assert set(mention.candidates) == {first.pk, second.pk}


def test_genitive_of_a_man_with_initials_is_uncertain():
    one = person(family="Сериков", given="Нурлан")
    assert found("Н. Серикова, как и прежде, ждали в Павлодаре.") == [
        ("Н. Серикова", one.pk, False)
    ]


def test_other_spelling_of_a_person_is_found():
    one = person(family="Тулегенов", given="Даурен")
    ParticipantName.objects.create(
        participant=one, language="ru", name="Төлегенов Дәурен Қайратұлы"
    )
    assert found("Вел встречу Дәурен Төлегенов.") == [("Дәурен Төлегенов", one.pk, True)]


def test_names_in_other_letters_are_asked_only_of_who_has_none_in_this_language():
    one = person("en", family="Serikov", given="Yerlan")
    assert found("Выступил Yerlan Serikov.") == [("Yerlan Serikov", one.pk, True)]
    one.family_name_ru, one.given_name_ru = "Сериков", "Ерлан"
    one.save()
    assert found("Выступил Yerlan Serikov.") == []


@pytest.mark.parametrize(
    ("language", "text", "shape"),
    [
        ("ru", "Выступил {}.", "Бақыт Оңғарбаев"),
        ("ru", "Гости говорили с {}.", "Б. Оңғарбаевым"),
        ("kk", "{} сөз берілді.", "Бахыт Онгарбаевқа"),
    ],
)
def test_russian_texts_hold_kazakh_names_and_kazakh_ones_russian(language, text, shape):
    one = person("kk", family="Оңғарбаев", given="Бақыт")
    one.family_name_ru, one.given_name_ru = "Онгарбаев", "Бахыт"
    one.save()
    (mention,) = find_mentions(text.format(shape), language)
    assert (mention.text, mention.id, mention.certain) == (shape, one.pk, True)
    assert mention.name == {"ru": "Бахыт Онгарбаев", "kk": "Бақыт Оңғарбаев"}[language]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Национальная академическая библиотека РК", "Национальной академической библиотеке РК"),
        (
            "Национальная академическая библиотека Республики Казахстан",
            "Национальной академической библиотеке РК",
        ),
        (
            "Национальная академическая библиотека РК",
            "Национальную академическую библиотеку Республики Казахстан",
        ),
        ("Национальная академическая библиотека РК", "Национальной академической библиотекой"),
        ("Ассамблея народа Казахстана", "Ассамблее народа Казахстана"),
        ("АНК", "АНК"),
        ("Объединение «Арирам»", "объединении “Арирам”"),
        ("Общественное объединение «Арирам»", "«Арирам»"),
        ("Ассамблея", "Ассамблеи"),
    ],
)
def test_organization_is_found_in_any_form(name, text):
    one = organization(name=name)
    assert found(f"На прошлой неделе в {text} побывали гости.") == [(text, one.pk, True)]


@pytest.mark.parametrize(
    "text",
    ["Ночью на вокзале встретились танк и банк.", "На сессии Генеральной Ассамблеи говорили."],
)
def test_part_of_a_word_or_of_a_name_is_no_organization(text):
    organization(name="Ассамблея", short_name="АНК")
    assert found(text) == []


def test_longest_organization_wins():
    organization(name="Ассамблея народа Казахстана")
    one = organization(name="Секретариат Ассамблеи народа Казахстана")
    text = "Секретариатом Ассамблеи народа Казахстана"
    assert found(f"Письмо подготовлено {text}.") == [(text, one.pk, True)]


def test_short_name_and_other_name_are_found():
    one = organization(name="Ассамблея народа Казахстана", short_name="АНК")
    OrganizationName.objects.create(organization=one, language="ru", name="Народная ассамблея")
    assert [pk for _text, pk, _certain in found("Народной ассамблее и АНК 30 лет.")] == [
        one.pk,
        one.pk,
    ]


@pytest.mark.parametrize(
    "text", ["Ерлан Серіков", "Ерлан Серіковке", "Серіков Ерланның", "Е. Серіковтың"]
)
def test_kazakh_name_is_found(text):
    one = person("kk", family="Серіков", given="Ерлан")
    assert found(f"Жиында {text} сөзі тыңдалды.", "kk") == [(text, one.pk, True)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Қазақстан халқы Ассамблеясы", "Қазақстан халқы Ассамблеясының"),
        ("Ұлттық академиялық кітапхана", "Ұлттық академиялық кітапханасында"),
        ("Қазақстан Республикасының Ұлттық кітапханасы", "ҚР Ұлттық кітапханасына"),
        ("ҚХА", "ҚХА-ның"),
    ],
)
def test_kazakh_organization_is_found(name, text):
    one = organization("kk", name=name)
    assert found(f"Жиын {text} қатысуымен өтті.", "kk") == [(text, one.pk, True)]


def test_english_possessive_is_found():
    one = person("en", family="Veber", given="Viktor")
    house = organization("en", name="House of Friendship")
    assert found("Viktor Veber’s report on the House of Friendship.", "en") == [
        ("Viktor Veber’s", one.pk, True),
        ("House of Friendship", house.pk, True),
    ]


@pytest.mark.parametrize("size", [1, 3])
def test_directory_needs_the_same_queries(django_assert_num_queries, size):
    for _ in range(size):
        person(family="Вебер", given="Виктор")
        organization(name="Дом дружбы")
    refresh_names()
    with django_assert_num_queries(6):
        assert len(find_mentions("Виктор Вебер открыл Дом дружбы.", "ru")) == 2


@pytest.mark.parametrize(
    ("name", "part", "gender", "form"),
    [
        ("Салжанов", "family", "male", "салжановым"),
        ("Достоевский", "family", "male", "достоевскому"),
        ("Соколова", "family", "female", "соколовой"),
        ("Цхай", "family", "male", "цхая"),
        ("Павел", "given", "male", "павлом"),
        ("Асель", "given", "female", "асели"),
        ("Касым-Жомарт", "given", "male", "касым-жомарта"),
        ("Маратович", "patronymic", "male", "маратовичем"),
    ],
)
def test_name_is_declined(name, part, gender, form):
    assert form in set().union(*decline(name, part, gender).values())


def test_form_tells_the_nominative():
    assert nominatives("Салжановым", "family", "male") == {"ablt": "салжанов"}
    assert nominatives("Юлдашевой", "family", "female")["gent"] == "юлдашева"


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("Ассамблеясының", "ассамблея"),
        ("бірлестігінің", "бірлестік"),
        ("кітапханасында", "кітапхана"),
        ("Тоқаевқа", "тоқаев"),
    ],
)
def test_kazakh_suffixes_are_taken_off(word, stem):
    assert stem in kazakh_stems(word)
