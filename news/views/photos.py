"""The files of photos: to everybody what is public, to the staff the rest."""

import contextlib
import logging
import threading

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Exists, F, Func, JSONField, OuterRef, TextField
from django.db.models.functions import Cast
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.log import log_response
from django.views.decorators.http import require_safe

from media import renditions
from media.language_tabs import in_languages
from media.making import NotMade, obtain
from media.models import Photo
from news.desk.frozen import events_showing
from news.models import Edition, PreviewLink
from news.prepared import prepared
from news.views.directory import PICTURE
from organizations.models import Organization
from people.models import Participant

logger = logging.getLogger(__name__)

# Browsers keep a file for ever; caches between ask again, for it may be withdrawn.
PUBLIC = "public, max-age=31536000, s-maxage=600, immutable"
PRIVATE = "private, max-age=600"
PREVIEW_COOKIE = "preview-"


class Door:
    """Lets a few threads at a time to what may keep them long: the others are left to the pages.

    Who finds it occupied waits a moment, or not at all once somebody has waited in vain.
    """

    MOMENT = 1  # seconds

    def __init__(self, places):
        self.places = threading.Semaphore(places)
        self.is_stuck = False

    @contextlib.contextmanager
    def enter(self):
        """Raises `NotMade` for those who are not let in."""
        if not self.places.acquire(timeout=0 if self.is_stuck else self.MOMENT):
            self.is_stuck = True
            raise NotMade
        try:
            yield
        finally:
            self.is_stuck = False
            self.places.release()


# A store that answers lets all in turn in, one that does not keeps two threads of a process.
STORE = Door(2)


class _FrozenPhoto(Func):
    """Of an edition's content the photo of a number, without reading all the others."""

    output_field = JSONField()

    def as_postgresql(self, compiler, connection, **context):
        template = "jsonb_extract_path(%(expressions)s)"
        return self.as_sql(
            compiler, connection, template=template, arg_joiner=", 'photos', ", **context
        )

    def as_sqlite(self, compiler, connection, **context):
        template = "JSON_EXTRACT(%(expressions)s || ']')"
        return self.as_sql(
            compiler, connection, template=template, arg_joiner=", '$.photos[' || ", **context
        )


@prepared
def _frozen(now, checksum):
    """The photo as each visible edition that shows it has frozen it."""
    place = F("edition_photos__number") - 1
    return (
        Edition.objects.visible(now)
        .filter(edition_photos__photo__checksum=checksum)
        .annotate(photo=_FrozenPhoto("content", Cast(place, TextField())))
        .order_by()
        .values_list("photo", named=True)
    )


@prepared
def _own(now, checksum):
    """The photo, where it is a portrait or logo that the public sees: these show it as it is."""
    visible = Edition.objects.visible(now)
    people = Participant.objects.rewrite(False).public(visible)
    organizations = Organization.objects.rewrite(False).public(visible)
    return (
        Photo.objects.rewrite(False)
        .filter(checksum=checksum)
        .filter(
            Exists(people.filter(portrait=OuterRef("pk")))
            | Exists(organizations.filter(logo=OuterRef("pk")))
        )
        .values(*PICTURE, *in_languages("credit_line"))
    )


def _is_public(wanted):
    """Whether some page of the public asks for a rendition."""
    now = timezone.now()
    if any(wanted in renditions.all_of(row.photo) for row in _frozen(now, wanted.checksum)):
        return True
    own = _own(now, wanted.checksum)
    return any(wanted in renditions.all_of(Photo(**row).picture) for row in own)


@require_safe
def rendition(request, name):
    """A rendition's file; one that is not for the reader's eyes is as unknown as a typo."""
    wanted = renditions.read_name(f"renditions/{name}")
    if wanted is None:
        return _missing()
    if _is_public(wanted):
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
        return _not_now(request)
    except OSError as error:
        logger.warning("The store does not hand out %s: %s", wanted.name, error)
        return _not_now(request)
    if response is None:
        return _missing()
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = cache_control
    return response


def _file(wanted):
    """The answer with the file, made if it is missing; None where nothing asks for it."""
    content_type = renditions.CONTENT_TYPES[wanted.extension]
    try:
        with STORE.enter():
            if settings.MEDIA_ACCEL and default_storage.exists(wanted.name):
                address = f"{settings.MEDIA_ACCEL}{wanted.name}"
                headers = {"X-Accel-Redirect": address}
                return HttpResponse(content_type=content_type, headers=headers)
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


def _missing():
    """Nothing, and nobody shall remember that."""
    return HttpResponse(status=404, headers={"Cache-Control": "no-store"})


def _not_now(request):
    headers = {"Cache-Control": "no-store", "Retry-After": "10"}
    response = HttpResponse(status=503, headers=headers)
    # Not as an error: what is wrong with the store or the photo is said once, where it is noticed.
    log_response("Not now: %s", request.path, request=request, response=response, level="warning")
    return response
