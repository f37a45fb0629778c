"""How the desk names what it shows."""

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from media.language_tabs import language_name
from news.models import Event

# It is told in one sentence, from the left and from the top.
FOCAL_POINT = ("focal_x", "focal_y")


def name_of(user):
    return user.get_full_name() or user.get_username()


def moment_of(moment):
    """A moment in the zone of the press service and in the form of the interface's language."""
    return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def in_order(by_language):
    """What is kept by language code, in the order in which the site names its languages."""
    order = settings.PRESS_LANGUAGES
    codes = sorted(by_language, key=lambda code: order.index(code) if code in order else len(order))
    return {code: by_language[code] for code in codes}


def zone_label():
    """The zone in which the staff give moments: "Asia/Almaty (UTC+5)"."""
    hours, minutes = divmod(int(timezone.localtime().utcoffset().total_seconds()) // 60, 60)
    offset = f"{hours:+d}:{minutes:02d}" if minutes else f"{hours:+d}"
    return f"{timezone.get_current_timezone_name()} (UTC{offset})"


def field_name(name, model=Event, *, with_language=True):
    """The label of a field of a snapshot as a str, with the language where it has one."""
    named = {
        "people": _("Participants"),
        "organizations": _("Organizations"),
        "photos": _("Photos"),
        "captions": _("Details of photos"),
        "topic_names": _("Names of topics"),
    }
    if model is Event and name in named:
        return named[name]
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:  # written down when there was such a field
        return name
    if field.one_to_many:
        return str(capfirst(field.related_model._meta.verbose_name_plural))
    if not hasattr(field, "translated_field"):
        return str(capfirst(field.verbose_name))
    label = str(capfirst(field.translated_field.verbose_name))
    return f"{label} · {language_name(field.language)}" if with_language else label
