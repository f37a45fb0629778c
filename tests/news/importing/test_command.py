import io
import json

import docx
import pytest
from django.core.management import CommandError, call_command

from media.models import Photo
from news.models import Event
from people.models import Participant
from tests.factories import OrganizationFactory, ParticipantFactory, UserFactory, picture
from tests.news.importing.documents import add_picture, repacked, to_bytes

pytestmark = pytest.mark.django_db

TITLE = "Круглый стол волонтеров"
FIRST = (
    "14 марта 2024 года в Городской библиотеке Астаны прошел круглый стол. В нем участвовали "
    "директор центра «Open Steppe» Айгуль Сапарова и депутат Сената Парламента РК О. Гриценко."
)
SECOND = "Участники обсудили планы на год."


@pytest.fixture(autouse=True)
def _in_english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "release.txt").write_text(
        f"{TITLE}\n{FIRST}\n[image: C:\\Users\\a\\зал 1.jpg]{SECOND}[bookmark: _GoBack]\n"
        "[image: C:\\Users\\a\\зал 2.jpg]\n"
    )
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "Зал 1.JPG").write_bytes(picture("teal"))
    (photos / "notes.txt").write_text("заметки")
    document = docx.Document()
    document.add_heading(TITLE, 1)
    paragraph = document.add_paragraph(FIRST)
    paragraph = document.add_paragraph("")
    add_picture(paragraph, picture("gold"), descr="C:\\Users\\a\\зал 1.jpg")
    paragraph.add_run(SECOND)
    (tmp_path / "release.docx").write_bytes(to_bytes(document))
    return tmp_path


def run(*args, **options):
    out = io.StringIO()
    call_command("import_release", *map(str, args), stdout=out, **options)
    return out.getvalue()


def test_text_becomes_a_draft(folder):
    OrganizationFactory(name_ru="Городская библиотека Астаны")
    person = ParticipantFactory(
        family_name_ru="Гриценко", given_name_ru="Олег", patronymic_name_ru=""
    )
    found = json.loads(run(folder / "release.txt", "--photos", folder / "photos", "--json"))
    event = Event.objects.get()
    assert found == {
        "title": TITLE,
        "language": "ru",
        "starts_at": "2024-03-14T00:00:00+05:00",
        "place": "Городская библиотека Астаны",
        "people": [
            {
                "name": "Айгуль Сапарова",
                "role": "директор центра «Open Steppe»",
                "matched": False,
            },
            {"name": "Олег Гриценко", "role": "депутат Сената Парламента РК", "matched": True},
        ],
        "organizations": [
            {"name": "Городская библиотека Астаны", "matched": True},
            {"name": "Центр «Open Steppe»", "matched": False},
            {"name": "Сенат Парламента РК", "matched": False},
        ],
        "photos": [
            {"filename": "Зал 1.JPG", "supplied": True},
            {"filename": "зал 2.jpg", "supplied": False},
        ],
        "dropped": ["bookmark: _GoBack"],
        "warnings": ["1 photo that the text names was not handed in."],
        "event": event.pk,
    }
    photo = Photo.objects.get()
    assert event.body_ru == (
        f'<p>{FIRST}</p>\n<figure data-photo="{photo.pk}"></figure>\n<p>{SECOND}</p>'
    )
    assert [link.participant.pk for link in event.participations.all()][1] == person.pk


def test_word_file_becomes_the_same_draft(folder):
    found = json.loads(run(folder / "release.docx", "--json"))
    photo = Photo.objects.get()
    assert (found["title"], found["photos"]) == (
        TITLE,
        [{"filename": "зал 1.jpg", "supplied": True}],
    )
    assert Event.objects.get().body_ru == (
        f'<p>{FIRST}</p>\n<figure data-photo="{photo.pk}"></figure>\n<p>{SECOND}</p>'
    )
    assert Participant.objects.count() == 2


def test_readable_form_says_what_was_found(folder):
    text = run(folder / "release.txt", "--dry-run")
    assert f"Title: {TITLE}\n" in text
    assert "  - О. Гриценко (new) – депутат Сената Парламента РК\n" in text
    assert "  - зал 2.jpg (not handed in)\n" in text


def test_dry_run_writes_nothing(folder):
    found = json.loads(run(folder / "release.txt", "--dry-run", "--json"))
    assert found["event"] is None
    assert not Event.objects.exists()
    assert not Participant.objects.exists()


