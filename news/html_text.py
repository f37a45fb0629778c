"""The plain text of clean HTML, and where each of its characters stands in the HTML."""

import html as entities
import re

_PIECE = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>|&#?\w+;|[\s\S]")
_STRETCH = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>|[^<]+")
_SPACING = re.compile(r"<br ?/?>|</(?:p|li|td|th|tr|h[2-4]|blockquote|table|caption)>")
_TAG = re.compile(r"<[^>]*>")
_INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
_VOID = {"br", "img"}


def tidy(text):
    """The text with each run of white space (no-break spaces too) as one space, and no more."""
    return " ".join(re.sub(f"[{_INVISIBLE}]", "", text).split())


def block_text(block):
    """The text of a block of clean HTML, on one line."""
    return tidy(entities.unescape(_TAG.sub("", _SPACING.sub(" ", block))))


def blocks(html):
    """`[(tag, text)]` of the blocks of clean HTML that have any text, each on one line."""
    found, pieces, depth, tag = [], [], 0, ""
    for stretch in _STRETCH.finditer(html):
        closes, name = stretch.group(1, 2)
        if not name:
            pieces.append(entities.unescape(stretch[0]))
            continue
        if name not in _VOID:
            if depth == 0 and not closes:
                tag = name
            depth += -1 if closes else 1
        if _SPACING.fullmatch(stretch[0]):
            pieces.append(" ")
        if closes and depth == 0:
            found.append((tag, tidy("".join(pieces))))
            pieces, tag = [], ""
    found.append((tag, tidy("".join(pieces))))
    return [(tag, text) for tag, text in found if text]


def plain_text(html):
    """The text of blocks of clean HTML, each that has any on a line of its own."""
    return "\n".join(text for _tag, text in blocks(html))


def text_with_places(html):
    """`(plain_text(html), places)` of blocks of clean HTML.

    `places` has for each character of the text its `(start, end)` in the HTML; that of a space
    can be a tag, that of a line break is where the block ends.
    """
    text, places = [], []
    depth, gap = 0, None

    for piece in _PIECE.finditer(html):
        closes, tag = piece.group(1, 2)
        if tag:
            if tag not in _VOID:
                depth += -1 if closes else 1
            characters = " " if _SPACING.fullmatch(piece[0]) else ""
        else:
            characters = entities.unescape(piece[0])
        for character in characters:
            if character in _INVISIBLE:
                continue
            if character.isspace():
                gap = gap or (" ", piece.span())
                continue
            if gap and text:
                text.append(gap[0])
                places.append(gap[1])
            gap = None
            text.append(character)
            places.append(piece.span())
        if tag and closes and depth == 0:
            gap = ("\n", (piece.end(), piece.end()))
    return "".join(text), places


def runs(html, places):
    """The places as stretches of the HTML that hold no tag: `[[start, end]]`."""
    found = []
    for start, end in places:
        if start == end or html[start:end].startswith("<"):
            continue
        if found and "<" not in html[found[-1][1] : start]:
            found[-1][1] = end
        else:
            found.append([start, end])
    return found
