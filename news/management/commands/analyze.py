import sys

from django.conf import settings
from django.core.management.base import BaseCommand

from news.analysis import tokens


class Command(BaseCommand):
    requires_system_checks = []
    help = (
        "Print the search tokens of words: reads words from standard input, one or more a line, "
        "and prints a line for each: the word, a tab and its tokens with spaces between them. Two "
        "words are found by one another when they share a token. A word with a hyphen has the "
        "tokens of all its parts."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--language", required=True, choices=settings.PRESS_LANGUAGES, help="of the words"
        )

    def handle(self, *, language, **options):
        for line in sys.stdin:
            for word in line.split():
                found = {token for part in tokens(word, language) for token in part}
                self.stdout.write(f"{word}\t{' '.join(sorted(found))}")
