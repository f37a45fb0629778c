import datetime as dt
import random

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import Edition, Event, HistoryEntry, Refused
from news.publishing import (
    current_editions,
    publish,
    reschedule,
    restore,
    scheduled_editions,
    unschedule,
    withdraw,
    withdrawn_editions,
)
from news.recognition.indexing import refresh_names
from tests import factories

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def test_publishing_writes_an_edition_that_freezes_the_page(publisher):
    event = factories.approved(topics=[factories.TopicFactory(slug="unity")])
    person = factories.ParticipationFactory(event=event).participant
    organization = factories.EventOrganizationFactory(event=event).organization
    photo = factories.photo(caption_ru="В зале", alt_text_ru="Полный зал", credit_line_ru="АНК")
    factories.EventPhotoFactory(event=event, photo=photo)

    (edition,) = publish(event=event, languages=["ru"], user=publisher)

    assert (edition.number, edition.language, edition.slug) == (1, "ru", event.slug)
    assert edition.title == event.title_ru
    assert edition.content["people"] == [
        {"id": person.pk, "role": "член Ассамблеи", "organization": None}
    ]
    assert edition.content["photos"] == [edition.picture]
    assert edition.picture["caption"] == "В зале"
    assert list(edition.people.all()) == [person]
    assert list(edition.organizations.all()) == [organization]
    assert list(edition.photos.all()) == [photo]
    assert [topic.slug for topic in edition.topics.all()] == ["unity"]
    event.refresh_from_db()
    assert event.status == Event.Status.PUBLISHED


def test_saving_an_event_leaves_its_edition(publisher):
    event = factories.published()
    event.title_ru = "Другой заголовок"
    event.save()
    assert Edition.objects.visible().get().title != "Другой заголовок"


def test_publishing_again_replaces_the_edition(publisher):
    event = factories.published(at=timezone.now() - HOUR)
    publish(event=event, languages=["ru"], user=publisher, change_notes={"ru": "Исправлено имя"})
    first, second = event.editions.order_by("number")
    assert first.superseded_at == second.published_at
    assert list(Edition.objects.visible()) == [second]


def test_a_scheduled_edition_is_seen_from_its_time_on(publisher):
    event = factories.published(at=timezone.now() - HOUR)
    later = timezone.now() + HOUR
    publish(event=event, languages=["ru"], user=publisher, at=later, is_silent=True)
    first, second = event.editions.order_by("number")
    assert list(Edition.objects.visible()) == [first]
    assert list(Edition.objects.visible(at=later)) == [second]


def test_publishing_now_replaces_all_that_was_scheduled(publisher):
    event = factories.published(at=timezone.now() - HOUR)
    for hours in (2, 1, 3):
        publish(
            event=event,
            languages=["ru"],
            user=publisher,
            at=timezone.now() + hours * HOUR,
            is_silent=True,
        )
    publish(event=event, languages=["ru"], user=publisher, is_silent=True)
    for moment in (0, 1.5, 2.5, 3.5):
        visible = Edition.objects.visible(at=timezone.now() + moment * HOUR)
        assert [edition.number for edition in visible] == [5]


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        ({"title_ru": "", "title_en": "In English"}, ["The title is missing."]),
        ({"body_ru": "<script>x</script>"}, ["The text is missing."]),
        ({"starts_at": None}, ["The date of the event is missing."]),
    ],
)
def test_a_language_that_is_not_ready_is_refused_and_nothing_is_written(
    publisher, fields, sentences
):
    event = factories.approved(**fields)
    with pytest.raises(Refused) as refusal:
        publish(event=event, languages=["ru"], user=publisher)
    assert refusal.value.reasons == [f"Русский: {sentence}" for sentence in sentences]
    assert not Edition.objects.exists()


def test_languages_are_published_together_or_not_at_all(publisher):
    event = factories.approved()
    with pytest.raises(Refused):
        publish(event=event, languages=["ru", "kk"], user=publisher)
    assert not Edition.objects.exists()


def test_withdrawing_ends_the_visible_and_the_scheduled_edition(publisher):
    event = factories.published(factories.trilingual(), ["ru", "en"], at=timezone.now() - HOUR)
    later = timezone.now() + HOUR
    publish(event=event, languages=["ru"], user=publisher, at=later, is_silent=True)
    withdraw(event=event, user=publisher, reasons={"ru": "Ошибка в дате"})
    assert [e.language for e in Edition.objects.visible()] == ["en"]
    assert not Edition.objects.visible(at=timezone.now() + 2 * HOUR).in_language("ru").exists()
    event.refresh_from_db()
    assert event.status == Event.Status.PUBLISHED
    withdraw(event=event, user=publisher, reasons={"en": "Wrong date"})
    event.refresh_from_db()
    assert event.status == Event.Status.WITHDRAWN
    assert current_editions(event) == {}


