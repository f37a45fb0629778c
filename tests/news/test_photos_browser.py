"""Photos in a real browser: in a text, cut around a focal point, with people marked in them."""

import base64
import io

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageChops, ImageStat

from media import renditions
from media.library import add_photo
from media.models import Photo
from news.models import StaffProfile
from people.models import PhotoPerson
from tests import factories
from tests.news.desk import body_of, change_page, open_form, press_save, sign_in

pytestmark = pytest.mark.browser

OF_SELECT2 = "list"  # a list of chosen topics that holds its search field


def desk_of(page, user, **profile):
    StaffProfile.objects.create(user=user, language="en", **profile)
    page.set_viewport_size({"width": 1280, "height": 1000})
    sign_in(page, user)
    return page


@pytest.fixture
def desk(page, editor):
    return desk_of(page, editor)


@pytest.fixture
def event():
    event = factories.trilingual()
    for position, color in enumerate(["red", "green"], start=1):
        photo = factories.photo(color, caption_ru=f"Снимок {color}", alt_text_kk=f"Сурет {color}")
        factories.EventPhotoFactory(event=event, photo=photo, position=position)
    factories.photo("gold", caption_ru="Старый зал")
    return event


def open_library(desk, language="ru"):
    desk.locator(f"#cke_id_body_{language} .cke_button__photo").click()
    library = desk.get_by_role("dialog", name="Put a photo into the text")
    library.locator("[data-photo]").first.wait_for()
    return library


def violations(desk):
    return {
        violation["id"]: [node["target"] for node in violation["nodes"]]
        for violation in Axe().run(desk).response["violations"]
        if violation["impact"] in ("serious", "critical") and violation["id"] != OF_SELECT2
    }


# The library beside the text


def test_a_photo_is_put_where_the_cursor_is_with_the_keyboard_alone(desk, event):
    open_form(desk, change_page(event))
    body = body_of(desk)
    body.click()
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" И мастера.")
    desk.keyboard.press("Control+Home")
    library = open_library(desk)
    assert library.get_by_label("Search the library").evaluate("e => e === document.activeElement")
    desk.keyboard.type("старый ЗАЛ")
    desk.keyboard.press("Enter")
    library.get_by_text("1 photo is shown.").wait_for()
    for _step in range(9):
        desk.keyboard.press("Tab")
        if desk.evaluate("document.activeElement.dataset.photo"):
            break
    desk.keyboard.press("Enter")
    library.wait_for(state="hidden")
    body.locator("img[title='Старый зал']").wait_for()
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" Конец.")  # the focus is in the text again
    press_save(desk)
    event.refresh_from_db()
    photo = Photo.objects.get(caption_ru="Старый зал")
    assert event.body_ru == (
        f'<figure data-photo="{photo.pk}"></figure>\n'
        "<p>Во встрече приняли участие члены Ассамблеи. И мастера. Конец.</p>"
    )
    # What the library says of it later is what readers see, in their language.
    Photo.objects.filter(pk=photo.pk).update(alt_text_ru="Пустой зал", credit_line_ru="АНК")
    factories.published(event)
    desk.context.clear_cookies()  # as anybody
    desk.goto(f"/ru/news/{event.slug}/")
    shown = desk.locator(".body figure")
    assert shown.locator("figcaption").inner_text().split() == ["Старый", "зал", "АНК"]
    picture = shown.get_by_role("img", name="Пустой зал")
    picture.scroll_into_view_if_needed()
    desk.wait_for_function("e => e.complete && e.naturalWidth > 0", arg=picture.element_handle())
    assert picture.evaluate("e => e.currentSrc").endswith((".webp", ".avif"))
    assert picture.evaluate("e => e.parentElement.querySelectorAll('source').length") == 2


