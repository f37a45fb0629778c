"""Steps for several events at once, from the list to the report."""

import datetime as dt

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse
from django.utils import timezone

from news.models import Edition, Event, HistoryEntry, Notice, PreviewLink
from news.publishing import publish, withdraw
from tests import factories
from tests.news.desk import signed_in

pytestmark = pytest.mark.django_db

LIST = reverse("admin:news_event_changelist")
STALE = "It was changed after you opened the page. Look at it again."
ROLES = ["editor", "publisher", "translator", "photo_editor"]
MAY = {
    "submit": ["editor", "publisher"],
    "approve": ["publisher"],
    "send-back": ["publisher"],
    "publish": ["publisher"],
    "add-topic": ["editor", "publisher"],
}


def address(step, events):
    query = ",".join(str(event.pk) for event in events)
    return f"{reverse('admin:news_event_bulk', args=[step])}?ids={query}"


def planned(client, step, *events):
    """By event, the reasons that the page names before anything is decided."""
    context = client.get(address(step, events)).context
    rows = [*context["possible"], *context["refused"]]
    return {row["event"]: row["plan"].reasons for row in rows}


def post(client, step, events, **data):
    """What a browser posts from the page as it is when it is opened now."""
    page = client.get(address(step, events))
    hidden = {}
    for row in page.context["rows"]:
        hidden[f"version_{row['event'].pk}"] = row["event"].version
        hidden[f"languages_{row['event'].pk}"] = ",".join(row["plan"].languages)
    return client.post(address(step, events), hidden | data)


def reported(response):
    """By event, what was done: a sentence, or the list of reasons against it."""
    results = [*response.context["done"], *response.context["refused"]]
    return {result["event"]: result.get("done") or result["reasons"] for result in results}


def status(event):
    event.refresh_from_db()
    return event.status


def sent(**fields):
    return factories.EventFactory(status=Event.Status.IN_REVIEW, **fields)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_its_own_steps_and_no_other_page_opens(request, role):
    client = signed_in(request.getfixturevalue(role))
    event = factories.approved()
    choices = client.get(LIST).context["action_form"]
    offered = dict(choices.fields["action"].choices) if choices else {}
    assert {f"bulk_{step.replace('-', '_')}" for step, roles in MAY.items() if role in roles} == {
        name for name in offered if name.startswith("bulk_")
    }
    assert ("delete_selected" in offered) == (role in ("editor", "publisher"))
    for step, roles in MAY.items():
        expected = 200 if role in roles else 403
        assert client.get(address(step, [event])).status_code == expected
        if role not in roles:
            data = {f"version_{event.pk}": 1, "comment": "x", "languages": "ru", "when": "now"}
            assert client.post(address(step, [event]), data).status_code == 403
    assert client.get(address("delete", [event])).status_code == 404
    assert (status(event), HistoryEntry.objects.count()) == ("approved", 0)


def test_the_list_leads_to_the_page_and_back_with_its_filters(publisher):
    client = signed_in(publisher)
    events = [sent(), sent()]
    data = {"action": "bulk_approve", ACTION_CHECKBOX_NAME: [event.pk for event in events]}
    response = client.post(f"{LIST}?status__exact=in_review&q=%D0%92", data)
    page = client.get(response.url)
    assert {row["event"] for row in page.context["possible"]} == set(events)
    assert page.context["back"] == f"{LIST}?status__exact=in_review&q=%D0%92"


def test_events_of_all_pages_are_taken_up_to_a_limit(publisher):
    client = signed_in(publisher)
    Event.objects.bulk_create(Event(slug=f"e-{n}", title_ru=f"{n}") for n in range(101))
    shown = Event.objects.first()
    data = {"action": "bulk_submit", "select_across": 1, ACTION_CHECKBOX_NAME: [shown.pk]}
    response = client.post(LIST, data, follow=True)
    assert [str(message) for message in response.context["messages"]] == [
        "At most 100 events at once: choose fewer."
    ]
    shown.delete()
    data[ACTION_CHECKBOX_NAME] = [Event.objects.first().pk]
    page = client.get(client.post(LIST, data).url)
    assert len(page.context["rows"]) == 100


