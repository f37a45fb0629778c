from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from media.models import Photo, originals
from news.body import BodyField
from news.models.history import HistoryEntry
from news.models.notice import Notice
from organizations.models import Organization
from people.models import Participant


def default_source_language():
    return settings.PRESS_SOURCE_LANGUAGE


def _user(label, on_delete=models.SET_NULL):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=label,
    )


class Refused(Exception):
    """A step that the rules or the user's rights forbid; `reasons` are all the sentences why."""

    def __init__(self, reasons):
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))


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
        IN_REVIEW = "in_review", _("In review")
        APPROVED = "approved", _("Approved")
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
    links_names = models.BooleanField(
        _("links people and organizations"),
        default=True,
        help_text=_("The first mention of each in the text leads to its page."),
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
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    created_by = _user(_("added by"))
    edited_by = _user(_("last changed by"))
    submitted_by = _user(_("sent for review by"))
    approved_by = _user(_("approved by"))
    # Who approved their own words; only somebody else clears it, and no deleted account does.
    forced_by = _user(_("approved without a second pair of eyes by"), models.PROTECT)
    returned_at = models.DateTimeField(_("sent back at"), null=True, blank=True, editable=False)
    return_comment = models.TextField(_("why it was sent back"), blank=True, editable=False)
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
    # `updated_at` of what the index of the staff's search has; another one: anew.
    indexed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = [F("starts_at").desc(nulls_first=True), "-pk"]
        indexes = [models.Index(F("starts_at").desc(), name="event_newest")]
        permissions = [
            ("submit_event", _("Can send events for review")),
            ("approve_event", _("Can approve events and send them back")),
            ("force_approval", _("Can approve events without a second pair of eyes")),
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

    # The version counts every step, of the review and of publication as well as each edit: who
    # decides on what an earlier version showed is told so.

    # The review. Each step locks the row, checks the rule and the user's rights, and raises
    # `Refused` with every reason against it; what it does is written into the history.

    @transaction.atomic
    def edited(self, by, changes=None, action=HistoryEntry.Action.CHANGED, **details):
        """Say that the working copy was changed; an approval does not cover the change.

        `details` are further fields of the history's entry.
        """
        self._lock()
        self.edited_by = by
        was_reviewed = self.status not in (Event.Status.DRAFT, Event.Status.IN_REVIEW)
        if was_reviewed:
            self.status = Event.Status.IN_REVIEW
            self.approved_by = None
            self.submitted_by = by
        self.step("edited_by", "status", "approved_by", "submitted_by")
        self._record(action, by, changes=changes or {}, **details)
        if was_reviewed:
            self._record(HistoryEntry.Action.REOPENED, by)
            Notice.objects.tell(Notice.Kind.SUBMITTED, self, by)

    def reasons_not_to_submit(self, by, *, seen_version=None):
        reasons = self._reasons(by, "submit_event", _WHY_NOT_SUBMITTED)
        reasons += self.reasons_of_version(seen_version)
        text = self.text_in(self.source_language)
        if not text["title"].strip():
            reasons.append(gettext("The title in the source language is missing."))
        if not text["body"].strip():
            reasons.append(gettext("The text in the source language is missing."))
        if self.starts_at is None:
            reasons.append(gettext("The date of the event is missing."))
        return reasons

    @transaction.atomic
    def submit(self, *, by, comment="", seen_version=None):
        """Send a draft for review."""
        self._lock()
        self._refuse(self.reasons_not_to_submit(by, seen_version=seen_version))
        self.status = Event.Status.IN_REVIEW
        self.submitted_by = by
        self.returned_at, self.return_comment = None, ""
        self.step("status", "submitted_by", "returned_at", "return_comment")
        self._record(HistoryEntry.Action.SUBMITTED, by, comment=comment)
        Notice.objects.tell(Notice.Kind.SUBMITTED, self, by, comment=comment)

    def reasons_not_to_approve(self, by, *, force=False, seen_version=None):
        reasons = self._reasons(by, "approve_event", _WHY_NOT_APPROVED)
        reasons += self.reasons_of_version(seen_version)
        if self.edited_by_id == by.pk and not force:
            reasons.append(gettext("You changed it last: somebody else has to approve it."))
        if force and not by.has_perm("news.force_approval"):
            reasons.append(gettext("You may not approve without a second pair of eyes."))
        return reasons

    @transaction.atomic
    def approve(self, *, by, force=False, comment="", seen_version=None):
        """Approve the working copy as it is.

        With `force` one approves one's own words: the event is marked until somebody else clears
        it, be it by approving it later on. `seen_version` is the version that was read; a later
        one is not approved.
        """
        self._lock()
        self._refuse(self.reasons_not_to_approve(by, force=force, seen_version=seen_version))
        is_forced = self.edited_by_id == by.pk
        self.status = Event.Status.APPROVED
        self.approved_by = by
        is_second_pair_of_eyes = not is_forced and self.forced_by_id not in (None, by.pk)
        if is_forced:
            self.forced_by = by
        elif is_second_pair_of_eyes:
            self.forced_by = None
        self.step("status", "approved_by", "forced_by")
        action = HistoryEntry.Action.FORCED if is_forced else HistoryEntry.Action.APPROVED
        self._record(action, by, comment=comment)
        if is_second_pair_of_eyes:
            self._record(HistoryEntry.Action.MARK_CLEARED, by)
        Notice.objects.tell(Notice.Kind.APPROVED, self, by, comment=comment)

    def reasons_not_to_clear_mark(self, by, *, seen_version=None):
        reasons = self.reasons_of_version(seen_version)
        if not by.has_perm("news.approve_event"):
            reasons.append(gettext("You may not do this."))
        if self.forced_by_id is None:
            reasons.append(gettext("The event has no mark."))
        elif self.forced_by_id == by.pk:
            reasons.append(gettext("You approved it yourself: somebody else has to look at it."))
        return reasons

    @transaction.atomic
    def clear_mark(self, *, by, comment="", seen_version=None):
        """Be the second pair of eyes after a forced approval."""
        self._lock()
        self._refuse(self.reasons_not_to_clear_mark(by, seen_version=seen_version))
        self.forced_by = None
        self.step("forced_by")
        self._record(HistoryEntry.Action.MARK_CLEARED, by, comment=comment)

    def reasons_not_to_send_back(self, by, *, comment, seen_version=None):
        reasons = self._reasons(by, "approve_event", _WHY_NOT_SENT_BACK)
        reasons += self.reasons_of_version(seen_version)
        if not comment.strip():
            reasons.append(gettext("Say in a comment what is to be mended."))
        return reasons

    @transaction.atomic
    def send_back(self, *, by, comment, seen_version=None):
        """Make it a draft again and say why; what is public or scheduled stays as it is."""
        self._lock()
        self._refuse(self.reasons_not_to_send_back(by, comment=comment, seen_version=seen_version))
        self.status = Event.Status.DRAFT
        self.approved_by = None
        self.returned_at, self.return_comment = timezone.now(), comment
        self.step("status", "approved_by", "returned_at", "return_comment")
        self._record(HistoryEntry.Action.SENT_BACK, by, comment=comment)
        Notice.objects.tell(Notice.Kind.SENT_BACK, self, by, comment=comment)

    @property
    def is_approved(self):
        """Whether somebody approved the working copy as it is now."""
        return self.status not in (Event.Status.DRAFT, Event.Status.IN_REVIEW)

    def _lock(self):
        self.refresh_from_db(from_queryset=Event.objects.select_for_update())

    def _reasons(self, by, permission, why_not):
        reasons = []
        if not by.has_perm(f"news.{permission}"):
            reasons.append(gettext("You may not do this."))
        if self.status in why_not:
            reasons.append(str(why_not[self.status]))
        return reasons

    def reasons_of_version(self, seen_version):
        """Why a step that was decided on an earlier version is not taken."""
        if seen_version is None or seen_version == self.version:
            return []
        return [gettext("It was changed after you opened the page. Look at it again.")]

    def _refuse(self, reasons):
        if reasons:
            raise Refused(reasons)

    def step(self, *fields):
        """Save what a step changed; the version counts it, so that nobody decides on less."""
        self.version += 1
        self.save(update_fields=[*fields, "version", "updated_at"])

    def _record(self, action, by, **details):
        return HistoryEntry.objects.record(action, self, by, version=self.version, **details)


# By step and state, why the step is not for an event in the state.
_WHY_NOT_SUBMITTED = {
    Event.Status.IN_REVIEW: _("It waits for review already."),
    Event.Status.APPROVED: _("It is approved already: there is nothing to send."),
    Event.Status.PUBLISHED: _("It is published or scheduled already: there is nothing to send."),
    Event.Status.WITHDRAWN: _("It was approved and then withdrawn: there is nothing to send."),
}
_WHY_NOT_APPROVED = {
    Event.Status.DRAFT: _("It was not sent for review."),
    Event.Status.APPROVED: _("It is approved already."),
    Event.Status.PUBLISHED: _("It is approved already."),
    Event.Status.WITHDRAWN: _("It is approved already."),
}
_WHY_NOT_SENT_BACK = {Event.Status.DRAFT: _("It is a draft already.")}


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
