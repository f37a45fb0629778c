"""The page that finds people and organizations in the texts of an event and links them to it."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from media.choices import SearchSelect
from media.language_tabs import language_name
from media.unsaved import keeps_text, posted_by_opener
from news.desk.bringing_back import may_bring_back
from news.desk.forms import SeenVersion
from news.desk.gone import or_gone
from news.desk.review import approval_undone, changes_not_seen, desk_page
from news.desk.snapshots import differences, snapshot
from news.models import Event, EventOrganization, Participation, Refused
from news.names_in_event import names_in
from news.new_entries import add_spelling, new_organization, new_person
from news.recognition.mentions import ORGANIZATION, PERSON
from organizations.models import Organization
from people.models import Participant

# Those who write everything of an event.
may_find_names = may_bring_back
NEW = "new"
MODELS = {PERSON: Participant, ORGANIZATION: Organization}
LINKS = {
    PERSON: Participation._meta.get_field("participant"),
    ORGANIZATION: EventOrganization._meta.get_field("organization"),
}
MAY_NOT_ADD = {
    PERSON: gettext_lazy("You may not add people to the directory."),
    ORGANIZATION: gettext_lazy("You may not add organizations to the directory."),
}


class FindingForm(forms.Form):
    """What the page showed: the version, and the keys of the rows."""

    version = SeenVersion()


class Row(forms.Form):
    """One whom the texts name, or who is linked and is not named: what shall become of it.

    `link` is the Participation or the EventOrganization that there is; an organization `is_there`
    without one, too, as the venue or a participant's. `options` are the rows of organizations as
    choices for people. A new organization that is `wanted` is somebody's, `linked`
    are the ids of all that are linked.
    """

    def __init__(
        self, data, *, named, link=None, linked=(), is_there=False, options=(), wanted=(), user
    ):
        key = named.key if named else f"unnamed-{type(link).__name__.lower()}-{link.pk}"
        is_posted = data is not None and key in data.getlist("rows")
        super().__init__(data if is_posted else None, prefix=key)
        self.key, self.named, self.link, self.user = key, named, link, user
        self.linked, self.is_there = linked, is_there or link is not None
        if named is None:
            self.fields["remove"] = forms.BooleanField(
                label=_("Take it out of the event"), required=False
            )
            return
        self.kind = named.kind
        if not self.is_there:
            self._ask_who(is_wanted=key in wanted)
            if self.kind == PERSON:
                self._ask_for_roles(options)
            else:
                self._ask_for_part()
        elif self.kind == PERSON:
            self._offer_roles()
        for language, spelling in named.new_spellings.items():
            self.fields[f"spelling_{language}"] = forms.BooleanField(
                label=_("Remember “%(name)s” as another spelling") % {"name": spelling},
                required=False,
            )

    def _ask_who(self, *, is_wanted):
        named, kind = self.named, self.kind
        if named.entry or named.is_new and not named.near:
            is_sure = named.certain and (kind == PERSON or named.is_new and is_wanted)
            self.fields["take"] = forms.BooleanField(
                label=_("Link to the event"), required=False, initial=is_sure
            )
        if named.entry:
            return
        could_be = [
            (str(entry.pk), _who(entry, is_linked=entry.pk in self.linked))
            for entry in named.candidates or named.near
        ]
        # One of the directory may be meant, in another spelling: to choose is for a person.
        choices, initial = [*could_be, ("", _("leave it open"))], ""
        if not named.candidates:
            choices.insert(0, (NEW, _("a new entry")))
        if could_be:
            self.fields["who"] = forms.ChoiceField(
                choices=choices, initial=initial, required=False, widget=forms.RadioSelect
            )
        self.fields["other"] = forms.ModelChoiceField(
            MODELS[kind].objects.all(),
            label=_("Another one of the directory"),
            required=False,
            widget=SearchSelect(LINKS[kind], admin.site),
        )
        if named.is_new:
            for column, text in named.texts.items():
                field = MODELS[kind]._meta.get_field(column)
                self.fields[column] = forms.CharField(
                    label=_with_language(field),
                    max_length=field.max_length,
                    required=False,
                    initial=text,
                    widget=UnfoldAdminTextInputWidget({"lang": field.language}),
                )
            if kind == PERSON:
                self.fields["gender"] = forms.ChoiceField(
                    label=capfirst(_("gender")),
                    choices=[("", "–"), *Participant.Gender.choices],
                    required=False,
                    initial=named.gender,
                    widget=UnfoldAdminSelectWidget,
                )

    def _ask_for_roles(self, options):
        for language in self.named.languages:
            field = Participation._meta.get_field(f"role_{language}")
            self.fields[field.name] = forms.CharField(
                label=_with_language(field),
                max_length=field.max_length,
                required=False,
                initial=self.named.roles.get(language, ""),
                widget=UnfoldAdminTextareaWidget({"rows": 1, "lang": language}),
            )
        if self.named.is_new and self.named.roles:
            self.fields["holds_office"] = forms.BooleanField(
                label=_("Write the role into the directory as an office, too"), required=False
            )
        self.fields["organization"] = forms.ChoiceField(
            label=capfirst(_("organization")),
            choices=[("", "–"), *options],
            required=False,
            initial=self.named.organization,
            widget=UnfoldAdminSelectWidget,
        )

    def _ask_for_part(self):
        self.fields["part"] = forms.ChoiceField(
            label=capfirst(_("part")),
            choices=[("", _("only named")), *EventOrganization.Part.choices],
            required=False,
            widget=UnfoldAdminSelectWidget,
        )

    def _offer_roles(self):
        for language, role in self.named.roles.items():
            linked = getattr(self.link, f"role_{language}") or ""
            if linked != role:
                self.fields[f"take_role_{language}"] = forms.BooleanField(
                    label=_("Take the role of the text"), required=False, initial=not linked
                )

    # What the template shows

    @property
    def group(self):
        if self.named is None:
            return "unnamed"
        if self.is_there:
            return "differing" if self.differs else "linked"
        return "new" if self.named.is_new else "open" if self.named.candidates else "found"

    @property
    def name(self):
        if self.named is None:
            return str(_entry_of(self.link))
        return self.named.name

    def entry(self):
        return _entry_of(self.link) if self.link else self.named.entry

    def address(self):
        return _address(self.entry()) if self.entry() else ""

    def roles_compared(self):
        """Of a linked person: language, the role that is linked, that of the text, the field."""
        roles = self.named.roles if self.link and self.named else {}
        for language, role in roles.items():
            name = f"take_role_{language}"
            linked = getattr(self.link, f"role_{language}") or ""
            yield language, linked, role, self[name] if name in self.fields else None

    @property
    def differs(self):
        """Whether the text says something else of one who is there than event and directory."""
        return bool(self.fields) or bool(self.named.spellings)

    def spellings(self):
        return self.named.spellings.items() if self.named else ()

    def choices_of_who(self):
        return [(radio, _address_of(self.kind, radio.data["value"])) for radio in self["who"]]

    def fields_named(self, *prefixes):
        return [self[name] for name in self.fields if name.startswith(prefixes)]

    def fields_of_names(self):
        return self.fields_named("family", "given", "patronymic", "name_", "gender")

    def fields_of_role(self):
        return [*self.fields_named("role_", "part"), *self.fields_named("organization")]

    def fields_of_spelling(self):
        return self.fields_named("spelling_")

    # What was decided

    def clean(self):
        data = super().clean()
        for name, value in data.items():
            if isinstance(value, str):
                data[name] = " ".join(value.split())
        if self.named and self.is_taken() and self.entry_id() is None:
            self._check_new(data)
        if data.get("take") and self.named.entry and data.get("part") == "":
            self.add_error("part", _("Choose the part, or take the tick out."))
        return data

    def _check_new(self, data):
        if self.named.candidates:  # «none of them», and no other
            return
        model = MODELS[self.kind]
        main = "family_name" if self.kind == PERSON else "name"
        columns = [name for name in self.named.texts if name.startswith(main)]
        if not self.user.has_perm(f"{model._meta.app_label}.add_{model._meta.model_name}"):
            self.add_error(columns[0], MAY_NOT_ADD[self.kind])
        elif not any(data.get(name) for name in columns):
            self.add_error(columns[0], _("Choose one of the directory or give the name."))

    def is_taken(self):
        """Whether the row shall be linked to the event, and is not yet."""
        if self.named is None or self.is_there:
            return False
        if "take" in self.fields:
            return bool(self.cleaned_data.get("take"))
        return self.entry_id() is not None or self.cleaned_data.get("who") == NEW

    def entry_id(self):
        """The entry of the directory that was chosen; None for a new one, or for nobody."""
        if self.named.entry:
            return self.named.entry.pk
        if other := self.cleaned_data.get("other"):
            return other.pk
        who = self.cleaned_data.get("who", "")
        return int(who) if who not in ("", NEW) else None


def _with_language(field):
    label = capfirst(field.translated_field.verbose_name)
    return f"{label} · {language_name(field.language)}"


def _entry_of(link):
    return link.participant if isinstance(link, Participation) else link.organization


def _who(entry, *, is_linked):
    """A name with what tells it from others: the offices of a person, and if it is linked."""
    said = [str(entry)]
    if isinstance(entry, Participant):
        said += [office.title for office in entry.positions.all()[:2] if office.title]
    if is_linked:
        said.append(_("linked already"))
    return " · ".join(said)


def _address(entry):
    opts = entry._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[entry.pk])


def _address_of(kind, pk):
    opts = MODELS[kind]._meta
    if not str(pk).isdigit():
        return ""
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[pk])


class Rows:
    """All rows of the page, first those of organizations: people refer to them."""

    def __init__(self, event, user, data=None):
        people, organizations = names_in(event)
        participations = event.participations.select_related("participant")
        links = event.event_organizations.select_related("organization")
        at = {link.participant_id: link for link in participations}
        of = {link.organization_id: link for link in links}
        wanted = {
            named.organization
            for named in people
            if named.certain and not (named.entry and named.entry.pk in at)
        }
        there = {event.venue_id, *(link.organization_id for link in participations)} - of.keys()
        self.organizations = _rows(organizations, of, user, data, there=there, wanted=wanted)
        options = [(row.key, row.name) for row in self.organizations if row.group != "open"]
        self.people = _rows(people, at, user, data, options=options)
        self.all = [*self.people, *self.organizations]
        self.keys = {row.key for row in self.all}

    @property
    def media(self):
        fields = (row.fields["other"] for row in self.all if "other" in row.fields)
        return sum((field.widget.media for field in fields), forms.Media())

    def is_valid(self):
        """Whether every row that was posted is; whom two rows chose is said at the second."""
        if not any(row.errors for row in self.all):
            self._check_twice(self.people)
            self._check_twice(self.organizations)
            self._check_organizations()
        return not any(row.errors for row in self.all)

    @staticmethod
    def _check_twice(rows):
        there = {_entry_of(row.link).pk for row in rows if row.link}
        for row in rows:
            pk = row.entry_id() if row.is_taken() else None
            if pk in there:
                row.add_error("other" if "other" in row.fields else None, TWICE[row.kind])
            there |= {pk} - {None}

    def _check_organizations(self):
        taken = {row.key for row in self.organizations if row.is_taken() or row.entry()}
        for row in self.people:
            chosen = row.is_taken() and row.cleaned_data.get("organization")
            if chosen and chosen not in taken:
                row.add_error(
                    "organization", _("This organization is not ticked. Tick it or choose another.")
                )

    def groups(self):
        """`(name, what it is, rows of people, rows of organizations)` of those that have any."""
        for group, (heading, text) in GROUPS.items():
            people = [row for row in self.people if row.group == group]
            organizations = [row for row in self.organizations if row.group == group]
            if people or organizations:
                yield {
                    "name": group,
                    "heading": heading,
                    "text": text,
                    "count": len(people) + len(organizations),
                    "parts": [
                        (label, rows)
                        for label, rows in (
                            (_("People"), people),
                            (_("Organizations"), organizations),
                        )
                        if rows
                    ],
                }


TWICE = {
    PERSON: gettext_lazy("This person is in the list already."),
    ORGANIZATION: gettext_lazy("This organization is in the list already."),
}
GROUPS = {
    "found": (
        gettext_lazy("Found, not linked yet"),
        gettext_lazy("The directory has them, the event does not."),
    ),
    "open": (
        gettext_lazy("Several could be meant"),
        gettext_lazy("The text does not tell who it is: choose, or leave it."),
    ),
    "new": (
        gettext_lazy("Not in the directory"),
        gettext_lazy("Ticked ones become new entries. Correct what is wrong first."),
    ),
    "differing": (
        gettext_lazy("Linked and named otherwise"),
        gettext_lazy("Their roles or names in the text differ."),
    ),
    "linked": (gettext_lazy("Linked and named"), ""),
    "unnamed": (
        gettext_lazy("Linked, named in no text"),
        gettext_lazy("They stay, unless you take them out."),
    ),
}


def _rows(found, links, user, data, there=(), **more):
    rows = [
        Row(
            data,
            named=named,
            link=links.get(named.entry.pk) if named.entry else None,
            linked=links.keys(),
            is_there=bool(named.entry) and named.entry.pk in there,
            user=user,
            **more,
        )
        for named in found
    ]
    named = {pk for each in found for pk in _meant(each)}
    rows += [
        Row(data, named=None, link=link, user=user) for pk, link in links.items() if pk not in named
    ]
    return rows


def _meant(named):
    """Whom a text names or could."""
    return [entry.pk for entry in (named.entry, *named.candidates) if entry]


@or_gone
@keeps_text
def find_names_page(model_admin, request, object_id):
    """Shows whom the texts name beside whom the event is linked to, and writes what was decided."""
    if not may_find_names(request.user):
        raise PermissionDenied
    event = get_object_or_404(Event, pk=object_id)
    data = request.POST if request.method == "POST" else None
    form = FindingForm(data, initial={"version": event.version})
    rows = Rows(event, request.user, data)
    is_own = posted_by_opener(request, form) and form.is_valid()
    if is_own and {*data.getlist("rows")} != rows.keys:
        if event.version == form.cleaned_data["version"]:
            form.add_error(
                None, _("What the directory knows changed meanwhile. Look at the rows again.")
            )
    elif is_own and rows.is_valid():
        try:
            was_approved = event.is_approved
            changed = link_names(
                event=event,
                rows=rows,
                user=request.user,
                seen_version=form.cleaned_data["version"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
            event.refresh_from_db()
        else:
            messages.success(request, _("Saved.") if changed else _("Nothing was changed."))
            if changed and was_approved:
                messages.warning(request, approval_undone(event))
            return HttpResponseRedirect(reverse("admin:news_event_change", args=[event.pk]))
    context = {
        "title": _("Find people and organizations"),
        "form": form,
        "changes": changes_not_seen(event, form),
        "rows": rows,
        "groups": list(rows.groups()),
        "media": rows.media,
        "is_bad": form.is_bound and any(row.errors for row in rows.all),
    }
    return desk_page(model_admin, request, event, "find_names", context)


@transaction.atomic
def link_names(*, event, rows, user, seen_version=None):
    """Link an event as the valid `Rows` say, with new entries; whether that changed the event.

    Raises `Refused` with every reason against it.
    """
    locked = Event.objects.select_for_update().get(pk=event.pk)
    reasons = locked.reasons_of_version(seen_version)
    if not may_find_names(user):
        reasons.append(_("You may not do this."))
    if reasons:
        raise Refused(reasons)
    before = snapshot(locked)
    known = {}
    for row in rows.organizations:
        _write_organization(locked, row, known, user)
    for row in rows.people:
        _write_person(locked, row, known, user)
    for row in rows.all:
        for language, spelling in (row.named.new_spellings if row.named else {}).items():
            if row.cleaned_data.get(f"spelling_{language}") and (pk := row.entry_id()):
                entry = MODELS[row.kind].objects.get(pk=pk)
                add_spelling(entry=entry, language=language, name=spelling, user=user)
    changes = differences(before, snapshot(locked))
    if changes:
        locked.edited(user, changes)
    return bool(changes)


def _last(links):
    return max((link.position for link in links.all()), default=-1)


def _write_organization(event, row, known, user):
    """Link, unlink or leave; `known` gets the organization of the row, for people's."""
    if row.cleaned_data.get("remove"):
        row.link.delete()
    elif row.entry():
        known[row.key] = row.entry()
    if not row.is_taken():
        return
    if pk := row.entry_id():
        known[row.key] = Organization.objects.get(pk=pk)
    else:
        texts = {name: row.cleaned_data[name] for name in row.named.texts}
        known[row.key] = new_organization(texts=texts, user=user)
    part = row.cleaned_data["part"]
    if not part:  # it is there now for somebody who spoke for it
        return
    EventOrganization.objects.create(
        event=event,
        organization=known[row.key],
        part=part,
        position=_last(event.event_organizations) + 1,
    )


def _write_person(event, row, known, user):
    data = row.cleaned_data
    if data.get("remove"):
        row.link.delete()
    elif row.link and row.named:
        roles = {
            f"role_{language}": role
            for language, role in row.named.roles.items()
            if data.get(f"take_role_{language}")
        }
        if roles:
            Participation.objects.filter(pk=row.link.pk).update(**roles)
    if not row.is_taken():
        return
    roles = {f"role_{code}": data[f"role_{code}"] for code in row.named.languages}
    organization = known.get(data["organization"])
    pk = row.entry_id() or _new_person(row, roles, organization, user).pk
    Participation.objects.create(
        event=event,
        participant_id=pk,
        organization=organization,
        position=_last(event.participations) + 1,
        **roles,
    )


def _new_person(row, roles, organization, user):
    data = row.cleaned_data
    offices = {f"title_{name.removeprefix('role_')}": role for name, role in roles.items() if role}
    return new_person(
        texts={name: data[name] for name in row.named.texts},
        gender=data["gender"],
        offices=offices if data.get("holds_office") else None,
        organization=organization,
        user=user,
    )
