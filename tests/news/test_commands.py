"""Publishing and withdrawing from the shell."""

import datetime as dt
import io
import re

import pytest
from django.core.management import CommandError, call_command, execute_from_command_line
from django.utils import timezone

from news.models import Edition, Event, HistoryEntry
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(monkeypatch, settings):
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    settings.PRESS_SITE_URL = "https://press.example"


@pytest.fixture
def event():
    return factories.approved(factories.trilingual(slug="meeting"))


def run(command, *args):
    out = io.StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


def refused(command, *args):
    with pytest.raises(CommandError) as error:
        run(command, *args)
    return str(error.value).splitlines()


def visible(event):
    return set(Edition.objects.visible().filter(event=event).values_list("language", flat=True))


def test_publishes_all_that_is_ready_and_prints_the_addresses(event, publisher):
    Event.objects.filter(pk=event.pk).update(title_en="")
    assert run("publish_event", "meeting", "--user", "publisher") == (
        "Published:\n"
        "  Қазақша: https://press.example/kk/news/meeting/\n"
        "  Русский: https://press.example/ru/news/meeting/\n"
    )
    assert visible(event) == {"kk", "ru"}
    entry = HistoryEntry.objects.of(event).get()
    assert (entry.action, entry.user) == ("published", publisher)


def test_publishes_the_chosen_languages_at_a_time_of_the_press_service(event, publisher):
    out = run(
        "publish_event", "meeting", "--language", "kk, ru", "--at", "2090-12-16T10:00",
        "--user", "publisher",
    )  # fmt: skip
    assert out.startswith("Scheduled for 16 December 2090, 10:00 (Asia/Almaty):\n  Қазақша: ")
    moments = Edition.objects.values_list("language", "published_at").order_by("language")
    at = dt.datetime(2090, 12, 16, 10, tzinfo=timezone.get_default_timezone())
    assert list(moments) == [("kk", at), ("ru", at)]
    assert visible(event) == set()


def test_a_correction_has_a_note_for_all_languages_or_one_of_its_own(event, publisher):
    run("publish_event", "meeting", "--user", "publisher")
    assert refused(
        "publish_event", "meeting", "--language", "kk,ru", "--note", "ru=Имя", "--user", "publisher"
    ) == ["Қазақша: Say what changed, or mark it as a small correction."]
    run(
        "publish_event", "meeting", "--language", "kk,ru,en", "--note", "Name mended",
        "--note", "kk=Аты түзетілді", "--note", "ru=Исправлено имя: 2+2=4", "--user", "publisher",
    )  # fmt: skip
    notes = Edition.objects.visible().values_list("language", "change_note")
    assert dict(notes) == {
        "kk": "Аты түзетілді",
        "ru": "Исправлено имя: 2+2=4",
        "en": "Name mended",
    }


def test_what_did_not_change_is_not_published_again_unasked(event, publisher):
    run("publish_event", "meeting", "--user", "publisher")
    assert refused("publish_event", "meeting", "--user", "publisher") == [
        "Nothing is ready that would show the public something new."
    ]
    Event.objects.filter(pk=event.pk).update(lead_ru="Другими словами.")
    run("publish_event", "meeting", "--silent", "--user", "publisher")
    newest = Edition.objects.get(number=2)
    assert (newest.language, newest.is_silent) == ("ru", True)


def test_a_required_language_is_left_out_with_a_reason(event, publisher, settings):
    settings.PRESS_REQUIRED_LANGUAGES = ["kk"]
    only_russian = ("publish_event", "meeting", "--language", "ru", "--user", "publisher")
    assert refused(*only_russian) == ["Say why it is published without Қазақша."]
    run(*only_russian, "--parity-reason", "The translation follows tonight.")
    entry = HistoryEntry.objects.of(event).get()
    reason = "Reason for leaving a language out: The translation follows tonight."
    assert entry.comment == reason


