import io
import zlib
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils.translation import override
from PIL import Image, ImageCms

from media import renditions
from media.embedding import Marks, count_scans
from media.guard import AT_ONCE, UnreadablePicture, guard_picture
from media.library import add_photo
from media.making import make_due
from media.models import Photo, originals
from media.originals import NoOriginal, NotNow, original_to_hand_out
from tests.factories import picture
from tests.media.test_metadata import HEIC

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


def made(photo, extension="webp", ratio=""):
    """The photo's renditions of a format and crop, made and opened, narrowest first."""
    make_due()
    images = []
    for rendition in renditions.offered(photo.picture, extension, ratio):
        with default_storage.open(rendition.name) as file:
            images.append(Image.open(io.BytesIO(file.read())))
    return images


def test_a_photo_keeps_its_original_and_gets_renditions():
    data = picture(size=(2000, 1000))
    photo, is_new = add_photo(filename="Зал.jpg", data=data, creator="А. Ким")
    assert is_new
    assert (photo.original_filename, photo.width, photo.height) == ("Зал.jpg", 2000, 1000)
    assert photo.creator == "А. Ким"
    with photo.file.open() as file:
        assert file.read() == data
    assert not any(default_storage.exists(each.name) for each in renditions.all_of(photo.picture))
    images = [
        (image.format, *image.size)
        for extension in ("webp", "avif", "jpg")
        for image in made(photo, extension)
    ]
    assert images == [
        ("WEBP", 480, 240),
        ("WEBP", 960, 480),
        ("WEBP", 1600, 800),
        ("AVIF", 960, 480),
        ("AVIF", 1600, 800),
        ("JPEG", 960, 480),
    ]
    assert all(default_storage.exists(each.name) for each in renditions.all_of(photo.picture))


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


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_the_place_and_the_camera_reach_no_rendition(format):
    photo, _ = add_photo(filename="a", data=picture(format=format, exif=exif_with_gps()))
    for extension in ("webp", "avif", "jpg"):
        for image in made(photo, extension):
            exif = image.getexif()
            assert (0x8825 in exif, 0x0112 in exif) == (False, False)


def test_a_picture_taken_upright_is_upright():
    buffer = io.BytesIO()
    image = Image.new("RGB", (1200, 800), "navy")
    image.paste("gold", (0, 0, 600, 800))  # the left half becomes the top one
    image.save(buffer, "JPEG", exif=exif_with_gps(orientation=6))
    photo, _ = add_photo(filename="a.jpg", data=buffer.getvalue())
    assert (photo.width, photo.height) == (800, 1200)
    upright = made(photo)[0].convert("RGB")
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
    assert made(photo)[0].size == (480, 320)
    assert made(photo, "jpg", "16x9")[0].mode == "RGB"


@pytest.mark.parametrize(
    "profile", [b"broken", ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()]
)
def test_colour_profiles_are_taken_out(profile):
    photo, _ = add_photo(filename="a.jpg", data=picture(icc_profile=profile))
    assert "icc_profile" not in made(photo)[0].info


@pytest.mark.parametrize(
    ("width", "offered"),
    [(300, [300]), (480, [480]), (1000, [480, 960]), (6000, [480, 960, 1600, 2400])],
)
def test_no_rendition_is_wider_than_the_original(width, offered):
    photo = {"checksum": "0" * 64, "marks": "0" * 8, "width": width, "height": 400}
    assert [each.width for each in renditions.offered(photo, "webp")] == offered


def bomb():
    """A PNG that says it has 30,000 x 30,000 pixels."""
    data = bytearray(picture(format="PNG", size=(8, 8)))
    data[16:24] = (30000).to_bytes(4, "big") * 2

    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
NOT_A_PHOTO = (
    "“x.jpg” is not a photo in JPEG, PNG, WebP, HEIC, AVIF or TIFF."
    " Save it in one of these formats."
)
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
    assert guard_picture("a", picture(exif=exif_with_gps(8)))[:3] == ("jpg", 800, 1200)


