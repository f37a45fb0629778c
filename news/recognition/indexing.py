"""The index of names: the forms that the names of the directory take, kept per entry."""

import re

from django.conf import settings
from django.db import transaction
from django.db.models import F

from news.models import NameForm
from news.morphology.forms import forms_of_name
from news.recognition.organization_names import (
    forms_of_word,
    load_organizations,
    patterns_of,
    significant,
    spellings_of_organization,
)
from news.recognition.people_names import PARTS, load_people, spellings_of_person
from news.recognition.spelling import is_latin, plain
from news.search.indexing import index_names
from organizations.models import STALE_NAMES, Organization
from people.models import Participant

BATCH = 500  # entries in one transaction
MAX_LENGTH = NameForm._meta.get_field("form").max_length


def refresh_names():
    """Index anew the entries of the directory that changed since they were, and new ones."""
    people, organizations = (
        model.objects.filter(STALE_NAMES).order_by().values("pk")
        for model in (Participant, Organization)
    )
    if not people.union(organizations, all=True)[:1]:
        return
    for model, index in ((Participant, index_people), (Organization, index_organizations)):
        while _index_batch(model, index):
            pass


@transaction.atomic
def _index_batch(model, index):
    """Index some stale entries; return how many. Those that somebody is saving wait."""
    # Whoever holds them indexes them after saving; to wait for them here might be for ever.
    stale = model.objects.filter(STALE_NAMES).select_for_update(skip_locked=True, no_key=True)
    pks = list(stale.order_by("pk").values_list("pk", flat=True)[:BATCH])
    index(model.objects.filter(pk__in=pks))
    return len(pks)


def index_people(people):
    """Write the forms of their names, and what search finds them by: a queryset."""
    _write("participant", people, _forms_of_people)
    index_names(people=people)


def index_organizations(organizations):
    """The same for organizations."""
    _write("organization", organizations, _forms_of_organizations)
    index_names(organizations=organizations)


def _write(column, entries, forms_of):
    pks = list(entries.values_list("pk", flat=True))
    NameForm.objects.filter(**{f"{column}__in": pks}).delete()
    NameForm.objects.bulk_create(
        (
            NameForm(language=language, part=part, form=form, **{f"{column}_id": pk})
            for pk, language, part, form in forms_of(pks)
            if len(form) <= MAX_LENGTH
        ),
        batch_size=2000,
    )
    entries.update(names_indexed_at=F("updated_at"))


def _forms_of_people(pks):
    for pk, gender, names, others in load_people(pks):
        for language in settings.PRESS_LANGUAGES:
            found = {
                (part, form)
                for spelling in spellings_of_person(pk, gender, names, others, language)
                # The family name alone leads to a spelling of the other language.
                for part in (PARTS[:1] if spelling.is_borrowed else PARTS)
                for form in _forms_of_part(part, getattr(spelling, part), gender, language)
            }
            for part, form in sorted(found):
                yield pk, language, part, form


def _forms_of_part(part, name, gender, language):
    if not name:
        return set()
    rules = "en" if is_latin(name) else language
    found = set()
    for word in {name, re.split(r"\s+", name)[-1]}:  # of «ван Дейк» also the last word
        found |= forms_of_name(part, plain(word, language), gender, rules)
    return found


def _forms_of_organizations(pks):
    for pk, names, others in load_organizations(pks):
        for language in settings.PRESS_LANGUAGES:
            found = {
                (_part_of(pattern), form)
                for spelling in spellings_of_organization(pk, names, others, language)
                for pattern in patterns_of(spelling.name, language)
                for form in forms_of_word(significant(pattern.words, language), language)
            }
            for part, form in sorted(found):
                yield pk, language, part, form


def _part_of(pattern):
    return NameForm.Part.ABBREVIATION if pattern.abbreviation else NameForm.Part.ORGANIZATION
