import io

import pytest
from PIL import Image, ImageCms

from media.embedding import Marks, clean_jpeg, save_options
from media.metadata import read_metadata
from tests.media import exiftool

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
MARKS = Marks("Әсел Қыдырбаева", "Баспасөз қызметі & «Zharshy» <kk>", "© 2018 Мәжіліс. 100 %")
# What ExifTool calls the marks, by group and name, and what a picture says in each.
AS_XMP = {
    "XMP-dc:Creator": MARKS.creator,
    "XMP-photoshop:Credit": MARKS.credit_line,
    "XMP-dc:Rights": MARKS.copyright_notice,
}
AS_EXIF = {"IFD0:Artist": MARKS.creator, "IFD0:Copyright": MARKS.copyright_notice}
AS_IPTC = {
    "IPTC:By-line": MARKS.creator,
    "IPTC:Credit": MARKS.credit_line,
    "IPTC:CopyrightNotice": MARKS.copyright_notice,
    "IPTC:CodedCharacterSet": "UTF8",
    "IPTC:ApplicationRecordVersion": 4,
}
# ExifTool's groups that tell of the file's form, not of what it shows or who made it.
FORM = {"Composite", "ExifTool", "File", "JFIF", "Meta", "QuickTime", "RIFF", "System"}
SECRET_XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:City="Secret City"/></rdf:RDF>
</x:xmpmeta>"""


def noise(size=(96, 64), format="JPEG", mode="RGB", **save):
    buffer = io.BytesIO()
    Image.effect_noise(size, 90).convert(mode).save(buffer, format, **save)
    return buffer.getvalue()


def laden_exif(orientation=1):
    """The EXIF of a camera: its number, a MakerNote of 60 KB, where it was."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F], exif[0x0110] = "Secretcam", "Secret 1D"
    exif[0x013B] = "Somebody Secret"
    details = exif.get_ifd(0x8769)
    details[0xA431] = "SECRET-123456"
    details[0x927C] = b"SECRET" * 10_000
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (51.0, 7.0, 30.0), "E", (71.0, 25.0, 48.0)
    return exif


def laden(format="JPEG", **save):
    """A picture that tells too much, in every way that its format has."""
    if format == "JPEG":
        save |= {"comment": b"Secret comment"}
    return noise(
        format=format,
        exif=laden_exif(save.pop("orientation", 1)),
        xmp=SECRET_XMP,
        icc_profile=SRGB,
        **save,
    )


def pixels(data):
    with Image.open(io.BytesIO(data)) as image:
        return image.mode, image.size, image.tobytes()


def said(data):
    """What ExifTool finds beyond the file's form."""
    return {
        name: value
        for name, value in exiftool.read(data).items()
        if name == "File:Comment" or ":" in name and name.split(":")[0] not in FORM
    }


def segments(data):
    """The markers of a JPEG up to its first scan."""
    markers, position = [], 2
    while data[position + 1] != 0xDA:
        markers.append(data[position + 1])
        position += 2 + int.from_bytes(data[position + 2 : position + 4])
    return markers


class TestDigest:
    def test_it_is_stable(self):
        assert Marks("A. Kim", "Zharshy", "© 2018").digest == "f816830c"

    def test_it_knows_where_a_mark_ends(self):
        marks = [("ab", "c", ""), ("a", "bc", ""), ("a", "b", "c"), ("", "ab", "c"), ('a", "b', "")]
        assert len({Marks(*each).digest for each in marks}) == len(marks)


