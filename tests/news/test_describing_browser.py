"""Five photos described on one page, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from media.models import Photo
from news.models import StaffProfile
from tests import factories
from tests.news.desk import sign_in

pytestmark = pytest.mark.browser

COLORS = ["red", "green", "blue", "teal", "gold"]


@pytest.fixture
def desk(page, photo_editor):
    StaffProfile.objects.create(user=photo_editor, language="en")
    page.set_viewport_size({"width": 1280, "height": 1000})
    sign_in(page, photo_editor)
    return page


@pytest.fixture
def photos():
    return [factories.photo(color, filename=f"{color}.jpg") for color in COLORS]


def open_page(desk):
    """Choose all photos in the list and take the action."""
    desk.goto("/admin/media/photo/")
    desk.locator("#action-toggle").check()
    desk.locator("select[name=action]").select_option("describe")
    desk.locator("button[name=index]").click()
    desk.locator(".describe").wait_for()


def violations(page):
    return [found["id"] for found in Axe().run(page).response["violations"]]


def test_one_caption_for_five_photos_one_changed_and_alternative_texts(desk, photos):
    event = factories.EventFactory(title_en="Forum of herders")
    open_page(desk)
    caption = desk.get_by_role("group", name="For all of them").get_by_label("Caption · English")
    caption.fill("The council meets in Astana")
    desk.get_by_label("Photographer").fill("Е. Ахметов")
    desk.get_by_role("button", name="Put the captions into the rows").click()
    rows = [desk.get_by_role("group", name=f"{color}.jpg") for color in COLORS]
    rows[4].get_by_label("Caption · English").wait_for()
    for row in rows:
        caption = row.get_by_label("Caption · English")
        assert caption.input_value() == "The council meets in Astana"
    rows[2].get_by_label("Caption · English").fill("Guests of the council")
    for row, color in zip(rows, COLORS, strict=True):
        row.get_by_label("Alternative text · English").fill(f"A {color} wall")
    # The event is searched for with the keyboard.
    desk.locator(".select2-selection").click()
    desk.keyboard.type("herders")
    desk.locator(".select2-results__option", has_text="Forum of herders").click()
    assert violations(desk) == []
    desk.set_viewport_size({"width": 390, "height": 800})
    assert violations(desk) == []
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.get_by_text("5 photos were changed.").wait_for()
    fields = ("caption_en", "alt_text_en", "creator")
    assert list(Photo.objects.order_by("pk").values_list(*fields)) == [
        (
            "Guests of the council" if color == "blue" else "The council meets in Astana",
            f"A {color} wall",
            "Е. Ахметов",
        )
        for color in COLORS
    ]
    assert event.event_photos.count() == 5


def test_what_was_typed_is_kept_when_the_page_is_left(desk, photos):
    open_page(desk)
    address = desk.url
    row = desk.get_by_role("group", name="blue.jpg")
    row.get_by_label("Alternative text · Қазақша").fill("Көк қабырға")
    desk.wait_for_timeout(1200)
    desk.goto("/admin/")
    desk.goto(address)
    desk.get_by_role("button", name="Put it back").click()
    assert row.get_by_label("Alternative text · Қазақша").input_value() == "Көк қабырға"
