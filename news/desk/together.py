"""Saving an event that somebody else saved since the form was opened.

What only one of the two changed is saved at once. What both changed is asked, field by field;
nothing is saved until it is decided, and nothing that was typed is lost.
"""

from difflib import SequenceMatcher
from functools import cached_property

from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from media.language_tabs import in_languages, language_name
from media.models import Photo
from news.body import sanitize_body
from news.dates import format_period
from news.desk.differences import in_words, text_of
from news.desk.merging import LISTS, ORDER, Merge, entries_since, interleave, rows, then_and_now
from news.desk.posted import ABOUT, NUMBER, PostedForm, PostedRows
from news.desk.wording import field_name
from news.models import Event, EventOrganization, HistoryEntry, Participation
from organizations.models import Organization
from people.models import Participant

MINE, THEIRS = "mine", "theirs"
NAMED = {"people": Participant, "organizations": Organization, "photos": Photo}
IN_WORDS = {"slug", *in_languages("title", "lead", "body", "place", "role")}


def merge_posted(model_admin, request, event):
    """Put what others saved into the posted data; None where nothing has to be put together."""
    data = request.POST.copy()
    seen = _seen_version(data.get("seen_version", ""), event)
    asked = [path for text in data.getlist("conflict") if (path := _path(text))]
    lists = [
        PostedRows(formset, inline, request, event, data)
        for formset, inline in model_admin.get_formsets_with_inlines(request, event)
        if formset.model in ABOUT
    ]
    lists = [each for each in lists if each.is_posted]
    if seen == event.version and not asked and not any(each.is_stale() for each in lists):
        return None
    entries = entries_since(event, seen)
    base, theirs = then_and_now(event, entries)
    form = PostedForm(model_admin, request, event, data)
    mine = form.read(theirs)
    for each in lists:
        mine[each.name] = each.read(base[each.name])
    if not mine.get("slug") and base["slug"] != theirs["slug"] and "slug" in mine:
        mine["slug"] = base["slug"]  # who leaves the address empty has no wish for it
    merge = Merge(base, theirs, mine, _decide(data, asked, base, mine))
    form.write(merge.values)
    for each in lists:
        each.write(merge.values[each.name], theirs[each.name])
    data["seen_version"] = str(event.version)
    request.POST = data
    return Together(event, entries, merge, (theirs, mine))


def _seen_version(text, event):
    """The version that the form showed; the oldest of all where it names none that there was.

    So what cannot be known as seen is asked, and nothing is written over.
    """
    seen = int(text) if NUMBER.fullmatch(text) else 1
    return seen if 1 <= seen <= event.version else 1


def _path(text):
    """The path that a page names; None for what no page does."""
    name, *rest = path = tuple(text.split("-"))
    if name not in LISTS:
        return None if rest else path
    is_place = 1 <= len(rest) <= 2 and (rest == [ORDER] or NUMBER.fullmatch(rest[0]))
    return path if is_place else None


def _decide(data, asked, base, mine):
    """Where theirs was chosen, mine becomes what it was; returns where nothing was chosen."""
    undecided = []
    for path in asked:
        choice = data.get(f"choice-{'-'.join(path)}")
        if path[0] in mine and choice == THEIRS:
            _undo(base[path[0]], mine, path)
        elif choice != MINE:
            undecided.append(path)
    return undecided


def _undo(base, mine, path):
    name, *rest = path
    if not rest:
        mine[name] = base
    elif rest == [ORDER]:
        order = interleave([key for key in base if key in mine[name]], [*mine[name]])
        mine[name] = {key: mine[name][key] for key in order}
    elif len(rest) == 2 and rest[0] in mine[name]:
        mine[name][rest[0]][rest[1]] = base.get(rest[0], {}).get(rest[1])
    elif len(rest) == 1 and rest[0] in base:
        found = {**mine[name], rest[0]: dict(base[rest[0]])}
        order = interleave([*mine[name]], [key for key in base if key in found])
        mine[name] = {key: found[key] for key in order}
    elif len(rest) == 1:
        mine[name].pop(rest[0], None)


