"""The files of photos: to everybody what is public, to the staff the rest."""

import logging

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from media import renditions
from media.making import NotMade, obtain
from media.models import Photo
from news.desk.frozen import events_showing
from news.models import Edition, EditionPhoto, PreviewLink
from news.prepared import prepared
from organizations.models import Organization
from people.models import Participant

logger = logging.getLogger(__name__)

# Browsers keep a file for ever; caches between ask again, for it may be withdrawn.
PUBLIC = "public, max-age=31536000, s-maxage=600, immutable"
PRIVATE = "private, max-age=600"
PREVIEW_COOKIE = "preview-"


@prepared
def _public(now, checksum):
    """The photo, where the public sees it on some page."""
    visible = Edition.objects.visible(now)
    people = Participant.objects.rewrite(False).public(visible)
    organizations = Organization.objects.rewrite(False).public(visible)
    links = EditionPhoto.objects.filter(edition__in=visible)
    return (
        Photo.objects.rewrite(False)
        .filter(checksum=checksum)
        .filter(
            Exists(links.filter(photo=OuterRef("pk")))
            | Exists(people.filter(portrait=OuterRef("pk")))
            | Exists(organizations.filter(logo=OuterRef("pk")))
        )
        .values("pk")
    )


@require_safe
def rendition(request, name):
    """A rendition's file; one that is not for the reader's eyes is as unknown as a typo."""
    wanted = renditions.read_name(f"renditions/{name}")
    if wanted is None:
        return _missing()
    if _public(timezone.now(), wanted.checksum):
        return _answer(request, wanted, PUBLIC)
    if request.user.has_perm("media.view_photo") or _is_in_preview(request, wanted.checksum):
        return _answer(request, wanted, PRIVATE)
    return _missing()


def _is_in_preview(request, checksum):
    """Whether the reader has opened a valid preview of an event that shows the photo."""
    tokens = [token for name, token in request.COOKIES.items() if name.startswith(PREVIEW_COOKIE)]
    if not tokens:
        return False
    events = list(PreviewLink.objects.valid().filter(token__in=tokens).values_list("event_id"))
    photo = events and Photo.objects.filter(checksum=checksum).first()
    if not photo:
        return False
    return events_showing(photo).filter(pk__in=[pk for (pk,) in events]).exists()


def open_pictures_of(response, link):
    """Let the reader of a preview see its pictures, as long as the link is valid."""
    response.set_cookie(
        f"{PREVIEW_COOKIE}{link.pk}",
        link.token,
        expires=link.expires_at,
        path=settings.MEDIA_URL,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _answer(request, wanted, cache_control):
    etag = f'"{wanted.marks}-{wanted.crop}-{wanted.width}-{wanted.extension}"'
    try:
        response = get_conditional_response(request, etag=etag) or _file(wanted)
    except NotMade:
        return _missing(503)
    except OSError as error:
        logger.warning("The store does not hand out %s: %s", wanted.name, error)
        return _missing(503)
    if response is None:
        return _missing()
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = cache_control
    return response


def _file(wanted):
    """The answer with the file, made if it is missing; None where nothing asks for it."""
    content_type = renditions.CONTENT_TYPES[wanted.extension]
    if settings.MEDIA_ACCEL and default_storage.exists(wanted.name):
        address = f"{settings.MEDIA_ACCEL}{wanted.name}"
        return HttpResponse(content_type=content_type, headers={"X-Accel-Redirect": address})
    try:
        file = default_storage.open(wanted.name)
    except FileNotFoundError:
        photo = _photo_asking_for(wanted)
        if not photo:
            return None
        file = obtain(wanted, photo)
    response = FileResponse(file, content_type=content_type)
    response.block_size = 64 * 1024  # bytes; every block is a step through Python
    return response


def _photo_asking_for(wanted):
    """The Photo of a rendition that it, or an edition, has a use for."""
    photo = Photo.objects.filter(checksum=wanted.checksum).first()
    if not photo or wanted in renditions.all_of(photo.picture):
        return photo
    editions = Edition.objects.filter(edition_photos__photo=photo).values_list("content", flat=True)
    for content in editions.iterator():
        for frozen in content["photos"]:
            if frozen["id"] == photo.pk and wanted in renditions.all_of(frozen):
                return photo
    return None


def _missing(status=404):
    """Nothing, and nobody shall remember that."""
    headers = {"Cache-Control": "no-store"}
    if status == 503:
        headers["Retry-After"] = "10"
    return HttpResponse(status=status, headers=headers)
