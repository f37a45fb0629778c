"""Two people save the same person, organization, photo or topic."""

import pytest

from people.models import ParticipantName, Position
from tests import factories
from tests.news.desk import errors_of, posted, signed_in

pytestmark = pytest.mark.django_db

# Of each kind: its page, two fields, and another one that is no text, with a new value.
KINDS = {
    "person": ("people/participant", "biography_ru", "biography_kk", ("gender", "female")),
    "organization": ("organizations/organization", "name_ru", "name_kk", ("kind", "media")),
    "photo": ("media/photo", "caption_ru", "caption_kk", ("focal_x", "0.1")),
    "topic": ("news/topic", "name_ru", "name_kk", ("slug", "other")),
}
MAKERS = {
    "person": factories.ParticipantFactory,
    "organization": factories.OrganizationFactory,
    "photo": factories.photo,
    "topic": factories.TopicFactory,
}


@pytest.fixture
def first(publisher):
    return signed_in(publisher)


@pytest.fixture
def second(editor):
    return signed_in(editor)


def opened(client, kind, entry):
    """The address of a form and what a browser would post from it."""
    address = f"/admin/{KINDS[kind][0]}/{entry.pk}/change/"
    return address, posted(client.get(address))


@pytest.mark.parametrize("kind", KINDS)
def test_what_only_the_first_changed_is_kept(kind, first, second):
    entry = MAKERS[kind]()
    _page, one, other, (third, value) = KINDS[kind]
    address, seen = opened(second, kind, entry)
    assert first.post(address, seen | {one: "Первый", third: value}).status_code == 302
    response = second.post(address, seen | {other: "Екінші", "_continue": "1"})
    entry.refresh_from_db()
    assert [getattr(entry, name) for name in (one, other)] == ["Первый", "Екінші"]
    assert str(getattr(entry, third)) == value
    assert "What publisher changed meanwhile was kept:" in second.get(response.url).content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_what_both_changed_is_refused_once(kind, first, second):
    entry = MAKERS[kind]()
    _page, one, other, (third, value) = KINDS[kind]
    address, seen = opened(second, kind, entry)
    first.post(address, seen | {one: "Первый", third: value})
    refused = second.post(address, seen | {one: "Второй", other: "Екінші"})
    (sentence,) = errors_of(refused)[one]
    assert [*errors_of(refused)] == [one]
    assert sentence.startswith("Changed meanwhile by publisher, ")
    assert "<ins>Первый</ins>" in sentence
    assert "<ins>Первый</ins>" in refused.content.decode()
    again = posted(refused)
    assert (again[one], again[other], str(again[third])) == ("Второй", "Екінші", value)
    entry.refresh_from_db()
    assert (getattr(entry, one), str(getattr(entry, third))) == ("Первый", value)
    assert second.post(address, again).status_code == 302
    entry.refresh_from_db()
    assert [getattr(entry, name) for name in (one, other)] == ["Второй", "Екінші"]
    assert str(getattr(entry, third)) == value


@pytest.mark.parametrize("seen", [None, "", "abc", "-1", "9" * 30])
def test_what_says_not_what_it_saw_saw_nothing(seen, first, second):
    topic = factories.TopicFactory()
    address, data = opened(second, "topic", topic)
    first.post(address, data | {"name_ru": "Первый"})
    data = {name: value for name, value in data.items() if name != "seen"}
    data |= {} if seen is None else {"seen": seen}
    assert [*errors_of(second.post(address, data | {"name_ru": "Второй"}))] == ["name_ru"]
    topic.refresh_from_db()
    assert topic.name_ru == "Первый"


def test_the_same_words_are_no_conflict(first, second):
    topic = factories.TopicFactory()
    address, data = opened(second, "topic", topic)
    for client in (first, second):
        assert client.post(address, data | {"name_ru": "Мир"}).status_code == 302


# Rows


ROW = "positions-0-"


