"""Keeps our translations of the packages' own strings (Django, Unfold and the others) complete.

Run it from the project's root after an upgrade, fill what it reports, run it again:

    .venv/bin/python -m config.locale_packages.collect

It adds to our catalogues each string that a package shows and does not translate, drops those
that no package has any more, and compiles. A message that the package does translate may stand
here too, to replace a bad translation: it is kept. Nothing but Python is needed.
"""

import ast
import functools
import gettext
import importlib.util
import re
import struct
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.utils.translation.template import templatize

HERE = Path(__file__).parent
LANGUAGES = ("kk", "ru")
DOMAINS = ("django", "djangojs")

# These ship complete English catalogues: they are the list of what is shown.
CATALOGUED = (
    "django.conf",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
)
# These ship no catalogue at all: their code is the list.
SCANNED = ("unfold", "modeltranslation", "ckeditor", "ckeditor_uploader")
UNUSED = (
    "modeltranslation/tests/",
    "unfold/contrib/constance/",
    "unfold/contrib/guardian/",
    "unfold/contrib/import_export/",
    "unfold/contrib/location_field/",
)

# The plural rules of Django's own catalogues: another rule would be another catalogue to it.
PLURALS = {
    "kk": "nplurals=2; plural=(n!=1);",
    "ru": (
        "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || "
        "n%100>14) ? 1 : n%10==0 || (n%10>=5 && n%10<=9) || (n%100>=11 && n%100<=14)? 2 : 3);"
    ),
}
FORMS = {"kk": 2, "ru": 4}

