import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from news.models import Edition
from news.prepared import prepared
from tests.factories import OrganizationFactory, published, trilingual

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@prepared
def titles(now, language, *slugs):
    editions = Edition.objects.visible(now).in_language(language)
    return (editions.filter(slug__in=slugs) if slugs else editions).order_by("pk").values("title")


def of_language(language):
    return Edition.objects.in_language(language)


@prepared
def first(editions, value):
    return editions(value).order_by("pk").values_list("starts_at", "content", named=True)[:1]


def test_rows_are_those_of_the_queryset_for_each_value():
    now = timezone.now()
    published(trilingual(slug="a", title_ru="А"), ("ru", "en"), at=now - 2 * HOUR)
    published(trilingual(slug="b", title_ru="Б"), at=now + HOUR)
    assert titles(now, "ru") == [{"title": "А"}]
    assert titles(now, "en") == [{"title": "Meeting at the House of Friendship"}]
    assert titles(now + 2 * HOUR, "ru") == [{"title": "А"}, {"title": "Б"}]
    assert titles(now - 3 * HOUR, "ru") == []
    assert titles(now + 2 * HOUR, "ru", "b") == [{"title": "Б"}]
    assert titles(now + 2 * HOUR, "ru", "b", "a") == [{"title": "А"}, {"title": "Б"}]
    assert titles(now + 2 * HOUR, "ru", "' OR 1=1 --", "%s") == []


def test_columns_come_as_the_model_has_them():
    edition = published(trilingual(venue=OrganizationFactory())).editions.get()
    (row,) = first(of_language, "ru")
    assert row == (edition.starts_at, edition.content)
    assert (row.starts_at, row.content) == row


def test_statement_is_made_once_for_a_shape(django_assert_num_queries):
    made = []

    @prepared
    def rows(language, order):
        made.append(order)
        return Edition.objects.in_language(language).order_by(*order).values("pk")

    for order in (("pk",), ("-pk",), ("pk",)):
        for language in ("kk", "ru"):
            with django_assert_num_queries(1):
                assert rows(language, order) == []
    assert made == [("pk",), ("-pk",)]


def test_columns_follow_the_languages_of_the_site(settings):
    @prepared
    def rows():
        return Edition.objects.values(
            *(f"event__title_{code}" for code in settings.PRESS_LANGUAGES)
        )

    event = published(trilingual())
    assert list(rows()[0]) == ["event__title_kk", "event__title_ru", "event__title_en"]
    settings.PRESS_LANGUAGES = ["en", "ru"]
    assert rows() == [{"event__title_en": event.title_en, "event__title_ru": event.title_ru}]


def test_changed_parameter_is_refused():
    @prepared
    def rows(slug):
        return Edition.objects.filter(slug=slug.upper()).values("pk")

    with pytest.raises(TypeError, match="hands on something else"):
        rows("a")


@pytest.mark.django_db(transaction=True)
def test_threads_share_statements():
    published(trilingual(slug="a", title_ru="А"))
    found = []

    def read():
        try:
            found.append(titles(timezone.now(), "ru", "a"))
        finally:
            connection.close()

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[{"title": "А"}]] * 4
