from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from media.models import Photo


class OrganizationQuerySet(models.QuerySet):
    def public(self):
        """Organizations that have a public page."""
        return self.filter(is_public=True)


class Organization(models.Model):
    class Kind(models.TextChoices):
        ASSEMBLY = "assembly", _("Assembly and its bodies")
        GOVERNMENT = "government", _("State body")
        ASSOCIATION = "association", _("Public association")
        SCIENCE = "science", _("Science")
        EDUCATION = "education", _("Education")
        CULTURE = "culture", _("Culture")
        MEDIA = "media", _("Mass media")
        INTERNATIONAL = "international", _("International organization")
        BUSINESS = "business", _("Business")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=300)
    short_name = models.CharField(
        _("short name"), max_length=100, blank=True, help_text=_("The usual abbreviation.")
    )
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    website = models.URLField(_("website"), blank=True)
    description = models.TextField(_("description"), blank=True)
    logo = models.ForeignKey(
        Photo, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    is_public = models.BooleanField(
        _("has a public page"),
        default=True,
        help_text=_("Untick this to archive an organization instead of deleting it."),
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("pk")),
                name="organization_is_not_its_own_parent",
                violation_error_message=_("An organization cannot be a part of itself."),
            ),
        ]

    def __str__(self):
        return self.name or self.slug


class OrganizationName(models.Model):
    """Another spelling or an abbreviation under which texts name an organization."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="other_names", verbose_name=_("organization")
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGE_NAMES)
    name = models.CharField(_("name"), max_length=300)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["language", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "language", "name"],
                name="organization_other_name_once",
                violation_error_message=_("This name is in the list already."),
            ),
        ]

    def __str__(self):
        return self.name
