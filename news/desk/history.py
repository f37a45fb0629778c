"""The time line of an event: who did what, when."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from media.language_tabs import language_name
from news.desk.review import desk_page
from news.desk.wording import field_name
from news.models import Event, HistoryEntry

PER_PAGE = 50


def history_page(model_admin, request, object_id):
    """Every entry of the event's history, newest first."""
    event = get_object_or_404(Event, pk=object_id)
    entries = HistoryEntry.objects.of(event).select_related("user")
    shown = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "entry": entry,
            "who": (entry.user and entry.user.get_full_name()) or entry.username,
            "languages": [language_name(code) for code in entry.languages],
            "fields": [field_name(name) for name in entry.changes],
        }
        for entry in shown
    ]
    context = {"title": _("History"), "rows": rows, "shown": shown}
    return desk_page(model_admin, request, event, "history", context)
