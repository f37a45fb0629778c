"""Originals and renditions in a folder and in a bucket: the same, also when they fail."""

import errno
import json
import os
import socket
import time

import pytest
from botocore.exceptions import ClientError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from PIL import Image

from config import settings as project
from media.bucket import BucketStorage
from media.guard import UnreadablePicture
from media.library import add_photo
from media.making import DAMAGED, LATER, make_due
from media.models import Photo, originals
from media.storage import WholeFileStorage
from news.models import Event, Intake
from tests.factories import EventFactory, EventPhotoFactory, photo, picture, published
from tests.news.desk import signed_in
from tests.news.importing.documents import add_picture, docx, picture_bytes, to_bytes
from tests.news.importing.test_views import filled
from tests.news.test_concurrency import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
on_both_stores = pytest.mark.parametrize("store", ["folder", "bucket"], indirect=True)
in_a_bucket = pytest.mark.parametrize("store", ["bucket"], indirect=True)
NOT_KEPT = (
    "“a.jpg” cannot be kept just now. Try again in some minutes;"
    " if that does not help, tell the administrator."
)


@on_both_stores
class TestLibrary:
    def test_an_original_is_kept_as_it_came(self):
        data = picture()
        mine, is_new = add_photo(filename="a.jpg", data=data)
        assert is_new
        assert originals().exists(mine.file.name)
        assert originals().size(mine.file.name) == len(data)
        with mine.file.open() as file:
            assert file.read() == data
            file.seek(2)
            assert file.read(3) == data[2:5]

    def test_the_same_bytes_are_one_photo(self):
        assert photo() == photo()
        assert originals().listdir(photo().file.name[:2])[1] == [photo().file.name[3:]]

    def test_an_original_is_there_after_a_rollback(self):
        mine = photo()
        Photo.objects.all().delete()
        again, is_new = add_photo(filename="a.jpg", data=picture())
        assert (is_new, again.file.name) == (True, mine.file.name)

    def test_no_address_of_the_store_is_given_away(self, store):
        if isinstance(store, BucketStorage):
            with pytest.raises(NotImplementedError):
                originals().url("ab/x.jpg")
        assert reverse("rendition", args=["x"]) == "/media/renditions/x"


@on_both_stores
class TestStorage:
    def test_a_lost_file_is_not_found(self):
        assert not default_storage.exists("a/b.webp")
        for ask in (default_storage.open, default_storage.size):
            with pytest.raises(FileNotFoundError):
                ask("a/b.webp")
        default_storage.delete("a/b.webp")

    def test_a_file_may_be_written_again_under_its_name(self):
        for content in (b"first", b"second"):
            assert default_storage.save("a/b.webp", ContentFile(content)) == "a/b.webp"
        with default_storage.open("a/b.webp") as file:
            assert file.read() == b"second"
        default_storage.delete("a/b.webp")
        assert not default_storage.exists("a/b.webp")

    def test_what_was_handed_in_is_never_overwritten(self):
        names = {originals().save("intake/a.jpg", ContentFile(b"%d" % each)) for each in range(3)}
        assert len(names) == 3

    def test_many_who_write_the_same_at_once(self):
        at_once(*[lambda: default_storage.save("a/b.webp", ContentFile(b"x" * 9000))] * 4)
        assert default_storage.size("a/b.webp") == 9000

    def test_a_large_file(self):
        data = os.urandom(9 * 1024 * 1024)  # of several parts
        originals().save("large", ContentFile(data))
        with originals().open("large") as file:
            assert file.read() == data

    @pytest.mark.parametrize("name", ["../x", "a/../../x", "/x"])
    def test_no_name_leads_out(self, name):
        with pytest.raises(Exception, match="denied|traversal|outside|Detected"):
            default_storage.save(name, ContentFile(b"x"))


