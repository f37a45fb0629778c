"""What happens when two people act at the same moment; real transactions on PostgreSQL."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from news.models import Edition, Event, HistoryEntry, Refused
from news.publishing import publish, restore, scheduled_editions, withdraw
from tests import factories
from tests.news.desk import posted, signed_in

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
]


def at_once(*actions):
    """Run the actions in threads of their own that start together; return their results."""
    barrier = Barrier(len(actions))

    def run(action):
        barrier.wait()
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def test_two_publishers_at_once_write_two_editions_of_which_one_is_visible(publisher):
    event = factories.approved()
    at_once(*[lambda: publish(event=event, languages=["ru"], user=publisher, is_silent=True)] * 4)
    assert sorted(event.editions.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert Edition.objects.visible(at=timezone.now()).count() == 1
    assert event.editions.filter(superseded_at=None).count() == 1


def test_a_withdrawal_beside_a_publication_leaves_one_of_them_last(publisher):
    event = factories.approved()
    publish(event=event, languages=["ru"], user=publisher, is_silent=True)
    at_once(
        lambda: publish(event=event, languages=["ru"], user=publisher, is_silent=True),
        lambda: withdraw(event=event, user=publisher, reasons={"ru": "Ошибка"}),
    )
    event.refresh_from_db()
    visible = Edition.objects.visible().count()
    assert (event.status, visible) in [("published", 1), ("withdrawn", 0)]


def refused(action):
    """What an action returns, or the reasons why it was refused."""

    def run():
        try:
            return action()
        except Refused as refusal:
            return refusal.reasons

    return run


def edit(event, editor, title):
    """What saving a form does: the row is locked, written, and the review told of it."""
    with transaction.atomic():
        mine = Event.objects.select_for_update().get(pk=event.pk)
        mine.title_ru = title
        mine.save()
        mine.edited(editor, {"title_ru": ["", title]})


def actions(event):
    return sorted(HistoryEntry.objects.of(event).values_list("action", flat=True))


def assert_intervals_are_apart(event):
    ends = {}
    for edition in event.editions.filter(withdrawn_at=None).order_by("published_at", "number"):
        if edition.superseded_at == edition.published_at:
            continue
        last = ends.get(edition.language, edition.published_at)
        assert last is not None
        assert last <= edition.published_at
        ends[edition.language] = edition.superseded_at


@pytest.mark.parametrize("_attempt", range(5))
def test_publishing_beside_an_edit_never_publishes_what_nobody_approved(
    publisher, editor, _attempt
):
    event = factories.approved(title_ru="Одобрено")
    at_once(
        refused(lambda: publish(event=event, languages=["ru"], user=publisher)),
        refused(lambda: edit(event, editor, "Никто не одобрил")),
    )
    event.refresh_from_db()
    assert (event.status, event.title_ru) == ("in_review", "Никто не одобрил")
    published = [edition.title for edition in event.editions.all()]
    assert published in ([], ["Одобрено"])
    assert actions(event) == sorted(["changed", "reopened", *["published" for _ in published]])


@pytest.mark.parametrize("_attempt", range(5))
def test_approving_beside_an_edit_does_not_cover_the_edit(publisher, editor, _attempt):
    event = factories.EventFactory(status=Event.Status.IN_REVIEW)
    at_once(
        refused(lambda: Event.objects.get(pk=event.pk).approve(by=publisher, seen_version=1)),
        refused(lambda: edit(event, editor, "Другое")),
    )
    event.refresh_from_db()
    assert (event.status, event.approved_by) == ("in_review", None)
    assert (event.version, actions(event)) in (
        (2, ["changed"]),
        (3, ["approved", "changed", "reopened"]),
    )


def test_two_who_schedule_at_once_leave_one_schedule(publisher):
    event = factories.published(factories.trilingual(), ["kk", "ru"])
    now = timezone.now()
    at_once(
        *(
            lambda hours=hours: publish(
                event=event,
                languages=["ru", "kk"] if hours % 2 else ["kk", "ru"],
                user=publisher,
                at=now + dt.timedelta(hours=hours),
                is_silent=True,
            )
            for hours in (3, 2, 1, 4)
        )
    )
    assert [edition.language for edition in scheduled_editions(event).order_by("language")] == [
        "kk",
        "ru",
    ]
    assert_intervals_are_apart(event)
    assert actions(event) == ["published", *["scheduled"] * 4]


def test_an_event_is_sent_for_review_once(editor):
    event = factories.EventFactory()
    at_once(*[refused(lambda: Event.objects.get(pk=event.pk).submit(by=editor))] * 4)
    assert actions(event) == ["submitted"]


def test_two_events_do_not_become_public_at_one_address_at_once(publisher):
    first = factories.published(slug="forum")
    withdraw(event=first, user=publisher, reasons={"ru": "Ошибка"})
    Event.objects.filter(pk=first.pk).update(slug="forum-2025")
    second = factories.approved(slug="forum")
    at_once(
        refused(lambda: restore(event=first, languages=["ru"], user=publisher)),
        refused(lambda: publish(event=second, languages=["ru"], user=publisher)),
    )
    assert Edition.objects.visible().filter(slug="forum").count() == 1


@pytest.mark.parametrize("_attempt", range(3))
def test_two_forms_at_once_keep_the_changes_of_both(publisher, editor, _attempt):
    event = factories.trilingual()
    address = f"/admin/news/event/{event.pk}/change/"
    posts = []
    for user, change in [(publisher, {"title_ru": "Первый"}), (editor, {"title_kk": "Екінші"})]:
        client = signed_in(user)
        person = factories.ParticipantFactory()
        row = {"participant": person.pk, "role_ru": user.username, "position": 0}
        data = posted(client.get(address), seen_version=1, **change)
        data |= {f"participations-0-{name}": value for name, value in row.items()}
        data["participations-TOTAL_FORMS"] = 1
        posts.append(lambda client=client, data=data: client.post(address, data).status_code)
    assert at_once(*posts) == [302, 302]
    event.refresh_from_db()
    assert (event.title_ru, event.title_kk, event.version) == ("Первый", "Екінші", 3)
    roles = event.participations.values_list("role_ru", flat=True)
    assert sorted(roles) == ["editor", "publisher"]
    assert actions(event) == ["changed", "changed"]


@pytest.mark.parametrize("_attempt", range(3))
def test_two_events_that_lead_to_each_other_at_once_do_not_wait_for_ever(publisher, _attempt):
    one, other = factories.published(), factories.published()
    results = at_once(
        refused(lambda: withdraw(event=one, user=publisher, languages=["ru"], redirect_to=other)),
        refused(lambda: withdraw(event=other, user=publisher, languages=["ru"], redirect_to=one)),
    )
    assert sorted(isinstance(result[0], str) for result in results) == [False, True]
    assert Edition.objects.visible().count() == 1


def test_of_two_decisions_on_one_version_one_is_refused(publisher):
    event = factories.approved()
    results = at_once(
        *[
            refused(
                lambda: publish(
                    event=event, languages=["ru"], user=publisher, is_silent=True, seen_version=1
                )
            )
        ]
        * 2
    )
    assert sorted(isinstance(result[0], str) for result in results) == [False, True]
    assert event.editions.count() == 1
