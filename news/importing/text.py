"""Read the plain text form of old archives, with `[image: path]` where a picture stood."""

import codecs
import ntpath
import re
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.html_text import tidy
from news.importing.guard import too_much_text
from news.importing.release import Dropped, Release, UnreadableFile, figure
from news.recognition.cleaning import unwrapped

MAX_TEXT = 1_000_000
MARKER = re.compile(r"\[(?P<kind>[A-Za-z_][\w-]*):\s*(?P<value>[^\]\n]*)\]")
# Letters that cp1251 has and Kazakh doesn't: where they come, the text is in its Kazakh sister.
FOREIGN_LETTERS = re.compile("[ЎўЈЄєЇїЅѕҐґЌќЏџјЊЋ]")

CODE_PAGES = ("cp1251", "koi8-r", "cp866")  # of Windows, Unix and DOS
USUAL_LETTERS = "оеаинтсрвл"


def read_text(filename, data):
    """The `Release` in a text file. Raises `UnreadableFile` with a sentence for the user."""
    text = _decode(filename, data)
    if len(text) > MAX_TEXT:
        raise UnreadableFile(too_much_text() % {"name": filename})
    release = Release()
    title, _newline, rest = "\n".join(text.splitlines()).lstrip("\n").partition("\n")
    for line in (title, *unwrapped(rest).split("\n")):
        _add_line(release, line)
    if not release.title:
        raise UnreadableFile(
            _("“%(name)s” holds no text. Choose the document that holds the text of the release.")
            % {"name": filename}
        )
    if len(release.title) > 200:
        release.warnings.append(gettext_lazy("The title is long. Shorten it."))
    return release


def _add_line(release, line):
    """The text of a line is one paragraph; pictures stand before it if they open it, else after."""
    before, text, after = [], "", []
    end = 0
    for marker in MARKER.finditer(line):
        text += line[end : marker.start()]
        end = marker.end()
        kind, value = marker["kind"].lower(), marker["value"].strip()
        if kind == "image":
            place = after if text.strip() else before
            picture = release.add_picture(ntpath.basename(value) or value)
            place.append(figure(picture.key))
        elif kind == "bookmark":
            release.dropped.append(Dropped("bookmark", value))
        else:
            release.dropped.append(Dropped("marker", marker[0]))
    text = tidy(text + line[end:])
    if text and not release.title:
        release.title, text = text, ""
    paragraph = [f"<p>{escape(text, quote=False)}</p>"] if text else []
    release.paragraphs += before + paragraph + after


def _decode(filename, data):
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _decode_as(filename, data, encoding)
    # Of two bytes of UTF-16 the upper one is 4 (Cyrillic) or 0 (Latin); no other text has these.
    even, odd = (sum(byte in (0, 4) for byte in data[first:2000:2]) for first in (0, 1))
    if max(even, odd) * 3 > len(data[:2000]):
        return _decode_as(filename, data, "utf-16-be" if even > odd else "utf-16-le")
    try:
        return _readable(filename, data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    text = data.decode(_code_page(data), errors="replace")
    if FOREIGN_LETTERS.search(text):
        text = data.decode("kz1048", errors="replace")
    return _readable(filename, text)


def _code_page(data):
    """Of the code pages with Russian letters the one in which a text has the most usual ones."""
    if sum(byte >= 0x80 for byte in data) * 4 < len(data):
        return CODE_PAGES[0]  # few letters beside Latin ones: they are signs
    return max(
        CODE_PAGES,
        key=lambda page: sum(map(data.decode(page, "replace").lower().count, USUAL_LETTERS)),
    )


def _decode_as(filename, data, encoding):
    return _readable(filename, data.decode(encoding, errors="replace"))


def _readable(filename, text):
    """The text, unless it is a binary file's."""
    odd = len(re.findall(r"[\x00-\x08\x0e-\x1f\x7f\ufffd\ud800-\udfff\ue000-\uf8ff]", text))
    if odd > len(text) / 200:
        raise UnreadableFile(
            _(
                "“%(name)s” is not a text file. Save the release as .docx, or as plain text in "
                "UTF-8, and try again."
            )
            % {"name": filename}
        )
    return re.sub(r"[\x00-\x08\x0e-\x1f\x7f]", "", text)
