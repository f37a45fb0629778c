"""Spellings of names: those that are not to stand in texts, and two of one name."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.checks.base import Check
from news.morphology.keys import keys
from news.morphology.words import tokenize
from news.recognition.variants import find_variants


class UnapprovedName(Check):
    name = "unapproved_name"
    label = gettext_lazy("A spelling of a name that is not approved")

    def find(self, subject):
        for field, text in subject.texts.items():
            for mention in subject.mentions[field]:
                if not mention.approved or _is_part(mention, subject.language):
                    continue
                reason = _("The approved spelling is “%(name)s”.") % {"name": mention.approved}
                mend = mention.approved if mention.certain else None
                yield self.at(field, text, mention.start, mention.end, reason, mend)


def _is_part(mention, language):
    """Whether a place only shortens what is approved: «Ассамблея» is no other spelling."""
    whole, part = (
        [keys(token.text, language) for token in tokenize(text) if token.is_word]
        for text in (mention.approved, mention.text)
    )
    return all(any(word & other for other in whole) for word in part)


class NameVariants(Check):
    name = "name_variants"
    label = gettext_lazy("Two spellings of one name")

    def find(self, subject):
        for field, text in subject.texts.items():
            known = {(found.start, found.end): found for found in subject.mentions[field]}
            approved = {
                place: found.name
                for place, found in known.items()
                if (found.id or found.candidates) and not found.approved
            }
            for first, other in find_variants(text, subject.language, approved):
                mentions = [known.get(place[:2]) for place in (first, other)]
                if any(found and found.approved for found in mentions):
                    continue  # told already, and with what is right
                if all(place[:2] in approved for place in (first, other)):
                    continue  # the directory knows both, be it as one person or as two
                reason = _("Is it the same name as “%(name)s”?")
                if first[:2] in approved:
                    reason = _("Is it the same name as “%(name)s”, which the directory has?")
                # No mend: names as alike as «Тимощенко» and «Тимошенко» are of two people.
                reason %= {"name": first.text}
                yield self.at(field, text, other.start, other.end, reason)
