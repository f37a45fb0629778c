"""People in the picture, in the form of a photo."""

import pytest

from media.models import Photo
from news.desk.comparing import describe_all
from news.models import HistoryEntry
from people.models import PhotoPerson
from tests import factories
from tests.news.desk import errors_of, posted, save, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(photo_editor):
    return signed_in(photo_editor)


@pytest.fixture
def photo():
    return factories.photo()


def page(photo):
    return f"/admin/media/photo/{photo.pk}/change/"


def rows(*people, **place):
    """What a browser posts of new rows."""
    data = {"photo_people-TOTAL_FORMS": len(people), "photo_people-INITIAL_FORMS": 0}
    for index, person in enumerate(people):
        cells = {"participant": person.pk, "position": index + 1, **place}
        data |= {f"photo_people-{index}-{name}": value for name, value in cells.items()}
    return data


def places(photo):
    return list(photo.photo_people.values_list("participant", "x", "y", "width", "height"))


def row_errors(response):
    (inline,) = response.context["inline_admin_formsets"]
    return [*inline.formset.non_form_errors()] + [
        error for form in inline.formset for errors in form.errors.values() for error in errors
    ]


def test_a_person_is_marked_in_percent_and_kept_in_fractions(desk, photo):
    person, other = factories.ParticipantFactory.create_batch(2)
    save(desk, page(photo), **rows(person, x="10.5", y="20", width="30", height="40.25"))
    assert places(photo) == [(person.pk, 0.105, 0.2, 0.3, 0.4025)]
    response = desk.get(page(photo))
    (inline,) = response.context["inline_admin_formsets"]
    (form,) = inline.formset.forms
    assert [form[name].value() for name in ("x", "y", "width", "height")] == [
        "10.5",
        "20",
        "30",
        "40.25",
    ]
    # What nobody changed is not written, however fine it is.
    photo.photo_people.update(x=1 / 3)
    before = HistoryEntry.objects.count()
    save(desk, page(photo))
    assert HistoryEntry.objects.count() == before
    assert places(photo) == [(person.pk, 1 / 3, 0.2, 0.3, 0.4025)]
    photo.photo_people.update(x=0.105)
    save(desk, page(photo), **{"photo_people-0-participant": other.pk})
    assert places(photo) == [(other.pk, 0.105, 0.2, 0.3, 0.4025)]
    save(desk, page(photo), **{"photo_people-0-DELETE": "on"})
    assert places(photo) == []


@pytest.mark.parametrize("start", ["0", "0.1", "10", "57", "93", "99.9"])
def test_a_place_may_touch_the_edge(desk, photo, start):
    """Fractions that add up to 1 in decimals do not always in binary."""
    place = dict.fromkeys(["x", "y"], start)
    place |= dict.fromkeys(["width", "height"], f"{100 - float(start):.1f}")
    response = save(desk, page(photo), **rows(factories.ParticipantFactory(), **place))
    assert response.status_code == 302
    ((_person, x, *_rest),) = places(photo)
    assert x == pytest.approx(float(start) / 100)


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (
            {"x": "80", "y": "0", "width": "30", "height": "10"},
            "The place is not inside the picture.",
        ),
        (
            {"x": "0", "y": "0", "width": "0", "height": "10"},
            "The place is not inside the picture.",
        ),
        (
            {"x": "-1", "y": "0", "width": "5", "height": "10"},
            "Give a number from 0 to 100.",
        ),
        (
            {"x": "1", "y": "0", "width": "101", "height": "10"},
            "Give a number from 0 to 100.",
        ),
        (
            {"x": "10", "y": "10", "width": "10", "height": ""},
            "Give all four numbers of the place, or none.",
        ),
    ],
)
def test_a_place_that_cannot_be_gets_a_sentence(desk, photo, place, sentence):
    response = save(desk, page(photo), **rows(factories.ParticipantFactory(), **place))
    assert row_errors(response) == [sentence]
    assert places(photo) == []


def test_a_person_twice_gets_a_sentence(desk, photo):
    person = factories.ParticipantFactory()
    response = save(desk, page(photo), **rows(person, person))
    assert "This person is in the list already." in row_errors(response)
    assert places(photo) == []


def test_the_order_is_kept_and_told(desk, photo):
    first, second = factories.ParticipantFactory.create_batch(2)
    save(desk, page(photo), **rows(first, second))
    save(desk, page(photo), **{"photo_people-0-position": 2, "photo_people-1-position": 1})
    assert [pk for pk, *_place in places(photo)] == [second.pk, first.pk]
    entries = HistoryEntry.objects.of(photo).order_by("pk")
    described = describe_all([(Photo, entry.changes) for entry in entries])
    names = [difference.label for found in described for difference in found]
    assert names == ["People in the picture", "People in the picture"]
    assert desk.get(f"/admin/media/photo/{photo.pk}/history/").status_code == 200


def test_translators_read_who_is_in_the_picture(translator, photo):
    person = factories.ParticipantFactory()
    PhotoPerson.objects.create(photo=photo, participant=person, x=0.1, y=0.2, width=0.3, height=0.4)
    client = signed_in(translator)
    text = client.get(page(photo)).content.decode()
    assert str(person) in text
    assert "left: calc(0.1 * 100%)" in text
    assert "photo_people-0-participant" not in text
    data = rows(factories.ParticipantFactory())
    client.post(page(photo), posted(client.get(page(photo))) | data)
    assert [pk for pk, *_place in places(photo)] == [person.pk]


def test_people_whom_somebody_else_named_meanwhile_stay(desk, photo, editor):
    person, other = factories.ParticipantFactory.create_batch(2)
    seen = posted(desk.get(page(photo)))
    place = {"x": "93", "y": "0", "width": "7", "height": "33.33"}
    save(signed_in(editor), page(photo), **rows(person, **place))
    assert desk.post(page(photo), seen | {"caption_ru": "В зале"}).status_code == 302
    ((pk, x, y, width, height),) = places(photo)
    assert (pk, round(x, 4), y, width, height) == (person.pk, 0.93, 0, 0.07, 0.3333)
    response = desk.post(page(photo), seen | rows(other))
    assert "Changed meanwhile by editor" in str(errors_of(response))
    assert [pk for pk, *_place in places(photo)] == [person.pk]


def test_the_form_of_a_person_leads_to_their_photos(desk, photo):
    person, nobody = factories.ParticipantFactory.create_batch(2)
    PhotoPerson.objects.create(photo=photo, participant=person)
    other = factories.photo("red", caption_ru="Без людей")
    link = f"/admin/media/photo/?person={person.pk}"
    text = desk.get(f"/admin/people/participant/{person.pk}/change/").content.decode()
    assert f'<a href="{link}">In 1 photo</a>' in text
    text = desk.get(f"/admin/people/participant/{nobody.pk}/change/").content.decode()
    assert "No photos" in text
    assert f"?person={nobody.pk}" not in text

    def listed(response):
        return list(response.context["cl"].queryset)

    response = desk.get(link)
    assert listed(response) == [photo]
    assert str(person) in response.content.decode()
    assert listed(desk.get(link.replace(str(person.pk), str(nobody.pk)))) == []
    assert listed(desk.get(link.replace(f"={person.pk}", "=none"))) == [other]
    assert set(listed(desk.get(link.replace(f"={person.pk}", "=x")))) == {photo, other}
    text = signed_in(factories.UserFactory(is_superuser=True)).get("/admin/people/participant/add/")
    assert "No photos" not in text.content.decode()
