"""Compares what was found in a text with what was marked in it."""

from collections import Counter
from dataclasses import dataclass, field

OVERLAP = 0.5  # the least share of the characters of both that they have in common


def overlap(one, other):
    """Characters that two spans share, as a share of those of both (IoU)."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(common, 0) / (max(one.end, other.end) - min(one.start, other.start))


def is_right(found, expected, slug_of):
    """Whether the entry is the marked one or, where the text leaves it open, shown to be open."""
    slug = slug_of.get((found.kind, found.id))
    if len(expected.slugs) == 1:
        return slug == expected.slugs[0]
    if found.id is None:
        return {slug_of.get((found.kind, pk)) for pk in found.candidates} == set(expected.slugs)
    return not found.certain and slug in expected.slugs


def plain(role):
    return " ".join(role.casefold().replace("ё", "е").split())


@dataclass
class Score:
    """Counts over samples, of mentions by kind; `errors` are (sample, what, start, end)."""

    expected: Counter = field(default_factory=Counter)
    found: Counter = field(default_factory=Counter)
    hits: Counter = field(default_factory=Counter)
    exact: Counter = field(default_factory=Counter)
    samples: int = 0
    right_samples: int = 0
    roles: int = 0
    right_roles: int = 0
    errors: list = field(default_factory=list)

    def add(self, sample, mentions, slug_of):
        """Count what was found in a sample; a place is hit by what covers it best."""
        missed, false = [], list(mentions)
        for expected in sample.mentions:
            fitting = [
                found
                for found in false
                if found.kind == expected.kind
                and overlap(found, expected) >= OVERLAP
                and is_right(found, expected, slug_of)
            ]
            if not fitting:
                missed.append(expected)
                continue
            hit = max(fitting, key=lambda found: overlap(found, expected))
            false.remove(hit)
            self.hits[hit.kind] += 1
            self.exact[hit.kind] += (hit.start, hit.end) == (expected.start, expected.end)
            self.add_role(sample, expected, hit)
        self.expected.update(expected.kind for expected in sample.mentions)
        self.found.update(found.kind for found in mentions)
        self.samples += 1
        self.right_samples += not missed and not false
        for expected in missed:
            what = f"missed {expected.kind} {' or '.join(expected.slugs)}"
            self.errors.append((sample, what, expected.start, expected.end))
        for found in false:
            slugs = [slug_of[found.kind, pk] for pk in (found.candidates or [found.id])]
            what = f"false {found.kind} {' or '.join(slugs)}"
            self.errors.append((sample, what, found.start, found.end))

    def add_role(self, sample, expected, found):
        if expected.role is None:
            return
        self.roles += 1
        if plain(expected.role) == plain(found.role):
            self.right_roles += 1
            return
        what = f"role «{found.role}» instead of «{expected.role}»"
        self.errors.append((sample, what, found.start, found.end))

    def precision(self, *kinds):
        return share(self.hits, self.found, kinds)

    def recall(self, *kinds):
        return share(self.hits, self.expected, kinds)


def share(part, whole, kinds):
    """The share of the counts of some kinds, None where there is nothing."""
    total = sum(whole[kind] for kind in kinds)
    return sum(part[kind] for kind in kinds) / total if total else None
