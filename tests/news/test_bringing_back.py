import datetime as dt

import pytest
from django.utils import timezone

from media.models import Photo
from news.desk.bringing_back import PARTS, as_it_can_be, bring_back, what_would_change
from news.models import (
    Edition,
    EditionOrganization,
    EditionPerson,
    EditionPhoto,
    Event,
    HistoryEntry,
    Refused,
)
from news.publishing import build_edition, publish
from organizations.models import Organization
from people.models import Participant
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """Public in Russian; then everything of the working copy was changed."""
    event = factories.trilingual(
        kind="meeting",
        place_ru="Астана",
        venue=factories.OrganizationFactory(),
        topics=[factories.TopicFactory(slug="youth")],
    )
    for place in range(3):
        factories.ParticipationFactory(event=event, position=place)
    for place in range(2):
        factories.EventOrganizationFactory(event=event, position=place)
    for place, color in enumerate(["red", "green", "blue"]):
        photo = factories.photo(color, caption_ru=color)
        factories.EventPhotoFactory(event=event, photo=photo, position=place)
    factories.published(event)
    event.title_ru, event.title_kk, event.body_ru = "Иначе", "Басқаша", "<p>Иначе.</p>"
    event.place_ru, event.place_kk, event.venue, event.kind = "Алматы", "Алматы", None, "forum"
    event.starts_at = dt.datetime(2026, 5, 6, 5, 0, tzinfo=dt.UTC)
    event.ends_at = dt.datetime(2026, 5, 7, 5, 0, tzinfo=dt.UTC)
    event.slug = "another-address"
    event.save()
    event.topics.set([factories.TopicFactory(slug="culture")])
    first, second, third = event.participations.all()
    first.delete()
    second.position, second.role_ru, second.role_kk = 9, "гость", "қонақ"
    second.organization = factories.OrganizationFactory()
    second.save()
    factories.ParticipationFactory(event=event, position=10)
    event.event_organizations.first().delete()
    event.event_organizations.update(part="guest")
    event.event_photos.first().delete()
    new = factories.photo("gold", caption_ru="gold")
    factories.EventPhotoFactory(event=event, photo=new, position=0)
    Photo.objects.filter(caption_ru="blue").update(caption_ru="синее")
    event.refresh_from_db()
    return event


def outer(event):
    """What bringing back must never touch."""
    event = Event.objects.get(pk=event.pk)
    return {
        "slug": event.slug,
        "title_kk": event.title_kk,
        "place_kk": event.place_kk,
        "title_en": event.title_en,
        "source_language": event.source_language,
        "editions": list(Edition.objects.order_by("pk").values()),
        "photos": list(Photo.objects.order_by("pk").values()),
    }


def differing(event):
    return set(what_would_change(Event.objects.get(pk=event.pk), event.editions.get())[0])


@pytest.mark.parametrize("part", PARTS)
def test_a_part_comes_back_and_nothing_else_changes(event, editor, part):
    kept = outer(event)
    assert differing(event) == set(PARTS)
    bring_back(edition=event.editions.get(), parts=[part], user=editor)
    assert differing(event) == set(PARTS) - {part}
    assert outer(event) == kept


def test_all_parts_make_the_working_copy_what_was_public(event, editor):
    edition = event.editions.get()
    bring_back(edition=edition, parts=list(PARTS), user=editor)
    event.refresh_from_db()
    now = build_edition(event, "ru")
    assert (now.title, now.lead, now.body) == (edition.title, edition.lead, edition.body)
    assert (now.starts_at, now.ends_at) == (edition.starts_at, edition.ends_at)
    for name in ("kind", "place", "venue", "people", "organizations", "topics"):
        assert now.content[name] == edition.content[name]
    captions = [photo["caption"] for photo in now.content["photos"]]
    assert captions == ["red", "green", "синее"]  # what the library says stays
    assert edition.content["photos"][2]["caption"] == "blue"


def test_who_stays_keeps_the_role_in_other_languages(event, editor):
    second = event.participations.get(role_kk="қонақ")
    bring_back(edition=event.editions.get(), parts=["people"], user=editor)
    back = event.participations.get(participant=second.participant)
    assert (back.pk, back.role_ru, back.role_kk) == (second.pk, "член Ассамблеи", "қонақ")
    assert (back.position, back.organization) == (1, None)
    first = event.participations.first()
    assert (first.role_ru, first.role_kk) == ("член Ассамблеи", None)


