import pytest

from news.checks.base import Subject
from news.checks.pictures import BarePhotos
from tests.factories import EventFactory, EventPhotoFactory, photo

pytestmark = pytest.mark.django_db
FULL = {
    f"{name}_{language}": f"{name} {language}"
    for name in ("caption", "alt_text")
    for language in ("kk", "ru", "en")
}


def find(event, language="ru", html=""):
    return [found.reason for found in BarePhotos().find(Subject(language, "…", "", html, event))]


@pytest.mark.parametrize(
    ("lacks", "reason"),
    [
        ({"caption_ru": ""}, "No caption in this language: caption en."),
        ({"alt_text_ru": "—"}, "No alternative text in this language: caption en."),
        ({"creator": ""}, "Neither credit line nor photographer: caption en."),
        ({"creator": "", "credit_line_kk": "АНК"}, None),
        ({"caption_kk": "", "alt_text_en": ""}, None),
        ({}, None),
    ],
)
def test_photo_is_named_with_what_it_lacks_in_the_language(lacks, reason):
    event = EventFactory()
    link = EventPhotoFactory(event=event, photo=photo(**{**FULL, "creator": "А. Ким", **lacks}))
    assert find(event) == ([reason] if reason else [])
    link.delete()
    assert find(event) == []


def test_photo_that_stands_only_in_the_text_counts_and_a_language_without_text_does_not():
    bare = photo(**{**FULL, "creator": "А. Ким", "alt_text_ru": ""})
    html = f'<figure data-photo="{bare.pk}"></figure>'
    event = EventFactory(body_ru=html)
    assert find(event, html=html) == ["No alternative text in this language: caption en."]
    assert list(BarePhotos().find(Subject("ru", event=event))) == []
    assert list(BarePhotos().find(Subject("ru", "Файл"))) == []


def test_queries_do_not_grow_with_the_photos(django_assert_num_queries):
    event = EventFactory()
    for color in ("red", "green", "blue"):
        EventPhotoFactory(event=event, photo=photo(color))
        subject = Subject("ru", "…", event=event)
        if color != "green":
            with django_assert_num_queries(6):
                assert len(list(BarePhotos().find(subject))) == event.event_photos.count() * 3
