import base64
import io
import struct
import zlib
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pi_heif
import pytest
from PIL import Image

from media import metadata
from media.metadata import PhotoMetadata, language_of, one_line, read_metadata
from tests.factories import picture
from tests.media import exiftool

# A red square of 64 pixels: Pillow reads HEIC but does not write it.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAVZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAA"
    "AAAAAAAAACJpbG9jAAAAAERAAAEAAQAAAAABegABAAAAAAAAABgAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABo"
    "dmMxAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEA"
    "GEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbqSSmubgIaDAgAAAMAyAAA"
    "AwAIQGIAAQAHRAHBcrAiQAAAABNjb2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABAAAAAQAAAABBwaXhpAAAAAAMI"
    "CAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAACBtZGF0AAAAFCgBrwQY/Hk46//5kI/PwFwqxHQ4"
)
ALMATY = ZoneInfo("Asia/Almaty")  # of the tests' settings
FORMATS = ["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "HEIF"]
CREATOR = "Әсел Қыдырбаева"


@pytest.fixture(autouse=True)
def _heic():
    pi_heif.register_heif_opener()


def small(format="JPEG", **save):
    return HEIC if format == "HEIF" else picture(size=(64, 64), format=format, **save)


def told(data):
    with Image.open(io.BytesIO(data)) as image:
        return read_metadata(image, data)


def xmp(properties, prologue=""):
    """A packet with properties, as elements of one description."""
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>{prologue}
        <x:xmpmeta xmlns:x="adobe:ns:meta/">
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
          xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
          xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" photoshop:Credit="Zharshy">
        {properties}
        </rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".encode()


def iptc(*datasets, size=None):
    """A JPEG with IPTC IIM: `iptc((2, 80, b"A. Kim"))`; the resource may lie about its size."""
    block = b"".join(
        struct.pack(">BBBH", 0x1C, record, number, len(value)) + value
        for record, number, value in datasets
    )
    content = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", size or len(block)) + block
    return small(extra=struct.pack(">HH", 0xFFED, len(content) + 2) + content)


def exif(tags, details=()):
    """A JPEG with EXIF: its first directory and the one of the picture's details."""
    block = Image.Exif()
    block.update(tags)
    block.get_ifd(0x8769).update(details)
    return small(exif=block)


@pytest.mark.exiftool
class TestFormats:
    @pytest.mark.parametrize("format", FORMATS)
    def test_xmp(self, format):
        data = exiftool.write(
            small(format),
            "-XMP-dc:Creator=Әсел Қыдырбаева",
            "-XMP-dc:Creator=А. Ким",
            "-XMP-photoshop:Credit=Мәжіліс баспасөз қызметі",
            "-XMP-dc:Rights=© 2018 Мәжіліс",
            "-XMP-dc:Description=Заседание палаты",
            "-XMP-dc:Description-ru-RU=Заседание палаты",
            "-XMP-dc:Description-kk=Палата отырысы",
            "-XMP-dc:Description-en-GB=A sitting of the chamber",
            "-XMP-photoshop:Headline=Палата отырысы",
            "-XMP-photoshop:DateCreated=2018:09:03 10:11:12.34+06:00",
            "-XMP-iptcCore:Location=Мәжіліс үйі",
            "-XMP-photoshop:City=Астана",
            "-XMP-photoshop:Country=Қазақстан",
            "-XMP-dc:Subject=отырыс",
            "-XMP-dc:Subject=заң",
            "-XMP-dc:Subject=Отырыс",
        )
        assert told(data) == PhotoMetadata(
            creator="Әсел Қыдырбаева, А. Ким",
            credit_line="Мәжіліс баспасөз қызметі",
            copyright_notices={"": "© 2018 Мәжіліс"},
            captions={
                "": "Заседание палаты",
                "ru": "Заседание палаты",
                "kk": "Палата отырысы",
                "en": "A sitting of the chamber",
            },
            headline="Палата отырысы",
            place="Мәжіліс үйі, Астана, Қазақстан",
            keywords=("отырыс", "заң"),
            taken_at=datetime(2018, 9, 3, 10, 11, 12, tzinfo=timezone(timedelta(hours=6))),
        )

    @pytest.mark.parametrize("format", FORMATS)
    def test_exif(self, format):
        data = exiftool.write(
            small(format),
            "-EXIF:Artist=Әсел Қыдырбаева;А. Ким",
            "-EXIF:Copyright=© 2018 Мәжіліс",
            "-EXIF:ImageDescription=Палата отырысы",
            "-EXIF:DateTimeOriginal=2018:09:03 10:11:12",
            "-EXIF:XPTitle=Отырыс",
            "-EXIF:XPKeywords=отырыс;заң",
        )
        assert told(data) == PhotoMetadata(
            creator="Әсел Қыдырбаева, А. Ким",
            copyright_notices={"": "© 2018 Мәжіліс"},
            captions={"": "Палата отырысы"},
            headline="Отырыс",
            keywords=("отырыс", "заң"),
            taken_at=datetime(2018, 9, 3, 10, 11, 12, tzinfo=ALMATY),
        )

    @pytest.mark.parametrize("format", ["JPEG", "TIFF"])
    @pytest.mark.parametrize("charset", ["UTF8", "Cyrillic"])
    def test_iptc(self, format, charset):
        declared = ["-IPTC:CodedCharacterSet=UTF8"] if charset == "UTF8" else []
        data = exiftool.write(
            small(format),
            "-charset",
            f"iptc={charset}",
            *declared,
            "-IPTC:By-line=Анна Цой",
            "-IPTC:By-line=Ян Ли",
            "-IPTC:Credit=Пресс-служба",
            "-IPTC:CopyrightNotice=© Мажилис, 2009",
            "-IPTC:Caption-Abstract=Депутаты на заседании палаты.",
            "-IPTC:Headline=Заседание",
            "-IPTC:DateCreated=2009:09:03",
            "-IPTC:TimeCreated=10:11:12+06:00",
            "-IPTC:Sub-location=Зал «Ана тілі»",
            "-IPTC:City=Астана",
            "-IPTC:Country-PrimaryLocationName=Казахстан",
            "-IPTC:Keywords=палата",
            "-IPTC:Keywords=закон",
        )
        assert told(data) == PhotoMetadata(
            creator="Анна Цой, Ян Ли",
            credit_line="Пресс-служба",
            copyright_notices={"": "© Мажилис, 2009"},
            captions={"": "Депутаты на заседании палаты."},
            headline="Заседание",
            place="Зал «Ана тілі», Астана, Казахстан",
            keywords=("палата", "закон"),
            taken_at=datetime(2009, 9, 3, 10, 11, 12, tzinfo=timezone(timedelta(hours=6))),
        )

    def test_the_first_of_several_pictures_speaks(self):
        buffer = io.BytesIO()
        pictures = [Image.new("L", (64, 64)), Image.new("L", (64, 64), 255)]
        pictures[0].save(buffer, "MPO", save_all=True, append_images=pictures[1:])
        data = exiftool.write(buffer.getvalue(), "-IPTC:By-line=A. Kim")
        with Image.open(io.BytesIO(data)) as image:
            assert image.format == "MPO"
            assert read_metadata(image, data) == PhotoMetadata(creator="A. Kim")

    def test_a_large_maker_note_is_no_hindrance(self):
        data = exif(
            {0x013B: "A. Kim"}, {0x927C: b"\x01\xff" * 30_000, 0x9003: "2018:09:03 10:11:12"}
        )
        data = exiftool.write(data, "-XMP-photoshop:Credit=Zharshy")
        metadata = told(data)
        assert (metadata.creator, metadata.credit_line) == ("A. Kim", "Zharshy")
        assert metadata.taken_at == datetime(2018, 9, 3, 10, 11, 12, tzinfo=ALMATY)


class TestSources:
    def test_xmp_wins_over_iptc_and_iptc_over_exif_field_by_field(self):
        block = Image.Exif()
        block.update({0x013B: "of EXIF", 0x8298: "of EXIF", 0x010E: "Caption of EXIF"})
        content = b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x1e"
        content += b"\x1c\x02\x50\0\x07of IPTC\x1c\x02\x74\0\x07of IPTC\x1c\x02\x6e\0\x01-"
        data = small(
            exif=block,
            xmp=xmp("<dc:creator><rdf:Seq><rdf:li>of XMP</rdf:li></rdf:Seq></dc:creator>"),
            extra=struct.pack(">HH", 0xFFED, len(content) + 2) + content,
        )
        assert told(data) == PhotoMetadata(
            creator="of XMP",
            credit_line="Zharshy",
            copyright_notices={"": "of IPTC"},
            captions={"": "Caption of EXIF"},
        )

    def test_a_moment_wins_over_a_day(self):
        block = Image.Exif()
        block.get_ifd(0x8769)[0x9003] = "2018:09:03 10:11:12"
        day = xmp("<photoshop:DateCreated>2018-09-04</photoshop:DateCreated>")
        assert told(small(xmp=day)).taken_at == datetime(2018, 9, 4, tzinfo=ALMATY)
        assert told(small(xmp=day, exif=block)).taken_at == datetime(
            2018, 9, 3, 10, 11, 12, tzinfo=ALMATY
        )

    def test_a_picture_without_metadata_says_nothing(self):
        for format in FORMATS:
            assert told(small(format)) == PhotoMetadata()


class TestXmp:
    def test_languages(self):
        metadata = told(
            small(
                xmp=xmp("""
                <dc:rights><rdf:Alt>
                  <rdf:li xml:lang="kk-KZ">Мәжіліс</rdf:li>
                  <rdf:li xml:lang="RU">Мажилис</rdf:li>
                  <rdf:li xml:lang="nonsense!">Mazhilis</rdf:li>
                  <rdf:li xml:lang="x-default">never</rdf:li>
                </rdf:Alt></dc:rights>
                <dc:description><rdf:Alt>
                  <rdf:li xml:lang="kk-KZ"> Отырыс </rdf:li>
                  <rdf:li xml:lang="ru"> </rdf:li>
                </rdf:Alt></dc:description>""")
            )
        )
        assert metadata.copyright_notices == {"kk": "Мәжіліс", "ru": "Мажилис", "": "Mazhilis"}
        assert metadata.copyright_notice == "Mazhilis"
        assert metadata.captions == {"kk": "Отырыс"}

    @pytest.mark.parametrize(
        "location",
        [
            """<ext:LocationCreated><rdf:Bag>
              <rdf:li ext:City="Астана" ext:CountryName="Қазақстан"/>
              <rdf:li ext:City="Алматы"/>
            </rdf:Bag></ext:LocationCreated>""",
            """<ext:LocationShown><rdf:Bag><rdf:li rdf:parseType="Resource">
              <ext:CountryName>Қазақстан</ext:CountryName><ext:City>Астана</ext:City>
            </rdf:li></rdf:Bag></ext:LocationShown>""",
            """<ext:LocationShown><rdf:Bag><rdf:li><rdf:Description ext:City="Астана">
              <ext:CountryName>Қазақстан</ext:CountryName>
            </rdf:Description></rdf:li></rdf:Bag></ext:LocationShown>""",
            """<photoshop:City>Астана</photoshop:City><photoshop:Country>Қазақстан
            </photoshop:Country><ext:LocationShown ext:City="Алматы"/>""",
        ],
    )
    def test_places(self, location):
        assert told(small(xmp=xmp(location))).place == "Астана, Қазақстан"

    def test_a_place_is_not_repeated(self):
        twice = (
            "<photoshop:City>Астана</photoshop:City><photoshop:Country>астана</photoshop:Country>"
        )
        assert told(small(xmp=xmp(twice))).place == "Астана"

    def test_a_packet_behind_the_pixels_of_a_png(self):
        packet = zlib.compress(xmp(""))
        text = b"iTXtXML:com.adobe.xmp\0\1\0\0\0" + packet
        chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
        data = small("PNG")
        assert told(data[:-12] + chunk + data[-12:]).credit_line == "Zharshy"

    @pytest.mark.parametrize(
        "packet",
        [
            b"",
            b"nonsense",
            b"<x:xmpmeta",
            b"\xff\xfe" + xmp(""),
            xmp("")[:-100],
            xmp("<dc:creator>&undeclared;</dc:creator>"),
            xmp("", prologue='<!DOCTYPE x SYSTEM "file:///etc/passwd">'),
            xmp(
                "<photoshop:Headline>&e;</photoshop:Headline>",
                prologue='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
            ),
            xmp(
                "<photoshop:Headline>&d;</photoshop:Headline>",
                prologue='<!DOCTYPE x [<!ENTITY a "secret">'
                + "".join(
                    f'<!ENTITY {name} "{f"&{before};" * 100}">'
                    for before, name in zip("abc", "bcd", strict=True)
                )
                + "]>",
            ),
            xmp("<dc:creator>" * 300 + "</dc:creator>" * 300),
            xmp(f"<photoshop:Headline>{'я' * 2_500_000}</photoshop:Headline>"),  # 5 MB
        ],
        ids=range(11),
    )
    def test_a_bad_packet_says_nothing(self, packet):
        assert told(small("WEBP", xmp=packet)) == PhotoMetadata()

    def test_a_packet_that_unpacks_to_much_says_nothing(self):
        text = b"iTXtXML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(xmp(" " * 50_000_000))
        chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
        data = small("PNG")
        with Image.open(io.BytesIO(data)) as image:
            assert read_metadata(image, data[:-12] + chunk + data[-12:]) == PhotoMetadata()


class TestIptc:
    @pytest.mark.parametrize(
        ("value", "text"),
        [
            ("Әсел".encode(), "Әсел"),
            ("Ольга Чехова".encode("cp1251"), "Ольга Чехова"),
            ("Фото: Ян Ли".encode("cp1251"), "Фото: Ян Ли"),
            ("Photo: Ян".encode("cp1251"), "Photo: Ян"),
            ("Әсел Қыдырбаева".encode("kz1048"), "Әсел Қыдырбаева"),
            ("«Ұлт» – №5".encode("kz1048"), "«Ұлт» – №5"),
            ("Jürgen Müller".encode("latin-1"), "Jürgen Müller"),
            ("François Créée à l’été".encode("cp1252"), "François Créée à l’été"),
            (b"A\x81B", "AB"),
        ],
    )
    def test_encodings(self, value, text):
        assert told(iptc((2, 80, value))).creator == text

    def test_a_letter_cut_in_two_is_left_out(self):
        data = iptc((1, 90, b"\x1b%G"), (2, 80, "Қыдырбаева".encode()[:-1]))
        assert told(data).creator == "Қыдырбаев"

    @pytest.mark.parametrize(
        ("date", "time", "moment"),
        [
            (b"20090903", b"101112", datetime(2009, 9, 3, 10, 11, 12, tzinfo=ALMATY)),
            (b"20090903", b"", datetime(2009, 9, 3, tzinfo=ALMATY)),
            (b"00000000", b"000000", None),
            (b"20091303", b"101112", None),
            (b"", b"101112", None),
        ],
    )
    def test_moments(self, date, time, moment):
        assert told(iptc((2, 55, date), (2, 60, time))).taken_at == moment

    def test_what_is_cut_short_says_what_it_can(self):
        whole = iptc((2, 80, b"A. Kim"), (2, 110, b"Zharshy"), size=10_000)
        assert told(whole) == PhotoMetadata(creator="A. Kim", credit_line="Zharshy")

    @pytest.mark.parametrize("block", [b"\x1c", b"\x1c\x02\x50\x84", b"\x1c\x63\x50\0\1A", b"junk"])
    def test_a_bad_block_says_nothing(self, block):
        content = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(block)) + block
        segment = struct.pack(">HH", 0xFFED, len(content) + 2) + content
        assert told(small(extra=segment)) == PhotoMetadata()


