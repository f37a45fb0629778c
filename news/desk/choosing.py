"""The photo library in a dialog beside a text: what may be put into it, and photos that are new."""

from functools import partial

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from media.guard import UnreadablePicture, guard_size
from media.language_tabs import in_languages, language_name
from media.library import add_photo, short_name
from media.models import Photo, says_something
from news.body import photo_ids
from news.desk.posted import NUMBER
from news.models import Event

SHOWN = 24  # at once
TEMPLATE = "admin/news/event/photo_choices.html"


@require_http_methods(["GET", "HEAD", "POST"])
def library_page(request, *, model_admin):
    """Photos as a fragment of HTML; a new one that is posted, as JSON.

    The query: `q` are words to search for, `event` the event whose photos come first, with those
    of `also`, that its form has and nobody saved yet; `language` is the text's, `page` a number.
    """
    if not model_admin.has_view_permission(request):
        raise PermissionDenied
    if request.method == "POST":
        return _add(request, model_admin)
    words = request.GET.get("q", "").strip()
    first = [] if words else _photos_of_event(request)
    photos = Photo.objects.exclude(pk__in=[photo.pk for photo in first])
    if words:
        photos, _may_repeat = model_admin.get_search_results(request, photos, words)
    page = _number(request.GET.get("page"), 1)
    start = (page - 1) * SHOWN
    found = list(photos[start : start + SHOWN + 1])
    parts = [(_("Photos of this event"), first if page == 1 else [])]
    parts += [(_("The newest photos") if not words and page == 1 else "", found[:SHOWN])]
    language = _language(request.GET.get("language"))
    parts = [
        (heading, [_choice(photo, language) for photo in photos])
        for heading, photos in parts
        if photos
    ]
    empty = _("No photo has all these words.") if words else _("There are no photos yet.")
    next_page = page + 1 if len(found) > SHOWN else None
    return render(request, TEMPLATE, {"parts": parts, "next_page": next_page, "empty": empty})


def _number(text, otherwise):
    return int(text) if NUMBER.fullmatch(text or "") and int(text) else otherwise


def _language(code):
    return code if code in settings.PRESS_LANGUAGES else settings.PRESS_SOURCE_LANGUAGE


def _photos_of_event(request):
    """Those of the event's list, of its texts and of its form, each once."""
    ids = []
    pk = _number(request.GET.get("event"), 0)
    if pk and request.user.has_perm("news.view_event"):
        ids += (
            Photo.objects.filter(event_photos__event=pk)
            .order_by("event_photos__position", "event_photos__pk")
            .values_list("pk", flat=True)
        )
        bodies = Event.objects.filter(pk=pk).values_list(*in_languages("body"))
        ids += [photo for texts in bodies for body in texts for photo in photo_ids(body)]
    ids += [int(each) for each in request.GET.getlist("also") if NUMBER.fullmatch(each)]
    found = Photo.objects.in_bulk(ids[:500])
    return [found[each] for each in dict.fromkeys(ids) if each in found]


def _choice(photo, language):
    """A photo to choose, with what its words lack in which languages."""
    sentences = {
        "alt_text": (_("No alternative text: %(languages)s"), says_something),
        "caption": (_("No caption: %(languages)s"), bool),
    }
    lacks = []
    for name, (sentence, is_there) in sentences.items():
        missing = [
            language_name(code)
            for code in settings.PRESS_LANGUAGES
            if not is_there(getattr(photo, f"{name}_{code}"))
        ]
        if missing:
            lacks.append(sentence % {"languages": ", ".join(missing)})
    alt = getattr(photo, f"alt_text_{language}")
    alt = alt if says_something(alt) else str(photo)
    return {"photo": photo, "alt": alt, "lacks": lacks}


def _add(request, model_admin):
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    file = request.FILES.get("file")
    if file is None:
        return JsonResponse({"error": _("Choose a photo.")}, status=400)
    try:
        guard_size(short_name(file.name), file.size)
        photo, is_new = add_photo(
            filename=file.name,
            data=file.read(),
            added_by=request.user,
            record=partial(model_admin.log_addition, request, message=[{"added": {}}]),
        )
    except UnreadablePicture as reason:
        return JsonResponse({"error": str(reason)}, status=400)
    if is_new:
        said = _("“%(name)s” is in the library now.")
    else:
        said = _("“%(name)s” was in the library already.")
    choice = _choice(photo, _language(request.POST.get("language")))
    html = render_to_string(TEMPLATE, {"parts": [("", [choice])]}, request)
    return JsonResponse({"said": said % {"name": photo}, "html": html})