@pytest.mark.exiftool
@pytest.mark.parametrize("format", ["JPEG", "WEBP", "AVIF"])
class TestSaveOptions:
    def save(self, marks, format):
        """A picture's public file made of an original that tells too much."""
        source = laden(format)
        told = said(source)
        assert told["ExifIFD:SerialNumber"] == "SECRET-123456"
        assert told["XMP-photoshop:City"] == "Secret City"
        assert told["GPS:GPSLatitudeRef"] == "North"
        buffer = io.BytesIO()
        with Image.open(io.BytesIO(source)) as image:
            image.save(buffer, format, **save_options(marks, format))
        assert b"secret" not in buffer.getvalue().lower()
        return buffer.getvalue()

    def test_the_marks_are_written_and_no_more(self, format):
        data = self.save(MARKS, format)
        assert said(data) == AS_XMP | AS_EXIF | (AS_IPTC if format == "JPEG" else {})

    def test_no_marks_write_nothing(self, format):
        data = self.save(Marks(), format)
        assert list(exiftool.read(data)) == list(exiftool.read(noise(format=format)))

    def test_what_is_absent_has_no_field(self, format):
        data = self.save(Marks(creator="A. Kim"), format)
        names = {"IFD0:Artist", "XMP-dc:Creator"}
        if format == "JPEG":
            names |= {"IPTC:By-line"} | AS_IPTC.keys() - {"IPTC:Credit", "IPTC:CopyrightNotice"}
        assert said(data).keys() == names


def test_marks_of_any_length_and_with_control_characters_fit_into_a_jpeg():
    marks = Marks(*("&\0\x1b Қ😀\ufffe\n" * 50_000 for _ in range(3)))
    data = clean_jpeg(noise(), marks)
    with Image.open(io.BytesIO(data)) as image:
        metadata = read_metadata(image, data)
    assert metadata.creator == "& Қ😀 " * 39 + "& Қ😀…"


@pytest.mark.exiftool
class TestCleanJpeg:
    def test_the_marks_are_written_and_no_more(self, tmp_path):
        preview = tmp_path / "preview.jpg"
        preview.write_bytes(noise(size=(16, 16), comment=b"secret"))
        original = exiftool.write(
            laden(orientation=6),
            "-IPTC:City=Secret City",
            "-XMP-iptcExt:LocationCreatedCity=Secret City",
            f"-ThumbnailImage<={preview}",
        )
        told = said(original)
        for secret in ("IFD0:Model", "IFD1:ThumbnailImage", "IPTC:City", "File:Comment"):
            assert secret in told
        data = clean_jpeg(original, MARKS, orientation=6)
        found = said(data)
        profile = {name for name in found if name.startswith("ICC")}
        assert {name: found[name] for name in found.keys() - profile} == (
            AS_XMP | AS_EXIF | AS_IPTC | {"IFD0:Orientation": "Rotate 90 CW"}
        )
        assert b"secret" not in data.lower()
        assert pixels(data) == pixels(original)
        with Image.open(io.BytesIO(data)) as image:
            assert image.info["icc_profile"] == SRGB

    def test_no_marks_write_nothing(self):
        original = laden()
        data = clean_jpeg(original, Marks())
        assert {name for name in said(data) if not name.startswith("ICC")} == set()
        assert 0xE1 not in segments(data)
        assert pixels(data) == pixels(original)


