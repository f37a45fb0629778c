"""Entries that look like one: which pairs are found, and the pages that tell and merge them."""

import pytest

from news.duplicates import Reason, find_pairs, look_like
from news.merges import merge_entries
from news.models import Distinct, Merge
from organizations.models import Organization, OrganizationName
from people.models import Participant, ParticipantName
from tests import factories
from tests.news.desk import posted, save, signed_in

pytestmark = pytest.mark.django_db

NOBODY = {f"{part}_name_{code}": "" for part in ("family", "given") for code in ("kk", "ru", "en")}
NOTHING = {f"name_{code}": "" for code in ("kk", "ru", "en")}


def person(name, language="ru", **fields):
    given, family = name.split()
    names = {f"given_name_{language}": given.strip("-"), f"family_name_{language}": family}
    return factories.ParticipantFactory(**NOBODY | names | fields)


def organization(name, language="ru", **fields):
    return factories.OrganizationFactory(**NOTHING | {f"name_{language}": name} | fields)


def reasons(model):
    return [[reason.name for reason in sorted(pair.reasons)] for pair in find_pairs(model)]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (("Ерлан Сериков",), ("Ерлан Сериков",), "SAME_NAME"),
        (("Пётр Семёнов",), ("петр семенов",), "SAME_NAME"),
        (("Ерлан Сериков",), ("Сериков Ерлан",), "SAME_NAME"),
        (("Ерлан Сериков",), ("Е. Сериков",), "INITIAL"),
        (("Ерлан Сериков",), ("- Сериков",), "NO_GIVEN_NAME"),
        (("Криенгсак Чароенвонгисак",), ("Криенгсак Чареонвонгсак",), "SIMILAR_NAME"),
        (("Алина Цхай",), ("Алина Цхаи",), "SIMILAR_NAME"),
        (("Алина Оспанова",), ("Алина Осспанова",), "SIMILAR_NAME"),
        (("Айгуль Оспанова",), ("Айгул Оспанова",), "SIMILAR_NAME"),
        (("Ерлан Сериков",), ("Yerlan Serikov", "en"), "ONE_IN_TWO_LANGUAGES"),
        (("Касым Токаев",), ("Қасым Тоқаев", "kk"), "ONE_IN_TWO_LANGUAGES"),
        (("Жанар Айтжанова",), ("Zhanar Aitzhanova", "en"), "ONE_IN_TWO_LANGUAGES"),
        (("Юрий Щербаков",), ("Yuri Shcherbakov", "en"), "ONE_IN_TWO_LANGUAGES"),
        (("Нұрсұлтан Назарбаев", "kk"), ("Nursultan Nazarbayev", "en"), "ONE_IN_TWO_LANGUAGES"),
        (("Сергей Ким",), ("Sergei Kim", "en"), "ONE_IN_TWO_LANGUAGES"),
        # Two people
        (("Ерлан Сериков",), ("Нурлан Сериков",), ""),
        (("Ерлан Сериков",), ("А. Сериков",), ""),
        (("Е. Сериков",), ("Ерлан Серикбаев",), ""),
        (("Юрий Тимощенко",), ("Юлия Тимошенко",), ""),
        (("Олег Ким",), ("Олег Кин",), ""),
        (("Александр Пак",), ("Александра Пак",), ""),
        (("Олег Тимошин",), ("Олег Тимохин",), ""),
        (("Ерлан Сериков",), ("Nurlan Serikov", "en"), ""),
        (("Марат Ахметов",), ("Marat Akhmedov", "en"), ""),
    ],
)
def test_people_that_look_like_one(one, other, found):
    person(*one)
    person(*other)
    assert reasons(Participant) == ([[found]] if found else [])


@pytest.mark.parametrize(
    ("patronymics", "is_found"),
    [
        (("Маратович", ""), True),
        (("Маратович", "Маратович"), True),
        (("Маратович", "М."), True),
        (("Маратович", "Болатович"), False),
        (("Маратович", "Б."), False),
    ],
)
def test_the_patronymic_tells_two_people_of_one_name_apart(patronymics, is_found):
    for patronymic in patronymics:
        person("Ерлан Сериков", patronymic_name_ru=patronymic)
    assert reasons(Participant) == ([["SAME_NAME"]] if is_found else [])


