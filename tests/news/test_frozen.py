"""What an edition freezes of photos and topics is part of what is approved."""

import pytest

from media.models import Photo
from news.body import figure
from news.desk.frozen import edit_events_showing
from news.desk.snapshots import differences, snapshot_of_entry
from news.models import Event, HistoryEntry, Refused, Topic
from news.publishing import frozen_photo
from tests import factories
from tests.news.desk import save, signed_in

pytestmark = pytest.mark.django_db
Status = Event.Status

PHOTO = "/admin/media/photo/{}/change/"
TOPIC = "/admin/news/topic/{}/change/"


@pytest.fixture
def picture():
    return factories.photo(caption_ru="Зал", caption_kk="Зал", alt_text_ru="Люди в зале")


def with_photo_listed(picture):
    event = factories.EventFactory()
    factories.EventPhotoFactory(event=event, photo=picture)
    return event


def with_photo_in_text(picture):
    return factories.EventFactory(body_en=f"<p>Yes</p>{figure(picture.pk)}")


def statuses(*events):
    return [Event.objects.get(pk=event.pk).status for event in events]


@pytest.mark.parametrize("make", [with_photo_listed, with_photo_in_text])
@pytest.mark.parametrize(
    "change",
    [
        {"caption_kk": "Төр"},
        {"alt_text_ru": ""},
        {"credit_line_en": "Zharshy"},
        {"creator": "А. Сериков"},
        {"copyright_notice": "© Жаршы"},
        {"focal_x": "0.1"},
        {"focal_y": "0.9"},
    ],
)
def test_a_text_of_a_photo_sends_its_events_to_review(make, change, picture, photo_editor):
    event = factories.approved(make(picture))
    other = factories.approved(with_photo_listed(factories.photo("red")))
    save(signed_in(photo_editor), PHOTO.format(picture.pk), **change)
    assert statuses(event, other) == ["in_review", "approved"]
    event.refresh_from_db()
    assert event.edited_by == photo_editor
    assert event.approved_by is None


def test_another_picture_whose_number_begins_alike_is_not_meant(picture, photo_editor):
    event = factories.approved(factories.EventFactory(body_ru=figure(f"{picture.pk}0")))
    save(signed_in(photo_editor), PHOTO.format(picture.pk), caption_ru="Сцена")
    assert statuses(event) == ["approved"]


@pytest.mark.parametrize("change", [{"focal_x": "0.501"}, {"taken_at_0": "2025-03-01"}, {}])
def test_what_no_edition_freezes_leaves_the_approval(change, picture, photo_editor):
    event = factories.approved(with_photo_listed(picture))
    save(signed_in(photo_editor), PHOTO.format(picture.pk), **change)
    assert statuses(event) == ["approved"]


def people_of(picture, *rows):
    """The changes of a photo from nobody in it to these, each `(person, place in the order)`."""
    before = snapshot_of_entry(picture, ["photo_people"])
    picture.photo_people.all().delete()
    for person, position in rows:
        picture.photo_people.create(participant=person, position=position)
    return differences(before, snapshot_of_entry(picture, ["photo_people"]))


def test_people_in_the_picture_send_its_events_to_review(picture, editor):
    event = factories.approved(with_photo_listed(picture))
    abay, dana = factories.ParticipantFactory(), factories.ParticipantFactory()
    changes = people_of(picture, (abay, 1), (dana, 2))
    assert edit_events_showing(changes_of={picture: changes}, user=editor) == [event]
    factories.approved(event)
    before = changes["photo_people"][1]
    # Other numbers of the same places are no change for readers; another order is.
    renumbered = {pk: {**row, "position": row["position"] * 10} for pk, row in before.items()}
    same = {"photo_people": [before, renumbered]}
    assert edit_events_showing(changes_of={picture: same}, user=editor) == []
    turned = {pk: {**row, "position": -row["position"]} for pk, row in before.items()}
    other = {"photo_people": [before, turned]}
    assert edit_events_showing(changes_of={picture: other}, user=editor) == [event]


def test_what_is_frozen_of_a_photo_is_what_the_review_asks_about(picture):
    """Whatever makes another edition of the event sends it to review."""
    edition = frozen_photo(picture, "ru")
    Photo.objects.filter(pk=picture.pk).update(
        **dict.fromkeys(["caption_ru", "alt_text_ru", "credit_line_ru", "creator"], "x"),
        copyright_notice="x",
        focal_x=0.1,
    )
    changed = Photo.objects.get()
    changed.photo_people.create(participant=factories.ParticipantFactory())
    other = frozen_photo(changed, "ru")
    same = {name for name in edition if edition[name] == other[name]}
    assert same == {"id", "checksum", "width", "height"}  # the original is never altered


