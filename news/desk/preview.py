"""Previews for the staff, and the secret addresses that they give to people without an account."""

import datetime as dt
from functools import partial

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from unfold.widgets import UnfoldAdminTextInputWidget

from media.unsaved import keeps_text, posted_by_opener
from news.desk.wording import zone_label
from news.models import HistoryEntry, PreviewLink
from news.publishing import reasons_against_publishing
from news.views.preview import missing_from, render_preview, secret_address

DAYS, MAX_DAYS = 7, 30


def urls(model_admin):
    """Addresses below the events of the administration."""
    views = {
        "preview/<str:language>/": (preview_page, "preview"),
        "preview-links/": (links_page, "preview_links"),
        "preview-links/<int:link_id>/revoke/": (revoke, "revoke_preview_link"),
    }
    return [
        path(
            f"<int:object_id>/{route}",
            model_admin.admin_site.admin_view(partial(view, model_admin=model_admin)),
            name=f"news_event_{name}",
        )
        for route, (view, name) in views.items()
    ]


def event_for(model_admin, request, object_id, *permissions):
    """The event, for those who may view it and have all the permissions."""
    event = model_admin.get_object(request, str(object_id))
    if event is None:
        raise Http404
    may_view = model_admin.has_view_permission(request, event)
    if not may_view or not request.user.has_perms(permissions):
        raise PermissionDenied
    return event


@require_safe
def preview_page(request, object_id, language, *, model_admin):
    event = event_for(model_admin, request, object_id)
    if language not in settings.PRESS_LANGUAGES:
        raise Http404
    addresses = {
        code: reverse("admin:news_event_preview", args=[event.pk, code])
        for code in settings.PRESS_LANGUAGES
    }
    strip = {
        "version": event.version,
        "back": reverse("admin:news_event_change", args=[event.pk]),
        "reasons": reasons_against_publishing(event, language),
    }
    return render_preview(request, event, language, addresses=addresses, strip=strip)


def last_day():
    return timezone.localdate() + dt.timedelta(days=MAX_DAYS)


class LinkForm(forms.Form):
    recipient = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=200,
        widget=UnfoldAdminTextInputWidget({"autocomplete": "off"}),
        help_text=gettext_lazy("A name that you will know again; the guest reads it too."),
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Open until the end of"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["ends_on"].initial = today + dt.timedelta(days=DAYS)
        self.fields["ends_on"].help_text = _("%(days)s days at the most.") % {"days": MAX_DAYS}
        self.fields["ends_on"].widget.attrs |= {
            "min": today.isoformat(),
            "max": last_day().isoformat(),
        }

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Choose a later one."))
        if day > last_day():
            raise forms.ValidationError(_("This is too late. Choose an earlier day."))
        return day

    def moment(self):
        """The last second of the day in the press service's zone."""
        end = dt.time(23, 59, 59)
        return timezone.make_aware(dt.datetime.combine(self.cleaned_data["ends_on"], end))


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def links_page(request, object_id, *, model_admin):
    """The secret addresses of an event: a new one, those that there are, what guests said."""
    event = event_for(model_admin, request, object_id, "news.view_previewlink")
    may_add = request.user.has_perm("news.add_previewlink")
    if request.method == "POST" and not may_add:
        raise PermissionDenied
    form = LinkForm(request.POST if request.method == "POST" else None)
    if posted_by_opener(request, form) and form.is_valid():
        _make(event, request.user, form.cleaned_data["recipient"], form.moment())
        messages.success(request, _("The link is made. Copy it and send it."))
        return _back_to_links(event)
    links = event.preview_links.select_related("created_by").prefetch_related("comments")
    language = _language_to_open(event)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "original": event,
        "title": _("Preview links"),
        "form": form if may_add else None,
        "may_revoke": request.user.has_perm("news.change_previewlink"),
        "zone": zone_label(),
        "rows": [
            {
                "link": link,
                "is_open": not link.revoked_at and link.expires_at > timezone.now(),
                "address": request.build_absolute_uri(secret_address(link, language)),
            }
            for link in links
        ],
    }
    return TemplateResponse(request, "admin/news/event/preview_links.html", context)


def _language_to_open(event):
    """The source language, or one that has text if it has none."""
    codes = [event.source_language, *settings.PRESS_LANGUAGES]
    codes = [code for code in codes if code in settings.PRESS_LANGUAGES]
    return next((code for code in codes if not missing_from(event, code)), codes[0])


@transaction.atomic
def _make(event, user, recipient, expires_at):
    event.preview_links.create(recipient=recipient, expires_at=expires_at, created_by=user)
    HistoryEntry.objects.record(
        HistoryEntry.Action.LINK_MADE,
        event,
        user,
        version=event.version,
        effective_at=expires_at,
        comment=recipient,
    )


@require_POST
@transaction.atomic
def revoke(request, object_id, link_id, *, model_admin):
    permissions = ("news.view_previewlink", "news.change_previewlink")
    event = event_for(model_admin, request, object_id, *permissions)
    locked = PreviewLink.objects.select_for_update()
    link = get_object_or_404(locked, pk=link_id, event=event)
    if link.revoked_at is None:
        link.revoked_at = timezone.now()
        link.save(update_fields=["revoked_at"])
        HistoryEntry.objects.record(
            HistoryEntry.Action.LINK_REVOKED,
            event,
            request.user,
            version=event.version,
            comment=link.recipient,
        )
    messages.success(request, _("The link opens nothing any more."))
    return _back_to_links(event)


def _back_to_links(event):
    return HttpResponseRedirect(reverse("admin:news_event_preview_links", args=[event.pk]))
