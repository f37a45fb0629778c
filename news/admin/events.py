"""The administration of events: the working copy, its topics, what was published."""

from itertools import chain

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Prefetch, Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.decorators import action
from unfold.enums import ActionVariant
from unfold.views import ChangeList

from media.admin import alt_text_marks, thumbnail
from media.entry_forms import NamedEntryForm
from media.language_tabs import (
    Inline,
    LanguageTabsAdmin,
    in_languages,
)
from news.body import BodyField
from news.dates import format_period
from news.desk import bulk, checking, comparison_pages, deleting, presence, preview
from news.desk.filters import OnTheDesk, State
from news.desk.finding import find_names_page, may_find_names
from news.desk.gone import gone_page
from news.desk.history import history_page
from news.desk.publishing import publish_page, restore_page, schedule_page, withdraw_page
from news.desk.review import approval_undone, possible_steps, step_page, where_it_stands
from news.desk.searching import find_events
from news.desk.snapshots import differences, snapshot, values_of_gone_event
from news.desk.states import (
    full_states,
    language_states,
    standing_editions,
    state_with_marks,
)
from news.desk.together import merge_posted
from news.forms import (
    BodyEditor,
    BodyFormField,
    EventForm,
    OrderedForm,
    OrderedFormSet,
    with_pictures,
)
from news.models import (
    Edition,
    Event,
    EventOrganization,
    EventPhoto,
    HistoryEntry,
    Participation,
    PreviewComment,
    Topic,
)
from news.publishing import current_editions, withdrawn_editions


class OrderedInline(Inline):
    """Rows in an order of their own: dragged, or moved with buttons."""

    form = OrderedForm
    formset = OrderedFormSet
    ordering_field = "position"
    hide_ordering_field = True

    def get_fields(self, request, obj=None):
        """Who cannot change the order gets no handles. A request has inlines of its own."""
        fields = super().get_fields(request, obj)
        if self.writes_everything(request):
            return fields
        self.ordering_field = None
        return [name for name in fields if name != "position"]


