"""The table of search tokens; how it is made depends on the database."""

from django.db import migrations

TABLES = {
    "postgresql": [
        # No foreign key: editions are not deleted, and a row without its edition is never found.
        "CREATE TABLE news_search (edition_id bigint PRIMARY KEY, tokens tsvector NOT NULL)",
        "CREATE INDEX news_search_tokens ON news_search USING gin (tokens)",
        # Planned with the usual sample, common words are thought rare, and all their rows are read.
        "ALTER TABLE news_search ALTER COLUMN tokens SET STATISTICS 1000",
    ],
    "sqlite": [
        "CREATE VIRTUAL TABLE news_search USING fts5"
        " (tokens, detail=none, tokenize='unicode61 remove_diacritics 0')",
    ],
}


def create(apps, schema_editor):
    for statement in TABLES[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE news_search")


class Migration(migrations.Migration):
    dependencies = [("news", "0002_groups")]

    operations = [migrations.RunPython(create, drop)]
