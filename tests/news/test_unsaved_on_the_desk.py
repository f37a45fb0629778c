"""Text typed on the pages of the desk is kept, and no form is saved under another's name."""

import re

import pytest

from media.unsaved import DESK_FORM, NAME, OPENED_BY
from news.models import Edition, Event, StaffProfile, Topic
from tests import factories
from tests.news.desk import (
    change_page,
    errors_of,
    open_form,
    save,
    sign_in,
    signed_in,
    wait_for_editors,
)
from tests.news.test_unsaved import banner, fill_in, sign_in_in_another_tab

pytestmark = pytest.mark.django_db
NONCE = "0123456789abcdef" * 2
ANOTHER = (
    "This form was opened by another account (publisher). Nothing is saved. Sign in as that"
    " account, or save again to save it as yours."
)


@pytest.fixture
def event():
    return factories.trilingual()


def page_of(event, name):
    return f"/admin/news/event/{event.pk}/{name}/"


class TestWhoOpenedIt:
    def test_a_form_of_another_account_comes_back_and_saves_as_ones_own(
        self, editor, publisher, event
    ):
        client = signed_in(editor)
        StaffProfile.objects.create(user=editor, language="en")
        title, version = event.title_ru, event.version
        typed = {"title_ru": "Новый", OPENED_BY: publisher.pk}
        response = save(client, change_page(event), **typed)
        assert response.status_code == 200
        assert response.context["adminform"].form.non_field_errors() == [ANOTHER]
        assert 'value="Новый"' in response.content.decode()
        assert f'data-user="{editor.pk}"' in response.content.decode()
        event.refresh_from_db()
        assert (event.title_ru, event.version) == (title, version)
        response = save(client, change_page(event), **typed | {OPENED_BY: editor.pk})
        assert response.status_code == 302
        event.refresh_from_db()
        assert (event.title_ru, event.edited_by) == ("Новый", editor)

    @pytest.mark.parametrize("opener", ["", None])
    def test_without_a_script_it_is_saved(self, editor, event, opener):
        typed = {} if opener is None else {OPENED_BY: opener}
        assert save(signed_in(editor), change_page(event), title_ru="Новый", **typed).url
        assert Event.objects.get().title_ru == "Новый"

    @pytest.mark.parametrize("opener", ["0", "x", "9" * 5000, "\x00", "٣", "²"])
    def test_what_is_no_account_is_another_one(self, editor, opener):
        response = save(
            signed_in(editor), "/admin/news/topic/add/", name_ru="Т", **{OPENED_BY: opener}
        )
        [sentence] = errors_of(response)["__all__"]
        assert "another account (?)" in sentence
        assert not Topic.objects.exists()

    def test_a_step_of_another_account_is_not_taken(self, editor, publisher, event):
        StaffProfile.objects.create(user=editor, language="en")
        client = signed_in(editor)
        said = {"comment": "Готово", "version": event.version, OPENED_BY: publisher.pk}
        response = client.post(page_of(event, "submit"), said)
        assert response.context["form"].non_field_errors() == [ANOTHER]
        assert "Готово" in response.content.decode()
        assert Event.objects.get().status == Event.Status.DRAFT
        assert client.post(page_of(event, "submit"), said | {OPENED_BY: editor.pk}).url
        assert Event.objects.get().status == Event.Status.IN_REVIEW


class TestWhatIsKept:
    def test_a_step_that_was_taken_is_told(self, editor, event):
        client = signed_in(editor)
        page = client.get(page_of(event, "submit")).content.decode()
        assert f'data-form="{DESK_FORM}" data-user="{editor.pk}"' in page
        assert f'id="{DESK_FORM}"' in page
        said = {"comment": "", "version": event.version + 1, NAME: NONCE}
        response = client.post(page_of(event, "submit"), said | {"version": event.version - 1})
        assert (response.status_code, NAME in response.cookies) == (200, False)
        assert f'data-posted="{NONCE}"' in response.content.decode()
        response = client.post(page_of(event, "submit"), said | {"version": event.version})
        assert response.cookies[NAME].value == NONCE

    def test_several_at_once_are_told_with_the_report(self, editor, event):
        address = f"/admin/news/event/bulk/submit/?ids={event.pk}"
        said = {f"version_{event.pk}": event.version, "comment": "", NAME: NONCE}
        response = signed_in(editor).post(address, said)
        assert [row["event"] for row in response.context["done"]] == [event]
        assert response.cookies[NAME].value == NONCE


