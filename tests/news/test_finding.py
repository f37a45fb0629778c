"""Finding people and organizations in the texts of an event, and linking them to it."""

import pytest
from django.urls import reverse

from news.models import Event, HistoryEntry
from organizations.models import STALE_NAMES, Organization
from people.models import Participant
from tests import factories
from tests.news.desk import signed_in

pytestmark = pytest.mark.django_db

RUSSIAN = (
    "<p>На встрече выступил заместитель Председателя Ассамблеи народа Казахстана Тимур Ахметов."
    "</p>\n<p>Депутат Н. Каримов поддержал его.</p>\n"
    "<p>Директор Музея дружбы народов Айгуль Маратова показала выставку.</p>"
)
KAZAKH = "<p>Ассамблея төрағасының орынбасары Тимур Ахметов сөз сөйледі.</p>"


def person(given, family, **fields):
    return factories.ParticipantFactory(
        given_name_ru=given, family_name_ru=family, given_name_kk=given, family_name_kk=family,
        family_name_en="", given_name_en="", gender="male", **fields,
    )  # fmt: skip


@pytest.fixture
def timur():
    return person("Тимур", "Ахметов")


@pytest.fixture
def karimovs():
    return person("Нурлан", "Каримов"), person("Нариман", "Каримов")


@pytest.fixture
def assembly():
    return factories.OrganizationFactory(name_ru="Ассамблея народа Казахстана", name_en="Assembly")


@pytest.fixture
def event(timur, karimovs, assembly):
    event = factories.EventFactory(
        title_ru="Встреча", body_ru=RUSSIAN, title_kk="Кездесу", body_kk=KAZAKH
    )
    factories.ParticipationFactory(event=event, participant__family_name_ru="Незванов")
    return event


def address(event):
    return reverse("admin:news_event_find_names", args=[event.pk])


def rows_of(response):
    rows = response.context["rows"]
    return {row.key: row for row in rows.all}


def posted(response, **changes):
    """What a browser would post; `changes` by names of fields, None takes one out."""
    rows = response.context["rows"].all
    data = {"version": response.context["original"].version, "rows": [row.key for row in rows]}
    for field in (field for row in rows for field in row):
        if field.value() not in (None, False):
            data[field.html_name] = field.value()
    data |= changes
    return {name: value for name, value in data.items() if value is not None}


def groups_of(response):
    return {
        group["name"]: [row.name for _label, rows in group["parts"] for row in rows]
        for group in response.context["groups"]
    }


def new_key(response, kind):
    return next(key for key in rows_of(response) if key.startswith(f"new-{kind}"))


def test_the_page_shows_differences_to_what_is_linked(editor, event, timur, karimovs):
    response = signed_in(editor).get(address(event))
    assert groups_of(response) == {
        "found": [str(timur), "Assembly"],
        "open": ["Н. Каримов"],
        "new": ["Айгуль Маратова", "Музей дружбы народов"],
        "unnamed": [str(event.participations.get().participant)],
    }
    rows = rows_of(response)
    known = rows[f"person-{timur.pk}"]
    assert [(place.language, place.where, place.words) for place in known.named.places] == [
        ("ru", "paragraph 1", "Тимур Ахметов"),
        ("kk", "paragraph 1", "Тимур Ахметов"),
    ]
    assert known["role_ru"].value() == ("заместитель Председателя Ассамблеи народа Казахстана")
    assert known["role_kk"].value() == "Ассамблея төрағасының орынбасары"
    (row,) = (row for row in rows.values() if row.group == "open")
    assert [label for _value, label in row.fields["who"].choices] == [
        *map(str, karimovs), "leave it open",
    ]  # fmt: skip
    assert row["who"].value() == ""  # nobody is decided in silence


def test_confirming_links_and_makes_new_entries(editor, event, timur, karimovs, assembly):
    linked = event.participations.get()
    client = signed_in(editor)
    response = client.get(address(event))
    open_key = next(key for key in rows_of(response) if key.startswith("either"))
    new = new_key(response, "person")
    data = posted(
        response,
        **{
            f"{open_key}-who": karimovs[1].pk,
            f"{new}-family_name_ru": "Маратова ",
            f"{new}-holds_office": "on",
            f"unnamed-participation-{linked.pk}-remove": "on",
        },
    )
    assert client.post(address(event), data).url == reverse(
        "admin:news_event_change", args=[event.pk]
    )
    aigul = Participant.objects.get(family_name_ru="Маратова")
    museum = Organization.objects.get(name_ru="Музей дружбы народов")
    assert (aigul.given_name_ru, aigul.gender, aigul.is_public) == ("Айгуль", "female", None)
    office = aigul.positions.get()
    assert (office.title_ru, office.organization) == ("директор Музея дружбы народов", museum)
    assert [
        (link.participant, link.role_ru, link.role_kk, link.organization)
        for link in event.participations.all()
    ] == [
        (timur, "заместитель Председателя Ассамблеи народа Казахстана",
         "Ассамблея төрағасының орынбасары", assembly),
        (karimovs[1], "депутат", None, None),
        (aigul, "директор Музея дружбы народов", None, museum),
    ]  # fmt: skip
    assert not event.event_organizations.exists()  # they were only named
    event.refresh_from_db()
    assert (event.version, event.edited_by) == (2, editor)
    entry = HistoryEntry.objects.of(event).get()
    assert entry.changes.keys() == {"people"}
    (made,) = HistoryEntry.objects.of(aigul)
    assert (made.action, made.user) == ("created", editor)
    again = groups_of(client.get(address(event)))
    assert again == {
        "open": ["Н. Каримов"],
        "linked": [str(timur), str(aigul), "Assembly", str(museum)],  # two of them people's
    }


