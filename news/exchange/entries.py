"""What the tables of people and of organizations have in common.

A row is read into a `Draft` of its entry. Nothing is written before all rows of a table were read,
so that a dry run writes nothing and holds no lock.
"""

import hashlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export import resources
from import_export.results import RowResult
from rapidfuzz import process

from media.entry_forms import NamedEntryForm
from media.language_tabs import in_languages, source_language
from media.transliteration import unique_slug
from news.desk.snapshots import differences, snapshot_of_entry, values_of_new
from news.exchange.columns import CLEAR, Draft, pieces_of
from news.exchange.files import CONTROL, UnreadableTable, in_one_form
from news.exchange.matching import Entries, Organizations, folded
from news.models import HistoryEntry
from news.spreadsheets import read_defused

BATCH = 500


def plain(text):
    """A text as a cell holds it."""
    return in_one_form(CONTROL.sub("", text))


class Row(RowResult):
    """What became of a row: its number in the file, its entry, `(column, before, after)`."""

    number, name, slug = 0, "", ""
    differences = ()

    @property
    def sentences(self):
        """`(column or "", sentence)` of each error."""
        if not self.validation_error:
            return []
        found = self.validation_error
        if not hasattr(found, "error_dict"):
            return [("", sentence) for sentence in found.messages]
        return [(column, text) for column, texts in found.message_dict.items() for text in texts]


class EntryResource(resources.ModelResource):
    """A table; `organizations` are those that its rows may name.

    `named_by` and `asked` are as for `matching.Entries`; `related` is prefetched.
    """

    columns = ()
    named_by = ()
    asked = 1
    related = ()
    history_rows = ("other_names",)
    name_is_missing = NamedEntryForm.name_is_missing

    class Meta:
        fields = ()
        use_bulk = True  # no savepoint a row: nothing is written before the end
        skip_diff = True
        report_skipped = True

    def __init__(self, organizations=None):
        super().__init__()
        self.fields = {column.column_name: column for column in self.columns}
        self.organizations = organizations
        self.planned, self.results = [], []

    @classmethod
    def get_row_result_class(cls):
        return Row

    @classmethod
    def model_of(cls, rows):
        """The model of an entry's rows, such as `other_names`."""
        return cls._meta.model._meta.get_field(rows).related_model

    def get_queryset(self):
        return self._meta.model.objects.order_by("pk").prefetch_related(*self.related)

    # Out

    def get_export_order(self):
        return tuple(self.fields)

    def export_resource(self, instance, selected_fields=None, **kwargs):
        draft = self.draft_of(instance)
        return [plain(field.write(draft)) for field in self.get_export_fields(selected_fields)]

    def filter_export(self, queryset, **kwargs):
        return queryset.order_by("slug").prefetch_related(None).prefetch_related(*self.related)

    def draft_of(self, entry, *, is_new=False):
        """An entry as it is."""
        names = [] if is_new else entry.other_names.all()
        return Draft(
            entry=entry,
            is_new=is_new,
            other_names={(name.language, name.name): name.is_accepted for name in names},
        )

    # In

    def check_columns(self, table):
        """Raises `UnreadableTable` for columns that are unknown, doubled or too few."""
        headers = table.dataset.headers
        for number, header in enumerate(headers):
            if header in headers[:number]:
                raise UnreadableTable(
                    _("“%(name)s” has the column “%(column)s” twice.")
                    % {"name": table.name, "column": header}
                )
        if unknown := [header for header in headers if header not in self.fields]:
            raise UnreadableTable(
                _("“%(name)s” has unknown columns: %(columns)s. The known ones are %(known)s.")
                % {
                    "name": table.name,
                    "columns": ", ".join(self._with_nearest(header) for header in unknown),
                    "known": ", ".join(self.fields),
                }
            )
        if "slug" not in headers and not set(headers) & set(in_languages(self.named_by[0])):
            raise UnreadableTable(
                _("“%(name)s” lacks a column that says who or what a row is: %(columns)s.")
                % {
                    "name": table.name,
                    "columns": ", ".join(["slug", *in_languages(self.named_by[0])]),
                }
            )

    def _with_nearest(self, header):
        nearest = process.extractOne(header, list(self.fields), score_cutoff=60)
        if not nearest:
            return _("“%(column)s”") % {"column": header[:60]}
        return _("“%(column)s” (is it “%(nearest)s”?)") % {
            "column": header[:60],
            "nearest": nearest[0],
        }

    def before_import(self, dataset, **kwargs):
        """Read the directory, and find the entry of every row: rows name each other."""
        self.numbers = kwargs.get("numbers") or range(2, len(dataset) + 2)
        self.entries = Entries(self.named_by, self.asked, self._meta.model)
        if self.organizations is None:
            self.organizations = Organizations.load()
        queryset = self.get_queryset()
        if kwargs.get("lock"):
            # Events that are saved meanwhile may link to them: they take a lock on the key.
            queryset = queryset.select_for_update(no_key=True, of=("self",))
        # In pieces: SQLite takes no thousands of values in one query.
        for entry in queryset.iterator(chunk_size=BATCH):
            self.entries.add(self.draft_of(entry))
        self.know_entries()
        self.taken, self.found = {}, []
        for number, cells in zip(self.numbers, dataset, strict=True):
            try:
                self.found.append(
                    self._find(dict(zip(dataset.headers, cells, strict=True)), number)
                )
            except ValidationError as error:
                self.found.append(error)

    def know_entries(self):
        """Hook: the directory was read."""

    def _find(self, row, number):
        slug = text_in(row, "slug")
        names = {
            language: tuple(folded(text_in(row, f"{name}_{language}")) for name in self.named_by)
            for language in settings.PRESS_LANGUAGES
        }
        draft = self.entries.find(slug, names)
        if draft is None:
            draft = self.new_draft(row, slug)
            self.entries.add(draft, names)
        if draft.entry.slug in self.taken:
            raise ValidationError(
                _("This is the entry of row %(row)s, too: put them into one row.")
                % {"row": self.taken[draft.entry.slug]}
            )
        self.taken[draft.entry.slug] = number
        return draft

    def new_draft(self, row, slug):
        """An empty entry for a row, with an address made of its name unless the row has one."""
        first = source_language()
        languages = [first, *(code for code in settings.PRESS_LANGUAGES if code != first)]
        names = (
            " ".join(filter(None, (text_in(row, f"{name}_{code}") for name in self.named_by[:2])))
            for code in languages
            if text_in(row, f"{self.named_by[0]}_{code}")
        )
        name = next(names, None)
        if name is None:
            raise ValidationError({f"{self.named_by[0]}_{first}": [self.name_is_missing]})
        if slug:
            try:
                slug = self._meta.model._meta.get_field("slug").clean(slug, None)
            except ValidationError as error:
                raise ValidationError({"slug": error.messages}) from None
        else:
            is_taken = self.entries.by_slug.__contains__
            slug = unique_slug(name, is_taken, self._meta.model._meta.model_name)
        return self.draft_of(self._meta.model(slug=slug), is_new=True)

    def _check_import_id_fields(self, headers):
        """A row without an address is found by its name."""

    def import_row(self, row, instance_loader, **kwargs):
        self.draft = None
        result = super().import_row(row, instance_loader, **kwargs)
        result.number = self.numbers[kwargs["row_number"] - 1]
        result.name = next(
            filter(None, (text_in(row, name) for name in in_languages(self.named_by[0]))), ""
        )
        if self.draft:
            result.name = str(self.draft.entry) or result.name
            result.slug = self.draft.entry.slug
            result.differences = self.differences
        self.results.append(result)
        return result

    def before_import_row(self, row, **kwargs):
        self.row_number, self.dry_run = kwargs["row_number"], kwargs["dry_run"]
        self.differences = ()

    def get_or_init_instance(self, instance_loader, row):
        found = self.found[self.row_number - 1]
        if not isinstance(found, ValidationError):
            self.draft = found
            return found.entry, found.is_new
        errors = dict(found.error_dict) if hasattr(found, "error_dict") else {"": found.error_list}
        # Of nobody in the directory, so that the other cells are read, too: all is told at once.
        self._read_cells(row, self.draft_of(self._meta.model(), is_new=True), errors)
        raise ValidationError(errors)

    def import_instance(self, instance, row, **kwargs):
        """Read those cells that say something else than the entry."""
        draft, errors = self.draft, {}
        draft.before = {name: plain(column.write(draft)) for name, column in self.fields.items()}
        if not self.dry_run and not draft.is_new:
            draft.snapshot = snapshot_of_entry(instance, self.history_rows)
        self._read_cells(row, draft, errors)
        if draft.is_new:
            draft.before["slug"] = ""
        self.differences = tuple(
            (name, draft.before[name], after)
            for name, column in self.fields.items()
            if (after := plain(column.write(draft))) != draft.before[name]
            and not (draft.is_new and not row.get(name) and name != "slug")
        )
        if not draft.has_name:
            errors.setdefault(f"{self.named_by[0]}_{source_language()}", [self.name_is_missing])
        for language in settings.PRESS_LANGUAGES:
            other, accepted = (
                set(pieces_of(text_in(row, f"{kind}_names_{language}")))
                for kind in ("other", "accepted")
            )
            if both := sorted((other & accepted) - {""}):
                errors[f"accepted_names_{language}"] = [
                    _("“%(name)s” stands among the other names, too.") % {"name": both[0]}
                ]
        if errors:
            raise ValidationError(errors)

    def _read_cells(self, row, draft, errors):
        """Put what the cells say into a draft, and what is wrong in them into `errors`."""
        for name, cell in row.items():
            text = "" if cell == CLEAR else read_defused(cell)
            if cell and name not in errors and text != draft.before.get(name, ""):
                try:
                    self.fields[name].read(text, draft, self.organizations)
                except ValidationError as error:
                    errors[name] = error.error_list

    def skip_row(self, instance, original, row, import_validation_errors=None):
        return not (import_validation_errors or self.differences or self.draft.is_new)

    def save_instance(self, instance, is_create, row, **kwargs):
        self.planned.append(self.draft)

    def after_import(self, dataset, result, **kwargs):
        if not (kwargs.get("dry_run") or result.has_errors() or result.has_validation_errors()):
            self.write(kwargs.get("user"))

    @property
    def digest(self):
        """The same for two imports that would change the same."""
        told = [(row.number, row.import_type, row.slug, row.differences) for row in self.results]
        return hashlib.sha256(repr(told).encode()).hexdigest()

    # Writing

    def write(self, user):
        """Write the drafts with their history; the caller has a transaction."""
        self._meta.model.objects.bulk_create(
            [draft.entry for draft in self.planned if draft.is_new], batch_size=BATCH
        )
        for draft in self.planned:
            if not draft.is_new:
                draft.entry.save()
        self.write_links()
        self._write_names()
        self._record(user)

    def write_links(self):
        """Hook: write what points at other entries, which are all there by now."""

    def _write_names(self):
        owner = self._meta.model._meta.model_name
        new, changed, gone = [], [], []
        model = self.model_of("other_names")
        for draft in self.planned:
            left = dict(draft.other_names)
            for row in [] if draft.is_new else draft.entry.other_names.all():
                is_accepted = left.pop((row.language, row.name), None)
                if is_accepted is None:
                    gone.append(row.pk)
                elif row.is_accepted != is_accepted:
                    row.is_accepted = is_accepted
                    changed.append(row)
            new += [
                model(language=language, name=name, is_accepted=is_accepted, **{owner: draft.entry})
                for (language, name), is_accepted in left.items()
            ]
        delete(model, gone)
        model.objects.bulk_update(changed, ["is_accepted"], batch_size=BATCH)
        model.objects.bulk_create(new, batch_size=BATCH)

    def _record(self, user):
        """Write down what was done, with its values, as the forms do."""
        Action = HistoryEntry.Action
        told = []
        drafts = {draft.entry.pk: draft for draft in self.planned}
        for entry in _in_batches(self.get_queryset(), list(drafts)):
            draft = drafts[entry.pk]
            if draft.is_new:
                changes = values_of_new(entry, self.history_rows)
            else:
                changes = differences(draft.snapshot, snapshot_of_entry(entry, self.history_rows))
            if changes:
                action = Action.CREATED if draft.is_new else Action.CHANGED
                told.append(HistoryEntry.objects.about(action, entry, user, changes=changes))
        HistoryEntry.objects.bulk_create(told, batch_size=BATCH)


def text_in(row, name):
    """The text of a cell; "" where it is empty or clears."""
    cell = row.get(name) or ""
    return "" if cell == CLEAR else read_defused(cell)


def delete(model, pks):
    """Delete rows by their ids, in batches."""
    for start in range(0, len(pks), BATCH):
        model.objects.filter(pk__in=pks[start : start + BATCH]).delete()


def _in_batches(queryset, pks):
    for start in range(0, len(pks), BATCH):
        yield from queryset.filter(pk__in=pks[start : start + BATCH])
