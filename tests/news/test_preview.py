import csv
import datetime as dt
import io

import lxml.html
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, override

from news.models import Event, HistoryEntry, Notice, PreviewComment, PreviewLink, StaffProfile
from news.recognition.indexing import refresh_names
from news.views.preview import MAX_COMMENTS
from tests import factories
from tests.news.desk import sign_in, signed_in
from tests.pages import language_switch, links, read, text, texts

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
SECRET = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


def full_event(rows=1, **fields):
    event = factories.trilingual(
        venue=factories.OrganizationFactory(), topics=[factories.TopicFactory()], **fields
    )
    for color in ["navy", "gold", "brown"][:rows]:
        factories.ParticipationFactory(event=event)
        factories.EventOrganizationFactory(event=event)
        factories.EventPhotoFactory(event=event, photo=factories.photo(color, caption_ru=color))
    in_text = factories.photo("teal", caption_ru="Выступление")
    event.body_ru += f'<figure data-photo="{in_text.pk}"></figure><p>Конец.</p>'
    event.save()
    return event


def link_to(event, **fields):
    return PreviewLink.objects.create(event=event, recipient="Дом дружбы", **fields)


def address_of(event, language="ru"):
    return f"/admin/news/event/{event.pk}/preview/{language}/"


def links_page(event):
    return f"/admin/news/event/{event.pk}/preview-links/"


def secret(link, language="ru"):
    return f"/{language}/preview/{link.token}/"


def says(response):
    return {name: response.headers[name] for name in SECRET}


def article(page):
    return text(page.find(".//article"))


class TestForStaff:
    def test_page_is_the_one_that_will_be_published(self, client, editor):
        event = full_event(rows=2, slug="session")
        staff = signed_in(editor)
        previews = {code: read(staff.get(address_of(event, code))) for code in ("kk", "ru", "en")}
        factories.published(event, languages=["kk", "ru", "en"])
        for code, preview in previews.items():
            public = read(client.get(f"/{code}/news/session/"))
            footer = public.find(".//article/footer")
            public.find(".//article").remove(footer)
            assert preview.get("lang") == code
            assert article(preview) == article(public)
            # Files can be had of what is public only.
            files = f"/{code}/news/session/photos.zip"
            assert links(preview) == [link for link in links(public) if link != files]
            assert preview.find(".//a[@data-download]") is None
            assert [image.get("src") for image in preview.iter("img")] == [
                image.get("src") for image in public.iter("img")
            ]

    def test_strip_tells_what_it_is_in_the_language_of_the_staff(self, editor):
        StaffProfile.objects.create(user=editor, language="en")
        event = factories.trilingual()
        Event.objects.filter(pk=event.pk).update(version=7, starts_at=None)
        page = read(signed_in(editor).get(address_of(event, "kk")))
        strip = page.find(".//aside[@class='preview-strip']")
        assert strip.get("lang") == "en"
        assert texts(strip, ".//p")[0] == "Preview: not public version 7"
        assert links(strip, ".//a") == [
            *(address_of(event, code) for code in ("kk", "ru", "en")),
            f"/admin/news/event/{event.pk}/change/",
        ]
        assert texts(strip, ".//div[@class='reasons']//li") == ["The date of the event is missing."]
        assert language_switch(page) == {
            "kk": None,
            "ru": address_of(event, "ru"),
            "en": address_of(event, "en"),
        }

    def test_public_event_is_shown_as_it_is_written_now_with_its_dates(self, editor):
        event = factories.published()
        Event.objects.filter(pk=event.pk).update(title_ru="Исправленный заголовок")
        page = read(signed_in(editor).get(address_of(event)))
        assert text(page.find(".//h1")) == "Исправленный заголовок"
        assert len(page.findall(".//article/footer/p")) == 1

    def test_language_without_text_says_what_is_missing(self, editor):
        event = factories.EventFactory(title_en="Meeting")
        client = signed_in(editor)
        for language, missing in (
            ("en", ["The text is missing."]),
            ("kk", ["The title is missing.", "The text is missing."]),
        ):
            StaffProfile.objects.update_or_create(user=editor, defaults={"language": language})
            page = read(client.get(address_of(event, language)))
            with override(language):
                said = [gettext(sentence) for sentence in missing]
            assert texts(page, ".//main/div/ul[1]/li") == said
            assert links(page) == [address_of(event)]

    def test_caches_and_search_engines_keep_nothing(self, editor):
        response = signed_in(editor).get(address_of(factories.trilingual()))
        page = read(response)
        assert says(response) == {
            "Cache-Control": "no-store, private, max-age=0, no-cache, must-revalidate",
            "X-Robots-Tag": SECRET["X-Robots-Tag"],
            "Referrer-Policy": "same-origin",
        }
        assert page.find(".//meta[@name='robots']").get("content") == "noindex"
        assert not [each for each in page.iter("link") if each.get("rel") in ("canonical",)]
        assert "ETag" not in response.headers
        assert "Last-Modified" not in response.headers

    @pytest.mark.parametrize("rows", [1, 3])
    def test_queries_do_not_grow(self, editor, django_assert_num_queries, rows):
        StaffProfile.objects.create(user=editor, language="en")
        event = full_event(rows)
        refresh_names()
        client = signed_in(editor)
        with django_assert_num_queries(18):  # two to look for those whom the text names
            read(client.get(address_of(event)))

    @pytest.mark.parametrize(
        ("groups", "status"),
        [
            (["Editors"], 200),
            (["Publishers"], 200),
            (["Translators"], 200),
            (["Photo editors"], 200),
            ([], 403),
        ],
    )
    def test_who_may_view_the_event_may_preview_it(self, groups, status):
        event = factories.trilingual()
        client = signed_in(factories.UserFactory(groups=groups))
        assert client.get(address_of(event)).status_code == status

    def test_strangers_sign_in_first_and_unknown_previews_are_not_found(self, client, editor):
        event = factories.trilingual()
        response = client.get(address_of(event))
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/admin/login/")
        staff = signed_in(editor)
        assert staff.get(address_of(event, "fr")).status_code == 404
        assert staff.get(address_of(Event(pk=event.pk + 1))).status_code == 404
        assert staff.post(address_of(event)).status_code == 405

    def test_form_of_the_event_leads_to_the_previews(self, editor):
        event = factories.trilingual()
        html = signed_in(editor).get(f"/admin/news/event/{event.pk}/change/").content.decode()
        found = [
            address in html
            for address in (*(address_of(event, code) for code in ("kk", "ru", "en")),
                            links_page(event))
        ]  # fmt: skip
        assert found == [True] * 4


