"""What is asked of a document before anything else opens it.

A .docx is a zip of XML parts, and so is an .odt. Every part is unpacked once with a limit (its
headers are not believed) and every XML part is parsed once with a parser that stops at the first
DTD. Of older formats, which LibreOffice reads, those are refused that say they do harm.
"""

import io
import re
import zipfile
import zlib
from contextlib import contextmanager
from xml.parsers import expat

from django.utils.translation import gettext as _

from news.importing.release import UnreadableFile

MEGABYTE = 1024 * 1024
MAX_PARTS = 2_000
MAX_PART_BYTES = 32 * MEGABYTE
MAX_XML_BYTES = 16 * MEGABYTE
MAX_TOTAL_BYTES = 128 * MEGABYTE
MAX_RATIO = 200  # XML of Word packs about 10 to 40 times; asked of parts over a megabyte
MAX_ELEMENTS = 300_000
MAX_TEXT_ELEMENTS = 100_000  # of the text itself: a tenth of a millisecond each to read
MAX_DEPTH = 100
MAX_TEXT = 1_000_000

OLE_HEADER = bytes.fromhex("d0cf11e0a1b11ae1")
RTF_HEADER = b"{\\rtf"
ODT_MIMETYPE = b"mimetypeapplication/vnd.oasis.opendocument.text"
WORD_STREAM, VBA_STREAM = ("WordDocument".encode("utf-16-le"), "_VBA_PROJECT".encode("utf-16-le"))
WORD_MAGIC = (b"\xec\xa5", b"\xdc\xa5")  # since Word 97, of Word 6 and 95
SMALL_STREAM = 4096
ENCRYPTED = 0x01  # a bit of the twelfth byte of a .doc's main stream ([MS-DOC], FibBase)
RTF_LINKS = re.compile(
    rb"\\obj(?:auto)?link\b|\\objupdate|\\objocx|\\objhtml"
    rb"|\\fldinst[^\"]{0,300}?\b(?:INCLUDETEXT|INCLUDEPICTURE|IMPORT|DDE|DDEAUTO|LINK)\b"
)
DOCUMENT = re.compile(r"word/document\d*\.xml")  # Word on the web writes document2.xml
HYPERLINK_TYPES = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/hyperlink",
}


class _Refused(Exception):
    """Carries one of the sentences below to where the file's name is known."""


def _damaged():
    return _("“%(name)s” is damaged or incomplete. Open it in Word, save it anew and try again.")


def _too_large():
    return _(
        "“%(name)s” unpacks to far more than a release holds. Copy its text into a new Word "
        "document and try again."
    )


def too_much_text():
    """The sentence (with a place for the file's name) that the readers say too."""
    return _("“%(name)s” holds too much text for a release. Divide it.")


def _unsafe():
    return _(
        "“%(name)s” is built in a way that Word does not use and that can do harm. Copy its text "
        "into a new Word document and try again."
    )


def _macros():
    return _("“%(name)s” holds macros. Save it in Word as a .docx document and try again.")


def _outside():
    return _(
        "“%(name)s” takes pictures or other parts from outside the file. Put the pictures into "
        "the document itself (File, Info, Edit Links to Files, Break Link), save and try again."
    )


def _password():
    return _(
        "“%(name)s” is protected with a password. Open it in Word, remove the password "
        "(File, Info, Protect Document), save and try again."
    )


def _other_format():
    return _(
        "“%(name)s” is a document of another format. Open it, save it as a Word document (.docx) "
        "and try again."
    )


def _no_word_file():
    return _("“%(name)s” is not a Word document. Save the release as .docx and try again.")


def guard_docx(filename, data):
    """Look through the bytes of a .docx, within limits.

    Raises `UnreadableFile` with a sentence for the user.
    """
    try:
        _check(data)
    except _Refused as refused:
        raise UnreadableFile(str(refused) % {"name": filename}) from None


