"""Photos come into the library here, from every way in."""

import hashlib

from django.core.files.base import ContentFile

from media import renditions
from media.guard import guard_picture
from media.models import Photo, originals


def add_photo(*, filename, data, **fields):
    """The Photo of these bytes: the one that is there already, or a new one.

    `filename` is the name on the sender's disk, kept for people to see; `fields` are further
    fields of a new Photo. Returns `(photo, is_new)`; raises `media.guard.UnreadablePicture`.
    """
    checksum = hashlib.sha256(data).hexdigest()
    if photo := Photo.objects.filter(checksum=checksum).first():
        return photo, False
    facts = write_files(filename, data)
    return Photo.objects.get_or_create(
        checksum=checksum,
        defaults={
            "file": _original_name(checksum, facts),
            "original_filename": filename[-255:],
            "width": facts.width,
            "height": facts.height,
            **fields,
        },
    )


def write_files(filename, data):
    """Guard a picture, write its original and its renditions, and return its `PictureFacts`.

    Files are named by content: what a failure leaves behind is used again. To write them before a
    transaction begins keeps the making of renditions out of it.
    Raises `media.guard.UnreadablePicture`.
    """
    facts = guard_picture(filename, data)
    checksum = hashlib.sha256(data).hexdigest()
    name = _original_name(checksum, facts)
    if not originals().exists(name):
        originals().save(name, ContentFile(data))
    renditions.make(data, checksum)
    return facts


def _original_name(checksum, facts):
    return f"{checksum[:2]}/{checksum}.{facts.extension}"
