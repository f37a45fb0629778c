"""The search indexes: SQLite's FTS5 or PostgreSQL's tsvector, with the same answers.

Each edition has one row of tokens (`news.analysis`) in the table `news_search`, each photo of an
edition one in `news_photo_search`; the migrations 0003 and 0012 make them for the database at hand.
"""

from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models.expressions import RawSQL

from news.analysis import tokens
from news.body import plain_text

MAX_WORDS = 12


class Index(NamedTuple):
    """A table of tokens and its key: on SQLite the `rowid`, on PostgreSQL a column."""

    table: str
    column: str

    @property
    def key(self):
        return self.column if connection.vendor == "postgresql" else "rowid"

    def write(self, texts):
        """Put `(pk, language, text)` into the index; a row that is there already is replaced."""
        rows = [
            (pk, sorted({token for word in tokens(text, language) for token in word}))
            for pk, language, text in texts
        ]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.executemany(
                    f"INSERT INTO {self.table} ({self.key}, tokens)"  # noqa: S608 - our own names
                    " VALUES (%s, array_to_tsvector(%s))"
                    f" ON CONFLICT ({self.key}) DO UPDATE SET tokens = EXCLUDED.tokens",
                    rows,
                )
            else:
                cursor.executemany(
                    f"INSERT OR REPLACE INTO {self.table} (rowid, tokens) VALUES (%s, %s)",  # noqa: S608
                    [(pk, " ".join(found)) for pk, found in rows],
                )

    def matching(self, words):
        """The keys whose rows hold every word of a query that was read, for `field__in`."""
        is_postgresql = connection.vendor == "postgresql"
        condition = "tokens @@ %s::tsquery" if is_postgresql else f"{self.table} MATCH %s"
        sql = f"SELECT {self.key} FROM {self.table} WHERE {condition}"  # noqa: S608 - our own names
        return RawSQL(sql, [words])  # noqa: S611 - only placeholders


EDITION_WORDS = Index("news_search", "edition_id")
PHOTO_WORDS = Index("news_photo_search", "edition_photo_id")


def index_editions(editions):
    """Put saved editions into the index."""
    EDITION_WORDS.write(
        (each.pk, each.language, f"{each.title}\n{each.lead}\n{plain_text(each.body)}")
        for each in editions
    )


def index_photos(links):
    """Put photos of editions into the index: a queryset of `EditionPhoto`."""
    links = links.select_related("edition", "photo").prefetch_related("people")
    PHOTO_WORDS.write((link.pk, link.edition.language, _text_of(link)) for link in links)


def _text_of(link):
    """The words by which a photo is found, in the language of its edition."""
    edition, photo = link.edition, link.photo
    frozen = edition.content["photos"][link.number - 1]
    names = (_name(person, edition.language) for person in link.people.all())
    words = (frozen["caption"], frozen["alt_text"], photo.headline, photo.keywords, edition.title)
    return "\n".join((*words, *names))


def _name(person, language):
    for code in (language, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES):
        parts = [
            getattr(person, f"{part}_name_{code}") or ""
            for part in ("given", "patronymic", "family")
        ]
        if parts[-1]:
            return " ".join(parts)
    return ""


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
    return editions.filter(pk__in=EDITION_WORDS.matching(words)) if words else editions.none()


def quoted(words, mark):
    """Each token between quotation marks; tokens are letters and digits, which need no more."""
    return [[f"{mark}{token}{mark}" for token in word] for word in words]
