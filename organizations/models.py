from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from media.models import Photo


class OrganizationQuerySet(models.QuerySet):
    def public(self, visible_editions):
        """Organizations that have a public page, given the editions that the public may read."""
        named = Exists(visible_editions.filter(organizations=OuterRef("pk")))
        return self.filter(Q(is_public=True) | Q(named, is_public=None))


# Whose names changed since they were put into the index of names, and who is new.
# Another clock may have written the entry since: equal is what counts, not later.
STALE_NAMES = models.Q(names_indexed_at=None) | ~models.Q(names_indexed_at=models.F("updated_at"))


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
        null=True,
        default=True,
        choices=[
            (True, _("Yes")),
            (None, _("From the first publication on that names it")),
            (False, _("No: archived")),
        ],
        help_text=_("Archive an organization instead of deleting it."),
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    # When its names were last put into the index of names; before `updated_at`: anew.
    names_indexed_at = models.DateTimeField(null=True, editable=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name"]
        indexes = [
            # Asked before each search for names in a text: nearly always empty.
            models.Index(fields=["id"], condition=STALE_NAMES, name="organization_stale_names"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(website="")
                | Q(website__startswith="https://")
                | Q(website__startswith="http://"),
                name="organization_website_is_on_the_web",
                violation_error_message=_("The address begins with https:// or http://."),
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=models.F("pk")),
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
    is_accepted = models.BooleanField(
        _("may stand in texts"),
        default=False,
        help_text=_("An abbreviation, say. Otherwise the name above is offered instead of it."),
    )

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

    def become_own(self):
        """Change places with the organization's own name in the language."""
        organization, field = self.organization, f"name_{self.language}"
        if former := getattr(organization, field):
            organization.other_names.get_or_create(language=self.language, name=former)
        setattr(organization, field, self.name)
        organization.save()
        organization.other_names.filter(language=self.language, name=self.name).delete()
