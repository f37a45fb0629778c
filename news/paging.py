"""Pages of editions, or of their photos, newest first.

A page begins where another ended, not after so many rows: page 500 costs what page 1 does.
"""

import datetime as dt
import re
from typing import NamedTuple

from django.db.models import Q
from django.http import Http404

from news.prepared import prepared

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


class Order(NamedTuple):
    """By the start of the event and the edition's id; `within` is the column of rows in one."""

    size: int
    within: str = ""

    def newest_first(self, rows):
        return rows.order_by("-starts_at", "-pk", *filter(None, [self.within]))

    def oldest_first(self, rows):
        return rows.order_by("starts_at", "pk", *(f"-{name}" for name in [self.within] if name))

    def older(self, rows, starts_at, pk, number):
        return rows.filter(starts_at__lte=starts_at).filter(
            Q(starts_at__lt=starts_at) | Q(pk__lt=pk) | self._in_edition("gt", pk, number)
        )

    def newer(self, rows, starts_at, pk, number):
        return rows.filter(starts_at__gte=starts_at).filter(
            Q(starts_at__gt=starts_at) | Q(pk__gt=pk) | self._in_edition("lt", pk, number)
        )

    def _in_edition(self, comparison, pk, number):
        return Q(**{"pk": pk, f"{self.within}__{comparison}": number}) if self.within else Q()


EDITIONS = Order(20)
PHOTOS = Order(24, "photo_number")


def cursor(row, order=EDITIONS):
    """A row's place in the order: microseconds since 1970, the edition's id, a photo's number."""
    place = [(row.starts_at - EPOCH) // MICROSECOND, row.pk]
    if order.within:
        place.append(getattr(row, order.within))
    return "-".join(map(str, place))


def read_cursor(text, order=EDITIONS):
    """`(starts_at, pk, number or None)` of a cursor; `Http404` when it is none."""
    number = "-([0-9]{1,5})" if order.within else "()"
    found = re.fullmatch(rf"(-?[0-9]{{1,18}})-([0-9]{{1,18}}){number}", text, re.ASCII)
    if not found:
        raise Http404
    try:
        starts_at = EPOCH + int(found[1]) * MICROSECOND
    except OverflowError:
        raise Http404 from None
    return starts_at, int(found[2]), int(found[3]) if found[3] else None


@prepared
def _newest(order, rows, *values):
    return order.newest_first(rows(*values))[: order.size + 1]


@prepared
def _newest_before(order, rows, starts_at, pk, number, *values):
    older = order.older(rows(*values), starts_at, pk, number)
    return order.newest_first(older)[: order.size + 1]


@prepared
def _oldest_after(order, rows, starts_at, pk, number, *values):
    newer = order.newer(rows(*values), starts_at, pk, number)
    return order.oldest_first(newer)[: order.size + 1]


def paginate(parameters, rows, *values, order=EDITIONS):
    """`(rows, older, newer)` of the page that `before` or `after` asks for, else of the first.

    `rows` is a function for `prepared`: of `values` it makes a queryset `for_list()`, or one of
    photos for the order of these. `older` and `newer` are the cursors of the pages beside it;
    empty where there is none.
    """
    size = order.size
    if after := parameters.get("after"):
        found = _oldest_after(order, rows, *read_cursor(after, order), *values)
        if len(found) >= size:
            has_newer = len(found) > size
            found = found[:size][::-1]
            newer = cursor(found[0], order) if has_newer else ""
            return found, cursor(found[-1], order), newer
        # Less than a page: the first one, whole.
    before = parameters.get("before") if not after else None
    if before:
        found = _newest_before(order, rows, *read_cursor(before, order), *values)
    else:
        found = _newest(order, rows, *values)
    older = cursor(found[size - 1], order) if len(found) > size else ""
    found = found[:size]
    newer = (cursor(found[0], order) if found else "") if before else ""
    return found, older, newer
