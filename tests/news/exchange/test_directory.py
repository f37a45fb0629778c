"""People and organizations out of the directory and into it, as tables."""

import re

import pytest
from django.utils import translation

from news.exchange.directory import RESOURCES, Interrupted, export_table, import_tables, look
from news.exchange.files import UnreadableTable, read_table
from news.merges import merge_entries, undo_merge
from news.models import HistoryEntry, NameForm
from organizations.models import Organization, OrganizationName
from people.models import Participant, ParticipantName, Position
from tests import factories

pytestmark = pytest.mark.django_db

FORMS = ["csv", "xlsx"]


def table(text, name="table.csv"):
    return read_table(name, text.encode())


def tables_of_all(form, language="ru"):
    return [read_table(f"{kind}.{form}", export_table(kind, form, language)) for kind in RESOURCES]


def everything():
    """All that the directory says, without ids."""
    return {
        "organizations": sorted(
            Organization.objects.values_list(
                "slug", "name_kk", "name_ru", "name_en", "short_name_ru", "kind", "parent__slug",
                "website", "description_kk", "description_ru", "is_public",
            ),
            key=repr,
        ),
        "people": sorted(
            Participant.objects.values_list(
                "slug", "family_name_kk", "family_name_ru", "family_name_en", "given_name_ru",
                "patronymic_name_ru", "gender", "biography_ru", "biography_en", "is_public",
            ),
            key=repr,
        ),
        "names": sorted(
            [
                *OrganizationName.objects.values_list(
                    "organization__slug", "language", "name", "is_accepted"
                ),
                *ParticipantName.objects.values_list(
                    "participant__slug", "language", "name", "is_accepted"
                ),
            ]
        ),
        "offices": sorted(
            Position.objects.values_list(
                "participant__slug", "organization__slug", "title_kk", "title_ru", "title_en",
                "started_on", "ended_on",
            ),
            key=repr,
        ),
    }  # fmt: skip


@pytest.fixture
def directory():
    """Entries with all that may be hard to carry in a cell."""
    assembly = factories.OrganizationFactory(
        slug="anq",
        name_ru="Ассамблея «Достық»; «Бірлік»",
        short_name_ru="АНК",
        kind="assembly",
        website="https://example.org/?a=1&b=2",
        description_ru='Первая строка\r\nвторая, с "кавычками"; и с |',
        is_public=None,
    )
    branch = factories.OrganizationFactory(slug="branch", parent=assembly, is_public=False)
    for name, language, is_accepted in [
        ("АНК", "ru", True), ("a|b", "ru", False), ("c\\|d\\", "ru", False), ("ҚХА", "kk", True),
    ]:  # fmt: skip
        assembly.other_names.create(name=name, language=language, is_accepted=is_accepted)
    person = factories.ParticipantFactory(
        slug="serikov",
        family_name_ru="=Сериков",
        patronymic_name_ru="-",
        gender="male",
        biography_ru="+7 701\n'=сумма",
        biography_en=None,
    )
    person.other_names.create(name="@Сериков", language="ru")
    held = person.positions.create
    held(title_ru="Советник: по праву", title_kk="Кеңесші", organization=branch)
    held(title_ru="Ректор | декан", started_on="2020-01-31", ended_on="2021-12-01")
    held(title_ru="Ректор", organization=assembly, started_on="2020-01-31")
    factories.ParticipantFactory(slug="second", is_public=None)


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("form", FORMS)
def test_what_went_out_comes_in_again_and_changes_nothing(form, language, directory):
    before = everything()
    outcomes = import_tables(tables=tables_of_all(form, language))
    assert [(len(each.unchanged), len(each.rows)) for each in outcomes] == [(2, 2), (2, 2)]
    assert everything() == before
    assert not HistoryEntry.objects.exists()


