"""Files of all kinds as people hand them in."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

from PIL import Image

from tests.factories import picture

FILES = Path(__file__).parent / "files"


def heic():
    return (FILES / "two-fields.heic").read_bytes()


def scene(seed=0, size=(320, 240)):
    """A picture that looks like no other of another seed."""
    small = Image.frombytes("L", (9, 8), bytes((i * i * (seed + 3) * 37) % 251 for i in range(72)))
    return small.resize(size, Image.Resampling.BICUBIC).convert("RGB")


def saved(image, format="JPEG", **options):
    buffer = io.BytesIO()
    image.save(buffer, format, **options)
    return buffer.getvalue()


def scenic(seed=0, format="JPEG", size=(320, 240), **options):
    """The bytes of a scene."""
    return saved(scene(seed, size), format, **options)


def moving(format):
    return picture(
        size=(40, 30), format=format, save_all=True, append_images=[Image.new("RGB", (40, 30))]
    )


def zipped(files, **options):
    """The bytes of a ZIP file: `{name: bytes}`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", **options) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def png_in_16_bits():
    """A red PNG of 40 x 30 pixels in 16 bits a colour, which Pillow only reads."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = (b"\0" + b"\xff\xff\0\0\0\0" * 40) * 30
    header = struct.pack(">IIBBBBB", 40, 30, 16, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts
