"""The files of photos: who may see which, and how they are handed out."""

import datetime as dt
import logging
import threading
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image

from media import renditions
from media.making import NotMade
from media.models import Photo, originals
from news.models import Event, EventPhoto, PreviewLink
from news.publishing import publish, withdraw
from news.views.photos import STORE, Door
from tests import factories
from tests.news.desk import signed_in
from tests.news.test_concurrency import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
on_both_stores = pytest.mark.parametrize("store", ["folder", "bucket"], indirect=True)

PUBLIC = "public, max-age=31536000, s-maxage=600, immutable"
PRIVATE = "private, max-age=600"
DAY = dt.timedelta(days=1)


@pytest.fixture
def photo():
    return factories.photo()


def address(photo, extension="webp", ratio=""):
    return renditions.offered(photo.picture, extension, ratio)[0].url


def get(url, client=None, **headers):
    """`(status, Cache-Control, body)`."""
    response = (client or Client()).get(url, headers=headers)
    body = b"".join(response)  # which closes it
    return response.status_code, response.headers.get("Cache-Control"), body


def seen(photo, client=None):
    """How somebody sees the photo: a status, and for whom it may be cached."""
    status, cache_control, body = get(address(photo), client)
    assert bool(body) == (status == 200)
    return status, cache_control


SEEN, SEEN_PRIVATELY, UNKNOWN = (200, PUBLIC), (200, PRIVATE), (404, "no-store")


def event_with(photo, **fields):
    event = factories.EventFactory(**fields)
    factories.EventPhotoFactory(event=event, photo=photo)
    return event


class TestWhoSees:
    def test_nobody_a_photo_of_the_library(self, photo):
        assert seen(photo) == UNKNOWN

    def test_nobody_that_of_a_draft(self, photo):
        event_with(photo)
        factories.approved(event_with(photo))
        assert seen(photo) == UNKNOWN

    def test_nobody_that_of_a_scheduled_event_before_its_time(self, photo):
        at = timezone.now() + DAY
        event = factories.published(event_with(photo), at=at)
        assert seen(photo) == UNKNOWN
        event.editions.update(published_at=timezone.now())
        assert seen(photo) == SEEN

    def test_everybody_that_of_a_public_event(self, photo):
        factories.published(event_with(photo))
        assert seen(photo) == SEEN

    def test_everybody_that_of_a_public_text(self, photo):
        event = factories.EventFactory()
        event.body_ru += f'<figure data-photo="{photo.pk}"></figure>'
        event.save()
        factories.published(event)
        assert seen(photo) == SEEN

    def test_nobody_that_of_an_event_that_was_withdrawn(self, photo, publisher):
        event = factories.published(event_with(photo))
        withdraw(event=event, user=publisher, reasons={"ru": "Ошибка"})
        assert seen(photo) == UNKNOWN

    def test_nobody_one_that_the_new_edition_left_out(self, photo, publisher):
        event = factories.published(event_with(photo))
        EventPhoto.objects.filter(event=event).delete()
        factories.approved(event)
        publish(event=event, languages=["ru"], user=publisher, is_silent=True)
        assert seen(photo) == UNKNOWN

    def test_everybody_one_that_another_event_still_shows(self, photo, publisher):
        event = factories.published(event_with(photo))
        factories.published(event_with(photo))
        withdraw(event=event, user=publisher, reasons={"ru": "Ошибка"})
        assert seen(photo) == SEEN

    @pytest.mark.parametrize(
        ("is_public", "expected"), [(True, SEEN), (False, UNKNOWN), (None, UNKNOWN)]
    )
    def test_the_portrait_of_who_has_a_page(self, photo, is_public, expected):
        factories.ParticipantFactory(portrait=photo, is_public=is_public)
        assert seen(photo) == expected

    def test_the_portrait_of_who_is_named_first_with_the_publication(self, photo):
        person = factories.ParticipantFactory(portrait=photo, is_public=None)
        event = factories.EventFactory()
        factories.ParticipationFactory(event=event, participant=person)
        assert seen(photo) == UNKNOWN
        factories.published(event)
        assert seen(photo) == SEEN

    @pytest.mark.parametrize(("is_public", "expected"), [(True, SEEN), (False, UNKNOWN)])
    def test_the_logo_of_what_has_a_page(self, photo, is_public, expected):
        factories.OrganizationFactory(logo=photo, is_public=is_public)
        assert seen(photo) == expected

    @pytest.mark.parametrize("group", ["Editors", "Publishers", "Translators", "Photo editors"])
    def test_the_staff_all_of_them(self, photo, group):
        user = factories.UserFactory(groups=[group])
        assert seen(photo, signed_in(user)) == SEEN_PRIVATELY
        factories.published(event_with(photo))
        assert seen(photo, signed_in(user)) == SEEN

    def test_no_account_without_the_right(self, photo):
        assert seen(photo, signed_in(factories.UserFactory())) == UNKNOWN
        gone = factories.UserFactory(groups=["Editors"], is_active=False)
        assert seen(photo, signed_in(gone)) == UNKNOWN