class Together:
    """What came of putting two people's changes together, in words for the second of them."""

    def __init__(self, event, entries, merge, states):
        self.event = event
        self.entries = entries
        self.merge = merge
        self.states = states

    @property
    def fields_in_conflict(self):
        return [path[0] for path in self.merge.conflicts if len(path) == 1]

    @cached_property
    def conflicts(self):
        """What the page asks, a dictionary for each place."""
        return [
            {
                "path": "-".join(path),
                "label": self._label(path),
                **self._last_change(path),
                **self._compared(path, mine, theirs),
            }
            for path, (mine, theirs) in self.merge.conflicts.items()
        ]

    @cached_property
    def kept(self):
        """What others changed and this person did not: `[(who, names of fields)]`."""
        found = {}
        for path in self.merge.taken:
            who = self._last_change(path)["who"]
            found.setdefault(who, {})[self._label(path[:2])] = True
        return [(who, ", ".join(labels)) for who, labels in found.items()]

    def message(self):
        """What is said when it was saved."""
        return format_html_join(
            " ",
            "{}",
            (
                [
                    _("What %(user)s changed meanwhile was kept: %(fields)s.")
                    % {"user": who, "fields": fields}
                ]
                for who, fields in self.kept
            ),
        )

    def _last_change(self, path):
        changed = (
            entry
            for entry in self.entries
            if path[0] in entry.changes
            and _at(entry.changes[path[0]][0], path) != _at(entry.changes[path[0]][1], path)
        )
        entry = next(changed, None)
        if entry is None:
            history = HistoryEntry.objects.of(self.event).select_related("user")
            entry = history.filter(changes__has_key=path[0]).first()
        if entry is None:
            return {"who": "", "at": None}
        return {
            "who": entry.who,
            "at": entry.at,
        }

    def _label(self, path):
        name, *rest = path
        parts = [field_name(name)]
        if rest == [ORDER]:
            parts.append(capfirst(_("order")))
        elif rest:
            parts.append(self._named(name, rest[0]))
            parts += [_cell_name(name, cell) for cell in rest[1:]]
        return " · ".join(map(str, parts))

    def _named(self, name, key):
        return str(self._names[name].get(int(key), f"[{key}]"))

    @cached_property
    def _names(self):
        """The people, organizations and photos of the lists."""
        return {
            name: model.objects.in_bulk(
                {int(key) for state in self.states for key in state.get(name, ())}
                | {
                    int(path[1])
                    for path in (*self.merge.conflicts, *self.merge.taken)
                    if path[0] == name and path[1] != ORDER
                }
            )
            for name, model in NAMED.items()
        }

    def _compared(self, path, mine, theirs):
        texts = [self._text(path, value) for value in (mine, theirs)]
        if path[-1] not in IN_WORDS:
            return {MINE: texts[0], THEIRS: texts[1]}
        return {
            "is_text": True,
            "language": path[-1].rpartition("_")[2] if path[-1] != "slug" else "",
            "difference": texts[0] != texts[1] and _excerpts(*texts),
        }

    def _text(self, path, value):
        name = path[-1]
        if name == ORDER:
            named = (self._named(path[0], key) for key in value)
            return "; ".join(f"{place}. {who}" for place, who in enumerate(named, start=1))
        if path[0] in LISTS and len(path) == 2:
            return self._row_text(path, value)
        if value in (None, ""):
            return "" if name in IN_WORDS else _("empty")
        if name in ("venue", "organization"):
            return str(Organization.objects.filter(pk=value).first() or value)
        if name in ("starts_at", "ends_at"):
            return _moment(value)
        if name == "source_language":
            return language_name(value) if value in settings.LANGUAGE_NAMES else value
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        choices = {"kind": Event.Kind, "part": EventOrganization.Part}.get(name)
        if choices:
            return str(dict(choices.choices).get(value, value))
        return text_of(sanitize_body(value)) if name.startswith("body_") else value

    def _row_text(self, path, row):
        if row is None:
            return _("not in the list")
        texts = [self._text((*path, cell), value) for cell, value in row.items() if value]
        return "; ".join(texts) or _("in the list")


def _excerpts(before, after):
    """The difference in words of two texts, with a line around each place; the rest left out."""
    mine, others = before.splitlines(), after.splitlines()
    groups = SequenceMatcher(None, mine, others, autojunk=False).get_grouped_opcodes(1)
    pieces = []
    for group in groups:
        (_kind, i1, _i2, j1, _j2), (_last, _i1, i2, _j3, j2) = group[0], group[-1]
        pieces.append(_whose(in_words("\n".join(mine[i1:i2]), "\n".join(others[j1:j2]))))
    return format_html_join("\n…\n", "{}", ([piece] for piece in pieces))


def _whose(difference):
    """Words of one and of the other, of which none is deleted yet: marked by whose they are."""
    for tag, whose in (("del", MINE), ("ins", THEIRS)):
        difference = difference.replace(f"<{tag}>", f'<mark class="{whose}">')
        difference = difference.replace(f"</{tag}>", "</mark>")
    return mark_safe(difference)  # noqa: S308 - the same safe text with other tags


def _at(value, path):
    """What stands at a path in the value of a snapshot's field."""
    name, *rest = path
    if name not in LISTS or not rest:
        return value
    found = rows(value)
    if rest == [ORDER]:
        return [*found]
    row = found.get(rest[0])
    return row.get(rest[1]) if row and len(rest) == 2 else row


def _cell_name(name, cell):
    model = Participation if name == "people" else EventOrganization
    field = model._meta.get_field(cell)
    original = getattr(field, "translated_field", field)
    label = capfirst(original.verbose_name)
    return f"{label} · {language_name(field.language)}" if original is not field else label


def _moment(value):
    try:
        return format_period(parse_datetime(value), None, get_language())
    except (TypeError, ValueError, AttributeError):
        return value  # as it was typed
