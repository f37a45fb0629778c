import datetime as dt

import pytest
from django.db import IntegrityError

from people.models import Position
from tests.factories import (
    EventOrganizationFactory,
    OrganizationFactory,
    ParticipantFactory,
    ParticipationFactory,
    published,
    trilingual,
)
from tests.pages import links, read, text, texts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 3])
def test_pages_cost_a_fixed_number_of_queries(client, django_assert_num_queries, number):
    organization = OrganizationFactory()
    for _ in range(number):
        OrganizationFactory(parent=organization)
        Position.objects.create(
            participant=ParticipantFactory(), organization=organization, title_ru="директор"
        )
        event = trilingual()
        EventOrganizationFactory(event=event, organization=organization)
        published(event)
    with django_assert_num_queries(1):
        read(client.get("/ru/organizations/"))
    with django_assert_num_queries(4):
        page = read(client.get(f"/ru/organizations/{organization.slug}/"))
    assert len(page.findall(".//article")) == number


def test_list_sorts_by_letters_not_by_quotation_marks(client):
    for name in ("Секретариат", "«Арирам»", "Дом дружбы"):
        OrganizationFactory(name_ru=name)
    OrganizationFactory(name_ru="Архив", is_public=False)
    page = read(client.get("/ru/organizations/"))
    assert texts(page, ".//main//section/h2") == ["А", "Д", "С"]
    assert texts(page, ".//main//section//a") == ["«Арирам»", "Дом дружбы", "Секретариат"]


def test_page_tells_what_the_organization_is(client):
    parent = OrganizationFactory(name_ru="Ассамблея", slug="assembly")
    organization = OrganizationFactory(
        name_ru="Дом дружбы",
        short_name_ru="ДД",
        parent=parent,
        website="https://example.org/?a=1&b=2",
        description_ru="Открыт в 1995 году.\n\nЖдет гостей.",
    )
    holder, former = ParticipantFactory(slug="holder"), ParticipantFactory(slug="former")
    Position.objects.create(participant=holder, organization=organization, title_ru="директор")
    Position.objects.create(
        participant=former,
        organization=organization,
        title_ru="директор",
        ended_on=dt.date(2020, 1, 1),
    )
    page = read(client.get(f"/ru/organizations/{organization.slug}/"))
    assert text(page.find(".//h1")) == "Дом дружбы (ДД)"
    assert texts(page, ".//div[@class='text']/p") == ["Открыт в 1995 году.", "Ждет гостей."]
    assert links(page) == [
        "/ru/organizations/assembly/",
        "/ru/people/holder/",
        "https://example.org/?a=1&b=2",
    ]


def test_page_does_not_name_who_is_not_public(client):
    parent = OrganizationFactory(name_ru="Закрытый союз", is_public=False)
    organization = OrganizationFactory(parent=parent)
    archived = ParticipantFactory(family_name_ru="Архивный", is_public=False)
    waiting = ParticipantFactory(family_name_ru="Будущий", is_public=None, slug="waiting")
    for person in (archived, waiting):
        Position.objects.create(participant=person, organization=organization, title_ru="глава")
    event = trilingual()
    for person in (archived, waiting):
        ParticipationFactory(event=event, participant=person)
    address = f"/ru/organizations/{organization.slug}/"
    shown = client.get(address).content.decode()
    assert [
        name for name in ("Закрытый союз", "Архивный", "Будущий", "глава") if name in shown
    ] == []
    published(event)
    page = read(client.get(address))
    assert texts(page, ".//dl//dd") == ["Ерлан Будущий глава"]
    assert links(page, ".//dl//a") == ["/ru/people/waiting/"]


def test_page_lists_news_with_the_part_that_was_played(client):
    organization = OrganizationFactory()
    event = trilingual(slug="guest-there")
    EventOrganizationFactory(event=event, organization=organization, part="guest")
    published(event)
    published(trilingual(slug="hosted", venue=organization))
    published(trilingual(slug="elsewhere"))
    page = read(client.get(f"/en/organizations/{organization.slug}/"))
    assert links(page, ".//article//a") == []
    page = read(client.get(f"/ru/organizations/{organization.slug}/"))
    assert links(page, ".//article//a") == ["/ru/news/hosted/", "/ru/news/guest-there/"]


def test_archived_organization_has_no_page(client):
    organization = OrganizationFactory(is_public=False)
    read(client.get(f"/ru/organizations/{organization.slug}/"), 404)


def test_organization_of_a_release_waits_for_its_publication(client):
    organization = OrganizationFactory(is_public=None, name_ru="Новый институт")
    event = trilingual()
    EventOrganizationFactory(event=event, organization=organization)
    assert "Новый институт" not in client.get("/ru/organizations/").content.decode()
    read(client.get(f"/ru/organizations/{organization.slug}/"), 404)
    published(event)
    assert "Новый институт" in client.get("/ru/organizations/").content.decode()
    read(client.get(f"/ru/organizations/{organization.slug}/"))


@pytest.mark.parametrize("website", ["javascript:alert(1)", "ftp://a.kz", "a.kz"])
def test_a_website_is_one_of_the_web(website):
    with pytest.raises(IntegrityError):
        OrganizationFactory(website=website)
