"""The audit log: every step, sign-in and change of rights, to be read, filtered and exported."""

import datetime as dt

from django import forms
from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from unfold.admin import ModelAdmin
from unfold.views import ChangeList

from media.years import check_year
from news.desk import audit
from news.desk.wording import name_of
from news.models import HistoryEntry
from news.models.history import ACCOUNTS, OF_ACCOUNTS

Action = HistoryEntry.Action

# key -> (name, actions); what stands nowhere here is work on an object.
GROUPS = {
    "work": (_("Adding, changing, deleting"), []),
    "review": (
        _("Review"),
        [
            Action.SUBMITTED,
            Action.SENT_BACK,
            Action.REOPENED,
            Action.APPROVED,
            Action.FORCED,
            Action.MARK_CLEARED,
        ],
    ),
    "publication": (
        _("Publication"),
        [
            Action.PUBLISHED,
            Action.CORRECTED,
            Action.SILENTLY_CORRECTED,
            Action.SCHEDULED,
            Action.RESCHEDULED,
            Action.UNSCHEDULED,
            Action.WITHDRAWN,
            Action.REDIRECTED,
            Action.RESTORED,
        ],
    ),
    "preview": (
        _("Previews for guests"),
        [Action.LINK_MADE, Action.LINK_REVOKED, Action.COMMENTED],
    ),
    "accounts": (_("Accounts"), [Action(value) for value in OF_ACCOUNTS]),
}
_grouped = {action for _name, actions in GROUPS.values() for action in actions}
GROUPS["work"][1].extend(action for action in Action if action not in _grouped)


def day(label):
    return forms.DateField(
        label=label,
        required=False,
        validators=[check_year],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


class FilterForm(forms.Form):
    """What of the log is shown and exported; nothing while a field is filled in wrongly."""

    action = forms.ChoiceField(label=capfirst(_("action")), required=False)
    user = forms.ChoiceField(label=capfirst(_("user")), required=False)
    kind = forms.ChoiceField(label=capfirst(_("kind of object")), required=False)
    since = day(_("From the day"))
    until = day(_("To the day"))

    def __init__(self, reader, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["action"].choices = [("", _("All")), *self.actions_for(reader)]
        users = get_user_model().objects.order_by("username")
        names = [(user.pk, name_of(user)) for user in users]
        self.fields["user"].choices = [("", _("All")), *names]
        labels = HistoryEntry.objects.exclude(model="").order_by("model").distinct()
        kinds = [
            (label, audit.kind_name(label))
            for label in labels.values_list("model", flat=True)
            if reader.is_superuser or label not in ACCOUNTS
        ]
        self.fields["kind"].choices = [("", _("All")), *kinds]

    @staticmethod
    def actions_for(reader):
        return [
            (
                name,
                [(key, _("All of these")), *((action.value, action.label) for action in actions)],
            )
            for key, (name, actions) in GROUPS.items()
            if reader.is_superuser or key != "accounts"
        ]

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))

    def filtered(self, entries):
        if not self.is_valid():
            return entries.none()
        chosen = self.cleaned_data
        if chosen["action"]:
            group = GROUPS.get(chosen["action"])
            entries = entries.filter(action__in=group[1] if group else [chosen["action"]])
        if chosen["user"]:
            entries = entries.filter(user=chosen["user"])
        if chosen["kind"]:
            entries = entries.filter(model=chosen["kind"])
        if chosen["since"]:
            entries = entries.filter(at__gte=_begin(chosen["since"]))
        if chosen["until"]:
            entries = entries.filter(at__lt=_begin(chosen["until"] + dt.timedelta(days=1)))
        return entries


def _begin(date):
    midnight = dt.datetime.combine(date, dt.time.min)
    return timezone.make_aware(midnight, timezone.get_default_timezone())