def office_kind(data):
    """`.doc`, `.rtf` or `.odt` where the bytes are one, whatever the file is called; else `""`."""
    if data.startswith(RTF_HEADER):
        return ".rtf"
    if data.startswith(OLE_HEADER) and WORD_STREAM in data:
        return ".doc"
    return ".odt" if data.startswith(b"PK") and ODT_MIMETYPE in data[:200] else ""


def guard_office(filename, data):
    """Look through the bytes of a .doc, .rtf or .odt before LibreOffice opens it.

    Raises `UnreadableFile` with a sentence for the user.
    """
    checks = {".doc": _check_doc, ".rtf": _check_rtf, ".odt": _check_odt}
    try:
        checks.get(office_kind(data), _check)(data)
    except _Refused as refused:
        raise UnreadableFile(str(refused) % {"name": filename}) from None


def _check_doc(data):
    if VBA_STREAM in data:
        raise _Refused(_macros())
    # [MS-CFB]: the stream's entry in the directory holds the number of its first sector, its size.
    entry = data.index(WORD_STREAM)
    sector, size = (
        int.from_bytes(data[entry + at : entry + at + 4], "little") for at in (116, 120)
    )
    if size < SMALL_STREAM:  # it lies elsewhere
        return
    start = (sector + 1) << int.from_bytes(data[30:32], "little") % 16
    stream = data[start : start + 12]
    if len(stream) < 12 or not stream.startswith(WORD_MAGIC):
        raise _Refused(_damaged())  # LibreOffice would take the bytes for text
    if stream[11] & ENCRYPTED:
        raise _Refused(_password())


def _check_rtf(data):
    if RTF_LINKS.search(data):
        raise _Refused(_outside())


def _check_odt(data):
    with _open(data) as archive:
        parts = archive.infolist()
        _check_parts(parts)
        if any(part.filename.startswith(("Basic/", "Scripts/")) for part in parts):
            raise _Refused(_macros())
        for name, part in _unpacked(archive, parts):
            if name.endswith(".xml"):
                is_text = name == "content.xml"
                _check_xml(part, look=_look_into_odt.get(name), is_text=is_text, has_text=is_text)


def _check_odt_link(tag, attributes):
    """Refuse what is taken from elsewhere; a link that a reader may follow passes."""
    if tag.endswith(":dde-source") or tag.endswith(":dde-connection-decl"):
        raise _Refused(_outside())
    for name, value in attributes.items():
        if name.endswith(":href") and not tag.endswith(":a") and (
            re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\\\]|\.\.", value.strip())
        ):  # fmt: skip
            is_script = value.strip().casefold().startswith(("vnd.sun.star.script", "macro:"))
            raise _Refused(_macros() if is_script else _outside())


def _check_manifest(tag, attributes):
    if tag.endswith(":encryption-data"):
        raise _Refused(_password())


def _check(data):
    if data.startswith(OLE_HEADER):
        is_encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise _Refused(_password() if is_encrypted else _other_format())
    if data.startswith((RTF_HEADER, b"%PDF")):
        raise _Refused(_other_format())
    if not data.startswith(b"PK"):
        raise _Refused(_no_word_file())
    with _open(data) as archive:
        _check_archive(archive)


