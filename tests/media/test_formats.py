"""Which files are taken, and what is stored of them."""

import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from media import renditions
from media.guard import UnreadablePicture
from media.library import add_photo
from media.making import make_due
from media.models import Photo
from tests.factories import picture
from tests.media.pictures import heic, moving, png_in_16_bits, saved, scenic, zipped

pytestmark = pytest.mark.django_db

SMALL = (40, 30)
HTML = b"<html><script>alert(1)</script></html>"


def exif(orientation):
    tags = Image.Exif()
    tags[0x0112] = orientation
    return tags


def huge_exif():
    tags = Image.Exif()
    tags[0x010E] = "x" * 60_000
    return tags


def grey(mode):
    return Image.linear_gradient("L").resize(SMALL).convert(mode)


def cmyk_tiff():
    return saved(Image.new("CMYK", SMALL, (0, 255, 255, 0)), "TIFF")


def tiff_with_a_small_copy():
    copy = Image.new("RGB", (20, 15))
    copy.encoderinfo = {"tiffinfo": {0x00FE: 1}}
    return picture(size=SMALL, format="TIFF", save_all=True, append_images=[copy])


def mpo():
    return picture(size=SMALL, format="MPO", save_all=True, append_images=[Image.new("RGB", SMALL)])


@pytest.mark.parametrize(
    ("name", "data", "stored"),
    [
        ("a.jpg", picture(size=SMALL), ("jpg", 40, 30)),
        ("progressive.jpg", picture(size=SMALL, progressive=True), ("jpg", 40, 30)),
        ("cmyk.jpg", saved(Image.new("CMYK", SMALL)), ("jpg", 40, 30)),
        ("grey.jpg", saved(grey("L")), ("jpg", 40, 30)),
        ("two-in-one.jpg", mpo(), ("jpg", 40, 30)),
        ("on-its-side.jpg", picture(size=SMALL, exif=exif(6)), ("jpg", 30, 40)),
        ("huge-exif.jpg", picture(size=SMALL, exif=huge_exif()), ("jpg", 40, 30)),
        ("broken-profile.jpg", picture(size=SMALL, icc_profile=b"none"), ("jpg", 40, 30)),
        ("page.html", picture(size=SMALL) + HTML, ("jpg", 40, 30)),
        ("archive.zip", picture(size=SMALL) + zipped({"a.txt": b"a"}), ("jpg", 40, 30)),
        ("really-a-jpeg.png", picture(size=SMALL), ("jpg", 40, 30)),
        ("a.png", picture(size=SMALL, format="PNG"), ("png", 40, 30)),
        ("really-a-png.jpg", picture(size=SMALL, format="PNG"), ("png", 40, 30)),
        ("palette.png", saved(grey("P"), "PNG"), ("png", 40, 30)),
        ("black-and-white.png", saved(grey("1"), "PNG"), ("png", 40, 30)),
        ("see-through.png", saved(grey("RGBA"), "PNG"), ("png", 40, 30)),
        ("16-bit-grey.png", saved(Image.new("I;16", SMALL, 40_000), "PNG"), ("png", 40, 30)),
        ("16-bit.png", png_in_16_bits(), ("png", 40, 30)),
        ("a.webp", picture(size=SMALL, format="WEBP"), ("webp", 40, 30)),
        ("lossless.webp", picture(size=SMALL, format="WEBP", lossless=True), ("webp", 40, 30)),
        ("a.heic", heic(), ("heic", 96, 64)),
        ("IMG_0001.JPG", heic(), ("heic", 96, 64)),
        ("a.avif", picture(size=SMALL, format="AVIF"), ("avif", 40, 30)),
        ("a.tif", picture(size=SMALL, format="TIFF"), ("tif", 40, 30)),
        ("lzw.tif", picture(size=SMALL, format="TIFF", compression="tiff_lzw"), ("tif", 40, 30)),
        ("16-bit.tif", saved(Image.new("I;16", SMALL, 40_000), "TIFF"), ("tif", 40, 30)),
        ("cmyk.tif", cmyk_tiff(), ("tif", 40, 30)),
        ("with-a-small-copy.tif", tiff_with_a_small_copy(), ("tif", 40, 30)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_photo_is_stored_as_it_came_and_shown_clean(name, data, stored):
    photo, _ = add_photo(filename=name, data=data)
    assert (photo.file.name.rpartition(".")[2], photo.width, photo.height) == stored
    assert photo.original_filename == name
    with photo.file.open() as file:
        assert file.read() == data
    assert make_due() == (1, 0)
    for extension in ("webp", "avif", "jpg"):
        for rendition in rendition_files(photo, extension):
            assert b"alert(1)" not in rendition
            assert b"PK\x05\x06" not in rendition
            with Image.open(io.BytesIO(rendition)) as image:
                image.load()


def rendition_files(photo, extension):
    for rendition in renditions.offered(photo.picture, extension):
        with default_storage.open(rendition.name) as file:
            yield file.read()


NOT_A_PHOTO = (
    "is not a photo in JPEG, PNG, WebP, HEIC, AVIF or TIFF. Save it in one of these formats."
)
SEVERAL = "holds several pictures or moves. Save the one that is meant as a JPEG."
DAMAGED = "is damaged or incomplete. Copy it from the camera again."
COLOURS = "has colours of a kind that no browser shows. Save it as a JPEG."
PIXELS = "has more than 120 million pixels. Save it at a smaller size."


def larger(data, old, new):
    """A file whose header says another size than it has."""
    assert old in data
    return data.replace(old, new, 1)


def size_in_jpeg(width, height):
    return b"\x08" + height.to_bytes(2, "big") + width.to_bytes(2, "big") + b"\x03"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("text.jpg", b"a text", NOT_A_PHOTO),
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', NOT_A_PHOTO),
        ("a.gif", picture(size=SMALL, format="GIF"), NOT_A_PHOTO),
        ("moving.gif", moving("GIF"), NOT_A_PHOTO),
        ("a.bmp", picture(size=SMALL, format="BMP"), NOT_A_PHOTO),
        ("a.pdf", picture(size=SMALL, format="PDF"), NOT_A_PHOTO),
        ("a.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", NOT_A_PHOTO),
        ("page.html", HTML + picture(size=SMALL), NOT_A_PHOTO),
        ("moving.png", moving("PNG"), SEVERAL),
        ("moving.webp", moving("WEBP"), SEVERAL),
        ("moving.avif", moving("AVIF"), SEVERAL),
        ("pages.tif", moving("TIFF"), SEVERAL),
        ("float.tif", saved(grey("F"), "TIFF"), COLOURS),
        ("cut.jpg", scenic()[:-600], DAMAGED),
        ("cut.png", scenic(format="PNG")[:-600], DAMAGED),
        ("cut.webp", scenic(format="WEBP", quality=95)[:-200], DAMAGED),
        ("cut.avif", scenic(format="AVIF")[:-100], DAMAGED),
        ("cut.heic", heic()[:-100], DAMAGED),
        ("cut.tif", scenic(format="TIFF")[:5000], DAMAGED),
        (
            "bomb.jpg",
            larger(picture(size=SMALL), size_in_jpeg(40, 30), size_in_jpeg(60_000, 60_000)),
            PIXELS,
        ),
        (
            "bomb.webp",
            larger(
                picture(size=SMALL, format="WEBP"),
                (40).to_bytes(2, "little") + (30).to_bytes(2, "little"),
                (16_000).to_bytes(2, "little") * 2,
            ),
            PIXELS,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value[:20] else "",
)
def test_what_is_no_photo_gets_one_sentence(name, data, sentence):
    with pytest.raises(UnreadablePicture) as refusal:
        add_photo(filename=name, data=data)
    assert str(refusal.value) == f"“{name}” {sentence}"
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\Фото\\Зал.JPG", "Зал.JPG"),
        (
            "Наурыз мейрамы – Ұлыстың ұлы күні 民族.jpg",
            "Наурыз мейрамы – Ұлыстың ұлы күні 民族.jpg",
        ),
        ("ә" * 300 + ".jpeg", "ә" * 145 + ".jpeg"),
        ("a" * 300, "a" * 150),
        ("photo\u202egpj.exe\n.jpg", "photogpj.exe.jpg"),
        ("folder/", "photo"),
    ],
    ids=["path", "of Windows", "Kazakh", "long", "without ending", "turned round", "nothing"],
)
def test_of_a_name_is_kept_what_people_know_it_by(name, kept):
    photo, _ = add_photo(filename=name, data=picture(size=SMALL))
    assert photo.original_filename == kept
    assert photo.file.name == f"{photo.checksum[:2]}/{photo.checksum}.jpg"
