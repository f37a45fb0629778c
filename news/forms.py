"""Forms of the administration."""

from ckeditor.widgets import CKEditorWidget
from django import forms
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from unfold.forms import PaginationInlineFormSet

from media.entry_forms import NamedEntryForm
from media.language_tabs import in_languages, source_language
from media.models import Photo
from news.body import photo_ids, place_pictures, sanitize_body
from news.desk.wording import field_name
from news.models import Edition, HistoryEntry


class BodyEditor(CKEditorWidget):
    """CKEditor in the language of the staff, with the event's photos below to put into the text."""

    class Media:
        # CKEditor learns of our Kazakh texts once it is there itself.
        js = ["ckeditor/ckeditor/ckeditor.js", "news/ckeditor-kk.js"]

    template_name = "admin/news/event/body_editor.html"
    photos = ()

    def __init__(self, attrs=None):
        super().__init__(template_name=self.template_name, attrs=attrs)

    def get_context(self, name, value, attrs):
        # Forms copy their widgets but not the widgets' settings.
        self.config = {
            **self.config,
            "contentsCss": static("news/editor.css"),
            "contentsLanguage": self.attrs.get("lang", ""),
        }
        context = super().get_context(name, value, attrs)
        context["widget"]["photos"] = self.photos
        return context


class BodyFormField(forms.CharField):
    """A body: pictures are visible in the editor, and only clean HTML leaves the field."""

    def prepare_value(self, value):
        return with_pictures(sanitize_body(value))

    def clean(self, value):
        return sanitize_body(super().clean(value))

    def has_changed(self, initial, data):
        return sanitize_body(initial) != sanitize_body(data)


def with_pictures(body):
    """A clean body with its pictures as an editor shows them."""
    photos = Photo.objects.in_bulk(photo_ids(body)) if body else {}

    def render(pk):
        if pk not in photos:
            return ""
        return format_html(
            '<p><img data-photo="{}" src="{}" alt="{}"></p>',
            pk,
            photos[pk].thumbnail_url,
            photos[pk],
        )

    return place_pictures(body, render)


class EventForm(NamedEntryForm):
    """Refuses once to write over what somebody else saved since the form was opened."""

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    named_by = ("title",)
    name_is_missing = _("Give the title in the source language.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        editors = [
            field.widget
            for name, field in self.fields.items()
            if isinstance(field.widget, BodyEditor)
        ]
        if editors and self.instance.pk:
            links = self.instance.event_photos.select_related("photo")
            photos = [link.photo for link in links]
            for editor in editors:
                editor.photos = photos

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
        """The version that is on the page; after a conflict was shown, the newest."""
        if self.is_bound and not self.overwritten:
            return self.data.get("seen_version", "")
        return self.instance.version

    overwritten = ()

    def _find_overwritten(self):
        seen = self.cleaned_data.get("seen_version")
        if not self.instance.pk or seen is None or seen >= self.instance.version:
            return
        entries = HistoryEntry.objects.of(self.instance).filter(version__gt=seen).order_by("pk")
        self.overwritten = [entry for entry in entries if entry.changes]
        settled = self._take_theirs()
        for entry in self.overwritten:
            names = [field_name(name) for name in entry.changes if name not in settled]
            if names:
                self.add_error(
                    None,
                    _(
                        "%(user)s saved this event after you opened it: %(fields)s. Your text is"
                        " still below. Compare, then save again to keep yours."
                    )
                    % {"user": entry.username, "fields": ", ".join(names)},
                )

    def _take_theirs(self):
        """Keep the others' text where this form did not touch it; the fields without conflict."""
        before = {}
        for entry in self.overwritten:
            for name, (old, _new) in entry.changes.items():
                before.setdefault(name, old)
        settled = set()
        self.data = self.data.copy()  # the page that asks again shows what is kept
        for name in before.keys() & set(in_languages("title", "lead", "body", "place")):
            theirs = getattr(self.instance, name) or ""
            mine = self.cleaned_data.get(name, theirs) or ""
            if mine == before[name]:
                self.cleaned_data[name] = theirs
                self.data[name] = theirs
            elif mine != theirs:
                continue
            settled.add(name)
        return settled

    def clean(self):
        super().clean()
        self._find_overwritten()
        starts_at, ends_at = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if starts_at and ends_at and ends_at < starts_at:
            self.add_error("ends_at", _("The event ends before it starts."))
        return self.cleaned_data


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
