"""Suggestions under the field of the search, in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from news.search.indexing import index_names
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_suggestions_are_chosen_with_the_keyboard(page):
    page.set_viewport_size({"width": 390, "height": 844})
    person = factories.ParticipantFactory(slug="tokayev", family_name_ru="Токаев")
    index_names(people=[person])
    factories.published(title_ru="Токаева встретили", slug="meeting")
    page.goto("/ru/search/")
    field = page.get_by_role("combobox")
    options = page.get_by_role("option")
    field.press_sequentially("Тока")
    page.wait_for_selector("[role=option]")
    assert [text.split("\n")[0] for text in options.all_inner_texts()] == [
        "Ерлан Токаев",
        "Токаева встретили",
    ]
    assert field.get_attribute("aria-expanded") == "true"
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
    assert Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    assert field.input_value() == "Тока"
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("[role=option]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ru/people/tokayev/")
    page.go_back()
    field.fill("Токаевым")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ru/search/?q=*")
    assert page.get_by_role("heading", name="Токаева встретили").count() == 1
    assert Axe().run(page).response["violations"] == []
