"""Renditions are made in the background and on demand, once, whatever happens meanwhile."""

import datetime as dt
import errno
import hashlib
import io
import os
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from PIL import Image

from media import making, renditions
from media.library import add_photo
from media.making import DAMAGED, LATER, LOST, NotMade, make_due, obtain
from media.models import LEASE, Photo, originals
from media.storage import WholeFileStorage
from tests.factories import photo, picture
from tests.media import exiftool
from tests.news.test_concurrency import at_once
from tests.news.test_notices import OneRound

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
on_both_stores = pytest.mark.parametrize("store", ["folder", "bucket"], indirect=True)


CRASH = Path(__file__).parent / "files" / "crash.heic"


class Counting(WholeFileStorage):
    """A folder that knows what was written into it, and what shall happen then."""

    written = []
    meanwhile = None

    def _save(self, name, content):
        self.written.append(name)
        if self.meanwhile:
            action, Counting.meanwhile = Counting.meanwhile, None
            action()
        return super()._save(name, content)


class Full(WholeFileStorage):
    """A folder on a full disk."""

    def _save(self, name, content):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def use(settings, storage, folder):
    """Renditions go to another storage from now on."""
    options = {"location": folder, "allow_overwrite": True}
    backend = {"BACKEND": f"{__name__}.{storage.__name__}", "OPTIONS": options}
    settings.STORAGES = {**settings.STORAGES, "default": backend}


@pytest.fixture
def written(settings, tmp_path):
    use(settings, Counting, tmp_path)
    Counting.written, Counting.meanwhile = [], None
    return Counting.written


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(making, "PATIENCE", 0.3)


def fresh(photo):
    return Photo.objects.get(pk=photo.pk)


def names(photo):
    return [each.name for each in renditions.all_of(photo.picture)]


def thumbnail(photo):
    return renditions.offered(photo.picture, "webp")[0]


def overwrite_original(photo, data):
    originals().delete(photo.file.name)
    originals().save(photo.file.name, ContentFile(data))


