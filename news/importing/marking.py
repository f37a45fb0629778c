"""The text of a release with the places marked where something was found."""

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from news.html_text import block_text, runs, text_with_places
from news.importing.release import figure_key


def marked_blocks(release, marks, labels):
    """The blocks of a release: `{"html"}` with `<mark>`s in it, or `{"picture": key}`.

    `marks` refer to `release.plain_text`; `labels` are words for readers by kind of mark.
    The first mark of a fact has the id `mark-KEY` and leads to the element with the id `KEY`.
    Of marks that overlap, as of a place within a name, the outer or first one stands.
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
    places = text_with_places(paragraph)[1]
    if len(places) != len(line):
        return paragraph  # better no mark than one in a wrong place
    inserts, reached = [], offset
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.start < reached:
            continue
        reached = mark.end
        is_first = mark.key not in seen
        seen.add(mark.key)
        stretches = runs(paragraph, places[mark.start - offset : mark.end - offset])
        for number, (start, end) in enumerate(stretches):
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
