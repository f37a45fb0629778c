"""Sends the queued notices, each by one of the processes, again when a mail server fails."""

import datetime as dt
import logging

from django.db.models import F, Min
from django.utils import timezone
from django.utils.translation import gettext_noop

from media.background import Worker
from news.desk.notices import compose
from news.models import Notice

logger = logging.getLogger(__name__)

# Who sends a notice has it for as long; a process that dies meanwhile leaves it to the others.
LEASE = dt.timedelta(minutes=10)
# How long after a failure it is tried again; the last one is for all that follow.
PAUSES = [
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=5),
    dt.timedelta(minutes=30),
    dt.timedelta(hours=2),
    dt.timedelta(hours=6),
    dt.timedelta(hours=24),
]
MAX_ATTEMPTS = 10
# So often, in seconds, the sender looks for what another process has queued or left.
LOOK_AGAIN = 600


def send_due():
    """Send what is due; return how many were sent and how many were not."""
    sent = failed = 0
    while notice := _claim():
        if _send(notice):
            sent += 1
        else:
            failed += 1
    return sent, failed


def _claim():
    """One due notice that nobody else is sending, or None."""
    while (pk := Notice.objects.due().values_list("pk", flat=True).first()) is not None:
        now = timezone.now()
        # The condition is checked again by the database: one of several processes gets the row.
        is_mine = (
            Notice.objects.due(now)
            .filter(pk=pk)
            .update(try_again_at=now + LEASE, attempts=F("attempts") + 1)
        )
        if is_mine:
            related = Notice.objects.select_related("recipient__profile", "actor", "event")
            if notice := related.filter(pk=pk).first():  # else deleted with its event just now
                return notice
    return None


def _send(notice):
    mine = Notice.objects.filter(pk=notice.pk)
    if reason := _reason_not_to_send(notice.recipient):
        mine.update(given_up_at=timezone.now(), last_error=reason)
        return False
    try:
        compose(notice).send()
    except Exception as error:  # whatever a mail server or its library thinks of
        logger.warning("Notice %s was not sent: %s", notice.pk, error)
        now = timezone.now()
        pause = PAUSES[min(notice.attempts, len(PAUSES)) - 1]
        mine.update(
            try_again_at=now + pause,
            given_up_at=now if notice.attempts >= MAX_ATTEMPTS else None,
            last_error=f"{type(error).__name__}: {error}",
        )
        return False
    mine.update(sent_at=timezone.now(), last_error="")
    return True


def _reason_not_to_send(recipient):
    if not recipient.is_active:
        return gettext_noop("The account is not active any more.")
    if not recipient.email:
        return gettext_noop("The account has no e-mail address.")
    return ""


def work():
    """Send what is due; return after how many seconds there may be more."""
    send_due()
    return _seconds_to_the_next()


def _seconds_to_the_next():
    waiting = Notice.objects.filter(sent_at=None, given_up_at=None)
    next_at = waiting.aggregate(at=Min("try_again_at"))["at"]
    if next_at is None:
        return LOOK_AGAIN
    return min(max((next_at - timezone.now()).total_seconds(), 1), LOOK_AGAIN)


sender = Worker("notices", work)


def wake():
    """Something was queued."""
    sender.wake()