def test_escape_closes_the_library_and_leads_back_to_the_text(desk, event):
    open_form(desk, change_page(event))
    body = body_of(desk)
    body.click()
    desk.keyboard.press("Control+Home")
    library = open_library(desk)
    desk.keyboard.press("Escape")
    library.wait_for(state="hidden")
    desk.wait_for_function("document.activeElement.closest('#cke_id_body_ru')")
    desk.keyboard.type("Слова. ")
    assert body.inner_text().startswith("Слова. Во встрече")
    library = open_library(desk)
    library.get_by_role("button", name="Close").click()
    library.wait_for(state="hidden")


def test_a_new_photo_is_added_in_the_library_and_a_bad_file_named(desk, event, tmp_path):
    open_form(desk, change_page(event))
    body_of(desk).click()
    library = open_library(desk)
    files = {"hall.jpg": factories.picture("navy"), "note.jpg": b"text"}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    library.locator("[type=file]").set_input_files([tmp_path / name for name in files])
    library.get_by_text("1 of 2 are in the library.").wait_for()
    assert "note.jpg" in library.locator(".said").inner_text()
    photo = Photo.objects.get(original_filename="hall.jpg")
    button = library.locator(f"[data-photo='{photo.pk}']")
    assert button.evaluate("button => button === document.activeElement")
    assert "No alternative text: Қазақша, Русский, English" in library.inner_text()
    desk.keyboard.press("Enter")
    press_save(desk)
    event.refresh_from_db()
    assert f'<figure data-photo="{photo.pk}"></figure>' in event.body_ru


def test_a_translator_puts_a_photo_into_the_own_language(page, translator, event):
    desk = desk_of(page, translator, translates_into=["kk"])
    open_form(desk, change_page(event))
    body = body_of(desk, "kk")
    body.click()
    library = open_library(desk, "kk")
    headings = library.get_by_role("heading").all_inner_texts()
    assert headings == ["Put a photo into the text", "Photos of this event", "The newest photos"]
    assert library.locator("[type=file]").count() == 0
    library.get_by_role("button", name="Снимок green").click()
    assert body.locator("img").get_attribute("alt") == "Сурет green"
    press_save(desk)
    event.refresh_from_db()
    photo = event.photos.get(caption_ru="Снимок green")
    assert f'<figure data-photo="{photo.pk}"></figure>' in event.body_kk


def test_a_new_event_gets_a_photo_that_its_form_lists(desk, event):
    photo = Photo.objects.get(caption_ru="Старый зал")
    open_form(desk, "/admin/news/event/add/")
    desk.locator("#event_photos-group .add-row").click()
    desk.evaluate(
        """pk => document.querySelector("[name=event_photos-0-photo]").add(
            new Option("Старый зал", pk, true, true))""",
        photo.pk,
    )
    library = open_library(desk)
    first = library.locator("ul").first
    assert first.locator("[data-photo]").get_attribute("data-photo") == str(photo.pk)


def paste(body, data, picture=None):
    """What a person pastes: `{type: text}`, or a picture in base64."""
    body.evaluate(
        """(body, [data, picture]) => {
            const transfer = new DataTransfer();
            for (const [type, text] of Object.entries(data)) {
                transfer.setData(type, text);
            }
            if (picture) {
                const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
                transfer.items.add(new File([bytes], "x.png", { type: "image/png" }));
            }
            body.dispatchEvent(new ClipboardEvent(
                "paste", { clipboardData: transfer, bubbles: true, cancelable: true }));
        }""",
        [data, picture],
    )


