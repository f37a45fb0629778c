"""Putting the mend of a finding into a text; what changed there meanwhile is left as it is."""

from html import escape

from news.html_text import runs, text_with_places


def apply_to_text(text, finding):
    """The text of a plain field, mended."""
    if text[finding.start : finding.end] != finding.quote:
        return text
    for start, end, new in reversed(finding.edits):
        text = text[:start] + new + text[end:]
    return text


def apply(html, finding):
    """The HTML of a body, mended; its tags stay."""
    text, places = text_with_places(html)
    if text[finding.start : finding.end] != finding.quote:
        return html
    for start, end, new in reversed(finding.edits):
        new = escape(new, quote=False)
        stretches = runs(html, places[start:end])
        if not stretches:  # something is put in, or for a space that is a tag
            first = places[start - 1][1] if start else places[start][0]
            stretches = [[first, first]]
        for first, last in reversed(stretches[1:]):
            html = html[:first] + html[last:]
        first, last = stretches[0]
        html = html[:first] + new + html[last:]
    return html
