"""The queue of e-mail notices, for superusers: what was sent, what waits and why."""

from django.contrib import admin, messages
from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from news.desk.sending import wake
from news.models import Notice


class State(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("waits", _("waits")), ("sent", _("sent")), ("given_up", _("given up"))]

    def queryset(self, request, queryset):
        conditions = {
            "waits": {"sent_at": None, "given_up_at": None},
            "sent": {"sent_at__isnull": False},
            "given_up": {"given_up_at__isnull": False},
        }
        return queryset.filter(**conditions.get(self.value(), {}))


def _short(moment):
    if moment is None:
        return ""
    return formats.date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")


@admin.register(Notice)
class NoticeAdmin(ModelAdmin):
    list_display = [
        "kind",
        "recipient",
        "event",
        "sent",
        "attempts",
        "next_attempt",
        "error",
    ]
    list_filter = [State, "kind"]
    list_select_related = ["recipient", "event"]
    search_fields = ["recipient__username", "recipient__email", "last_error"]
    ordering = ["-pk"]
    show_full_result_count = False
    actions = ["try_again_now"]
    fields = [
        "kind",
        "recipient",
        "event",
        "actor",
        "comment",
        "created_at",
        "sent_at",
        "attempts",
        "next_attempt",
        "given_up_at",
        "error",
    ]

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        """Never from here: a notice goes with its event or its receiver, whoever deletes them."""
        return obj is not None and not request.resolver_match.url_name.startswith("news_notice_")

    @admin.display(description=_("sent at"), ordering="sent_at")
    def sent(self, notice):
        return _short(notice.sent_at)

    @admin.display(description=_("next attempt"), ordering="try_again_at")
    def next_attempt(self, notice):
        return "" if notice.sent_at or notice.given_up_at else _short(notice.try_again_at)

    @admin.display(description=_("last error"))
    def error(self, notice):
        # Our own reasons are kept in English, those of a mail server in its words.
        return notice.last_error and gettext(notice.last_error)

    @admin.action(description=_("Try again now"))
    def try_again_now(self, request, queryset):
        unsent = queryset.filter(sent_at=None)
        number = unsent.update(try_again_at=None, given_up_at=None, attempts=0)
        transaction.on_commit(wake)
        sentence = ngettext(
            "%(number)d notice is sent anew.", "%(number)d notices are sent anew.", number
        )
        messages.success(request, sentence % {"number": number})
