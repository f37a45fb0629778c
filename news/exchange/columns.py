"""The columns of the tables: how a value of an entry stands in a cell, and is read from one.

A column reads a text into a `Draft`, an entry as it will be. An empty cell is never read: it leaves
what is there; a dash clears it.
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import override
from import_export.fields import Field

from media.language_tabs import ON_ONE_LINE
from media.years import check_year
from people.models import Position

CLEAR = "-"
# A bar parts what stands in one cell; a bar of the text itself stands after a backslash.
PIECE = re.compile(r"((?:\\[\\|]|[^|])*)(?:\||$)")


class Office(NamedTuple):
    """An office as a cell has it: the titles by language, the organization's address, the days."""

    titles: tuple
    organization: str
    started_on: dt.date | None
    ended_on: dt.date | None

    @classmethod
    def of(cls, position):
        titles = tuple(
            getattr(position, f"title_{code}") or "" for code in settings.PRESS_LANGUAGES
        )
        organization = position.organization.slug if position.organization_id else ""
        return cls(titles, organization, position.started_on, position.ended_on)


@dataclass(slots=True)
class Draft:
    """An entry of the directory as a row would make it; rows of its own are plain values."""

    entry: models.Model
    is_new: bool
    other_names: dict  # {(language, name): is_accepted}
    offices: list = field(default_factory=list)
    parent: str = ""  # the address of the organization of which it is a part
    before: dict = field(default_factory=dict)  # {column: cell}
    snapshot: dict = field(default_factory=dict)

    @property
    def has_name(self):
        """Whether it has a name in one language at least."""
        name = "family_name" if hasattr(self.entry, "family_name") else "name"
        return any(getattr(self.entry, f"{name}_{code}") for code in settings.PRESS_LANGUAGES)


class Column(Field):
    """A column of a table; `write` gives the cell of a draft, `read` changes the draft."""

    def __init__(self, name):
        super().__init__(attribute=name, column_name=name)

    def write(self, draft):
        raise NotImplementedError

    def read(self, text, draft, directory):
        """Raises `ValidationError` with a sentence for what the text cannot be."""
        raise NotImplementedError


class TextColumn(Column):
    """A text of the entry itself."""

    def write(self, draft):
        return getattr(draft.entry, self.attribute) or ""

    def read(self, text, draft, directory):
        model_field = draft.entry._meta.get_field(self.attribute)
        if text and isinstance(model_field, models.CharField):
            ON_ONE_LINE(text)
        if text and isinstance(model_field, models.URLField) and not text.startswith("http"):
            raise ValidationError(_("The address begins with https:// or http://."))
        setattr(draft.entry, self.attribute, model_field.clean(text, draft.entry))


class AddressColumn(TextColumn):
    """The slug, by which a row finds its entry: see `matching`. It is written once."""

    def read(self, text, draft, directory):
        if text and draft.is_new:
            super().read(text, draft, directory)


class ChoiceColumn(Column):
    """One of some words; the labels of the form are understood too, in each language."""

    def __init__(self, name, model, words, default=""):
        super().__init__(name)
        self.words, self.default = words, default
        self.labels = dict(model._meta.get_field(name).flatchoices)

    def write(self, draft):
        return self.words.get(getattr(draft.entry, self.attribute), "")

    def read(self, text, draft, directory):
        if not text:
            setattr(draft.entry, self.attribute, self.default)
            return
        meant = {word: value for value, word in self.words.items()}
        for code in settings.PRESS_LANGUAGES:
            with override(code):
                meant |= {str(label).casefold(): value for value, label in self.labels.items()}
        if text.casefold() not in meant:
            words = ", ".join(
                word if str(label).casefold() == word else f"{word} ({label})"
                for word, label in self._labelled()
            )
            raise ValidationError(
                _("“%(text)s” is none of %(words)s.") % {"text": text, "words": words}
            )
        setattr(draft.entry, self.attribute, meant[text.casefold()])

    def _labelled(self):
        return [(word, self.labels.get(value, word)) for value, word in self.words.items()]


class ParentColumn(Column):
    """The organization of which one is a part."""

    def write(self, draft):
        return draft.parent

    def read(self, text, draft, directory):
        draft.parent = directory.organization(text) if text else ""
        above, seen = draft.parent, {draft.entry.slug}
        while above:
            if above in seen:
                raise ValidationError(_("An organization cannot be a part of itself."))
            seen.add(above)
            above = directory.parents.get(above, "")
        directory.parents[draft.entry.slug] = draft.parent


