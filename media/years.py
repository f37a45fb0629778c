"""The years that a date may lie in: others are misprints, and no time zone reaches their ends."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FIRST, LAST = 1800, 2199


def check_year(date):
    """A validator of form fields for dates and moments."""
    if not FIRST <= date.year <= LAST:
        text = _("Give a year between %(first)s and %(last)s.")
        raise ValidationError(text % {"first": FIRST, "last": LAST})
