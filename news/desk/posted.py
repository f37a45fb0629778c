"""The data that an event's form posts, read as a snapshot has it, and written anew.

Only what the form of this person has is read and written: translators have the fields of their
languages, photo editors the photos. Rows are known by what they are about, not by their number in
the database: others may have removed one and added it again.
"""

import datetime as dt
import re

from django import forms
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime

from news.desk.merging import interleave, is_same
from news.models import EventOrganization, EventPhoto, Participation

# The name of a list in a snapshot, and the field that says what a row is about.
ABOUT = {
    Participation: ("people", "participant"),
    EventOrganization: ("organizations", "organization"),
    EventPhoto: ("photos", "photo"),
}


NUMBER = re.compile(r"[0-9]{1,9}")


def value_of(field, raw):
    """What a form field makes of posted data, as a snapshot has it; what it refuses, as typed."""
    if isinstance(field, forms.BooleanField):
        return bool(raw)
    if isinstance(field, forms.ModelMultipleChoiceField):
        return sorted({int(pk) for pk in raw or () if NUMBER.fullmatch(pk)})
    if isinstance(field, forms.ModelChoiceField):
        return int(raw) if NUMBER.fullmatch(raw or "") else raw or None
    try:
        value = field.clean(raw)
    except ValidationError:
        return " ".join(filter(None, raw)) if isinstance(raw, list) else raw or None
    return value.astimezone(dt.UTC).isoformat() if isinstance(value, dt.datetime) else value or None


def write(data, name, field, value):
    """Put a snapshot's value into posted data as the field's control would."""
    widget = field.widget
    if isinstance(widget, forms.MultiWidget):
        parts = widget.decompress(value and parse_datetime(value))
        for suffix, control, part in zip(widget.widgets_names, widget.widgets, parts, strict=True):
            data[name + suffix] = control.format_value(part) or ""
    elif isinstance(value, list):
        data.setlist(name, [str(each) for each in value])
    else:
        data[name] = "" if value is None else str(field.prepare_value(value))


class PostedForm:
    """The fields of the event itself."""

    def __init__(self, model_admin, request, event, data):
        fields = flatten_fieldsets(model_admin.get_fieldsets(request, event))
        self.fields = model_admin.get_form(request, event, change=True, fields=fields).base_fields
        self.data = data

    def read(self, names):
        self.posted = {
            name: value_of(field, field.widget.value_from_datadict(self.data, {}, name))
            for name, field in self.fields.items()
            if name in names
        }
        return dict(self.posted)

    def write(self, values):
        for name, posted in self.posted.items():
            if not is_same((name,), values[name], posted):
                write(self.data, name, self.fields[name], values[name])