def test_same_file_again_is_warned_of(folder):
    run(folder / "release.txt")
    found = json.loads(run(folder / "release.txt", "--json"))
    first = Event.objects.order_by("pk").first()
    assert found["warnings"][-1] == f"This release is there already: event {first.pk}."


def test_language_and_user_can_be_given(folder):
    user = UserFactory(username="aigul")
    found = json.loads(
        run(folder / "release.txt", "--language", "kk", "--user", user.username, "--json")
    )
    assert (found["language"], Event.objects.get().source_language) == ("kk", "kk")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("absent.txt", None, "There is no file “.*absent.txt”."),
        ("empty.docx", b"", "“empty.docx” is empty."),
        ("fake.docx", b"no zip at all", "“fake.docx” is not a Word document."),
    ],
)
def test_bad_file_is_one_sentence(tmp_path, name, data, message):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(CommandError, match=message):
        run(tmp_path / name)


def test_bad_photos_are_named_and_the_rest_is_imported(folder):
    (folder / "photos" / "bad.jpg").write_bytes(b"no picture")
    (folder / "photos" / "зал 2.jpg").write_bytes(b"no picture")
    found = json.loads(run(folder / "release.txt", "--photos", folder / "photos", "--json"))
    advice = (
        "is not a photo in JPEG, PNG, WebP, HEIC, AVIF or TIFF. Save it in one of these formats."
    )
    assert found["warnings"] == [
        "1 photo that the text names was not handed in.",
        f"“bad.jpg” {advice}",
        f"“зал 2.jpg” {advice}",
    ]
    assert found["photos"] == [
        {"filename": "Зал 1.JPG", "supplied": True},
        {"filename": "зал 2.jpg", "supplied": False},
        {"filename": "bad.jpg", "supplied": False},
    ]
    assert Event.objects.get().photos.get() == Photo.objects.get()


def test_bad_picture_of_a_document_is_named_and_the_rest_is_imported(folder):
    path = folder / "release.docx"
    path.write_bytes(repacked(path.read_bytes(), {"word/media/image1.jpg": picture("gold")[:200]}))
    found = json.loads(run(path, "--json"))
    assert found["photos"] == [{"filename": "зал 1.jpg", "supplied": False}]
    assert [warning.split(".")[0] for warning in found["warnings"]] == ["“зал 1"]
    assert Event.objects.get().body_ru == f"<p>{FIRST}</p>\n<p>{SECOND}</p>"


def test_picture_of_a_document_stands_in_for_a_bad_photo_beside_it(folder):
    (folder / "photos" / "Зал 1.JPG").write_bytes(b"no picture")
    found = json.loads(run(folder / "release.docx", "--photos", folder / "photos", "--json"))
    assert found["photos"] == [{"filename": "зал 1.jpg", "supplied": True}]
    assert [warning.split(" is ")[0] for warning in found["warnings"]] == ["“Зал 1.JPG”"]


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"LC_ALL": "ru_RU.UTF-8", "LANG": "kk_KZ.UTF-8"}, "Нет файла «absent.txt»."),
        ({"LC_MESSAGES": "kk_KZ.UTF-8", "LANG": "ru_RU"}, "«absent.txt» деген файл жоқ."),
        ({"LC_ALL": "", "LANG": "ru"}, "Нет файла «absent.txt»."),
        ({"LANG": "de_DE.UTF-8"}, "There is no file “absent.txt”."),
        ({"LANG": "C"}, "There is no file “absent.txt”."),
        ({}, "There is no file “absent.txt”."),
    ],
)
def test_messages_are_in_the_language_of_the_shell(environment, message, monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(CommandError) as error:
        run("absent.txt")
    assert str(error.value) == message


def test_warnings_and_dropped_are_in_the_language_of_the_shell(folder, monkeypatch):
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    (folder / "photos" / "зал 2.jpg").write_bytes(b"no picture")
    found = json.loads(run(folder / "release.txt", "--photos", folder / "photos", "--json"))
    assert found["dropped"] == ["закладка: _GoBack"]
    assert found["warnings"][1].startswith("«зал 2.jpg» – не фотография")


def test_absent_folder_is_one_sentence(folder):
    with pytest.raises(CommandError, match="There is no folder “.*absent”."):
        run(folder / "release.txt", "--photos", folder / "absent")


def test_unknown_user_is_one_sentence(folder):
    with pytest.raises(CommandError, match="no user “nobody”"):
        run(folder / "release.txt", "--user", "nobody")
