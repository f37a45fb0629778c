"""Photos of an event in their original size: one, or all in a ZIP file with their captions."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from media.models import Photo
from media.originals import NoOriginal, NotNow, original_to_hand_out
from news.addresses import section_url
from news.photos import file_name, file_stem, marks_of, zip_of
from news.views.events import not_visible, visible_edition


@require_safe
def photo(request, slug, name):
    """A photo of a visible edition as a JPEG that tells neither place nor camera."""
    language, now = get_language(), timezone.now()
    edition = visible_edition(now, language, slug)
    if not edition:
        return not_visible(request, language, slug, now)
    kind = edition.content["kind"]
    for number, frozen in enumerate(edition.content["photos"], 1):
        if name == file_name(edition.starts_at, kind, number):
            return _file(request, name, frozen)
    raise Http404


def _file(request, name, frozen):
    original = get_object_or_404(Photo, pk=frozen["id"])
    marks = marks_of(frozen, original)
    etag = f'"{frozen["checksum"]}-{marks.full_digest}"'
    response = get_conditional_response(request, etag=etag)
    if not response:
        try:
            data = original_to_hand_out(original, marks)
        except NotNow:
            return HttpResponse(
                _("The photo cannot be downloaded just now. Try again in some minutes."),
                status=503,
                content_type="text/plain; charset=utf-8",
                headers={"Cache-Control": "no-store", "Retry-After": "60"},
            )
        except NoOriginal:
            raise Http404 from None
        response = HttpResponse(data, content_type="image/jpeg")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["ETag"] = etag
    # Not for long: it may be withdrawn.
    response.headers["Cache-Control"] = "public, max-age=600"
    return response


@require_safe
def photos(request, slug):
    """All photos of a visible edition, with captions in its language."""
    language, now = get_language(), timezone.now()
    edition = visible_edition(now, language, slug)
    if not edition:
        return not_visible(request, language, slug, now)
    frozen = edition.content["photos"]
    if not frozen:
        raise Http404
    pieces = ()
    if request.method == "GET":
        originals = Photo.objects.in_bulk([each["id"] for each in frozen])
        page = f"{section_url('news', language)}{slug}/"
        address = f"{request.scheme}://{request.get_host()}{page}"
        pieces = zip_of(edition, originals, address, language)
    name = f"{file_stem(edition.starts_at, edition.content['kind'])}-{language}.zip"
    return StreamingHttpResponse(
        pieces,
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",  # too large for caches to keep
        },
    )
