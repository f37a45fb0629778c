from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import override

from media.language_tabs import language_name
from news.management.shell import (
    find_event,
    find_user,
    read_languages,
    read_sentences,
    shell_language,
)
from news.models import Refused
from news.publishing import current_editions, withdraw


class Command(BaseCommand):
    help = (
        "Withdraw an event in a user's name and under the same rules as in the administration; "
        "print the addresses or every reason why not."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the last part of the event's address")
        parser.add_argument(
            "--language", metavar="CODES", help="such as kk,ru; else all that are public"
        )
        parser.add_argument(
            "--reason",
            action="append",
            default=[],
            metavar="TEXT",
            help="why, for readers; ru=TEXT is the reason of one language",
        )
        parser.add_argument(
            "--redirect-to", metavar="SLUG", help="lead readers to another event instead"
        )
        parser.add_argument("--user", required=True, metavar="NAME", help="who withdraws")

    def handle(self, *args, **options):
        with override(shell_language()):
            self.withdraw(**options)

    def withdraw(self, *, slug, language, reason, redirect_to, user, **options):
        user = find_user(user)
        event = find_event(slug)
        target = find_event(redirect_to) if redirect_to else None
        languages = read_languages(language) if language else list(current_editions(event))
        if not languages:
            raise CommandError(_("Nothing is public or scheduled."))
        try:
            withdrawn = withdraw(
                event=event,
                user=user,
                languages=languages,
                reasons=read_sentences(reason, languages, "--reason"),
                redirect_to=target,
            )
        except Refused as refusal:
            raise CommandError("\n".join(refusal.reasons)) from None
        if target:
            self.stdout.write(_("Withdrawn, leads to “%(event)s”:") % {"event": target})
        else:
            self.stdout.write(_("Withdrawn:"))
        for edition in withdrawn:
            address = f"{settings.PRESS_SITE_URL}{edition.get_absolute_url()}"
            self.stdout.write(f"  {language_name(edition.language)}: {address}")
