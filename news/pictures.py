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


def img(photo, *, sizes, alt, is_first=False):
    """`<img>` in the widths that there are; the first picture of a page is not put off."""
    offered = renditions.widths(photo["width"])
    urls = {width: renditions.url(photo["checksum"], width) for width in offered}
    source = urls[offered[min(1, len(offered) - 1)]]
    srcset = ", ".join(f"{url} {width}w" for width, url in urls.items())
    loading = 'fetchpriority="high"' if is_first else 'loading="lazy" decoding="async"'
    # Checksums are hexadecimal; only the alternative text is somebody's.
    return mark_safe(  # noqa: S308
        f'<img src="{source}" srcset="{srcset}" sizes="{sizes}" width="{photo["width"]:d}" '
        f'height="{photo["height"]:d}" alt="{escape(alt)}" {loading}>'
    )


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
        img(photo, sizes=sizes, alt=photo["alt_text"], is_first=is_first),
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
