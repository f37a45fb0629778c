"""The administration of accounts: who works here, in which groups and languages."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, StackedInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from news.models import StaffProfile


class ForSuperusers:
    """Who may give rights might give themselves any: that is for superusers."""

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request):
        return request.user.is_superuser


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
class StaffAdmin(ForSuperusers, UserAdmin, ModelAdmin):
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


@admin.register(Group)
class RoleAdmin(ForSuperusers, GroupAdmin, ModelAdmin):
    pass
