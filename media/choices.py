"""Controls that search for an entry. What is no id finds nothing, whatever was posted."""

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError


def is_number(text):
    """Whether a text is a number that a database takes for the id of a row."""
    return text.isascii() and text.isdecimal() and len(text) < 19


class _OfNumbers:
    # Django looks for what was posted even where the field has refused it.
    def optgroups(self, name, value, attrs=None):
        return super().optgroups(name, [each for each in value if is_number(str(each))], attrs)


class SearchSelect(_OfNumbers, AutocompleteSelect):
    """One entry."""


class SearchSelectMultiple(_OfNumbers, AutocompleteSelectMultiple):
    """Several entries."""


class EntriesField(forms.ModelMultipleChoiceField):
    def clean(self, value):
        for each in value or ():
            if not is_number(str(each)):
                raise ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": each},
                )
        return super().clean(value)


class WithSearch:
    """A model admin, or an inline, whose `autocomplete_fields` have these controls."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SearchSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = SearchSelectMultiple(db_field, self.admin_site)
            kwargs["form_class"] = EntriesField
        return super().formfield_for_manytomany(db_field, request, **kwargs)
