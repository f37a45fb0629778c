"""The search boxes of the administration: any form of a word or a name, in any language.

Events are found by their working copies, drafts too. What was changed since the index was written
is put into it first, so that no way of saving an event can forget it.
"""

from django.db.models import Q

from news.analysis import WORD
from news.search.indexing import index_changed_events
from news.search.names import name_tokens, named_by
from news.search.queries import MAX_WORDS
from news.search.tables import EVENTS, NAMES, expression
from news.search.words import folded


def find_events(queryset, text):
    """Those events of a queryset that have every word of a text or name whom it names."""
    words = WORD.findall(text)[:MAX_WORDS]
    if not words:
        return queryset
    index_changed_events()
    named = named_by(words)
    groups = [name_tokens(word) | named[place] for place, word in enumerate(words)]
    return queryset.filter(Q(pk__in=EVENTS.matching(expression(groups))) | Q(slug=text))


def entries_named(text, number):
    """The condition that a name has every word of a text, whose last is a beginning.

    `number` is 0 for people and 1 for organizations.
    """
    words = WORD.findall(text)[:MAX_WORDS]
    if not words:
        return Q()
    groups = [name_tokens(word) for word in words]
    groups[-1].add(f"{folded(words[-1])}*")
    return Q(pk__in=NAMES.matching(expression(groups), "{} / 2", f"{{}} %% 2 = {number}"))
