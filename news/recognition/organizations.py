"""Organizations of the directory that a text names."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import NamedTuple

from news.morphology.kazakh import KAZAKH_SUFFIXES, inflect, kazakh_stems
from news.morphology.russian import case_of, has_tag, is_adjective, is_known, parses
from news.morphology.words import lexicon
from news.recognition.countries import FOREIGN, OURS, whose
from news.recognition.kinds import OWNED, is_kind, is_other_kind, keys_of_text
from news.recognition.mentions import ORGANIZATION, Mention
from news.recognition.neighbours import initials_before
from news.recognition.organization_cases import in_same_case
from news.recognition.organization_names import (
    ABBREVIATION_IN_A_CASE,
    COUNTRY,
    OrganizationSpelling,
    Pattern,
    forms_of_word,
    is_plural,
    keys_of,
    looked_up,
    patterns_of,
    units_of,
)
from news.recognition.quotes import CLOSE, OPEN, with_quotation_marks
from news.recognition.spelling import plain

OWN_COUNTRY = lexicon("қазақстан республика қр парламент халық")
INITIALS = re.compile(r"[^\W\d_]\.")
VOWEL, CONSONANT = "[АӘЕИОӨУҰҮЫІЭ]", "[^АӘЕИОӨУҰҮЫІЭ]"
# Three letters that can be a word, unlike «ҚХА»: «ОҚУ», «ҚОР».
KAZAKH_WORD = re.compile(f"{VOWEL}{CONSONANT}{VOWEL}|{CONSONANT}{VOWEL}{CONSONANT}")
ENGLISH_OWNER = re.compile(r"[’']s$")
KAZAKH_PLURAL = re.compile(r"[лдт][ае]р")
QUALIFYING = lexicon("general parliamentary national world international regional european")


class _Way(NamedTuple):
    """A way to name an organization."""

    spelling: OrganizationSpelling
    pattern: Pattern


@dataclass(frozen=True, slots=True)
class _Hit:
    """A way that fits a number of units of a text, from the unit `position` on."""

    spelling: OrganizationSpelling
    pattern: Pattern
    position: int
    length: int
    is_certain: bool

    @property
    def id(self):
        return self.spelling.id

    @property
    def rank(self):
        """What the directory has word for word comes before what its names can be turned into.

        «Алматинский Дом дружбы» may be a spelling that is not approved.
        """
        return (
            self.length,
            self.is_certain,
            self.pattern.is_whole,
            not self.spelling.approved,
        )


class _Openings:
    """Ways by the first word of their names, or by the organization that stands there."""

    def __init__(self, ways, language):
        self.language = language
        self.by_first, self.firsts = defaultdict(list), defaultdict(list)
        for way in ways:
            first = way.pattern.keys[0]
            self.by_first[first if isinstance(first, int) else way.pattern.words[0]].append(way)
        for first in self.by_first:
            if isinstance(first, str):
                for form in forms_of_word(first, language):
                    self.firsts[form].append(first)

    def of(self, word):
        """The ways that a word of a text can open."""
        firsts = {
            first: None
            for form in looked_up(word, self.language)
            for first in self.firsts.get(form, ())
        }
        return [way for first in firsts for way in self.by_first[first]]


class Organizations:
    """The organizations that a text can name, by the first words of their names."""

    def __init__(self, spellings, language):
        self.language = language
        self.ways = [
            _Way(spelling, pattern)
            for spelling in spellings
            for pattern in patterns_of(spelling.name, language)
        ]

    def _with_owners(self, owners, present):
        """The ways that hold the name of one of the owners (`{id: ways}`), its id in its place.

        «Секретариат АНК» is «Секретариат Ассамблеи народа Казахстана». The other words are
        `present` in the text.
        """
        by_word = defaultdict(list)
        longest = max((len(one.words) for found in owners.values() for one in found), default=0)
        for way in self.ways if owners else ():
            absent = [i for i, keys in enumerate(way.pattern.keys) if present.isdisjoint(keys)]
            if absent and absent[-1] - absent[0] >= longest:
                continue
            for word in dict.fromkeys(way.pattern.words):
                by_word[word].append((way, absent))
        for owner, patterns in owners.items():
            for pattern in patterns:
                for form in forms_of_word(pattern.words[0], self.language):
                    for way, absent in by_word.get(form, ()):
                        is_longer = len(pattern.words) < len(way.pattern.words)
                        if is_longer and way.spelling.id != owner:
                            yield from _replaced(way, owner, pattern, absent)

    def find(self, text, tokens, marks):
        """The mentions in a text, in their order; the longest name where several overlap."""
        units = units_of(tokens, self.language)
        place = _Place(text, tokens, marks, units, self.language)
        # Most of what a common word leads to has words that the text lacks.
        present = self._present({unit.word for unit in units if unit.word})
        whole = [way for way in self.ways if not any(map(present.isdisjoint, way.pattern.keys))]
        opening = _Openings(whole, self.language)
        hits_at = [self._hits_at(place, i, opening, None, []) for i in range(len(units))]
        owners = {hit.id for here in hits_at for hit in here}
        changed = list(self._with_owners(self._patterns(owners), present))
        if changed:
            owned = _Openings(changed, self.language)
            hits_at = [self._hits_at(place, i, opening, owned, hits_at) for i in range(len(units))]
        hits = _without_short_ones_before([hit for here in hits_at for hit in here])
        hits.sort(key=lambda hit: (-hit.length, hit.position, bool(hit.spelling.approved)))
        taken, groups = {}, []
        for hit in hits:
            span = range(hit.position, hit.position + hit.length)
            group = taken.get(hit.position)
            is_same = group is not None and groups[group][0].position == hit.position
            if is_same and groups[group][0].length == hit.length:
                groups[group].append(hit)
            elif taken.keys().isdisjoint(span):
                taken.update(dict.fromkeys(span, len(groups)))
                groups.append([hit])
        sure = {group[0].id for group in groups if len({hit.id for hit in group}) == 1}
        mentions = [place.mention(group, sure) for group in groups]
        return sorted(mentions, key=lambda found: found.start)

    def _present(self, words):
        """What the words of a text are known by; of Russian names only what may matter here."""
        if self.language == "ru":
            # To guess the lemmas of a family name costs most, and they begin as it does.
            known = {key[:3] for way in self.ways for keys in way.pattern.keys for key in keys}
            words = {word for word in words if word[:3] in known or is_known(word)}
        return frozenset().union(*(keys_of(word, self.language) for word in words))

    def _patterns(self, pks):
        """The patterns that can stand inside the names of others, of some organizations."""
        found = defaultdict(list)
        for way in self.ways:
            if way.spelling.id in pks and not way.pattern.is_quoted:
                found[way.spelling.id].append(way.pattern)
        return found

    def _hits_at(self, place, position, opening, owned, earlier):
        """The hits that begin at a unit; of the ways `owned` those that hold `earlier` ones."""
        word = place.units[position].word
        if not word:
            return []
        ways = opening.of(word)
        if owned:
            ways = ways + owned.of(word)
            ways += [way for hit in earlier[position] for way in owned.by_first[hit.id]]
        hits = {}
        for way in ways:
            length = self._length(place, position, way.pattern, earlier)
            if not length:
                continue
            certain = place.accepts(way, position, length)
            if certain is None:
                continue
            hit = _Hit(*way, position, length, certain)
            known = hits.get(hit.id)
            if known is None or hit.rank > known.rank:
                hits[hit.id] = hit
        return list(hits.values())

    def _length(self, place, position, pattern, earlier):
        """How many units of the text the words of a pattern take from a position on, or 0."""
        here = position
        for keys in pattern.keys:
            if pattern.has_commas and here > position and place.is_comma(here):
                here += 1
            if here >= len(place.units):
                return 0
            if isinstance(keys, int):
                lengths = [hit.length for hit in earlier[here] if hit.id == keys]
                if not lengths:
                    return 0
                here += max(lengths)
            elif keys & keys_of(place.units[here].word, self.language):
                here += 1
            else:
                return 0
        return here - position


def _without_short_ones_before(hits):
    """Hits in their order without the short names of what was not named in full before."""
    named, found = set(), []
    for hit in hits:
        if not hit.pattern.is_short:
            named.add(hit.id)
        elif hit.id not in named:
            continue
        found.append(hit)
    return found


def _replaced(way, owner, inner, absent):
    """The way with the id of an owner where its name `inner` stands, over all words `absent`."""
    pattern = way.pattern
    last = len(pattern.keys) - len(inner.keys)
    earliest = max(absent[-1] - len(inner.keys) + 1, 0) if absent else 0
    for start in range(earliest, min(last, absent[0] if absent else last) + 1):
        if _is_at(inner.keys, pattern.keys, start):
            keys = (*pattern.keys[:start], owner, *pattern.keys[start + len(inner.keys) :])
            head = min(pattern.head, max(start - 1, 0))
            yield _Way(way.spelling, replace(pattern, keys=keys, abbreviation="", head=head))


def _is_at(keys, others, start):
    """Whether the words of one name stand inside another's, from a word on."""
    inside = others[start : start + len(keys)]
    return len(inside) == len(keys) and all(
        one & other for one, other in zip(keys, inside, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """A text in which organizations are looked for."""

    text: str
    tokens: list
    marks: dict
    units: list
    language: str

    def is_comma(self, position):
        return position < len(self.units) and self.tokens[self.units[position].first].text == ","

    def accepts(self, way, position, length):
        """Whether a name is what stands here: False is a doubt, None a different name."""
        pattern = way.pattern
        first = self.units[position].first
        last = self.units[position + length - 1].last
        token = self.tokens[first]
        owner = whose(self.tokens, first, last, self.language)
        if pattern.abbreviation:
            is_other = owner == FOREIGN and token.folded != COUNTRY[self.language][1]
            is_other = is_other or self._is_word_in_capitals(first)
            if is_other or not self._is_abbreviation(token.text, pattern.abbreviation):
                return None
            return owner == OURS
        if pattern.is_quoted:
            return self._is_quoted_name(way, first, last)
        words = [self.tokens[unit.first].text for unit in self.units[position : position + length]]
        # «дом дружбы» may be any, «маслихат Алматы» is one
        if pattern.is_capital and length < 3 and not any(word[0].isupper() for word in words):
            return None
        head = self.units[min(position + pattern.head, position + length - 1)].word
        if self._is_plural(head, pattern):
            return None
        is_country = self.units[position].word == COUNTRY[self.language][1]
        if self._is_in_a_title(first, last):
            return None
        if pattern.is_short and self._goes_on(last):
            return None
        if self.language == "kk" and any(isinstance(keys, int) for keys in pattern.keys):
            # «Ассамблея Кеңесі», but «Ассамблеяда кеңес»
            words = pattern.words[-1], self.units[position + length - 1].word
            if OWNED.search(words[0]) and not OWNED.search(words[1]):
                return None
        if length == 1 and not is_country:
            is_other = self._is_qualified(first, pattern) or self._goes_on(last)
            return None if is_other else not self._is_other_kind(way, first, last)
        if owner == FOREIGN:
            return None
        return owner == OURS and not self._is_longer(first, last)

    def _is_abbreviation(self, word, abbreviation):
        if self.language == "ru" and (inflected := ABBREVIATION_IN_A_CASE.fullmatch(word)):
            word = inflected[1]
        size = len(abbreviation)
        stem, ending = word[:size], word[size:].lstrip("-’'‑").lower()
        if plain(stem, self.language) != plain(abbreviation, self.language):
            return False
        if not stem.isupper() and stem != abbreviation:
            return False
        return not ending or (
            ending in KAZAKH_SUFFIXES if self.language == "kk" else ending in ("s", "")
        )

    def _is_word_in_capitals(self, index):
        """«ОҚУ ЖЫЛЫ БАСТАЛДЫ»: in a line all of capitals what may be a word is no abbreviation."""
        word = self.tokens[index].text
        if self.language == "ru":
            is_word = is_known(word) and not has_tag(word, "Abbr")
        else:
            is_word = self.language == "kk" and KAZAKH_WORD.fullmatch(word)
        return bool(is_word) and self._is_in_capitals(index)

    def _is_in_capitals(self, index):
        """Whether there are other words in the line of a token, all of them in capitals."""
        line = []
        for step in (-1, 1):
            other = index + step
            while 0 <= other < len(self.tokens) and self.tokens[other].text != "\n":
                line.append(self.tokens[other].text)
                other += step
        words = [text for text in line if text.isalpha()]
        return any(len(word) > 1 for word in words) and all(map(str.isupper, words))

    def _is_quoted_name(self, way, first, last):
        """«Арирам», whole: after another kind of body than the directory has it is in doubt."""
        if self.marks.get(first - 1) != OPEN or self._is_of_many(way, last):
            return None
        following = self.tokens[last + 1] if last + 1 < len(self.tokens) else None
        if following and self.marks.get(last + 1) != CLOSE and following.text.isalnum():
            return None
        own = re.findall(r"\d+", f"{way.spelling.name} {way.spelling.shown}")
        if self._numbers_beside(first - 1, last + 1).difference(own):
            return None
        return not self._is_other_kind(way, first, last)

    def _numbers_beside(self, opening, closing):
        """«Лицей № 2 «Өрлеу»», «Лицей «Өрлеу» № 2»."""
        places = ((opening - 1, opening - 2), (closing + 2, closing + 1))
        return {
            self.tokens[number].text
            for number, sign in places
            if sign >= 0 and number < len(self.tokens) and self.tokens[sign].text == "№"
        }

    def _is_of_many(self, way, last):
        """«Ақ жүректер» is not «Ақ жүрек»."""
        ending = plain(self.tokens[last].text, self.language).removeprefix(way.pattern.words[-1])
        return self.language == "kk" and bool(KAZAKH_PLURAL.match(ending))

    def _is_other_kind(self, way, first, last):
        """«Гостиница «Чулпан»» is not the association; a form like «Чулпана» is no apposition."""
        is_quoted = self.marks.get(first - 1) == OPEN
        word = plain(self.tokens[last].text, self.language)
        is_bare = not is_quoted and self.language == "en"  # "Hotel Chulpan"
        if not (is_quoted or is_bare) or word != way.pattern.words[-1]:
            return False
        end = last + 1 if self.marks.get(last + 1) == CLOSE else last
        name = f"{way.spelling.name} {way.spelling.shown}"
        return is_other_kind(self.tokens, first - is_quoted, end, name, self.language)

    def _is_plural(self, word, pattern):
        """«Домам дружбы»: not the one that the directory has."""
        name = pattern.words[pattern.head]
        if self.language == "ru":
            return is_plural(word) and not is_plural(name)
        return False

    def _near(self, index, step):
        """The word beside a token, nothing but a space between them, or None."""
        other = index + step
        if not 0 <= other < len(self.tokens) or not self.tokens[other].is_word:
            return None
        low, high = sorted((index, other))
        gap = self.tokens[high].start - self.tokens[low].end
        return self.tokens[other] if gap == 1 else None

    def _is_in_a_title(self, first, last):
        """«Новая Казахстанская правда» is not «Казахстанская правда»."""
        if self.marks.get(last + 1) != CLOSE or self.marks.get(first - 1) == OPEN:
            return False
        before = self._near(first, -1)
        opens = [self.marks.get(index) for index in range(max(first - 4, 0), first)]
        return bool(before and before.is_capital and OPEN in opens)

    def _is_qualified(self, first, pattern):
        """«Генеральная Ассамблея» is not «Ассамблея»."""
        before = self._near(first, -1)
        if before is None or not before.text[0].isupper():
            return False
        if self.language == "ru":
            return is_adjective(before.text) and not has_tag(before.text, "Apro")
        if self.language == "kk":
            return before.folded == "бас" or self._is_somebodys(first, pattern) and (
                not kazakh_stems(before.text) & OWN_COUNTRY
            )  # fmt: skip
        return before.folded in QUALIFYING

    def _is_somebodys(self, first, pattern):
        """«Сенаты» is that of what stands before it, «Сенатта», «Сенаттағы» need nothing."""
        word = re.sub("[ғг][ыі]$", "", plain(self.tokens[first].text, self.language))
        return not any(word in forms for forms in inflect(pattern.words[0]).values())

    def _goes_on(self, last):
        """«Ассамблея народов Евразии» is not «Ассамблея»."""
        after = self._near(last, 1)
        if after is None:
            return False
        if self.language == "ru":
            best = parses(after.text)[0]
            return (
                is_known(after.text)
                and best.tag.POS in ("NOUN", "ADJF")
                and case_of(best) == "gent"
                and not has_tag(after.text, "Name", "Surn", "Patr", "Apro", "Anum")
            )
        return self.language == "en" and after.text in ("of", "for")

    def _is_longer(self, first, last):
        """Whether the name may only be a part of another's: «Министерство культуры и спорта»."""
        after, before = self._near(last, 1), self._near(first, -1)
        if self.language == "ru" and after:
            name = self.tokens[last]
            following = self._near(last + 1, 1)
            if (
                after.text == "и"
                and following
                and name.text.islower()
                and has_tag(name.text, "gent")
            ):
                best = parses(following.text)[0]
                return (
                    following.text.islower() and best.tag.POS == "NOUN" and case_of(best) == "gent"
                )
        if self.language == "kk" and before:
            return before.text == "және" and self.tokens[first].text[0].islower()
        return False

    def mention(self, group, sure):
        """The mention that the hits of a group are, all of the same words."""
        first = self.units[group[0].position].first
        position = group[0].position + group[0].length
        last = self.units[position - 1].last
        country = COUNTRY[self.language][1]
        is_longer = group[0].length > 1 and position < len(self.units)
        if is_longer and self.units[position].word == country:
            last = self.units[position].last
        if INITIALS.match(group[0].spelling.name):
            # «Л.Н. Гумилев атындағы университет»: a text may leave them out
            _letters, first = initials_before(self.tokens, first) or ((), first)
        first, last = with_quotation_marks(self.marks, first, last)
        by_id = {hit.id: hit for hit in group}
        known = [pk for pk in by_id if pk in sure]
        if len(by_id) > 1 and len(known) == 1:
            by_id = {known[0]: by_id[known[0]]}
        hit = next(iter(by_id.values()))
        is_one = len(by_id) == 1
        pattern, begin = hit.pattern, first
        if is_one:
            first, last = self._with_what_repeats_the_name(hit, first, last)
            if self.language == "ru" and first < begin:
                pattern = replace(pattern, head=0)  # «центра «Наири»»
        start, end = self.tokens[first].start, self.tokens[last].end
        if self.language == "en" and not ENGLISH_OWNER.search(hit.spelling.name):
            end = start + len(ENGLISH_OWNER.sub("", self.text[start:end]))
        shown = self.text[start:end]
        approved = ""
        if is_one and hit.spelling.approved and not hit.pattern.is_short:
            words = self.tokens[min(self.units[hit.position].first, first) : last + 1]
            approved = in_same_case(
                hit.spelling.approved, pattern, words, self._before(first), self.language
            )
        return Mention(
            start, end, shown, ORGANIZATION, hit.id if is_one else None, hit.spelling.shown,
            is_one and hit.is_certain, first, last, () if is_one else tuple(by_id),
            spelling=hit.spelling.name, approved="" if approved == shown else approved,
        )  # fmt: skip

    def _with_what_repeats_the_name(self, hit, first, last):
        """The tokens of a mention with what its whole name has, right beside it.

        «центр «Наири»», «№ 20 «Өрлеу»», «КазНУ им. аль-Фараби», «Абай атындағы ҚазҰПУ».
        """
        known = keys_of_text(f"{hit.spelling.name} {hit.spelling.shown}", self.language)
        if hit.pattern.is_quoted:
            before, after = self._near(first, -1), self._near(last, 1)
            if before and self.language != "kk" and is_kind(before.text, known, self.language):
                first -= 1
            elif after and self.language != "ru" and is_kind(after.text, known, self.language):
                last += 1
        if self.tokens[first].text.isdigit() and first and self.tokens[first - 1].text == "№":
            first -= 1
        step = {"ru": 1, "kk": -1}.get(self.language)
        here = hit.position + (hit.length if step == 1 else -1)
        if step and self._word(here) in ("имени", "атындағы"):
            here += step
            while self._word(here) and keys_of(self._word(here), self.language) & known:
                unit = self.units[here]
                first, last = min(first, unit.first), max(last, unit.last)
                here += step
            _letters, first = initials_before(self.tokens, first) or ((), first)
        return first, last

    def _word(self, position):
        return self.units[position].word if 0 <= position < len(self.units) else ""

    def _before(self, first):
        return self.tokens[first - 1].folded if first else ""
