"""The admin of what is written in several languages: a tab a language, and who may write in which.

Whoever may add an entry writes in all languages. Whoever may only change it is a translator and
writes in the languages of their own profile; the rest is there to be read.
"""

import operator
from functools import reduce

from django import forms
from django.conf import settings
from django.contrib.admin.utils import flatten, label_for_field
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst, format_lazy, smart_split, unescape_string_literal
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import UnfoldAdminTextareaWidget

from media import unsaved
from media.choices import WithSearch
from media.models import Photo
from media.years import check_year

# No browser sends a line break from a field of one line.
ON_ONE_LINE = RegexValidator(r"[\r\n]", gettext_lazy("Write it on one line."), inverse_match=True)


def language_name(language):
    """The language's name in the language itself, as on a tab."""
    return capfirst(get_language_info(language)["name_local"])


def source_language(chosen=None):
    """The language in which an entry is written first; always one that has a tab."""
    language = chosen or settings.PRESS_SOURCE_LANGUAGE
    return language if language in settings.PRESS_LANGUAGES else settings.PRESS_LANGUAGES[0]


def writes_everything(user, opts):
    """Whether the user may write all fields of a model's entries."""
    return user.has_perm(f"{opts.app_label}.add_{opts.model_name}")


def languages_to_write(user, opts):
    """The languages in which the user may write a model's entries."""
    if not user.has_perm(f"{opts.app_label}.change_{opts.model_name}"):
        return []
    if writes_everything(user, opts):
        return settings.PRESS_LANGUAGES
    chosen = getattr(getattr(user, "profile", None), "translates_into", [])
    return [language for language in settings.PRESS_LANGUAGES if language in chosen]


def in_languages(*names):
    """The names of the translated fields in every language of the press service."""
    return [f"{name}_{language}" for name in names for language in settings.PRESS_LANGUAGES]


def with_thumbnails(field, db_field):
    """A field in which photos to choose from are shown beside their names."""
    if field and db_field.related_model is Photo:
        field.widget.attrs["data-thumbnails"] = reverse("admin:media_photo_changelist")
    return field


