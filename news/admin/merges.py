"""Merges of people and of organizations: who merged what, and how to undo it."""

from functools import partial

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from news.desk.duplicates import change_address, undo_page
from news.desk.wording import name_of
from news.merges import may_merge
from news.models import Merge
from news.models.merge import DIRECTORY, KINDS


class Kind(admin.SimpleListFilter):
    title = _("kind of object")
    parameter_name = "model"

    def lookups(self, request, model_admin):
        return [(label, name) for label, name in KINDS if may_merge(request.user, DIRECTORY[label])]

    def queryset(self, request, queryset):
        return queryset.filter(model=self.value()) if self.value() else queryset


class IsUndone(admin.SimpleListFilter):
    title = _("undone")
    parameter_name = "undone"

    def lookups(self, request, model_admin):
        return [("no", _("No")), ("yes", _("Yes"))]

    def queryset(self, request, queryset):
        if self.value() not in ("no", "yes"):
            return queryset
        return queryset.filter(undone_at__isnull=self.value() == "no")


@admin.register(Merge)
class MergeAdmin(ModelAdmin):
    list_display = ["time", "kept", "dropped_name", "model", "who", "undone"]
    list_filter = [Kind, IsUndone, ("user", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["user", "undone_by"]
    search_fields = ["kept_name", "dropped_name"]
    list_per_page = 50
    show_full_result_count = False
    actions = None
    fields = [
        *("at", "who", "model", "kept", "dropped_name", "dropped_slug"),
        *("undone_by", "undone", "remarks"),
    ]

    def get_queryset(self, request):
        mine = [label for label, model in DIRECTORY.items() if may_merge(request.user, model)]
        return super().get_queryset(request).filter(model__in=mine).defer("moved")

    def get_urls(self):
        undo = self.admin_site.admin_view(partial(undo_page, self))
        return [path("<int:object_id>/undo/", undo, name="news_merge_undo"), *super().get_urls()]

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        models = [DIRECTORY[obj.model]] if obj else DIRECTORY.values()
        return any(may_merge(request.user, model) for model in models)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def history_view(self, request, object_id, extra_context=None):
        """Django looks for the object first, and finds none of those that one may not see."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().history_view(request, object_id, extra_context)

    @admin.display(description=_("time"), ordering="at")
    def time(self, merge):
        return timezone.localtime(merge.at)

    @admin.display(description=_("merged by"))
    def who(self, merge):
        return name_of(merge.user) if merge.user else ""

    @admin.display(description=_("kept"), ordering="kept_name")
    def kept(self, merge):
        address = change_address(DIRECTORY[merge.model], merge.kept_id)
        return format_html('<a href="{}">{}</a>', address, merge.kept_name)

    @admin.display(description=_("undone"))
    def undone(self, merge):
        if merge.undone_at:
            return timezone.localtime(merge.undone_at)
        address = reverse("admin:news_merge_undo", args=[merge.pk])
        return format_html(
            '<a href="{}" class="undo">{}<span class="visually-hidden">: {}</span></a>',
            address,
            _("Undo…"),
            merge,
        )