@contextmanager
def _open(data):
    """The archive in the bytes; whatever goes wrong in reading it, it is damaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError,
        RuntimeError, IndexError,
    ):  # fmt: skip
        # What zipfile raises for archives that are cut short, corrupt or oddly made.
        raise _Refused(_damaged()) from None


def _check_archive(archive):
    parts = archive.infolist()
    _check_names(parts)
    for name, data in _unpacked(archive, parts):
        if not _is_xml(name):
            continue
        look = _check_relationship if name.endswith(".rels") else _look_into_docx.get(name)
        _check_xml(
            data,
            look=look,
            is_text=re.match(r"word/(document|footnotes|endnotes)", name),
            has_text=name.startswith("word/"),
        )


def _is_xml(name):
    return name.endswith((".xml", ".rels", ".vml"))


def _unpacked(archive, parts):
    """The name, in lower case, and the bytes of each part, within limits."""
    total = 0
    for part in parts:
        name = part.filename.casefold()
        data = _read(archive, part, MAX_XML_BYTES if _is_xml(name) else MAX_PART_BYTES)
        total += len(data)
        if total > MAX_TOTAL_BYTES:
            raise _Refused(_too_large())
        if len(data) > MEGABYTE and len(data) > MAX_RATIO * max(part.compress_size, 1):
            raise _Refused(_too_large())
        yield name, data


def _check_parts(parts):
    """Refuse an archive of parts that no office writes so."""
    names = [part.filename for part in parts]
    if len(parts) > MAX_PARTS:
        raise _Refused(_too_large())
    if any(part.flag_bits & 0x1 for part in parts):
        raise _Refused(_password())
    if any(
        name.startswith("/")
        or any(sign in name for sign in "\\:\0")
        or ".." in name.split("/")
        for name in names
    ) or len({name.casefold() for name in names}) < len(names):  # fmt: skip
        raise _Refused(_unsafe())
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise _Refused(_unsafe())


def _check_names(parts):
    _check_parts(parts)
    names = [part.filename for part in parts]
    if any("vbaproject" in name.casefold() for name in names):
        raise _Refused(_macros())
    if "mimetype" in names or "content.xml" in names:
        raise _Refused(_other_format())  # OpenDocument
    if not any(DOCUMENT.fullmatch(name) for name in names):
        is_package = "[Content_Types].xml" in names
        raise _Refused(_other_format() if is_package else _no_word_file())


def _read(archive, part, limit):
    if part.file_size > limit:
        raise _Refused(_too_large())
    with archive.open(part) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise _Refused(_too_large())
    return data


def _check_xml(data, *, look=None, is_text=False, has_text=False):
    """Refuse a DTD, XML too large or too deep for a reader, and what `look(tag, attributes)` does.

    `is_text`: it is the text itself, which takes longer to read; `has_text`: its length counts.
    """
    elements = depth = text = 0

    def start(tag, attributes):
        nonlocal elements, depth
        elements += 1
        depth += 1
        if elements > MAX_TEXT_ELEMENTS and is_text:
            raise _Refused(too_much_text())
        if elements > MAX_ELEMENTS:
            raise _Refused(_too_large())
        if depth > MAX_DEPTH:
            raise _Refused(_unsafe())
        if look:
            look(tag, attributes)

    def end(tag):
        nonlocal depth
        depth -= 1

    def count_text(characters):
        nonlocal text
        text += len(characters)
        if text > MAX_TEXT and has_text:
            raise _Refused(too_much_text())

    def refuse(*args):
        raise _Refused(_unsafe())

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = count_text
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError):
        # LookupError: the part names an encoding that Python does not know.
        raise _Refused(_damaged()) from None


def _check_content_type(tag, attributes):
    content_type = attributes.get("ContentType", "").casefold()
    if "macroenabled" in content_type or "vbaproject" in content_type:
        raise _Refused(_macros())


def _check_relationship(tag, attributes):
    if attributes.get("Type") in HYPERLINK_TYPES:
        return
    # Offices write on templates from their own disk: a path that nothing here follows.
    is_template = attributes.get("Type", "").endswith("/attachedTemplate")
    if is_template and re.match(r"(file:///)?[A-Za-z]:[\\/]", attributes.get("Target", "")):
        return
    is_external = attributes.get("TargetMode", "").casefold() == "external"
    if is_external or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|\\|//", attributes.get("Target", "")):
        raise _Refused(_outside())


# What is asked of the elements of some parts, by the part's name in lower case.
_look_into_docx = {"[content_types].xml": _check_content_type}
_look_into_odt = {
    "content.xml": _check_odt_link,
    "styles.xml": _check_odt_link,
    "meta-inf/manifest.xml": _check_manifest,
}
