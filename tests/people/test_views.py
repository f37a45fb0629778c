import datetime as dt

import pytest
from django.utils import timezone

from news.publishing import withdraw
from people.models import Position
from tests.factories import (
    EventFactory,
    OrganizationFactory,
    ParticipantFactory,
    ParticipationFactory,
    UserFactory,
    photo,
    published,
    trilingual,
)
from tests.pages import links, read, text, texts

pytestmark = pytest.mark.django_db


def event_with(person, languages=("ru",), **fields):
    event = trilingual(**fields)
    ParticipationFactory(event=event, participant=person, role_ru="докладчик")
    return published(event, languages=languages)


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_a_fixed_number_of_queries(client, django_assert_num_queries, number):
    for _ in range(number):
        person = ParticipantFactory(portrait=photo())
        for _ in range(number):
            Position.objects.create(
                participant=person, organization=OrganizationFactory(), title_ru="директор"
            )
            event_with(person)
    with django_assert_num_queries(2):
        read(client.get("/ru/people/"))
    with django_assert_num_queries(4):
        page = read(client.get(f"/ru/people/{person.slug}/"))
    assert len(page.findall(".//article")) == number


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("kk", ["Абай", "Әлия", "Ғани", "Қасым", "Ілияс", "Ярослав"]),
        ("ru", ["Абай", "Алия", "Гани", "Ильяс", "Касым", "Ярослав"]),
        ("en", ["Abai", "Aliya", "Gani", "Ilyas", "Kassym", "Yaroslav"]),
    ],
)
def test_list_follows_the_alphabet_of_the_language(client, language, expected):
    names = [
        ("Ілияс", "Ильяс", "Ilyas"), ("Қасым", "Касым", "Kassym"),
        ("Ярослав", "Ярослав", "Yaroslav"), ("Әлия", "Алия", "Aliya"),
        ("Абай", "Абай", "Abai"), ("Ғани", "Гани", "Gani"),
    ]  # fmt: skip
    empty = {f"given_name_{code}": "" for code in ("kk", "ru", "en")}
    for kk, ru, en in names:
        ParticipantFactory(family_name_kk=kk, family_name_ru=ru, family_name_en=en, **empty)
    page = read(client.get(f"/{language}/people/"))
    assert texts(page, ".//main//section//li") == expected
    assert texts(page, ".//main//section/h2") == sorted(
        {name[0] for name in expected}, key=[name[0] for name in expected].index
    )


def test_long_list_is_paged_and_letters_lead_to_their_page(client):
    for number in range(51):
        ParticipantFactory(family_name_en=f"A{number:03}")
    ParticipantFactory(family_name_en="Zhumabayev")
    page = read(client.get("/en/people/"))
    assert len(page.findall(".//main//section//li")) == 50
    assert links(page, ".//nav//ul[@class='letters']//a") == ["#A", "?page=2#Z"]
    assert len(read(client.get("/en/people/?page=2")).findall(".//main//section//li")) == 2
    for nonsense in ("0", "3", "x", "-1", "²", "9" * 30):
        assert client.get("/en/people/", {"page": nonsense}).status_code == 404


def test_archived_people_have_no_page(client):
    person = ParticipantFactory(is_public=False, family_name_ru="Скрытый")
    event_with(person)
    assert "Скрытый" not in client.get("/ru/people/").content.decode()
    read(client.get(f"/ru/people/{person.slug}/"), 404)


def test_people_of_a_release_wait_for_its_publication(client):
    person = ParticipantFactory(is_public=None, family_name_ru="Новый")
    address = f"/ru/people/{person.slug}/"
    event = trilingual()
    ParticipationFactory(event=event, participant=person)
    published(event, languages=["ru"], at=timezone.now() + dt.timedelta(hours=1))  # scheduled
    assert "Новый" not in client.get("/ru/people/").content.decode()
    read(client.get(address), 404)
    published(event, languages=["ru"])
    assert "Новый" in client.get("/ru/people/").content.decode()
    assert text(read(client.get(address)).find(".//h1")) == "Новый Ерлан"
    assert address in links(read(client.get(f"/ru/news/{event.slug}/")))


def test_page_tells_offices_by_their_dates(client):
    person = ParticipantFactory(
        family_name_ru="Тулегенов", given_name_ru="Даурен", patronymic_name_ru="Кайратович"
    )
    house = OrganizationFactory(name_ru="Дом дружбы", slug="house")
    hidden = OrganizationFactory(name_ru="Архив", is_public=False)
    Position.objects.create(
        participant=person,
        organization=house,
        title_ru="директор",
        started_on=dt.date(2018, 4, 10),
        ended_on=dt.date(2021, 5, 3),
    )
    Position.objects.create(
        participant=person, organization=hidden, title_ru="советник", started_on=dt.date(2021, 6, 1)
    )
    page = read(client.get(f"/ru/people/{person.slug}/"))
    current, former = page.findall(".//main//ul[@class='offices']")
    assert text(page.find(".//h1")) == "Тулегенов Даурен Кайратович"
    assert text(current).startswith("советник ")
    assert "Архив" not in text(page)
    assert "1 июня 2021 года" in text(current)
    assert text(former) == "директор, Дом дружбы 10 апреля 2018 года – 3 мая 2021 года"
    assert links(page) == ["/ru/organizations/house/"]


@pytest.mark.parametrize("page", ["", "{slug}/"])
def test_office_names_an_organization_from_its_first_publication_on(client, page):
    person = ParticipantFactory()
    union = OrganizationFactory(name_ru="Новый союз", is_public=None, slug="union")
    Position.objects.create(participant=person, organization=union, title_ru="глава")
    address = f"/ru/people/{page.format(slug=person.slug)}"
    event = trilingual(venue=union)
    published(event, at=timezone.now() + dt.timedelta(hours=1))  # scheduled
    shown = text(read(client.get(address)))
    assert "глава" in shown
    assert "Новый союз" not in shown
    published(event)
    assert "глава, Новый союз" in text(read(client.get(address)))


def test_page_lists_visible_news_with_the_role_held_then(client):
    person = ParticipantFactory()
    shown = event_with(person, slug="shown")
    shown.participations.update(role_ru="позднейшая должность")
    ParticipationFactory(event=EventFactory(slug="draft"), participant=person)
    event_with(person, slug="only-kk", languages=("kk",))
    gone = event_with(person, slug="withdrawn")
    withdraw(event=gone, user=UserFactory(groups=["Publishers"]), reasons={"ru": "Ошибка."})
    event_with(ParticipantFactory(), slug="of-another")
    page = read(client.get(f"/ru/people/{person.slug}/"))
    assert links(page, ".//article//a") == ["/ru/news/shown/"]
    assert texts(page, ".//p[@class='note']") == ["докладчик"]


def test_biography_of_another_language_does_not_show(client):
    person = ParticipantFactory(biography_ru="Родился в 1974 году.", family_name_en="")
    html = client.get(f"/en/people/{person.slug}/")
    assert "Родился" not in html.content.decode()
    assert read(html).find(".//h1").get("lang") == "ru"
