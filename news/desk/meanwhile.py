"""Saving an entry of the directory that somebody else saved since its form was opened.

What only one of the two changed is kept. What both changed is refused once, with what the other
wrote; whoever saves again has seen it. The form posts the number of the newest entry of the
history that there was; without it nothing counts as seen.
"""

import re

from django import forms
from django.db.models import Model
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from news.desk.comparing import describe_all
from news.desk.merging import is_same
from news.desk.posted import NUMBER, value_of, write
from news.desk.snapshots import plain, snapshot_of_entry
from news.desk.wording import field_name, moment_of
from news.models import HistoryEntry


class Meanwhile:
    """What others saved of an entry; `rows` are the names of its rows as a snapshot has them.

    `history` are the entries of its history that changed something, newest first, if they were
    read already.
    """

    def __init__(self, entry, rows, seen, history=None):
        seen = int(seen) if NUMBER.fullmatch(seen) else 0
        if history is None:
            history = HistoryEntry.objects.of(entry).filter(pk__gt=seen).exclude(changes={})
            history = history.order_by("-pk").select_related("user")
        self.model = type(entry)
        self.entries = [found for found in history if found.pk > seen]
        self.now = snapshot_of_entry(entry, rows)
        self.then = dict(self.now)
        for found in self.entries:
            self.then |= {name: before for name, (before, _after) in found.changes.items()}
        self.rows_in_conflict = []

    def has_changed(self, name):
        return name in self.now and not is_same((name,), self.then[name], self.now[name])

    def who(self, name):
        return next(found for found in self.entries if name in found.changes)

    def sentence(self, name):
        """Who changed a field or rows, when and how."""
        entry = self.who(name)
        changes = {name: [self.then[name], self.now[name]]}
        (found,) = describe_all([(self.model, changes)], is_short=True)
        pieces = [difference.html for difference in found if difference.html]
        for row in (row for difference in found for row in difference.rows):
            fields = format_html_join("; ", "{}: {}", ((f.label, f.html) for f in row.fields))
            pieces.append(format_html("{} ({}) {}", row.name, row.words, fields))
        return format_html(
            "{} {}. {}",
            _("Changed meanwhile by %(user)s, %(moment)s:")
            % {"user": entry.who, "moment": moment_of(entry.at)},
            format_html_join("; ", "{}", ([piece] for piece in pieces)),
            _("Nothing is saved yet. To keep yours, save again."),
        )


class FormThatSaw(forms.ModelForm):
    """Knows how far the history went when it was opened, and asks before it writes over more."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    meanwhile = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.taken = []
        if self.instance.pk and "seen" not in self.initial:
            newest = (
                HistoryEntry.objects.of(self.instance).order_by("-pk").values_list("pk").first()
            )
            self.initial["seen"] = str(newest[0]) if newest else "0"

    def clean(self):
        refused = []
        if self.meanwhile and self.meanwhile.entries:
            self.data = self.data.copy()
            refused = [name for name in self.fields if not self._takes(name)]
            self.data[self.add_prefix("seen")] = self.initial["seen"]
        super().clean()
        for name in refused:
            self.add_error(name, self.meanwhile.sentence(name))
        for name in self.meanwhile.rows_in_conflict if self.meanwhile else ():
            label = field_name(name, self._meta.model)
            self.add_error(None, format_html("{}. {}", label, self.meanwhile.sentence(name)))
        return self.cleaned_data

    def _takes(self, name):
        """Whether a field may be saved; one that this person left alone is as others saved it."""
        if not self.meanwhile.has_changed(name):
            return True
        then, now = self.meanwhile.then[name], self.meanwhile.now[name]
        if name not in self.cleaned_data:
            return False  # what was typed is not valid
        mine = self.cleaned_data[name]
        mine = mine.pk if isinstance(mine, Model) else plain(mine)
        if is_same((name,), mine, then):
            self.taken.append(name)
            field = self.fields[name]
            write(self.data, self.add_prefix(name), field, now)
            data = field.widget.value_from_datadict(self.data, {}, self.add_prefix(name))
            self.cleaned_data[name] = field.clean(data)
            return True
        return is_same((name,), mine, now)

    def message_of_taken(self):
        """What is said of others' changes when it was saved."""
        labels = ", ".join(str(field_name(name, self._meta.model)) for name in self.taken)
        users = ", ".join(dict.fromkeys(self.meanwhile.who(name).who for name in self.taken))
        text = _("What %(user)s changed meanwhile was kept: %(fields)s.")
        return text % {"user": users, "fields": labels}


def put_rows_together(meanwhile, formset, entry, data):
    """Put rows that others saved into the posted `data` of an inline.

    Rows that this person left alone are as others saved them. Otherwise they are in conflict:
    this person's stay, those that others removed as new ones, and others' new ones come in.
    """
    name = formset.fk.remote_field.get_accessor_name()
    prefix = formset.get_default_prefix()
    if not meanwhile.has_changed(name) or f"{prefix}-INITIAL_FORMS" not in data:
        return
    fields = formset.form.base_fields
    posted = _take_out(data, prefix)
    now = meanwhile.now[name]
    if _is_touched(posted, fields, meanwhile.then[name] or {}):
        meanwhile.rows_in_conflict.append(name)
    else:
        posted = []
    saved = [(pk, raw) for pk, raw in posted if pk in now]
    saved += [(pk, None) for pk in now if pk not in dict(saved)]
    added = [("", raw) for pk, raw in posted if pk not in now and not (pk and "DELETE" in raw)]
    for index, (pk, raw) in enumerate([*saved, *added]):
        for cell in fields if raw is None else ():
            write(data, f"{prefix}-{index}-{cell}", fields[cell], now[pk].get(cell))
        for cell, values in (raw or {}).items():
            data.setlist(f"{prefix}-{index}-{cell}", values)
        data[f"{prefix}-{index}-id"] = pk
        data[f"{prefix}-{index}-{formset.fk.name}"] = str(entry.pk)
    data[f"{prefix}-INITIAL_FORMS"] = str(len(saved))
    data[f"{prefix}-TOTAL_FORMS"] = str(len(saved) + len(added))


def _take_out(data, prefix):
    """The rows that were posted, `[(id or "", {cell: values})]`, out of the data."""
    pattern = re.compile(rf"{prefix}-(\d{{1,4}})-(.+)")
    rows = {}
    for key in [*data]:
        if found := pattern.fullmatch(key):
            rows.setdefault(int(found[1]), {})[found[2]] = data.pop(key)
    return [(raw.get("id", [""])[-1], raw) for _index, raw in sorted(rows.items())]


def _is_touched(posted, fields, then):
    return any(
        "DELETE" in raw or _differs(raw, fields, then.get(pk, {}), is_new=not pk)
        for pk, raw in posted
    )


def _differs(raw, fields, then, *, is_new):
    """Whether somebody wrote something else into a row than it was."""
    return any(
        (cell in raw) != bool(then.get(cell))  # what is not ticked is not posted
        if isinstance(field, forms.BooleanField)
        else cell in raw
        and (raw[cell][-1] or not is_new)
        and not is_same((cell,), plain(value_of(field, raw[cell][-1])), then.get(cell) or None)
        for cell, field in fields.items()
    )
