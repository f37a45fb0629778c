"""Read a release from a file of any kind that is taken, with the photos handed in beside it."""

import ntpath
import re
import unicodedata
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from news.importing.guard import MEGABYTE, OLE_HEADER
from news.importing.release import Release, UnreadableFile
from news.importing.text import read_text
from news.importing.word import read_word

MAX_FILE_MB = 30


def read_release(filename: str, data: bytes, photos: Mapping[str, bytes] | None = None) -> Release:
    """The release in a .docx or .txt file; photos (bytes by name) fill the markers naming them.

    A photo that the text names nowhere is among the pictures with `placed=False`.
    Raises `UnreadableFile` with a sentence for the user.
    """
    filename = ntpath.basename(filename)
    if not data:
        raise UnreadableFile(_("“%(name)s” is empty.") % {"name": filename})
    if len(data) > MAX_FILE_MB * MEGABYTE:
        raise UnreadableFile(
            _(
                "“%(name)s” is larger than %(limit)s MB. Take the photos out of the document and "
                "hand them in beside it."
            )
            % {"name": filename, "limit": MAX_FILE_MB}
        )
    extension = ntpath.splitext(filename)[1].lower()
    is_document = data.startswith((b"PK", OLE_HEADER, b"{\\rtf", b"%PDF"))
    if extension in (".txt", ".text") and not is_document:
        release = read_text(filename, data)
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
