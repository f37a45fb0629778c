from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from news.exchange.directory import Interrupted, import_tables, look, may_import
from news.exchange.files import UnreadableTable, read_table
from news.management.shell import find_user, shell_language


class Command(BaseCommand):
    requires_system_checks = []  # they would take as long as the import
    help = (
        "Read people and organizations from tables (.csv, .xlsx) into the directory: all rows or "
        "none. Which table is of what is told by its columns; docs/directory.md describes them."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")
        parser.add_argument("--user", metavar="NAME", help="in whose name they are written")

    def handle(self, *args, **options):
        with override(shell_language()):
            self.import_files(**options)

    def import_files(self, *, files, dry_run, user, **options):
        user = find_user(user) if user else None
        try:
            tables = [read_table(path.name, read_file(path)) for path in files]
            outcomes = look(tables)
        except UnreadableTable as error:
            raise CommandError(str(error)) from None
        if user and not all(may_import(user, outcome.kind) for outcome in outcomes):
            raise CommandError(
                _("The user “%(name)s” may not import these tables.")
                % {"name": user.get_username()}
            )
        self.refuse_errors(outcomes)
        if not dry_run:
            try:
                outcomes = import_tables(tables=tables, user=user)
            except Interrupted as interrupted:
                self.refuse_errors(interrupted.outcomes)
        for outcome in outcomes:
            counts = {
                "name": outcome.table.name,
                "new": len(outcome.new),
                "changed": len(outcome.changed),
                "unchanged": len(outcome.unchanged),
            }
            self.stdout.write(
                _("%(name)s: new: %(new)d, changed: %(changed)d, unchanged: %(unchanged)d.")
                % counts
            )
        if dry_run:
            self.stdout.write(_("A dry run: nothing was written."))

    def refuse_errors(self, outcomes):
        """Name each error by file, row and column; then nothing is written."""
        count = 0
        for outcome in outcomes:
            for row in outcome.refused:
                count += 1
                where = _("%(name)s, row %(row)s") % {
                    "name": outcome.table.name,
                    "row": row.number,
                }
                for column, sentence in row.sentences:
                    self.say(": ".join(filter(None, [where, column, sentence])))
        if count:
            raise CommandError(
                ngettext(
                    "%(number)d row has an error; nothing was written.",
                    "%(number)d rows have errors; nothing was written.",
                    count,
                )
                % {"number": count}
            )

    def say(self, line):
        """Write a line with what stands in a file: a terminal obeys some signs."""
        self.stderr.write(
            "".join(
                each if each.isprintable() else each.encode("unicode_escape").decode()
                for each in line
            )
        )


def read_file(path):
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise CommandError(_("There is no file “%(name)s”.") % {"name": path}) from None
    except OSError:
        raise CommandError(_("“%(name)s” cannot be read.") % {"name": path}) from None