def test_pictures_from_elsewhere_are_not_pasted_and_it_is_said(desk, event):
    open_form(desk, change_page(event))
    body = body_of(desk)
    body.click()
    desk.keyboard.press("Control+Home")
    told = desk.locator(".left-out[data-editor=id_body_ru]")
    paste(body, {"text/html": '<p>Раз<img src="data:,"><b>два</b><img src="data:,"></p>'})
    told.get_by_text("2 pictures were left out").wait_for()
    assert body.locator("img").count() == 0
    assert "Раздва" in body.inner_text()
    paste(body, {"text/html": "<p>Три</p>", "text/plain": "Три"})
    told.get_by_text("left out").wait_for(state="hidden")
    assert "Три" in body.inner_text()
    paste(body, {}, base64.b64encode(factories.picture(size=(9, 9), format="PNG")).decode())
    told.get_by_text("1 picture was left out").wait_for()
    assert body.locator("img").count() == 0
    press_save(desk)
    event.refresh_from_db()
    assert "<strong>два</strong>" in event.body_ru
    assert "left out" not in desk.locator("body").inner_text()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_library_keeps_nobody_out(desk, event, width):
    desk.set_viewport_size({"width": width, "height": 900})
    open_form(desk, change_page(event))
    open_library(desk)
    assert violations(desk) == {}
    assert desk.evaluate("document.documentElement.scrollWidth") <= width


# The focal point


def striped():
    """A picture of 1200 × 800 pixels: red, green, blue and gold from the left."""
    image = Image.new("RGB", (1200, 800))
    for place, color in enumerate(["red", "green", "blue", "gold"]):
        image.paste(color, (place * 300, 0, place * 300 + 300, 800))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=95)
    return buffer.getvalue()


def seen(desk, locator):
    return Image.open(io.BytesIO(locator.screenshot())).convert("RGB")


