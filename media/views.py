from django.core.files.storage import default_storage
from django.http import FileResponse, Http404


def rendition(request, name):
    """A rendition's file, for sites without a web server in front."""
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        file,
        content_type="image/webp",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