class TestCleanJpegByItself:
    @pytest.mark.parametrize(
        "save",
        [
            {},
            {"progressive": True},
            {"restart_marker_rows": 1},
            {"progressive": True, "restart_marker_blocks": 3},
            {"mode": "L"},
            {"mode": "CMYK"},
            {"subsampling": "4:4:4", "quality": 100, "size": (601, 403)},
            {"keep_rgb": True},
            {"icc_profile": SRGB + bytes(150_000)},
        ],
        ids=lambda save: " ".join(save) or "plain",
    )
    def test_the_pixels_stay(self, save):
        original = noise(comment=b"secret", **save)
        data = clean_jpeg(original, MARKS)
        assert b"secret" not in data
        assert pixels(data) == pixels(original)
        with Image.open(io.BytesIO(data)) as image:
            assert image.info.get("icc_profile") == save.get("icc_profile")
            assert read_metadata(image, data).creator == MARKS.creator

    def test_a_clean_file_is_cleaned_to_itself(self):
        data = clean_jpeg(laden(), MARKS, orientation=8)
        assert clean_jpeg(data, MARKS, orientation=8) == data

    def test_an_upright_picture_has_no_orientation(self):
        original = noise()
        data = clean_jpeg(original, Marks(), orientation=1)
        assert 0xE1 not in segments(data)
        assert data == clean_jpeg(original, Marks(), orientation=0)

    @pytest.mark.parametrize(
        "trailer",
        [b"PK\3\4 secret", b"\0\0\0\x18ftypmp42 secret", noise(mode="L")],
        ids=["archive", "film", "picture"],
    )
    def test_what_follows_the_picture_goes(self, trailer):
        original = noise()
        assert clean_jpeg(original + trailer, MARKS) == clean_jpeg(original, MARKS)

    def test_of_several_pictures_the_first_is_left(self):
        buffer = io.BytesIO()
        first = Image.effect_noise((64, 64), 90)
        first.save(buffer, "MPO", save_all=True, append_images=[Image.new("L", (64, 64))])
        original = buffer.getvalue()
        assert b"MPF\0" in original
        data = clean_jpeg(original, MARKS)
        assert b"MPF\0" not in data
        with Image.open(io.BytesIO(data)) as image, Image.open(buffer) as both:
            assert (image.format, both.format, both.n_frames) == ("JPEG", "MPO", 2)
            assert image.tobytes() == both.tobytes()

    def test_fill_bytes_and_unknown_segments_go(self):
        original = noise()
        fat = (
            original[:2]
            + b"\xff\xff\xff\xe5\0\x08secret"
            + b"\xff\xe0\0\x0eJFXX\0\x10secret"
            + original[2:-2]
            + b"\xff\xff\xff"
            + original[-2:]
        )
        assert pixels(fat) == pixels(original)
        assert clean_jpeg(fat, MARKS) == clean_jpeg(original, MARKS)

    def test_the_thumbnail_of_jfif_goes(self):
        original = noise()
        header = b"JFIF\0\1\2\1\1\x2c\1\x2c\1\1" + b"rgb"
        fat = original[:2] + b"\xff\xe0\0\x13" + header + original[20:]
        assert pixels(fat) == pixels(original)
        data = clean_jpeg(fat, Marks())
        assert data[2:20] == b"\xff\xe0\0\x10JFIF\0\1\2\1\1\x2c\1\x2c\0\0"
        assert data[20:] == original[20:]

    @pytest.mark.parametrize(
        "damage",
        [
            lambda data: b"",
            lambda data: b"\x89PNG\r\n" + data,
            lambda data: data[:2],
            lambda data: data[:1000],
            lambda data: data[:-2],
            lambda data: data[:-1],
            lambda data: data[:2] + data[-2:],
            lambda data: data[:20] + b"junk" + data[20:],
            lambda data: data[:20] + b"\xff\xe5\0\1" + data[20:],
            lambda data: data[:20] + b"\xff\xe5\xff\xff" + data[20:600],
            lambda data: data[:20] + b"\xff\xd8" + data[20:],
            lambda data: data[:20] + b"\xff\xc8\0\2" + data[20:],
            lambda data: data[:20] + b"\xff\xe5\0\2" * 10_000 + data[20:],
            lambda data: data[:-2] + b"\xff\xd8" + data[2:],
            lambda data: data.replace(b"\xff\xc0", b"\xff\xfe"),
        ],
    )
    def test_a_damaged_file_is_refused(self, damage):
        with pytest.raises(ValueError, match="JPEG"):
            clean_jpeg(damage(noise()), MARKS)

    def test_no_cut_file_fails_in_another_way(self):
        original = laden(progressive=True)[:70_000]
        for end in range(0, len(original), 97):
            with pytest.raises(ValueError, match="JPEG"):
                clean_jpeg(original[:end], MARKS)
