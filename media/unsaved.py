"""Unsaved text that the browser keeps: what its script needs, and word that the text was saved.

A form outlives the session in which it was opened. Whoever is signed in when it is posted is told
if that is another account, and saves nothing under the wrong name by accident.
"""

import re
from functools import wraps

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.dates import MONTHS_ALT
from django.utils.translation import gettext as _

from media.choices import is_number

# The form posts under this name which text the browser keeps for it; a cookie says it was saved.
NAME = "kept_text"
# And under this one the account that opened it. Both come from the script: without it they miss.
OPENED_BY = "opened_by"
# The form of a page that does one thing, not saves an entry.
DESK_FORM = "desk_form"
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


def opened_by_another(request):
    """What is said to whoever posts a form that another account opened; "" for one's own."""
    opener = request.POST.get(OPENED_BY, "")
    if opener in ("", str(request.user.pk)):
        return ""
    is_key = is_number(opener)
    user = get_user_model().objects.filter(pk=opener).first() if is_key else None
    return _(
        "This form was opened by another account (%(name)s). Nothing is saved. Sign in as that"
        " account, or save again to save it as yours."
    ) % {"name": (user.get_full_name() or user.get_username()) if user else "?"}


def posted_by_opener(request, form):
    """Whether a posted form is of who opened it; if not, the form says so."""
    sentence = opened_by_another(request)
    if sentence:
        form.add_error(None, sentence)
    return not sentence


def refusing(form_class, sentence):
    """A form that is not valid whatever is in it, for the same reason."""

    class Refusing(form_class):
        def clean(self):
            super().clean()
            self.add_error(None, sentence)
            return self.cleaned_data

    return Refusing


def keeps_text(view):
    """A page with one form whose text is kept until posting it has worked.

    It has worked when the answer leads elsewhere, or is a page without the form.
    """

    @wraps(view)
    def page(*args, **kwargs):
        response = view(*args, **kwargs)
        request = next(arg for arg in args if hasattr(arg, "POST"))
        context = getattr(response, "context_data", None) or {}
        if context.get("form") is not None:
            context["kept_text"] = for_form(request, DESK_FORM)
        elif request.method == "POST":
            return tell_saved(request, response)
        return response

    return page


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
