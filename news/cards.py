"""An edition as lists show it."""

from news.addresses import section_url
from news.dates import time_element
from news.pictures import ON_CARD, img


def card(edition, *, sizes=ON_CARD, is_first=False, note=""):
    """What a list shows of an edition in the active language; `note` is its line there."""
    return {
        "url": f"{section_url('news', edition.language)}{edition.slug}/",
        "title": edition.title,
        "lead": edition.lead,
        "time": time_element(
            edition.starts_at, edition.ends_at, edition.language, with_hours=False
        ),
        # The title beside the picture is the link's text; an alternative text would repeat it.
        "picture": img(edition.picture, sizes=sizes, alt="", is_first=is_first)
        if edition.picture
        else "",
        "note": note,
    }
