"""What the groups of a press service may do at the desk."""

from importlib import import_module

from django.db import migrations

first = import_module("news.migrations.0002_groups")

MORE = {
    "Editors": ["submit_event", "view_previewlink", "add_previewlink", "change_previewlink"],
    "Publishers": [
        "submit_event",
        "approve_event",
        "force_approval",
        "view_historyentry",
        "view_previewlink",
        "add_previewlink",
        "change_previewlink",
    ],
    "Translators": [],
    "Photo editors": [],
}
GROUPS = {name: [*first.GROUPS[name], *more] for name, more in MORE.items()}


def create_groups(apps, connection):
    first.create_groups(apps, connection, GROUPS)


def forwards(apps, schema_editor):
    create_groups(apps, schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("news", "0004_desk")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