class LanguageTabsAdmin(WithSearch, ModelAdmin):
    """An admin with `general` rows of fields above one tab a language.

    `translated` fields stand in each tab; those of `always_counted` count towards how full a
    language is even when no language has them yet.
    """

    general = ()
    translated = ()
    always_counted = ()
    compressed_fields = False
    show_full_result_count = False
    list_per_page = 50

    def __init__(self, model, admin_site):
        super().__init__(model, admin_site)
        self.to_read = {
            (name, language): self._to_read(name, language)
            for name in self.translated
            for language in settings.PRESS_LANGUAGES
        }

    def _to_read(self, name, language):
        def text(obj):
            return self.show_text(name, getattr(obj, f"{name}_{language}") or "", language)

        label = self.model._meta.get_field(name).verbose_name
        text.short_description = format_lazy("{} · {}", label, language_name(language))
        return text

    def show_text(self, name, value, language):
        """A translated field for those who may only read it, as safe HTML."""
        return value and format_html('<div lang="{}">{}</div>', language, linebreaksbr(value))

    def get_fieldsets(self, request, obj=None):
        source = source_language(getattr(obj, "source_language", None))
        mine = languages_to_write(request.user, self.opts)
        beside_source = not writes_everything(request.user, self.opts)
        fieldsets = [(None, {"fields": list(self.general)})]
        for language in (source, *(code for code in settings.PRESS_LANGUAGES if code != source)):
            rows = []
            for name in self.translated:
                if language not in mine:
                    rows.append(self.to_read[name, language])
                elif beside_source and language != source:
                    rows.append((f"{name}_{language}", self.to_read[name, source]))
                else:
                    rows.append(f"{name}_{language}")
            name = self.tab_name(obj, language, is_source=language == source)
            fieldsets.append((name, {"classes": ["tab"], "fields": rows}))
        return fieldsets

    def tab_name(self, obj, language, *, is_source):
        counted = [
            name
            for name in self.translated
            if name in self.always_counted or any(map(bool, self._texts(obj, name)))
        ]
        filled = sum(bool(getattr(obj, f"{name}_{language}", "")) for name in counted)
        return format_html(
            '<span lang="{}">{}</span> <span class="fullness">{}</span>{}',
            language,
            language_name(language),
            format_html(
                '<span aria-hidden="true">{}/{}</span><span class="visually-hidden">{}</span>',
                filled,
                len(counted),
                _("%(filled)s of %(all)s fields filled in")
                % {"filled": filled, "all": len(counted)},
            ),
            format_html(' <span class="source-mark">{}</span>', _("source")) if is_source else "",
        )

    def _texts(self, obj, name):
        return [getattr(obj, field, "") for field in in_languages(name)]

    def get_readonly_fields(self, request, obj=None):
        readonly = [*super().get_readonly_fields(request, obj), *self.to_read.values()]
        if not writes_everything(request.user, self.opts):
            readonly += [name for name in flatten(self.general) if name not in readonly]
        return readonly

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and hasattr(db_field, "translated_field"):
            field.label = capfirst(db_field.translated_field.verbose_name)
            field.widget.attrs["lang"] = db_field.language
        if field and isinstance(db_field, models.DateField):
            field.validators.append(check_year)
        if isinstance(db_field, models.CharField) and isinstance(field, forms.CharField):
            field.validators.append(ON_ONE_LINE)
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return with_thumbnails(
            super().formfield_for_foreignkey(db_field, request, **kwargs), db_field
        )

    # The browser keeps unsaved text until a save is said to have worked.

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        sentence = unsaved.opened_by_another(request)
        return unsaved.refusing(form, sentence) if sentence else form

    def render_change_form(self, request, context, *args, **kwargs):
        context["kept_text"] = unsaved.for_form(request, f"{self.opts.model_name}_form")
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request, obj, post_url_continue=None):
        return unsaved.tell_saved(request, super().response_add(request, obj, post_url_continue))

    def response_change(self, request, obj):
        return unsaved.tell_saved(request, super().response_change(request, obj))

    def get_search_results(self, request, queryset, search_term):
        """Rows that hold every word, in whatever letter case the database compares."""
        fields = self.get_search_fields(request)
        for bit in smart_split(search_term):
            word = unescape_string_literal(bit) if bit[0] == bit[-1] and bit[0] in "\"'" else bit
            # SQLite folds the case of Latin letters only.
            spellings = {word, word.lower(), word.upper(), word.capitalize()}
            conditions = [
                Q(**{f"{field}__icontains": spelling})
                for field in fields
                for spelling in sorted(spellings)
            ]
            queryset = queryset.filter(reduce(operator.or_, conditions))
        return queryset, any("__" in field for field in fields)


class Inline(WithSearch, TabularInline):
    """Rows of an entry: named controls, no empty rows, translators' languages."""

    extra = 0
    hide_title = True
    translated = ()

    def writes_everything(self, request):
        return writes_everything(request.user, self.opts)

    def get_readonly_fields(self, request, obj=None):
        readonly = list(super().get_readonly_fields(request, obj))
        if self.writes_everything(request):
            return readonly
        mine = languages_to_write(request.user, self.opts)
        editable = {f"{name}_{language}" for name in self.translated for language in mine}
        return readonly + [
            name for name in self.fields if name not in editable and name not in readonly
        ]

    def get_formset(self, request, obj=None, **kwargs):
        # Those who only read a field see its label as it is: with modeltranslation's "[kk]".
        labels = {name: self.label_of(name) for name in self.get_fields(request, obj)}
        return super().get_formset(request, obj, labels=labels, **kwargs)

    def label_of(self, name):
        if name not in in_languages(*self.translated):
            return capfirst(label_for_field(name, self.model, self))
        field = self.model._meta.get_field(name)
        label = capfirst(field.translated_field.verbose_name)
        return f"{label} · {language_name(field.language)}"

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and hasattr(db_field, "translated_field"):
            label = capfirst(db_field.translated_field.verbose_name)
            field.label = language_name(db_field.language)
            field.help_text = ""
            field.widget = UnfoldAdminTextareaWidget(
                {
                    "rows": 1,
                    "class": "one-line",
                    "lang": db_field.language,
                    "maxlength": db_field.max_length,
                    "placeholder": label,
                    "aria-label": f"{label} ({field.label})",
                }
            )
        elif field:
            field.widget.attrs["aria-label"] = field.label
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return with_thumbnails(
            super().formfield_for_foreignkey(db_field, request, **kwargs), db_field
        )
