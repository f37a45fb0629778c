"""The people and organizations of the directory that a text names."""

from dataclasses import replace

from news.morphology.words import tokenize
from news.recognition.blanks import blanked
from news.recognition.cleaning import cleaned, place_in_text
from news.recognition.directory import Directory
from news.recognition.mentions import PERSON
from news.recognition.offices import offices_of

LONGEST_TEXT = 200_000  # characters: three times a release of thirty pages


def find_mentions(text, language):
    """Every `Mention` of an entry of the directory in a plain text, in their order.

    A text longer than `LONGEST_TEXT` is no release: nobody is looked for in it.
    """
    if len(text) > LONGEST_TEXT:
        return []
    clean, ends = cleaned(text)
    tokens = tokenize(blanked(clean))
    mentions = Directory.of(tokens, language).find_in(clean, tokens)
    people = [found for found in mentions if found.kind == PERSON]
    offices = offices_of(clean, tokens, people, language)
    return [
        _in_text(
            replace(found, role=office.text)
            if found.kind == PERSON and (office := offices[found.first])
            else found,
            text,
            ends,
        )
        for found in mentions
    ]


def _in_text(found, text, ends):
    """A mention in the clean text as one in the text itself."""
    start, end = place_in_text(found.start, found.end, text, ends)
    return replace(found, start=start, end=end, text=text[start:end])
