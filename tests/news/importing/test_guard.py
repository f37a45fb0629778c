import io
import time
import zipfile

import pytest
from django.utils.translation import override

from news.importing.guard import OLE_HEADER, guard_docx
from news.importing.release import UnreadableFile
from tests.news.importing.documents import part_of, repacked, word_file

GOOD = word_file("Форум открыт", "В Астане открылся форум.")
RELS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_relationship(kind, target, mode=' TargetMode="External"'):
    added = f'<Relationship Id="rId99" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
    rels = part_of(GOOD, RELS).replace("</Relationships>", added + "</Relationships>")
    return repacked(GOOD, {RELS: rels})


def with_document(change):
    return repacked(GOOD, {"word/document.xml": change(part_of(GOOD, "word/document.xml"))})


def with_dtd(text):
    dtd = '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    return text.replace("?>", "?>" + dtd, 1).replace("Форум открыт", "&b;")


def in_utf_16(text):
    return with_dtd(text).replace("UTF-8", "UTF-16").encode("utf-16")


def encrypted_entries():
    data = bytearray(GOOD)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def lying_bomb():
    """A part that says it is a kilobyte and unpacks to 64 megabytes."""
    data = repacked(GOOD, {"word/media/image1.jpg": bytes(64 * 1024 * 1024)})
    size = (64 * 1024 * 1024).to_bytes(4, "little")
    return data.replace(size, (1024).to_bytes(4, "little"))


def repeated_name():
    stream = io.BytesIO(GOOD)
    with (
        pytest.warns(UserWarning, match="Duplicate name"),
        zipfile.ZipFile(stream, "a") as archive,
    ):
        archive.writestr("word/document.xml", "<w/>")
    return stream.getvalue()


def flipped_byte():
    at = GOOD.find(b"word/document.xml") + 200
    return GOOD[:at] + bytes([GOOD[at] ^ 0xFF]) + GOOD[at + 1 :]


MANY = {f"word/media/{number}.bin": b"" for number in range(2_001)}
OPEN_DOCUMENT = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}
OTHER_ZIP = dict.fromkeys(zipfile.ZipFile(io.BytesIO(GOOD)).namelist()) | {"a.txt": "a"}
PASSWORD = OLE_HEADER + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)

