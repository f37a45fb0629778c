"""A day of the press service in a real browser: from a draft to a withdrawal, by three people."""

import datetime as dt

import pytest
from django.utils import timezone

from news.models import Edition, Event
from tests import factories
from tests.news.desk import press_save, sign_in
from tests.news.test_way_of_a_release import serious, sign_out

pytestmark = pytest.mark.browser


@pytest.fixture
def event(editor):
    event = factories.trilingual(slug="meeting", created_by=editor, edited_by=editor)
    factories.ParticipationFactory(event=event)
    return event


def work_as(page, user):
    sign_out(page)
    sign_in(page, user)
    page.goto("/admin/")


def act(page, event, name, **fields):
    """Open the page of a step, fill it in and take it; back at the event it is done."""
    page.goto(f"/admin/news/event/{event.pk}/{name}/")
    for field, value in fields.items():
        control = page.locator(f"[name={field}]")
        if value is True:
            control.check()
        elif control.first.get_attribute("type") == "radio":
            page.check(f"[name={field}][value={value}]")
        else:
            control.fill(value)
    assert serious(page) == []
    page.click(".desk-page .buttons [type=submit]")
    page.wait_for_url(lambda url: f"/{event.pk}/{name}/" not in url)


def change(page, event, **fields):
    """Change the Russian text in the form of the event."""
    page.goto(f"/admin/news/event/{event.pk}/change/")
    page.locator("[role=tab]", has_text="Русский").click()
    for field, value in fields.items():
        page.fill(f"[name={field}]", value)
    press_save(page)


def let_hours_pass(hours):
    """Move all that was published into the past, oldest first: intervals never overlap."""
    step = dt.timedelta(hours=hours)
    for edition in Edition.objects.order_by("published_at"):
        moments = {
            name: getattr(edition, name) - step
            for name in ("published_at", "superseded_at", "withdrawn_at")
            if getattr(edition, name)
        }
        Edition.objects.filter(pk=edition.pk).update(**moments)


def test_a_day_of_the_desk(page, editor, publisher, event):
    address = "/ru/news/meeting/"
    title = event.title_ru

    # The editor submits, the publisher sends it back with a comment.
    work_as(page, editor)
    act(page, event, "submit", comment="Готово к проверке.")
    work_as(page, publisher)
    page.get_by_role("link", name=title).first.click()
    page.wait_for_url("**/change/")
    act(page, event, "send-back", comment="Нет города в заголовке.")

    # The editor finds it on the first page, reads why, mends and submits again.
    work_as(page, editor)
    box = page.locator(".box.returned")
    assert "Нет города в заголовке." in box.inner_text()
    change(page, event, title_ru=f"{title} в Астане")
    act(page, event, "submit")

    # The publisher approves and schedules; nothing is public before its time.
    work_as(page, publisher)
    act(page, event, "approve")
    later = timezone.localtime() + dt.timedelta(hours=3)
    act(page, event, "publish", when="later", at=later.strftime("%Y-%m-%dT%H:%M"))
    assert page.goto(address).status == 404
    let_hours_pass(4)
    assert page.goto(address).status == 200
    assert page.inner_text("h1") == f"{title} в Астане"
    assert page.goto("/kk/news/meeting/").status == 200

    # A mistake is found: the editor corrects it, what readers see stays until it is published.
    work_as(page, editor)
    change(page, event, lead_ru="Участники обсудили планы на два года.")
    page.goto(address)
    assert "на два года" not in page.content()
    work_as(page, publisher)
    page.goto(f"/admin/news/event/{event.pk}/compare/?language=ru")
    assert page.locator("del", has_text="год").count() == 1
    assert page.locator("ins", has_text="два года").count() == 1
    assert serious(page) == []
    act(page, event, "approve")
    page.goto(f"/admin/news/event/{event.pk}/publish/")
    act(page, event, "publish", note_ru="Исправлен срок планов.")
    page.goto(address)
    assert "на два года" in page.content()
    assert "Исправлен срок планов." in page.content()

    # The first edition comes back into the working copy; the public page stays as it is.
    first = event.editions.get(language="ru", number=1)
    page.goto(f"/admin/news/event/{event.pk}/bring-back/{first.pk}/")
    page.click(".desk-page [type=submit]")
    page.wait_for_url("**/change/")
    event.refresh_from_db()
    assert (event.lead_ru, event.status) == (first.lead, Event.Status.IN_REVIEW)
    page.goto(address)
    assert "на два года" in page.content()

    # It is withdrawn with a reason that readers see, and nothing else of it is.
    act(
        page,
        event,
        "withdraw",
        withdraw_ru=True,
        reason_ru="Встреча перенесена.",
        withdraw_kk=True,
        reason_kk="Кездесу кейінге қалдырылды.",
        withdraw_en=True,
        reason_en="The meeting was postponed.",
    )
    assert page.goto(address).status == 410
    assert "Встреча перенесена." in page.inner_text("main")
    assert title not in page.content()
    page.goto("/ru/news/")
    assert title not in page.content()
    page.goto(f"/admin/news/event/{event.pk}/history/")
    assert page.locator(".timeline > li").count() >= 10
