from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from media.models import Photo, originals
from news.body import BodyField
from organizations.models import Organization
from people.models import Participant


def default_source_language():
    return settings.PRESS_SOURCE_LANGUAGE


def default_staff_language():
    return settings.LANGUAGE_CODE


class Topic(models.Model):
    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("address"), max_length=100, unique=True)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name"]

    def __str__(self):
        return self.name or self.slug


class Event(models.Model):
    """What the press service works on: the working copy. Saving it changes nothing in public."""

    class Kind(models.TextChoices):
        SESSION = "session", _("Session")
        FORUM = "forum", _("Forum")
        CONFERENCE = "conference", _("Conference")
        ROUND_TABLE = "round_table", _("Round table")
        BRIEFING = "briefing", _("Briefing")
        MEETING = "meeting", _("Meeting")
        VISIT = "visit", _("Visit")
        EXHIBITION = "exhibition", _("Exhibition")
        FESTIVAL = "festival", _("Festival")
        CEREMONY = "ceremony", _("Ceremony")
        COMPETITION = "competition", _("Competition")
        OTHER = "other", _("Other")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    slug = models.SlugField(
        _("address"),
        max_length=100,
        unique=True,
        help_text=_("The last part of the page's address. An old address leads to the new one."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.OTHER)
    title = models.CharField(_("title"), max_length=300)
    lead = models.TextField(
        _("lead"), blank=True, max_length=600, help_text=_("One or two sentences for lists.")
    )
    body = BodyField(_("text"), blank=True)
    starts_at = models.DateTimeField(
        _("starts"), null=True, blank=True, help_text=_("Midnight means that no hour is known.")
    )
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(
        _("place"),
        max_length=300,
        blank=True,
        help_text=_("A city or a hall; leave it empty when the venue says enough."),
    )
    venue = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="hosted_events",
        verbose_name=_("venue"),
    )
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="events", verbose_name=_("topics")
    )
    source_language = models.CharField(
        _("source language"),
        max_length=2,
        choices=settings.LANGUAGE_NAMES,
        default=default_source_language,
        help_text=_("The language in which the release was written."),
    )
    status = models.CharField(
        _("state"), max_length=10, choices=Status, default=Status.DRAFT, editable=False
    )
    origin = models.FileField(
        _("file"), storage=originals, max_length=300, blank=True, editable=False
    )
    participants = models.ManyToManyField(
        Participant, through="Participation", related_name="events"
    )
    organizations = models.ManyToManyField(
        Organization, through="EventOrganization", related_name="events"
    )
    photos = models.ManyToManyField(Photo, through="EventPhoto", related_name="events")
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = [F("starts_at").desc(nulls_first=True), "-pk"]
        indexes = [models.Index(F("starts_at").desc(), name="event_newest")]
        permissions = [
            ("publish_event", _("Can publish events")),
            ("withdraw_event", _("Can withdraw events")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gte=F("starts_at")),
                name="event_ends_after_start",
                violation_error_message=_("The event ends before it starts."),
            ),
        ]

    def __str__(self):
        return self.title or self.slug

    def text_in(self, language):
        """`{"title", "lead", "body", "place"}` in one language; never another language's text."""
        return {
            name: getattr(self, f"{name}_{language}") or ""
            for name in ("title", "lead", "body", "place")
        }


class Participation(models.Model):
    """A person at an event, in the role held there and then."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="participations", verbose_name=_("event")
    )
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="participations", verbose_name=_("person")
    )
    role = models.CharField(
        _("role at the event"),
        max_length=300,
        blank=True,
        help_text=_("The office as the release gives it; it stays when the office changes."),
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("organization"),
    )
    position = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "participant"],
                name="participation_once",
                violation_error_message=_("This person is in the list already."),
            ),
        ]

    def __str__(self):
        return f"{self.event}: {self.participant}"


class EventOrganization(models.Model):
    class Part(models.TextChoices):
        ORGANIZER = "organizer", _("Organizer")
        CO_ORGANIZER = "co_organizer", _("Co-organizer")
        GUEST = "guest", _("Guest")

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="event_organizations", verbose_name=_("event")
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="event_organizations",
        verbose_name=_("organization"),
    )
    part = models.CharField(_("part"), max_length=20, choices=Part, default=Part.ORGANIZER)
    position = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organization"],
                name="event_organization_once",
                violation_error_message=_("This organization is in the list already."),
            ),
        ]

    def __str__(self):
        return f"{self.event}: {self.organization}"


class EventPhoto(models.Model):
    event = models.ForeignKey(
        Event, models.CASCADE, related_name="event_photos", verbose_name=_("event")
    )
    photo = models.ForeignKey(
        Photo, models.PROTECT, related_name="event_photos", verbose_name=_("photo")
    )
    position = models.PositiveIntegerField(
        _("order"), default=0, help_text=_("The first photo is the lead picture.")
    )

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "photo"],
                name="event_photo_once",
                violation_error_message=_("This photo is in the list already."),
            ),
        ]

    def __str__(self):
        return f"{self.event}: {self.photo}"


class EditionQuerySet(models.QuerySet):
    def visible(self, at=None):
        """Editions the public may read at a moment (now, unless told otherwise)."""
        at = at or timezone.now()
        return self.filter(
            Q(superseded_at=None) | Q(superseded_at__gt=at),
            published_at__lte=at,
            withdrawn_at=None,
        )

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


class Edition(models.Model):
    """What the public reads: one event in one language as published, never changed afterwards.

    It is visible while `published_at <= now < superseded_at` and it is not withdrawn. `content`
    freezes what the page shows besides the text: `{"kind", "place", "venue": id,
    "lead_opens_body": the page need not say it twice,
    "people": [{"id", "role", "organization": id}], "organizations": [{"id", "part"}],
    "topics": [{"slug", "name"}], "photos": [{"id", "checksum", "width", "height", "alt_text",
    "caption", "credit_line"}]}`. `picture` is the first photo, for lists.
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
    change_note = models.TextField(_("change note"), blank=True)
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
                condition=Q(withdrawn_at=None) | ~Q(withdrawal_reason=""),
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
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="+")

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


class StaffProfile(models.Model):
    """What the site remembers of a member of staff."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="profile", verbose_name=_("user")
    )
    language = models.CharField(
        _("language of the administration"),
        max_length=2,
        choices=settings.LANGUAGE_NAMES,
        default=default_staff_language,
    )
    translates_into = models.JSONField(
        _("translates into"), default=list, blank=True, help_text=_("Languages of a translator.")
    )

    class Meta:
        verbose_name = _("staff profile")
        verbose_name_plural = _("staff profiles")

    def __str__(self):
        return str(self.user)
