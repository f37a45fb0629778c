"""The groups of a press service and what each may do."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

ALL = ("view", "add", "change", "delete")
TEXTS = ("event", "participation", "eventorganization", "eventphoto", "topic")
DIRECTORY = ("organization", "organizationname", "participant", "participantname", "position")

GROUPS = {
    "Editors": [
        *(f"{action}_{model}" for model in (*TEXTS, *DIRECTORY, "photo") for action in ALL),
        "view_edition",
    ],
    "Publishers": [
        *(f"{action}_{model}" for model in (*TEXTS, *DIRECTORY, "photo") for action in ALL),
        "view_edition",
        "publish_event",
        "withdraw_event",
    ],
    "Translators": [
        *(f"view_{model}" for model in (*TEXTS, *DIRECTORY, "photo", "edition")),
        *(f"change_{model}" for model in ("event", "participation", "topic", "photo")),
        *(f"change_{model}" for model in ("organization", "participant", "position")),
    ],
    "Photo editors": [
        *(f"{action}_photo" for action in ALL),
        *(f"{action}_eventphoto" for action in ALL),
        *(f"view_{model}" for model in (*TEXTS, *DIRECTORY, "edition")),
    ],
}


def create_groups(apps, connection, groups=GROUPS):
    # Permissions come after all migrations; the groups need them now.
    for label in ("media", "organizations", "people", "news"):
        config = apps.get_app_config(label)
        models_module = getattr(config, "models_module", None)  # a migration has only a stub
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0, using=connection.alias)
        config.models_module = models_module
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in groups.items():
        group, _ = Group.objects.get_or_create(name=name)
        found = Permission.objects.filter(
            content_type__app_label__in=("media", "organizations", "people", "news"),
            codename__in=codenames,
        )
        group.permissions.set(found)


def forwards(apps, schema_editor):
    create_groups(apps, schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("news", "0001_initial"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
