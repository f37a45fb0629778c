"""What somebody typed: words, phrases, what shall not be there, and filters."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from news import directory
from news.analysis import WORD, tokens
from news.models import Edition, Event
from news.search.indexing import LAST_PLACE, place_of
from news.search.names import name_tokens, named_by_each
from news.search.tables import NAMES, expression
from news.search.words import folded, of_kind, of_words, of_year, pairs
from news.years import start_of
from organizations.models import Organization
from people.models import Participant

LONGEST_QUERY = 200
MAX_WORDS = 12
MAX_FILTERS = 6
MAX_MEANT = 20  # people or organizations by a filter that is no address
# Letters that are said, at most: «К.-Ж.», and «Г.Н» without the last full stop.
INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_]\.-?)+(?:[^\W\d_](?!\w))?")
# A stress mark, a soft hyphen, what has no width, controls that are no spaces.
UNSEEN = re.compile("[\u0301\u00ad\u200b-\u200f\u2060\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
YEAR = re.compile("[1-8][0-9]{3}")
# The first is what links write.
FILTER_NAMES = {
    "person": {"en": ["person"], "ru": ["персона", "человек"], "kk": ["тұлға", "адам"]},
    "organization": {
        "en": ["organization", "organisation"],
        "ru": ["организация"],
        "kk": ["ұйым"],
    },
    "year": {"en": ["year"], "ru": ["год"], "kk": ["жыл"]},
    "kind": {"en": ["kind"], "ru": ["вид"], "kk": ["түрі"]},
}
# With the letters of Kazakh, or without.
KINDS_OF_FILTERS = {
    written: kind
    for kind, languages in FILTER_NAMES.items()
    for names in languages.values()
    for name in names
    for written in (name, folded(name))
}
# A minus begins an item; a quotation mark ends with its partner or with the query.
ITEM = re.compile(
    r"(?P<minus>(?<!\S)[-−–—])?"
    r"(?:(?P<filter>[^\W\d_]{3,20}):(?=\S)|"
    rf'(?<!\w)(?P<spaced>{"|".join(KINDS_OF_FILTERS)}):\s(?=[\w"“„«]))?'
    r'(?:"(?P<straight>[^"]*)"?|[“„](?P<curly>[^“”]*)[“”]?|«(?P<french>[^»]*)»?|(?P<word>[^\s"“„«]+))',
    re.IGNORECASE,
)


@dataclass
class Filter:
    """`person:tokaev` as it was typed, the rest of the query, and what it asks for."""

    kind: str
    value: str
    typed: str
    rest: str
    is_excluded: bool = False
    label: str = ""
    lang: str = ""  # of the label, where it is not the reader's
    tokens: set = field(default_factory=set)

    @property
    def is_understood(self):
        """Whether it can be asked for; whom it names may still not be there."""
        return bool(self.label) or self.kind in ("person", "organization")

    @property
    def is_year(self):
        return self.kind == "year" and bool(self.label)


@dataclass
class Query:
    """A query in a language: `words`, and `phrases` of words side by side.

    Of each list in `unwanted` and of each phrase in `unwanted_phrases` something shall be missing.
    """

    text: str
    language: str
    words: list = field(default_factory=list)
    phrases: list = field(default_factory=list)
    unwanted: list = field(default_factory=list)
    unwanted_phrases: list = field(default_factory=list)
    filters: list = field(default_factory=list)

    def __bool__(self):
        return bool(self.wanted or self.excluded or self.filters)

    @property
    def wanted(self):
        """All words that are asked for, those of phrases too."""
        return [*self.words, *(word for phrase in self.phrases for word in phrase)]

    @property
    def excluded(self):
        """Lists of words that shall not be together, those of phrases too."""
        return [*self.unwanted, *self.unwanted_phrases]

    @cached_property
    def _named(self):
        return named_by_each([self.words, *self.unwanted], is_public=True)

    @property
    def named(self):
        """By the place of each word, the tokens of those whom it names."""
        return self._named[0]

    @cached_property
    def analyzed(self):
        """The tokens of each word, without those whom it names."""
        return [self._tokens(word) for word in self.words]

    @cached_property
    def sequences(self):
        return [[self._tokens(word) for word in phrase] for phrase in self.phrases]

    def _tokens(self, word):
        """Names are typed without capitals: «токаев» is more than the genitive of «токай»."""
        typed = f"{word} {word.capitalize()}"
        return of_words(tokens(typed, self.language))

    @property
    def is_one_word(self):
        return len(self.words) == 1 and not (self.phrases or self.excluded or self.filters)

    @property
    def years(self):
        return [int(each.value) for each in self.filters if each.is_year and not each.is_excluded]

    @property
    def bounds(self):
        """Between which places (`indexing.place_of`) the editions of its year stand."""
        if not self.years:
            return 0, LAST_PLACE
        return place_of(start_of(max(self.years))), place_of(start_of(min(self.years) + 1)) - 1

    @cached_property
    def expression(self):
        """What has all that is wanted, for an index."""
        return self._expression(self._anywhere)

    @property
    def expressions_of_best(self):
        """The same in three: all words in the title, in the lead or as names, and the rest."""
        everywhere = self.analyzed + [word for phrase in self.sequences for word in phrase]
        if not everywhere:
            return [self.expression]
        title = [{f"#{token}" for token in word} for word in everywhere]
        top = [{f"+{token}" for token in word} for word in everywhere]
        top = [group | self.named.get(place, set()) for place, group in enumerate(top)]
        return [
            self._expression(title),
            self._expression(top, [title]),
            self._expression(self._anywhere, [top]),
        ]

    @property
    def _anywhere(self):
        of_phrases = [word for phrase in self.sequences for word in phrase]
        return [
            group | self.named.get(place, set())
            for place, group in enumerate(self.analyzed + of_phrases)
        ]

    def _expression(self, words, excluded=()):
        beside = [pair for phrase in self.sequences for pair in pairs(phrase)]
        # Years are bounds.
        of_filters = [
            each.tokens for each in self.filters if not (each.is_excluded or each.is_year)
        ]
        # With the language, rows of the others are left out before their editions are looked up.
        required = [*words, *beside, *of_filters, {f"@l{self.language}"}]
        # What is not wanted is what the same words would find.
        unwanted = [
            [self._tokens(word) | named[place] for place, word in enumerate(words)]
            for words, named in zip(self.unwanted, self._named[1:], strict=True)
        ]
        of_phrases = [[self._tokens(word) for word in phrase] for phrase in self.unwanted_phrases]
        unwanted += [[*phrase, *pairs(phrase)] for phrase in of_phrases]
        unwanted += [[each.tokens] for each in self.filters if each.is_excluded]
        return expression(required, [*unwanted, *excluded])


def read_query(text, language, now):
    """The query that somebody typed; false when it asks for nothing."""
    query = Query(cleaned(text), language)
    left, initials = MAX_WORDS, []
    for item in ITEM.finditer(query.text):
        straight, curly, french = item.group("straight", "curly", "french")
        phrase = next((each for each in (straight, curly, french) if each is not None), None)
        value = item["word"] if phrase is None else phrase
        name = item["filter"] or item["spaced"] or ""
        if kind := KINDS_OF_FILTERS.get(folded(name)):
            if len(query.filters) == MAX_FILTERS:
                continue
            rest = " ".join(f"{query.text[: item.start()]} {query.text[item.end() :]}".split())
            chosen = Filter(kind, value, item[0], rest, bool(item["minus"]))
            _resolve(chosen, language, now)
            # «Год: итоги» are words.
            if chosen.label or not item["spaced"]:
                query.filters.append(chosen)
                continue
        typed = f"{name}:{value}" if name else value
        # In a phrase they stand where the text has them.
        words = _words(without_initials(typed) if phrase is None else typed, language)
        if not words and not item["minus"]:
            initials.append(typed)
        words, left = words[:left], left - len(words[:left])
        if not words:
            continue
        is_phrase = phrase is not None and len(words) > 1
        if item["minus"]:
            (query.unwanted_phrases if is_phrase else query.unwanted).append(words)
        elif is_phrase:
            query.phrases.append(words)
        else:
            query.words += words
    if not query.wanted:
        # «U.S.A.»
        query.words = _words(" ".join(initials).replace(".", ""), language)[:MAX_WORDS]
    return query


def cleaned(text):
    """What was typed as it is shown again: without what is not seen, one space between words."""
    text = UNSEEN.sub("", unicodedata.normalize("NFC", text))
    return " ".join(text.split())[:LONGEST_QUERY].strip()


def without_initials(text):
    """A text without initials: they say nothing of the name beside them."""
    return INITIALS.sub(lambda found: " " if found[0].isupper() else found[0], text)


def _words(text, language):
    """The words of a text, without endings that stand apart."""
    return [
        word
        for word, found in zip(WORD.findall(text), tokens(text, language), strict=True)
        if found
    ]


def _resolve(chosen, language, now):
    """Find what a filter asks for; what is not there finds nothing and has no label."""
    chosen.tokens = {"@none"}
    if chosen.kind == "year":
        if YEAR.fullmatch(chosen.value):
            chosen.label, chosen.tokens = chosen.value, {of_year(chosen.value)}
    elif chosen.kind == "kind":
        for kind, label in Event.Kind.choices:
            if folded(chosen.value) in (kind, folded(str(label))):
                chosen.label, chosen.tokens = str(label), {of_kind(kind)}
    else:
        _resolve_entry(chosen, language, now)


def _resolve_entry(chosen, language, now):
    """By its address, or else by a name: only of what has a public page."""
    visible = Edition.objects.visible(now)
    if chosen.kind == "person":
        model, number, letter, names = Participant, 0, "p", directory.SHORT_NAME
    else:
        names = directory.columns("name", "short_name")
        model, number, letter = Organization, 1, "o"
    words = [name_tokens(word) for word in WORD.findall(chosen.value)[:MAX_WORDS]]
    named = NAMES.matching(expression(words), "{} / 2", f"{{}} %% 2 = {number}")
    rows = model.objects.rewrite(False).public(visible)
    rows = rows.filter(Q(slug=chosen.value) | Q(pk__in=named)).order_by("pk")
    rows = list(rows.values("pk", "slug", *names)[:MAX_MEANT])
    rows = (
        [row for row in rows if row["slug"] == chosen.value]
        # «Ассамблея» is not its secretariat.
        or [row for row in rows if number and _is_named(row, names, chosen.value)]
        or rows
    )
    if not rows:
        return
    chosen.tokens = {f"@{letter}{row['pk']}" for row in rows}
    chosen.label = chosen.value
    if len(rows) == 1:
        is_person = chosen.kind == "person"
        name = (
            directory.person_name(rows[0], language)
            if is_person
            else directory.in_language(rows[0], "name", language)
        )
        chosen.label, chosen.lang = name.text, name.lang


def _is_named(row, names, value):
    """Whether all words of a name are those of a value."""
    asked = list(map(folded, WORD.findall(value)))
    return any(asked == list(map(folded, WORD.findall(row[name] or ""))) for name in names)


def with_filter(text, kind, value, language):
    """The text of a query and one filter more, in the reader's words."""
    names = FILTER_NAMES[kind]
    return f"{text} {names.get(language, names['en'])[0]}:{value}".strip()
