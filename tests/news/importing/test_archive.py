import csv
import datetime as dt
import hashlib
import io
import os
import signal

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from media.models import Photo
from news.importing.archive import ahead
from news.importing.archive.making import Archive
from news.importing.archive.reading import read_groups
from news.importing.archive.report import Report
from news.importing.archive.tree import date_near, date_of_name, look_through
from news.models import Event, HistoryEntry
from organizations.models import Organization
from people.models import Participant
from tests.factories import EventFactory, ParticipantFactory, UserFactory, picture
from tests.news.importing.documents import word_file

OPENING = "14 марта 2024 года в Астане открылся форум. Его открыла Айгуль Сапарова."
KAZAKH = "2024 жылғы 14 наурызда Астанада форум өтті. Бұл туралы айтты және жаңа жоспар бар."


@pytest.fixture(autouse=True)
def _in_english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


@pytest.fixture
def root(tmp_path, settings):
    settings.VAR_DIR = tmp_path / "var"
    (tmp_path / "tree").mkdir()
    return tmp_path / "tree"


def put(root, name, data=b""):
    """Write a file of the tree: text, or bytes as they are."""
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def run(root, *args, workers=1):
    """Import a tree: what the command said, and the rows of its report by file."""
    out, report = io.StringIO(), root.parent / "report.csv"
    arguments = ["--report", str(report), "--workers", str(workers), *args]
    try:
        call_command("import_archive", str(root), *arguments, stdout=out, stderr=io.StringIO())
    finally:
        rows = table(report)
    return out.getvalue(), rows


def table(report):
    if not report.exists():
        return {}
    with report.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["File"] for row in rows}) == len(rows)
    return {row["File"]: row for row in rows}


def outcomes(rows):
    return {name: row["Outcome"] for name, row in rows.items()}


@pytest.mark.django_db
def test_tree_becomes_drafts_with_their_photos(root, store):
    put(root, "2024/форум.docx", word_file("Форум волонтеров", OPENING))
    put(root, "2024/фото/зал.jpg", picture("teal"))
    put(root, "2019/3/встреча.txt", "Встреча\n3 сентября прошла встреча.\n[image: C:\\a\\b.jpg]")
    put(root, "2018-05-04 визит/визит.txt", "Визит гостей\nПриехали гости.")
    UserFactory(username="aigul")
    said, rows = run(root, "--user", "aigul")
    forum, meeting, visit = (
        Event.objects.get(title_ru=title)
        for title in ("Форум волонтеров", "Встреча", "Визит гостей")
    )
    assert [timezone.localdate(event.starts_at) for event in (forum, meeting, visit)] == [
        dt.date(2024, 3, 14), dt.date(2019, 9, 3), dt.date(2018, 5, 4),
    ]  # fmt: skip
    assert forum.photos.get().original_filename == "зал.jpg"
    assert forum.participants.get().family_name_ru == "Сапарова"
    assert forum.created_by.username == "aigul"
    with store.open(forum.origin.name) as kept:
        assert kept.read() == (root / "2024/форум.docx").read_bytes()
    assert rows["2024/форум.docx"] == {
        "File": "2024/форум.docx",
        "Outcome": "made",
        "Event": str(forum.pk),
        "Address": f"http://127.0.0.1:8000/admin/news/event/{forum.pk}/change/",
        "Language": "ru",
        "Title": "Форум волонтеров",
        "Date": "2024-03-14",
        "People": "1",
        "Organizations": "0",
        "Photos": "1",
        "Photos missing": "",
        "To check": "",
    }
    row = rows["2019/3/встреча.txt"]
    assert (row["Outcome"], row["Photos missing"]) == ("made, to be checked", "b.jpg")
    assert row["To check"] == (
        "1 photo that the text names was not handed in. “3 сентября” has no year in the text: "
        "2019 is proposed."
    )
    assert rows["2018-05-04 визит/визит.txt"]["To check"] == (
        "The date is that of the name of the file or folder."
    )
    assert said.startswith("Made: 3, of these to be checked: 2.\n")


