"""The directory in and out: a dry run of tables, the import itself, the export."""

from dataclasses import dataclass

from django.contrib.auth import get_permission_codename
from django.db import transaction
from django.utils.translation import gettext as _

from news.exchange.entries import EntryResource
from news.exchange.files import Table, UnreadableTable, write_table
from news.exchange.matching import Organizations
from news.exchange.resources import OrganizationResource, PersonResource
from news.recognition.indexing import refresh_names

# People hold offices at organizations, so these come first.
RESOURCES = {"organizations": OrganizationResource, "people": PersonResource}


@dataclass(slots=True)
class Outcome:
    """What a table does to the directory; each of `rows` is a `news.exchange.entries.Row`."""

    kind: str
    table: Table
    resource: EntryResource

    @property
    def rows(self):
        return self.resource.results

    @property
    def new(self):
        return [row for row in self.rows if row.is_new()]

    @property
    def changed(self):
        return [row for row in self.rows if row.is_update()]

    @property
    def unchanged(self):
        return [row for row in self.rows if row.is_skip()]

    @property
    def refused(self):
        return [row for row in self.rows if row.is_invalid()]

    @property
    def digest(self):
        return self.resource.digest


class Interrupted(Exception):
    """Nothing was written; `outcomes` are what would be now."""

    def __init__(self, outcomes):
        super().__init__()
        self.outcomes = outcomes


def may_import(user, kind):
    """Whether somebody may import: it adds and changes entries, and writes their rows anew."""
    resource = RESOURCES[kind]
    entry = resource._meta.model
    models = [entry, *(resource.model_of(rows) for rows in resource.history_rows)]
    return all(
        user.has_perm(f"{model._meta.app_label}.{get_permission_codename(action, model._meta)}")
        for model in models
        for action in (("add", "change") if model is entry else ("add", "change", "delete"))
    )


def kind_of(table):
    """Whether a table is of `people` or of `organizations`, by its columns.

    Raises `UnreadableTable` where they do not tell.
    """
    known = {kind: resource().fields.keys() for kind, resource in RESOURCES.items()}
    headers = set(table.dataset.headers)
    count = {kind: len(headers & names) for kind, names in known.items()}
    if count["people"] == count["organizations"]:
        raise UnreadableTable(
            _(
                "The columns of “%(name)s” do not say whether it is of people or of "
                "organizations. Add “family_name_…” or “name_…”."
            )
            % {"name": table.name}
        )
    return max(count, key=count.get)


def look(tables, *, kinds=None):
    """The outcomes of tables, as they would be now; nothing is written, nothing is locked.

    Raises `UnreadableTable` for a table that is of no known kind or has unknown columns.
    """
    return _run(tables, kinds, dry_run=True)


def import_tables(*, tables, kinds=None, user=None, expected=None):
    """Write what tables say, all of it or nothing; return the outcomes.

    Raises `Interrupted` where a row is refused, or where the directory changed so much that the
    digests of the outcomes are not the `expected` ones any more.
    """
    with transaction.atomic():
        outcomes = _run(tables, kinds, dry_run=False, user=user)
        is_other = expected is not None and expected != [each.digest for each in outcomes]
        if is_other or any(each.refused for each in outcomes):
            raise Interrupted(outcomes)
        transaction.on_commit(refresh_names)  # when nobody waits for what is locked here
    return outcomes


def _run(tables, kinds, **options):
    kinds = kinds or [kind_of(table) for table in tables]
    order = list(RESOURCES)
    organizations = Organizations.load()
    outcomes = []
    for kind, table in sorted(
        zip(kinds, tables, strict=True), key=lambda each: order.index(each[0])
    ):
        resource = RESOURCES[kind](organizations)
        resource.check_columns(table)
        # The caller has a transaction where one is needed; the library's own would hold a lock.
        result = resource.import_data_inner(
            table.dataset,
            options["dry_run"],
            raise_errors=False,
            using_transactions=False,
            collect_failed_rows=False,
            numbers=table.numbers,
            lock=not options["dry_run"],
            user=options.get("user"),
        )
        for error in [*result.base_errors, *(each for row in result.rows for each in row.errors)]:
            raise error.error  # ours, not a user's
        outcomes.append(Outcome(kind, table, resource))
    return outcomes


def export_table(kind, form, language, queryset=None):
    """The bytes of the directory's people or organizations as `csv` or `xlsx`."""
    return write_table(RESOURCES[kind]().export(queryset), form, language)
