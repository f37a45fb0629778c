"""What a check says of texts, told in short: `text -> [(quote, mend)]`."""

from news.checks.base import Subject


def said(check, language, text, **fields):
    """`[(quote, mend)]` of a check in a title; of a body where `html` is given."""
    subject = Subject(language, title=text, **fields)
    found = list(check().find(subject))
    for finding in found:
        assert subject.texts[finding.field][finding.start : finding.end] == finding.quote
        assert (finding.check, bool(finding.reason)) == (check.name, True)
    return [(finding.quote, finding.mend) for finding in found]


def said_of_body(check, language, html):
    return said(check, language, "", html=html)
