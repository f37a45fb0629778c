import os
from functools import partial
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from tqdm import tqdm

from media.incoming import Taken, take_file
from media.models import Photo
from news.desk.snapshots import values_of_new
from news.management.shell import find_user, shell_language
from news.models import HistoryEntry


class Command(BaseCommand):
    requires_system_checks = []  # they would take as long as some photos
    help = (
        "Take the photos of a folder, and of ZIP files in it, into the library. What is there "
        "already is counted and left alone, so that it can be run again."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--recursive", action="store_true", help="also the folders in it")
        parser.add_argument("--by", metavar="USERNAME", help="in whose name the photos are added")
        about = "of all photos; else what each file says of itself"
        parser.add_argument("--creator", default="", help=f"the photographer {about}")
        parser.add_argument("--copyright-notice", default="", help=about)
        for code in settings.PRESS_LANGUAGES:
            parser.add_argument(f"--credit-line-{code}", default="", help=about)

    def handle(self, *args, **options):
        with override(shell_language()):
            self.import_photos(**options)

    def import_photos(self, *, folder, recursive, by, creator, copyright_notice, **options):
        user = find_user(by) if by else None
        fields = {"creator": creator, "copyright_notice": copyright_notice}
        for code in settings.PRESS_LANGUAGES:
            fields[f"credit_line_{code}"] = options[f"credit_line_{code}"]
        check_lengths(fields)
        counts = dict.fromkeys(("added", "known", "refused"), 0)
        files, folders = look_into(folder, recursive)
        for left_out in folders:
            self.say(_("“%(name)s” is a folder: add --recursive.") % {"name": left_out})
        record = partial(record_new, user=user)
        with tqdm(files, unit=" files", file=self.stderr, disable=None) as progress:
            for path in progress:
                for taken in take(path, folder, added_by=user, record=record, **fields):
                    counts[taken.outcome] += 1
                    if taken.sentence:
                        with tqdm.external_write_mode(file=self.stderr):
                            self.say(f"{path.relative_to(folder)}: {taken.sentence}")
        self.stdout.write(
            _("Added: %(added)d. Were there already: %(known)d. Refused: %(refused)d.") % counts
        )
        if counts["refused"]:
            raise CommandError(
                ngettext(
                    "%(number)d file was refused.",
                    "%(number)d files were refused.",
                    counts["refused"],
                )
                % {"number": counts["refused"]}
            )

    def say(self, line):
        """Write a line with names of files, whatever they hold: a terminal obeys some signs."""
        self.stdout.write(
            "".join(
                each if each.isprintable() else each.encode("unicode_escape").decode()
                for each in line
            )
        )


def look_into(folder, recursive):
    """The files of a folder in their order, and the folders in it that are not looked into."""
    files, folders = [], []
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        raise CommandError(_("There is no folder “%(name)s”.") % {"name": folder}) from None
    for path in paths:
        if path.name.startswith("."):
            continue
        if not path.is_dir():
            files.append(path)
        elif recursive and not path.is_symlink():  # a link may lead round in a circle
            inner, left_out = look_into(path, recursive)
            files += inner
            folders += left_out
        else:
            folders.append(path)
    return files, folders


def take(path, folder, **options):
    """What became of a file, see `media.incoming.take_file`; of the folder's own files only."""
    sentence = ""
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        sentence = _("“%(name)s” leads out of the folder.") % {"name": path.name}
    elif path.exists() and not path.is_file():  # a pipe, a device
        sentence = _("“%(name)s” is not a regular file.") % {"name": path.name}
    if sentence:
        yield Taken(path.name, sentence=sentence)
        return
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            yield from take_file(file=file, name=path.name, size=size, **options)
    except OSError as error:
        sentence = _("“%(name)s” cannot be read.") % {"name": path.name}
        yield Taken(path.name, sentence=f"{sentence} ({error.strerror or error})")


def record_new(photo, user):
    changes = values_of_new(Photo.objects.get(pk=photo.pk))
    HistoryEntry.objects.record(HistoryEntry.Action.CREATED, photo, user, changes=changes)


def check_lengths(fields):
    for name, value in fields.items():
        limit = Photo._meta.get_field(name).max_length
        if len(value) > limit:
            option = f"--{name.replace('_', '-')}"
            raise CommandError(
                _("%(option)s takes %(limit)d characters at most.")
                % {"option": option, "limit": limit}
            )
