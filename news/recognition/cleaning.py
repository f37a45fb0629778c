"""A text without what nobody sees in it, in which names are looked for."""

import re
import unicodedata
from itertools import accumulate, pairwise
from operator import add

from news.morphology.words import fold
from news.recognition.spelling import PATRONYMIC

# Soft hyphens and spaces without width, letters with their marks apart (a stress has no letter
# of its own), runs of spaces.
_UNSEEN = re.compile(
    r"(?P<nothing>[\u00ad\u200b-\u200d\u2060\ufeff]+)"
    r"|(?P<letter>[^\W\d_])(?P<marks>[\u0300-\u036f]+)"
    r"|(?P<spaces>[ \u00a0]{2,})"
)
_MARKS = re.compile(r"[\u0300-\u036f]")
# A line of one word and one of two: perhaps a family name, a given name and a patronymic.
_NAME_IN_TWO_LINES = re.compile(
    r"^([^\W\d_][\w-]{1,40})\n(?=([^\W\d_][\w-]{1,40}) ([^\W\d_]\w{3,40})$)", re.MULTILINE
)
# A text that was broken at a width, as in old e-mails, has lines that begin in mid-sentence.
WIDTHS = range(50, 121)
MIN_BROKEN_LINES = 3


def cleaned(text):
    """`(clean text, ends)`: `ends[i]` is where the first i characters of it end in the text."""
    text = unwrapped(text)
    if not _UNSEEN.search(text):
        return text, range(len(text) + 1)
    pieces, sizes, position = [], [0], 0
    for found in _UNSEEN.finditer(text):
        pieces.append(text[position : found.start()])
        sizes += [1] * (found.start() - position)
        position = found.end()
        piece = _seen(found)
        pieces.append(piece)
        if piece:
            sizes.append(len(found[0]))
        else:
            sizes[-1] += len(found[0])
    pieces.append(text[position:])
    sizes += [1] * (len(text) - position)
    return "".join(pieces), list(accumulate(sizes))


def unwrapped(text):
    """The text with a space where a line broke for want of room: names go on in the next one."""
    text = _NAME_IN_TWO_LINES.sub(_in_one_line, text)
    lines = text.split("\n")
    width = max(map(len, lines))
    if width not in WIDTHS:
        return text
    pairs = list(pairwise(lines))
    goes_on = [bool(line) and after[:1].islower() for line, after in pairs]
    is_full = [
        after[:1].strip() and len(line) + 1 + len(after.split(" ", 1)[0]) > width
        for line, after in pairs
    ]
    if sum(one and other for one, other in zip(goes_on, is_full, strict=True)) < MIN_BROKEN_LINES:
        return text
    joints = [" " if any(each) else "\n" for each in zip(goes_on, is_full, strict=True)]
    return "".join(map(add, lines, [*joints, ""]))


def _in_one_line(found):
    is_name = all(word[0].isupper() for word in found.groups()) and (
        PATRONYMIC.search(fold(found[3]))
    )
    return f"{found[1]} " if is_name else found[0]


def _seen(found):
    """The one character that a piece of a text shows, or none."""
    if found["nothing"]:
        return ""
    if found["spaces"]:
        return " "
    return _MARKS.sub("", unicodedata.normalize("NFC", found[0]))


def place_in_text(start, end, text, ends):
    """The place in the text of a part of the clean one, without what is unseen around it."""
    first, last = ends[start], ends[end]
    while last > first and _UNSEEN.fullmatch(text[last - 1]):
        last -= 1
    return first, last