def test_a_withdrawn_event_can_be_published_again(publisher):
    event = factories.published()
    withdraw(event=event, user=publisher, reasons={"ru": "Ошибка в дате"})
    publish(event=event, languages=["ru"], user=publisher)
    assert Edition.objects.visible().get().number == 2


@pytest.mark.parametrize("group", ["Editors", "Translators", "Photo editors"])
def test_only_publishers_publish_and_withdraw(group):
    event = factories.published()
    user = factories.UserFactory(groups=[group])
    with pytest.raises(Refused):
        publish(event=event, languages=["ru"], user=user)
    with pytest.raises(Refused):
        withdraw(event=event, user=user, reasons={"ru": "Ошибка"})
    assert Edition.objects.visible().count() == 1


def test_two_events_are_never_public_at_one_address(publisher):
    first = factories.published(slug="forum")
    Event.objects.filter(pk=first.pk).update(slug="forum-2025")  # not published again yet
    second = factories.approved(slug="forum")
    with pytest.raises(Refused) as refusal:
        publish(event=second, languages=["ru"], user=publisher)
    assert refusal.value.reasons == [
        "Русский: Another event is public at this address. Change the address."
    ]
    publish(event=first, languages=["ru"], user=publisher, is_silent=True)
    publish(event=second, languages=["ru"], user=publisher)
    assert set(Edition.objects.visible().values_list("slug", flat=True)) == {"forum", "forum-2025"}


@pytest.mark.parametrize("field", ["people", "organizations", "photos", "topics"])
def test_what_an_edition_names_cannot_be_deleted(publisher, field):
    event = factories.approved(topics=[factories.TopicFactory()])
    factories.ParticipationFactory(event=event)
    factories.EventOrganizationFactory(event=event)
    factories.EventPhotoFactory(event=event)
    (edition,) = publish(event=event, languages=["ru"], user=publisher)
    for links in (event.participations, event.event_organizations, event.event_photos):
        links.all().delete()
    event.topics.clear()
    with pytest.raises(ProtectedError):
        getattr(edition, field).get().delete()


@pytest.fixture
def clock(monkeypatch):
    """Time that stands still until the test moves it."""

    class Clock:
        now = timezone.now()

    monkeypatch.setattr(timezone, "now", lambda: Clock.now)
    return Clock


def status_of(event):
    return Event.objects.values_list("status", flat=True).get(pk=event.pk)


def visible_of(event, at=None):
    editions = Edition.objects.visible(at).filter(event=event)
    return {edition.language: edition.number for edition in editions}


def refused(step, **arguments):
    with pytest.raises(Refused) as refusal:
        step(**arguments)
    return refusal.value.reasons


@pytest.mark.parametrize("hours", [1, 5, 0, -3])
def test_a_schedule_is_moved_as_it_was_approved(publisher, clock, hours):
    event = factories.published(at=clock.now - HOUR)
    publish(event=event, languages=["ru"], user=publisher, at=clock.now + 2 * HOUR, is_silent=True)
    Event.objects.filter(pk=event.pk).update(title_ru="Никто не одобрил", status="in_review")
    (moved,) = reschedule(
        event=event, languages=["ru"], user=publisher, at=clock.now + hours * HOUR
    )
    assert moved.published_at == clock.now + max(hours, 0) * HOUR
    first, second = event.editions.order_by("number")
    assert (first.superseded_at, second.superseded_at) == (second.published_at, None)
    assert second.title != "Никто не одобрил"


def test_a_cancelled_schedule_leaves_what_is_public(publisher, clock):
    event = factories.published(at=clock.now - HOUR)
    publish(event=event, languages=["ru"], user=publisher, at=clock.now + HOUR, is_silent=True)
    unschedule(event=event, languages=["ru"], user=publisher)
    assert visible_of(event) == visible_of(event, clock.now + 2 * HOUR) == {"ru": 1}
    assert status_of(event) == "published"
    assert not scheduled_editions(event).exists()
    assert refused(unschedule, event=event, languages=["ru"], user=publisher) == [
        "Русский: Nothing is scheduled."
    ]


