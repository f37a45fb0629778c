"""What the texts of an event in two languages should have in common, and have not.

It is told of the language into which the release was translated. A text that is much longer than
the source is no translation of it and is not judged. What a much shorter one lacks is not told, but
that it is short.
"""

import re
from itertools import groupby, zip_longest

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.checks.base import Check
from news.checks.dates import date_of_event
from news.checks.numbers import hours, possible_hours, spelled_numbers, written_numbers
from news.dates import MONTHS
from news.recognition.dates import find_dates
from news.recognition.mentions import ORGANIZATION, PERSON
from organizations.models import Organization
from people.models import Participant

LEAST_SHARE = 0.6  # of the length of the longer text
SMALL = 10  # below it languages write words for digits and the other way round
# «қыркүйектің 3-і», which `find_dates` does not know.
KAZAKH_DAY = [re.compile(rf"\b{month[:-1]}\w*\s+(\d\d?)(?!\d)") for month in MONTHS["kk"]]


def source_of(subject):
    """The text from which a text is translated, or None where there is nothing to compare."""
    if subject.event is None or subject.language == subject.event.source_language:
        return None
    source = subject.others.get(subject.event.source_language)
    if source is None or not 0 < _length(subject) * LEAST_SHARE <= _length(source):
        return None
    return source


def is_short(subject, source):
    return _length(subject) < LEAST_SHARE * _length(source)


def _length(subject):
    return len(subject.texts.get("body", ""))


class ShortTranslation(Check):
    name = "short_translation"
    label = gettext_lazy("A text much shorter than the source text")

    def find(self, subject):
        if (source := source_of(subject)) and is_short(subject, source):
            reason = _(
                "The text is much shorter than the source text: "
                "what numbers, dates and names it lacks is not listed."
            )
            yield self.at("", "", 0, 0, reason)


class OtherNumbers(Check):
    name = "other_numbers"
    label = gettext_lazy("A number that differs from the source text")

    def find(self, subject):
        if not (source := source_of(subject)):
            return
        extra, lacking = _differences(subject, source), _differences(source, subject)
        if not (any(map(_is_small, extra)) and any(map(_is_small, lacking))):
            extra, lacking = (
                [place for place in places if not _is_small(place)] for places in (extra, lacking)
            )
        instead = _by_paragraph(lacking) if _are_alike(subject, source) else {}
        for paragraph, places in _by_paragraph(extra).items():
            pair = instead.get(paragraph, [])
            if len(places) != len(pair):
                pair = []
            for (field, text, number), other in zip_longest(places, pair):
                reason = _("The source text has no such number.")
                if other:
                    lacking.remove(other)
                    reason = _("The source text says %(number)s here.") % {"number": _text(other)}
                yield self.at(field, text, number.start, number.end, reason)
        for place in [] if is_short(subject, source) else lacking:
            reason = _("The source text says %(number)s, this one does not.")
            yield self.at("", "", 0, 0, reason % {"number": _text(place)})


def _differences(subject, other):
    """`(field, text, number)` of the first place of each number that the other text lacks."""
    have, found = _all_numbers(other), {}
    for field, text in subject.texts.items():
        dates = find_dates(text, subject.language)
        numbers = [*written_numbers(text, subject.language), *hours(text)]
        for number in sorted(numbers):
            is_date = any(date.start <= number.start < date.end for date in dates)
            if not is_date and number.value not in have:
                found.setdefault(number.value, (field, text, number))
    return list(found.values())


def _all_numbers(subject):
    """Every value that a text could be said to give: parts of dates, words, digits of any kind."""
    text = "\n".join(subject.texts.values())
    return (
        {number.value for number in written_numbers(text, subject.language)}
        | {digits.lstrip("0") or "0" for digits in re.findall(r"\d+", text)}
        | possible_hours(text)
        | {hour.removesuffix(":00") for hour in possible_hours(text)}
        | spelled_numbers(text, subject.language)
    )


def _text(place):
    _field, text, number = place
    return text[number.start : number.end]


def _is_small(place):
    value = place[2].value
    return ":" not in value and float(value) < SMALL


def _are_alike(subject, source):
    return subject.texts.get("body", "").count("\n") == source.texts.get("body", "").count("\n")


def _by_paragraph(places):
    def paragraph(place):
        field, text, number = place
        return field, text.count("\n", 0, number.start)

    return {key: list(group) for key, group in groupby(places, key=paragraph)}


