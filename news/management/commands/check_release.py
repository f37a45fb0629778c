import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from media.language_tabs import language_name
from news.checks import CHECKS, check, check_event
from news.checks.base import Finding, Subject
from news.checks.debris import LocalPath
from news.importing.languages import guess_language
from news.importing.reading import read_release
from news.importing.release import UnreadableFile
from news.management.commands.import_release import read_file
from news.management.shell import find_event, shell_language
from news.models import Event

LONGEST_QUOTE = 80
KEYS = ("check", "field", "start", "end", "quote", "reason", "mend")


class Command(BaseCommand):
    requires_system_checks = []  # they would take as long as the checks of the text
    help = (
        "Print what the checks of a release find in a file (.docx or .txt), or in what is saved of "
        "an event. Nothing is written."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?")
        parser.add_argument("--event", metavar="SLUG", help="an event instead of a file")
        parser.add_argument(
            "--language",
            choices=settings.PRESS_LANGUAGES,
            help="of the text; else it is guessed, and of an event every language is checked",
        )
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args, file, event, language, **options):
        with override(shell_language()):
            if (file is None) == (event is None):
                raise CommandError(_("Name a file, or an event with --event."))
            if file:
                found = {language: check_file(file, language)}
            else:
                found = check_event(find_event(event))
                found = {code: found[code] for code in found if language in (None, code)}
            if options["json"]:
                rows = [
                    {key: getattr(finding, key) for key in KEYS}
                    | ({"language": code} if event else {})
                    for code, findings in found.items()
                    for finding in findings
                ]
                self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            else:
                self.stdout.write(readable(found))


def check_file(path, language):
    """The `Finding`s in a file. Photos that it names are findings too: nobody handed them in."""
    try:
        release = read_release(path.name, read_file(path))
    except UnreadableFile as error:
        raise CommandError(str(error)) from None
    language = language or guess_language(f"{release.title}\n{release.plain_text}")
    paths = [
        Finding(LocalPath.name, "", 0, 0, picture.filename, _("The photo itself is not there."))
        for picture in release.pictures
        if picture.data is None and LocalPath.name not in settings.PRESS_CHECKS_OFF
    ]
    return [*paths, *check(Subject(language, title=release.title, html=release.body))]


def place_of(finding):
    """The field and the character in it; "" where the finding is about the whole."""
    if not finding.field:
        return ""
    field = Event._meta.get_field(finding.field)
    return f"{capfirst(field.verbose_name)}, {finding.start}"


def shorter(text):
    """A quote for a line of a terminal: a file without paragraphs would be quoted whole."""
    return Truncator(text.strip()).chars(LONGEST_QUOTE)


def readable(found):
    labels = {kind.name: str(kind.label) for kind in CHECKS}
    lines = []
    for language, findings in found.items():
        if language and findings:
            lines += [f"{language_name(language)}:"]
        for finding in findings:
            place = place_of(finding)
            mend = f" → {shorter(finding.mend)}" if finding.mend else ""
            lines += [
                f"- {labels[finding.check]}{f' ({place})' if place else ''}",
                f"  “{shorter(finding.quote)}”{mend}" if finding.quote else "",
                f"  {finding.reason}",
            ]
    return "\n".join(filter(None, lines)) or _("Nothing to remark.")
