"""What a check looks at, and what it says."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from os.path import commonprefix

from news.html_text import blocks, plain_text
from news.recognition.finding import LONGEST_TEXT, find_mentions

FIELDS = ("title", "lead", "body")


@dataclass(frozen=True, slots=True)
class Finding:
    """A place that a person should look at.

    `start` and `end` are characters of the plain text of `field`, which is "title", "lead" or
    "body"; "" where the finding is about the event as a whole (then both are 0). `quote` are
    the words there. `reason` is a sentence in the reader's language. `mend` is what can stand
    instead of `quote` without further thought; None where a person has to decide.
    """

    check: str
    field: str
    start: int
    end: int
    quote: str
    reason: str
    mend: str | None = None

    @property
    def edits(self):
        """The mend as `[(start, end, new text)]` in the field, of nothing but what differs."""
        if self.mend is None:
            return []
        old, new = self.quote, self.mend
        if len(old) == len(new):
            places = [place for place in range(len(old)) if old[place] != new[place]]
            return [(self.start + place, self.start + place + 1, new[place]) for place in places]
        same = len(commonprefix([old, new]))
        same_end = len(commonprefix([old[same:][::-1], new[same:][::-1]]))
        start, end = self.start + same, self.end - same_end
        return [(start, end, new[same : len(new) - same_end])]


@dataclass
class Subject:
    """A text in one language; `event` is None where it comes from a file.

    `html` is the body as it is stored; `others` are subjects of the same event in the other
    languages that have a text, by language code.
    """

    language: str
    title: str = ""
    lead: str = ""
    html: str = ""
    event: object = None
    others: dict = field(default_factory=dict)

    @classmethod
    def of_event(cls, event, languages, unsaved=None):
        """The subjects of an event in these languages, each knowing the others: `{code: ...}`.

        `unsaved` are texts by language that stand for those that are saved.
        """
        subjects = {}
        for language in languages:
            text = (unsaved or {}).get(language) or event.text_in(language)
            subjects[language] = cls(language, text["title"], text["lead"], text["body"], event)
        for language, subject in subjects.items():
            subject.others = {
                code: other
                for code, other in subjects.items()
                if code != language and (other.title or other.html)
            }
        return subjects

    @cached_property
    def texts(self):
        """The plain text of each field that has one, by its name; none longer than a release."""
        texts = {"title": self.title, "lead": self.lead, "body": plain_text(self.html)}
        return {name: text for name, text in texts.items() if 0 < len(text) <= LONGEST_TEXT}

    @cached_property
    def blocks(self):
        """`(tag, start, end)` of each line of the body's plain text."""
        found, start = [], 0
        for tag, text in blocks(self.html):
            found.append((tag, start, start + len(text)))
            start += len(text) + 1
        return found

    @cached_property
    def mentions(self):
        """The mentions of people and organizations of the directory, by field.

        The fields are read as one text: who is named in the title is known in the body.
        """
        found = find_mentions("\n".join(self.texts.values()), self.language)
        mentions, start = {}, 0
        for name, text in self.texts.items():
            end = start + len(text)
            mentions[name] = [
                replace(one, start=one.start - start, end=one.end - start)
                for one in found
                if start <= one.start and one.end <= end
            ]
            start = end + 1
        return mentions


class Check:
    """A rule for texts. `name` is what it is switched off by, `label` what it is called.

    What it finds in addresses, paths and remains of Word counts only with `reads_codes`.
    """

    name = ""
    label = ""
    reads_codes = False

    def find(self, subject):
        """Yield the `Finding`s in a `Subject`."""
        raise NotImplementedError

    def at(self, field, text, start, end, reason, mend=None):
        """A finding of this check at a place in the plain text of a field."""
        return Finding(self.name, field, start, end, text[start:end], str(reason), mend)
