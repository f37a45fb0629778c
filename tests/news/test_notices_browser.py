"""One's own notices and the audit log in a real browser."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from news.models import HistoryEntry, StaffProfile
from tests import factories
from tests.news.desk import sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(page, publisher):
    StaffProfile.objects.create(user=publisher, language="en")
    sign_in(page, publisher)
    page.goto("/admin/")
    return page


def violations(page):
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
    found = Axe().run(page, context=".my-notices, .audit-filters", options=options)
    return [violation["id"] for violation in found.response["violations"]]


def test_a_notice_is_switched_off_from_the_menu_of_the_account(desk, publisher):
    desk.locator("#nav-sidebar").get_by_text("publisher").first.click()
    with desk.expect_navigation():
        desk.get_by_role("link", name="My notices").click()
    assert violations(desk) == []
    desk.get_by_label("E-mail address").fill("publisher@example.org")
    desk.get_by_label("My event was approved").uncheck()
    desk.get_by_role("button", name="Save").click()
    desk.get_by_text("Your choice is saved.").wait_for()
    assert not desk.get_by_label("My event was approved").is_checked()
    publisher.refresh_from_db()
    assert (publisher.email, publisher.profile.muted_notices) == (
        "publisher@example.org",
        ["approved"],
    )


def test_the_log_is_filtered_searched_and_exported(desk, publisher):
    event = factories.EventFactory(title_ru="Форум")
    for action, comment in (("approved", "да"), ("published", "да"), ("approved", "нет")):
        HistoryEntry.objects.record(action, event, publisher, comment=comment)
    desk.goto("/admin/news/historyentry/")
    assert violations(desk) == []
    desk.get_by_label("Action").select_option("review")
    desk.get_by_role("button", name="Show").click()
    desk.locator("#searchbar").fill("да")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**q=*")
    assert desk.locator("#result_list tbody tr").count() == 1
    assert desk.get_by_label("Action").input_value() == "review"
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Export as CSV").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "Approved" in lines[1]
