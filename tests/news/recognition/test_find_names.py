"""The command `find_names`, and the places that it prints."""

import json

import pytest
from django.core.management import CommandError, call_command
from docx import Document

from news.recognition.proposals import propose_names
from news.recognition.variants import find_variants
from tests.news.recognition.test_names import organization, person

pytestmark = pytest.mark.django_db

TEXT = (
    "\ufeffСессия АНК\r\n\r\n[image: C:\\Вебер.jpg]Депутат\u00a0 В. Вебер и Ким.\r\n"
    "И Ольга Мухина.\r\n"
)


def run(capsys, path, *options):
    call_command("find_names", str(path), *options)
    return capsys.readouterr().out


def test_places_are_those_of_the_file_as_it_stands(tmp_path, capsys):
    veber = person(family="Вебер", given="Виктор")
    kims = [person(family="Ким", given=given) for given in ("Вадим", "Роман")]
    assembly = organization(name="Ассамблея", short_name="АНК")
    file = tmp_path / "release.txt"
    file.write_bytes(TEXT.encode())
    rows = json.loads(run(capsys, file, "--language", "ru", "--json"))
    assert [row["text"] for row in rows] == ["АНК", "В. Вебер", "Ким"]
    for row in rows:
        assert TEXT[row["start"] : row["end"]] == row["text"]
    assert rows[0] | {"start": 0, "end": 0} == {
        "start": 0, "end": 0, "text": "АНК", "kind": "organization", "id": assembly.pk,
        "slug": assembly.slug, "name": "Ассамблея", "role": "", "certain": True,
    }  # fmt: skip
    assert (rows[1]["slug"], rows[1]["role"]) == (veber.slug, "депутат")
    assert (rows[2]["id"], rows[2]["slug"], rows[2]["certain"]) == (None, None, False)
    assert rows[2]["candidates"] == [{"id": kim.pk, "slug": kim.slug} for kim in kims]


def test_new_names_are_printed_when_asked_for(tmp_path, capsys):
    file = tmp_path / "release.txt"
    file.write_text("Выступила Ольга Мухина.")
    assert json.loads(run(capsys, file, "--language", "ru", "--json")) == []
    (row,) = json.loads(run(capsys, file, "--language", "ru", "--json", "--new"))
    assert (row["text"], row["name"], row["new"]) == ("Ольга Мухина", "Ольга Мухина", True)


def test_word_file_and_a_table_for_people(tmp_path, capsys):
    person(family="Вебер", given="Виктор")
    document = Document()
    document.add_heading("В. Вебер открыл форум", 1)
    document.add_paragraph("Гости слушали Виктора Вебера.")
    document.save(tmp_path / "release.docx")
    lines = run(capsys, tmp_path / "release.docx", "--language", "ru").splitlines()
    assert [line.split("  ")[0] for line in lines] == ["Characters", "0–8", "36–50"]


def test_file_that_is_not_there_or_not_in_utf_8(tmp_path):
    with pytest.raises(CommandError, match="no file"):
        call_command("find_names", str(tmp_path / "none.txt"))
    (tmp_path / "old.txt").write_bytes("Сессия".encode("cp1251"))
    with pytest.raises(CommandError, match="UTF-8"):
        call_command("find_names", str(tmp_path / "old.txt"))


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Джеральд Макферсонсон и Джеральд Макферсонсен.", [(0, 24)]),
        ("Юлия Тимошенко и Юрий Тимощенко.", []),
        ("Иван Серов и Иван Серин.", []),
        ("Джеральд Макферсонсон. С Джеральдом Макферсонсоном говорили.", []),
    ],
)
def test_two_spellings_of_one_name(text, pairs):
    found = find_variants(text, "ru")
    assert [(one.start, other.start) for one, other in found] == pairs
    assert all(text[place.start : place.end] == place.text for pair in found for place in pair)


@pytest.mark.parametrize(
    ("text", "language", "people", "organizations"),
    [
        (
            "Пришли заведующая музеем Айгуль Сапарова и тренер А. Ким.", "ru",
            [("Айгуль Сапарова", "female", "заведующая музеем"), ("А. Ким", "", "тренер")], [],
        ),
        (
            "Жиынға «Жас толқын» қоғамдық бірлестігінің төрағасы Айдос Мырзахметов келді.", "kk",
            [("Айдос Мырзахметов", "male", "«Жас толқын» қоғамдық бірлестігінің төрағасы")],
            ["«Жас толқын» қоғамдық бірлестігі"],
        ),
        (
            "Director of the Institute of History Aidos Myrzakhmetov spoke.", "en",
            [("Aidos Myrzakhmetov", "male", "Director of the Institute of History")], [],
        ),
    ],
)  # fmt: skip
def test_names_that_the_directory_lacks(text, language, people, organizations):
    found = propose_names(text, language)
    assert [(one.name, one.gender, one.role) for one in found.people] == people
    assert [one.name for one in found.organizations if one.name in organizations] == organizations


@pytest.mark.parametrize(
    ("text", "is_flagged"),
    [
        ("Тимур Касымбеков пел. Т. Касимбеков плясал.", True),
        ("Тимур Касымбеков пел. Н. Касимбеков плясал.", False),
        ("Пели А. Нурпеисов и А. Нурпеисова.", False),
    ],
)
def test_initial_beside_another_spelling(text, is_flagged):
    assert bool(find_variants(text, "ru")) == is_flagged
