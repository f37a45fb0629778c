"""The table of search tokens of photos, and its rows for the photos that editions have."""

from django.db import migrations

from news.search.indexing import index_photos

TABLES = {
    "postgresql": [
        # As in 0003.
        "CREATE TABLE news_photo_search"
        " (edition_photo_id bigint PRIMARY KEY, tokens tsvector NOT NULL)",
        "CREATE INDEX news_photo_search_tokens ON news_photo_search USING gin (tokens)",
        "ALTER TABLE news_photo_search ALTER COLUMN tokens SET STATISTICS 1000",
    ],
    "sqlite": [
        "CREATE VIRTUAL TABLE news_photo_search USING fts5"
        " (tokens, detail=none, tokenize='unicode61 remove_diacritics 0')",
    ],
}
BLOCK = 1000


def create(apps, schema_editor):
    for statement in TABLES[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def fill(apps, schema_editor):
    links = apps.get_model("news", "EditionPhoto").objects.order_by("pk")
    keys = list(links.values_list("pk", flat=True))
    for start in range(0, len(keys), BLOCK):
        index_photos(links.filter(pk__in=keys[start : start + BLOCK]))


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE news_photo_search")


class Migration(migrations.Migration):
    dependencies = [("news", "0011_frozen_photos")]

    operations = [
        migrations.RunPython(create, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
