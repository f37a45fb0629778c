"""Dates as each language writes them, in the press service's time zone."""

from django.utils import timezone
from django.utils.safestring import mark_safe

MONTHS = {
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "en": "January February March April May June July August September October November December",
}
MONTHS = {language: names.split() for language, names in MONTHS.items()}
WITH_YEAR = {"kk": "{year} жылғы {text}", "ru": "{text} {year} года", "en": "{text} {year}"}


def format_date(date, language):
    """A date, or a datetime's date in the press service's zone: «2018 жылғы 3 қыркүйек»."""
    date = _local(date)
    return _with_year(_day(date, language), date.year, language)


def format_moment(moment, language):
    """A datetime with its hour, midnight too: «3 сентября 2018 года, 00:00»."""
    return f"{format_date(moment, language)}, {_local(moment):%H:%M}"


def format_period(starts_at, ends_at, language, *, with_hours=True):
    """From a datetime to another or None, as short as the language allows.

    Midnight means that no hour is known.
    """
    start = _local(starts_at)
    end = _local(ends_at) if ends_at else start
    if not with_hours:
        start, end = start.date(), end.date()
    if (start.month, start.day, start.year) == (end.month, end.day, end.year):
        hours = _hour(start)
        if hours and end != start:
            hours += f"–{end:%H:%M}"
        return format_date(start, language) + hours
    hours = (_hour(start), _hour(end))
    if start.year != end.year:
        first, last = format_date(start, language), format_date(end, language)
        return f"{first}{hours[0]} – {last}{hours[1]}"
    if start.month == end.month and not any(hours):
        text = _day(end, language).replace(str(end.day), f"{start.day}–{end.day}", 1)
        return _with_year(text, end.year, language)
    first, last = _day(start, language), _day(end, language)
    # The year stands once: before both days in Kazakh, after both in Russian and English.
    if language == "kk":
        first = _with_year(first, end.year, language)
    else:
        last = _with_year(last, end.year, language)
    return f"{first}{hours[0]} – {last}{hours[1]}"


def time_element(starts_at, ends_at, language, *, with_hours=True):
    """`<time>` with the period in the language's form and the start in HTML's."""
    text = format_period(starts_at, ends_at, language, with_hours=with_hours)
    return mark_safe(f'<time datetime="{machine_date(starts_at)}">{text}</time>')  # noqa: S308


def moment_element(moment, language):
    """`<time>` with a datetime in the language's form."""
    return time_element(moment, None, language)


def machine_date(moment):
    """As `datetime` of `<time>`: the hour only where one is known."""
    local = _local(moment)
    return local.isoformat(timespec="minutes") if _hour(local) else f"{local:%Y-%m-%d}"


def _local(date):
    """Dates stay, datetimes come into the press service's zone."""
    if hasattr(date, "tzinfo") and timezone.is_aware(date):
        return timezone.localtime(date, timezone.get_default_timezone())
    return date


def _day(date, language):
    return f"{date.day} {MONTHS[language][date.month - 1]}"


def _with_year(text, year, language):
    return WITH_YEAR[language].format(text=text, year=year)


def _hour(local):
    """The hour of a datetime; of a date, and of a midnight, nothing."""
    hour = getattr(local, "hour", 0), getattr(local, "minute", 0)
    return f", {local:%H:%M}" if hour != (0, 0) else ""
