import io
import zlib

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import override
from PIL import Image, ImageCms

from media import renditions
from media.guard import UnreadablePicture, guard_picture
from media.library import add_photo
from media.models import Photo, originals
from tests.factories import picture

pytestmark = pytest.mark.django_db

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def exif_with_gps(orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x8298] = "Photographer"
    exif.get_ifd(0x8825)[1] = "N"
    return exif


def noise(size, format="JPEG"):
    buffer = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(buffer, format)
    return buffer.getvalue()


def test_a_photo_keeps_its_original_and_gets_renditions():
    data = picture(size=(2000, 1000))
    photo, is_new = add_photo(filename="Зал.jpg", data=data, creator="А. Ким")
    assert is_new
    assert (photo.original_filename, photo.width, photo.height) == ("Зал.jpg", 2000, 1000)
    assert photo.creator == "А. Ким"
    with photo.file.open() as file:
        assert file.read() == data
    for width in (480, 960, 1600):
        with default_storage.open(renditions.name(photo.checksum, width)) as file:
            image = Image.open(file)
            assert (image.format, image.size) == ("WEBP", (width, width // 2))


def test_the_same_bytes_are_one_photo():
    data = picture()
    photo, _ = add_photo(filename="a.jpg", data=data)
    again, is_new = add_photo(filename="b.jpg", data=data)
    assert (again, is_new) == (photo, False)
    assert Photo.objects.count() == 1


def test_a_photo_can_be_added_again_after_a_rollback():
    data = picture()
    photo, _ = add_photo(filename="a.jpg", data=data)
    photo.delete()  # the files stay
    photo, is_new = add_photo(filename="a.jpg", data=data)
    assert is_new
    assert originals().exists(photo.file.name)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_metadata_with_gps_reaches_no_rendition(format):
    data = picture(format=format, exif=exif_with_gps())
    assert b"Photographer" in data
    photo, _ = add_photo(filename="a", data=data)
    for width in renditions.widths(photo.width):
        with default_storage.open(renditions.name(photo.checksum, width)) as file:
            content = file.read()
        image = Image.open(io.BytesIO(content))
        assert dict(image.getexif()) == {}
        assert b"Photographer" not in content


def test_a_picture_taken_upright_is_upright():
    buffer = io.BytesIO()
    image = Image.new("RGB", (1200, 800), "navy")
    image.paste("gold", (0, 0, 600, 800))  # the left half becomes the top one
    image.save(buffer, "JPEG", exif=exif_with_gps(orientation=6))
    photo, _ = add_photo(filename="a.jpg", data=buffer.getvalue())
    assert (photo.width, photo.height) == (800, 1200)
    with default_storage.open(renditions.name(photo.checksum, 480)) as file:
        upright = Image.open(file).convert("RGB")
    assert upright.size == (480, 720)
    assert upright.getpixel((240, 100))[0] > 200  # gold above
    assert upright.getpixel((240, 600))[0] < 50  # navy below


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "1"])
def test_every_colour_mode_gets_renditions(mode):
    buffer = io.BytesIO()
    Image.new("RGB", (600, 400), "red").convert(mode).save(
        buffer, "JPEG" if mode == "CMYK" else "PNG"
    )
    photo, _ = add_photo(filename="a", data=buffer.getvalue())
    with default_storage.open(renditions.name(photo.checksum, 480)) as file:
        assert Image.open(file).size == (480, 320)


@pytest.mark.parametrize(
    "profile", [b"broken", ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()]
)
def test_colour_profiles_are_taken_out(profile):
    photo, _ = add_photo(filename="a.jpg", data=picture(icc_profile=profile))
    with default_storage.open(renditions.name(photo.checksum, 480)) as file:
        assert "icc_profile" not in Image.open(file).info


def test_a_small_picture_has_one_rendition_of_its_own_width():
    assert renditions.widths(300) == [300]
    assert renditions.widths(480) == [480]
    assert renditions.widths(1000) == [480, 960]


def bomb():
    """A PNG that says it has 30,000 x 30,000 pixels."""
    data = bytearray(picture(format="PNG", size=(8, 8)))
    data[16:24] = (30000).to_bytes(4, "big") * 2

    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NOT_A_PHOTO = "“x.jpg” is not a photo in JPEG, PNG or WebP. Save it in one of these formats."
DAMAGED = "“x.jpg” is damaged or incomplete. Copy it from the camera again."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "“x.jpg” is empty."),
        (b"only text", NOT_A_PHOTO),
        (SVG, NOT_A_PHOTO),
        (picture(format="GIF"), NOT_A_PHOTO),
        (noise((400, 300))[:-2000], DAMAGED),
        (noise((400, 300), "PNG")[:-2000], DAMAGED),
        (bomb(), "“x.jpg” has more than 120 million pixels. Save it at a smaller size."),
        (
            b"\xff\xd8" + b"0" * 60 * 1024 * 1024,
            "“x.jpg” is larger than 40 MB. Save it as a JPEG of a smaller size.",
        ),
    ],
    ids=["empty", "text", "svg", "gif", "cut jpeg", "cut png", "pixels", "60 MB"],
)
def test_a_bad_picture_gets_one_sentence(data, sentence):
    with override("en"), pytest.raises(UnreadablePicture) as refusal:
        add_photo(filename="x.jpg", data=data)
    assert str(refusal.value) == sentence
    assert not Photo.objects.exists()


def test_a_picture_tells_its_size_upright():
    assert guard_picture("a", picture(exif=exif_with_gps(8))) == ("jpg", 800, 1200)


def test_renditions_are_served_for_ever_and_originals_never(client):
    photo, _ = add_photo(filename="a.jpg", data=picture())
    response = client.get(photo.thumbnail_url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    response.close()
    assert client.get(f"/media/{photo.file.name}").status_code == 404
    assert client.get(f"/media/originals/{photo.file.name}").status_code == 404
    missing = reverse("rendition", args=[renditions.name("0" * 64, 480)])
    assert client.get(missing).status_code == 404
