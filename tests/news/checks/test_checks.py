"""The row of checks: order, names, switching off, failing; the command; the pages for the staff."""

import json

import pytest
from django.core.management import CommandError, call_command

from news.checks import CHECKS, MOST_OF_A_KIND, check, debris, unknown_names, words
from news.checks.base import Check, Finding, Subject
from news.management.commands.check_release import readable
from news.models import Event, HistoryEntry
from tests import factories
from tests.news.desk import signed_in

pytestmark = pytest.mark.django_db

TEXT = "Сообщил И.Салжанов в в Астане."


def names(findings):
    return [finding.check for finding in findings]


def test_findings_come_by_place():
    subject = Subject("ru", title="в в Астане", html=f"<p>{TEXT}</p>")
    found = [(one.field, one.start, one.check) for one in check(subject)]
    assert found == [
        ("title", 0, "double_word"),
        ("body", 8, "initials"),
        ("body", 19, "double_word"),
    ]


def test_names_are_unique_and_every_check_is_called_something():
    assert len({kind.name for kind in CHECKS}) == len(CHECKS)
    assert [kind for kind in CHECKS if not (kind.name and str(kind.label))] == []


def test_checks_are_switched_off_by_name(settings):
    settings.PRESS_CHECKS_OFF = ["initials"]
    assert names(check(Subject("ru", title=TEXT))) == ["double_word"]
    assert unknown_names(None) == []


def test_name_that_no_check_has_is_told(settings):
    settings.PRESS_CHECKS_OFF = ["initials", "speling"]
    (error,) = unknown_names(None)
    assert (error.id, error.is_serious(), "'speling'" in error.msg) == ("news.E001", True, True)
    assert "initials" in error.hint


def test_check_that_fails_leaves_the_others_alone(monkeypatch, caplog):
    class Broken(Check):
        name = "broken"

        def find(self, subject):
            yield from words.DoubleWord().find(subject)
            raise ValueError("It is broken.")

    monkeypatch.setattr("news.checks.CHECKS", (Broken, words.InitialsWithoutSpace))
    assert names(check(Subject("ru", title=TEXT))) == ["initials"]
    assert [record.message for record in caplog.records] == ["The check broken failed."]
    caplog.clear()


def run(capsys, *arguments):
    call_command("check_release", *map(str, arguments))
    return capsys.readouterr().out


def test_command_prints_what_is_in_a_file(tmp_path, capsys):
    file = tmp_path / "release.txt"
    file.write_text(f"Встреча\n{TEXT}\n[image: C:\\Users\\a\\Фото 1.jpg]Всё.\n")
    assert json.loads(run(capsys, file, "--language", "ru", "--json")) == [
        {
            "check": debris.LocalPath.name, "field": "", "start": 0, "end": 0,
            "quote": "Фото 1.jpg", "reason": "The photo itself is not there.", "mend": None,
        },
        {
            "check": "initials", "field": "body", "start": 8, "end": 18, "quote": "И.Салжанов",
            "reason": "There is no space between the initials and the name.",
            "mend": "И. Салжанов",
        },
        {
            "check": "double_word", "field": "body", "start": 19, "end": 22, "quote": "в в",
            "reason": "The word stands twice.", "mend": "в",
        },
    ]  # fmt: skip
    printed = run(capsys, file)
    assert "- A word twice (Text, 19)\n  “в в” → в\n  The word stands twice." in printed


def test_command_prints_the_beginning_of_a_long_quote():
    text = " Слово" * 30
    finding = Finding("double_word", "", 0, 0, text, "Why.", mend=text)
    short = f"{text[1:80]}…"
    assert readable({"": [finding]}) == f"- A word twice\n  “{short}” → {short}\n  Why."


def test_command_has_a_sentence_for_what_it_cannot_read(tmp_path, capsys):
    file = tmp_path / "clean.txt"
    with pytest.raises(CommandError, match="There is no file"):
        run(capsys, file)
    with pytest.raises(CommandError, match="Name a file"):
        run(capsys)
    file.write_text("Встреча\nВсё хорошо.\n")
    assert run(capsys, file) == "Nothing to remark.\n"
    assert json.loads(run(capsys, file, "--json")) == []


@pytest.fixture
def event():
    event = factories.trilingual()
    event.title_ru, event.body_ru, event.title_kk = "Встреча", f"<p>{TEXT}</p>", "Жиын және және"
    event.save()
    return event


