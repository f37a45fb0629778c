from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from media import adding, alike, renditions
from media.forms import AddPhotoForm
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
    list_filter = [alike.LooksLikeAnother, WithoutAltText, "creator", "created_at"]
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

    class Media:
        css = {"all": ["media/photos.css"]}  # noqa: RUF012
        js = ["media/alike.js"]  # noqa: RUF012

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = AddPhotoForm
        return super().get_form(request, obj, change, **kwargs)

    def save_form(self, request, form, change):
        form.added_by = request.user
        return super().save_form(request, form, change)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and obj.similar_to_id:
            context["alike"] = alike.pair(self, request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            fieldsets[0][1]["fields"][:2] = ["upload"]
        return fieldsets

    @admin.display(description=_("photo"))
    def picture(self, photo):
        if not photo.failure:
            return thumbnail(photo)
        return format_html('{}<p class="failure">{}</p>', thumbnail(photo), gettext(photo.failure))

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
        view = self.admin_site.admin_view
        return [
            path("add-photos/file/", view(self.add_file), name="media_photo_add_file"),
            path("<int:pk>/alike/", view(self.decide_alike), name="media_photo_alike"),
            path("<int:pk>/thumbnail/", view(self.show_thumbnail), name="media_photo_thumbnail"),
            *super().get_urls(),
        ]

    def add_file(self, request):
        return adding.add_file(self, request)

    def decide_alike(self, request, pk):
        return alike.decide(self, request, pk)

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
        return adding.add_many(self, request)
