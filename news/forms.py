"""Forms of the administration."""

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.forms import PaginationInlineFormSet

from media.entry_forms import NamedEntryForm
from media.language_tabs import language_name, source_language
from media.models import Photo
from news.body import count_pictures, figure, photo_ids, place_pictures, sanitize_body
from news.models import Edition


class BodyEditor(CKEditorWidget):
    """CKEditor in the language of the staff, with a button that opens the photo library."""

    class Media:
        # CKEditor learns of our Kazakh texts once it is there itself.
        js = ["ckeditor/ckeditor/ckeditor.js", "news/ckeditor-kk.js", "news/photo_library.js"]

    template_name = "admin/news/event/body_editor.html"

    def __init__(self, attrs=None):
        super().__init__(template_name=self.template_name, attrs=attrs)

    def get_context(self, name, value, attrs):
        # Forms copy their widgets but not the widgets' settings.
        self.config = {
            **self.config,
            "contentsCss": static("news/editor.css"),
            "contentsLanguage": self.attrs.get("lang", ""),
            "photoIcon": static("news/photo.svg"),
        }
        return super().get_context(name, value, attrs)


class BodyFormField(forms.CharField):
    """A body: pictures are visible in the editor, and only clean HTML leaves the field.

    Pictures are those of the library; others are left out.
    """

    def prepare_value(self, value):
        return with_pictures(sanitize_body(value))

    def clean(self, value):
        return _without_unknown_pictures(sanitize_body(super().clean(value)))

    def has_changed(self, initial, data):
        return sanitize_body(initial) != sanitize_body(data)


def _without_unknown_pictures(body):
    ids = photo_ids(body)
    if not ids:
        return body
    known = set(Photo.objects.filter(pk__in=ids).values_list("pk", flat=True))
    return sanitize_body(place_pictures(body, lambda pk: figure(pk) if pk in known else ""))


def with_pictures(body):
    """A clean body with its pictures as an editor shows them."""
    photos = Photo.objects.in_bulk(photo_ids(body)) if body else {}

    def render(pk):
        if pk not in photos:
            return ""
        return format_html(
            '<p><img data-photo="{}" src="{}" alt="{}" title="{}"></p>',
            pk,
            photos[pk].thumbnail_url,
            photos[pk].alt_text or photos[pk],
            photos[pk],
        )

    return place_pictures(body, render)


class EventForm(NamedEntryForm):
    """Is not valid as long as it is not decided whose words are saved."""

    together = None  # what `news.desk.together` made of the posted data
    named_by = ("title",)
    name_is_missing = _("Give the title in the source language.")

    def source_language(self):
        if "source_language" in self.fields:
            chosen = self.cleaned_data.get("source_language") or self.initial["source_language"]
            return source_language(chosen)
        return source_language(self.instance.source_language)

    def languages_that_name(self):
        return [self.source_language()]

    def is_taken(self, slug):
        """An address that the public knows stays with its event."""
        known = Edition.objects.filter(slug=slug).exclude(event=self.instance.pk)
        return super().is_taken(slug) or known.exists()

    @property
    def version_to_post(self):
        """The version that is on the page."""
        posted = self.data.get("seen_version") if self.is_bound else None
        return posted or self.instance.version

    def _ask_for_decisions(self):
        self.add_error(
            None,
            _("Nothing is saved yet: others changed the same. Choose above, then save again."),
        )
        for name in self.together.fields_in_conflict:
            self.add_error(name, _("Others changed it too. Choose at the top of the page."))

    def clean(self):
        super().clean()
        starts_at, ends_at = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if starts_at and ends_at and ends_at < starts_at:
            self.add_error("ends_at", _("The event ends before it starts."))
        if self.together and self.together.merge.conflicts:
            self._ask_for_decisions()
        return self.cleaned_data

    def pictures_left_out(self):
        """A sentence for each text that was posted with pictures that are not in the library."""
        for name, field in self.fields.items():
            if not isinstance(field, BodyFormField) or name not in self.cleaned_data:
                continue
            kept = self.cleaned_data[name]
            if left_out := count_pictures(self.data.get(name)) - count_pictures(kept):
                sentence = ngettext(
                    "%(language)s: %(number)d picture was left out of the text, because it is not"
                    " in the library. Put it in with the button “Photo” of the editor.",
                    "%(language)s: %(number)d pictures were left out of the text, because they are"
                    " not in the library. Put them in with the button “Photo” of the editor.",
                    left_out,
                )
                language = language_name(name.rpartition("_")[2])
                yield sentence % {"language": language, "number": left_out}


class OrderedForm(forms.ModelForm):
    """A row of a list that is ordered by dragging; a place in the order is no content."""

    def has_changed(self):
        changed = set(self.changed_data)
        return bool(changed if self.instance.pk else changed - {"position"})


class OrderedFormSet(PaginationInlineFormSet):
    """Rows that were added without a place in the order come last; none is there twice."""

    def get_unique_error_message(self, unique_check):
        return self.model._meta.constraints[0].violation_error_message

    def get_form_error(self):
        return self.get_unique_error_message(None)

    def save_new(self, form, commit=True):
        if not form.instance.position:
            places = [other.instance.position for other in self.forms]
            form.instance.position = max(places, default=0) + 1
        return super().save_new(form, commit)