def test_a_cancelled_first_schedule_is_nothing_to_withdraw(publisher, clock):
    event = factories.published(factories.trilingual(), ["ru", "en"], at=clock.now + HOUR)
    unschedule(event=event, languages=["en"], user=publisher)
    assert [*current_editions(event)] == ["ru"]
    assert refused(withdraw, event=event, user=publisher, reasons={"en": "Wrong"}) == [
        "English: Nothing is public or scheduled."
    ]
    withdraw(event=event, user=publisher, reasons={"ru": "Ошибка"})
    assert status_of(event) == "withdrawn"
    assert [*withdrawn_editions(event)] == ["ru"]


def test_the_last_cancelled_schedule_says_where_the_event_stands(publisher, clock):
    event = factories.published(at=clock.now + HOUR)
    unschedule(event=event, languages=["ru"], user=publisher)
    assert status_of(event) == "approved"
    event = factories.published(factories.trilingual(), ["ru"])
    publish(event=event, languages=["en"], user=publisher, at=clock.now + HOUR)
    clock.now += HOUR / 2
    withdraw(event=event, user=publisher, reasons={"ru": "Ошибка"})
    assert status_of(event) == "published"
    unschedule(event=event, languages=["en"], user=publisher)
    assert status_of(event) == "withdrawn"


def test_what_readers_saw_is_restored_and_not_what_waited(publisher, clock):
    event = factories.published(at=clock.now - HOUR)
    publish(event=event, languages=["ru"], user=publisher, at=clock.now + HOUR, is_silent=True)
    withdraw(event=event, user=publisher, reasons={"ru": "Ошибка"})
    assert refused(restore, event=event, languages=["ru", "en"], user=publisher) == [
        "English: Nothing of it was withdrawn."
    ]
    Edition.objects.filter(event=event, number=1).update(title="Что видели")
    (edition,) = restore(event=event, languages=["ru"], user=publisher)
    assert (edition.number, edition.title, edition.superseded_at) == (3, "Что видели", None)
    assert visible_of(event, clock.now + 2 * HOUR) == {"ru": 3}
    assert status_of(event) == "published"


def test_what_was_withdrawn_before_its_moment_waits_for_it_again(publisher, clock):
    event = factories.published(at=clock.now + HOUR)
    withdraw(event=event, user=publisher, reasons={"ru": "Ошибка"})
    (edition,) = restore(event=event, languages=["ru"], user=publisher)
    assert visible_of(event) == {}
    assert visible_of(event, clock.now + HOUR) == {"ru": 2}
    assert edition.published_at == clock.now + HOUR


def test_an_event_leads_to_another_that_is_public(publisher):
    event, other = factories.published(), factories.published()
    draft = factories.EventFactory()
    arguments = {"event": event, "user": publisher, "languages": ["ru"]}
    assert refused(withdraw, **arguments, redirect_to=event) == ["The event cannot lead to itself."]
    assert refused(withdraw, **arguments, redirect_to=draft) == [
        "The event to which it shall lead is not public."
    ]
    assert refused(withdraw, **arguments) == [
        "Русский: Give the reason in this language: readers will see it."
    ]
    (edition,) = withdraw(**arguments, redirect_to=other)
    assert edition.redirect_to == other


def test_a_correction_has_its_own_note_in_each_language_or_is_silent(publisher):
    event = factories.published(factories.trilingual(), ["ru"])
    arguments = {"event": event, "languages": ["ru", "en"], "user": publisher}
    assert refused(publish, **arguments, change_notes={"en": "A name", "ru": " "}) == [
        "Русский: Say what changed, or mark it as a small correction."
    ]
    russian, english = publish(**arguments, change_notes={"ru": "Имя", "en": "A name"})
    assert (russian.change_note, english.change_note) == ("Имя", "")
    editions = publish(**arguments, is_silent=True)
    assert [(edition.change_note, edition.is_silent) for edition in editions] == [("", True)] * 2


@pytest.mark.parametrize(
    ("parity", "reason", "refusal"),
    [
        ("off", "", []),
        ("warn", "It is urgent", []),
        ("warn", " ", ["Say why it is published without Қазақша."]),
        ("block", "It is urgent", ["It has to be published in Қазақша too."]),
    ],
)
def test_required_languages_are_asked_for(publisher, settings, clock, parity, reason, refusal):
    settings.PRESS_PARITY, settings.PRESS_REQUIRED_LANGUAGES = parity, ["kk", "ru"]
    event = factories.approved(factories.trilingual())
    arguments = {"languages": ["ru"], "user": publisher, "parity_reason": reason}
    if refusal:
        assert refused(publish, event=event, **arguments) == refusal
    else:
        publish(event=event, **arguments)
    # What is scheduled counts from its moment on.
    other = factories.approved(factories.trilingual())
    publish(event=other, languages=["kk", "ru"], user=publisher, at=clock.now + HOUR)
    if refusal:
        assert refused(publish, event=other, **arguments) == refusal
        # Kazakh would open without what is scheduled anew for later, or is cancelled.
        without_russian = [sentence.replace("Қазақша", "Русский") for sentence in refusal]
        later = arguments | {"at": clock.now + 2 * HOUR}
        assert refused(publish, event=other, **later) == without_russian
        assert refused(unschedule, event=other, **arguments) == without_russian
        assert other.editions.scheduled(clock.now).count() == 2
    else:
        publish(event=other, **arguments, at=clock.now + 2 * HOUR)
        unschedule(event=other, **arguments)
        assert HistoryEntry.objects.of(other).first().comment.endswith(reason)
        publish(event=other, **arguments)


