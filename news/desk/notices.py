"""What the staff is told by e-mail, and the page on which each chooses."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from unfold.widgets import UnfoldAdminEmailInputWidget

from media.language_tabs import language_name
from news.dates import format_moment
from news.desk.wording import name_of
from news.models import Edition, HistoryEntry, Notice, StaffProfile
from news.models.notice import reviewers

MAX_SUBJECT = 150
# kind -> what the subject begins with, what the first line says
WORDS = {
    Notice.Kind.SUBMITTED: (
        gettext_lazy("Waits for review"),
        gettext_lazy("An event waits for your review."),
    ),
    Notice.Kind.SENT_BACK: (
        gettext_lazy("Sent back"),
        gettext_lazy("Your event was sent back. It is a draft again."),
    ),
    Notice.Kind.APPROVED: (
        gettext_lazy("Approved"),
        gettext_lazy("Your event was approved."),
    ),
    Notice.Kind.PUBLISHED: (
        gettext_lazy("Published"),
        gettext_lazy("Your event was published."),
    ),
    Notice.Kind.RESCHEDULED: (
        gettext_lazy("Scheduled for another time"),
        gettext_lazy("The publication of your event was moved."),
    ),
    Notice.Kind.UNSCHEDULED: (
        gettext_lazy("Schedule cancelled"),
        gettext_lazy("The publication of your event was cancelled."),
    ),
    Notice.Kind.WITHDRAWN: (
        gettext_lazy("Withdrawn"),
        gettext_lazy("Your event was withdrawn."),
    ),
    Notice.Kind.RESTORED: (
        gettext_lazy("Public again"),
        gettext_lazy("Your event is public again."),
    ),
    Notice.Kind.COMMENTED: (
        gettext_lazy("Comment on the preview"),
        gettext_lazy("A guest has commented on the preview of your event."),
    ),
}
SCHEDULED = (
    gettext_lazy("Scheduled"),
    gettext_lazy("The publication of your event is scheduled."),
)


def compose(notice):
    """The e-mail, in the receiver's language."""
    language = _language_of(notice.recipient)
    with override(language):
        # What takes effect after it was queued is still to come.
        is_to_come = notice.effective_at is not None and notice.effective_at > notice.created_at
        is_scheduled = notice.kind == Notice.Kind.PUBLISHED and is_to_come
        heading, sentence = SCHEDULED if is_scheduled else WORDS[notice.kind]
        title = " ".join(str(notice.event).split())
        facts = [(_("Event"), title)]
        if notice.actor:
            facts.append((_("Who"), name_of(notice.actor)))
        facts.append((_("When"), _moment(notice.created_at, language)))
        if notice.languages:
            facts.append((_("Languages"), ", ".join(map(language_name, notice.languages))))
        if is_to_come:
            facts.append((_("Public from"), _moment(notice.effective_at, language)))
        said = " ".join([str(sentence), *_remarks(notice)])
        parts = [said, "\n".join(f"{name}: {text}" for name, text in facts)]
        if notice.comment.strip():
            quoted = "\n".join(f"> {line}" for line in notice.comment.strip().splitlines())
            parts.append(_("Comment") + f":\n{quoted}")
        is_guests = notice.kind == Notice.Kind.COMMENTED
        page = "preview_links" if is_guests else "change"
        parts.append(_address(f"admin:news_event_{page}", notice.event_id))
        parts.append(
            _("You can switch off such notices here: %(address)s")
            % {"address": _address("my_notices")}
        )
        return EmailMessage(
            subject=_one_line(f"{heading}: {title}"),
            body="\n\n".join(parts) + "\n",
            to=[notice.recipient.email],
            headers={"Auto-Submitted": "auto-generated"},  # RFC 3834: no out-of-office answers
        )