@on_both_stores
class TestReleases:
    """A release with its photos waits in the store of originals."""

    def word(self):
        document = docx.Document()
        document.add_heading("Встреча в Доме дружбы", 1)
        document.add_paragraph("Участники обсудили планы на год. Встреча прошла в Астане.")
        add_picture(document.add_paragraph(), picture_bytes(color="navy"))
        return ContentFile(to_bytes(document), "release.docx")

    def test_what_is_handed_in_is_read_replaced_and_discarded(self, publisher):
        client = signed_in(publisher)
        files = [self.word(), ContentFile(picture("gold"), "hall.jpg")]
        answer = client.post(reverse("intake_new"), {"files": files, "language": "ru"})
        intake = Intake.objects.get()
        assert answer.url == reverse("intake_review", args=[intake.pk])
        kept = [intake.file.name, *(each.file.name for each in intake.photos.all())]
        assert len(kept) == len(set(kept)) == 3
        # Handed in again, they take the place of the former.
        files = [self.word(), ContentFile(picture("gold"), "hall.jpg")]
        client.post(reverse("intake_file", args=[intake.pk]), {"files": files})
        assert not any(map(originals().exists, kept))
        intake.refresh_from_db()
        assert len(intake.content["pictures"]) == 2
        kept = [intake.file.name, *(each.file.name for each in intake.photos.all())]
        assert all(map(originals().exists, kept))
        for each in intake.photos.all():
            answer = client.get(reverse("intake_photo", args=[intake.pk, each.pk]))
            assert answer.status_code == 200
        assert client.post(reverse("intake_cancel", args=[intake.pk])).status_code == 302
        assert not any(map(originals().exists, kept))

    def test_the_draft_has_its_photos(self, publisher, django_capture_on_commit_callbacks):
        client = signed_in(publisher)
        client.post(reverse("intake_new"), {"files": [self.word()], "language": "ru"})
        intake = Intake.objects.get()
        kept = [intake.file.name, intake.photos.get().file.name]
        page = reverse("intake_review", args=[intake.pk])
        with django_capture_on_commit_callbacks(execute=True):
            client.post(page, filled(client, intake))
        event = Event.objects.get()
        with event.event_photos.get().photo.file.open() as file, Image.open(file) as image:
            assert image.size == (8, 6)
        assert not any(map(originals().exists, kept))


def refused(data=None, filename="a.jpg"):
    with pytest.raises(UnreadablePicture) as refusal:
        add_photo(filename=filename, data=data or picture())
    return str(refusal.value)


