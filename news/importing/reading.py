"""Read a release from a file of any kind that is taken, with the photos handed in beside it."""

import ntpath
import re
import unicodedata
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from news.importing.guard import MEGABYTE, OLE_HEADER, office_kind
from news.importing.office import EXTENSIONS, find_office, to_docx
from news.importing.release import Release, UnreadableFile
from news.importing.text import read_text
from news.importing.word import read_word

MAX_FILE_MB = 30


def kinds_taken():
    """The endings of releases that this server can read, for people: ".docx, .txt"."""
    older = sorted(EXTENSIONS) if find_office() else []
    return ", ".join([".docx", *older, ".txt"])


def guard_size(filename, size):
    """Refuse a file of no bytes or of too many; raises `UnreadableFile`."""
    if not size:
        raise UnreadableFile(_("“%(name)s” is empty.") % {"name": filename})
    if size > MAX_FILE_MB * MEGABYTE:
        raise UnreadableFile(
            _(
                "“%(name)s” is larger than %(limit)s MB. Take the photos out of the document and "
                "hand them in beside it."
            )
            % {"name": filename, "limit": MAX_FILE_MB}
        )


def read_release(
    filename: str,
    data: bytes,
    photos: Mapping[str, bytes] | None = None,
    *,
    as_docx: bytes | None = None,
) -> Release:
    """The release in a file; photos (bytes by name) fill the markers naming them.

    It is a .docx or .txt, or one of the older formats that LibreOffice reads; `as_docx` is what
    that made of it, where it was asked before. A photo that the text names nowhere is among the
    pictures with `placed=False`. Raises `UnreadableFile` with a sentence for the user.
    """
    filename = ntpath.basename(filename)
    guard_size(filename, len(data))
    extension = ntpath.splitext(filename)[1].lower()
    is_document = data.startswith((b"PK", OLE_HEADER, b"{\\rtf", b"%PDF"))
    if extension in (".txt", ".text") and not is_document:
        release = read_text(filename, data)
    elif office_kind(data):
        release = read_word(filename, as_docx or to_docx(filename, data))
    else:
        release = read_word(filename, data)
    _place_photos(release, dict(photos or {}))
    return release


def _place_photos(release, photos):
    by_name = {plain_name(name): name for name in reversed(photos)}
    used = set()
    for picture in release.pictures:
        name = picture.filename
        if name not in photos:
            name = by_name.get(plain_name(name))
        if name is not None:
            # Word makes pictures smaller: the photo itself is better than its copy in the document.
            picture.data = photos[name]
            picture.filename = name
            used.add(name)
    missing = sum(picture.data is None for picture in release.pictures)
    for name, data in photos.items():
        if name not in used:
            release.add_picture(name, data, placed=False)
    if missing:
        release.warnings.append(_missing(missing))
    if not release.paragraphs or not release.plain_text.strip():
        release.warnings.append(gettext_lazy("There is no text under the title."))


def _missing(count):
    return ngettext_lazy(
        "%(count)d photo that the text names was not handed in.",
        "%(count)d photos that the text names were not handed in.",
        "count",
    ) % {"count": count}


def plain_name(name):
    """A file's name without what people and systems write differently."""
    name = unicodedata.normalize("NFC", ntpath.basename(name)).casefold()
    name = re.sub(r"\.jpeg$", ".jpg", name)
    return re.sub(r"[\s_-]+", " ", name).strip()
