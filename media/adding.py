"""The page on which many photos are handed in, and the address that takes them one by one."""

import datetime as dt
import json
from functools import partial
from itertools import chain

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, StreamingHttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from media import alike
from media.archives import MEGABYTE
from media.forms import AddPhotosForm
from media.incoming import Taken

# A line for each photo: the answer to a large ZIP file begins before it is all read.
LINES = "application/x-ndjson"
LONGEST_PAUSE = dt.timedelta(days=1)

# What media/add_photos.js says.
TEXTS = {
    "waiting": _("waits"),
    "sending": _("is being sent"),
    "checking": _("is being checked"),
    "again": _("The connection was lost. It tries again by itself."),
    "offline": _("There is no connection. It goes on by itself when there is one."),
    "failed": _("It could not be sent. Is there a connection, and is the file still in its place?"),
    "fault": _("The server could not take it. Try again later."),
    "isEmpty": _("“{name}” is empty."),
    "isLarge": _("“{name}” is larger than {limit} MB. Save it as a JPEG of a smaller size."),
    "isLargeZip": _("“{name}” is larger than {limit} MB. Divide it."),
    "signedOut": _("You are not signed in any more. Sign in in another tab, then try again here."),
    "forbidden": _("Your account may not add photos. Ask an administrator, then try again here."),
    "tryAgain": _("Try again"),
    "remove": _("Remove"),
    "size": _("{size} MB"),
    "progress": _("Done: {done} of {all}"),
    "summary": _("Added: {added}. Were there already: {known}. Refused: {refused}."),
    "unsent": _("Not sent: {failed}."),
}


def add_many(model_admin, request):
    """The page; without scripts its form brings all files at once."""
    form = AddPhotosForm(request.POST or None, request.FILES or None, user=request.user)
    rows = []
    if request.method == "POST" and form.is_valid():
        rows = [_row(model_admin, request, taken) for taken in _save(model_admin, request, form)]
    counts = dict.fromkeys(("added", "known", "refused"), 0)
    for row in rows:
        counts[row["outcome"]] += 1
    added = [row["id"] for row in rows if row["outcome"] == "added"]
    texts = {name: str(text) for name, text in TEXTS.items()}
    context = {
        **model_admin.admin_site.each_context(request),
        "title": _("Add photos"),
        "opts": model_admin.opts,
        "form": form,
        "rows": rows,
        "summary": texts["summary"].format(**counts),
        "describe": _address_to_describe(),
        "ids": ",".join(map(str, added)),
        "limits": {
            "photo": settings.PRESS_MAX_PHOTO_MB,
            "zip": settings.PRESS_MAX_ZIP_MB,
            "megabyte": MEGABYTE,
        },
        "texts": texts,
    }
    return TemplateResponse(request, "admin/media/photo/add_photos.html", context)


def add_file(model_admin, request):
    """Take one file; answer with a line of JSON for the photo, or for each photo of a ZIP file.

    A line is `{"name", "outcome", "id", "html"}`, see `media.incoming.Taken`. `seconds_ago` says
    when a sender who got no answer tried first.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not model_admin.has_add_permission(request):
        raise PermissionDenied
    form = AddPhotosForm(request.POST, request.FILES, user=request.user)
    if form.is_valid():
        since = _first_try(request.POST.get("seconds_ago", ""))
        results = _save(model_admin, request, form, since=since)
    else:
        sentences = [sentence for errors in form.errors.values() for sentence in errors]
        results = iter([Taken("", sentence=" ".join(sentences))])
    lines = _lines(model_admin, request, results, get_language())
    # What fails before the first line is an error of the server, as anywhere else.
    first = next(lines)
    return StreamingHttpResponse(chain([first], lines), content_type=LINES)


def _save(model_admin, request, form, **options):
    record = partial(model_admin.log_addition, request, message=[{"added": {}}])
    return form.save(record=record, **options)


def _first_try(seconds_ago):
    if not (seconds_ago.isascii() and seconds_ago.isdecimal()):
        return None
    is_long = len(seconds_ago) > 6
    pause = LONGEST_PAUSE if is_long else dt.timedelta(seconds=int(seconds_ago))
    return timezone.now() - min(pause, LONGEST_PAUSE)


def _lines(model_admin, request, results, language):
    while True:
        with override(language):  # the server asks for lines when the page is long done
            if (taken := next(results, None)) is None:
                return
            row = _row(model_admin, request, taken)
            html = render_to_string("admin/media/photo/taken.html", {"row": row}, request)
        line = {"name": row["name"], "outcome": row["outcome"], "id": row["id"], "html": html}
        yield json.dumps(line) + "\n"


def _row(model_admin, request, taken):
    photo = taken.photo
    return {
        "name": taken.name,
        "outcome": taken.outcome,
        "said": gettext("added") if taken.is_new else gettext("was there already"),
        "sentence": taken.sentence,
        "id": photo and photo.pk,
        "photo": photo,
        "alike": alike.pair(model_admin, request, photo) if photo and photo.similar_to_id else None,
    }


def _address_to_describe():
    try:
        return reverse("admin:media_photo_describe")
    except NoReverseMatch:
        return ""