def difference(one, other):
    """How far two pictures are from each other on the average, from 0 to 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other.resize(one.size))).mean) / 3


def test_the_crops_are_seen_before_they_are_made(desk):
    photo = add_photo(filename="stripes.jpg", data=striped())[0]
    desk.goto(f"/admin/media/photo/{photo.pk}/change/")
    picture = desk.locator(".focal-point .picture")
    frames = desk.locator(".focal-point .crops div")
    frames.nth(2).wait_for()
    before = [seen(desk, frames.nth(index)) for index in range(3)]
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.9, "y": box["height"] * 0.25})
    after = [seen(desk, frames.nth(index)) for index in range(3)]
    assert desk.locator("#id_focal_x").get_attribute("aria-valuetext") == "90 %"
    press_save(desk)
    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y) == (0.9, 0.25)
    for ratio, old, new in zip(renditions.CROPS, before, after, strict=True):
        rendition = renditions.offered(photo.picture, "jpg", ratio)[-1]
        response = desk.request.get(rendition.url)
        real = Image.open(io.BytesIO(response.body())).convert("RGB")
        assert difference(new, real) < 10  # edges of pixels, round corners
        if ratio == "1x1":
            # The right two thirds, not the middle.
            assert difference(old, real) > 40
            colors = [real.getpixel((real.width * place // 8, 50)) for place in (1, 3, 6)]
            assert [max(range(3), key=color.__getitem__) for color in colors] == [1, 2, 0]


def test_the_focal_point_is_moved_with_the_keyboard(desk):
    photo = factories.photo()
    desk.goto(f"/admin/media/photo/{photo.pk}/change/")
    slider = desk.get_by_role("slider", name="Focal point, from the left")
    marker = desk.locator(".focal-point .marker")
    marker.wait_for()
    slider.focus()
    for _step in range(3):
        desk.keyboard.press("ArrowLeft")
    assert marker.evaluate("marker => marker.style.left") == "47%"
    press_save(desk)
    photo.refresh_from_db()
    assert photo.focal_x == 0.47


# People


def test_a_person_is_marked_with_a_rectangle(desk):
    photo = factories.photo()
    person = factories.ParticipantFactory(family_name_en="Akhmetov")
    desk.goto(f"/admin/media/photo/{photo.pk}/change/")
    desk.locator("#photo_people-group .add-row").click()
    row = desk.locator("#photo_people-data > .form-group:not(.empty-form)")
    row.locator(".select2-selection").click()
    desk.keyboard.type("Akhmetov")
    desk.locator(".select2-results__option", has_text="Akhmetov").click()
    row.get_by_role("button", name="Mark in the picture: Akhmetov").click()
    desk.get_by_text("Draw a rectangle around the face of Akhmetov").wait_for()
    picture = desk.locator(".people-picture .picture")
    box = picture.bounding_box()
    desk.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.5)
    desk.mouse.down()
    desk.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.3)
    desk.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] * 0.1)
    desk.mouse.up()
    desk.get_by_text("The place of Akhmetov Yerlan is marked.").wait_for()
    assert picture.locator(".place").inner_text() == "Akhmetov Yerlan"
    press_save(desk)
    named = PhotoPerson.objects.get()
    assert (named.photo, named.participant) == (photo, person)
    place = (named.x, named.y, named.width, named.height)
    assert place == pytest.approx((0.2, 0.1, 0.2, 0.4), abs=0.004)

    # The same with numbers, and without a place.
    row.get_by_label("From the left, %").fill("50")
    assert picture.locator(".place").evaluate("place => place.style.left") == "50%"
    row.get_by_role("button", name="Remove the place").click()
    assert picture.locator(".place").count() == 0
    press_save(desk)
    named.refresh_from_db()
    assert (named.x, named.y, named.width, named.height) == (None, None, None, None)


@pytest.mark.parametrize("width", [1280, 390])
def test_the_form_of_a_photo_keeps_nobody_out(desk, width):
    desk.set_viewport_size({"width": width, "height": 900})
    photo = factories.photo()
    for index in range(2):
        PhotoPerson.objects.create(
            photo=photo,
            participant=factories.ParticipantFactory(),
            position=index,
            **{"x": 0.1, "y": 0.1, "width": 0.2, "height": 0.3} if index else {},
        )
    desk.goto(f"/admin/media/photo/{photo.pk}/change/")
    desk.wait_for_load_state("networkidle")
    assert violations(desk) == {}
    assert desk.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("make", "field"),
    [(factories.ParticipantFactory, "portrait"), (factories.OrganizationFactory, "logo")],
)
def test_the_chosen_portrait_or_logo_is_shown(desk, make, field):
    photo, other = factories.photo(), factories.photo("red", caption_ru="Снимок red")
    entry = make(**{field: photo})
    desk.goto(f"/admin/{entry._meta.app_label}/{entry._meta.model_name}/{entry.pk}/change/")
    shown = desk.locator(f".related-widget-wrapper:has(#id_{field}) + img.thumbnail")
    shown.wait_for()
    assert f"/{photo.pk}/" in shown.get_attribute("src")
    desk.locator(f".related-widget-wrapper:has(#id_{field}) .select2-selection").click()
    option = desk.locator(".select2-results__option", has_text="Снимок red")
    option.locator("img").wait_for()
    option.click()
    assert f"/{other.pk}/" in shown.get_attribute("src")
    press_save(desk)
    entry.refresh_from_db()
    assert getattr(entry, field) == other


def test_a_thumbnail_that_is_not_made_yet_is_asked_for_again(desk):
    factories.photo("teal")
    asked = []

    def answer(route):
        asked.append(route.request.url)
        if len(asked) == 1:
            route.fulfill(status=503, headers={"Retry-After": "10", "Cache-Control": "no-store"})
        else:
            route.continue_()

    desk.route("**/media/renditions/**", answer)
    desk.goto("/admin/media/photo/")
    desk.wait_for_function("document.querySelector('img.thumbnail').naturalWidth > 0")
    assert len(asked) == 2
    assert asked[0] == asked[1]


def test_a_thumbnail_that_never_comes_is_given_up(desk):
    factories.photo("teal")
    asked = []

    def answer(route):
        asked.append(route.request.url)
        route.fulfill(status=503)

    desk.route("**/media/renditions/**", answer)
    desk.clock.install()
    desk.goto("/admin/media/photo/")
    desk.locator("img.thumbnail").wait_for()
    for attempts in (2, 3, 4, 4):
        desk.wait_for_timeout(500)  # the answer arrives
        desk.clock.run_for(10_000)
        desk.wait_for_timeout(500)
        assert len(asked) == attempts
