"""Quotation marks and brackets: straight ones, and those that lack their other half."""

import re
from operator import itemgetter

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.checks.base import Check
from news.recognition.quotes import INNER_MARKS, MARKS

OPENING, CLOSING, EITHER = "«„", "»”", '“"'
OTHER_HALF = {"«": "»", "„": "“", "“": "”"}
BEFORE_WORD = " \xa0([{«„“—–-"


def pairs_of(text):
    """`[(opening, closing)]`: the places of the quotation marks of a text, None for a lone one.

    A quotation can go over several paragraphs, and each of them can open it anew.
    """
    found, waiting = [], []
    start = 0
    for line in text.split("\n"):
        if waiting and line[0] == text[waiting[-1]] in "“«":
            line = " " + line[1:]
        pairs, opened, closed = _pairs_in(line)
        found += [(start + one, start + other) for one, other in pairs]
        for place in closed:
            found.append((waiting.pop() if waiting else None, start + place))
        waiting += [start + place for place in opened]
        start += len(line) + 1
    found += [(place, None) for place in waiting]
    return sorted(found, key=lambda pair: pair[1] if pair[0] is None else pair[0])


def _pairs_in(line):
    """The pairs of one line, and the places of what is opened and closed in it alone."""
    pairs, opened, closed = [], [], []
    for place, sign in enumerate(line):
        if sign not in OPENING + CLOSING + EITHER:
            continue
        if sign == '"' and not opened and line[place - 1 : place].isdigit():
            continue  # inches, seconds
        if sign in OPENING or (sign in EITHER and _opens(line, place, opened)):
            opened.append(place)
        elif opened:
            pairs.append((opened.pop(), place))
        else:
            closed.append(place)
    # «Фонд «Достык»: one mark closes both, by the Russian rule.
    closing = {line[other]: other for _one, other in sorted(pairs, key=itemgetter(1))}
    opened = [place for place in opened if place > closing.get(OTHER_HALF.get(line[place]), -1)]
    return pairs, opened, closed


def _opens(line, place, opened):
    before, after = line[place - 1 : place] if place else "", line[place + 1 : place + 2]
    if not after or after.isspace():
        return False
    if before in BEFORE_WORD:
        return True
    return not opened and line[place] == "“" and not before.isalnum()


class StraightQuotes(Check):
    name = "straight_quotes"
    label = gettext_lazy("Straight quotation marks")

    def find(self, subject):
        for field, text in subject.texts.items():
            told, mended = [], list(text)
            outer_end = told_end = -1
            for start, end in pairs_of(text):
                if start is None or end is None or "\n" in text[start:end]:
                    continue
                is_inner = start < outer_end
                outer_end = max(end, outer_end)
                if '"' in (text[start], text[end]):
                    marks = (INNER_MARKS if is_inner else MARKS)[subject.language]
                    mended[start], mended[end] = marks
                    if start > told_end:  # those inside are mended with it
                        told.append((start, end, marks))
                        told_end = end
            for start, end, (one, other) in told:
                mend = "".join(mended[start : end + 1])
                reason = _("Instead of straight quotation marks write %(marks)s.")
                reason %= {"marks": f"{one}…{other}"}
                yield self.at(field, text, start, end + 1, reason, mend)


class UnpairedQuotes(Check):
    name = "unpaired_quotes"
    label = gettext_lazy("A quotation mark without its other half")

    def find(self, subject):
        for field, text in subject.texts.items():
            for start, end in pairs_of(text):
                if end is None:
                    reason = _("The quotation is opened and nowhere closed.")
                    yield self.at(field, text, *_with_word_after(text, start), reason)
                elif start is None:
                    reason = _("The quotation is closed and nowhere opened.")
                    yield self.at(field, text, *_with_word_before(text, end), reason)


class UnpairedBrackets(Check):
    name = "unpaired_brackets"
    label = gettext_lazy("A bracket without its other half")

    def find(self, subject):
        for field, text in subject.texts.items():
            for start, end in _lone_brackets(text):
                yield self.at(field, text, start, end, _("The bracket lacks its other half."))


# «1) …; 2) …», «а) …» and :-) are no brackets.
NUMBERED = re.compile(r"(?:^|[\s;,.(])(?:\d{1,3}|[^\W\d_]|[ivx]{1,4})$|[:;]-?$", re.IGNORECASE)


def _lone_brackets(text):
    start = 0
    for line in text.split("\n"):
        opened = []
        for place, sign in enumerate(line):
            if sign in "([":
                opened.append(place)
            elif sign in ")]" and opened:
                opened.pop()
            elif sign in ")]" and not NUMBERED.search(line[max(place - 6, 0) : place]):
                yield _with_word_before(text, start + place)
        for place in opened:
            yield _with_word_after(text, start + place)
        start += len(line) + 1


def _with_word_after(text, place):
    return place, place + 1 + len(re.match(r"\s?\S*", text[place + 1 : place + 41])[0].rstrip())


def _with_word_before(text, place):
    return place - len(
        re.search(r"\S*\s?$", text[max(place - 40, 0) : place])[0].lstrip()
    ), place + 1
