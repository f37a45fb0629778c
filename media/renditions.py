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

from media.embedding import save_options
from media.guard import FORMATS, as_grey, orientation_of, upright

RECIPE = 1  # another one asks for all renditions anew
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
    "avif": {"quality": 60, "speed": 8},
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
            f"renditions/{RECIPE}/{self.checksum[:2]}/{self.checksum}/"
            f"{self.marks}-{crop}{self.width}.{self.extension}"
        )

    @property
    def url(self):
        """Its public address."""
        return f"{settings.MEDIA_URL}{self.name}"


NAME = (
    rf"renditions/{RECIPE}/[0-9a-f]{{2}}/(?P<checksum>[0-9a-f]{{64}})/"
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
    widest = widest_crop(photo, ratio) if ratio else photo["width"]
    crop = crop_of(photo, ratio) if ratio else ""
    fitting = [width for width in widths if width < widest] or [min(widths[0], widest)]
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
    return max(1, round(photo["height"] * rendition.width / photo["width"]))


def make(data, photo, marks, wanted, write):
    """Make renditions of a guarded picture's bytes; call `write(rendition, bytes)` for each.

    `marks` are what the files say of the picture. Raises what Pillow raises for damaged files.
    """
    widths = sorted({_needed_width(photo, rendition) for rendition in wanted}, reverse=True)
    image = _decode(data, photo, widths[0])
    images = {}
    for width in widths:
        if width < image.width:
            # Each size is made from the next larger one.
            height = max(1, round(image.height * width / image.width))
            image = image.resize((width, height), Image.Resampling.LANCZOS)
        images[width] = image
    for rendition in wanted:
        image = images[_needed_width(photo, rendition)]
        made = _cropped(image, photo, rendition) if rendition.crop else image
        write(rendition, encode(made, rendition.extension, marks))


def make_full(data, photo, marks):
    """The whole picture in its full size as a JPEG, for formats that few programs read."""
    return encode(_decode(data, photo, photo["width"]), "jpg", marks, **FULL)


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


def _cropped(image, photo, rendition):
    """The largest part of a ratio around the focal point, scaled to the rendition's size."""
    ratio, x, y = rendition.crop.split("-")
    left, top, width, height = crop_box(image.size, ratio, int(x), int(y))
    return image.resize(
        (rendition.width, height_of(photo, rendition)),
        Image.Resampling.LANCZOS,
        box=(left, top, left + width, top + height),
    )


def crop_box(size, ratio, x, y):
    """`(left, top, width, height)` of a crop: the focal point as near to its middle as can be."""
    across, down = read_ratio(ratio)
    width = min(size[0], size[1] * across / down)
    height = width * down / across
    left = min(max(size[0] * x / 100 - width / 2, 0), size[0] - width)
    top = min(max(size[1] * y / 100 - height / 2, 0), size[1] - height)
    return left, top, width, height


def _decode(data, photo, width):
    """The picture, upright and in sRGB, at least so many pixels wide where it is so wide at all."""
    with Image.open(io.BytesIO(data), formats=list(FORMATS)) as image:
        orientation = orientation_of(image)
        height = -(-photo["height"] * width // photo["width"])
        # JPEG decodes at a fraction of its size.
        image.draft("RGB", (height, width) if orientation >= 5 else (width, height))
        return upright(_to_srgb(image), orientation)


def _to_srgb(image):
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I;16"):
        return as_grey(image).convert("RGB")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L", "LAB"):
        try:
            return ImageCms.profileToProfile(
                image,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGBA" if image.mode == "RGBA" else "RGB",
            )
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile, or one for other colours: the numbers as they are
    return image.convert(mode)
