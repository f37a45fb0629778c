"""The time line of an event or of an entry of the directory: who did what, when."""

from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from media.language_tabs import language_name
from news.desk.bringing_back import may_bring_back
from news.desk.comparing import describe_all
from news.desk.comparison_pages import comparison_address
from news.desk.review import desk_page
from news.models import Event, HistoryEntry, Merge
from news.models.merge import DIRECTORY

PER_PAGE = 50
Action = HistoryEntry.Action
PUBLICATIONS = {
    Action.PUBLISHED,
    Action.CORRECTED,
    Action.SILENTLY_CORRECTED,
    Action.SCHEDULED,
    Action.RESCHEDULED,
    Action.RESTORED,
}


def history_page(model_admin, request, obj):
    """Every entry of the history of an object, newest first, with what each changed."""
    is_event = isinstance(obj, Event)
    merged = Merge.objects.into(obj) if obj._meta.label_lower in DIRECTORY else {}
    found = HistoryEntry.objects.of(obj, *merged).select_related("user")
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    entries = list(shown)
    states = [(type(obj), entry.changes) for entry in entries]
    rows = [
        {
            "entry": entry,
            "who": entry.who,
            "merged": merged.get(entry.object_id),
            "languages": [language_name(code) for code in entry.languages],
            "differences": differences,
            "fields": [difference.label for difference in differences],
        }
        for entry, differences in zip(entries, describe_all(states, is_short=True), strict=True)
    ]
    if is_event:
        _link_editions(obj, rows, request.user)
    context = {
        "title": _("History"),
        "rows": rows,
        "shown": shown,
        "back": reverse(admin_urlname(obj._meta, "change"), args=[obj.pk]),
        "compare": reverse("admin:news_event_compare", args=[obj.pk]) if is_event else "",
    }
    return desk_page(model_admin, request, obj, "history", context)


def _link_editions(event, rows, user):
    """Put the editions that a publication wrote beside it, with what can be done with each."""
    found = event.editions.order_by("number").only("event", "language", "number", "published_at")
    editions = {(edition.language, edition.published_at): edition for edition in found}
    may = may_bring_back(user)
    for row in rows:
        entry = row["entry"]
        if entry.action not in PUBLICATIONS:
            continue
        written = (editions.get((code, entry.effective_at)) for code in entry.languages)
        row["editions"] = [_links_to(event, edition, may) for edition in written if edition]


def _links_to(event, edition, may_bring_back):
    number = edition.number
    links = {"language": language_name(edition.language), "number": number}
    if number > 1:
        links["compare"] = comparison_address(event.pk, edition.language, number - 1, number)
    if may_bring_back:
        links["bring_back"] = reverse("admin:news_event_bring_back", args=[event.pk, edition.pk])
    return links
