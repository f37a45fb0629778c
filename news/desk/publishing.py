"""The pages on which a publisher makes languages of an event public and takes them back."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from media.language_tabs import language_name
from news.desk.states import full_states
from news.forms import PublishForm, WithdrawForm
from news.models import Event, Refused
from news.publishing import current_editions, publish, withdraw


def publish_page(model_admin, request, object_id):
    event = get_object_or_404(Event, pk=object_id)
    rows = full_states(event)
    data = request.POST if request.method == "POST" else None
    form = PublishForm(data, initial={"languages": _worth_publishing(rows)})
    if form.is_valid():
        try:
            editions = publish(
                event=event,
                languages=form.cleaned_data["languages"],
                user=request.user,
                at=form.moment(),
                change_notes=dict.fromkeys(
                    form.cleaned_data["languages"], form.cleaned_data["change_note"]
                ),
            )
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            _report_published(model_admin, request, event, editions)
            return _back_to(event)
    chosen = form["languages"].value() or []
    for row in rows:
        row["is_chosen"] = row["state"].language in chosen
    context = {"title": _("Publish"), "form": form, "rows": rows}
    return _page(model_admin, request, event, "publish", context)


def _worth_publishing(rows):
    """Languages that are ready and would show the public something new."""
    return [
        row["state"].language
        for row in rows
        if not row["reasons"] and (row["state"].newest is None or row["has_changed"])
    ]


def _report_published(model_admin, request, event, editions):
    at = editions[0].published_at
    if at > timezone.now():
        text = _("Scheduled for %(moment)s: %(languages)s.") % {
            "moment": formats.date_format(timezone.localtime(at), "DATETIME_FORMAT"),
            "languages": ", ".join(language_name(edition.language) for edition in editions),
        }
        messages.success(request, text)
        return
    links = format_html_join(
        ", ",
        '<a href="{}">{}</a>',
        ((edition.get_absolute_url(), language_name(edition.language)) for edition in editions),
    )
    messages.success(request, format_html("{} {}", _("Published. Read the page:"), links))


def withdraw_page(model_admin, request, object_id):
    event = get_object_or_404(Event, pk=object_id)
    current = current_editions(event)
    data = request.POST if request.method == "POST" else None
    form = WithdrawForm(data, languages=current)
    if form.is_valid():
        withdrawn = withdraw(event=event, user=request.user, reasons=form.reasons)
        languages = sorted({edition.language for edition in withdrawn})
        names = ", ".join(language_name(language) for language in languages)
        messages.success(request, _("Withdrawn: %(languages)s.") % {"languages": names})
        return _back_to(event)
    rows = [
        {
            "edition": edition,
            "is_public": edition.published_at <= timezone.now(),
            "choice": form[f"withdraw_{language}"],
            "reason": form[f"reason_{language}"],
        }
        for language, edition in current.items()
    ]
    context = {"title": _("Withdraw"), "form": form, "rows": rows}
    return _page(model_admin, request, event, "withdraw", context)


def _page(model_admin, request, event, name, context):
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": event,
        "zone": timezone.get_current_timezone_name(),
        **context,
    }
    return TemplateResponse(request, f"admin/news/event/{name}.html", context)


def _back_to(event):
    return HttpResponseRedirect(reverse("admin:news_event_change", args=[event.pk]))