STRING = r"""[uf]?("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*{STRING}(?:\s*,\s*{STRING})?(?:\s*,\s*{STRING})?")
PYTHON_NAMES = {"_": "gettext", "_p": "pgettext"}
PLACEHOLDER = re.compile(r"%\(\w+\)[.\d]*[a-z]|%[.\d]*[sdif](?!\w)|\{\w*\}")


@dataclass
class Message:
    text: str
    plural: str = ""
    context: str | None = None
    strings: list[str] = field(default_factory=list)
    packages: set[str] = field(default_factory=set)

    @property
    def key(self):
        """The name of the message in a compiled catalogue."""
        return self.text if self.context is None else f"{self.context}\x04{self.text}"

    def is_translated(self, language):
        forms = FORMS[language] if self.plural else 1
        return len(self.strings) == forms and all(self.strings)


def placeholders(text):
    return sorted(PLACEHOLDER.findall(text.replace("%%", "")))


def package_folder(package):
    return Path(importlib.util.find_spec(package).origin).parent


def catalogue(language, domain):
    return HERE / language / "LC_MESSAGES" / f"{domain}.po"


def read_po(path):
    """The messages of a .po file without its header; fuzzy ones have no translation."""
    messages = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        parts, part, fuzzy = {}, None, False
        for line in block.splitlines():
            if line.startswith("#"):
                fuzzy |= line.startswith("#,") and "fuzzy" in line
            elif match := re.match(r'(msg\w+(?:\[\d\])?) (".*")$', line):
                part = match[1]
                parts[part] = ast.literal_eval(match[2])
            elif line:
                parts[part] += ast.literal_eval(line)
        if parts.get("msgid"):
            strings = [parts[name] for name in sorted(parts) if name.startswith("msgstr")]
            messages.append(
                Message(
                    parts["msgid"],
                    parts.get("msgid_plural", ""),
                    parts.get("msgctxt"),
                    [] if fuzzy else strings,
                )
            )
    return messages


def read_mo(path):
    """The compiled messages by key, or by (key, form) where there are plurals; no header."""
    if not path.exists():
        return {}
    with path.open("rb") as file:
        messages = dict(gettext.GNUTranslations(file)._catalog)
    messages.pop("", None)
    return messages


def message_of_call(name, strings):
    context = strings.pop(0) if "p" in name else None
    plural = strings[1] if name.startswith("n") else ""
    return Message(strings[0], plural, context)


def calls_in_text(text):
    """The messages of JavaScript, or of a template that templatize() has made readable."""
    for name, *quoted in CALL.findall(text):
        yield message_of_call(name, [ast.literal_eval(string) for string in quoted if string])


def calls_in_python(source):
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        name = PYTHON_NAMES.get(node.func.id, node.func.id)
        if re.fullmatch(r"n?p?gettext(_lazy)?", name):
            values = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
            if strings := [value for value in values if isinstance(value, str)]:
                yield message_of_call(name.removesuffix("_lazy"), strings)


def scanned_messages(package, domain):
    folder = package_folder(package)
    for path in sorted(folder.rglob("*")):
        if path.relative_to(folder.parent).as_posix().startswith(UNUSED):
            continue
        if domain == "djangojs" and path.suffix == ".js" and not path.name.endswith(".min.js"):
            yield from calls_in_text(path.read_text(encoding="utf-8"))
        elif domain == "django" and path.suffix == ".py":
            yield from calls_in_python(path.read_text(encoding="utf-8"))
        elif domain == "django" and path.suffix in {".html", ".txt"}:
            yield from calls_in_text(templatize(path.read_text(encoding="utf-8")))


@functools.cache
def package_messages(domain):
    """All messages of the packages, by key, without translations."""
    found = {}
    for package in CATALOGUED:
        path = package_folder(package) / "locale/en/LC_MESSAGES" / f"{domain}.po"
        for message in read_po(path) if path.exists() else ():
            found.setdefault(message.key, message).packages.add(package)
    for package in SCANNED:
        for message in scanned_messages(package, domain):
            found.setdefault(message.key, message).packages.add(package)
    for message in found.values():
        message.strings = []
    return found


def package_translations(language, domain):
    """What the packages translate themselves, as read_mo() gives it."""
    translations = {}
    for package in CATALOGUED:
        folder = package_folder(package) / "locale" / language / "LC_MESSAGES"
        translations.update(read_mo(folder / f"{domain}.mo"))
    return translations


def needed_messages(language, domain):
    """The messages that our catalogue has or should have, each with our translation if any."""
    path = catalogue(language, domain)
    ours = {message.key: message for message in read_po(path)} if path.exists() else {}
    theirs = package_translations(language, domain)
    needed = []
    for key, message in package_messages(domain).items():
        last_form = (key, FORMS[language] - 1) if message.plural else key
        strings = ours[key].strings if key in ours else []
        if any(strings) or not theirs.get(last_form):
            needed.append(replace(message, strings=strings))
    return needed


def missing_messages(language, domain):
    """The messages that neither a package nor we translate."""
    messages = needed_messages(language, domain)
    return [message for message in messages if not message.is_translated(language)]


def header(language):
    return (
        f"Language: {language}\n"
        "MIME-Version: 1.0\n"
        "Content-Type: text/plain; charset=UTF-8\n"
        "Content-Transfer-Encoding: 8bit\n"
        f"Plural-Forms: {PLURALS[language]}\n"
    )


def quoted(text):
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    lines = [f'"{line}"' for line in text.replace("\n", "\\n\n").splitlines()]
    return "\n".join(['""', *lines] if len(lines) > 1 else lines) or '""'


def po_text(messages, language, domain):
    replaced = package_translations(language, domain)
    blocks = [f'msgid ""\nmsgstr {quoted(header(language))}']
    for message in messages:
        lines = [f"#: {' '.join(sorted(message.packages))}"]
        if message.key in replaced or (message.key, 0) in replaced:
            lines.insert(0, "#. In place of the package's own translation.")
        if placeholders(message.text + message.plural):
            lines.append("#, python-format" if domain == "django" else "#, javascript-format")
        if message.context is not None:
            lines.append(f"msgctxt {quoted(message.context)}")
        lines.append(f"msgid {quoted(message.text)}")
        if message.plural:
            lines.append(f"msgid_plural {quoted(message.plural)}")
            strings = message.strings or [""] * FORMS[language]
            lines += [f"msgstr[{form}] {quoted(text)}" for form, text in enumerate(strings)]
        else:
            lines.append(f"msgstr {quoted(message.strings[0] if message.strings else '')}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def mo_bytes(messages, language):
    """A GNU .mo file (gettext manual, "The Format of GNU MO Files")."""
    pairs = {b"": header(language).encode()}
    for message in messages:
        if message.is_translated(language):
            key = f"{message.key}\0{message.plural}" if message.plural else message.key
            pairs[key.encode()] = "\0".join(message.strings).encode()
    keys = sorted(pairs)
    start = 28 + 16 * len(keys)
    data, tables = b"", ([], [])
    for table, texts in zip(tables, (keys, [pairs[key] for key in keys]), strict=True):
        for text in texts:
            table += [len(text), start + len(data)]
            data += text + b"\0"
    numbers = [0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, start, *tables[0], *tables[1]]
    return struct.pack(f"<{len(numbers)}I", *numbers) + data


def collect():
    for language in LANGUAGES:
        for domain in DOMAINS:
            messages = needed_messages(language, domain)
            path = catalogue(language, domain)
            if not messages:
                path.unlink(missing_ok=True)
                path.with_suffix(".mo").unlink(missing_ok=True)
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(po_text(messages, language, domain), encoding="utf-8")
            path.with_suffix(".mo").write_bytes(mo_bytes(messages, language))
            empty = sum(not message.is_translated(language) for message in messages)
            sys.stdout.write(f"{language} {domain}: {len(messages)} kept, {empty} to translate\n")


if __name__ == "__main__":
    collect()
