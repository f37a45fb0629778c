"""The first page of the administration: what waits for whom."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone

from news.models import Event, PreviewComment, PreviewLink, StaffProfile
from news.publishing import publish, restore, withdraw
from tests import factories
from tests.news.desk import sign_in, signed_in

pytestmark = pytest.mark.django_db

INDEX = reverse("admin:index")


def boxes_of(user):
    boxes = signed_in(user).get(INDEX).context["boxes"]
    return {box.key: box for box in boxes}


def names(box):
    return [row.text for row in box.rows]


def said_by_guest(event, text, made_by=None):
    link = PreviewLink.objects.create(event=event, recipient="Партнёр", created_by=made_by)
    return link.comments.create(name="Айгүл", language="ru", text=text)


def event(title, **fields):
    return factories.EventFactory(title_ru=title, **fields)


@pytest.fixture
def colleague(db):
    return factories.UserFactory(username="colleague", groups=["Publishers"])


@pytest.fixture
def translator_kk(translator):
    StaffProfile.objects.create(user=translator, language="ru", translates_into=["kk"])
    return translator


MAIN = {
    "editor": ["drafts", "published"],
    "publisher": ["review", "published"],
    "translator_kk": ["untranslated_kk", "published"],
    "photo_editor": ["photos", "published"],
}


@pytest.mark.parametrize("role", MAIN)
def test_an_empty_desk_says_so_and_keeps_rare_boxes_to_itself(request, role):
    boxes = boxes_of(request.getfixturevalue(role))
    assert list(boxes) == MAIN[role]
    assert [box.rows for box in boxes.values()] == [[], []]


def test_each_box_has_what_concerns_the_user(editor, publisher, colleague):
    draft, review, approved = Event.Status.DRAFT, Event.Status.IN_REVIEW, Event.Status.APPROVED
    event("draft of the editor", created_by=editor)
    event("draft of a colleague", created_by=colleague, edited_by=colleague)
    event("draft that the editor changed", created_by=colleague, edited_by=editor)
    event(
        "sent back",
        submitted_by=editor,
        edited_by=colleague,
        returned_at=timezone.now(),
        return_comment="Name the hall.",
    )
    event("of the editor", status=review, submitted_by=editor, edited_by=editor)
    event("of the publisher", status=review, submitted_by=publisher, edited_by=publisher)
    event("of nobody", status=review)
    event("approved", status=approved)
    event("forced by the publisher", status=Event.Status.PUBLISHED, forced_by=publisher)
    event("forced by a colleague", status=Event.Status.PUBLISHED, forced_by=colleague)
    event("another draft", status=draft)

    boxes = boxes_of(editor)
    assert set(names(boxes["drafts"])) == {"draft of the editor", "draft that the editor changed"}
    assert names(boxes["returned"]) == ["sent back"]
    assert boxes["returned"].rows[0].comment == "Name the hall."
    assert names(boxes["others"]) == ["of the editor"]
    assert names(boxes["approved"]) == ["approved"]
    assert {"review", "mark"} & set(boxes) == set()

    boxes = boxes_of(publisher)
    assert names(boxes["review"]) == ["of the editor", "of nobody"]
    assert names(boxes["others"]) == ["of the publisher"]
    assert names(boxes["mark"]) == ["forced by a colleague"]
    assert {"drafts", "returned"} & set(boxes) == set()


def test_the_list_behind_a_box_has_the_same_events(editor, publisher):
    for number in range(8):
        event(f"draft {number}", created_by=editor, edited_by=editor)
    event("of nobody")
    box = boxes_of(editor)["drafts"]
    assert (box.count, len(box.rows)) == (8, 6)
    found = signed_in(editor).get(box.link).context["cl"].queryset
    assert {row.title_ru for row in found} == {f"draft {number}" for number in range(8)}


def test_the_filter_of_the_desk_offers_no_more_than_the_first_page(translator_kk, publisher):
    factories.EventFactory()
    event("in review", status=Event.Status.IN_REVIEW)
    address = reverse("admin:news_event_changelist")
    found = signed_in(publisher).get(f"{address}?desk=review").context["cl"].queryset
    assert [row.title_ru for row in found] == ["in review"]
    # Who has no such box has no such list either.
    found = signed_in(translator_kk).get(f"{address}?desk=review").context["cl"].queryset
    assert len(found) == 2


def test_what_is_scheduled_for_today_and_tomorrow_is_listed_once_an_hour(publisher):
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    tomorrow = today + dt.timedelta(days=1, hours=23)
    soon = factories.published(factories.trilingual(title_ru="Завтра"), ["kk", "ru"], at=tomorrow)
    factories.published(event("Послезавтра"), at=today + dt.timedelta(days=2))
    factories.published(event("Сегодня"))
    boxes = boxes_of(publisher)
    [row] = boxes["scheduled"].rows
    # Named for the reader by the working copy: no edition in English waits.
    assert (row.text, row.details[1]) == (soon.title_en, "kk, ru")
    assert boxes["scheduled"].count == 1
    found = signed_in(publisher).get(boxes["scheduled"].link).context["cl"].queryset
    assert {row.title_ru for row in found} == {"Завтра", "Послезавтра"}


def test_what_is_public_in_some_languages_only_is_listed_for_the_others(editor):
    whole = factories.published(factories.trilingual(), ["kk", "ru", "en"])
    part = factories.published(factories.trilingual(), ["ru", "en"])
    boxes = boxes_of(editor)
    assert boxes["without_kk"].count == 1
    assert boxes["without_kk"].rows[0].link.endswith(f"/{part.pk}/change/")
    assert {"without_ru", "without_en"} & set(boxes) == set()
    withdraw(event=whole, user=factories.UserFactory(groups=["Publishers"]), reasons={"kk": "!"})
    assert boxes_of(editor)["without_kk"].count == 2


def test_translators_see_what_is_settled_and_lacks_their_language(translator_kk):
    factories.published(factories.trilingual(), ["ru"])
    factories.approved(event("approved"))
    factories.published(event("public"))
    event("draft")
    returned = factories.published(event("public, sent back"))
    Event.objects.filter(pk=returned.pk).update(status=Event.Status.DRAFT)
    box = boxes_of(translator_kk)["untranslated_kk"]
    assert set(names(box)) == {"approved", "public", "public, sent back"}
    found = signed_in(translator_kk).get(box.link).context["cl"].queryset
    assert {row.title_ru for row in found} == set(names(box))


def test_a_translator_without_languages_has_nothing_to_translate(translator):
    factories.published()
    assert list(boxes_of(translator)) == ["published"]


def test_what_was_withdrawn_lately_is_listed_until_it_is_back(publisher, editor):
    old, back, gone = (factories.published(event(name)) for name in ("old", "back", "gone"))
    withdraw(event=back, user=publisher, reasons={"ru": "Ошибка"})
    restore(event=back, user=publisher, languages=["ru"])
    withdraw(event=gone, user=publisher, reasons={"ru": "Ошибка"})
    withdraw(event=old, user=publisher, reasons={"ru": "Ошибка"})
    old.editions.update(withdrawn_at=timezone.now() - dt.timedelta(days=31))
    box = boxes_of(editor)["withdrawn"]
    assert (names(box), box.count) == (["gone"], 1)


def test_photos_of_events_without_alternative_text_are_counted(photo_editor, translator_kk):
    silent = factories.photo("red", alt_text_ru="Зал")
    for link in (factories.EventPhotoFactory(photo=silent), factories.EventPhotoFactory()):
        link.event.event_photos.get_or_create(photo=factories.photo("gold"))
    factories.photo("blue")
    told = factories.photo("teal")
    type(told).objects.filter(pk=told.pk).update(alt_text_kk="Зал", alt_text_en="A hall")
    box = boxes_of(photo_editor)["photos"]
    counts = {row.language: int(row.details[0]) for row in box.rows}
    assert (box.count, counts) == (3, {"kk": 2, "ru": 2, "en": 2})
    for row in box.rows:
        found = signed_in(photo_editor).get(row.link).context["cl"].queryset
        assert len(found) == 2
    assert [row.language for row in boxes_of(translator_kk)["photos"].rows] == ["kk"]


def test_what_was_published_last_is_named_once(editor):
    first = factories.published(event("first"), at=timezone.now() - dt.timedelta(hours=1))
    second = factories.trilingual()
    second.title_en = "second"
    second.save()
    factories.published(second, ["kk", "ru", "en"])
    publish(
        event=first,
        languages=["ru"],
        user=factories.UserFactory(groups=["Publishers"]),
        is_silent=True,
        at=timezone.now() - dt.timedelta(minutes=30),
    )
    assert names(boxes_of(editor)["published"]) == ["second", "first"]


@pytest.mark.parametrize("role", ["editor", "publisher", "translator_kk", "photo_editor", "admin"])
def test_the_page_takes_the_same_queries_for_one_row_and_for_three(
    request, role, colleague, django_assert_num_queries, django_assert_max_num_queries
):
    if role == "admin":
        user = factories.UserFactory(is_superuser=True)
    else:
        user = request.getfixturevalue(role)

    def fill(number):
        state = {"created_by": user, "edited_by": user}
        event(f"draft {number}", **state)
        event(f"returned {number}", returned_at=timezone.now(), **state)
        for by in (user, colleague):
            event(f"review {number}", status=Event.Status.IN_REVIEW, edited_by=by)
        event(f"forced {number}", status=Event.Status.APPROVED, forced_by=colleague)
        factories.published(event(f"public {number}"))
        factories.published(event(f"soon {number}"), at=timezone.now() + dt.timedelta(hours=1))
        gone = factories.published(event(f"gone {number}"))
        withdraw(event=gone, user=colleague, reasons={"ru": "Ошибка"})
        said_by_guest(gone, "Хорошо", made_by=user)
        factories.EventPhotoFactory(photo=factories.photo(["red", "gold", "blue"][number]))

    client = signed_in(user)
    client.get(INDEX)
    fill(0)
    with django_assert_max_num_queries(24) as queries:
        client.get(INDEX)
    fill(1)
    fill(2)
    with django_assert_num_queries(len(queries)):
        client.get(INDEX)


def test_what_guests_said_is_listed_for_who_asked_them_or_wrote_the_event(editor, publisher):
    mine = event("mine", created_by=editor)
    others, nobodys = event("others"), event("nobody's")
    old = said_by_guest(event("old", created_by=editor), "Давно")
    PreviewComment.objects.filter(pk=old.pk).update(
        created_at=timezone.now() - dt.timedelta(days=31)
    )
    said_by_guest(mine, "Первое")
    said_by_guest(mine, "Второе")
    said_by_guest(others, "Где зал?", made_by=editor)
    said_by_guest(nobodys, "Не для меня", made_by=publisher)
    box = boxes_of(editor)["guests"]
    assert box.count == 2
    assert [(row.text, row.comment) for row in box.rows] == [
        ("others", "Где зал?"),
        ("mine", "Второе"),
    ]
    assert box.rows[1].link == reverse("admin:news_event_preview_links", args=[mine.pk])
    found = signed_in(editor).get(box.link).context["cl"].queryset
    assert {row.title_ru for row in found} == {"mine", "others"}
    assert names(boxes_of(publisher)["guests"]) == ["nobody's"]
    form = signed_in(editor).get(reverse("admin:news_event_change", args=[mine.pk]))
    assert "2 comments" in form.content.decode()


def test_a_translator_finds_what_was_sent_back_and_who_sends_it_again(translator_kk, editor):
    event("translated", edited_by=translator_kk, returned_at=timezone.now(), return_comment="?")
    event("of somebody else", edited_by=editor, returned_at=timezone.now())
    box = boxes_of(translator_kk)["returned"]
    assert names(box) == ["translated"]
    assert box.hint == "Исправьте в форме; на проверку отправит редактор."
    assert boxes_of(editor)["returned"].hint == ""


def test_an_event_that_was_withdrawn_bit_by_bit_is_one_row_in_the_language_of_the_reader(publisher):
    gone = factories.published(factories.trilingual(), ["ru", "en"])
    withdraw(event=gone, user=publisher, reasons={"en": "Mistake"})
    withdraw(event=gone, user=publisher, reasons={"ru": "Ошибка"})
    StaffProfile.objects.create(user=publisher, language="kk")
    box = boxes_of(publisher)["withdrawn"]
    [row] = box.rows
    assert (box.count, row.text, row.language) == (1, gone.title_kk, "kk")
    assert row.details[1] == "ru, en"


def test_the_filter_of_states_agrees_with_the_column(publisher):
    soon = timezone.now() + dt.timedelta(hours=1)
    factories.published(event("waits"), at=soon)
    factories.published(event("public"))
    both = factories.published(event("public, correction waits"))
    publish(event=both, languages=["ru"], user=publisher, at=soon, is_silent=True)
    back = factories.published(event("sent back, waits"), at=soon)
    back.send_back(by=publisher, comment="Где?")
    shown = factories.published(event("sent back, public"))
    shown.send_back(by=publisher, comment="Где?")
    client, address = signed_in(publisher), reverse("admin:news_event_changelist")

    def found(state):
        page = client.get(f"{address}?status__exact={state}")
        rows = page.context["cl"].result_list
        states = page.context["cl"].model_admin.state
        return {row.title_ru: states(row) for row in rows}

    assert found("scheduled") == {"waits": "Scheduled"}
    assert found("published") == {"public": "Published", "public, correction waits": "Published"}
    returned = 'Draft <span class="badge returned">sent back</span>'
    assert found("draft") == {
        "sent back, waits": returned,
        "sent back, public": f'{returned} <span class="badge public">public</span>',
    }


def test_texts_are_escaped(publisher):
    event("<script>alert(1)</script>", status=Event.Status.IN_REVIEW)
    page = signed_in(publisher).get(INDEX).content.decode()
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_keeps_people_out(page, publisher, editor, width):
    StaffProfile.objects.create(user=publisher, language="ru")
    sent = event("Встреча", status=Event.Status.IN_REVIEW, edited_by=editor)
    event("Черновик", created_by=publisher, returned_at=timezone.now(), return_comment="Где зал?")
    factories.published(forced_by=editor)
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, publisher)
    page.goto("/admin/")
    page.wait_for_load_state("networkidle")
    found = Axe().run(page, context=".desk-index")
    assert found.response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="Встреча", exact=True).click()
    page.wait_for_url(f"**/{sent.pk}/change/")
