"""A release's way in a real browser: from a Word file to a page in three languages."""

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe

from news.models import Edition, Event
from news.views.page import OWN_NAMES
from organizations.models import Organization
from tests import factories
from tests.news.desk import body_of, press_save
from tests.news.importing.documents import add_picture, to_bytes

pytestmark = pytest.mark.browser

TITLE = "Дом дружбы принял учителей казахского языка"
TEXT = (
    "14 мая 2024 года в Доме дружбы города Астаны прошёл семинар для преподавателей.",
    "Семинар открыл заместитель заведующего Секретариатом Д.Оразбаев.",
)
IN_KAZAKH = ("Достық үйі қазақ тілі мұғалімдерін қабылдады", "Семинарға қырық мұғалім қатысты.")
IN_ENGLISH = ("The House of Friendship received teachers", "Forty teachers took part.")


@pytest.fixture
def release(tmp_path):
    document = docx.Document()
    document.add_heading(TITLE, 0)
    paragraph = document.add_paragraph()
    add_picture(paragraph, factories.picture("teal"), name="зал.jpg")
    paragraph.add_run(TEXT[0])
    document.add_paragraph(TEXT[1])
    file = tmp_path / "семинар.docx"
    file.write_bytes(to_bytes(document))
    photo = tmp_path / "ещё.jpg"
    photo.write_bytes(factories.picture("gold"))
    bad = tmp_path / "плохое.jpg"
    bad.write_text("not a photo")
    return [file, photo, bad]


def sign_in(page, user):
    page.goto("/admin/login/?next=/admin/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", "secret")
    page.click("[type=submit]")


def sign_out(page):
    page.context.clear_cookies()


def serious(page):
    """What axe finds on the page that keeps people out."""
    return [
        (found["id"], [node["target"] for node in found["nodes"]])
        for found in Axe().run(page).response["violations"]
        if found["impact"] in ("serious", "critical")
    ]


def type_text(page, language, title, text):
    """Fill a language's tab: the title, and the text in its editor."""
    page.locator("[role=tab]", has_text=OWN_NAMES[language]).click()
    page.fill(f"[name=title_{language}]", title)
    editor = body_of(page, language)
    editor.click()
    page.keyboard.type(text)


def test_a_word_file_becomes_a_page_in_three_languages(page, editor, publisher, release):
    Organization.objects.create(
        slug="house", name_ru="Дом дружбы города Астаны", name_kk="Астана қаласының Достық үйі"
    )
    # The editor hands in the release; the bad photo is named and the rest stays.
    sign_in(page, editor)
    page.click("a[href$='/from-file/']")
    page.set_input_files("[type=file]", release)
    page.click("form[enctype] [type=submit]")
    page.get_by_text("плохое.jpg").first.wait_for()
    page.click("a[href*='/from-file/']:not([href$='/from-file/'])")
    assert page.input_value("[name=title]") == TITLE
    assert page.locator(".row mark, mark").count() > 0
    page.click("[value=confirm]")
    page.wait_for_url("**/change/")
    event = Event.objects.get()
    assert event.title_ru == TITLE
    assert event.status == Event.Status.DRAFT
    assert event.venue.slug == "house"
    assert [str(each.participant) for each in event.participations.all()] == ["Оразбаев Д."]
    assert event.event_photos.count() == 2
    assert not Edition.objects.exists()

    # The text in the other languages, in hidden tabs.
    type_text(page, "kk", *IN_KAZAKH)
    type_text(page, "en", *IN_ENGLISH)
    press_save(page)
    event.refresh_from_db()
    assert event.body_kk == f"<p>{IN_KAZAKH[1]}</p>"
    assert event.body_ru.startswith('<figure data-photo="')
    assert page.goto(f"/ru/news/{event.slug}/").status == 404

    # The editor sends it for review, the publisher approves it: Russian, then the others.
    page.goto(f"/admin/news/event/{event.pk}/submit")
    page.click(".buttons [type=submit]")
    page.wait_for_url("**/change/")
    sign_out(page)
    sign_in(page, publisher)
    page.goto(f"/admin/news/event/{event.pk}/approve")
    page.click(".buttons [type=submit]")
    page.wait_for_url("**/publish/")
    for languages in (["ru"], ["kk", "en"]):
        page.goto(f"/admin/news/event/{event.pk}/publish")
        for box in page.locator("[name=languages]").all():
            box.set_checked(box.get_attribute("value") in languages)
        page.click(".buttons [type=submit]")
        page.wait_for_url("**/change/")
    assert {e.language for e in Edition.objects.visible()} == {"kk", "ru", "en"}

    # The reader.
    sign_out(page)
    page.goto(f"/ru/news/{event.slug}/")
    assert page.inner_text("h1") == TITLE
    assert page.inner_text("time") == "14 мая 2024 года"
    assert page.locator("article figure img, .body figure img").first.evaluate(
        "image => image.complete && image.naturalWidth > 0"
    )
    assert serious(page) == []
    page.click("header a[hreflang=kk]")
    assert page.inner_text("h1") == IN_KAZAKH[0]
    assert page.inner_text("time") == "2024 жылғы 14 мамыр"
    page.click("header a[hreflang=en]")
    assert page.inner_text("h1") == IN_ENGLISH[0]
    assert page.inner_text("time") == "14 May 2024"
    assert page.get_attribute("html", "lang") == "en"
