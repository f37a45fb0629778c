"""The library of public photos: what it shows, finds, and keeps to itself."""

import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from news.models import EditionPhoto
from news.publishing import publish, restore, withdraw
from people.models import PhotoPerson
from tests import factories
from tests.pages import links, read, text, texts

pytestmark = pytest.mark.django_db
migration = import_module("news.migrations.0012_photo_search")


def photo(caption, **fields):
    """A photo of its own for each caption."""
    data = factories.picture(comment=caption.encode())
    return factories.add_photo(filename="a.jpg", data=data, caption_ru=caption, **fields)[0]


def event_with(*photos, languages=("ru",), people=(), organizations=(), **fields):
    event = factories.trilingual(**fields)
    for position, each in enumerate(photos):
        factories.EventPhotoFactory(event=event, photo=each, position=position)
    for person in people:
        factories.ParticipationFactory(event=event, participant=person)
    for organization in organizations:
        factories.EventOrganizationFactory(event=event, organization=organization)
    return factories.published(event, languages=languages)


def show(photo, **fields):
    person = factories.ParticipantFactory(is_public=None, **fields)
    PhotoPerson.objects.create(photo=photo, participant=person)
    return person


def day(year, month=6):
    return dt.datetime(year, month, 15, 5, tzinfo=dt.UTC)


def library(client, language="ru", status=200, **query):
    return read(client.get(f"/{language}/photos/", query), status)


def captions(page):
    return texts(page, ".//*[@class='photo-list']//*[@class='caption']")


def found(client, language="ru", **query):
    return captions(library(client, language, **query))


def test_newest_events_come_first_and_their_photos_in_order(client):
    event_with(photo("Раз"), photo("Два"), slug="old", starts_at=day(2020))
    event_with(photo("Три"), photo("Четыре"), slug="new", starts_at=day(2024))
    page = library(client)
    assert captions(page) == ["Три", "Четыре", "Раз", "Два"]
    assert links(page, ".//*[@class='of-event']/a") == ["/ru/news/new/"] * 2 + ["/ru/news/old/"] * 2
    downloads = links(page, ".//a[@class='download']")
    assert downloads[1] == "/ru/news/new/photos/2024-06-15-event-02.jpg"
    assert client.get(downloads[1]).status_code == 200
    assert page.find(".//figure//img").get("width") == "480"
    assert page.find(".//figure//img").get("height") == "360"


def test_the_same_photo_of_two_events_stands_with_each(client):
    shown = photo("Зал")
    event_with(shown, slug="one")
    event_with(shown, slug="two")
    assert found(client) == ["Зал", "Зал"]


def test_only_public_editions_in_the_language_count(client, publisher):
    visible = event_with(photo("Видно"), languages=["ru", "en"])
    publish(event=visible, languages=["ru"], user=publisher, is_silent=True)
    draft = factories.EventFactory()
    factories.EventPhotoFactory(event=draft, photo=photo("Тайна черновика"))
    later = factories.approved(factories.EventFactory())
    factories.EventPhotoFactory(event=later, photo=photo("Тайна завтра"))
    at = timezone.now() + dt.timedelta(hours=1)
    publish(event=later, languages=["ru"], user=publisher, at=at)
    gone = event_with(photo("Тайна отозвана"))
    withdraw(event=gone, user=publisher, reasons={"ru": "Ошибка."})
    event_with(photo("Только казахский"), languages=["kk"])
    assert found(client) == ["Видно"]
    assert found(client, q="тайна") == []
    restore(event=gone, languages=["ru"], user=publisher)
    assert sorted(found(client)) == ["Видно", "Тайна отозвана"]
    assert found(client, q="тайна") == ["Тайна отозвана"]


def test_caption_and_words_are_those_that_were_published(client, publisher):
    shown = photo("В зале", keywords="форум, степь")
    event = event_with(shown)
    shown.caption_ru, shown.keywords = "Тайна", "секрет"
    shown.save()
    assert found(client) == ["В зале"]
    assert [found(client, q=word) for word in ("тайна", "секрет")] == [[], []]
    assert found(client, q="степи") == ["В зале"]
    publish(event=event, languages=["ru"], user=publisher, is_silent=True)
    assert found(client, q="секреты") == ["Тайна"]
    assert found(client, q="степи") == []


@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("ru", "выступления"), ("ru", "Ахметовой"), ("ru", "дружбе"), ("ru", "сплавщик"),
        ("ru", "молодежный"), ("ru", "выступление ахметова дружба"),
        ("kk", "сөздер"), ("kk", "Ахметоваға"), ("kk", "кездесуі"),
        ("en", "speeches"), ("en", "Akhmetova"), ("en", "meetings"),
    ],
)  # fmt: skip
def test_words_are_found_in_every_form(client, language, query):
    shown = factories.photo(
        caption_ru="Выступление",
        caption_kk="Сөз сөйлеу",
        caption_en="A speech",
        headline="Форум сплавщиков",
        keywords="молодежь, молодежная политика",
    )
    show(shown, family_name_ru="Ахметова", family_name_kk="Ахметова", family_name_en="Akhmetova")
    event_with(shown, languages=["kk", "ru", "en"], title_ru="Вечер дружбы")
    event_with(factories.photo("red", caption_ru="Иное", caption_kk="Басқа", caption_en="Other"),
               languages=["kk", "ru", "en"], title_ru="Сессия", )  # fmt: skip
    page = library(client, language, q=query)
    assert shown.caption_ru in captions(page) or language != "ru"
    assert len(captions(page)) == (2 if query in ("кездесуі", "meetings") else 1)