@pytest.mark.parametrize("form", FORMS)
def test_what_went_out_makes_the_same_directory_elsewhere(form, directory):
    tables = tables_of_all(form)
    before = everything()
    Participant.objects.all().delete()
    Organization.objects.filter(slug="branch").delete()
    Organization.objects.all().delete()
    import_tables(tables=tables[::-1])  # people first: their offices wait for organizations
    after = everything()
    # Of a cell, line breaks have one form.
    for rows in (before, after):
        rows["organizations"] = [
            tuple(
                (cell or "").replace("\r", "") if isinstance(cell, str | None) else cell
                for cell in row
            )
            for row in rows["organizations"]
        ]
        rows["people"] = [tuple(cell or "" for cell in row) for row in rows["people"]]
        rows["offices"] = [tuple(cell or "" for cell in row) for row in rows["offices"]]
    assert after == before
    assert [each.dataset.dict for each in tables_of_all(form)] == [
        each.dataset.dict for each in tables
    ]


MINIMAL = "family_name_ru,given_name_ru\nСейтов,Ерлан\n"


def row_of(text, kind="people"):
    """What the first row of a table would do."""
    return look([table(text)], kinds=[kind])[0].rows[0]


def test_person_is_new_with_no_more_than_a_name():
    user = factories.UserFactory()
    (outcome,) = import_tables(tables=[table(MINIMAL)], user=user)
    person = Participant.objects.get()
    assert (person.slug, str(person), person.is_public) == ("seytov-erlan", "Сейтов Ерлан", True)
    assert [(row.number, row.slug, row.is_new()) for row in outcome.rows] == [
        (2, "seytov-erlan", True)
    ]
    entry = HistoryEntry.objects.get()
    assert (entry.action, entry.user, entry.object_id) == ("created", user, person.pk)
    assert entry.changes["family_name_ru"] == ["", "Сейтов"]


def test_row_of_an_entry_that_was_merged_says_so(publisher):
    keep, drop = (
        factories.ParticipantFactory(slug=slug, family_name_ru="Лев") for slug in ("one", "two")
    )
    merge = merge_entries(keep=keep, drop=drop, user=publisher)
    text = "slug,family_name_ru\ntwo,Лев\n"
    [(_column, sentence)] = row_of(text).sentences
    assert sentence.startswith("This was merged into “")
    undo_merge(merge=merge, user=publisher)
    assert row_of(text).sentences == []


def test_dry_run_writes_nothing():
    factories.ParticipantFactory(slug="li", gender="")
    (outcome,) = look([table("slug,family_name_ru,gender\nli,,male\n,Ким,female\n")])
    assert [(row.slug, row.is_new(), row.differences) for row in outcome.rows] == [
        ("li", False, (("gender", "", "male"),)),
        (
            "kim",
            True,
            (("slug", "", "kim"), ("family_name_ru", "", "Ким"), ("gender", "", "female")),
        ),
    ]
    assert list(Participant.objects.values_list("slug", "gender")) == [("li", "")]
    assert not HistoryEntry.objects.exists()


def test_row_changes_what_its_cells_say_and_leaves_the_rest():
    organization = factories.OrganizationFactory(slug="knu", name_ru="Университет")
    person = factories.ParticipantFactory(
        slug="seitov", family_name_ru="Сейтов", given_name_ru="Ерлан", biography_ru="Родился."
    )
    kept = person.other_names.create(language="ru", name="Сеитов")
    person.other_names.create(language="ru", name="Е. Сейт", is_accepted=True)
    office = person.positions.create(title_ru="Декан", started_on="2019-01-01")
    text = (
        "slug;gender;biography_ru;biography_kk;other_names_ru;accepted_names_ru;offices\n"
        'seitov;Мужской;-;;Сеитов | Сейтов Е.;-;"ru: Декан | from: 2019-01-01\n'
        'ru: Ректор | organization: университет | from: 01.02.2020 || en: Poet"\n'
    )
    import_tables(tables=[table(text)])
    person.refresh_from_db()
    assert (person.gender, person.biography_ru, person.family_name_ru) == ("male", "", "Сейтов")
    names = person.other_names.values_list("name", "is_accepted")
    assert set(names) == {("Сеитов", False), ("Сейтов Е.", False)}
    assert person.other_names.filter(pk=kept.pk).exists()
    assert person.positions.filter(pk=office.pk).exists()
    assert {
        (row.title_ru, row.title_en, row.organization, str(row.started_on))
        for row in person.positions.all()
    } == {
        ("Декан", None, None, "2019-01-01"),
        ("Ректор", "", organization, "2020-02-01"),
        ("", "Poet", None, "None"),
    }
    entry = HistoryEntry.objects.get()
    assert (entry.action, set(entry.changes)) == (
        "changed",
        {"gender", "biography_ru", "other_names", "positions"},
    )


