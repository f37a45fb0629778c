from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from news.models import Event
from news.seeding import seed_archive


class Command(BaseCommand):
    help = "Fill the database with N published, made-up events: the same for the same N."

    def add_arguments(self, parser):
        parser.add_argument("number", type=int, metavar="N", help="how many events")
        parser.add_argument(
            "--languages",
            default=",".join(settings.PRESS_LANGUAGES),
            help="codes with commas between them (default: %(default)s)",
        )
        parser.add_argument(
            "--yes", action="store_true", help="also on a database that holds events"
        )

    def handle(self, *, number, languages, yes, **options):
        languages = languages.split(",")
        if number < 1:
            raise CommandError("N must be 1 or more.")
        if unknown := [code for code in languages if code not in settings.PRESS_LANGUAGES]:
            raise CommandError(
                f"{', '.join(unknown)}: not a language of this site"
                f" ({', '.join(settings.PRESS_LANGUAGES)})."
            )
        if not yes and Event.objects.exists():
            raise CommandError(
                "This database holds events. To put made-up ones among them, add --yes."
            )
        with tqdm(total=number, unit=" events", file=self.stderr, disable=None) as progress:
            for written in seed_archive(number, languages):
                progress.update(written)
        self.stdout.write(f"{number} events were written.")
