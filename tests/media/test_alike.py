"""Photos that look nearly the same wait for a person to decide."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from media.library import add_photo
from media.models import Photo
from news.models import HistoryEntry
from tests import factories
from tests.media.pictures import saved, scene, scenic
from tests.media.test_upload import send
from tests.news.desk import signed_in

pytestmark = pytest.mark.django_db

LIST = "/admin/media/photo/"


@pytest.fixture
def desk(photo_editor):
    return signed_in(photo_editor)


@pytest.fixture
def old():
    return add_photo(filename="old.jpg", data=scenic(1))[0]


@pytest.fixture
def new(old):
    return add_photo(filename="new.jpg", data=scenic(1, quality=40))[0]


def decide(client, photo, other, decision, **headers):
    address = f"{LIST}{photo.pk}/alike/"
    return client.post(address, {"decision": decision, "other": other.pk}, headers=headers)


def said(client, photo, other, decision):
    """What the script gets."""
    return decide(client, photo, other, decision, accept="application/json").json()


@pytest.mark.parametrize(
    "data",
    [
        scenic(1, quality=30),
        scenic(1, "PNG"),
        scenic(1, "WEBP", quality=50),
        saved(scene(1).resize((160, 120)), quality=80),
        saved(scene(1).crop((1, 1, 319, 239)), quality=80),
        saved(scene(1).convert("L")),
    ],
    ids=["saved anew", "as PNG", "as WebP", "scaled", "cut a little", "in grey"],
)
def test_a_copy_of_a_photo_looks_like_it(old, data):
    assert add_photo(filename="copy.jpg", data=data)[0].similar_to == old


@pytest.mark.parametrize("seed", [2, 3, 4, 5])
def test_another_photo_does_not(old, seed):
    assert add_photo(filename="other.jpg", data=scenic(seed))[0].similar_to is None


def test_flat_pictures_look_like_none(old):
    factories.photo("teal")
    assert factories.photo("navy").similar_to is None


def test_both_are_shown_side_by_side_where_the_new_one_came_in(desk, old):
    (line,) = send(desk, "new.jpg", scenic(1, quality=40))
    new = Photo.objects.get(original_filename="new.jpg")
    assert new.similar_to == old
    for photo in (old, new):
        assert photo.thumbnail_url in line["html"]
    assert f'action="/admin/media/photo/{new.pk}/alike/"' in line["html"]
    assert "Keep both" in line["html"]
    assert "Remove the new one" in line["html"]


def test_the_undecided_are_found_later(desk, old, new):
    page = desk.get(f"{LIST}?alike=yes")
    assert list(page.context["cl"].queryset) == [new]
    assert b"Keep both" in desk.get(f"{LIST}{new.pk}/change/").content
    assert b"Keep both" not in desk.get(f"{LIST}{old.pk}/change/").content


def test_both_are_kept(desk, old, new):
    Photo.objects.update(prepared_at=new.created_at)
    assert said(desk, new, old, "keep") == {"sentence": "Both photos stay.", "is_removed": False}
    new.refresh_from_db()
    assert (new.similar_to, new.prepared_at) == (None, new.created_at)


def test_the_new_one_is_removed_with_its_history(desk, old, new):
    third, _ = add_photo(filename="third.jpg", data=scenic(1, quality=50))
    Photo.objects.filter(pk=third.pk).update(similar_to=new)
    assert said(desk, new, old, "remove") == {
        "sentence": "The new photo is removed.",
        "is_removed": True,
    }
    assert set(Photo.objects.all()) == {old, third}
    third.refresh_from_db()
    assert third.similar_to == old
    entry = HistoryEntry.objects.get(action="deleted")
    assert (entry.object_id, entry.username) == (new.pk, "photo_editor")


def test_one_that_is_in_use_stays(desk, old, new):
    factories.EventPhotoFactory(photo=new)
    assert said(desk, new, old, "remove") == {
        "sentence": "The new photo is in use and stays. Take it out there first.",
        "is_removed": False,
    }
    new.refresh_from_db()
    assert new.similar_to == old


def test_one_that_stands_in_a_text_stays(desk, old, new):
    factories.EventFactory(body_ru=f'<figure data-photo="{new.pk}"></figure>')
    assert said(desk, new, old, "remove")["is_removed"] is False
    assert Photo.objects.filter(pk=new.pk).exists()


@pytest.mark.parametrize("second", ["keep", "remove"])
def test_the_first_decision_counts(desk, old, new, second):
    said(desk, new, old, "keep")
    assert said(desk, new, old, second) == {
        "sentence": "Somebody has decided already: the photo stays.",
        "is_removed": False,
    }
    assert Photo.objects.count() == 2


@pytest.mark.parametrize("second", ["keep", "remove"])
def test_one_that_was_removed_is_gone(desk, old, new, second):
    said(desk, new, old, "remove")
    assert said(desk, new, old, second) == {
        "sentence": "The new photo has been removed already.",
        "is_removed": True,
    }


def test_without_scripts_a_page_says_what_was_done(desk, old, new):
    response = decide(desk, new, old, "keep")
    assert response.url == f"{LIST}{new.pk}/change/"
    assert b"Both photos stay." in desk.get(response.url).content
    Photo.objects.filter(pk=new.pk).update(similar_to=old)
    response = decide(desk, new, old, "remove")
    assert response.url == LIST
    assert b"The new photo is removed." in desk.get(response.url).content


def test_those_who_write_texts_only_decide_nothing(translator, old, new):
    client = signed_in(translator)
    page = client.get(f"{LIST}{new.pk}/change/").content
    assert b"This looks like a photo" in page
    assert b"Keep both" not in page
    assert b"Remove the new one" not in page
    for decision in ("keep", "remove"):
        assert decide(client, new, old, decision).status_code == 403
    assert Photo.objects.get(pk=new.pk).similar_to == old


def test_what_no_page_of_ours_sends_decides_nothing(desk, old, new):
    assert decide(desk, new, old, "both").status_code == 400
    assert desk.get(f"{LIST}{new.pk}/alike/").status_code == 405
    assert Photo.objects.get(pk=new.pk).similar_to == old


def test_the_list_of_the_undecided_costs_the_same_for_more(desk, old, django_assert_num_queries):
    add_photo(filename="1.jpg", data=scenic(1, quality=40))
    with CaptureQueriesContext(connection) as one:
        desk.get(f"{LIST}?alike=yes")
    for quality in (45, 50):
        add_photo(filename="more.jpg", data=scenic(1, quality=quality))
    with django_assert_num_queries(len(one)):
        desk.get(f"{LIST}?alike=yes")


def test_a_photo_turned_by_the_camera_looks_like_it_upright():
    image = scene(1)
    exif = Image.Exif()
    exif[0x0112] = 6
    buffer = io.BytesIO()
    image.transpose(Image.Transpose.ROTATE_90).save(buffer, "JPEG", exif=exif)
    old, _ = add_photo(filename="a.jpg", data=saved(image))
    assert add_photo(filename="b.jpg", data=buffer.getvalue())[0].similar_to == old
