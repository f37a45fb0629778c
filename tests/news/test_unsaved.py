"""Unsaved text outlives a closed tab, an expired session and an error of the server."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from media.unsaved import NAME
from news.admin.events import EventAdmin
from news.models import Event, StaffProfile, Topic
from tests import factories
from tests.news.desk import body_of, change_page, errors_of, open_form, save, sign_in, signed_in

pytestmark = pytest.mark.django_db
NONCE, OTHER = "0123456789abcdef" * 2, "f" * 32


@pytest.fixture
def event():
    event = factories.trilingual()
    factories.ParticipationFactory(event=event)
    return event


class TestWordOfTheServer:
    def test_a_save_names_what_was_saved(self, editor, event):
        client = signed_in(editor)
        response = save(client, change_page(event), title_ru="Новый", **{NAME: NONCE})
        cookie = response.cookies[NAME]
        assert cookie.value == NONCE
        assert (cookie["path"], cookie["samesite"]) == ("/admin/", "Lax")
        assert (cookie["httponly"], cookie["max-age"]) == ("", 3600)
        response = save(client, "/admin/news/topic/add/", name_ru="Дружба", **{NAME: OTHER})
        assert response.cookies[NAME].value == f"{NONCE}.{OTHER}"
        assert Topic.objects.count() == 1

    def test_a_form_with_errors_says_nothing_and_knows_what_it_posted(self, editor, event):
        response = save(signed_in(editor), change_page(event), title_ru="", **{NAME: NONCE})
        assert errors_of(response)
        assert NAME not in response.cookies
        assert response.context["kept_text"]["posted"] == NONCE

    @pytest.mark.parametrize("nonce", ["", "x" * 32, NONCE + "0", f"{NONCE}.{OTHER}", "=; Path=/"])
    def test_what_is_no_nonce_gets_no_cookie(self, editor, event, nonce):
        response = save(signed_in(editor), change_page(event), title_ru="Новый", **{NAME: nonce})
        assert response.status_code == 302
        assert NAME not in response.cookies

    def test_the_cookie_does_not_grow(self, editor):
        client = signed_in(editor)
        for number in range(12):
            response = save(
                client, "/admin/news/topic/add/", name_ru=f"Т{number}", **{NAME: f"{number:032x}"}
            )
        assert response.cookies[NAME].value == ".".join(f"{number:032x}" for number in range(2, 12))

    @pytest.mark.parametrize("name", ["user", "group"])
    def test_forms_of_accounts_keep_nothing(self, admin_client, name):
        page = admin_client.get(reverse(f"admin:auth_{name}_add"))
        assert "unsaved-text" not in page.content.decode()

    @pytest.mark.parametrize(
        "model",
        ["news_event", "news_topic", "media_photo", "people_participant",
         "organizations_organization"],
    )  # fmt: skip
    def test_forms_of_entries_keep_it_for_the_user(self, editor, model):
        page = signed_in(editor).get(reverse(f"admin:{model}_add")).content.decode()
        assert re.findall(r'data-form="(\w+)" data-user="(\d+)"', page) == [
            (f"{model.split('_')[1]}_form", str(editor.pk))
        ]
        assert f'id="{model.split("_")[1]}_form"' in page


@pytest.fixture
def desk(page, editor):
    StaffProfile.objects.create(user=editor, language="en")
    page.set_viewport_size({"width": 1280, "height": 1000})
    sign_in(page, editor)
    return page


def fill_in(page, user):
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", "secret")
    page.click("[type=submit]")


def sign_in_in_another_tab(page, user):
    other = page.context.new_page()
    other.goto("/admin/login/")
    fill_in(other, user)
    other.wait_for_url("**/admin/")
    other.close()


def type_text(page, title="Новый заголовок", words=" Ещё слово."):
    page.fill("[name=title_ru]", title)
    body_of(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.type(words)
    page.wait_for_timeout(1300)


def close_tab(page):
    """Close the tab and come back in another one of the same browser."""
    another = page.context.new_page()
    another.set_viewport_size({"width": 1280, "height": 1000})
    page.close()
    return another


def kept(page):
    """The kept values by field, of each text that is kept."""
    texts = page.evaluate(
        "Object.entries(localStorage).filter(([key]) => key.startsWith('unsaved:')).map(e => e[1])"
    )
    return [
        {name: field["value"] for name, field in json.loads(text)["fields"].items()}
        for text in texts
    ]


def banner(page):
    return page.get_by_role("region", name=re.compile("Unsaved text of .+ is kept in this"))


def fields_named(page):
    banner(page).first.wait_for()
    return banner(page).locator("li").all_text_contents()


def put_back(page):
    banner(page).get_by_role("button", name="Put it back").click()
    page.get_by_text("The text is back in the form. It is not saved yet.").wait_for()


def save_form(page, button="_continue"):
    page.click(f"[name={button}]")
    page.get_by_text("successfully").first.wait_for()
    page.wait_for_function("!Object.keys(localStorage).some(key => key.startsWith('unsaved:'))")


BODY = "<p>Во встрече приняли участие члены Ассамблеи. Ещё слово.</p>"


@pytest.mark.browser
class TestInTheBrowser:
    def test_text_of_a_closed_tab_is_put_back_and_goes_with_saving(self, desk, event):
        open_form(desk, change_page(event))
        type_text(desk)
        assert kept(desk) == [{"title_ru": "Новый заголовок", "body_ru": BODY}]
        desk = close_tab(desk)
        open_form(desk, change_page(event))
        banner(desk).wait_for()
        assert fields_named(desk) == ["Title (Русский)", "Text (Русский)"]
        assert desk.input_value("[name=title_ru]") == event.title_ru
        put_back(desk)
        assert desk.input_value("[name=title_ru]") == "Новый заголовок"
        assert "Ещё слово." in body_of(desk).text_content()
        save_form(desk)
        event.refresh_from_db()
        assert (event.title_ru, event.body_ru) == ("Новый заголовок", BODY)
        body_of(desk).wait_for()
        desk.wait_for_timeout(500)
        assert banner(desk).count() == 0

    def test_thrown_away_text_is_not_offered_again(self, desk, event):
        open_form(desk, change_page(event))
        type_text(desk)
        desk = close_tab(desk)
        open_form(desk, change_page(event))
        banner(desk).get_by_role("button", name="Throw it away").click()
        desk.get_by_text("The text was thrown away.").wait_for()
        assert desk.input_value("[name=title_ru]") == event.title_ru
        assert kept(desk) == []

    def test_rows_choices_and_dates_come_back(self, desk, event):
        topic = factories.TopicFactory()
        person = factories.ParticipantFactory()
        old = event.participations.get()
        open_form(desk, change_page(event))
        desk.fill("[name=starts_at_1]", "12:30")
        desk.select_option("[name=kind]", "forum")
        desk.locator(".field-topics .select2-selection").click()
        desk.locator(".select2-results__option", has_text=topic.name_en).click()
        desk.fill("[name=participations-0-role_ru]", "председатель")
        desk.locator("#participations-group .add-row").click()
        row = desk.locator("#participations-data > .form-group:not(.empty-form)").nth(1)
        row.locator(".select2-selection").first.click()
        desk.locator(".select2-results__option", has_text=person.family_name_en).click()
        desk.fill("[name=participations-1-role_ru]", "гость")
        desk.wait_for_timeout(1300)
        # Somebody else's row comes before: rows that are kept go by what they are.
        first = factories.ParticipationFactory(event=event, position=0)
        old.position = 1
        old.save()
        desk = close_tab(desk)
        open_form(desk, change_page(event))
        put_back(desk)
        save_form(desk)
        event.refresh_from_db()
        assert f"{event.starts_at:%H:%M}" == "07:30"
        assert (event.kind, [*event.topics.all()]) == ("forum", [topic])
        assert [(row.participant, row.role_ru) for row in event.participations.all()] == [
            (first.participant, "член Ассамблеи"),
            (old.participant, "председатель"),
            (person, "гость"),
        ]

    def test_what_has_no_place_any_more_is_shown(self, desk, event):
        open_form(desk, change_page(event))
        desk.fill("[name=title_ru]", "Новый заголовок")
        desk.fill("[name=participations-0-role_ru]", "председатель собрания")
        desk.wait_for_timeout(1300)
        event.participations.all().delete()
        desk = close_tab(desk)
        open_form(desk, change_page(event))
        banner(desk).get_by_role("button", name="Put it back").click()
        desk.get_by_text("This has no place there any more").wait_for()
        assert desk.input_value("[name=title_ru]") == "Новый заголовок"
        assert fields_named(desk) == [
            "Participants: Role at the event (Русский): председатель собрания"
        ]

    def test_an_expired_session_loses_nothing(self, desk, event, editor):
        open_form(desk, change_page(event))
        type_text(desk)
        desk.context.clear_cookies(name="sessionid")
        desk.click("[name=_save]")
        desk.wait_for_url("**/admin/login/**")
        fill_in(desk, editor)
        banner(desk).wait_for()
        put_back(desk)
        save_form(desk, "_save")
        event.refresh_from_db()
        assert (event.title_ru, event.body_ru) == ("Новый заголовок", BODY)

    def test_after_signing_in_in_another_tab_the_old_form_saves(self, desk, event, editor):
        open_form(desk, change_page(event))
        type_text(desk)
        desk.context.clear_cookies(name="sessionid")
        sign_in_in_another_tab(desk, editor)
        save_form(desk)
        event.refresh_from_db()
        assert event.title_ru == "Новый заголовок"

    def test_an_error_of_the_server_loses_nothing(self, desk, event, live_server, monkeypatch):
        def fail(*args):
            raise OSError("The disk is full.")

        monkeypatch.setattr(EventAdmin, "save_related", fail)
        open_form(desk, change_page(event))
        type_text(desk)
        with desk.expect_response(
            lambda answer: answer.request.method == "POST" and answer.url.endswith("/change/")
        ) as answer:
            desk.click("[name=_save]")
        assert answer.value.status == 500
        monkeypatch.undo()
        open_form(desk, change_page(event))
        put_back(desk)
        save_form(desk, "_save")
        event.refresh_from_db()
        assert event.body_ru == BODY

    def test_a_form_with_errors_keeps_it_without_a_banner(self, desk, event):
        open_form(desk, change_page(event))
        type_text(desk, title="")
        desk.click("[name=_continue]")
        desk.get_by_text("Give the title in the source language.").wait_for()
        body_of(desk).wait_for()
        desk.wait_for_timeout(1500)
        assert banner(desk).count() == 0
        assert kept(desk) == [{"title_ru": "", "body_ru": BODY}]
        desk = close_tab(desk)
        open_form(desk, change_page(event))
        assert fields_named(desk) == ["Title (Русский)", "Text (Русский)"]
        put_back(desk)
        desk.fill("[name=title_ru]", "Теперь с заголовком")
        save_form(desk)
        event.refresh_from_db()
        assert (event.title_ru, event.body_ru) == ("Теперь с заголовком", BODY)

    def test_text_of_an_older_version_is_compared_when_saving(self, desk, event, publisher):
        open_form(desk, change_page(event))
        type_text(desk)
        save(signed_in(publisher), change_page(event), title_ru="Заголовок другого")
        desk = close_tab(desk)
        open_form(desk, change_page(event))
        banner(desk).get_by_text("Somebody saved this event after that.").wait_for()
        put_back(desk)
        assert desk.input_value("[name=seen_version]") == "1"
        desk.click("[name=_continue]")
        desk.get_by_text("Saved by publisher").wait_for()
        assert desk.input_value("[name=title_ru]") == "Новый заголовок"
        assert Event.objects.get().title_ru == "Заголовок другого"

    def test_it_is_offered_to_its_user_only(self, desk, event, publisher, editor):
        open_form(desk, change_page(event))
        type_text(desk)
        StaffProfile.objects.create(user=publisher, language="en")
        desk = close_tab(desk)
        desk.context.clear_cookies()
        sign_in(desk, publisher)
        open_form(desk, change_page(event))
        desk.wait_for_timeout(500)
        assert banner(desk).count() == 0
        desk.context.clear_cookies()
        sign_in(desk, editor)
        open_form(desk, change_page(event))
        banner(desk).wait_for()

    @pytest.mark.parametrize(
        ("address", "field"),
        [
            ("news/topic", "name_ru"),
            ("people/participant", "biography_ru"),
            ("organizations/organization", "description_ru"),
            ("media/photo", "caption_ru"),
        ],
    )
    def test_new_entries_are_kept_too(self, desk, address, field):
        desk.goto(f"/admin/{address}/add/")
        desk.fill(f"[name={field}]", "Слова")
        desk.wait_for_timeout(1300)
        desk = close_tab(desk)
        desk.goto(f"/admin/{address}/add/")
        put_back(desk)
        assert desk.input_value(f"[name={field}]") == "Слова"

    def test_a_new_event_that_was_saved_is_not_offered_again(self, desk):
        open_form(desk, "/admin/news/event/add/")
        type_text(desk)
        save_form(desk, "_addanother")
        body_of(desk).wait_for()
        desk.wait_for_timeout(500)
        assert banner(desk).count() == 0
        assert Event.objects.get().title_ru == "Новый заголовок"

    def test_a_browser_that_keeps_nothing_saves_as_ever(self, desk):
        # Only for these keys: without a storage at all Unfold shows no form.
        desk.add_init_script(
            """for (const name of ['getItem', 'setItem']) {
              const old = Storage.prototype[name];
              Storage.prototype[name] = function (key, ...value) {
                if (key.startsWith('unsaved:')) throw new DOMException('refused');
                return old.call(this, key, ...value);
              };
            }"""
        )
        desk.goto("/admin/news/topic/add/")
        desk.fill("[name=name_ru]", "Слова")
        desk.wait_for_timeout(1300)
        desk.click("[name=_save]")
        desk.get_by_text("successfully").first.wait_for()

    def test_the_check_of_a_release_is_kept_until_the_draft_is_made(self, desk, tmp_path):
        release = tmp_path / "release.txt"
        release.write_text(
            "Круглый стол волонтеров\n14 марта 2024 года в Астане прошел круглый стол. Выступил"
            " депутат Сената Парламента РК О. Гриценко.\n"
        )
        desk.goto("/admin/news/event/from-file/")
        desk.set_input_files("[name=files]", release)
        desk.click("form.upload [type=submit]")
        desk.wait_for_selector("#facts")
        address = desk.url
        desk.fill("#facts [name$=title]", "Другой заголовок")
        desk.fill("#facts [name^=people-0][name$=role]", "сенатор")
        desk.wait_for_timeout(1300)
        desk = close_tab(desk)
        desk.goto(address)
        assert fields_named(desk) == ["Title", "Role at the event"]
        put_back(desk)
        assert desk.input_value("#facts [name^=people-0][name$=role]") == "сенатор"
        desk.click("[name=action][value=confirm]")
        desk.get_by_text("The draft is made.").wait_for()
        assert Event.objects.get().title_ru == "Другой заголовок"
        assert kept(desk) == []

    def test_the_oldest_text_makes_room_and_old_text_goes(self, desk):
        desk.goto("/admin/news/topic/add/")
        desk.evaluate(
            """() => {
              const entry = (days) => JSON.stringify({ at: Date.now() - days * 864e5, fields: {} });
              localStorage.setItem('unsaved:1:/a/:1', entry(15));
              localStorage.setItem('unsaved:1:/a/:2', entry(13));
              localStorage.setItem('unsaved:1:/a/:3', entry(1));
            }"""
        )
        desk.reload()
        assert len(kept(desk)) == 2
        desk.evaluate(
            """() => {
              const set = Storage.prototype.setItem;
              Storage.prototype.setItem = function (key, value) {
                if (localStorage.getItem('unsaved:1:/a/:2')) {
                  throw new DOMException('full', 'QuotaExceededError');
                }
                set.call(this, key, value);
              };
            }"""
        )
        desk.fill("[name=name_ru]", "Слова")
        desk.wait_for_timeout(1300)
        assert {"name_ru": "Слова"} in kept(desk)
        assert len(kept(desk)) == 2

    def test_nothing_keeps_people_out_of_the_banner(self, desk, event):
        open_form(desk, change_page(event))
        type_text(desk)
        desk = close_tab(desk)
        open_form(desk, change_page(event))
        banner(desk).wait_for()
        for theme in ("light", "dark"):
            desk.evaluate(
                "theme => document.documentElement.classList.toggle('dark', theme === 'dark')",
                theme,
            )
            assert Axe().run(desk, ".unsaved").response["violations"] == []
        banner(desk).get_by_role("button", name="Put it back").focus()
        desk.keyboard.press("Enter")
        desk.get_by_text("The text is back in the form.").wait_for()
        assert desk.evaluate("document.activeElement.dataset.part") == "done"

    def test_leaving_with_unsaved_words_in_the_editor_is_asked_first(self, desk, event):
        open_form(desk, change_page(event))
        asked = []
        desk.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        body_of(desk).click()
        desk.keyboard.type("Слово.")
        desk.wait_for_timeout(1300)
        desk.goto("/admin/")
        assert asked == ["beforeunload"]
