"""The public forms of a photo: which there are, their names, and how they are made.

Each is upright, in sRGB, and says of itself who made the picture and to whom it is credited, but
neither where it was taken nor with which camera. Its name is made of all that it depends on (the
original's checksum, a digest of the credits, the crop around the focal point, the width), so it
never changes and can be kept for ever.

A photo is here what editions freeze of it: `{"checksum", "width", "height", "marks": digest of
`media.embedding.Marks`, "focal": [x, y] in whole percent}`.
"""

import io
import re
from typing import NamedTuple

from django.conf import settings
from PIL import Image, ImageCms

from media.embedding import Marks, save_options
from media.guard import FORMATS, MPO, as_grey, orientation_of, upright

RECIPE = 1  # another one asks for all renditions anew
FOLDER = f"renditions/{RECIPE}"
HIGHEST = 16383  # pixels of a WebP's side
LONGEST = 65500  # of a JPEG's
WIDTHS = (480, 960, 1600, 2400)
# Whole pictures, and crops by ratio: the widths of each, by format.
WHOLE = {"webp": WIDTHS, "avif": (960, 1600), "jpg": (960,)}
CROPS = {
    "16x9": {"webp": (480, 960, 1600), "jpg": (960,)},
    "4x3": {"webp": (480, 960), "jpg": (480,)},
    "1x1": {"webp": (240, 480), "jpg": (240,)},
}
PILLOW_FORMATS = {"webp": "WEBP", "avif": "AVIF", "jpg": "JPEG"}
CONTENT_TYPES = {"webp": "image/webp", "avif": "image/avif", "jpg": "image/jpeg"}
OPTIONS = {
    # Method 2 of 6: files a tenth larger than with 4, in a third of the time.
    "webp": {"quality": 80, "method": 2},
    # Speed 9 of 10: as small at the same quality as with 8, in a quarter of the time; 6 makes files
    # a tenth smaller in fifteen times. One thread: the others are for the pages.
    "avif": {"quality": 58, "speed": 9, "max_threads": 1},
    "jpg": {"quality": 82, "progressive": True, "optimize": True},
}
FULL = {"quality": 92, "subsampling": 0}  # for journalists whose programs know no HEIC


class Rendition(NamedTuple):
    """One public file of a photo; `crop` is "" or "RATIO-X-Y" with the focal point in percent."""

    checksum: str
    marks: str
    crop: str
    width: int
    extension: str

    @property
    def name(self):
        """Its name in the storage."""
        crop = f"{self.crop}-" if self.crop else ""
        return (
            f"{FOLDER}/{self.checksum[:2]}/{self.checksum}/"
            f"{self.marks}-{crop}{self.width}.{self.extension}"
        )

    @property
    def url(self):
        """Its public address."""
        return f"{settings.MEDIA_URL}{self.name}"


NAME = (
    rf"{FOLDER}/[0-9a-f]{{2}}/(?P<checksum>[0-9a-f]{{64}})/"
    r"(?P<marks>[0-9a-f]{8})-(?:(?P<crop>[0-9]{1,2}x[0-9]-[0-9]{1,3}-[0-9]{1,3})-)?"
    r"(?P<width>[0-9]{1,5})\.(?P<extension>webp|avif|jpg)"
)


def read_name(name):
    """The `Rendition` of a name; None when it is the name of none."""
    found = re.fullmatch(NAME, name)
    if not found:
        return None
    rendition = Rendition(
        found["checksum"],
        found["marks"],
        found["crop"] or "",
        int(found["width"]),
        found["extension"],
    )
    return rendition if rendition.name == name else None


def crop_of(photo, ratio):
    """How a crop is named: the ratio, and the focal point in percent."""
    x, y = photo["focal"]
    return f"{ratio}-{x}-{y}"


def offered(photo, extension, ratio=""):
    """The renditions of one format and crop, narrowest first; none wider than the original."""
    widths = (CROPS[ratio] if ratio else WHOLE)[extension]
    widest = widest_crop(photo, ratio) if ratio else _widest(photo)
    crop = crop_of(photo, ratio) if ratio else ""
    fitting = [width for width in widths if width <= widest] or [widest]
    return [
        Rendition(photo["checksum"], photo["marks"], crop, width, extension) for width in fitting
    ]


def all_of(photo):
    """Every rendition of a photo, those that the administration shows first."""
    return [
        rendition
        for ratio in ("", *CROPS)
        for extension in (CROPS[ratio] if ratio else WHOLE)
        for rendition in offered(photo, extension, ratio)
    ]


def smallest(photo):
    """The address of the smallest rendition of the whole picture."""
    return offered(photo, "webp")[0].url


