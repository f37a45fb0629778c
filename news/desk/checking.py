"""What the checks of a release say: beside the text while it is written, and on a page."""

from functools import partial

from django.conf import settings
from django.http import Http404, JsonResponse
from django.urls import path
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from media.language_tabs import language_name
from news.body import sanitize_body
from news.checks import CHECKS, check
from news.checks.base import FIELDS, Subject
from news.desk.preview import event_for
from news.desk.review import desk_page
from news.models import Event
from news.recognition.finding import LONGEST_TEXT

CONTEXT = 40  # characters on each side of a place
LONGEST_QUOTE = 120


def urls(model_admin):
    """Addresses below the events of the administration."""
    views = {
        "checks/": (checks_page, "checks"),
        "checks/text/": (check_text, "check_text"),
    }
    return [
        path(
            f"<int:object_id>/{route}",
            model_admin.admin_site.admin_view(partial(view, model_admin=model_admin)),
            name=f"news_event_{name}",
        )
        for route, (view, name) in views.items()
    ]


@require_safe
def checks_page(request, object_id, *, model_admin):
    """All remarks on what is saved, in every language that has a text."""
    event = event_for(model_admin, request, object_id)
    texts = [
        {"code": code, "name": language_name(code), "groups": groups_of(subject)}
        for code, subject in subjects_of(event).items()
        if subject.texts
    ]
    context = {"title": _("Checks of the text"), "texts": texts}
    return desk_page(model_admin, request, event, "checks", context)


@require_POST
def check_text(request, object_id, *, model_admin):
    """The remarks on a text that is being written: nothing of it is saved."""
    event = event_for(model_admin, request, object_id)
    language = request.POST.get("language")
    if language not in settings.PRESS_LANGUAGES:
        raise Http404
    text = {name: request.POST.get(name, "") for name in FIELDS}
    if any(len(value) > LONGEST_TEXT for value in text.values()):
        sentence = _("The text is too long to be checked: %(most)d characters at most.")
        return JsonResponse({"error": sentence % {"most": LONGEST_TEXT}}, status=422)
    text["body"] = sanitize_body(text["body"])
    subject = subjects_of(event, {language: text})[language]
    return JsonResponse({"groups": groups_of(subject)})


def subjects_of(event, unsaved=None):
    return Subject.of_event(event, settings.PRESS_LANGUAGES, unsaved)


def groups_of(subject):
    """The remarks of each check that has any, as a page and a script show them."""
    found = check(subject)
    return [
        {
            "check": kind.name,
            "label": str(kind.label),
            "remarks": [
                remark_of(finding, subject) for finding in found if finding.check == kind.name
            ],
        }
        for kind in CHECKS
        if any(finding.check == kind.name for finding in found)
    ]


def remark_of(finding, subject):
    """A finding with the words around it, on the same line."""
    text = subject.texts.get(finding.field, "")
    before = text[max(finding.start - CONTEXT - 1, 0) : finding.start]
    after = text[finding.end : finding.end + CONTEXT + 1]
    return {
        "field": finding.field,
        "name": field_label(finding.field),
        "start": finding.start,
        "end": finding.end,
        "quote": finding.quote,
        "shown": shortened(finding.quote),
        "before": _last_words(before.rpartition("\n")[2]),
        "after": _first_words(after.partition("\n")[0]),
        "reason": finding.reason,
        "mend": finding.mend,
        "shown_mend": finding.mend and shortened(finding.mend),
        "edits": finding.edits,
    }


def field_label(name):
    """What a field is called; the body is what nobody has to be told of."""
    if name in ("", "body"):
        return ""
    return capfirst(Event._meta.get_field(name).verbose_name)


def shortened(text):
    if len(text) <= LONGEST_QUOTE:
        return text
    return f"{text[: LONGEST_QUOTE // 2]} … {text[-LONGEST_QUOTE // 2 :]}"


def _last_words(text):
    return text if len(text) <= CONTEXT else "…" + text[-CONTEXT:].partition(" ")[2]


def _first_words(text):
    return text if len(text) <= CONTEXT else text[:CONTEXT].rpartition(" ")[0] + "…"