@pytest.mark.django_db
def test_texts_of_one_release_become_one_event(root, store):
    photo = put(root, "а/зал.jpg", picture("teal"))
    put(root, "а/Форум_kz.docx", word_file("Еріктілер форумы", KAZAKH))
    put(root, "а/Форум-RU.txt", f"Форум волонтеров\n{OPENING}")
    put(root, "а/форум (eng).txt", "Volunteers' forum\nThe forum opened in Astana.")
    rows = run(root)[1]
    event = Event.objects.get()
    assert event.source_language == "ru"
    assert (event.title_ru, event.title_kk, event.title_en) == (
        "Форум волонтеров", "Еріктілер форумы", "Volunteers' forum",
    )  # fmt: skip
    assert event.body_kk == f"<p>{KAZAKH}</p>"
    assert event.photos.get().checksum == hashlib.sha256(photo.read_bytes()).hexdigest()
    assert {row["Event"] for row in rows.values()} == {str(event.pk)}
    assert {row["Language"] for row in rows.values()} == {"kk", "ru", "en"}
    again = run(root)[1]
    assert again == rows
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_text_that_comes_later_joins_its_event_unless_that_was_changed(root, store):
    put(root, "форум_ru.txt", f"Форум волонтеров\n{OPENING}")
    run(root)
    event = Event.objects.get()
    put(root, "форум_kz.txt", f"Еріктілер форумы\n{KAZAKH}")
    run(root)
    event.refresh_from_db()
    assert event.title_kk == "Еріктілер форумы"
    event.edited(UserFactory())
    put(root, "форум_en.txt", "Volunteers' forum\nThe forum opened in Astana.")
    row = run(root)[1]["форум_en.txt"]
    assert (row["Outcome"], row["To check"]) == (
        "doubted, not made",
        f"Event {event.pk} is of the same release and was changed since: add this text by hand.",
    )
    assert Event.objects.get().title_en is None


@pytest.mark.django_db
def test_broken_off_run_goes_on_without_doubles(root, store):
    for number in range(5):
        put(root, f"{number}/релиз.txt", f"Форум № {number}\n{OPENING}\n[image: зал.jpg]")
        put(root, f"{number}/зал.jpg", picture("teal", size=(90 + number, 60)))
    one = Archive(look_through(root)).outcomes()
    assert [next(one)[0].status for _release in range(2)] == ["made", "made"]
    one.close()  # a kill: the report knows nothing of these two
    rows = run(root)[1]
    assert sorted(outcomes(rows).values()) == ["made"] * 3 + ["there already"] * 2
    assert outcomes(run(root)[1]) == outcomes(rows)
    counts = [model.objects.count() for model in (Event, Photo, Participant)]
    assert counts == [5, 5, 1]
    assert HistoryEntry.objects.filter(model="news.event").count() == 5


@pytest.mark.django_db
def test_ctrl_c_lets_the_release_at_hand_be_written(root, store, monkeypatch):
    for number in range(3):
        put(root, f"{number}.txt", f"Форум № {number}\n{OPENING}")
    add = Report.add

    def add_and_interrupt(self, outcome):
        add(self, outcome)
        os.kill(os.getpid(), signal.SIGINT)

    with monkeypatch.context() as interrupted:
        interrupted.setattr(Report, "add", add_and_interrupt)
        with pytest.raises(CommandError, match="Broken off. Run the same command again to go on."):
            run(root)
    assert Event.objects.count() == 1
    assert set(outcomes(run(root)[1]).values()) == {"made"}
    assert Event.objects.count() == 3