def test_who_has_names_in_a_shared_language_is_compared_in_it():
    person("Ерлан Сериков", given_name_en="Yerlan", family_name_en="Serikov")
    person("Erlan Serikov", "en")
    assert reasons(Participant) == []


def test_other_names_are_compared():
    one, other = person("Ерлан Сериков"), person("Мағжан Жұмабай", "kk")
    ParticipantName.objects.create(participant=other, language="ru", name="Сериков Ерлан")
    ParticipantName.objects.create(participant=one, language="ru", name="Ерлан Сериков")
    (pair,) = find_pairs(Participant)
    assert pair.ids == (one.pk, other.pk)
    assert pair.reasons == {Reason.SAME_OTHER_NAME: ("Ерлан Сериков", "Сериков Ерлан")}
    assert pair.told == ["The same other name: Ерлан Сериков – Сериков Ерлан"]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (("Дом дружбы",), ("«Дом Дружбы»",), "SAME_NAME"),
        (("ОО «Арирам»",), ("Общественное объединение «Арирам»",), "SAME_NAME"),
        (("«Арирам» қоғамдық бірлестігі", "kk"), ("Арирам ҚБ", "kk"), "SAME_NAME"),
        (("Ассамблея народа Казахстана",), ("АНК",), "ABBREVIATION"),
        (("Министерство культуры и спорта",), ("МКС",), "ABBREVIATION"),
        (("Дом дружбы города Астаны",), ("Дом дружбы города Астана",), "SIMILAR_NAME"),
        (("Объединение «Арирам»",), ("“Ariram”", "en"), "ONE_IN_TWO_LANGUAGES"),
        # Two organizations
        (("Дом дружбы города Астаны",), ("Дом дружбы города Алматы",), ""),
        (("Школа-гимназия № 5 города Тараза",), ("Школа-гимназия № 6 города Тараза",), ""),
        (("Ассамблея народа Казахстана",), ("АНКА",), ""),
    ],
)
def test_organizations_that_look_like_one(one, other, found):
    organization(*one)
    organization(*other)
    assert reasons(Organization) == ([[found]] if found else [])


def test_an_abbreviation_of_its_own_says_that_it_is_another():
    organization("Ассамблея народа Казахстана", short_name_ru="АНРК")
    organization("АНК")
    assert reasons(Organization) == []


def test_other_names_of_organizations_are_compared():
    one, other = organization("Дом дружбы"), organization("Достық үйі", "kk")
    OrganizationName.objects.create(organization=other, language="ru", name="Дом Дружбы")
    assert look_like(one) == [other.pk]


# The pages

PEOPLE = "/admin/people/participant/"


def test_a_page_of_any_length_takes_as_many_queries(editor, django_assert_num_queries):
    client = signed_in(editor)

    def add(family):
        for given in ("Ерлан", "Е."):
            one = person(f"{given} {family}")
            ParticipantName.objects.create(participant=one, language="ru", name=f"Ник {one.pk}")
            factories.ParticipationFactory(participant=one)

    add("Сериков")
    page = f"{PEOPLE}duplicates/"
    client.get(page)
    with django_assert_num_queries(9):
        response = client.get(page)
    assert len(response.context["rows"]) == 1
    add("Ахметов")
    add("Тулегенов")
    with django_assert_num_queries(9):
        response = client.get(page)
    assert len(response.context["rows"]) == 3


