"""An edition as lists show it, and the rows of links beside them.

HTML that stands on a page twenty times and more is put together here: templates take ten times
as long.
"""

from html import escape

from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from news.addresses import section_url
from news.dates import time_element
from news.directory import lang_attribute
from news.pictures import IN_LIST, ON_CARD, picture


def card(edition, *, sizes=ON_CARD, ratio="4x3", is_first=False):
    """What the home page shows of an edition in the active language."""
    return {
        "url": _url(edition),
        "title": edition.title,
        "lead": edition.lead,
        "time": _time(edition),
        "picture": _picture(edition, sizes=sizes, ratio=ratio, is_first=is_first),
    }


def news_list(editions, *, level, note=None):
    """`<ol>` of editions under headings of a level; `note(edition)` is a line of each."""
    items = in_rows(_item(each, level, note(each) if note else "") for each in editions)
    return mark_safe(f'<ol class="news-list">\n{items}\n</ol>')  # noqa: S308 - of escaped parts


def _item(edition, level, note):
    shown = _picture(edition, sizes=IN_LIST)
    title = conditional_escape(edition.title)  # the search's is marked already, as is its lead
    parts = (
        '<li class="with-picture">' if shown else "<li>",
        "<article>",
        f'<div class="thumb">{shown}</div>' if shown else "",
        f'<div><p class="date">{_time(edition)}</p>',
        f'<h{level}><a href="{escape(_url(edition))}">{title}</a></h{level}>',
        f'<p class="note">{escape(str(note))}</p>' if note else "",
        f'<p class="lead">{conditional_escape(edition.lead)}</p>' if edition.lead else "",
        "</div></article></li>",
    )
    return "".join(parts)


def _url(edition):
    return f"{section_url('news', edition.language)}{edition.slug}/"


def _time(edition):
    return time_element(edition.starts_at, edition.ends_at, edition.language, with_hours=False)


def _picture(edition, *, sizes, ratio="4x3", is_first=False):
    if not edition.picture:
        return ""
    # The title beside the picture is the link's text; an alternative text would repeat it.
    return picture(edition.picture, sizes=sizes, alt="", ratio=ratio, is_first=is_first)


def in_rows(items):
    """The items of a list, whose parts are escaped, as HTML."""
    return mark_safe("\n".join(items))  # noqa: S308


def tag(url, text, *, lang="", is_current=False):
    """`<li>` with a link of a row of such."""
    current = ' aria-current="true"' if is_current else ""
    return f'<li><a href="{escape(url)}"{current}{lang_attribute(lang)}>{escape(text)}</a></li>'


def entry_item(entry, *notes):
    """`<li>` with a person or an organization and what is said of it."""
    said = "".join(f" <small>{conditional_escape(note)}</small>" for note in notes if note)
    return f"<li>{entry.html}{said}</li>"
