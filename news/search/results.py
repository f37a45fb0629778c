"""The editions, people, organizations and photos that a query finds."""

import datetime as dt
import json
import re
from collections import Counter
from functools import wraps
from typing import NamedTuple

from django.db import connection
from django.db.models import BigIntegerField, Count
from django.db.models.expressions import RawSQL
from django.http import Http404
from django.utils import timezone

from news import directory
from news.analysis import tokens
from news.models import Edition, EditionOrganization, EditionPerson
from news.prepared import prepared
from news.search.heard import keys_typed
from news.search.indexing import ID_BITS, ID_MASK, LAST_PLACE, MINUTE, YEAR_ONE
from news.search.marks import holds
from news.search.names import initials, name_tokens
from news.search.tables import EDITIONS, NAMES, PHOTOS, expression
from news.search.words import completing, folded
from organizations.models import Organization
from people.models import Participant

PAGE = 20
NEAR = 1000  # rows of the index
MOST = 1000  # editions that are counted, the newest
FACETS = 8
TITLES = 5
ENTRIES = 50
CURSOR = re.compile("([012])-([0-9]{1,19})", re.ASCII)


class Page(NamedTuple):
    """Rows of a page, and where the pages beside it begin; empty where there is none."""

    rows: list
    older: str
    newer: str


def _in_order(build):
    """Makes a function that returns visible editions by their place into one of their rows.

    PostgreSQL does not know how soon rows with rare words come: in the order of the index it would
    read all others. It looks at the nearest alone first, and then at what has the words.
    """
    rows = prepared(build)

    @wraps(build)
    def found(number, *asked):
        if connection.vendor != "postgresql":
            return rows(*asked, False)
        near = rows(*asked, NEAR) if number < NEAR else []
        return near if len(near) >= number else rows(*asked, None)

    return found


def _found(now, language, words, low, high, near, *, is_newest=True):
    """Visible editions that fit an expression between two places, with their place, in order.

    `near` is False where the index of tokens knows the order; else the number of rows to look at,
    or None for the index of tokens first.
    """
    where = [f"news_edition.id = ({EDITIONS.key} & {ID_MASK})", f"{EDITIONS.key} BETWEEN %s AND %s"]
    params = [low, high]
    if near is not None:
        # The index leads: it has the order of the newest, and the rest is looked up row by row.
        where, params = [EDITIONS.condition, *where], [words, *params]
    if near:
        where.append(EDITIONS.is_near("<=" if is_newest else ">="))
        params += [high if is_newest else low, near]
    elif near is None:
        where.append(EDITIONS.is_among)
        params += [words, low, high]
    editions = Edition.objects.visible(now).in_language(language)
    editions = editions.extra(  # noqa: S610 - our own names
        tables=[EDITIONS.table], where=where, params=params
    )
    editions = editions.annotate(place=RawSQL(EDITIONS.key, [], BigIntegerField()))  # noqa: S611
    return editions.order_by("-place" if is_newest else "place")


@_in_order
def _newest(*asked):
    return _found(*asked).for_list("body", "place")[: PAGE + 1]


@_in_order
def _oldest(*asked):
    return _found(*asked, is_newest=False).for_list("body", "place")[: PAGE + 1]


@_in_order
def _places(*asked):
    return _found(*asked).values_list("place", named=True)[: MOST + 1]


def page_of(query, now, parameters, *, is_best):
    """The page of editions that `before` or `after` asks for, else the first.

    Best first is in three parts, each the newest first: see `Query.expressions_of_best`.
    """
    parts = query.expressions_of_best if is_best else [query.expression]
    low, high = query.bounds
    if after := parameters.get("after"):
        first, place = _read(after, parts)
        found = []
        for number in range(first, -1, -1):
            start = place + 1 if number == first else low
            rows = _oldest(PAGE + 1, now, query.language, parts[number], max(start, low), high)
            found += [(number, row) for row in rows]
            if len(found) > PAGE:
                break
        if len(found) >= PAGE:
            newer = _cursor(found[PAGE - 1]) if len(found) > PAGE else ""
            found = found[:PAGE][::-1]
            return Page(_verified(query, found), _cursor(found[-1]), newer)
        # Less than a page: the first one, whole.
    before = parameters.get("before") if not after else None
    first, place = _read(before, parts) if before else (0, LAST_PLACE)
    found = []
    for number in range(first, len(parts)):
        end = place - 1 if number == first and before else high
        rows = _newest(PAGE + 1, now, query.language, parts[number], low, min(end, high))
        found += [(number, row) for row in rows]
        if len(found) > PAGE:
            break
    older = _cursor(found[PAGE - 1]) if len(found) > PAGE else ""
    found = found[:PAGE]
    newer = _cursor(found[0]) if before and found else ""
    return Page(_verified(query, found), older, newer)


def _cursor(found):
    number, row = found
    return f"{number}-{row.place}"


def _read(cursor, parts):
    found = CURSOR.fullmatch(cursor)
    if not found or int(found[1]) >= len(parts) or int(found[2]) >= LAST_PLACE:
        raise Http404
    return int(found[1]), int(found[2])


def _verified(query, found):
    """The rows that hold the phrases: the index knows only how words side by side begin."""
    rows = [row for _number, row in found]
    if not query.sequences:
        return rows
    return [row for row in rows if holds(row, query.sequences)]


