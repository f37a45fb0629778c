"""Many photos described at once: one text for all, then each one's own."""

import html

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.utils import timezone

from media.models import Photo
from news.desk.describing import describing_address
from news.models import Event, HistoryEntry, StaffProfile
from tests import factories
from tests.news.desk import save, signed_in

pytestmark = pytest.mark.django_db

LIST = "/admin/media/photo/"
COLORS = ["blue", "gold", "green", "red", "teal"]


def address(*photos):
    return f"/admin/media/photo/describe/?ids={','.join(str(photo.pk) for photo in photos)}"


def make(count=3, **fields):
    return [factories.photo(color, filename=f"{color}.jpg", **fields) for color in COLORS[:count]]


def opened(client, *photos):
    """What a browser would post from the page as it is now."""
    context = client.get(address(*photos)).context
    data = {}
    for form in (context["form"], *context["rows"]):
        for bound in form:
            data[bound.html_name] = bound.value() or ""
            if bound.field.show_hidden_initial:
                data[bound.html_initial_name] = bound.value() or ""
    return data


def post(client, *photos, **changes):
    data = opened(client, *photos)
    return client.post(address(*photos), data | changes)


def told(client, response):
    """The messages of the page to which a response leads."""
    assert response.status_code == 302
    return [html.unescape(str(each)) for each in client.get(response.url).context["messages"]]


def again(response, **changes):
    """What a browser posts from a page that came back."""
    data = {}
    for form in (response.context["form"], *response.context["rows"]):
        for bound in form:
            data[bound.html_name] = bound.value() or ""
            if bound.field.show_hidden_initial:
                data[bound.html_initial_name] = form.data[bound.html_initial_name]
    return data | changes


def values(name):
    return list(Photo.objects.order_by("pk").values_list(name, flat=True))


def photo_changes(photo):
    entries = HistoryEntry.objects.of(photo).order_by("pk")
    return [entry.changes for entry in entries]


@pytest.fixture
def desk(photo_editor):
    return signed_in(photo_editor)


def test_one_caption_for_all_then_each_ones_own(desk):
    photos = make(3)
    first, second, third = photos
    Photo.objects.filter(pk=third.pk).update(caption_ru="Уже есть")
    response = post(desk, *photos, caption_ru="Встреча в Доме дружбы", _apply="1")
    assert values("caption_ru") == [None, None, "Уже есть"]
    shown = [row["caption_ru"].value() for row in response.context["rows"]]
    assert shown == ["Встреча в Доме дружбы", "Встреча в Доме дружбы", "Уже есть"]
    # What was put into the rows is not put there again: one of them is emptied on purpose.
    data = again(response, **{f"{first.pk}-caption_ru": "", f"{second.pk}-alt_text_ru": "Зал"})
    response = desk.post(address(*photos), data)
    assert told(desk, response) == ["1 photo was changed."]
    assert values("caption_ru") == [None, "Встреча в Доме дружбы", "Уже есть"]
    assert values("alt_text_ru") == [None, "Зал", None]
    assert [photo_changes(photo) for photo in photos] == [
        [],
        [{"caption_ru": ["", "Встреча в Доме дружбы"], "alt_text_ru": ["", "Зал"]}],
        [],
    ]


def test_saving_puts_the_caption_into_the_rows_at_once(desk):
    photos = make(2, caption_ru="Встреча")
    own = {f"{photos[1].pk}-caption_ru": "Гость"}
    post(desk, *photos, caption_ru="Встреча в зале", **own)
    assert values("caption_ru") == ["Встреча в зале", "Гость"]


def test_what_is_the_same_for_all_is_saved_with_each(desk):
    photos = make(2)
    Photo.objects.update(prepared_at=timezone.now())
    Photo.objects.filter(pk=photos[0].pk).update(creator="Е. Ахметов")
    page = desk.get(address(*photos)).context["form"]
    assert page["creator"].help_text == "They differ. Left empty, each keeps its own."
    post(desk, *photos, credit_line_kk="Жаршы", copyright_notice="© Жаршы")
    assert values("creator") == ["Е. Ахметов", ""]
    assert values("credit_line_kk") == ["Жаршы", "Жаршы"]
    assert values("copyright_notice") == ["© Жаршы", "© Жаршы"]
    assert values("prepared_at") == [None, None]
    post(desk, *photos, credit_line_kk="")
    assert [value or "" for value in values("credit_line_kk")] == ["", ""]


def test_photos_are_put_into_an_event_behind_its_own(desk, photo_editor):
    first, second, third = make(3)
    event = factories.approved()
    factories.EventPhotoFactory(event=event, photo=third, position=4)
    version = event.version
    response = post(desk, first, third, second, event=event.pk, creator="Е. Ахметов")
    name = f'<a href="/admin/news/event/{event.pk}/change/">{event}</a>'
    assert told(desk, response) == [
        f"3 photos were changed. 2 photos were put into the event: {name}",
        f"1 event goes back to review, because it shows this: {name}",
    ]
    photos = [link.photo for link in event.event_photos.all()]
    assert photos == [third, first, second]
    event.refresh_from_db()
    assert (event.status, event.edited_by) == ("in_review", photo_editor)
    assert event.version > version
    entries = HistoryEntry.objects.of(event).filter(action="changed").order_by("pk")
    assert [entry.changes for entry in entries] == [
        {
            "captions": [
                {str(third.pk): {"creator": ""}},
                {str(third.pk): {"creator": "Е. Ахметов"}},
            ]
        },
        {"photos": [[third.pk], [third.pk, first.pk, second.pk]]},
    ]


