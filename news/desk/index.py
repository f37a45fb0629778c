"""The first page of the administration: what one worked on and what the public got last."""

from media.language_tabs import in_languages
from news.models import Edition, Event

SHOWN = 8


def dashboard(request, context):
    """Unfold calls this with the index page's context."""
    if request.user.has_perm("news.view_event"):
        drafts = Event.objects.filter(status=Event.Status.DRAFT).order_by("-updated_at")
        context["drafts"] = drafts.only("slug", "updated_at", *in_languages("title"))[:SHOWN]
        visible = Edition.objects.visible().order_by("-published_at", "-pk")
        context["published"] = visible.only("event", "language", "slug", "title", "published_at")[
            :SHOWN
        ]
    return context