@pytest.mark.parametrize(
    ("moved", "hours", "left_out"),
    [
        (["kk", "ru", "en"], 4, ""),
        (["kk", "ru"], 4, "Қазақша, Русский"),  # English opens without them
        (["ru"], 4, "Русский"),  # Kazakh opens without it
        (["kk"], 1, "Русский"),  # opens before it
        (["en"], 4, ""),
        (["en"], 1, "Қазақша, Русский"),
    ],
)
@pytest.mark.parametrize("parity", ["block", "warn", "off"])
def test_moving_languages_apart_asks_for_the_required_ones(
    publisher, settings, clock, parity, moved, hours, left_out
):
    settings.PRESS_PARITY, settings.PRESS_REQUIRED_LANGUAGES = parity, ["kk", "ru"]
    event = factories.approved(factories.trilingual())
    all_three, then = ["kk", "ru", "en"], clock.now + 2 * HOUR
    publish(event=event, languages=all_three, user=publisher, at=then)
    arguments = {"event": event, "languages": moved, "user": publisher}
    arguments["at"] = clock.now + hours * HOUR
    if left_out and parity != "off":
        sentence = {
            "block": f"It has to be published in {left_out} too.",
            "warn": f"Say why it is published without {left_out}.",
        }[parity]
        assert refused(reschedule, **arguments) == [sentence]
        assert {edition.published_at for edition in event.editions.all()} == {then}
        if parity == "block":
            assert refused(reschedule, **arguments, parity_reason="Срочно") == [sentence]
            return
        arguments["parity_reason"] = "Срочно"
    reschedule(**arguments)
    assert {edition.language for edition in event.editions.exclude(published_at=then)} == {*moved}
    said = "Reason for leaving a language out: Срочно" if "parity_reason" in arguments else ""
    assert HistoryEntry.objects.of(event).first().comment == said


def test_what_is_public_already_is_not_left_out_by_moving(publisher, settings, clock):
    settings.PRESS_PARITY, settings.PRESS_REQUIRED_LANGUAGES = "block", ["kk", "ru"]
    event = factories.published(factories.trilingual(), ["kk", "ru"], at=clock.now)
    correction = {"languages": ["kk", "ru"], "user": publisher, "is_silent": True}
    publish(event=event, **correction, at=clock.now + HOUR)
    reschedule(event=event, languages=["ru"], user=publisher, at=clock.now + 2 * HOUR)
    assert [e.language for e in event.editions.scheduled(clock.now + HOUR)] == ["ru"]


def test_an_address_is_taken_until_the_other_event_has_left_it(publisher, clock):
    first = factories.published(slug="forum", at=clock.now - HOUR)
    Event.objects.filter(pk=first.pk).update(slug="forum-2025")
    publish(event=first, languages=["ru"], user=publisher, at=clock.now + HOUR, is_silent=True)
    second = factories.approved(slug="forum")
    assert len(refused(publish, event=second, languages=["ru"], user=publisher)) == 1
    clock.now += HOUR
    publish(event=second, languages=["ru"], user=publisher)
    withdraw(event=second, user=publisher, reasons={"ru": "Ошибка"})
    Event.objects.filter(pk=second.pk).update(slug="forum-2")
    Event.objects.filter(pk=first.pk).update(slug="forum")
    publish(event=first, languages=["ru"], user=publisher, is_silent=True)
    assert refused(restore, event=second, languages=["ru"], user=publisher) == [
        "Русский: Another event is public at this address."
    ]


def test_a_past_moment_does_not_come_in_between_what_readers_saw(publisher, clock):
    event = factories.published(at=clock.now - 9 * HOUR)
    arguments = {"event": event, "languages": ["ru"], "user": publisher}
    publish(**arguments, at=clock.now - 5 * HOUR, is_silent=True)
    withdraw(event=event, user=publisher, reasons={"ru": "Ошибка"}, at=clock.now - 3 * HOUR)
    for hours in (10, 7, 4):
        assert refused(publish, **arguments, at=clock.now - hours * HOUR) == [
            "Русский: An earlier edition began or ended later than that."
        ]
    publish(**arguments, at=clock.now - 2 * HOUR)


