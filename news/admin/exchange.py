"""Lists of the directory that go out as tables, and come in: a dry run, then the import.

Of django-import-export stand here the addresses, the resources and the way out. Its app is not
installed: its pages say less of a row, and its commands know nothing of the history.
"""

import ntpath

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import Format
from import_export.forms import ExportForm

from media.guard import UnreadablePicture
from media.language_tabs import language_name
from media.making import not_stored
from news.desk.differences import in_words
from news.desk.wording import field_name
from news.exchange.directory import RESOURCES, Interrupted, import_tables, look, may_import
from news.exchange.files import (
    FORMATS,
    MAX_FILE_MB,
    MEGABYTE,
    UnreadableTable,
    read_table,
    write_table,
)
from news.exchange.keeping import forget_table, keep_table, kept_table

MAX_SHOWN = 200  # rows on the page of a dry run; the counts are of all


class _Table(Format):
    form = ""

    def export_data(self, dataset, **kwargs):
        return write_table(dataset, self.form, get_language())

    def get_title(self):
        return self.form

    def get_extension(self):
        return self.form

    def get_content_type(self):
        return FORMATS[self.form]

    def can_export(self):
        return True


class Csv(_Table):
    form = "csv"


class Excel(_Table):
    form = "xlsx"


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Table"),
        widget=forms.FileInput(
            {"accept": ".csv,.xlsx,.txt,.tsv", "aria-describedby": "id_file_helptext"}
        ),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )

    def clean_file(self):
        """The upload with its bytes, if it is not too large to be looked at."""
        upload = self.cleaned_data["file"]
        if upload.size > MAX_FILE_MB * MEGABYTE:
            raise forms.ValidationError(
                _("“%(name)s” is larger than %(limit)s MB. Divide it.")
                % {"name": ntpath.basename(upload.name), "limit": MAX_FILE_MB}
            )
        return upload


class WithExchange(ImportExportMixin):
    """Export for those who see the list; import for those who may write all of its entries."""

    exchange_kind = ""
    export_formats = (Csv, Excel)
    export_form_class = ExportForm
    export_template_name = "admin/exchange/export.html"
    import_export_change_list_template = "admin/exchange/change_list.html"

    def get_resource_classes(self, request):
        return [RESOURCES[self.exchange_kind]]

    def get_resource_kwargs(self, request, *args, **kwargs):
        return {}

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def has_import_permission(self, request):
        return may_import(request.user, self.exchange_kind)

    # Out

    def export_action(self, request):
        try:
            return super().export_action(request)
        except UnreadableTable as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.get_full_path())

    def get_export_filename(self, request, queryset, file_format):
        return f"{self.exchange_kind}-{timezone.localdate()}.{file_format.get_extension()}"

    def init_request_context_data(self, request, form):
        context = super().init_request_context_data(request, form)
        title = _("Export people") if self.exchange_kind == "people" else _("Export organizations")
        return {**context, "title": title, "formats": [("0", "CSV"), ("1", "Excel")]}

    # In

    def import_action(self, request, **kwargs):
        """Ask for a table; one that was handed in is looked at, and nothing is written."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        if request.method != "POST" or not form.is_valid():
            return self._import_page(request, form)
        upload = form.cleaned_data["file"]
        name = ntpath.basename(upload.name)[-150:]
        try:
            data = upload.read()
            outcome = self._look(name, data)
            token = ""
            if not outcome.refused and (outcome.new or outcome.changed):
                token = keep_table(request.session, self.exchange_kind, name, data)
        except (UnreadableTable, UnreadablePicture) as error:
            form.add_error("file", str(error))
            return self._import_page(request, form)
        except OSError as error:
            form.add_error("file", not_stored(name, error))
            return self._import_page(request, form)
        return self._import_page(request, form, outcome, token)

    def process_import(self, request, **kwargs):
        """Write the table whose dry run was seen."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_import_permission(request):
            raise PermissionDenied
        token, expected = (request.POST.get(name, "") for name in ("token", "digest"))
        kept = kept_table(request.session, self.exchange_kind, token)
        if kept is None:
            messages.error(
                request,
                _("This table was imported already, or is not kept any more. Hand it in again."),
            )
            return HttpResponseRedirect(self._address("import"))
        table = read_table(*kept)
        try:
            (outcome,) = import_tables(
                tables=[table], kinds=[self.exchange_kind], user=request.user, expected=[expected]
            )
        except (Interrupted, IntegrityError):
            messages.warning(
                request,
                _(
                    "Nothing was written: the directory was changed meanwhile. Look at the rows "
                    "again."
                ),
            )
            outcome = self._look(*kept)
            return self._import_page(
                request, ImportForm(), outcome, "" if outcome.refused else token
            )
        forget_table(request.session, self.exchange_kind)
        messages.success(request, _("The table was imported.") + " " + self._counts(outcome))
        return HttpResponseRedirect(self._address("changelist"))

    def _look(self, name, data):
        return look([read_table(name, data)], kinds=[self.exchange_kind])[0]

    def _counts(self, outcome):
        return _("New: %(new)d. Changed: %(changed)d. Unchanged: %(unchanged)d.") % {
            "new": len(outcome.new),
            "changed": len(outcome.changed),
            "unchanged": len(outcome.unchanged),
        }

    def _address(self, page):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}")

    def _import_page(self, request, form, outcome=None, token=""):
        people = self.exchange_kind == "people"
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Import people") if people else _("Import organizations"),
            "form": form,
            "columns": RESOURCES[self.exchange_kind]().fields,
            "is_of_people": people,
            "limit": MAX_FILE_MB,
            "list_address": self._address("changelist"),
            "import_address": self._address("import"),
            "export_address": self._address("export"),
        }
        if outcome:
            rows = outcome.refused or [*outcome.new, *outcome.changed]
            rows = sorted(rows, key=lambda row: row.number)
            context |= {
                "outcome": outcome,
                "token": token,
                "counts": self._counts(outcome),
                "rows": [(row, self._differences(row)) for row in rows[:MAX_SHOWN]],
                "more": max(0, len(rows) - MAX_SHOWN),
                "process_address": self._address("process_import"),
            }
        return TemplateResponse(request, "admin/exchange/import.html", context)

    def _differences(self, row):
        return [
            (column, self._label(column), in_words(before, after, is_short=True))
            for column, before, after in row.differences
        ]

    def _label(self, column):
        """What the form of an entry calls a column."""
        kind, is_of_names, language = column.partition("_names_")
        if not is_of_names:
            return field_name("positions" if column == "offices" else column, self.model)
        label = field_name("other_names", self.model)
        if kind == "accepted":
            names = self.model._meta.get_field("other_names").related_model
            label = f"{label} ({field_name('is_accepted', names)})"
        return f"{label} · {language_name(language)}"
