"""The library beside a text: what it shows, what it takes, and which pictures stay in a text."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from media.models import Photo
from news.models import Event, HistoryEntry, StaffProfile
from tests import factories
from tests.news.desk import posted, save, signed_in

pytestmark = pytest.mark.django_db

LIBRARY = "/admin/media/photo/library/"
OUTSIDE = '<img src="https://example.org/x.jpg" alt="">'


@pytest.fixture
def desk(editor):
    return signed_in(editor)


def page(event):
    return f"/admin/news/event/{event.pk}/change/"


def shown(response):
    """`[(heading, ids of photos)]`"""
    parts = response.context["parts"]
    return [(heading, [each["photo"].pk for each in choices]) for heading, choices in parts]


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_photos_of_the_event_come_first(desk):
    listed, in_text, in_form, newest = (
        factories.photo(color) for color in ("red", "green", "blue", "gold")
    )
    event = factories.EventFactory(body_kk=f'<figure data-photo="{in_text.pk}"></figure>')
    factories.EventPhotoFactory(event=event, photo=listed)
    response = desk.get(LIBRARY, {"event": event.pk, "also": [in_form.pk, listed.pk, "x", 0]})
    assert shown(response) == [
        ("Photos of this event", [listed.pk, in_text.pk, in_form.pk]),
        ("The newest photos", [newest.pk]),
    ]
    assert shown(desk.get(LIBRARY)) == [
        ("The newest photos", [newest.pk, in_form.pk, in_text.pk, listed.pk])
    ]


@pytest.mark.parametrize(
    "words", ["ЗАЛ", "делегация", "хельсинки", "флаги", "IMG_7", "ахметов", "зал делегация"]
)
def test_the_library_is_searched_in_any_letter_case(desk, words):
    photo = factories.photo(
        filename="img_7.jpg",
        caption_ru="В зале",
        headline="Делегация",
        keywords="флаги, Зал",
        place="Хельсинки",
        creator="Е. Ахметов",
    )
    factories.photo("red", "other.jpg", caption_ru="Сцена")
    assert shown(desk.get(LIBRARY, {"q": words})) == [("", [photo.pk])]


def test_words_that_nothing_has_are_answered(desk):
    factories.photo()
    response = desk.get(LIBRARY, {"q": "верблюд"})
    assert "No photo has all these words." in response.content.decode()
    assert response.context["parts"] == []


def test_more_photos_come_on_further_pages(desk, monkeypatch):
    monkeypatch.setattr("news.desk.choosing.SHOWN", 2)
    photos = [factories.photo(color).pk for color in ("red", "green", "blue", "gold", "navy")]
    pages = [desk.get(LIBRARY, {"page": number}) for number in ("", "2", "3", "4")]
    assert [[pk for _heading, pks in shown(each) for pk in pks] for each in pages] == [
        photos[:2:-1],
        photos[2:0:-1],
        photos[:1],
        [],
    ]
    assert [each.context["next_page"] for each in pages] == [2, 3, None, None]
    assert 'data-page="2"' in pages[0].content.decode()


def test_it_says_which_words_a_photo_lacks(desk):
    factories.photo(alt_text_ru="Зал", alt_text_kk="Зал", alt_text_en="Hall", caption_ru="В зале")
    text = desk.get(LIBRARY, {"language": "kk"}).content.decode()
    assert re.findall(r'class="lacks">(.*?)<', text) == ["No caption: Қазақша, English"]
    assert 'data-alt="Зал"' in text
    assert 'href="/admin/media/photo/' in text


@pytest.mark.parametrize("number", [1, 3])
def test_the_library_costs_the_same_for_any_number(desk, number, django_assert_num_queries):
    event = factories.EventFactory()
    for index in range(number):
        factories.EventPhotoFactory(event=event, photo=factories.photo((index * 60, 9, 9)))
        factories.photo((9, index * 60, 200))
    with django_assert_num_queries(9):
        desk.get(LIBRARY, {"event": event.pk})


def upload(client, data, name="Зал.jpg"):
    file = SimpleUploadedFile(name, data, "image/jpeg")
    return client.post(LIBRARY, {"file": file, "language": "ru"})


def test_a_photo_is_added_from_the_dialog(desk, editor):
    answer = json.loads(upload(desk, factories.picture()).content)
    photo = Photo.objects.get()
    assert answer["said"] == "“Зал.jpg” is in the library now."
    assert f'data-photo="{photo.pk}"' in answer["html"]
    assert photo.added_by == editor
    entry = HistoryEntry.objects.of(photo).get()
    assert (entry.action, entry.user) == (HistoryEntry.Action.CREATED, editor)
    answer = json.loads(upload(desk, factories.picture()).content)
    assert answer["said"] == "“Зал.jpg” was in the library already."
    assert HistoryEntry.objects.of(photo).count() == Photo.objects.count() == 1


def test_what_is_no_photo_is_refused_with_a_sentence(desk):
    response = upload(desk, b"text", "note.jpg")
    assert response.status_code == 400
    assert "note.jpg" in json.loads(response.content)["error"]
    response = desk.post(LIBRARY)
    assert (response.status_code, json.loads(response.content)) == (
        400,
        {"error": "Choose a photo."},
    )
    assert not Photo.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(desk, settings, monkeypatch):
    settings.PRESS_MAX_PHOTO_MB = 1

    def read(*args):
        raise AssertionError

    monkeypatch.setattr(TemporaryUploadedFile, "read", read)
    response = upload(desk, b"x" * 3_000_000)
    assert (response.status_code, json.loads(response.content)) == (
        400,
        {"error": "“Зал.jpg” is larger than 1 MB. Save it as a JPEG of a smaller size."},
    )


def test_translators_choose_and_do_not_add(translator):
    client = signed_in(translator)
    photo = factories.photo()
    assert shown(client.get(LIBRARY)) == [("The newest photos", [photo.pk])]
    assert upload(client, factories.picture("red")).status_code == 403
    assert Photo.objects.count() == 1


@pytest.mark.parametrize("group", ["Editors", "Translators"])
def test_the_form_of_an_event_has_the_dialog(group):
    user = factories.UserFactory(groups=[group])
    StaffProfile.objects.create(user=user, translates_into=["kk"])
    text = signed_in(user).get(page(factories.EventFactory())).content.decode()
    assert text.count('<dialog id="photo-library"') == 1
    assert ('name="file"' in text) is (group == "Editors")
    assert 'data-editor="id_body_kk"' in text


# What a text keeps


@pytest.mark.parametrize(
    ("html", "kept", "left_out"),
    [
        (OUTSIDE, 0, 1),
        (f"{OUTSIDE}<figure>{OUTSIDE}</figure>", 0, 2),
        ('<img data-photo="{pk}" src="x" onerror="alert(1)">', 1, 0),
        ('<img data-photo="{pk}" src="javascript:x">' + OUTSIDE, 1, 1),
        ('<img data-photo="{pk}x">', 0, 1),
        ('<img data-photo="-1"><img data-photo=""><img data-photo="1234567890">', 0, 3),
        ('<img data-photo="{gone}" src="x">', 0, 1),
        ('<figure data-photo="{gone}"></figure>', 0, 1),
        ('<figure data-photo="{pk}"></figure>', 1, 0),
        ("<script>'<img>'</script><!-- <img> -->", 0, 0),
    ],
)
def test_pictures_that_are_not_in_the_library_are_left_out_and_told(desk, html, kept, left_out):
    photo, gone = factories.photo(), factories.photo("red")
    Photo.objects.filter(pk=gone.pk).delete()
    event = factories.EventFactory()
    html = html.format(pk=photo.pk, gone=gone.pk)
    response = desk.post(
        page(event),
        posted(desk.get(page(event)), body_ru=f"<p>До</p>{html}<p>После</p>"),
        follow=True,
    )
    event.refresh_from_db()
    figure = f'<figure data-photo="{photo.pk}"></figure>\n'
    assert event.body_ru == f"<p>До</p>\n{figure * kept}<p>После</p>"
    one = (
        "Русский: 1 picture was left out of the text, because it is not in the library. Put it in"
        " with the button “Photo” of the editor."
    )
    many = (
        f"Русский: {left_out} pictures were left out of the text, because they are not in the"
        " library. Put them in with the button “Photo” of the editor."
    )
    sentences = [each for each in said(response) if "left out" in each]
    assert sentences == [[], [one], [many], [many]][left_out]


def test_who_gets_the_form_back_with_an_error_is_told_too(desk):
    event = factories.EventFactory()
    response = save(desk, page(event), title_ru="", body_ru=f"<p>Т</p>{OUTSIDE}")
    assert "1 picture was left out of the text" in response.content.decode()
    assert response.context["adminform"].form["body_ru"].value() == "<p>Т</p>"


def test_a_new_event_takes_pictures_of_the_library_alone(desk):
    photo = factories.photo()
    address = "/admin/news/event/add/"
    data = posted(
        desk.get(address),
        title_ru="Новое",
        body_ru=f'<p><img data-photo="{photo.pk}" src="x" alt="y"></p>{OUTSIDE}',
    )
    response = desk.post(address, data, follow=True)
    assert "1 picture was left out of the text" in response.content.decode()
    event = Event.objects.get(title_ru="Новое")
    assert event.body_ru == f'<figure data-photo="{photo.pk}"></figure>'
