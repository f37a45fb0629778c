"""Word documents and pictures for the tests, good ones and hostile ones."""

import io
import zipfile

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image

W = nsdecls("w")


def picture_bytes(kind="JPEG", color="teal"):
    stream = io.BytesIO()
    Image.new("RGB", (8, 6), color).save(stream, kind)
    return stream.getvalue()


def to_bytes(document):
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def word_file(*paragraphs):
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return to_bytes(document)


def add_picture(paragraph, data=None, *, descr="", name=""):
    """Put a picture at the end of a paragraph, with a description and a file name."""
    run = paragraph.add_run()
    run.add_picture(io.BytesIO(data or picture_bytes()))
    for properties in run._r.iter("{*}docPr"):
        properties.set("descr", descr)
    for properties in run._r.iter("{*}cNvPr"):
        properties.set("name", name or "Picture 1")
    return run


def append_xml(paragraph, xml):
    """Add elements to a paragraph, written with the prefixes w, r and wp."""
    wrapped = parse_xml(f"<w:p {nsdecls('w', 'r', 'wp', 'a', 'pic')}>{xml}</w:p>")
    for element in list(wrapped):
        paragraph._p.append(element)


def repacked(data, changes=None, **options):
    """The zip with parts replaced, added, or left out (None)."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts |= changes or {}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", options.get("compression", zipfile.ZIP_DEFLATED)) as target:
        for name, part in parts.items():
            if part is not None:
                target.writestr(name, part)
    return stream.getvalue()


def part_of(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return source.read(name).decode()