class TestPreview:
    """Who has opened a preview sees the photos of its event, as long as its link is valid."""

    @pytest.fixture
    def guest(self):
        return Client()

    def opened(self, guest, event, **fields):
        link = PreviewLink.objects.create(event=event, recipient="Дом дружбы")
        assert guest.get(f"/ru/preview/{link.token}/").status_code == 200
        PreviewLink.objects.filter(pk=link.pk).update(**fields)

    def test_a_valid_link(self, guest, photo):
        event = event_with(photo)
        self.opened(guest, event)
        assert seen(photo, guest) == SEEN_PRIVATELY
        assert seen(photo) == UNKNOWN

    def test_a_photo_in_the_text(self, guest, photo):
        event = factories.EventFactory()
        event.body_ru += f'<figure data-photo="{photo.pk}"></figure>'
        event.save()
        self.opened(guest, event)
        assert seen(photo, guest) == SEEN_PRIVATELY

    def test_a_link_that_ended(self, guest, photo):
        self.opened(guest, event_with(photo), expires_at=timezone.now())
        assert seen(photo, guest) == UNKNOWN

    def test_a_link_that_was_revoked(self, guest, photo):
        self.opened(guest, event_with(photo), revoked_at=timezone.now())
        assert seen(photo, guest) == UNKNOWN

    def test_a_link_to_another_event(self, guest, photo):
        event_with(photo)
        self.opened(guest, event_with(factories.photo("red")))
        assert seen(photo, guest) == UNKNOWN

    def test_links_to_several_events(self, guest, photo):
        other = factories.photo("red")
        self.opened(guest, event_with(other))
        self.opened(guest, event_with(photo))
        assert (seen(photo, guest), seen(other, guest)) == (SEEN_PRIVATELY, SEEN_PRIVATELY)

    def test_a_token_that_was_guessed(self, guest, photo):
        event_with(photo)
        guest.cookies["preview-1"] = "x" * 43
        assert seen(photo, guest) == UNKNOWN

    def test_a_photo_that_was_taken_out_of_the_event(self, guest, photo):
        event = event_with(photo)
        self.opened(guest, event)
        EventPhoto.objects.all().delete()
        assert seen(photo, guest) == UNKNOWN

    def test_the_cookie_goes_only_to_the_files(self, guest, photo):
        self.opened(guest, event_with(photo))
        cookie = next(each for name, each in guest.cookies.items() if name.startswith("preview-"))
        assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/media/", True, "Lax")


