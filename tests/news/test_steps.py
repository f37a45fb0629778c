"""What the pages of the steps, the panel of the form and the list say of an event."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone

from news.desk.states import words_missing
from news.models import Event, HistoryEntry, StaffProfile
from news.publishing import publish, withdraw
from tests import factories
from tests.news.desk import sign_in, signed_in, take

pytestmark = pytest.mark.django_db

LIST = reverse("admin:news_event_changelist")
STALE = "It was changed after you opened the page. Look at it again."


def page(event, name):
    return f"/admin/news/event/{event.pk}/{name}/"


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    ("name", "state", "more", "outcome"),
    [
        ("approve", "in_review", {}, "approved"),
        ("publish", "approved", {"languages": "ru", "when": "now"}, "published"),
        ("submit", "draft", {}, "in_review"),
        ("send-back", "approved", {}, "draft"),
    ],
)
def test_after_an_earlier_version_the_page_tells_and_asks_again(
    editor, publisher, name, state, more, outcome
):
    event = factories.EventFactory()
    event.edited(editor, {"title_ru": ["a", "b"], "topics": [[], [1]]})
    Event.objects.filter(pk=event.pk).update(status=state)
    client = signed_in(publisher)
    data = {"version": 1, "comment": "Прочитано", **more}
    response = take(client, event, name, data)
    assert response.context["form"].non_field_errors() == [STALE]
    (change,) = response.context["changes"]
    fields = {"Title · Русский", "Topics"}
    assert (change["who"], {*change["what"].split("; ")}) == (editor.username, fields)
    if name != "publish":
        assert response.context["form"]["comment"].value() == "Прочитано"
    shown = text_of(response)
    assert "What changed meanwhile" in shown
    assert '<input type="hidden" name="version" value="2">' in shown
    take(client, event, name, data | {"version": 2})
    event.refresh_from_db()
    assert event.status == outcome


def test_another_mistake_does_not_hide_that_the_version_is_an_earlier_one(editor, publisher):
    event = factories.approved()
    Event.objects.filter(pk=event.pk).update(version=2)
    response = signed_in(publisher).post(
        page(event, "publish"), {"version": 1, "languages": "ru", "when": "later"}
    )
    assert response.context["form"].errors == {
        "at": ["Give the date and the time."],
        "__all__": [STALE],
    }


def test_a_page_that_is_posted_in_time_tells_of_no_changes(editor, publisher):
    event = factories.EventFactory(status=Event.Status.IN_REVIEW)
    event.edited(editor, {"title_ru": ["a", "b"]})
    client = signed_in(publisher)
    assert client.get(page(event, "approve")).context["changes"] == []
    response = take(client, event, "send-back", {"version": event.version, "comment": ""})
    assert response.context["changes"] == []


def test_each_reason_is_an_item_of_a_list(editor):
    event = factories.EventFactory(title_ru="", body_ru="", starts_at=None)
    shown = text_of(take(signed_in(editor), event, "submit", {}))
    assert "".join(
        f"<li>{reason}</li>"
        for reason in (
            "The title in the source language is missing.",
            "The text in the source language is missing.",
            "The date of the event is missing.",
        )
    ) in shown.replace("> <", "><")


@pytest.mark.parametrize(("is_own", "may_force"), [(True, True), (True, False), (False, True)])
def test_force_is_offered_to_whom_it_may_serve(publisher, editor, is_own, may_force):
    if not may_force:
        group = publisher.groups.get()
        group.permissions.remove(group.permissions.get(codename="force_approval"))
    event = factories.EventFactory(
        status=Event.Status.IN_REVIEW, edited_by=publisher if is_own else editor
    )
    client = signed_in(publisher)
    shown = text_of(client.get(page(event, "approve")))
    assert ('name="force"' in shown) == (is_own and may_force)
    assert ("somebody else has to approve it" in shown) == is_own
    assert ('name="comment"' in shown) == (may_force or not is_own)
    take(client, event, "approve", {"force": "on", "version": event.version})
    event.refresh_from_db()
    assert event.status == ("approved" if may_force else "in_review")
    assert event.forced_by == (publisher if is_own and may_force else None)


def test_the_panel_says_who_did_what_and_when(editor, publisher):
    editor.first_name, editor.last_name = "Айгүл", "Сапарова"
    editor.save()
    event = factories.EventFactory()
    event.edited(editor)
    event.submit(by=editor)
    HistoryEntry.objects.of(event).update(at=dt.datetime(2026, 3, 1, 5, 30, tzinfo=dt.UTC))
    desk = signed_in(publisher)
    moment = "1 March 2026, 10:30"
    assert desk.get(page(event, "change")).context["standing"]["lines"] == [
        f"Last changed: Айгүл Сапарова, {moment}.",
        f"Sent for review: Айгүл Сапарова, {moment}.",
    ]
    event.send_back(by=publisher, comment="Где зал?")
    HistoryEntry.objects.filter(action="sent_back").update(
        at=dt.datetime(2026, 3, 2, 5, 30, tzinfo=dt.UTC)
    )
    shown = text_of(desk.get(page(event, "change")))
    assert "Sent back: publisher, 2 March 2026, 10:30<br>Где зал?" in shown
    event.submit(by=editor)
    event.approve(by=publisher)
    lines = desk.get(page(event, "change")).context["standing"]["lines"]
    assert lines[1].startswith("Approved: publisher, ")
    # What the history does not know the event does.
    HistoryEntry.objects.all().delete()
    assert desk.get(page(event, "change")).context["standing"]["lines"] == [
        "Last changed: Айгүл Сапарова.",
        "Approved: publisher.",
    ]


def test_an_event_that_waits_is_scheduled_in_the_panel_as_in_the_list(publisher):
    event = factories.published(at=timezone.now() + dt.timedelta(days=1))
    desk = signed_in(publisher)
    assert "<strong>Scheduled</strong>" in text_of(desk.get(page(event, "change")))
    assert "<strong>Scheduled</strong>" in text_of(desk.get(page(event, "send-back")))


def test_the_list_shows_marks_in_words(publisher, django_assert_num_queries):
    factories.EventFactory(forced_by=publisher, status=Event.Status.PUBLISHED)
    factories.EventFactory(returned_at=timezone.now())
    # Sent again since
    factories.EventFactory(returned_at=timezone.now(), status=Event.Status.IN_REVIEW)
    shown = text_of(signed_in(publisher).get(LIST))
    assert shown.count('<span class="badge mark">no second pair of eyes</span>') == 1
    assert shown.count('<span class="badge returned">sent back</span>') == 1


def test_warnings_name_all_that_readers_see_and_lead_to_it(publisher, translator):
    venue, employer, guest = (
        factories.OrganizationFactory(name_ru=name, name_kk="", slug=name)
        for name in ("venue", "employer", "guest")
    )
    photo = factories.photo(caption_ru="В тексте", alt_text_ru="Зал")
    topic = factories.TopicFactory(name_ru="Тема", name_kk="")
    event = factories.trilingual(venue=venue, topics=[topic])
    body = f'<figure data-photo="{photo.pk}"></figure>'
    Event.objects.filter(pk=event.pk).update(body_kk=event.body_kk + body)
    event.refresh_from_db()
    speaker = factories.ParticipationFactory(event=event, organization=employer, role_kk="")
    factories.EventOrganizationFactory(event=event, organization=guest)
    warnings = words_missing(event, publisher, page(event, "publish"))
    names, roles, photos, bare, nobodys = warnings["kk"]
    link = f'<a href="/admin/media/photo/{photo.pk}/change/">{photo}</a>'
    assert bare == f"No caption in this language: {link}."
    assert nobodys == f"Neither credit line nor photographer: {link}."
    for entry in (venue, employer, guest, topic):
        opts = entry._meta
        address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[entry.pk])
        assert f'<a href="{address}">{entry}</a>' in names
    assert names.startswith("No name in this language: ")
    address = page(event, "change") + "#participations-group"
    assert roles == (f'No role in this language: <a href="{address}">{speaker.participant}</a>.')
    assert f"/admin/media/photo/{photo.pk}/change/" in photos
    # In Russian everything is there, and the photo stands in the Kazakh text alone.
    assert (warnings["ru"], warnings["en"]) == ([], [])
    reader = factories.UserFactory(groups=["Photo editors"])
    names, roles, photos, _bare, _nobodys = words_missing(event, reader)["kk"]
    assert (names.count("<a"), roles.count("<a"), photos.count("<a")) == (0, 0, 2)
    Event.objects.filter(pk=event.pk).update(status="approved")
    shown = text_of(signed_in(publisher).get(page(event, "publish")))
    assert "".join(warnings["kk"]) in shown.replace("</li><li>", "")


@pytest.mark.parametrize("step", ["submit", "approve"])
def test_what_readers_will_miss_is_said_before_the_approval(publisher, step):
    event = factories.EventFactory()
    photo = factories.EventPhotoFactory(event=event).photo
    Event.objects.filter(pk=event.pk).update(status="draft" if step == "submit" else "in_review")
    response = signed_in(publisher).get(page(event, step))
    ((name, sentences),) = response.context["gaps"]
    assert name == "Русский"
    assert [sentence.partition(":")[0] for sentence in sentences] == [
        "No alternative text in this language",
        "No caption in this language",
        "Neither credit line nor photographer",
    ]
    # One comes back to the page of the step.
    back = page(event, step).replace("/", "%2F")
    assert f"/admin/media/photo/describe/?ids={photo.pk}&amp;next={back}" in sentences[0]


def test_a_schedule_that_is_moved_apart_asks_for_the_reason(publisher, settings):
    settings.PRESS_PARITY, settings.PRESS_REQUIRED_LANGUAGES = "warn", ["kk", "ru"]
    event = factories.approved(factories.trilingual())
    later = timezone.now() + dt.timedelta(days=1)
    publish(event=event, languages=["kk", "ru"], user=publisher, at=later)
    client = signed_in(publisher)
    assert not client.get(page(event, "schedule")).context["asks_for_parity"]
    data = {"languages": "ru", "what": "later", "at": "2099-03-01T10:00"}
    response = take(client, event, "schedule", data)
    assert response.context["form"].non_field_errors() == [
        "Say why it is published without Русский."
    ]
    assert 'name="parity_reason"' in text_of(response)
    take(client, event, "schedule", data | {"parity_reason": "Срочно"})
    assert HistoryEntry.objects.of(event).first().comment.endswith(": Срочно")


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({}, "published"),
        ({"title_ru": "Исправлено"}, "approved"),
        ({"title_en": "New", "body_en": "<p>New</p>"}, "approved"),
        ({"title_en": "Not ready"}, "published"),
    ],
)
def test_what_the_public_reads_as_it_is_needs_no_publication(editor, publisher, changed, outcome):
    event = factories.published()
    Event.objects.filter(pk=event.pk).update(status="in_review", edited_by=editor, **changed)
    take(signed_in(publisher), event, "approve", {})
    event.refresh_from_db()
    assert (event.status, event.editions.count()) == (outcome, 1)


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_keeps_people_out_of_a_step(page, publisher, editor, theme, settings):
    StaffProfile.objects.create(user=publisher, language="ru")
    draft = factories.EventFactory(edited_by=editor, title_ru="")
    own = factories.EventFactory(edited_by=publisher, status=Event.Status.IN_REVIEW)
    marked = factories.approved(forced_by=editor, edited_by=editor)
    factories.ParticipationFactory(event=marked, role_en="")
    public = factories.published(factories.trilingual(), ["ru"])
    Event.objects.filter(pk=public.pk).update(title_ru="Исправлено")
    waiting = factories.published(at=timezone.now() + dt.timedelta(days=1))
    gone = factories.published()
    withdraw(event=gone, user=publisher, reasons={"ru": "Ошибка"})
    settings.PRESS_REQUIRED_LANGUAGES = ["kk", "ru"]
    chosen = ",".join(str(event.pk) for event in (draft, own, marked, public, waiting, gone))
    pages = [
        f"{draft.pk}/submit/",
        f"{own.pk}/approve/",
        f"{own.pk}/send-back/",
        f"{marked.pk}/clear-mark/",
        f"{public.pk}/publish/",
        f"{marked.pk}/publish/",
        f"{waiting.pk}/schedule/",
        f"{public.pk}/withdraw/",
        f"{gone.pk}/restore/",
        *(
            f"bulk/{step}/?ids={chosen}"
            for step in ("submit", "approve", "send-back", "publish", "add-topic")
        ),
    ]
    page.emulate_media(color_scheme=theme)
    sign_in(page, publisher)
    found = {}

    def look(name):
        for violation in Axe().run(page, context=".desk-page").response["violations"]:
            nodes = [node["target"] for node in violation["nodes"]]
            found[name, violation["id"]] = nodes
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name

    page.set_viewport_size({"width": 390, "height": 900})
    for address in pages:
        page.goto(f"/admin/news/event/{address}")
        look(address)
        # What is refused looks different from what is asked.
        button = page.locator(".desk-page button[type=submit]")
        is_refused = address.startswith(("bulk", f"{draft.pk}/", f"{own.pk}/send", f"{public.pk}/"))
        if button.count() and is_refused:
            with page.expect_navigation():
                button.click()
            look(f"{address} posted")
    assert found == {}


@pytest.mark.browser
def test_events_are_chosen_in_the_list_and_approved_at_once(page, publisher, editor):
    StaffProfile.objects.create(user=publisher, language="en")
    events = [
        factories.EventFactory(status=Event.Status.IN_REVIEW, edited_by=by)
        for by in (editor, editor, publisher)
    ]
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, publisher)
    page.goto(f"{LIST}?status__exact=in_review")
    page.check("#action-toggle")
    page.select_option("select[name=action]", label="Approve…")
    page.click("button[name=index]")
    page.get_by_text("You changed it last: somebody else has to approve it.").wait_for()
    page.fill("[name=comment]", "Read.")
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("status").get_by_text("Done: 2. Refused: 1.").wait_for()
    assert page.locator("section[aria-labelledby=refused] li a").count() == 1
    page.get_by_role("link", name="Back to the list").click()
    page.wait_for_url("**/?status__exact=in_review")
    assert [Event.objects.get(pk=event.pk).status for event in events] == [
        "approved",
        "approved",
        "in_review",
    ]
