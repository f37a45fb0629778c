"""Photos come in through the administration: one by one for the script, all at once without it."""

import errno
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory, override_settings
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from media import full_disk, library
from media.incoming import take_file
from media.models import Photo
from media.storage import WholeFileStorage
from news.models import HistoryEntry, StaffProfile
from tests import factories
from tests.media.pictures import heic, scenic, zipped
from tests.news.desk import errors_of, posted, signed_in

pytestmark = pytest.mark.django_db

PAGE = "/admin/media/photo/add-photos/"
ADDRESS = f"{PAGE}file/"
ADD = "/admin/media/photo/add/"
NO_ROOM = "There is no room left for “{}” on the server. Tell the administrator."


@pytest.fixture
def desk(photo_editor):
    return signed_in(photo_editor)


def upload(name, data):
    return SimpleUploadedFile(name, data)


def send(desk, name, data, **fields):
    """Hand in one file as the script does; the answer's lines."""
    response = desk.post(ADDRESS, {"files": upload(name, data), **fields})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/x-ndjson"
    return [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]


def outcomes(lines):
    return [(line["name"], line["outcome"]) for line in lines]


def history():
    return list(HistoryEntry.objects.order_by("pk").values_list("action", "username", "object_id"))


def test_the_credit_of_a_file_stands_in_every_language(desk):
    xmp = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
        b' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
        b' xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="Reuters"/>'
        b"</rdf:RDF></x:xmpmeta>"
    )
    send(desk, "a.jpg", factories.picture(xmp=xmp))
    credits = ("credit_line_kk", "credit_line_ru", "credit_line_en")
    assert Photo.objects.values_list(*credits).get() == ("Reuters",) * 3


def test_a_file_is_added_with_its_history_and_what_is_the_same_for_all(desk):
    (line,) = send(
        desk,
        "Зал.HEIC",
        heic(),
        creator="Е. Ахметов",
        copyright_notice="© Ассамблея",
        credit_line_kk="Е. Ахметовтің суреті",
        credit_line_ru="Фото Е. Ахметова",
    )
    photo = Photo.objects.get()
    assert (line["name"], line["outcome"], line["id"]) == ("Зал.HEIC", "added", photo.pk)
    assert f'href="/admin/media/photo/{photo.pk}/change/"' in line["html"]
    assert (photo.creator, photo.copyright_notice, photo.added_by.username) == (
        "Е. Ахметов",
        "© Ассамблея",
        "photo_editor",
    )
    assert (photo.credit_line_kk, photo.credit_line_ru, photo.credit_line_en) == (
        "Е. Ахметовтің суреті",
        "Фото Е. Ахметова",
        None,
    )
    assert history() == [("created", "photo_editor", photo.pk)]
    changes = HistoryEntry.objects.get().changes
    assert changes["creator"] == ["", "Е. Ахметов"]


def test_what_is_there_already_is_named_with_a_link(desk):
    photo = factories.photo("teal")
    (line,) = send(desk, "again.jpg", factories.picture("teal"))
    assert (line["outcome"], line["id"]) == ("known", photo.pk)
    assert f'href="/admin/media/photo/{photo.pk}/change/"' in line["html"]
    assert "was there already" in line["html"]
    assert history() == []


def test_a_file_whose_answer_got_lost_is_added_when_it_is_tried_again(desk, editor):
    send(desk, "a.jpg", factories.picture("teal"))
    (line,) = send(desk, "a.jpg", factories.picture("teal"), seconds_ago="2")
    assert line["outcome"] == "added"
    # Not for somebody else, nor long after
    assert send(signed_in(editor), "a.jpg", factories.picture("teal"), seconds_ago="2")[0][
        "outcome"
    ] == ("known")
    old = timezone.now() - timezone.timedelta(hours=1)
    Photo.objects.update(created_at=old)
    for seconds in ("2", "", "-1", "x", "٣"):
        (line,) = send(desk, "a.jpg", factories.picture("teal"), seconds_ago=seconds)
        assert line["outcome"] == "known"
    send(desk, "a.jpg", factories.picture("teal"), seconds_ago="9" * 20)
    assert len(history()) == 1


def test_what_cannot_be_taken_gets_a_sentence_in_the_language_of_the_user(desk, photo_editor):
    StaffProfile.objects.create(user=photo_editor, language="ru")
    (line,) = send(desk, "cut.jpg", scenic()[:-600])
    assert (line["outcome"], line["id"]) == ("refused", None)
    assert "«cut.jpg»" in line["html"]
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"creator": "x" * 201}, "at most 200 characters"),
        ({"files": ""}, "This field is required."),
    ],
)
def test_what_no_page_of_ours_sends_is_refused(desk, fields, sentence):
    response = desk.post(ADDRESS, {"files": upload("a.jpg", factories.picture())} | fields)
    (line,) = map(json.loads, b"".join(response.streaming_content).splitlines())
    assert line["outcome"] == "refused"
    assert sentence in line["html"]


def test_names_are_shown_as_text(desk):
    (line,) = send(desk, "<b>x<img src=x>.jpg", b"text")
    assert "<img src=x>" not in line["html"]
    assert "&lt;img src=x&gt;" in line["html"]


def test_only_those_who_may_add_photos_hand_them_in(translator, client):
    file = {"files": upload("a.jpg", factories.picture())}
    assert signed_in(translator).post(ADDRESS, file).status_code == 403
    response = client.post(ADDRESS, file)
    assert response.headers["Location"].startswith("/admin/login/")
    assert not Photo.objects.exists()


