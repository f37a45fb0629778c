"""The tables of tokens: SQLite's FTS5 or PostgreSQL's tsvector, with the same answers."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models.expressions import RawSQL

LONGEST_TOKEN = 60  # letters; what is longer is no word, and PostgreSQL takes 2 kB at most
_WRITTEN = unicodedata.ucd_3_2_0.category


class Index(NamedTuple):
    """A table of tokens and its key: on SQLite the `rowid`, on PostgreSQL a column."""

    table: str
    column: str

    @property
    def key(self):
        """The column of the key, for SQL."""
        return f"{self.table}.{self.column if connection.vendor == 'postgresql' else 'rowid'}"

    @property
    def condition(self):
        """SQL that takes an expression."""
        if connection.vendor == "postgresql":
            return f"{self.table}.tokens @@ %s::tsquery"
        return f"{self.table} MATCH %s"

    def is_near(self, sign):
        """SQL of PostgreSQL: of the keys on one side of a value, is one of the nearest so many."""
        order, other, last = ("DESC", ">=", 0) if sign == "<=" else ("ASC", "<=", 2**63 - 1)
        nearest = (
            f"SELECT {self.column} FROM {self.table} WHERE {self.column} {sign} %s"  # noqa: S608
            f" ORDER BY {self.column} {order} OFFSET %s LIMIT 1"
        )
        return f"{self.key} {other} COALESCE(({nearest}), {last})"

    @property
    def is_among(self):
        """SQL of PostgreSQL: fits an expression, by the index of tokens, between two keys."""
        return (
            f"{self.key} IN (SELECT {self.column} FROM {self.table}"  # noqa: S608 - our own names
            f" WHERE tokens @@ %s::tsquery AND {self.column} BETWEEN %s AND %s OFFSET 0)"
        )

    def write(self, rows):
        """Put `(key, tokens)` into the index; a row that is there already is replaced."""
        rows = [(key, sorted(filter(None, map(_plain, found)))) for key, found in rows]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.executemany(
                    f"INSERT INTO {self.table} ({self.column}, tokens)"  # noqa: S608 - our own names
                    " VALUES (%s, array_to_tsvector(%s))"
                    f" ON CONFLICT ({self.column}) DO UPDATE SET tokens = EXCLUDED.tokens",
                    rows,
                )
            else:
                cursor.executemany(
                    f"INSERT OR REPLACE INTO {self.table} (rowid, tokens) VALUES (%s, %s)",  # noqa: S608
                    [(key, " ".join(found)) for key, found in rows],
                )

    def matching(self, words, key="{}", condition="TRUE"):
        """The keys whose rows fit an expression, for `field__in`; both may use the key as `{}`."""
        where = f"{self.condition} AND {condition.format(self.key)}"
        sql = f"SELECT {key.format(self.key)} FROM {self.table} WHERE {where}"  # noqa: S608
        return RawSQL(sql, [words])  # noqa: S611 - only placeholders


# The key says how new an edition is (`indexing.place_of`): the newest are found first.
EDITIONS = Index("news_search", "place")
PHOTOS = Index("news_photo_search", "edition_photo_id")
NAMES = Index("news_name_search", "entry")
EVENTS = Index("news_event_search", "event_id")


@lru_cache(maxsize=100_000)
def _plain(token):
    """A token as every database takes it: SQLite knows no letters later than Unicode 6."""
    return "".join(each for each in token[:LONGEST_TOKEN] if _WRITTEN(each) != "Cn")


def expression(required, excluded=()):
    """What `Index.condition` takes: a row has a token of each group of `required`.

    Of each list of groups in `excluded` it lacks at least one. Tokens ending in `*` are
    beginnings. Without a group it finds nothing.
    """
    found = _all(required)
    unwanted = [each for each in map(_all, excluded) if each]
    if not found:
        return "" if connection.vendor == "postgresql" else '""'
    if connection.vendor == "postgresql":
        return " & ".join([found, *(f"!({each})" for each in unwanted)])
    return " NOT ".join([f"({found})", *(f"({each})" for each in unwanted)])


def _all(groups):
    is_postgresql = connection.vendor == "postgresql"
    groups = [sorted({quoted for token in group if (quoted := _quoted(token))}) for group in groups]
    if not all(groups):
        return ""
    either, both = (" | ", " & ") if is_postgresql else (" OR ", " AND ")
    return both.join(f"({either.join(group)})" for group in groups)


def _quoted(token):
    """Tokens are letters, digits and our own marks, which need nothing but quotation marks."""
    token, star, _rest = token.partition("*")
    token = _plain(token)
    if not token:
        return ""
    if connection.vendor == "postgresql":
        return f"'{token}'{':' if star else ''}{star}"
    return f'"{token}"{star}'
