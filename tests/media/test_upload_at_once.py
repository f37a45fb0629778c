"""Photos that come in at the same moment; real transactions on PostgreSQL."""

import pytest

from media.library import add_photo
from media.models import Photo, originals
from tests.media.pictures import scenic
from tests.media.test_alike import said
from tests.news.desk import signed_in
from tests.news.test_concurrency import at_once

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True),
]


def test_the_same_file_from_several_people_is_one_photo():
    data = scenic(1)
    results = at_once(*[lambda: add_photo(filename="a.jpg", data=data)] * 4)
    assert sorted(is_new for _photo, is_new in results) == [False, False, False, True]
    photo = Photo.objects.get()
    folder = photo.file.name.partition("/")[0]
    assert originals().listdir(folder)[1].count(f"{photo.checksum}.jpg") == 1
    assert [name for name in originals().listdir(folder)[1] if photo.checksum in name] == [
        f"{photo.checksum}.jpg"
    ]


def test_of_two_that_look_alike_one_is_new():
    at_once(
        *[
            lambda quality=quality: add_photo(filename="a.jpg", data=scenic(1, quality=quality))
            for quality in (40, 50, 60)
        ]
    )
    first, *later = Photo.objects.order_by("pk")
    assert first.similar_to is None
    assert {photo.similar_to_id for photo in later} <= {photo.pk for photo in Photo.objects.all()}
    assert all(photo.similar_to_id < photo.pk for photo in later)


def test_of_two_decisions_one_counts(photo_editor, editor):
    old, _ = add_photo(filename="old.jpg", data=scenic(1))
    new, _ = add_photo(filename="new.jpg", data=scenic(1, quality=40))
    clients = [signed_in(photo_editor), signed_in(editor)]
    kept, removed = at_once(
        lambda: said(clients[0], new, old, "keep"), lambda: said(clients[1], new, old, "remove")
    )
    is_there = Photo.objects.filter(pk=new.pk).exists()
    assert (kept["sentence"], removed["sentence"]) == (
        ("Both photos stay.", "Somebody has decided already: the photo stays.")
        if is_there
        else ("The new photo has been removed already.", "The new photo is removed.")
    )
