from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.models.staff import StaffProfile


def reviewers():
    """Those who are told of what waits for review; superusers only if they are in such a group."""
    return get_user_model().objects.with_perm("news.approve_event", include_superusers=False)


class NoticeQuerySet(models.QuerySet):
    def due(self, at=None):
        """Notices to be sent at a moment (now, unless told otherwise)."""
        is_time = Q(try_again_at=None) | Q(try_again_at__lte=at or timezone.now())
        return self.filter(is_time, sent_at=None, given_up_at=None)

    def tell(self, kind, event, actor, *, comment="", languages=(), at=None, to=None):
        """Queue a notice for everyone whom it concerns and who did not switch it off.

        `to` are the ids of those whom it concerns where the event does not tell.
        """
        users = get_user_model().objects.exclude(email="")
        if kind == Notice.Kind.SUBMITTED:
            users = users.filter(pk__in=reviewers())
        else:
            if to is None:
                to = [event.created_by_id, event.submitted_by_id, event.edited_by_id]
            users = users.filter(pk__in={*to} - {None}, is_active=True)
        if actor:
            users = users.exclude(pk=actor.pk)
        muted = {
            profile.user_id
            for profile in StaffProfile.objects.filter(user__in=users)
            if kind in profile.muted_notices
        }
        queued = self.bulk_create(
            Notice(
                recipient=user,
                kind=kind,
                event=event,
                actor=actor,
                comment=comment,
                languages=list(languages),
                effective_at=at,
            )
            for user in users
            if user.pk not in muted
        )
        if queued:
            transaction.on_commit(_wake_the_sender)
        return self


def _wake_the_sender():
    # Not above: what sends the notices is made of all the models.
    from news.desk.sending import wake

    wake()


class Notice(models.Model):
    """An e-mail to a member of staff: queued with the work that it tells of, sent afterwards."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("An event waits for review")
        SENT_BACK = "sent_back", _("My event was sent back")
        APPROVED = "approved", _("My event was approved")
        PUBLISHED = "published", _("My event was published or scheduled")
        RESCHEDULED = "rescheduled", _("The publication of my event was moved")
        UNSCHEDULED = "unscheduled", _("The publication of my event was cancelled")
        WITHDRAWN = "withdrawn", _("My event was withdrawn")
        RESTORED = "restored", _("My event is public again")
        COMMENTED = "commented", _("A comment on a preview of mine")

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("to")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    event = models.ForeignKey(
        "news.Event", models.CASCADE, related_name="notices", verbose_name=_("event")
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("who did it"),
    )
    comment = models.TextField(_("comment"), blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    effective_at = models.DateTimeField(_("takes effect"), null=True, blank=True)
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    try_again_at = models.DateTimeField(_("next attempt"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["try_again_at"],
                name="notice_queue",
                condition=Q(sent_at=None, given_up_at=None),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.event}"