class OtherDates(Check):
    name = "other_dates"
    label = gettext_lazy("A date that differs from the source text")

    def find(self, subject):
        if not (source := source_of(subject)):
            return
        mine, theirs = _dates(subject), _dates(source)
        extra = mine.keys() - _all_days(source)
        my_days = _all_days(subject)
        lacking = [places[0][2].text for day, places in theirs.items() if day not in my_days]
        if is_short(subject, source):
            lacking = []
        for day, places in mine.items():
            field, text, found = places[0]
            years = _years(places), _years(theirs.get(day, []))
            if day in extra and len(extra) == len(lacking) == 1:
                reason = _("The source text says “%(date)s” instead.") % {"date": lacking.pop()}
            elif day in extra:
                reason = _("The source text has no such date.")
            elif all(years) and not years[0] & years[1]:
                reason = _("The source text gives the year %(year)s.")
                reason %= {"year": ", ".join(sorted(years[1]))}
            else:
                continue
            yield self.at(field, text, found.start, found.end, reason)
        for date in lacking:
            reason = _("The source text says “%(date)s”, this one does not.") % {"date": date}
            yield self.at("", "", 0, 0, reason)


def _found(subject):
    near = date_of_event(subject.event)
    for field, text in subject.texts.items():
        for found in find_dates(text, subject.language, near=near):
            yield field, text, found


def _dates(subject):
    """The places `(field, text, FoundDate)` of each day and month."""
    dates = {}
    for place in _found(subject):
        dates.setdefault((place[2].day, place[2].month), []).append(place)
    return dates


def _all_days(subject):
    """Every day and month that a text could be said to give: «3, 5 и 7 сентября» are three."""
    days = set()
    for _field, text, found in _found(subject):
        listed = re.search(r"(?:\d\d?[,и\s]+)*$", text[max(found.start - 60, 0) : found.start])[0]
        numbers = re.findall(r"(?<!\d)\d\d?(?!\d)", listed + found.text)
        days |= {(int(number), found.month) for number in numbers} | {(found.day, found.month)}
        if found.end_date:
            days.add((found.end_date.day, found.end_date.month))
    if subject.language == "kk":
        text = "\n".join(subject.texts.values()).lower()
        for month, form in enumerate(KAZAKH_DAY, 1):
            days |= {(int(day), month) for day in form.findall(text)}
    return days


def _years(places):
    return {year for *_place, found in places for year in re.findall(r"\d{4}", found.text)}


class OtherNames(Check):
    name = "other_names"
    label = gettext_lazy("A name that differs from the source text")

    def find(self, subject):
        if not (source := source_of(subject)):
            return
        mine, theirs = _named(subject), _named(source)
        lacking = () if is_short(subject, source) else theirs.keys() - _possible(subject)
        known = _known_in(subject.language, lacking)
        for key, (_field, _text, mention) in theirs.items():
            if key in known:
                reason = _("The source text names %(name)s, this one does not.")
                yield self.at("", "", 0, 0, reason % {"name": mention.name})
        known = _known_in(source.language, mine.keys() - _possible(source))
        for key, (field, text, mention) in mine.items():
            if key in known:
                reason = _("The source text does not name %(name)s.") % {"name": mention.name}
                yield self.at(field, text, mention.start, mention.end, reason)


def _named(subject):
    """The first place of each whom a text names for certain, by kind and id."""
    found = {}
    for field, text in subject.texts.items():
        for mention in subject.mentions[field]:
            if mention.certain and mention.id:
                found.setdefault((mention.kind, mention.id), (field, text, mention))
    return found


def _possible(subject):
    """The kinds and ids of all whom a text may name."""
    return {
        (mention.kind, pk)
        for mentions in subject.mentions.values()
        for mention in mentions
        for pk in (mention.id, *mention.candidates)
    }


def _known_in(language, keys):
    """Of entries, those whose name the directory knows in a language."""
    known = set()
    for kind, model, field in (
        (PERSON, Participant, f"family_name_{language}"),
        (ORGANIZATION, Organization, f"name_{language}"),
    ):
        ids = [pk for each, pk in keys if each == kind]
        names = model.objects.filter(pk__in=ids).values_list("pk", field)
        known |= {(kind, pk) for pk, name in names if name}
    return known
