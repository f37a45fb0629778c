"""Who of the directory may be meant by a person that seems new: slips of the pen are nobody."""

from django.conf import settings
from rapidfuzz.distance import Levenshtein

from news.morphology.words import fold
from people.models import Participant

NAMES = ("family_name", "given_name", "patronymic_name")
MOST_NEAR = 3


def near_people(people, language):
    """`{key: ids}` of the facts of new people beside whom the directory has a near name.

    That is a name with one letter more, less or other; or, where one of the two has an initial
    alone, the same family name. The same family name with another given name is of relatives.
    """
    new = [(fact, _folded(fact, NAMES)) for fact in people if _is_new(fact)]
    if not new:
        return {}
    codes = dict.fromkeys([language, *settings.PRESS_LANGUAGES])
    columns = [[f"{name}_{code}" for name in NAMES] for code in codes]
    families = Participant.objects.order_by("pk").values_list("pk", *(each[0] for each in columns))
    alike = {
        pk
        for pk, *found in families.iterator()
        for family in found
        if family and any(_edits(fold(family), names[0]) < 2 for _fact, names in new)
    }
    entries = Participant.objects.order_by("pk").in_bulk(alike)
    near = {}
    for fact, names in new:
        found = [
            pk
            for pk, entry in entries.items()
            if {fact.gender, entry.gender} != {"male", "female"}
            and any(_is_near(names, _folded(entry, each)) for each in columns)
        ]
        if found:
            near[fact.key] = tuple(found[:MOST_NEAR])
    return near


def _is_new(fact):
    return fact.participant_id is None and not fact.candidates


def _folded(entry, columns):
    return [fold(getattr(entry, column) or "").rstrip(".") for column in columns]


def _edits(one, other):
    """How many letters two names differ in, up to two."""
    return Levenshtein.distance(one, other, score_cutoff=1)


def _is_near(names, others):
    if not others[0]:
        return False
    family = _edits(names[0], others[0])
    given, other_given = names[1], others[1]
    if len(given) > 1 and len(other_given) > 1:
        patronymic = _edits(names[2], others[2]) if names[2] and others[2] else 0
        return family + _edits(given, other_given) + patronymic == 1
    is_other_initial = given[:1] != other_given[:1] and given and other_given
    if is_other_initial:  # the text or the directory may have it wrong, if nothing else is
        return family == 0 and len(given) == 1
    return family < 2
