"""The pages of possible duplicates: the pairs, two entries side by side, a merge and its end."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from media.language_tabs import language_name
from media.unsaved import keeps_text, posted_by_opener
from news.desk.wording import field_name
from news.duplicates import distinct_pairs, find_pairs, look_like
from news.merges import (
    DROP,
    KEEP,
    chosen_by_default,
    events_naming,
    fields_to_choose,
    may_merge,
    merge_entries,
    newest_seen,
    reasons_not_to_undo,
    spellings,
    undo_merge,
)
from news.models import Distinct, Refused
from people.models import Participant

PER_PAGE = 25
MOST_NAMED = 3


def _address(model, name, **asked):
    app, model_name = model._meta.app_label, model._meta.model_name
    query = QueryDict(mutable=True)
    query.update(asked)
    address = reverse(f"admin:{app}_{model_name}_{name}")
    return f"{address}?{query.urlencode()}" if asked else address


def change_address(model, pk):
    return reverse(admin_urlname(model._meta, "change"), args=[pk])


def _page(model_admin, request, name, context):
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        **context,
    }
    return TemplateResponse(request, f"admin/directory/{name}.html", context)


# The list


def duplicates_page(model_admin, request):
    """Pairs that look like one entry; those that somebody called distinct with `?distinct=1`."""
    model = model_admin.model
    if not may_merge(request.user, model):
        raise PermissionDenied
    if request.method == "POST":
        return _tell_apart(model, request)
    distinct, shows_distinct = distinct_pairs(model), request.GET.get("distinct") == "1"
    pairs = [pair for pair in find_pairs(model) if (pair.ids in distinct) == shows_distinct]
    shown = Paginator(pairs, PER_PAGE).get_page(request.GET.get("page"))
    entries = _with_counts(model).in_bulk({pk for pair in shown for pk in pair.ids})
    rows = [
        _row(model, pair, *(entries[pk] for pk in pair.ids))
        for pair in shown
        if all(pk in entries for pk in pair.ids)
    ]
    context = {
        "title": _("Possible duplicates"),
        "rows": rows,
        "shown": shown,
        "shows_distinct": shows_distinct,
        "number_of_distinct": len(distinct),
        "back": reverse(admin_urlname(model._meta, "changelist")),
        "merges": f"{reverse('admin:news_merge_changelist')}?model={model._meta.label_lower}",
    }
    return _page(model_admin, request, "duplicates", context)


def _with_counts(model):
    return model.objects.annotate(number_of_events=Count("events", distinct=True))


def _row(model, pair, *entries):
    # The one with more behind it is proposed to be kept.
    keep, drop = sorted(entries, key=lambda entry: (-entry.number_of_events, entry.pk))
    return {
        "pair": pair,
        "entries": [
            {
                "entry": entry,
                "address": change_address(model, entry.pk),
                "names": _names(entry),
            }
            for entry in (keep, drop)
        ],
        "merge": _address(model, "merge", keep=keep.pk, drop=drop.pk),
    }


def _names(entry):
    """`[(language code, name)]`; the names of a person, or those of an organization."""
    found = {}
    for code, name in spellings(entry):
        found.setdefault(code, name)
    return list(found.items())


class PairForm(forms.Form):
    first = forms.IntegerField(min_value=1, max_value=2**53)
    second = forms.IntegerField(min_value=1, max_value=2**53)
    act = forms.ChoiceField(choices=[("distinct", ""), ("list", "")])


def _tell_apart(model, request):
    """Say of two entries that they are not one, or take that back."""
    form = PairForm(request.POST)
    ids = form.is_valid() and sorted({form.cleaned_data["first"], form.cleaned_data["second"]})
    if not ids or model.objects.filter(pk__in=ids).count() != 2:
        messages.error(request, _("One of them is no longer there."))
    else:
        pair = {"model": model._meta.label_lower, "first_id": ids[0], "second_id": ids[1]}
        if form.cleaned_data["act"] == "distinct":
            Distinct.objects.get_or_create(**pair, defaults={"user": request.user})
            messages.success(request, _("They are no longer listed as possible duplicates."))
        else:
            Distinct.objects.filter(**pair).delete()
            messages.success(request, _("They are listed as possible duplicates again."))
    return HttpResponseRedirect(request.get_full_path())


# Two entries side by side


class MergeForm(forms.Form):
    """A choice for each field in which both entries say something else."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, keep, drop, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = []
        for name in fields_to_choose(type(keep)):
            values = [_shown(entry, name) for entry in (keep, drop)]
            if not any(values):
                continue
            default = chosen_by_default(keep, drop, name)
            row = {
                "name": name,
                "label": field_name(name, type(keep)),
                "language": getattr(keep._meta.get_field(name), "language", ""),
                "sides": [
                    {"side": side, "text": text}
                    for side, text in zip((KEEP, DROP), values, strict=True)
                ],
            }
            row["is_choice"] = all(values) and values[0] != values[1]
            if row["is_choice"]:
                self.fields[name] = forms.ChoiceField(
                    label=row["label"],
                    choices=[(KEEP, values[0]), (DROP, values[1])],
                    initial=default,
                )
                for side in row["sides"]:
                    side["is_chosen"] = side["side"] == (self[name].value() or default)
            self.rows.append(row)

    def chosen(self):
        names = self.fields.keys() - {"seen"}
        return {name: self.cleaned_data[name] for name in names}


