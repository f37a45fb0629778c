import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from news.importing.languages import guess_language
from news.importing.reading import read_release
from news.importing.release import UnreadableFile
from news.management.commands.import_release import read_file
from news.management.shell import shell_language
from news.recognition.finding import find_mentions
from news.recognition.mentions import PERSON
from news.recognition.proposals import propose_names
from organizations.models import Organization
from people.models import Participant


class Command(BaseCommand):
    requires_system_checks = []  # they would take longer than the search
    help = (
        "Print the people and organizations of the directory that a text names. Places are "
        "characters: of a .txt file as it stands (UTF-8, its title and all), of a .docx file the "
        "title and the paragraphs of its release, each on a line."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--language", choices=settings.PRESS_LANGUAGES, help="of the text; else it is guessed"
        )
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument(
            "--new", action="store_true", help="also print the names that the directory lacks"
        )

    def handle(self, *args, **options):
        with override(shell_language()):
            self.find(**options)

    def find(self, *, file, language, new, **options):
        text = read_text(file)
        language = language or guess_language(text)
        rows = rows_of(find_mentions(text, language))
        if new:
            rows = sorted(rows + new_rows(text, language), key=lambda row: row["start"])
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(readable(rows))


def read_text(path):
    """The text of a file: of plain text every character, so that places are those in the file."""
    data = read_file(path)
    if path.suffix.lower() in (".txt", ".text"):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            raise CommandError(_("“%(name)s” is not in UTF-8.") % {"name": path}) from None
    try:
        release = read_release(path.name, data)
    except UnreadableFile as error:
        raise CommandError(str(error)) from None
    return "\n".join(filter(None, (release.title, release.plain_text)))


def rows_of(mentions):
    """The mentions as dictionaries, with the addresses of the entries; two queries."""
    named = {(found.kind, pk) for found in mentions for pk in (found.id, *found.candidates)}
    slugs = {
        (kind, pk): slug
        for kind, model in (("person", Participant), ("organization", Organization))
        for pk, slug in model.objects.filter(
            pk__in=[pk for one, pk in named if one == kind and pk is not None]
        ).values_list("pk", "slug")
    }
    rows = []
    for found in mentions:
        row = {
            "start": found.start,
            "end": found.end,
            "text": found.text,
            "kind": found.kind,
            "id": found.id,
            "slug": slugs.get((found.kind, found.id)),
            "name": found.name,
            "role": found.role,
            "certain": found.certain,
        }
        if found.candidates:
            row["candidates"] = [
                {"id": pk, "slug": slugs[found.kind, pk]} for pk in found.candidates
            ]
        rows.append(row)
    return rows


def new_rows(text, language):
    """What the directory lacks, at its first place each, as dictionaries."""
    found = propose_names(text, language)
    people = [
        (fact, PERSON, fact.name) for fact in found.people
        if fact.participant_id is None and not fact.candidates
    ]  # fmt: skip
    organizations = [
        (fact, "organization", fact.name) for fact in found.organizations
        if fact.organization_id is None and not fact.candidates
    ]  # fmt: skip
    return [
        {
            "start": fact.start,
            "end": fact.end,
            "text": text[fact.start : fact.end],
            "kind": kind,
            "id": None,
            "slug": None,
            "name": name,
            "role": getattr(fact, "role", ""),
            "certain": fact.certain,
            "new": True,
        }
        for fact, kind, name in people + organizations
    ]


def readable(rows):
    if not rows:
        return _("The text names nobody of the directory.")
    # gettext does not look into f-strings.
    doubt, new = _("in doubt"), _("new")
    table = [(_("Characters"), _("In the text"), _("In the directory"), _("Role"))]
    for row in rows:
        slugs = [one["slug"] for one in row.get("candidates", [])] or [row["slug"] or new]
        entry = f"{row['name']} ({', '.join(slugs)})" + ("" if row["certain"] else f", {doubt}")
        text = " ".join(row["text"].split())
        table.append((f"{row['start']}–{row['end']}", text, entry, row["role"]))
    widths = [max(len(line[column]) for line in table) for column in range(3)]
    return "\n".join(
        "  ".join(
            [*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[3]]
        ).rstrip()
        for line in table
    )