def test_photos_that_an_event_has_leave_it_alone(desk):
    (photo,) = make(1)
    event = factories.approved()
    factories.EventPhotoFactory(event=event, photo=photo)
    assert told(desk, post(desk, photo, event=event.pk)) == ["Nothing was changed."]
    event.refresh_from_db()
    assert event.status == "approved"


def test_an_event_is_told_once_of_all_its_photos(desk):
    first, second, other = make(3)
    shows = factories.approved()
    factories.EventPhotoFactory(event=shows, photo=first)
    Event.objects.filter(pk=shows.pk).update(
        body_en=f'<p>Yes</p><figure data-photo="{second.pk}"></figure>'
    )
    apart = factories.approved(body_ru=f'<figure data-photo="{second.pk}0"></figure>')
    response = post(desk, first, second, other, caption_ru="Зал")
    assert "1 event goes back to review" in told(desk, response)[1]
    entry = HistoryEntry.objects.of(shows).get(action="changed")
    assert entry.changes["captions"][1] == {
        str(photo.pk): {"caption_ru": "Зал"} for photo in (first, second)
    }
    apart.refresh_from_db()
    assert apart.status == "approved"


def test_what_another_changed_is_kept_or_asked_once(desk, editor):
    first, second = make(2)
    seen = opened(desk, first, second)
    save(
        signed_in(editor), f"/admin/media/photo/{first.pk}/change/", caption_ru="Чужая", creator="А"
    )
    # Another language of it and the other photo: theirs stays.
    own = {f"{first.pk}-caption_kk": "Менікі", f"{second.pk}-caption_ru": "Моя"}
    response = desk.post(address(first, second), seen | own)
    said = f"{Photo.objects.get(pk=first.pk)}. What editor changed meanwhile was kept: Caption"
    assert any(message.startswith(said) for message in told(desk, response))
    assert values("caption_ru") == ["Чужая", "Моя"]
    # The same field, below and above: both are asked about once, and what was typed stays.
    changes = {f"{first.pk}-caption_ru": "Моя тоже", "creator": "Б"}
    response = desk.post(address(first, second), seen | changes)
    row = response.context["rows"][0]
    assert "Changed meanwhile by editor" in str(row.errors["caption_ru"])
    assert row["caption_ru"].value() == "Моя тоже"
    assert "Changed meanwhile by editor" in str(response.context["form"].errors["creator"])
    assert values("creator") == ["А", ""]
    response = desk.post(address(first, second), again(response))
    assert response.status_code == 302
    assert values("caption_ru") == ["Моя тоже", "Моя"]
    assert values("creator") == ["Б", "Б"]


def test_a_field_that_others_made_differ_is_not_written_over(desk, editor):
    first, second = make(2, creator="Е. Ахметов")
    seen = opened(desk, first, second)
    save(signed_in(editor), f"/admin/media/photo/{first.pk}/change/", creator="Другой")
    desk.post(address(first, second), seen | {f"{second.pk}-alt_text_ru": "Зал"})
    assert values("creator") == ["Другой", "Е. Ахметов"]


def test_a_mistake_keeps_all_that_was_typed(desk):
    first, second = make(2)
    changes = {f"{first.pk}-alt_text_ru": "две\nстроки", f"{second.pk}-alt_text_ru": "Зал"}
    response = post(desk, first, second, creator="Е. Ахметов", **changes)
    assert response.context["form"].non_field_errors() == [
        "Nothing is saved yet. Look at what is marked below."
    ]
    rows = response.context["rows"]
    assert rows[0].errors == {"alt_text_ru": ["Write it on one line."]}
    assert [row["alt_text_ru"].value() for row in rows] == ["две\nстроки", "Зал"]
    assert values("alt_text_ru") == [None, None]


def test_a_page_that_another_account_opened_saves_nothing(desk, editor):
    (photo,) = make(1)
    response = post(desk, photo, creator="Е. Ахметов", opened_by=str(editor.pk))
    assert "opened by another account" in str(response.context["form"].non_field_errors())
    assert values("creator") == [""]


