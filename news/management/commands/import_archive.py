import fcntl
import os
import signal
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override
from tqdm import tqdm

from news.importing.archive.making import ALIKE, LEFT_OUT, MADE, REFUSED, THERE, TO_CHECK, Archive
from news.importing.archive.report import NoReport, Report
from news.importing.archive.tree import look_through
from news.management.shell import find_user, shell_language


class Command(BaseCommand):
    requires_system_checks = []  # they would take as long as some files
    help = (
        "Make draft events from a tree of old releases (.docx, .txt; .doc, .rtf, .odt where "
        "LibreOffice is installed) with the photos beside them, and write a report. What was made "
        "before is known again, so that it can be broken off and run again."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument(
            "--language",
            choices=settings.PRESS_LANGUAGES,
            help="of files whose names tell none; else it is guessed from each text",
        )
        parser.add_argument("--user", metavar="NAME", help="in whose name the events are added")
        parser.add_argument(
            "--report", type=Path, metavar="FILE.csv", help="default: DIR.report.csv, here"
        )
        parser.add_argument(
            "--workers",
            type=int,
            default=len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2,
            metavar="N",
            help="processes that read (default: one a core)",
        )
        parser.add_argument(
            "--again",
            action="store_true",
            help="make also what looks like an event that is there: the same title and date",
        )
        parser.add_argument("--dry-run", action="store_true", help="make nothing, only report")

    def handle(self, *args, **options):
        with override(shell_language()), only_one():
            self.import_archive(**options)

    def import_archive(self, *, folder, user, report, workers, dry_run, **options):
        user = find_user(user) if user else None
        if not folder.is_dir():
            raise CommandError(_("There is no folder “%(name)s”.") % {"name": folder})
        if workers < 1:
            raise CommandError(_("--workers takes 1 or more."))
        ending = ".dry-run.csv" if dry_run else ".report.csv"
        report = begin_report(report or Path(f"{folder.resolve().name}{ending}"))
        tree = look_through(folder)
        archive = Archive(
            tree,
            user=user,
            language=options["language"],
            workers=workers,
            again=options["again"],
            dry_run=dry_run,
        )
        counts = self.run(archive, report)
        self.tell(counts, report, archive, dry_run)

    def run(self, archive, report):
        """Import, write the report; how many files came to which end."""
        counts = Counter()
        tree = archive.tree
        total = len(tree.left_out) + sum(len(group.sources) for group in tree.groups)
        with (
            tqdm(total=total, unit=" files", file=self.stderr, disable=None) as progress,
            ending_on_signals(archive),
        ):
            for outcomes in archive.outcomes():
                for outcome in outcomes:
                    report.add(outcome)
                    counts[outcome.status] += 1
                progress.total = max(total, progress.n + len(outcomes))
                progress.update(len(outcomes))
                progress.set_postfix(
                    made=counts[MADE] + counts[TO_CHECK], refused=counts[REFUSED], refresh=False
                )
        return counts

    def tell(self, counts, report, archive, dry_run):
        words = {
            "made": counts[MADE] + counts[TO_CHECK],
            "to_check": counts[TO_CHECK],
            "alike": counts[ALIKE],
            "there": counts[THERE],
            "refused": counts[REFUSED],
            "left_out": counts[LEFT_OUT],
        }
        if dry_run:
            told = _("Would be made: %(made)d, of these to be checked: %(to_check)d.") % words
        else:
            told = _("Made: %(made)d, of these to be checked: %(to_check)d.") % words
        self.stdout.write(told)
        self.stdout.write(
            _(
                "Doubted and not made: %(alike)d. There already: %(there)d. Refused: %(refused)d. "
                "Left out, no releases: %(left_out)d."
            )
            % words
        )
        self.stdout.write(_("The report: %(name)s") % {"name": report.path})
        if archive.is_ending:
            raise CommandError(_("Broken off. Run the same command again to go on."))
        if not counts[MADE] + counts[TO_CHECK] + counts[ALIKE] + counts[THERE]:
            raise CommandError(_("No release was found that can be read."))


def begin_report(path):
    try:
        return Report(path, shell_language())
    except NoReport:
        raise CommandError(
            _("“%(name)s” is no report of this command. Name another file with --report.")
            % {"name": path}
        ) from None
    except OSError as error:
        sentence = _("The report “%(name)s” cannot be written.") % {"name": path}
        raise CommandError(f"{sentence} ({error.strerror or error})") from None


@contextmanager
def only_one():
    """Two imports at once would make the same events."""
    path = settings.VAR_DIR / "import_archive.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CommandError(_("An archive is being imported already.")) from None
        yield


@contextmanager
def ending_on_signals(archive):
    """Ctrl-C lets the release at hand be written; a second one ends at once."""

    def end(number, frame):
        if archive.is_ending:
            raise KeyboardInterrupt
        archive.end()

    before = {number: signal.signal(number, end) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