@pytest.mark.parametrize("query", ["", "«»", "'", '" OR "', "зал*", "\\", "<script>", "a" * 5000])
def test_library_takes_any_query(client, query):
    event_with(photo("Зал"))
    assert found(client, q=query) == (["Зал"] if query in ("", "зал*") else [])


def test_photos_of_a_person_are_those_that_show_the_person(client):
    shown = photo("С ней")
    person = show(shown, slug="akhmetova", family_name_ru="Ахметова")
    event_with(shown, photo("Без нее"), people=[person])
    event_with(photo("На другом событии"), people=[person])
    page = library(client, person="akhmetova")
    assert captions(page) == ["С ней"]
    assert page.find(".//p[@class='note']") is None
    assert text(page.find(".//select[@id='person']/option[@selected]")).endswith("Ахметова")


def test_photos_of_events_stand_in_where_none_shows_the_person(client):
    person = factories.ParticipantFactory(slug="kim", family_name_ru="Ким")
    event_with(photo("Раз"), photo("Два"), people=[person])
    event_with(photo("Чужое"))
    page = library(client, person="kim")
    assert captions(page) == ["Раз", "Два"]
    assert "Ким" in text(page.find(".//p[@class='note']"))
    assert text(page.find(".//select[@id='person']/option[@selected]")).endswith("Ким")


def test_filters_combine(client):
    society = factories.OrganizationFactory(slug="society")
    shown = {year: photo(f"Год {year}") for year in (2023, 2024)}
    person = show(shown[2023], slug="kim")
    PhotoPerson.objects.create(photo=shown[2024], participant=person)
    for year, each in shown.items():
        event_with(each, organizations=[society], starts_at=day(year))
    event_with(photo("Без общества"), starts_at=day(2024))
    # In Almaty the new year has begun.
    event_with(photo("Новый год"), starts_at=dt.datetime(2024, 12, 31, 20, tzinfo=dt.UTC))
    assert found(client, organization="society") == ["Год 2024", "Год 2023"]
    assert found(client, year="2024") == ["Без общества", "Год 2024"]
    assert found(client, year="2025") == ["Новый год"]
    query = {"year": "2023", "organization": "society", "person": "kim", "q": "годы"}
    page = library(client, **query)
    assert captions(page) == ["Год 2023"]
    canonical = page.find(".//link[@rel='canonical']").get("href")
    assert canonical.endswith(
        "/ru/photos/?q=%D0%B3%D0%BE%D0%B4%D1%8B&person=kim&organization=society&year=2023"
    )
    empty = library(client, **query | {"year": "2022"})
    assert captions(empty) == []
    assert empty.find(".//p[@class='empty']") is not None


def test_empty_parameters_are_not_part_of_the_address(client):
    page = library(client, q="", person="", organization="", year="", nonsense="1")
    assert page.find(".//link[@rel='canonical']").get("href").endswith("/ru/photos/")
    assert page.find(".//p[@class='empty']") is not None


@pytest.mark.parametrize(
    "query",
    ["person=nobody", "organization=nothing", "year=x", "year=9999", "before=1", "before=1-1",
     "before=1-1-x", "after=1-1-999999", "before=999999999999999999-1-1"],
)  # fmt: skip
def test_nonsense_is_not_found(client, query):
    event_with(photo("Зал"))
    read(client.get(f"/ru/photos/?{query}"), 404)


def test_pages_follow_one_another_within_an_event_too(client):
    names = [f"Снимок {number:02}" for number in range(30)]
    event_with(*(photo(name) for name in names[:20]), starts_at=day(2024))
    # Two events at the same moment.
    event_with(*(photo(name) for name in names[25:]), starts_at=day(2020))
    event_with(*(photo(name) for name in names[20:25]), starts_at=day(2020))

    def step(page, rel):
        link = page.find(f".//a[@rel='{rel}']")
        return read(client.get(f"/ru/photos/{link.get('href')}"))

    first = library(client)
    assert captions(first) == names[:24]
    assert first.find(".//a[@rel='prev']") is None
    second = step(first, "next")
    assert captions(second) == names[24:]
    assert second.find(".//a[@rel='next']") is None
    back = step(second, "prev")
    assert captions(back) == names[:24]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("query", "queries"),
    [({}, 6), ({"person": "kim"}, 8), ({"organization": "society"}, 7), ({"q": "зал"}, 7)],
)
def test_library_costs_a_fixed_number_of_queries(
    client, django_assert_num_queries, number, query, queries
):
    person = factories.ParticipantFactory(slug="kim")
    society = factories.OrganizationFactory(slug="society")
    for place in range(number):
        shown = photo(f"Зал {place}")
        PhotoPerson.objects.create(photo=shown, participant=person)
        show(shown)
        event_with(shown, people=[person], organizations=[society])
    with django_assert_num_queries(queries):
        page = library(client, **query)
    assert len(captions(page)) == number


def test_every_page_leads_to_the_library(client):
    page = read(client.get("/kk/"))
    assert links(page, ".//nav[@class='sections']//a")[1] == "/kk/photos/"
    assert "/kk/photos/" in links(page, ".//footer//a")
    page = read(client.get("/kk/photos/"))
    current = page.find(".//nav[@class='sections']//a[@aria-current]")
    assert current.get("href") == "/kk/photos/"


def test_migration_finds_the_photos_of_former_editions(client):
    shown = photo("Зал", headline="Форум")
    show(shown, family_name_ru="Ахметова")
    event_with(shown)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM news_photo_search")
    assert found(client, q="форум") == []
    migration.fill(apps, None)
    assert found(client, q="форум ахметовой") == ["Зал"]
    migration.fill(apps, None)  # once more changes nothing
    assert found(client, q="форум ахметовой") == ["Зал"]
    assert EditionPhoto.objects.count() == 1
