"""The language of a page, of which files know nothing."""

from django.conf import settings
from django.middleware import locale


class LocaleMiddleware(locale.LocaleMiddleware):
    """Django's, but for files: caches would keep one of each for every browser's languages."""

    def process_response(self, request, response):
        if request.path_info.startswith(settings.MEDIA_URL):
            return response
        return super().process_response(request, response)
