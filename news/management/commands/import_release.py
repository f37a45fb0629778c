import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import override

from media.guard import UnreadablePicture, guard_picture
from news.importing.facts import find_facts
from news.importing.languages import guess_language
from news.importing.reading import plain_name, read_release
from news.importing.release import UnreadableFile
from news.importing.staging import PICTURES
from news.importing.writing import events_like, make_event, propose
from news.management.shell import find_user, shell_language


class Command(BaseCommand):
    requires_system_checks = []  # they would take as long as the import
    help = (
        "Make a draft event from a release (.docx or .txt; .doc, .rtf or .odt where LibreOffice is "
        "installed) and print what was found. People and organizations that the directory lacks "
        "are added to it."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--photos", type=Path, metavar="DIR", help="photos beside the release")
        parser.add_argument(
            "--language", choices=settings.PRESS_LANGUAGES, help="of the text; else it is guessed"
        )
        parser.add_argument("--user", metavar="NAME", help="in whose name the event is added")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument("--dry-run", action="store_true", help="write nothing")

    def handle(self, *args, **options):
        with override(shell_language()):
            self.import_file(**options)

    def import_file(self, *, file, photos, language, user, **options):
        user = find_user(user) if user else None
        data = read_file(file)
        try:
            release = read_with_photos(file.name, data, photos)
        except UnreadableFile as error:
            raise CommandError(str(error)) from None
        language = language or guess_language(f"{release.title}\n{release.plain_text}")
        facts = find_facts(release, language)
        if not release.title:
            raise CommandError(_("“%(name)s” has no title.") % {"name": file.name})
        choices = propose(release, facts)
        found = report(release, facts, choices, language)
        for earlier in events_like(hashlib.sha256(data).hexdigest(), release.title, language):
            found["warnings"].append(
                str(format_lazy(_("This release is there already: event {id}."), id=earlier.pk))
            )
        if not options["dry_run"]:
            event = make_event(
                release=release,
                choices=choices,
                language=language,
                origin=(file.name, data),
                user=user,
            )
            found["event"] = event.pk
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(readable(found))


def read_file(path):
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise CommandError(_("There is no file “%(name)s”.") % {"name": path}) from None
    except OSError:
        raise CommandError(_("“%(name)s” cannot be read.") % {"name": path}) from None


def read_with_photos(name, data, folder):
    """The `Release`. A picture that cannot be taken counts as not supplied and is warned of."""
    photos, warnings = read_photos(folder) if folder else ({}, {})
    release = read_release(name, data, photos)
    for picture in release.pictures:
        # Photos of the folder were looked at; those of the document were not.
        if picture.data is not None and picture.data is not photos.get(picture.filename):
            try:
                guard_picture(picture.filename, picture.data)
            except UnreadablePicture as error:
                picture.data = None
                release.warnings.append(str(error))
    named = {plain_name(picture.filename) for picture in release.pictures}
    for photo, warning in warnings.items():
        if plain_name(photo) not in named:
            release.add_picture(photo, placed=False)
        release.warnings.append(warning)
    return release


def read_photos(folder):
    """The photos of a folder, and a sentence for each that cannot be taken: bytes, str by name."""
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        raise CommandError(_("There is no folder “%(name)s”.") % {"name": folder}) from None
    photos, warnings = {}, {}
    for path in paths:
        if path.suffix.lower() in PICTURES and path.is_file():
            try:
                data = path.read_bytes()
                guard_picture(path.name, data)
                photos[path.name] = data
            except UnreadablePicture as error:
                warnings[path.name] = str(error)
            except OSError:
                warnings[path.name] = _("“%(name)s” cannot be read.") % {"name": path.name}
    return photos, warnings


def report(release, facts, choices, language):
    """What was found, for people and programs; `event` is the id of the draft or None."""
    where = [choices.venue.name] if choices.venue else []
    certain = (fact for fact in facts.people if fact.certain)
    return {
        "title": choices.title,
        "language": language,
        "starts_at": choices.starts_at and timezone.localtime(choices.starts_at).isoformat(),
        "place": ", ".join([*where, *filter(None, [choices.place])]),
        "people": [
            {"name": fact.name, "role": fact.role, "matched": fact.participant_id is not None}
            for fact in certain
        ],
        "organizations": [
            {"name": fact.name, "matched": fact.organization_id is not None}
            for fact in facts.organizations
            if fact.certain
        ],
        "photos": [
            {"filename": picture.filename, "supplied": picture.data is not None}
            for picture in release.pictures
        ],
        "dropped": [str(dropped) for dropped in release.dropped],
        "warnings": [str(warning) for warning in [*release.warnings, *facts.warnings]],
        "event": None,
    }


def readable(found):
    def listed(label, rows):
        return [f"{label}:", *(f"  - {row}" for row in rows)] if rows else []

    def in_directory(row):
        return row["name"] + ("" if row["matched"] else f" ({new})")

    # gettext does not look into f-strings.
    new, not_handed_in = _("new"), _("not handed in")
    people = [
        in_directory(row) + (f" – {row['role']}" if row["role"] else "") for row in found["people"]
    ]
    photos = [
        row["filename"] + ("" if row["supplied"] else f" ({not_handed_in})")
        for row in found["photos"]
    ]
    facts = [
        (_("Title"), found["title"]),
        (_("Language"), found["language"]),
        (_("Starts"), found["starts_at"]),
        (_("Place"), found["place"]),
    ]
    return "\n".join(
        [
            *(f"{label}: {fact or '–'}" for label, fact in facts),
            *listed(_("People"), people),
            *listed(_("Organizations"), [in_directory(row) for row in found["organizations"]]),
            *listed(_("Photos"), photos),
            *listed(_("Left out"), found["dropped"]),
            *listed(_("To check"), found["warnings"]),
            _("Event") + f": {found['event'] or '–'}",
        ]
    )
