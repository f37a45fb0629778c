from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action

from media import renditions
from media.forms import AddPhotoForm, AddPhotosForm
from media.language_tabs import LanguageTabsAdmin, in_languages, language_name
from media.models import Photo


def thumbnail(photo):
    """A small picture for lists; its text stands beside it."""
    return format_html(
        '<img class="thumbnail" src="{}" alt="" loading="lazy">', photo.thumbnail_url
    )


def alt_text_marks(photo):
    """In which languages the alternative text is there, for lists."""
    marks = []
    for language in settings.PRESS_LANGUAGES:
        is_there = bool(getattr(photo, f"alt_text_{language}"))
        word = _("there") if is_there else _("missing")
        code = "public" if is_there else "missing"
        marks.append((code, language_name(language), word, language, word))
    badges = format_html_join(
        " ",
        '<span class="badge {}" title="{}: {}">{}<span class="visually-hidden">: {}</span></span>',
        marks,
    )
    return format_html('<span class="marks">{}</span>', badges)


class WithoutAltText(admin.SimpleListFilter):
    """Photos of events that say nothing to those who cannot see them."""

    title = _("in events, without alternative text")
    parameter_name = "without_alt_text"

    def lookups(self, request, model_admin):
        return [(code, language_name(code)) for code in settings.PRESS_LANGUAGES]

    def queryset(self, request, queryset):
        if self.value() not in settings.PRESS_LANGUAGES:
            return queryset
        has_text = Q(**{f"alt_text_{self.value()}__gt": ""})
        return queryset.filter(~has_text, event_photos__isnull=False).distinct()


@admin.register(Photo)
class PhotoAdmin(LanguageTabsAdmin):
    list_display = ["picture", "name", "alt_texts", "creator", "size", "created_at"]
    list_display_links = ["picture", "name"]
    list_filter = [WithoutAltText, "creator", "created_at"]
    date_hierarchy = "created_at"
    search_fields = [*in_languages("caption", "alt_text", "credit_line"), "original_filename",
                     "creator"]  # fmt: skip
    ordering = ["-created_at", "-pk"]
    readonly_fields = ["preview", "facts"]
    general = [
        "preview",
        "facts",
        ("creator", "copyright_notice"),
        "taken_at",
        ("focal_x", "focal_y"),
    ]
    translated = always_counted = ["alt_text", "caption", "credit_line"]
    actions_list = ["add_many"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = AddPhotoForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            fieldsets[0][1]["fields"][:2] = ["upload"]
        return fieldsets

    @admin.display(description=_("photo"))
    def picture(self, photo):
        return thumbnail(photo)

    @admin.display(description=_("caption"), ordering="original_filename")
    def name(self, photo):
        return str(photo)

    @admin.display(description=_("alternative text"))
    def alt_texts(self, photo):
        return alt_text_marks(photo)

    @admin.display(description=_("size"), ordering="width")
    def size(self, photo):
        return f"{photo.width} × {photo.height}"

    @admin.display(description=_("photo"))
    def preview(self, photo):
        rendition = renditions.offered(photo.picture, "webp")[-1]
        return format_html(
            '<img class="preview" src="{}" alt="{}">',
            rendition.url,
            photo.alt_text or photo.original_filename,
        )

    @admin.display(description=_("file"))
    def facts(self, photo):
        return f"{photo.original_filename}, {photo.width} × {photo.height}"

    def get_urls(self):
        thumbnails = path(
            "<int:pk>/thumbnail/",
            self.admin_site.admin_view(self.show_thumbnail),
            name="media_photo_thumbnail",
        )
        return [thumbnails, *super().get_urls()]

    def show_thumbnail(self, request, pk):
        """Lead to the thumbnail of a photo that was just chosen in a form."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(get_object_or_404(Photo, pk=pk).thumbnail_url)

    @action(
        description=_("Add photos"),
        url_path="add-photos",
        icon="add_photo_alternate",
        permissions=["add"],
    )
    def add_many(self, request):
        form = AddPhotosForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            added, known, refused = form.save()
            for photo in added:
                self.log_addition(request, photo, [{"added": {}}])
            if added:
                text = ngettext("%d photo was added.", "%d photos were added.", len(added))
                messages.success(request, text % len(added))
            for photo in known:
                link = reverse("admin:media_photo_change", args=[photo.pk])
                text = _("This photo is in the library already:")
                messages.info(request, format_html('{} <a href="{}">{}</a>', text, link, photo))
            if not refused:
                return HttpResponseRedirect(reverse("admin:media_photo_changelist"))
            # Those that could not be taken stay named beside the field.
            form.add_error("files", refused)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Add photos"),
            "opts": self.opts,
            "form": form,
        }
        return TemplateResponse(request, "admin/media/photo/add_photos.html", context)
