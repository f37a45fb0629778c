"""The database itself keeps the editions of one event and language apart in time.

Two of them are never visible at once, whatever writes the rows. Withdrawn editions and those that
were replaced before their moment take no time. PostgreSQL has a constraint for that; SQLite, which
has one writer at a time, a trigger.
"""

from django.db import migrations

OVERLAPS = """
    WHEN NEW.withdrawn_at IS NULL
        AND (NEW.superseded_at IS NULL OR NEW.superseded_at > NEW.published_at)
    BEGIN
        SELECT RAISE(ABORT, 'edition_intervals_apart') FROM news_edition AS other
        WHERE other.event_id = NEW.event_id AND other.language = NEW.language
            AND other.id IS NOT NEW.id AND other.withdrawn_at IS NULL
            AND (other.superseded_at IS NULL
                OR other.superseded_at > max(other.published_at, NEW.published_at))
            AND (NEW.superseded_at IS NULL OR other.published_at < NEW.superseded_at);
    END
"""
MADE = {
    "postgresql": [
        "CREATE EXTENSION IF NOT EXISTS btree_gist",
        "ALTER TABLE news_edition ADD CONSTRAINT edition_intervals_apart EXCLUDE USING gist"
        " (event_id WITH =, language WITH =, tstzrange(published_at, superseded_at) WITH &&)"
        " WHERE (withdrawn_at IS NULL)",
    ],
    "sqlite": [
        f"CREATE TRIGGER edition_apart_{moment.split()[0].lower()}"
        f" BEFORE {moment} ON news_edition {OVERLAPS}"
        for moment in (
            "INSERT",
            "UPDATE OF event_id, language, published_at, superseded_at, withdrawn_at",
        )
    ],
}
GONE = {
    "postgresql": ["ALTER TABLE news_edition DROP CONSTRAINT edition_intervals_apart"],
    "sqlite": ["DROP TRIGGER edition_apart_insert", "DROP TRIGGER edition_apart_update"],
}


def execute(statements):
    def run(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("news", "0006_notices")]

    operations = [migrations.RunPython(execute(MADE), execute(GONE))]