class ParticipationInline(OrderedInline):
    model = Participation
    fields = ["participant", *in_languages("role"), "organization", "position"]
    translated = ["role"]
    autocomplete_fields = ["participant", "organization"]
    classes = ["stacked-texts", "roles"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("participant", "organization")


class EventOrganizationInline(OrderedInline):
    model = EventOrganization
    fields = ["organization", "part", "position"]
    autocomplete_fields = ["organization"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organization")


class EventPhotoInline(OrderedInline):
    model = EventPhoto
    fields = ["picture", "photo", "alt_texts", "position"]
    readonly_fields = ["picture", "alt_texts"]
    autocomplete_fields = ["photo"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("photo")

    @admin.display(description=_("picture"))
    def picture(self, link):
        return thumbnail(link.photo) if link.photo_id else ""

    @admin.display(description=_("alternative text"))
    def alt_texts(self, link):
        return alt_text_marks(link.photo) if link.photo_id else ""


class PublicIn(admin.SimpleListFilter):
    title = _("public in")
    parameter_name = "public_in"

    def lookups(self, request, model_admin):
        return settings.LANGUAGES

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        visible = Edition.objects.visible().in_language(self.value())
        return queryset.filter(pk__in=visible.values("event"))


class EventList(ChangeList):
    """Events with their editions and whether they have text, but not the text itself."""

    def get_queryset(self, request, exclude_parameters=None):
        has_text = {
            f"has_text_{code}": Q(**{f"title_{code}__gt": ""}) | Q(**{f"body_{code}__gt": ""})
            for code in settings.PRESS_LANGUAGES
        }
        return (
            super()
            .get_queryset(request, exclude_parameters)
            .only(
                "slug",
                "kind",
                "starts_at",
                "ends_at",
                "status",
                "forced_by",
                "returned_at",
                *in_languages("title"),
            )
            .annotate(**has_text)
            .prefetch_related(Prefetch("editions", standing_editions()))
        )


@admin.register(Event)
class EventAdmin(LanguageTabsAdmin):
    form = EventForm
    list_display = ["name", "date", "kind", "languages", "state"]
    list_display_links = ["name"]
    list_filter = [OnTheDesk, State, PublicIn, "kind", "topics"]
    date_hierarchy = "starts_at"
    search_fields = [*in_languages("title", "lead"), "slug"]
    autocomplete_fields = ["venue", "topics"]
    readonly_fields = ["state"]
    general = [
        ("kind", "source_language"),
        ("starts_at", "ends_at"),
        ("venue", "topics"),
        ("slug", "state"),
        "links_names",
    ]
    translated = ["title", "lead", "body", "place"]
    always_counted = ["title", "lead", "body"]
    formfield_overrides = {BodyField: {"form_class": BodyFormField, "widget": BodyEditor}}
    inlines = [ParticipationInline, EventOrganizationInline, EventPhotoInline]
    actions = [*bulk.ACTIONS, deleting.delete_selected]
    actions_detail = [
        "submit",
        "approve",
        "publish",
        "send_back",
        "clear_mark",
        "schedule",
        "withdraw",
        "restore",
        "find_names",
    ]
    warn_unsaved_form = True
    change_form_outer_before_template = "admin/news/event/public_state.html"
    change_form_before_template = "admin/news/event/preview_row.html"
    change_form_outer_after_template = "admin/news/event/after_form.html"

    def get_urls(self):
        pages = (preview, presence, checking, comparison_pages, bulk)
        return [*chain.from_iterable(page.urls(self) for page in pages), *super().get_urls()]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name.startswith("lead_"):
            field.widget.attrs["rows"] = 3
        return field

    def get_changelist(self, request, **kwargs):
        return EventList

    def get_search_results(self, request, queryset, search_term):
        return find_events(queryset, search_term), False

    def show_text(self, name, value, language):
        if name != "body":
            return super().show_text(name, value, language)
        body = mark_safe(with_pictures(value))  # noqa: S308 - clean since it was stored
        return format_html('<div class="body" lang="{}">{}</div>', language, body)

    def get_object(self, request, object_id, from_field=None):
        """What is about to be saved is locked before it is read, so that no step gets lost."""
        if request.method == "POST" and connection.in_atomic_block:
            list(Event.objects.select_for_update().filter(pk=unquote(object_id)).values("pk"))
        return super().get_object(request, object_id, from_field)

    def history_view(self, request, object_id, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return history_page(self, request, get_object_or_404(Event, pk=unquote(object_id)))

    # What others saved since the form was opened is put into what was posted, before it is read.

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            event = self.get_object(request, unquote(object_id))
            may_change = self.has_change_permission(request, event)
            if event is None and may_change:
                return gone_page(self, request, object_id)
            if may_change:
                request.together = merge_posted(self, request, event)
                extra_context = {**(extra_context or {}), "together": request.together}
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.together = getattr(request, "together", None)
        return form

    def render_change_form(self, request, context, *args, **kwargs):
        form = context["adminform"].form
        if form.is_bound:  # it comes back with errors, and without those pictures
            self._tell_left_out(request, form)
        return super().render_change_form(request, context, *args, **kwargs)

    def _tell_left_out(self, request, form):
        for sentence in form.pictures_left_out():
            messages.warning(request, sentence)

    def response_change(self, request, obj):
        response = super().response_change(request, obj)
        if request.together and request.together.kept:
            self.message_user(request, request.together.message())
        if getattr(request, "undid_approval", False):
            self.message_user(request, approval_undone(obj), messages.WARNING)
        return response

    # Who changed what goes into the history of the event, and what was approved is no longer.

    def save_model(self, request, obj, form, change):
        form.before = snapshot(Event.objects.get(pk=obj.pk)) if change else {}
        if not change:
            obj.created_by = obj.edited_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self._tell_left_out(request, form)
        event = form.instance
        if not change:
            HistoryEntry.objects.record(
                HistoryEntry.Action.CREATED, event, request.user, version=event.version
            )
        elif changes := differences(form.before, snapshot(event)):
            request.undid_approval = event.is_approved
            event.edited(request.user, changes)

    def log_addition(self, request, obj, message):
        """The history has it already, as of changes."""

    def log_change(self, request, obj, message):
        """See `log_addition`."""

    def log_deletions(self, request, queryset):
        for event in queryset:
            HistoryEntry.objects.record(
                HistoryEntry.Action.DELETED,
                event,
                request.user,
                version=event.version,
                changes=values_of_gone_event(event),
            )

    def delete_view(self, request, object_id, extra_context=None):
        def delete(context):
            return super(EventAdmin, self).delete_view(
                request, object_id, {**(extra_context or {}), **context}
            )

        return deleting.delete_page(self, request, object_id, delete)

    def has_change_permission(self, request, obj=None):
        """Photo editors may save the photos of an event, and nothing else of it."""
        may_change_photos = request.user.has_perm("news.change_eventphoto")
        return super().has_change_permission(request, obj) or may_change_photos

    def has_submit_permission(self, request, object_id=None):
        return request.user.has_perm("news.submit_event")

    def has_approve_permission(self, request, object_id=None):
        return request.user.has_perm("news.approve_event")

    def has_find_names_permission(self, request, object_id=None):
        return may_find_names(request.user)

    def has_publish_permission(self, request, object_id=None):
        return request.user.has_perm("news.publish_event")

    def has_withdraw_permission(self, request, object_id=None):
        return request.user.has_perm("news.withdraw_event")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        def states():
            event = self.get_object(request, unquote(object_id))
            return full_states(event) if event else []

        def standing():
            event = self.get_object(request, unquote(object_id))
            return where_it_stands(event) if event else {}

        extra_context = {
            **(extra_context or {}),
            "states": SimpleLazyObject(states),
            "presence": SimpleLazyObject(
                lambda: presence.for_form(unquote(object_id), request.user)
            ),
            "standing": SimpleLazyObject(standing),
            "guest_comments": SimpleLazyObject(
                lambda: PreviewComment.objects.filter(link__event=unquote(object_id)).count()
            ),
            # What was published once is kept.
            "show_delete": not Edition.objects.filter(event=unquote(object_id)).exists(),
        }
        return super().change_view(request, object_id, form_url, extra_context)

    @admin.display(description=_("title"), ordering=f"title_{settings.PRESS_SOURCE_LANGUAGE}")
    def name(self, event):
        return str(event)

    @admin.display(description=_("date"), ordering="starts_at")
    def date(self, event):
        if event.starts_at is None:
            return ""
        return format_period(event.starts_at, event.ends_at, get_language())

    @admin.display(description=_("state"), ordering="status")
    def state(self, event):
        return state_with_marks(event, event.editions.all())

    @admin.display(description=_("languages"))
    def languages(self, event):
        states = language_states(
            event.editions.all(), lambda code: getattr(event, f"has_text_{code}")
        )
        return format_html_join(
            " ",
            '<span class="badge {}" title="{}: {}">{}'
            '<span class="visually-hidden">: {}</span></span>',
            ((state.code, state.name, state.word, state.language, state.word) for state in states),
        )

    def get_actions_detail(self, request, object_id):
        """Only the steps that make sense where the event stands."""
        actions = super().get_actions_detail(request, object_id)
        event = Event.objects.filter(pk=object_id).first()
        if event is None:
            return []
        current = current_editions(event)
        possible = {"find_names", *possible_steps(event, request.user)}
        if event.is_approved:
            possible.add("publish")
        if current:
            possible.add("withdraw")
        if any(edition.published_at > timezone.now() for edition in current.values()):
            possible.add("schedule")
        if withdrawn_editions(event):
            possible.add("restore")
        return [found for found in actions if found.path.replace("-", "_") in possible]

    @action(
        description=_("Send for review…"),
        url_path="submit",
        icon="send",
        variant=ActionVariant.PRIMARY,
        permissions=["submit"],
    )
    def submit(self, request, object_id):
        return step_page(self, request, object_id, "submit")

    @action(
        description=_("Approve…"),
        url_path="approve",
        icon="verified",
        variant=ActionVariant.PRIMARY,
        permissions=["approve"],
    )
    def approve(self, request, object_id):
        return step_page(self, request, object_id, "approve")

    @action(
        description=_("Send back…"),
        url_path="send-back",
        icon="undo",
        permissions=["approve"],
    )
    def send_back(self, request, object_id):
        return step_page(self, request, object_id, "send_back")

    @action(
        description=_("Clear the mark…"),
        url_path="clear-mark",
        icon="visibility",
        permissions=["approve"],
    )
    def clear_mark(self, request, object_id):
        return step_page(self, request, object_id, "clear_mark")

    @action(
        description=_("Publish…"),
        url_path="publish",
        icon="publish",
        variant=ActionVariant.PRIMARY,
        permissions=["publish"],
    )
    def publish(self, request, object_id):
        return publish_page(self, request, object_id)

    @action(
        description=_("Schedule…"),
        url_path="schedule",
        icon="schedule",
        permissions=["publish"],
    )
    def schedule(self, request, object_id):
        return schedule_page(self, request, object_id)

    @action(
        description=_("Withdraw…"),
        url_path="withdraw",
        icon="block",
        permissions=["withdraw"],
    )
    def withdraw(self, request, object_id):
        return withdraw_page(self, request, object_id)

    @action(
        description=_("Restore…"),
        url_path="restore",
        icon="restore",
        permissions=["withdraw"],
    )
    def restore(self, request, object_id):
        return restore_page(self, request, object_id)

    @action(
        description=_("Find names…"),
        url_path="find-names",
        icon="person_search",
        permissions=["find_names"],
    )
    def find_names(self, request, object_id):
        return find_names_page(self, request, object_id)


@admin.register(Topic)
class TopicAdmin(LanguageTabsAdmin):
    form = NamedEntryForm
    list_display = ["__str__", "slug"]
    search_fields = [*in_languages("name"), "slug"]
    general = ["slug"]
    translated = always_counted = ["name"]


@admin.register(Edition)
class EditionAdmin(ModelAdmin):
    """What was published, to be read: editions come from publishing alone."""

    list_display = ["title", "language", "number", "published_at", "superseded_at", "withdrawn_at"]
    list_filter = ["language"]
    date_hierarchy = "published_at"
    search_fields = ["title", "slug"]
    ordering = ["-published_at", "-pk"]
    show_full_result_count = False
    exclude = ["picture", "content", "people", "organizations", "photos", "topics"]
    readonly_fields = ["comparison"]

    @admin.display(description=_("comparison"))
    def comparison(self, edition):
        address = comparison_pages.comparison_address(
            edition.event_id, edition.language, edition.number
        )
        return format_html('<a href="{}">{}</a>', address, _("Compare with the working copy"))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