class Counts(NamedTuple):
    """How many editions there are, at most `MOST`, how many of each year, and their ids."""

    number: int
    is_more: bool
    years: list
    editions: list


def counts_of(query, now):
    rows = _places(MOST + 1, now, query.language, query.expression, *query.bounds)
    places = [row.place for row in rows]
    is_more, places = len(places) > MOST, places[:MOST]
    years = Counter(map(_year, places))
    ids = [place & ID_MASK for place in places]
    return Counts(len(places), is_more, sorted(years.items(), reverse=True), ids)


def _year(place):
    moment = YEAR_ONE + (place >> ID_BITS) * MINUTE
    return timezone.localtime(moment, timezone.get_default_timezone()).year


def _facet(through, entry, names, editions):
    """Of the links of editions, whose ids are an array in JSON: the entries that most name."""
    if connection.vendor == "postgresql":
        ids = "SELECT value::bigint FROM json_array_elements_text(%s::json)"
    else:
        ids = "SELECT value FROM json_each(%s)"
    links = through.objects.filter(edition__in=RawSQL(ids, [editions]))  # noqa: S611
    links = links.exclude(**{f"{entry}__is_public": False})
    columns = (f"{entry}__{name}" for name in ("slug", *names))
    counted = links.values(f"{entry}_id", *columns).annotate(number=Count("pk"))
    return counted.order_by("-number", f"{entry}_id")[:FACETS]


@prepared
def _people_named(editions):
    return _facet(EditionPerson, "participant", directory.SHORT_NAME, editions)


@prepared
def _organizations_named(editions):
    return _facet(EditionOrganization, "organization", directory.columns("name"), editions)


def facets_of(editions, language):
    """`[(slug, Name, number)]` of the people and of the organizations that most of them name."""
    editions = json.dumps(editions)
    return (
        [
            (
                row["participant__slug"],
                directory.person_name(directory.under(row, "participant__"), language),
                row["number"],
            )
            for row in _people_named(editions)
        ],
        [
            (
                row["organization__slug"],
                directory.in_language(row, "organization__name", language),
                row["number"],
            )
            for row in _organizations_named(editions)
        ],
    )


@prepared
def _people(now, words):
    people = Participant.objects.rewrite(False).public(Edition.objects.visible(now))
    named = NAMES.matching(words, "{} / 2", "{} %% 2 = 0")
    return (
        people.filter(pk__in=named)
        .order_by("pk")
        .values("slug", *directory.SHORT_NAME)[: ENTRIES + 1]
    )


@prepared
def _organizations(now, words):
    organizations = Organization.objects.rewrite(False).public(Edition.objects.visible(now))
    named = NAMES.matching(words, "{} / 2", "{} %% 2 = 1")
    found = organizations.filter(pk__in=named).order_by("pk")
    return found.values("slug", *directory.columns("name"))[: ENTRIES + 1]


def entries_of(words, now, language, *, excluded=(), is_prefix=False):
    """The people and the organizations with a page whose names have all words: lists of `Entry`.

    Of each list in `excluded` they lack a word. With `is_prefix` the last word is a beginning.
    """
    groups = [name_tokens(word) for word in words]
    if not groups:
        return [], []
    if len(groups) > 1:
        groups = [group | initials(word) for group, word in zip(groups, words, strict=True)]
    if is_prefix:
        groups[-1].add(f"{folded(words[-1])}*")
        groups[-1].update(f"@={key}*" for key in keys_typed(words[-1]))
    unwanted = [[name_tokens(word) for word in each] for each in excluded]
    asked = expression(groups, unwanted)
    people = (
        directory.person_entry({**row, "is_public": True}, language) for row in _people(now, asked)
    )
    organizations = (
        directory.organization_entry({**row, "is_public": True}, language)
        for row in _organizations(now, asked)
    )
    return _by_name(people, language), _by_name(organizations, language)


def _by_name(entries, language):
    return sorted(entries, key=lambda each: directory.sort_key(each.name.text, language))


@prepared
def _photos(now, language, words, start, end):
    editions = Edition.objects.visible(now).in_language(language)
    editions = editions.filter(starts_at__gte=start, starts_at__lte=end)
    photos = editions.photos_for_list().filter(photo_link__in=PHOTOS.matching(words))
    return photos.order_by()[: MOST + 1]


def count_photos(query, now):
    """How many photos there are, at most one more than are counted."""
    low, high = query.bounds
    start, end = (YEAR_ONE + (place >> ID_BITS) * MINUTE for place in (low, min(high, _LATEST)))
    return len(_photos(now, query.language, query.expression, start, end))


_LATEST = (dt.datetime(9999, 1, 1, tzinfo=dt.UTC) - YEAR_ONE) // MINUTE << ID_BITS


@_in_order
def _titled(*asked):
    return _found(*asked).values_list("slug", "title", named=True)[:TITLES]


def titles_of(words, now, language):
    """The newest editions whose titles have all words, the last of which is a beginning."""
    groups = [{f"#{token}" for token in found} for found in tokens(" ".join(words), language)]
    groups[-1].add(completing(words[-1]))
    return _titled(TITLES, now, language, expression(groups), 0, LAST_PLACE)
