"""Sitemaps (sitemaps.org): every visible edition with its other languages, by 10,000."""

from django.conf import settings
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import require_safe

from news.models import Edition

SIZE = 10_000
SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"


@require_safe
def index(request):
    """The sitemaps that there are. Each holds the editions of a range of ids."""
    last = Edition.objects.aggregate(last=Max("pk"))["last"] or 0
    site = f"{request.scheme}://{request.get_host()}"
    return _xml(
        [
            f'<sitemapindex xmlns="{SCHEMA}">',
            *(
                f"<sitemap><loc>{site}{reverse('sitemap_part', args=[number])}</loc></sitemap>"
                for number in range(last // SIZE + 1)
            ),
            "</sitemapindex>",
        ]
    )


@require_safe
def part(request, number):
    now = timezone.now()
    editions = list(
        Edition.objects.visible(now)
        .filter(pk__gte=number * SIZE, pk__lt=(number + 1) * SIZE)
        .filter(language__in=settings.PRESS_LANGUAGES)
        .order_by("pk")
        .only("language", "slug", "event_id", "published_at")
    )
    if not editions and number:
        raise Http404
    events = (
        Edition.objects.visible(now)
        .filter(pk__gte=number * SIZE, pk__lt=(number + 1) * SIZE)
        .values("event_id")
    )
    addresses = {}
    of_events = Edition.objects.visible(now).filter(event_id__in=events)
    site = f"{request.scheme}://{request.get_host()}"
    for edition in of_events.only("language", "slug", "event_id"):
        addresses.setdefault(edition.event_id, {})[edition.language] = (
            f"{site}{edition.get_absolute_url()}"
        )
    lines = [f'<urlset xmlns="{SCHEMA}" xmlns:xhtml="http://www.w3.org/1999/xhtml">']
    for edition in editions:
        own = addresses[edition.event_id]
        lines.append(
            f"<url><loc>{escape(own[edition.language])}</loc>"
            f"<lastmod>{edition.published_at:%Y-%m-%d}</lastmod>"
        )
        lines += [
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(own[code])}"/>'
            for code in settings.PRESS_LANGUAGES
            if code in own
        ]
        lines.append("</url>")
    return _xml([*lines, "</urlset>"])


def _xml(lines):
    return HttpResponse(
        '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines),
        content_type="application/xml",
        headers={"Cache-Control": "public, max-age=60"},
    )
