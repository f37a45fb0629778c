"""The pages of the review: sending for review, approving, sending back, clearing the mark."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Max
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media.language_tabs import language_name
from media.unsaved import keeps_text, posted_by_opener
from news.checks import check_event
from news.desk.comparing import describe_all
from news.desk.forms import ForceForm, StepForm
from news.desk.gone import or_gone
from news.desk.states import event_state, is_visible, standing_editions, words_missing
from news.desk.wording import field_name, moment_of, name_of, zone_label
from news.models import Edition, Event, HistoryEntry, Refused
from news.publishing import approve

Action = HistoryEntry.Action
# What changes the working copy, brings it to the review, and lets it pass.
WRITTEN = [Action.CREATED, Action.IMPORTED, Action.CHANGED, Action.REVERTED]
SENT = [Action.SUBMITTED, Action.REOPENED]
APPROVED = [Action.APPROVED, Action.FORCED]
# So many of the newest changes are told on one page; the history has them all.
MOST_CHANGES = 50

NAMES = {
    "submit": gettext_lazy("Send for review"),
    "approve": gettext_lazy("Approve"),
    "send_back": gettext_lazy("Send back"),
    "clear_mark": gettext_lazy("Clear the mark"),
}
DONE = {
    "submit": gettext_lazy("Sent for review."),
    "approve": gettext_lazy("Approved."),
    "send_back": gettext_lazy("Sent back."),
    "clear_mark": gettext_lazy("The mark is cleared."),
}


@or_gone
@keeps_text
def step_page(model_admin, request, object_id, step):
    """Asks for what a step takes; every reason against it is said, and the comment stays."""
    event = get_object_or_404(
        Event.objects.select_related("edited_by", "submitted_by", "forced_by"), pk=object_id
    )
    is_own = step == "approve" and event.edited_by_id == request.user.pk
    may_force = is_own and request.user.has_perm("news.force_approval")
    data = request.POST if request.method == "POST" else None
    form = (ForceForm if may_force else StepForm)(data, initial={"version": event.version})
    if posted_by_opener(request, form) and form.is_valid():
        try:
            _take(event, step, request.user, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, DONE[step])
            onward = "change"
            if step == "approve" and event.status == Event.Status.PUBLISHED:
                messages.info(request, _("The public reads it as it is: nothing is to publish."))
            elif step == "approve" and request.user.has_perm("news.publish_event"):
                onward = "publish"
            return HttpResponseRedirect(reverse(f"admin:news_event_{onward}", args=[event.pk]))
    public = set()
    if step == "approve":
        visible = Edition.objects.visible().filter(event=event)
        public = set(visible.values_list("language", flat=True))
    context = {
        "title": NAMES[step],
        "compared": [
            (code, language_name(code)) for code in settings.PRESS_LANGUAGES if code in public
        ],
        "form": form,
        "standing": where_it_stands(event),
        "changes": changes_not_seen(event, form),
        "is_own": is_own,
        "may_force": may_force,
    }
    against = [] if form.is_bound or is_own else _reasons_against(event, step, request.user)
    context |= {
        "against": against,
        # A comment that was typed stays in sight.
        "may_take": form.is_bound or not against and (may_force or not is_own),
    }
    if step in ("submit", "approve"):
        # Now is the time to mend it: a change after the approval would undo that.
        context["gaps"] = [
            (language_name(language), sentences)
            for language, sentences in words_missing(event, request.user, request.path).items()
            if sentences and event.text_in(language)["title"]
        ]
        context["remarks"] = sum(map(len, check_event(event).values()))
    if step == "approve":
        context["since_approval"] = changes_since_approval(event)
    return desk_page(model_admin, request, event, "step", context)


def _reasons_against(event, step, user):
    """What keeps a step back whatever is said with it: it is told before anybody types."""
    given = {"comment": "…"} if step == "send_back" else {}
    return getattr(event, f"reasons_not_to_{step}")(user, **given)


def _take(event, step, user, said):
    given = {"by": user, "comment": said["comment"].strip(), "seen_version": said["version"]}
    if step == "approve":
        approve(event=event, force=said.get("force", False), **given)
    else:
        getattr(event, step)(**given)


def changes_not_seen(event, form):
    """Who did what after the page was opened that was posted; the form says so too."""
    seen = form.cleaned_data.get("version") if form.is_bound else None
    for reason in event.reasons_of_version(seen):
        if reason not in form.non_field_errors():
            form.add_error(None, reason)
    # Of a version that no page showed nothing is known.
    if seen is None or not 0 < seen < event.version:
        return []
    entries = HistoryEntry.objects.of(event).filter(version__gt=seen).select_related("user")
    return [{"who": entry.who, "at": entry.at, "what": _what_was_done(entry)} for entry in entries]


def _what_was_done(entry):
    """The fields that were changed, or the step and its languages."""
    if entry.changes:
        return "; ".join(str(field_name(name)) for name in entry.changes)
    languages = ", ".join(language_name(code) for code in entry.languages)
    return " · ".join(filter(None, [entry.get_action_display(), languages]))


def changes_since_approval(event):
    """The changes that no approval covers yet, newest first, and the approval before them."""
    entries = HistoryEntry.objects.of(event).select_related("user")
    approval = entries.filter(action__in=APPROVED).order_by("-pk").first()
    if approval is None:
        return {"approval": None, "rows": []}
    written = list(entries.filter(action__in=WRITTEN, pk__gt=approval.pk)[:MOST_CHANGES])
    described = describe_all([(Event, entry.changes) for entry in written], is_short=True)
    rows = [
        {
            "entry": entry,
            "differences": differences,
            "fields": [difference.label for difference in differences],
        }
        for entry, differences in zip(written, described, strict=True)
    ]
    return {"approval": approval, "rows": rows}


def approval_undone(event):
    """What is said when a change undid the approval of an event."""
    said = _("The approval is withdrawn: the event waits for review again.")
    if Edition.objects.scheduled().filter(event=event).exists():
        said += " " + _("What is scheduled goes out as it was approved.")
    return said


def desk_page(model_admin, request, event, name, context):
    """The response with a page about an event; `name` is that of its template."""
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": event,
        "zone": zone_label(),
        **context,
    }
    return TemplateResponse(request, f"admin/news/event/{name}.html", context)


def possible_steps(event, user):
    """The steps that make sense in the state of an event and that the user may take."""
    Status = Event.Status
    steps = []
    if event.status == Status.DRAFT and user.has_perm("news.submit_event"):
        steps.append("submit")
    if user.has_perm("news.approve_event"):
        if event.status == Status.IN_REVIEW:
            steps.append("approve")
        if event.status != Status.DRAFT:
            steps.append("send_back")
        if event.forced_by_id and event.forced_by_id != user.pk:
            steps.append("clear_mark")
    return steps


def where_it_stands(event):
    """What is said about the review: the state, sentences, and who sent it back when."""
    newest = (
        HistoryEntry.objects.of(event)
        .filter(action__in=[*WRITTEN, *SENT, *APPROVED, Action.SENT_BACK])
        .order_by()
        .values("action")
        .annotate(newest=Max("pk"))
    )
    entries = HistoryEntry.objects.filter(pk__in=newest.values("newest")).select_related("user")
    found = {entry.action: entry for entry in entries}

    def newest_of(actions):
        return max(
            (found[action] for action in actions if action in found),
            key=lambda entry: entry.pk,
            default=None,
        )

    def last(actions, user=None):
        """Who did one of these things last, and when; what the event tells has no moment."""
        if entry := newest_of(actions):
            return ", ".join(filter(None, [entry.who, moment_of(entry.at)]))
        return name_of(user) if user else ""

    editions = list(standing_editions().filter(event=event))
    changed = last(WRITTEN, event.edited_by)
    is_in_review = event.status == Event.Status.IN_REVIEW
    sent = is_in_review and last(SENT, event.submitted_by)
    sending = newest_of(SENT) if is_in_review else None
    approved = event.is_approved and last(APPROVED, event.approved_by)
    lines = [
        (_("Last changed: %(who)s."), changed),
        (_("Sent for review: %(who)s."), sent),
        (_("Approved: %(who)s."), approved),
    ]
    return {
        "state": event_state(event, editions),
        "is_public": any(is_visible(edition) for edition in editions),
        "lines": [text % {"who": who} for text, who in lines if who],
        "sent_back": last([Action.SENT_BACK]),
        "forced": event.forced_by and last([Action.FORCED], event.forced_by),
        # What was said with it; a change that undid an approval says nothing.
        "sent_comment": sending.comment if sending else "",
    }
