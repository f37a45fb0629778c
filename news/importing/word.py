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

from news.importing.dates import find_dates
from news.importing.guard import guard_docx
from news.importing.release import (
    Dropped,
    Release,
    UnreadableFile,
    block_text,
    figure,
    tidy,
)

logger = logging.getLogger(__name__)

WALL_SECONDS = 30
TITLE_LENGTH = 200
TAGS = {
    "p", "br", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "a", "strong", "em",
    "table", "thead", "tbody", "tr", "th", "td", "sub", "sup",
}  # fmt: skip
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
BLOCK = "p|li|td|th|h[2-4]|blockquote"
IMAGE_NAME = re.compile(r"[^\\/:*?\"<>|]+\.(jpe?g|png|webp|gif|tiff?|bmp|heic|emf|wmf|svg)", re.I)
LOCAL_PATH = re.compile(r"\\|^[a-z]:|^file:|^/(users|home)/", re.I)
MACHINE_ALT = re.compile(
    r"automatically generated|Автоматически созданное|AI-generated|Автоматты түрде", re.I
)
RUBRIC = re.compile(r"(пресс[ -]?релиз|баспас[өо]з (релиз|хабарламасы)|press[ -]?release)\W*", re.I)


def read_word(filename, data):
    """The `Release` in a .docx. Raises `UnreadableFile` with a sentence for the user."""
    guard_docx(filename, data)
    read = _convert(filename, data)
    release = Release(dropped=[Dropped(kind, text) for kind, text in read["dropped"]])
    texts = [block for block in read["blocks"] if "picture" not in block]
    title = _take_title(release, texts)
    _add_blocks(release, data, read, skipped=title)
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
    """What the worker makes of the document, or `UnreadableFile` where it fails."""
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "news.importing.word_worker"],
            input=data,
            capture_output=True,
            timeout=WALL_SECONDS,
            cwd=Path(__file__).resolve().parents[2],
        )
        failure = done.stderr if done.returncode else None
    except subprocess.TimeoutExpired:
        failure = b"it took too long"
    if failure is not None:
        logger.warning("Reading %r failed: %s", filename, failure[-2000:].decode(errors="replace"))
        raise UnreadableFile(
            _(
                "“%(name)s” cannot be read as a Word document. Copy its text into a new Word "
                "document and try again."
            )
            % {"name": filename}
        )
    read = json.loads(done.stdout)
    for number, block in enumerate(read["blocks"]):
        block["number"] = number  # two blocks may say the same
    return read


def _take_title(release, blocks):
    """Set the title and return the blocks (by identity) that leave the body."""
    taken = []
    for block in blocks[:2]:
        if RUBRIC.fullmatch(_text(block)):
            release.dropped.append(Dropped("rubric", _text(block)))
            taken.append(block)
    blocks = [block for block in blocks if block not in taken]
    block = _find_title(blocks)
    if block:
        release.title = _text(block)
        taken.append(block)
    return taken


def _find_title(blocks):
    opening = [block for block in blocks[:5] if _could_be_title(block)]
    for looks_right in (
        lambda block: block["title"],
        lambda block: block["level"] == 1,
        lambda block: block["level"] and block is blocks[0],
        lambda block: (block["centred"] or _is_bold(block)) and block in blocks[:3],
        lambda block: block is blocks[0] and not _text(block).endswith((".", ":", ";", ",")),
    ):
        for block in opening:
            if looks_right(block):
                return block
    return None


def _could_be_title(block):
    """Short, a paragraph or a heading, and not a mere date with a place."""
    text = _text(block)
    if len(text) > TITLE_LENGTH or not re.match("<(p|h[1-6])", block["html"]):
        return False
    dates = "".join(found.text for found in find_dates(text))
    return block["title"] or not dates or len(text) - len(dates) > 14


def _is_bold(block):
    return re.fullmatch(r"<p[^>]*>\s*<strong>(?:(?!</strong>).)*</strong>\s*</p>", block["html"])


def _text(block):
    return block_text(_clean(block["html"]))


def _add_blocks(release, data, read, *, skipped):
    levels = {
        block["level"] for block in read["blocks"] if block.get("level") and block not in skipped
    }
    names = {level: min(rank, 4) for rank, level in enumerate(sorted(levels), 2)}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for block in read["blocks"]:
            if "picture" in block:
                _add_picture(release, archive, read["pictures"][block["picture"]])
            elif block not in skipped:
                html = _clean(block["html"], names.get(block["level"]))
                if block_text(html):
                    release.paragraphs.append(html)


def _clean(html, level=None):
    if level:
        html = re.sub(r"^<h[1-6][^>]*>", f"<h{level}>", html)
        html = re.sub(r"</h[1-6]>$", f"</h{level}>", html)
        html = re.sub(r"</?strong>", "", html)
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
    """Whether the bytes begin as JPEG, PNG or WebP do."""
    return data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    )


def _file_name(text):
    """The name of a picture's file, where the text is one or a path to one."""
    name = ntpath.basename(tidy(text or ""))
    return name if IMAGE_NAME.fullmatch(name) else ""