@pytest.mark.parametrize("ids", ["", "x", "99999", "9" * 30, ",".join(map(str, range(200)))])
def test_an_address_that_names_no_events_leads_back_to_the_list(publisher, ids):
    factories.EventFactory()
    response = signed_in(publisher).get(
        reverse("admin:news_event_bulk", args=["submit"]), {"ids": ids}
    )
    assert response.status_code in (200, 302)
    if response.status_code == 302:
        assert response.url == LIST


def test_one_refusal_stops_no_other(editor, publisher):
    mine, own, draft = sent(edited_by=editor), sent(edited_by=publisher), factories.EventFactory()
    client = signed_in(publisher)
    expected = {
        mine: [],
        own: ["You changed it last: somebody else has to approve it."],
        draft: ["It was not sent for review."],
    }
    assert planned(client, "approve", mine, own, draft) == expected
    response = post(client, "approve", [mine, own, draft], comment="Прочитано")
    assert reported(response) == expected | {mine: "Approved."}
    assert [status(event) for event in (mine, own, draft)] == ["approved", "in_review", "draft"]
    entry = HistoryEntry.objects.get()
    assert (entry.action, entry.object_id, entry.comment) == ("approved", mine.pk, "Прочитано")
    for event in (mine, own, draft):
        assert f'href="/admin/news/event/{event.pk}/change/"' in response.content.decode()
    assert response.context["again"] == address("approve", [own, draft]).replace(",", "%2C")


def test_all_reasons_are_said_before_and_after(editor):
    whole = factories.EventFactory()
    bare = factories.approved(title_ru="", body_ru="", starts_at=None)
    client = signed_in(editor)
    reasons = planned(client, "submit", whole, bare)
    assert [len(reasons[whole]), len(reasons[bare])] == [0, 4]
    assert reported(post(client, "submit", [whole, bare])) == {
        whole: "Sent for review.",
        bare: reasons[bare],
    }


@pytest.mark.parametrize("step", MAY)
def test_what_changed_meanwhile_is_refused_and_asked_again(step, editor, publisher):
    status_before = {"submit": "draft", "publish": "approved"}.get(step, "in_review")
    event = factories.EventFactory(status=status_before, edited_by=editor)
    other = factories.EventFactory(status=status_before, edited_by=editor)
    client = signed_in(publisher)
    data = {"comment": "x", "languages": ["ru"], "when": "now"}
    data["topic"] = factories.TopicFactory().pk
    data |= {f"version_{event.pk}": 1, f"languages_{event.pk}": "ru"}
    data |= {f"version_{other.pk}": 1, f"languages_{other.pk}": "ru"}
    Event.objects.filter(pk=event.pk).update(version=2)
    result = reported(client.post(address(step, [event, other]), data))
    assert result[event] == [STALE]
    assert isinstance(result[other], str)
    assert not HistoryEntry.objects.of(event).exists()
    # A version that the page never named is none that was seen.
    del data[f"version_{event.pk}"]
    assert reported(client.post(address(step, [event]), data))[event] == [STALE]


def test_what_is_missing_in_the_form_keeps_the_rest(publisher):
    event = factories.approved()
    client = signed_in(publisher)
    response = post(client, "publish", [event], languages="ru", when="later", parity_reason="Так")
    form = response.context["form"]
    assert form.errors == {"at": ["Give the date and the time."]}
    assert form["parity_reason"].value() == "Так"
    assert [language["is_chosen"] for language in response.context["languages"]] == [True]
    for step, data, errors in (
        ("send-back", {"comment": " "}, {"comment": ["Say in a comment what is to be mended."]}),
        ("add-topic", {}, {"topic": ["This field is required."]}),
    ):
        response = post(client, step, [event], **data)
        assert response.context["form"].errors == errors
    assert (status(event), HistoryEntry.objects.count()) == ("approved", 0)


def test_an_earlier_version_is_told_on_the_page_that_asks_again(publisher):
    event = factories.approved(version=2)
    data = {f"version_{event.pk}": 1, f"languages_{event.pk}": "ru", "when": "now"}
    response = signed_in(publisher).post(address("publish", [event]), data)
    assert response.context["form"].errors == {"languages": ["Choose a language at least."]}
    assert response.context["refused"][0]["plan"].reasons == [STALE]
    assert f'name="version_{event.pk}" value="2"' in response.content.decode()