def in_some_seconds(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "not in time"
        time.sleep(0.02)


class TestBackground:
    @on_both_stores
    def test_all_are_made_once(self):
        mine = photo()
        assert make_due() == (1, 0)
        assert all(map(default_storage.exists, names(mine)))
        assert make_due() == (0, 0)
        mine = fresh(mine)
        assert mine.prepared_at
        assert (mine.claimed_until, mine.failure) == (None, "")

    def test_only_what_is_missing_is_made(self, written):
        mine = photo()
        make_due()
        assert sorted(written) == sorted(set(names(mine)))
        written.clear()
        gone = names(mine)[3]
        default_storage.delete(gone)
        mine.save()
        make_due()
        assert written == [gone]

    @pytest.mark.parametrize(
        "change", [{"creator": "А. Ким"}, {"credit_line": "АНК"}, {"focal_x": 0.1}]
    )
    def test_other_credits_and_another_focal_point_ask_for_other_files(self, written, change):
        mine = photo()
        make_due()
        before = set(names(mine))
        for field, value in change.items():
            setattr(mine, field, value)
        mine.save(update_fields=change)
        assert make_due() == (1, 0)
        after = set(names(fresh(mine)))
        assert after - before
        assert all(map(default_storage.exists, after))
        assert sorted(written) == sorted(before | after)

    def test_a_save_in_the_meantime_is_made_as_well(self, written):
        mine = photo()

        def save():
            other = fresh(mine)
            other.focal_x = 0.2
            other.save()

        Counting.meanwhile = save
        assert make_due() == (2, 0)
        mine = fresh(mine)
        assert mine.focal_x == 0.2
        assert mine.prepared_at
        assert all(map(default_storage.exists, names(mine)))

    def test_a_form_that_was_opened_before_leaves_the_claim(self):
        mine = photo()
        claim = Photo.objects.claim(mine.pk)
        mine.caption = "Из формы"  # its object knows of no claim
        mine.save()
        assert fresh(mine).claimed_until == claim
        assert fresh(mine).caption == "Из формы"

    def test_a_form_that_was_opened_meanwhile_brings_no_claim_back(self):
        mine = photo()
        Photo.objects.claim(mine.pk)
        form = fresh(mine)
        Photo.objects.update(claimed_until=None, failure=DAMAGED)
        form.save()
        assert (fresh(mine).claimed_until, fresh(mine).failure) == (None, DAMAGED)

    def test_a_photo_that_is_deleted_meanwhile_is_no_failure_of_others(self, written):
        photo("red")
        photo("green")
        Counting.meanwhile = lambda: Photo.objects.order_by("-pk").first().delete()
        make_due()
        assert Photo.objects.get().prepared_at

    def test_a_claim_that_ran_out_and_is_anothers_stays_with_the_other(self, written):
        mine = photo()
        later = timezone.now() + dt.timedelta(minutes=1)
        Counting.meanwhile = lambda: Photo.objects.update(claimed_until=later)
        make_due()
        assert fresh(mine).claimed_until == later

    def test_one_who_died_leaves_it_to_others_after_the_lease(self):
        mine = photo()
        claim = Photo.objects.claim(mine.pk)
        assert claim - timezone.now() <= LEASE
        assert Photo.objects.claim(mine.pk) is None
        assert make_due() == (0, 0)
        Photo.objects.update(claimed_until=timezone.now())
        assert make_due() == (1, 0)


@on_both_stores
class TestFailures:
    """One photo's is said at the photo and stops no other one."""

    def three(self):
        return [photo(color) for color in ("red", "green", "blue")]

    @pytest.mark.parametrize(
        "rubbish",
        [b"", b"rubbish", picture("green")[:900], CRASH.read_bytes(), picture("navy")],
        ids=["empty", "rubbish", "cut short", "made to crash", "another picture"],
    )
    def test_one_that_is_rubbish(self, rubbish):
        first, bad, last = self.three()
        overwrite_original(bad, rubbish)
        assert make_due() == (2, 1)
        assert fresh(bad).failure == DAMAGED
        assert fresh(first).prepared_at
        assert fresh(last).prepared_at
        assert make_due() == (0, 0)
        with pytest.raises(NotMade, match="damaged"):
            obtain(thumbnail(bad), fresh(bad))

    def test_one_that_came_in_past_the_guard(self):
        rubbish = picture()[:900]
        checksum = hashlib.sha256(rubbish).hexdigest()
        name = originals().save("ab/rubbish.jpg", ContentFile(rubbish))
        bad = Photo.objects.create(file=name, checksum=checksum, width=1200, height=800)
        good = photo()
        assert make_due() == (1, 1)
        assert (fresh(bad).failure, fresh(good).failure) == (DAMAGED, "")

    def test_one_whose_original_is_lost(self):
        _, lost, _ = self.three()
        originals().delete(lost.file.name)
        assert make_due() == (2, 1)
        assert fresh(lost).failure == LOST
        with pytest.raises(NotMade):
            obtain(thumbnail(lost), fresh(lost))

    def test_a_failed_one_is_tried_again_when_asked(self):
        _, bad, _ = self.three()
        overwrite_original(bad, b"rubbish")
        make_due()
        overwrite_original(bad, picture("green"))
        assert make_due() == (0, 0)
        call_command("make_renditions", all=True, stdout=io.StringIO())
        assert (fresh(bad).failure, bool(fresh(bad).prepared_at)) == ("", True)
        assert all(map(default_storage.exists, names(bad)))


class TestFullDisk:
    def test_it_is_tried_again_after_a_pause(self, settings, tmp_path):
        mine, other = photo("red"), photo("green")
        use(settings, Full, tmp_path)
        assert make_due() == (0, 2)
        assert make_due() == (0, 0)
        mine = fresh(mine)
        assert (mine.failure, mine.prepared_at) == (LATER, None)
        assert mine.claimed_until > timezone.now() + dt.timedelta(minutes=4)
        use(settings, Counting, tmp_path)
        Photo.objects.update(claimed_until=timezone.now())
        assert make_due() == (2, 0)
        assert (fresh(mine).failure, fresh(other).failure) == ("", "")

    def test_no_page_waits_for_it(self, settings, tmp_path):
        mine = photo()
        use(settings, Full, tmp_path)
        make_due()
        start = time.monotonic()
        with pytest.raises(NotMade):
            obtain(thumbnail(mine), fresh(mine))
        assert time.monotonic() - start < 1

    def test_what_was_made_for_a_page_before_is_tried_again_in_the_background(
        self, settings, tmp_path
    ):
        mine = photo()
        make_due()
        use(settings, Full, tmp_path)
        with pytest.raises(NotMade):
            obtain(thumbnail(mine), fresh(mine))
        assert (fresh(mine).failure, fresh(mine).prepared_at) == (LATER, None)

    def test_the_command_does_not_wait_for_the_pause(self, settings, tmp_path, capsys):
        mine = photo()
        use(settings, Full, tmp_path)
        call_command("make_renditions")
        use(settings, Counting, tmp_path)
        call_command("make_renditions", all=True)
        assert capsys.readouterr().out == "Made: 0. Not made: 1.\nMade: 1. Not made: 0.\n"
        assert fresh(mine).failure == ""

    def test_nothing_half_written_is_left(self, settings, tmp_path):
        class Interrupted(ContentFile):
            def chunks(self, chunk_size=None):
                yield b"half"
                raise OSError(errno.ENOSPC, "full")

        storage = WholeFileStorage(location=tmp_path)
        with pytest.raises(OSError, match="full"):
            storage.save("a/b.webp", Interrupted(b"whole"))
        assert [path.name for path in tmp_path.rglob("*")] == ["a"]


class TestOnDemand:
    @on_both_stores
    def test_a_missing_one_is_made(self):
        mine = photo()
        wanted = renditions.offered(mine.picture, "jpg", "16x9")[-1]
        with obtain(wanted, mine) as file, Image.open(file) as image:
            assert (image.format, image.size) == ("JPEG", (960, 540))
        others = [each for each in names(mine) if each != wanted.name]
        assert not any(map(default_storage.exists, others))
        assert (fresh(mine).claimed_until, fresh(mine).prepared_at) == (None, None)

    def test_one_that_is_there_is_not_made_again(self, written):
        mine = photo()
        for _ in range(3):
            obtain(thumbnail(mine), mine).close()
        assert written == [thumbnail(mine).name]

    @pytest.mark.usefixtures("impatient")
    def test_the_wait_for_another_who_makes_it_ends(self, written):
        mine = photo()
        Photo.objects.claim(mine.pk)
        with pytest.raises(NotMade):
            obtain(thumbnail(mine), mine)
        assert written == []
        assert making.WAITING._value == 2

    def test_the_wait_ends_when_it_is_there(self, written):
        mine = photo()
        Photo.objects.claim(mine.pk)
        storage = storages["default"]
        threading.Timer(0.3, storage.save, [thumbnail(mine).name, ContentFile(b"made")]).start()
        with obtain(thumbnail(mine), mine) as file:
            assert file.read() == b"made"

    def test_not_all_threads_of_a_process_wait(self, written):
        mine = photo()
        Photo.objects.claim(mine.pk)
        with making.WAITING, making.WAITING:
            start = time.monotonic()
            with pytest.raises(NotMade):
                obtain(thumbnail(mine), mine)
            assert time.monotonic() - start < 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.django_db(transaction=True)
class TestThread:
    """The maker of a process that serves the site."""

    @pytest.fixture
    def maker(self, monkeypatch):
        maker = making.maker
        monkeypatch.setattr(maker, "awake", OneRound())
        monkeypatch.setattr(maker, "is_on", False)
        yield maker
        if maker.thread:
            maker.thread.join(10)
            maker.thread = None

    @on_both_stores
    def test_it_makes_what_is_left_over_and_what_is_added_later(self, maker):
        left = photo("red")
        assert maker.thread is None
        maker.start()
        maker.thread.join(10)
        assert fresh(left).prepared_at
        added = photo("green")  # on commit the maker wakes, which runs no more, and starts again
        maker.thread.join(10)
        assert fresh(added).prepared_at
        assert all(map(default_storage.exists, names(added)))

    def test_it_lives_on_after_a_failure_that_nobody_thought_of(self, maker, monkeypatch):
        monkeypatch.setattr(maker, "work", lambda: 1 / 0)
        maker.start()
        maker.thread.join(10)
        assert maker.awake.pause == 60

    def test_an_upload_that_breaks_off_wakes_nobody(self, maker):
        maker.start()
        maker.thread.join(10)
        first = maker.thread
        with suppress(ZeroDivisionError), transaction.atomic():
            add_photo(filename="a.jpg", data=picture())
            raise ZeroDivisionError
        assert maker.thread is first


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """Real threads, each with its own connection."""

    def test_a_rendition_asked_for_by_many_is_made_once(self, written):
        mine = photo()
        wanted = renditions.offered(mine.picture, "avif")[-1]

        def ask():
            try:
                with obtain(wanted, fresh(mine)) as file:
                    return len(file.read())
            except NotMade:  # two threads make or wait, others are sent away
                return None

        sizes = at_once(*[ask] * 6)
        assert written == [wanted.name]
        with default_storage.open(wanted.name) as file:
            size = len(file.read())
        assert set(sizes) <= {size, None}
        assert sizes.count(size) >= 1
        assert fresh(mine).claimed_until is None

    def test_different_ones_of_a_photo_are_made_once_each(self, written):
        mine = photo()
        wanted = renditions.offered(mine.picture, "webp")[:2]
        at_once(*[lambda each=each: obtain(each, fresh(mine)).close() for each in wanted])
        assert sorted(written) == sorted(each.name for each in wanted)

    def test_two_makers_share_the_queue(self, written):
        photos = [photo(color) for color in ("red", "green", "blue", "gold", "navy")]
        results = at_once(make_due, make_due, make_due)
        assert sum(made for made, _ in results) == 5
        assert sum(failed for _, failed in results) == 0
        assert sorted(written) == sorted(name for each in photos for name in names(each))

    def test_a_save_at_the_moment_of_the_note_is_not_lost(self):
        mine = photo()
        claim = Photo.objects.claim(mine.pk)
        is_saved = threading.Event()

        def save():
            with transaction.atomic():
                other = Photo.objects.select_for_update().get(pk=mine.pk)
                other.creator = "А. Ким"
                other.save()
                is_saved.set()
                time.sleep(0.3)  # the note waits for the commit

        def note():
            is_saved.wait(10)
            making._note(mine, claim, "", is_all=True)

        at_once(save, note)
        assert (fresh(mine).creator, fresh(mine).prepared_at) == ("А. Ким", None)


@pytest.mark.exiftool
class TestCredits:
    """What the files say of the picture, as another program reads it."""

    def said(self, photo):
        found = set()
        for name in names(photo):
            with default_storage.open(name) as file:
                tags = exiftool.read(file.read())
            found.add((tags.get("XMP-dc:Creator"), tags.get("XMP-photoshop:Credit")))
            assert not [tag for tag in tags if "GPS" in tag or "Model" in tag]
        return found

    def test_other_credits_stand_in_other_files(self):
        exif = Image.Exif()
        exif[0x0110] = "Camera"
        exif.get_ifd(0x8825)[1] = "N"
        mine, _ = add_photo(filename="a.jpg", data=picture(exif=exif), creator="А. Ким")
        make_due()
        before = names(mine)
        assert self.said(mine) == {("А. Ким", None)}
        mine.credit_line_ru = "Дом дружбы"
        mine.save()
        make_due()
        mine = fresh(mine)
        assert not set(before) & set(names(mine))
        assert self.said(mine) == {("А. Ким", "Дом дружбы")}