ATTACKS = {
    "picture": (lambda: b"\xff\xd8\xff\xe0" + bytes(100), "is not a Word document"),
    "text": (lambda: "Форум открыт".encode(), "is not a Word document"),
    "zip of other things": (lambda: repacked(GOOD, OTHER_ZIP), "is not a Word document"),
    "old doc": (lambda: OLE_HEADER + bytes(1000), "another format"),
    "rtf": (lambda: b"{\\rtf1 a}", "another format"),
    "pdf": (lambda: b"%PDF-1.7", "another format"),
    "odt": (lambda: repacked(GOOD, OTHER_ZIP | OPEN_DOCUMENT), "another format"),
    "no document": (lambda: repacked(GOOD, {"word/document.xml": None}), "another format"),
    "password": (lambda: PASSWORD, "password"),
    "encrypted entries": (encrypted_entries, "password"),
    "cut short": (lambda: GOOD[: len(GOOD) // 2], "damaged"),
    "flipped byte": (flipped_byte, "damaged"),
    "broken xml": (lambda: with_document(lambda text: text[:-20]), "damaged"),
    "unknown encoding": (lambda: with_document(lambda t: t.replace("UTF-8", "x-9")), "damaged"),
    "bomb in a picture": (
        lambda: repacked(GOOD, {"word/media/a.jpg": bytes(40 * 1024 * 1024)}),
        "unpacks",
    ),
    "bomb in xml": (
        lambda: with_document(lambda text: text.replace("<w:body>", "<w:body>" + " " * 20_000_000)),
        "unpacks",
    ),
    "bomb with small headers": (lying_bomb, "damaged"),
    "packed too well": (lambda: repacked(GOOD, {"word/a.bin": bytes(5_000_000)}), "unpacks"),
    "many bombs": (
        lambda: repacked(
            GOOD,
            {f"word/{n}.bin": bytes(30_000_000) for n in range(5)},
            compression=zipfile.ZIP_STORED,
        ),
        "unpacks",
    ),
    "many parts": (lambda: repacked(GOOD, MANY), "unpacks"),
    "many elements": (
        lambda: repacked(GOOD, {"word/styles.xml": f"<a>{'<b/>' * 300_001}</a>"}),
        "unpacks",
    ),
    "many paragraphs": (
        lambda: with_document(lambda t: t.replace("<w:body>", "<w:body>" + "<w:p/>" * 100_001)),
        "too much text",
    ),
    "much text": (
        lambda: with_document(
            lambda t: t.replace("Форум открыт", " ".join(map(str, range(170_000))))
        ),
        "too much text",
    ),
    "deep xml": (
        lambda: with_document(
            lambda t: t.replace("<w:body>", "<w:body>" + "<w:p>" * 200 + "</w:p>" * 200)
        ),
        "can do harm",
    ),
    "dtd": (lambda: with_document(with_dtd), "can do harm"),
    "dtd in utf-16": (lambda: with_document(in_utf_16), "can do harm"),
    "dtd in a part that is not read": (
        lambda: repacked(GOOD, {"customXml/a.xml": "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"}),
        "can do harm",
    ),
    "climbing name": (lambda: repacked(GOOD, {"word/../../a": "a"}), "can do harm"),
    "absolute name": (lambda: repacked(GOOD, {"/etc/a": "a"}), "can do harm"),
    "backslash in a name": (lambda: repacked(GOOD, {"word\\a": "a"}), "can do harm"),
    "drive in a name": (lambda: repacked(GOOD, {"C:a": "a"}), "can do harm"),
    "name twice": (repeated_name, "can do harm"),
    "name twice but for case": (lambda: repacked(GOOD, {"WORD/document.xml": "a"}), "can do harm"),
    "lzma": (lambda: repacked(GOOD, compression=zipfile.ZIP_LZMA), "can do harm"),
    "macros": (lambda: repacked(GOOD, {"word/vbaProject.bin": "a"}), "macros"),
    "macros by content type": (
        lambda: repacked(
            GOOD,
            {
                TYPES: part_of(GOOD, TYPES).replace(
                    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main",
                    "application/vnd.ms-word.document.macroEnabled.main",
                )
            },
        ),
        "macros",
    ),
    "picture from outside": (
        lambda: with_relationship("image", "https://example.org/a.jpg"),
        "from outside",
    ),
    "picture from the disk": (
        lambda: with_relationship("image", "file:///etc/passwd", mode=""),
        "from outside",
    ),
    "picture from the network": (
        lambda: with_relationship("image", r"\\host\a.jpg", mode=""),
        "from outside",
    ),
    "template from outside": (
        lambda: with_relationship("attachedTemplate", "http://example.org/a.dotm"),
        "from outside",
    ),
    "object from outside": (
        lambda: with_relationship("oleObject", "http://a.org/"),
        "from outside",
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_bad_file_gets_a_sentence_that_names_it(attack):
    make, words = ATTACKS[attack]
    data = make()
    with override("en"), pytest.raises(UnreadableFile) as refused:
        guard_docx("Форум 100%.docx", data)
    assert words in str(refused.value)
    assert str(refused.value).startswith("“Форум 100%.docx” ")
    assert str(refused.value).count(".") >= 2


def test_good_file_passes_with_links_and_headers():
    guard_docx("a.docx", GOOD)
    guard_docx("a.docx", with_relationship("hyperlink", "https://assembly.example/"))
    guard_docx("a.docx", with_relationship("hyperlink", r"file:///C:\Users\a.doc"))
    guard_docx("a.docx", with_relationship("attachedTemplate", r"file:///C:\Office\letter.dotx"))
    guard_docx("a.docx", repacked(GOOD, {"word/header1.xml": "<a>Шапка</a>"}))


def test_every_cut_of_a_file_is_refused():
    for length in range(0, len(GOOD) - 1, len(GOOD) // 40):
        with pytest.raises(UnreadableFile):
            guard_docx("a.docx", GOOD[:length])


def test_bomb_is_refused_quickly():
    bomb = repacked(GOOD, {"word/a.bin": bytes(31 * 1024 * 1024)})
    started = time.process_time()
    with pytest.raises(UnreadableFile):
        guard_docx("a.docx", bomb)
    assert time.process_time() - started < 1
