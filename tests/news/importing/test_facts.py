import datetime as dt

import pytest
from django.utils import timezone
from django.utils.translation import override

from news.importing.facts import find_facts
from news.importing.marking import marked_blocks
from news.importing.release import Release, figure
from news.importing.writing import propose
from news.recognition.indexing import refresh_names
from news.recognition.proposals import Mark
from tests.factories import OrganizationFactory, ParticipantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    with override("en"):
        yield


RELEASE = Release(
    title="Семинар для волонтеров",
    paragraphs=[
        "<p>14 марта 2024 года в 10:00 в Центральной городской библиотеке РК прошел круглый стол "
        "Союза волонтеров Казахстана. Его посвятили итогам года.</p>",
        "<p>На встрече выступили заместитель председателя – заведующий отделом СВК "
        "Р.Абильдин, депутат Сената Парламента РК О. Гриценко, директор центра «Open Steppe», "
        "почетный профессор Торонтского университета Джеральд Макферсонсон и гости.</p>",
        "<p>Джеральд Макферсонсен поблагодарил организаторов. Р. Абильдин ответил на вопросы. "
        "Дорогу «Степь – 2030» построили по инициативе министра Тимура Есенова.</p>",
    ],
)


def facts(*paragraphs, language="ru", title="Заголовок"):
    return find_facts(Release(title, [f"<p>{text}</p>" for text in paragraphs]), language)


def people(found):
    return [(person.name, person.role) for person in found.people]


def test_release_says_when_where_and_what():
    found = find_facts(RELEASE, "ru")
    assert timezone.localtime(found.starts_at).isoformat()[:16] == "2024-03-14T10:00"
    assert (found.has_hour, found.ends_at, found.kind) == (True, None, "round_table")
    assert found.venue.name == "Центральная городская библиотека РК"
    assert found.lead == (
        "14 марта 2024 года в 10:00 в Центральной городской библиотеке РК прошел круглый стол "
        "Союза волонтеров Казахстана. Его посвятили итогам года."
    )


def test_people_that_the_directory_lacks_are_found_with_their_offices():
    found = find_facts(RELEASE, "ru")
    assert people(found) == [
        ("Р. Абильдин", "заместитель председателя – заведующий отделом СВК"),
        ("О. Гриценко", "депутат Сената Парламента РК"),
        (
            "Джеральд Макферсонсон",
            "директор центра «Open Steppe», почетный профессор Торонтского университета",
        ),
        ("Тимур Есенов", "министр"),
    ]
    assert [person.certain for person in found.people] == [True, True, True, True]


def test_two_spellings_of_a_foreign_name_are_one_person_and_a_warning():
    warnings = [str(warning) for warning in find_facts(RELEASE, "ru").warnings]
    assert [warning for warning in warnings if "spelled" in warning] == [
        "“Джеральд Макферсонсон” is also spelled “Джеральд Макферсонсен”. "
        "Check the name; the first is proposed."
    ]


def test_odd_spelling_of_somebody_in_the_directory_is_that_person():
    one = ParticipantFactory(family_name_ru="Макферсонсон", given_name_ru="Джеральд")
    found = facts("Профессор Джеральд Макферсонсен поблагодарил гостей.")
    assert [(person.participant_id, person.certain) for person in found.people] == [(one.pk, False)]
    assert any("spelled" in str(warning) for warning in found.warnings)


def test_organizations_that_the_directory_lacks_are_found_in_the_nominative():
    found = find_facts(RELEASE, "ru")
    assert [organization.name for organization in found.organizations] == [
        "Центральная городская библиотека РК",
        "Союз волонтеров Казахстана",
        "Сенат Парламента РК",
        "Центр «Open Steppe»",
        "Торонтский университет",
    ]
    assert [organization.is_in_office for organization in found.organizations] == [
        False, False, True, True, True,
    ]  # fmt: skip


