"""Two entries merged while somebody saves an event that names them; on PostgreSQL."""

import pytest
from django.db import IntegrityError, transaction

from news.desk.snapshots import snapshot
from news.merges import merge_entries
from news.models import Edition, Event, Merge, Participation, Refused
from news.publishing import publish
from people.models import Participant
from tests import factories
from tests.news.test_concurrency import at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def told(action):
    """What an action returns, or why it did nothing."""

    def run():
        try:
            return action()
        except (Refused, IntegrityError) as reason:
            return reason

    return run


def add_to(event, person, editor):
    """What saving the form of an event does."""
    with transaction.atomic():
        mine = Event.objects.select_for_update().get(pk=event.pk)
        before = snapshot(mine)
        Participation.objects.create(event=mine, participant_id=person.pk)
        mine.edited(editor, {"people": [before["people"], {}]})
    return "saved"


@pytest.mark.parametrize("_attempt", range(4))
def test_an_event_that_is_saved_meanwhile_names_who_is_there(_attempt, editor):
    keep, drop = factories.ParticipantFactory(), factories.ParticipantFactory()
    event = factories.EventFactory()
    merged, saved = at_once(
        told(lambda: merge_entries(keep=keep, drop=drop, user=editor)),
        told(lambda: add_to(event, drop, editor)),
    )
    named = [*Participation.objects.values_list("participant", flat=True)]
    if isinstance(merged, Merge):  # else it said that somebody just saved an event
        assert named == ([keep.pk] if saved == "saved" else [])
        assert not Participant.objects.filter(pk=drop.pk).exists()
    else:
        assert (saved, named) == ("saved", [drop.pk])
        assert not Merge.objects.exists()


@pytest.mark.parametrize("_attempt", range(4))
def test_what_is_published_meanwhile_names_who_is_there(_attempt, editor, publisher):
    keep, drop = factories.ParticipantFactory(), factories.ParticipantFactory()
    event = factories.approved()
    factories.ParticipationFactory(event=event, participant=drop)
    merged, _published = at_once(
        told(lambda: merge_entries(keep=keep, drop=drop, user=editor)),
        told(lambda: publish(event=event, languages=["ru"], user=publisher)),
    )
    edition = Edition.objects.get()
    there = keep if isinstance(merged, Merge) else drop
    assert [person["id"] for person in edition.content["people"]] == [there.pk]
    assert [*edition.people.all()] == [there]


@pytest.mark.parametrize("_attempt", range(2))
def test_two_who_merge_the_same_do_it_once(_attempt, editor, publisher):
    one, other = factories.ParticipantFactory(), factories.ParticipantFactory()
    results = at_once(
        told(lambda: merge_entries(keep=one, drop=other, user=editor)),
        told(lambda: merge_entries(keep=other, drop=one, user=publisher)),
    )
    assert sorted(isinstance(result, Merge) for result in results) == [False, True]
    assert Participant.objects.count() == 1
