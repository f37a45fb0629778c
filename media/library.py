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
    facts = guard_picture(filename, data)
    # The files come first and are named by content: what a failure leaves behind is used again,
    # and no transaction waits for the making of renditions.
    name = f"{checksum[:2]}/{checksum}.{facts.extension}"
    if not originals().exists(name):
        originals().save(name, ContentFile(data))
    renditions.make(data, checksum)
    return Photo.objects.get_or_create(
        checksum=checksum,
        defaults={
            "file": name,
            "original_filename": filename[-255:],
            "width": facts.width,
            "height": facts.height,
            **fields,
        },
    )
