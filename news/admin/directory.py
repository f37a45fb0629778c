"""The administration of people, organizations, photos and topics with their history.

Their apps know nothing of the history, which stands here; so they are registered anew.
"""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action
from unfold.widgets import UnfoldAdminDecimalFieldWidget

from media.admin import PhotoAdmin, large_picture
from media.entry_forms import NamedEntryForm
from media.language_tabs import writes_everything
from media.models import Photo
from news.admin.events import OrderedInline, TopicAdmin
from news.admin.exchange import WithExchange
from news.desk.choosing import library_page
from news.desk.describing import describe, describe_page, warn_of_repetition
from news.desk.duplicates import duplicates_page, merge_chosen, merge_page, warn_of_likeness
from news.desk.frozen import (
    EVENTS_NAMED,
    FROZEN,
    edit_events_showing,
    events_showing,
    link_to,
    tell_reopened,
)
from news.desk.history import history_page
from news.desk.meanwhile import FormThatSaw, Meanwhile, put_rows_together
from news.desk.searching import entries_named
from news.desk.snapshots import differences, snapshot_of_entry, values_of_gone, values_of_new
from news.forms import OrderedForm
from news.merges import may_merge
from news.models import HistoryEntry, Merge, Topic
from news.recognition.indexing import refresh_names
from organizations.admin import OrganizationAdmin
from organizations.models import Organization
from people.admin import ParticipantAdmin, ParticipantForm
from people.models import Participant, PhotoPerson

Action = HistoryEntry.Action


def _showing_elsewhere(photo):
    """People whose portrait a photo is, and organizations whose logo."""
    yield from Participant.objects.filter(portrait=photo)
    yield from Organization.objects.filter(logo=photo)


class PersonForm(FormThatSaw, ParticipantForm):
    pass


class NamedForm(FormThatSaw, NamedEntryForm):
    pass


class WithNames:
    """People or organizations, found by any form of their names; `names_are_of` is 0 or 1."""

    def get_search_results(self, request, queryset, search_term):
        found, _may_repeat = super().get_search_results(request, queryset, search_term)
        by_name = queryset.filter(entries_named(search_term, self.names_are_of))
        return queryset.filter(Q(pk__in=found.values("pk")) | Q(pk__in=by_name.values("pk"))), False


