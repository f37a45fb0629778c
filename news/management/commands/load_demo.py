from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from news.demo.loading import (
    ACCOUNTS,
    PASSWORD,
    give_addresses,
    load_accounts,
    load_content,
)


class Command(BaseCommand):
    help = "Load the demo content and accounts (only with DEMO=on); loading twice changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--address", default="http://127.0.0.1:8000", help="where it is served")

    def handle(self, *, address, **options):
        if not settings.DEMO:
            raise CommandError("The demo's passwords are known to all: set DEMO=on to load it.")
        accounts = load_accounts()
        with override(settings.PRESS_SOURCE_LANGUAGE):  # of the names in the history
            load_content(accounts["editor"], accounts["publisher"])
        give_addresses()  # last: nobody gets notices of the steps that made the content
        languages = "  ".join(f"{address}/{code}/" for code in settings.PRESS_LANGUAGES)
        self.stdout.write(f"\nPublic site     {languages}")
        self.stdout.write(f"Administration  {address}/admin/")
        self.stdout.write(f"Accounts        {', '.join(ACCOUNTS)}")
        self.stdout.write(f"Password        {PASSWORD} (of each; it exists only in the demo)\n\n")
