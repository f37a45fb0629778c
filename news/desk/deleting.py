"""Deleting events: only what was looked at goes; what somebody changed since stays."""

from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected as delete_confirmed
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.functional import partition
from django.utils.translation import gettext as _

from news.desk.bulk import gone_sentence
from news.desk.forms import SeenVersion
from news.desk.gone import gone_page
from news.models import Event


def reasons_not_to_delete(request, event):
    """Why an event is not deleted that is no longer as the page that asked showed it."""
    return event.reasons_of_version(SeenVersion().clean(request.POST.get(f"version_{event.pk}")))


@transaction.atomic
def delete_page(model_admin, request, object_id, delete):
    """Ask whether to delete an event, or `delete` it; its version is on the page that asks."""
    event = model_admin.get_object(request, unquote(object_id))  # locks it
    if not model_admin.has_delete_permission(request, event):
        raise PermissionDenied
    if request.method == "POST":
        if event is None:
            return gone_page(model_admin, request, object_id)
        if reasons := reasons_not_to_delete(request, event):
            messages.error(request, " ".join(reasons))
            return HttpResponseRedirect(request.get_full_path())
    return delete({"versions": [event] if event else []})


@admin.action(permissions=["delete"], description=delete_confirmed.short_description)
def delete_selected(model_admin, request, queryset):
    """Django's action, for those events that are still as its page showed them."""
    chosen = list(queryset.values_list("pk", flat=True))
    if not request.POST.get("post"):
        response = delete_confirmed(model_admin, request, Event.objects.filter(pk__in=chosen))
        response.context_data["versions"] = Event.objects.filter(pk__in=chosen).only("version")
        return response
    with transaction.atomic():
        events = list(Event.objects.select_for_update().filter(pk__in=chosen).order_by("pk"))
        reasons = {event: reasons_not_to_delete(request, event) for event in events}
        as_seen, changed = partition(lambda event: bool(reasons[event]), events)
        for event in changed:
            text = _("“%(event)s”: %(reasons)s") % {
                "event": event,
                "reasons": " ".join(reasons[event]),
            }
            messages.error(request, text)
        asked = {*request.POST.getlist(admin.helpers.ACTION_CHECKBOX_NAME)}
        if gone := gone_sentence(len(asked) - len(events)):
            messages.error(request, gone)
        if not as_seen:
            return None
        pks = [event.pk for event in as_seen]
        return delete_confirmed(model_admin, request, Event.objects.filter(pk__in=pks))