@on_both_stores
class TestAnswers:
    @pytest.fixture
    def shown(self, photo):
        factories.published(event_with(photo))
        return photo

    @pytest.mark.parametrize(
        ("extension", "content_type", "format"),
        [
            ("webp", "image/webp", "WEBP"),
            ("avif", "image/avif", "AVIF"),
            ("jpg", "image/jpeg", "JPEG"),
        ],
    )
    def test_a_file_with_its_headers(self, shown, extension, content_type, format):
        response = Client().get(address(shown, extension))
        file = ContentFile(b"".join(response))
        with Image.open(file) as image:
            assert image.format == format
        headers = dict(response.headers)
        etag = headers.pop("ETag")
        assert etag.startswith(f'"{shown.marks.digest}-')
        name = address(shown, extension).rpartition("/")[2]
        assert headers == {
            "Content-Type": content_type,
            "Content-Length": str(file.size),
            "Content-Disposition": f'inline; filename="{name}"',
            "Cache-Control": PUBLIC,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
        }

    def test_head_tells_the_same_without_the_file(self, shown):
        response = Client().head(address(shown))
        assert (response.status_code, b"".join(response)) == (200, b"")
        assert int(response.headers["Content-Length"]) > 100

    def test_what_has_not_changed_is_not_sent_again(self, shown, publisher):
        response = Client().get(address(shown))
        assert b"".join(response)
        etag = response.headers["ETag"]
        assert get(address(shown), **{"If-None-Match": etag}) == (304, PUBLIC, b"")
        assert get(address(shown), **{"If-None-Match": '"another"'})[0] == 200
        # It tells nobody what is not for his eyes.
        withdraw(event=Event.objects.get(), user=publisher, reasons={"ru": "Ошибка"})
        assert get(address(shown), **{"If-None-Match": etag})[:2] == UNKNOWN

    def test_only_reading_is_possible(self, shown):
        assert Client().post(address(shown)).status_code == 405
        assert Client().delete(address(shown)).status_code == 405

    def test_a_second_reader_gets_the_file_that_the_first_had_made(self, shown, store):
        first = get(address(shown))
        name = renditions.offered(shown.picture, "webp")[0].name
        changed = default_storage.get_modified_time(name)
        assert get(address(shown)) == first
        assert default_storage.get_modified_time(name) == changed

    def test_one_that_cannot_be_made_now(self, shown):
        originals().delete(shown.file.name)
        assert get(address(shown)) == (503, "no-store", b"")
        assert get(address(shown)) == (503, "no-store", b"")
        assert Photo.objects.get().failure

    def test_original_files_have_no_address(self, shown, editor):
        for url in (
            f"/media/{shown.file.name}",
            f"/media/originals/{shown.file.name}",
            f"/media/renditions/../originals/{shown.file.name}",
            f"/media/renditions/%2e%2e/originals/{shown.file.name}",
        ):
            assert signed_in(editor).get(url).status_code == 404


