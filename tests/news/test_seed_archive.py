import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from media.models import Photo
from news import seeding
from news.body import sanitize_body
from news.html_text import plain_text
from news.models import Edition, Event
from news.publishing import publish
from news.search.indexing import ID_MASK
from news.search.queries import read_query
from news.search.tables import EDITIONS
from organizations.models import Organization
from people.models import Participant
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small_archive(monkeypatch):
    monkeypatch.setattr(seeding, "BLOCK", 2)
    monkeypatch.setattr(seeding, "PHOTOS", 2)


def seed(number, *options):
    call_command("seed_archive", str(number), *options, verbosity=0)


def everything():
    return list(
        Event.objects.order_by("pk").values_list("pk", "slug", "body_kk", "starts_at")
    ), list(
        Edition.objects.order_by("pk").values_list("pk", "event", "language", "slug", "content")
    )


def test_a_seeded_edition_is_what_publishing_would_write(publisher):
    seed(5)
    assert Edition.objects.visible().count() == 15
    for event in Event.objects.all():
        publish(event=event, languages=["kk", "ru", "en"], user=publisher, is_silent=True)
        for language in ("kk", "ru", "en"):
            seeded, written = event.editions.filter(language=language).order_by("number")
            for name in ("title", "lead", "body", "slug", "starts_at", "picture", "content"):
                assert getattr(seeded, name) == getattr(written, name)
            for name in ("people", "organizations", "photos", "topics"):
                assert {row.pk for row in getattr(seeded, name).all()} == {
                    row.pk for row in getattr(written, name).all()
                }
            word = plain_text(seeded.body).split()[-1]
            words = read_query(word, language, timezone.now()).expression
            found = EDITIONS.matching(words, f"({{}} & {ID_MASK})")
            assert set(event.editions.filter(pk__in=found, language=language)) == {seeded, written}


def test_the_archive_is_of_realistic_length_and_old():
    seed(5)
    newest, *others = Event.objects.all()
    assert (newest.starts_at - others[-1].starts_at).days > 20 * 365
    assert len({event.slug for event in (newest, *others)}) == 5
    for edition in Edition.objects.all():
        assert edition.body == sanitize_body(edition.body)
        lengths = [len(paragraph.split()) for paragraph in plain_text(edition.body).splitlines()]
        assert len(lengths) == 5
        assert 60 <= min(lengths) <= max(lengths) <= 90
        assert (edition.people.count(), edition.photos.count()) == (4, 2)
        assert edition.organizations.count() == 3
    assert Photo.objects.count() == 2
    assert (Participant.objects.count(), Organization.objects.count()) == (200, 60)


def test_the_same_number_gives_the_same_archive():
    seed(3)
    first = everything()
    Edition.objects.all().delete()
    Event.objects.all().delete()
    seed(3)
    assert everything() == first


def test_another_archive_and_other_events_go_behind_it():
    seed(3)
    seed(3, "--yes")
    factories.EventFactory()
    assert Event.objects.values("slug").distinct().count() == 7


def test_a_database_with_events_is_refused():
    factories.EventFactory()
    with pytest.raises(CommandError, match="--yes"):
        seed(1)
    assert Event.objects.count() == 1


def test_only_the_chosen_languages_are_written():
    seed(3, "--languages", "en,kk")
    assert {event.source_language for event in Event.objects.all()} == {"en"}
    assert not Event.objects.filter(title_ru__gt="").exists()
    assert Edition.objects.visible().in_language("ru").count() == 0
    assert Edition.objects.visible().count() == 6


@pytest.mark.parametrize(
    ("options", "sentence"), [(["0"], "1 or more"), (["1", "--languages=de"], "de")]
)
def test_what_cannot_be_seeded_is_refused(options, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("seed_archive", *options)
