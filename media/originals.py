"""Originals as they are handed out: in their full size, without what is nobody's business."""

import hashlib
import io
import logging
from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from media.embedding import clean_jpeg
from media.guard import AT_ONCE, UNDECODABLE, orientation_of
from media.renditions import full_name, make_full

logger = logging.getLogger(__name__)


# So long, in seconds, a request waits for its turn to decode a picture; the others go on meanwhile.
PATIENCE = 2


class NoOriginal(Exception):
    """The original is missing or damaged."""


class NotNow(NoOriginal):
    """The original is out of reach, or too many others are made, just now."""


def original_to_hand_out(photo, marks, *, patience=PATIENCE):
    """The bytes of a JPEG of the Photo in its full size with these `Marks`; raises `NoOriginal`.

    An original in JPEG keeps its picture bit by bit; of others the JPEG is made once and kept.
    `patience` is how many seconds it may wait for others that are made just now.
    """
    if photo.file.name.endswith(".jpg"):
        return _cleaned(photo, _read(photo), marks, patience)
    name = full_name(photo.checksum, marks)
    return clean_jpeg(_kept(name) or _made(photo, name, marks, patience), marks)


def _made(photo, name, marks, patience):
    data = _read(photo)
    with _turn(patience):
        if kept := _kept(name):
            return kept
        made = _decoded(photo, data, marks.credits)
    try:
        default_storage.save(name, ContentFile(made))
    except Exception as error:  # whatever a store or its library thinks of
        logger.warning("The full size of photo %s cannot be kept: %s", photo.pk, error)
    return made


def _cleaned(photo, data, marks, patience):
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as image:
            orientation = orientation_of(image)
        return clean_jpeg(data, marks, orientation)
    except ValueError:
        # Not well-formed, which decoders forgive: it is written anew.
        with _turn(patience):
            return _decoded(photo, data, marks)
    except UNDECODABLE as error:
        logger.warning("The original of photo %s cannot be decoded: %s", photo.pk, error)
        raise NoOriginal from None


def _decoded(photo, data, marks):
    try:
        return make_full(data, photo.picture, marks)
    except (Image.DecompressionBombError, *UNDECODABLE) as error:
        logger.warning("The original of photo %s cannot be decoded: %s", photo.pk, error)
        raise NoOriginal from None


def _read(photo):
    try:
        with photo.file.storage.open(photo.file.name) as file:
            data = file.read()
    except FileNotFoundError:
        logger.warning("The original of photo %s is lost.", photo.pk)
        raise NoOriginal from None
    except Exception as error:  # whatever a store or its library thinks of
        logger.warning("The original of photo %s cannot be read now: %s", photo.pk, error)
        raise NotNow from None
    if hashlib.sha256(data).hexdigest() != photo.checksum:
        # Only what was guarded when it came in is opened: decoders crash on harmful files.
        logger.warning("The original of photo %s is not what was handed in.", photo.pk)
        raise NoOriginal
    return data


def _kept(name):
    try:
        with default_storage.open(name) as file:
            return file.read()
    except FileNotFoundError:
        return b""
    except Exception as error:  # whatever a store or its library thinks of
        logger.warning("%s cannot be read now: %s", name, error)
        raise NotNow from None


@contextmanager
def _turn(patience):
    if not AT_ONCE.acquire(timeout=patience):
        raise NotNow
    try:
        yield
    finally:
        AT_ONCE.release()
