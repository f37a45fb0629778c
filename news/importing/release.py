"""What a reader makes of a file: a title, clean paragraphs, pictures in their places."""

import re
from dataclasses import dataclass, field

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from media.guard import PictureFacts
from news.html_text import block_text

_FIGURE = re.compile(r'<figure data-picture="([\w-]+)"></figure>')


class UnreadableFile(Exception):
    """The file cannot be taken; the message names the file and says what to do."""


@dataclass(slots=True)
class Picture:
    """A picture of a release. Without data it is named by the text but nobody supplied it.

    Its place in the body is the block `<figure data-picture="KEY"></figure>`; a picture that was
    handed in beside the file and is named nowhere has `placed=False` and no such block. `facts`
    are what `media.guard.guard_picture` found, where it looked already.
    """

    key: str
    filename: str
    data: bytes | None = None
    alt_text: str = ""
    placed: bool = True
    facts: PictureFacts | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that the file held and the release does not."""

    kind: str
    text: str = ""

    LABELS = {
        "bookmark": _("bookmark"),
        "comment": _("comment"),
        "deleted text": _("deleted text"),
        "embedded object": _("embedded object"),
        "empty paragraphs": _("empty paragraphs"),
        "footer": _("page footer"),
        "header": _("page header"),
        "link": _("link that leads to no page"),
        "local path": _("path on the author's computer"),
        "marker": _("unknown marker"),
        "picture": _("picture that cannot be shown"),
        "rubric": _("heading of the form"),
        "text box": _("text box"),
    }

    @property
    def label(self):
        return self.LABELS[self.kind]

    def __str__(self):
        return str(format_lazy("{}: {}", self.label, self.text) if self.text else self.label)


@dataclass(slots=True)
class Release:
    """A release as it was read.

    `paragraphs` are blocks of clean HTML in their order: p, h2 to h4, ul, ol, blockquote, table,
    and pictures (see `Picture`). `warnings` are translatable sentences for the editor.
    """

    title: str = ""
    paragraphs: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    dropped: list[Dropped] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def body(self):
        return "\n".join(self.paragraphs)

    @property
    def plain_text(self):
        """The text of the body, one line a paragraph; the line of a picture is empty."""
        return "\n".join(block_text(paragraph) for paragraph in self.paragraphs)

    def add_picture(self, filename, data=None, *, alt_text="", placed=True):
        """Note a picture under a new key and return it; its place is the caller's to set."""
        picture = Picture(f"p{len(self.pictures) + 1}", filename, data, alt_text, placed)
        self.pictures.append(picture)
        return picture


def figure(key):
    return f'<figure data-picture="{key}"></figure>'


def figure_key(paragraph):
    """The key of the picture that a block is, or None where it is text."""
    found = _FIGURE.fullmatch(paragraph)
    return found and found[1]