class AuditList(ChangeList):
    """Filters by a form of its own, which stands above the list and needs no script."""

    def __init__(self, request, *args, **kwargs):
        self.form = FilterForm(request.user, request.GET)
        super().__init__(request, *args, **kwargs)

    def get_filters_params(self, params=None):
        found = super().get_filters_params(params)
        return {name: value for name, value in found.items() if name not in self.form.fields}

    def get_queryset(self, request, exclude_parameters=None):
        return self.form.filtered(super().get_queryset(request, exclude_parameters))

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        add_links(self.result_list, request)


def add_links(entries, request):
    """Give each entry `link`, the address of its object, if it exists and the user may see it."""
    audit.find_objects(entries)
    for entry in entries:
        entry.link = ""
        model = type(entry.found)
        if entry.found is None or not admin.site.is_registered(model):
            continue
        if admin.site.get_model_admin(model).has_view_permission(request):
            entry.link = reverse(admin_urlname(model._meta, "change"), args=[entry.object_id])


@admin.register(HistoryEntry)
class HistoryEntryAdmin(ModelAdmin):
    list_display = ["time", "who", "action", "linked_object", "languages_", "start_of_comment"]
    list_select_related = ["user"]
    search_fields = [
        "object_name",
        "comment",
        "username",
        "user__first_name",
        "user__last_name",
    ]
    list_per_page = 50
    show_full_result_count = False
    actions = None
    list_before_template = "admin/news/historyentry/filters.html"

    def get_list_display(self, request):
        return [*self.list_display, *(["address"] if request.user.is_superuser else [])]

    def get_fields(self, request, obj=None):
        fields = [
            "time",
            "who",
            "username",
            "action",
            "kind",
            "linked_object",
            "version",
            "languages_",
            *(["takes_effect"] if obj and obj.takes_effect_at else []),
            *(["ends"] if obj and obj.ends_at else []),
            "comment_",
            "changes_",
        ]
        return [*fields, *(["address"] if request.user.is_superuser else [])]

    def get_queryset(self, request):
        return super().get_queryset(request).readable_by(request.user)

    def get_object(self, request, object_id, from_field=None):
        entry = super().get_object(request, object_id, from_field)
        if entry:
            add_links([entry], request)
        return entry

    def get_changelist(self, request, **kwargs):
        return AuditList

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("news.view_historyentry")

    def get_urls(self):
        export = self.admin_site.admin_view(require_safe(self.export))
        return [path("export/", export, name="news_historyentry_export"), *super().get_urls()]

    def export(self, request):
        """What the list shows with the same filters, all its pages, as CSV."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            entries = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return HttpResponseRedirect(reverse("admin:news_historyentry_changelist"))
        pieces = audit.as_csv(entries, with_addresses=request.user.is_superuser)
        name = f"audit-log-{timezone.localdate():%Y-%m-%d}.csv"
        return StreamingHttpResponse(
            pieces,
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    @admin.display(description=_("time"), ordering="at")
    def time(self, entry):
        at = timezone.localtime(entry.at)
        return f"{formats.date_format(at, 'SHORT_DATE_FORMAT')} {at:%H:%M:%S}"

    @admin.display(description=_("user"))
    def who(self, entry):
        return entry.who

    @admin.display(description=_("kind of object"))
    def kind(self, entry):
        return audit.kind_name(entry.model)

    @admin.display(description=_("object"))
    def linked_object(self, entry):
        name = audit.object_name(entry)
        return format_html('<a href="{}">{}</a>', entry.link, name) if entry.link else name

    @admin.display(description=_("languages"))
    def languages_(self, entry):
        return audit.languages(entry)

    @admin.display(description=_("takes effect"))
    def takes_effect(self, entry):
        return entry.takes_effect_at

    @admin.display(description=_("ends"))
    def ends(self, entry):
        return entry.ends_at

    @admin.display(description=_("Comment"))
    def comment_(self, entry):
        return audit.comment(entry)

    @admin.display(description=_("Comment"))
    def start_of_comment(self, entry):
        return Truncator(audit.comment(entry)).chars(150)

    @admin.display(description=_("changes"))
    def changes_(self, entry):
        return format_html_join("", "<div>{}</div>", ([line] for line in audit.changes(entry)))
