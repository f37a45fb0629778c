"""Forms of the steps from a draft to the public page and back."""

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from media.language_tabs import language_name
from news.models import Edition, Event, Topic


def _sentence(label, *, rows=2, help_text="", **attrs):
    """A field of a few sentences, never required by itself: the rules say when it is."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=1000,
        help_text=help_text,
        widget=UnfoldAdminTextareaWidget({"rows": rows, **attrs}),
    )


def _moment():
    return forms.DateTimeField(
        label=_("Date and time"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


def _parity_reason():
    return _sentence(_("Reason for leaving a language out"))


def _languages():
    return forms.MultipleChoiceField(
        error_messages={"required": _("Choose a language at least.")},
        choices=[(language, language_name(language)) for language in settings.PRESS_LANGUAGES],
    )


def _check_moment(form):
    """The moment is there and lies ahead."""
    if "at" in form.errors:
        return
    at = form.cleaned_data.get("at")
    if at is None:
        form.add_error("at", _("Give the date and the time."))
    elif at <= timezone.now():
        form.add_error("at", _("This time has passed. Choose a later one."))


class SeenVersion(forms.IntegerField):
    """The version that a page showed; one that is missing or odd is none that was seen."""

    widget = forms.HiddenInput

    def clean(self, value):
        try:
            return super().clean(value)
        except forms.ValidationError:
            return 0


class StepForm(forms.Form):
    """A step of the review: what is said with it, and the version that was read."""

    version = SeenVersion()
    comment = _sentence(_("Comment"), rows=3)


class SendBackForm(StepForm):
    """Sending several back, which takes a comment before any is looked at."""

    def clean_comment(self):
        comment = self.cleaned_data["comment"].strip()
        if not comment:
            raise forms.ValidationError(_("Say in a comment what is to be mended."))
        return comment


class ForceForm(StepForm):
    """Approving one's own words, which takes a decision of its own."""

    force = forms.BooleanField(
        label=_("Approve without a second pair of eyes"),
        required=False,
        help_text=_("The event is marked then until somebody else has looked at it."),
    )


class PublishForm(forms.Form):
    """Which languages become public, when, and what readers are told of a correction.

    `public` are the languages that have a public page: publishing them again is a correction.
    """

    NOW, LATER = "now", "later"

    version = SeenVersion()
    when = forms.ChoiceField(
        choices=[(NOW, _("Now")), (LATER, _("Later"))], initial=NOW, widget=forms.RadioSelect
    )
    at = _moment()
    is_silent = forms.BooleanField(
        label=_("Small correction, without a note"),
        required=False,
        help_text=_("A misprint or a comma: the page does not speak of it, the history does."),
    )
    parity_reason = _parity_reason()

    def __init__(self, *args, public=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["languages"] = _languages()
        self.public = list(public)
        for language in self.public:
            self.fields[f"note_{language}"] = _sentence(
                _("Note on what changed"),
                lang=language,
                help_text=_("For readers, in this language: what was wrong and is right now."),
            )

    def clean(self):
        super().clean()
        if self.cleaned_data.get("when") == self.LATER:
            _check_moment(self)
        return self.cleaned_data

    def moment(self):
        """When the editions become visible; None for at once."""
        return self.cleaned_data["at"] if self.cleaned_data["when"] == self.LATER else None

    def change_notes(self):
        """The notes of the chosen languages."""
        chosen = self.cleaned_data["languages"]
        return {code: self.cleaned_data[f"note_{code}"] for code in self.public if code in chosen}


class ScheduleForm(forms.Form):
    """Another moment for what waits, or none."""

    LATER, NOW, CANCEL = "later", "now", "cancel"

    version = SeenVersion()
    what = forms.ChoiceField(
        choices=[
            (LATER, _("At another time")),
            (NOW, _("Publish now")),
            (CANCEL, _("Cancel the schedule")),
        ],
        initial=LATER,
        widget=forms.RadioSelect,
    )
    at = _moment()
    parity_reason = _parity_reason()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["languages"] = _languages()

    def clean(self):
        super().clean()
        if self.cleaned_data.get("what") == self.LATER:
            _check_moment(self)
        return self.cleaned_data


class WithdrawForm(forms.Form):
    """A checkbox and a public reason for each language that is public or scheduled."""

    version = SeenVersion()
    redirect_to = forms.CharField(
        label=_("Lead readers to another event instead"),
        required=False,
        max_length=300,
        help_text=_("Paste the address of its public page. The reasons are not shown then."),
        widget=UnfoldAdminTextInputWidget({"list": "public-events", "autocomplete": "off"}),
    )

    is_accepted = forms.BooleanField(label=_("Lead readers there all the same"), required=False)

    def __init__(self, *args, languages, **kwargs):
        super().__init__(*args, **kwargs)
        self.languages = list(languages)
        self.not_there = []  # languages in which the event to lead to has no page
        for language in self.languages:
            self.fields[f"withdraw_{language}"] = forms.BooleanField(
                label=language_name(language), required=False
            )
            self.fields[f"reason_{language}"] = _sentence(_("Reason for the public"), lang=language)

    def clean_redirect_to(self):
        slug = self.cleaned_data["redirect_to"].split("?")[0].split("#")[0].strip("/ ")
        slug = slug.rpartition("/")[2]
        if not slug:
            return None
        edition = Edition.objects.visible().filter(slug=slug).select_related("event").first()
        event = edition.event if edition else Event.objects.filter(slug=slug).first()
        if event is None:
            raise forms.ValidationError(_("There is no event at this address."))
        return event

    def clean(self):
        super().clean()
        chosen = [code for code in self.languages if self.cleaned_data.get(f"withdraw_{code}")]
        if not chosen:
            self.add_error(None, _("Choose a language at least."))
        self.reasons = {code: self.cleaned_data.get(f"reason_{code}", "") for code in chosen}
        if target := self.cleaned_data.get("redirect_to"):
            self._check_target(target, chosen)
        if target or "redirect_to" in self.errors:
            return self.cleaned_data
        for language, reason in self.reasons.items():
            field = f"reason_{language}"
            if not reason and field not in self.errors:
                self.add_error(field, _("Give the reason in this language: readers will see it."))
        return self.cleaned_data

    def _check_target(self, target, chosen):
        """Leading readers to a page that is not there in their language takes a second look."""
        visible = Edition.objects.visible().filter(event=target)
        public = set(visible.values_list("language", flat=True))
        self.not_there = [code for code in chosen if code not in public]
        # A target that is not public at all is refused by the rules.
        if public and self.not_there and not self.cleaned_data["is_accepted"]:
            text = _("It is not public in this language: readers will find no page there.")
            for code in self.not_there:
                self.add_error("redirect_to", f"{language_name(code)}: {text}")


class RestoreForm(forms.Form):
    version = SeenVersion()
    comment = _sentence(_("Comment"), help_text=_("For the history; readers do not see it."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["languages"] = _languages()


class TopicForm(forms.Form):
    topic = forms.ModelChoiceField(
        Topic.objects.all(), label=_("Topic"), widget=UnfoldAdminSelectWidget
    )
