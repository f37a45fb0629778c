import logging

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action

from media import adding, alike, renditions
from media.forms import AddPhotoForm
from media.language_tabs import LanguageTabsAdmin, in_languages, language_name
from media.models import Photo, says_something

logger = logging.getLogger(__name__)

FOCAL_POINT = ("focal_x", "focal_y")
LARGE = 1600  # pixels across: as much as a screen shows


def thumbnail(photo):
    """A small picture for lists; its text stands beside it."""
    return format_html(
        '<img class="thumbnail" src="{}" alt="" loading="lazy">', photo.thumbnail_url
    )


def alt_text_marks(photo):
    """In which languages the alternative text is there, for lists."""
    marks = []
    for language in settings.PRESS_LANGUAGES:
        is_there = says_something(getattr(photo, f"alt_text_{language}"))
        word = _("there") if is_there else _("missing")
        code = "public" if is_there else "missing"
        marks.append((code, language_name(language), word, language, word))
    badges = format_html_join(
        " ",
        '<span class="badge {}" title="{}: {}">{}<span class="visually-hidden">: {}</span></span>',
        marks,
    )
    return format_html('<span class="marks">{}</span>', badges)


def large_picture(photo):
    """The rendition in which the administration shows one photo."""
    smallest, *others = renditions.offered(photo.picture, "webp")
    return [smallest, *(other for other in others if other.width <= LARGE)][-1]


class FocalSlider(forms.NumberInput):
    """A focal point is kept in whole percent of the picture's width or height."""

    input_type = "range"

    def __init__(self, attrs=None):
        super().__init__({"min": 0, "max": 1, "step": 0.01, **(attrs or {})})


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


class Photographer(admin.AllValuesFieldListFilter):
    """By photographer; also the photos of which none is known."""

    def choices(self, changelist):
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or _("not known")}


@admin.register(Photo)
class PhotoAdmin(LanguageTabsAdmin):
    list_display = ["picture", "name", "alt_texts", "creator", "size", "created_at"]
    list_display_links = ["picture", "name"]
    list_filter = [alike.LooksLikeAnother, WithoutAltText, ("creator", Photographer), "created_at"]
    date_hierarchy = "created_at"
    search_fields = [*in_languages("caption", "alt_text", "credit_line"), "headline", "keywords",
                     "place", "original_filename", "creator"]  # fmt: skip
    ordering = ["-created_at", "-pk"]
    readonly_fields = ["preview", "facts"]
    general = [
        "preview",
        FOCAL_POINT,
        "facts",
        "headline",
        ("creator", "copyright_notice"),
        ("place", "taken_at"),
        "keywords",
    ]
    formfield_overrides = {models.FloatField: {"widget": FocalSlider}}
    of_those_there = ("preview", FOCAL_POINT, "facts")  # rows that a new photo has not
    translated = always_counted = ["alt_text", "caption", "credit_line"]
    actions_list = ["add_many"]

    class Media:
        css = {"all": ["media/photos.css"]}
        js = ["media/alike.js"]

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
            # What only a picture that is there can show or be asked.
            rows = [row for row in self.general if row not in self.of_those_there]
            fieldsets[0][1]["fields"] = ["upload", *rows]
        return fieldsets

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name in FOCAL_POINT:
            field.help_text = (
                _("Click what must be in every crop, or move the sliders.")
                if db_field.name == FOCAL_POINT[0]
                else ""
            )
        return field

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
        return format_html(
            '<div class="focal-point" data-ratios="{}"><div class="picture">'
            '<img class="preview" src="{}" alt="{}" width="{}" height="{}"></div></div>',
            " ".join(renditions.CROPS),
            large_picture(photo).url,
            photo.alt_text or photo.original_filename,
            photo.width,
            photo.height,
        )

    @admin.display(description=_("file"))
    def facts(self, photo):
        """The file, and why no picture could be made of it."""
        return format_html(
            '{}, {} × {} · <a href="{}">{}</a>{}',
            photo.original_filename,
            photo.width,
            photo.height,
            reverse("admin:media_photo_original", args=[photo.pk]),
            _("Download the original"),
            format_html('<p class="failure">{}</p>', gettext(photo.failure))
            if photo.failure
            else "",
        )

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("add-photos/file/", view(self.add_file), name="media_photo_add_file"),
            path("<int:pk>/alike/", view(self.decide_alike), name="media_photo_alike"),
            path("<int:pk>/original/", view(self.download_original), name="media_photo_original"),
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

    def download_original(self, request, pk):
        """The file as it was handed in, byte for byte; not for browsers to open."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        photo = get_object_or_404(Photo, pk=pk)
        try:
            file = photo.file.open()
        except FileNotFoundError:
            raise Http404 from None
        except OSError as error:
            logger.warning("The original of photo %s cannot be read: %s", photo.pk, error)
            sentence = _(
                "“%(name)s” cannot be read just now. Try again in some minutes;"
                " if that does not help, tell the administrator."
            )
            return HttpResponse(
                sentence % {"name": photo.original_filename},
                status=503,
                content_type="text/plain; charset=utf-8",
                headers={"Cache-Control": "no-store", "Retry-After": "60"},
            )
        return FileResponse(
            file,
            as_attachment=True,
            filename=photo.original_filename,
            content_type="application/octet-stream",
            headers={"X-Content-Type-Options": "nosniff"},
        )

    @action(
        description=_("Add photos"),
        url_path="add-photos",
        icon="add_photo_alternate",
        permissions=["add"],
    )
    def add_many(self, request):
        return adding.add_many(self, request)