class PostedRows:
    """The rows of one inline."""

    def __init__(self, formset, inline, request, event, data):
        self.name, self.about = ABOUT[formset.model]
        self.prefix = formset.get_default_prefix()
        self.fields = formset.form.base_fields
        self.cells = [name for name in self.fields if name not in (self.about, "position")]
        self.can_add = inline.has_add_permission(request, event)
        self.can_delete = formset.can_delete
        self.parent, self.event = formset.fk.name, event
        self.data = data
        links = formset.model.objects.filter(event=event)
        self.saved = {
            str(key): pk for key, pk in links.values_list(f"{self.about}_id", "pk")
        }  # in the order of the list
        self.is_posted = f"{self.prefix}-INITIAL_FORMS" in data
        self.raw = self._raw()

    def _raw(self):
        """`{index: {name: values}}` as it was posted."""
        pattern = re.compile(rf"{self.prefix}-(\d{{1,4}})-(.+)")
        raw = {}
        for key in self.data:
            if found := pattern.fullmatch(key):
                raw.setdefault(int(found[1]), {})[found[2]] = self.data.getlist(key)
        return raw

    def is_stale(self):
        """Whether a row was saved anew since: Django would not find it."""
        saved = {str(pk) for pk in self.saved.values()}
        posted = {values[-1] for row in self.raw.values() for values in [row.get("id", [""])]}
        return not posted - {""} <= saved

    def read(self, base):
        """`{key: cells}` in the order that was posted. `base` are the rows that were shown.

        A row that others removed and that one cannot add again is as it was.
        """
        shown = list(base)
        unposted = {
            key: self._only_cells(row)
            for index, (key, row) in enumerate(base.items())
            if index not in self.raw
        }
        found, self.raw_of, self.unclear = [], {}, []
        for index, raw in sorted(self.raw.items()):
            key = raw.get(self.about, [""])[-1]
            if not NUMBER.fullmatch(key):
                key = shown[index] if self._is_old(raw) and index < len(shown) else ""
            if self.can_delete and "DELETE" in raw:
                continue
            if not key or key in self.raw_of or key in unposted:
                self.unclear.append(raw)
                continue
            self.raw_of[key] = raw
            found.append((self._rank(raw), index, key))
        self.posted = {
            key: self._read_cells(self.raw_of[key], base.get(key, {}))
            for _rank, _index, key in sorted(found)
        }
        mine = {
            key: self._only_cells(base[key]) if self._is_lost(key, base) else dict(cells)
            for key, cells in self.posted.items()
        }
        order = interleave(shown, [*mine]) if "position" not in self.fields else [*mine, *unposted]
        mine |= unposted
        return {key: mine[key] for key in order if key in mine}

    def _is_lost(self, key, base):
        return not self.can_add and key in base and key not in self.saved

    def _only_cells(self, row):
        return {cell: row.get(cell) for cell in self.cells}

    def _is_old(self, raw):
        return bool(raw.get("id", [""])[-1])

    def _rank(self, raw):
        """The place in the list; new rows without one come last."""
        place = raw.get("position", [""])[-1]
        if not NUMBER.fullmatch(place) or (int(place) == 0 and not self._is_old(raw)):
            return float("inf")
        return int(place)

    def _read_cells(self, raw, shown):
        return {
            cell: value_of(self.fields[cell], raw[cell][-1]) if cell in raw else shown.get(cell)
            for cell in self.cells
        }

    def write(self, merged, theirs):
        """Rows as the database has them now, then the new ones; Django does the rest."""
        for index, raw in self.raw.items():
            for name in raw:
                del self.data[f"{self.prefix}-{index}-{name}"]
        added = [key for key in merged if key not in self.saved]
        places = {key: place for place, key in enumerate(merged, start=1)}
        for index, key in enumerate([*self.saved, *added]):
            self._write_row(index, key, merged.get(key), theirs.get(key, {}), places.get(key))
        count = len(self.saved) + len(added)
        for index, raw in enumerate(self.unclear, start=count):
            self._write_raw(index, raw, "")
        self.data[f"{self.prefix}-INITIAL_FORMS"] = str(len(self.saved))
        self.data[f"{self.prefix}-TOTAL_FORMS"] = str(count + len(self.unclear))

    def _write_row(self, index, key, row, theirs, place):
        raw = self.raw_of.get(key, {})
        self._write_raw(index, raw, str(self.saved.get(key, "")))
        name = f"{self.prefix}-{index}"
        if row is None:
            self.data[f"{name}-DELETE"] = "on"
        if not raw and self.about in self.fields:
            self.data[f"{name}-{self.about}"] = key
        posted = self.posted.get(key, {})
        for cell in self.cells:
            value = (theirs if row is None else row).get(cell)
            if not raw or not is_same((self.name, key, cell), value, posted.get(cell)):
                write(self.data, f"{name}-{cell}", self.fields[cell], value)
        if place and "position" in self.fields:
            self.data[f"{name}-position"] = str(place)

    def _write_raw(self, index, raw, pk):
        for name, values in raw.items():
            self.data.setlist(f"{self.prefix}-{index}-{name}", values)
        self.data[f"{self.prefix}-{index}-id"] = pk
        self.data[f"{self.prefix}-{index}-{self.parent}"] = str(self.event.pk)
