from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from media.models import Photo
from organizations.models import STALE_NAMES, Organization

# «Маратович», «Маратовна», «Маратұлы», «Маратқызы»
OF_PATRONYMICS = (
    *("вич", "вна", "чна", "ұлы", "улы", "қызы", "кызы"),
    *("vich", "vna", "chna", "uly", "qyzy", "kyzy"),
)


def parts_of_name(name):
    """Given name, patronymic and family name of «Ерлан Сериков» or «Сериков Ерлан Маратович»."""
    *given, family = name.split()
    if len(given) == 2 and family.lower().endswith(OF_PATRONYMICS):
        return given[1], family, given[0]
    if len(given) == 2 and given[1].lower().endswith(OF_PATRONYMICS):
        return given[0], given[1], family
    return " ".join(given), "", family


class ParticipantQuerySet(models.QuerySet):
    def public(self, visible_editions):
        """People who have a public page, given the editions that the public may read."""
        named = Exists(visible_editions.filter(people=OuterRef("pk")))
        return self.filter(Q(is_public=True) | Q(named, is_public=None))


class Participant(models.Model):
    """A person whom releases name (Popolo's terms for the parts of a name)."""

    class Gender(models.TextChoices):
        FEMALE = "female", _("female")
        MALE = "male", _("male")

    family_name = models.CharField(_("family name"), max_length=100)
    given_name = models.CharField(
        _("given name"), max_length=100, blank=True, help_text=_("Or its initial with a full stop.")
    )
    patronymic_name = models.CharField(_("patronymic"), max_length=100, blank=True)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender, blank=True)
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    portrait = models.ForeignKey(
        Photo, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("portrait")
    )
    biography = models.TextField(_("biography"), blank=True)
    is_public = models.BooleanField(
        _("has a public page"),
        null=True,
        default=True,
        choices=[
            (True, _("Yes")),
            (None, _("From the first publication on that names them")),
            (False, _("No: archived")),
        ],
        help_text=_("Archive a person instead of deleting them."),
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)
    # When its names were last put into the index of names; before `updated_at`: anew.
    names_indexed_at = models.DateTimeField(null=True, editable=False)

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["family_name", "given_name"]
        indexes = [models.Index(fields=["id"], condition=STALE_NAMES, name="person_stale_names")]

    def __str__(self):
        return " ".join(filter(None, (self.family_name, self.given_name, self.patronymic_name)))

    @property
    def full_name(self):
        """Given name first, as in running text."""
        return " ".join(filter(None, (self.given_name, self.family_name)))

    def name_in(self, language):
        """Given name first; empty where there is no name in the language."""
        family = getattr(self, f"family_name_{language}")
        given = getattr(self, f"given_name_{language}")
        return " ".join(filter(None, (given, family))) if family else ""


class PhotoPerson(models.Model):
    """A person in a picture, and where: a rectangle in fractions of its width and height (IPTC)."""

    photo = models.ForeignKey(
        Photo, models.CASCADE, related_name="photo_people", verbose_name=_("photo")
    )
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="photo_people", verbose_name=_("person")
    )
    x = models.FloatField(_("left edge"), null=True, blank=True)
    y = models.FloatField(_("upper edge"), null=True, blank=True)
    width = models.FloatField(_("width"), null=True, blank=True)
    height = models.FloatField(_("height"), null=True, blank=True)
    position = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("person in the picture")
        verbose_name_plural = _("people in the picture")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["photo", "participant"],
                name="photo_person_once",
                violation_error_message=_("This person is in the list already."),
            ),
            models.CheckConstraint(
                # What compares with nothing is neither true nor false, which a check lets pass.
                condition=Q(x=None, y=None, width=None, height=None)
                | Q(x__isnull=False, y__isnull=False, width__isnull=False, height__isnull=False)
                & Q(x__gte=0, y__gte=0, width__gt=0, height__gt=0)
                & Q(x__lte=1 - models.F("width"), y__lte=1 - models.F("height")),
                name="photo_person_inside",
                violation_error_message=_("The place is not inside the picture."),
            ),
        ]

    def __str__(self):
        return str(self.participant)


class ParticipantName(models.Model):
    """Another spelling under which texts name a person."""

    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="other_names", verbose_name=_("person")
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGE_NAMES)
    name = models.CharField(
        pgettext_lazy("of a person", "name"),
        max_length=300,
        help_text=_("Given name, family name."),
    )
    is_accepted = models.BooleanField(
        _("may stand in texts"),
        default=False,
        help_text=_("A pen name, say. Otherwise the name above is offered instead of it."),
    )

    class Meta:
        verbose_name = pgettext_lazy("of a person", "other name")
        verbose_name_plural = pgettext_lazy("of a person", "other names")
        ordering = ["language", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "language", "name"],
                name="participant_other_name_once",
                violation_error_message=_("This name is in the list already."),
            ),
        ]

    def __str__(self):
        return self.name

    def become_own(self):
        """Change places with the person's own name in the language; a patronymic stays."""
        person, language = self.participant, self.language
        given, patronymic, family = parts_of_name(self.name)
        if former := person.name_in(language):
            person.other_names.get_or_create(language=language, name=former)
        setattr(person, f"given_name_{language}", given)
        setattr(person, f"family_name_{language}", family)
        if patronymic:
            setattr(person, f"patronymic_name_{language}", patronymic)
        person.save()
        person.other_names.filter(
            language=language, name__in=[self.name, person.name_in(language)]
        ).delete()


class Position(models.Model):
    """An office that a person holds or held."""

    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="positions", verbose_name=_("person")
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        verbose_name=_("organization"),
    )
    title = models.CharField(_("office"), max_length=300)
    started_on = models.DateField(_("since"), null=True, blank=True)
    ended_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("Empty while the office is held.")
    )

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(started_on=None)
                | models.Q(ended_on=None)
                | models.Q(ended_on__gte=models.F("started_on")),
                name="position_ends_after_start",
                violation_error_message=_("The office ends before it starts."),
            ),
        ]

    def __str__(self):
        return self.title