def test_a_pair_that_is_called_distinct_is_listed_no_longer_and_again(editor):
    one, other = person("Ерлан Сериков"), person("Е. Сериков")
    client, page = signed_in(editor), f"{PEOPLE}duplicates/"
    data = {"first": other.pk, "second": one.pk, "act": "distinct"}
    response = client.post(page, data, follow=True)
    assert "no longer listed" in response.content.decode()
    assert (response.context["rows"], response.context["number_of_distinct"]) == ([], 1)
    assert Distinct.objects.get().user == editor
    response = client.get(f"{page}?distinct=1")
    assert [row["pair"].ids for row in response.context["rows"]] == [(one.pk, other.pk)]
    assert "No entries that look alike were found." in client.get(page).content.decode()
    client.post(f"{page}?distinct=1", data | {"act": "list"})
    assert len(client.get(page).context["rows"]) == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"first": "x", "second": "y", "act": "distinct"},
        {"first": "1", "second": "1", "act": "distinct"},
        {"first": "9" * 30, "second": "1", "act": "distinct"},
        {"first": "5", "second": "6", "act": "other"},
    ],
)
def test_nonsense_tells_nobody_apart(data, editor):
    response = signed_in(editor).post(f"{PEOPLE}duplicates/", data, follow=True)
    assert "no longer there" in response.content.decode()
    assert not Distinct.objects.exists()


def merge_address(keep, drop):
    app, model = keep._meta.app_label, keep._meta.model_name
    return f"/admin/{app}/{model}/merge/?keep={keep.pk}&drop={drop.pk}"


def test_two_people_are_compared_and_merged(editor):
    keep = person("Е. Сериков", biography_ru="Родился.")
    drop = person("Ерлан Сериков", gender="male", given_name_kk="Ерлан", family_name_kk="Серіков")
    factories.ParticipationFactory(participant=drop)
    client = signed_in(editor)
    response = client.get(merge_address(keep, drop))
    rows = {row["name"]: row for row in response.context["form"].rows}
    assert [name for name, row in rows.items() if row["is_choice"]] == ["given_name_ru"]
    assert "biography_ru" in rows
    assert "biography_kk" not in rows
    seen = response.context["form"]["seen"].value()
    data = {"seen": seen, "given_name_ru": "drop"}
    response = client.post(merge_address(keep, drop), data, follow=True)
    page = response.content.decode()
    assert "It can be undone." in page
    assert f'<a href="/admin/news/merge/{Merge.objects.get().pk}/undo/">Undo the merge</a>' in page
    assert response.redirect_chain[0][0] == f"{PEOPLE}{keep.pk}/change/"
    keep.refresh_from_db()
    assert (keep.given_name_ru, keep.family_name_kk, keep.gender) == ("Ерлан", "Серіков", "male")
    history = client.get(f"{PEOPLE}{keep.pk}/history/").content.decode()
    assert "Merged with a duplicate" in history
    response = client.get(f"{PEOPLE}{drop.pk}/change/", follow=True)
    assert response.redirect_chain[0][0] == f"{PEOPLE}{keep.pk}/change/"
    assert "was merged into this one" in response.content.decode()


def test_history_of_the_merged_one_is_told_as_such(editor):
    keep, drop = person("Е. Сериков"), person("Ерлан Сериков")
    client = signed_in(editor)
    save(client, f"{PEOPLE}{drop.pk}/change/", biography_ru="Родился.")
    merge = merge_entries(keep=keep, drop=drop, user=editor)
    page = client.get(f"{PEOPLE}{keep.pk}/history/").content.decode()
    assert f"of “{merge.dropped_name}”, which was merged into it" in page
    assert "Biography" in page


def test_what_was_changed_meanwhile_is_looked_at_again(editor, publisher):
    keep, drop = person("Е. Сериков"), person("Ерлан Сериков")
    client, address = signed_in(editor), merge_address(keep, drop)
    seen = client.get(address).context["form"]["seen"].value()
    save(signed_in(publisher), f"{PEOPLE}{drop.pk}/change/", given_name_ru="Ерболат")
    response = client.post(address, {"seen": seen, "given_name_ru": "drop"})
    page = response.content.decode()
    assert "Look at them again." in page
    assert "Ерболат" in page
    assert not Merge.objects.exists()
    again = response.context["form"]["seen"].value()
    assert client.post(address, {"seen": again, "given_name_ru": "drop"}).status_code == 302


