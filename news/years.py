"""Years of events in the press service's time zone, as readers choose them."""

import datetime as dt
import re

from django.http import Http404
from django.utils import timezone


def read_year(text):
    """The year that an address asks for; `Http404` when it is none."""
    if not re.fullmatch("[1-8][0-9]{3}", text):
        raise Http404
    return int(text)


def start_of(year):
    return dt.datetime(year, 1, 1, tzinfo=timezone.get_default_timezone())


def years_of(oldest, rows):
    """From this year, or a later one that the page shows, to that of the oldest row, in a list."""
    if not oldest:
        return []
    newest = max([timezone.now(), *(row.starts_at for row in rows[:1])])
    return range(
        timezone.localtime(newest).year, timezone.localtime(oldest[0].starts_at).year - 1, -1
    )
