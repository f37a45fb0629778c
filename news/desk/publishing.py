"""The pages on which a publisher makes languages of an event public and takes them back."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from media.language_tabs import language_name
from media.unsaved import keeps_text, posted_by_opener
from news.desk.forms import PublishForm, RestoreForm, ScheduleForm, WithdrawForm
from news.desk.gone import or_gone
from news.desk.review import changes_not_seen, desk_page
from news.desk.states import (
    WITHDRAWN,
    about_failed,
    about_silent,
    full_states,
    words_missing,
    worth_publishing,
)
from news.desk.wording import in_order, moment_of
from news.models import Event, Refused
from news.publishing import (
    current_editions,
    languages_left_out,
    photos_in,
    publish,
    reschedule,
    restore,
    scheduled_editions,
    silent_of,
    unschedule,
    withdraw,
    withdrawn_editions,
)


@or_gone
@keeps_text
def publish_page(model_admin, request, object_id):
    event = get_object_or_404(Event, pk=object_id)
    rows = full_states(event)
    data = request.POST if request.method == "POST" else None
    form = PublishForm(
        data,
        public=[
            row["state"].language
            for row in rows
            # A note that was typed stays in sight when its page is gone.
            if row["state"].public or (data and data.get(f"note_{row['state'].language}"))
        ],
        initial={"languages": worth_publishing(rows), "version": event.version},
    )
    if posted_by_opener(request, form) and form.is_valid():
        try:
            editions = publish(
                event=event,
                languages=form.cleaned_data["languages"],
                user=request.user,
                at=form.moment(),
                change_notes=form.change_notes(),
                is_silent=form.cleaned_data["is_silent"],
                parity_reason=form.cleaned_data["parity_reason"],
                seen_version=form.cleaned_data["version"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
            event.refresh_from_db()
        else:
            _report_published(request, editions)
            return _back_to(event)
    changes = changes_not_seen(event, form)
    chosen = form["languages"].value() or []
    if changes:
        withdrawn = [row["state"].language for row in rows if row["state"].code == WITHDRAWN]
        chosen = [language for language in chosen if language not in withdrawn]
    warnings = words_missing(event, request.user, request.path)
    for row in rows:
        language = row["state"].language
        row["is_chosen"] = language in chosen
        row["note"] = form[f"note_{language}"] if language in form.public else None
        row["warnings"] = warnings[language]
    context = {
        "title": _("Publish"),
        "form": form,
        "changes": changes,
        "rows": rows,
        "asks_for_parity": settings.PRESS_PARITY == "warn"
        and bool(languages_left_out(event, chosen)),
    }
    return desk_page(model_admin, request, event, "publish", context)


def _report_published(request, editions):
    at = editions[0].published_at
    if at > timezone.now():
        text = _("Scheduled for %(moment)s: %(languages)s.") % {
            "moment": moment_of(at),
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


@or_gone
@keeps_text
def withdraw_page(model_admin, request, object_id):
    event = get_object_or_404(Event, pk=object_id)
    current = current_editions(event)
    data = request.POST if request.method == "POST" else None
    form = WithdrawForm(data, languages=current, initial={"version": event.version})
    if posted_by_opener(request, form) and form.is_valid():
        try:
            withdrawn = withdraw(
                event=event,
                user=request.user,
                languages=list(form.reasons),
                reasons=form.reasons,
                redirect_to=form.cleaned_data["redirect_to"],
                seen_version=form.cleaned_data["version"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
            event.refresh_from_db()
        else:
            languages = {edition.language for edition in withdrawn}
            names = ", ".join(language_name(code) for code in current if code in languages)
            said = _("Withdrawn: %(languages)s.") % {"languages": names}
            if target := form.cleaned_data["redirect_to"]:
                address = reverse("admin:news_event_change", args=[target.pk])
                link = format_html('<a href="{}">{}</a>', address, target)
                said = format_html("{} {} {}", said, _("Readers are led to:"), link)
            messages.success(request, said)
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
    context = {
        "title": _("Withdraw"),
        "form": form,
        "changes": changes_not_seen(event, form),
        "rows": rows,
    }
    return desk_page(model_admin, request, event, "withdraw", context)


@or_gone
@keeps_text
def schedule_page(model_admin, request, object_id):
    """What waits for its moment: another moment, now, or none."""
    event = get_object_or_404(Event, pk=object_id)
    waiting = {edition.language: edition for edition in scheduled_editions(event)}
    data = request.POST if request.method == "POST" else None
    moments = [edition.published_at for edition in waiting.values()]
    initial = {
        "languages": list(waiting),
        "at": min(moments, default=None),
        "version": event.version,
    }
    form = ScheduleForm(data, initial=initial)
    if posted_by_opener(request, form) and form.is_valid():
        languages = form.cleaned_data["languages"]
        try:
            if form.cleaned_data["what"] == form.CANCEL:
                unschedule(
                    event=event,
                    languages=languages,
                    user=request.user,
                    parity_reason=form.cleaned_data["parity_reason"],
                    seen_version=form.cleaned_data["version"],
                )
                messages.success(request, _("The schedule is cancelled."))
            else:
                is_now = form.cleaned_data["what"] == form.NOW
                at = timezone.now() if is_now else form.cleaned_data["at"]
                editions = reschedule(
                    event=event,
                    languages=languages,
                    user=request.user,
                    at=at,
                    parity_reason=form.cleaned_data["parity_reason"],
                    seen_version=form.cleaned_data["version"],
                )
                _report_published(request, editions)
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
            event.refresh_from_db()
        else:
            return _back_to(event)
    chosen = form["languages"].value() or []
    shown = photos_in(waiting)
    rows = [
        {
            "edition": edition,
            "name": language_name(language),
            "is_chosen": language in chosen,
            "warnings": _warnings(shown[language], request.user),
        }
        for language, edition in in_order(waiting).items()
    ]
    context = {
        "title": _("Schedule"),
        "form": form,
        "changes": changes_not_seen(event, form),
        "rows": rows,
        "asks_for_parity": settings.PRESS_PARITY == "warn"
        and bool(settings.PRESS_REQUIRED_LANGUAGES)
        and (form.is_bound or bool(languages_left_out(event, waiting))),
    }
    return desk_page(model_admin, request, event, "schedule", context)


def _warnings(pairs, user):
    """What readers will miss of the photos of an edition, as safe sentences: see `photos_in`."""
    photos = [photo for _frozen, photo in pairs]
    return [*filter(None, (about_silent(silent_of(pairs), user), about_failed(photos, user)))]


@or_gone
@keeps_text
def restore_page(model_admin, request, object_id):
    """What was withdrawn last can come back."""
    event = get_object_or_404(Event, pk=object_id)
    gone = withdrawn_editions(event)
    data = request.POST if request.method == "POST" else None
    form = RestoreForm(data, initial={"languages": list(gone), "version": event.version})
    if posted_by_opener(request, form) and form.is_valid():
        try:
            editions = restore(
                event=event,
                languages=form.cleaned_data["languages"],
                user=request.user,
                comment=form.cleaned_data["comment"],
                seen_version=form.cleaned_data["version"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
            event.refresh_from_db()
        else:
            _report_published(request, editions)
            return _back_to(event)
    chosen = form["languages"].value() or []
    shown = photos_in(gone)
    rows = [
        {
            "edition": edition,
            "name": language_name(language),
            "is_chosen": language in chosen,
            "warnings": _warnings(shown[language], request.user),
        }
        for language, edition in in_order(gone).items()
    ]
    context = {
        "title": _("Restore"),
        "form": form,
        "changes": changes_not_seen(event, form),
        "rows": rows,
    }
    return desk_page(model_admin, request, event, "restore", context)


def _back_to(event):
    return HttpResponseRedirect(reverse("admin:news_event_change", args=[event.pk]))