def test_command_prints_what_is_saved_of_an_event(event, capsys):
    rows = json.loads(run(capsys, "--event", event.slug, "--json"))
    found = [(row["language"], row["check"]) for row in rows]
    assert found == [("kk", "double_word"), ("ru", "initials"), ("ru", "double_word")]
    rows = json.loads(run(capsys, "--event", event.slug, "--language", "kk", "--json"))
    assert [row["quote"] for row in rows] == ["және және"]


def address(event, more=""):
    return f"/admin/news/event/{event.pk}/checks/{more}"


@pytest.mark.parametrize(
    ("groups", "status"),
    [
        (["Editors"], 200),
        (["Publishers"], 200),
        (["Translators"], 200),
        (["Photo editors"], 200),
        ([], 403),
    ],
)
def test_who_may_see_an_event_may_check_its_text(event, groups, status):
    client = signed_in(factories.UserFactory(groups=groups))
    data = {"language": "ru", "title": "в в"}
    assert client.post(address(event, "text/"), data).status_code == status
    assert client.get(address(event)).status_code == status


def test_text_is_checked_as_it_is_written_and_nothing_is_saved(event, editor):
    before = Event.objects.values().get(pk=event.pk)
    client = signed_in(editor)
    data = {"language": "ru", "title": "Новый", "body": "<p>Дом <b>мира</b> , <i>в в</i> <script>"}
    (double, spaces) = client.post(address(event, "text/"), data).json()["groups"]
    assert (double["label"], double["remarks"][0]) == (
        "A word twice",
        {
            "field": "body", "name": "", "start": 11, "end": 14, "quote": "в в", "shown": "в в",
            "before": "Дом мира , ", "after": "", "reason": "The word stands twice.",
            "mend": "в", "shown_mend": "в", "edits": [[12, 14, ""]],
        },
    )  # fmt: skip
    assert [remark["quote"] for remark in spaces["remarks"]] == ["мира ,"]
    assert client.post(address(event, "text/"), {**data, "language": "xx"}).status_code == 404
    assert client.post(address(event, "text/"), {"language": "ru"}).json() == {"groups": []}
    assert Event.objects.values().get(pk=event.pk) == before
    assert not HistoryEntry.objects.of(event).exists()


def test_page_shows_the_remarks_of_every_language(event, editor):
    page = signed_in(editor).get(address(event)).content.decode()
    assert '<span lang="ru">Сообщил <mark>И.Салжанов</mark> в в Астане.</span>' in page
    assert '<span lang="kk">Жиын <mark>және және</mark></span>' in page
    assert page.count("Nothing to remark.") == 1  # in English
    assert f'href="/admin/news/event/{event.pk}/change/"' in page
    assert page.count(f'href="/admin/news/event/{event.pk}/change/#id_body_ru"') == 2
    assert page.count(f'href="/admin/news/event/{event.pk}/change/#id_title_kk"') == 1


def test_who_sends_for_review_reads_how_many_remarks_there_are(event, editor):
    page = signed_in(editor).get(f"/admin/news/event/{event.pk}/submit/").content.decode()
    assert f'<a href="{address(event)}">3 remarks</a>' in page
    event.title_kk, event.body_ru = "Жиын", "<p>Всё.</p>"
    event.save()
    page = signed_in(editor).get(f"/admin/news/event/{event.pk}/submit/").content.decode()
    assert address(event) not in page


def test_text_longer_than_any_release_is_refused_with_a_sentence(client):
    event = factories.EventFactory()
    client.force_login(factories.UserFactory(is_staff=True, is_superuser=True))
    text = {"language": "ru", "title": TEXT, "body": "<p>" + "в " * 101_000}
    response = client.post(f"/admin/news/event/{event.pk}/checks/text/", text)
    assert response.status_code == 422
    assert "200000" in response.json()["error"]
    assert Subject("ru", title=TEXT, html=text["body"]).texts == {"title": TEXT}


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("press@A.Ivanov, А.Smith@a.kz, www.a.kz,zan.kz, https://a.kz/б,в", []),
        ('см. HYPERLINK "http://a.kz"', ["word_debris"]),
        (r"в C:\Users\И.Ким\А.Ли.jpg", ["local_path"]),
        ("адрес a@а.kz", []),
        ("сообщил www.а.kz И.Ким", ["initials"]),
        ('см. "www.a.kz"', ["straight_quotes"]),
    ],
)
def test_addresses_and_codes_are_no_text(title, found):
    assert [finding.check for finding in check(Subject("ru", title=title))] == found


def test_findings_of_a_kind_are_bounded():
    found = check(Subject("ru", title="Дом дом. " * 1000))
    double = [finding for finding in found if finding.check == "double_word"]
    assert len([finding for finding in double if finding.field]) == MOST_OF_A_KIND
    assert double[0].reason == "There are more: the first 200 are listed."
