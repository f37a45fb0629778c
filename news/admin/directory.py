"""The administration of people, organizations, photos and topics with their history.

Their apps know nothing of the history, which stands here; so they are registered anew.
"""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404
from django.urls import path
from django.utils.html import format_html
from django.utils.text import capfirst

from media.admin import PhotoAdmin
from media.entry_forms import NamedEntryForm
from media.models import Photo
from news.admin.events import TopicAdmin
from news.desk.describing import describe, describe_page, warn_of_repetition
from news.desk.frozen import (
    FROZEN,
    edit_events_showing,
    events_showing,
    link_to,
    tell_reopened,
)
from news.desk.history import history_page
from news.desk.meanwhile import FormThatSaw, Meanwhile, put_rows_together
from news.desk.snapshots import differences, snapshot_of_entry, values_of_gone, values_of_new
from news.models import Event, HistoryEntry, Topic
from organizations.admin import OrganizationAdmin
from organizations.models import Organization
from people.admin import ParticipantAdmin, ParticipantForm
from people.models import Participant

Action = HistoryEntry.Action


class PersonForm(FormThatSaw, ParticipantForm):
    pass


class NamedForm(FormThatSaw, NamedEntryForm):
    pass


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
        """What stands in a text or in the topics of an event is in use, as rows that link to it."""
        *rest, protected = super().get_deleted_objects(objs, request)
        kind = capfirst(Event._meta.verbose_name)
        for entry in objs:
            if type(entry) not in FROZEN:
                continue
            events = events_showing(entry)
            if isinstance(entry, Photo):
                events = events.exclude(photos=entry)  # its rows are named already
            protected += [format_html("{}: {}", kind, link_to(event)) for event in events]
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


admin.site.unregister([Participant, Organization, Photo, Topic])


@admin.register(Participant)
class PersonWithHistory(WithHistory, ParticipantAdmin):
    form = PersonForm
    history_rows = ("positions", "other_names")


@admin.register(Organization)
class OrganizationWithHistory(WithHistory, OrganizationAdmin):
    form = NamedForm
    history_rows = ("other_names",)


@admin.register(Photo)
class PhotoWithHistory(WithHistory, PhotoAdmin):
    form = FormThatSaw
    history_rows = ("photo_people",)
    actions = [describe]

    def get_urls(self):
        def view(request):
            return describe_page(self, request)

        page = path("describe/", self.admin_site.admin_view(view), name="media_photo_describe")
        return [page, *super().get_urls()]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        warn_of_repetition(request, [form.instance])


@admin.register(Topic)
class TopicWithHistory(WithHistory, TopicAdmin):
    form = NamedForm
