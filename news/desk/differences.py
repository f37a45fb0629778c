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
# Letters of a word that says nothing when it stands alone between two changes.
SMALL = 3
BLOCKS = {"p", "h2", "h3", "h4", "li", "blockquote", "tr", "figure", "figcaption", "br"}


def text_of(body, pictures=None):
    """The text of clean HTML, a line a paragraph; a picture is `[n]` with its number.

    `pictures` are names by number, which stand instead of it.
    """
    if not body:
        return ""
    pieces = []

    def walk(element):
        if element.tag in BLOCKS:
            pieces.append("\n")
        if number := element.get("data-photo"):
            pieces.append(f"[{(pictures or {}).get(int(number), number)}]")
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


def addresses_of(body):
    """The addresses to which the links of clean HTML lead, in their order."""
    if not body:
        return []
    root = lxml.html.fragment_fromstring(body, create_parent="div")
    return [link.get("href") for link in root.iter("a") if link.get("href")]


def in_words(before, after, *, is_short=False):
    """Safe HTML of a text with `<del>` around what is gone and `<ins>` around what is new.

    Both are plain text; line breaks stay, for a style of `white-space: pre-line`. With `is_short`
    only the first and the last line of what stayed the same between two changes are there.
    """
    mine, others = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, mine, others, autojunk=False).get_opcodes():
        old, new = "".join(mine[i1:i2]), "".join(others[j1:j2])
        if kind != "equal":
            pieces.append(_words(old, new))
        elif is_short and j2 - j1 > 3:
            first = others[j1] if pieces else ""
            last = others[j2 - 1] if j2 < len(others) or i2 < len(mine) else ""
            pieces.append(format_html("{}…\n{}", first, last))
        else:
            pieces.append(format_html("{}", new))
    return mark_safe("".join(pieces))  # noqa: S308 - made of escaped pieces alone


def _words(old, new):
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    if len(before) * len(after) > MAX_PAIRS:
        return _replaced(old, new)
    # Spaces are no difference between words.
    keys = [[token.lstrip(" \t\xa0") or token for token in tokens] for tokens in (before, after)]
    pieces = []
    for is_same, gone, came in _runs(before, after, keys):
        if is_same:
            pieces.append(format_html("{}", "".join(came)))
        else:
            pieces.append(_replaced("".join(gone), "".join(came)))
    return SafeString("".join(pieces))


def _runs(before, after, keys):
    """`(is_same, tokens before, tokens after)`; a small word alone does not part two changes."""
    runs = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        gone, came = before[i1:i2], after[j1:j2]
        if kind != "equal" and len(runs) > 1 and _is_small(*runs[-1]):
            _same, kept_before, kept_after = runs.pop()
            _same, gone_before, came_before = runs.pop()
            gone = [*gone_before, *kept_before, *gone]
            came = [*came_before, *kept_after, *came]
        runs.append((kind == "equal", gone, came))
    return runs


def _is_small(is_same, _gone, came):
    return is_same and len(came) == 1 and came[0] != "\n" and len(came[0].strip()) <= SMALL


def _replaced(old, new):
    """What is gone and what is new, with a space between: they are not one word."""
    gone, came = _mark("del", old), _mark("ins", new)
    space = " " if gone and came and not came[0].isspace() else ""
    return SafeString(f"{gone}{space}{came}")


def _mark(tag, text):
    """A tag around the words, the space before them outside; nothing around nothing."""
    words = text.lstrip(" \t\xa0")
    space = text[: len(text) - len(words)]
    return format_html("{}<{}>{}</{}>", space, tag, words, tag) if words else SafeString("")
