"""The forms of the review: what was found in a release, to be corrected and confirmed."""

import datetime as dt
from typing import NamedTuple

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media.choices import SearchSelect
from news.importing.writing import Choices, OrganizationChoice, PersonChoice
from news.models import Event, EventOrganization, Participation
from organizations.models import Organization
from people.models import Participant


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self):
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self):
        super().__init__(format="%H:%M")


def _date(label):
    return forms.DateField(
        label=label, required=False, widget=DateInput(), input_formats=["%Y-%m-%d", "%d.%m.%Y"]
    )


def _time(label):
    return forms.TimeField(
        label=label, required=False, widget=TimeInput(), input_formats=["%H:%M", "%H:%M:%S"]
    )


def _entry(model, field, label):
    """A field that searches the directory."""
    return forms.ModelChoiceField(
        model.objects.all(),
        label=label,
        required=False,
        widget=SearchSelect(field, admin.site),
    )


def _entry_name(bound):
    """The name of the entry that is chosen in a field; empty when none is."""
    pk = bound.value()
    if not pk or not str(pk).isdigit():
        return ""
    return str(bound.field.queryset.filter(pk=pk).first() or "")


class EventForm(forms.Form):
    title = forms.CharField(
        label=_("title"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    lead = forms.CharField(
        label=_("lead"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One or two sentences for lists."),
    )
    kind = forms.ChoiceField(label=_("kind"), choices=Event.Kind.choices)
    starts_on = _date(_("date"))
    starts_time = _time(_("time"))
    ends_on = _date(_("last day"))
    ends_time = _time(_("until"))
    place = forms.CharField(
        label=_("place"),
        max_length=300,
        required=False,
        help_text=_("A city or a hall; leave it empty when the venue says enough."),
    )
    venue = _entry(Organization, Event._meta.get_field("venue"), _("venue in the directory"))
    venue_name = forms.CharField(
        label=_("or a new venue"),
        max_length=300,
        required=False,
        help_text=_("It is added to the organizations. Leave both empty for no venue."),
    )
    pictures = forms.MultipleChoiceField(required=False)

    def __init__(self, *args, pictures=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pictures"].choices = [(key, key) for key in pictures]

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean(self):
        data = super().clean()
        for name, label in (("starts", "starts_time"), ("ends", "ends_time")):
            if data.get(label) and not data.get(f"{name}_on"):
                self.add_error(label, _("Give the date as well."))
        data["starts_at"] = _moment(data.get("starts_on"), data.get("starts_time"))
        data["ends_at"] = _moment(data.get("ends_on"), data.get("ends_time"))
        if data["starts_at"] and data["ends_at"] and data["ends_at"] < data["starts_at"]:
            self.add_error("ends_on", _("The event ends before it starts."))
        if data["ends_at"] and not data["starts_at"]:
            self.add_error("starts_on", _("Give the date as well."))
        return data


def _moment(date, time):
    """Local time; midnight where no hour is known."""
    return timezone.make_aware(dt.datetime.combine(date, time or dt.time())) if date else None


NEW = "new"


class ChoosingForm(forms.Form):
    """A row that may fit several entries: `candidates` are choices, `words` the text's, by key."""

    entry = ""  # the field of the chosen entry

    def __init__(self, *args, candidates, words, **kwargs):
        super().__init__(*args, **kwargs)
        self.words = words.get(self["key"].value(), "–")
        if could_be := candidates.get(self["key"].value()):
            self.fields["who"] = forms.ChoiceField(
                label=_("Who is meant?"),
                choices=[*could_be, ("", _("leave it open"))],
                required=False,
                widget=forms.RadioSelect,
            )

    def clean(self):
        data = super().clean()
        if data.get("who") == NEW:
            data["take"] = True
        elif data.get("who") and not data.get(self.entry):
            data["take"] = True
            data[self.entry] = self.fields[self.entry].queryset.get(pk=data["who"])
        return data


class OrganizationForm(ChoosingForm):
    entry = "organization"
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    quote = forms.CharField(widget=forms.HiddenInput, required=False)
    take = forms.BooleanField(label=_("Take over"), required=False)
    organization = _entry(
        Organization, EventOrganization._meta.get_field("organization"), _("in the directory")
    )
    name = forms.CharField(label=_("or a new one"), max_length=300, required=False)
    part = forms.ChoiceField(
        label=_("part"),
        required=False,
        choices=[("", _("only named")), *EventOrganization.Part.choices],
        help_text=_(
            "One that is only named and nobody’s organization is added to the directory only."
        ),
    )

    def clean(self):
        data = super().clean()
        if data.get("take") and not data.get("organization") and not data.get("name"):
            self.add_error("name", _("Choose one of the directory or give the name."))
        return data

    @property
    def shown_name(self):
        """The name of the row in other rows: as chosen or typed."""
        return _entry_name(self["organization"]) or self["name"].value() or self.words


class PersonForm(ChoosingForm):
    entry = "participant"
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    quote = forms.CharField(widget=forms.HiddenInput, required=False)
    take = forms.BooleanField(label=_("Take over"), required=False)
    participant = _entry(
        Participant, Participation._meta.get_field("participant"), _("in the directory")
    )
    family_name = forms.CharField(label=_("family name"), max_length=100, required=False)
    given_name = forms.CharField(label=_("given name"), max_length=100, required=False)
    patronymic_name = forms.CharField(label=_("patronymic"), max_length=100, required=False)
    gender = forms.ChoiceField(
        label=_("gender"), required=False, choices=[("", "–"), *Participant.Gender.choices]
    )
    role = forms.CharField(
        label=_("role at the event"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    organization = forms.ChoiceField(label=_("organization"), required=False)
    holds_office = forms.BooleanField(
        label=_("Write the role into the directory as an office, too"), required=False
    )

    def __init__(self, *args, organizations=(), near, spellings, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_near = self["key"].value() in near
        if self.is_near:
            self.fields["who"] = forms.ChoiceField(
                label=_("Maybe the same as somebody in the directory?"),
                choices=[
                    *near[self["key"].value()],
                    (NEW, _("a new person")),
                    ("", _("leave it open")),
                ],
                required=False,
                widget=forms.RadioSelect,
            )
        self.fields["organization"].choices = [("", "–"), *organizations]
        self.spelling = spellings.get(self["key"].value())
        if self.spelling and self.spelling.is_new:
            self.fields["remember"] = forms.BooleanField(
                label=_("Remember “%(name)s” as another spelling") % {"name": self.spelling.text},
                required=False,
            )

    @property
    def shown_name(self):
        names = (self[name].value() for name in ("given_name", "patronymic_name", "family_name"))
        return _entry_name(self["participant"]) or " ".join(filter(None, names)) or self.words

    def clean_role(self):
        return " ".join(self.cleaned_data["role"].split())

    def clean(self):
        data = super().clean()
        if data.get("take") and not data.get("participant") and not data.get("family_name"):
            self.add_error("family_name", _("Choose one of the directory or give the name."))
        elif data.get("take") and not data.get("participant") and self._is_unsaid(data):
            self.add_error("who", _("Choose who it is, or say that it is a new person."))
        return data

    def _is_unsaid(self, data):
        return self.is_near and data.get("who") != NEW


class Spelling(NamedTuple):
    """How a text spells a name, how it should, and whether the directory lacks the spelling."""

    text: str
    approved: str
    is_new: bool


class Doubts(NamedTuple):
    """What the review asks about rows, by their keys."""

    candidates: dict  # choices of entries that are meant, maybe
    near: dict  # the same, of people who seem new
    words: dict  # of the text, for these rows
    spellings: dict  # of people


NO_DOUBTS = Doubts({}, {}, {}, {})
OrganizationFormSet = forms.formset_factory(OrganizationForm, extra=0, max_num=300)
PersonFormSet = forms.formset_factory(PersonForm, extra=0, max_num=300)


class Review:
    """The event's form, the people's and the organizations' as one."""

    def __init__(
        self, data=None, *, pictures=(), facts=None, choices=None, user=None, doubts=NO_DOUBTS
    ):
        self.user = user
        initial = _initial(facts, choices, pictures) if facts else {}
        self.event = EventForm(data, initial=initial.get("event"), pictures=pictures)
        self.organizations = OrganizationFormSet(
            data,
            prefix="organizations",
            initial=initial.get("organizations"),
            form_kwargs={"candidates": doubts.candidates, "words": doubts.words},
        )
        names = [(form["key"].value(), form.shown_name) for form in self.organizations]
        self.people = PersonFormSet(
            data,
            prefix="people",
            initial=initial.get("people"),
            form_kwargs={
                "organizations": names,
                "candidates": doubts.candidates,
                "near": doubts.near,
                "words": doubts.words,
                "spellings": doubts.spellings,
            },
        )

    @property
    def media(self):
        return self.event.media + self.people.media + self.organizations.media

    @property
    def has_errors(self):
        return any(
            [self.event.errors, *self.people.errors, *self.organizations.errors]
            + [self.people.non_form_errors(), self.organizations.non_form_errors()]
        )

    def is_valid(self):
        valid = [form.is_valid() for form in (self.event, self.organizations, self.people)]
        if all(valid):
            self._check_rows()
            self._check_permissions()
        return not self.has_errors

    def _check_rows(self):
        taken = {form.cleaned_data["key"] for form in self._taken(self.organizations)}
        seen = set()
        for form in self._taken(self.people):
            data = form.cleaned_data
            if data["organization"] and data["organization"] not in taken:
                form.add_error(
                    "organization", _("This organization is not ticked. Tick it or choose another.")
                )
            if data["participant"] in seen:
                form.add_error("participant", _("This person is in the list already."))
            seen |= {data["participant"]} - {None}

    def _check_permissions(self):
        """New entries are for those who may add them by hand."""
        if not self.user.has_perm("people.add_participant"):
            for form in self._taken(self.people):
                if not form.cleaned_data["participant"]:
                    form.add_error("family_name", _("You may not add people to the directory."))
        if not self.user.has_perm("organizations.add_organization"):
            message = _("You may not add organizations to the directory.")
            for form in self._taken(self.organizations):
                if not form.cleaned_data["organization"]:
                    form.add_error("name", message)
            data = self.event.cleaned_data
            if data["venue_name"] and not data["venue"]:
                self.event.add_error("venue_name", message)

    @staticmethod
    def _taken(formset):
        return [form for form in formset if form.cleaned_data.get("take")]

    def choices(self):
        """What was confirmed, as `Choices`."""
        data = self.event.cleaned_data
        venue = None
        if data["venue"]:
            venue = OrganizationChoice("venue", organization_id=data["venue"].pk)
        elif data["venue_name"]:
            venue = OrganizationChoice("venue", name=data["venue_name"])
        wanted = set(data["pictures"])
        known = [key for key, _key in self.event.fields["pictures"].choices]
        return Choices(
            venue=venue,
            organizations=[
                OrganizationChoice(
                    row["key"],
                    row["name"],
                    row["organization"] and row["organization"].pk,
                    row["part"],
                )
                for row in (form.cleaned_data for form in self._taken(self.organizations))
            ],
            people=[self._person(form) for form in self._taken(self.people)],
            without_pictures=frozenset(key for key in known if key not in wanted),
            **{
                name: data[name]
                for name in ("title", "lead", "kind", "starts_at", "ends_at", "place")
            },
        )  # fmt: skip

    @staticmethod
    def _person(form):
        row = form.cleaned_data
        return PersonChoice(
            participant_id=row["participant"] and row["participant"].pk,
            new_spelling=form.spelling.text if row.get("remember") else "",
            **{
                name: row[name]
                for name in (
                    "family_name", "given_name", "patronymic_name", "gender", "role",
                    "organization", "holds_office",
                )
            },
        )  # fmt: skip


def _initial(facts, choices, pictures):
    starts, ends = facts.starts_at, facts.ends_at
    venue = facts.venue
    parts = {choice.key: choice.part for choice in choices.organizations}
    # A venue is asked for above: among the organizations it would be there twice.
    others = [fact for fact in facts.organizations if fact is not venue]
    named = {person.organization for person in facts.people}
    if venue and venue.key in named:
        others = facts.organizations
    return {
        "event": {
            "title": choices.title,
            "lead": choices.lead,
            "kind": choices.kind,
            "starts_on": starts and timezone.localtime(starts).date(),
            "starts_time": timezone.localtime(starts).time() if facts.has_hour else None,
            "ends_on": ends and timezone.localtime(ends).date(),
            "place": choices.place,
            "venue": venue and venue.organization_id,
            "venue_name": venue.name if venue and not venue.organization_id else "",
            "pictures": list(pictures),
        },
        "organizations": [
            {
                "key": fact.key,
                "quote": fact.quote,
                "take": fact.key in parts,
                "organization": fact.organization_id,
                "name": "" if fact.organization_id or fact.candidates else fact.name,
                "part": parts.get(fact.key, ""),
            }
            for fact in others
        ],
        "people": [
            {
                "key": fact.key,
                "quote": fact.quote,
                "take": fact.certain and fact.key not in facts.near,
                "participant": fact.participant_id,
                **(
                    {}
                    if fact.participant_id or fact.candidates
                    else {
                        "family_name": fact.family_name,
                        "given_name": fact.given_name,
                        "patronymic_name": fact.patronymic_name,
                        "gender": fact.gender,
                    }
                ),
                "role": fact.role,
                "organization": fact.organization,
            }
            for fact in facts.people
        ],
    }
