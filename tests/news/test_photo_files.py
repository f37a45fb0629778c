"""Photos in their original size, one by one and all in a ZIP file, as journalists get them."""

import csv
import datetime as dt
import io
import zipfile

import pytest
from django.utils import timezone
from PIL import Image

from media.models import Photo
from news.models import Event
from news.photos import file_name, zip_of
from news.publishing import publish, withdraw
from people.models import Participant, PhotoPerson
from tests import factories
from tests.pages import links, read, text

pytestmark = pytest.mark.django_db
STARTS_AT = dt.datetime(2018, 9, 2, 20, 30, tzinfo=dt.UTC)  # the third in Almaty
FIRST = "/ru/news/briefing/photos/2018-09-03-briefing-01.jpg"
ALL = "/ru/news/briefing/photos.zip"


def original(color, **options):
    """A JPEG that tells where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = options.pop("orientation", 1)
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (51.0, 7.0, 30.0)
    return factories.picture(color, exif=exif, **options)


def add(event, color, data=None, **fields):
    photo = factories.add_photo(filename=f"{color}.jpg", data=data or original(color), **fields)[0]
    factories.EventPhotoFactory(event=event, photo=photo, position=event.event_photos.count())
    return photo


@pytest.fixture
def event():
    event = factories.trilingual(
        slug="briefing",
        kind=Event.Kind.BRIEFING,
        starts_at=STARTS_AT,
        place_ru="Астана",
        venue=factories.OrganizationFactory(name_ru="Дворец мира"),
    )
    add(
        event,
        "teal",
        caption_ru="В зале",
        caption_kk="Залда",
        credit_line_kk="Сурет: А. Ким",
        credit_line_ru="Фото: А. Ким",
        creator="A. Kim",
        copyright_notice="© 2018",
    )
    add(event, "navy", data=factories.picture("navy", format="PNG"), creator="=Kim")
    return factories.published(event, languages=["kk", "ru"])


def archive(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def pixels(data):
    with Image.open(io.BytesIO(data)) as image:
        return image.size, image.convert("RGB").tobytes()


def test_photo_comes_in_its_original_size_without_its_place(client, event):
    response = client.get(FIRST)
    assert response.status_code == 200
    assert {name: response.headers[name] for name in ("Content-Type", "Content-Disposition")} == {
        "Content-Type": "image/jpeg",
        "Content-Disposition": 'attachment; filename="2018-09-03-briefing-01.jpg"',
    }
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "public, max-age=600"
    assert pixels(response.content) == pixels(original("teal"))
    with Image.open(io.BytesIO(response.content)) as image:
        exif = image.getexif()
        assert (exif.get_ifd(0x8825), exif[0x013B]) == ({}, "A. Kim")
    assert "Фото: А. Ким".encode() in response.content


def test_a_credit_in_another_language_stays_in_the_files(client):
    event = factories.EventFactory(slug="briefing", kind="briefing", starts_at=STARTS_AT)
    photo = add(event, "teal", credit_line_en="Reuters")
    factories.published(event)
    assert photo.marks.credit_line == "Reuters"
    assert b"Reuters" in client.get(FIRST).content
    assert b"Reuters" in archive(client.get(ALL)).read("2018-09-03-briefing-01.jpg")


def test_photo_stays_upright(client):
    event = factories.EventFactory(slug="briefing", kind="briefing", starts_at=STARTS_AT)
    add(event, "teal", data=original("teal", orientation=6))
    factories.published(event)
    with Image.open(io.BytesIO(client.get(FIRST).content)) as image:
        assert image.getexif()[0x0112] == 6


def test_photo_of_another_format_comes_as_jpeg(client, event):
    response = client.get("/ru/news/briefing/photos/2018-09-03-briefing-02.jpg")
    with Image.open(io.BytesIO(response.content)) as image:
        assert (image.format, image.size) == ("JPEG", (1200, 800))


def test_unchanged_photo_is_not_sent_again_and_head_has_no_body(client, event):
    etag = client.get(FIRST).headers["ETag"]
    assert client.get(FIRST, headers={"If-None-Match": etag}).status_code == 304
    # Where its credits are others, it is another file.
    assert client.get(FIRST.replace("/ru/", "/kk/")).headers["ETag"] != etag
    head = client.head(FIRST)
    assert (head.status_code, head.content) == (200, b"")
    head = client.head(ALL)
    assert (head.status_code, b"".join(head.streaming_content)) == (200, b"")


@pytest.mark.parametrize(
    ("kind", "number", "name"),
    [
        ("round_table", 1, "2018-09-03-round-table-01.jpg"),
        ("other", 12, "2018-09-03-event-12.jpg"),
        ("session", 123, "2018-09-03-session-123.jpg"),
    ],
)
def test_names_of_files_make_sense(kind, number, name):
    assert file_name(STARTS_AT, kind, number) == name


@pytest.mark.parametrize(
    "name",
    ["2018-09-03-briefing-03.jpg", "2018-09-03-briefing-00.jpg", "2018-09-03-briefing-1.jpg",
     "2018-09-02-briefing-01.jpg", "2018-09-03-briefing-01.png", "..%2f..%2fsecret.jpg"],
)  # fmt: skip
def test_other_names_are_unknown(client, event, name):
    read(client.get(f"/ru/news/briefing/photos/{name}"), 404)


@pytest.mark.parametrize("address", [FIRST, ALL])
def test_photos_are_as_public_as_their_page(client, event, publisher, address):
    english = address.replace("/ru/", "/en/")
    read(client.get(english), 404)
    withdraw(event=event, user=publisher, reasons={"ru": "Ошибка."})
    page = read(client.get(address), 410)
    assert text(page.find(".//div[@class='reason']")) == "Ошибка."
    assert client.get(address.replace("/ru/", "/kk/")).status_code == 200
    assert client.get(address.replace("briefing/", "nothing/")).status_code == 404


@pytest.mark.parametrize("at", [None, timezone.now() + dt.timedelta(days=1)])
def test_photos_of_drafts_and_schedules_are_unknown(client, at):
    event = factories.EventFactory(slug="briefing", kind="briefing", starts_at=STARTS_AT)
    add(event, "teal")
    if at:
        factories.published(event, at=at)
    for address in (FIRST, ALL):
        read(client.get(address), 404)


def test_photo_that_was_added_since_is_unknown(client, event):
    add(event, "red")
    read(client.get("/ru/news/briefing/photos/2018-09-03-briefing-03.jpg"), 404)
    assert len(archive(client.get(ALL)).namelist()) == 4


def test_all_photos_come_with_their_captions(client, event):
    first = Photo.objects.get(caption_ru="В зале")
    for x, name in ((0.6, "Иванов"), (0.1, "Ахметов")):
        person = factories.ParticipantFactory(given_name_ru="Иван", family_name_ru=name)
        PhotoPerson.objects.create(
            photo=first, participant=person, x=x, y=0.1, width=0.2, height=0.2
        )
    user = factories.UserFactory(groups=["Publishers"])
    publish(event=event, languages=["ru"], user=user, is_silent=True)
    response = client.get(ALL)
    assert response.headers["Content-Type"] == "application/zip"
    name = 'attachment; filename="2018-09-03-briefing-ru.zip"'
    assert response.headers["Content-Disposition"] == name
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    found = archive(response)
    assert found.testzip() is None
    files = ["2018-09-03-briefing-01.jpg", "2018-09-03-briefing-02.jpg"]
    assert found.namelist() == [*files, "captions.txt", "captions.csv"]
    assert found.read(files[0]) == client.get(FIRST).content
    assert found.infolist()[0].date_time == (2018, 9, 3, 2, 30, 0)
    captions = found.read("captions.txt").decode("utf-8-sig")
    assert "\n" not in captions.replace("\r\n", "")
    blocks = [block.split("\r\n") for block in captions.strip().split("\r\n\r\n")]
    assert blocks[0] == [
        event.title_ru,
        "3 сентября 2018 года, 02:30",
        "Астана, Дворец мира",
        "http://testserver/ru/news/briefing/",
    ]
    assert blocks[1][:2] == [files[0], "В зале"]
    assert blocks[1][2].endswith(": Иван Ахметов, Иван Иванов")
    assert blocks[1][3:] == ["Фото: А. Ким", "© 2018"]
    assert (blocks[2][0], len(blocks[2])) == (files[1], 2)
    table = io.StringIO(found.read("captions.csv").decode("utf-8-sig"))
    head, *rows = csv.reader(table, delimiter=";")
    assert [len(row) for row in (head, *rows)] == [9, 9, 9]
    assert rows[0][:2] == [files[0], "В зале"]
    assert rows[0][3:] == ["Фото: А. Ким", "© 2018", *blocks[0]]


def test_captions_are_in_the_language_of_the_page(client, event):
    captions = archive(client.get(ALL.replace("/ru/", "/kk/"))).read("captions.txt").decode()
    assert "Залда" in captions
    assert "2018 жылғы 3 қыркүйек" in captions
    assert "В зале" not in captions


def test_table_holds_no_formulas(client):
    event = factories.EventFactory(slug="briefing", kind="briefing", starts_at=STARTS_AT)
    add(event, "teal", caption_ru="=1+1", credit_line_ru="@SUM(A1)", copyright_notice="-2")
    factories.published(event)
    table = archive(client.get(ALL)).read("captions.csv").decode("utf-8-sig")
    (row,) = list(csv.reader(io.StringIO(table), delimiter=";"))[1:]
    assert [row[1], row[3], row[4]] == ["'=1+1", "'@SUM(A1)", "'-2"]


@pytest.mark.parametrize("damage", ["gone", "broken"])
def test_photo_whose_original_is_lost_is_left_out_and_named(client, damage):
    event = factories.EventFactory(slug="briefing", kind="briefing", starts_at=STARTS_AT)
    # Pictures of no other test: they have their originals in common.
    file = add(event, "#102938").file
    add(event, "#293810")
    factories.published(event)
    file.storage.delete(file.name)
    if damage == "broken":
        file.storage.save(file.name, io.BytesIO(b"\xff\xd8 no picture"))
    read(client.get(FIRST), 404)
    found = archive(client.get(ALL))
    assert found.testzip() is None
    second = "2018-09-03-briefing-02.jpg"
    assert found.namelist() == [second, "captions.txt", "captions.csv"]
    captions = found.read("captions.txt").decode("utf-8-sig").strip().split("\r\n\r\n")
    assert captions[-1].split("\r\n")[1:] == ["2018-09-03-briefing-01.jpg"]
    assert [block.split("\r\n")[0] for block in captions[1:-1]] == [second]


def test_event_without_photos_has_no_archive(client):
    factories.published(slug="briefing")
    read(client.get(ALL), 404)
    assert ALL not in links(read(client.get("/ru/news/briefing/")))


@pytest.mark.parametrize("number", [1, 3])
def test_downloads_cost_a_fixed_number_of_queries(client, django_assert_num_queries, number):
    event = factories.EventFactory(slug="briefing", kind="briefing", starts_at=STARTS_AT)
    for color in ("teal", "navy", "red")[:number]:
        photo = add(event, color)
        PhotoPerson.objects.create(photo=photo, participant=factories.ParticipantFactory())
    factories.published(event)
    with django_assert_num_queries(2):
        client.get(FIRST)
    with django_assert_num_queries(3):
        assert len(archive(client.get(ALL)).namelist()) == number + 2
    with django_assert_num_queries(1):
        client.head(ALL)


def test_archive_comes_in_pieces_of_a_photo_at_most(event):
    edition = event.editions.get(language="ru")
    noise = io.BytesIO()
    Image.effect_noise((3000, 2000), 90).convert("RGB").save(noise, "JPEG", quality=95)
    large = factories.add_photo(filename="large.jpg", data=noise.getvalue())[0]
    assert len(noise.getvalue()) > 3_000_000
    edition.content["photos"][0] |= {"id": large.pk}
    originals = Photo.objects.in_bulk()
    sizes = [len(piece) for piece in zip_of(edition, originals, "https://example.org/", "ru")]
    assert len(sizes) > 4
    assert max(sizes) < 1_100_000


def test_a_person_who_was_tagged_since_is_not_told(client, event):
    person = factories.ParticipantFactory(family_name_ru="Тайнов")
    PhotoPerson.objects.create(photo=Photo.objects.get(caption_ru="В зале"), participant=person)
    assert Participant.objects.filter(pk=person.pk).exists()
    captions = archive(client.get(ALL)).read("captions.txt").decode()
    assert "Тайнов" not in captions
