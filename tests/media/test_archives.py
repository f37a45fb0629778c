"""ZIP files of photos: guarded, then each photo by itself."""

import io
import struct
import tracemalloc
import zipfile

import pytest

from media import archives
from media.incoming import take_file
from media.models import Photo
from tests.factories import picture
from tests.media.pictures import scenic, zipped

pytestmark = pytest.mark.django_db

SMALL = picture(size=(40, 30))


def take(data, name="photos.zip"):
    """`{name: outcome or sentence}` of what is handed in."""
    results = take_file(file=io.BytesIO(data), name=name, size=len(data))
    return {taken.name: taken.sentence or taken.outcome for taken in results}


def entry_named(raw, flags=0):
    """A ZIP file with one photo, whose name is these bytes."""
    stand_in = b"x" * len(raw)
    data = zipped({stand_in.decode(): SMALL}).replace(stand_in, raw)
    return with_flags(data, flags)


def with_flags(data, flags):
    """The ZIP file with the flags of its first entry set, where it begins and in the list."""
    data = bytearray(data)
    data[6:8] = struct.pack("<H", flags)
    place = data.index(b"PK\x01\x02")
    data[place + 8 : place + 10] = struct.pack("<H", flags)
    return bytes(data)


def test_each_photo_gets_its_own_answer():
    known = picture("red", size=(40, 30))
    take(known, "known.jpg")
    data = zipped(
        {
            "зал.jpg": scenic(1),
            "2025/март/two.png": scenic(2, "PNG"),
            "__MACOSX/._зал.jpg": b"leftover",
            ".DS_Store": b"leftover",
            "2025/.hidden/three.jpg": scenic(3),
            "Thumbs.db": b"leftover",
            "empty folder/": b"",
            "note.txt": b"a text",
            "cut.jpg": scenic(4)[:-600],
            "again.jpg": known,
            "inner.zip": zipped({"a.jpg": SMALL}),
            "last.jpg": scenic(5),
        }
    )
    no_photo = (
        "is not a photo in JPEG, PNG, WebP, HEIC, AVIF or TIFF. Save it in one of these formats."
    )
    assert take(data) == {
        "зал.jpg": "added",
        "two.png": "added",
        "note.txt": f"“note.txt” {no_photo}",
        "cut.jpg": "“cut.jpg” is damaged or incomplete. Copy it from the camera again.",
        "again.jpg": "known",
        "inner.zip": f"“inner.zip” {no_photo}",
        "last.jpg": "added",
    }
    assert Photo.objects.count() == 4


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (entry_named("Наурыз.jpg".encode("cp866")), "Наурыз.jpg"),
        (entry_named("Ұлыстың ұлы күні.jpg".encode()), "Ұлыстың ұлы күні.jpg"),
        (zipped({"Ұлыстың ұлы күні.jpg": SMALL}), "Ұлыстың ұлы күні.jpg"),
        (zipped({"../../../etc/passwd.jpg": SMALL}), "passwd.jpg"),
        (zipped({"/etc/passwd.jpg": SMALL}), "passwd.jpg"),
        (entry_named(b"C:\\photos\\hall.jpg"), "hall.jpg"),
        (zipped({"ә" * 300 + ".jpg": SMALL}), "ә" * 146 + ".jpg"),
        (entry_named(b"a\x00b.jpg"), "ab.jpg"),
    ],
    ids=["cp866", "UTF-8 unsaid", "UTF-8", "up", "root", "of Windows", "long", "NUL"],
)
def test_names_are_read_as_they_were_written_and_lead_nowhere(data, name):
    assert take(data) == {name: "added"}
    assert Photo.objects.get().original_filename == name


def many(count):
    return zipped({f"{number}.jpg": b"" for number in range(count)})


