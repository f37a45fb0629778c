"""Files that are chosen for a new event, in a real browser."""

import pytest

from news.models import StaffProfile
from tests import factories
from tests.news.desk import sign_in

pytestmark = pytest.mark.browser


def test_a_photo_that_is_too_large_is_named_and_not_sent(page, editor, settings, tmp_path):
    StaffProfile.objects.create(user=editor, language="en")
    settings.PRESS_MAX_PHOTO_MB = 1
    large, small = tmp_path / "large.jpg", tmp_path / "small.jpg"
    large.write_bytes(factories.picture() + bytes(1024 * 1024))
    small.write_bytes(factories.picture())
    sign_in(page, editor)
    page.goto("/admin/news/event/from-file/")
    page.set_input_files("[name=files]", [large, small])
    page.locator(".chosen li", has_text="small.jpg").wait_for()
    assert "MB" in page.locator(".chosen li", has_text="large.jpg").text_content()
    assert page.locator(".chosen .large").count() == 1
    names = page.evaluate("[...document.querySelector('[name=files]').files].map((f) => f.name)")
    assert names == ["small.jpg"]
