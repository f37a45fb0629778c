import os
import shutil

import pytest
from django.db import connection
from playwright.sync_api import sync_playwright

from tests.factories import UserFactory

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

# marker -> (is it there, what to say where it is not, the variable that makes that a failure)
NEEDS = {
    "browser": (
        lambda: CHROMIUM,
        "Chromium is not installed (apt install chromium)",
        "REQUIRE_BROWSER",
    ),
    "gettext": (
        lambda: shutil.which("msgfmt"),
        "GNU gettext is not installed (apt install gettext)",
        "REQUIRE_GETTEXT",
    ),
    "postgresql": (
        lambda: connection.vendor == "postgresql",
        "DATABASE_URL names no PostgreSQL",
        "REQUIRE_POSTGRESQL",
    ),
}


def pytest_configure(config):
    # Playwright runs an event loop in the tests' thread; Django's ORM is not called from it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_report_header(config):
    return f"database: {connection.vendor}, Chromium: {CHROMIUM or 'not installed'}"


def pytest_runtest_setup(item):
    for marker, (is_there, reason, variable) in NEEDS.items():
        if item.get_closest_marker(marker) and not is_there():
            if os.environ.get(variable) == "on":
                pytest.fail(reason)
            pytest.skip(reason)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, live_server, django_db_serialized_rollback):
    """A browser's page; it fails the test when anything is asked of another host."""
    context = chromium.new_context(base_url=live_server.url, locale="ru-RU")
    context.set_default_timeout(10_000)
    page = context.new_page()
    strangers = []
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((live_server.url, "data:", "blob:", "about:"))
            else strangers.append(request.url)
        ),
    )
    yield page
    context.close()
    assert strangers == []


@pytest.fixture
def editor(db):
    return UserFactory(username="editor", groups=["Editors"])


@pytest.fixture
def publisher(db):
    return UserFactory(username="publisher", groups=["Publishers"])


@pytest.fixture
def translator(db):
    return UserFactory(username="translator", groups=["Translators"])


@pytest.fixture
def photo_editor(db):
    return UserFactory(username="photo_editor", groups=["Photo editors"])
