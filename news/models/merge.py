from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization
from people.models import Participant

# By the label that a row keeps: rows outlive the entries they speak of.
DIRECTORY = {model._meta.label_lower: model for model in (Participant, Organization)}
KINDS = [(label, model._meta.verbose_name_plural) for label, model in DIRECTORY.items()]


def _user(label):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=label,
    )


class MergeQuerySet(models.QuerySet):
    def standing(self):
        """Merges that nobody has undone."""
        return self.filter(undone_at=None)

    def of(self, model):
        return self.filter(model=model._meta.label_lower)

    def into(self, entry):
        """`{id: name}` of the entries that went into an entry, also by way of others."""
        found, wanted = {}, [entry.pk]
        while wanted:
            merges = self.standing().of(type(entry)).filter(kept_id__in=wanted)
            names = dict(merges.values_list("dropped_id", "dropped_name"))
            found |= names
            wanted = list(names)
        return found

    def now(self, model, **dropped):
        """The entry into which a dropped one went at last, or None.

        `dropped` says which one: `dropped_id` or `dropped_slug`.
        """
        merges = self.standing().of(model).defer("moved")
        merge = merges.filter(**dropped).order_by("-pk").first()
        while merge:
            if entry := model.objects.filter(pk=merge.kept_id).first():
                return entry
            merge = merges.filter(dropped_id=merge.kept_id).first()
        return None


class Merge(models.Model):
    """Two entries of the directory made one: the dropped one is gone, until it is undone.

    `moved` is what the merge changed: `{"rows": a journal of `news.journal`, "editions":
    {edition id: {part of its content: [before, after]}}}`.
    """

    model = models.CharField(_("kind of object"), max_length=100, choices=KINDS)
    kept_id = models.BigIntegerField()
    dropped_id = models.BigIntegerField()
    kept_name = models.CharField(_("kept"), max_length=300)
    dropped_name = models.CharField(_("merged into it"), max_length=300)
    dropped_slug = models.SlugField(_("address"), max_length=100)
    moved = models.JSONField(default=dict)
    at = models.DateTimeField(_("time"), default=timezone.now)
    user = _user(_("merged by"))
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_by = _user(_("undone by"))
    remarks = models.TextField(_("what could not be taken back"), blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["model", "dropped_slug"], name="merge_address")]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "dropped_id"],
                condition=Q(undone_at=None),
                name="merge_drops_once",
            ),
        ]

    def __str__(self):
        return f"{self.dropped_name} → {self.kept_name}"


class Distinct(models.Model):
    """Two entries that look like one and are not: no longer listed as possible duplicates."""

    model = models.CharField(max_length=100, choices=KINDS)
    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    user = _user(_("user"))

    class Meta:
        verbose_name = _("pair of distinct entries")
        verbose_name_plural = _("pairs of distinct entries")
        constraints = [
            models.UniqueConstraint(
                fields=["model", "first_id", "second_id"], name="distinct_pair_once"
            ),
            models.CheckConstraint(
                condition=Q(first_id__lt=F("second_id")), name="distinct_pair_in_order"
            ),
        ]

    def __str__(self):
        return f"{self.first_id}, {self.second_id}"