def test_the_name_of_a_topic_sends_its_events_to_review(editor):
    topic, other = factories.TopicFactory(), factories.TopicFactory()
    event = factories.approved(factories.EventFactory(topics=[topic]))
    same = factories.approved(factories.EventFactory(topics=[other]))
    public = factories.published(factories.EventFactory(topics=[topic]))
    save(signed_in(editor), TOPIC.format(topic.pk), name_ru="Мир")
    assert statuses(event, same, public) == ["in_review", "approved", "published"]
    entry = HistoryEntry.objects.of(event).get(action="changed")
    assert entry.changes == {
        "topic_names": [
            {str(topic.pk): {"name_ru": topic.name_ru}},
            {str(topic.pk): {"name_ru": "Мир"}},
        ]
    }


def test_what_is_public_waits_for_review_and_stays_as_it_is(picture, photo_editor, publisher):
    event = factories.published(with_photo_listed(picture))
    save(signed_in(photo_editor), PHOTO.format(picture.pk), caption_ru="Без проверки")
    assert statuses(event) == ["in_review"]
    assert event.editions.get().content["photos"][0]["caption"] == "Зал"


@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.APPROVED])
def test_who_wrote_a_caption_does_not_approve_it(status, picture, publisher, editor):
    event = with_photo_listed(picture)
    Event.objects.filter(pk=event.pk).update(status=status, edited_by=editor)
    save(signed_in(publisher), PHOTO.format(picture.pk), caption_ru="Мои слова")
    event.refresh_from_db()
    if status == Status.DRAFT:
        event.submit(by=editor)
    with pytest.raises(Refused) as refused:
        event.approve(by=publisher)
    assert refused.value.reasons == ["You changed it last: somebody else has to approve it."]


def test_a_page_of_the_review_that_was_open_is_stale(picture, photo_editor, publisher):
    event = with_photo_listed(picture)
    Event.objects.filter(pk=event.pk).update(status=Status.IN_REVIEW)
    seen = event.version
    save(signed_in(photo_editor), PHOTO.format(picture.pk), caption_ru="Позже")
    with pytest.raises(Refused):
        event.approve(by=publisher, seen_version=seen)


def test_an_open_form_of_the_event_is_saved_without_a_question(picture, photo_editor, editor):
    event = with_photo_listed(picture)
    save(signed_in(photo_editor), PHOTO.format(picture.pk), caption_ru="Позже")
    address = f"/admin/news/event/{event.pk}/change/"
    response = save(signed_in(editor), address, title_ru="Новый", seen_version=1)
    assert response.status_code == 302
    event.refresh_from_db()
    assert (event.title_ru, event.event_photos.count()) == ("Новый", 1)


@pytest.mark.parametrize(("count", "said"), [(1, "1 event goes back"), (3, "3 events go back")])
def test_the_form_says_which_events_went_back(count, said, picture, photo_editor):
    events = [factories.approved(with_photo_listed(picture)) for _ in range(count)]
    with_photo_listed(picture)  # a draft
    client = signed_in(photo_editor)
    response = save(client, PHOTO.format(picture.pk), caption_ru="Сцена", _continue="1")
    shown = client.get(response.url).content.decode()
    assert said in shown
    assert all(f'<a href="/admin/news/event/{event.pk}/change/">' in shown for event in events)


def test_a_topic_in_use_is_not_deleted(editor):
    topic, free = factories.TopicFactory(), factories.TopicFactory()
    event = factories.EventFactory(topics=[topic])
    client = signed_in(editor)
    for each in (topic, free):
        response = client.post(f"/admin/news/topic/{each.pk}/delete/", {"post": "yes"})
        if each == topic:
            assert f'<a href="/admin/news/event/{event.pk}/change/">' in response.content.decode()
    assert list(Topic.objects.all()) == [topic]


def test_a_photo_in_a_text_is_not_deleted(picture, editor):
    event = with_photo_in_text(picture)
    free = factories.photo("red")
    client = signed_in(editor)
    chosen = {"action": "delete_selected", "_selected_action": [picture.pk, free.pk], "post": "yes"}
    response = client.post("/admin/media/photo/", chosen)
    assert f'<a href="/admin/news/event/{event.pk}/change/">' in response.content.decode()
    client.post(f"/admin/media/photo/{picture.pk}/delete/", {"post": "yes"})
    client.post(f"/admin/media/photo/{free.pk}/delete/", {"post": "yes"})
    assert list(Photo.objects.all()) == [picture]
