import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# A moment is taken, then the entry written: in between lies no delay that anybody asked for.
AT_ONCE = dt.timedelta(minutes=1)
# What is written down of an account is for superusers only.
ACCOUNTS = ("auth.user", "auth.group")
OF_ACCOUNTS = (
    "signed_in",
    "signed_out",
    "sign_in_failed",
    "rights_changed",
    "password_changed",
)


class HistoryQuerySet(models.QuerySet):
    def readable_by(self, user):
        """The entries that a user with access to the audit log may read."""
        if user.is_superuser:
            return self
        return self.exclude(Q(action__in=OF_ACCOUNTS) | Q(model__in=ACCOUNTS))

    def of(self, obj, *merged):
        """The entries of one object, newest first; also of those by id that were merged into it."""
        return self.filter(model=obj._meta.label_lower, object_id__in=[obj.pk, *merged])

    def record(self, action, obj, user, **details):
        """Write down what a user just did to an object; `details` are fields of the entry."""
        entry = self.about(action, obj, user, **details)
        entry.save(force_insert=True)
        return entry

    def about(self, action, obj, user, **details):
        """The entry that `record` writes, for those who write many at once."""
        return self.model(
            action=action,
            model=obj._meta.label_lower if obj else "",
            object_id=obj.pk if obj else None,
            object_name=str(obj)[:300] if obj else "",
            user=user if getattr(user, "pk", None) else None,
            **{"username": user.get_username() if user else "", **details},
        )


class HistoryEntry(models.Model):
    """Who did what, when: never changed, never deleted with its object or its user.

    `changes` is `{field: [before, after]}` as `news.desk.snapshots` writes down an object.
    """

    class Action(models.TextChoices):
        # Of the working copy
        CREATED = "created", _("Added")
        IMPORTED = "imported", _("Added from a file")
        CHANGED = "changed", _("Changed")
        REVERTED = "reverted", _("Brought back from an edition")
        DELETED = "deleted", _("Deleted")
        MERGED = "merged", _("Merged with a duplicate")
        UNMERGED = "unmerged", _("Merge undone")
        # Of the review
        SUBMITTED = "submitted", _("Sent for review")
        SENT_BACK = "sent_back", _("Sent back")
        REOPENED = "reopened", _("Back in review after a change")
        APPROVED = "approved", _("Approved")
        FORCED = "forced", _("Approved without a second pair of eyes")
        MARK_CLEARED = "mark_cleared", _("Approved afterwards by a second pair of eyes")
        # Of what the public reads
        PUBLISHED = "published", _("Published")
        CORRECTED = "corrected", _("Corrected")
        SILENTLY_CORRECTED = "silent", _("Corrected without a note")
        SCHEDULED = "scheduled", _("Scheduled")
        RESCHEDULED = "rescheduled", _("Scheduled for another time")
        UNSCHEDULED = "unscheduled", _("Schedule cancelled")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        REDIRECTED = "redirected", _("Withdrawn, leads to another event")
        RESTORED = "restored", _("Public again")
        # Of previews
        LINK_MADE = "link_made", _("Preview link made")
        LINK_REVOKED = "link_revoked", _("Preview link revoked")
        COMMENTED = "commented", _("Comment on the preview")
        # Of accounts
        SIGNED_IN = "signed_in", _("Signed in")
        SIGNED_OUT = "signed_out", _("Signed out")
        SIGN_IN_FAILED = "sign_in_failed", _("Failed to sign in")
        RIGHTS_CHANGED = "rights_changed", _("Rights changed")
        PASSWORD_CHANGED = "password_changed", _("Password changed")

    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("user"),
    )
    username = models.CharField(_("user name"), max_length=150, blank=True)
    action = models.CharField(_("action"), max_length=20, choices=Action)
    model = models.CharField(_("kind of object"), max_length=100, blank=True)
    object_id = models.BigIntegerField(_("number of the object"), null=True, blank=True)
    object_name = models.CharField(_("object"), max_length=300, blank=True)
    version = models.PositiveIntegerField(_("version"), null=True, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    effective_at = models.DateTimeField(_("takes effect"), null=True, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    changes = models.JSONField(_("changes"), default=dict, blank=True)
    address = models.GenericIPAddressField(_("network address"), null=True, blank=True)

    objects = HistoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("audit log")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["model", "object_id", "-at"], name="history_of_object"),
        ]

    def __str__(self):
        return f"{self.get_action_display()}: {self.object_name}"

    @property
    def takes_effect_at(self):
        """The moment to come at which it takes effect, or None where it did so at once."""
        if self.effective_at is None or self.action == HistoryEntry.Action.LINK_MADE:
            return None
        return self.effective_at if self.effective_at > self.at + AT_ONCE else None

    @property
    def ends_at(self):
        """The end of the preview link that was made."""
        return self.effective_at if self.action == HistoryEntry.Action.LINK_MADE else None

    @property
    def who(self):
        """The full name of the user, or the user name as it was when the account is gone."""
        if self.action == HistoryEntry.Action.COMMENTED:
            return gettext("Guest")
        return (self.user and self.user.get_full_name()) or self.username
