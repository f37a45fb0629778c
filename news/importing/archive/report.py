"""The report of an archive's import: a table of what became of each file."""

import csv
import io
import os

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from news.importing.archive.making import STATUSES
from news.models import Event
from news.spreadsheets import BYTE_ORDER_MARK, csv_lines

FILE, EVENT = 0, 2  # columns


class NoReport(Exception):
    """The file that is to be the report is something else."""


class Report:
    """A CSV file to which each outcome is added at once, so that a kill loses none.

    Of an earlier run the rows of events that are there are kept: their files are not tried again.
    Raises `NoReport`, and `OSError` where the file cannot be read or written.
    """

    def __init__(self, path, language):
        self.path = path
        self.language = language
        rows = self._rows_to_keep()
        self.kept = {row[FILE]: int(row[EVENT]) for row in rows}
        new = path.with_name(f"{path.name}.new")
        text = BYTE_ORDER_MARK + csv_lines([_head()], language) + csv_lines(rows, language)
        new.write_text(text, encoding="utf-8", newline="")
        os.replace(new, path)

    def _rows_to_keep(self):
        if not self.path.exists():
            return []
        text = self.path.read_text(encoding="utf-8-sig", errors="replace")
        head = text.partition("\n")[0]
        delimiter = ";" if head.count(";") > head.count(",") else ","
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        if rows and len(rows[0]) != len(_head()):
            raise NoReport
        # A kill may have cut the last line short.
        rows = [row for row in rows[1:] if len(row) == len(_head()) and row[EVENT].isdigit()]
        there = Event.objects.in_bulk({int(row[EVENT]) for row in rows})
        return [list(map(_name, row)) for row in rows if int(row[EVENT]) in there]

    def add(self, outcome):
        """Write down what became of a file, unless an earlier run wrote down its event."""
        if outcome.event_id and self.kept.get(_name(outcome.name)) == outcome.event_id:
            return
        with self.path.open("a", encoding="utf-8", newline="") as file:
            file.write(csv_lines([_row(outcome)], self.language))


def _name(cell):
    """The text of a cell without the sign that keeps programs from taking it for a formula."""
    return cell.removeprefix("'")


def _head():
    return [
        _("File"),
        _("Outcome"),
        _("Event"),
        _("Address"),
        _("Language"),
        _("Title"),
        _("Date"),
        _("People"),
        _("Organizations"),
        _("Photos"),
        _("Photos missing"),
        _("To check"),
    ]


def _row(outcome):
    address = ""
    if outcome.event_id:
        change = reverse("admin:news_event_change", args=[outcome.event_id])
        address = f"{settings.PRESS_SITE_URL}{change}"
    return [
        outcome.name,
        STATUSES[outcome.status],
        outcome.event_id or "",
        address,
        outcome.language,
        outcome.title,
        outcome.date,
        outcome.people,
        outcome.organizations,
        outcome.photos,
        ", ".join(outcome.missing),
        " ".join(outcome.reasons),
    ]