def test_tables_that_name_each_other_come_in_together_in_any_order():
    people = table("slug,family_name_ru,offices\nsei,Сейтов,ru: Ректор | organization: knu\n")
    organizations = table(
        "slug,name_ru,short_name_ru,parent\nfac,Факультет,,КНУ\nknu,Университет,КНУ,\n"
    )
    outcomes = import_tables(tables=[people, organizations])
    assert [each.kind for each in outcomes] == ["organizations", "people"]
    assert Organization.objects.get(slug="fac").parent.slug == "knu"
    assert Position.objects.get().organization.slug == "knu"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("family_name_ru,given_name_ru\nСейтов,Ерлан", "seitov"),
        ("family_name_ru,given_name_ru\n сейтов ,ЕРЛАН", "seitov"),
        ("family_name_kk,given_name_kk\nСейітов,Ерлан", "seitov"),
        # As a Mac may write it: и and a sign above it.
        ("family_name_ru,given_name_ru\nСе\u0438\u0306тов,Ерлан", "seitov"),
        ("family_name_ru,given_name_ru\nСейтов,Ержан", None),
        ("family_name_ru,given_name_ru\nСейтов,", None),
        ("slug,family_name_ru,given_name_ru\nanother,Сейтов,Ерлан", None),
        # With and without a patronymic: it may be somebody else.
        ("family_name_ru,given_name_ru,patronymic_name_ru\nСейтов,Ерлан,Асанович", "?"),
        ("family_name_ru,given_name_ru\nАлиев,Асан", "?"),
        ("family_name_ru,given_name_ru,patronymic_name_ru\nАлиев,Асан,Ильич", "aliev"),
        ("family_name_ru,given_name_ru,patronymic_name_ru\nАлиев,Асан,Серикович", None),
        ("family_name_ru,given_name_ru\nОмаров,Олжас", "?"),
        ("slug,gender\nomarov-2,male", "omarov-2"),
    ],
)
def test_entry_that_a_row_means(text, found):
    person = factories.ParticipantFactory
    person(slug="seitov", family_name_ru="Сейтов", family_name_kk="Сейітов")
    aliev = {"family_name_ru": "Алиев", "given_name_ru": "Асан", "patronymic_name_ru": "Ильич"}
    person(slug="aliev", **aliev)
    for slug in ("omarov", "omarov-2"):
        person(slug=slug, family_name_ru="Омаров", given_name_ru="Олжас")
    row = row_of(text)
    if found == "?":
        assert row.is_invalid()
        assert "slug" in row.sentences[0][1]
    else:
        assert (row.is_new(), row.slug if found else None) == (found is None, found)


