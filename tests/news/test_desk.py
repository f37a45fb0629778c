import datetime as dt

import pytest
from django.utils import timezone

from news.models import Edition, Event, HistoryEntry
from news.publishing import publish
from tests import factories
from tests.news.desk import save, signed_in, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(publisher):
    return signed_in(publisher)


def page(event, name):
    return f"/admin/news/event/{event.pk}/{name}/"


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_the_page_proposes_what_is_ready_and_new_to_the_public(client):
    event = factories.published(factories.trilingual(), ["ru", "en"])
    Event.objects.filter(pk=event.pk).update(title_ru="Исправлено", body_kk="")
    rows = client.get(page(event, "publish")).context["rows"]
    assert [(row["state"].language, row["is_chosen"], row["reasons"]) for row in rows] == [
        ("kk", False, ["The text is missing."]),
        ("ru", True, []),
        ("en", False, []),
    ]


def test_publishing_now_leads_to_the_public_pages(client):
    event = factories.published(factories.trilingual(), ["kk", "ru"])
    data = {"languages": ["kk", "ru"], "when": "now", "note_kk": "Күні түзетілді"}
    response = take(client, event, "publish", data)
    assert response.context["form"].non_field_errors() == [
        "Русский: Say what changed, or mark it as a small correction."
    ]
    data["note_ru"] = "Исправлена дата"
    response = take(client, event, "publish", data, follow=True)
    editions = Edition.objects.visible()
    assert {(e.language, e.change_note) for e in editions} == {
        ("kk", "Күні түзетілді"),
        ("ru", "Исправлена дата"),
    }
    (message,) = messages_of(response)
    for edition in editions:
        assert f'href="{edition.get_absolute_url()}"' in message
    newest = HistoryEntry.objects.of(event).first()
    assert (newest.action, newest.languages) == ("corrected", ["kk", "ru"])


def test_publishing_later_uses_the_zone_of_the_press_service(client):
    event = factories.approved()
    data = {"languages": "ru", "when": "later", "at": "2099-03-01T10:00"}
    take(client, event, "publish", data)
    assert event.editions.get().published_at == dt.datetime(2099, 3, 1, 5, tzinfo=dt.UTC)
    assert HistoryEntry.objects.of(event).get().action == "scheduled"
    assert not Edition.objects.visible().exists()


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"when": "now"}, {"languages": ["Choose a language at least."]}),
        ({"languages": ["ru"], "when": "later"}, {"at": ["Give the date and the time."]}),
        (
            {"languages": ["ru"], "when": "later", "at": "2020-03-01T10:00"},
            {"at": ["This time has passed. Choose a later one."]},
        ),
        (
            {"languages": ["kk", "ru"], "when": "now"},
            {
                "__all__": [
                    "Қазақша: The title is missing.",
                    "Қазақша: The text is missing.",
                    "Русский: Say what changed, or mark it as a small correction.",
                ]
            },
        ),
    ],
)
def test_what_cannot_be_published_is_said_and_the_input_stays(client, data, errors):
    event = factories.published()
    data["parity_reason"] = "Записка"
    response = take(client, event, "publish", data)
    form = response.context["form"]
    assert form.errors == errors
    assert form["parity_reason"].value() == "Записка"
    chosen = [row["state"].language for row in response.context["rows"] if row["is_chosen"]]
    assert set(chosen) == set(data.get("languages", []))
    assert Edition.objects.count() == 1


def test_withdrawing_asks_for_a_reason_in_each_language(client):
    event = factories.published(factories.trilingual(), ["ru", "en"])
    response = take(client, event, "withdraw", {"withdraw_ru": "on", "reason_ru": ""})
    assert response.context["form"].errors == {
        "reason_ru": ["Give the reason in this language: readers will see it."]
    }
    response = take(client, event, "withdraw", {})
    assert response.context["form"].non_field_errors() == ["Choose a language at least."]
    assert Edition.objects.visible().count() == 2

    take(client, event, "withdraw", {"withdraw_ru": "on", "reason_ru": "Ошибка в дате"})
    assert [edition.language for edition in Edition.objects.visible()] == ["en"]
    withdrawn = Edition.objects.get(language="ru")
    assert withdrawn.withdrawal_reason == "Ошибка в дате"


