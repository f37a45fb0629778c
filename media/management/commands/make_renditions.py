from django.core.management.base import BaseCommand

from media.making import make_due, maker
from media.models import Photo


class Command(BaseCommand):
    help = "Make the renditions that photos lack; for cron, or --forever for systemd."

    def add_arguments(self, parser):
        parser.add_argument(
            "--forever", action="store_true", help="wait for more instead of ending"
        )
        parser.add_argument(
            "--all", action="store_true", help="look at every photo again, also those that failed"
        )

    def handle(self, *, forever, all, **options):  # noqa: A002 - the option's name
        if all:
            # What waits for its next attempt waits no longer; what is being made stays claimed.
            Photo.objects.exclude(failure="").update(claimed_until=None)
            Photo.objects.update(prepared_at=None, failure="")
        if forever:
            maker.run()
        made, failed = make_due()
        self.stdout.write(f"Made: {made}. Not made: {failed}.")
