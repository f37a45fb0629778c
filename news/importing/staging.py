"""What was handed in and waits to be confirmed: files are checked, read and kept."""

import hashlib
import logging
import ntpath
import os
import secrets

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from media.guard import UnreadablePicture, guard_picture
from media.making import not_stored
from news.importing.guard import MEGABYTE
from news.importing.languages import guess_language
from news.importing.reading import MAX_FILE_MB, kinds_taken, read_release
from news.importing.release import Dropped, Picture, Release, UnreadableFile
from news.models import IntakePhoto

logger = logging.getLogger(__name__)

DOCUMENTS = {".docx", ".txt", ".text", ".doc", ".docm", ".odt", ".rtf", ".pdf"}
PICTURES = {
    ".jpg", ".jpeg", ".jpe", ".png", ".webp", ".heic", ".heif", ".avif", ".tif", ".tiff",
    ".gif", ".bmp", ".svg",
}  # fmt: skip
MAX_PHOTOS = 200


def stage(intake, uploads):
    """Keep the files that can be taken; return a sentence for each that cannot.

    A new release takes the place of the one that was there, a photo that of the same name.
    """
    errors = []
    has_release = False
    for upload in uploads:
        name = ntpath.basename(upload.name)
        extension = os.path.splitext(name)[1].lower()
        try:
            if extension in PICTURES:
                _stage_photo(intake, name, upload)
            elif extension not in DOCUMENTS:
                raise UnreadableFile(
                    _(
                        "“%(name)s” is neither a release (%(kinds)s) nor a photo (JPEG, PNG, "
                        "WebP, HEIC, AVIF, TIFF)."
                    )
                    % {"name": name, "kinds": kinds_taken()}
                )
            elif has_release:
                raise UnreadableFile(
                    _("“%(name)s” was left out: hand in one release at a time.") % {"name": name}
                )
            else:
                _stage_release(intake, name, upload)
                has_release = True
        except (UnreadableFile, UnreadablePicture) as error:
            errors.append(str(error))
        except OSError as error:
            errors.append(_not_stored(name, error))
    try:
        read_again(intake)
    except OSError as error:
        errors.append(_not_stored(intake.original_filename, error))
    return errors


def _not_stored(name, error):
    logger.warning("“%s”, handed in, cannot be kept: %s", name, error)
    return not_stored(name, error)


def replace_picture(intake, picture, upload):
    """Take a photo for a picture that the text names; raises `UnreadablePicture`."""
    name = ntpath.basename(upload.name)
    try:
        _stage_photo(intake, picture["filename"], upload, shown_name=name)
    except OSError as error:
        raise UnreadablePicture(_not_stored(name, error)) from None


def read_again(intake):
    """Read the staged file anew: photos came or went."""
    if intake.file:
        _read(intake)


def _stage_photo(intake, name, upload, shown_name=""):
    shown_name = shown_name or name
    if upload.size > settings.PRESS_MAX_PHOTO_MB * MEGABYTE:
        raise UnreadablePicture(
            _("“%(name)s” is larger than %(limit)s MB. Save it as a JPEG of a smaller size.")
            % {"name": shown_name, "limit": settings.PRESS_MAX_PHOTO_MB}
        )
    same = intake.photos.filter(original_filename=name[-255:], is_from_document=False)
    if not same and intake.photos.filter(is_from_document=False).count() >= MAX_PHOTOS:
        raise UnreadablePicture(
            _("“%(name)s” was left out: a release takes %(limit)s photos at most.")
            % {"name": shown_name, "limit": MAX_PHOTOS}
        )
    data = upload.read()
    guard_picture(shown_name, data)
    kept = _keep_photo(intake, name, data)
    for photo in same.exclude(pk=kept.pk):
        _delete_photo(photo)


def _keep_photo(intake, name, data, *, is_from_document=False):
    photo = IntakePhoto(
        intake=intake, original_filename=name[-255:], is_from_document=is_from_document
    )
    photo.file.save(_stored_name(name), ContentFile(data))
    return photo


def _stored_name(name):
    """A name for the storage that no other file has.

    People's names for files can be of any length and alphabet, and a bucket takes two files at the
    same moment under one name.
    """
    return secrets.token_hex(16) + os.path.splitext(name)[1].lower()[:8]


def _stage_release(intake, name, upload):
    if upload.size > (MAX_FILE_MB + 1) * MEGABYTE:
        data = b"0" * (MAX_FILE_MB * MEGABYTE + 1)  # the reader says that it is too large
    else:
        data = upload.read()
    release = read_release(name, data)
    former = intake.file.name
    intake.file.save(_stored_name(name), ContentFile(data), save=False)
    intake.original_filename = name[-255:]
    intake.checksum = hashlib.sha256(data).hexdigest()
    if not intake.language:
        intake.language = guess_language(f"{release.title}\n{release.plain_text}")
    intake.save()
    if former:
        intake.file.storage.delete(former)


def _read(intake):
    """Read the staged file and keep what it holds, its pictures beside the photos."""
    handed_in = {
        photo.original_filename: photo for photo in intake.photos.filter(is_from_document=False)
    }
    for photo in intake.photos.filter(is_from_document=True):
        _delete_photo(photo)
    # The reader places photos without looking at them: their ids do for their bytes here, since
    # all the photos of a release may be too large to be held at once.
    ids = {name: b"%d" % photo.pk for name, photo in handed_in.items()}
    with intake.file.open() as file:
        release = read_release(intake.original_filename, file.read(), ids)
    warnings = [str(warning) for warning in release.warnings]
    pictures = []
    for picture in release.pictures:
        photo = None
        if picture.data is not None and picture.data is ids.get(picture.filename):
            photo = handed_in[picture.filename].pk
        elif picture.data is not None:
            try:
                guard_picture(picture.filename, picture.data)
            except UnreadablePicture as error:
                warnings.append(str(error))
            else:
                kept = _keep_photo(intake, picture.filename, picture.data, is_from_document=True)
                photo = kept.pk
        pictures.append(
            {
                "key": picture.key,
                "filename": picture.filename,
                "alt_text": picture.alt_text,
                "placed": picture.placed,
                "photo": photo,
            }
        )
    intake.content = {
        "title": release.title,
        "paragraphs": release.paragraphs,
        "pictures": pictures,
        "dropped": [[dropped.kind, dropped.text] for dropped in release.dropped],
        "warnings": warnings,
    }
    intake.save()


def release_of(intake, *, with_data=False):
    """The `Release` that was staged. Without data a picture that is there has `b""`."""
    content = intake.content
    files = {photo.pk: photo.file for photo in intake.photos.all()}
    pictures = []
    for picture in content["pictures"]:
        data = None
        if picture["photo"] in files:
            data = b""
            if with_data:
                with files[picture["photo"]].open() as file:
                    data = file.read()
        pictures.append(
            Picture(
                picture["key"], picture["filename"], data, picture["alt_text"], picture["placed"]
            )
        )
    return Release(
        content["title"],
        content["paragraphs"],
        pictures,
        [Dropped(kind, text) for kind, text in content["dropped"]],
        content["warnings"],
    )


def discard(intake):
    """Delete what was staged, the files too."""
    clear_files(intake)
    intake.delete()


def clear_files(intake):
    """Delete the staged files: the event keeps its own."""
    for photo in intake.photos.all():
        _delete_photo(photo)
    if intake.file:
        intake.file.delete()


def _delete_photo(photo):
    photo.file.delete(save=False)
    photo.delete()
