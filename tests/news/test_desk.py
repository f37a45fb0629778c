import datetime as dt

import pytest
from django.utils import timezone

from news.models import Edition, Event
from news.publishing import publish
from tests import factories
from tests.news.desk import signed_in

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
    event = factories.trilingual()
    data = {"languages": ["kk", "ru"], "when": "now", "change_note": "Исправлена дата"}
    response = client.post(page(event, "publish"), data, follow=True)
    editions = Edition.objects.visible()
    assert {(e.language, e.change_note) for e in editions} == {
        ("kk", "Исправлена дата"),
        ("ru", "Исправлена дата"),
    }
    (message,) = messages_of(response)
    for edition in editions:
        assert f'href="{edition.get_absolute_url()}"' in message
    history = client.get(page(event, "history")).context["action_list"]
    assert [entry.get_change_message() for entry in history] == ["Published: kk, ru"]


def test_publishing_later_uses_the_zone_of_the_press_service(client):
    event = factories.EventFactory()
    data = {"languages": "ru", "when": "later", "at": "2099-03-01T10:00"}
    client.post(page(event, "publish"), data)
    assert event.editions.get().published_at == dt.datetime(2099, 3, 1, 5, tzinfo=dt.UTC)
    (entry,) = client.get(page(event, "history")).context["action_list"]
    assert entry.get_change_message() == "Scheduled for 1 March 2099, 10:00: Русский."
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
            {"languages": ["ru", "kk"], "when": "now"},
            {"languages": ["Қазақша: The title is missing. The text is missing."]},
        ),
    ],
)
def test_what_cannot_be_published_is_said_and_the_input_stays(client, data, errors):
    event = factories.EventFactory()
    data["change_note"] = "Записка"
    response = client.post(page(event, "publish"), data)
    form = response.context["form"]
    assert form.errors == errors
    assert form["change_note"].value() == "Записка"
    chosen = [row["state"].language for row in response.context["rows"] if row["is_chosen"]]
    assert set(chosen) == set(data.get("languages", []))
    assert not Edition.objects.exists()


def test_withdrawing_asks_for_a_reason_in_each_language(client):
    event = factories.published(factories.trilingual(), ["ru", "en"])
    response = client.post(page(event, "withdraw"), {"withdraw_ru": "on", "reason_ru": ""})
    assert response.context["form"].errors == {
        "reason_ru": ["Give the reason in this language: readers will see it."]
    }
    response = client.post(page(event, "withdraw"), {})
    assert response.context["form"].non_field_errors() == ["Choose a language at least."]
    assert Edition.objects.visible().count() == 2

    client.post(page(event, "withdraw"), {"withdraw_ru": "on", "reason_ru": "Ошибка в дате"})
    assert [edition.language for edition in Edition.objects.visible()] == ["en"]
    withdrawn = Edition.objects.get(language="ru")
    assert withdrawn.withdrawal_reason == "Ошибка в дате"


def test_what_is_scheduled_can_be_withdrawn(client, publisher):
    event = factories.EventFactory()
    later = timezone.now() + dt.timedelta(hours=1)
    publish(event=event, languages=["ru"], user=publisher, at=later)
    client.post(page(event, "withdraw"), {"withdraw_ru": "on", "reason_ru": "Отмена"})
    assert event.editions.get().withdrawn_at is not None


@pytest.mark.parametrize("name", ["publish", "withdraw"])
@pytest.mark.parametrize("group", ["Editors", "Translators", "Photo editors"])
def test_only_publishers_may_post(group, name):
    event = factories.published()
    client = signed_in(factories.UserFactory(groups=[group]))
    data = {"languages": "ru", "when": "now", "withdraw_ru": "on", "reason_ru": "x"}
    assert client.post(page(event, name), data).status_code == 403
    assert event.editions.count() == 1
    assert Edition.objects.visible().count() == 1


def test_an_event_that_does_not_exist_is_not_found(client):
    for name in ("publish", "withdraw"):
        assert client.get(f"/admin/news/event/1/{name}/").status_code == 404
