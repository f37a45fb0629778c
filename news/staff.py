"""The language in which a member of staff works, kept with the account."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from news.models import StaffProfile


class StaffLanguageMiddleware:
    """Speaks to signed-in staff in their own language; the public site's is in the address."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.prefix = reverse("admin:index")

    def __call__(self, request):
        if request.path.startswith(self.prefix) and request.user.is_authenticated:
            language = (
                StaffProfile.objects.filter(user=request.user)
                .values_list("language", flat=True)
                .first()
            )
            if language in settings.PRESS_LANGUAGES:
                translation.activate(language)
                request.LANGUAGE_CODE = language
        response = self.get_response(request)
        if request.path.startswith(self.prefix):
            response.headers["Content-Language"] = translation.get_language()
        return response


@require_POST
def set_language(request):
    """Keep the language that was chosen: with the account, and in a cookie for signing in."""
    next_url = request.POST.get("next") or request.headers.get("referer", "")
    if not url_has_allowed_host_and_scheme(next_url, {request.get_host()}, request.is_secure()):
        next_url = resolve_url("admin:index")
    response = HttpResponseRedirect(next_url)
    language = request.POST.get("language")
    if language in settings.PRESS_LANGUAGES:
        if request.user.is_authenticated:
            StaffProfile.objects.update_or_create(
                user=request.user, defaults={"language": language}
            )
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
    return response
