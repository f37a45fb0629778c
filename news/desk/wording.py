"""How the desk names what it shows."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from media.language_tabs import language_name
from news.models import Event


def field_name(name):
    """The label of a field of a snapshot, with the language where it has one."""
    named = {
        "people": _("Participants"),
        "organizations": _("Organizations"),
        "photos": _("Photos"),
    }
    if name in named:
        return named[name]
    base, _dash, code = name.rpartition("_")
    if base in ("title", "lead", "body", "place"):
        label = Event._meta.get_field(base).verbose_name
        return f"{capfirst(label)} · {language_name(code)}"
    return capfirst(Event._meta.get_field(name).verbose_name)
