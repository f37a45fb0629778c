"""Input that no form of ours sends: it finds nothing, and no page fails because of it."""

import logging

from django.db import DataError
from django.http import Http404, HttpResponseRedirect

from media.choices import is_number

logger = logging.getLogger(__name__)

FROM_DATABASE = (ValueError, OverflowError, DataError)


class ForgedInputMiddleware:
    """Answers for all pages at once to ids and characters that no database takes."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        # PostgreSQL stores no NUL.
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        # The administration takes any text for an id; all of ours are numbers.
        for name in ("object_id", "id"):
            if isinstance(kwargs.get(name), str) and not is_number(kwargs[name]):
                raise Http404

    def process_exception(self, request, exception):
        """A filter that no database takes leads to the whole list, as Django does it of others.

        Django itself looks at filters only as far as it can without asking the database.
        """
        match = request.resolver_match
        is_list = match and (match.url_name or "").endswith(("_changelist", "_export"))
        is_filtered = "e" not in request.GET and (request.GET or request.method == "POST")
        if not (is_list and is_filtered and isinstance(exception, FROM_DATABASE)):
            return None
        logger.warning("A list could not be filtered: %s", exception, exc_info=exception)
        return HttpResponseRedirect(f"{request.path.removesuffix('export/')}?e=1")