@pytest.fixture
def person():
    person = factories.ParticipantFactory()
    Position.objects.create(participant=person, title_ru="директор")
    ParticipantName.objects.create(participant=person, language="ru", name="Серик")
    return person


def offices(person):
    return sorted(person.positions.values_list("title_ru", flat=True))


def more(data, **cells):
    """The data with another office."""
    number = int(data["positions-TOTAL_FORMS"])
    row = {f"positions-{number}-{name}": value for name, value in cells.items()}
    return data | row | {"positions-TOTAL_FORMS": str(number + 1)}


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        (lambda data: data | {f"{ROW}title_ru": "ректор"}, ["ректор"]),
        (lambda data: data | {f"{ROW}DELETE": "on"}, []),
        (lambda data: more(data, title_ru="глава"), ["глава", "директор"]),
    ],
)
def test_rows_that_only_the_first_changed_are_kept(change, outcome, person, first, second):
    address, seen = opened(second, "person", person)
    assert first.post(address, change(seen)).status_code == 302
    assert second.post(address, seen | {"biography_ru": "Родился."}).status_code == 302
    person.refresh_from_db()
    assert (offices(person), person.biography_ru) == (outcome, "Родился.")
    assert person.other_names.count() == 1


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        (lambda data: data | {f"{ROW}title_ru": "ректор"}, ["декан"]),
        (lambda data: data | {f"{ROW}DELETE": "on"}, ["декан"]),
        (lambda data: more(data, title_ru="глава"), ["глава", "декан"]),
    ],
)
def test_rows_that_both_changed_are_refused_once(change, outcome, person, first, second):
    address, seen = opened(second, "person", person)
    first.post(address, change(seen))
    saved = offices(person)
    refused = second.post(address, seen | {f"{ROW}title_ru": "декан"})
    (sentence,) = errors_of(refused)["__all__"]
    assert sentence.startswith("Offices. Changed meanwhile by publisher, ")
    assert offices(person) == saved
    assert second.post(address, posted(refused)).status_code == 302
    assert offices(person) == outcome


NAME = "other_names-0-"


def test_whether_another_name_may_stand_in_texts_is_kept_and_told(person, first, second):
    address, seen = opened(second, "person", person)
    first.post(address, seen | {f"{NAME}is_accepted": "on"})
    assert second.post(address, seen | {"biography_ru": "Родился."}).status_code == 302
    assert [*person.other_names.values_list("name", "is_accepted")] == [("Серик", True)]
    page = second.get(f"/admin/people/participant/{person.pk}/history/").content.decode()
    assert "May stand in texts" in page
    assert "<del>no</del>" in page
    assert "<ins>yes</ins>" in page


@pytest.mark.parametrize("tick", ["is_accepted", "becomes_own"])
def test_a_tick_against_what_another_changed_is_asked_about(tick, person, first, second):
    address, seen = opened(second, "person", person)
    first.post(address, seen | {f"{NAME}name": "Серикбай"})
    refused = second.post(address, seen | {f"{NAME}{tick}": "on"})
    (sentence,) = errors_of(refused)["__all__"]
    assert sentence.startswith("Other names. Changed meanwhile by publisher, ")


def test_taking_a_tick_out_is_a_change_of_ones_own(person, first, second):
    person.other_names.update(is_accepted=True)
    address, seen = opened(second, "person", person)
    first.post(address, seen | {f"{NAME}name": "Серикбай"})
    without = {name: value for name, value in seen.items() if name != f"{NAME}is_accepted"}
    assert len(without) == len(seen) - 1
    refused = second.post(address, without)
    assert [*errors_of(refused)] == ["__all__"]


def test_a_row_that_both_removed_is_gone(person, first, second):
    address, seen = opened(second, "person", person)
    first.post(address, seen | {f"{ROW}DELETE": "on"})
    refused = second.post(address, seen | {f"{ROW}DELETE": "on"})
    assert second.post(address, posted(refused)).status_code == 302
    assert offices(person) == []
