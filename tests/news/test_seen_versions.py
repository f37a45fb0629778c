"""Nobody decides on less than there is: what others did since a page was opened is said first."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from news.models import Edition, Event, HistoryEntry, Refused
from news.publishing import publish, reschedule, restore, unschedule, withdraw
from tests import factories
from tests.news.desk import posted, save, signed_in, take

pytestmark = pytest.mark.django_db

STALE = "It was changed after you opened the page. Look at it again."
HOUR = dt.timedelta(hours=1)
# Of each page: where it stands, what is posted, and what a colleague does meanwhile.
PAGES = {
    "publish": {"languages": ["ru"], "when": "now", "note_ru": "Моё слово", "is_silent": ""},
    "withdraw": {"withdraw_ru": "on", "reason_ru": "Моё слово"},
    "schedule": {"languages": ["ru"], "what": "now"},
    "restore": {"languages": ["ru"], "comment": "Моё слово"},
}


@pytest.fixture
def event(publisher):
    """Russian is public, Kazakh waits, English was withdrawn."""
    event = factories.published(factories.trilingual(), ["ru", "en"])
    withdraw(event=event, user=publisher, reasons={"en": "Error"})
    publish(event=event, languages=["kk"], user=publisher, at=timezone.now() + HOUR)
    return event


def version_of(event):
    return Event.objects.values_list("version", flat=True).get(pk=event.pk)


STEPS = {
    "publish": lambda event, **more: publish(event=event, languages=["ru"], is_silent=True, **more),
    "withdraw": lambda event, **more: withdraw(event=event, reasons={"ru": "Ошибка"}, **more),
    "restore": lambda event, **more: restore(event=event, languages=["en"], **more),
    "reschedule": lambda event, **more: reschedule(
        event=event, languages=["kk"], at=timezone.now() + 2 * HOUR, **more
    ),
    "unschedule": lambda event, **more: unschedule(event=event, languages=["kk"], **more),
}


@pytest.mark.parametrize("step", STEPS)
def test_each_step_of_publication_counts_and_is_refused_on_an_earlier_version(
    event, publisher, step
):
    version = version_of(event)
    with pytest.raises(Refused) as refusal:
        STEPS[step](event, user=publisher, seen_version=version - 1)
    assert (refusal.value.reasons, version_of(event)) == ([STALE], version)
    STEPS[step](event, user=publisher, seen_version=version)
    assert version_of(event) == version + 1
    assert HistoryEntry.objects.of(event).first().version == version + 1


@pytest.mark.parametrize(
    ("page", "another"),
    [
        ("publish", "withdraw"),
        ("publish", "publish"),
        ("withdraw", "publish"),
        ("schedule", "reschedule"),
        ("schedule", "unschedule"),
        ("restore", "restore"),
        ("restore", "withdraw"),
    ],
)
def test_a_page_that_is_older_than_a_decision_says_whose_it_was(event, publisher, page, another):
    colleague = factories.UserFactory(first_name="Гүлнәр", groups=["Publishers"])
    version = version_of(event)
    STEPS[another](event, user=colleague)
    before = [*Edition.objects.order_by("pk").values()]
    response = take(signed_in(publisher), event, page, PAGES[page] | {"version": version})
    assert STALE in response.context["form"].non_field_errors()
    assert [change["who"] for change in response.context["changes"]] == ["Гүлнәр"]
    shown = response.content.decode()
    assert f'name="version" value="{version_of(event)}"' in shown
    # Where nothing is left to be done there is nothing to say either.
    if page != "schedule" and (page, another) != ("restore", "restore"):
        assert "Моё слово" in shown
    assert [*Edition.objects.order_by("pk").values()] == before


@pytest.mark.parametrize("version", [None, "", "abc", "-1", "999999999", "9" * 5000, "1e3"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_without_a_version_that_was_read_comes_back(event, publisher, page, version):
    data = PAGES[page] | ({} if version is None else {"version": version})
    before = [*Edition.objects.order_by("pk").values()]
    response = signed_in(publisher).post(f"/admin/news/event/{event.pk}/{page}/", data)
    assert STALE in response.context["form"].non_field_errors()
    assert response.context["changes"] == []
    assert [*Edition.objects.order_by("pk").values()] == before


@pytest.mark.parametrize(
    ("name", "state"),
    [("submit", "draft"), ("approve", "in_review"), ("send-back", "approved")],
)
def test_a_step_of_the_review_without_a_version_comes_back(editor, publisher, name, state):
    event = factories.EventFactory(status=state)
    data = {"comment": "Слово"}
    response = signed_in(publisher).post(f"/admin/news/event/{event.pk}/{name}/", data)
    assert response.context["form"].non_field_errors() == [STALE]
    event.refresh_from_db()
    assert event.status == state


def test_what_was_withdrawn_is_proposed_nowhere(event, publisher, capsys):
    Event.objects.filter(pk=event.pk).update(title_en="Mended", title_ru="Исправлено")
    client = signed_in(publisher)
    rows = client.get(f"/admin/news/event/{event.pk}/publish/").context["rows"]
    assert [row["state"].language for row in rows if row["is_chosen"]] == ["ru"]
    call_command("publish_event", event.slug, user=publisher.username, silent=True)
    assert {*Edition.objects.visible().values_list("language", flat=True)} == {"ru"}
    call_command("publish_event", event.slug, user=publisher.username, language="en")
    assert {*Edition.objects.visible().values_list("language", flat=True)} == {"ru", "en"}


def test_what_was_withdrawn_meanwhile_is_no_longer_chosen(event, publisher):
    version = version_of(event)
    withdraw(event=event, user=publisher, reasons={"ru": "Ошибка"})
    data = PAGES["publish"] | {"version": version}
    rows = take(signed_in(publisher), event, "publish", data).context["rows"]
    assert [row["state"].language for row in rows if row["is_chosen"]] == []
    assert not Edition.objects.visible().exists()


@pytest.mark.parametrize("seen", [None, "", "abc", "-1", "999999999", "9" * 5000, "1e3", " 1", "0"])
def test_a_form_that_names_no_version_that_there_was_writes_nothing_over(editor, seen):
    event = factories.EventFactory(title_ru="Первое")
    client, address = signed_in(editor), f"/admin/news/event/{event.pk}/change/"
    mine = posted(client.get(address), title_ru="Моё")
    save(signed_in(factories.UserFactory(groups=["Editors"])), address, title_ru="Их")
    del mine["seen_version"]
    response = client.post(address, mine | ({} if seen is None else {"seen_version": seen}))
    assert "title_ru" in response.context["adminform"].form.errors
    assert Event.objects.get(pk=event.pk).title_ru == "Их"


def test_a_step_between_opening_and_saving_a_form_asks_nothing_and_is_kept(editor, publisher):
    event = factories.EventFactory(title_ru="Первое", edited_by=editor, status="in_review")
    client, address = signed_in(editor), f"/admin/news/event/{event.pk}/change/"
    mine = posted(client.get(address), title_ru="Моё")
    event.approve(by=publisher)
    publish(event=event, languages=["ru"], user=publisher)
    assert client.post(address, mine).status_code == 302
    event.refresh_from_db()
    assert (event.title_ru, event.status, event.version) == ("Моё", "in_review", 4)
    assert Edition.objects.visible().get().title == "Первое"
    actions = HistoryEntry.objects.of(event).values_list("action", flat=True)
    assert [*actions][::-1] == ["approved", "published", "changed", "reopened"]
