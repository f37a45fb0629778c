"""Steps for several events at once: each under the rules of one, in a transaction of its own.

An action of the list leads to a page that tells of every chosen event what will happen or why not
and asks for what the step takes; what was decided there is reported event by event.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import partition
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from media.choices import is_number
from media.language_tabs import language_name, writes_everything
from media.unsaved import keeps_text, posted_by_opener
from news.desk.forms import PublishForm, SendBackForm, StepForm, TopicForm
from news.desk.snapshots import differences, snapshot
from news.desk.states import TEXT, about_silent, event_state, full_states, standing_editions
from news.desk.wording import moment_of, zone_label
from news.models import Event, Refused
from news.publishing import (
    approve,
    languages_left_out,
    publish,
    reasons_in_any_language,
    reasons_not_to_publish,
)

MOST = 100
# Before anything is posted, what the page asks for counts as given.
GIVEN = "…"


@dataclass
class Plan:
    """What will happen to an event (`notes`) or why not; `languages` would become public."""

    notes: list = field(default_factory=list)
    reasons: list = field(default_factory=list)
    languages: list = field(default_factory=list)
    is_correction: bool = False


@dataclass(frozen=True)
class Seen:
    """What the page said of an event when it was opened."""

    version: int
    languages: list


class Submit:
    label, name = gettext_lazy("Send for review…"), gettext_lazy("Send for review")
    permission = "submit"
    form = StepForm

    def plan(self, event, user, seen):
        reasons = event.reasons_not_to_submit(user, seen_version=seen.version)
        return Plan([_("Will be sent for review.")], reasons)

    def take(self, event, user, form, seen):
        comment = form.cleaned_data["comment"].strip()
        event.submit(by=user, comment=comment, seen_version=seen.version)
        return _("Sent for review.")


class Approve:
    label, name = gettext_lazy("Approve…"), gettext_lazy("Approve")
    permission = "approve"
    form = StepForm

    def plan(self, event, user, seen):
        reasons = event.reasons_not_to_approve(user, seen_version=seen.version)
        return Plan([_("Will be approved.")], reasons)

    def take(self, event, user, form, seen):
        comment = form.cleaned_data["comment"].strip()
        approve(event=event, by=user, comment=comment, seen_version=seen.version)
        return _("Approved.")


class SendBack:
    label, name = gettext_lazy("Send back…"), gettext_lazy("Send back")
    permission = "approve"
    form = SendBackForm

    def plan(self, event, user, seen):
        reasons = event.reasons_not_to_send_back(user, comment=GIVEN, seen_version=seen.version)
        return Plan([_("Will be a draft again. What is public or scheduled stays.")], reasons)

    def take(self, event, user, form, seen):
        comment = form.cleaned_data["comment"]
        event.send_back(by=user, comment=comment, seen_version=seen.version)
        return _("Sent back.")


class Publish:
    label, name = gettext_lazy("Publish…"), gettext_lazy("Publish")
    permission = "publish"
    form = PublishForm

    def plan(self, event, user, seen):
        """Asks the database for each event: its languages, their editions and links."""
        rows = full_states(event)
        languages = _new_to_the_public(rows)
        plan = Plan([self._about(row, languages, user) for row in rows], languages=languages)
        plan.is_correction = any(
            row["state"].public for row in rows if row["state"].language in languages
        )
        if languages:
            plan.reasons = reasons_not_to_publish(
                event=event,
                languages=languages,
                user=user,
                is_silent=True,
                parity_reason=GIVEN,
                seen_version=seen.version,
            )
        else:
            plan.reasons = self._nothing(event, user, seen)
        return plan

    def _about(self, row, languages, user):
        state = row["state"]
        if state.language in languages:
            what = _("new to the public")
            if state.public:
                what = _(
                    "a correction: mark it below as a small one, or publish it with a note on its "
                    "own page"
                )
        elif row["reasons"]:
            what = " ".join(row["reasons"])
        elif state.scheduled:
            what = _("scheduled already, stays so")
        elif state.public:
            what = _("no changes since")
        else:
            what = _("withdrawn, stays so")
        said = f"{state.name}: {what}"
        is_refused = settings.PRESS_ALT_TEXT == "block" and state.has_text
        silence = ""
        if state.language in languages or is_refused:
            silence = about_silent(row["silent"], user, is_named=not is_refused)
        return format_html("{}{} {}", said, "" if is_refused else ".", silence) if silence else said

    def _nothing(self, event, user, seen):
        return [
            *event.reasons_of_version(seen.version),
            *reasons_in_any_language(event, user),
            _("None of the languages is ready and new to the public."),
        ]

    def take(self, event, user, form, seen):
        event = Event.objects.select_for_update().get(pk=event.pk)
        chosen = form.cleaned_data["languages"]
        languages = [language for language in seen.languages if language in chosen]
        if not languages:
            raise Refused(self._nothing(event, user, seen))
        if not set(languages) <= set(_new_to_the_public(full_states(event))):
            reasons = event.reasons_of_version(seen.version)
            raise Refused(reasons or [_("What is public changed after you opened the page.")])
        at = form.moment()
        is_left_out = languages_left_out(event, languages, at)
        editions = publish(
            event=event,
            languages=languages,
            user=user,
            at=at,
            is_silent=form.cleaned_data["is_silent"],
            parity_reason=form.cleaned_data["parity_reason"] if is_left_out else "",
            seen_version=seen.version,
        )
        if at and at > timezone.now():
            names = ", ".join(language_name(edition.language) for edition in editions)
            return _("Scheduled for %(moment)s: %(languages)s.") % {
                "moment": moment_of(at),
                "languages": names,
            }
        links = format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            ((edition.get_absolute_url(), language_name(edition.language)) for edition in editions),
        )
        return format_html("{} {}", _("Published. Read the page:"), links)


def _new_to_the_public(rows):
    """Languages that are ready and that nobody has seen, scheduled or withdrawn as they are."""
    return [
        row["state"].language
        for row in rows
        if not row["reasons"]
        and not row["state"].scheduled
        and (row["state"].code == TEXT or (row["state"].public and row["has_changed"]))
    ]


class AddTopic:
    label, name = gettext_lazy("Add a topic…"), gettext_lazy("Add a topic")
    permission = "add"  # who may add events writes everything of them
    form = TopicForm

    def plan(self, event, user, seen):
        notes = [_("Will get the topic, unless it has it.")]
        if there := ", ".join(str(topic) for topic in event.topics.all()):
            notes.append(_("Its topics: %(topics)s.") % {"topics": there})
        if event.is_approved:
            notes.append(_("It was approved: the change sends it back to review."))
        return Plan(notes, self._reasons(event, user, seen))

    def _reasons(self, event, user, seen):
        reasons = event.reasons_of_version(seen.version)
        if not writes_everything(user, Event._meta) or not user.has_perm("news.change_event"):
            reasons.append(_("You may not do this."))
        return reasons

    def take(self, event, user, form, seen):
        event = Event.objects.select_for_update().get(pk=event.pk)
        if reasons := self._reasons(event, user, seen):
            raise Refused(reasons)
        before = snapshot(event)
        event.topics.add(form.cleaned_data["topic"])
        changes = differences(before, snapshot(event))
        if not changes:
            return _("It has the topic already; nothing was changed.")
        event.edited(user, changes)
        return _("The topic is added.")


STEPS = {
    "submit": Submit(),
    "approve": Approve(),
    "send-back": SendBack(),
    "publish": Publish(),
    "add-topic": AddTopic(),
}


def _action(key, step):
    """The action of the list: it leads to the page about the chosen events."""

    @admin.action(description=step.label, permissions=[step.permission])
    def start(model_admin, request, queryset):
        chosen = list(queryset.values_list("pk", flat=True)[: MOST + 1])
        if len(chosen) > MOST:
            text = _("At most %(number)s events at once: choose fewer.") % {"number": MOST}
            messages.error(request, text)
            return None
        filters = request.GET.urlencode()
        return HttpResponseRedirect(_address(key, chosen, filters))

    start.__name__ = f"bulk_{key.replace('-', '_')}"
    return start


ACTIONS = [_action(key, step) for key, step in STEPS.items()]


def urls(model_admin):
    def view(request, key):
        if key not in STEPS:
            raise Http404
        if not getattr(model_admin, f"has_{STEPS[key].permission}_permission")(request):
            raise PermissionDenied
        return bulk_page(model_admin, request, key)

    view = model_admin.admin_site.admin_view(view)
    return [path("bulk/<slug:key>/", view, name="news_event_bulk")]


@keeps_text
def bulk_page(model_admin, request, key):
    """What will happen to each event or why not; posted, what was done and what was refused."""
    step = STEPS[key]
    back = _list_with(request.GET.get("_changelist_filters", ""))
    ids = _ids(request)
    events = _events(model_admin, request, ids)
    if not events or len(ids) > MOST:
        text = _("Choose between 1 and %(number)s events in the list.") % {"number": MOST}
        messages.error(request, text)
        return HttpResponseRedirect(back)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": step.name,
        "back": back,
        "gone": gone_sentence(len(ids) - len(events)),
    }
    form = step.form(request.POST if request.method == "POST" else None)
    if posted_by_opener(request, form) and form.is_valid():
        results = [
            _result(step, event, request.user, form, _seen(request, event)) for event in events
        ]
        refused, done = partition(lambda result: "done" in result, results)
        again = [result["event"].pk for result in refused]
        context |= {
            "done": done,
            "refused": refused,
            "again": again and _address(key, again, request.GET.get("_changelist_filters", "")),
        }
        return TemplateResponse(request, "admin/news/event/bulk_report.html", context)
    rows = [_row(step, event, request.user, _seen(request, event)) for event in events]
    refused, possible = partition(lambda row: not row["plan"].reasons, rows)
    ready = {language for row in possible for language in row["plan"].languages}
    chosen = request.POST.getlist("languages") if form.is_bound else ready
    context |= {
        "form": form,
        "rows": rows,
        "languages": [
            {"code": code, "name": language_name(code), "is_chosen": code in chosen}
            for code in settings.PRESS_LANGUAGES
            if code in ready
        ],
        "possible": possible,
        "refused": refused,
        "zone": zone_label(),
        "has_corrections": any(row["plan"].is_correction for row in possible),
        "asks_for_parity": settings.PRESS_PARITY == "warn"
        and bool(settings.PRESS_REQUIRED_LANGUAGES),
    }
    return TemplateResponse(request, "admin/news/event/bulk.html", context)


def _ids(request):
    found = filter(is_number, request.GET.get("ids", "").split(","))
    return list(dict.fromkeys(map(int, found)))


def _events(model_admin, request, ids):
    """The chosen events in the order in which they were chosen, with what a page says of them."""
    standing = standing_editions().only(
        "event", "language", "published_at", "superseded_at", "withdrawn_at"
    )
    found = (
        model_admin.get_queryset(request)
        .prefetch_related("topics", Prefetch("editions", standing))
        .in_bulk(ids[: MOST + 1])
    )
    return [found[pk] for pk in ids if pk in found]


def _seen(request, event):
    """The version and the languages that the page named; those of now while it is only read."""
    if request.method != "POST":
        return Seen(event.version, [])
    version = request.POST.get(f"version_{event.pk}", "")
    languages = request.POST.get(f"languages_{event.pk}", "").split(",")
    # A version that was not posted is none that was seen.
    return Seen(int(version) if is_number(version) else 0, languages)


def _row(step, event, user, seen):
    plan = step.plan(event, user, seen)
    return {"event": event, "state": event_state(event, event.editions.all()), "plan": plan}


def _result(step, event, user, form, seen):
    """`{"event", "done": a sentence}` or `{"event", "reasons"}`: one refusal stops no other."""
    try:
        with transaction.atomic():
            return {"event": event, "done": step.take(event, user, form, seen)}
    except Refused as refusal:
        return {"event": event, "reasons": refusal.reasons}
    except Event.DoesNotExist:
        return {"event": event, "reasons": [_("It is no longer there.")]}


def gone_sentence(number):
    text = ngettext(
        "%(number)s of the chosen events is no longer there.",
        "%(number)s of the chosen events are no longer there.",
        number,
    )
    return number and text % {"number": number}


def _address(key, ids, filters):
    query = {"ids": ",".join(map(str, ids))}
    if filters:
        query["_changelist_filters"] = filters
    return f"{reverse('admin:news_event_bulk', args=[key])}?{urlencode(query)}"


def _list_with(filters):
    address = reverse("admin:news_event_changelist")
    return f"{address}?{filters}" if filters else address
