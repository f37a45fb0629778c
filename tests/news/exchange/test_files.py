"""Files of tables that people hand in, and those that do harm."""

import io
import zipfile

import openpyxl
import pytest

from news.exchange.files import MAX_CELL, UnreadableTable, read_table, write_table
from news.spreadsheets import defuse, read_defused

TEXT = "slug;name_ru\nfond;Фонд «Мир»\n;\n\n;Союз"


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed(data, change):
    """A workbook whose parts `change` makes other ones of: `{name: bytes}`."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("delimiter", [";", ",", "\t"], ids=["semicolon", "comma", "tab"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_text_of_any_program_is_read(delimiter, encoding, line_end):
    text = TEXT.replace(";", delimiter).replace("\n", line_end)
    table = read_table("table.csv", text.encode(encoding))
    assert table.dataset.headers == ["slug", "name_ru"]
    assert list(table.dataset) == [("fond", "Фонд «Мир»"), ("", "Союз")]
    assert table.numbers == [2, 5]


def test_workbook_is_read_as_texts():
    rows = [["slug", "name_ru", None], ["a", 5.0, None], [None], ["b", True], ["c", "=1+1"]]
    table = read_table("table.xlsx", workbook(*rows))
    assert list(table.dataset) == [("a", "5"), ("b", "yes"), ("c", "")]
    assert table.numbers == [2, 4, 5]


@pytest.mark.parametrize("text", ["=1", "+7", "-", "@x", "'=1", "''=1", "'x", "x", "＝1", ""])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_that_is_written_is_a_formula(form, text):
    assert read_defused(defuse(text)) == text
    rows = read_table("t.csv", b"slug,name_ru\nx,y").dataset
    rows.append(["z", text])
    data = write_table(rows, form, "ru")
    cell = read_table(f"t.{form}", data).dataset[1][1]
    assert (cell, read_defused(cell)) == (defuse(text), text)
    assert not cell.startswith(("=", "+", "-", "@", "＝"))
    if form == "xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}


BOMB = b"<x>" + b" " * 60_000_000 + b"</x>"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda parts: parts.update({"xl/more.xml": BOMB}), "unpacks to far more"),
        (lambda parts: parts.update({f"xl/{n}.xml": b"<x/>" for n in range(1001)}), "unpacks"),
        (
            lambda parts: parts.update(
                {"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts["xl/workbook.xml"]}
            ),
            "can do harm",
        ),
        (lambda parts: parts.pop("xl/workbook.xml"), "damaged"),
        (lambda parts: parts.update({"xl/worksheets/sheet1.xml": b"<x"}), "damaged"),
        (
            lambda parts: parts.update(
                {
                    "xl/worksheets/sheet1.xml": parts["xl/worksheets/sheet1.xml"].replace(
                        b'r="2"', b'r="1048576"'
                    )
                }
            ),
            "more than 10000 rows",
        ),
    ],
    ids=["bomb", "parts", "dtd", "no workbook", "no xml", "far row"],
)
def test_workbook_that_does_harm_is_refused(change, sentence):
    data = changed(workbook(["slug", "name_ru"], ["a", "b"]), change)
    with pytest.raises(UnreadableTable, match=sentence):
        read_table("table.xlsx", data)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("table.xls", b"\xd0\xcf\x11\xe0", "Save it as .xlsx or .csv"),
        ("table.csv", b"\xd0\xcf\x11\xe0\x00\x01", "is not a text"),
        ("table.csv", b"slug\n\x98", "unknown encoding"),
        ("table.csv", b"", "has no rows"),
        ("table.csv", b"slug,name_ru\n", "has no rows"),
        ("table.csv", b"slug,name_ru\na,b,c", "row 2 has more cells"),
        ("table.csv", b'slug,name_ru\na,"b', "quotation mark"),
        ("table.csv", b"slug\n" + b"a\n" * 10_001, "more than 10000 rows"),
        ("table.csv", b"a" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
        ("table.csv", b"a," * 100 + b"a\n", "more than 100 columns"),
        ("table.xlsx", workbook(["a"] * 101), "more than 100 columns"),
        ("table.xlsx", b"PK\x03\x04 and no more", "damaged"),
        ("table.xlsx", workbook(["slug"], ["a" * MAX_CELL]), "cut off a text in row 2"),
    ],
    ids=range(13),
)
def test_file_that_cannot_be_taken_is_named_with_the_reason(name, data, sentence):
    with pytest.raises(UnreadableTable, match=sentence) as raised:
        read_table(name, data)
    assert name in str(raised.value)
