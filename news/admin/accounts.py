"""The administration of accounts: who works here, in which groups and languages."""

from functools import partial

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, StackedInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from media.choices import WithSearch
from news.models import HistoryEntry, StaffProfile
from news.sign_ins import network_address

Action = HistoryEntry.Action


def rights_of_user(user):
    """What an account may do, by names that stay what they are, for the audit log."""
    profile = StaffProfile.objects.filter(user=user).first()
    return {
        "username": user.username,
        "groups": sorted(user.groups.values_list("name", flat=True)),
        "is_active": user.is_active,
        "is_staff": user.is_staff,
        "is_superuser": user.is_superuser,
        "translates_into": profile.translates_into if profile else [],
    }


def rights_of_group(group):
    names = group.permissions.values_list("content_type__app_label", "codename")
    return {"name": group.name, "permissions": sorted(".".join(name) for name in names)}


def record(request, action, obj, changes):
    HistoryEntry.objects.record(
        action, obj, request.user, changes=changes, address=network_address(request)
    )


class ForSuperusers:
    """Who may give rights might give themselves any: that is for superusers.

    What they do goes into the audit log; `rights_of` is a function that tells an object's rights.
    """

    rights_of = None

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request):
        return request.user.is_superuser

    def save_model(self, request, obj, form, change):
        form.rights_before = self.rights_of(self.model.objects.get(pk=obj.pk)) if change else {}
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        before, after = form.rights_before, self.rights_of(form.instance)
        changes = {
            name: [before.get(name), value]
            for name, value in after.items()
            if before.get(name) != value
        }
        if changes:
            action = Action.RIGHTS_CHANGED if change else Action.CREATED
            record(request, action, form.instance, changes)

    def log_deletions(self, request, queryset):
        super().log_deletions(request, queryset)
        for obj in queryset:
            changes = {name: [value, None] for name, value in self.rights_of(obj).items()}
            record(request, Action.DELETED, obj, changes)


class StaffProfileForm(forms.ModelForm):
    translates_into = forms.MultipleChoiceField(
        label=_("Translates into"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Languages of a translator."),
    )

    class Meta:
        model = StaffProfile
        fields = ["language", "translates_into"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["translates_into"].choices = settings.LANGUAGES

    def has_changed(self):
        """The language that a new profile proposes is kept as well."""
        return self.instance._state.adding or super().has_changed()


class StaffProfileInline(StackedInline):
    model = StaffProfile
    form = StaffProfileForm
    can_delete = False

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "language":
            kwargs["initial"] = get_language()
        return super().formfield_for_choice_field(db_field, request, **kwargs)


admin.site.unregister([User, Group])


@admin.register(User)
class StaffAdmin(ForSuperusers, WithSearch, UserAdmin, ModelAdmin):
    rights_of = staticmethod(rights_of_user)
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    compressed_fields = False
    autocomplete_fields = ["groups"]
    filter_horizontal = []
    list_display = ["username", "first_name", "last_name", "is_active", "is_superuser"]
    # Rights come from groups alone, so that one can see who may do what.
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (None, {"fields": [("first_name", "last_name"), "email"]}),
        (None, {"fields": ["groups", ("is_active", "is_staff", "is_superuser"), "last_login"]}),
    ]
    readonly_fields = ["last_login"]
    inlines = [StaffProfileInline]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.is_staff = True  # there are no accounts but for the administration
        super().save_model(request, obj, form, change)

    @transaction.atomic
    def user_change_password(self, request, id, form_url=""):
        passwords = User.objects.filter(pk=unquote(id)).values_list("password", flat=True)
        before = passwords.first()
        response = super().user_change_password(request, id, form_url)
        if passwords.first() != before:
            user = User.objects.get(pk=unquote(id))
            record(request, Action.PASSWORD_CHANGED, user, {})
        return response


@partial(admin.site.admin_view, cacheable=True)
@transaction.atomic
def change_own_password(request):
    """The administration's page for it; that it was done goes into the audit log."""
    response = admin.site.password_change(request)
    if isinstance(response, HttpResponseRedirect):
        record(request, Action.PASSWORD_CHANGED, request.user, {})
    return response


@admin.register(Group)
class RoleAdmin(ForSuperusers, GroupAdmin, ModelAdmin):
    rights_of = staticmethod(rights_of_group)
