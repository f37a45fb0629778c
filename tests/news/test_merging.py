"""Two people's changes put together, as data."""

import pytest

from news.desk.merging import Merge, interleave, rows

ORDER = ("people", "order")


def merged(name, base, theirs, mine, undecided=()):
    """The value, the conflicts and what was taken at the one field of the snapshots."""
    merge = Merge({name: base}, {name: theirs}, {name: mine}, undecided)
    return merge.values[name], merge.conflicts, merge.taken


KINDS = [
    ("title_ru", "Встреча", "Собрание", "Форум"),
    ("title_kk", "", "Жиналыс", "Форум"),
    ("lead_ru", "Раз", "", "Два"),
    ("body_ru", "<p>Раз</p>", "<p>Два</p>", "<p><strong>Раз</strong></p>"),
    ("place_en", None, "Astana", "Almaty"),
    ("slug", "one", "two", "three"),
    ("kind", "forum", "visit", "session"),
    ("source_language", "ru", "kk", "en"),
    ("starts_at", "2025-03-01T05:00:00+00:00", None, "2025-03-02T05:00:00+00:00"),
    ("ends_at", None, "2025-03-01T05:00:00+00:00", "2025-03-02T05:00:00+00:00"),
    ("venue", None, 7, 8),
]


@pytest.mark.parametrize(("name", "base", "one", "other"), KINDS)
def test_a_field(name, base, one, other):
    path = (name,)
    assert merged(name, base, base, base) == (base, {}, [])
    assert merged(name, base, base, one) == (one, {}, [])
    assert merged(name, base, one, base) == (one, {}, [path])
    assert merged(name, base, one, one) == (one, {}, [])
    assert merged(name, base, one, other) == (other, {path: (other, one)}, [])


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("lead_ru", "Раз\nдва", "Раз\r\nдва"),
        ("lead_ru", "", None),
        ("body_ru", "<ul><li>раз</li></ul>", "<ul>\n\t<li>раз</li>\n</ul>"),
        ("body_ru", "<p>раз</p>\n<p>два</p>", "<p>раз</p>\r\n\r\n<p>два</p>"),
    ],
)
def test_what_a_browser_writes_otherwise_is_no_change(name, one, other):
    assert merged(name, one, "новое", other) == ("новое", {}, [(name,)])
    assert merged(name, "старое", one, other) == (other, {}, [])


def test_a_word_beside_emphasis_is_a_change():
    base, mine = "<p>раз<strong>два</strong></p>", "<p>раз <strong>два</strong></p>"
    assert merged("body_ru", base, "<p>три</p>", mine)[1] == {("body_ru",): (mine, "<p>три</p>")}


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "value", "is_taken"),
    [
        ([1, 2], [1, 2], [1, 2], [1, 2], False),
        ([1, 2], [1, 2], [2], [2], False),
        ([1, 2], [1], [1, 2], [1], True),
        ([1], [1, 2], [1, 3], [1, 2, 3], True),
        ([1, 2], [2], [1], [], True),
        ([1], [1, 2], [1, 2], [1, 2], False),
    ],
)
def test_topics_of_both_are_kept(base, theirs, mine, value, is_taken):
    taken = [("topics",)] if is_taken else []
    assert merged("topics", base, theirs, mine) == (value, {}, taken)


def test_a_place_not_decided_is_asked_again_unless_both_say_the_same():
    undecided = {("title_ru",)}
    assert merged("title_ru", "а", "а", "б", undecided)[1] == {("title_ru",): ("б", "а")}
    assert merged("title_ru", "а", "а", "а", undecided)[1] == {}


def people(text):
    """Rows from `1:role 2:role`."""
    parts = [part.split(":") for part in text.split()]
    return {key: {"role_ru": role, "organization": None} for key, role in parts}