class TestExif:
    @pytest.mark.parametrize(
        "caption",
        [
            "OLYMPUS DIGITAL CAMERA         ",
            "SONY DSC",
            "KONICA MINOLTA DIGITAL CAMERA",
            "DCIM\\100GOPRO\\GOPR0001.JPG",
            "Exif_JPEG_PICTURE",
            "dav",
            "hdrpl;rhdr;",
            "<KENOX S630  / Samsung S630>",
            "\0\0\0",
        ],
    )
    def test_a_caption_of_the_camera_is_none(self, caption):
        assert told(exif({0x010E: caption})) == PhotoMetadata()
        assert told(iptc((2, 120, caption.encode()))) == PhotoMetadata()

    @pytest.mark.parametrize(
        "caption", ["Субботник", "Sitting", "A new digital camera of KTK at work"]
    )
    def test_a_short_caption_is_one(self, caption):
        assert told(exif({0x010E: caption.encode()})).captions == {"": caption}

    def test_the_photographers_copyright_comes_before_the_editors(self):
        assert told(exif({0x8298: b"A. Kim\0Zharshy"})).copyright_notice == "A. Kim"
        assert told(exif({0x8298: b" \0Zharshy"})).copyright_notice == "Zharshy"

    def test_an_archives_code_page(self):
        assert told(exif({0x013B: CREATOR.encode("kz1048")})).creator == CREATOR

    @pytest.mark.parametrize(
        ("tags", "details", "moment"),
        [
            ({}, {0x9003: "2018:09:03 10:11:12"}, datetime(2018, 9, 3, 10, 11, 12, tzinfo=ALMATY)),
            ({0x0132: "2018:09:03 10:11:12"}, {}, datetime(2018, 9, 3, 10, 11, 12, tzinfo=ALMATY)),
            (
                {0x0132: "2019:01:01 00:00:00"},
                {0x9003: "2018:09:03 10:11:12", 0x9011: "+03:00", 0x9010: "+01:00"},
                datetime(2018, 9, 3, 7, 11, 12, tzinfo=UTC),
            ),
            (
                {0x0132: "2018:09:03 10:11:12"},
                {0x9010: "+01:00"},
                datetime(2018, 9, 3, 9, 11, 12, tzinfo=UTC),
            ),
            (
                {},
                {0x9003: "2018:09:03 10:11:12", 0x9011: "   :  "},
                datetime(2018, 9, 3, 10, 11, 12, tzinfo=ALMATY),
            ),
            ({}, {0x9003: "0000:00:00 00:00:00"}, None),
            ({}, {0x9003: "0001:01:01 00:00:00"}, None),
            ({}, {0x9003: "9999:12:31 23:59:59", 0x9011: "-12:00"}, None),
            ({}, {0x9003: "    :  :     :  :  "}, None),
            ({0x0132: 2018}, {}, None),
        ],
    )
    def test_moments(self, tags, details, moment):
        assert told(exif(tags, details)).taken_at == moment

    def test_broken_exif_says_nothing(self):
        whole = exif({0x013B: "A. Kim", 0x8298: "Zharshy"}, {0x9003: "2018:09:03 10:11:12"})
        with Image.open(io.BytesIO(whole)) as image:
            block = image.info["exif"]
        for end in range(6, len(block)):
            data = small("WEBP", exif=block[:end] + b"\xff")
            told(data)  # and does not fail
        for tail in (b"", b"MM", b"MM\0*\0\0\0\x08", b"MM\0*\xff\xff\xff\xff", b"junk" * 10):
            assert told(small("WEBP", exif=b"Exif\0\0" + tail)) == PhotoMetadata()


