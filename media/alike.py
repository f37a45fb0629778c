"""Photos that look nearly the same: shown side by side until a person decides."""

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.http import HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from media.language_tabs import writes_everything
from media.models import Photo


class LooksLikeAnother(admin.SimpleListFilter):
    """Photos of which nobody has decided yet whether they are another one."""

    title = _("likeness")
    parameter_name = "alike"

    def lookups(self, request, model_admin):
        return [("yes", _("looks like another photo"))]

    def queryset(self, request, queryset):
        return queryset.exclude(similar_to=None) if self.value() == "yes" else queryset


def pair(model_admin, request, photo):
    """For the template `alike.html`: a photo, the one it looks like, and what the user may do."""
    return {
        "new": photo,
        "old": photo.similar_to,
        "may_keep": _may_keep(model_admin, request),
        "may_remove": model_admin.has_delete_permission(request, photo),
    }


def decide(model_admin, request, pk):
    """Keep both photos, or remove the new one; `other` is the one beside which it was shown.

    A script gets `{"sentence", "is_removed"}`.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not (_may_keep(model_admin, request) or model_admin.has_delete_permission(request)):
        raise PermissionDenied
    with transaction.atomic():
        # An event that takes the photo just now waits for this lock, or holds it first.
        photo = Photo.objects.select_for_update().filter(pk=pk).first()
        sentence = _decide(model_admin, request, photo)
        is_removed = not Photo.objects.filter(pk=pk).exists()
    if request.accepts("text/html"):
        messages.info(request, sentence)
        address = reverse("admin:media_photo_changelist") if is_removed else (
            reverse("admin:media_photo_change", args=[pk])
        )  # fmt: skip
        return HttpResponseRedirect(address)
    return JsonResponse({"sentence": sentence, "is_removed": is_removed})


def _decide(model_admin, request, photo):
    decision = request.POST.get("decision")
    if decision not in ("keep", "remove"):
        raise BadRequest
    if photo is None:
        return gettext("The new photo has been removed already.")
    if str(photo.similar_to_id) != request.POST.get("other"):
        return gettext("Somebody has decided already: the photo stays.")
    if decision == "keep":
        if not _may_keep(model_admin, request):
            raise PermissionDenied
        Photo.objects.filter(pk=photo.pk).update(similar_to=None)
        return gettext("Both photos stay.")
    return _remove(model_admin, request, photo)


def _remove(model_admin, request, photo):
    """Delete a photo by the rules of the admin; say it, or why not."""
    *_shown, lacking, protected = model_admin.get_deleted_objects([photo], request)
    if lacking or not model_admin.has_delete_permission(request, photo):
        raise PermissionDenied
    if protected:
        return gettext("The new photo is in use and stays. Take it out there first.")
    # What looks like it looks like the other one too.
    Photo.objects.filter(similar_to=photo).update(similar_to=photo.similar_to_id)
    model_admin.log_deletions(request, Photo.objects.filter(pk=photo.pk))
    model_admin.delete_model(request, photo)
    return gettext("The new photo is removed.")


def _may_keep(model_admin, request):
    is_writer = writes_everything(request.user, model_admin.opts)
    return is_writer and model_admin.has_change_permission(request)
