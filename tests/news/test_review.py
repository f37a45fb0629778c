"""Every step of the review in every state, for every role, with and without a second person."""

import pytest

from news.models import Event, HistoryEntry, Notice, Refused
from news.publishing import publish, withdraw
from tests import factories

pytestmark = pytest.mark.django_db

Status, Action = Event.Status, HistoryEntry.Action
ROLES = ["Editors", "Publishers", "Translators", "Photo editors"]
RIGHT = "You may not do this."
# step -> (who may, from which states, to which, what the history says)
STEPS = {
    "submit": (["Editors", "Publishers"], ["draft"], "in_review", Action.SUBMITTED),
    "approve": (["Publishers"], ["in_review"], "approved", Action.APPROVED),
    "send_back": (
        ["Publishers"],
        ["in_review", "approved", "published", "withdrawn"],
        "draft",
        Action.SENT_BACK,
    ),
}


APPROVED = "It is approved already."
WHY_NOT = {
    "submit": {
        "in_review": "It waits for review already.",
        "approved": "It is approved already: there is nothing to send.",
        "published": "It is published or scheduled already: there is nothing to send.",
        "withdrawn": "It was approved and then withdrawn: there is nothing to send.",
    },
    "approve": {
        "draft": "It was not sent for review.",
        **dict.fromkeys(["approved", "published", "withdrawn"], APPROVED),
    },
    "send_back": {"draft": "It is a draft already."},
}


def take(step, event, by, **more):
    comment = {"comment": "Mend the date."} if step == "send_back" else {}
    getattr(event, step)(by=by, **comment, **more)


def in_state(status, edited_by=None, **fields):
    event = factories.EventFactory(edited_by=edited_by, **fields)
    Event.objects.filter(pk=event.pk).update(status=status)
    event.refresh_from_db()
    return event


def actions(event):
    return [entry.action for entry in HistoryEntry.objects.of(event).order_by("pk")]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("status", Status.values)
@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_taken_by_whom_and_from_where_the_rules_allow(step, status, role):
    roles, states, outcome, action = STEPS[step]
    user = factories.UserFactory(groups=[role])
    event = in_state(status, edited_by=factories.UserFactory())
    reasons = []
    if role not in roles:
        reasons.append(RIGHT)
    if status not in states:
        reasons.append(WHY_NOT[step][status])
    if not reasons:
        take(step, event, user)
        event.refresh_from_db()
        assert (event.status, actions(event)) == (outcome, [action])
        return
    with pytest.raises(Refused) as refusal:
        take(step, event, user)
    assert refusal.value.reasons == reasons
    event.refresh_from_db()
    assert (event.status, actions(event)) == (status, [])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("is_own", [True, False])
@pytest.mark.parametrize("force", [True, False])
def test_who_changed_it_last_does_not_approve_it_unless_forced(role, is_own, force):
    user = factories.UserFactory(groups=[role])
    event = in_state("in_review", edited_by=user if is_own else factories.UserFactory())
    if role == "Publishers" and (force or not is_own):
        event.approve(by=user, force=force)
        event.refresh_from_db()
        assert event.approved_by == user
        assert event.forced_by == (user if is_own else None)
        assert actions(event) == [Action.FORCED if is_own else Action.APPROVED]
        return
    with pytest.raises(Refused):
        event.approve(by=user, force=force)
    event.refresh_from_db()
    assert (event.status, event.approved_by, event.forced_by) == ("in_review", None, None)


def test_only_another_approver_clears_the_mark(publisher, editor):
    event = in_state("in_review", edited_by=publisher)
    event.approve(by=publisher, force=True)
    for user, reasons in (
        (publisher, ["You approved it yourself: somebody else has to look at it."]),
        (editor, [RIGHT]),
    ):
        with pytest.raises(Refused) as refusal:
            event.clear_mark(by=user)
        assert refusal.value.reasons == reasons
    event.edited(editor)  # nor does another change clear it
    event.refresh_from_db()
    assert event.forced_by == publisher
    event.clear_mark(by=factories.UserFactory(groups=["Publishers"]))
    event.refresh_from_db()
    assert event.forced_by is None
    assert actions(event)[-1] == Action.MARK_CLEARED
    with pytest.raises(Refused, match="no mark"):
        event.clear_mark(by=publisher)