def test_a_forged_request_adds_nothing(photo_editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(photo_editor)
    file = {"files": upload("a.jpg", factories.picture())}
    assert client.post(ADDRESS, file).status_code == 403
    assert not Photo.objects.exists()


def test_without_scripts_one_form_brings_all_of_them(desk):
    known = factories.photo("teal")
    files = [
        upload("one.jpg", scenic(1)),
        upload("empty.jpg", b""),
        upload("known.jpg", factories.picture("teal")),
        upload("more.zip", zipped({"two.jpg": scenic(2), "note.txt": b"text"})),
    ]
    response = desk.post(PAGE, {"files": files, "credit_line_ru": "Фото"})
    assert [(row["name"], row["outcome"]) for row in response.context["rows"]] == [
        ("one.jpg", "added"),
        ("empty.jpg", "refused"),
        ("known.jpg", "known"),
        ("two.jpg", "added"),
        ("note.txt", "refused"),
    ]
    assert "Added: 2. Were there already: 1. Refused: 2." in response.content.decode()
    assert "“empty.jpg” is empty." in response.content.decode()
    added = Photo.objects.exclude(pk=known.pk)
    assert set(added.values_list("credit_line_ru", flat=True)) == {"Фото"}
    assert response.context["ids"] == ",".join(
        str(pk) for pk in added.order_by("pk").values_list("pk", flat=True)
    )


def test_the_page_leads_to_the_description_of_the_photos_where_there_is_one(desk):
    response = desk.post(PAGE, {"files": [upload("one.jpg", scenic(1))]})
    try:
        describe = reverse("admin:media_photo_describe")
    except NoReverseMatch:
        describe = ""
    assert response.context["describe"] == describe
    link = f'href="{describe}?ids={Photo.objects.get().pk}"'
    assert (link in response.content.decode()) == bool(describe)


def test_a_file_over_the_limit_is_not_even_read(settings):
    settings.PRESS_MAX_PHOTO_MB = 1

    class Large:
        def seek(self, place):
            pass

        def read(self, size):
            assert size == 4
            return b"\xff\xd8\xff\xe0"

    (taken,) = take_file(file=Large(), name="a.jpg", size=2_000_000)
    assert taken.sentence == ("“a.jpg” is larger than 1 MB. Save it as a JPEG of a smaller size.")


# A full disk


class FullStorage(WholeFileStorage):
    """Has room for ten bytes."""

    def _save(self, name, content):
        class Room:
            def chunks(self):
                yield content.read(10)
                raise OSError(errno.ENOSPC, "No space left on device")

        return super()._save(name, Room())


@pytest.fixture
def full_store(settings, tmp_path):
    options = {"location": tmp_path / "originals"}
    full = {"BACKEND": f"{__name__}.FullStorage", "OPTIONS": options}
    with override_settings(STORAGES=settings.STORAGES | {"originals": full}):
        yield tmp_path / "originals"


def test_a_store_without_room_leaves_nothing_half_written(desk, full_store):
    (line,) = send(desk, "a.jpg", factories.picture())
    assert line["outcome"] == "refused"
    assert NO_ROOM.format("a.jpg") in line["html"]
    assert errors_of(
        desk.post(ADD, posted(desk.get(ADD), upload=upload("b.jpg", factories.picture())))
    ) == {"upload": [NO_ROOM.format("b.jpg")]}
    assert not Photo.objects.exists()
    assert history() == []
    assert [path for path in full_store.rglob("*") if path.is_file()] == []


class FullUploadHandler(full_disk.UploadHandler):
    """Its temporary files lie on a full disk, but for the first one."""

    count = 0

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        FullUploadHandler.count += 1
        if FullUploadHandler.count % 2 == 0:
            self.file.file.close()
            self.file.file = open("/dev/full", "r+b")  # noqa: SIM115 - closed by the handler


@pytest.fixture
def full_disk_of_uploads(settings):
    FullUploadHandler.count = 0
    settings.FILE_UPLOAD_HANDLERS = [f"{__name__}.FullUploadHandler"]


@pytest.mark.usefixtures("full_disk_of_uploads")
def test_a_disk_that_is_full_of_uploads_is_told_of_the_file_that_did_not_fit(desk):
    files = [upload("one.jpg", scenic(1)), upload("two.jpg", scenic(2)), upload("3.jpg", scenic(3))]
    response = desk.post(PAGE, {"files": files})
    assert [(row["name"], row["outcome"]) for row in response.context["rows"]] == [
        ("one.jpg", "added"),
        ("two.jpg", "refused"),
        ("3.jpg", "added"),
    ]
    assert response.context["rows"][1]["sentence"] == NO_ROOM.format("two.jpg")
    (line,) = send(desk, "four.jpg", scenic(4))
    assert NO_ROOM.format("four.jpg") in line["html"]


@pytest.mark.usefixtures("full_disk_of_uploads")
def test_a_single_photo_that_did_not_fit_is_told_of_beside_the_field(desk):
    FullUploadHandler.count = 1
    data = posted(desk.get(ADD), upload=upload("b.jpg", factories.picture()))
    assert errors_of(desk.post(ADD, data)) == {"upload": [NO_ROOM.format("b.jpg")]}


def test_other_failures_of_a_disk_are_no_matter_of_room():
    handler = full_disk.UploadHandler(RequestFactory().post("/"))
    handler.new_file("files", "a.jpg", "image/jpeg", 3)

    class Broken:
        def write(self, data):
            raise OSError(errno.EIO, "Input/output error")

    handler.file.close()
    handler.file = Broken()
    with pytest.raises(OSError, match="Input/output"):
        handler.receive_data_chunk(b"abc", 0)


def test_a_photo_is_not_left_without_its_history():
    def record(photo):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        library.add_photo(filename="a.jpg", data=factories.picture(), record=record)
    assert not Photo.objects.exists()