def test_person_is_tied_to_the_organization_of_the_office():
    found = find_facts(RELEASE, "ru")
    names = {organization.key: organization.name for organization in found.organizations}
    assert [names.get(person.organization) for person in found.people] == [
        "Союз волонтеров Казахстана",  # СВК
        "Сенат Парламента РК",
        "Центр «Open Steppe»",
        None,
    ]


def test_entries_of_the_directory_are_matched():
    person = ParticipantFactory(
        family_name_ru="Гриценко", given_name_ru="Олег", patronymic_name_ru="Иванович"
    )
    library = OrganizationFactory(name_ru="Центральная городская библиотека Республики Казахстан")
    found = find_facts(RELEASE, "ru")
    assert [one.participant_id for one in found.people] == [None, person.pk, None, None]
    assert found.people[1].role == "депутат Сената Парламента РК"
    assert found.venue.organization_id == library.pk


@pytest.mark.parametrize(
    "text",
    [
        "Об этом говорит Стратегия «Казахстан – 2050».",
        "С космодрома Байконур стартовала ракета.",
        "Гости из Южной Кореи и Узбекистана приехали в Алматы.",
        "Университет имени Абая Кунанбаева открыл выставку.",
        "Роман «Анна Каренина» перевели на казахский.",
        "День Благодарности отметили в Астане.",
    ],
)
def test_what_is_no_person_is_no_person(text):
    assert people(facts(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Слово взял Ерлан Маратов.", [("Ерлан Маратов", "")]),
        (
            "Премию вручили директору музея Айгуль Сапаровой.",
            [("Айгуль Сапарова", "директор музея")],
        ),
        ("Сапарова Айгуль Маратовна открыла зал.", [("Айгуль Сапарова", "")]),
        (
            "Н. Оспанов, председатель совета, ответил на вопросы.",
            [("Н. Оспанов", "председатель совета")],
        ),
        (
            "Оспанов Н.К. – главный редактор журнала.",
            [("Н. К. Оспанов", "главный редактор журнала")],
        ),
        ("Глава делегации Пак Чжон Хо поблагодарил.", []),
    ],
)
def test_office_stands_before_or_after_the_name(text, expected):
    if expected:
        assert people(facts(text)) == expected
    else:
        assert all(role == "глава делегации" for _name, role in people(facts(text)))


def test_genitive_or_nominative_is_uncertain():
    (person,) = facts("Н.К. Оспанова, институтом представлен проект.").people
    assert (person.family_name, person.gender, person.certain) == ("Оспанова", "", False)


def test_family_name_alone_belongs_to_the_person_named_before():
    found = facts("Ерлан Маратов открыл форум. Затем Маратова поздравили гости.")
    marks = [mark for mark in found.marks if mark.kind == "person"]
    assert (len(found.people), len(marks)) == (1, 2)


def test_kazakh_release():
    found = find_facts(
        Release(
            "Форум",
            [
                "<p>2024 жылғы 14 наурызда Астанада жастар форумы өтті. Форумға Мәжіліс депутаты "
                "Ерлан Серіков пен Жастар одағының төрағасы Айгүл Оспанова қатысты.</p>",
            ],
        ),
        "kk",
    )
    assert timezone.localdate(found.starts_at) == dt.date(2024, 3, 14)
    assert (found.place, found.kind) == ("Астана", "forum")
    assert people(found) == [
        ("Ерлан Серіков", "Мәжіліс депутаты"),
        ("Айгүл Оспанова", "Жастар одағының төрағасы"),
    ]
    assert "Жастар одағы" in [organization.name for organization in found.organizations]


def test_english_release():
    found = find_facts(
        Release(
            "Briefing",
            [
                "<p>On 14 March 2024 a briefing was held at the National Museum of Kazakhstan in "
                "Astana. Deputy director of the Steppe Institute Gerald Macpherson and Aigul "
                "Ospanova, chair of the Youth Union, took part.</p>",
            ],
        ),
        "en",
    )
    assert (found.venue.name, found.place, found.kind) == (
        "National Museum of Kazakhstan",
        "Astana",
        "briefing",
    )
    assert people(found) == [
        ("Gerald Macpherson", "Deputy director of the Steppe Institute"),
        ("Aigul Ospanova", "chair of the Youth Union"),
    ]


