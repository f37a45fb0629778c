"""Changes of rows that are written down, so that each can be taken back exactly.

A journal is a list, as JSON takes it, of `{"model", "ids", "before", "after"}` in the order of the
changes: `{column: value}` before and after, None where there was or is no row. Rows that changed
alike stand together.
"""

from collections import Counter, defaultdict

from django.apps import apps
from django.db import models

from news.desk.snapshots import plain


class Journal:
    """Changes rows and writes it down in `entries`."""

    def __init__(self, entries=()):
        self.entries = list(entries)

    def update(self, model, values):
        """Write `{id: {column: value}}` into rows that there are."""
        columns = sorted({column for row in values.values() for column in row})
        alike = defaultdict(list)
        for pk, row in rows_of(model, values, columns).items():
            before = {name: row[name] for name in values[pk]}
            alike[repr((before, values[pk]))].append((pk, before))
        for found in alike.values():
            ids, before = [pk for pk, _before in found], found[0][1]
            changed = values[ids[0]]
            _all(model).filter(pk__in=ids).update(**changed)
            self._note(model, ids, before, {name: plain(changed[name]) for name in changed})

    def save(self, row):
        """Save a row with whatever was changed of it."""
        model = type(row)
        (before,) = rows_of(model, [row.pk]).values()
        row.save()
        (after,) = rows_of(model, [row.pk]).values()
        changed = [
            field.attname
            for field in _columns(model)
            if before[field.attname] != after[field.attname] and not _counts_time(field)
        ]
        if changed:
            sides = [{name: side[name] for name in changed} for side in (before, after)]
            self._note(model, [row.pk], *sides)

    def create(self, model, **values):
        """Add a row."""
        row = model.objects.create(**values)
        self._note(model, [row.pk], None, rows_of(model, [row.pk])[row.pk])

    def delete(self, model, ids):
        """Delete rows, and nothing with them: what refers to them was moved before."""
        for pk, before in rows_of(model, ids).items():
            self._note(model, [pk], before, None)
        _delete(model, ids)

    def _note(self, model, ids, before, after):
        label = model._meta.label_lower
        self.entries.append({"model": label, "ids": ids, "before": before, "after": after})

    def take_back(self):
        """Undo it all, the last change first; return `{(model, "gone" or "changed"): rows}`.

        That is what it could not undo: a row that was changed since keeps what it says now.
        """
        left = Counter()
        for entry in reversed(self.entries):
            model = apps.get_model(entry["model"])
            ids, before, after = entry["ids"], entry["before"], entry["after"]
            if after is None:
                if lacking := _put_back(model, ids[0], before):
                    left[model, lacking] += 1
                continue
            there = rows_of(model, ids, sorted(after))
            as_left = [pk for pk, row in there.items() if row == after]
            left[model, "changed"] += len(there) - len(as_left)
            if before is None:
                _delete(model, as_left)
                continue
            left[model, "gone"] += len(ids) - len(there)
            _all(model).filter(pk__in=as_left).update(**_values(model, before))
            for pk, row in there.items():
                same = {name: before[name] for name in after if row[name] == after[name]}
                if row != after and same:
                    _all(model).filter(pk=pk).update(**_values(model, same))
        return +left  # without those that are none


def rows_of(model, ids, columns=None):
    """`{id: {column: value as JSON takes it}}` of those that are there, locked."""
    columns = columns or [field.attname for field in _columns(model)]
    rows = _all(model).filter(pk__in=list(ids)).order_by("pk").select_for_update(no_key=True)
    return {
        pk: dict(zip(columns, map(plain, values), strict=True))
        for pk, *values in rows.values_list("pk", *columns)
    }


def _all(model):
    """Rows as the database has them: no manager of modeltranslation reads or writes for us."""
    return models.QuerySet(model)


def _columns(model):
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _counts_time(field):
    """Whether a column says only when the row was saved."""
    return getattr(field, "auto_now", False)


def _values(model, row):
    """The values of a row of a journal as its columns take them."""
    return {name: model._meta.get_field(name).to_python(value) for name, value in row.items()}


def _delete(model, ids):
    found = _all(model).filter(pk__in=list(ids))
    found._raw_delete(found.db)


def _put_back(model, pk, row):
    """Add a row that was deleted; say "gone" or "changed" if something that it refers to is gone.

    Without what it may lack it is added, without what it must have it is not.
    """
    values, lacking = _values(model, row), ""
    for field in _columns(model):
        target = values[field.attname] if field.is_relation else None
        if target is not None and not _all(field.related_model).filter(pk=target).exists():
            if not field.null:
                return "gone"
            values[field.attname], lacking = None, "changed"
    new = model(pk=pk)
    for name, value in values.items():
        setattr(new, name, value)
    new.save_base(raw=True, force_insert=True)
    # The columns that modeltranslation fills by the language at hand.
    _all(model).filter(pk=pk).update(**values)
    return lacking