@pytest.mark.browser
class TestInTheBrowser:
    @pytest.fixture
    def desk(self, page, publisher, editor):
        for user in (publisher, editor):
            StaffProfile.objects.create(user=user, language="en")
        sign_in(page, publisher)
        return page

    def test_an_expired_session_loses_no_reason_of_a_withdrawal(self, desk, publisher):
        event = factories.published()
        desk.goto(page_of(event, "withdraw"))
        desk.check("[name=withdraw_ru]")
        desk.fill("[name=reason_ru]", "Ошибка в дате.")
        desk.wait_for_timeout(1300)
        desk.context.clear_cookies(name="sessionid")
        desk.click("#desk_form [type=submit]")
        desk.wait_for_url("**/admin/login/**")
        fill_in(desk, publisher)
        banner(desk).get_by_role("button", name="Put it back").click()
        desk.get_by_text("The text is back in the form.").wait_for()
        assert desk.input_value("[name=reason_ru]") == "Ошибка в дате."
        assert desk.is_checked("[name=withdraw_ru]")
        desk.click("#desk_form [type=submit]")
        desk.get_by_text("Withdrawn: Русский.").wait_for()
        assert Edition.objects.get().withdrawal_reason == "Ошибка в дате."
        desk.wait_for_function("!Object.keys(localStorage).some(k => k.startsWith('unsaved:'))")

    def test_the_version_that_was_read_is_not_put_back(self, desk, event):
        desk.goto(page_of(event, "submit"))
        desk.fill("[name=comment]", "Готово")
        desk.wait_for_timeout(1300)
        Event.objects.update(version=7)
        desk.goto(page_of(event, "submit"))
        banner(desk).get_by_role("button", name="Put it back").click()
        desk.get_by_text("The text is back in the form.").wait_for()
        assert desk.input_value("[name=version]") == "7"

    def test_words_of_one_are_not_saved_as_those_of_another(self, desk, editor, event):
        open_form(desk, change_page(event))
        desk.fill("[name=title_ru]", "Слова издателя")
        desk.context.clear_cookies()
        sign_in_in_another_tab(desk, editor)
        desk.click("[name=_continue]")
        desk.get_by_text(re.compile(re.escape(ANOTHER))).wait_for()
        assert desk.input_value("[name=title_ru]") == "Слова издателя"
        assert Event.objects.get().title_ru == event.title_ru
        wait_for_editors(desk)
        desk.wait_for_timeout(500)
        desk.click("[name=_continue]")
        desk.get_by_text("successfully").first.wait_for()
        saved = Event.objects.get()
        assert (saved.title_ru, saved.edited_by) == ("Слова издателя", editor)

    def test_what_came_back_in_a_renumbered_row_is_not_offered(self, desk, editor, event):
        factories.ParticipationFactory(event=event)
        open_form(desk, change_page(event))
        desk.fill("[name=participations-0-role_ru]", "председатель собрания")
        desk.wait_for_timeout(1300)
        address = change_page(event)
        gone = {"participations-0-DELETE": "on"}
        assert save(signed_in(editor), address, **gone).status_code == 302
        assert not event.participations.exists()
        desk.click("[name=_continue]")
        desk.locator(".together").wait_for()
        wait_for_editors(desk)
        desk.wait_for_timeout(1500)
        assert desk.input_value("[name=participations-0-role_ru]") == "председатель собрания"
        assert banner(desk).count() == 0

    @pytest.mark.parametrize(
        ("language", "nothing"), [("ru", "Совпадений не найдено"), ("kk", "Ештеңе табылмады")]
    )
    def test_searching_in_a_picker_is_no_change_and_speaks_the_language(
        self, desk, publisher, event, language, nothing
    ):
        StaffProfile.objects.filter(user=publisher).update(language=language)
        desk.goto(change_page(event))
        asked = []
        desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        field = desk.locator(".field-topics .select2-search__field")
        field.click()
        field.press_sequentially("ъъъ")
        desk.locator(".select2-results__message", has_text=nothing).wait_for()
        desk.goto("/admin/")
        assert asked == []
