"""The body of a release: which HTML it may hold, and how its pictures stand in it.

In the database a body is a row of blocks (paragraphs, headings, lists, quotations, tables) and of
pictures, each `<figure data-photo="ID"></figure>`. In an editor a picture is
`<p><img data-photo="ID" src="..."></p>`, so that deleting it there deletes it here.
"""

import re

import nh3
from django.db import models
from lxml import html as lxml_html

from news.html_text import plain_text

TAGS = {
    "p", "br", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "a", "strong", "em",
    "table", "caption", "thead", "tbody", "tr", "th", "td", "sub", "sup",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "figure": {"data-photo"},
    "img": {"data-photo"},
}
SYNONYMS = {"b": "strong", "i": "em", "h1": "h2", "h5": "h4", "h6": "h4"}
BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "table", "figure"}
FIGURE = re.compile(r'<figure data-photo="(\d+)"></figure>')


def _keep_attribute(tag, name, value):
    if name == "data-photo" or name in ("colspan", "rowspan"):
        return value if re.fullmatch(r"[0-9]{1,9}", value) else None
    if name == "scope":
        return value if value in ("row", "col") else None
    return value


_CLEANER = {
    "attributes": ATTRIBUTES,
    "attribute_filter": _keep_attribute,
    "url_schemes": {"http", "https", "mailto", "tel"},
    "link_rel": "noopener",
    "strip_comments": True,
}


def sanitize_body(html):
    """The part of the HTML that a body may hold. Doing it twice changes nothing."""
    if not html or not html.strip():
        return ""
    cleaned = nh3.clean(html, tags=TAGS | SYNONYMS.keys() | {"div", "figure", "img"}, **_CLEANER)
    return nh3.clean(_in_blocks(cleaned), tags=TAGS | {"figure"}, **_CLEANER).strip()


def _in_blocks(html):
    """Every picture a block of its own, loose text in paragraphs, empty paragraphs gone."""
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    for element in root.iter(*SYNONYMS):
        element.tag = SYNONYMS[element.tag]
    for division in list(root.iterdescendants("div")):
        if division.find(".//*") is None or not any(child.tag in BLOCKS for child in division):
            division.tag = "p"
        else:
            division.drop_tag()
    _wrap_loose(root)
    blocks = []
    for block in root:
        pictures = [
            figure(element.get("data-photo"))
            for element in block.iter("img", "figure")
            if element.get("data-photo")
        ]
        opens = not _text_before_picture(block)
        if block.tag != "figure":
            for element in list(block.iterdescendants("img", "figure")):
                element.drop_tag()
        is_empty = block.tag == "figure" or (
            block.tag in ("p", "h2", "h3", "h4", "blockquote", "ul", "ol")
            and not block.text_content().replace("\xa0", " ").strip()
        )
        text = [] if is_empty else [_serialize(block)]
        if block.tag == "figure" and not pictures and block.text_content().strip():
            block.tag = "p"
            text = [_serialize(block)]
        blocks += pictures + text if opens else text + pictures
    return "\n".join(blocks)


def _wrap_loose(root):
    """Put the text and inline elements that stand between blocks into paragraphs."""
    paragraph = None
    children = list(root)
    loose, root.text = root.text, None
    if loose and loose.strip():
        paragraph = root.makeelement("p")
        paragraph.text = loose
        root.insert(0, paragraph)
    for child in children:
        tail, child.tail = child.tail, None
        if child.tag in BLOCKS:
            paragraph = None
        else:
            if paragraph is None:
                paragraph = root.makeelement("p")
                child.addprevious(paragraph)
            paragraph.append(child)
        if tail and tail.strip():
            if paragraph is None:
                paragraph = root.makeelement("p")
                paragraph.text = tail
                child.addnext(paragraph)
            else:
                child.tail = tail


def _text_before_picture(block):
    for element in block.iter():
        if element.tag in ("img", "figure"):
            return False
        if element.text and element.text.strip():
            return True
    return False


def figure(photo_id):
    """A picture as it stands in a body."""
    return f'<figure data-photo="{int(photo_id)}"></figure>'


def figure_of_any(photo_ids):
    """A regular expression for a picture in a body that is one of some photos."""
    numbers = "|".join(str(int(pk)) for pk in photo_ids)
    return f'<figure data-photo="({numbers})"></figure>'


def _serialize(element):
    return lxml_html.tostring(element, encoding="unicode", with_tail=False)


def photo_ids(body):
    """The ids of the photos in a body, in their order, each once."""
    return list(dict.fromkeys(int(found) for found in FIGURE.findall(body or "")))


def count_pictures(html):
    """How many pictures some HTML has, whatever they are."""
    if not html or not html.strip():
        return 0
    root = lxml_html.fragment_fromstring(html, create_parent="div")
    return len(root.xpath(".//img | .//figure[@data-photo]"))


def place_pictures(body, render):
    """The body with each picture replaced by `render(photo_id)`, an HTML string."""
    return FIGURE.sub(lambda found: render(int(found[1])), body or "")


def opens_with(body, text):
    """Whether a body begins with these words."""
    words = " ".join(text.split()).rstrip("…")
    return bool(words) and " ".join(plain_text(body or "").split()).startswith(words)


class BodyField(models.TextField):
    """Text that is sanitized on its way into the database, from wherever it comes."""

    def get_db_prep_save(self, value, connection):
        if isinstance(value, str):
            value = sanitize_body(value)
        return super().get_db_prep_save(value, connection)
