from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def default_staff_language():
    return settings.LANGUAGE_CODE


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
    muted_notices = models.JSONField(
        _("notices switched off"), default=list, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("staff profile")
        verbose_name_plural = _("staff profiles")

    def __str__(self):
        return str(self.user)


class Presence(models.Model):
    """Who has an event open in the administration; a browser that falls silent is gone."""

    event = models.ForeignKey("news.Event", models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    started_at = models.DateTimeField(_("since"), default=timezone.now)
    seen_at = models.DateTimeField(_("last sign"), default=timezone.now)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="presence_once")]

    def __str__(self):
        return f"{self.user}: {self.event}"
