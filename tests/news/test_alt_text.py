"""Alternative texts are asked for where an edition would show a photo without one."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from media.admin import alt_text_marks
from media.making import DAMAGED, LATER
from media.models import Photo, says_something
from news.body import figure
from news.models import Event, Refused
from news.publishing import (
    publish,
    reschedule,
    restore,
    silent_photos,
    unschedule,
    withdraw,
)
from tests import factories
from tests.news.desk import signed_in, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    """Approved, in kk, ru and en: one photo in the list, one in the Russian text alone."""
    listed = factories.photo("red", caption_ru="Зал", caption_en="Hall", alt_text_en="A full hall")
    in_text = factories.photo("blue", caption_ru="Сцена")
    event = factories.trilingual()
    Event.objects.update(body_ru=f"<p>Да</p>{figure(in_text.pk)}{figure(listed.pk)}")
    factories.EventPhotoFactory(event=event, photo=listed)
    return factories.approved(Event.objects.get())


def describing(*photos):
    return f"/admin/media/photo/describe/?ids={'%2C'.join(str(photo.pk) for photo in photos)}"


def back_to(event):
    return "&amp;next=" + page(event, "publish").replace("/", "%2F")


def photos():
    return list(Photo.objects.order_by("pk"))


def page(event, step):
    return reverse("admin:news_event_change", args=[event.pk]).replace("change", step)


def shown(client, address):
    return client.get(address).content.decode()


def test_those_that_the_edition_would_show_count(event):
    hall, stage = photos()
    found = {language: silent_photos(event, language) for language in ("kk", "ru", "en")}
    assert found == {"kk": [hall], "ru": [hall, stage], "en": []}
    Photo.objects.update(alt_text_ru=" ")
    assert silent_photos(Event.objects.get(), "ru") == [hall, stage]


@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("Зал", True),
        ("7", True),
        ("«…»", False),
        ("\u200b\u2800\xa0", False),
        ("\u3164\uffa0", False),
        ("", False),
        (None, False),
    ],
)
def test_only_letters_and_digits_say_something(event, text, is_there):
    assert says_something(text) == is_there
    Photo.objects.update(alt_text_ru=text)
    assert (silent_photos(Event.objects.get(), "ru") == []) == is_there
    assert ("Русский: there" in alt_text_marks(Photo.objects.first())) == is_there


def test_publishing_is_refused_with_a_reason_a_language(settings, event, publisher):
    settings.PRESS_ALT_TEXT = "block"
    with pytest.raises(Refused) as refused:
        publish(event=event, languages=["kk", "ru", "en"], user=publisher)
    assert refused.value.reasons == [
        "Қазақша: 1 photo has no alternative text: “Hall”.",
        "Русский: 2 photos have no alternative text: “Hall”, “Сцена”.",
    ]
    publish(event=event, languages=["en"], user=publisher)
    Photo.objects.update(alt_text_ru="Люди в зале")
    publish(event=event, languages=["ru"], user=publisher)
    assert event.editions.count() == 2


def test_ten_are_named_at_the_most(settings, publisher):
    settings.PRESS_ALT_TEXT = "block"
    event = factories.approved()
    for number in range(12):
        photo = factories.photo((number * 20, 0, 0), filename=f"{number}.jpg")
        factories.EventPhotoFactory(event=event, photo=photo, position=number)
    with pytest.raises(Refused) as refused:
        publish(event=event, languages=["ru"], user=publisher)
    (reason,) = refused.value.reasons
    assert reason.startswith("Русский: 12 photos have no alternative text: “0.jpg”, “1.jpg”,")
    assert reason.endswith("“9.jpg”, ….")


def test_publishing_is_warned_of_and_passes(event, publisher):
    hall, stage = photos()
    client = signed_in(publisher)
    publishing = shown(client, page(event, "publish"))
    assert (
        f'<a href="{describing(hall, stage)}{back_to(event)}">Describe these photos</a>'
        in publishing
    )
    assert f'<a href="{describing(hall)}{back_to(event)}">Describe these photos</a>' in publishing
    assert publishing.count("No alternative text in this language: ") == 2
    assert "has no alternative text" not in publishing
    bulk = shown(client, f"{reverse('admin:news_event_bulk', args=['publish'])}?ids={event.pk}")
    assert "Русский: new to the public. No alternative text in this language: " in bulk
    assert f'<a href="{describing(hall, stage)}">Describe these photos</a>' in bulk
    later = timezone.now() + dt.timedelta(days=1)
    publish(event=event, languages=["kk", "ru", "en"], user=publisher, at=later)
    scheduled = shown(client, page(event, "schedule"))
    assert scheduled.count("No alternative text in this language: ") == 2
    assert f'<a href="{describing(hall, stage)}">Describe these photos</a>' in scheduled


def test_where_it_is_refused_the_pages_say_so_with_the_link(settings, event, publisher):
    settings.PRESS_ALT_TEXT = "block"
    hall, stage = photos()
    client = signed_in(publisher)
    publishing = shown(client, page(event, "publish"))
    assert "<li>2 photos have no alternative text: “Hall”, “Сцена”.</li>" in publishing
    assert (
        f'<a href="{describing(hall, stage)}{back_to(event)}">Describe these photos</a>'
        in publishing
    )
    assert "No alternative text in this language" not in publishing
    response = take(client, event, "publish", {"languages": "ru", "when": "now"})
    assert response.context["form"].non_field_errors() == [
        "Русский: 2 photos have no alternative text: “Hall”, “Сцена”."
    ]
    bulk = client.get(f"{reverse('admin:news_event_bulk', args=['publish'])}?ids={event.pk}")
    (row,) = bulk.context["possible"]
    assert row["plan"].languages == ["en"]
    assert f'<a href="{describing(hall, stage)}">Describe these photos</a>' in row["plan"].notes[1]


ANEW = (
    "Русский: 2 photos have no alternative text: “Hall”, “Сцена”."
    " Describe them, then publish the event anew."
)


@pytest.mark.parametrize("days", [0, 1])
def test_what_was_scheduled_without_is_not_moved(settings, event, publisher, days):
    later = timezone.now() + dt.timedelta(days=2)
    publish(event=event, languages=["ru", "en"], user=publisher, at=later)
    settings.PRESS_ALT_TEXT = "block"
    # What was frozen counts, not what was written since.
    Photo.objects.update(alt_text_ru="Люди в зале")
    at = timezone.now() + dt.timedelta(days=days)
    with pytest.raises(Refused) as refused:
        reschedule(event=event, languages=["ru", "en"], user=publisher, at=at)
    assert refused.value.reasons == [ANEW]
    reschedule(event=event, languages=["en"], user=publisher, at=at)
    unschedule(event=event, languages=["ru"], user=publisher)


def test_what_was_withdrawn_without_does_not_come_back(settings, event, publisher):
    publish(event=event, languages=["ru", "en"], user=publisher)
    withdraw(event=event, user=publisher, reasons={"ru": "Ошибка", "en": "An error"})
    client = signed_in(publisher)
    assert "No alternative text in this language: " in shown(client, page(event, "restore"))
    settings.PRESS_ALT_TEXT = "block"
    response = take(client, event, "restore", {"languages": ["ru", "en"]})
    assert response.context["form"].non_field_errors() == [ANEW]
    restore(event=event, languages=["en"], user=publisher)
    settings.PRESS_ALT_TEXT = "warn"
    restore(event=event, languages=["ru"], user=publisher)


def test_photos_of_which_no_picture_can_be_made_are_named(event, publisher):
    hall, stage = photos()
    Photo.objects.filter(pk=hall.pk).update(failure=LATER)
    Photo.objects.filter(pk=stage.pk).update(failure=DAMAGED)
    said = (
        "No picture can be made of some photos, readers will not see them: "
        f'<a href="/admin/media/photo/{stage.pk}/change/">Сцена</a>.'
    )
    client = signed_in(publisher)
    assert shown(client, page(event, "publish")).count(said) == 1
    later = timezone.now() + dt.timedelta(days=1)
    publish(event=event, languages=["kk", "ru", "en"], user=publisher, at=later)
    assert shown(client, page(event, "schedule")).count(said) == 1


def test_who_may_not_write_gets_no_link(event, publisher):
    publisher.groups.first().permissions.remove(
        *publisher.groups.first().permissions.filter(codename="change_photo")
    )
    assert "Describe these photos" not in shown(signed_in(publisher), page(event, "publish"))


def command(**options):
    out, err = StringIO(), StringIO()
    call_command("publish_event", Event.objects.get().slug, stdout=out, stderr=err, **options)
    return err.getvalue().splitlines()


def test_the_command_warns(event, publisher):
    assert command(user=publisher.username) == [
        "Қазақша: 1 photo has no alternative text: “Hall”.",
        "Русский: 2 photos have no alternative text: “Hall”, “Сцена”.",
    ]
    assert event.editions.count() == 3


def test_the_command_refuses(settings, event, publisher):
    settings.PRESS_ALT_TEXT = "block"
    reason = "Русский: 2 photos have no alternative text: “Hall”, “Сцена”."
    with pytest.raises(CommandError) as refused:
        command(user=publisher.username, language="ru")
    assert str(refused.value) == reason
    # Without a choice those are published that are ready; of the rest the reasons are said.
    assert reason in command(user=publisher.username)
    assert [edition.language for edition in event.editions.all()] == ["en"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number(count, publisher, django_assert_num_queries):
    event = factories.approved()
    body = ""
    for color in ["red", "green", "blue"][:count]:
        photo = factories.photo(color)
        factories.EventPhotoFactory(event=event, photo=photo)
        body += figure(factories.photo(f"dark{color}").pk)
    Event.objects.filter(pk=event.pk).update(body_ru=body)
    client = signed_in(publisher)
    client.get(page(event, "publish"))
    with django_assert_num_queries(24):
        client.get(page(event, "publish"))


def test_the_rows_of_an_event_show_which_are_there(event, editor):
    form = shown(signed_in(editor), page(event, "change"))
    assert form.count('title="English: there"') == 1
    assert form.count('title="Русский: missing"') == 1
