"""Unsaved text that the browser keeps: what its script needs, and word that the text was saved."""

import re

from django.conf import settings
from django.urls import reverse
from django.utils.dates import MONTHS_ALT

# The form posts under this name which text the browser keeps for it; a cookie says it was saved.
NAME = "kept_text"
NONCE = re.compile(r"[0-9a-f]{32}")
# Several, because a pop-up saves without a page that could read the cookie.
REMEMBERED = 10
SECONDS = 60 * 60


def for_form(request, form_id):
    """For the template `admin/includes/unsaved.html`: whose text is kept, and of which form."""
    return {
        "user": str(request.user.pk),
        "form": form_id,
        "posted": request.POST.get(NAME, ""),
        "months": "|".join(str(MONTHS_ALT[month]) for month in range(1, 13)),
    }


def tell_saved(request, response):
    """The response to a form that was saved, with word for the browser to keep it no longer."""
    nonce = request.POST.get(NAME, "")
    if NONCE.fullmatch(nonce):
        told = NONCE.findall(request.COOKIES.get(NAME, ""))
        response.set_cookie(
            NAME,
            ".".join([*told[1 - REMEMBERED :], nonce]),
            max_age=SECONDS,
            path=reverse("admin:index"),
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    return response
