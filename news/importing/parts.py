"""Which part organizations have in an event, by the words beside their names."""

import re

from news.models import EventOrganization

ORGANIZER, CO_ORGANIZER = EventOrganization.Part.ORGANIZER, EventOrganization.Part.CO_ORGANIZER
# What stands right before a name, and what stands right after it: of this a Kazakh case may be.
BEFORE = {
    ORGANIZER: re.compile(
        r"\b(организатор\w*( \w+){0,2}|организован\w*|организовал\w*|по инициативе"
        r"|ұйымдастырушы\w*( \w+)?|organi[sz]ers?( of)?( \w+){0,3}|(organi[sz]ed|hosted) by"
        r"|on the initiative of)\W*(the )?$",
        re.IGNORECASE,
    ),
    CO_ORGANIZER: re.compile(
        r"\b(совместно со?|при (\w+ )?поддержке|(together|jointly) with"
        r"|with (the )?support (of|from)|supported by)\W*(the )?$",
        re.IGNORECASE,
    ),
}
AFTER = {
    ORGANIZER: re.compile(
        r"^\S*\s+((выступил\w*|является|стал\w*) организатор|организовал|ұйымдастыр|бастамасымен"
        r"|organi[sz]ed|(is|was) the organi[sz]er)",
        re.IGNORECASE,
    ),
    CO_ORGANIZER: re.compile(r"^\S*\s+(бірлес|бірге|(\w+ )?қолдауымен)", re.IGNORECASE),
}
BETWEEN = re.compile(r"^\S{0,4}\s*(,|и|және|мен|пен|бен|and)\s+(the )?$", re.IGNORECASE)


def parts_of(text, places):
    """`{key: part}` of those that the text says organize; `places` are `(start, end, key)`.

    Names in a row share the word that stands before the first of them or after the last. Without
    any word for it the first of all is the organizer. Whoever is only named has no part.
    """
    places = sorted(places)
    befores = [text[:start].rpartition("\n")[2][-60:] for start, _end, _key in places]
    afters = [text[end : end + 40].partition("\n")[0] for _start, end, _key in places]
    said = [_cue(BEFORE, before) for before in befores]
    behind = [_cue(AFTER, after) for after in afters]
    is_row = [
        bool(BETWEEN.search(text[one[1] : other[0]]))
        for one, other in zip(places, places[1:], strict=False)
    ]
    for index, follows in enumerate(is_row):
        if follows and not said[index + 1]:
            said[index + 1] = said[index]
    for index in reversed(range(len(is_row))):
        if is_row[index] and not behind[index]:
            behind[index] = behind[index + 1]
    parts = {}
    for (_start, _end, key), before, after in zip(places, said, behind, strict=True):
        if part := before or after:
            parts.setdefault(key, part)
    if places and ORGANIZER not in parts.values():
        parts.setdefault(places[0][2], ORGANIZER)
    return parts


def _cue(cues, words):
    return next((part for part, cue in cues.items() if cue.search(words)), None)
