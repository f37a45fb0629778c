"""What is said of a picture beneath it, and what the gallery is told."""

import pytest
from lxml import html as lxml_html

from news.models import EditionPhoto
from news.publishing import publish
from people.models import Participant, PhotoPerson
from tests import factories
from tests.pages import links, read, text, texts

pytestmark = pytest.mark.django_db
ZHANNA = {"given_name_ru": "Жанна", "family_name_ru": "Ахметова"}
IVAN = {"given_name_ru": "Иван", "family_name_ru": "Ким"}


def tag(photo, x=None, **fields):
    person = factories.ParticipantFactory(is_public=None, **fields)
    place = {} if x is None else {"x": x, "y": 0.1, "width": 0.2, "height": 0.2}
    PhotoPerson.objects.create(photo=photo, participant=person, **place)
    return person


def event_with(photo, languages=("ru",), **fields):
    event = factories.trilingual(**fields)
    factories.EventPhotoFactory(event=event, photo=photo)
    return factories.published(event, languages=languages)


def caption(client, language="ru", slug="session"):
    return read(client.get(f"/{language}/news/{slug}/")).find(".//figcaption")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"caption_ru": "В зале"}, "В зале"),
        ({"credit_line_ru": "Пресс-служба"}, "Пресс-служба"),
        ({"caption_ru": "В зале", "credit_line_ru": "Пресс-служба", "creator": "А. Ким"},
         "В зале Пресс-служба"),
    ],
)  # fmt: skip
def test_empty_parts_of_a_caption_leave_no_holes(client, fields, expected):
    event_with(factories.photo(**fields), slug="session")
    found = caption(client)
    assert (None if found is None else text(found)) == expected


def test_photographer_stands_in_for_a_credit_line(client):
    event_with(factories.photo(creator="<А. Ким>"), slug="session")
    credit = text(caption(client).find(".//*[@class='credit']"))
    assert credit.endswith(": <А. Ким>")


def test_people_are_named_from_left_to_right_where_all_have_a_place(client):
    photo = factories.photo(caption_ru="В зале")
    right, left = tag(photo, x=0.6, **IVAN), tag(photo, x=0.1, **ZHANNA)
    event_with(photo, slug="session")
    found = caption(client)
    assert text(found.find(".//*[@class='people-shown']")).endswith(": Жанна Ахметова, Иван Ким")
    assert links(found, ".//a") == [f"/ru/people/{left.slug}/", f"/ru/people/{right.slug}/"]
    ordered = text(found.find(".//*[@class='people-shown']")).partition(":")[0]
    # One without a place: in the order in which they were entered, and nothing is said of sides.
    tag(photo, given_name_ru="Олег", family_name_ru="Ли")
    event_with(photo, slug="other")
    shown = text(caption(client, slug="other").find(".//*[@class='people-shown']"))
    assert shown.endswith(": Иван Ким, Жанна Ахметова, Олег Ли")
    assert shown.partition(":")[0] != ordered


def test_names_beneath_a_picture_are_those_of_the_directory_now(client):
    photo = factories.photo()
    person = tag(photo, **IVAN)
    event_with(photo, languages=["kk", "ru", "en"], slug="session")
    Participant.objects.filter(pk=person.pk).update(family_name_ru="Цой", is_public=False)
    found = caption(client)
    assert text(found).endswith(": Иван Цой")
    assert links(found, ".//a") == []  # archived since
    assert text(caption(client, "kk")).endswith(f": Ерлан {person.family_name_kk}")


def test_who_was_tagged_since_is_not_shown(client, publisher):
    photo = factories.photo(caption_ru="В зале")
    event = event_with(photo, slug="session")
    tag(photo, given_name_ru="Тайный", family_name_ru="Гость")
    photo.caption_ru = "Тайна"
    photo.save()
    assert text(caption(client)) == "В зале"
    publish(event=event, languages=["ru"], user=publisher, is_silent=True)
    assert text(caption(client)).endswith(": Тайный Гость")
    assert EditionPhoto.objects.filter(people__family_name_ru="Гость").count() == 1


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_three_queries_whoever_is_in_its_pictures(
    client, django_assert_num_queries, number
):
    event = factories.trilingual(slug="session")
    for color in ("teal", "navy", "gold")[:number]:
        photo = factories.photo(color)
        for _ in range(number):
            tag(photo)
        factories.EventPhotoFactory(event=event, photo=photo)
    factories.published(event)
    with django_assert_num_queries(3):
        page = read(client.get("/ru/news/session/"))
    assert len(links(page, ".//figcaption//a")) == number * number


