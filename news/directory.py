"""Names of people and organizations as the directory has them now, in a reader's language."""

import datetime as dt
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from news.addresses import section_url
from news.models import Edition
from news.prepared import prepared
from organizations.models import Organization
from people.models import Participant, Position

# The order of Kazakh, which holds that of Russian; capitals and small letters together.
CYRILLIC = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
LATIN = "abcdefghijklmnopqrstuvwxyz"


class Name(NamedTuple):
    """A text and, where it is not in the reader's language, the language that it is in."""

    text: str
    lang: str

    @property
    def html(self):
        """The text, marked as being in another language where it is."""
        text = escape(self.text)
        return format_html('<span lang="{}">{}</span>', self.lang, text) if self.lang else text


class Entry(NamedTuple):
    """A person or an organization as a page names it; `url` is empty without a public page."""

    name: Name
    url: str

    @property
    def html(self):
        """The name, a link where there is a page to lead to."""
        tag, address = ("a", f' href="{escape(self.url)}"') if self.url else ("span", "")
        return mark_safe(  # noqa: S308 - of parts that are escaped
            f"<{tag}{address}{lang_attribute(self.name.lang)}>{escape(self.name.text)}</{tag}>"
        )


def lang_attribute(lang):
    """HTML's attribute for a text in another language than the page's."""
    return f' lang="{lang}"' if lang else ""


def columns(*fields):
    """The columns of translated fields in every language."""
    return [f"{field}_{code}" for field in fields for code in settings.PRESS_LANGUAGES]


def in_language(row, field, language):
    """A translated field of a row of `columns()`, from the first language that has it."""
    for code in (language, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES):
        if text := row[f"{field}_{code}"]:
            return Name(text, "" if code == language else code)
    return Name("", "")


PERSON_NAME = columns("family_name", "given_name", "patronymic_name")


def person_name(row, language, *, given_first=True, full=False):
    """«Даурен Тулегенов»; full and with the family name first «Тулегенов Даурен Кайратович»."""
    family, lang = in_language(row, "family_name", language)
    given = [row[f"given_name_{lang or language}"]]
    if full:
        given.append(row[f"patronymic_name_{lang or language}"])
    parts = [*given, family] if given_first else [family, *given]
    return Name(" ".join(filter(None, parts)), lang)


SHORT_NAME = columns("family_name", "given_name")


def names_of(people, organizations, language):
    """`({id: Entry}, {id: Entry}, when each was changed)` of people and organizations by ids.

    One statement by hand: every event page asks it, and to put two queries together each time
    would cost more than all that they answer.
    """
    found, changed = {"people": {}, "organizations": {}}, []
    if people or organizations:
        with connection.cursor() as cursor:
            cursor.execute(_names_sql(len(people), len(organizations)), [*people, *organizations])
            rows = cursor.fetchall()
        for section, pk, slug, is_public, updated_at, *names in rows:
            names_in = SHORT_NAME if section == "people" else columns("name")
            # Who is named by an edition that the public reads has a page, unless archived.
            is_named = is_public is None or is_public
            row = dict(zip(names_in, names, strict=False), slug=slug, is_public=is_named)
            entry = person_entry if section == "people" else organization_entry
            found[section][pk] = entry(row, language)
            changed.append(_in_utc(updated_at))
    return found["people"], found["organizations"], changed


def _in_utc(moment):
    """PostgreSQL gives aware datetimes; SQLite UTC without saying so, as text or not."""
    if isinstance(moment, str):
        moment = dt.datetime.fromisoformat(moment)
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


@cache
def _names_sql(people, organizations):
    """SQL for the names of so many people and so many organizations, in equal columns."""
    parts = [
        (Participant, "people", SHORT_NAME, people),
        (
            Organization,
            "organizations",
            [*columns("name"), *["''"] * len(settings.PRESS_LANGUAGES)],
            organizations,
        ),
    ]
    return " UNION ALL ".join(
        f"SELECT '{section}', id, slug, is_public, updated_at, {', '.join(names)} "  # noqa: S608
        f"FROM {model._meta.db_table} WHERE id IN ({', '.join(['%s'] * number)})"
        for model, section, names, number in parts
        if number
    )


def person_entry(row, language):
    return Entry(person_name(row, language), _url("people", row, language))


def organization_entry(row, language):
    return Entry(in_language(row, "name", language), _url("organizations", row, language))


def _url(section, row, language):
    return f"{section_url(section, language)}{row['slug']}/" if row["is_public"] else ""


def public_organization(now, field):
    """For a query: whether the organization to which a field leads has a public page."""
    organizations = Organization.objects.rewrite(False).public(Edition.objects.visible(now))
    return Exists(organizations.filter(pk=OuterRef(field)))


@prepared
def _positions_of_people(now, *people):
    return (
        Position.objects.rewrite(False)
        .filter(participant__in=people)
        .annotate(is_public=public_organization(now, "organization"))
        .values(
            "participant_id",
            "started_on",
            "ended_on",
            "is_public",
            "organization__slug",
            *columns("title", "organization__name"),
        )
    )


@prepared
def _positions_at(now, organization):
    people = Participant.objects.rewrite(False).public(Edition.objects.visible(now))
    return (
        Position.objects.rewrite(False)
        .filter(organization=organization, participant__in=people.order_by().values("pk"))
        .values(
            "started_on",
            "ended_on",
            "participant__slug",
            *columns("title"),
            *(f"participant__{name}" for name in SHORT_NAME),
        )
    )


def positions_of(people, now, language):
    """The offices of people by their ids, newest first; each with its organization, if public."""
    return [
        {
            **_office(row, language),
            "participant_id": row["participant_id"],
            "organization": row["is_public"]
            and organization_entry(under(row, "organization__") | {"is_public": True}, language),
        }
        for row in (_positions_of_people(now, *people) if people else [])
    ]


def positions_at(organization, now, language):
    """The offices at an organization by its id, newest first, each with the public holder."""
    return [
        {
            **_office(row, language),
            "person": person_entry(under(row, "participant__") | {"is_public": True}, language),
        }
        for row in _positions_at(now, organization)
    ]


def _office(row, language):
    ended_on = row["ended_on"]
    return {
        "title": in_language(row, "title", language),
        "is_current": ended_on is None or ended_on >= timezone.localdate(),
        "started_on": row["started_on"],
        "ended_on": ended_on,
    }


def under(row, prefix):
    """The columns of a related row, by their own names."""
    return {name.removeprefix(prefix): row[name] for name in row if name.startswith(prefix)}


def _sorting_table(first, second):
    """For `str.translate`: letters to their ranks, a blank before them, all else without rank."""
    table = dict.fromkeys(map(ord, "«»“”„\"'’()-–—.,№"))
    table |= {ord(" "): " ", ord("\xa0"): " "}
    table |= {ord(letter): chr(0x100 + rank) for rank, letter in enumerate(first + second)}
    return table


CYRILLIC_FIRST = _sorting_table(CYRILLIC, LATIN)
LATIN_FIRST = _sorting_table(LATIN, CYRILLIC)


def sort_key(text, language):
    """Sorts texts in the language's alphabet, the same on every database."""
    text = text.lower()
    if language == "ru":
        text = text.replace("ё", "е")
    return text.translate(LATIN_FIRST if language == "en" else CYRILLIC_FIRST)


def first_letter(text, language):
    """The heading under which a name stands in an alphabetical list."""
    letter = next((char for char in text if char.isalnum()), "")
    if letter.isdigit() or not letter:
        return "0–9"
    letter = letter.upper()
    return "Е" if language == "ru" and letter == "Ё" else letter