def _widest(photo):
    """The width in pixels of the largest rendition of the whole picture: a tall one is scaled."""
    return min(photo["width"], photo["width"] * HIGHEST // photo["height"]) or 1


def widest_crop(photo, ratio):
    """The width in pixels of the largest crop that the picture has room for."""
    across, down = read_ratio(ratio)
    return min(photo["width"], photo["height"] * across // down) or 1


def read_ratio(ratio):
    across, down = ratio.split("x")
    return int(across), int(down)


def height_of(photo, rendition):
    """The rendition's height in pixels."""
    if rendition.crop:
        across, down = read_ratio(rendition.crop.partition("-")[0])
        return max(1, round(rendition.width * down / across))
    return _height(photo, rendition.width, HIGHEST)


def _height(photo, width, highest=None):
    """The height of the whole picture at a width."""
    height = max(1, round(photo["height"] * width / photo["width"]))
    return min(height, highest) if highest else height


def make(data, photo, marks, wanted, write):
    """Make renditions of a guarded picture's bytes; call `write(rendition, bytes)` for each.

    `marks` are what the files say of the picture. Raises what Pillow raises for damaged files.
    """
    needed = {rendition: _needed_width(photo, rendition) for rendition in wanted}
    largest = _decode(data, photo, max(needed.values()))
    wholes, images = [largest], {}
    for rendition in sorted(wanted, key=needed.get, reverse=True):
        shape = rendition.crop, rendition.width
        if shape in images:
            continue
        # From the smallest one that is twice as large: as sharp as from the largest, and quicker.
        source = next(
            (each for each in reversed(wholes) if each.width >= 2 * needed[rendition]), largest
        )
        images[shape] = _scaled(source, photo, rendition)
        if not rendition.crop:
            wholes.append(images[shape])
    for rendition in wanted:
        image = images[rendition.crop, rendition.width]
        write(rendition, encode(image, rendition.extension, marks))


def full_name(checksum, marks):
    """The name of the full size of a picture in the storage; it has no public address."""
    return f"{FOLDER}/{checksum[:2]}/{checksum}/{marks.digest}-full.jpg"


def make_full(data, photo, marks):
    """The whole picture in its full size as a JPEG, for formats that few programs read."""
    width = min(photo["width"], LONGEST, photo["width"] * LONGEST // photo["height"] or 1)
    return encode(_decode(data, photo, width), "jpg", marks, **FULL)


def make_thumbnail(data, size, longest):
    """A small WebP of a guarded picture that is in no library yet; `size` is its upright one."""
    photo = dict(zip(("width", "height"), size, strict=True))
    width = max(1, min(size[0], longest * size[0] // max(size)))
    return encode(_decode(data, photo, width), "webp", Marks())


def encode(image, extension, marks, **options):
    """The bytes of an sRGB picture in a format, with its marks and nothing else."""
    if extension == "jpg" and image.mode != "RGB":
        flat = Image.new("RGB", image.size, "white")
        flat.paste(image, mask=image.getchannel("A"))
        image = flat
    buffer = io.BytesIO()
    format = PILLOW_FORMATS[extension]
    image.save(buffer, format, **(OPTIONS[extension] | options), **save_options(marks, format))
    return buffer.getvalue()


def _needed_width(photo, rendition):
    """How wide the whole picture must be for the rendition to be cut out of it."""
    if not rendition.crop:
        return rendition.width
    widest = widest_crop(photo, rendition.crop.partition("-")[0])
    return min(photo["width"], -(-photo["width"] * rendition.width // widest))


def _scaled(source, photo, rendition):
    """The rendition's picture out of the whole one: all of it, or a part around the focal point."""
    size = rendition.width, height_of(photo, rendition)
    if not rendition.crop:
        return source if source.size == size else source.resize(size, Image.Resampling.LANCZOS)
    ratio, x, y = rendition.crop.split("-")
    left, top, width, height = crop_box(source.size, ratio, int(x), int(y))
    right, bottom = min(left + width, source.width), min(top + height, source.height)
    return source.resize(size, Image.Resampling.LANCZOS, box=(left, top, right, bottom))


def crop_box(size, ratio, x, y):
    """`(left, top, width, height)` of a crop: the focal point as near to its middle as can be."""
    across, down = read_ratio(ratio)
    width = min(size[0], size[1] * across / down)
    height = width * down / across
    left = min(max(size[0] * x / 100 - width / 2, 0), size[0] - width)
    top = min(max(size[1] * y / 100 - height / 2, 0), size[1] - height)
    return left, top, width, height


def _decode(data, photo, width):
    """The picture so many pixels wide, upright and in sRGB."""
    with Image.open(io.BytesIO(data), formats=list(FORMATS)) as image:
        size = width, _height(photo, width)
        if image.format in ("JPEG", MPO):  # which decode at a fraction of their size
            image.draft("RGB", size[::-1] if orientation_of(image) >= 5 else size)
        image.load()
        orientation = orientation_of(image)  # TIFF is upright by now
        if orientation >= 5:
            size = size[::-1]
        profile = image.info.get("icc_profile")
        image = _plain(image)
        if image.size != size and image.mode != "LAB":
            image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
        image = _to_srgb(image, profile)
        if image.size != size:
            image = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3)
        image.info = {}  # nothing of the original's goes on
        return upright(image, orientation)


def _plain(image):
    """In a mode that can be scaled, and that its colour profile is for."""
    if image.mode.startswith("I;16"):
        return as_grey(image)
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "CMYK", "LAB") else image.convert("RGB")


def _to_srgb(image, profile):
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            return ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode=mode,
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile, or one for other colours: the numbers as they are
    return image if image.mode == mode else image.convert(mode)
