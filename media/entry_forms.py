"""The form of an entry that has a name in several languages and an address made of it."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from media.language_tabs import source_language
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
