"""Whom the texts of an event name, in all its languages together, beside whom it is linked to."""

from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from media.transliteration import slug_from
from news.html_text import plain_text, tidy
from news.new_entries import is_unknown_spelling
from news.recognition.mentions import ORGANIZATION, PERSON
from news.recognition.proposals import propose_names
from organizations.models import Organization
from people.models import Participant

NAMES = {PERSON: ("family_name", "given_name", "patronymic_name"), ORGANIZATION: ("name",)}
# How alike two names are at least, in Latin letters, of 100: people are spelled otherwise in each
# language, most words of organizations are those of others. A person decides in any case.
ALIKE = {PERSON: 75, ORGANIZATION: 85}
MOST_NEAR = 3


@dataclass(frozen=True)
class Place:
    """Where a text names somebody first: the words with what stands around them."""

    language: str
    where: str
    before: str
    words: str
    after: str


@dataclass
class Named:
    """A person or an organization that texts of an event name; `key` knows it on the page.

    `entry` is who it is, if that is certain; `candidates` who it could be; `near` of one whom the
    directory lacks those of it whose names are alike. `texts` are the columns of a new entry,
    `roles` the offices by language, `organization` the key of that in which they are held.
    `spellings` are by language what the text says and what it should, `new_spellings` those that
    the directory lacks.
    """

    key: str
    kind: str
    certain: bool = True
    entry: object = None
    candidates: list = field(default_factory=list)
    near: list = field(default_factory=list)
    places: list = field(default_factory=list)
    texts: dict = field(default_factory=dict)
    gender: str = ""
    roles: dict = field(default_factory=dict)
    organization: str = ""
    spellings: dict = field(default_factory=dict)
    new_spellings: dict = field(default_factory=dict)

    @property
    def is_new(self):
        return not self.entry and not self.candidates

    @property
    def languages(self):
        return [place.language for place in self.places]

    @property
    def name(self):
        """As the directory has it, or would; where it is open who it is, the words of the text."""
        if self.entry:
            return str(self.entry)
        place = self.places[0]
        order = ("given_name", "family_name") if self.kind == PERSON else ("name",)
        texts = (self.texts.get(f"{name}_{place.language}") for name in order)
        return " ".join(filter(None, texts)) or place.words


def names_in(event):
    """The `Named` of an event, in the order in which its texts name them first."""
    people, organizations = {}, {}
    codes = [event.source_language, *settings.PRESS_LANGUAGES]
    for language in dict.fromkeys(codes):
        text, wheres = _text_of(event, language)
        if not text:
            continue
        found = propose_names(text, language)
        keys = {"": ""}
        for fact in found.organizations:
            known, texts = fact.organization_id, {f"name_{language}": fact.name[:300]}
            named = _named(organizations, ORGANIZATION, fact, known, texts)
            keys[fact.key] = named.key
            _tell(named, fact, language, text, wheres)
        for fact in found.people:
            texts = {f"{name}_{language}": getattr(fact, name)[:100] for name in NAMES[PERSON]}
            named = _named(people, PERSON, fact, fact.participant_id, texts)
            named.gender = named.gender or fact.gender
            named.organization = named.organization or keys[fact.organization]
            if fact.role:
                named.roles.setdefault(language, fact.role[:300])
            _tell(named, fact, language, text, wheres)
    for found in (people, organizations):
        _join_doubted(found)
    _read(people.values(), Participant)
    _read(organizations.values(), Organization)
    return list(people.values()), list(organizations.values())


def _text_of(event, language):
    """The text of an event in a language, and what each of its lines is."""
    parts = event.text_in(language)
    lines = [
        (_("title"), tidy(parts["title"])),
        (_("lead"), tidy(parts["lead"])),
        *(
            (_("paragraph %(number)d") % {"number": number}, line)
            for number, line in enumerate(plain_text(parts["body"]).split("\n"), 1)
        ),
    ]
    lines = [(where, line) for where, line in lines if line]
    return "\n".join(line for _where, line in lines), [where for where, _line in lines]