class Full(WholeFileStorage):
    def _save(self, name, content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class Forbidden(WholeFileStorage):
    def _save(self, name, content):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


class TestFolderFails:
    @pytest.mark.parametrize(
        ("storage", "sentence"),
        [
            (
                Full,
                "There is no room left for “a.jpg” on the server. Tell the administrator.",
            ),
            (Forbidden, NOT_KEPT),
        ],
    )
    def test_an_upload_gets_one_sentence(self, settings, tmp_path, storage, sentence):
        backend = {"BACKEND": f"{__name__}.{storage.__name__}", "OPTIONS": {"location": tmp_path}}
        settings.STORAGES = {**settings.STORAGES, "originals": backend}
        assert refused() == sentence
        assert not Photo.objects.exists()


@pytest.fixture
def silent():
    """The address of a server that never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@in_a_bucket
class TestBucketFails:
    """What its library raises arrives as an `OSError`, and as one sentence at an upload."""

    def without_objects(self, store):
        store.bucket.objects.delete()

    def test_an_upload_gets_one_sentence_without_a_bucket(self, store):
        store.bucket.delete()
        assert refused() == NOT_KEPT
        assert not Photo.objects.exists()

    def test_a_lost_bucket_is_not_a_lost_file(self, store):
        mine = photo()
        self.without_objects(store)
        store.bucket.delete()
        with pytest.raises(OSError, match="NoSuchBucket") as error:
            originals().open(mine.file.name)
        assert not isinstance(error.value, FileNotFoundError)
        assert make_due() == (0, 1)
        assert Photo.objects.get().failure == LATER
        store.bucket.create()

    def test_a_photo_is_made_when_the_bucket_is_back(self, store):
        mine = photo()
        with mine.file.open() as file:
            data = file.read()
        self.without_objects(store)
        store.bucket.delete()
        make_due()
        store.bucket.create()
        originals().save(mine.file.name, ContentFile(data))
        Photo.objects.update(claimed_until=None)
        assert make_due() == (1, 0)
        assert Photo.objects.get().failure == ""

    def test_a_store_that_does_not_answer_is_not_waited_for_long(self, settings, monkeypatch):
        monkeypatch.setenv("MEDIA_S3_ENDPOINT", "http://127.0.0.1:9")
        backend = project.storage_of_files("originals", allow_overwrite=False)
        settings.STORAGES = {**settings.STORAGES, "originals": backend}
        start = time.monotonic()
        assert refused() == NOT_KEPT
        assert time.monotonic() - start < 5

    def test_a_store_that_takes_connections_and_does_not_answer(
        self, settings, monkeypatch, silent, editor
    ):
        mine = photo()
        event = EventFactory()
        EventPhotoFactory(event=event, photo=mine)
        published(event)
        monkeypatch.setattr("media.bucket.READ_TIMEOUT", 0.2)
        monkeypatch.setenv("MEDIA_S3_ENDPOINT", silent)
        for alias in ("default", "originals"):
            backend = project.storage_of_files(alias, allow_overwrite=False)
            settings.STORAGES = {**settings.STORAGES, alias: backend}
        monkeypatch.setattr(Photo._meta.get_field("file"), "storage", originals())
        with pytest.raises(OSError, match="Read timeout"):
            originals().open(mine.file.name)
        assert refused(picture("red")) == NOT_KEPT
        assert Client().get(mine.thumbnail_url).status_code == 503
        day = "2025-03-01-event"
        answer = Client().get(f"/ru/news/{event.slug}/photos/{day}-01.jpg")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        answer = signed_in(editor).get(reverse("admin:media_photo_original", args=[mine.pk]))
        assert answer.status_code == 503
        assert answer.content.decode() == (
            "“photo.jpg” cannot be read just now. Try again in some minutes;"
            " if that does not help, tell the administrator."
        )

    def test_a_lost_original_is_not_there(self, store, editor):
        mine = photo()
        event = EventFactory()
        EventPhotoFactory(event=event, photo=mine)
        published(event)
        self.without_objects(store)
        address = reverse("admin:media_photo_original", args=[mine.pk])
        assert signed_in(editor).get(address).status_code == 404
        name = "2025-03-01-event-01.jpg"
        assert Client().get(f"/ru/news/{event.slug}/photos/{name}").status_code == 404

    def test_access_that_is_denied(self, store):
        rule = {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [rule]})
        store.bucket.Policy().put(Policy=policy)
        with pytest.raises(OSError, match="Access Denied|AccessDenied|403"):
            default_storage.save("a", ContentFile(b"x"))
        assert refused() == NOT_KEPT

    def test_every_step_tells_it_so(self, settings):
        storage = BucketStorage(
            bucket_name="x", endpoint_url="http://127.0.0.1:9", access_key="x", secret_key="x"
        )
        for step in (storage.open, storage.exists, storage.size, storage.delete, storage.listdir):
            with pytest.raises(OSError, match="The bucket: Could not connect"):
                step("a")
        with pytest.raises(OSError, match="The bucket"):
            storage.save("a", ContentFile(b"x"))
        with pytest.raises(ValueError, match="written whole"):
            storage.open("a", "wb")

    def test_objects_are_private(self, store):
        mine = photo()
        key = f"originals/{mine.file.name}"
        grants = store.connection.ObjectAcl(store.bucket_name, key).grants
        assert [each["Grantee"].get("URI") for each in grants] == [None]
        with pytest.raises(ClientError):
            store.unsigned_connection.Object(store.bucket_name, "originals/x").load()

    def test_rubbish_in_the_bucket_is_said_at_the_photo(self, store):
        mine = photo()
        store.bucket.Object(f"originals/{mine.file.name}").put(Body=b"rubbish")
        assert make_due() == (0, 1)
        assert Photo.objects.get().failure == DAMAGED
