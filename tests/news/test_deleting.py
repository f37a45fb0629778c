"""Deleting an event: only what was looked at goes, and nobody who worked on it gets an error."""

import re

import pytest

from news.desk.comparing import describe_all
from news.models import Event, HistoryEntry
from tests import factories
from tests.news.desk import signed_in

pytestmark = pytest.mark.django_db

LIST = "/admin/news/event/"
STALE = "It was changed after you opened the page. Look at it again."


@pytest.fixture
def client(admin_user):
    return signed_in(admin_user)


def hidden(response):
    return dict(re.findall(r'name="(version_\d+)" value="(\d+)"', response.content.decode()))


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def test_what_was_changed_since_is_not_deleted(client, editor):
    event = factories.EventFactory(title_ru="Слова")
    page = f"{LIST}{event.pk}/delete/"
    seen = hidden(client.get(page))
    event.edited(editor, {})
    response = client.post(page, {"post": "yes", **seen}, follow=True)
    assert messages_of(response) == [STALE]
    assert client.post(page, {"post": "yes"}).status_code == 302
    assert Event.objects.filter(pk=event.pk).exists()
    client.post(page, {"post": "yes", **hidden(response)})
    assert not Event.objects.exists()
    entry = HistoryEntry.objects.get(action="deleted")
    assert entry.changes["title_ru"] == ["Слова", None]
    assert "title_kk" not in entry.changes
    (found,) = describe_all([(Event, entry.changes)])
    assert found[0].html == "<del>Слова</del>"
    assert client.post(page, {"post": "yes", **seen}).status_code == 410


def test_of_several_only_what_was_seen_is_deleted(client, editor):
    changed, gone, kept = factories.EventFactory.create_batch(3)
    data = {"action": "delete_selected", "_selected_action": [changed.pk, gone.pk, kept.pk]}
    response = client.post(LIST, data)
    seen = hidden(response)
    assert seen == {f"version_{event.pk}": "1" for event in (changed, gone, kept)}
    changed.edited(editor, {})
    kept_pk = kept.pk
    gone.delete()
    response = client.post(LIST, data | seen | {"post": "yes"}, follow=True)
    assert messages_of(response)[:2] == [
        f"“{changed}”: {STALE}",
        "1 of the chosen events is no longer there.",
    ]
    assert list(Event.objects.all()) == [changed]
    assert HistoryEntry.objects.get(action="deleted").object_id == kept_pk


@pytest.mark.parametrize(
    "name", ["submit", "approve", "send-back", "publish", "schedule", "withdraw", "restore"]
)
def test_a_step_that_meets_a_deletion_is_told_so(client, name):
    event = factories.EventFactory()
    page = f"{LIST}{event.pk}/"
    client.post(f"{page}delete/", {"post": "yes", **hidden(client.get(f"{page}delete/"))})
    response = client.post(f"{page}{name}/", {"version": 1})
    assert (response.status_code, "deleted it" in response.content.decode()) == (410, True)
    assert client.get(f"{page}{name}/").status_code == 404
    assert client.post(f"{page}presence/").status_code == 404
    assert client.post(f"{LIST}999999/{name}/", {"version": 1}).status_code == 404