def test_a_translator_writes_in_their_languages_alone(translator):
    StaffProfile.objects.create(user=translator, translates_into=["kk"])
    (photo,) = make(1, caption_ru="Встреча")
    client = signed_in(translator)
    shown = client.get(address(photo))
    assert {*opened(client, photo)} == {
        "caption_kk",
        "initial-caption_kk",
        "credit_line_kk",
        "initial-credit_line_kk",
        *(f"{photo.pk}-{name}" for name in ("caption_kk", "alt_text_kk", "seen")),
    }
    assert '<span lang="ru">Встреча</span>' in shown.content.decode()
    event = factories.EventFactory()
    forged = {"caption_ru": "Я", "creator": "Я", f"{photo.pk}-caption_ru": "Я", "event": event.pk}
    post(client, photo, caption_kk="Кездесу", **forged)
    photo.refresh_from_db()
    assert (photo.caption_kk, photo.caption_ru, photo.creator) == ("Кездесу", "Встреча", "")
    assert not event.photos.exists()


def test_a_translator_without_languages_only_reads(translator):
    (photo,) = make(1, caption_ru="Встреча")
    shown = signed_in(translator).get(address(photo)).content.decode()
    assert "No language is set for you to write in" in shown
    assert "Встреча" in shown
    assert ">Save<" not in shown.replace("\n", "")


def test_an_alternative_text_that_repeats_the_caption_is_warned_of(desk):
    photos = make(2, caption_ru="Встреча в зале")
    repeated = {f"{photos[1].pk}-alt_text_ru": "встреча в  зале."}
    (_done, warning) = told(desk, post(desk, *photos, **repeated))
    assert warning == (
        "The alternative text of 1 photo repeats the caption: it is read twice."
        f' <a href="/admin/media/photo/describe/?ids={photos[1].pk}">Describe these photos</a>'
    )
    shown = desk.get(address(*photos)).content.decode()
    assert shown.count("The alternative text repeats the caption: both are read out.") == 1
    # The form of a single photo says it too, and saves.
    change = f"/admin/media/photo/{photos[0].pk}/change/"
    response = save(desk, change, alt_text_ru="Встреча в зале")
    assert any("repeats the caption" in message for message in told(desk, response))
    assert values("alt_text_ru")[0] == "Встреча в зале"


def test_the_action_of_the_list_leads_to_the_chosen(desk, translator):
    photos = make(3)
    chosen = {"action": "describe", ACTION_CHECKBOX_NAME: [photos[0].pk, photos[2].pk]}
    response = desk.post(f"{LIST}?creator__exact=", chosen)
    ids = f"{photos[2].pk}%2C{photos[0].pk}"
    assert response.url == (
        f"/admin/media/photo/describe/?ids={ids}&_changelist_filters=creator__exact%3D"
    )
    assert desk.get(response.url).context["back"] == f"{LIST}?creator__exact="
    assert signed_in(translator).post(LIST, chosen).status_code == 302


def test_too_many_or_none_lead_back_to_the_list(desk):
    (photo,) = make(1)
    too_many = ",".join(str(pk) for pk in range(photo.pk, photo.pk + 101))
    for ids in ("", "x", too_many):
        response = desk.get(f"/admin/media/photo/describe/?ids={ids}")
        assert told(desk, response) == ["Choose between 1 and 100 photos in the list."]


def test_what_is_gone_is_told(desk):
    (photo,) = make(1)
    shown = desk.get(f"{address(photo)},{photo.pk + 1}").content.decode()
    assert "1 of the chosen photos is no longer there." in shown


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number(desk, count, django_assert_num_queries):
    photos = make(count, caption_ru="Зал")
    save(desk, f"/admin/media/photo/{photos[0].pk}/change/", creator="Е. Ахметов")
    desk.get(address(*photos))
    with django_assert_num_queries(9):
        desk.get(address(*photos))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_photos_costs_the_same_and_marks_alternative_texts(
    desk, count, django_assert_num_queries
):
    make(count, alt_text_ru="Зал")
    desk.get(LIST)
    with django_assert_num_queries(10):
        shown = desk.get(LIST).content.decode()
    there = 'title="Русский: there">ru<span class="visually-hidden">: there</span>'
    missing = 'title="Қазақша: missing">kk<span class="visually-hidden">: missing</span>'
    assert (shown.count(there), shown.count(missing)) == (count, count)


def test_photos_stand_as_they_were_taken_and_then_by_name(desk):
    first, second, third, fourth = make(4)
    Photo.objects.filter(pk=third.pk).update(taken_at=timezone.now())
    for photo, name in ((first, "IMG_10.jpg"), (second, "img_2.jpg"), (fourth, "IMG_1.jpg")):
        Photo.objects.filter(pk=photo.pk).update(original_filename=name)
    page = desk.get(address(first, second, third, fourth))
    shown = [form.instance for form in page.context["rows"]]
    assert shown == [third, fourth, second, first]


@pytest.mark.parametrize(
    ("next", "back"),
    [
        ("/admin/news/event/1/publish/", "/admin/news/event/1/publish/"),
        ("//example.org/admin/", "/admin/media/photo/"),
        ("https://example.org/admin/", "/admin/media/photo/"),
        ("/ru/", "/admin/media/photo/"),
        ("", "/admin/media/photo/"),
    ],
)
def test_one_comes_back_to_where_one_came_from(desk, next, back):
    (photo,) = make(1)
    response = desk.post(describing_address([photo.pk], next=next), opened(desk, photo))
    assert (response.status_code, response.url) == (302, back)
