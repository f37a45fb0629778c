"""The remarks beside a text in a real browser: they come by themselves, show the place, mend it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from news.models import Event, StaffProfile
from tests import factories
from tests.news.desk import sign_in

pytestmark = pytest.mark.browser

BODY = (
    "<p>Первый абзац&nbsp;&nbsp;без замечаний.</p>\n"
    '<p>Сообщил <strong>И.Сал</strong>жанов, а "Дом <em>мира</em>" в <em>в</em> Астане.</p>\n'
    "<ul><li>раз</li><li>К.Ли</li></ul>"
)
# What the reader of the editor sees where something is selected.
SELECTED = "CKEDITOR.instances.id_body_ru.getSelection().getSelectedText()"
DATA = "CKEDITOR.instances.id_body_ru.getData().replace(/&nbsp;/g, ' ').replace(/\\s+/g, ' ')"


@pytest.fixture
def form(page, editor):
    event = factories.EventFactory(title_ru="Дом дом «мира", lead_ru="", body_ru=BODY)
    StaffProfile.objects.create(user=editor, language="en")
    sign_in(page, editor)
    page.goto(f"/admin/news/event/{event.pk}/change/")
    page.locator("#panel-1 .checks").scroll_into_view_if_needed()
    expect(page.locator("#panel-1 .said")).to_have_text("6 remarks.")
    return page


def test_remarks_show_and_mend_the_text_in_the_form(form):
    panel = form.locator("#panel-1 .checks")
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
    found = Axe().run(form, context=".checks", options=options)
    assert [violation["id"] for violation in found.response["violations"]] == []

    # Of several nodes, from the middle of one, and the whole of one.
    panel.get_by_role("button", name="Show: The word stands twice. в в").click()
    assert form.evaluate(SELECTED) == "в в"
    there_is_no_space = panel.get_by_role("button", name="Show: There is no space")
    there_is_no_space.first.click()
    assert form.evaluate(SELECTED) == "И.Салжанов"
    there_is_no_space.last.click()
    assert form.evaluate(SELECTED) == "К.Ли"
    panel.get_by_role("button", name="Show: The quotation is opened").click()
    title = form.locator("#id_title_ru")
    assert title.evaluate("(box) => box.value.slice(box.selectionStart, box.selectionEnd)") == (
        "«мира"
    )
    panel.get_by_role("button", name="Mend: Instead of straight quotation marks").click()
    panel.get_by_role("button", name="Mend all (2): No space after initials").click()
    expect(panel.locator(".said")).to_have_text("2 places are mended. They are not saved yet.")
    panel.get_by_role("button", name="Mend: The word stands twice. Дом дом").click()
    panel.get_by_role("button", name="Mend: The word stands twice. в в").press("Enter")
    assert title.input_value() == "Дом «мира"
    mended = form.evaluate(DATA)
    assert "<strong>И. Сал</strong>жанов, а &laquo;Дом <em>мира</em>&raquo; в" in mended.replace(
        "«", "&laquo;"
    ).replace("»", "&raquo;")
    assert "<li>К. Ли</li>" in mended
    assert form.evaluate("document.activeElement.closest('.checks') !== null")
    expect(panel.locator("li")).to_have_count(1)

    form.evaluate("CKEDITOR.instances.id_body_ru.execCommand('undo')")
    assert "в <em>в</em> Астане" in form.evaluate(DATA)
    panel.get_by_role("button", name="Check the text").click()
    expect(panel.locator(".said")).to_have_text("2 remarks.")
    event = Event.objects.get()
    assert (event.title_ru, event.body_ru) == ("Дом дом «мира", BODY)


def test_remark_whose_words_are_gone_is_checked_again(form):
    form.evaluate("CKEDITOR.instances.id_body_ru.setData('<p>Всё другое.</p>')")
    panel = form.locator("#panel-1 .checks")
    panel.get_by_role("button", name="Show: There is no space").last.click()
    expect(panel.locator(".said")).to_have_text("2 remarks.")  # those of the title


def test_the_page_of_checks_leads_to_the_field_in_its_language(form):
    event = Event.objects.get()
    Event.objects.update(title_kk="Жиын және және")
    form.goto(f"/admin/news/event/{event.pk}/checks/")
    form.locator("a[href$='#id_title_kk']").click()
    expect(form.locator("#id_title_kk")).to_be_focused()
    expect(form.locator("#id_title_kk")).to_be_in_viewport()
    expect(form.locator("#id_title_ru")).to_be_hidden()
