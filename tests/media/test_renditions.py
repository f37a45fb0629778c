"""What renditions look like: upright, in sRGB, cropped around the focal point, never enlarged."""

import io
import random
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from media import renditions
from media.embedding import Marks
from media.guard import guard_picture
from tests.factories import picture

STRIPES = Path(__file__).parent / "files" / "stripes.heic"
MARKS = Marks("А. Ким", "АНК", "© АНК")
ORIENTATION = 0x0112
# The three colours of `stripes`.
WHITE, GOLD, NAVY = (255, 255, 255), (255, 215, 0), (0, 0, 128)
NEAR = 25  # how far from it a colour may be, in 255 steps, after two lossy encodings


def stripes(size=(600, 400)):
    """Gold on the left, navy on the right, the left corner above is white."""
    width, height = size
    image = Image.new("RGB", size, NAVY)
    image.paste(GOLD, (0, 0, width // 2, height))
    image.paste(WHITE, (0, 0, width // 2, height // 4))
    return image


def saved(image, format="PNG", **options):
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def described(data, focal=(50, 50)):
    """A photo's dict, as the library would make it of a file."""
    facts = guard_picture("a", data)
    return {
        "checksum": "ab" * 32,
        "width": facts.width,
        "height": facts.height,
        "marks": MARKS.digest,
        "focal": list(focal),
    }


def made(data, photo=None, wanted=None):
    """The renditions as `{Rendition: Image}`."""
    photo = photo or described(data)
    wanted = renditions.all_of(photo) if wanted is None else wanted
    files = {}
    renditions.make(data, photo, MARKS, wanted, files.__setitem__)
    assert list(files) == wanted
    return {rendition: Image.open(io.BytesIO(file)) for rendition, file in files.items()}


def one(data, extension="webp", ratio="", **photo):
    photo = described(data) | photo
    wanted = renditions.offered(photo, extension, ratio)[-1]
    return made(data, photo, [wanted])[wanted]


def is_near(pixel, color, near=NEAR):
    return max(abs(a - b) for a, b in zip(pixel[:3], color, strict=True)) <= near


def at(image, x, y):
    """The colour at a place in fractions of the width and the height."""
    return image.convert("RGB").getpixel((int(image.width * x), int(image.height * y)))


def assert_stripes(image):
    found = [at(image, x, y) for x, y in ((0.25, 0.1), (0.25, 0.75), (0.75, 0.1), (0.75, 0.75))]
    expected = [WHITE, GOLD, NAVY, NAVY]
    assert all(map(is_near, found, expected)), found


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_is_upright_however_the_camera_was_held(format, orientation):
    # What undoes the turn by which it is shown.
    back = {5: 5, 6: 8, 7: 7, 8: 6}.get(orientation, orientation)
    turned = stripes()
    if back > 1:
        exif = Image.Exif()
        exif[ORIENTATION] = back
        with Image.open(io.BytesIO(saved(turned, exif=exif))) as image:
            turned = renditions.upright(image.convert("RGB"), back)
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    options = {"lossless": True} if format == "WEBP" else {}
    data = saved(turned, format, exif=exif, **options)
    for rendition, image in made(data).items():
        assert image.size == (
            rendition.width,
            renditions.height_of(described(data), rendition),
        )
        assert ORIENTATION not in image.getexif()
        if not rendition.crop:
            assert_stripes(image)


FORMATS_IN = {
    "JPEG": lambda: saved(stripes(), "JPEG", quality=95),
    "PNG": lambda: saved(stripes()),
    "WEBP": lambda: saved(stripes(), "WEBP"),
    "HEIC": STRIPES.read_bytes,
    "AVIF": lambda: saved(stripes(), "AVIF"),
    "TIFF": lambda: saved(stripes(), "TIFF"),
}


@pytest.mark.parametrize("extension", ["webp", "avif", "jpg", "full"])
@pytest.mark.parametrize("format", FORMATS_IN)
def test_every_format_becomes_every_other(format, extension):
    data = FORMATS_IN[format]()
    photo = described(data)
    assert (photo["width"], photo["height"]) == (600, 400)
    if extension == "full":
        image = Image.open(io.BytesIO(renditions.make_full(data, photo, MARKS)))
        assert (image.format, image.mode, image.size) == ("JPEG", "RGB", (600, 400))
    else:
        image = one(data, extension)
        size = (480, 320) if extension == "webp" else (600, 400)
        expected = (renditions.PILLOW_FORMATS[extension], "RGB", size)
        assert (image.format, image.mode, image.size) == expected
    assert_stripes(image)


def profile(name):
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(name)).tobytes()


def wide_gamut():
    """A profile with the primaries of Display P3 and a gamma of 2.2, made by hand (ICC.1 v2)."""

    def s15(*values):
        return b"".join(round(value * 65536).to_bytes(4, "big", signed=True) for value in values)

    tags = {
        b"desc": b"desc" + bytes(4) + (3).to_bytes(4, "big") + b"P3\0" + bytes(78),
        b"cprt": b"text" + bytes(4) + b"none\0\0\0\0",
        b"wtpt": b"XYZ " + bytes(4) + s15(0.9505, 1, 1.0891),
        # Adapted to D50.
        b"rXYZ": b"XYZ " + bytes(4) + s15(0.51512, 0.2412, -0.00105),
        b"gXYZ": b"XYZ " + bytes(4) + s15(0.29198, 0.69225, 0.04189),
        b"bXYZ": b"XYZ " + bytes(4) + s15(0.1571, 0.06657, 0.78407),
    }
    curve = b"curv" + bytes(4) + (1).to_bytes(4, "big") + round(2.2 * 256).to_bytes(2, "big")
    for each in (b"rTRC", b"gTRC", b"bTRC"):
        tags[each] = curve + bytes(2)
    position = 128 + 4 + 12 * len(tags)
    table, body = len(tags).to_bytes(4, "big"), b""
    for name, content in tags.items():
        content += bytes(-len(content) % 4)
        table += name + position.to_bytes(4, "big") + len(content).to_bytes(4, "big")
        position += len(content)
        body += content
    header = bytearray(128)
    header[0:4] = position.to_bytes(4, "big")
    header[8:12] = bytes([2, 0x10, 0, 0])
    header[12:24] = b"mntrRGB XYZ "
    header[36:40] = b"acsp"
    header[68:80] = s15(0.9642, 1, 0.8249)
    return bytes(header) + table + body


@pytest.mark.parametrize("extension", ["webp", "avif", "jpg"])
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF"])
def test_wide_colours_become_those_of_srgb(format, extension):
    # sRGB's (200, 60, 60) stands in Display P3 as about (185, 72, 67).
    image = Image.new("RGB", (64, 64), (185, 72, 67))
    data = saved(image, format, icc_profile=wide_gamut(), quality=95)
    shown = one(data, extension)
    assert is_near(at(shown, 0.5, 0.5), (200, 60, 60), 8), at(shown, 0.5, 0.5)
    assert "icc_profile" not in shown.info
    assert is_near(at(one(saved(image, format, quality=95)), 0.5, 0.5), (185, 72, 67), 6)


def test_a_palette_with_wide_colours_becomes_srgb():
    image = Image.new("RGB", (64, 64), (185, 72, 67)).convert("P", palette=Image.Palette.ADAPTIVE)
    shown = one(saved(image, icc_profile=wide_gamut()))
    assert is_near(at(shown, 0.5, 0.5), (200, 60, 60), 8)


@pytest.mark.parametrize(
    "broken",
    [b"x", b"x" * 200, wide_gamut()[:150], profile("LAB")],
    ids=["short", "long", "cut short", "of other colours"],
)
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK", "RGBA"])
def test_the_picture_of_a_profile_that_does_not_fit_is_shown_as_it_is(mode, broken):
    format = "TIFF" if mode == "RGBA" else "JPEG"
    data = saved(Image.new("RGB", (64, 64), "grey").convert(mode), format, icc_profile=broken)
    assert is_near(at(one(data), 0.5, 0.5), (128, 128, 128), 10)


def gradient(mode):
    return Image.linear_gradient("L").convert("RGB").convert(mode)


@pytest.mark.parametrize(
    ("mode", "format"),
    [
        ("1", "PNG"), ("L", "JPEG"), ("LA", "PNG"), ("P", "PNG"), ("RGB", "PNG"), ("RGBA", "PNG"),
        ("CMYK", "JPEG"), ("CMYK", "TIFF"), ("YCbCr", "TIFF"), ("RGBX", "TIFF"), ("LA", "TIFF"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("extension", ["webp", "avif", "jpg"])
def test_every_kind_of_pixels_is_shown(mode, format, extension):
    shown = one(saved(gradient(mode), format), extension)
    ends = at(shown, 0.5, 0.02), at(shown, 0.5, 0.98)
    assert is_near(ends[0], (0, 0, 0), 40), ends
    assert is_near(ends[1], (255, 255, 255), 40), ends


@pytest.mark.parametrize("format", ["PNG", "TIFF"])
def test_sixteen_bits_of_grey_are_shown(format):
    image = Image.new("I;16", (64, 64), 40000)
    assert is_near(at(one(saved(image, format)), 0.5, 0.5), (156, 156, 156), 4)


def test_lab_is_shown():
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    image = ImageCms.profileToProfile(stripes((400, 300)), srgb, lab, outputMode="LAB")
    del image.info["icc_profile"]
    data = saved(image, "TIFF")
    photo = {"checksum": "ab" * 32, "width": 400, "height": 300, "marks": "0" * 8, "focal": [0, 0]}
    wanted = renditions.offered(photo, "webp")
    assert_stripes(made(data, photo, wanted)[wanted[0]])


def test_what_is_transparent_stays_so_and_is_white_in_a_jpeg():
    image = Image.new("RGBA", (64, 64), (200, 0, 0, 0))
    image.paste((0, 0, 200, 255), (0, 0, 64, 32))
    for data in (
        saved(image),
        saved(image, "WEBP", lossless=True),
        saved(image, "AVIF"),
        saved(image, icc_profile=profile("sRGB")),
        saved(image.convert("P")),
    ):
        for extension in ("webp", "avif"):
            alpha = one(data, extension).convert("RGBA").getchannel("A")
            assert (alpha.getpixel((32, 60)), alpha.getpixel((32, 4))) == (0, 255)
        jpeg = one(data, "jpg")
        assert is_near(at(jpeg, 0.5, 0.9), WHITE)
        assert is_near(at(jpeg, 0.5, 0.1), (0, 0, 200))


def test_a_colour_that_stands_for_transparency_is_white_in_a_jpeg():
    data = saved(Image.new("RGB", (64, 64), "lime"), transparency=(0, 255, 0))
    assert is_near(at(one(data, "jpg"), 0.5, 0.5), WHITE)


@pytest.mark.parametrize(
    ("size", "webp", "avif", "wide"),
    [
        ((6000, 4000), [480, 960, 1600, 2400], [960, 1600], [480, 960, 1600]),
        ((960, 640), [480, 960], [960], [480, 960]),
        ((959, 640), [480], [959], [480]),
        ((300, 200), [300], [300], [300]),
        ((200, 300), [200], [200], [200]),
        ((1, 1), [1], [1], [1]),
        ((10000, 10), [480, 960, 1600, 2400], [960, 1600], [17]),
        ((10, 10000), [10], [10], [10]),
        ((400, 40000), [163], [163], [400]),
        ((1, 100000), [1], [1], [1]),
        ((100000, 1), [480, 960, 1600, 2400], [960, 1600], [1]),
    ],
)
def test_no_rendition_is_larger_than_the_original_or_than_its_format_takes(size, webp, avif, wide):
    photo = {"checksum": "0" * 64, "marks": "0" * 8, "width": size[0], "height": size[1]}
    photo["focal"] = [50, 50]
    assert [each.width for each in renditions.offered(photo, "webp")] == webp
    assert [each.width for each in renditions.offered(photo, "avif")] == avif
    assert [each.width for each in renditions.offered(photo, "webp", "16x9")] == wide
    for each in renditions.all_of(photo):
        assert 1 <= each.width <= size[0]
        assert 1 <= renditions.height_of(photo, each) <= 16383
        assert renditions.read_name(each.name) == each


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (10000, 10), (10, 10000), (64, 17000)])
@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_pictures_of_odd_sizes_are_made(size, format):
    data = saved(stripes(size), format)
    photo = described(data)
    for rendition, image in made(data).items():
        assert image.size == (rendition.width, renditions.height_of(photo, rendition))
    full = Image.open(io.BytesIO(renditions.make_full(data, photo, MARKS)))
    assert full.size == size


def test_the_full_picture_of_one_that_no_jpeg_takes_is_smaller():
    data = saved(Image.new("L", (70000, 20)))
    full = Image.open(io.BytesIO(renditions.make_full(data, described(data), MARKS)))
    assert full.size == (65500, 19)


def test_a_picture_of_a_hundred_megapixels_is_made():
    data = saved(Image.new("1", (12000, 8400), 1))
    photo = described(data)
    wanted = renditions.offered(photo, "jpg", "1x1")
    assert is_near(at(made(data, photo, wanted)[wanted[0]], 0.5, 0.5), WHITE)


@pytest.mark.parametrize(
    ("focal", "color"), [((10, 80), GOLD), ((90, 80), NAVY), ((0, 0), None), ((100, 100), NAVY)]
)
@pytest.mark.parametrize("ratio", renditions.CROPS)
@pytest.mark.parametrize("size", [(1500, 500), (500, 1500)])
def test_a_crop_shows_what_is_around_the_focal_point(size, ratio, focal, color):
    data = saved(stripes(size))
    photo = described(data, focal)
    wanted = renditions.offered(photo, "jpg", ratio)
    for rendition, image in made(data, photo, wanted).items():
        across, down = map(int, ratio.split("x"))
        assert image.size == (rendition.width, round(rendition.width * down / across))
        left, top, width, height = renditions.crop_box(size, ratio, *focal)
        x = (size[0] * focal[0] / 100 - left) / width
        y = (size[1] * focal[1] / 100 - top) / height
        assert 0 <= x <= 1
        assert 0 <= y <= 1
        if color:
            assert is_near(at(image, min(x, 0.99), min(y, 0.99)), color)
        else:
            assert is_near(at(image, 0, 0), WHITE)


def test_crops_stay_inside_whatever_the_numbers():
    rng = random.Random(7)  # noqa: S311 - sizes
    data = saved(Image.new("L", (1, 1)))
    for _ in range(3000):
        size = rng.randint(1, 9000), rng.randint(1, 9000)
        ratio = rng.choice(list(renditions.CROPS))
        left, top, width, height = renditions.crop_box(
            size, ratio, rng.randint(0, 100), rng.randint(0, 100)
        )
        assert min(left, top) >= 0
        assert left + width <= size[0] + 1e-6
        assert top + height <= size[1] + 1e-6
    for _ in range(150):
        size = rng.randint(1, 700), rng.randint(1, 700)
        data = saved(Image.new("L", size))
        photo = described(data, (rng.randint(0, 100), rng.randint(0, 100)))
        wanted = [renditions.offered(photo, "jpg", ratio)[-1] for ratio in renditions.CROPS]
        for rendition, image in made(data, photo, wanted).items():
            assert image.size == (rendition.width, renditions.height_of(photo, rendition))


def test_a_comment_in_the_original_reaches_no_rendition():
    data = saved(stripes(), "JPEG", comment=b"taken at home", dpi=(300, 300))
    photo = described(data)
    files = {}
    renditions.make(data, photo, MARKS, renditions.all_of(photo), files.__setitem__)
    files["full"] = renditions.make_full(data, photo, MARKS)
    assert not any(b"at home" in file for file in files.values())


def test_an_original_that_is_no_picture_raises():
    with pytest.raises(OSError, match="cannot identify"):
        made(b"rubbish", described(picture()))


@pytest.mark.parametrize(
    "name",
    [
        "renditions/1/../../originals/ab/x.jpg",
        "renditions/1/ab/%s/../../x.jpg" % ("ab" * 32),
        "renditions/2/ab/%s/01234567-480.webp" % ("ab" * 32),
        "renditions/1/ab/%s/01234567-480.webp\n" % ("ab" * 32),
        "renditions/1/ab/%s/01234567-4８0.webp" % ("ab" * 32),
        "renditions/1/ab/%s/01234567-480.gif" % ("ab" * 32),
        "renditions/1/ab/%s/01234567-16x9-480.webp" % ("ab" * 32),
        "renditions/1/ab/%s/01234567-16x9-050-50-480.webp/" % ("ab" * 32),
        "renditions/1/ab/%s/01234567-480.webp\0" % ("ab" * 32),
    ],
)
def test_other_names_are_names_of_nothing(name):
    assert renditions.read_name(name) is None
