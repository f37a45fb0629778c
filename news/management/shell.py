"""What a person names on the command line: a language, a user, an event, a moment, a sentence."""

import datetime as dt
import os

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from media.years import check_year
from news.models import Event


def shell_language():
    """The language that the shell speaks; English where the site does not."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    code = next(filter(None, names), "")[:2].lower()
    return code if code in settings.PRESS_LANGUAGES else "en"


def find_user(name):
    users = get_user_model()
    try:
        return users.objects.get_by_natural_key(name)
    except users.DoesNotExist:
        raise CommandError(_("There is no user “%(name)s”.") % {"name": name}) from None


def find_event(slug):
    try:
        return Event.objects.get(slug=slug)
    except Event.DoesNotExist:
        raise CommandError(_("There is no event “%(name)s”.") % {"name": slug}) from None


def read_languages(text):
    """The codes of `kk,ru`, each once."""
    codes = list(dict.fromkeys(code.strip() for code in text.split(",") if code.strip()))
    for code in codes:
        if code not in settings.PRESS_LANGUAGES:
            raise CommandError(
                _("There is no language “%(name)s”; there are %(languages)s.")
                % {"name": code, "languages": ", ".join(settings.PRESS_LANGUAGES)}
            )
    return codes


def read_moment(text):
    """A moment to come, as in ISO 8601; one without a zone is in that of the press service."""
    try:
        moment = dt.datetime.fromisoformat(text)
        check_year(moment)
    except (ValueError, ValidationError):
        raise CommandError(
            _("“%(text)s” is no moment; write one as 2026-12-16T10:00.") % {"text": text}
        ) from None
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    if moment <= timezone.now():
        raise CommandError(_("%(text)s has passed already.") % {"text": text})
    return moment


def read_sentences(given, languages, option):
    """By language code: `ru=...` is the sentence of that language, any other one is that of the
    only language left.

    A language that nobody chose is refused: its sentence would be lost.
    """
    own, for_all = {}, ""
    for sentence in given:
        code, separator, rest = sentence.partition("=")
        if not separator or code not in settings.PRESS_LANGUAGES:
            for_all = sentence
        elif code not in languages:
            raise CommandError(
                _("“%(sentence)s” is for a language that is not among those chosen.")
                % {"sentence": sentence}
            )
        else:
            own[code] = rest
    left = [code for code in languages if code not in own]
    if for_all.strip() and len(left) > 1:
        form = " ".join(f"{option} {code}=…" for code in left)
        raise CommandError(
            _("Readers of each language need a sentence of their own: %(form)s") % {"form": form}
        )
    return {code: own.get(code, for_all) for code in languages if own.get(code, for_all).strip()}
