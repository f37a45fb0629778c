"""The texts whose names are marked by hand; README.md says what a mention is."""

import csv
import json
import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
MARK = re.compile(
    r"\[\[(?P<kind>person|organization):(?P<slugs>[^|\[\]]+)\|(?P<text>[^|\[\]]+)"
    r"(?:\|role=(?P<role>[^\[\]]*))?\]\]"
)


@dataclass(frozen=True)
class Expected:
    """Characters `start` to `end` of a text name one of `slugs`; several: the text leaves it open.

    `role` is the office that the text gives, "" where it gives none, None where nobody looked.
    """

    start: int
    end: int
    kind: str
    slugs: tuple
    role: str | None


@dataclass(frozen=True)
class Sample:
    name: str
    language: str
    text: str
    mentions: tuple


def without_marks(marked):
    """A text without its marks, and the mentions that they tell of."""
    parts, mentions, read, length = [], [], 0, 0
    for mark in MARK.finditer(marked):
        before = marked[read : mark.start()]
        start = length + len(before)
        length = start + len(mark["text"])
        slugs = tuple(mark["slugs"].removeprefix("?").split(","))
        mentions.append(Expected(start, length, mark["kind"], slugs, mark["role"]))
        parts += [before, mark["text"]]
        read = mark.end()
    return "".join([*parts, marked[read:]]), tuple(mentions)


def texts_of(folder):
    """The `Sample`s of the files `ru/*.txt` and so on in a folder."""
    return [
        Sample(
            f"{file.parent.name}/{file.stem}", file.parent.name, *without_marks(file.read_text())
        )
        for file in sorted(folder.glob("??/*.txt"))
    ]


def traps_of(folder):
    """The `Sample`s of the table of traps in a folder: each a sentence, its name why it is one."""
    file = folder / "traps.tsv"
    if not file.exists():
        return []
    with file.open(newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Sample(why, language, *without_marks(sentence)) for language, sentence, why in rows]


def directory_of(folder):
    """`{"people": [...], "organizations": [...]}` of a folder, empty where it has none."""
    file = folder / "directory.json"
    return json.loads(file.read_text()) if file.exists() else {"people": [], "organizations": []}
