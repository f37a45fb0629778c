"""ZIP files of photos: looked through before anything is unpacked, then read entry by entry.

Nothing is written under a name of theirs, and no more than one photo is in memory.
"""

import ntpath
import struct
import zipfile
import zlib

from django.conf import settings
from django.utils.translation import gettext as _

from media.guard import UnreadablePicture, guard_size

MEGABYTE = 1024 * 1024
MAX_ENTRIES = 3_000
# All photos together unpack to so many times the size that a ZIP file may have,
MAX_UNPACKED = 4
# and, over so many bytes, to so many times its own size: photos are packed in themselves.
MAX_RATIO, NO_BOMB = 50, 64 * MEGABYTE
# More is never read at once: the list of the entries is held in memory.
MAX_PIECE = 4 * MEGABYTE
SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
IN_UTF8 = 0x800
ENCRYPTED = 0x1
# What zipfile raises for archives that are cut short, corrupt or oddly made.
UNZIPPABLE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError,
    NotImplementedError, RuntimeError, LookupError, MemoryError,
)  # fmt: skip
# What systems leave in a folder beside the photos.
LEFTOVERS = {"thumbs.db", "desktop.ini"}
# Documents that are ZIP files by their nature.
OF_DOCUMENTS = {"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"}


def is_archive(file):
    """Whether an open file begins as a ZIP file does; a photo with one behind it does not."""
    file.seek(0)
    head = file.read(4)
    file.seek(0)
    return head in SIGNATURES


def photos_in(file, filename, size):
    """Yield `(name, read)` for each file in an open ZIP file; `read()` returns its bytes.

    `size` is that of the ZIP file in bytes. Both raise `UnreadablePicture`.
    """
    if size > settings.PRESS_MAX_ZIP_MB * MEGABYTE:
        raise UnreadablePicture(
            _("“%(name)s” is larger than %(limit)s MB. Divide it.")
            % {"name": filename, "limit": settings.PRESS_MAX_ZIP_MB}
        )
    try:
        archive = zipfile.ZipFile(_InPieces(file))
    except UNZIPPABLE:
        raise UnreadablePicture(
            _("“%(name)s” is damaged or incomplete. Make the ZIP file anew.") % {"name": filename}
        ) from None
    with archive:
        entries = _guarded(archive.infolist(), filename, size)
        for entry in entries:
            name = ntpath.basename(name_of(entry))
            yield name, lambda entry=entry, name=name: _read(archive, entry, name)


def _guarded(entries, filename, size):
    """The entries that are files of the sender."""
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES:
        raise UnreadablePicture(
            _("“%(name)s” holds more than %(limit)s files. Divide it.")
            % {"name": filename, "limit": MAX_ENTRIES}
        )
    if total > MAX_UNPACKED * settings.PRESS_MAX_ZIP_MB * MEGABYTE or (
        total > NO_BOMB and total > MAX_RATIO * size
    ):
        raise UnreadablePicture(
            _("“%(name)s” unpacks to far more than photos do. Hand in the photos themselves.")
            % {"name": filename}
        )
    if any(entry.filename in OF_DOCUMENTS for entry in entries):
        raise UnreadablePicture(
            _("“%(name)s” is a document. Hand in the photos themselves.") % {"name": filename}
        )
    files = [entry for entry in entries if not entry.is_dir() and not _is_leftover(entry)]
    if not files:
        raise UnreadablePicture(_("“%(name)s” holds no photos.") % {"name": filename})
    if all(entry.flag_bits & ENCRYPTED for entry in files):
        raise UnreadablePicture(
            _("“%(name)s” is protected with a password. Make the ZIP file anew without one.")
            % {"name": filename}
        )
    return files


def name_of(entry):
    """The path of an entry as its maker saw it: old programs of Windows wrote it in their own
    letters and said nothing about it.
    """
    if entry.flag_bits & IN_UTF8:
        return entry.orig_filename
    raw = entry.orig_filename.encode("cp437")  # as zipfile read it
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp866")


def _is_leftover(entry):
    parts = name_of(entry).replace("\\", "/").split("/")
    return (
        "__MACOSX" in parts
        or any(part.startswith(".") and part not in (".", "..") for part in parts)
        or parts[-1].casefold() in LEFTOVERS
    )


def _read(archive, entry, name):
    if entry.flag_bits & ENCRYPTED:
        raise UnreadablePicture(
            _("“%(name)s” is protected with a password. Make the ZIP file anew without one.")
            % {"name": name}
        )
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadablePicture(
            _("“%(name)s” is packed in an unusual way. Make the ZIP file anew in the usual one.")
            % {"name": name}
        )
    guard_size(name, entry.file_size)
    data = bytearray()
    try:
        with archive.open(entry) as stream:
            while piece := stream.read(MEGABYTE):  # never more than its header says
                data += piece
    except UNZIPPABLE:
        raise UnreadablePicture(
            _("“%(name)s” is damaged in the ZIP file. Make the ZIP file anew.") % {"name": name}
        ) from None
    return bytes(data)


class _InPieces:
    """An open file that gives no more than a piece at a time, whatever an archive says."""

    def __init__(self, file):
        self.seek, self.tell, self._read = file.seek, file.tell, file.read

    def seekable(self):
        return True

    def read(self, size=-1):
        data = self._read(MAX_PIECE + 1 if size < 0 else min(size, MAX_PIECE + 1))
        if len(data) > MAX_PIECE:
            raise zipfile.BadZipFile
        return data
