"""Makes renditions: in the background after an upload, on demand where one is missing.

Whoever makes those of a photo holds a claim on its row, so that no two do at once, in whatever
process; others wait for the file to appear.
"""

import datetime as dt
import errno
import hashlib
import logging
import threading
import time

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from media import renditions
from media.background import Worker
from media.guard import AT_ONCE, no_room
from media.models import Photo

logger = logging.getLogger(__name__)

DAMAGED = gettext_noop("The file is damaged: no picture can be made of it.")
LOST = gettext_noop("The file is not in the store any more.")
LATER = gettext_noop("The server could not read or write files. It will try again by itself.")
# So often, in seconds, the maker looks for what another process has left.
LOOK_AGAIN = 300
# So long a photo is left alone after its files could not be read or written, as on a full disk.
PAUSE = dt.timedelta(seconds=LOOK_AGAIN - 10)
# So long, in seconds, a page's picture waits for another process or thread that makes it.
PATIENCE = 10
# So many threads of a process wait at most: the others are left to the pages.
WAITING = threading.Semaphore(2)


class NotMade(Exception):
    """A rendition that is not there and cannot be made now."""


class Unwritable(Exception):
    """The store takes no file, as on a full disk."""


def make_due():
    """Make the renditions of all photos that lack some; return how many were made and failed."""
    made = failed = 0
    while found := _next_unprepared():
        if make_all(*found):
            made += 1
        else:
            failed += 1
    return made, failed


def _next_unprepared():
    """The next photo and the claim on it."""
    while (pk := Photo.objects.unprepared().values_list("pk", flat=True).first()) is not None:
        # What is read after the claim is what a save in the meantime will be compared with.
        claim = Photo.objects.claim(pk)
        if claim and (photo := Photo.objects.filter(pk=pk).first()):
            return photo, claim
    return None


def make_all(photo, claim):
    """Make the renditions of a claimed photo that are missing; whether all are there now."""
    failure = _make(photo, renditions.all_of(photo.picture))
    _note(photo, claim, failure, is_all=True)
    return not failure


def obtain(rendition, photo):
    """The open file of a rendition, made if it is missing; raises `NotMade`.

    `photo` is the Photo. Only what it or an edition asks for may be asked of this function.
    """
    if file := _open_or_make(rendition, photo):
        return file
    if not WAITING.acquire(blocking=False):
        raise NotMade
    try:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            time.sleep(0.1)
            if file := _open_or_make(rendition, photo):
                return file
    finally:
        WAITING.release()
    raise NotMade


def _open_or_make(rendition, photo):
    """The open file; None while somebody else makes files of the photo."""
    try:
        return default_storage.open(rendition.name)
    except FileNotFoundError:
        pass
    if photo.failure and photo.prepared_at:
        raise NotMade(photo.failure)
    claim = Photo.objects.claim(photo.pk)
    if claim:
        failure = _make(photo, [rendition])
        _note(photo, claim, failure, is_all=False)
        if failure:
            raise NotMade(failure)
        return default_storage.open(rendition.name)
    if photo.failure:  # which is no news: nobody waits for the next attempt
        raise NotMade(photo.failure)
    return None


def _make(photo, wanted):
    """Make what is missing of some renditions; return why it failed, "" if it did not.

    Whatever a file or a store can think of stops no other photo.
    """
    with AT_ONCE:
        try:
            missing = [each for each in wanted if not default_storage.exists(each.name)]
            if not missing:
                return ""
            with photo.file.storage.open(photo.file.name) as file:
                data = file.read()
        except FileNotFoundError:
            return LOST
        except Exception as error:
            logger.warning("The files of photo %s cannot be read now: %s", photo.pk, error)
            return LATER
        if hashlib.sha256(data).hexdigest() != photo.checksum:
            # Only what was guarded when it came in is opened: decoders crash on harmful files.
            logger.warning("The original of photo %s is not what was handed in.", photo.pk)
            return DAMAGED
        try:
            # Of an edition's old credits only the digest in a name is known: its files are made
            # with those of today if they were lost.
            renditions.make(data, photo.picture, photo.marks, missing, _write)
        except (Unwritable, MemoryError) as error:
            logger.warning("Renditions of photo %s cannot be made now: %s", photo.pk, error)
            return LATER
        except Exception as error:
            logger.warning("Photo %s cannot be decoded: %r", photo.pk, error)
            return DAMAGED
    return ""


def _write(rendition, data):
    try:
        default_storage.save(rendition.name, ContentFile(data))
    except Exception as error:
        raise Unwritable(str(error)) from error


@transaction.atomic
def _note(photo, claim, failure, *, is_all):
    """Write down what came of a claim, and release it unless it has run out and is another's."""
    found = Photo.objects.select_for_update().filter(pk=photo.pk).first()
    if not found:
        return
    now = timezone.now()
    values = {"failure": failure}
    if failure == LATER:
        values["prepared_at"] = None
    # What was saved meanwhile asks for other renditions than these.
    elif (failure or is_all) and found.picture == photo.picture:
        values["prepared_at"] = now
    if found.claimed_until == claim:
        values["claimed_until"] = now + PAUSE if failure == LATER else None
    Photo.objects.filter(pk=photo.pk).update(**values)


def is_disk_full(error):
    """Whether an error says that there is no room for a file."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def not_stored(filename, error):
    """The sentence for a file that the store did not take; `error` is its `OSError`."""
    if is_disk_full(error):
        return no_room(filename)
    return _(
        "“%(name)s” cannot be kept just now. Try again in some minutes;"
        " if that does not help, tell the administrator."
    ) % {"name": filename}


def _work():
    make_due()
    return LOOK_AGAIN


maker = Worker("renditions", _work)
