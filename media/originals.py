"""Originals as they are handed out: in their full size, without what is nobody's business."""

import hashlib
import io
import logging
from contextlib import suppress

from PIL import Image

from media.embedding import clean_jpeg
from media.guard import UNDECODABLE, orientation_of
from media.making import AT_ONCE
from media.renditions import make_full

logger = logging.getLogger(__name__)


class NoOriginal(Exception):
    """The original is missing, damaged, or out of reach just now."""


def original_to_hand_out(photo, marks):
    """The bytes of a JPEG of the Photo in its full size with these marks; raises `NoOriginal`.

    An original in JPEG keeps its picture bit by bit.
    """
    try:
        with photo.file.storage.open(photo.file.name) as file:
            data = file.read()
    except Exception as error:  # whatever a store or its library thinks of
        logger.warning("The original of photo %s cannot be read: %s", photo.pk, error)
        raise NoOriginal from None
    if hashlib.sha256(data).hexdigest() != photo.checksum:
        # Only what was guarded when it came in is opened: decoders crash on harmful files.
        logger.warning("The original of photo %s is not what was handed in.", photo.pk)
        raise NoOriginal
    try:
        if photo.file.name.endswith(".jpg"):
            with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
                orientation = orientation_of(image)
            # One that is not well-formed, which decoders forgive, is written anew instead.
            with suppress(ValueError):
                return clean_jpeg(data, marks, orientation)
        with AT_ONCE:
            return make_full(data, photo.picture, marks)
    except (Image.DecompressionBombError, *UNDECODABLE) as error:
        logger.warning("The original of photo %s cannot be decoded: %s", photo.pk, error)
        raise NoOriginal from None
