"""Photos of editions: as lists show them, and as files with names and captions of their own."""

import io
import zipfile

from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from media.embedding import Marks
from media.originals import NoOriginal, original_to_hand_out
from news.addresses import section_url
from news.dates import format_period, time_element
from news.directory import names_of
from news.models import Edition, Event
from news.pictures import IN_GRID, credit_of, figure, people_of, people_shown
from news.prepared import prepared
from news.spreadsheets import BYTE_ORDER_MARK, csv_lines

PIECE = 1024 * 1024  # bytes
# A ZIP file knows no other years.
FIRST_YEAR, LAST_YEAR = 1980, 2107


@prepared
def _contents(*editions):
    rows = Edition.objects.filter(pk__in=editions).order_by()
    return rows.values_list("pk", "content", named=True)


def photo_list(rows, language):
    """`<ul>` of photos, each with its event: rows of `EditionQuerySet.photos_for_list()`."""
    found = _contents(*dict.fromkeys(row.pk for row in rows)) if rows else []
    contents = {edition.pk: edition.content for edition in found}
    photos = [contents[row.pk]["photos"][row.photo_number - 1] for row in rows]
    people, _organizations, _changed = names_of(people_of(photos), [], language)
    items = "\n".join(
        f"<li>{_item(row, contents[row.pk]['kind'], photo, people, language)}</li>"
        for row, photo in zip(rows, photos, strict=True)
    )
    return mark_safe(f'<ul class="photo-list">\n{items}\n</ul>')  # noqa: S308 - of escaped parts


def _item(row, kind, photo, people, language):
    url = f"{section_url('news', language)}{row.slug}/"
    name = file_name(row.starts_at, kind, row.photo_number)
    download = f"{url}photos/{name}"
    word = _("Download")
    time = time_element(row.starts_at, row.ends_at, language, with_hours=False)
    more = (
        f'<span class="of-event">{time} <a href="{escape(url)}">{escape(row.title)}</a></span>'
        f' <a class="download" href="{escape(download)}" aria-label="{escape(word)} {name}"'
        f" download>"
        f"{escape(word)}</a>"
    )
    return figure(photo, people, sizes=IN_GRID, ratio="4x3", download=download, more=more)


def file_stem(starts_at, kind):
    """How files of an event begin: the day in the press service's zone, and the kind."""
    day = timezone.localtime(starts_at, timezone.get_default_timezone()).date()
    name = "event" if kind == Event.Kind.OTHER else kind.replace("_", "-")
    return f"{day.isoformat()}-{name}"


def file_name(starts_at, kind, number):
    """The name of a photo's file: `2018-09-03-briefing-01.jpg`."""
    return f"{file_stem(starts_at, kind)}-{number:02}.jpg"


def marks_of(frozen, photo):
    """What a journalist's file of a Photo says of it: credits and caption as the edition has them.

    Without a credit line in the edition's language, that of the other files made of the Photo.
    """
    credit_line = frozen["credit_line"] or photo.marks.credit_line
    return Marks(
        frozen["creator"],
        credit_line,
        frozen["copyright_notice"],
        frozen["caption"],
        timezone.localtime(photo.taken_at).isoformat(timespec="seconds") if photo.taken_at else "",
    )


def zip_of(edition, originals, address, language):
    """Pieces of a ZIP file with the photos of an edition in their original size and captions.

    `originals` are Photos by id, `address` is that of the page. One photo is in memory at a time;
    what cannot be read is left out, and the captions say so.
    """
    content = edition.content
    numbered = list(enumerate(content["photos"], 1))
    files = {
        file_name(edition.starts_at, content["kind"], number): photo for number, photo in numbered
    }
    venues = [content["venue"]] if content["venue"] else []
    people, organizations, _changed = names_of(people_of(files.values()), venues, language)
    venue = organizations[content["venue"]].name.text if venues else ""
    place = ", ".join(filter(None, (content["place"], venue)))
    moment = _zip_moment(edition.starts_at)
    missing = []
    buffer = _Buffer()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, photo in files.items():
            try:
                original = originals[photo["id"]]
                marks = marks_of(photo, original)
                data = original_to_hand_out(original, marks, patience=60)
            except (NoOriginal, KeyError):
                missing.append(name)
                continue
            yield from _add(archive, buffer, name, data, moment)
        with override(language):  # the request, and its language, may be over
            head = [
                edition.title,
                format_period(edition.starts_at, edition.ends_at, language),
                place,
                address,
            ]
            rows = [
                [name, *_said(photo, people)]
                for name, photo in files.items()
                if name not in missing
            ]
            captions = {
                "captions.txt": _as_text(head, rows, missing),
                "captions.csv": _as_table(head, rows, language),
            }
        for name, text in captions.items():
            yield from _add(archive, buffer, name, (BYTE_ORDER_MARK + text).encode(), moment)
    yield buffer.take()


class _Buffer(io.RawIOBase):
    """What was written and not yet taken; it cannot be gone back in."""

    def __init__(self):
        super().__init__()
        self.pieces = []

    def writable(self):
        return True

    def write(self, data):
        self.pieces.append(bytes(data))
        return len(data)

    def take(self):
        taken = b"".join(self.pieces)
        self.pieces.clear()
        return taken


def _add(archive, buffer, name, data, moment):
    info = zipfile.ZipInfo(name, moment)
    info.external_attr = 0o644 << 16
    info.file_size = len(data)
    with archive.open(info, "w") as file:
        for start in range(0, len(data), PIECE):
            file.write(data[start : start + PIECE])
            yield buffer.take()


def _zip_moment(starts_at):
    local = timezone.localtime(starts_at, timezone.get_default_timezone())
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        return (FIRST_YEAR, 1, 1, 0, 0, 0)
    return local.timetuple()[:6]


def _said(photo, people):
    """The caption, who is in the picture, the credit and the copyright, as text."""
    return [
        photo["caption"],
        people_shown(photo, people, lambda entry: entry.name.text),
        credit_of(photo),
        photo["copyright_notice"],
    ]


def _as_text(head, rows, missing):
    blocks = ["\n".join(filter(None, lines)) for lines in (head, *rows)]
    if missing:
        blocks.append("\n".join([_("Left out, because the original cannot be read:"), *missing]))
    return "\n\n".join(blocks).replace("\n", "\r\n") + "\r\n"


def _as_table(head, rows, language):
    names = [
        *(_("File"), _("Caption"), _("People in the picture"), _("Credit"), _("Copyright")),
        *(_("Event"), _("Date"), _("Place"), _("Address of the page")),
    ]
    return csv_lines([names, *([*row, *head] for row in rows)], language)
