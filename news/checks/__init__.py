"""Checks of a release: each finds places that a person should look at. None keeps from saving."""

import logging
from itertools import islice

from django.conf import settings
from django.core.checks import Error
from django.utils.translation import gettext as _

from news.checks import (
    dates,
    debris,
    kazakh,
    languages,
    letters,
    linked,
    names,
    paragraphs,
    pictures,
    punctuation,
    quotations,
    roles,
    spacing,
    titles,
    weekdays,
    words,
)
from news.checks.base import FIELDS, Finding, Subject

MOST_OF_A_KIND = 200  # findings: more nobody reads

logger = logging.getLogger(__name__)

# In the order in which their findings are shown.
CHECKS = (
    paragraphs.MidSentence,
    titles.LongTitle,
    words.DoubleWord,
    words.InitialsWithoutSpace,
    letters.MixedLetters,
    kazakh.KazakhLetters,
    punctuation.StraightQuotes,
    punctuation.UnpairedQuotes,
    punctuation.UnpairedBrackets,
    spacing.Spacing,
    debris.LocalPath,
    debris.WordDebris,
    weekdays.WrongWeekday,
    dates.ImpossibleDate,
    dates.FarDate,
    roles.WrongRole,
    quotations.NoSpeaker,
    languages.ShortTranslation,
    languages.OtherNumbers,
    languages.OtherDates,
    languages.OtherNames,
    names.UnapprovedName,
    names.NameVariants,
    linked.NotLinked,
    linked.NotNamed,
    pictures.BarePhotos,
)


def check(subject):
    """The `Finding`s of all checks that are not switched off (`PRESS_CHECKS_OFF`), by place.

    Of each check the first `MOST_OF_A_KIND` of a text, and a sentence where there are more.
    """
    codes = {field: debris.codes_in(text) for field, text in subject.texts.items()}
    found = [
        finding
        for kind in CHECKS
        if kind.name not in settings.PRESS_CHECKS_OFF
        for finding in _findings(kind, subject, codes)
    ]
    order = ("", *FIELDS)  # first what is about the whole
    return sorted(found, key=lambda finding: (order.index(finding.field), finding.start))


def check_event(event):
    """The `Finding`s on what is saved of an event, for each language that has a text."""
    subjects = Subject.of_event(event, settings.PRESS_LANGUAGES)
    return {language: check(subject) for language, subject in subjects.items() if subject.texts}


def _findings(kind, subject, codes):
    """What one check finds. If it fails, the others are still heard, and the log says why."""
    try:
        found = (
            finding
            for finding in kind().find(subject)
            if kind.reads_codes or not finding.field or not _is_in(codes[finding.field], finding)
        )
        found = list(islice(found, MOST_OF_A_KIND + 1))
    except Exception:
        logger.exception("The check %s failed.", kind.name)
        return []
    if len(found) > MOST_OF_A_KIND:
        reason = _("There are more: the first %(number)d are listed.") % {"number": MOST_OF_A_KIND}
        found[MOST_OF_A_KIND] = Finding(kind.name, "", 0, 0, "", reason)
    return found


def _is_in(codes, finding):
    """Whether what a mend would change is of a code; without a mend, whether all of it is."""
    if not finding.edits:
        return finding.start < finding.end and all(codes[finding.start : finding.end])
    return any(
        any(codes[start:end]) if start < end else all(codes[max(start - 1, 0) : start + 1])
        for start, end, _new in finding.edits
    )


def unknown_names(app_configs, **options):
    """Django's system check: `PRESS_CHECKS_OFF` names checks that there are."""
    names = [kind.name for kind in CHECKS]
    return [
        Error(
            f"PRESS_CHECKS_OFF names a check that there is not: {name!r}.",
            hint=f"There are {', '.join(names)}.",
            id="news.E001",
        )
        for name in settings.PRESS_CHECKS_OFF
        if name not in names
    ]
