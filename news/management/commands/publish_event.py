from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from media.language_tabs import language_name
from news.desk.states import full_states, worth_publishing
from news.management.shell import (
    find_event,
    find_user,
    read_languages,
    read_moment,
    read_sentences,
    shell_language,
)
from news.models import Refused
from news.publishing import publish, silent_photos, told_of_silent


class Command(BaseCommand):
    help = (
        "Publish an approved event, now or at a time, in a user's name and under the same rules "
        "as in the administration; print the addresses or every reason why not."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the last part of the event's address")
        parser.add_argument(
            "--language",
            metavar="CODES",
            help="such as kk,ru; else all that are ready and would show something new, "
            "but none that was withdrawn",
        )
        parser.add_argument(
            "--at", metavar="TIME", help="such as 2026-12-16T10:00, in the press service's zone"
        )
        parser.add_argument(
            "--note",
            action="append",
            default=[],
            metavar="TEXT",
            help="what a correction changed, for readers; ru=TEXT is the note of one language",
        )
        parser.add_argument(
            "--silent", action="store_true", help="a small correction: readers are told nothing"
        )
        parser.add_argument(
            "--parity-reason",
            default="",
            metavar="TEXT",
            help="why it is published without a required language",
        )
        parser.add_argument("--user", required=True, metavar="NAME", help="who publishes")

    def handle(self, *args, **options):
        with override(shell_language()):
            self.publish(**options)

    def publish(self, *, slug, language, at, note, silent, parity_reason, user, **options):
        user = find_user(user)
        event = find_event(slug)
        at = read_moment(at) if at else None
        if language:
            languages = read_languages(language)
        else:
            rows = full_states(event)
            languages = worth_publishing(rows)
            self.warn_of_left_out(rows)
        if not languages:
            raise CommandError(_("Nothing is ready that would show the public something new."))
        try:
            editions = publish(
                event=event,
                languages=languages,
                user=user,
                at=at,
                change_notes=read_sentences(note, languages, "--note"),
                is_silent=silent,
                parity_reason=parity_reason,
            )
        except Refused as refusal:
            raise CommandError("\n".join(refusal.reasons)) from None
        for edition in editions:
            if silent := silent_photos(event, edition.language):
                self.warn(edition.language, told_of_silent(silent))
        if at:
            moment = formats.date_format(timezone.localtime(at), "DATETIME_FORMAT")
            zone = timezone.get_current_timezone_name()
            self.stdout.write(
                _("Scheduled for %(moment)s (%(zone)s):") % {"moment": moment, "zone": zone}
            )
        else:
            self.stdout.write(_("Published:"))
        for edition in editions:
            address = f"{settings.PRESS_SITE_URL}{edition.get_absolute_url()}"
            self.stdout.write(f"  {language_name(edition.language)}: {address}")

    def warn_of_left_out(self, rows):
        for row in rows:
            if row["state"].has_text:
                for reason in row["reasons"]:
                    self.warn(row["state"].language, reason)

    def warn(self, language, sentence):
        self.stderr.write(self.style.WARNING(f"{language_name(language)}: {sentence}"))