def _remarks(notice):
    """What the receiver might not expect of the event, in sentences."""
    event = notice.event
    editions = Edition.objects.filter(event=event)
    remarks = []
    if notice.kind == Notice.Kind.APPROVED and notice.actor_id:
        if event.forced_by_id == notice.actor_id:
            remarks.append(_("There was no second pair of eyes."))
    elif notice.kind == Notice.Kind.SUBMITTED and _is_reopened(notice):
        remarks.append(_("It had been approved before and was changed afterwards."))
        if editions.scheduled().exists():
            remarks.append(_("What is scheduled still goes out as it was approved."))
    elif notice.kind == Notice.Kind.SENT_BACK and editions.visible().exists():
        remarks.append(_("What is public stays as it is."))
    return remarks


def _is_reopened(notice):
    """Whether a change to what was approved made the event wait, and nobody sent it."""
    Action = HistoryEntry.Action
    sent = HistoryEntry.objects.of(notice.event).filter(
        action__in=[Action.SUBMITTED, Action.REOPENED], at__lte=notice.created_at
    )
    return sent.values_list("action", flat=True).first() == Action.REOPENED


def _language_of(user):
    profile = getattr(user, "profile", None)
    if profile and profile.language in settings.PRESS_LANGUAGES:
        return profile.language
    return settings.LANGUAGE_CODE


def _moment(moment, language):
    return f"{format_moment(moment, language)} ({settings.TIME_ZONE})"


def _address(name, *args):
    return settings.PRESS_SITE_URL + reverse(name, args=args)


def _one_line(text):
    """A subject that no title can break into headers of its own."""
    text = " ".join(text.split())
    return text if len(text) <= MAX_SUBJECT else f"{text[: MAX_SUBJECT - 1].rstrip()}…"


def kinds_for(user):
    """The kinds of notices that can concern a user with these rights."""
    kinds = []
    if user.is_active and reviewers().filter(pk=user.pk).exists():
        kinds.append(Notice.Kind.SUBMITTED)
    if user.has_perm("news.change_event") or user.has_perm("news.change_eventphoto"):
        kinds += [
            Notice.Kind.SENT_BACK,
            Notice.Kind.APPROVED,
            Notice.Kind.PUBLISHED,
            Notice.Kind.RESCHEDULED,
            Notice.Kind.UNSCHEDULED,
            Notice.Kind.WITHDRAWN,
            Notice.Kind.RESTORED,
        ]
    if user.has_perm("news.add_previewlink"):
        kinds.append(Notice.Kind.COMMENTED)
    return kinds


class NoticesForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        required=False,
        widget=UnfoldAdminEmailInputWidget({"autocomplete": "email"}),
        help_text=gettext_lazy("Without an address you get no notices."),
    )
    wanted = forms.MultipleChoiceField(
        label=gettext_lazy("Write to me when"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, kinds, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["wanted"].choices = [(kind.value, kind.label) for kind in kinds]


@admin.site.admin_view
@require_http_methods(["GET", "HEAD", "POST"])
def my_notices(request):
    """Which notices the one who is signed in gets, and where."""
    user = request.user
    kinds = kinds_for(user)
    profile = StaffProfile.objects.filter(user=user).first() or StaffProfile(
        user=user, language=get_language()
    )
    wanted = [kind.value for kind in kinds if kind not in profile.muted_notices]
    data = request.POST if request.method == "POST" else None
    form = NoticesForm(kinds, data, initial={"email": user.email, "wanted": wanted})
    if form.is_valid():
        _keep(profile, kinds, form.cleaned_data)
        messages.success(request, _("Your choice is saved."))
        return HttpResponseRedirect(reverse("my_notices"))
    context = {**admin.site.each_context(request), "title": _("My notices"), "form": form}
    return TemplateResponse(request, "admin/notices.html", context)


@transaction.atomic
def _keep(profile, kinds, choice):
    """Write down what was switched off; kinds that were not on the page stay as they were."""
    others = [kind for kind in profile.muted_notices if kind not in kinds]
    off = [kind.value for kind in kinds if kind not in choice["wanted"]]
    StaffProfile.objects.update_or_create(
        user=profile.user,
        defaults={"muted_notices": others + off},
        create_defaults={"muted_notices": off, "language": profile.language},
    )
    profile.user.email = choice["email"]
    profile.user.save(update_fields=["email"])
