"""What is asked of a picture's bytes before anything else opens them."""

import io
import warnings
from typing import NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}


class UnreadablePicture(Exception):
    """The picture cannot be taken; the message names the file and says what to do."""


class PictureFacts(NamedTuple):
    """What a picture is: its extension and its size in pixels as it is seen (upright)."""

    extension: str
    width: int
    height: int


def guard_picture(filename, data):
    """Decode the picture once, within limits, and return its `PictureFacts`.

    Raises `UnreadablePicture` with a sentence for the user.
    """
    if not data:
        raise UnreadablePicture(_("“%(name)s” is empty.") % {"name": filename})
    if len(data) > settings.PRESS_MAX_PHOTO_MB * 1024 * 1024:
        raise UnreadablePicture(
            _("“%(name)s” is larger than %(limit)s MB. Save it as a JPEG of a smaller size.")
            % {"name": filename, "limit": settings.PRESS_MAX_PHOTO_MB}
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the limit below is stricter than Pillow's warning
            with Image.open(io.BytesIO(data), formats=list(FORMATS)) as image:
                return _look_at(image, filename)
    except UnidentifiedImageError:
        raise UnreadablePicture(
            _("“%(name)s” is not a photo in JPEG, PNG or WebP. Save it in one of these formats.")
            % {"name": filename}
        ) from None
    except Image.DecompressionBombError:
        raise UnreadablePicture(_too_many_pixels(filename)) from None
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError):
        # What Pillow's decoders raise for files that are cut short or corrupt.
        raise UnreadablePicture(
            _("“%(name)s” is damaged or incomplete. Copy it from the camera again.")
            % {"name": filename}
        ) from None


def _look_at(image, filename):
    width, height = image.size
    if width * height > settings.PRESS_MAX_PHOTO_MEGAPIXELS * 1_000_000:
        raise UnreadablePicture(_too_many_pixels(filename))
    if image.format == "JPEG":
        image.draft("RGB", (width // 8, height // 8))  # reads all of the file, keeps an eighth
    image.load()
    if image.getexif().get(0x0112, 1) >= 5:  # EXIF orientation: the camera was held upright
        width, height = height, width
    return PictureFacts(FORMATS[image.format], width, height)


def _too_many_pixels(filename):
    return _("“%(name)s” has more than %(limit)s million pixels. Save it at a smaller size.") % {
        "name": filename,
        "limit": settings.PRESS_MAX_PHOTO_MEGAPIXELS,
    }
