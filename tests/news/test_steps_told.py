"""What the pages of the review tell before a step is taken."""

import pytest
from django.urls import reverse

from tests import factories
from tests.news.desk import signed_in

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
    page = page_of(publisher, event, "approve")
    rows = page.context["since_approval"]["rows"]
    assert [(row["entry"].who, row["fields"]) for row in rows] == [
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
    with django_assert_max_num_queries(30) as queries:
        client.get(address(event, "approve"))
    event.edited(editor, {"lead_ru": ["b", "c"]})
    event.edited(editor, {"lead_ru": ["c", "d"]})
    with django_assert_num_queries(len(queries)):
        client.get(address(event, "approve"))