def assert_intervals_are_apart(event, now):
    for language in ("kk", "ru", "en"):
        editions = [*event.editions.filter(language=language).order_by("number")]
        assert [edition.number for edition in editions] == [*range(1, len(editions) + 1)]
        standing = [
            edition
            for edition in sorted(editions, key=lambda edition: edition.published_at)
            if not edition.withdrawn_at and edition.superseded_at != edition.published_at
        ]
        for before, after in zip(standing, standing[1:], strict=False):
            assert before.superseded_at is not None
            assert before.published_at < before.superseded_at <= after.published_at
        ours = Edition.objects.filter(event=event, language=language)
        assert ours.visible(now).count() <= 1
        assert ours.scheduled(now).count() <= 1


@pytest.mark.parametrize("seed", range(4))
def test_no_sequence_of_steps_lets_editions_overlap(publisher, clock, seed):
    chance = random.Random(seed)  # noqa: S311 - to be repeated, not to be secret
    event = factories.approved(factories.trilingual())
    done = 0
    for _step in range(120):
        clock.now += chance.choice([0, 1, 20, 90]) * dt.timedelta(minutes=1)
        languages = chance.sample(["kk", "ru", "en"], chance.randint(1, 3))
        at = clock.now + chance.randint(-2, 4) * HOUR
        step, arguments = chance.choice(
            [
                (publish, {"languages": languages, "is_silent": True}),
                (publish, {"languages": languages, "is_silent": True, "at": at}),
                (reschedule, {"languages": languages, "at": at}),
                (unschedule, {"languages": languages}),
                (withdraw, {"reasons": dict.fromkeys(languages, "Ошибка")}),
                (restore, {"languages": languages}),
            ]
        )
        before = visible_of(event)
        try:
            step(event=event, user=publisher, **arguments)
        except Refused:
            assert visible_of(event) == before
            continue
        done += 1
        assert_intervals_are_apart(event, clock.now)
        is_left = Edition.objects.current().filter(event=event).exists()
        assert (status_of(event) == "published") == is_left
    assert done > 30


@pytest.mark.parametrize("languages", [["ru"], ["kk", "ru", "en"]], ids=len)
def test_publishing_costs_the_same_whatever_was_published_before(publisher, languages):
    event = factories.approved(factories.trilingual(topics=[factories.TopicFactory()]))
    factories.ParticipationFactory(event=event)
    factories.EventOrganizationFactory(event=event)
    factories.EventPhotoFactory(event=event)
    refresh_names()
    counts = []
    for _edition in range(4):
        with CaptureQueriesContext(connection) as queries:
            publish(event=event, languages=languages, user=publisher, is_silent=True)
        counts.append(len(queries))
    assert counts[1] == counts[3]
    # Those of each language read the directory, to find whom its text names.
    assert max(counts) <= 26 + 4 * len(languages), counts


@pytest.mark.parametrize(
    ("begins", "ends", "is_withdrawn", "is_apart"),
    [  # from what is visible between -2 and 0
        (0, None, False, True),
        (-1, None, False, False),
        (-1, 0, False, False),
        (-3, -2, False, True),
        (-3, -1, False, False),
        (-1, -1, False, True),  # replaced before its moment
        (-2, 1, True, True),
    ],
)
@pytest.mark.parametrize("is_moved", [False, True])
def test_the_database_keeps_two_editions_from_being_visible_at_once(
    begins, ends, is_withdrawn, is_apart, is_moved
):
    now = timezone.now()

    def at(hours):
        return None if hours is None else now + dt.timedelta(hours=hours)

    event = factories.published(at=at(-2))
    event.editions.update(superseded_at=at(0))
    other = Edition(
        event=event,
        language="ru",
        number=2,
        slug=event.slug,
        title="Другая",
        body="<p>Другая</p>",
        starts_at=now,
        published_at=at(begins),
        superseded_at=at(ends),
        withdrawn_at=at(0) if is_withdrawn else None,
        withdrawal_reason="Ошибка" if is_withdrawn else "",
    )
    if is_moved:  # from a place that is free
        wanted = other.published_at, other.superseded_at
        other.published_at, other.superseded_at = at(5), at(6)
        other.save()
        other.published_at, other.superseded_at = wanted
    try:
        with transaction.atomic():
            other.save()
    except IntegrityError:
        assert not is_apart
    else:
        assert is_apart