class TestValues:
    def test_they_are_cut(self):
        words = "".join(f"<rdf:li>{number} {'я' * 80}</rdf:li>" for number in range(60))
        long = "ә" * 600
        said = told(
            small(
                "WEBP",
                xmp=xmp(f"""
                <dc:creator><rdf:Seq><rdf:li>{long}</rdf:li></rdf:Seq></dc:creator>
                <dc:rights><rdf:Alt><rdf:li>{long}</rdf:li></rdf:Alt></dc:rights>
                <dc:description><rdf:Alt><rdf:li>{long}</rdf:li></rdf:Alt></dc:description>
                <dc:subject><rdf:Bag>{words}</rdf:Bag></dc:subject>
                <photoshop:Headline>{long}</photoshop:Headline>
                <photoshop:City>{long}</photoshop:City>"""),
            )
        )
        assert said.creator == "ә" * (metadata.CREATOR - 1) + "…"
        assert said.copyright_notice == "ә" * (metadata.COPYRIGHT_NOTICE - 1) + "…"
        assert said.captions == {"": "ә" * (metadata.CAPTION - 1) + "…"}
        assert said.headline == "ә" * (metadata.HEADLINE - 1) + "…"
        assert said.place == "ә" * (metadata.PLACE - 1) + "…"
        assert len(said.keywords) == metadata.KEYWORDS
        assert {len(keyword) for keyword in said.keywords} == {metadata.KEYWORD}

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("  two\r\n\tlines \u2028 and\xa0more ", "two lines and more"),
            ("a\0b\x1b[31mc\x7f", "ab[31mc"),
            ("abc\u202etxt.exe\ufeff", "abctxt.exe"),
            ("Йод".replace("Й", "И\u0306"), "Йод"),
            ("\ud800x", "x"),
            ("", ""),
            ("abcdefghij" * 2, "abcdefghijabcdefghij"),
            ("abcdefghij" * 2 + "k", "abcdefghijabcdefghi…"),
        ],
    )
    def test_they_are_one_line(self, text, line):
        assert one_line(text, 20) == line


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Мәжіліс отырысы", "kk"),
        ("ІРГЕТАС", "kk"),
        ("Заседание палаты", "ru"),
        ("ЁЛКА", "ru"),
        ("A sitting of the Mazhilis", "en"),
        ("Photo: Ли", "ru"),
        ("2018", "en"),
        ("", "en"),
    ],
)
def test_language_of(text, language):
    assert language_of(text) == language
