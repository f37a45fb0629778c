import contextlib
import datetime as dt
import re

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from media.models import Photo, originals

# What is younger may belong to a photo that is being added.
AGE = dt.timedelta(days=1)
FOLDER = "[0-9a-f]{2}"
CHECKSUM = "[0-9a-f]{64}"


class Command(BaseCommand):
    help = (
        "Name the originals and renditions whose photo was deleted more than a day ago; "
        "with --delete, delete them."
    )

    def add_arguments(self, parser):
        parser.add_argument("--delete", action="store_true", help="delete them for good")

    def handle(self, *, delete, **options):
        try:
            for title, storage, find in (
                ("Originals", originals(), find_originals),
                ("Renditions", default_storage, find_renditions),
            ):
                self.clean(title, storage, find(storage), delete=delete)
        except OSError as error:
            raise CommandError(f"The store does not answer as it should: {error}") from error

    def clean(self, title, storage, found, *, delete):
        count = size = 0
        for checksum, name in found:
            if storage.get_modified_time(name) > timezone.now() - AGE:
                continue
            if Photo.objects.filter(checksum=checksum).exists():  # added again meanwhile
                continue
            count += 1
            size += storage.size(name)
            self.stdout.write(name)
            if delete:
                storage.delete(name)
                folder = name.rpartition("/")[0]
                if folder.endswith(checksum):  # of one photo's renditions
                    with contextlib.suppress(OSError):  # others are still in it
                        storage.delete(folder)
        done = "deleted" if delete else "to delete"
        self.stdout.write(f"{title} {done}: {count} ({filesizeformat(size)}, {size} bytes).")


def find_originals(storage):
    """`(checksum, name)` of each that no Photo has; releases stand in other folders."""
    known = set(Photo.objects.values_list("checksum", flat=True))
    for folder in folders_in(storage, "", FOLDER):
        for name in listed(storage, folder)[1]:
            found = re.fullmatch(rf"({CHECKSUM})\w*\.[a-z]+", name)
            if found and found[1] not in known:
                yield found[1], f"{folder}/{name}"


def find_renditions(storage):
    """`(checksum, name)` of each of a checksum that no Photo has."""
    known = set(Photo.objects.values_list("checksum", flat=True))
    for recipe in folders_in(storage, "renditions", "[0-9]+"):
        for folder in folders_in(storage, recipe, FOLDER):
            for own in folders_in(storage, folder, CHECKSUM):
                checksum = own.rpartition("/")[2]
                if checksum in known:
                    continue
                for name in listed(storage, own)[1]:
                    yield checksum, f"{own}/{name}"


def folders_in(storage, folder, pattern):
    names = sorted(listed(storage, folder)[0])
    return [f"{folder}/{each}".lstrip("/") for each in names if re.fullmatch(pattern, each)]


def listed(storage, folder):
    """Names of the folders and files in a folder, which may not be there."""
    try:
        return storage.listdir(folder)
    except FileNotFoundError:
        return [], []