@pytest.mark.parametrize("query", ["", "?keep=1", "?keep=a&drop=b", "?keep=998&drop=999"])
def test_a_merge_of_nobody_is_no_page(query, editor):
    assert signed_in(editor).get(f"{PEOPLE}merge/{query}").status_code == 404


def test_two_entries_are_chosen_in_the_list(editor):
    one, other, third = (factories.ParticipantFactory() for _number in range(3))
    client = signed_in(editor)
    data = {"action": "merge_chosen", "_selected_action": [one.pk, other.pk]}
    assert client.post(PEOPLE, data).url == merge_address(one, other)
    data["_selected_action"].append(third.pk)
    assert "Choose two entries" in client.post(PEOPLE, data, follow=True).content.decode()


@pytest.mark.parametrize(("name", "is_told"), [("Сериков", True), ("Ахметов", False)])
def test_who_adds_an_entry_hears_of_those_like_it(name, is_told, editor):
    there = person("Ерлан Сериков")
    client = signed_in(editor)
    data = posted(client.get(f"{PEOPLE}add/"), family_name_ru=name, given_name_ru="Е.")
    page = client.post(f"{PEOPLE}add/", data, follow=True).content.decode()
    assert ("Possibly the same as:" in page) is is_told
    assert (f"drop={Participant.objects.latest('pk').pk}" in page) is is_told
    assert there.pk


def test_a_merge_is_undone_on_its_page(editor):
    keep, drop = person("Е. Сериков"), person("Ерлан Сериков")
    client, merge = signed_in(editor), merge_entries(keep=keep, drop=drop, user=editor)
    undo = f"/admin/news/merge/{merge.pk}/undo/"
    assert f'href="{undo}"' in client.get("/admin/news/merge/").content.decode()
    Participant.objects.filter(pk=keep.pk).update(slug=drop.slug)
    assert "has the address of" in client.post(undo).content.decode()
    Participant.objects.filter(pk=keep.pk).update(slug=keep.slug)
    assert "Undone: both are there again." in client.post(undo, follow=True).content.decode()
    assert Participant.objects.filter(pk=drop.pk).exists()
    assert "undone already" in client.get(undo).content.decode()


@pytest.mark.parametrize("role", ["Translators", "Photo editors"])
def test_who_may_not_delete_may_not_merge_nor_undo(role, editor):
    keep, drop = person("Е. Сериков"), person("Ерлан Сериков")
    client = signed_in(factories.UserFactory(groups=[role]))
    assert client.post(merge_address(keep, drop), {"seen": 0}).status_code == 403
    data = {"first": keep.pk, "second": drop.pk, "act": "distinct"}
    assert client.post(f"{PEOPLE}duplicates/", data).status_code == 403
    merge = merge_entries(keep=keep, drop=drop, user=editor)
    assert client.post(f"/admin/news/merge/{merge.pk}/undo/").status_code == 403
    assert not Distinct.objects.exists()
    merge.refresh_from_db()
    assert merge.undone_at is None


@pytest.mark.parametrize("kind", ["event", "photo"])
def test_a_form_that_was_open_is_saved_with_the_one_entry(kind, editor, publisher):
    keep, drop = person("Е. Сериков"), person("Ерлан Сериков")
    event, photo = factories.EventFactory(), factories.photo()
    factories.ParticipationFactory(event=event, participant=drop)
    photo.photo_people.create(participant=drop)
    address, field = {
        "event": (f"/admin/news/event/{event.pk}/change/", "title_ru"),
        "photo": (f"/admin/media/photo/{photo.pk}/change/", "caption_ru"),
    }[kind]
    client = signed_in(publisher)
    data = posted(client.get(address), **{field: "Другое"})
    merge_entries(keep=keep, drop=drop, user=editor)
    assert client.post(address, data).status_code == 302
    entry = event if kind == "event" else photo
    entry.refresh_from_db()
    assert getattr(entry, field) == "Другое"
    assert [*event.participants.all()] == [keep]
    assert [*photo.photo_people.values_list("participant", flat=True)] == [keep.pk]
