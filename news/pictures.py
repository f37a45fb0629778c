"""HTML of the pictures that an edition froze."""

from functools import cache

from django.template import loader
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from media import renditions
from media.models import says_something
from news.body import photo_ids, place_pictures
from news.name_links import with_links

IN_TEXT = "(min-width: 48rem) 44rem, 100vw"
IN_GALLERY = "(min-width: 48rem) 22rem, 100vw"
LEADING = "(min-width: 75rem) 72rem, 100vw"
ON_CARD = "(min-width: 62rem) 22rem, (min-width: 40rem) 46vw, 92vw"
PORTRAIT = "(min-width: 40rem) 14rem, 10rem"
IN_GRID = "(min-width: 75rem) 17rem, (min-width: 40rem) 30vw, 92vw"
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


def social_picture(photo):
    """The picture that social networks show, a wide JPEG: `{"url", "width", "height"}`."""
    rendition = renditions.offered(photo, "jpg", "16x9")[-1]
    height = renditions.height_of(photo, rendition)
    return {"url": rendition.url, "width": rendition.width, "height": height}


def figure(photo, people, *, sizes, ratio="", is_first=False, download="", more=""):
    """`<figure>` with what is said of a picture; the picture opens in the gallery (gallery.js).

    `people` are entries of the directory by id, `download` is the address of the photo in its
    original size, `more` HTML at the end of the caption.
    """
    lines = [
        f'<span class="{name}">{text}</span>'
        for name, text in (
            ("caption", escape(photo["caption"])),
            ("people-shown", people_shown(photo, people, lambda entry: entry.html)),
            ("credit", escape(credit_of(photo))),
        )
        if text
    ]
    if more:
        lines.append(more)
    caption = f"<figcaption>{' '.join(lines)}</figcaption>" if lines else ""
    shown = picture(photo, sizes=sizes, alt=photo["alt_text"], ratio=ratio, is_first=is_first)
    # A rendition's name is hexadecimal, and all that is somebody's is escaped above.
    return mark_safe(  # noqa: S308
        f"<figure>{_link(photo, ratio, download)}{shown}</a>{caption}</figure>"
    )


def _link(photo, ratio, download):
    """The beginning of a link to the largest rendition, with what the gallery must know."""
    offered = renditions.offered(photo, "webp")
    largest = offered[-1]
    attributes = [
        f'href="{largest.url}" data-pswp-srcset="{_srcset(offered)}"',
        f'data-pswp-width="{largest.width}"',
        f'data-pswp-height="{renditions.height_of(photo, largest)}"',
    ]
    if ratio:
        attributes.append('data-cropped="true"')
    if download:
        attributes.append(f'data-download="{escape(download)}"')
    if not says_something(photo["alt_text"]):
        label = _("Enlarge the photo")
        attributes.append(f'aria-label="{escape(label)}"')
    return f'<a class="enlarge" {" ".join(attributes)}>'


def people_shown(photo, people, name_of):
    """Who is in the picture, as a line of its caption; `name_of(entry)` names each."""
    tags = [tag for tag in photo["people"] if tag["id"] in people]
    if not tags:
        return ""
    text = _("In the picture: %(names)s")
    if len(tags) > 1 and all(tag["at"] for tag in tags):
        tags.sort(key=_middle)
        text = _("In the picture, left to right: %(names)s")
    return text % {"names": ", ".join(name_of(people[tag["id"]]) for tag in tags)}


def _middle(tag):
    """How far from the left edge the middle of a person's place is."""
    x, _y, width, _height = tag["at"]
    return x + width / 2


def credit_of(photo):
    """As it must stand beside the picture; without a credit line the photographer."""
    if photo["credit_line"] or not photo["creator"]:
        return photo["credit_line"]
    return _("Photo: %(photographer)s") % {"photographer": photo["creator"]}


def people_of(photos):
    """The ids of the people in pictures, each once."""
    return list(dict.fromkeys(tag["id"] for photo in photos for tag in photo["people"]))


def arrange(edition, people, organizations, download=None):
    """`(lead picture, body, gallery)` as HTML: every photo of the edition stands in one of them.

    `people` and `organizations` are entries by id, to which the body leads where it names them;
    `download(number)`, if given, is the address of an original.
    """
    photos = {photo["id"]: photo for photo in edition.content["photos"]}
    numbers = {pk: number for number, pk in enumerate(photos, 1)}
    in_body = photo_ids(edition.body)
    lead, first_in_body = "", None
    beside = [pk for pk in photos if pk not in in_body]

    def render(pk, sizes, is_first=False):
        address = download(numbers[pk]) if download else ""
        return figure(photos[pk], people, sizes=sizes, is_first=is_first, download=address)

    if beside and beside[0] == next(iter(photos)):
        lead = render(beside.pop(0), IN_TEXT, is_first=True)
    elif in_body:
        first_in_body = in_body[0]

    def in_text(pk):
        return render(pk, IN_TEXT, pk == first_in_body) if pk in photos else ""

    mentions = edition.content.get("mentions", ())
    text = with_links(edition.body, mentions, people, organizations)
    # The body is sanitized on its way into the database.
    body = mark_safe(place_pictures(text, in_text))  # noqa: S308
    return lead, body, [render(pk, IN_GALLERY) for pk in beside]


@cache
def gallery_parts(language):
    """`{"links", "script"}`: HTML that makes pictures open in a gallery, for head and end."""
    with override(language):
        return {
            part: loader.render_to_string(f"page/gallery_{part}.html")
            for part in ("links", "script")
        }
