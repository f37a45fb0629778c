"""Pages of editions, newest first.

A page begins where another ended, not after so many rows: page 500 costs what page 1 does.
"""

import datetime as dt
import re

from django.db.models import Q
from django.http import Http404

SIZE = 20
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


def cursor(edition):
    """The edition's place in the order: microseconds since 1970, a hyphen, its id."""
    return f"{(edition.starts_at - EPOCH) // MICROSECOND}-{edition.pk}"


def read_cursor(text):
    """`(starts_at, pk)` of a cursor; `Http404` when it is none."""
    found = re.fullmatch(r"(-?[0-9]{1,18})-([0-9]{1,18})", text, re.ASCII)
    if not found:
        raise Http404
    try:
        return EPOCH + int(found[1]) * MICROSECOND, int(found[2])
    except OverflowError:
        raise Http404 from None


def older_than(editions, starts_at, pk):
    return editions.filter(starts_at__lte=starts_at).filter(
        Q(starts_at__lt=starts_at) | Q(pk__lt=pk)
    )


def newer_than(editions, starts_at, pk):
    return editions.filter(starts_at__gte=starts_at).filter(
        Q(starts_at__gt=starts_at) | Q(pk__gt=pk)
    )


def paginate(editions, parameters):
    """`(rows, older, newer)` of the page that `before` or `after` asks for, else of the first.

    `older` and `newer` are the cursors of the pages beside it; empty where there is none.
    """
    if after := parameters.get("after"):
        newer = newer_than(editions, *read_cursor(after)).order_by("starts_at", "pk")
        rows = list(newer[: SIZE + 1])
        if len(rows) >= SIZE:
            has_newer = len(rows) > SIZE
            rows = rows[:SIZE][::-1]
            return rows, cursor(rows[-1]), cursor(rows[0]) if has_newer else ""
        # Less than a page: the first one, whole.
    before = parameters.get("before") if not after else None
    if before:
        editions = older_than(editions, *read_cursor(before))
    rows = list(editions.newest_first()[: SIZE + 1])
    older = cursor(rows[SIZE - 1]) if len(rows) > SIZE else ""
    rows = rows[:SIZE]
    newer = (cursor(rows[0]) if rows else "") if before else ""
    return rows, older, newer