class TestLinks:
    def make(self, client, event, **data):
        day = timezone.localdate() + dt.timedelta(days=3)
        data = {"recipient": "Дом дружбы", "ends_on": day.isoformat(), **data}
        return client.post(links_page(event), data)

    def test_link_is_made_until_the_end_of_a_day(self, client, editor):
        event = factories.trilingual()
        assert self.make(signed_in(editor), event).status_code == 302
        link = event.preview_links.get()
        assert (link.recipient, link.created_by) == ("Дом дружбы", editor)
        ends = timezone.localtime(link.expires_at)
        assert ends.date() == timezone.localdate() + dt.timedelta(days=3)
        assert (ends.hour, ends.minute) == (23, 59)
        entry = HistoryEntry.objects.of(event).get()
        assert (entry.action, entry.user, entry.comment, entry.effective_at) == (
            HistoryEntry.Action.LINK_MADE, editor, "Дом дружбы", link.expires_at,
        )  # fmt: skip
        page = signed_in(editor).get(links_page(event))
        assert f'value="http://testserver{secret(link)}"' in page.content.decode()
        assert "no-store" in page.headers["Cache-Control"]
        read(client.get(secret(link)))

    @pytest.mark.parametrize(
        ("days", "error"),
        [
            (-1, "This day has passed. Choose a later one."),
            (31, "This is too late. Choose an earlier day."),
        ],
    )
    def test_end_lies_within_a_month(self, editor, days, error):
        event = factories.trilingual()
        day = timezone.localdate() + dt.timedelta(days=days)
        response = self.make(signed_in(editor), event, ends_on=day.isoformat())
        assert response.context["form"].errors == {"ends_on": [error]}
        assert response.context["form"]["recipient"].value() == "Дом дружбы"
        assert not PreviewLink.objects.exists()

    def test_revoked_link_opens_nothing(self, client, editor):
        event = factories.trilingual()
        link, other = link_to(event), link_to(event)
        staff = signed_in(editor)
        address = f"{links_page(event)}{link.pk}/revoke/"
        assert staff.get(address).status_code == 405
        for _ in range(2):
            assert staff.post(address).status_code == 302
        entry = HistoryEntry.objects.of(event).get()
        assert (entry.action, entry.comment) == (HistoryEntry.Action.LINK_REVOKED, "Дом дружбы")
        read(client.get(secret(link)), 404)
        read(client.get(secret(other)))
        foreign = f"{links_page(factories.EventFactory())}{other.pk}/revoke/"
        assert staff.post(foreign).status_code == 404

    @pytest.mark.parametrize(
        ("groups", "status"),
        [(["Editors"], 302), (["Publishers"], 302), (["Translators"], 403),
         (["Photo editors"], 403), ([], 403)],
    )  # fmt: skip
    def test_rights_are_asked_for_on_every_page(self, groups, status):
        event = factories.trilingual()
        link = link_to(event)
        client = signed_in(factories.UserFactory(groups=groups))
        assert client.get(links_page(event)).status_code == (200 if status == 302 else 403)
        assert self.make(client, event).status_code == status
        assert client.post(f"{links_page(event)}{link.pk}/revoke/").status_code == status

    def test_who_only_views_links_neither_makes_nor_revokes_them(self, editor):
        event = factories.trilingual()
        link = link_to(event)
        editor.groups.get().permissions.filter(
            codename__in=["add_previewlink", "change_previewlink"]
        ).delete()
        client = signed_in(editor)
        html = client.get(links_page(event)).content.decode()
        assert secret(link) in html
        assert "/revoke/" not in html
        assert self.make(client, event).status_code == 403
        assert client.post(f"{links_page(event)}{link.pk}/revoke/").status_code == 403

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow(self, editor, django_assert_num_queries, number):
        StaffProfile.objects.create(user=editor, language="en")
        event = factories.trilingual()
        for _ in range(number):
            link = link_to(event, created_by=editor)
            link.comments.create(language="ru", name="Ким", text="Все верно.")
        client = signed_in(editor)
        with django_assert_num_queries(8):
            assert client.get(links_page(event)).content.decode().count("Все верно") == number


