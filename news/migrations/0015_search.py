"""The tables of tokens in their present shape, with rows for all that is there."""

from django.db import migrations, models

from news.search.indexing import index_editions, index_events, index_photos

TABLES = {
    "news_search": "place",
    "news_photo_search": "edition_photo_id",
    "news_name_search": "entry",
    "news_event_search": "event_id",
}
NEW = ("news_name_search", "news_event_search")
BLOCK = 500


def create(apps, schema_editor):
    is_postgresql = schema_editor.connection.vendor == "postgresql"
    for table, key in TABLES.items():
        if table not in NEW:
            schema_editor.execute(f"DROP TABLE {table}")
        if is_postgresql:
            # No foreign key: what is gone is never found.
            schema_editor.execute(
                f"CREATE TABLE {table} ({key} bigint PRIMARY KEY, tokens tsvector NOT NULL)"
            )
            # Planned with the usual sample, common words are thought rare, and all rows are read.
            schema_editor.execute(f"ALTER TABLE {table} ALTER COLUMN tokens SET STATISTICS 1000")
            schema_editor.execute(f"CREATE INDEX {table}_tokens ON {table} USING gin (tokens)")
        else:
            schema_editor.execute(
                f"CREATE VIRTUAL TABLE {table} USING fts5 (tokens, detail=none,"
                " tokenize=\"unicode61 remove_diacritics 0 tokenchars '@#+_='\")"
            )


def drop(apps, schema_editor):
    for table in NEW:
        schema_editor.execute(f"DROP TABLE {table}")


def fill(apps, schema_editor):
    for name, index in (
        ("Edition", index_editions),
        ("EditionPhoto", index_photos),
        ("Event", index_events),
    ):
        rows = apps.get_model("news", name).objects.order_by("pk")
        for block in blocks(rows):
            index(block)


def blocks(rows):
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), BLOCK):
        yield rows.filter(pk__in=keys[start : start + BLOCK])


class Migration(migrations.Migration):
    dependencies = [("news", "0014_merges")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="indexed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name="IndexRun",
            fields=[
                (
                    "table",
                    models.CharField(max_length=20, primary_key=True, serialize=False),
                ),
                ("last", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("initial", models.CharField(max_length=1)),
                ("length", models.PositiveSmallIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["initial", "length", "word"], name="search_word_like")
                ],
            },
        ),
        migrations.RunPython(create, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
