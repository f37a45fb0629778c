"""The form of an entry that has a name in several languages and an address made of it."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.widgets import UnfoldBooleanWidget

from media.language_tabs import Inline, source_language
from media.transliteration import unique_slug


class NamedEntryForm(forms.ModelForm):
    """Asks for the name (`named_by[0]`) in one language; an empty address is made of the name."""

    named_by = ("name",)
    name_is_missing = _("Give the name in one language at least.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Left empty, it is made of the name.")

    def source_language(self):
        return source_language()

    def languages_that_name(self):
        """Languages of which one must have the name, the one for the address first."""
        source = self.source_language()
        return [source, *(code for code in settings.PRESS_LANGUAGES if code != source)]

    def clean(self):
        super().clean()
        languages = self.languages_that_name()
        names = filter(None, (self._name_in(language) for language in languages))
        name = next(names, None)
        if name is None:
            field = f"{self.named_by[0]}_{languages[0]}"
            if field in self.fields and field not in self.errors:
                self.add_error(field, self.name_is_missing)
        elif self._wants_address():
            self.cleaned_data["slug"] = unique_slug(
                name, self.is_taken, self._meta.model._meta.model_name
            )
        return self.cleaned_data

    def _wants_address(self):
        is_empty = "slug" in self.fields and not self.cleaned_data.get("slug")
        return is_empty and "slug" not in self.errors

    def _name_in(self, language):
        parts = [self._text(f"{name}_{language}") for name in self.named_by]
        return " ".join(filter(None, parts)) if parts[0] else None

    def _text(self, field):
        if field in self.fields:
            return (self.cleaned_data.get(field) or "").strip()
        return getattr(self.instance, field, None) or ""

    def is_taken(self, slug):
        """Whether another entry has the address."""
        others = self._meta.model.objects.exclude(pk=self.instance.pk)
        return others.filter(slug=slug).exists()


# Other spellings of an entry, of which one can be made the entry's own


class OtherNameForm(forms.ModelForm):
    becomes_own = forms.BooleanField(
        label=_("Make it the approved spelling"),
        required=False,
        widget=UnfoldBooleanWidget({"aria-label": _("Make it the approved spelling")}),
    )


class OtherNameFormSet(TabularInline.formset):
    """Rows whose model has `become_own()`: the entry's name in the row's language gives way."""

    def clean(self):
        super().clean()
        languages = [form.cleaned_data.get("language") for form in self._becoming_own()]
        if len(languages) > len({*languages}):
            raise ValidationError(_("Make one spelling of a language the approved one."))

    def save(self, commit=True):
        saved = super().save(commit)
        for form in self._becoming_own():
            form.instance.become_own()
        return saved

    def _becoming_own(self):
        return [
            form
            for form in self.forms
            if form not in self.deleted_forms
            and getattr(form, "cleaned_data", {}).get("becomes_own")
        ]


class OtherNamesInline(Inline):
    form = OtherNameForm
    formset = OtherNameFormSet
    fields = ["language", "name", "is_accepted", "becomes_own"]

    def get_fields(self, request, obj=None):
        """Only who may write can make a spelling the approved one."""
        if self.writes_everything(request):
            return self.fields
        return [name for name in self.fields if name != "becomes_own"]

    def label_of(self, name):
        declared = self.form.declared_fields
        return declared[name].label if name in declared else super().label_of(name)
