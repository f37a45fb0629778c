"""What differs between two states of an event or of an entry of the directory, to be read."""

import datetime as dt
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import formats, timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media.models import Photo
from news.body import BodyField, photo_ids
from news.desk.differences import addresses_of, in_words, text_of
from news.desk.snapshots import PLACE, differences, snapshot_of_edition
from news.desk.wording import FOCAL_POINT, field_name
from news.models import Event, EventOrganization, HistoryEntry, Participation, Topic
from organizations.models import Organization
from people.models import Participant

ADDED, REMOVED, CHANGED, MOVED = "added", "removed", "changed", "moved"
WORDS = {
    ADDED: gettext_lazy("added"),
    REMOVED: gettext_lazy("taken out"),
    CHANGED: gettext_lazy("changed"),
}
# What the rows of an event's lists are, and what they name.
LISTS = {
    "people": (Participation, Participant),
    "organizations": (EventOrganization, Organization),
    "photos": (Photo, Photo),
    "topics": (Topic, Topic),
    "captions": (Photo, Photo),
    "topic_names": (Topic, Topic),
}
# The credits that the files of a photo carry, as a digest, and what they are made of.
MARKS = "marks"
CREDITS = ("creator", "copyright_notice", "credit_line")


@dataclass(frozen=True)
class Row:
    """A person, an organization, a photo, an office: what happened to it and to its fields."""

    name: str
    state: str
    words: str
    thumbnail: str = ""
    fields: tuple = ()


@dataclass(frozen=True)
class Difference:
    """A field and how it differs: `html` in words, or the `rows` of a list; `note` is a remark."""

    field: str
    label: str
    html: str = ""
    language: str = ""
    note: str = ""
    rows: tuple = ()


@dataclass(frozen=True)
class Comparison:
    differences: tuple
    unchanged: tuple  # labels

    def __bool__(self):
        return bool(self.differences)


def compare(before, after):
    """The `Comparison` of two editions of one language; the working copy is an unsaved one."""
    mine, others = snapshot_of_edition(before), snapshot_of_edition(after)
    changes = differences(mine, others)
    (found,) = describe_all([(Event, changes)], with_language=False)
    same = (field_name(name, with_language=False) for name in others if name not in changes)
    return Comparison(tuple(found), tuple(same))


def describe_all(states, **options):
    """A list of `Difference` for each `(model, changes)`, with one query a model that they name."""
    names = Names(named for state in states for named in _named_in(*state))
    return [_describe(model, changes, names, **options) for model, changes in states]


class Names:
    """What the directory calls the entries of some `(model, id)`, also those that are gone."""

    def __init__(self, wanted):
        ids = {}
        for model, pk in wanted:
            ids.setdefault(model, set()).add(int(pk))
        self.found = {model: model.objects.in_bulk(pks) for model, pks in ids.items()}
        gone = {model: pks - self.found[model].keys() for model, pks in ids.items()}
        self.gone = {
            (entry.model, entry.object_id): entry.object_name
            for model, pks in gone.items()
            if pks
            for entry in HistoryEntry.objects.filter(
                model=model._meta.label_lower,
                object_id__in=pks,
                action__in=[HistoryEntry.Action.DELETED, HistoryEntry.Action.MERGED],
            )
        }

    def has(self, model, pk):
        return pk in self.found[model]

    def of(self, model, pk):
        """The name, also of what is gone."""
        entry = self.found[model].get(int(pk))
        if entry is not None:
            return str(entry)
        name = self.gone.get((model._meta.label_lower, int(pk)))
        return name or _("no longer there, number %(number)s") % {"number": pk}

    def thumbnail(self, model, pk):
        photo = self.found[model].get(int(pk)) if model is Photo else None
        return photo.thumbnail_url if photo else ""

    def pictures(self):
        """The names of photos by id, for a text."""
        return {pk: str(photo) for pk, photo in self.found.get(Photo, {}).items()}


