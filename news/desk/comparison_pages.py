"""The pages that compare editions and the working copy, and that bring an edition back."""

from functools import partial
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from unfold.widgets import UnfoldAdminSelectWidget

from media.language_tabs import language_name
from media.unsaved import keeps_text, posted_by_opener
from news.desk.bringing_back import PARTS, bring_back, may_bring_back, what_would_change
from news.desk.comparing import compare
from news.desk.forms import SeenVersion
from news.desk.preview import event_for
from news.desk.review import desk_page
from news.desk.states import PUBLIC, SCHEDULED, WITHDRAWN, WORDS
from news.desk.wording import moment_of
from news.models import Refused
from news.publishing import build_edition

WORKING_COPY = "working"
REPLACED = "replaced"


def urls(model_admin):
    """Addresses below the events of the administration."""
    views = {
        "compare/": (compare_page, "compare"),
        "bring-back/<int:edition_id>/": (bring_back_page, "bring_back"),
    }
    return [
        path(
            f"<int:object_id>/{route}",
            model_admin.admin_site.admin_view(partial(view, model_admin=model_admin)),
            name=f"news_event_{name}",
        )
        for route, (view, name) in views.items()
    ]


def comparison_address(event_id, language, before="", after=""):
    """The address of a comparison; without its two sides it is of what is public and the copy."""
    asked = {"language": language, "from": before, "to": after}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('admin:news_event_compare', args=[event_id])}?{query}"


def edition_state(edition, now=None):
    now = now or timezone.now()
    if edition.withdrawn_at:
        return WITHDRAWN
    replaced_at = edition.superseded_at
    if replaced_at and (replaced_at <= now or replaced_at <= edition.published_at):
        return REPLACED
    return SCHEDULED if edition.published_at > now else PUBLIC


def edition_label(edition):
    """«edition 2 · 3 September 2018, 10:00 · public»"""
    state = edition_state(edition)
    return " · ".join(
        [
            _("edition %(number)s") % {"number": edition.number},
            moment_of(edition.published_at),
            _("replaced") if state == REPLACED else str(WORDS[state]),
        ]
    )


class ComparisonForm(forms.Form):
    """Two sides: the working copy or an edition's number."""

    def __init__(self, *args, editions, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [
            (WORKING_COPY, _("Working copy")),
            *((str(edition.number), edition_label(edition)) for edition in editions),
        ]
        for name, label in (("from", gettext_lazy("Before")), ("to", gettext_lazy("After"))):
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=choices,
                widget=UnfoldAdminSelectWidget,
                error_messages={
                    "invalid_choice": _("There is no such edition in this language."),
                },
            )


@require_safe
def compare_page(request, object_id, *, model_admin):
    """The difference between two editions of a language, or between one and the working copy."""
    event = event_for(model_admin, request, object_id)
    found = event.editions.defer("title", "lead", "body", "content", "picture")
    everything = {}
    for edition in found.order_by("-number"):
        everything.setdefault(edition.language, []).append(edition)
    language = request.GET.get("language") or _language_to_compare(event, everything)
    if language not in settings.PRESS_LANGUAGES:
        raise Http404
    editions = everything.get(language, [])
    asked = {
        "from": request.GET.get("from") or _number_to_start_from(editions),
        "to": request.GET.get("to") or WORKING_COPY,
    }
    form = ComparisonForm(asked, editions=editions)
    context = {
        "title": _("Compare"),
        "form": form,
        "language": language,
        "languages": [
            {
                "code": code,
                "name": language_name(code),
                "count": len(everything.get(code, [])),
                "address": comparison_address(event.pk, code),
            }
            for code in settings.PRESS_LANGUAGES
        ],
        "editions": editions,
    }
    if editions and form.is_valid():
        context |= _compared(event, language, form.cleaned_data)
        context["may_bring_back"] = may_bring_back(request.user)
    return desk_page(model_admin, request, event, "compare", context)


def _compared(event, language, asked):
    numbers = {number for number in asked.values() if number != WORKING_COPY}
    sides = {
        str(edition.number): edition
        for edition in event.editions.filter(language=language, number__in=numbers)
    }
    if WORKING_COPY in asked.values():
        sides[WORKING_COPY] = build_edition(event, language)
    before, after = sides[asked["from"]], sides[asked["to"]]
    return {
        "comparison": compare(before, after),
        "to_bring_back": [
            (edition, edition_label(edition)) for edition in sides.values() if edition.pk
        ],
    }


def _language_to_compare(event, editions):
    """The source language, or one that has editions if it has none."""
    codes = [event.source_language, *settings.PRESS_LANGUAGES]
    codes = [code for code in codes if code in settings.PRESS_LANGUAGES]
    return next((code for code in codes if code in editions), codes[0])


def _number_to_start_from(editions):
    """What is public; else what is scheduled; else the newest edition."""
    numbers = {}
    for edition in editions:
        numbers.setdefault(edition_state(edition), str(edition.number))
    newest = str(editions[0].number) if editions else WORKING_COPY
    return numbers.get(PUBLIC) or numbers.get(SCHEDULED) or newest


class BringBackForm(forms.Form):
    version = SeenVersion()

    def __init__(self, *args, changes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parts"] = forms.MultipleChoiceField(
            choices=[(part, PARTS[part][0]) for part in changes],
            initial=list(changes),
            error_messages={
                "required": _("Choose a part at least."),
                "invalid_choice": _("A part of it is the same in the working copy by now."),
            },
        )


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_text
def bring_back_page(request, object_id, edition_id, *, model_admin):
    """Which parts of an edition come back into the working copy, and what that changes."""
    event = event_for(model_admin, request, object_id)
    if not may_bring_back(request.user):
        raise PermissionDenied
    editions = event.editions.filter(language__in=settings.PRESS_LANGUAGES)
    edition = get_object_or_404(editions, pk=edition_id)
    changes, gone = what_would_change(event, edition)
    data = request.POST if request.method == "POST" else None
    form = BringBackForm(data, changes=changes, initial={"version": event.version})
    if posted_by_opener(request, form) and form.is_valid():
        try:
            bring_back(
                edition=edition,
                parts=form.cleaned_data["parts"],
                user=request.user,
                seen_version=form.cleaned_data["version"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
        else:
            messages.success(
                request,
                _("The working copy has it now. Nothing changed in public."),
            )
            return HttpResponseRedirect(reverse("admin:news_event_change", args=[event.pk]))
    chosen = form["parts"].value() or []
    context = {
        "title": _("Bring an edition back into the working copy"),
        "form": form,
        "edition": edition,
        "label": edition_label(edition),
        "language": language_name(edition.language),
        "rows": [
            {
                "part": part,
                "name": PARTS[part][0],
                "is_chosen": part in chosen,
                "differences": differences,
            }
            for part, differences in changes.items()
        ],
        "same": [name for part, (name, _fields) in PARTS.items() if part not in changes],
        "gone": gone,
        "compare": comparison_address(
            event.pk, edition.language, WORKING_COPY, str(edition.number)
        ),
    }
    return desk_page(model_admin, request, event, "bring_back", context)