def _named(found, kind, fact, known, texts):
    """The `Named` of a fact: one that another language has already, or a new one."""
    if known and fact.certain:
        identity = (f"{kind}-{known}", True)
    elif known or fact.candidates:
        candidates = sorted(fact.candidates or [known])
        identity = ("-".join(map(str, ["either", kind, *candidates])), False)
    else:
        for other in found.values():
            if other.is_new and not other.texts.keys() & texts.keys() and _same(other, kind, texts):
                other.texts |= texts
                return other
        slug = slug_from(" ".join(texts.values())) or "unnamed"
        identity = (f"new-{kind}-{slug}", fact.certain)
    key, certain = identity
    named = found.setdefault(key, Named(key, kind, certain))
    if key.startswith("new-"):
        named.texts |= texts
    elif certain:
        named.entry = known
    else:
        named.candidates = candidates
    return named


def _join_doubted(found):
    """What is doubted in one language and certain in another is certain."""
    for named in [named for named in found.values() if len(named.candidates) == 1]:
        if known := found.get(f"{named.kind}-{named.candidates[0]}"):
            known.places += [each for each in named.places if each.language not in known.languages]
            known.roles = named.roles | known.roles
            del found[named.key]


def _tell(named, fact, language, text, wheres):
    """Put the place and the spelling of a fact to what is known from other languages."""
    if language in named.languages:
        return
    words = text[fact.start : fact.end]
    before, found, after = fact.quote.partition(words)
    if not found:
        before, after = "", ""
    where = wheres[text.count("\n", 0, fact.start)]
    named.places.append(Place(language, where, before, words, after))
    if fact.approved:
        named.spellings[language] = (fact.spelling or words, fact.approved)


def _latin(*parts):
    return slug_from(" ".join(filter(None, parts)), max_length=200)


def _same(named, kind, texts):
    """Whether names in two languages can be one new entry's."""
    others = [*_in_latin(kind, texts)]
    return any(
        likeness(kind, one, other) for one in _in_latin(kind, named.texts) for other in others
    )


def _in_latin(kind, texts):
    """The names of an entry in each language that has one, in Latin letters: families first."""
    main = NAMES[kind][0]
    for code in settings.PRESS_LANGUAGES:
        if texts.get(f"{main}_{code}"):
            yield tuple(_latin(texts.get(f"{name}_{code}")) for name in NAMES[kind][:2])


def likeness(kind, one, other):
    """How alike two names in Latin letters are, of 100; 0 where nobody need look at them."""
    if kind == ORGANIZATION:
        return fuzz.token_sort_ratio(one[0], other[0], score_cutoff=ALIKE[kind])
    (family, given), (other_family, other_given) = one, other
    found = fuzz.ratio(family, other_family, score_cutoff=ALIKE[kind])
    if not found or not given or not other_given:
        return found
    if min(len(given), len(other_given)) == 1:  # an initial
        return found if given[0] == other_given[0] else 0
    return min(found, fuzz.ratio(given, other_given, score_cutoff=ALIKE[kind]))


def _read(found, model):
    """Put entries for their ids, and beside new ones those that are alike."""
    ids = {pk for named in found for pk in (named.entry, *named.candidates) if pk}
    entries = model.objects.prefetch_related("positions", "other_names").in_bulk(ids)
    for named in found:
        named.entry = entries.get(named.entry)
        named.candidates = [entries[pk] for pk in named.candidates if pk in entries]
    if new := [named for named in found if named.is_new]:
        _find_near(new, model)
    for named in found:
        could_be = [named.entry] if named.entry else named.candidates
        named.new_spellings = {
            code: spelling[:300]
            for code, (spelling, _approved) in named.spellings.items()
            if len(could_be) == 1 and is_unknown_spelling(could_be[0], code, spelling)
        }


def _find_near(new, model):
    kind = new[0].kind
    columns = [f"{name}_{code}" for name in NAMES[kind][:2] for code in settings.PRESS_LANGUAGES]
    wanted = [(named, [*_in_latin(kind, named.texts)], []) for named in new]
    for row in model.objects.order_by("pk").values("pk", *columns):
        names = list(_in_latin(kind, row))
        for _named, mine, near in wanted:
            found = max((likeness(kind, one, name) for one in mine for name in names), default=0)
            if found:
                near.append((-found, row["pk"]))
    nearest = {named.key: [pk for _, pk in sorted(near)[:MOST_NEAR]] for named, _, near in wanted}
    near = {pk for pks in nearest.values() for pk in pks}
    entries = model.objects.prefetch_related("positions").in_bulk(near)
    for named in new:
        named.near = [entries[pk] for pk in nearest[named.key]]
