"""Two people's changes of one event put together: a three-way merge of snapshots.

`base` is what both began with, `theirs` what is saved now, `mine` what is about to be saved. What
only one of them changed is kept; what both changed in different ways is a conflict. Each place has
a path: `("title_ru",)`, `("people", "12", "role_ru")`, `("people", "12")` for a whole row,
`("people", ORDER)` for the order of a list.
"""

import re

from news.desk.snapshots import snapshot
from news.models import HistoryEntry

LISTS = ("people", "organizations", "photos")
ORDER = "order"
SPACE_AT_BLOCKS = re.compile(
    r"\s*(</?(?:p|h[234]|ul|ol|li|blockquote|table|caption|thead|tbody|tr|t[hd]|br)\b[^>]*>)\s*"
)


def then_and_now(event, entries):
    """A saved event as it was before the newest entries of its history, and as it is.

    Both as the merge takes them: rows of a list as `{id: cells}` in their order.
    """
    now = snapshot(event)
    then = dict(now)
    for entry in entries:
        for name, (before, _after) in entry.changes.items():
            then[name] = before
    return _in_order(then), _in_order(now)


def entries_since(event, version):
    """What was changed after a version, newest first."""
    entries = HistoryEntry.objects.of(event).filter(version__gt=version).exclude(changes={})
    return list(entries.select_related("user").order_by("-version", "-pk"))


def _in_order(state):
    return {name: rows(value) if name in LISTS else value for name, value in state.items()}


def rows(value):
    """A list of a snapshot as `{id: cells}` in its order; a place in the order is no cell."""
    if not isinstance(value, dict):
        return {str(pk): {} for pk in value or ()}
    in_order = sorted(value.items(), key=lambda item: item[1]["position"])
    return {
        key: {cell: content for cell, content in row.items() if cell != "position"}
        for key, row in in_order
    }


def is_same(path, one, other):
    """Whether two values say the same, however the browser wrote them."""
    return _essence(path, one) == _essence(path, other)


def _essence(path, value):
    if isinstance(value, dict):
        return {name: _essence(path, content) for name, content in value.items()}
    if not isinstance(value, str):
        return value
    value = value.replace("\r\n", "\n")
    if path[0].startswith("body_"):
        # The editor breaks and indents lines of markup as it likes.
        value = " ".join(SPACE_AT_BLOCKS.sub(r"\1", value).split())
    return value or None


class Merge:
    """The outcome: `values` to save, the `conflicts` `{path: (mine, theirs)}` in which they are
    mine for the time being, and the paths at which others' changes were `taken`.

    `mine` has only the fields and cells that one may write. At an `undecided` path one was asked
    before and has not answered: any difference there is a conflict.
    """

    def __init__(self, base, theirs, mine, undecided=()):
        self.undecided = set(undecided)
        self.conflicts, self.taken = {}, []
        self.values = {
            name: self._merge(name, base.get(name), theirs.get(name), value)
            for name, value in mine.items()
        }

    def _merge(self, name, base, theirs, mine):
        if name in LISTS:
            return self._list(name, base or {}, theirs or {}, mine)
        if name == "topics":
            return self._set(name, set(base or ()), set(theirs or ()), mine)
        return self._one((name,), base, theirs, mine)

    def _one(self, path, base, theirs, mine):
        if is_same(path, mine, theirs):
            return mine
        if path not in self.undecided:
            if is_same(path, mine, base):
                self.taken.append(path)
                return theirs
            if is_same(path, theirs, base):
                return mine
        self.conflicts[path] = (mine, theirs)
        return mine

    def _set(self, name, base, theirs, mine):
        """Of a set both may put in and take out without a conflict."""
        merged = sorted((set(mine) | (theirs - base)) - (base - theirs))
        if merged != sorted(mine):
            self.taken.append((name,))
        return merged

    def _list(self, name, base, theirs, mine):
        merged = {}
        for key in {**theirs, **mine, **base}:
            row = self._row((name, key), base.get(key), theirs.get(key), mine.get(key))
            if row is not None:
                merged[key] = row
        return {key: merged[key] for key in self._order(name, base, theirs, mine, merged)}

    def _row(self, path, base, theirs, mine):
        if mine is None:
            return self._one(path, base, theirs, None)
        if theirs is None:
            seen = None if base is None else {cell: base.get(cell) for cell in mine}
            return self._one(path, seen, None, mine)
        base = base or {}
        return {
            cell: self._one((*path, cell), base.get(cell), theirs.get(cell), value)
            for cell, value in mine.items()
        }

    def _order(self, name, base, theirs, mine, merged):
        common = base.keys() & theirs.keys() & mine.keys()
        orders = [[key for key in each if key in common] for each in (base, theirs, mine)]
        chosen = self._one((name, ORDER), *orders)
        first, second = (theirs, mine) if chosen == orders[1] else (mine, theirs)
        return interleave(
            [key for key in first if key in merged], [key for key in second if key in merged]
        )


def interleave(first, second):
    """All keys in the order of `first`; those of `second` alone after the one before them there,
    or at the end if they are at the end there.
    """
    result = list(first)
    last_shared = max((index for index, key in enumerate(second) if key in first), default=-1)
    place = 0
    for key in second[:last_shared]:
        if key in first:
            place = result.index(key)
        else:
            result.insert(place, key)
        place += 1
    return result + second[last_shared + 1 :]