def test_it_is_an_edit_of_its_own_kind(event, editor):
    edition = event.editions.get()
    bring_back(edition=edition, parts=["text"], user=editor, seen_version=event.version)
    reopened, reverted = HistoryEntry.objects.of(event)[:2]
    assert reopened.action == "reopened"
    assert (reverted.action, reverted.user, reverted.version) == ("reverted", editor, 2)
    assert (reverted.languages, reverted.comment) == (["ru"], str(edition))
    assert reverted.changes["title_ru"] == ["Иначе", edition.title]
    assert set(reverted.changes) == {"title_ru", "body_ru"}
    event.refresh_from_db()
    assert (event.status, event.version, event.edited_by) == ("in_review", 2, editor)


@pytest.mark.parametrize(("status", "then"), [("draft", "draft"), ("in_review", "in_review")])
def test_what_was_not_approved_stays_where_it_was(event, editor, status, then):
    Event.objects.filter(pk=event.pk).update(status=status)
    bring_back(edition=event.editions.get(), parts=["text"], user=editor)
    event.refresh_from_db()
    assert event.status == then


def test_a_schedule_stays(event, editor, publisher):
    factories.approved(event)
    later = timezone.now() + dt.timedelta(hours=1)
    publish(event=event, languages=["ru"], user=publisher, at=later, is_silent=True)
    kept = outer(event)
    edition = event.editions.get(number=1)
    bring_back(edition=edition, parts=list(PARTS), user=editor)
    assert outer(event) == kept
    assert Edition.objects.scheduled().get().title == "Иначе"


def test_nothing_is_written_down_when_nothing_changes(event, editor):
    bring_back(edition=event.editions.get(), parts=list(PARTS), user=editor)
    event.refresh_from_db()
    entries = HistoryEntry.objects.count()
    bring_back(edition=event.editions.get(), parts=list(PARTS), user=editor)
    assert HistoryEntry.objects.count() == entries
    assert Event.objects.get(pk=event.pk).version == event.version


@pytest.mark.parametrize(
    ("group", "parts", "seen_version", "reasons"),
    [
        ("Editors", [], 1, ["Choose a part at least."]),
        (
            "Editors",
            ["text"],
            0,
            ["It was changed after you opened the page. Look at it again."],
        ),
        ("Translators", ["text"], 1, ["You may not do this."]),
        ("Photo editors", ["photos"], 1, ["You may not do this."]),
    ],
)
def test_it_is_refused_with_every_reason(event, group, parts, seen_version, reasons):
    user = factories.UserFactory(groups=[group])
    entries = HistoryEntry.objects.count()
    with pytest.raises(Refused) as refusal:
        bring_back(edition=event.editions.get(), parts=parts, user=user, seen_version=seen_version)
    assert refusal.value.reasons == reasons
    assert HistoryEntry.objects.count() == entries
    assert differing(event) == set(PARTS)


def test_what_is_gone_is_named_and_left_out(event, editor):
    """Only by hand in the database: an edition protects what it names."""
    edition = event.editions.get()
    ids = {
        Participant: edition.content["people"][0]["id"],
        Organization: edition.content["organizations"][0]["id"],
        Photo: edition.content["photos"][0]["id"],
    }
    edition.content["venue"] = edition.content["people"][1]["organization"] = ids[Organization]
    edition.body += '<figure data-photo="999999"></figure>'
    edition.save()
    for link in (EditionPerson, EditionOrganization, EditionPhoto):
        link.objects.all().delete()
    for model, pk in ids.items():
        entry = model.objects.get(pk=pk)
        HistoryEntry.objects.record("deleted", entry, editor)
        entry.delete()
    named = [entry.object_name for entry in HistoryEntry.objects.filter(action="deleted")]
    to, gone = as_it_can_be(event, edition)
    assert sorted(gone) == sorted([*named, "no longer there, number 999999"])
    assert len(to.content["people"]) == 2
    bring_back(edition=edition, parts=list(PARTS), user=editor)
    event.refresh_from_db()
    assert event.venue is None
    assert event.participations.count() == 2
    assert event.event_organizations.count() == 1
    assert [link.photo.caption_ru for link in event.event_photos.all()] == ["green", "синее"]
