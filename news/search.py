"""The search index of editions: SQLite's FTS5 or PostgreSQL's tsvector, with the same answers.

Each edition has one row of tokens (`news.analysis`) in the table `news_search`; the migration
0003 makes it for the database at hand.
"""

from django.db import connection
from django.db.models.expressions import RawSQL

from news.analysis import tokens
from news.body import plain_text

MAX_WORDS = 12


def _row(edition):
    text = f"{edition.title}\n{edition.lead}\n{plain_text(edition.body)}"
    return sorted({token for word in tokens(text, edition.language) for token in word})


def index_editions(editions):
    """Put saved editions into the index; a row that is there already is replaced."""
    rows = [(edition.pk, _row(edition)) for edition in editions]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                "INSERT INTO news_search (edition_id, tokens) VALUES (%s, array_to_tsvector(%s))"
                " ON CONFLICT (edition_id) DO UPDATE SET tokens = EXCLUDED.tokens",
                rows,
            )
        else:
            cursor.executemany(
                "INSERT OR REPLACE INTO news_search (rowid, tokens) VALUES (%s, %s)",
                [(pk, " ".join(found)) for pk, found in rows],
            )


def read_query(query, language):
    """The words of a query as the index takes them; empty when it has no word."""
    words = [word for word in tokens(query, language) if word][:MAX_WORDS]
    if connection.vendor == "postgresql":
        return " & ".join("(" + " | ".join(word) + ")" for word in quoted(words, "'"))
    return " AND ".join("(" + " OR ".join(word) + ")" for word in quoted(words, '"'))


def matching(editions, words):
    """Those of a queryset of editions that hold every word of a query that was read.

    A query without a word finds nothing.
    """
    if not words:
        return editions.none()
    if connection.vendor == "postgresql":
        sql = "SELECT edition_id FROM news_search WHERE tokens @@ %s::tsquery"
    else:
        sql = "SELECT rowid FROM news_search WHERE news_search MATCH %s"
    return editions.filter(pk__in=RawSQL(sql, [words]))  # noqa: S611 - only placeholders


def quoted(words, mark):
    """Each token between quotation marks; tokens are letters and digits, which need no more."""
    return [[f"{mark}{token}{mark}" for token in word] for word in words]
