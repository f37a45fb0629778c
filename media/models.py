import datetime as dt

from django.conf import settings
from django.core.files.storage import storages
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media import renditions
from media.embedding import Marks

# Who makes the renditions of a photo has it for as long; a process that dies leaves it to others.
LEASE = dt.timedelta(minutes=2)


# Letters to Unicode, nothing to the eye (Hangul fillers).
FILLERS = "\u115f\u1160\u3164\uffa0"


def says_something(text):
    """Whether an alternative text has a letter or a digit: without, nothing is read out."""
    return any(each.isalnum() and each not in FILLERS for each in text or "")


def originals():
    """The private storage of files as they were handed in."""
    return storages["originals"]


def _wake_the_maker():
    # Not above: it makes renditions of these photos.
    from media.making import maker

    maker.wake()


class PhotoQuerySet(models.QuerySet):
    def unprepared(self, at=None):
        """Photos whose renditions are not all made, and that nobody is making just now."""
        return self.filter(prepared_at=None).free(at)

    def free(self, at=None):
        """Photos whose renditions nobody is making."""
        at = at or timezone.now()
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lte=at))

    def claim(self, pk):
        """The claim if the renditions of a photo are now ours to make, for `LEASE`; else None.

        It is the moment of its end: who releases it looks whether it is still the same one.
        """
        now = timezone.now()
        # The database checks the condition again: one of several processes gets the row.
        is_mine = self.filter(pk=pk).free(now).update(claimed_until=now + LEASE)
        return now + LEASE if is_mine else None


class Photo(models.Model):
    """A press photo: the original, never altered, and what is said of it (IPTC's terms)."""

    file = models.FileField(_("file"), storage=originals, max_length=200, editable=False)
    original_filename = models.CharField(_("file name"), max_length=255, editable=False)
    checksum = models.CharField(
        _("checksum"), max_length=64, unique=True, editable=False, help_text=_("SHA-256")
    )
    # 64 bits that stay nearly the same when a picture is scaled or saved anew; none of a flat one.
    likeness = models.BigIntegerField(null=True, editable=False)
    similar_to = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("looks like"),
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
    headline = models.CharField(
        _("headline"), max_length=250, blank=True, help_text=_("A line to find the photo by.")
    )
    creator = models.CharField(_("photographer"), max_length=200, blank=True)
    credit_line = models.CharField(
        _("credit line"),
        max_length=200,
        blank=True,
        help_text=_("As it must stand beside the picture."),
    )
    copyright_notice = models.CharField(_("copyright notice"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=250, blank=True)
    keywords = models.CharField(
        _("keywords"), max_length=1000, blank=True, help_text=_("With commas between them.")
    )
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
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("added by"),
    )
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)
    # The making of the renditions: when all were there, who has it until when, why it failed.
    prepared_at = models.DateTimeField(null=True, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    failure = models.CharField(max_length=200, blank=True, editable=False)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["id"], name="photo_unprepared", condition=Q(prepared_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focal_x__range=(0, 1), focal_y__range=(0, 1)),
                name="photo_focal_point_inside",
            ),
        ]

    def __str__(self):
        return self.caption or self.headline or self.original_filename

    def save(self, *args, update_fields=None, **kwargs):
        # Other credits or another focal point ask for other renditions.
        self.prepared_at = None
        if update_fields is not None:
            update_fields = {*update_fields, "prepared_at"}
        elif not self._state.adding:
            # What was noted of their making since the object was read stays.
            names = {field.attname for field in self._meta.concrete_fields if not field.primary_key}
            update_fields = names - {"claimed_until", "failure"} - self.get_deferred_fields()
        super().save(*args, update_fields=update_fields, **kwargs)
        transaction.on_commit(_wake_the_maker)

    def repeats_caption(self, language):
        """Whether the alternative text says nothing that is not read out as the caption anyway."""
        alt_text, caption = (
            " ".join((getattr(self, f"{name}_{language}") or "").split()).rstrip(".").casefold()
            for name in ("alt_text", "caption")
        )
        return alt_text != "" and alt_text == caption

    @property
    def marks(self):
        """What its files say of the picture; the credit line as in the source language."""
        order = (settings.PRESS_SOURCE_LANGUAGE, *settings.PRESS_LANGUAGES)
        credits = (getattr(self, f"credit_line_{language}") for language in order)
        return Marks(self.creator, next(filter(None, credits), ""), self.copyright_notice)

    @property
    def focal(self):
        """The focal point in whole percent from the left and from the top."""
        return [round(self.focal_x * 100), round(self.focal_y * 100)]

    @property
    def picture(self):
        """What `media.renditions` must know of it; editions freeze the same."""
        return {
            "checksum": self.checksum,
            "width": self.width,
            "height": self.height,
            "marks": self.marks.digest,
            "focal": self.focal,
        }

    @property
    def thumbnail_url(self):
        """The smallest rendition."""
        return renditions.smallest(self.picture)
