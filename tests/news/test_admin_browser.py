"""The event's form in a real browser: tabs, the editor, photos in the text, the order of rows."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from news.models import StaffProfile
from tests import factories
from tests.news.desk import body_of, change_page, open_form, press_save, sign_in

pytestmark = pytest.mark.browser

OF_SELECT2 = "list"  # a list of chosen topics that holds its search field


@pytest.fixture
def desk(page, editor):
    StaffProfile.objects.create(user=editor, language="en")
    page.set_viewport_size({"width": 1280, "height": 1000})
    sign_in(page, editor)
    return page


@pytest.fixture
def event():
    event = factories.trilingual(topics=[factories.TopicFactory()])
    factories.ParticipationFactory(event=event)
    for position, color in enumerate(["red", "green", "blue"], start=1):
        photo = factories.photo(color, caption_ru=f"Снимок {color}")
        factories.EventPhotoFactory(event=event, photo=photo, position=position)
    return event


@pytest.fixture
def photo_file(tmp_path):
    path = tmp_path / "hall.jpg"
    path.write_bytes(factories.picture())
    return path


def chosen_tab(desk):
    return desk.locator("[role=tab][aria-selected=true] [lang]").text_content()


def rows_of(desk, prefix):
    return desk.locator(f"#{prefix}-data > .form-group:not(.empty-form)")


def test_tabs_are_walked_with_the_keyboard_and_stay_after_saving(desk, event):
    open_form(desk, change_page(event))
    assert chosen_tab(desk) == "Русский"
    desk.locator("[role=tab]").first.focus()
    desk.keyboard.press("ArrowRight")
    assert chosen_tab(desk) == "Қазақша"
    assert not desk.locator("[name=title_ru]").is_visible()
    desk.fill("[name=title_kk]", "Жаңа тақырып")
    press_save(desk)
    assert chosen_tab(desk) == "Қазақша"
    event.refresh_from_db()
    assert event.title_kk == "Жаңа тақырып"


def test_the_tab_with_a_mistake_opens(desk, event):
    open_form(desk, change_page(event))
    desk.fill("[name=title_ru]", "")
    desk.locator("[role=tab]").last.click()
    desk.click("[name=_save]")
    desk.get_by_text("Give the title in the source language.").wait_for()
    assert chosen_tab(desk) == "Русский"


def test_a_photo_is_put_into_the_text_of_a_hidden_tab(desk, event):
    open_form(desk, change_page(event))
    desk.locator("[role=tab]").nth(1).click()
    editor = desk.locator("#cke_id_body_kk")
    assert editor.bounding_box()["width"] > 800
    body = body_of(desk, "kk")
    body.click()
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" Ғылым мен мәдениет.")
    desk.locator("#cke_id_body_kk .cke_button__photo").click()
    desk.locator("#photo-library").get_by_role("button", name="Снимок green").click()
    body.locator("img").wait_for()
    press_save(desk)
    event.refresh_from_db()
    photo = event.photos.get(caption_ru="Снимок green")
    assert event.body_kk == (
        "<p>Кездесуге Ассамблея мүшелері қатысты. Ғылым мен мәдениет.</p>\n"
        f'<figure data-photo="{photo.pk}"></figure>'
    )


def test_rows_are_ordered_with_buttons_and_a_new_one_is_shown(desk, event):
    new = factories.photo("gold", caption_ru="Снимок gold")
    open_form(desk, change_page(event))
    rows = rows_of(desk, "event_photos")
    rows.nth(0).get_by_role("button", name="Move down").press("Enter")
    desk.locator("#event_photos-group .add-row").click()
    rows.nth(3).locator(".select2-selection").click()
    option = desk.locator(".select2-results__option", has_text="Снимок gold")
    option.locator("img").wait_for()
    option.click()
    rows.nth(3).locator("img.thumbnail").wait_for()
    press_save(desk)
    names = [link.photo.caption_ru for link in event.event_photos.all()]
    assert names == ["Снимок green", "Снимок red", "Снимок blue", new.caption_ru]


@pytest.mark.parametrize("address", ["", "{pk}/change/", "add/"])
def test_nothing_keeps_people_out(desk, event, address):
    desk.goto(f"/admin/news/event/{address.format(pk=event.pk)}")
    desk.wait_for_load_state("networkidle")
    found = {
        violation["id"]: [node["target"] for node in violation["nodes"]]
        for violation in Axe().run(desk).response["violations"]
        if violation["impact"] in ("serious", "critical") and violation["id"] != OF_SELECT2
    }
    assert found == {}


def test_a_chosen_file_names_no_photographer(desk, photo_file):
    desk.goto("/admin/media/photo/add-photos/")
    desk.set_input_files("[name=files]", photo_file)
    assert desk.input_value("[name=creator]") == ""
    desk.goto("/admin/media/photo/add/")
    desk.set_input_files("[name=upload]", photo_file)
    assert desk.locator("label[for=id_upload] input[type=text]").input_value() == "hall.jpg"
    assert desk.input_value("[name=creator]") == ""


def test_the_menus_of_the_frame_open_by_keyboard(desk):
    desk.goto("/admin/")
    menu = desk.get_by_role("navigation", name="Account")
    assert not menu.is_visible()
    desk.focus(".user-button")
    desk.keyboard.press("Enter")
    menu.wait_for()
    desk.keyboard.press("Shift+Tab")
    assert menu.locator(":focus").count() == 1
    desk.keyboard.press("Escape")
    menu.wait_for(state="hidden")
