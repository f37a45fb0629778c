"""Other spellings of people and organizations, and which is the approved one."""

import pytest
from lxml import html as lxml_html

from news.models import HistoryEntry
from organizations.models import OrganizationName
from people.models import ParticipantName, parts_of_name
from tests import factories
from tests.news.desk import save, signed_in

pytestmark = pytest.mark.django_db

ROW = "other_names-0-"


@pytest.fixture
def person():
    return factories.ParticipantFactory(family_name_ru="Серков", patronymic_name_ru="Маратович")


@pytest.fixture
def organization():
    return factories.OrganizationFactory(name_ru="Дом Дружбы")


def address(entry):
    return f"/admin/{entry._meta.app_label}/{entry._meta.model_name}/{entry.pk}/change/"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ерлан Сериков", ("Ерлан", "", "Сериков")),
        ("Ерлан Маратович Сериков", ("Ерлан", "Маратович", "Сериков")),
        ("Сериков Ерлан Маратұлы", ("Ерлан", "Маратұлы", "Сериков")),
        ("Роберт Ван Дейк", ("Роберт Ван", "", "Дейк")),
        ("Мағжан", ("", "", "Мағжан")),
    ],
)
def test_parts_of_a_name(name, parts):
    assert parts_of_name(name) == parts


def test_the_approved_spelling_of_a_person_changes_places(person, editor):
    ParticipantName.objects.create(participant=person, language="ru", name="Ерлан Сериков")
    response = save(signed_in(editor), address(person), **{f"{ROW}becomes_own": "on"})
    assert response.status_code == 302
    person.refresh_from_db()
    names = (person.given_name_ru, person.patronymic_name_ru, person.family_name_ru)
    assert names == ("Ерлан", "Маратович", "Сериков")
    assert [*person.other_names.values_list("language", "name")] == [("ru", "Ерлан Серков")]
    (entry,) = HistoryEntry.objects.of(person)
    assert entry.changes["family_name_ru"] == ["Серков", "Сериков"]
    assert {*entry.changes} == {"family_name_ru", "other_names"}


def test_the_approved_spelling_of_an_organization_changes_places(organization, editor):
    OrganizationName.objects.create(
        organization=organization, language="ru", name="Дом дружбы", is_accepted=True
    )
    save(signed_in(editor), address(organization), **{f"{ROW}becomes_own": "on"})
    organization.refresh_from_db()
    assert organization.name_ru == "Дом дружбы"
    found = organization.other_names.values_list("language", "name", "is_accepted")
    assert [*found] == [("ru", "Дом Дружбы", False)]


def test_a_new_spelling_can_be_approved_at_once(person, editor):
    row = {"language": "kk", "name": "Ерлан Серікұлы", "is_accepted": "", "becomes_own": "on"}
    rows = {f"{ROW}{name}": value for name, value in row.items()}
    former = person.name_in("kk")
    save(signed_in(editor), address(person), **rows, **{"other_names-TOTAL_FORMS": "1"})
    person.refresh_from_db()
    assert person.name_in("kk") == "Ерлан Серікұлы"
    assert [*person.other_names.values_list("language", "name")] == [("kk", former)]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (["Ерлан Сериков", "Ерлан Сериккызы"], "Make one spelling of a language the approved one."),
        (["Ерлан " + "Сериков" * 20], "A part of the name has more than 100 letters."),
    ],
)
def test_what_cannot_be_the_approved_spelling_is_told(rows, sentence, person, editor):
    for name in rows:
        ParticipantName.objects.create(participant=person, language="ru", name=name)
    ticks = {f"other_names-{place}-becomes_own": "on" for place in range(len(rows))}
    response = save(signed_in(editor), address(person), **ticks)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    person.refresh_from_db()
    assert person.family_name_ru == "Серков"
    assert person.other_names.count() == len(rows)


@pytest.mark.parametrize("fixture", ["person", "organization"])
def test_every_tick_of_other_names_has_a_label(fixture, request, editor):
    page = signed_in(editor).get(address(request.getfixturevalue(fixture))).content.decode()
    ticks = lxml_html.fromstring(page).xpath("//input[contains(@name, '-becomes_own')]")
    assert {tick.get("aria-label") for tick in ticks} == {"Make it the approved spelling"}


def test_a_translator_reads_other_names(person):
    ParticipantName.objects.create(participant=person, language="ru", name="Ерлан Сериков")
    user = factories.UserFactory(groups=["Translators"])
    page = signed_in(user).get(address(person)).content.decode()
    assert "Ерлан Сериков" in page
    assert "becomes_own" not in page
