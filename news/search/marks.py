"""Where the words of a query stand in a text: marked, with the sentence around them."""

import re
from html import escape

from django.utils.safestring import mark_safe

from news.analysis import WORD, tokens
from news.html_text import plain_text
from news.search.words import PARTED, joined

# No abbreviation is so long, and a name goes on after one: «им. Абая», «К. Токаев».
SENTENCE_END = re.compile(
    r"(?:(?<=[^\W\d_]{5})\.|[!?…])[»”\"’)]*\s+(?=[«“„\"(—–-]*\s*[^\W\d_a-zа-яёәғқңөұүһі])"
)
LONGEST_TEXT = 20_000  # letters that are looked through
BEFORE, AFTER = 90, 210  # letters that are shown around the first of the words


def holds(edition, sequences):
    """Whether an edition has each sequence of words in a sentence."""
    lines = (edition.title, *edition.lead.split("\n"), *plain_text(edition.body).split("\n"))
    lines = [sentence for line in lines for sentence in SENTENCE_END.split(line)]
    analyzed = [list(map(set, filter(None, tokens(line, edition.language)))) for line in lines]
    return all(any(_starts(words, each) for words in analyzed) for each in sequences)


def _starts(words, sequence):
    """The places in a list of words where a sequence begins."""
    return [
        start
        for start in range(len(words) - len(sequence) + 1)
        if all(words[start + place] & wanted for place, wanted in enumerate(sequence))
    ]


class Marker:
    """Marks words of a query in texts of a language.

    `words` are sets of tokens, `sequences` lists of such: only all words of one side by side are
    marked.
    """

    def __init__(self, language, words, sequences=()):
        self.language = language
        self.wanted = {token for word in words for token in word}
        self.sequences = [each for each in sequences if each]

    def _found(self, text):
        """`[(start, end)]` of the words to mark."""
        words = zip(WORD.finditer(text), tokens(text, self.language), strict=True)
        words = [(place.span(), word) for place, word in words if word]
        places, words = [place for place, _ in words], [word for _, word in words]
        marked = {place for place, word in enumerate(words) if not self.wanted.isdisjoint(word)}
        if self.sequences:
            words = list(map(set, words))
            for sequence in self.sequences:
                for start in _starts(words, sequence):
                    marked.update(range(start, start + len(sequence)))
        return self._whole(text, places, marked)

    def _whole(self, text, places, marked):
        """The places that are marked; one of a word in parts that are all marked: «Нур-Султан»."""
        found = [places[place] for place in sorted(marked)]
        for parted in PARTED.finditer(text):
            start, end = parted.span()
            parts = [place for place, (a, b) in enumerate(places) if start <= a and b <= end]
            is_marked = bool(parts) and marked.issuperset(parts)
            as_one = tokens(joined(parted[0]), self.language)[0]
            if is_marked or not self.wanted.isdisjoint(as_one):
                found = [each for each in found if each[1] <= start or each[0] >= end]
                found.append((start, end))
        return sorted(found)

    def mark(self, text):
        """The text as HTML, and whether anything in it is marked."""
        found = self._found(text)
        return _html(text, found), bool(found)

    def passage(self, html):
        """The first place in clean HTML that has what is sought, as HTML; empty without one."""
        text = plain_text(html[:LONGEST_TEXT])
        found = self._found(text)
        if not found:
            return ""
        first = found[0][0]
        start = max(first - BEFORE, text.rfind("\n", 0, first) + 1, 0)
        end = text.find("\n", first)
        end = min(first + AFTER, len(text) if end < 0 else end)
        if start and text[start - 1] != "\n":
            start = text.find(" ", start, first) + 1 or start
        is_cut = end < len(text) and text[end] != "\n"
        if is_cut:
            end = max(text.rfind(" ", first, end), found[0][1])
        shown = [(a - start, b - start) for a, b in found if start <= a and b <= end]
        opening = "… " if start and text[start - 1] != "\n" else ""
        return mark_safe(  # noqa: S308 - of parts that are escaped
            f"{opening}{_html(text[start:end], shown)}{' …' if is_cut else ''}"
        )


def _html(text, found):
    parts, done = [], 0
    for start, end in found:
        parts += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    parts.append(escape(text[done:]))
    # Words side by side are one mark.
    return mark_safe("".join(parts).replace("</mark> <mark>", " "))  # noqa: S308 - escaped above
