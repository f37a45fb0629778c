"""The project's own catalogues are complete, compiled, and hold just what the code says."""

import ast
import re
import shutil

import pytest
from django.conf import settings
from django.core.management import call_command

from config.locale_packages.collect import placeholders, read_mo, read_po

LOCALE = settings.BASE_DIR / "config" / "locale"
COLLECTED = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "pgettext", "npgettext"}
CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))


def test_no_message_is_hidden_from_the_collector_in_an_f_string():
    found = [
        f"{path}:{node.lineno}"
        for app in ("config", "media", "news", "organizations", "people")
        for path in (settings.BASE_DIR / app).rglob("*.py")
        for string in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(string, ast.JoinedStr)
        for node in ast.walk(string)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in COLLECTED
    ]
    assert found == []


def test_there_is_a_catalogue_for_each_language_but_english():
    assert {path.parts[-3] for path in CATALOGUES} == set(settings.LANGUAGE_NAMES) - {"en"}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_every_message_is_translated_with_its_placeholders(path):
    for message in read_po(path):
        assert all(message.strings), message.text
        allowed = [placeholders(message.text), placeholders(message.plural)]
        for string in message.strings:
            assert placeholders(string) in allowed, message.text


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_compiled_catalogue_equals_its_source(path):
    expected = {}
    for message in read_po(path):
        if message.plural:
            expected |= {(message.key, form): text for form, text in enumerate(message.strings)}
        else:
            expected[message.key] = message.strings[0]
    assert read_mo(path.with_suffix(".mo")) == expected


@pytest.mark.gettext
@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_catalogue_holds_what_the_code_says(path, tmp_path, settings, monkeypatch):
    language = path.parts[-3]
    copy = tmp_path / language / "LC_MESSAGES" / path.name
    copy.parent.mkdir(parents=True)
    shutil.copy(path, copy)
    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.chdir(settings.BASE_DIR)
    call_command(
        "makemessages",
        domain=path.stem,
        locale=[language],
        no_obsolete=True,
        no_location=True,
        # Without config/locale ignored the command would write there, too.
        ignore_patterns=[
            ".venv",
            "var",
            "tests/*",
            "config/locale",
            "config/locale_packages/*",
            "*.min.js",
        ],  # fmt: skip
        verbosity=0,
    )
    assert {message.key for message in read_po(copy)} == {message.key for message in read_po(path)}
    assert "#, fuzzy" not in copy.read_text()


# Forms that need their ё, so that the interface spells them in one way.
WITHOUT_YO = re.compile(
    r"\b(ее|нее|еще|истек|истечет|прошел|ведет|учетн\w+|сохраненн\w+)\b", re.IGNORECASE
)


@pytest.mark.parametrize("path", sorted(LOCALE.glob("ru/*/*.po")), ids=lambda path: path.stem)
def test_russian_spells_its_yo(path):
    strings = [string for message in read_po(path) for string in message.strings]
    assert [string for string in strings if WITHOUT_YO.search(string)] == []
