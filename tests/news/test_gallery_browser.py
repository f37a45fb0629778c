"""The gallery over a page, and the pages of photos, in a real browser."""

import zipfile
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from lxml import html as lxml_html

from news.pictures import gallery_parts
from people.models import PhotoPerson
from tests import factories

PHONE = {"width": 390, "height": 844}
BROWSER = pytest.mark.browser


@pytest.fixture
def event():
    event = factories.trilingual(slug="session")
    person = factories.ParticipantFactory(slug="kim", family_name_ru="Ким")
    names = ("Первый", "Второй", "Третий")
    for position, (color, name) in enumerate(zip(("teal", "navy", "gold"), names, strict=True)):
        photo = factories.photo(color, caption_ru=name, credit_line_ru="Пресс-служба")
        PhotoPerson.objects.create(photo=photo, participant=person)
        factories.EventPhotoFactory(event=event, photo=photo, position=position)
    return factories.published(event, languages=["kk", "ru", "en"])


@pytest.fixture
def visit(page):
    def visit(address):
        page.goto(address)
        # The links are the gallery's when its module has run.
        page.wait_for_load_state("networkidle")

    return visit


def open_gallery(page, number=0):
    page.locator("a.enlarge").nth(number).focus()
    page.keyboard.press("Enter")
    page.locator(".pswp--ui-visible").wait_for()
    page.wait_for_timeout(500)  # it opens with a movement


def position(page):
    return page.locator(".gallery-position").text_content()


def caption(page):
    return page.locator(".gallery-caption .caption").text_content()


def violations(page):
    found = Axe().run(page).response["violations"]
    return [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found]


@BROWSER
def test_gallery_is_walked_with_the_keyboard(page, visit, event):
    visit("/en/news/session/")
    open_gallery(page, 1)
    assert position(page) == "2 of 3"
    assert page.locator(".pswp").get_attribute("aria-label") == "Photos"
    assert violations(page) == []
    page.keyboard.press("ArrowRight")
    assert position(page) == "3 of 3"
    assert page.locator(".pswp__button--arrow--next").is_disabled()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert position(page) == "1 of 3"
    # The keyboard goes nowhere else in the page, and all that can be pressed has a name.
    names = set()
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.matches('body, .pswp, .pswp *')")
        label = "document.activeElement.ariaLabel || document.activeElement.textContent"
        names.add(page.evaluate(label))
    assert {"Next photo", "Close", "Download in the original size"} <= names
    page.keyboard.press("Escape")
    page.locator(".pswp").wait_for(state="detached")
    assert page.evaluate("document.activeElement === document.querySelectorAll('a.enlarge')[1]")


@BROWSER
def test_gallery_tells_of_each_picture_and_offers_its_original(page, visit, event):
    visit("/ru/news/session/")
    open_gallery(page)
    assert caption(page) == "Первый"
    said = page.locator(".gallery-caption")
    assert "Пресс-служба" in said.text_content()
    assert said.get_by_role("link").get_attribute("href") == "/ru/people/kim/"
    page.keyboard.press("ArrowRight")
    assert caption(page) == "Второй"
    with page.expect_download() as download:
        page.locator(".pswp__button--download").click()
    assert download.value.suggested_filename == "2025-03-01-event-02.jpg"
    assert page.locator(".pswp").is_visible()


@BROWSER
def test_gallery_is_swiped_on_a_phone(page, visit, event):
    page.set_viewport_size(PHONE)
    visit("/ru/news/session/")
    open_gallery(page)
    finger = page.context.new_cdp_session(page)

    def touch(kind, *points):
        touches = [{"x": x, "y": 400} for x in points]
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
        page.wait_for_timeout(30)

    touch("touchStart", 320)
    for x in range(300, 40, -40):
        touch("touchMove", x)
    touch("touchEnd")
    page.get_by_text("Второй").nth(1).wait_for()
    assert caption(page) == "Второй"
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert violations(page) == []


@BROWSER
def test_all_photos_are_downloaded_and_open(page, visit, event, tmp_path):
    visit("/ru/news/session/")
    with page.expect_download() as download:
        page.locator("a.download").click()
    assert download.value.suggested_filename == "2025-03-01-event-ru.zip"
    download.value.save_as(tmp_path / "photos.zip")
    with zipfile.ZipFile(tmp_path / "photos.zip") as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 5
        assert "Первый" in archive.read("captions.txt").decode()


@BROWSER
def test_picture_opens_without_scripts_too(chromium, live_server, event):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/ru/news/session/")
    page.locator("a.enlarge").first.click()
    page.wait_for_url("**/*.webp")
    context.close()


@BROWSER
@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 900}], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_pages_of_photos_serve_everybody(page, visit, event, language, size):
    page.set_viewport_size(size)
    for address in ("news/session/", "photos/", "photos/?q=nothing", "people/kim/"):
        visit(f"/{language}/{address}")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == size["width"]
    visit(f"/{language}/photos/")
    open_gallery(page)
    page.keyboard.press("ArrowRight")
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.select_option("#person", "kim")
    page.click("form.of-photos button")
    page.wait_for_url("**person=kim**")
    assert page.locator("a.enlarge").count() == 3


def test_gallery_finds_its_parts_under_the_names_of_production(client, db, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    gallery_parts.cache_clear()
    try:
        script = lxml_html.fragment_fromstring(gallery_parts("ru")["script"])
    finally:
        gallery_parts.cache_clear()
    for name in ("src", "data-lightbox", "data-photoswipe"):
        file = Path(script.get(name)).name
        assert file.count(".") >= 2  # with a checksum
        (found,) = tmp_path.rglob(file)
        # A static import would ask for a name without a checksum.
        assert "\nimport " not in found.read_text()
        assert not found.read_text().startswith("import")
