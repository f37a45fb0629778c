"""What the public files of a photo say of themselves: creator, credit line, copyright notice.

What journalists take along also has the caption and the moment, for files are parted from lists.

Nothing of the original's own metadata goes out: no place, no camera, no preview, no comment.
All of it stands in XMP, in EXIF and, in JPEG, in IPTC IIM, for each program reads another one.
"""

import hashlib
import json
import re
import struct
from typing import NamedTuple
from xml.sax.saxutils import escape

from PIL import ExifTags, Image

from media.metadata import IIM_UTF8, one_line


class Marks(NamedTuple):
    """What a public file says of itself, in IPTC's terms; `taken_at` is an ISO 8601 moment."""

    creator: str = ""
    credit_line: str = ""
    copyright_notice: str = ""
    caption: str = ""
    taken_at: str = ""

    @property
    def credits(self):
        """The marks that every public file has, without what only journalists' files have."""
        return Marks(*self[:3])

    @property
    def digest(self):
        """Eight hexadecimal digits that change with the credits."""
        return self.credits.full_digest

    @property
    def full_digest(self):
        """Eight hexadecimal digits that change with any of the marks."""
        said = [*self[:3], *filter(None, self[3:])]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:8]


LONGEST = 1000  # characters of a mark, so that each block fits into one segment of a JPEG

XMP_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">
%s
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
XMP_MARKS = Marks(
    "<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>",
    "<photoshop:Credit>%s</photoshop:Credit>",
    '<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:rights>',
    '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description>',
    "<photoshop:DateCreated>%s</photoshop:DateCreated>",
)
IPTC_MARKS = Marks(80, 110, 116, 120, 55)  # datasets of record 2

# JPEG's markers (ITU-T T.81, table B.1): the second byte, after 0xFF.
SOI, EOI, SOS = 0xD8, 0xD9, 0xDA
APP0, APP1, APP2, APP13, APP14 = 0xE0, 0xE1, 0xE2, 0xED, 0xEE
DROPPED = {*range(0xE0, 0xF0), 0xFE}  # applications' segments, comments
# SOF0 to SOF15 with DHT and DAC among them (but not JPG, 0xC8), DQT, DNL, DRI.
DECODING = {*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD} - {0xC8}
FRAMES = DECODING & set(range(0xC0, 0xD0)) - {0xC4, 0xCC}
NEXT_MARKER = re.compile(rb"\xff++([^\x00])")
# Among coded pixels 0xFF stands before a zero, a restart marker or another 0xFF.
END_OF_SCAN = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
MAX_SEGMENTS = 5000  # a long ICC profile and a progressive picture have some dozens


def save_options(marks, format):
    """What Pillow's `save` is told in "JPEG", "WEBP" or "AVIF" to write the marks and no more."""
    # Said even if empty: Pillow takes what it is not told from the picture that it has read.
    options = {"exif": _exif(marks), "xmp": _xmp(marks), "icc_profile": None}
    if format == "JPEG":
        options |= {"extra": _segment(APP13, _photoshop(marks)), "comment": b""}
    return options


