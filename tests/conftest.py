import logging
import os
import shutil
from http.client import HTTPConnection
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.db import connection, connections
from django.utils import translation
from playwright.sync_api import sync_playwright
from pytest_django.plugin import blocking_manager_key

from config import settings as project
from media.models import Photo
from news.importing.office import find_office
from news.models import Intake, IntakePhoto
from tests.factories import UserFactory

groups = import_module("news.migrations.0005_desk_groups")

# The shell has no windows and tabs to draw: the tests take a quarter less time.
CHROMIUM = next(
    filter(None, map(shutil.which, ["chromium-headless-shell", "chromium", "chromium-browser"])),
    None,
)

# marker -> (is it there, what to say where it is not, the variable that makes that a failure)
NEEDS = {
    "browser": (
        lambda: CHROMIUM,
        "Chromium is not installed (apt install chromium-headless-shell)",
        "REQUIRE_BROWSER",
    ),
    "exiftool": (
        lambda: shutil.which("exiftool"),
        "ExifTool is not installed (apt install libimage-exiftool-perl)",
        "REQUIRE_EXIFTOOL",
    ),
    "gettext": (
        lambda: shutil.which("msgfmt"),
        "GNU gettext is not installed (apt install gettext)",
        "REQUIRE_GETTEXT",
    ),
    "libreoffice": (
        find_office,
        "LibreOffice is not installed (apt install libreoffice-writer-nogui)",
        "REQUIRE_LIBREOFFICE",
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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """Bring back the groups of the migrations: tests with real transactions empty all tables."""
    marker = item.get_closest_marker("django_db")
    is_real = "live_server" in item.fixturenames or (marker and marker.kwargs.get("transaction"))
    try:
        return (yield)
    finally:
        if is_real and nextitem:  # after the last test the database itself is gone
            with item.config.stash[blocking_manager_key].unblock():
                groups.create_groups(apps, connection)


@pytest.fixture(autouse=True)
def _english():
    """The tests read English sentences unless they ask for another language."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _checks_of_a_release_fail_aloud(caplog):
    """The site logs a check that fails and hears the others: a test fails."""
    yield
    failed = [
        record
        for record in caplog.get_records("call")
        if record.name == "news.checks" and record.levelno >= logging.ERROR
    ]
    assert [logging.Formatter().format(record) for record in failed] == []


@pytest.fixture(scope="session")
def chromium(django_db_setup):
    contents = getattr(connection, "_test_serialized_contents", None)
    with sync_playwright() as playwright:
        # Under Playwright's event loop Django's connection is another one, which does not know
        # the rows of the migrations that it must restore after each test.
        connection._test_serialized_contents = contents
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
        # Those that tests opened under the event loop: nobody else would close them.
        connections.close_all()


@pytest.fixture(scope="session")
def _server(live_server):
    """The live server, whose threads can be waited for."""
    live_server.thread.httpd.daemon_threads = False
    return live_server.thread.httpd


def _finish_requests(server):
    """Wait for what browsers still asked: its locks and those of emptying the tables deadlock."""
    # The server takes requests in their order: after this one none of the earlier is untaken.
    last = HTTPConnection(*server.server_address, timeout=10)
    last.request("GET", "/static/news/site.css", headers={"Connection": "close"})
    last.getresponse().read()
    last.close()
    server._threads.join()


@pytest.fixture
def page(chromium, live_server, _server):
    """A browser's page; scripts that fail and requests to another host fail the test."""
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
    failures = []
    page.on("pageerror", lambda error: failures.append(error.stack or str(error)))
    yield page
    context.close()
    _finish_requests(_server)
    assert strangers == []
    assert failures == []


@pytest.fixture(scope="session")
def s3():
    """The address of an S3 on this machine."""
    from moto.server import ThreadedMotoServer  # takes a second, which few tests need

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def store(request, settings, monkeypatch, tmp_path):
    """Originals and renditions are in a new folder; or in a new bucket, for a test that says so."""
    kind = getattr(request, "param", "folder")
    monkeypatch.setattr(project, "MEDIA_ROOT", tmp_path)
    if kind == "bucket":
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            monkeypatch.setenv(name, "only-for-tests")
        monkeypatch.setenv("MEDIA_S3_ENDPOINT", request.getfixturevalue("s3"))
        monkeypatch.setattr(project, "MEDIA_S3_BUCKET", f"press-{uuid4()}")
    settings.STORAGES = {
        **project.STORAGES,
        "default": project.storage_of_files("public", allow_overwrite=True),
        "originals": project.storage_of_files("originals", allow_overwrite=False),
    }
    for model in (Photo, Intake, IntakePhoto):
        monkeypatch.setattr(model._meta.get_field("file"), "storage", storages["originals"])
    if kind == "bucket":
        storages["originals"].bucket.create()
    return storages["originals"]


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
