"""What is asked of a picture's bytes before anything else opens them."""

import io
import itertools
import struct
import threading
import warnings
import zlib
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from media.embedding import count_scans
from media.metadata import PhotoMetadata, read_metadata
from media.probe import survives

FORMATS = {
    "JPEG": "jpg",
    "PNG": "png",
    "WEBP": "webp",
    "HEIF": "heic",
    "AVIF": "avif",
    "TIFF": "tif",
}
# What Pillow calls a JPEG with a further one behind it, as cameras write them.
MPO = "MPO"
MODES = {"1", "L", "LA", "La", "P", "PA", "RGB", "RGBA", "RGBa", "RGBX", "CMYK", "YCbCr", "LAB",
         "I;16", "I;16L", "I;16B", "I;16N"}  # fmt: skip
ORIENTATION, SUBFILE_TYPE = 0x0112, 0x00FE
# What Pillow and its decoders raise for files that are cut short, corrupt or made to do harm.
UNDECODABLE = (
    OSError, SyntaxError, ValueError, EOFError, MemoryError, RuntimeError, TypeError,
    AttributeError, ArithmeticError, LookupError, AssertionError, struct.error, zlib.error,
)  # fmt: skip
# So many pictures are decoded at once in a process: each takes up to some hundred MB.
AT_ONCE = threading.Semaphore(2)
# So many scans a progressive JPEG has at most: encoders make ten, and each costs time anew.
MAX_SCANS = 100
# So many small copies of its picture a TIFF has at most: one for each halving.
MAX_COPIES = 20
# What brings a picture upright, by its EXIF orientation.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class UnreadablePicture(Exception):
    """The picture cannot be taken; the message names the file and says what to do."""


class PictureFacts(NamedTuple):
    """What a picture is: its extension, its size in pixels as it is seen (upright), its likeness.

    `likeness` are 64 bits, signed; see `distance`.
    """

    extension: str
    width: int
    height: int
    likeness: int | None
    metadata: PhotoMetadata


def guard_size(filename, size):
    """Refuse a file of too many bytes, before it is read; raises `UnreadablePicture`."""
    if size > settings.PRESS_MAX_PHOTO_MB * 1024 * 1024:
        raise UnreadablePicture(
            _("“%(name)s” is larger than %(limit)s MB. Save it as a JPEG of a smaller size.")
            % {"name": filename, "limit": settings.PRESS_MAX_PHOTO_MB}
        )


def guard_picture(filename, data):
    """Decode the picture once, within limits, and return its `PictureFacts`.

    Raises `UnreadablePicture` with a sentence for the user.
    """
    if not data:
        raise UnreadablePicture(_("“%(name)s” is empty.") % {"name": filename})
    guard_size(filename, len(data))
    try:
        _probe(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the limit below is stricter than Pillow's warning
            with AT_ONCE, Image.open(io.BytesIO(data), formats=list(FORMATS)) as image:
                return _look_at(image, filename, data)
    except UnidentifiedImageError:
        raise UnreadablePicture(
            _(
                "“%(name)s” is not a photo in JPEG, PNG, WebP, HEIC, AVIF or TIFF."
                " Save it in one of these formats."
            )
            % {"name": filename}
        ) from None
    except Image.DecompressionBombError:
        raise UnreadablePicture(_too_many_pixels(filename)) from None
    except UNDECODABLE:
        raise UnreadablePicture(
            _("“%(name)s” is damaged or incomplete. Copy it from the camera again.")
            % {"name": filename}
        ) from None


def _probe(data):
    """Let a process of its own open what a crashing decoder would read (ISO media files)."""
    if data[4:8] == b"ftyp" and not survives(data, _max_pixels()):
        raise OSError


def _max_pixels():
    return settings.PRESS_MAX_PHOTO_MEGAPIXELS * 1_000_000


def _look_at(image, filename, data):
    width, height = image.size
    if width * height > _max_pixels():
        raise UnreadablePicture(_too_many_pixels(filename))
    if _has_frames(image):
        raise UnreadablePicture(
            _("“%(name)s” holds several pictures or moves. Save the one that is meant as a JPEG.")
            % {"name": filename}
        )
    if image.mode not in MODES:
        raise UnreadablePicture(
            _("“%(name)s” has colours of a kind that no browser shows. Save it as a JPEG.")
            % {"name": filename}
        )
    if image.format in ("JPEG", MPO):
        if count_scans(data) > MAX_SCANS:
            raise OSError
        # Reads all of the file, keeps an eighth.
        image.draft("RGB", (max(1, width // 8), max(1, height // 8)))
    image.load()
    # Not before: what reads it from some formats decodes the picture and says nothing of failures.
    metadata = read_metadata(image, data)
    orientation = orientation_of(image)
    if orientation >= 5:
        width, height = height, width
    return PictureFacts(
        "jpg" if image.format == MPO else FORMATS[image.format],
        width,
        height,
        likeness(image, orientation),
        metadata,
    )


def orientation_of(image):
    """How the camera was held (EXIF): 1 upright, 5 to 8 on its side."""
    orientation = image.getexif().get(ORIENTATION, 1)
    return orientation if orientation in TURNS else 1


def upright(image, orientation):
    """The picture turned as it is seen."""
    return image.transpose(TURNS[orientation]) if orientation in TURNS else image


def _has_frames(image):
    """Whether a file is animated or has pages; TIFF keeps small copies of its picture as pages."""
    if image.format in (MPO, "HEIF"):
        return False  # the first one is what was photographed
    if image.format != "TIFF":
        return getattr(image, "is_animated", False)
    for frame in itertools.count(1):
        try:
            image.seek(frame)
        except EOFError:
            break
        if frame > MAX_COPIES or not image.tag_v2.get(SUBFILE_TYPE, 0) & 1:
            return True
    image.seek(0)
    return False


def likeness(image, orientation):
    """The dHash of a decoded picture: whether each of 8 × 8 fields is darker than its neighbour.

    None of a flat picture, which is like every other one.
    """
    small = upright(as_grey(image).resize((64, 64), reducing_gap=2), orientation)
    values = small.resize((9, 8), Image.Resampling.BOX).tobytes()
    bits = [values[row * 9 + x] < values[row * 9 + x + 1] for row in range(8) for x in range(8)]
    number = sum(bit << place for place, bit in enumerate(bits))
    if min(sum(bits), 64 - sum(bits)) < 6:
        return None
    return number - (1 << 64) if number >> 63 else number


def distance(one, other):
    """In how many of their 64 bits two likenesses differ."""
    return ((one ^ other) & (1 << 64) - 1).bit_count()


def as_grey(image):
    """In 8 bits of grey, whatever it was."""
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value / 256).convert("L")
    return image.convert("L")


def no_room(filename):
    """What is said when the disk of the server is full."""
    return _("There is no room left for “%(name)s” on the server. Tell the administrator.") % {
        "name": filename
    }


def _too_many_pixels(filename):
    return _("“%(name)s” has more than %(limit)s million pixels. Save it at a smaller size.") % {
        "name": filename,
        "limit": settings.PRESS_MAX_PHOTO_MEGAPIXELS,
    }
