"""The demo's data files, read without a database."""

import re
import tomllib
from pathlib import Path

import pytest
from PIL import Image

import news

DEMO = Path(news.__file__).parent / "demo"
LANGUAGES = ["kk", "ru", "en"]
KINDS = {
    "session", "forum", "conference", "round_table", "briefing", "meeting", "visit",
    "exhibition", "festival", "ceremony", "competition", "other",
}  # fmt: skip
PARTS = {"organizer", "co_organizer", "guest"}
TRANSLATED = {
    "topic": ["name"],
    "organization": ["name", "description"],
    "person": ["family_name", "given_name", "biography"],
    "photo": ["alt_text", "caption", "credit_line"],
}
LATIN_AND_CYRILLIC = re.compile(r"[a-z][а-яёәғқңөұүһі]|[а-яёәғқңөұүһі][a-z]", re.IGNORECASE)


def read(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


TOPICS = read(DEMO / "topics.toml")["topic"]
ORGANIZATIONS = read(DEMO / "organizations.toml")["organization"]
PEOPLE = read(DEMO / "people.toml")["person"]
PHOTOS = read(DEMO / "photos.toml")["photo"]
EVENTS = {path.stem: read(path) for path in sorted((DEMO / "events").glob("*.toml"))}

each_event = pytest.mark.parametrize("event", EVENTS.values(), ids=list(EVENTS))


def slugs(entries):
    return {entry["slug"] for entry in entries}


@pytest.mark.parametrize(
    ("kind", "entries"),
    [
        ("topic", TOPICS),
        ("organization", ORGANIZATIONS),
        ("person", PEOPLE),
        ("photo", PHOTOS),
    ],
)
def test_directory_entries_complete_in_every_language(kind, entries):
    missing = [
        (entry.get("slug") or entry["file"], f"{field}_{language}")
        for entry in entries
        for field in TRANSLATED[kind]
        for language in LANGUAGES
        if not entry.get(f"{field}_{language}")
    ]
    assert missing == []


def test_slugs_unique():
    for entries in (TOPICS, ORGANIZATIONS, PEOPLE, list(EVENTS.values())):
        assert len(slugs(entries)) == len(entries)


def test_directory_references_exist():
    files = {photo["file"] for photo in PHOTOS}
    organizations = slugs(ORGANIZATIONS)
    parents = {entry["parent"] for entry in ORGANIZATIONS if "parent" in entry}
    employers = {place["organization"] for person in PEOPLE for place in person["positions"]}
    portraits = {person["portrait"] for person in PEOPLE if "portrait" in person}
    assert (parents | employers) - organizations == set()
    assert portraits - files == set()
    shown = {link["slug"] for photo in PHOTOS for link in photo.get("people", [])}
    assert shown - slugs(PEOPLE) == set()


@each_event
def test_event_references_exist(event):
    links = event.get("people", [])
    named = {link["slug"] for link in event.get("organizations", [])}
    named |= {link["organization"] for link in links if "organization" in link}
    named |= {event["venue"]} if "venue" in event else set()
    assert named - slugs(ORGANIZATIONS) == set()
    assert {link["slug"] for link in links} - slugs(PEOPLE) == set()
    assert set(event["topics"]) - slugs(TOPICS) == set()
    assert set(event["photos"]) - {photo["file"] for photo in PHOTOS} == set()


@each_event
def test_event_vocabulary_known(event):
    assert {event["kind"]} - KINDS == set()
    assert {link["part"] for link in event.get("organizations", [])} - PARTS == set()
    assert event["source_language"] in event
    assert event["starts_at"].tzinfo is not None


@each_event
def test_event_complete_in_published_languages(event):
    for language in event["publish"]:
        texts = event[language]
        assert [name for name in ("title", "lead", "body", "place") if not texts.get(name)] == []
        assert [link["slug"] for link in event["people"] if not link.get(f"role_{language}")] == []
        if event["state"] == "withdrawn" and "redirect_to" not in event:
            assert event[f"withdrawal_reason_{language}"]


@each_event
def test_event_bodies_have_the_same_shape_in_every_language(event):
    shapes = {
        tuple(re.findall(r"<[a-z0-9]+>|\{photo:[^}]+\}", event[language]["body"]))
        for language in LANGUAGES
        if language in event
    }
    assert len(shapes) == 1


@each_event
def test_event_corrections_mend_the_text(event):
    for language, found in event.get("correction", {}).items():
        assert found["right"] in event[language]["body"]
        assert found["wrong"] != found["right"]


@each_event
def test_event_pictures_in_text_are_listed(event):
    for language in LANGUAGES:
        named = re.findall(r"\{photo:([^}]+)\}", event.get(language, {}).get("body", ""))
        assert set(named) - set(event["photos"]) == set()


@each_event
def test_event_names_the_people_it_links(event):
    people = {person["slug"]: person for person in PEOPLE}
    for language in LANGUAGES:
        if language not in event:
            continue
        body = event[language]["body"]
        # An inflected surname keeps all but its last two letters.
        absent = [
            link["slug"]
            for link in event["people"]
            if people[link["slug"]][f"family_name_{language}"][:-2] not in body
        ]
        assert absent == []


def test_every_state_is_shown():
    states = [event["state"] for event in EVENTS.values()]
    assert {state: states.count(state) for state in states if state != "published"} == {
        "draft": 1,
        "sent_back": 1,
        "approved": 1,
        "scheduled": 1,
        "withdrawn": 2,
    }
    assert [event["publish"] for event in EVENTS.values()].count(["ru"]) == 1


@pytest.mark.parametrize("path", sorted(DEMO.rglob("*.toml")), ids=lambda path: path.stem)
def test_no_word_mixes_latin_and_cyrillic(path):
    found = [
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if LATIN_AND_CYRILLIC.search(line)
    ]
    assert found == []


def test_pictures_match_their_texts():
    files = {path.name for path in (DEMO / "photos").iterdir()}
    assert files == {photo["file"] for photo in PHOTOS}


@pytest.mark.parametrize("path", sorted((DEMO / "photos").iterdir()), ids=lambda path: path.stem)
def test_picture_small_and_whole(path):
    assert path.stat().st_size < 150_000
    with Image.open(path) as image:
        image.load()
        assert image.format == "JPEG"
        assert image.size in {(1600, 1067), (1067, 1600), (1000, 1000)}