def test_only_what_is_ready_and_new_becomes_public(publisher):
    client = signed_in(publisher)
    new = factories.approved(factories.trilingual())
    Event.objects.filter(pk=new.pk).update(body_en="")
    same = factories.published(factories.trilingual(), ["ru"])
    Event.objects.filter(pk=same.pk).update(body_kk="", body_en="")
    withdrawn = factories.published()
    withdraw(event=withdrawn, user=publisher, reasons={"ru": "Ошибка"})
    waiting = factories.published(at=timezone.now() + dt.timedelta(days=1))
    draft = factories.EventFactory()
    events = [new, same, withdrawn, waiting, draft]
    rows = client.get(address("publish", events)).context["rows"]
    languages = {row["event"]: row["plan"].languages for row in rows}
    assert languages == {new: ["kk", "ru"], same: [], withdrawn: [], waiting: [], draft: ["ru"]}
    nothing = ["None of the languages is ready and new to the public."]
    result = reported(post(client, "publish", events, languages=["kk", "ru"], when="now"))
    assert result.pop(new).startswith("Published. Read the page:")
    assert result == {
        same: nothing,
        withdrawn: nothing,
        waiting: nothing,
        draft: ["It is not approved yet."],
    }
    visible = Edition.objects.visible().values_list("event", "language")
    assert set(visible) == {(new.pk, "kk"), (new.pk, "ru"), (same.pk, "ru")}


def test_languages_are_chosen_for_all_and_may_wait(publisher):
    first, second = (factories.approved(factories.trilingual()) for _ in range(2))
    only = factories.approved()
    data = {"languages": ["kk", "en"], "when": "later", "at": "2099-03-01T10:00"}
    result = reported(post(signed_in(publisher), "publish", [first, second, only], **data))
    assert result[first].startswith("Scheduled for ")
    assert result[only] == ["None of the languages is ready and new to the public."]
    waiting = Edition.objects.scheduled().values_list("event", "language", "published_at")
    at = dt.datetime(2099, 3, 1, 5, tzinfo=dt.UTC)
    assert set(waiting) == {(e.pk, code, at) for e in (first, second) for code in ("kk", "en")}


def test_a_correction_is_silent_or_refused(publisher):
    event = factories.published()
    Event.objects.filter(pk=event.pk).update(title_ru="Исправлено")
    client = signed_in(publisher)
    [row] = client.get(address("publish", [event])).context["possible"]
    assert row["plan"].notes[1] == (
        "Русский: a correction: mark it below as a small one, or publish it with a note on its "
        "own page"
    )
    data = {"languages": ["ru"], "when": "now"}
    assert reported(post(client, "publish", [event], **data))[event] == [
        "Русский: Say what changed, or mark it as a small correction."
    ]
    post(client, "publish", [event], **data, is_silent="on")
    edition = Edition.objects.visible().get()
    assert (edition.title, edition.is_silent) == ("Исправлено", True)


@pytest.mark.parametrize("parity", ["warn", "block", "off"])
def test_required_languages_are_asked_for_where_they_are_left_out(publisher, settings, parity):
    settings.PRESS_PARITY, settings.PRESS_REQUIRED_LANGUAGES = parity, ["kk"]
    whole, part = factories.approved(factories.trilingual()), factories.approved()
    client = signed_in(publisher)
    page = client.get(address("publish", [whole, part]))
    assert page.context["asks_for_parity"] == (parity == "warn")
    data = {"languages": ["kk", "ru"], "when": "now", "parity_reason": "Срочно"}
    post(client, "publish", [whole, part], **data)
    assert (status(whole), status(part)) == (
        "published",
        "approved" if parity == "block" else "published",
    )
    comments = HistoryEntry.objects.values_list("object_id", "comment")
    expected = {(whole.pk, "")}
    if parity != "block":
        reason = "Reason for leaving a language out: Срочно"
        expected.add((part.pk, reason if parity == "warn" else ""))
    assert set(comments) == expected


def test_what_became_public_meanwhile_is_not_published_again(publisher):
    event = factories.approved()
    client = signed_in(publisher)
    data = {"languages": ["ru"], "when": "now", "is_silent": "on"}
    data |= {f"version_{event.pk}": 1, f"languages_{event.pk}": "ru"}
    publish(event=event, languages=["ru"], user=publisher)
    assert reported(client.post(address("publish", [event]), data))[event] == [
        "It was changed after you opened the page. Look at it again."
    ]
    assert Edition.objects.count() == 1


