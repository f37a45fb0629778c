"""Differences of two texts in words: what was taken out and what was put in, without markup."""

import re
from difflib import SequenceMatcher

import lxml.html
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# A word or a sign with the space before it; a line break is a token of its own.
TOKEN = re.compile(r"\n|[^\S\n]*(?:\w+(?:[-’'.]\w+)*|[^\w\s])|[^\S\n]+")
# Beyond so many pairs of words a passage counts as replaced whole: a second at the most.
MAX_PAIRS = 4_000_000
BLOCKS = {"p", "h2", "h3", "h4", "li", "blockquote", "tr", "figure", "figcaption", "br"}


def text_of(body):
    """The text of clean HTML, a line a paragraph; a picture is `[n]` with its number."""
    if not body:
        return ""
    pieces = []

    def walk(element):
        if element.tag in BLOCKS:
            pieces.append("\n")
        if number := element.get("data-photo"):
            pieces.append(f"[{number}]")
        pieces.append(element.text or "")
        for child in element:
            walk(child)
            pieces.append(child.tail or "")
        if element.tag in ("td", "th"):
            pieces.append(" ")
        if element.tag in BLOCKS:
            pieces.append("\n")

    for part in lxml.html.fragments_fromstring(body):
        if isinstance(part, str):
            pieces.append(part)
        else:
            walk(part)
            pieces.append(part.tail or "")
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(filter(None, lines))


def in_words(before, after):
    """Safe HTML of a text with `<del>` around what is gone and `<ins>` around what is new.

    Both are plain text; line breaks stay, for a style of `white-space: pre-line`.
    """
    mine, others = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, mine, others, autojunk=False).get_opcodes():
        old, new = "".join(mine[i1:i2]), "".join(others[j1:j2])
        pieces.append(format_html("{}", new) if kind == "equal" else _words(old, new))
    return mark_safe("".join(pieces))  # noqa: S308 - made of escaped pieces alone


def _words(old, new):
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    if len(before) * len(after) > MAX_PAIRS:
        return _mark("del", old) + _mark("ins", new)
    # Spaces are no difference between words.
    keys = [[token.lstrip(" \t\xa0") or token for token in tokens] for tokens in (before, after)]
    pieces = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(format_html("{}", "".join(after[j1:j2])))
            continue
        pieces.append(_mark("del", "".join(before[i1:i2])))
        pieces.append(_mark("ins", "".join(after[j1:j2])))
    return SafeString("".join(pieces))


def _mark(tag, text):
    """A tag around the words, the space before them outside; nothing around nothing."""
    words = text.lstrip(" \t\xa0")
    space = text[: len(text) - len(words)]
    return format_html("{}<{}>{}</{}>", space, tag, words, tag) if words else SafeString("")