@pytest.mark.django_db
def test_doubles_are_made_once(root, store):
    put(root, "а.txt", f"Форум\n{OPENING}")
    put(root, "б/копия.txt", f"Форум\n{OPENING}")
    put(root, "в.docx", word_file("Форум", OPENING))
    put(root, "г.txt", f"Форум\n{OPENING.replace('14', '15')}")
    rows = run(root)[1]
    event = Event.objects.get(title_ru="Форум", starts_at__day=14)
    assert [(name, row["Outcome"], row["To check"]) for name, row in sorted(rows.items())] == [
        ("а.txt", "made", ""),
        ("б/копия.txt", "there already", "The same file as “а.txt”."),
        ("в.docx", "doubted, not made",
         f"It looks like event {event.pk}, which has this title and date."),
        ("г.txt", "made", ""),
    ]  # fmt: skip
    assert outcomes(run(root, "--again")[1])["в.docx"] == "made"
    assert Event.objects.count() == 3


@pytest.mark.django_db
def test_people_and_organizations_are_added_once(root, store):
    ParticipantFactory(family_name_ru="Гриценко", given_name_ru="Олег")
    for number in range(4):
        put(
            root,
            f"{number}.txt",
            f"Форум № {number}\n14 марта 2024 года форум открыла директор центра «Степь» Айгуль "
            "Сапарова. Выступили Олег Гриценко и Л. Сериков.",
        )
    rows = run(root)[1]
    people = Participant.objects.order_by("pk")
    assert [person.family_name_ru for person in people] == ["Гриценко", "Сапарова"]
    assert [organization.name_ru for organization in Organization.objects.all()] == [
        "Центр «Степь»"
    ]
    assert {row["To check"] for row in rows.values()} == {
        "“Л. Сериков” is in no directory and named by an initial alone: left out."
    }
    assert {event.participations.count() for event in Event.objects.all()} == {2}


@pytest.mark.django_db
def test_photos_go_to_the_releases_by_which_they_lie(root, store):
    put(root, "один.txt", f"Форум один\n{OPENING}\n[image: общая.jpg]")
    put(root, "два.txt", f"Форум два\n{OPENING}")
    put(root, "photos/заметки.txt", "Подписи")
    names = ["общая.jpg", "два_1.jpg", "двадцать.jpg", "photos/ДВА 2.jpg", "один/своя.jpg"]
    for number, name in enumerate(names):
        put(root, name, picture("teal", size=(90 + number, 60)))
    put(root, "без/чужая.jpg", picture("red"))
    put(root, "один/плохая.jpg", b"no picture")
    rows = run(root)[1]
    photos = {
        event.title_ru: sorted(photo.original_filename for photo in event.photos.all())
        for event in Event.objects.all()
    }
    assert photos == {
        "Форум один": ["общая.jpg", "своя.jpg"],
        "Форум два": ["ДВА 2.jpg", "два_1.jpg"],
    }
    assert rows["один.txt"]["To check"] == (
        "“плохая.jpg” is not a photo in JPEG, PNG, WebP, HEIC, AVIF or TIFF. Save it in one of "
        "these formats."
    )
    left_out = {name: row["To check"] for name, row in rows.items() if "." in name[-4:]}
    del left_out["один.txt"], left_out["два.txt"]
    assert left_out == {
        "photos/заметки.txt": "“заметки.txt” lies among photos and is taken for a note on them. If "
        "it is a release, put it into the folder above.",
        "без/чужая.jpg": "No release lies beside the photo “чужая.jpg”.",
        "двадцать.jpg": "None of the releases beside names the photo “двадцать.jpg”.",
    }


