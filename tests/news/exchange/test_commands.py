"""`manage.py import_directory` and `export_directory`."""

import pytest
from django.core.management import CommandError, call_command

from news.models import HistoryEntry
from organizations.models import Organization
from people.models import Participant
from tests import factories

pytestmark = pytest.mark.django_db

PEOPLE = "family_name_ru,given_name_ru,offices\nСейтов,Ерлан,ru: Ректор | organization: knu\n"
ORGANIZATIONS = "slug,name_ru\nknu,Университет\n"


@pytest.fixture
def files(tmp_path):
    """Files whose names say the wrong thing."""
    people, organizations = tmp_path / "organizations.csv", tmp_path / "second.csv"
    people.write_text(PEOPLE)
    organizations.write_text(ORGANIZATIONS)
    return people, organizations


def test_files_are_told_by_their_columns_and_written_in_a_name(files, capsys):
    user = factories.UserFactory(username="aigul", is_superuser=True)
    call_command("import_directory", *files, "--dry-run")
    assert not Participant.objects.exists()
    call_command("import_directory", *files, "--user", "aigul")
    assert capsys.readouterr().out.splitlines() == [
        "second.csv: new: 1, changed: 0, unchanged: 0.",
        "organizations.csv: new: 1, changed: 0, unchanged: 0.",
        "A dry run: nothing was written.",
        "second.csv: new: 1, changed: 0, unchanged: 0.",
        "organizations.csv: new: 1, changed: 0, unchanged: 0.",
    ]
    assert Participant.objects.get().positions.get().organization.slug == "knu"
    assert set(HistoryEntry.objects.values_list("user", flat=True)) == {user.pk}


def test_nothing_is_written_in_the_name_of_somebody_who_may_not_import(files):
    factories.UserFactory(username="aigul")
    with pytest.raises(CommandError, match="The user “aigul” may not import these tables."):
        call_command("import_directory", *files, "--user", "aigul")
    assert not Organization.objects.exists()


@pytest.mark.parametrize("options", [[], ["--dry-run"]], ids=["import", "dry run"])
def test_errors_name_file_row_and_column_and_nothing_is_written(options, files, capsys):
    files[0].write_text(PEOPLE + "Ли,Ян,ru: Ректор | organization: \u202enone\n,Ян,\n")
    with pytest.raises(CommandError, match="2 rows have errors; nothing was written."):
        call_command("import_directory", *files, *options)
    assert capsys.readouterr().err.splitlines() == [
        "organizations.csv, row 3: offices: There is no organization “\\u202enone”.",
        "organizations.csv, row 4: family_name_ru: Give the family name in one language at least.",
    ]
    assert not Organization.objects.exists()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_is_imported_without_a_change(form, files, tmp_path, capsys):
    call_command("import_directory", *files)
    call_command("export_directory", tmp_path / "out", "--format", form)
    call_command("import_directory", *sorted((tmp_path / "out").iterdir()))
    assert capsys.readouterr().out.splitlines()[-2:] == [
        f"organizations.{form}: new: 0, changed: 0, unchanged: 1.",
        f"people.{form}: new: 0, changed: 0, unchanged: 1.",
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("none.csv", "There is no file “.*none.csv”."), ("", "cannot be read")],
    ids=["no file", "a folder"],
)
def test_file_that_is_not_there_is_named(name, sentence, tmp_path):
    with pytest.raises(CommandError, match=sentence):
        call_command("import_directory", tmp_path / name)
