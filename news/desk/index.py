"""The first page of the administration: what one worked on and what the public got last."""

from django.conf import settings
from django.utils.translation import get_language

from media.language_tabs import in_languages
from news.models import Edition, Event

SHOWN = 8


def dashboard(request, context):
    """Unfold calls this with the index page's context."""
    if request.user.has_perm("news.view_event"):
        drafts = Event.objects.filter(status=Event.Status.DRAFT).order_by("-updated_at")
        context["drafts"] = drafts.only("slug", "updated_at", *in_languages("title"))[:SHOWN]
        context["published"] = _published_last()
    return context


def _published_last():
    """A row an event: its newest editions, named in the language of the staff if there is one."""
    languages = settings.PRESS_LANGUAGES
    visible = Edition.objects.visible().filter(language__in=languages)
    newest = visible.order_by("-published_at", "-pk").only(
        "event", "language", "title", "published_at"
    )
    events = {}
    # An event has one visible edition in each language at most.
    for edition in newest[: SHOWN * len(languages)]:
        events.setdefault(edition.event_id, {})[edition.language] = edition
    rows = []
    for editions in [*events.values()][:SHOWN]:
        rows.append(
            {
                "edition": editions.get(get_language()) or next(iter(editions.values())),
                "languages": [code for code in languages if code in editions],
                "published_at": next(iter(editions.values())).published_at,
            }
        )
    return rows
