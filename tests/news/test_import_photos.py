import os

import pytest
from django.core.management import CommandError, call_command

from media.models import Photo
from news.models import HistoryEntry
from tests import factories
from tests.media.pictures import heic, scenic, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    files = {
        "a.jpg": scenic(1),
        "b.heic": heic(),
        "copy-of-a.jpg": scenic(1),
        "more.zip": zipped({"c.jpg": scenic(2)}),
        ".hidden.jpg": scenic(3),
        "2025/d.jpg": scenic(4),
        "2025/март/e.jpg": scenic(5),
        ".trash/f.jpg": scenic(6),
    }
    for name, data in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path


def test_a_folder_is_taken_and_a_second_time_adds_nothing(folder, editor, capsys):
    options = {"by": "editor", "creator": "Е. Ахметов", "credit_line_ru": "Фото Е. Ахметова"}
    call_command("import_photos", folder, **options)
    assert capsys.readouterr().out.splitlines() == [
        f"“{folder}/2025” is a folder: add --recursive.",
        "Added: 3. Were there already: 1. Refused: 0.",
    ]
    call_command("import_photos", folder, recursive=True, **options)
    assert capsys.readouterr().out == "Added: 2. Were there already: 4. Refused: 0.\n"
    call_command("import_photos", folder, recursive=True, **options)
    assert capsys.readouterr().out == "Added: 0. Were there already: 6. Refused: 0.\n"
    photos = Photo.objects.order_by("pk")
    assert [photo.original_filename for photo in photos] == [
        "a.jpg", "b.heic", "c.jpg", "d.jpg", "e.jpg",
    ]  # fmt: skip
    assert {(photo.creator, photo.credit_line_ru, photo.added_by) for photo in photos} == {
        ("Е. Ахметов", "Фото Е. Ахметова", editor)
    }
    history = HistoryEntry.objects.order_by("pk")
    assert [(entry.action, entry.object_id, entry.username) for entry in history] == [
        ("created", photo.pk, "editor") for photo in photos
    ]
    assert history[0].changes["credit_line_ru"] == ["", "Фото Е. Ахметова"]


def test_what_is_refused_is_named_and_does_not_stop_the_others(folder, capsys):
    (folder / "about.txt").write_text("text")
    (folder / "b0-cut.jpg").write_bytes(scenic()[:-600])
    (folder / "link.jpg").symlink_to(folder / "nowhere.jpg")
    with pytest.raises(CommandError, match=r"^3 files were refused\.$") as error:
        call_command("import_photos", folder, recursive=True)
    assert error.value.returncode == 1
    said = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[0] for line in said[:3]] == ["about.txt", "b0-cut.jpg", "link.jpg"]
    assert said[2].startswith("link.jpg: “link.jpg” cannot be read.")
    assert said[3:] == ["Added: 5. Were there already: 1. Refused: 3."]


def test_what_is_no_file_of_the_folder_is_named(tmp_path, capsys):
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(scenic(1))
    (folder / "b.jpg").symlink_to("a.jpg")
    os.mkfifo(folder / "pipe.jpg")
    (folder / "zero.jpg").symlink_to("/dev/zero")
    (tmp_path / "other.jpg").write_bytes(scenic(2))
    (folder / "outside.jpg").symlink_to(tmp_path / "other.jpg")
    with pytest.raises(CommandError, match=r"^3 files were refused\.$"):
        call_command("import_photos", folder)
    assert capsys.readouterr().out.splitlines() == [
        "outside.jpg: “outside.jpg” leads out of the folder.",
        "pipe.jpg: “pipe.jpg” is not a regular file.",
        "zero.jpg: “zero.jpg” leads out of the folder.",
        "Added: 1. Were there already: 1. Refused: 3.",
    ]


def test_names_give_no_orders_to_the_terminal(tmp_path, capsys):
    (tmp_path / "a\x1b[2J\u202e\n.jpg").write_bytes(b"text")
    (tmp_path / os.fsdecode(b"b\xff")).mkdir()
    with pytest.raises(CommandError):
        call_command("import_photos", tmp_path)
    first, second, _counts = capsys.readouterr().out.splitlines()
    assert first == f"“{tmp_path}/b\\udcff” is a folder: add --recursive."
    assert second.startswith("a\\x1b[2J\\u202e\\n.jpg: “")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"by": "nobody"}, "There is no user “nobody”."),
        ({"creator": "x" * 201}, "--creator takes 200 characters at most."),
        ({"credit_line_kk": "x" * 201}, "--credit-line-kk takes 200 characters at most."),
    ],
)
def test_a_wrong_option_adds_nothing(folder, options, sentence):
    with pytest.raises(CommandError) as error:
        call_command("import_photos", folder, **options)
    assert str(error.value) == sentence
    assert not Photo.objects.exists()


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        call_command("import_photos", tmp_path / "none")


def test_what_is_known_stays_as_it_is(folder):
    photo = factories.photo("teal")
    (folder / "known.jpg").write_bytes(factories.picture("teal"))
    call_command("import_photos", folder, creator="Somebody")
    photo.refresh_from_db()
    assert photo.creator == ""