def _named_in(model, changes):
    """Every `(model, id)` that the values of changed fields name."""
    for name, values in changes.items():
        kind = _list_of(model, name)
        for value in values:
            if kind:
                rows = _rows(value)
                if kind[1]:
                    yield from ((kind[1], pk) for pk in rows)
                for fields in rows.values():
                    yield from _named_in(kind[0], {key: [fields[key]] for key in fields})
            elif value and name == "photo_people":
                yield from ((Participant, row["participant"]) for row in value.values())
            elif value and isinstance(field := _field(model, name), models.ForeignKey):
                yield field.related_model, value
            elif value and isinstance(field, BodyField):
                yield from ((Photo, pk) for pk in photo_ids(value))


def _field(model, name):
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:  # a place in an order, or a field of former times
        return None


def _list_of(model, name):
    """Of a field that holds rows: their model, and the model whose ids their keys are, if any."""
    if model is Event and name in LISTS:
        return LISTS[name]
    field = _field(model, name)
    if field and field.one_to_many and name != "photo_people":  # told as a text
        return field.related_model, None
    return None


def _rows(value):
    """Rows by id; a list of ids is one of rows without fields."""
    if isinstance(value, list):
        return {str(pk): {"position": place} for place, pk in enumerate(value)}
    return value or {}


def _describe(model, changes, names, *, with_language=True, is_short=False):
    """The `Difference` of each field of `{field: [before, after]}`."""
    found = []
    for name in sorted(changes, key=partial(_place_of, model)):
        before, after = changes[name]
        if model is Photo and _is_told_by_another(name, changes):
            continue
        label = field_name(name, model, with_language=with_language)
        if kind := _list_of(model, name):
            rows = _row_differences(*kind, before, after, names, with_language)
            if rows:
                found.append(Difference(name, label, rows=rows))
            continue
        field = _field(model, name)
        if name == MARKS:
            found.append(Difference(name, _("Credits in the files"), _("changed")))
            continue
        if name in FOCAL_POINT:
            label = _("Focal point")
            mine, others = (_focal_point(changes, side) for side in (0, 1))
        else:
            mine, others = (_text(field, value, names) for value in (before, after))
        note, rows = "", ()
        if isinstance(field, BodyField):
            rows = _link_differences(before, after)
            if mine == others:
                note = _("The words are the same; headings, emphasis or links changed.")
        html = "" if note else in_words(mine, others, is_short=is_short)
        language = getattr(field, "language", "")
        found.append(Difference(name, label, html, language, note, rows))
    return found


def _is_told_by_another(name, changes):
    """Whether the same change of a photo stands under another name."""
    if name == MARKS:
        return any(field.startswith(CREDITS) for field in changes)
    return name == FOCAL_POINT[1] and FOCAL_POINT[0] in changes


def _focal_point(changes, side):
    """The one or the two numbers of a focal point that changed, in words."""
    words = zip(
        FOCAL_POINT,
        (_("%(number)s %% from the left"), _("%(number)s %% from the top")),
        strict=True,
    )
    return ", ".join(
        text % {"number": round(changes[name][side] * 100)}
        for name, text in words
        if name in changes and changes[name][side] is not None
    )


def _people_in_picture(rows, names):
    """A line for each, in their order, with the place if it is known."""
    return "\n".join(
        _in_picture(names.of(Participant, row["participant"]), *(row.get(name) for name in PLACE))
        for row in (rows[pk] for pk in _in_order(rows))
    )


def _in_picture(name, x, y, width, height):
    if x is None:
        return name
    edges = (x, x + width, y, y + height)
    left, right, top, bottom = (round(edge * 100) for edge in edges)
    place = _("%(left)s–%(right)s %% from the left, %(top)s–%(bottom)s %% from the top")
    place = place % {"left": left, "right": right, "top": top, "bottom": bottom}
    return f"{name}: {place}"


def _place_of(model, name):
    """Texts first, lists last, else as the model has it: PostgreSQL keeps no order of keys."""
    field = _field(model, name)
    is_text = hasattr(field, "translated_field")
    order = [*LISTS, *(field.name for field in model._meta.get_fields())]
    return (
        _list_of(model, name) is not None or name == "photo_people",
        not is_text,
        order.index(name) if name in order else len(order),
    )


