"""Read a .docx: guard it, convert it in a process of its own, clean what comes back."""

import io
import json
import logging
import ntpath
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import nh3
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.html_text import block_text, tidy
from news.importing.guard import guard_docx, too_much_text
from news.importing.release import (
    Dropped,
    Release,
    UnreadableFile,
    figure,
)
from news.recognition.dates import find_dates

logger = logging.getLogger(__name__)

WALL_SECONDS = 30
TITLE_LENGTH = 200
MAX_BLOCK = 100_000  # characters; the time to clean a block grows with their square
TAGS = {
    "p", "br", "ul", "ol", "li", "blockquote", "a", "strong", "em",
    "table", "thead", "tbody", "tr", "th", "td", "sub", "sup",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
BLOCK = "p|li|td|th|blockquote"
IMAGE_NAME = re.compile(r"[^\\/:*?\"<>|]+\.(jpe?g|png|webp|gif|tiff?|bmp|heic|emf|wmf|svg)", re.I)
LOCAL_PATH = re.compile(r"\\|^[a-z]:|^file:|^/(users|home)/", re.I)
MACHINE_ALT = re.compile(
    r"automatically generated|Автоматически созданное|AI-generated|Автоматты түрде", re.I
)
BOLD = re.compile(r"<p><strong>(?:(?!</strong>).)*</strong></p>")
RUBRIC = re.compile(r"(пресс[ -]?релиз|баспас[өо]з (релиз|хабарламасы)|press[ -]?release)\W*", re.I)


def read_word(filename, data):
    """The `Release` in a .docx. Raises `UnreadableFile` with a sentence for the user."""
    guard_docx(filename, data)
    read = _convert(filename, data)
    release = Release(dropped=[Dropped(kind, text) for kind, text in read["dropped"]])
    _add_blocks(release, data, read, _take_title(release, read["texts"]))
    if not release.title and not any(map(block_text, release.paragraphs)):
        raise UnreadableFile(
            _("“%(name)s” holds no text. Choose the document that holds the text of the release.")
            % {"name": filename}
        )
    if not release.title:
        release.warnings.append(gettext_lazy("No title was found. Write one."))
    if read["footnotes"]:
        release.warnings.append(gettext_lazy("The footnotes stand at the end of the text."))
    return release


def _convert(filename, data):
    """What the worker makes of the document, cleaned, or `UnreadableFile` where it fails."""
    failure = None
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "news.importing.word_worker"],
            input=data,
            capture_output=True,
            timeout=WALL_SECONDS,
            cwd=Path(__file__).resolve().parents[2],
        )
        if done.returncode:
            failure = f"{done.returncode} {done.stderr[-2000:].decode(errors='replace')}"
    except subprocess.TimeoutExpired:
        failure = "it took too long"
    if failure:
        logger.warning("Reading %r failed: %s", filename, failure)
        raise UnreadableFile(
            _(
                "“%(name)s” cannot be read as a Word document. Copy its text into a new Word "
                "document and try again."
            )
            % {"name": filename}
        )
    read = json.loads(done.stdout)
    read["texts"] = [block for block in read["blocks"] if "picture" not in block]
    for block in read["texts"]:
        if len(block["html"]) > MAX_BLOCK:
            raise UnreadableFile(too_much_text() % {"name": filename})
        block["html"] = _clean(block["html"])
        block["text"] = block_text(block["html"])
    return read


def _take_title(release, blocks):
    """Set the title; return the blocks that stay in the body."""
    rubrics = [block for block in blocks[:2] if RUBRIC.fullmatch(block["text"])]
    release.dropped += [Dropped("rubric", block["text"]) for block in rubrics]
    blocks = [block for block in blocks if not any(block is rubric for rubric in rubrics)]
    title = _find_title(blocks)
    if title:
        release.title = title["text"]
    return [block for block in blocks if block is not title]


def _find_title(blocks):
    opening = [block for block in blocks[:5] if _could_be_title(block)]
    top = blocks[:1]
    for looks_right in (
        lambda block: block["title"],
        lambda block: block["level"] == 1,
        lambda block: block["level"] and block in top,
        lambda block: (block["centred"] or BOLD.fullmatch(block["html"])) and block in blocks[:3],
        lambda block: block in top and not block["text"].endswith((".", ":", ";", ",")),
    ):
        for block in opening:
            if looks_right(block):
                return block
    return None


def _could_be_title(block):
    """Short, a paragraph or a heading, and not a mere date with a place."""
    text = block["text"]
    is_paragraph = block["level"] or block["html"].startswith("<p>")
    if not text or len(text) > TITLE_LENGTH or not is_paragraph:
        return False
    dates = "".join(found.text for found in find_dates(text))
    return block["title"] or not dates or len(text) - len(dates) > 14


def _add_blocks(release, data, read, texts):
    """Put the pictures and those of the texts that stay into the release, in their order."""
    levels = sorted({block["level"] for block in texts if block["level"]})
    names = {level: f"h{min(rank, 4)}" for rank, level in enumerate(levels, 2)}
    staying = iter(texts)
    following = next(staying, None)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for block in read["blocks"]:
            if "picture" in block:
                _add_picture(release, archive, read["pictures"][block["picture"]])
            elif block is following:
                following = next(staying, None)
                if block["text"]:
                    release.paragraphs.append(_element(block, names))


def _element(block, names):
    if not block["level"]:
        return block["html"]
    name = names[block["level"]]
    return f"<{name}>{re.sub('</?strong>', '', block['html']).strip()}</{name}>"


def _clean(html):
    """The HTML of a block in the vocabulary of the press; a heading becomes what it holds."""
    html = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        url_relative="deny",
        link_rel=None,
    )
    html = html.replace("&nbsp;", " ").replace("\xa0", " ")
    for _nested in range(2):
        html = re.sub(r"<(strong|em|sub|sup)>(\s*)</\1>", r"\2", html)
    html = re.sub(rf"(<(?:{BLOCK})(?: [^>]*)?>)(?:\s|<br>)+", r"\1", html)
    html = re.sub(rf"(?:\s|<br>)+(</(?:{BLOCK})>)", r"\1", html)
    return re.sub(" {2,}", " ", html)


def _add_picture(release, archive, found):
    part = found["part"] or ""
    filename = next(filter(None, map(_file_name, found["names"])), ntpath.basename(part))
    alt_text = tidy(found["alt"] or "")
    if LOCAL_PATH.search(alt_text):
        release.dropped.append(Dropped("local path", filename))
        alt_text = ""
    elif _file_name(alt_text) or MACHINE_ALT.search(alt_text):
        alt_text = ""
    data = archive.read(part) if part in archive.NameToInfo else b""
    if not is_photo(data):
        release.dropped.append(Dropped("picture", filename))
        return
    picture = release.add_picture(filename, data, alt_text=alt_text)
    release.paragraphs.append(figure(picture.key))


def is_photo(data):
    """Whether the bytes begin as JPEG, PNG, TIFF or WebP do."""
    return data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*")) or (
        data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    )


def _file_name(text):
    """The name of a picture's file, where the text is one or a path to one."""
    name = ntpath.basename(tidy(text or ""))
    return name if IMAGE_NAME.fullmatch(name) else ""
