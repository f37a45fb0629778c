"""Two people who save the same event, in two browsers."""

import pytest

from news.models import StaffProfile
from tests import factories
from tests.news.desk import body_of, change_page, open_form, press_save, sign_in
from tests.news.test_way_of_a_release import serious

pytestmark = pytest.mark.browser


@pytest.fixture
def other_page(chromium, live_server):
    context = chromium.new_context(base_url=live_server.url, locale="en-US")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def write_body(page, text):
    body_of(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def test_the_second_of_two_browsers_sees_the_difference_and_chooses(
    page, other_page, editor, publisher
):
    for user in (editor, publisher):
        StaffProfile.objects.create(user=user, language="en")
    body = "<ul><li>Первое</li><li>Второе</li></ul><p>Третье</p>"
    event = factories.EventFactory(body_ru=body, lead_en="Old")
    person = factories.ParticipationFactory(event=event)
    sign_in(other_page, editor)
    sign_in(page, publisher)
    open_form(page, change_page(event))
    open_form(other_page, change_page(event))

    other_page.fill("[name=title_ru]", "Их заголовок")
    other_page.fill("[name=lead_ru]", "Их вступление")
    other_page.fill("[name=participations-0-role_ru]", "их роль")
    write_body(other_page, " их слова")
    press_save(other_page)

    page.fill("[name=title_ru]", "Мой заголовок")
    page.fill("[name=lead_ru]", "Моё вступление")
    press_save(page)
    panel = page.locator(".together[role=alert]", has_text="Others changed the same")
    panel.wait_for()
    page.wait_for_function("document.activeElement.classList.contains('together')")
    # The bodies differ in how the editor breaks lines, which is no change of mine.
    assert [each.inner_text() for each in panel.locator("legend").all()] == [
        "Title · Русский",
        "Lead · Русский",
    ]
    title = panel.get_by_role("group", name="Title · Русский")
    assert [
        title.locator(f".difference mark.{whose}").inner_text() for whose in ("mine", "theirs")
    ] == ["Мой", "Их"]
    assert page.input_value("[name=title_ru]") == "Мой заголовок"
    assert "Participants" in panel.locator("li").inner_text()
    assert serious(page) == []

    title.get_by_label("Take theirs").focus()
    page.keyboard.press("Space")
    panel.get_by_role("group", name="Lead · Русский").get_by_label("Keep mine").check()
    press_save(page)
    event.refresh_from_db()
    person.refresh_from_db()
    assert (event.title_ru, event.lead_ru) == ("Их заголовок", "Моё вступление")
    assert event.body_ru.endswith("<p>Третье их слова</p>")
    assert person.role_ru == "их роль"
    assert event.version == 3
