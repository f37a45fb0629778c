"""A step that breaks off at any statement leaves all as it was before."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from news.desk.bringing_back import bring_back
from news.models import Event
from news.publishing import publish, reschedule, restore, unschedule, withdraw
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = dt.timedelta(hours=1)


class Killed(Exception):
    pass


class KillAt:
    """Runs so many statements and breaks off at the next one."""

    def __init__(self, count):
        self.left = count

    def __call__(self, execute, sql, params, many, context):
        if self.left == 0:
            raise Killed
        self.left -= 1
        return execute(sql, params, many, context)


def all_rows():
    """Every row of the news, with the search index."""
    rows = {
        model._meta.label: sorted(model.objects.values_list(), key=repr)
        for model in apps.get_app_config("news").get_models(include_auto_created=True)
    }
    key = "place" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key}, tokens FROM news_search ORDER BY 1")  # noqa: S608
        rows["search"] = cursor.fetchall()
    return rows


def do_approve(event, languages, user):
    event.approve(by=user)


def do_publish(event, languages, user):
    publish(event=event, languages=languages, user=user, is_silent=True)


def do_withdraw(event, languages, user):
    withdraw(event=event, user=user, reasons=dict.fromkeys(languages, "Ошибка"))


def do_restore(event, languages, user):
    restore(event=event, languages=languages, user=user)


def do_bring_back(event, languages, user):
    edition = event.editions.get(language=languages[0], number=1)
    bring_back(edition=edition, parts=["text", "people"], user=user)


def do_reschedule(event, languages, user):
    reschedule(event=event, languages=languages, user=user, at=timezone.now() + 5 * HOUR)


def do_unschedule(event, languages, user):
    unschedule(event=event, languages=languages, user=user)


@pytest.mark.parametrize("languages", [["ru"], ["kk", "ru", "en"]], ids=len)
@pytest.mark.parametrize(
    "step",
    [
        do_approve,
        do_publish,
        do_withdraw,
        do_restore,
        do_reschedule,
        do_unschedule,
        do_bring_back,
    ],
)
def test_a_step_that_breaks_off_has_done_nothing(step, languages, publisher):
    topic = factories.TopicFactory()
    author = factories.UserFactory(email="author@example.org")
    event = factories.trilingual(topics=[topic], created_by=author, edited_by=author)
    factories.ParticipationFactory(event=event)
    factories.published(event, languages, at=timezone.now() - HOUR)
    publish(
        event=event,
        languages=languages,
        user=publisher,
        at=timezone.now() + HOUR,
        is_silent=True,
    )
    if step is do_restore:
        do_withdraw(event, languages, publisher)
    if step is do_approve:
        Event.objects.filter(pk=event.pk).update(status=Event.Status.IN_REVIEW)
    if step is do_bring_back:
        Event.objects.filter(pk=event.pk).update(title_ru="Другой", title_kk="Басқа")
        event.participations.all().delete()
    event.refresh_from_db()
    before = all_rows()
    for count in range(100):
        try:
            with connection.execute_wrapper(KillAt(count)):
                step(event, languages, publisher)
        except Killed:
            assert all_rows() == before
        else:
            break
    assert count >= 5
    assert all_rows() != before
    assert not connection.in_atomic_block
