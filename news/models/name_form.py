from django.conf import settings
from django.db import models
from django.db.models import Q

from organizations.models import Organization
from people.models import Participant


class NameForm(models.Model):
    """A form that a name of the directory can take in a text: the index of `news.recognition`.

    Every spelling of a person or an organization, in each language and case, folded by
    `news.morphology.words.fold`; made by `news.recognition.indexing`, never by hand.
    """

    class Part(models.TextChoices):
        FAMILY = "family"
        GIVEN = "given"
        PATRONYMIC = "patronymic"
        ORGANIZATION = "organization"  # what the first word of its name is known by
        ABBREVIATION = "abbreviation"

    language = models.CharField(max_length=2, choices=settings.LANGUAGE_NAMES)
    form = models.CharField(max_length=100)
    part = models.CharField(max_length=12, choices=Part)
    participant = models.ForeignKey(
        Participant, models.CASCADE, null=True, related_name="name_forms"
    )
    organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, related_name="name_forms"
    )

    class Meta:
        indexes = [models.Index(fields=["language", "form"], name="name_form")]
        constraints = [
            models.CheckConstraint(
                condition=Q(participant=None, organization__isnull=False)
                | Q(participant__isnull=False, organization=None),
                name="name_form_of_one",
            ),
        ]

    def __str__(self):
        return self.form