class TestNames:
    """Nobody has files made, or finds any, but those that a photo or an edition asks for."""

    @pytest.fixture
    def editor_client(self, editor):
        return signed_in(editor)

    def variants(self, photo):
        """Names like those of renditions, of which there are none."""
        right = renditions.offered(photo.picture, "webp", "16x9")[0]
        return [
            right._replace(width=481),
            right._replace(width=99999),
            right._replace(crop="16x9-51-50"),
            right._replace(crop="16x9-999-999"),
            right._replace(crop="9x9-50-50"),
            right._replace(crop="0x0-50-50"),
            right._replace(marks="0" * 8),
            right._replace(extension="avif"),
            right._replace(checksum="0" * 64),
        ]

    def files(self):
        folders, files = default_storage.listdir("renditions") if self.is_there() else ([], [])
        return folders, files

    def is_there(self):
        return default_storage.exists("renditions")

    def test_what_nothing_asks_for_is_not_made(self, photo, editor_client):
        factories.published(event_with(photo))
        for each in self.variants(photo):
            assert get(each.url, editor_client) == (404, "no-store", b"")
            assert get(each.url) == (404, "no-store", b"")
        assert not self.is_there()
        assert Photo.objects.get().claimed_until is None

    @pytest.mark.parametrize(
        "name",
        [
            "",
            "x",
            "1/ab/x-480.webp",
            "../originals/x",
            "1/ab/" + "ab" * 32 + "/01234567-480.webp%00",
            "1/ab/" + "ab" * 32 + "/01234567-480.webp%0a",
            "1/ab/" + "ab" * 32 + "/..%2f..%2fx.webp",
            "1/ab/" + "ab" * 3000,
        ],
    )
    def test_nonsense_is_unknown(self, photo, editor_client, name):
        assert get(f"/media/renditions/{name}", editor_client)[0] == 404
        assert get(f"/media/renditions/{name}")[0] == 404

    def test_the_focal_point_that_an_edition_froze_is_made(self, photo):
        factories.published(event_with(photo))
        before = address(photo, "webp", "16x9")
        photo.focal_x, photo.creator = 0.2, "А. Ким"
        photo.save()
        now = address(photo, "webp", "16x9")
        assert before != now
        assert get(before)[:2] == SEEN

    def test_what_no_edition_has_frozen_is_for_the_staff(self, photo, editor_client, publisher):
        event = factories.published(event_with(photo))
        old = address(photo), address(photo, "webp", "16x9")
        photo.focal_x, photo.creator = 0.2, "А. Ким"
        photo.save()
        new = address(photo), address(photo, "webp", "16x9")
        assert [get(url, editor_client)[:2] for url in new] == [SEEN_PRIVATELY] * 2
        assert [get(url)[:2] for url in new] == [UNKNOWN] * 2
        factories.approved(event)
        publish(event=event, languages=["ru"], user=publisher, is_silent=True)
        assert [get(url)[:2] for url in new] == [SEEN] * 2
        assert [get(url)[:2] for url in old] == [UNKNOWN] * 2

    def test_the_second_photo_of_an_edition_is_compared_with_its_own_words(self, photo):
        event = event_with(factories.photo("red"))
        factories.EventPhotoFactory(event=event, photo=photo, position=1)
        factories.published(event)
        shown = address(photo)
        Photo.objects.filter(pk=photo.pk).update(creator="А. Ким")
        assert get(shown)[:2] == SEEN
        assert get(address(Photo.objects.get(pk=photo.pk)))[:2] == UNKNOWN

    def test_a_portrait_is_shown_as_it_is_now(self, photo):
        factories.ParticipantFactory(portrait=photo, is_public=True)
        before = address(photo)
        photo.credit_line_kk = "АНК"
        photo.save()
        assert get(before)[:2] == UNKNOWN
        assert get(address(photo))[:2] == SEEN


class TestCosts:
    """Numbers of queries."""

    @pytest.mark.parametrize("rows", [1, 3])
    def test_a_public_file_one(self, photo, django_assert_num_queries, rows):
        for _ in range(rows):
            factories.published(event_with(photo))
        url = address(photo)
        get(url)
        with django_assert_num_queries(1):
            assert get(url)[0] == 200
        with django_assert_num_queries(1):
            assert get(url, **{"If-None-Match": '"x"'})[0] == 200

    @pytest.mark.parametrize("rows", [1, 3])
    def test_one_made_for_a_reader_few(self, photo, django_assert_max_num_queries, rows):
        for _ in range(rows):
            factories.published(event_with(photo))
        # Who may see it, the photo, a claim, and its end with a look at the row in a transaction.
        with django_assert_max_num_queries(7):
            assert get(address(photo))[0] == 200

    @pytest.mark.parametrize("rows", [1, 3])
    def test_a_portrait_two(self, photo, django_assert_num_queries, rows):
        for _ in range(rows):
            factories.ParticipantFactory(portrait=photo, is_public=True)
        get(address(photo))
        with django_assert_num_queries(2):
            assert get(address(photo))[0] == 200

    def test_an_unknown_one_two(self, photo, django_assert_num_queries):
        with django_assert_num_queries(2):
            assert get(address(photo))[0] == 404

    @pytest.mark.parametrize("rows", [1, 3])
    def test_a_private_one_few(self, photo, editor, django_assert_max_num_queries, rows):
        for _ in range(rows):
            event_with(photo)
        client = signed_in(editor)
        get(address(photo), client)
        # Whether it is public (two), the session, the account and its rights.
        with django_assert_max_num_queries(6):
            assert get(address(photo), client)[0] == 200

    @pytest.mark.parametrize("rows", [1, 3])
    def test_one_in_a_preview_few(self, photo, django_assert_max_num_queries, rows):
        guest = Client()
        for _ in range(rows):
            link = PreviewLink.objects.create(event=event_with(photo), recipient="Дом дружбы")
            guest.get(f"/ru/preview/{link.token}/")
        get(address(photo), guest)
        with django_assert_max_num_queries(5):
            assert get(address(photo), guest)[0] == 200


