"""The command that names, and deletes, what deleted photos have left in the store."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from media import renditions
from media.making import make_due
from media.management.commands import clean_photos
from media.models import Photo, originals
from tests.factories import photo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]
on_both_stores = pytest.mark.parametrize("store", ["folder", "bucket"], indirect=True)
OTHERS = (
    "intake/2025/03/a.jpg",
    f"releases/ab/{'ab' * 32}/release.docx",
    "readme.txt",
    "ab/notes.jpg",
)


@pytest.fixture
def at_any_age(monkeypatch):
    monkeypatch.setattr(clean_photos, "AGE", dt.timedelta(0))


def files_of(photo):
    return photo.file.name, [each.name for each in renditions.all_of(photo.picture)]


def clean(capsys, **options):
    capsys.readouterr()
    call_command("clean_photos", **options)
    return capsys.readouterr().out.splitlines()


@pytest.fixture
def left():
    """What a deleted photo left, beside one that is there and files of others."""
    kept, gone = photo("teal"), photo("red")
    make_due()
    for name in OTHERS:
        originals().save(name, ContentFile(b"x"))
    original, made = files_of(gone)
    gone.delete()
    size = originals().size(original), sum(default_storage.size(name) for name in set(made))
    return {"kept": kept, "original": original, "made": sorted(set(made)), "size": size}


@on_both_stores
@pytest.mark.usefixtures("at_any_age")
class TestClean:
    def test_without_delete_it_only_names_them(self, left, capsys):
        said = clean(capsys)
        assert said[0] == left["original"]
        assert said[1].startswith("Originals to delete: 1 (")
        assert said[1].endswith(f", {left['size'][0]} bytes).")
        assert sorted(said[2:-1]) == left["made"]
        assert said[-1].startswith(f"Renditions to delete: {len(left['made'])} (")
        assert said[-1].endswith(f", {left['size'][1]} bytes).")
        assert clean(capsys) == said

    def test_it_deletes_them_and_nothing_else(self, left, capsys):
        assert clean(capsys, delete=True)[1].startswith("Originals deleted: 1 (")
        assert not originals().exists(left["original"])
        assert not any(map(default_storage.exists, left["made"]))
        original, made = files_of(left["kept"])
        assert all(map(originals().exists, [original, *OTHERS]))
        assert all(map(default_storage.exists, made))
        folder = left["made"][0].rpartition("/")[0].rpartition("/")
        assert folder[2] not in default_storage.listdir(folder[0])[0]
        assert [line.partition(": ")[2][:3] for line in clean(capsys)] == ["0 (", "0 ("]

    def test_one_that_is_added_again_stays(self, left, capsys):
        again = photo("red")
        assert len(clean(capsys, delete=True)) == 2
        assert originals().exists(again.file.name)


@on_both_stores
def test_what_is_new_may_belong_to_one_that_is_being_added(left, capsys):
    assert len(clean(capsys, delete=True)) == 2
    assert originals().exists(left["original"])


def test_an_empty_store_has_nothing(capsys):
    assert len(clean(capsys)) == 2


@pytest.mark.parametrize("store", ["bucket"], indirect=True)
def test_a_store_out_of_reach_is_named(store):
    store.bucket.delete()
    with pytest.raises(CommandError, match="NoSuchBucket"):
        call_command("clean_photos")
    assert not Photo.objects.exists()
