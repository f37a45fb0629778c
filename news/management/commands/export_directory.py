from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from news.exchange.directory import RESOURCES, export_table
from news.exchange.files import FORMATS, UnreadableTable
from news.management.shell import shell_language


class Command(BaseCommand):
    requires_system_checks = []
    help = (
        "Write the people and the organizations of the directory as tables into a folder, such as "
        "import_directory reads."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--format", choices=list(FORMATS), default="csv")

    def handle(self, *args, **options):
        language = shell_language()
        with override(language):
            self.export(language=language, **options)

    def export(self, *, folder, format, language, **options):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for kind in RESOURCES:
                path = folder / f"{kind}.{format}"
                path.write_bytes(export_table(kind, format, language))
                self.stdout.write(str(path))
        except UnreadableTable as error:
            raise CommandError(str(error)) from None
        except OSError:
            raise CommandError(_("“%(name)s” cannot be written.") % {"name": folder}) from None
