import datetime as dt
import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.models.event import Event


def make_token():
    """43 characters that nobody guesses (256 bits)."""
    return secrets.token_urlsafe(32)


def in_a_week():
    return timezone.now() + dt.timedelta(days=7)


class PreviewLinkQuerySet(models.QuerySet):
    def valid(self, at=None):
        """Links that open the preview at a moment (now, unless told otherwise)."""
        return self.filter(revoked_at=None, expires_at__gt=at or timezone.now())


class PreviewLink(models.Model):
    """A secret address at which someone without an account reads the working copy of an event."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="preview_links", verbose_name=_("event")
    )
    token = models.CharField(max_length=64, unique=True, default=make_token, editable=False)
    recipient = models.CharField(_("for whom"), max_length=200)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("ends"), default=in_a_week)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        return f"{self.event}: {self.recipient}"


class PreviewComment(models.Model):
    link = models.ForeignKey(PreviewLink, models.CASCADE, related_name="comments")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGE_NAMES)
    name = models.CharField(_("name"), max_length=200)
    text = models.TextField(_("comment"), max_length=5000)
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("comment on a preview")
        verbose_name_plural = _("comments on previews")
        ordering = ["created_at", "pk"]

    def __str__(self):
        return f"{self.name}: {self.text[:60]}"
