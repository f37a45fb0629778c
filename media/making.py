"""Makes renditions: in the background after an upload, on demand where one is missing.

Whoever makes those of a photo holds a claim on its row, so that no two do at once, in whatever
process; others wait for the file to appear.
"""

import datetime as dt
import errno
import logging
import threading
import time

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext_noop
from PIL import Image

from media import renditions
from media.background import Worker
from media.models import Photo

logger = logging.getLogger(__name__)

DAMAGED = gettext_noop("The file is damaged: no picture can be made of it.")
LOST = gettext_noop("The file is not in the store any more.")
# What Pillow raises for files that are cut short or corrupt, or that have grown too large for us.
UNDECODABLE = (Image.DecompressionBombError, SyntaxError, ValueError, EOFError, MemoryError,
               RuntimeError, TypeError)  # fmt: skip
# So long a photo is left alone after its files could not be read or written, as on a full disk.
PAUSE = dt.timedelta(minutes=5)
# So often, in seconds, the maker looks for what another process has left.
LOOK_AGAIN = 300
# So long, in seconds, a page's picture waits for another process that makes it.
PATIENCE = 20
# So many pictures are decoded at once in a process: each takes up to some hundred MB.
AT_ONCE = threading.Semaphore(2)


class NotMade(Exception):
    """A rendition that is not there and cannot be made now."""


def make_due():
    """Make the renditions of all photos that lack some; return how many were made and failed."""
    made = failed = 0
    while (photo := _next_unprepared()) is not None:
        if make_all(photo):
            made += 1
        else:
            failed += 1
    return made, failed


def _next_unprepared():
    while (pk := Photo.objects.unprepared().values_list("pk", flat=True).first()) is not None:
        if Photo.objects.claim(pk) and (photo := Photo.objects.filter(pk=pk).first()):
            return photo
    return None


def make_all(photo):
    """Make the renditions of a claimed photo that are missing; whether all are there now."""
    wanted = [each for each in renditions.all_of(photo.picture)
              if not default_storage.exists(each.name)]  # fmt: skip
    # What was saved meanwhile asks for other renditions than these.
    mine = Photo.objects.filter(pk=photo.pk, prepared_at=None)
    failure = _make(photo, wanted)
    unchanged = Photo.objects.filter(pk=photo.pk).first()
    if unchanged and unchanged.picture == photo.picture:
        if failure is None:
            mine.update(prepared_at=timezone.now(), claimed_until=None, failure="")
        elif failure:
            mine.update(prepared_at=timezone.now(), claimed_until=None, failure=failure)
        else:
            mine.update(claimed_until=timezone.now() + PAUSE)
    else:
        Photo.objects.filter(pk=photo.pk).update(claimed_until=None)
    return failure is None


def _make(photo, wanted):
    """Make some renditions; None, or why not for good, or "" where it may work later."""
    if not wanted:
        return None
    try:
        with photo.file.storage.open(photo.file.name) as file:
            data = file.read()
    except FileNotFoundError:
        return LOST
    except Exception as error:  # whatever a store or its library thinks of
        logger.warning("The original of photo %s cannot be read now: %s", photo.pk, error)
        return ""
    try:
        with AT_ONCE:
            renditions.make(data, photo.picture, photo.marks, wanted, _write)
    except Unwritable as error:
        logger.warning("Renditions of photo %s cannot be written now: %s", photo.pk, error)
        return ""
    except (OSError, *UNDECODABLE) as error:
        logger.warning("Photo %s cannot be decoded: %s", photo.pk, error)
        return DAMAGED
    return None


class Unwritable(Exception):
    """The store takes no file, as on a full disk."""


def _write(rendition, data):
    try:
        default_storage.save(rendition.name, ContentFile(data))
    except Exception as error:
        raise Unwritable(str(error)) from error


def is_disk_full(error):
    """Whether an error says that there is no room for a file."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def obtain(rendition, photo):
    """The open file of a rendition, made if it is missing; raises `NotMade`.

    `photo` is the Photo. Only what it or an edition asks for may be asked of this function.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return default_storage.open(rendition.name)
        except FileNotFoundError:
            pass
        if photo.failure:
            raise NotMade(photo.failure)
        if Photo.objects.claim(photo.pk):
            try:
                failure = _make(photo, [rendition])
            finally:
                Photo.objects.filter(pk=photo.pk).update(claimed_until=None)
            if failure is not None:
                raise NotMade(failure)
        elif time.monotonic() > deadline:
            raise NotMade("")
        else:
            time.sleep(0.1)


def _work():
    make_due()
    return LOOK_AGAIN


maker = Worker("renditions", _work)