class WithHistory:
    """Writes down with its values what is done to an entry; `history_rows` are its rows' names."""

    history_rows = ()

    # What others saved since the form was opened is put together with what was posted.

    def get_object(self, request, object_id, from_field=None):
        """What is about to be saved is locked before it is read."""
        entry = super().get_object(request, object_id, from_field)
        if entry and request.method == "POST" and connection.in_atomic_block:
            # Events that are saved meanwhile may link to it: they take a lock on its key.
            locked = self.model.objects.select_for_update(no_key=True)
            list(locked.filter(pk=entry.pk).values("pk"))
            entry = super().get_object(request, object_id, from_field)
        return entry

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            entry = self.get_object(request, unquote(object_id))
            if entry and self.has_change_permission(request, entry):
                data = request.POST.copy()
                meanwhile = Meanwhile(entry, self.history_rows, data.get("seen", ""))
                for formset, _inline in self.get_formsets_with_inlines(request, entry):
                    put_rows_together(meanwhile, formset, entry, data)
                request.POST, request.meanwhile = data, meanwhile
            return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Names of people and organizations are not frozen: the form says where they show."""
        if obj and self.model not in FROZEN and self.has_change_permission(request, obj):
            context["pages_naming"] = obj.editions.visible().count()
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.meanwhile = getattr(request, "meanwhile", None)
        return form

    def save_model(self, request, obj, form, change):
        if change:
            before = self.model.objects.get(pk=obj.pk)
            form.before = snapshot_of_entry(before, self.history_rows)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if self.model not in FROZEN:  # people and organizations
            transaction.on_commit(refresh_names)  # when nobody waits for what is locked here
        if not change:
            return
        if form.taken:
            messages.info(request, form.message_of_taken())
        entry = self.model.objects.get(pk=form.instance.pk)
        if changes := differences(form.before, snapshot_of_entry(entry, self.history_rows)):
            self._record(Action.CHANGED, request, entry, changes)
            reopened = edit_events_showing(changes_of={entry: changes}, user=request.user)
            tell_reopened(request, reopened)

    def get_deleted_objects(self, objs, request):
        """What stands in a text or in the topics of an event is in use, as rows that link to it.

        So are portraits and logos.
        """
        *rest, protected = super().get_deleted_objects(objs, request)
        for entry in objs:
            if type(entry) not in FROZEN:
                continue
            users = events_showing(entry)
            if isinstance(entry, Photo):
                # The rows of events are named already.
                users = [*users.exclude(photos=entry), *_showing_elsewhere(entry)]
            protected += [
                format_html("{}: {}", capfirst(user._meta.verbose_name), link_to(user))
                for user in users
            ]
        return *rest, protected

    def log_addition(self, request, obj, message):
        entry = self.model.objects.get(pk=obj.pk)
        self._record(Action.CREATED, request, entry, values_of_new(entry, self.history_rows))

    def log_change(self, request, obj, message):
        """See `save_related`, which knows what was there before."""

    def log_deletions(self, request, queryset):
        for entry in queryset:
            changes = values_of_gone(entry, self.history_rows)
            self._record(Action.DELETED, request, entry, changes)

    def _record(self, action, request, entry, changes):
        HistoryEntry.objects.record(action, entry, request.user, changes=changes)

    def history_view(self, request, object_id, extra_context=None):
        entry = self.get_object(request, unquote(object_id))
        if entry is None:
            raise Http404
        if not self.has_view_permission(request, entry):
            raise PermissionDenied
        return history_page(self, request, entry)


class CanBeMerged:
    """Entries of which one may stand in the directory twice."""

    actions = [merge_chosen]
    actions_list = ["duplicates"]

    def get_urls(self):
        app, name = self.opts.app_label, self.opts.model_name
        merge = self.admin_site.admin_view(partial(merge_page, self))
        return [path("merge/", merge, name=f"{app}_{name}_merge"), *super().get_urls()]

    def has_merge_permission(self, request):
        return may_merge(request.user, self.model)

    @action(
        description=_("Possible duplicates"),
        url_path="duplicates",
        icon="join_inner",
        permissions=["merge"],
    )
    def duplicates(self, request):
        return duplicates_page(self, request)

    def response_add(self, request, obj, post_url_continue=None):
        warn_of_likeness(request, self.model.objects.get(pk=obj.pk))
        return super().response_add(request, obj, post_url_continue)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Who looks for an entry that was merged finds the other one, and is told."""
        is_number = object_id.isascii() and object_id.isdecimal() and len(object_id) < 16
        entry = Merge.objects.now(self.model, dropped_id=int(object_id)) if is_number else None
        if entry is None:
            return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
        messages.warning(request, _("What you opened was merged into this one."))
        return HttpResponseRedirect(
            reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[entry.pk])
        )


admin.site.unregister([Participant, Organization, Photo, Topic])


@admin.register(Participant)
class PersonWithHistory(WithExchange, WithNames, CanBeMerged, WithHistory, ParticipantAdmin):
    form = PersonForm
    names_are_of = 0
    exchange_kind = "people"
    history_rows = ("positions", "other_names")


@admin.register(Organization)
class OrganizationWithHistory(WithExchange, WithNames, CanBeMerged, WithHistory, OrganizationAdmin):
    form = NamedForm
    names_are_of = 1
    exchange_kind = "organizations"
    history_rows = ("other_names",)


class PercentField(forms.FloatField):
    """A fraction from 0 to 1, written in percent with two decimals."""

    def __init__(self, label):
        attrs = {"min": 0, "max": 100, "step": "any", "autocomplete": "off", "aria-label": label}
        super().__init__(
            label=label,
            required=False,
            min_value=0,
            max_value=1,
            widget=UnfoldAdminDecimalFieldWidget(attrs),
        )
        for validator in self.validators:
            validator.message = _("Give a number from 0 to 100.")

    def prepare_value(self, value):
        if not isinstance(value, int | float):
            return value  # as it was typed
        return f"{value * 100:.2f}".rstrip("0").rstrip(".")

    def to_python(self, value):
        percent = super().to_python(value)
        return None if percent is None else round(percent / 100, 4)

    def has_changed(self, initial, data):
        """What is finer than two decimals stays as it is until somebody writes another place."""
        return super().has_changed(self.to_python(self.prepare_value(initial)), data)