def _text(field, value, names):
    """A value of a field as a person reads it, in plain text."""
    if field is None:
        return str(value or "")
    if field.name == "photo_people":
        return _people_in_picture(value or {}, names)
    choices = dict(field.flatchoices)
    if value in choices:
        return str(choices[value])
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, models.ForeignKey):
        return names.of(field.related_model, value)
    if isinstance(field, BodyField):
        return text_of(value, names.pictures())
    if isinstance(field, models.DateTimeField):
        moment = timezone.localtime(parse_datetime(value))
        if moment.time() == dt.time():  # midnight: no hour is known
            return formats.date_format(moment, "DATE_FORMAT")
        return formats.date_format(moment, "DATETIME_FORMAT")
    if isinstance(field, models.DateField):
        return formats.date_format(parse_date(value), "DATE_FORMAT")
    return formats.localize(value) if isinstance(value, float) else str(value)


def _row_differences(model, named, before, after, names, with_language):
    """A `Row` for each that came, went, changed or moved, in the order of `after`."""
    mine, others = _rows(before), _rows(after)
    moved = _moved(_in_order(mine), _in_order(others))
    rows = []
    for pk in [*_in_order(others), *(pk for pk in _in_order(mine) if pk not in others)]:
        state = CHANGED if pk in mine and pk in others else ADDED if pk in others else REMOVED
        changes = differences(
            mine.get(pk, {}) if state != REMOVED else dict.fromkeys(mine[pk]),
            others[pk] if state != REMOVED else mine[pk],
        )
        changes.pop("position", None)
        fields = _row_fields(model, changes, state, names, with_language)
        words = [WORDS[state]] if state != CHANGED or fields else []
        if pk in moved:
            words.append(_move(*moved[pk]))
        if not words:
            continue
        rows.append(
            Row(
                names.of(named, pk) if named else capfirst(model._meta.verbose_name),
                MOVED if state == CHANGED and not fields else state,
                ", ".join(map(str, words)),
                names.thumbnail(named, pk),
                fields,
            )
        )
    return tuple(rows)


def _row_fields(model, changes, state, names, with_language):
    """What changed in a row; of one that came or went all that it says, as it is."""
    if state != CHANGED and model is Topic:
        return ()  # its name says it all
    if state != CHANGED and model is Photo:
        changes = {name: changes[name] for name in changes if name not in (*FOCAL_POINT, MARKS)}
    found = _describe(model, changes, names, with_language=with_language)
    if state == CHANGED:
        return tuple(found)
    plain = (
        (difference, _text(_field(model, difference.field), changes[difference.field][1], names))
        for difference in found
        if changes[difference.field][1] is not False  # a tick that is not there
    )
    return tuple(
        Difference(difference.field, difference.label, text, difference.language)
        for difference, text in plain
        if text
    )


def _in_order(rows):
    return sorted(rows, key=lambda pk: rows[pk].get("position", 0))


def _moved(before, after):
    """`{id: (place before, place after)}` of those that stand elsewhere among those that stayed."""
    stayed = set(before) & set(after)
    mine = [pk for pk in before if pk in stayed]
    others = [pk for pk in after if pk in stayed]
    blocks = SequenceMatcher(None, mine, others, autojunk=False).get_matching_blocks()
    in_row = {pk for block in blocks for pk in others[block.b : block.b + block.size]}
    in_place = {pk for pk, other in zip(mine, others, strict=True) if pk == other}
    # Whichever needs fewer moves to be told.
    kept = max(in_place, in_row, key=len)
    return {pk: (before.index(pk), after.index(pk)) for pk in others if pk not in kept}


def _move(before, after):
    if before == after:  # others that came or went moved it back
        return _("moved")
    return _("moved from place %(before)s to place %(after)s") % {
        "before": before + 1,
        "after": after + 1,
    }


def _link_differences(before, after):
    """Addresses to which a text leads no longer, or newly."""
    mine, others = addresses_of(before), addresses_of(after)
    rows = [Row(link, ADDED, _("new link")) for link in others if link not in mine]
    rows += [Row(link, REMOVED, _("former link")) for link in mine if link not in others]
    return tuple(dict.fromkeys(rows))