class TestFileServerInFront:
    """With MEDIA_ACCEL the web server in front sends the bytes; who may see them is asked here."""

    @pytest.fixture(autouse=True)
    def _accel(self, settings):
        settings.MEDIA_ACCEL = "/accel/"

    def test_it_is_told_the_file(self, photo):
        factories.published(event_with(photo))
        rendition = renditions.offered(photo.picture, "webp")[0]
        assert get(rendition.url)[2][:4] == b"RIFF"  # made for the first one, and sent from here
        response = Client().get(rendition.url)
        assert (response.status_code, response.content) == (200, b"")
        assert response.headers["X-Accel-Redirect"] == f"/accel/{rendition.name}"
        assert response.headers["Content-Type"] == "image/webp"
        assert response.headers["Cache-Control"] == PUBLIC

    def test_it_is_told_nothing_of_what_is_not_for_the_reader(self, photo, editor):
        url = address(photo)
        get(url, signed_in(editor))
        response = Client().get(url)
        assert response.status_code == 404
        assert "X-Accel-Redirect" not in response.headers
        response = signed_in(editor).get(url)
        assert response.headers["X-Accel-Redirect"]
        assert response.headers["Cache-Control"] == PRIVATE


def test_a_bucket_that_does_not_answer_is_said_in_the_log(photo, request, settings, caplog):
    factories.published(event_with(photo))
    options = {
        "bucket_name": "press",
        "endpoint_url": "http://127.0.0.1:9",
        "access_key": "x",
        "secret_key": "x",
    }
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "media.bucket.BucketStorage", "OPTIONS": options},
    }
    with caplog.at_level(logging.WARNING):
        assert get(address(photo)) == (503, "no-store", b"")
    assert "The bucket:" in caplog.text
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


class TestDoor:
    """A store that does not answer keeps two threads of a process, the others serve pages."""

    def ask(self, door, is_in=None, leave=None):
        start = time.monotonic()
        try:
            with door.enter():
                if is_in:
                    is_in.release()
                    leave.wait(10)
                return True, time.monotonic() - start
        except NotMade:
            return False, time.monotonic() - start

    def test_two_are_in_and_others_are_turned_away(self):
        door, is_in, leave = Door(2), threading.Semaphore(0), threading.Event()
        threads = [threading.Thread(target=self.ask, args=(door, is_in, leave)) for _ in range(2)]
        for thread in threads:
            thread.start()
            is_in.acquire(timeout=10)
        is_let_in, seconds = self.ask(door)
        assert not is_let_in
        assert 0.9 < seconds < 3  # they might just have been slow
        is_let_in, seconds = self.ask(door)
        assert not is_let_in
        assert seconds < 0.5
        leave.set()
        for thread in threads:
            thread.join(10)
        assert self.ask(door)[0]

    def test_a_store_that_answers_lets_all_in(self):
        door, answers = Door(2), []

        def ask():
            with door.enter():
                time.sleep(0.05)
            answers.append(True)

        at_once(*[ask] * 8)
        assert len(answers) == 8

    def test_a_picture_that_is_not_let_in_is_asked_for_later(self, photo):
        factories.published(event_with(photo))
        with STORE.enter(), STORE.enter():
            response = Client().get(address(photo))
        assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
        assert get(address(photo))[:2] == SEEN
