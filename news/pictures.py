"""HTML of the pictures that an edition froze."""

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe

from media import renditions
from news.body import photo_ids, place_pictures

IN_TEXT = "(min-width: 48rem) 44rem, 100vw"
IN_GALLERY = "(min-width: 48rem) 22rem, 100vw"
LEADING = "(min-width: 75rem) 72rem, 100vw"
ON_CARD = "(min-width: 62rem) 22rem, (min-width: 40rem) 46vw, 92vw"
PORTRAIT = "(min-width: 40rem) 14rem, 10rem"
IN_LIST = "(min-width: 40rem) 15rem, 92vw"


def picture(photo, *, sizes, alt, ratio="", is_first=False):
    """`<picture>` in the formats and widths that there are, whole or cropped to a ratio.

    The first picture of a page is not put off.
    """
    formats = renditions.CROPS[ratio] if ratio else renditions.WHOLE
    plain = renditions.offered(photo, "jpg", ratio)[-1]
    sources = "".join(
        f'<source type="{renditions.CONTENT_TYPES[format]}" srcset="'
        f'{_srcset(renditions.offered(photo, format, ratio))}" sizes="{sizes}">'
        for format in ("avif", "webp")
        if format in formats
    )
    width, height = photo["width"], photo["height"]
    if ratio:
        width, height = plain.width, renditions.height_of(photo, plain)
    loading = 'fetchpriority="high"' if is_first else 'loading="lazy" decoding="async"'
    # Names of renditions are hexadecimal; only the alternative text is somebody's.
    return mark_safe(  # noqa: S308
        f'<picture>{sources}<img src="{plain.url}" width="{width:d}" height="{height:d}" '
        f'alt="{escape(alt)}" {loading}></picture>'
    )


def _srcset(offered):
    return ", ".join(f"{rendition.url} {rendition.width}w" for rendition in offered)


def social_url(photo):
    """The address of the picture that social networks show: a wide JPEG."""
    return renditions.offered(photo, "jpg", "16x9")[-1].url


def figure(photo, *, sizes, is_first=False):
    """`<figure>` with the caption and the credit."""
    lines = [
        (name, text)
        for name, text in (("caption", photo["caption"]), ("credit", photo["credit_line"]))
        if text
    ]
    caption = format_html_join(" ", '<span class="{}">{}</span>', lines)
    return format_html(
        "<figure>{}{}</figure>",
        picture(photo, sizes=sizes, alt=photo["alt_text"], is_first=is_first),
        format_html("<figcaption>{}</figcaption>", caption) if lines else "",
    )


def arrange(edition):
    """`(lead picture, body, gallery)` as HTML: every photo of the edition stands in one of them."""
    photos = {photo["id"]: photo for photo in edition.content["photos"]}
    in_body = photo_ids(edition.body)
    lead, first_in_body = "", None
    beside = [photo for photo in photos.values() if photo["id"] not in in_body]
    if beside and beside[0] is next(iter(photos.values())):
        lead = figure(beside.pop(0), sizes=IN_TEXT, is_first=True)
    elif in_body:
        first_in_body = in_body[0]

    def render(photo_id):
        if photo_id not in photos:
            return ""
        return figure(photos[photo_id], sizes=IN_TEXT, is_first=photo_id == first_in_body)

    # The body is sanitized on its way into the database.
    body = mark_safe(place_pictures(edition.body, render))  # noqa: S308
    return lead, body, [figure(photo, sizes=IN_GALLERY) for photo in beside]