@pytest.mark.parametrize(
    ("kind", "text", "column", "sentence"),
    [
        ("people", "slug,gender\nnobody,male", "family_name_ru", "Give the family name"),
        ("people", "slug,family_name_ru\nнет,Ли", "slug", "valid “slug”"),
        ("people", "family_name_ru,gender\nЛи,мужик", "gender", "none of female, male"),
        ("people", f"family_name_ru\n{'Ли' * 60}", "family_name_ru", "at most 100 characters"),
        ("people", 'family_name_ru\n"Ли\nЛи"', "family_name_ru", "one line"),
        (
            "people",
            "family_name_ru,is_public\nЛи,maybe",
            "is_public",
            "yes, named (From the first publication on that names them), no (No: archived)",
        ),
        ("people", "family_name_ru,offices\nЛи,Ректор", "offices", "a colon: kk, ru, en"),
        ("people", "family_name_ru,offices\nЛи,de: Rektor", "offices", "a colon: kk, ru, en"),
        ("people", "family_name_ru,offices\nЛи,from: 2020-01-01", "offices", "itself is missing"),
        ("people", "family_name_ru,offices\nЛи,ru: А | from: 2020", "offices", "no day"),
        ("people", "family_name_ru,offices\nЛи,ru: А | from: 1020-01-01", "offices", "1800"),
        (
            "people",
            "family_name_ru,offices\nЛи,ru: А | from: 2020-01-02 | until: 2020-01-01",
            "offices",
            "ends before",
        ),
        (
            "people",
            "family_name_ru,offices\nЛи,ru: А | organization: Ассамблеи",
            "offices",
            "The nearest is “Ассамблея” (anq)",
        ),
        (
            "people",
            "family_name_ru,other_names_ru,accepted_names_ru\nЛи,Лі,Лі",
            "accepted_names_ru",
            "other names, too",
        ),
        ("organizations", "slug,name_ru\nanq,-", "name_ru", "Give the name"),
        ("organizations", "name_ru,kind\nФонд,fund", "kind", "assembly"),
        ("organizations", "name_ru,website\nФонд,example.org", "website", "https://"),
        ("organizations", "name_ru,parent\nФонд,???", "parent", "There is no organization"),
        ("organizations", "slug,parent\nanq,anq", "parent", "part of itself"),
    ],
)
def test_error_of_a_row_names_its_column_and_says_what_is_wrong(kind, text, column, sentence):
    factories.OrganizationFactory(
        slug="anq", name_kk=None, name_ru="Ассамблея", name_en=None, kind="assembly"
    )
    row = row_of(text, kind)
    assert [each[0] for each in row.sentences] == [column]
    assert sentence in row.sentences[0][1]
    with pytest.raises(Interrupted):
        import_tables(tables=[table(text)], kinds=[kind])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "given_name_ru,family_name_ru,gender,is_public\nВера,,мужик,maybe",
            [
                ("gender", "“мужик” is none of"),
                ("is_public", "“maybe” is none of"),
                ("family_name_ru", "Give the family name"),
            ],
        ),
        (
            'family_name_ru,offices,gender\nЛи,"ru: А | organization: ??? | from: 2020\n'
            'from: 2019-01-01",?',
            [
                ("offices", "There is no organization “???”."),
                ("offices", "“2020” is no day"),
                ("offices", "the office itself is missing"),
                ("gender", "“?” is none of"),
            ],
        ),
        ("slug,family_name_ru,gender\nнет,Ли,?", [("slug", "valid"), ("gender", "none of")]),
    ],
)
def test_all_errors_of_a_row_are_told_together(text, found):
    sentences = sorted(row_of(text).sentences)
    assert [column for column, _sentence in sentences] == sorted(column for column, _part in found)
    told = "\n".join(sentence for _column, sentence in sentences)
    assert [part for _column, part in found if part not in told] == []


def test_the_words_of_a_choice_are_told_in_the_language_of_the_user():
    with translation.override("ru"):
        ((_column, sentence),) = row_of("family_name_ru,gender\nЛи,?").sentences
    assert sentence.endswith("female (женский), male (мужской).")


@pytest.mark.parametrize("rows", [("a,b", "b,-"), ("b,-", "a,b")])
def test_part_and_whole_change_places_in_any_order_of_rows(rows):
    a = factories.OrganizationFactory(slug="a")
    b = factories.OrganizationFactory(slug="b", parent=a)
    text = "\n".join(["slug,parent", *rows])
    import_tables(tables=[table(text)], kinds=["organizations"], user=factories.UserFactory())
    a.refresh_from_db()
    b.refresh_from_db()
    assert (a.parent, b.parent) == (b, None)
    (outcome,) = look([table("slug,parent\na,b\nb,a")], kinds=["organizations"])
    assert [bool(row.sentences) for row in outcome.rows] == [False, True]


