"""Who else has an event open: what the server answers, and what two browsers show."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Permission
from django.db.models import F
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, override

from news.desk import presence
from news.models import Event, HistoryEntry, Presence, StaffProfile
from tests import factories
from tests.news.desk import sign_in, signed_in

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)


def address_of(event):
    return f"/admin/news/event/{event.pk}/presence/"


def lines(user, event, language="en"):
    StaffProfile.objects.update_or_create(user=user, defaults={"language": language})
    return signed_in(user).post(address_of(event)).json()["lines"]


def at(hour, minute):
    return timezone.localtime().replace(hour=hour, minute=minute)


@pytest.fixture
def event():
    return factories.EventFactory()


@pytest.fixture
def aigerim():
    return factories.UserFactory(
        username="aigerim", first_name="Айгерим", last_name="Серикова", groups=["Editors"]
    )


@pytest.mark.parametrize(
    ("groups", "status", "counts"),
    [
        (["Editors"], 200, True),
        (["Publishers"], 200, True),
        (["Translators"], 200, True),
        (["Photo editors"], 200, True),
        ([], 403, False),
    ],
)
def test_who_may_save_something_of_the_event_counts(event, editor, groups, status, counts):
    user = factories.UserFactory(groups=groups)
    assert signed_in(user).post(address_of(event)).status_code == status
    Presence.objects.update(started_at=at(14, 5))
    assert lines(editor, event) == (
        [f"{user.username} has this event open since 14:05."] if counts else []
    )


def test_who_may_only_read_sees_the_others_and_does_not_count(event, editor):
    reader = factories.UserFactory()
    reader.user_permissions.add(Permission.objects.get(codename="view_event"))
    lines(editor, event)
    assert len(lines(reader, event)) == 1
    assert lines(editor, event) == []


@pytest.mark.parametrize("user", [None, {"is_staff": False}])
def test_who_is_no_staff_is_sent_to_sign_in(event, user):
    client = signed_in(factories.UserFactory(**user)) if user else Client()
    response = client.post(address_of(event))
    assert response.status_code == 302
    assert response.url.startswith("/admin/login/")
    assert not Presence.objects.exists()


def test_it_takes_posts_of_events_with_a_token_only(event, editor):
    client = signed_in(editor)
    assert client.get(address_of(event)).status_code == 405
    assert client.post(f"/admin/news/event/{event.pk + 1}/presence/").status_code == 404
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(address_of(event)).status_code == 403
    assert not Presence.objects.exists()


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_the_sentence_is_in_the_language_of_the_reader(event, editor, aigerim, language):
    lines(aigerim, event)
    lines(aigerim, factories.EventFactory())
    Presence.objects.update(started_at=at(14, 5))
    with override(language):
        sentence = gettext("%(user)s has this event open since %(time)s.")
    said = [sentence % {"user": "Айгерим Серикова", "time": "14:05"}]
    assert lines(editor, event, language) == said


def test_since_another_day_names_the_day(event, editor, aigerim):
    lines(aigerim, event)
    yesterday = at(23, 50) - dt.timedelta(days=1)
    Presence.objects.update(started_at=yesterday)
    assert lines(editor, event) == [
        f"Айгерим Серикова has this event open since {yesterday.day} {yesterday:%B %Y}, 23:50."
    ]


@pytest.mark.parametrize(("seconds", "is_there"), [(20, True), (26, False)])
def test_who_falls_silent_is_gone(event, editor, aigerim, seconds, is_there):
    lines(aigerim, event)
    Presence.objects.update(seen_at=timezone.now() - seconds * SECOND)
    assert bool(lines(editor, event)) is is_there


def test_a_sign_keeps_the_beginning_and_coming_back_begins_anew(event, aigerim):
    lines(aigerim, event)
    began = timezone.now() - 600 * SECOND
    Presence.objects.update(started_at=began, seen_at=timezone.now() - 20 * SECOND)
    lines(aigerim, event)
    row = Presence.objects.get()
    assert row.started_at == began
    assert timezone.now() - row.seen_at < 10 * SECOND
    Presence.objects.update(seen_at=timezone.now() - 60 * SECOND)
    lines(aigerim, event)
    assert timezone.now() - Presence.objects.get().started_at < 10 * SECOND


def test_leaving_ends_it_soon_and_takes_the_silent_along(event, editor, publisher, aigerim):
    for user in (editor, publisher, aigerim):
        lines(user, event)
    Presence.objects.filter(user=publisher).update(seen_at=timezone.now() - 60 * SECOND)
    assert signed_in(aigerim).post(address_of(event), {"leave": "1"}).json() == {}
    assert {row.user for row in Presence.objects.all()} == {editor, aigerim}
    assert len(lines(editor, event)) == 1
    Presence.objects.filter(user=aigerim).update(seen_at=F("seen_at") - 10 * SECOND)
    assert lines(editor, event) == []


def test_leaving_one_of_two_tabs_changes_nothing_for_others(event, editor, aigerim):
    lines(aigerim, event)
    began = timezone.now() - 600 * SECOND
    Presence.objects.update(started_at=began)
    before = lines(editor, event)
    client = signed_in(aigerim)
    client.post(address_of(event), {"leave": "1"})
    assert lines(editor, event) == before
    client.post(address_of(event))
    row = Presence.objects.get(user=aigerim)
    assert row.started_at == began
    assert timezone.now() - row.seen_at < 10 * SECOND


@pytest.mark.parametrize("people", [1, 3])
@pytest.mark.parametrize(("data", "extra"), [({}, 3), ({"leave": "1"}, 3)])
def test_a_sign_costs_little(event, editor, django_assert_num_queries, people, data, extra):
    """Three queries besides those that tell who asks (session, user, language, permissions)."""
    for _n in range(people):
        lines(factories.UserFactory(groups=["Editors"]), event)
    lines(editor, event)
    client = signed_in(editor)
    version = Event.objects.get().version
    with django_assert_num_queries(5 + extra):
        response = client.post(address_of(event), data)
    assert "sessionid" not in response.cookies
    assert not HistoryEntry.objects.exists()
    assert Event.objects.get().version == version


def test_arriving_costs_one_query_more(event, editor, django_assert_num_queries):
    client = signed_in(editor)
    with django_assert_num_queries(5 + 4):
        client.post(address_of(event))


def test_the_form_comes_with_those_who_are_there(event, editor, aigerim):
    lines(aigerim, event)
    StaffProfile.objects.create(user=editor, language="en")
    response = signed_in(editor).get(f"/admin/news/event/{event.pk}/change/")
    since = f"{timezone.localtime(Presence.objects.get().started_at):%H:%M}"
    said = f"<p>Айгерим Серикова has this event open since {since}.</p>"
    assert response.content.decode().count(said) == 1


@pytest.mark.browser
class TestInBrowsers:
    @pytest.fixture(autouse=True)
    def _quickly(self, monkeypatch):
        monkeypatch.setattr(presence, "SECONDS_BETWEEN_SIGNS", 0.5)
        monkeypatch.setattr(presence, "LASTS_AFTER_LEAVING", 2 * SECOND)

    def open_form(self, page, user, event, base_url):
        StaffProfile.objects.update_or_create(user=user, defaults={"language": "en"})
        sign_in(page, user)
        page.goto(f"{base_url}/admin/news/event/{event.pk}/change/")
        page.locator(".presence").wait_for(state="attached")

    def test_two_see_each_other_until_one_leaves(
        self, page, chromium, live_server, event, editor, aigerim
    ):
        self.open_form(page, editor, event, live_server.url)
        assert page.locator(".presence p").count() == 0
        context = chromium.new_context(locale="ru-RU")
        other = context.new_page()
        self.open_form(other, aigerim, event, live_server.url)
        page.get_by_text("Айгерим Серикова has this event open since").wait_for()
        other.get_by_text("editor has this event open since").wait_for()
        found = Axe().run(page, ".presence").response["violations"]
        assert [each["id"] for each in found] == []
        began = Presence.objects.get(user=aigerim).started_at
        other.click("[name=_continue]")
        other.locator("text=was changed successfully").wait_for()
        other.get_by_text("editor has this event open since").wait_for()
        assert Presence.objects.get(user=aigerim).started_at == began
        other.close(run_before_unload=False)
        page.locator(".presence p").wait_for(state="detached")
        context.close()

    def test_who_is_signed_out_is_told_and_goes_on_after_signing_in(
        self, page, live_server, event, editor
    ):
        self.open_form(page, editor, event, live_server.url)
        page.context.clear_cookies(name="sessionid")
        page.get_by_text("You are signed out. Your text is kept in this browser").wait_for()
        second = page.context.new_page()
        self.open_form(second, editor, event, live_server.url)
        second.close()
        page.evaluate("window.dispatchEvent(new Event('focus'))")
        page.locator(".presence p").wait_for(state="detached")
