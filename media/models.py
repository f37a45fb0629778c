from django.core.files.storage import storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from media import renditions


def originals():
    """The private storage of files as they were handed in."""
    return storages["originals"]


class Photo(models.Model):
    """A press photo: the original, never altered, and what is said of it (IPTC's terms)."""

    file = models.FileField(_("file"), storage=originals, max_length=200, editable=False)
    original_filename = models.CharField(_("file name"), max_length=255, editable=False)
    checksum = models.CharField(
        _("checksum"), max_length=64, unique=True, editable=False, help_text=_("SHA-256")
    )
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    alt_text = models.CharField(
        _("alternative text"),
        max_length=250,
        blank=True,
        help_text=_("What the picture shows, for those who cannot see it. Not the caption."),
    )
    caption = models.CharField(
        _("caption"), max_length=500, blank=True, help_text=_("Who and what, where, when.")
    )
    creator = models.CharField(_("photographer"), max_length=200, blank=True)
    credit_line = models.CharField(
        _("credit line"),
        max_length=200,
        blank=True,
        help_text=_("As it must stand beside the picture."),
    )
    copyright_notice = models.CharField(_("copyright notice"), max_length=200, blank=True)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    focal_x = models.FloatField(
        _("focal point, from the left"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("0 is the left edge, 1 the right one."),
    )
    focal_y = models.FloatField(
        _("focal point, from the top"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("0 is the top edge, 1 the bottom one."),
    )
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focal_x__range=(0, 1), focal_y__range=(0, 1)),
                name="photo_focal_point_inside",
            ),
        ]

    def __str__(self):
        return self.caption or self.original_filename

    @property
    def thumbnail_url(self):
        """The smallest rendition."""
        return renditions.url(self.checksum, renditions.widths(self.width)[0])