def test_a_crop_has_the_focal_point_as_near_to_its_middle_as_can_be():
    assert renditions.crop_box((1600, 900), "1x1", 50, 50) == (350, 0, 900, 900)
    assert renditions.crop_box((1600, 900), "1x1", 0, 50) == (0, 0, 900, 900)
    assert renditions.crop_box((1600, 900), "1x1", 90, 50) == (700, 0, 900, 900)
    assert renditions.crop_box((900, 1600), "1x1", 50, 25) == (0, 0, 900, 900)


def test_a_name_is_read_back_and_nothing_else_is():
    photo = {
        "checksum": "ab" * 32,
        "marks": "01234567",
        "width": 3000,
        "height": 2000,
        "focal": [30, 100],
    }
    all_of_them = renditions.all_of(photo)
    assert [renditions.read_name(each.name) for each in all_of_them] == all_of_them
    name = all_of_them[0].name
    for wrong in (
        name.replace("/ab/", "/cd/"),
        name.replace("480", "0480"),
        f"{name}.jpg",
        name.replace("renditions", "originals"),
    ):
        assert renditions.read_name(wrong) is None


# Its metadata item has a type that is no UTF-8: the decoder does not survive that.
CRASHING = Path(__file__).parent / "files" / "crash.heic"


def test_a_picture_that_crashes_its_decoder_takes_nothing_with_it():
    with pytest.raises(UnreadablePicture) as refusal:
        add_photo(filename="x.jpg", data=CRASHING.read_bytes())
    assert str(refusal.value) == DAMAGED
    assert add_photo(filename="y.heic", data=HEIC)[0].file.name.endswith(".heic")


def flipped(data):
    """The file with two bytes of its pixels changed."""
    middle = len(data) // 2
    return (
        data[:middle] + bytes(255 - each for each in data[middle : middle + 2]) + data[middle + 2 :]
    )


def of_many_scans(number):
    """A small progressive JPEG whose last scan is there so many times."""
    data = picture(size=(64, 64), progressive=True)
    start = data.rindex(b"\xff\xda")
    return data[:start] + data[start:-2] * number + data[-2:]


@pytest.mark.parametrize(
    "data",
    [flipped(noise((400, 300), "PNG")), of_many_scans(200), of_many_scans(200) + b"\xff\xd9"],
    ids=["flipped png", "scans", "scans and more"],
)
def test_what_decoders_choke_on_later_is_damaged(data):
    with pytest.raises(UnreadablePicture) as refusal:
        add_photo(filename="x.jpg", data=data)
    assert str(refusal.value) == DAMAGED


def test_scans_are_counted_behind_rubbish_too():
    assert (
        count_scans(of_many_scans(50)) == count_scans(picture(size=(64, 64), progressive=True)) + 49
    )
    data = of_many_scans(200)
    start = data.rindex(b"\xff\xda")
    assert count_scans(data[:start] + b"rubbish" + data[start:]) >= 200


def test_a_full_size_that_is_no_jpeg_is_made_once():
    photo, _ = add_photo(filename="a.png", data=picture(format="PNG"))
    data = original_to_hand_out(photo, photo.marks)
    assert Image.open(io.BytesIO(data)).size == (1200, 800)
    originals().delete(photo.file.name)
    assert original_to_hand_out(photo, photo.marks) == data
    with pytest.raises(NoOriginal):
        original_to_hand_out(photo, Marks("other", "", ""))


def test_a_full_size_waits_a_moment_for_others_and_then_says_so():
    photo, _ = add_photo(filename="a.png", data=picture("olive", format="PNG"))
    with AT_ONCE, AT_ONCE, pytest.raises(NotNow):
        original_to_hand_out(photo, photo.marks, patience=0.01)
    assert original_to_hand_out(photo, photo.marks)
