"""What happens when two people act at the same moment; real transactions on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from news.models import Edition
from news.publishing import publish, withdraw
from tests import factories

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
