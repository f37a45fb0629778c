"""Files of tables: CSV and Excel, looked at before anything else opens them.

All cells are texts. A table is a `tablib.Dataset`; where its rows stand in the file is
kept beside it, since empty rows are left out.
"""

import csv
import datetime as dt
import io
import os
import re
import unicodedata
import warnings
import zipfile
import zlib
from typing import NamedTuple
from xml.etree.ElementTree import ParseError

import openpyxl
import tablib
from django.utils.translation import gettext as _
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from news.spreadsheets import BYTE_ORDER_MARK, csv_lines, defuse

MEGABYTE = 1024 * 1024
MAX_FILE_MB = 10
MAX_ROWS = 10_000
MAX_COLUMNS = 100
MAX_PARTS = 1_000
MAX_PART_BYTES = 48 * MEGABYTE
MAX_TOTAL_BYTES = 96 * MEGABYTE
MAX_CELL = 32_767  # characters; Excel cuts off what is longer
# A biography may stand in one cell.
csv.field_size_limit(MEGABYTE)

DELIMITERS = ",;\t"
# What neither a cell of Excel nor PostgreSQL takes.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
FORMATS = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class UnreadableTable(Exception):
    """The file cannot be taken; the message names it and says what to do."""


class Table(NamedTuple):
    """A file's rows; `numbers` are those that a spreadsheet program shows, the header has 1."""

    name: str
    dataset: tablib.Dataset
    numbers: list


def read_table(name, data):
    """The `Table` in the bytes of a CSV or Excel file. Raises `UnreadableTable`."""
    if len(data) > MAX_FILE_MB * MEGABYTE:
        raise UnreadableTable(
            _("“%(name)s” is larger than %(limit)s MB. Divide it.")
            % {"name": name, "limit": MAX_FILE_MB}
        )
    if os.path.splitext(name)[1].lower() not in (".csv", ".xlsx", ".txt", ".tsv"):
        raise UnreadableTable(
            _("“%(name)s” is no table that is read here. Save it as .xlsx or .csv.")
            % {"name": name}
        )
    is_zip = data.startswith(b"PK")
    return _table(name, _rows_of_excel(name, data) if is_zip else _rows_of_csv(name, data))


def _table(name, rows):
    """The table of `(number, cells)`, the first row that is not empty being the header."""
    rows = ((number, cells) for number, cells in rows if any(cells))
    _number, headers = next(rows, (0, []))
    while headers and not headers[-1]:
        headers = headers[:-1]
    if len(headers) > MAX_COLUMNS:
        raise UnreadableTable(
            _("“%(name)s” has more than %(limit)s columns. Leave out those that are not known.")
            % {"name": name, "limit": MAX_COLUMNS}
        )
    dataset, numbers = tablib.Dataset(headers=headers), []
    for number, cells in rows:
        if any(cells[len(headers) :]):
            raise UnreadableTable(
                _("“%(name)s”: row %(row)s has more cells than there are columns.")
                % {"name": name, "row": number}
            )
        if len(numbers) == MAX_ROWS:
            raise _too_many_rows(name)
        dataset.append([*cells, *[""] * len(headers)][: len(headers)])
        numbers.append(number)
    if not numbers:
        raise UnreadableTable(
            _("“%(name)s” has no rows below the names of the columns.") % {"name": name}
        )
    return Table(name, dataset, numbers)


def _too_many_rows(name):
    return UnreadableTable(
        _("“%(name)s” has more than %(limit)s rows. Divide it.") % {"name": name, "limit": MAX_ROWS}
    )


def _rows_of_csv(name, data):
    text = _decoded(name, data)
    if CONTROL.search(text):
        raise UnreadableTable(
            _("“%(name)s” is not a text. Save it as “CSV UTF-8” or as .xlsx.") % {"name": name}
        )
    first, _end, rest = text.partition("\n")
    if re.fullmatch(r"sep=.\r?", first):  # for Excel, which takes it away
        text = rest
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from enumerate(([in_one_form(cell) for cell in cells] for cells in reader), 1)
    except csv.Error:
        raise UnreadableTable(
            _("“%(name)s”: a quotation mark is missing or too many about line %(line)s.")
            % {"name": name, "line": reader.line_num}
        ) from None


