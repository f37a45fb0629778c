"""What the pages of the review tell before a step is taken."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from news.publishing import publish, withdraw
from tests import factories
from tests.news.desk import save, signed_in, take

pytestmark = pytest.mark.django_db


def address(event, step="change"):
    return reverse(f"admin:news_event_{step}", args=[event.pk])


def page_of(user, event, step="change"):
    return signed_in(user).get(address(event, step))


def test_what_the_author_said_is_told_wherever_one_reviews(editor, publisher):
    event = factories.EventFactory(edited_by=editor, created_by=editor)
    event.submit(by=editor, comment="Mind the names & titles.")
    for name in ("change", "approve"):
        assert "Mind the names &amp; titles." in page_of(publisher, event, name).content.decode()
    boxes = signed_in(publisher).get(reverse("admin:index")).context["boxes"]
    [row] = next(box for box in boxes if box.key == "review").rows
    assert row.comment == "Mind the names & titles."
    # It was about what was approved since.
    event.approve(by=publisher)
    event.edited(editor, {"title_ru": ["a", "b"]})
    for name in ("change", "approve"):
        assert "Mind the names" not in page_of(publisher, event, name).content.decode()


def test_who_approves_finds_previews_and_what_changed_since_the_last_approval(editor, publisher):
    event = factories.trilingual(edited_by=editor, created_by=editor)
    event.edited(editor, {"title_ru": ["before the approval", "Встреча"]})
    event.submit(by=editor)
    page = page_of(publisher, event, "approve")
    assert page.context["since_approval"] == {"approval": None, "rows": []}
    html = page.content.decode()
    previews = [html.index(f"/{event.pk}/preview/{code}/") for code in ("kk", "ru", "en")]
    assert previews == sorted(previews)
    assert address(event, "history") in html
    event.approve(by=publisher)
    event.edited(editor, {"lead_ru": ["Было", "Стало"], "kind": ["forum", "session"]})
    event.edited(publisher, {"title_en": ["Old", "New"]})
    event.edited(editor)  # what it changed was not written down
    page = page_of(publisher, event, "approve")
    rows = page.context["since_approval"]["rows"]
    assert [(row["entry"].who, row["fields"]) for row in rows] == [
        (editor.username, []),
        (publisher.username, ["Title · English"]),
        (editor.username, ["Lead · Русский", "Kind"]),
    ]
    html = page.content.decode()
    assert "<ins>Стало</ins>" in html
    assert "before the approval" not in html


def test_telling_of_changes_takes_the_same_queries_for_one_and_for_three(
    editor, publisher, django_assert_num_queries, django_assert_max_num_queries
):
    event = factories.trilingual(edited_by=editor, created_by=editor)
    event.submit(by=editor)
    event.approve(by=publisher)
    event.edited(editor, {"lead_ru": ["a", "b"]})
    client = signed_in(publisher)
    client.get(address(event, "approve"))
    # Half of them count the remarks on the texts.
    with django_assert_max_num_queries(51) as queries:
        client.get(address(event, "approve"))
    event.edited(editor, {"lead_ru": ["b", "c"]})
    event.edited(editor, {"lead_ru": ["c", "d"]})
    with django_assert_num_queries(len(queries)):
        client.get(address(event, "approve"))


def test_an_edit_that_undoes_an_approval_says_so_before_and_after(editor):
    undone = "The approval is withdrawn: the event waits for review again."
    goes_out = "What is scheduled goes out as it was approved."
    before = "A change sends it back to review."
    tomorrow = timezone.now() + dt.timedelta(days=1)
    client = signed_in(editor)
    for event, said in (
        (factories.approved(), [undone]),
        (factories.published(at=tomorrow), [f"{undone} {goes_out}"]),
        (factories.EventFactory(), []),
    ):
        form = client.get(address(event)).content.decode()
        assert (before in form) == bool(said)
        save(client, address(event))  # nothing changed
        assert undone not in client.get(address(event)).content.decode()
        save(client, address(event), title_ru="Иначе")
        messages = client.get(address(event)).context["messages"]
        assert [str(message) for message in messages][1:] == said


def test_a_redirect_is_told_wherever_the_event_is_managed(publisher):
    target = factories.published(title_ru="Другая <встреча>")
    event = factories.published()
    client = signed_in(publisher)
    data = {"withdraw_ru": "on", "redirect_to": target.slug}
    take(client, event, "withdraw", data)
    form = client.get(address(event))
    link = f'<a href="{address(target)}">Другая &lt;встреча&gt;</a>'
    [message] = form.context["messages"]
    assert str(message) == f"Withdrawn: Русский. Readers are led to: {link}"
    for page in (form, client.get(address(event, "restore"))):
        assert f"leads to: {link}" in page.content.decode()


def test_leading_readers_to_a_page_that_is_not_there_takes_a_second_look(publisher):
    target, event = factories.published(), factories.published(factories.trilingual(), ["en", "ru"])
    client = signed_in(publisher)
    data = {"withdraw_ru": "on", "withdraw_en": "on", "redirect_to": target.slug}
    page = take(client, event, "withdraw", data)
    assert page.context["form"].errors == {
        "redirect_to": [
            "English: It is not public in this language: readers will find no page there."
        ]
    }
    assert 'name="is_accepted"' in page.content.decode()
    assert event.editions.filter(withdrawn_at=None).count() == 2
    take(client, event, "withdraw", data | {"is_accepted": "on"})
    assert event.editions.filter(redirect_to=target).count() == 2


def test_pages_that_publish_warn_of_what_was_sent_back(publisher):
    tomorrow = timezone.now() + dt.timedelta(days=1)
    event = factories.published(at=tomorrow)
    gone = factories.published()
    withdraw(event=gone, user=publisher, reasons={"ru": "Ошибка"})
    client = signed_in(publisher)
    pages = [(event, "schedule"), (gone, "restore")]
    for of, name in pages:
        assert "It was sent back:" not in client.get(address(of, name)).content.decode()
        of.send_back(by=publisher, comment="The hall is wrong.")
        html = client.get(address(of, name)).content.decode()
        assert "It was sent back:" in html
        assert "The hall is wrong." in html


def test_the_schedule_page_knows_the_moment_and_the_order_of_the_languages(publisher):
    tomorrow = (timezone.now() + dt.timedelta(days=1)).replace(second=0, microsecond=0)
    event = factories.approved(factories.trilingual())
    publish(event=event, languages=["en", "ru", "kk"], user=publisher, at=tomorrow)
    client = signed_in(publisher)
    page = client.get(address(event, "schedule"))
    assert [row["edition"].language for row in page.context["rows"]] == ["kk", "ru", "en"]
    html = page.content.decode()
    assert f'value="{timezone.localtime(tomorrow):%Y-%m-%dT%H:%M}"' in html
    assert html.index("At another time") < html.index('name="at"') < html.index("Publish now")
    assert "(UTC+5)" in html
    assert "Save the schedule" in html
    withdraw(event=event, user=publisher, reasons=dict.fromkeys(["en", "ru", "kk"], "!"))
    rows = client.get(address(event, "restore")).context["rows"]
    assert [row["edition"].language for row in rows] == ["kk", "ru", "en"]


def test_what_stands_against_a_step_is_said_before_anybody_types(publisher, editor):
    forced = factories.EventFactory(status="in_review", edited_by=publisher)
    forced.approve(by=publisher, force=True)
    bare = factories.EventFactory(body_ru="", created_by=editor)
    for user, event, name, reason in (
        (publisher, forced, "clear-mark", "You approved it yourself"),
        (editor, bare, "submit", "The text in the source language is missing."),
    ):
        html = signed_in(user).get(f"/admin/news/event/{event.pk}/{name}/").content.decode()
        assert reason in html
        assert 'name="comment"' not in html


def test_a_draft_whose_former_text_is_public_says_that_this_stays(publisher):
    event, draft = factories.published(), factories.EventFactory()
    event.send_back(by=publisher, comment="Mend it.")
    stays = "What is public stays as it is."
    assert stays in page_of(publisher, event).content.decode()
    assert stays not in page_of(publisher, draft).content.decode()