def test_a_later_approval_by_somebody_else_clears_the_mark(publisher, editor):
    event = in_state("in_review", edited_by=publisher)
    event.approve(by=publisher, force=True)
    event.edited(editor)
    event.approve(by=publisher)  # the same pair of eyes
    assert (event.forced_by, actions(event)[-1]) == (publisher, Action.APPROVED)
    event.edited(editor)
    second = factories.UserFactory(groups=["Publishers"])
    event.approve(by=second)
    event.refresh_from_db()
    assert (event.status, event.forced_by) == ("approved", None)
    assert actions(event)[-2:] == [Action.APPROVED, Action.MARK_CLEARED]
    # Whose own words need force is no second pair of eyes.
    event.edited(publisher)
    event.approve(by=publisher, force=True)
    event.edited(second)
    event.approve(by=second, force=True)
    assert (event.forced_by, actions(event)[-1]) == (second, Action.FORCED)


@pytest.mark.parametrize("step", ["submit", "approve", "send_back", "clear_mark"])
def test_a_step_is_not_taken_on_a_later_version_than_was_read(step, publisher, editor):
    status = "draft" if step == "submit" else "in_review"
    event = in_state(status, version=3, forced_by=editor)
    with pytest.raises(Refused) as refusal:
        take(step, event, publisher, seen_version=2)
    assert refusal.value.reasons == ["It was changed after you opened the page. Look at it again."]
    take(step, event, publisher, seen_version=3)


@pytest.mark.parametrize("status", Status.values)
def test_a_change_needs_a_new_review(status, editor):
    reviewer = factories.UserFactory(groups=["Publishers"], email="p@example.org")
    event = in_state(status, approved_by=reviewer)
    event.edited(editor, {"title_ru": ["a", "b"]})
    event.refresh_from_db()
    assert (event.version, event.edited_by) == (2, editor)
    if status in ("draft", "in_review"):
        assert (event.status, actions(event)) == (status, [Action.CHANGED])
        assert not Notice.objects.exists()
        return
    assert (event.status, event.approved_by) == ("in_review", None)
    assert actions(event) == [Action.CHANGED, Action.REOPENED]
    assert [notice.recipient for notice in Notice.objects.all()] == [reviewer]


def test_all_reasons_are_said_at_once(editor):
    event = in_state("approved", title_ru="", body_ru="", starts_at=None, edited_by=editor)
    stranger = factories.UserFactory(groups=["Translators"])
    with pytest.raises(Refused) as refusal:
        event.submit(by=stranger)
    assert len(refusal.value.reasons) == 5
    with pytest.raises(Refused) as refusal:
        event.approve(by=editor, seen_version=9)
    assert len(refusal.value.reasons) == 4
    with pytest.raises(Refused) as refusal:
        event.approve(by=stranger, force=True, seen_version=9)
    assert len(refusal.value.reasons) == 4
    draft = in_state("draft")
    with pytest.raises(Refused) as refusal:
        draft.send_back(by=stranger, comment=" ")
    assert len(refusal.value.reasons) == 3


def test_what_was_changed_after_it_was_read_is_not_approved(publisher, editor):
    event = in_state("in_review")
    seen = event.version
    Event.objects.get(pk=event.pk).edited(editor)
    with pytest.raises(Refused, match="changed after you opened"):
        event.approve(by=publisher, seen_version=seen)
    event.approve(by=publisher, seen_version=seen + 1)
    with pytest.raises(Refused, match="changed after you opened"):
        publish(event=event, languages=["ru"], user=publisher, seen_version=seen)


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_withdrawing_is_no_way_around_the_review(publisher, editor, status):
    event = factories.published()
    event.edited(editor)
    if status == "draft":
        event.send_back(by=publisher, comment="No.")
    withdraw(event=event, user=publisher, reasons={"ru": "Ошибка"})
    event.refresh_from_db()
    assert event.status == status
    with pytest.raises(Refused, match="not approved"):
        publish(event=event, languages=["ru"], user=publisher)
