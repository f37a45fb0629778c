"""The forms that a part of a name takes in a text, for the index of names."""

from news.morphology.kazakh import inflect
from news.morphology.russian import FEMALE, MALE, decline
from news.morphology.words import fold


def forms_of_name(part, name, gender, language):
    """The forms of a part of a name of a person, folded.

    `part` is "family", "given" or "patronymic"; without a gender the forms of both count.
    """
    if not name:
        return set()
    if language == "ru":
        genders = (gender,) if gender else (MALE, FEMALE)
        return set().union(
            *(forms for one in genders for forms in decline(name, part, one).values())
        )
    if language == "kk":
        return set().union(*inflect(name).values())
    name = fold(name)
    # “James’ visit” and “James’s visit”
    return {name} | {f"{name}{mark}{ending}" for mark in "'’" for ending in ("s", "")}
