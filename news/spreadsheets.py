"""Tables for spreadsheet programs, as CSV."""

import csv
import io

BYTE_ORDER_MARK = "\ufeff"  # before the first line: it tells them that this is UTF-8
# They take a cell that begins so for a formula (OWASP, CSV Injection).
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def csv_lines(rows, language):
    """Rows of cells as lines for a program in a language; what looks like a formula is defused."""
    # Such a program takes what its own country writes: where a comma parts decimals, a semicolon.
    delimiter = "," if language == "en" else ";"
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(
        [_harmless(str(cell)) for cell in row] for row in rows
    )
    return file.getvalue()


def _harmless(text):
    return f"'{text}" if text.startswith(FORMULA) else text
