"""The text of a release with the places marked where something was found."""

import html
import re

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from news.importing.release import block_text, figure_key

PIECE = re.compile(r"<[^>]*>|&#?\w+;|[\s\S]")
SPACING = re.compile(r"<br ?/?>|</(?:p|li|td|th|tr|h[2-4]|blockquote|table|caption)>")
INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff"


def marked_blocks(release, marks, labels):
    """The blocks of a release: `{"html"}` with `<mark>`s in it, or `{"picture": key}`.

    `marks` refer to `release.plain_text`; `labels` are words for readers by kind of mark.
    The first mark of a fact has the id `mark-KEY` and leads to the element with the id `KEY`.
    """
    blocks, offset, seen = [], 0, set()
    for paragraph in release.paragraphs:
        if key := figure_key(paragraph):
            blocks.append({"picture": key})
            offset += 1
            continue
        line = block_text(paragraph)
        mine = [mark for mark in marks if offset <= mark.start and mark.end <= offset + len(line)]
        blocks.append({"html": mark_safe(_marked(paragraph, line, mine, offset, labels, seen))})  # noqa: S308
        offset += len(line) + 1
    return blocks


def _marked(paragraph, line, marks, offset, labels, seen):
    places = _places(paragraph)
    if len(places) != len(line):
        return paragraph  # better no mark than one in a wrong place
    inserts = []
    for mark in sorted(marks, key=lambda mark: mark.start):
        is_first = mark.key not in seen
        seen.add(mark.key)
        runs = _runs(paragraph, places[mark.start - offset : mark.end - offset])
        for number, (start, end) in enumerate(runs):
            inserts.append((start, end, mark, is_first and number == 0))
    for start, end, mark, is_first in reversed(inserts):
        words = mark_safe(paragraph[start:end])  # noqa: S308
        if paragraph.rfind("<a ", 0, start) <= paragraph.rfind("</a>", 0, start):
            words = format_html('<a href="#{}">{}</a>', mark.key, words)
        label = format_html('<span class="kind">{}</span>', labels[mark.kind])
        marked = format_html(
            '<mark class="found found-{}"{}>{}{}</mark>',
            mark.kind,
            format_html(' id="mark-{}"', mark.key) if is_first else "",
            words,
            label if is_first else "",
        )
        paragraph = paragraph[:start] + marked + paragraph[end:]
    return paragraph


def _places(paragraph):
    """Where each character of a block's text stands in its HTML: `[(start, end)]`."""
    places, space = [], None
    for piece in PIECE.finditer(paragraph):
        is_tag = len(piece[0]) > 1 and piece[0].startswith("<")
        if is_tag:
            characters = " " if SPACING.fullmatch(piece[0]) else ""
        else:
            characters = html.unescape(piece[0])
        for character in characters:
            if character in INVISIBLE:
                continue
            if character.isspace():
                space = space or piece.span()
                continue
            if space and places:
                places.append(space)
            space = None
            places.append(piece.span())
    return places


def _runs(paragraph, places):
    """The places as stretches of HTML that hold no tag."""
    runs = []
    for start, end in places:
        if paragraph[start:end].startswith("<"):
            continue
        if runs and "<" not in paragraph[runs[-1][1] : start]:
            runs[-1][1] = end
        else:
            runs.append([start, end])
    return runs