def test_day_without_a_year_takes_the_nearest_one_and_a_warning():
    today = timezone.localdate()
    months = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа"]
    months += ["сентября", "октября", "ноября", "декабря"]
    found = facts(f"{today.day} {months[today.month - 1]} открылась выставка.")
    assert timezone.localdate(found.starts_at) == today
    assert "no year" in str(found.warnings[0])


def test_text_without_a_date_is_warned_of():
    found = facts("Открылась выставка.")
    assert found.starts_at is None
    assert "no full date" in str(found.warnings[0])


@pytest.mark.parametrize("size", [1, 3])
def test_facts_need_the_same_queries(django_assert_num_queries, size):
    for _ in range(size):
        ParticipantFactory(family_name_ru="Гриценко", given_name_ru="Олег")
        OrganizationFactory(name_ru="Сенат Парламента Республики Казахстан")
        ParticipantFactory(family_name_ru="Макферсонсонс", given_name_ru="Джеральд")
    refresh_names()
    with django_assert_num_queries(10):
        find_facts(RELEASE, "ru")


def test_marks_stand_where_the_words_stand():
    release = Release(
        "Заголовок",
        [
            figure("p1"),
            "<p>Речь &amp; ответ: <strong>депутат Ерлан&nbsp;</strong>Маратов, "
            '<a href="https://example.org">АО «Қазына»</a>.</p>',
        ],
    )
    found = find_facts(release, "ru")
    labels = {"person": "person", "organization": "organization", "date": "d", "place": "p"}
    picture, text = marked_blocks(release, found.marks, labels)
    assert picture == {"picture": "p1"}
    assert text["html"] == (
        "<p>Речь &amp; ответ: <strong>депутат "
        '<mark class="found found-person" id="mark-person-0"><a href="#person-0">Ерлан&nbsp;</a>'
        '<span class="kind">person</span></mark></strong>'
        '<mark class="found found-person"><a href="#person-0">Маратов</a></mark>, '
        '<a href="https://example.org"><mark class="found found-organization" '
        'id="mark-organization-0">АО «Қазына»<span class="kind">organization</span></mark></a>.'
        "</p>"
    )


def test_marks_within_a_mark_are_left_out():
    release = Release("Заголовок", ["<p>Дом дружбы города Алматы открыт.</p>"])
    marks = [
        Mark(18, 24, "place", "place"),
        Mark(0, 24, "organization", "organization-0"),
        Mark(20, 31, "date", "date"),
    ]
    [text] = marked_blocks(release, marks, dict.fromkeys(("organization", "place", "date"), "x"))
    assert text["html"] == (
        '<p><mark class="found found-organization" id="mark-organization-0">'
        '<a href="#organization-0">Дом дружбы города Алматы</a><span class="kind">x</span></mark>'
        " открыт.</p>"
    )


NEAR = {
    "family one letter off": ("Выступила депутат Алина Цхак.", True),
    "given one letter off": ("Выступила депутат Алена Цхай.", True),
    "another given name": ("Выступила депутат Марина Цхай.", False),
    "two letters off": ("Выступила депутат Арина Цхаи.", False),
    "another initial": ("Выступил депутат П. Цхай.", True),
    "another initial and family": ("Выступил депутат П. Цхаи.", False),
    "other gender": ("Выступил депутат Алин Цхай.", False),
}


@pytest.mark.parametrize("case", NEAR)
def test_a_new_person_with_a_near_name_in_the_directory_is_told(case):
    text, is_near = NEAR[case]
    known = ParticipantFactory(family_name_ru="Цхай", given_name_ru="Алина", gender="female")
    refresh_names()
    found = facts(text)
    (person,) = found.people
    assert person.participant_id is None
    assert found.near == ({person.key: (known.pk,)} if is_near else {})
    assert len(found.warnings) == 1 + is_near  # the other: no date
    release = Release("Заголовок", [f"<p>{text}</p>"])
    assert len(propose(release, found).people) == (not is_near)