def test_what_is_scheduled_can_be_withdrawn(client, publisher):
    event = factories.approved()
    later = timezone.now() + dt.timedelta(hours=1)
    publish(event=event, languages=["ru"], user=publisher, at=later)
    take(client, event, "withdraw", {"withdraw_ru": "on", "reason_ru": "Отмена"})
    assert event.editions.get().withdrawn_at is not None


@pytest.mark.parametrize("name", ["publish", "withdraw"])
@pytest.mark.parametrize("group", ["Editors", "Translators", "Photo editors"])
def test_only_publishers_may_post(group, name):
    event = factories.published()
    client = signed_in(factories.UserFactory(groups=[group]))
    data = {"languages": "ru", "when": "now", "withdraw_ru": "on", "reason_ru": "x"}
    assert take(client, event, name, data).status_code == 403
    assert event.editions.count() == 1
    assert Edition.objects.visible().count() == 1


def test_an_event_that_does_not_exist_is_not_found(client):
    for name in ("publish", "withdraw"):
        assert client.get(f"/admin/news/event/1/{name}/").status_code == 404


def test_a_day_of_the_review(editor, publisher):
    """Sent, sent back with a comment, mended, sent, approved, scheduled, cancelled, withdrawn."""
    writer, chief = signed_in(editor), signed_in(publisher)
    event = factories.EventFactory(edited_by=editor)
    take(writer, event, "submit", {"comment": "Готово"})
    assert status(event) == "in_review"
    response = take(chief, event, "send-back", {"comment": ""})
    assert response.context["form"].non_field_errors() == ["Say in a comment what is to be mended."]
    take(chief, event, "send-back", {"comment": "Уточните дату"})
    assert status(event) == "draft"
    shown = writer.get(page(event, "change")).content.decode()
    assert "Уточните дату" in shown
    save(writer, page(event, "change"), title_ru="Уточнено")
    take(writer, event, "submit", {})
    event.refresh_from_db()
    take(chief, event, "approve", {"version": event.version})
    assert status(event) == "approved"
    data = {"languages": "ru", "when": "later", "at": "2099-03-01T10:00"}
    take(chief, event, "publish", data)
    assert status(event) == "published"
    take(chief, event, "schedule", {"languages": "ru", "what": "now"})
    assert Edition.objects.visible().get().title == "Уточнено"
    take(chief, event, "withdraw", {"withdraw_ru": "on", "reason_ru": "Ошибка"})
    assert not Edition.objects.visible().exists()
    take(chief, event, "restore", {"languages": "ru"})
    assert Edition.objects.visible().get().number == 2
    actions = HistoryEntry.objects.of(event).values_list("action", flat=True)
    assert [*actions][::-1] == [
        "submitted", "sent_back", "changed", "submitted", "approved",
        "scheduled", "rescheduled", "withdrawn", "restored",
    ]  # fmt: skip
    shown = writer.get(page(event, "history")).content.decode()
    assert "Уточните дату" in shown


def status(event):
    event.refresh_from_db()
    return event.status


def test_who_changed_it_last_cannot_approve_it_unless_by_force(publisher):
    chief = signed_in(publisher)
    event = factories.EventFactory(edited_by=publisher, status=Event.Status.IN_REVIEW)
    response = take(chief, event, "approve", {"version": event.version})
    assert response.context["form"].non_field_errors() == [
        "You changed it last: somebody else has to approve it."
    ]
    take(chief, event, "approve", {"version": event.version, "force": "on"})
    assert status(event) == "approved"
    assert event.forced_by == publisher
    response = take(chief, event, "clear-mark", {})
    assert len(response.context["form"].non_field_errors()) == 1
    other = factories.UserFactory(groups=["Publishers"])
    take(signed_in(other), event, "clear-mark", {})
    event.refresh_from_db()
    assert event.forced_by is None


def test_what_was_changed_meanwhile_is_not_approved(publisher):
    event = factories.EventFactory(status=Event.Status.IN_REVIEW, version=3)
    response = take(signed_in(publisher), event, "approve", {"version": 2})
    assert response.context["form"].non_field_errors() == [
        "It was changed after you opened the page. Look at it again."
    ]
    assert status(event) == "in_review"


@pytest.mark.parametrize(
    "name", ["submit", "approve", "send-back", "clear-mark", "schedule", "restore"]
)
@pytest.mark.parametrize("group", ["Translators", "Photo editors"])
def test_who_only_translates_takes_no_step(group, name):
    event = factories.approved()
    client = signed_in(factories.UserFactory(groups=[group]))
    assert take(client, event, name, {"comment": "x"}).status_code == 403
