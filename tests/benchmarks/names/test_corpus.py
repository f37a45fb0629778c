"""The texts of the benchmark are well formed; how well names are found is no test."""

import pytest

from news.recognition.mentions import Mention
from tests.benchmarks.names.corpus import (
    FOLDER,
    Expected,
    Sample,
    directory_of,
    texts_of,
    traps_of,
    without_marks,
)
from tests.benchmarks.names.scoring import Score

FOLDERS = [FOLDER / name for name in ("texts", "more", "later")]
DIRECTORIES = [directory_of(folder) for folder in (FOLDER, *FOLDERS[1:])]
SLUGS = {
    "person": [entry["slug"] for each in DIRECTORIES for entry in each["people"]],
    "organization": [entry["slug"] for each in DIRECTORIES for entry in each["organizations"]],
}


def test_marks_are_taken_out_and_tell_their_places():
    text, mentions = without_marks(
        "Слово [[organization:apk|АНК]]: [[person:?kim-a,kim-b|А.Ким]],"
        " [[person:li-v|В. Ли|role=член АНК]], [[person:li-v|Ли|role=]]."
    )
    assert text == "Слово АНК: А.Ким, В. Ли, Ли."
    assert mentions == (
        Expected(6, 9, "organization", ("apk",), None),
        Expected(11, 16, "person", ("kim-a", "kim-b"), None),
        Expected(18, 23, "person", ("li-v",), "член АНК"),
        Expected(25, 27, "person", ("li-v",), ""),
    )


@pytest.mark.parametrize(
    "sample",
    [sample for folder in FOLDERS for sample in texts_of(folder) + traps_of(folder)],
    ids=lambda sample: sample.name,
)
def test_marks_name_entries_of_the_directory(sample):
    assert not set("[]|") & set(sample.text)
    end = 0
    for mention in sample.mentions:
        words = sample.text[mention.start : mention.end]
        assert mention.start >= end
        assert words == words.strip()
        assert set(mention.slugs) <= set(SLUGS[mention.kind])
        end = mention.end


@pytest.mark.parametrize("kind", SLUGS)
def test_addresses_of_the_directory_are_unique(kind):
    assert len(SLUGS[kind]) == len(set(SLUGS[kind]))


def found(start, end, pk, *, certain=True, candidates=(), role=""):
    return Mention(
        start=start,
        end=end,
        text="",
        kind="person",
        id=pk,
        name="",
        certain=certain,
        first=0,
        last=0,
        candidates=candidates,
        role=role,
    )


@pytest.mark.parametrize(
    ("marked", "mention", "hits", "right_roles"),
    [
        ("[[person:a|Анна Ким]]", found(0, 8, 1), 1, 0),
        ("[[person:a|Анна Ким]]", found(5, 8, 1), 0, 0),  # less than half of it
        ("[[person:a|Анна Ким]]", found(0, 8, 2), 0, 0),
        ("[[person:a|Анна Ким]]", found(0, 8, None, candidates=(1, 2)), 0, 0),
        ("[[person:?a,b|А. Ким]]", found(0, 6, None, candidates=(2, 1)), 1, 0),
        ("[[person:?a,b|А. Ким]]", found(0, 6, 1, certain=False), 1, 0),
        ("[[person:?a,b|А. Ким]]", found(0, 6, 1), 0, 0),
        ("[[person:a|Анна Ким|role=член АНК]]", found(0, 8, 1, role="Член АНК"), 1, 1),
        ("[[person:a|Анна Ким|role=]]", found(0, 8, 1, role="член АНК"), 1, 0),
    ],
)
def test_score(marked, mention, hits, right_roles):
    score = Score()
    score.add(
        Sample("sample", "ru", *without_marks(marked)),
        [mention],
        {("person", 1): "a", ("person", 2): "b"},
    )
    assert score.hits.total() == hits
    assert score.right_roles == right_roles
    assert score.right_samples == (hits == 1)
