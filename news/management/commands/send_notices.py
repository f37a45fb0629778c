from django.core.management.base import BaseCommand

from news.desk.sending import send_due, sender


class Command(BaseCommand):
    help = "Send the queued e-mail notices that are due; for cron, or --forever for systemd."

    def add_arguments(self, parser):
        parser.add_argument(
            "--forever", action="store_true", help="wait for more instead of ending"
        )

    def handle(self, *, forever, **options):
        if forever:
            sender.run()
        sent, failed = send_due()
        self.stdout.write(f"Sent: {sent}. Not sent: {failed}.")
