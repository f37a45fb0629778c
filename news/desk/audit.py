"""The audit log in words: what its pages and its export for a spreadsheet say of an entry."""

from itertools import islice

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.exceptions import FieldDoesNotExist
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from media.language_tabs import language_name
from news.body import BodyField
from news.desk.wording import field_name
from news.models import HistoryEntry, StaffProfile
from news.models.history import ACCOUNTS
from news.spreadsheets import BYTE_ORDER_MARK, csv_lines

CHUNK = 500


def kind_name(label):
    """What kind of object `app.model` is."""
    if not label:
        return ""
    try:
        return capfirst(apps.get_model(label)._meta.verbose_name)
    except LookupError:
        return label


def find_objects(entries):
    """Give each entry `found`, its object as it is now, or None: one query a model."""
    by_model = {}
    for entry in entries:
        entry.found = None
        if entry.object_id is not None:
            by_model.setdefault(entry.model, []).append(entry)
    for label, some in by_model.items():
        try:
            model = apps.get_model(label)
        except (LookupError, ValueError):
            continue
        long = [field.name for field in model._meta.fields if isinstance(field, BodyField)]
        existing = model._base_manager.defer(*long).in_bulk({entry.object_id for entry in some})
        for entry in some:
            entry.found = existing.get(entry.object_id)


def object_name(entry):
    """What the object is called now, in the reader's language, else as it was written down."""
    if entry.found is not None:
        return str(entry.found)
    is_unknown = entry.action == HistoryEntry.Action.SIGN_IN_FAILED and entry.object_id is None
    return _("unknown account") if is_unknown else entry.object_name


def languages(entry):
    return ", ".join(language_name(code) for code in entry.languages)


def comment(entry):
    """People's words; our own, of sign-ins, in the reader's language."""
    is_ours = entry.action == HistoryEntry.Action.SIGN_IN_FAILED and entry.comment
    return _(entry.comment) if is_ours else entry.comment


def changes(entry):
    """Lines: of an account what it was and is, of anything else which fields were changed."""
    if entry.model not in ACCOUNTS:
        return _fields(entry)
    return [
        f"{_right(name)}: {_value(before)} → {_value(after)}"
        for name, (before, after) in entry.changes.items()
    ]


def _fields(entry):
    try:
        model = apps.get_model(entry.model)
    except (LookupError, ValueError):
        return list(entry.changes)
    return [field_name(name, model) for name in entry.changes]


def _right(name):
    for model in (User, StaffProfile, Group):
        try:
            return str(capfirst(model._meta.get_field(name).verbose_name))
        except FieldDoesNotExist:
            continue
    return name


def _value(value):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        value = ", ".join(value)
    return value or "–"


def as_csv(entries, *, with_addresses):
    """The entries as pieces of a CSV file in the language that is active now.

    A piece is made when it is asked for, so that no more than `CHUNK` entries are in memory.
    """
    language = get_language()
    # Once for all: get_action_display() goes through the names of all actions for each entry.
    actions = {action.value: str(action.label) for action in HistoryEntry.Action}
    columns = [
        (_("time"), lambda entry: _moment(entry.at)),
        (_("user"), lambda entry: entry.who),
        (_("user name"), lambda entry: entry.username),
        (_("action"), lambda entry: actions.get(entry.action, entry.action)),
        (_("kind of object"), lambda entry: kind_name(entry.model)),
        (_("number of the object"), lambda entry: entry.object_id or ""),
        (_("object"), object_name),
        (_("version"), lambda entry: entry.version or ""),
        (_("languages"), languages),
        (_("takes effect"), lambda entry: _moment(entry.takes_effect_at)),
        (_("ends"), lambda entry: _moment(entry.ends_at)),
        (_("Comment"), comment),
        (_("changes"), lambda entry: "\n".join(changes(entry))),
    ]
    if with_addresses:
        columns.append((_("network address"), lambda entry: entry.address or ""))
    return _pieces(entries, columns, language)


def _pieces(entries, columns, language):
    head = [capfirst(name) for name, _cell in columns]
    yield BYTE_ORDER_MARK + csv_lines([head], language)
    rows = entries.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        with override(language):  # the request, and its language, may be over
            find_objects(chunk)
            cells = [[cell(entry) for _name, cell in columns] for entry in chunk]
        yield csv_lines(cells, language)


def _moment(moment):
    if moment is None:
        return ""
    return timezone.localtime(moment, timezone.get_default_timezone()).isoformat(timespec="seconds")