REMOVED = None
A, B = {"role_ru": "а", "organization": None}, {"role_ru": "б", "organization": None}


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "outcome", "conflicts", "taken"),
    [
        # Added
        ("1:а", "1:а 2:б", "1:а", "1:а 2:б", {}, [("people", "2")]),
        ("1:а", "1:а", "1:а 2:б", "1:а 2:б", {}, []),
        ("1:а", "1:а 2:б", "1:а 3:в", "1:а 2:б 3:в", {}, [("people", "2")]),
        ("1:а", "1:а 2:б", "1:а 2:б", "1:а 2:б", {}, []),
        ("", "1:а", "1:б", "1:б", {("people", "1", "role_ru"): ("б", "а")}, []),
        # Removed
        ("1:а 2:б", "2:б", "1:а 2:б", "2:б", {}, [("people", "1")]),
        ("1:а 2:б", "1:а 2:б", "2:б", "2:б", {}, []),
        ("1:а 2:б", "2:б", "2:б", "2:б", {}, []),
        ("1:а 2:б", "2:б", "1:а", "", {}, [("people", "1")]),
        # Changed
        ("1:а", "1:б", "1:а", "1:б", {}, [("people", "1", "role_ru")]),
        ("1:а", "1:а", "1:б", "1:б", {}, []),
        ("1:а", "1:б", "1:б", "1:б", {}, []),
        ("1:а", "1:б", "1:в", "1:в", {("people", "1", "role_ru"): ("в", "б")}, []),
        # Changed and removed
        ("1:а", "", "1:б", "1:б", {("people", "1"): (B, REMOVED)}, []),
        ("1:а", "1:б", "", "", {("people", "1"): (REMOVED, B)}, []),
        # Another order
        ("1:а 2:а 3:а", "3:а 1:а 2:а", "1:а 2:а 3:а", "3:а 1:а 2:а", {}, [ORDER]),
        ("1:а 2:а 3:а", "1:а 2:а 3:а", "3:а 1:а 2:а", "3:а 1:а 2:а", {}, []),
        ("1:а 2:а 3:а", "3:а 1:а 2:а", "3:а 1:а 2:а", "3:а 1:а 2:а", {}, []),
        (
            "1:а 2:а 3:а", "3:а 1:а 2:а", "2:а 1:а 3:а", "2:а 1:а 3:а",
            {ORDER: (["2", "1", "3"], ["3", "1", "2"])}, [],
        ),
        ("1:а 2:а", "2:а 1:а", "1:а 2:а 3:а", "2:а 1:а 3:а", {}, [ORDER]),
        ("1:а 2:а", "1:а 3:а 2:а", "2:а 1:а", "2:а 1:а 3:а", {}, [("people", "3")]),
    ],
)  # fmt: skip
def test_rows(base, theirs, mine, outcome, conflicts, taken):
    value, found, others = merged("people", people(base), people(theirs), people(mine))
    assert list(value.items()) == list(people(outcome).items())
    assert (found, others) == (conflicts, taken)


def test_cells_of_one_row_are_merged_one_by_one():
    base = {"1": {"role_ru": "а", "role_kk": "а", "organization": 1}}
    theirs = {"1": {"role_ru": "б", "role_kk": "а", "organization": 2}}
    mine = {"1": {"role_ru": "а", "role_kk": "в", "organization": 3}}
    value, conflicts, taken = merged("people", base, theirs, mine)
    assert value == {"1": {"role_ru": "б", "role_kk": "в", "organization": 3}}
    assert conflicts == {("people", "1", "organization"): (3, 2)}
    assert taken == [("people", "1", "role_ru")]


def test_cells_that_one_does_not_have_are_no_difference():
    """A translator's row has the role in one language."""
    base = {"1": {"role_ru": "а", "role_kk": ""}}
    mine = {"1": {"role_kk": "ә"}}
    assert merged("people", base, {"1": {"role_ru": "б", "role_kk": ""}}, mine) == (mine, {}, [])
    assert merged("people", base, {}, {"1": {"role_kk": None}}) == ({}, {}, [("people", "1")])


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "outcome", "conflicts"),
    [
        ([1, 2], [1, 2, 3], [1, 4], ["1", "3", "4"], []),
        ([1, 2], [2], [2, 1], ["2"], []),
        ([1, 2, 3], [2, 1, 3], [1, 3], ["1", "3"], []),
        ([1, 2, 3], [2, 1, 3], [1, 3, 2], ["1", "3", "2"], [("photos", "order")]),
    ],
)
def test_photos(base, theirs, mine, outcome, conflicts):
    value, found, _taken = merged("photos", rows(base), rows(theirs), rows(mine))
    assert (list(value), list(found)) == (outcome, conflicts)


def test_rows_of_a_snapshot_come_in_their_order():
    stored = {"9": {"part": "guest", "position": 1}, "10": {"part": "guest", "position": 0}}
    assert list(rows(stored).items()) == [("10", {"part": "guest"}), ("9", {"part": "guest"})]
    assert rows(None) == {}


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        ("abc", "abc", "abc"),
        ("ab", "xab", "xab"),
        ("ab", "axb", "axb"),
        ("abn", "abx", "abnx"),
        ("ba", "axb", "bax"),
    ],
)
def test_interleaving(first, second, outcome):
    assert "".join(interleave(list(first), list(second))) == outcome