class PhotoPersonForm(OrderedForm):
    """A person in the picture; the place is all four numbers or none."""

    x = PercentField(_("From the left, %"))
    y = PercentField(_("From the top, %"))
    width = PercentField(_("Width, %"))
    height = PercentField(_("Height, %"))

    def clean(self):
        super().clean()
        place = [self.cleaned_data.get(name) for name in ("x", "y", "width", "height")]
        if self.errors or place == [None] * 4:
            return self.cleaned_data
        if None in place:
            # Beside the number that lacks: then no constraint is asked about the place.
            lacks = ("x", "y", "width", "height")[place.index(None)]
            self.add_error(lacks, _("Give all four numbers of the place, or none."))
            return self.cleaned_data
        for start, extent in (("x", "width"), ("y", "height")):
            last = 1 - self.cleaned_data[extent]
            # 93 % and 7 % are a little more than 100 % in binary fractions.
            if last < self.cleaned_data[start] < last + 0.00005:
                self.cleaned_data[start] = last
        return self.cleaned_data


class PhotoPersonInline(OrderedInline):
    """People in the picture: a part of the photo, for those who may write all of it."""

    model = PhotoPerson
    form = PhotoPersonForm
    fields = ["participant", "x", "y", "width", "height", "position"]
    autocomplete_fields = ["participant"]
    classes = ["people-in-picture"]
    template_before = "admin/media/photo/people.html"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("participant")

    def writes_everything(self, request):
        return writes_everything(request.user, Photo._meta)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("media.view_photo")

    def has_add_permission(self, request, obj=None):
        return self.writes_everything(request)

    def has_change_permission(self, request, obj=None):
        return self.writes_everything(request)

    def has_delete_permission(self, request, obj=None):
        return self.writes_everything(request)


class WithPerson(admin.SimpleListFilter):
    """Photos of the person from whose form one comes, or of nobody yet."""

    title = _("people in the picture")
    parameter_name = "person"
    NOBODY = "none"

    def lookups(self, request, model_admin):
        chosen = self.value() or ""
        person = chosen.isdecimal() and Participant.objects.filter(pk=chosen[:9]).first()
        return [*([(chosen, str(person))] if person else []), (self.NOBODY, _("nobody is named"))]

    def queryset(self, request, queryset):
        chosen = self.value() or ""
        if chosen == self.NOBODY:
            return queryset.filter(photo_people=None)
        if chosen.isdecimal():
            return queryset.filter(photo_people__participant=chosen[:9])
        return queryset


@admin.register(Photo)
class PhotoWithHistory(WithHistory, PhotoAdmin):
    form = FormThatSaw
    history_rows = ("photo_people",)
    actions = [describe]
    inlines = [PhotoPersonInline]
    readonly_fields = [*PhotoAdmin.readonly_fields, "used_in"]
    general = [*PhotoAdmin.general, "used_in"]
    of_those_there = (*PhotoAdmin.of_those_there, "used_in")
    list_filter = [*PhotoAdmin.list_filter, WithPerson]

    class Media:
        js = ["news/photo_form.js"]

    @admin.display(description=_("used in"))
    def used_in(self, photo):
        users = [*events_showing(photo)[: EVENTS_NAMED + 1], *_showing_elsewhere(photo)]
        links = format_html_join(", ", "{}", ([link_to(user)] for user in users[:EVENTS_NAMED]))
        return format_html("{}{}", links, ", …") if len(users) > EVENTS_NAMED else links or "–"

    def get_inlines(self, request, obj):
        return self.inlines if obj else []

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("describe/", view(partial(describe_page, self)), name="media_photo_describe"),
            path(
                "library/",
                view(partial(library_page, model_admin=self)),
                name="media_photo_library",
            ),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context["picture"] = large_picture(obj).url
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        warn_of_repetition(request, [form.instance])


@admin.register(Topic)
class TopicWithHistory(WithHistory, TopicAdmin):
    form = NamedForm