def _decoded(name, data):
    """Whoever saves a file for an old program saves it in the alphabet of Windows."""
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if marked else ["utf-8-sig", "cp1251"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableTable(
        _("“%(name)s” is written in an unknown encoding. Save it as “CSV UTF-8” or as .xlsx.")
        % {"name": name}
    )


def _rows_of_excel(name, data):
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_archive(name, archive)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that openpyxl leaves out
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            # What the file says of its size is not believed.
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True)
            for number, cells in enumerate(rows, 1):
                if cells.count(None) < len(cells):
                    yield number, [_cell(name, number, cell) for cell in cells]
                elif number > 10 * MAX_ROWS:
                    raise _too_many_rows(name)
    except (
        zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, EOFError, OSError,
        ValueError, KeyError, IndexError, TypeError, AttributeError, NotImplementedError,
        RuntimeError,
    ):  # fmt: skip
        # What zipfile and openpyxl raise for archives that are cut short or oddly made.
        raise UnreadableTable(
            _("“%(name)s” is damaged or no Excel workbook. Save it anew as .xlsx.") % {"name": name}
        ) from None


def _check_archive(name, archive):
    """Each part is unpacked once with a limit: its headers are not believed."""
    parts, total = archive.infolist(), 0
    for part in parts[: MAX_PARTS + 1]:
        with archive.open(part) as stream:
            content = stream.read(MAX_PART_BYTES + 1)
        total += len(content)
        if len(parts) > MAX_PARTS or len(content) > MAX_PART_BYTES or total > MAX_TOTAL_BYTES:
            raise UnreadableTable(
                _("“%(name)s” unpacks to far more than a directory holds. Divide it.")
                % {"name": name}
            )
        # Excel writes neither a document type nor another encoding.
        is_xml = part.filename.lower().endswith((".xml", ".rels"))
        if is_xml and (b"<!" in content.replace(b"<!--", b"") or b"\x00" in content[:100]):
            raise UnreadableTable(
                _(
                    "“%(name)s” is built in a way that Excel does not use and that can do harm. "
                    "Copy its cells into a new workbook."
                )
                % {"name": name}
            )


def _cell(name, number, value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return (value.date() if value.time() == dt.time() else value).isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if len(text) >= MAX_CELL:
        raise UnreadableTable(
            _("“%(name)s”: Excel may have cut off a text in row %(row)s. Hand it in as CSV.")
            % {"name": name, "row": number}
        )
    return in_one_form(CONTROL.sub("", text))


def in_one_form(text):
    """A text with one form of its letters (й is one sign), of line breaks, and bare ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text).strip()


def write_table(dataset, form, language):
    """The bytes of a table as `csv` or `xlsx` for a program in a language."""
    if form == "csv":
        return (BYTE_ORDER_MARK + csv_lines([dataset.headers, *dataset], language)).encode()
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "B2"
    for number, cells in enumerate([dataset.headers, *dataset], 1):
        sheet.append([_text_cell(sheet, text, is_header=number == 1) for text in cells])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _text_cell(sheet, text, *, is_header):
    if not text:
        return None
    if len(text) >= MAX_CELL:
        raise UnreadableTable(
            _("“%(text)s…” is too long for a cell of Excel. Choose CSV.") % {"text": text[:60]}
        )
    # Defused as in CSV: Excel may be told to save it as that.
    cell = WriteOnlyCell(sheet, defuse(CONTROL.sub("", text)))
    cell.data_type = "s"  # never a formula
    cell.number_format = "@"
    if is_header:
        cell.font = Font(bold=True)
    return cell
