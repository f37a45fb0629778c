import datetime as dt

import pytest
from django.db.models import ProtectedError
from django.utils import timezone

from news.models import Edition, Event, Refused
from news.publishing import current_editions, publish, withdraw
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