def clean_jpeg(data, marks, orientation=1):
    """A JPEG's bytes with the same coded pixels and, of all metadata, the marks alone.

    Keeps what decoding needs and the ICC profile; drops what follows the first picture. EXIF's
    `orientation` (1 to 8) is said anew. Raises `ValueError` for a file that is cut short or no
    JPEG.
    """
    if data[:2] != bytes([0xFF, SOI]):
        raise ValueError("No JPEG")
    position = 2
    jfif, kept, markers = b"", [], set()
    for _ in range(MAX_SEGMENTS):
        marker, content, position = _next_segment(data, position)
        if marker == EOI:
            break
        markers.add(marker)
        if marker == APP0 and content.startswith(b"JFIF\0") and len(content) >= 14:
            jfif = _segment(APP0, content[:12] + b"\0\0")  # without its thumbnail
        elif marker == APP2 and content.startswith(b"ICC_PROFILE\0"):
            kept.append(_segment(APP2, content))
        elif marker == APP14 and content.startswith(b"Adobe"):
            kept.append(_segment(APP14, content[:12]))
        elif marker == SOS:
            end = END_OF_SCAN.search(data, position)
            if not end:
                raise ValueError("The JPEG ends among its pixels")
            kept += [_segment(SOS, content), data[position : end.start()].rstrip(b"\xff")]
            position = end.start()
        elif marker in DECODING:
            kept.append(_segment(marker, content))
        elif marker not in DROPPED:
            raise ValueError(f"The JPEG has a marker {marker:#x} out of place")
    else:
        raise ValueError("The JPEG has too many segments")
    if SOS not in markers or not markers & FRAMES:
        raise ValueError("The JPEG has no pixels")
    return b"".join(
        [
            bytes([0xFF, SOI]),
            jfif,
            _segment(APP1, _exif(marks, orientation)),
            _segment(APP1, _xmp(marks), b"http://ns.adobe.com/xap/1.0/\0"),
            _segment(APP13, _photoshop(marks)),
            *kept,
            bytes([0xFF, EOI]),
        ]
    )


def count_scans(data):
    """The scans of a JPEG's first picture; of one that is not well-formed rather too many."""
    scans, position = 0, 2
    try:
        while True:
            marker, _content, position = _next_segment(data, position)
            if marker == EOI:
                return scans
            if marker == SOS:
                scans += 1
                end = END_OF_SCAN.search(data, position)
                if not end:
                    return scans
                position = end.start()
    except ValueError:
        return data.count(bytes([0xFF, SOS]))


def _next_segment(data, position):
    """A segment's marker and content, and the position behind it."""
    start = NEXT_MARKER.match(data, position)
    if not start:
        raise ValueError("The JPEG has no marker where one must be")
    marker, position = start[1][0], start.end()
    if marker == EOI:
        return marker, b"", position
    end = position + int.from_bytes(data[position : position + 2])
    if not position + 2 <= end <= len(data):
        raise ValueError("The JPEG ends within a segment")
    return marker, data[position + 2 : end], end


def _segment(marker, content, prefix=b""):
    """A segment of a JPEG; none for no content."""
    if not content:
        return b""
    content = prefix + content
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _lines(marks):
    return Marks(*(one_line(mark, LONGEST) for mark in marks))


def _exif(marks, orientation=1):
    """EXIF as JPEG holds it. Its strings are in UTF-8, as MWG's guidance has it."""
    exif = Image.Exif()
    if orientation in range(2, 9):
        exif[ExifTags.Base.Orientation] = orientation
    marks = _lines(marks)
    for tag, mark in (
        (ExifTags.Base.ImageDescription, marks.caption),
        (ExifTags.Base.Artist, marks.creator),
        (ExifTags.Base.Copyright, marks.copyright_notice),
    ):
        if mark:
            exif[tag] = mark.encode()
    return exif.tobytes() if len(exif) else b""


def _xmp(marks):
    elements = [
        form % escape(mark) for form, mark in zip(XMP_MARKS, _lines(marks), strict=True) if mark
    ]
    return (XMP_PACKET % "\n".join(elements)).encode() if elements else b""


def _photoshop(marks):
    """IPTC IIM in a Photoshop resource. Names are whole, though IIM has 32 bytes for them."""
    marks = _lines(marks)
    # IIM writes a day as eight digits.
    marks = marks._replace(taken_at=marks.taken_at[:10].replace("-", ""))
    marks = zip(IPTC_MARKS, marks, strict=True)
    datasets = [_dataset(2, number, mark.encode()) for number, mark in marks if mark]
    if not datasets:
        return b""
    iptc = b"".join([_dataset(1, 90, IIM_UTF8), _dataset(2, 0, b"\0\4"), *datasets])
    padding = bytes(len(iptc) % 2)
    return b"Photoshop 3.0\x008BIM\4\4\0\0" + struct.pack(">I", len(iptc)) + iptc + padding


def _dataset(record, number, value):
    return struct.pack(">BBBH", 0x1C, record, number, len(value)) + value
