import io
import os
import stat
import time
import zipfile
from pathlib import Path

import pytest

from news.importing import office_worker
from news.importing.guard import office_kind
from news.importing.office import all_to_docx
from news.importing.reading import kinds_taken, read_release
from news.importing.release import UnreadableFile

OLD = (Path(__file__).parent / "files" / "old.doc").read_bytes()
MAIN = OLD.index(b"\xec\xa5")
TITLE = "Круглый стол волонтеров"
TEXT = (
    "14 марта 2024 года в Городской библиотеке Астаны прошел круглый стол. Директор Айгуль "
    "Сапарова выступила."
)


def changed(place, byte):
    return OLD[:place] + bytes([byte]) + OLD[place + 1 :]


def rtf(body):
    return b"{\\rtf1\\ansi\\ansicpg1251\\deff0 {\\fonttbl{\\f0 Times;}} " + body + b"}"


RTF = rtf("{\\b Форум}\\par В Астане открылся форум.\\par".encode("cp1251"))


def odt(content="", *, links="", parts=None):
    """The bytes of an OpenDocument text with two paragraphs and whatever else."""
    namespaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "drawing")
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
            ' manifest:version="1.2"><manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.text"/>'
            '<manifest:file-entry manifest:full-path="content.xml" '
            'manifest:media-type="text/xml"/></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'{content}<office:document-content {namespaces} office:version="1.2" '
            'xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text>'
            f"<text:p>Форум</text:p><text:p>В Астане открылся форум.{links}</text:p>"
            "</office:text></office:body></office:document-content>",
        )
        for name, data in (parts or {}).items():
            archive.writestr(name, data)
    return stream.getvalue()


def link(element, target):
    return f'<{element} xlink:href="{target}"/>'


@pytest.mark.libreoffice
def test_older_formats_are_read_and_a_bad_file_does_not_lose_the_others():
    files = [("a.doc", OLD), ("b.rtf", RTF), ("c.rtf", RTF[:-40]), ("d.odt", odt())]
    made = all_to_docx(files)
    read = [
        read_release(name, data, as_docx=docx)
        for (name, data), docx in zip(files, made, strict=True)
        if isinstance(docx, bytes)
    ]
    forum = ("Форум", "В Астане открылся форум.")
    assert [(release.title, release.plain_text.split("\n")[0]) for release in read] == [
        (TITLE, TEXT),
        forum,
        forum,
    ]
    assert str(made[2]) == (
        "“c.rtf” cannot be read by LibreOffice. Open it, save it as a Word document (.docx) and "
        "try again."
    )


@pytest.mark.libreoffice
def test_what_is_linked_is_neither_read_nor_fetched(tmp_path, monkeypatch):
    """The settings of LibreOffice hold also where the guard is passed."""
    (tmp_path / "secret.txt").write_text("secret words")
    section = (
        f'</text:p><text:section text:name="s">{link("text:section-source", tmp_path.as_uri())}'
        "<text:p>kept</text:p></text:section><text:p>"
    ).replace(tmp_path.as_uri(), f"{tmp_path.as_uri()}/secret.txt")
    field = b'{\\field{\\*\\fldinst INCLUDETEXT "%s/secret.txt"}{\\fldrslt kept}}'
    monkeypatch.setattr("news.importing.office.guard_office", lambda name, data: None)
    files = [("a.odt", odt(links=section)), ("b.rtf", rtf(field % bytes(tmp_path)))]
    for docx in all_to_docx(files):
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            text = archive.read("word/document.xml")
        assert b"kept" in text
        assert b"secret words" not in text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("vba.doc", OLD + "_VBA_PROJECT".encode("utf-16-le"), "holds macros"),
        ("locked.doc", changed(MAIN + 11, OLD[MAIN + 11] | 1), "protected with a password"),
        ("zeros.doc", changed(MAIN, 0), "is damaged"),
        ("cut.doc", OLD[:9000], "another format"),
        ("sheet.doc", OLD.replace("WordDocument".encode("utf-16-le"), bytes(24)), "another format"),
        ("a.rtf", rtf(b"{\\object\\objautlink\\objupdate}"), "from outside the file"),
        ("a.rtf", rtf(b'{\\*\\fldinst {INCLUDETEXT "/etc/passwd"}}'), "from outside the file"),
        ("a.odt", odt(links=link("drawing:image", "http://a.kz/b.png")), "from outside the file"),
        ("a.odt", odt(links=link("text:section-source", "/etc/passwd")), "from outside the file"),
        ("a.odt", odt(links=link("text:x", "vnd.sun.star.script:a")), "holds macros"),
        ("a.odt", odt(parts={"Basic/Standard/a.xml": "<a/>"}), "holds macros"),
        ("a.odt", odt('<!DOCTYPE a [<!ENTITY b "c">]>'), "can do harm"),
        ("a.odt", odt(parts={"../a": ""}), "can do harm"),
        ("a.odt", odt(links="<text:span>" * 200), "can do harm"),
        ("a.odt", odt()[:300], "is damaged"),
    ],
)
def test_what_may_do_harm_is_refused_with_a_sentence(name, data, words):
    with pytest.raises(UnreadableFile, match=words) as refused:
        read_release(name, data)
    assert str(refused.value).startswith(f"“{name}” ")


@pytest.mark.parametrize("name", ["a.rtf", "a.docx", "a.txt"])
def test_without_libreoffice_one_sentence_says_what_to_do(name, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(UnreadableFile) as refused:
        read_release(name, RTF)
    assert str(refused.value) == (
        f"“{name}” is in an older format, for which this server needs LibreOffice. Install "
        "LibreOffice, or save the file as a Word document (.docx) and try again."
    )
    assert kinds_taken() == ".docx, .txt"


def test_kind_is_that_of_the_content():
    assert [office_kind(data) for data in (OLD, RTF, odt(), b"PK", b"", b"text")] == [
        ".doc", ".rtf", ".odt", "", "", "",
    ]  # fmt: skip


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Stands in for LibreOffice: makes what is asked for, but hangs with a child at a "bad" one."""
    path = tmp_path / "soffice"
    path.write_text(
        '#!/bin/sh\nfor file; do case "$file" in\n'
        f"*bad*) sleep 300 & echo $! >{tmp_path}/child; wait;;\n"
        f'*/in/*) echo made >{tmp_path}/out/"$(basename "$file" .doc)".docx;;\nesac; done\n'
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    (tmp_path / "out").mkdir()
    monkeypatch.setattr(office_worker, "STALLED_SECONDS", 1)
    return path


def test_hanging_program_is_ended_with_its_children(program, tmp_path):
    office_worker.convert(str(program), tmp_path, ["0.doc", "1bad.doc", "2.doc"])
    assert sorted(os.listdir(tmp_path / "out")) == ["0.docx"]
    child = int((tmp_path / "child").read_text())
    for _attempt in range(100):
        try:
            state = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            break
        if state == "Z":
            break
        time.sleep(0.02)
    else:
        pytest.fail("the child is alive")


def test_files_behind_a_hanging_one_are_made(program, tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("0.doc", "1bad.doc", "2.doc"):
        (tmp_path / "in" / name).write_bytes(b"")
    office_worker.convert_all(str(program), tmp_path)
    assert sorted(os.listdir(tmp_path / "out")) == ["0.docx", "2.docx"]