class NamesColumn(Column):
    """Other names in a language: those that may stand in texts, or those that may not."""

    def __init__(self, name, language, *, is_accepted):
        super().__init__(name)
        self.language, self.is_accepted = language, is_accepted

    def write(self, draft):
        return " | ".join(
            _escaped(name)
            for (language, name), is_accepted in sorted(draft.other_names.items())
            if language == self.language and is_accepted == self.is_accepted
        )

    def read(self, text, draft, directory):
        names = [piece for piece in pieces_of(text) if piece]
        for name in names:
            ON_ONE_LINE(name)
            type(draft.entry).other_names.field.model._meta.get_field("name").clean(name, None)
        for key, is_accepted in list(draft.other_names.items()):
            if key[0] == self.language and is_accepted == self.is_accepted:
                del draft.other_names[key]
        draft.other_names |= {(self.language, name): self.is_accepted for name in names}


class OfficesColumn(Column):
    """The offices of a person, each on a line: `ru: Ректор | organization: knu`."""

    def write(self, draft):
        return "\n".join(_written_office(office) for office in draft.offices)

    def read(self, text, draft, directory):
        offices, pieces, errors = [], [], []
        for line in text.split("\n"):
            for piece in [*pieces_of(line), ""]:
                if piece:
                    pieces.append(piece)
                elif pieces:
                    try:
                        offices.append(_read_office(pieces, directory))
                    except ValidationError as error:
                        errors.append(error)
                    pieces = []
        if errors:
            raise ValidationError(errors)
        draft.offices = offices


def _written_office(office):
    parts = [
        *zip(settings.PRESS_LANGUAGES, office.titles, strict=True),
        ("organization", office.organization),
        ("from", office.started_on and office.started_on.isoformat()),
        ("until", office.ended_on and office.ended_on.isoformat()),
    ]
    return " | ".join(f"{key}: {_escaped(value)}" for key, value in parts if value)


def _read_office(pieces, directory):
    keys = (*settings.PRESS_LANGUAGES, "organization", "from", "until")
    found = {}
    for piece in pieces:
        key, colon, value = piece.partition(":")
        key = key.strip().lower()
        if not colon or key not in keys or key in found:
            raise ValidationError(
                _(
                    "“%(text)s”: before each part of an office stands one of these words, each "
                    "once, and a colon: %(keys)s."
                )
                % {"text": piece, "keys": ", ".join(keys)}
            )
        found[key] = value.strip()
    titles = {key: found[key] for key in settings.PRESS_LANGUAGES if found.get(key)}
    errors = []
    if not titles:
        text = _("“%(text)s”: the office itself is missing.") % {"text": " | ".join(pieces)}
        errors.append(ValidationError(text))
    clean_title = Position._meta.get_field("title").clean
    readers = {
        **{key: lambda text: clean_title(text, None) for key in titles},
        "organization": directory.organization,
        "from": _read_day,
        "until": _read_day,
    }
    read = {}
    for key, reader in readers.items():
        try:
            read[key] = reader(found[key]) if found.get(key) else None
        except ValidationError as error:
            errors.append(error)
    started_on, ended_on = read.get("from"), read.get("until")
    if started_on and ended_on and ended_on < started_on:
        errors.append(ValidationError(_("The office ends before it starts.")))
    if errors:
        raise ValidationError(errors)
    titles = tuple(titles.get(key, "") for key in settings.PRESS_LANGUAGES)
    return Office(titles, read["organization"] or "", started_on, ended_on)


def _read_day(text):
    # With the time that Excel may add.
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%Y-%m-%dT%H:%M:%S"):
        try:
            day = dt.datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        check_year(day)
        return day
    raise ValidationError(
        _("“%(text)s” is no day; write one as 2020-01-31 or 31.01.2020.") % {"text": text}
    )


def pieces_of(text):
    """What bars part in a cell."""
    return [re.sub(r"\\([\\|])", r"\1", piece.strip()) for piece in PIECE.findall(text)[:-1]]


def _escaped(text):
    return re.sub(r"([\\|])", r"\\\1", text)