def test_adding_a_topic_is_a_change_where_it_is_one(editor):
    topic, other = factories.TopicFactory(), factories.TopicFactory()
    has, lacks = factories.approved(topics=[topic]), factories.approved(topics=[other])
    client = signed_in(editor)
    shown = client.get(address("add-topic", [has, lacks])).content.decode()
    assert shown.count("the change sends it back to review") == 2
    assert reported(post(client, "add-topic", [has, lacks], topic=topic.pk)) == {
        has: "It has the topic already; nothing was changed.",
        lacks: "The topic is added.",
    }
    assert (status(has), has.version, status(lacks), lacks.version) == (
        "approved",
        1,
        "in_review",
        2,
    )
    assert set(lacks.topics.all()) == {topic, other}
    changed = HistoryEntry.objects.of(lacks).get(action="changed")
    assert changed.changes == {"topics": [[other.pk], sorted([topic.pk, other.pk])]}
    assert not HistoryEntry.objects.of(has).exists()


def test_what_is_gone_is_counted(publisher):
    event, gone = sent(), sent()
    where = address("approve", [event, gone])
    gone.delete()
    page = signed_in(publisher).get(where)
    assert page.context["gone"] == "1 of the chosen events is no longer there."
    assert [row["event"] for row in page.context["rows"]] == [event]


@pytest.mark.parametrize("step", ["submit", "approve", "send-back", "add-topic"])
def test_the_page_takes_the_same_queries_for_one_event_and_for_three(
    step, publisher, editor, django_assert_num_queries, django_assert_max_num_queries
):
    events = [sent(edited_by=editor, topics=[factories.TopicFactory()]) for _ in range(3)]
    client = signed_in(publisher)
    client.get(address(step, events))
    with django_assert_max_num_queries(12) as queries:
        client.get(address(step, events[:1]))
    with django_assert_num_queries(len(queries)):
        client.get(address(step, events))


def test_the_page_of_publishing_takes_few_queries_for_each_event(
    publisher, django_assert_num_queries, django_assert_max_num_queries
):
    """Links and editions of each event are asked for, as its own page does."""
    client = signed_in(publisher)
    events = [factories.approved(factories.trilingual()) for _ in range(2)]
    client.get(address("publish", events))
    with django_assert_max_num_queries(30) as one:
        client.get(address("publish", events[:1]))
    with django_assert_num_queries(len(one) + 9):
        client.get(address("publish", events))


def test_texts_are_escaped(publisher):
    event = sent(title_ru="<script>alert(1)</script>")
    client = signed_in(publisher)
    for response in (client.get(address("approve", [event])), post(client, "approve", [event])):
        assert "&lt;script&gt;alert(1)" in response.content.decode()
        assert "<script>alert(1)" not in response.content.decode()


def delete(client, *events):
    data = {"action": "delete_selected", "post": "yes"}
    data[ACTION_CHECKBOX_NAME] = [event.pk for event in events]
    versions = Event.objects.in_bulk([event.pk for event in events])
    data |= {f"version_{pk}": event.version for pk, event in versions.items()}
    return client.post(LIST, data)


def test_drafts_are_deleted_into_the_history_and_what_was_public_stays(editor):
    draft, public = factories.EventFactory(title_ru="Черновик"), factories.published()
    factories.ParticipationFactory(event=draft)
    factories.EventPhotoFactory(event=draft)
    PreviewLink.objects.create(event=draft, recipient="Партнёр", expires_at=timezone.now())
    Notice.objects.create(event=draft, recipient=editor, kind=Notice.Kind.APPROVED)
    client = signed_in(editor)
    page = delete(client, draft, public).content.decode()
    assert "Nothing was deleted: some of what you chose is in use." in page
    assert public.editions.get().title in page
    assert Event.objects.count() == 2
    delete(client, draft)
    assert list(Event.objects.all()) == [public]
    entry = HistoryEntry.objects.get(action="deleted")
    assert (entry.object_id, entry.object_name, entry.user) == (draft.pk, "Черновик", editor)


@pytest.mark.parametrize("role", ["translator", "photo_editor"])
def test_who_writes_no_events_deletes_none(request, role):
    event = factories.EventFactory()
    delete(signed_in(request.getfixturevalue(role)), event)
    assert list(Event.objects.all()) == [event]
