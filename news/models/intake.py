from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from media.models import originals
from news.models.event import Event


class Intake(models.Model):
    """A release that was handed in and waits for a person to confirm what was found in it.

    `content` is what the reader made of the file: `{"title", "paragraphs", "pictures": [{"key",
    "filename", "alt_text", "placed", "photo": id of an IntakePhoto or null}], "dropped":
    [[kind, text]], "warnings"}`. It is empty while only photos are there.
    """

    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGE_NAMES, blank=True
    )
    file = models.FileField(
        _("file"), storage=originals, upload_to="intake/%Y/%m", max_length=300, blank=True
    )
    original_filename = models.CharField(_("file name"), max_length=255, blank=True)
    checksum = models.CharField(_("checksum"), max_length=64, blank=True)
    content = models.JSONField(_("content"), default=dict, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)
    event = models.OneToOneField(
        Event, models.CASCADE, null=True, blank=True, related_name="intake", editable=False
    )

    class Meta:
        verbose_name = _("release handed in")
        verbose_name_plural = _("releases handed in")
        ordering = ["-created_at"]

    def __str__(self):
        return self.original_filename


class IntakePhoto(models.Model):
    """A photo that was handed in beside a release or stands in its document."""

    intake = models.ForeignKey(Intake, models.CASCADE, related_name="photos")
    file = models.FileField(_("file"), storage=originals, upload_to="intake/%Y/%m", max_length=300)
    original_filename = models.CharField(_("file name"), max_length=255)
    is_from_document = models.BooleanField(_("stands in the document"), default=False)

    class Meta:
        verbose_name = _("photo handed in")
        verbose_name_plural = _("photos handed in")
        ordering = ["pk"]

    def __str__(self):
        return self.original_filename