@pytest.mark.django_db
def test_what_cannot_be_taken_is_told_and_stops_nothing(root, store, monkeypatch):
    monkeypatch.setenv("PATH", "")  # without LibreOffice
    put(root, "good.txt", f"Форум\n{OPENING}")
    put(root, "empty.docx")
    with put(root, "giant.docx").open("wb") as file:
        file.truncate(31 * 1024 * 1024)
    put(root, "fake.docx", b"no zip at all")
    put(root, "same.docx", b"no zip at all")
    put(root, "old.docx", b"{\\rtf1 text}")
    put(root, "~$good.docx", b"note")
    put(root, ".hidden/a.txt", "Форум")
    put(root, "Thumbs.db", b"x")
    put(root, "table.xls", b"x")
    put(root.parent, "secret.txt", "Тайна\nТекст")
    (root / "link.txt").symlink_to(root.parent / "secret.txt")
    (root / "folder").symlink_to(root.parent)
    os.mkfifo(root / "pipe.txt")
    said, rows = run(root)
    debris = "is what a program or a system left behind."
    assert {
        name: (row["Outcome"], row["To check"].split(". ")[0]) for name, row in rows.items()
    } == {
        "good.txt": ("made", ""),
        "empty.docx": ("refused", "“empty.docx” is empty."),
        "giant.docx": ("refused", "“giant.docx” is larger than 30 MB"),
        "fake.docx": ("refused", "“fake.docx” is not a Word document"),
        "same.docx": ("refused", "The same file as “fake.docx”."),
        "old.docx": (
            "refused",
            "“old.docx” is in an older format, for which this server needs LibreOffice",
        ),
        "~$good.docx": ("left out", f"“~$good.docx” {debris}"),
        ".hidden": ("left out", f"“.hidden” {debris}"),
        "Thumbs.db": ("left out", f"“Thumbs.db” {debris}"),
        "table.xls": (
            "left out",
            "“table.xls” is neither a release (.docx, .txt) nor a photo (JPEG, PNG, WebP, HEIC, "
            "AVIF, TIFF).",
        ),
        "link.txt": ("left out", "“link.txt” leads out of the folder."),
        "folder": ("left out", "“folder” is a link to a folder: links are not followed."),
        "pipe.txt": ("left out", "“pipe.txt” is not a regular file."),
    }
    assert "Refused: 5. Left out, no releases: 7." in said


@pytest.mark.django_db
def test_tree_without_a_release_fails(root):
    put(root, "a.docx", b"no zip")
    with pytest.raises(CommandError, match="No release was found that can be read."):
        run(root)


@pytest.mark.django_db
def test_dry_run_makes_nothing(root, store):
    put(root, "а.txt", f"Форум\n{OPENING}")
    put(root, "б.docx", word_file("Форум", OPENING))
    said, rows = run(root, "--dry-run")
    assert outcomes(rows) == {"а.txt": "made", "б.docx": "doubted, not made"}
    assert said.startswith("Would be made: 1, of")
    assert [Event.objects.count(), Participant.objects.count()] == [0, 0]


@pytest.mark.django_db
def test_old_names_of_files_and_formulas_are_written_for_people(root, store):
    put(root, "=форум.txt", f"Форум\n{OPENING}")
    for encoding in ("cp866", "cp1251"):
        name = os.fsdecode("релиз".encode(encoding) + b" " + encoding.encode() + b".txt")
        put(root, name, f"Форум {encoding}\n{OPENING}")
    rows = run(root)[1]
    assert outcomes(rows) == {
        "'=форум.txt": "made", "релиз cp1251.txt": "made", "релиз cp866.txt": "made",
    }  # fmt: skip
    assert run(root)[1] == rows


@pytest.mark.django_db
def test_another_file_is_not_taken_for_the_report(root):
    put(root.parent, "report.csv", "name,phone\nА,1\n")
    with pytest.raises(CommandError, match="is no report of this command"):
        call_command("import_archive", str(root), "--report", str(root.parent / "report.csv"))
    assert (root.parent / "report.csv").read_text() == "name,phone\nА,1\n"


@pytest.mark.django_db
def test_row_that_a_kill_cut_short_is_written_anew(root, store):
    put(root, "а.txt", f"Форум\n{OPENING}")
    before = run(root)[1]
    report = root.parent / "report.csv"
    report.write_bytes(report.read_bytes()[:-30])
    rows = run(root)[1]
    assert outcomes(rows) == {"а.txt": "there already"}
    assert rows["а.txt"]["Event"] == before["а.txt"]["Event"]


