"""Who else has an event open: browsers give a sign of life, and who falls silent is gone."""

import datetime as dt
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, JsonResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from news.desk.wording import moment_of, name_of
from news.models import Event, Presence

SECONDS_BETWEEN_SIGNS = 7
LASTS = dt.timedelta(seconds=25)
# So long it lasts after a tab was closed: another tab of the same person gives its sign meanwhile.
LASTS_AFTER_LEAVING = dt.timedelta(seconds=10)


def urls(model_admin):
    """The address below an event of the administration to which its open forms report."""
    view = model_admin.admin_site.admin_view(partial(give_sign, model_admin=model_admin))
    return [path("<int:object_id>/presence/", view, name="news_event_presence")]


@require_POST
def give_sign(request, object_id, *, model_admin):
    """Count the caller in (or soon out, with `leave`) and answer who else is there.

    Who may only read the event is told, but does not count.
    """
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    if not Event.objects.filter(pk=object_id).exists():
        raise Http404
    if "leave" in request.POST:
        _leave(object_id, request.user)
        return JsonResponse({})
    if model_admin.has_change_permission(request):
        try:
            _stay(object_id, request.user)
        except IntegrityError:  # it was deleted since it was looked for
            raise Http404 from None
    return JsonResponse({"lines": others(object_id, request.user)})


def _stay(event_id, user):
    now = timezone.now()
    mine = Presence.objects.filter(event=event_id, user=user, seen_at__gt=now - LASTS)
    if mine.update(seen_at=now):
        return
    # Two tabs may arrive at once; who comes back after a silence begins anew.
    Presence.objects.bulk_create(
        [Presence(event_id=event_id, user=user, started_at=now, seen_at=now)],
        update_conflicts=True,
        unique_fields=["event", "user"],
        update_fields=["started_at", "seen_at"],
    )


def _leave(event_id, user):
    """Soon the user is gone, if no other tab says otherwise; "since when" stays what it was."""
    silent_at = timezone.now() - LASTS
    soon = silent_at + LASTS_AFTER_LEAVING
    Presence.objects.filter(event=event_id, user=user, seen_at__gt=soon).update(seen_at=soon)
    Presence.objects.filter(seen_at__lte=silent_at).delete()


def others(event_id, user):
    """A sentence for each other person who has the event open, the first comer first."""
    rows = Presence.objects.filter(event=event_id, seen_at__gt=timezone.now() - LASTS)
    rows = rows.exclude(user=user).select_related("user").order_by("started_at", "pk")
    return [_sentence(row) for row in rows]


def _sentence(row):
    since = timezone.localtime(row.started_at)
    is_today = since.date() == timezone.localdate()
    return _("%(user)s has this event open since %(time)s.") % {
        "user": name_of(row.user),
        "time": date_format(since, "TIME_FORMAT") if is_today else moment_of(since),
    }


def for_form(event_id, user):
    """What the form shows of it before its script asks."""
    return {
        "address": reverse("admin:news_event_presence", args=[event_id]),
        "seconds": SECONDS_BETWEEN_SIGNS,
        "lines": others(event_id, user),
    }
