"""What a picture file says of itself: XMP, IPTC IIM and EXIF, in IPTC's terms.

All of it comes from strangers. What is broken, too large or absurd counts as not said.
"""

import re
import unicodedata
import warnings
import zlib
from dataclasses import dataclass, field, fields
from datetime import datetime, time

from django.utils import timezone
from lxml import etree
from PIL import ExifTags, IptcImagePlugin

from media import years

# Characters of a value; what is longer ends in "…".
CREATOR = CREDIT_LINE = COPYRIGHT_NOTICE = 200
HEADLINE = PLACE = 250
CAPTION = 500
KEYWORD = 64
KEYWORDS = 50

MAX_XMP = 1024 * 1024  # bytes

XMP = {
    "core": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "ext": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
PREFIXES = {namespace: prefix for prefix, namespace in XMP.items()}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

IIM_UTF8 = b"\x1b%G"  # what IPTC IIM's 1:90 says of UTF-8
# The letters of KZ-1048 beyond ASCII. As Latin-1 they are accented, and no Latin language has
# three of them in a row or words of nothing else.
CYRILLIC = rb"\x8d\x8e\x9d\x9e\xa1-\xa3\xa5\xa8\xaa\xaf\xb2-\xb4\xb8\xba\xbc-\xff"
CYRILLIC_WORD = re.compile(rb"[%b]{3}|(?<![A-Za-z%b])[%b]{2}(?![A-Za-z%b])" % ((CYRILLIC,) * 4))

# What cameras and telephones write where a caption belongs: their brand, their mode, a path.
CAMERA_CAPTION = re.compile(
    r"(\S+ ){0,3}digital (still )?camera|(sony|samsung|hp) (dsc|csc)|dcim\\.*|exif.jpeg.*"
    r"|<?kenox\b.*|(?-i:[a-z_;]{1,12})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PhotoMetadata:
    """What a picture says of itself; empty where it says nothing.

    `captions` and `copyright_notices` are by language code ("ru" of ru-RU); "" is the one without
    a language. `taken_at` is aware.
    """

    creator: str = ""
    credit_line: str = ""
    copyright_notices: dict = field(default_factory=dict)
    captions: dict = field(default_factory=dict)
    headline: str = ""
    place: str = ""
    keywords: tuple = ()
    taken_at: datetime | None = None

    @property
    def copyright_notice(self):
        """The notice without a language, else the first."""
        return _default(self.copyright_notices)


def read_metadata(image, data):
    """The `PhotoMetadata` of an opened Pillow image and the bytes that it was opened from.

    XMP wins over IPTC IIM, which wins over EXIF, field by field (as MWG's guidance has it without
    the digests). Never fails: what cannot be read is not there.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's remarks on broken EXIF
        said = [_read(reader, image, data) for reader in (_from_xmp, _from_iptc, _from_exif)]
    chosen = {}
    for name in (each.name for each in fields(PhotoMetadata)):
        values = [value for metadata in said if (value := getattr(metadata, name))]
        if name == "taken_at":  # a day without a time is midnight
            values.sort(key=lambda moment: moment.time() == time.min)
        if values:
            chosen[name] = values[0]
    return PhotoMetadata(**chosen)


def one_line(text, limit):
    """The text without control characters, in one line of at most so many characters."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def language_of(text):
    """The language that a text's letters speak for: "kk", "ru" or "en"."""
    if re.search("[әғқңөұүһі]", text, re.IGNORECASE):
        return "kk"
    return "ru" if re.search("[а-яё]", text, re.IGNORECASE) else "en"


def _read(reader, image, data):
    try:
        return reader(image, data)
    except Exception:
        # Pillow and lxml raise a dozen classes for broken metadata; the picture is good without.
        return PhotoMetadata()


def _metadata(*, creators, credit, notices, captions, headline, place, keywords, moment):
    """A `PhotoMetadata` of raw values; `moment` in ISO 8601."""
    captions = {
        language: text
        for language, text in _lines(captions, CAPTION).items()
        if not CAMERA_CAPTION.fullmatch(text)
    }
    return PhotoMetadata(
        creator=one_line(", ".join(_distinct(creators, CREATOR)), CREATOR),
        credit_line=one_line(credit, CREDIT_LINE),
        copyright_notices=_lines(notices, COPYRIGHT_NOTICE),
        captions=captions,
        headline=one_line(headline, HEADLINE),
        place=one_line(", ".join(_distinct(place, PLACE)), PLACE),
        keywords=tuple(_distinct(keywords, KEYWORD)[:KEYWORDS]),
        taken_at=_moment(moment),
    )


def _lines(texts, limit):
    lines = {language: one_line(text, limit) for language, text in texts.items()}
    return {language: line for language, line in lines.items() if line}


def _distinct(texts, limit):
    """The texts that say something, each once."""
    distinct = {}
    for text in texts:
        if line := one_line(text, limit):
            distinct.setdefault(line.casefold(), line)
    return list(distinct.values())


def _default(texts):
    return texts.get("") or next(iter(texts.values()), "")


def _moment(text):
    """An aware datetime of ISO 8601; the press service's zone where the text names none."""
    try:
        moment = datetime.fromisoformat(text.strip()).replace(microsecond=0)
    except ValueError:
        return None
    if not years.FIRST <= moment.year <= years.LAST:
        return None
    if timezone.is_naive(moment):
        return timezone.make_aware(moment, timezone.get_default_timezone())
    return moment


def _from_xmp(image, data):
    said = _xmp_properties(_xmp_packet(image, data))

    def texts(name):
        return [text for _language, text in said.get(name, [])]

    def by_language(name):
        texts = {}
        for language, text in said.get(name, []):
            texts.setdefault(language, text)
        return texts

    def one(name):
        return _default(by_language(name))

    places = [
        [one("core:Location"), one("photoshop:City"), one("photoshop:Country")],
        *(
            [one(f"{location}/{part}") for part in ("Sublocation", "City", "CountryName")]
            for location in ("ext:LocationCreated", "ext:LocationShown")
        ),
    ]
    return _metadata(
        creators=texts("dc:creator"),
        credit=one("photoshop:Credit"),
        notices=by_language("dc:rights"),
        captions=by_language("dc:description"),
        headline=one("photoshop:Headline"),
        place=next(filter(any, places), []),
        keywords=texts("dc:subject"),
        moment=one("photoshop:DateCreated"),
    )


def _xmp_packet(image, data):
    if image.format == "PNG":
        return _png_xmp(data)
    return image.info.get("xmp") or b""


def _png_xmp(data):
    """The packet of a PNG, which most programs put behind the pixels that nobody decoded yet."""
    position = 8
    while position + 12 <= len(data):
        end = position + 8 + int.from_bytes(data[position : position + 4])
        if data[position + 4 : position + 8] == b"iTXt":
            keyword, _, rest = data[position + 8 : end].partition(b"\0")
            if keyword == b"XML:com.adobe.xmp":
                packet = rest[2:].split(b"\0", 2)[2]  # after the language and the keyword in it
                is_compressed = rest[0]
                return zlib.decompressobj().decompress(packet, MAX_XMP) if is_compressed else packet
        position = end + 4
    return b""


def _xmp_properties(packet):
    """ "prefix:name" -> [(language, text)]; a place's parts are "ext:LocationShown/City"."""
    packet = packet.strip(b"\0 \r\n\t")
    if not packet or len(packet) > MAX_XMP:
        return {}
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root = etree.fromstring(packet, parser)
    if root.getroottree().docinfo.doctype:
        return {}  # XMP has none: its entities are an attack
    said = {}
    for description in root.xpath("descendant-or-self::rdf:RDF/rdf:Description", namespaces=XMP):
        for name, text in description.attrib.items():
            said.setdefault(_short(name), []).append(("", text))
        for element in description:
            name = _short(element.tag)
            items = element.findall("*/rdf:li", XMP) or [element]
            if name.startswith("ext:Location"):
                for part, text in _parts(items[0]):
                    said.setdefault(f"{name}/{part}", []).append(("", text))
                continue
            for item in items:
                language = item.get(LANG, "").lower().split("-")[0]  # "x" of x-default
                language = language if re.fullmatch("[a-z]{2,3}", language) else ""
                said.setdefault(name, []).append((language, "".join(item.itertext())))
    return said


def _short(name):
    name = etree.QName(name)
    return f"{PREFIXES.get(name.namespace)}:{name.localname}"


def _parts(structure):
    """The fields of a structure, which XMP may write as attributes or as elements."""
    for element in structure.iter():
        yield etree.QName(element).localname, "".join(element.itertext())
        for name, text in element.attrib.items():
            yield etree.QName(name).localname, text


def _from_iptc(image, data):
    said = IptcImagePlugin.getiptcinfo(image) or {}
    is_utf8 = said.get((1, 90)) == IIM_UTF8

    def texts(dataset):
        values = said.get((2, dataset), [])
        values = values if isinstance(values, list) else [values]
        return [_decode(value, is_utf8) for value in values if value]

    def one(dataset):
        return next(iter(texts(dataset)), "")

    return _metadata(
        creators=texts(80),
        credit=one(110),
        notices={"": one(116)},
        captions={"": one(120)},
        headline=one(105),
        place=[one(92), one(90), one(101)],
        keywords=texts(25),
        moment=f"{one(55)}T{one(60)}".removesuffix("T"),
    )


def _decode(value, is_utf8=False):
    """Text of bytes in UTF-8, or in the code pages that archives in Kazakhstan hold."""
    try:
        return value.decode("utf-8", "ignore" if is_utf8 else "strict")
    except UnicodeDecodeError:
        # KZ-1048 is Windows-1251 with the Kazakh letters in place of Serbian and Ukrainian ones.
        return value.decode("kz1048" if CYRILLIC_WORD.search(value) else "cp1252", "ignore")


def _from_exif(image, data):
    exif = image.getexif()
    details = exif.get_ifd(ExifTags.IFD.Exif)
    tags = ExifTags.Base

    def one(tag, ifd=exif):
        value = ifd.get(tag)
        if not isinstance(value, str):
            return ""
        # Pillow takes any bytes for Latin-1. The first of several strings that is not blank: the
        # photographer's copyright comes before the editor's.
        parts = value.encode("latin-1").split(b"\0")
        return _decode(next(filter(bytes.strip, parts), b""))

    def windows(tag):
        value = exif.get(tag)
        return value.decode("utf-16-le", "ignore") if isinstance(value, bytes) else ""

    taken_at = one(tags.DateTimeOriginal, details)
    offset = one(tags.OffsetTimeOriginal if taken_at else tags.OffsetTime, details)
    moment = (taken_at or one(tags.DateTime)).replace(":", "-", 2)
    return _metadata(
        creators=(one(tags.Artist) or windows(tags.XPAuthor)).split(";"),
        credit="",
        notices={"": one(tags.Copyright)},
        captions={"": one(tags.ImageDescription)},
        headline=windows(tags.XPTitle),
        place=[],
        keywords=windows(tags.XPKeywords).split(";"),
        moment=f"{moment}{offset}" if _moment(f"{moment}{offset}") else moment,
    )
