"""Links from the text of an edition to the people and organizations that it names.

An edition freezes which places of its body name whom first. Addresses, and who has a page at all,
are as the directory has them when the page is made.
"""

import re

from django.utils.html import escape

from news.html_text import text_with_places
from news.recognition.finding import find_mentions
from news.recognition.mentions import PERSON

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>")
_INLINE = {"strong", "em", "sub", "sup", "br"}
_LINK = re.compile(r"<a[ >].*?</a>", re.DOTALL)
_HEADING = re.compile(r"<(h[2-4])>.*?</\1>", re.DOTALL)


def first_mentions(body, language, linked=frozenset()):
    """Where a clean body names each person and organization first with certainty, in their order.

    `[{"kind", "id", "start", "end", "words"}]`: `words` is the HTML of the body from `start` to
    `end`. Headings hold none. Whom the author linked there already is not linked once more.
    `linked` are `(kind, id)` of those whom the event is linked to: of several who could be meant
    the only one of them is.
    """
    text, places = text_with_places(body)
    if not text:
        return []
    links, headings = _spans(_LINK, body), _spans(_HEADING, body)
    mentions, done = [], set()
    for found in find_mentions(text, language):
        entry = _meant(found, linked)
        if entry is None or entry in done:
            continue
        start, end = places[found.start][0], places[found.end - 1][1]
        if _is_in(headings, start, end):
            continue
        if _is_in(links, start, end):
            done.add(entry)
        elif _is_whole(body[start:end]):
            done.add(entry)
            mentions.append(
                {
                    "kind": entry[0],
                    "id": entry[1],
                    "start": start,
                    "end": end,
                    "words": body[start:end],
                }
            )
    return mentions


def _meant(found, linked):
    """The `(kind, id)` that a mention means; None where that stays open."""
    if found.certain and found.id is not None:
        return found.kind, found.id
    could_be = {(found.kind, pk) for pk in (*found.candidates, found.id)} & linked
    return could_be.pop() if len(could_be) == 1 else None


def _spans(pattern, body):
    return [match.span() for match in pattern.finditer(body)]


def _is_in(spans, start, end):
    return any(begin < end and start < stop for begin, stop in spans)


def _is_whole(piece):
    """Whether a tag around a piece of HTML would stand in no other tag's way."""
    depth = 0
    for closes, tag in _TAG.findall(piece):
        if tag not in _INLINE:
            return False
        if tag != "br":
            depth += -1 if closes else 1
        if depth < 0:
            return False
    return depth == 0


def with_links(body, mentions, people, organizations):
    """The body with a link at each mention of an entry that has a page; entries are by id."""
    pieces, position = [], 0
    for mention in mentions:
        entries = people if mention["kind"] == PERSON else organizations
        entry = entries.get(mention["id"])
        start, end = mention["start"], mention["end"]
        # Better no link than one in a wrong place.
        if not entry or not entry.url or body[start:end] != mention["words"]:
            continue
        link = f'<a class="named" href="{escape(entry.url)}">{body[start:end]}</a>'
        pieces += [body[position:start], link]
        position = end
    return "".join([*pieces, body[position:]])
