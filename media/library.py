"""Photos come into the library here, from every way in."""

import hashlib
import logging
import ntpath

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection, transaction

from media.guard import UnreadablePicture, distance, guard_picture
from media.making import not_stored
from media.metadata import language_of
from media.models import Photo, originals

logger = logging.getLogger(__name__)

# In upright pictures the heads are rather near the top.
FOCAL_Y_OF_UPRIGHT = 0.33
# Two pictures are shown to an editor as perhaps the same when no more of their 64 bits differ:
# scaled, cut a little, or saved anew they differ in 0 to 4, others mostly in more than 15.
NEARLY_THE_SAME = 5


# Photos come in one after another, or two that look alike would not see each other.
LOCK = 7_446_810


def add_photo(*, filename, data, added_by=None, facts=None, record=None, **fields):
    """The Photo of these bytes: the one that is there already, or a new one.

    `filename` is the name on the sender's disk, kept for people to see; `fields` are further
    fields of a new Photo: what is not among them is read from the file's own metadata. `facts` are
    what `write_original` returned, where it was called before; `record(photo)` writes the history
    of a new one. Returns `(photo, is_new)`; raises `media.guard.UnreadablePicture`.
    """
    checksum = hashlib.sha256(data).hexdigest()
    if photo := Photo.objects.filter(checksum=checksum).first():
        return photo, False
    facts = facts or write_original(filename, data)
    given = {name: value for name, value in fields.items() if value not in ("", None)}
    with transaction.atomic():
        _wait_for_others()
        photo, is_new = Photo.objects.get_or_create(
            checksum=checksum,
            defaults={
                "file": _original_name(checksum, facts),
                "original_filename": short_name(filename),
                "width": facts.width,
                "height": facts.height,
                "likeness": facts.likeness,
                "similar_to": _most_similar(facts.likeness, checksum),
                "focal_y": FOCAL_Y_OF_UPRIGHT if facts.height > facts.width else 0.5,
                "added_by": added_by,
                **_said_in_the_file(facts.metadata, given),
                **given,
            },
        )
        if is_new and record:
            record(photo)
    return photo, is_new


def _wait_for_others():
    """Until the transactions that add photos are over; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def write_original(filename, data, facts=None):
    """Guard a picture, write its original, and return its `PictureFacts`.

    `facts` are those of a picture that was guarded before: it is not decoded again. Files are
    named by content: what a failure leaves behind is used again. To write it before a transaction
    begins keeps it out of it. Raises `media.guard.UnreadablePicture`.
    """
    facts = facts or guard_picture(short_name(filename), data)
    name = _original_name(hashlib.sha256(data).hexdigest(), facts)
    try:
        if not originals().exists(name):
            written = originals().save(name, ContentFile(data))
            if written != name:  # somebody else wrote the same at the same time
                originals().delete(written)
    except OSError as error:
        logger.warning("The original of “%s” cannot be written: %s", short_name(filename), error)
        raise UnreadablePicture(not_stored(short_name(filename), error)) from None
    return facts


def short_name(filename):
    """A name as people see it: without folders, with its ending even where it is cut."""
    name = "".join(each for each in ntpath.basename(filename) if each.isprintable()).strip()
    stem, ending = ntpath.splitext(name)
    name = f"{stem[: 150 - len(ending)]}{ending}" if len(ending) < 20 else name[:150]
    return name or "photo"


def _said_in_the_file(metadata, given):
    """The fields of a new Photo that its metadata knows, but for those that are given."""
    fields = {
        "creator": metadata.creator,
        "copyright_notice": metadata.copyright_notice,
        "headline": metadata.headline,
        "place": metadata.place,
        "keywords": ", ".join(metadata.keywords)[:1000],
        "taken_at": metadata.taken_at,
    }
    fields = {name: value for name, value in fields.items() if value and name not in given}
    # "Reuters" is said in no language: it must stand beside the picture in each.
    credit = dict.fromkeys(settings.PRESS_LANGUAGES, metadata.credit_line)
    texts = {"caption": metadata.captions, "credit_line": credit}
    for name, by_language in texts.items():
        if any(key.startswith(name) for key in given):
            continue
        # What a file says in a language it names comes before what we take for that language.
        for language, text in sorted(by_language.items(), reverse=True):
            if text:
                code = _press_language(language or language_of(text))
                fields.setdefault(f"{name}_{code}", text)
    return fields


def _press_language(code):
    return code if code in settings.PRESS_LANGUAGES else settings.PRESS_SOURCE_LANGUAGE


def _most_similar(likeness, checksum):
    """The photo that looks most like a new one, if any looks nearly the same."""
    if likeness is None:
        return None
    others = Photo.objects.exclude(likeness=None).exclude(checksum=checksum)
    known = others.order_by().values_list("likeness", "pk")
    nearest = min(
        ((distance(likeness, other), pk) for other, pk in known.iterator(5000)), default=None
    )
    if nearest is None or nearest[0] > NEARLY_THE_SAME:
        return None
    return Photo.objects.filter(pk=nearest[1]).first()


def _original_name(checksum, facts):
    return f"{checksum[:2]}/{checksum}.{facts.extension}"