def test_roles_that_differ_are_offered(editor, event, timur):
    event.participations.all().delete()
    link = factories.ParticipationFactory(
        event=event, participant=timur, role_ru="гость", role_kk="", role_en="guest"
    )
    client = signed_in(editor)
    response = client.get(address(event))
    row = rows_of(response)[f"person-{timur.pk}"]
    assert (row["take_role_ru"].value(), row["take_role_kk"].value()) == (False, True)
    none = {f"{key}-take": None for key in rows_of(response)}
    client.post(address(event), posted(response, **none))
    link.refresh_from_db()
    assert (link.role_ru, link.role_kk, link.role_en) == (
        "гость", "Ассамблея төрағасының орынбасары", "guest",
    )  # fmt: skip
    assert event.participations.count() == 1


def test_what_nobody_ticks_changes_nothing(editor, event):
    client = signed_in(editor)
    response = client.get(address(event))
    none = {f"{key}-take": None for key in rows_of(response)}
    response = client.post(address(event), posted(response, **none), follow=True)
    assert "Nothing was changed." in response.text
    assert not HistoryEntry.objects.of(event).exists()


@pytest.mark.parametrize(("choice", "is_made"), [("", False), ("new", True)])
def test_a_new_person_like_one_of_the_directory_is_left_open(editor, event, choice, is_made):
    person("Айгул", "Маратова")
    client = signed_in(editor)
    response = client.get(address(event))
    key = new_key(response, "person")
    assert "take" not in rows_of(response)[key].fields
    client.post(address(event), posted(response, **({f"{key}-who": choice} if choice else {})))
    assert Participant.objects.filter(given_name_ru="Айгуль").exists() == is_made


def test_a_new_person_can_be_somebody_of_the_directory(editor, event):
    near = person("Айгул", "Маратова")
    client = signed_in(editor)
    response = client.get(address(event))
    new = new_key(response, "person")
    row = rows_of(response)[new]
    assert [str(value) for value, _label in row.fields["who"].choices] == ["new", str(near.pk), ""]
    client.post(address(event), posted(response, **{f"{new}-who": near.pk}))
    assert event.participations.filter(participant=near).exists()
    assert not Participant.objects.filter(given_name_ru="Айгуль").exists()


@pytest.mark.parametrize("is_ticked", [True, False])
def test_another_spelling_is_told_and_remembered_if_wanted(editor, is_ticked):
    known = person("Чарун", "Чароенвонгисак")
    event = factories.EventFactory(body_ru="<p>Выступил посол Чарун Чареонвонгсак.</p>")
    client = signed_in(editor)
    response = client.get(address(event))
    text = " ".join(response.text.split())
    assert "the text says “Чарун Чареонвонгсак”, the directory “Чарун Чароенвонгисак”" in text
    (row,) = (row for row in rows_of(response).values() if row.kind == "person")
    chosen = {f"{row.key}-who": known.pk, f"{row.key}-spelling_ru": "on" if is_ticked else None}
    client.post(address(event), posted(response, **chosen))
    assert event.participations.get().participant == known
    assert [str(name) for name in known.other_names.all()] == ["Чарун Чареонвонгсак"] * is_ticked
    assert HistoryEntry.objects.of(known).count() == is_ticked
    assert Participant.objects.filter(STALE_NAMES, pk=known.pk).exists() == is_ticked