def test_nothing_is_written_when_one_row_of_one_table_is_wrong():
    organizations = table("name_ru\nФонд\n")
    people = table("family_name_ru,gender\nЛи,male\n\nКим,?\nПак,\n")
    with pytest.raises(Interrupted) as interrupted:
        import_tables(tables=[organizations, people])
    rows = [row for each in interrupted.value.outcomes for row in each.refused]
    assert [(row.number, row.name) for row in rows] == [(4, "Ким")]
    assert not Organization.objects.exists()
    assert not Participant.objects.exists()


def test_two_rows_about_one_entry_are_refused():
    text = "slug,family_name_ru,given_name_ru\n,Ли,Вера\nli-vera,Ли,Вера\n"
    first, second = look([table(text)])[0].rows
    assert (first.is_new(), second.is_invalid()) == (True, True)
    assert "row 2" in second.sentences[0][1]


def test_import_stops_when_the_directory_changed_since_it_was_looked_at():
    person = factories.ParticipantFactory(slug="li", gender="")
    (seen,) = look([table("slug,gender\nli,male\n")])
    Participant.objects.filter(pk=person.pk).update(gender="male")
    with pytest.raises(Interrupted):
        import_tables(tables=[seen.table], expected=[seen.digest])
    assert not HistoryEntry.objects.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("family_nam_ru,given_name_ru\nЛи,Ян", "“family_nam_ru” (is it “family_name_ru”?)"),
        ("family_name_ru,телефон\nЛи,5", "“телефон”"),
        ("gender,biography_ru\nmale,Родился.", "lacks a column"),
        ("slug,is_public\nli,yes", "people or of organizations"),
        ("slug,gender,gender\nli,male,male", "twice"),
    ],
)
def test_columns_that_cannot_be_read_are_named(text, sentence):
    with pytest.raises(UnreadableTable, match=re.escape(sentence)):
        look([table(text)])


def test_number_of_queries_does_not_grow_with_unchanged_rows(django_assert_num_queries):
    for number in range(3):
        factories.OrganizationFactory(slug=f"o{number}")
        person = factories.ParticipantFactory(slug=f"p{number}", gender="male")
        person.positions.create(title_ru="Ректор", organization=Organization.objects.first())
    for rows in (["p0"], ["p0", "p1", "p2"]):
        text = "slug,gender\n" + "".join(f"{slug},female\n" for slug in rows)
        with django_assert_num_queries(5):
            look([table(text)])


def test_queries_of_new_rows_are_few(django_assert_max_num_queries):
    text = "slug,family_name_ru,other_names_ru,offices\n" + "".join(
        f"p{number},Ли {number},Лі | Лей,ru: Ректор || ru: Декан\n" for number in range(40)
    )
    with django_assert_max_num_queries(20):
        import_tables(tables=[table(text)])
    assert (Participant.objects.count(), Position.objects.count()) == (40, 80)


def test_written_rows_are_like_those_of_the_forms():
    """Of each translated field there is an untranslated double, which has the source language."""
    import_tables(tables=[table("slug,family_name_ru,offices\nli,Ли,ru: Ректор\n")])
    person = Participant.objects.rewrite(False).values_list("family_name", "updated_at").get()
    assert (person[0], person[1] is None) == ("Ли", False)
    assert Position.objects.rewrite(False).values_list("title", flat=True).get() == "Ректор"


def test_names_are_found_in_texts_after_the_import(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        import_tables(tables=[table("slug,family_name_ru,given_name_ru\nsei,Сейтов,Ерлан\n")])
    assert NameForm.objects.filter(participant__slug="sei").exists()


def test_directory_of_more_entries_than_a_query_takes_values_is_read():
    Participant.objects.bulk_create(
        Participant(slug=f"p{number}", family_name_ru="Ли") for number in range(1100)
    )
    (outcome,) = import_tables(tables=[table("slug,gender\np7,male\n")])
    assert [row.slug for row in outcome.changed] == ["p7"]
    assert read_table("p.csv", export_table("people", "csv", "ru")).dataset.height == 1100