class TestForGuests:
    def test_page_needs_no_account_and_no_session(self, client):
        event = full_event()
        response = client.get(secret(link_to(event)))
        page = read(response)
        assert text(page.find(".//h1")) == event.title_ru
        assert says(response) == SECRET
        # Neither a session nor a token of a form: a key to the pictures alone.
        assert [(each["path"], each["httponly"]) for each in response.cookies.values()] == [
            ("/media/", True)
        ]
        assert page.find(".//meta[@name='robots']").get("content") == "noindex"
        assert not [each for each in page.iter("link") if each.get("rel") == "canonical"]
        assert "/admin/" not in response.content.decode()

    def test_working_copy_shows_as_it_is_now(self, client):
        link = link_to(factories.published())
        Event.objects.update(title_ru="Исправленный заголовок")
        assert text(read(client.get(secret(link))).find(".//h1")) == "Исправленный заголовок"

    @pytest.mark.parametrize("language", ["kk", "ru", "en"])
    def test_unknown_ended_and_revoked_are_the_same(self, client, language):
        event = factories.trilingual()
        now = timezone.now()
        ended = link_to(event, expires_at=now - HOUR)
        revoked = link_to(event, revoked_at=now)
        pages = set()
        for token in ("unknown", ended.token, revoked.token):
            for method in (client.get, client.post):
                response = method(f"/{language}/preview/{token}/")
                assert read(response, 404).get("lang") == language
                assert says(response) == SECRET
                pages.add(response.content.replace(token.encode(), b""))
        assert len(pages) == 1

    def test_language_without_text_leads_to_the_others(self, client):
        event = factories.EventFactory(title_en="Meeting", body_en="<p>They met.</p>")
        link = link_to(event)
        response = client.get(secret(link, "kk"))
        page = read(response, 404)
        assert links(page) == [secret(link, "ru"), secret(link, "en")]
        assert says(response) == SECRET
        switch = {"kk": "", "ru": None, "en": secret(link, "en")}
        assert language_switch(read(client.get(secret(link)))) == switch

    def comment(self, client, link, language="ru", **data):
        return client.post(secret(link, language), {"name": "Ким", "text": "Цитата верна.", **data})

    def test_a_guest_with_the_name_of_staff_is_a_guest_everywhere(self, client, publisher):
        link = link_to(factories.trilingual())
        self.comment(client, link, name="publisher", text="Всё верно.")
        staff = signed_in(publisher)
        page = lxml.html.fromstring(
            staff.get(f"/admin/news/event/{link.event.pk}/history/").content.decode()
        )
        (row,) = page.xpath("//ol[@class='timeline']/li")
        said = "Comment on the preview (Русский) · Guest publisher: Всё верно."
        assert " ".join(row.text_content().split()).endswith(said)
        page = lxml.html.fromstring(staff.get("/admin/news/historyentry/").content.decode())
        (cell,) = page.xpath("//*[contains(@class, 'field-who')]")
        assert cell.text_content().strip() == "Guest"
        (line,) = csv.DictReader(
            io.StringIO(
                b"".join(staff.get("/admin/news/historyentry/export/").streaming_content).decode()
            )
        )
        assert (line["User"], line["User name"], line["Comment"]) == (
            "Guest",
            "",
            "publisher: Всё верно.",
        )

    def test_comment_reaches_the_press_service(self, editor):
        editor.email = "editor@example.org"
        editor.save()
        link = link_to(factories.trilingual(), created_by=editor)
        # As browsers post from a page that sends no referrer.
        client = Client(enforce_csrf_checks=True, headers={"origin": "null"})
        response = self.comment(client, link, "kk", text="<b>Дәйексөз</b> дұрыс.")
        assert (response.status_code, says(response)) == (302, SECRET)
        assert response.headers["Location"] == f"{secret(link, 'kk')}?thanks=1#comments"
        comment = link.comments.get()
        assert (comment.name, comment.text, comment.language) == (
            "Ким", "<b>Дәйексөз</b> дұрыс.", "kk",
        )  # fmt: skip
        entry = HistoryEntry.objects.of(link.event).get()
        assert (entry.action, entry.user, entry.username, entry.comment) == (
            HistoryEntry.Action.COMMENTED, None, "", f"Ким: {comment.text}",
        )  # fmt: skip
        notice = Notice.objects.get()
        assert (notice.kind, notice.recipient, notice.comment) == (
            Notice.Kind.COMMENTED, editor, f"Ким: {comment.text}",
        )  # fmt: skip
        page = read(client.get(response.headers["Location"]))
        assert page.find(".//p[@role='status']") is not None
        section = page.find(".//section[@id='comments']")
        assert texts(section, ".//li/div") == ["<b>Дәйексөз</b> дұрыс."]
        # Others who have a link of their own do not read it.
        assert "Дәйексөз" not in client.get(secret(link_to(link.event))).content.decode()
        staff = signed_in(editor).get(links_page(link.event)).content.decode()
        assert "&lt;b&gt;Дәйексөз&lt;/b&gt; дұрыс." in staff

    @pytest.mark.parametrize(
        "who", [{"muted_notices": [Notice.Kind.COMMENTED]}, {"email": ""}, {"is_active": False}]
    )
    def test_no_notice_for_those_who_want_none(self, client, who):
        muted = who.pop("muted_notices", [])
        maker = factories.UserFactory(**{"email": "a@example.org", **who})
        StaffProfile.objects.create(user=maker, muted_notices=muted)
        self.comment(client, link_to(factories.trilingual(), created_by=maker))
        assert (PreviewComment.objects.count(), Notice.objects.count()) == (1, 0)

    def test_comment_survives_the_account_of_who_made_the_link(self, client):
        assert self.comment(client, link_to(factories.trilingual())).status_code == 302
        assert PreviewComment.objects.count() == 1

    @pytest.mark.parametrize(
        "data", [{"name": " "}, {"text": ""}, {"text": "а" * 5001}, {"name": "а" * 151}]
    )
    def test_refused_comment_comes_back_with_its_text(self, client, data):
        response = self.comment(client, link_to(factories.trilingual()), **data)
        page = read(response)
        assert len(page.findall(".//p[@class='error']")) == 1
        field = page.find(".//textarea")
        assert text(field) == data.get("text", "Цитата верна.")
        assert not PreviewComment.objects.exists()

    def test_programs_are_thanked_and_forgotten(self, client):
        response = self.comment(client, link_to(factories.trilingual()), website="http://spam")
        assert response.status_code == 302
        assert (PreviewComment.objects.count(), HistoryEntry.objects.count()) == (0, 0)

    def test_link_takes_so_many_comments_and_no_more(self, client):
        link = link_to(factories.trilingual())
        for _ in range(MAX_COMMENTS):
            assert self.comment(client, link).status_code == 302
        assert read(client.get(secret(link))).find(".//main//form") is None
        # Who had the form open already gets the text back.
        response = client.post(f"{secret(link)}?thanks=1", {"name": "Ким", "text": "Еще одно."})
        page = read(response)
        assert text(page.find(".//textarea")) == "Еще одно."
        assert page.find(".//p[@role='status']") is None
        assert link.comments.count() == MAX_COMMENTS

    def test_ended_link_takes_no_comment(self, client):
        link = link_to(factories.trilingual(), revoked_at=timezone.now())
        read(self.comment(client, link), 404)
        assert not PreviewComment.objects.exists()

    @pytest.mark.parametrize("number", [1, 3])
    def test_queries_do_not_grow(self, client, django_assert_num_queries, number):
        link = link_to(full_event(number))
        for _ in range(number):
            link.comments.create(language="ru", name="Ким", text="Все верно.")
        refresh_names()
        with django_assert_num_queries(13):  # two to look for those whom the text names
            read(client.get(secret(link)))

    def test_address_is_told_to_nobody(self, client):
        event = factories.published(slug="session")
        link = link_to(event)
        for address in ("/ru/", "/ru/news/", "/ru/news/session/", "/sitemap-0.xml", "/robots.txt"):
            assert link.token not in client.get(address).content.decode()


