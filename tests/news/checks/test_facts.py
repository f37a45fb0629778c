"""All checks together."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.checks import check
from news.checks.base import Subject
from tests.factories import (
    EventOrganizationFactory,
    EventPhotoFactory,
    ParticipationFactory,
    photo,
    trilingual,
)

pytestmark = pytest.mark.django_db
LANGUAGES = ["kk", "ru", "en"]


def queries_of(event):
    subjects = Subject.of_event(event, LANGUAGES)
    for subject in subjects.values():
        _ = subject.mentions  # what they cost is not the checks'
    with CaptureQueriesContext(
        connection,
    ) as queries:
        found = [check(subject) for subject in subjects.values()]
    assert all(found)
    return len(queries)


def test_checks_of_an_event_take_the_same_queries_however_much_it_is_linked_to():
    event = trilingual()
    counts = []
    for color in ("red", "green", "blue"):
        ParticipationFactory(event=event)
        EventOrganizationFactory(event=event)
        EventPhotoFactory(event=event, photo=photo(color))
        counts.append(queries_of(event))
    assert counts[0] == counts[2]
