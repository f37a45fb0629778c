"""Tables for spreadsheet programs, as CSV."""

import csv
import io
import re

BYTE_ORDER_MARK = "\ufeff"  # before the first line: it tells them that this is UTF-8
# They take a cell that begins so for a formula (OWASP, CSV Injection).
FORMULA = tuple("=+-@\t\r\n＝＋－＠")
# A text that begins as a defused one does gets an apostrophe, too: none is taken for another.
LIKE_A_FORMULA = re.compile(rf"'*[{re.escape(''.join(FORMULA))}]")
DEFUSED = re.compile(rf"''*[{re.escape(''.join(FORMULA))}]")


def csv_lines(rows, language):
    """Rows of cells as lines for a program in a language; what looks like a formula is defused."""
    # Such a program takes what its own country writes: where a comma parts decimals, a semicolon.
    delimiter = "," if language == "en" else ";"
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(
        [defuse(str(cell)) for cell in row] for row in rows
    )
    return file.getvalue()


def defuse(text):
    """A cell of a table that no program takes for a formula."""
    return f"'{text}" if LIKE_A_FORMULA.match(text) else text


def read_defused(cell):
    """The text of a cell that `defuse` wrote."""
    return cell[1:] if DEFUSED.match(cell) else cell
