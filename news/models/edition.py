from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from media.models import Photo
from news.models.event import Event, Topic
from organizations.models import Organization
from people.models import Participant


class EditionQuerySet(models.QuerySet):
    def visible(self, at=None):
        """Editions the public may read at a moment (now, unless told otherwise)."""
        at = at or timezone.now()
        return self.filter(
            Q(superseded_at=None) | Q(superseded_at__gt=at),
            published_at__lte=at,
            withdrawn_at=None,
        )

    def scheduled(self, at=None):
        """Editions that wait for their moment; what was replaced before it does not."""
        return self.current(at).filter(published_at__gt=at or timezone.now())

    def current(self, at=None):
        """Editions that are visible at a moment (now, unless told otherwise) or scheduled then."""
        at = at or timezone.now()
        is_replaced = Q(superseded_at__lte=at) | Q(superseded_at__lte=F("published_at"))
        return self.filter(withdrawn_at=None).exclude(is_replaced)

    def in_language(self, language):
        return self.filter(language=language)

    def newest_first(self):
        return self.order_by("-starts_at", "-pk")

    def for_list(self, *more):
        """Only what a list shows, as named tuples: making objects would cost as much again."""
        return self.values_list(
            "pk",
            "slug",
            "language",
            "title",
            "lead",
            "starts_at",
            "ends_at",
            "picture",
            *more,
            named=True,
        )

    def photos_for_list(self, **of_links):
        """A row for each photo of the editions, as named tuples.

        `of_links` are conditions on its `EditionPhoto`, whose id is `photo_link`.
        """
        conditions = {f"edition_photos__{name}": value for name, value in of_links.items()}
        # In one filter, so that the columns below are of the photos that it chose.
        photos = self.filter(edition_photos__isnull=False, **conditions)
        # Compared with any number: the column's own type is too small for marks of `prepared`.
        number = models.ExpressionWrapper(F("edition_photos__number"), models.BigIntegerField())
        return photos.annotate(photo_link=F("edition_photos"), photo_number=number).values_list(
            "pk", "slug", "title", "starts_at", "ends_at", "photo_number", "photo_link", named=True
        )


class Edition(models.Model):
    """What the public reads: one event in one language as published, never changed afterwards.

    It is visible while `published_at <= now < superseded_at` and it is not withdrawn. `content`
    freezes what the page shows besides the text: `{"kind", "place", "venue": id,
    "lead_opens_body": the page need not say it twice,
    "people": [{"id", "role", "organization": id}], "organizations": [{"id", "part"}],
    "topics": [{"id", "slug", "name"}], "photos": [{"id", "checksum", "width", "height", "marks",
    "focal": [x, y], "alt_text", "caption", "credit_line", "creator", "copyright_notice",
    "people": [{"id", "at": [x, y, width, height] in fractions or null}]}], "links_names": whether
    the text links names, "mentions": [{"kind", "id", "start", "end", "words"}]}`; see
    `media.renditions` and `news.name_links`. `picture` is the first photo, for lists.
    """

    event = models.ForeignKey(
        Event, models.PROTECT, related_name="editions", verbose_name=_("event")
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGE_NAMES)
    number = models.PositiveIntegerField(_("number"))
    slug = models.SlugField(_("address"), max_length=100)
    title = models.CharField(_("title"), max_length=300)
    lead = models.TextField(_("lead"), blank=True)
    body = models.TextField(_("text"))
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    picture = models.JSONField(_("lead picture"), null=True, blank=True)
    content = models.JSONField(_("content"), default=dict)
    published_at = models.DateTimeField(_("published at"))
    superseded_at = models.DateTimeField(_("superseded at"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawal_reason = models.TextField(_("reason for the withdrawal"), blank=True)
    # Of a withdrawn edition: the event whose page readers are led to, instead of a reason.
    redirect_to = models.ForeignKey(
        Event,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("leads to"),
    )
    change_note = models.TextField(_("change note"), blank=True)
    is_silent = models.BooleanField(
        _("small correction"), default=False, help_text=_("The page does not speak of it.")
    )
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    people = models.ManyToManyField(Participant, through="EditionPerson", related_name="editions")
    organizations = models.ManyToManyField(
        Organization, through="EditionOrganization", related_name="editions"
    )
    photos = models.ManyToManyField(Photo, through="EditionPhoto", related_name="editions")
    topics = models.ManyToManyField(Topic, through="EditionTopic", related_name="editions")

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["event", "language", "-number"]
        indexes = [
            models.Index(fields=["language", "slug"], name="edition_address"),
            models.Index(
                F("language"),
                F("starts_at").desc(),
                F("id").desc(),
                name="edition_newest",
                condition=Q(withdrawn_at=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "language", "number"], name="edition_number_once"
            ),
            models.UniqueConstraint(
                fields=["event", "language"],
                condition=Q(superseded_at=None, withdrawn_at=None),
                name="edition_one_is_open",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at=None) | Q(superseded_at__gte=F("published_at")),
                name="edition_superseded_after_published",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None)
                | ~Q(withdrawal_reason="")
                | Q(redirect_to__isnull=False),
                name="edition_withdrawn_with_reason",
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.language}, {self.number})"

    def get_absolute_url(self):
        with override(self.language):
            return reverse("event", args=[self.slug])


# What an edition names cannot be deleted: an edition is shown as long as it is kept.


class EditionPerson(models.Model):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("person of an edition")
        verbose_name_plural = _("people of editions")
        constraints = [
            models.UniqueConstraint(fields=["edition", "participant"], name="edition_person_once")
        ]

    def __str__(self):
        return str(self.edition)


class EditionOrganization(models.Model):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("organization of an edition")
        verbose_name_plural = _("organizations of editions")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "organization"], name="edition_organization_once"
            )
        ]

    def __str__(self):
        return str(self.edition)


class EditionPhoto(models.Model):
    """A photo of an edition: `number` counts from 1 in their order, `people` are in the picture."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="edition_photos")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="edition_photos")
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    people = models.ManyToManyField(Participant, related_name="edition_photos")

    class Meta:
        verbose_name = _("photo of an edition")
        verbose_name_plural = _("photos of editions")
        constraints = [
            models.UniqueConstraint(fields=["edition", "photo"], name="edition_photo_once")
        ]

    def __str__(self):
        return str(self.edition)


class EditionTopic(models.Model):
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("topic of an edition")
        verbose_name_plural = _("topics of editions")
        constraints = [
            models.UniqueConstraint(fields=["edition", "topic"], name="edition_topic_once")
        ]

    def __str__(self):
        return str(self.edition)