def test_picture_leads_to_its_largest_rendition_and_tells_the_gallery(client):
    data = factories.picture(size=(3000, 2000))
    photo = factories.add_photo(filename="a.jpg", data=data, alt_text_ru="Зал")[0]
    event_with(photo, slug="session", starts_at=factories.EventFactory.starts_at)
    link = read(client.get("/ru/news/session/")).find(".//figure/a")
    assert link.get("href").endswith("-2400.webp")
    widths = [part.split(" ")[1] for part in link.get("data-pswp-srcset").split(", ")]
    assert widths == ["480w", "960w", "1600w", "2400w"]
    assert (link.get("data-pswp-width"), link.get("data-pswp-height")) == ("2400", "1600")
    assert link.get("data-download") == "/ru/news/session/photos/2025-03-01-event-01.jpg"
    assert link.get("aria-label") is None
    assert link.find(".//img").get("alt") == "Зал"


def test_link_around_a_picture_without_alternative_text_has_a_name(client):
    event_with(factories.photo(), slug="session")
    assert read(client.get("/ru/news/session/")).find(".//figure/a").get("aria-label")


def test_gallery_is_loaded_only_where_there_are_pictures(client):
    event_with(factories.photo(), slug="session")
    factories.published(slug="without")
    found = {}
    for slug in ("session", "without"):
        root = lxml_html.fromstring(client.get(f"/ru/news/{slug}/").content)
        found[slug] = (root.xpath("//script/@src"), root.xpath("//link[@rel='stylesheet']/@href"))
        assert root.xpath("//script[not(@src)]") == []
    styles = ["/static/news/site.css", "/static/news/photoswipe/photoswipe.css"]
    assert found == {
        "session": (["/static/news/gallery.js"], styles),
        "without": ([], styles[:1]),
    }


def test_social_picture_is_a_wide_jpeg_with_its_size(client):
    event_with(factories.photo(), slug="session")
    page = read(client.get("/ru/news/session/"))
    said = {
        meta.get("property"): meta.get("content")
        for meta in page.findall(".//meta[@property]")
        if meta.get("property").startswith("og:image")
    }
    assert said.pop("og:image").endswith("-16x9-50-50-960.jpg")
    assert said == {"og:image:width": "960", "og:image:height": "540"}


def test_person_page_shows_the_newest_pictures_of_the_person(client):
    person = factories.ParticipantFactory(slug="kim", is_public=None, **IVAN)
    for number in range(14):
        photo = factories.photo((number * 15, 99, 9), caption_ru=f"Снимок {number}")
        PhotoPerson.objects.create(photo=photo, participant=person)
        event_with(photo, slug=f"event-{number}")
    other = factories.photo("red", caption_ru="Без него")
    event = factories.EventFactory(slug="without")
    factories.EventPhotoFactory(event=event, photo=other)
    factories.ParticipationFactory(event=event, participant=person, role_ru="докладчик")
    factories.published(event)
    page = read(client.get("/ru/people/kim/"))
    captions = texts(page, ".//*[@class='photo-list']//*[@class='caption']")
    assert captions == [f"Снимок {number}" for number in range(13, 1, -1)]
    assert "/ru/photos/?person=kim" in links(page)
    assert links(page, ".//*[@class='of-event']/a")[0] == "/ru/news/event-13/"
    notes = texts(page, ".//*[@class='news-list']//p[@class='note']")
    assert notes[0] == "докладчик"
    # Who is only in a picture did nothing at the event.
    assert len(set(notes[1:])) == 1
    assert len(notes) == 15


def test_pictures_on_a_person_page_are_those_that_the_public_sees(client, publisher):
    person = factories.ParticipantFactory(slug="kim", **IVAN)
    photo = factories.photo(caption_ru="Тайна", caption_en="In the hall")
    PhotoPerson.objects.create(photo=photo, participant=person)
    event = factories.trilingual(slug="session")
    factories.EventPhotoFactory(event=event, photo=photo)
    assert read(client.get("/ru/people/kim/")).find(".//figure") is None
    factories.published(event, languages=["en"])
    assert read(client.get("/ru/people/kim/")).find(".//figure") is None
    assert texts(read(client.get("/en/people/kim/")), ".//*[@class='caption']") == ["In the hall"]


@pytest.mark.parametrize("number", [1, 3])
def test_person_page_costs_a_fixed_number_of_queries(client, django_assert_num_queries, number):
    person = factories.ParticipantFactory(slug="kim")
    for color in ("teal", "navy", "gold")[:number]:
        photo = factories.photo(color)
        PhotoPerson.objects.create(photo=photo, participant=person)
        for _ in range(number):
            tag(photo)
        event_with(photo)
    with django_assert_num_queries(6):
        page = read(client.get("/ru/people/kim/"))
    assert len(page.findall(".//figure")) == number
