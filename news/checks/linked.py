"""Those whom the texts name and those who are linked to the event: they should be the same."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.checks.base import Check
from news.morphology.keys import keys
from news.morphology.words import tokenize
from news.recognition.mentions import ORGANIZATION, PERSON
from organizations.models import Organization
from people.models import Participant


class NotLinked(Check):
    """People whom a text names; organizations where they matter to it."""

    name = "not_linked"
    label = gettext_lazy("A person or an organization that is not linked to the event")

    def find(self, subject):
        if subject.event is None or subject.event.pk is None or not subject.texts:
            return
        linked = _linked(subject.event)
        known = {PERSON: set(linked[PERSON]), ORGANIZATION: set(linked[ORGANIZATION])}
        known[ORGANIZATION] |= _beside(subject.event, linked[ORGANIZATION])
        first, counts = {}, {}
        for field, text in subject.texts.items():
            for mention in subject.mentions[field]:
                key = mention.kind, mention.id
                if mention.certain and mention.id and mention.id not in known[mention.kind]:
                    first.setdefault(key, (field, text, mention))
                    counts[key] = counts.get(key, 0) + 1
        for (kind, pk), (field, text, mention) in first.items():
            if kind == ORGANIZATION and field == "body" and counts[kind, pk] == 1:
                continue  # in passing
            reason = _("%(name)s is not linked to the event.") % {"name": mention.name}
            yield self.at(field, text, mention.start, mention.end, reason)


class NotNamed(Check):
    """Told once, in the language in which the release was written."""

    name = "not_named"
    label = gettext_lazy("A linked person or organization that no text names")

    def find(self, subject):
        event = subject.event
        if event is None or event.pk is None or subject.language != event.source_language:
            return
        if not subject.texts.get("body"):
            return
        subjects = [subject, *subject.others.values()]
        named = {PERSON: set(), ORGANIZATION: {event.venue_id}}
        for each in subjects:
            for mention in (mention for found in each.mentions.values() for mention in found):
                named[mention.kind] |= {mention.id, *mention.candidates}
        for kind, entries in _linked(event).items():
            for pk, entry in entries.items():
                if pk not in named[kind] and not any(_is_hinted(entry, each) for each in subjects):
                    reason = _("%(name)s is linked to the event but named in no text.")
                    yield self.at("", "", 0, 0, reason % {"name": entry})


def _is_hinted(entry, subject):
    """Whether a text has the family name, or half of the words of an organization's name."""
    field = "family_name" if isinstance(entry, Participant) else "name"
    name = getattr(entry, f"{field}_{subject.language}") or ""
    words = [word for word in re.findall(r"[\w-]+", name) if len(word) > 3] or name.split()
    have = _words(subject)
    hits = sum(not have.isdisjoint(keys(word, subject.language)) for word in words)
    return hits > 0 and 2 * hits >= len(words)


def _words(subject):
    tokens = (token for text in subject.texts.values() for token in tokenize(text))
    return {key for token in tokens if token.is_word for key in keys(token.text, subject.language)}


def _linked(event):
    """The people and organizations of an event, by kind and id."""
    people = event.participations.select_related("participant")
    organizations = event.event_organizations.select_related("organization")
    return {
        PERSON: {link.participant_id: link.participant for link in people},
        ORGANIZATION: {link.organization_id: link.organization for link in organizations},
    }


def _beside(event, organizations):
    """Organizations that go without saying: the venue, those of the people, their parents."""
    near = {
        event.venue_id,
        *organizations,
        *event.participations.values_list("organization_id", flat=True),
    }
    parents = Organization.objects.filter(pk__in=near - {None}).values_list("parent_id", flat=True)
    return near | set(parents)
