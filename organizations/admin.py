from django.contrib import admin
from django.db import models

from media.entry_forms import NamedEntryForm, OtherNamesInline
from media.language_tabs import LanguageTabsAdmin, in_languages
from organizations.models import Organization, OrganizationName


class OrganizationNameInline(OtherNamesInline):
    model = OrganizationName


@admin.register(Organization)
class OrganizationAdmin(LanguageTabsAdmin):
    form = NamedEntryForm
    list_display = ["__str__", "short_name", "kind", "parent", "is_public"]
    list_filter = ["kind", "is_public"]
    list_select_related = ["parent"]
    search_fields = [*in_languages("name", "short_name"), "other_names__name", "slug"]
    autocomplete_fields = ["parent", "logo"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    general = [("kind", "slug"), ("parent", "website"), ("logo", "is_public")]
    translated = ["name", "short_name", "description"]
    always_counted = ["name"]
    inlines = [OrganizationNameInline]