def test_every_reason_of_a_refusal_stands_on_a_line(editor, event):
    Event.objects.filter(pk=event.pk).update(status=Event.Status.DRAFT, body_kk="", title_ru="")
    assert refused(
        "publish_event", "meeting", "--language", "kk,ru", "--user", "editor"
    ) == [
        "You may not do this.",
        "It is not approved yet.",
        "Қазақша: The text is missing.",
        "Русский: The title is missing.",
    ]  # fmt: skip
    assert not Edition.objects.exists()
    assert not HistoryEntry.objects.exists()


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["other", "--user", "publisher"], "There is no event “other”."),
        (["meeting", "--user", "nobody"], "There is no user “nobody”."),
        (
            ["meeting", "--user", "publisher", "--language", "kk,de"],
            "There is no language “de”; there are kk, ru, en.",
        ),
        (
            ["meeting", "--user", "publisher", "--at", "tomorrow"],
            "“tomorrow” is no moment; write one as 2026-12-16T10:00.",
        ),
        (
            ["meeting", "--user", "publisher", "--at", "2020-01-01T10:00"],
            "2020-01-01T10:00 has passed already.",
        ),
        (
            ["meeting", "--user", "publisher", "--language", "ru", "--note", "kk=Аты"],
            "“kk=Аты” is for a language that is not among those chosen.",
        ),
    ],
)
def test_what_cannot_be_meant_is_said_in_a_sentence(event, publisher, args, sentence):
    assert refused("publish_event", *args) == [sentence]
    assert not Edition.objects.exists()


def test_an_error_is_a_sentence_and_an_exit_code(event, publisher, monkeypatch, capsys):
    with pytest.raises(SystemExit) as exit_:
        execute_from_command_line(["manage.py", "publish_event", "other", "--user", "publisher"])
    assert exit_.value.code == 1
    assert capsys.readouterr().err == "CommandError: There is no event “other”.\n"


def test_speaks_the_language_of_the_shell(event, publisher, monkeypatch):
    monkeypatch.setenv("LC_ALL", "ru_RU.UTF-8")
    [sentence] = refused("withdraw_event", "meeting", "--reason", "x", "--user", "nobody")
    assert re.search("[а-я]", sentence)


def test_withdraws_all_that_is_public_with_a_reason_in_each_language(event, publisher):
    run("publish_event", "meeting", "--user", "publisher")
    assert refused("withdraw_event", "meeting", "--reason", "ru=Ошибка", "--user", "publisher") == [
        "Қазақша: Give the reason in this language: readers will see it.",
        "English: Give the reason in this language: readers will see it.",
    ]
    assert visible(event) == {"kk", "ru", "en"}
    out = run(
        "withdraw_event", "meeting", "--reason", "kk=Қате", "--reason", "ru=Ошибка",
        "--reason", "An error", "--user", "publisher",
    )  # fmt: skip
    assert out.splitlines()[0] == "Withdrawn:"
    assert "  English: https://press.example/en/news/meeting/" in out.splitlines()
    assert visible(event) == set()
    reasons = Edition.objects.values_list("language", "withdrawal_reason")
    assert dict(reasons) == {"kk": "Қате", "ru": "Ошибка", "en": "An error"}


def test_one_sentence_for_readers_of_several_languages_is_refused(event, publisher):
    run("publish_event", "meeting", "--user", "publisher")
    assert refused("withdraw_event", "meeting", "--reason", "Ошибка", "--user", "publisher") == [
        "Readers of each language need a sentence of their own: "
        "--reason kk=… --reason ru=… --reason en=…"
    ]
    assert visible(event) == {"kk", "ru", "en"}
    same = [part for code in ("kk", "ru", "en") for part in ("--reason", f"{code}=Error 7")]
    run("withdraw_event", "meeting", *same, "--user", "publisher")
    assert HistoryEntry.objects.get(action="withdrawn").comment == "Error 7"


def test_withdraws_one_language(event, publisher):
    run("publish_event", "meeting", "--user", "publisher")
    run(
        "withdraw_event", "meeting", "--language", "en", "--reason", "An error",
        "--user", "publisher",
    )  # fmt: skip
    assert visible(event) == {"kk", "ru"}


def test_leads_readers_to_another_event(event, publisher):
    run("publish_event", "meeting", "--user", "publisher")
    factories.published(factories.EventFactory(slug="report", title_en="The report"), ["ru"])
    out = run("withdraw_event", "meeting", "--redirect-to", "report", "--user", "publisher")
    assert out.splitlines()[0].startswith("Withdrawn, leads to “")
    targets = Edition.objects.filter(event=event).values_list("redirect_to__slug", flat=True)
    assert list(targets) == ["report"] * 3


def test_what_is_not_public_is_not_withdrawn(event, publisher, editor):
    assert refused("withdraw_event", "meeting", "--reason", "x", "--user", "publisher") == [
        "Nothing is public or scheduled."
    ]
    assert refused(
        "withdraw_event", "meeting", "--language", "ru", "--reason", "x", "--user", "editor"
    ) == ["You may not do this.", "Русский: Nothing is public or scheduled."]
