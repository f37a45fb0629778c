"""Pages of editions, newest first.

A page begins where another ended, not after so many rows: page 500 costs what page 1 does.
"""

import datetime as dt
import re

from django.db.models import Q
from django.http import Http404

from news.prepared import prepared

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


@prepared
def _newest(editions, *values):
    return editions(*values).newest_first()[: SIZE + 1]


@prepared
def _newest_before(starts_at, pk, editions, *values):
    return older_than(editions(*values), starts_at, pk).newest_first()[: SIZE + 1]


@prepared
def _oldest_after(starts_at, pk, editions, *values):
    return newer_than(editions(*values), starts_at, pk).order_by("starts_at", "pk")[: SIZE + 1]


def paginate(parameters, editions, *values):
    """`(rows, older, newer)` of the page that `before` or `after` asks for, else of the first.

    `editions` is a function for `prepared`: of `values` it makes a queryset `for_list()`.
    `older` and `newer` are the cursors of the pages beside it; empty where there is none.
    """
    if after := parameters.get("after"):
        rows = _oldest_after(*read_cursor(after), editions, *values)
        if len(rows) >= SIZE:
            has_newer = len(rows) > SIZE
            rows = rows[:SIZE][::-1]
            return rows, cursor(rows[-1]), cursor(rows[0]) if has_newer else ""
        # Less than a page: the first one, whole.
    before = parameters.get("before") if not after else None
    if before:
        rows = _newest_before(*read_cursor(before), editions, *values)
    else:
        rows = _newest(editions, *values)
    older = cursor(rows[SIZE - 1]) if len(rows) > SIZE else ""
    rows = rows[:SIZE]
    newer = (cursor(rows[0]) if rows else "") if before else ""
    return rows, older, newer