def _shown(entry, name):
    """A value of a field as a person reads it."""
    field = entry._meta.get_field(name)
    if isinstance(field, models.ForeignKey) or not field.choices:
        value = getattr(entry, name)
    else:
        value = getattr(entry, f"get_{name}_display")()
    return "" if value is None else str(value)


@keeps_text
def merge_page(model_admin, request):
    """Two entries side by side: which value stays of each field; posted, they are merged."""
    model = model_admin.model
    if not may_merge(request.user, model):
        raise PermissionDenied
    keep, drop = _chosen_pair(model, request)
    form = MergeForm(
        keep,
        drop,
        request.POST if request.method == "POST" else None,
        initial={"seen": newest_seen(keep, drop)},
    )
    if posted_by_opener(request, form) and form.is_valid():
        try:
            merge = merge_entries(
                keep=keep,
                drop=drop,
                user=request.user,
                chosen=form.chosen(),
                seen=form.cleaned_data["seen"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.reasons)
            form.data = form.data.copy()
            form.data["seen"] = newest_seen(keep, drop)
        else:
            text = _("“%(dropped)s” was merged into “%(kept)s”. It can be undone.")
            text %= {"dropped": merge.dropped_name, "kept": merge.kept_name}
            undo = reverse("admin:news_merge_undo", args=[merge.pk])
            link = format_html('<a href="{}">{}</a>', undo, _("Undo the merge"))
            messages.success(request, format_html("{} {}", text, link))
            return HttpResponseRedirect(
                reverse(admin_urlname(model._meta, "change"), args=[keep.pk])
            )
    context = {
        "title": _("Merge"),
        "form": form,
        "columns": [_column(entry) for entry in (keep, drop)],
        "turned": _address(model, "merge", keep=drop.pk, drop=keep.pk),
        "back": _address(model, "duplicates"),
    }
    return _page(model_admin, request, "merge", context)


def _chosen_pair(model, request):
    asked = [request.GET.get(name, "") for name in (KEEP, DROP)]
    if not all(pk.isascii() and pk.isdecimal() and len(pk) < 16 for pk in asked):
        raise Http404
    ids = [int(pk) for pk in asked]
    found = model.objects.in_bulk(ids)
    if len(found) < 2:
        raise Http404
    return [found[pk] for pk in ids]


def _column(entry):
    """What an entry has besides its fields."""
    events = events_naming(entry).order_by().distinct().count()
    editions, offices = entry.editions.count(), []
    counts = [
        ngettext("%(number)d event", "%(number)d events", events) % {"number": events},
        ngettext("%(number)d edition", "%(number)d editions", editions) % {"number": editions},
    ]
    if isinstance(entry, Participant):
        number = entry.photo_people.count()
        text = ngettext("%(number)d photo", "%(number)d photos", number)
        offices = [
            ", ".join(filter(None, (position.title, str(position.organization or ""))))
            for position in entry.positions.select_related("organization")
        ]
    else:
        number = entry.positions.count()
        text = ngettext("%(number)d office", "%(number)d offices", number)
    counts.append(text % {"number": number})
    return {
        "entry": entry,
        "address": change_address(type(entry), entry.pk),
        "counts": counts,
        "offices": offices,
        "other_names": [
            {"name": other.name, "language": other.language, "of": language_name(other.language)}
            for other in entry.other_names.all()
        ],
    }


# From other pages


@admin.action(permissions=["merge"], description=gettext_lazy("Merge the two chosen…"))
def merge_chosen(model_admin, request, queryset):
    """Lead to the page of two entries that somebody knows to be one."""
    ids = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
    if len(ids) != 2:
        messages.error(request, _("Choose two entries to merge."))
        return None
    return HttpResponseRedirect(_address(model_admin.model, "merge", keep=ids[0], drop=ids[1]))


def warn_of_likeness(request, entry):
    """Tell who added an entry which others may be the same."""
    model = type(entry)
    if not (ids := look_like(entry)[:MOST_NAMED]):
        return
    found = model.objects.in_bulk(ids)
    if may_merge(request.user, model):
        links = [(_address(model, "merge", keep=pk, drop=entry.pk), found[pk]) for pk in ids]
    else:
        links = [(change_address(model, pk), found[pk]) for pk in ids]
    joined = format_html_join(", ", '<a href="{}">{}</a>', links)
    messages.warning(request, format_html("{} {}", _("Possibly the same as:"), joined))


# Undoing


def undo_page(model_admin, request, object_id):
    """Ask whether to undo a merge, with all that stands against it; posted, it is undone."""
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    merge = model_admin.get_object(request, str(object_id))  # none that one may not undo
    if merge is None:
        raise Http404
    reasons = reasons_not_to_undo(merge, request.user)
    if request.method == "POST" and not reasons:
        try:
            merge = undo_merge(merge=merge, user=request.user)
        except Refused as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, _("Undone: both are there again."))
            for remark in merge.remarks.splitlines():
                messages.warning(request, remark)
            return HttpResponseRedirect(reverse("admin:news_merge_changelist"))
    context = {
        "title": _("Undo the merge"),
        "merge": merge,
        "reasons": reasons,
        "back": reverse("admin:news_merge_changelist"),
    }
    return _page(model_admin, request, "undo", context)