@pytest.mark.browser
def test_link_is_copied_and_its_guest_answers(page, chromium, live_server, editor):
    StaffProfile.objects.create(user=editor, language="en")
    event = full_event()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, editor)
    page.goto(f"/admin/news/event/{event.pk}/change/")
    page.get_by_role("link", name="Links for guests").click()
    page.get_by_label("For whom").fill("House of Friendship")
    page.get_by_role("button", name="Make the link").click()
    page.get_by_role("button", name="Copy").click()
    page.get_by_text("The address is copied.").wait_for(state="attached")
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == live_server.url + secret(event.preview_links.get())
    guest = chromium.new_context(viewport={"width": 390, "height": 800}).new_page()
    referrers = []
    guest.on("request", lambda request: referrers.append(request.headers.get("referer", "")))
    guest.goto(address.replace("/ru/", "/en/"))
    assert Axe().run(guest).response["violations"] == []
    guest.get_by_label("Your name").fill("A. Kim")
    guest.get_by_label("Comment", exact=True).fill("The quotation is right.")
    guest.get_by_role("button", name="Send the comment").click()
    guest.get_by_text("Thank you.").wait_for()
    assert Axe().run(guest).response["violations"] == []
    guest.locator(".brand").click()
    guest.wait_for_url("**/en/")
    guest.wait_for_load_state("networkidle")
    assert [referrer for referrer in referrers if "preview" in referrer] == []
    guest.context.close()
    page.reload()
    page.get_by_text("The quotation is right.").wait_for()
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Revoke").click()
    page.get_by_text("revoked").first.wait_for()
    page.wait_for_load_state("networkidle")  # a request under way would hold the database