def read_or_die(groups, language):
    """Stands in for `read_groups`: what a file does that brings a process down."""
    if any("bad" in source.name for group in groups for source in group.sources):
        os.kill(os.getpid(), signal.SIGKILL)
    return read_groups(groups, language)


@pytest.mark.django_db
def test_processes_read_and_one_that_dies_loses_only_its_file(root, store, monkeypatch):
    monkeypatch.setattr(ahead, "read_groups", read_or_die)
    for number in (0, 2):
        put(root, f"{number}.txt", f"Форум № {number}\n{OPENING}")
    put(root, "1bad.txt", f"Плохой\n{OPENING}")
    rows = run(root, workers=2)[1]
    assert outcomes(rows) == {
        "0.txt": "made", "1bad.txt": "refused", "2.txt": "made",
    }  # fmt: skip
    assert rows["1bad.txt"]["To check"] == (
        "“1bad.txt” cannot be read: the process that read it came to its end."
    )
    assert [event.title_ru for event in Event.objects.order_by("pk")] == [
        "Форум № 0", "Форум № 2",
    ]  # fmt: skip


@pytest.mark.django_db
def test_failing_store_refuses_and_the_next_run_makes(root, store, monkeypatch):
    put(root, "а.txt", f"Форум\n{OPENING}")
    put(root, "зал.jpg", picture("teal"))

    def fail(*args, **kwargs):
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr(type(store), "save", fail)
        with pytest.raises(CommandError):
            run(root)
    assert [Event.objects.count(), Photo.objects.count(), Participant.objects.count()] == [0, 0, 0]
    assert outcomes(run(root)[1]) == {"а.txt": "made"}


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        (["a-ru.docx", "a_kz.txt", "a (en).txt"], [["a (en).txt", "a-ru.docx", "a_kz.txt"]]),
        (["ru.txt", "kk.txt"], [["kk.txt", "ru.txt"]]),
        (["a.docx", "a_kaz.docx"], [["a.docx", "a_kaz.docx"]]),
        (["a.docx", "a.txt"], [["a.docx"], ["a.txt"]]),
        (["a_ru.docx", "a_rus.txt", "a_kk.txt"], [["a_kk.txt", "a_ru.docx"], ["a_rus.txt"]]),
        (["guru.txt", "gu.txt"], [["gu.txt"], ["guru.txt"]]),
        (["x/a_ru.txt", "a_kk.txt"], [["a_kk.txt"], ["x/a_ru.txt"]]),
    ],
)
def test_files_that_differ_in_the_language_alone_are_one_release(root, names, groups):
    for name in names:
        put(root, name, "Форум")
    found = [sorted(source.name for source in each.sources) for each in look_through(root).groups]
    assert found == groups


@pytest.mark.parametrize(
    ("name", "date", "near"),
    [
        ("2018-09-03 форум/релиз.docx", (2018, 9, 3), (2018, 9, 3)),
        ("03.09.2018/04_09_2018.txt", (2018, 9, 4), (2018, 9, 4)),
        ("20180903_релиз.txt", (2018, 9, 3), (2018, 9, 3)),
        ("3 сентября 2018/а.txt", (2018, 9, 3), (2018, 9, 3)),
        ("архив 2018/а.txt", None, (2018, 7, 1)),
        ("2018-31-12/а 120180903.txt", None, (2018, 7, 1)),
        ("а/б.txt", None, None),
    ],
)
def test_names_tell_dates(name, date, near):
    assert date_of_name(name) == (date and dt.date(*date))
    assert date_near(name) == (near and dt.date(*near))


@pytest.mark.django_db
def test_events_of_other_ways_are_known(root, store):
    day = dt.datetime(2024, 3, 14, 10, tzinfo=dt.UTC)
    EventFactory(title_ru="Форум", starts_at=day)
    put(root, "а.txt", f"Форум\n{OPENING}")
    assert outcomes(run(root)[1]) == {"а.txt": "doubted, not made"}