def with_a_lie_about_its_list():
    """A ZIP file that says that its list of entries is as large as itself."""
    data = bytearray(b"\0" * (archives.MAX_PIECE + 1000) + zipped({"a.jpg": SMALL}))
    place = data.rindex(b"PK\x05\x06")
    data[:4] = b"PK\x03\x04"
    data[place + 12 : place + 16] = struct.pack("<I", place)
    data[place + 16 : place + 20] = struct.pack("<I", 0)
    return bytes(data)


ANEW = "“photos.zip” is damaged or incomplete. Make the ZIP file anew."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (zipped({}), "“photos.zip” holds no photos."),
        (zipped({"__MACOSX/a": b"", "folder/": b""}), "“photos.zip” holds no photos."),
        (zipped({"a.jpg": SMALL})[:-30], ANEW),
        (b"PK\x03\x04" + b"x" * 500, ANEW),
        (with_a_lie_about_its_list(), ANEW),
        (many(archives.MAX_ENTRIES + 1), "“photos.zip” holds more than 3000 files. Divide it."),
        (
            zipped(
                {f"{number}.tif": b"\0" * 10_000_000 for number in range(8)},
                compression=zipfile.ZIP_DEFLATED,
            ),
            "“photos.zip” unpacks to far more than photos do. Hand in the photos themselves.",
        ),
        (
            zipped({"[Content_Types].xml": b"<a/>", "word/media/image1.jpg": SMALL}),
            "“photos.zip” is a document. Hand in the photos themselves.",
        ),
        (
            with_flags(zipped({"a.jpg": SMALL}), archives.ENCRYPTED),
            "“photos.zip” is protected with a password. Make the ZIP file anew without one.",
        ),
    ],
    ids=["empty", "leftovers", "cut", "no ZIP", "lie", "entries", "bomb", "document", "password"],
)
def test_a_bad_archive_gets_one_sentence(data, sentence):
    assert take(data) == {"photos.zip": sentence}
    assert not Photo.objects.exists()


def test_an_archive_over_the_limit_is_not_opened(settings):
    settings.PRESS_MAX_ZIP_MB = 1
    file = io.BytesIO(b"PK\x03\x04")
    (taken,) = take_file(file=file, name="a.zip", size=1024 * 1024 + 1)
    assert taken.sentence == "“a.zip” is larger than 1 MB. Divide it."


def damaged():
    data = bytearray(zipped({"a.jpg": SMALL, "b.jpg": scenic(1)}))
    data[data.index(SMALL) + 50] ^= 255
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (damaged(), "“a.jpg” is damaged in the ZIP file. Make the ZIP file anew."),
        (
            with_flags(zipped({"a.jpg": SMALL, "b.jpg": scenic(1)}), archives.ENCRYPTED),
            "“a.jpg” is protected with a password. Make the ZIP file anew without one.",
        ),
        (zipped({"a.jpg": b"", "b.jpg": scenic(1)}), "“a.jpg” is empty."),
        (
            zipped({"a.jpg": b"\0" * 2_000_000, "b.jpg": scenic(1)}),
            "“a.jpg” is larger than 1 MB. Save it as a JPEG of a smaller size.",
        ),
    ],
    ids=["damaged", "password", "empty", "large"],
)
def test_a_bad_entry_does_not_stop_the_others(settings, data, sentence):
    settings.PRESS_MAX_PHOTO_MB = 1
    assert take(data) == {"a.jpg": sentence, "b.jpg": "added"}


def test_an_unusual_packing_is_named():
    data = zipped({"a.jpg": SMALL}, compression=zipfile.ZIP_LZMA)
    assert take(data) == {
        "a.jpg": "“a.jpg” is packed in an unusual way. Make the ZIP file anew in the usual one."
    }


def test_no_more_than_one_photo_is_in_memory(tmp_path):
    path = tmp_path / "photos.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20):
            archive.writestr(f"{number}.jpg", SMALL + bytes([number]) * 2_000_000)
    tracemalloc.start()
    with path.open("rb") as file:
        results = take_file(file=file, name="photos.zip", size=path.stat().st_size)
        assert [taken.outcome for taken in results] == ["added"] * 20
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 15_000_000