@pytest.mark.parametrize("case", ["stale", "directory", "another", "no name", "twice", "no part"])
def test_what_is_refused_loses_nothing(editor, event, timur, karimovs, case):
    client = signed_in(editor)
    response = client.get(address(event))
    new = new_key(response, "person")
    typed = {f"{new}-given_name_ru": "Айгерим"}
    sentence = {
        "stale": "It was changed after you opened the page. Look at it again.",
        "directory": "What the directory knows changed meanwhile. Look at the rows again.",
        "another": "This form was opened by another account",
        "no name": "Choose one of the directory or give the name.",
        "twice": "This person is in the list already.",
        "no part": "This organization is not ticked. Tick it or choose another.",
    }[case]
    if case == "stale":
        event.edited(editor, {"title_ru": ["a", "b"]})
    if case == "directory":
        factories.OrganizationFactory(name_ru="Музей дружбы народов")
    if case == "another":
        typed["opened_by"] = "1000"
    if case == "no name":
        typed[f"{new}-family_name_ru"] = " "
    if case == "twice":
        typed[f"{new}-other"] = timur.pk
    if case == "no part":
        typed[f"{new_key(response, 'organization')}-take"] = None
    response = client.post(address(event), posted(response, **typed))
    assert response.status_code == 200
    assert sentence in response.text
    assert rows_of(response)[new]["given_name_ru"].value() == "Айгерим"
    assert event.participations.count() == 1
    assert not Participant.objects.filter(given_name_ru="Айгерим").exists()


def test_an_approved_event_goes_back_to_review(publisher, event):
    factories.approved(event)
    client = signed_in(publisher)
    response = client.post(address(event), posted(client.get(address(event))), follow=True)
    event.refresh_from_db()
    assert event.status == Event.Status.IN_REVIEW
    assert "The approval is withdrawn" in response.text


@pytest.mark.parametrize(
    ("group", "status"),
    [("Editors", 200), ("Publishers", 200), ("Translators", 403), ("Photo editors", 403)],
)
def test_it_is_for_those_who_write_everything(event, group, status):
    client = signed_in(factories.UserFactory(groups=[group]))
    data = {"version": event.version, "rows": []}
    assert client.get(address(event)).status_code == status
    assert client.post(address(event), data).status_code == status
    shown = client.get(f"/admin/news/event/{event.pk}/change/").text
    assert ("find-names" in shown) is (status == 200)


def test_who_may_not_add_people_makes_none(editor, event):
    editor.groups.get().permissions.remove(
        *editor.groups.get().permissions.filter(codename="add_participant")
    )
    client = signed_in(editor)
    response = client.post(address(event), posted(client.get(address(event))))
    assert "You may not add people to the directory." in response.text
    assert not Participant.objects.filter(family_name_ru="Маратова").exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number(editor, count, django_assert_num_queries):
    names = ["Тимур Ахметов", "Нурлан Каримов", "Серик Оспанов"][:count]
    new = ["Айгуль Маратова", "Вера Петрова", "Анна Смирнова"][:count]
    event = factories.EventFactory(
        title_ru="Встреча",
        body_ru="".join(f"<p>Депутат {name} и депутат {other}.</p>"
                        for name, other in zip(names, new, strict=True))
    )  # fmt: skip
    for name in names:
        known = person(*name.split())
        factories.ParticipationFactory(event=event, participant=known)
    client = signed_in(editor)
    client.get(address(event))
    with django_assert_num_queries(17):
        assert len(client.get(address(event)).context["rows"].all) == 2 * count


def test_what_is_there_as_the_venue_or_somebodys_is_not_offered(editor, event, timur, assembly):
    library = factories.OrganizationFactory(name_ru="Городская библиотека", name_en="Library")
    union = factories.OrganizationFactory(name_ru="Союз волонтеров", name_en="Union")
    event.body_ru += "<p>Были Городская библиотека и Союз волонтеров.</p>"
    event.venue = library
    event.save()
    event.participations.update(organization=assembly)
    client = signed_in(editor)
    response = client.get(address(event))
    groups = groups_of(response)
    assert (groups["found"], groups["linked"]) == ([str(timur), "Union"], ["Assembly", "Library"])
    assert "Nothing to decide (2)" in " ".join(response.text.split())
    row = rows_of(response)[f"organization-{union.pk}"]
    assert (row["take"].value(), row["part"].value()) == (False, None)
    ticked = {f"{row.key}-take": "on"}
    refused = client.post(address(event), posted(response, **ticked))
    assert "Choose the part, or take the tick out." in refused.text
    client.post(address(event), posted(response, **ticked, **{f"{row.key}-part": "guest"}))
    assert event.event_organizations.get().organization == union
    # One that is there already can be that of a new participant.
    assert event.participations.get(participant=timur).organization == assembly


def test_roles_that_are_the_same_are_folded(editor, event, timur):
    link = factories.ParticipationFactory(
        event=event, participant=timur, role_kk="Ассамблея төрағасының орынбасары",
        role_ru="заместитель Председателя Ассамблеи народа Казахстана",
    )  # fmt: skip
    client = signed_in(editor)
    found = []
    for role in (link.role_ru, "гость"):
        event.participations.filter(pk=link.pk).update(role_ru=role)
        groups = groups_of(client.get(address(event)))
        found.append(
            [name for name in ("linked", "differing") if str(timur) in groups.get(name, [])]
        )
    assert found == [["linked"], ["differing"]]
