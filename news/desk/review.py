"""The pages of the review: sending for review, approving, sending back, clearing the mark."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media.language_tabs import language_name
from news.desk.forms import ForceForm, StepForm
from news.models import Edition, Event, Refused

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


def step_page(model_admin, request, object_id, step):
    """Asks for what a step takes; every reason against it is said, and the comment stays."""
    event = get_object_or_404(
        Event.objects.select_related("edited_by", "submitted_by", "forced_by"), pk=object_id
    )
    is_own = step == "approve" and event.edited_by_id == request.user.pk
    may_force = is_own and request.user.has_perm("news.force_approval")
    data = request.POST if request.method == "POST" else None
    form = (ForceForm if may_force else StepForm)(data, initial={"version": event.version})
    if form.is_valid():
        try:
            _take(event, step, request.user, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(request, DONE[step])
            onward = "change"
            if step == "approve" and request.user.has_perm("news.publish_event"):
                onward = "publish"
            return HttpResponseRedirect(reverse(f"admin:news_event_{onward}", args=[event.pk]))
    public = Edition.objects.visible().filter(event=event) if step == "approve" else ()
    context = {
        "title": NAMES[step],
        "compared": [(edition.language, language_name(edition.language)) for edition in public],
        "form": form,
        "step": step,
        "is_own": is_own,
        "may_force": may_force,
    }
    return desk_page(model_admin, request, event, "step", context)


def _take(event, step, user, said):
    comment = said["comment"].strip()
    if step == "approve":
        event.approve(
            by=user,
            comment=comment,
            force=said.get("force", False),
            seen_version=said["version"],
        )
    elif step == "submit":
        event.submit(by=user, comment=comment)
    elif step == "send_back":
        event.send_back(by=user, comment=comment)
    else:
        event.clear_mark(by=user, comment=comment)


def desk_page(model_admin, request, event, name, context):
    """The response with a page about an event; `name` is that of its template."""
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": event,
        "zone": timezone.get_current_timezone_name(),
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
    """What the form says above its fields about the review."""
    lines = []
    if event.edited_by_id:
        lines.append(_("Last changed by %(user)s.") % {"user": event.edited_by})
    if event.status == Event.Status.IN_REVIEW and event.submitted_by_id:
        lines.append(_("Sent for review by %(user)s.") % {"user": event.submitted_by})
    if event.is_approved and event.approved_by_id:
        lines.append(_("Approved by %(user)s.") % {"user": event.approved_by})
    return lines
