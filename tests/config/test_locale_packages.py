import datetime

import pytest
from django.utils import translation
from django.utils.formats import date_format, get_format

from config.locale_packages import collect

CATALOGUES = [
    (language, domain)
    for language in collect.LANGUAGES
    for domain in collect.DOMAINS
    if collect.catalogue(language, domain).exists()
]


@pytest.mark.parametrize("domain", collect.DOMAINS)
@pytest.mark.parametrize("language", collect.LANGUAGES)
def test_package_messages_are_all_translated(language, domain):
    missing = [message.text for message in collect.missing_messages(language, domain)]

    assert missing == [], "Run config.locale_packages.collect and translate what it adds"


@pytest.mark.parametrize(("language", "domain"), CATALOGUES)
def test_catalogue_holds_no_message_that_the_packages_dropped(language, domain):
    ours = {message.key for message in collect.read_po(collect.catalogue(language, domain))}

    assert ours - set(collect.package_messages(domain)) == set()


@pytest.mark.parametrize(("language", "domain"), CATALOGUES)
def test_translations_keep_placeholders(language, domain):
    for message in collect.read_po(collect.catalogue(language, domain)):
        # "an hour ago": the form for one may have no number, as in English.
        allowed = [collect.placeholders(message.text), collect.placeholders(message.plural)]
        for string in message.strings[:-1]:
            assert collect.placeholders(string) in allowed, message.text
        source = message.plural or message.text
        assert collect.placeholders(message.strings[-1]) == collect.placeholders(source), source


@pytest.mark.parametrize(("language", "domain"), CATALOGUES)
def test_translations_keep_outer_space(language, domain):
    for message in collect.read_po(collect.catalogue(language, domain)):
        for string in message.strings:
            assert string[: -len(string.lstrip())] == message.text[: -len(message.text.lstrip())]
            assert string[len(string.rstrip()) :] == message.text[len(message.text.rstrip()) :]


@pytest.mark.parametrize(("language", "domain"), CATALOGUES)
def test_compiled_catalogue_equals_its_source(language, domain):
    path = collect.catalogue(language, domain)
    expected = {}
    for message in collect.read_po(path):
        if message.plural:
            expected |= {(message.key, form): text for form, text in enumerate(message.strings)}
        else:
            expected[message.key] = message.strings[0]

    assert collect.read_mo(path.with_suffix(".mo")) == expected


@pytest.mark.parametrize(
    ("language", "text", "translated"),
    [
        ("kk", "Save and continue editing", "Сақтау және өзгертуді жалғастыру"),
        ("kk", "Delete", "Жою"),
        ("kk", "Type to search", "Іздеу үшін теріңіз"),
        ("ru", "Type to search", "Введите запрос"),
        ("en", "Type to search", "Type to search"),
    ],
)
def test_our_translation_is_the_one_in_use(language, text, translated):
    with translation.override(language):
        assert translation.gettext(text) == translated


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("kk", "2018 ж. 3 қыркүйек, 09:05", "03.09.2018 09:05"),
        ("ru", "3 сентября 2018 г., 09:05", "03.09.2018 09:05"),
        ("en", "3 September 2018, 09:05", "03/09/2018 09:05"),
    ],
)
def test_dates_follow_the_language(language, long, short):
    moment = datetime.datetime(2018, 9, 3, 9, 5)  # noqa: DTZ001 (only its form matters)

    with translation.override(language):
        assert date_format(moment, "DATETIME_FORMAT") == long
        assert date_format(moment, "SHORT_DATETIME_FORMAT") == short


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize(
    ("name", "output"),
    [("DATE_INPUT_FORMATS", "SHORT_DATE_FORMAT"), ("TIME_INPUT_FORMATS", "TIME_FORMAT")],
)
def test_form_takes_what_the_page_shows(language, name, output):
    moment = datetime.datetime(2018, 9, 3, 9, 5)  # noqa: DTZ001 (only its form matters)

    with translation.override(language):
        shown = date_format(moment, output)
        assert shown == moment.strftime(get_format(name)[0])
