"""The time line of events, people, organizations, photos and topics."""

import pytest

from media.models import Photo
from news.body import figure
from news.importing.release import Release
from news.importing.writing import Choices, OrganizationChoice, PersonChoice, make_event
from news.models import HistoryEntry, StaffProfile
from organizations.models import Organization
from people.models import Participant
from tests import factories
from tests.news.desk import posted, save, signed_in, take

pytestmark = pytest.mark.django_db

PLACES = {
    "participant": "/admin/people/participant/",
    "organization": "/admin/organizations/organization/",
    "photo": "/admin/media/photo/",
    "topic": "/admin/news/topic/",
    "event": "/admin/news/event/",
}


@pytest.fixture
def client(editor):
    return signed_in(editor)


def made(kind):
    makers = {
        "participant": factories.ParticipantFactory,
        "organization": factories.OrganizationFactory,
        "photo": factories.photo,
        "topic": factories.TopicFactory,
        "event": factories.EventFactory,
    }
    return makers[kind]()


def rows_of(client, kind, entry):
    return client.get(f"{PLACES[kind]}{entry.pk}/history/").context["rows"]


def told(row):
    return [(found.label, str(found.html)) for found in row["differences"]]


def actions(entry):
    return [found.action for found in HistoryEntry.objects.of(entry)]


# Of an event


def test_an_entry_tells_the_values(client, editor):
    event = factories.EventFactory(title_ru="Старый")
    address = f"{PLACES['event']}{event.pk}/change/"
    save(client, address, title_ru="Новый", kind="forum", seen_version=1)
    (row,) = rows_of(client, "event", event)
    assert told(row) == [
        ("Title · Русский", "<del>Старый</del> <ins>Новый</ins>"),
        ("Kind", "<del>Other</del> <ins>Forum</ins>"),
    ]
    shown = client.get(f"{PLACES['event']}{event.pk}/history/").content.decode()
    assert "<summary>Title · Русский; Kind</summary>" in shown
    assert row["who"] == editor.username


def test_the_changes_of_its_photos_are_in_the_time_line(client):
    listed = factories.photo("red", caption_ru="Снимок")
    in_text = factories.photo("blue", caption_ru="В тексте")
    other = factories.photo("green", caption_ru="Чужой снимок")
    event = factories.EventFactory(body_ru=f"<p>Да</p>{figure(in_text.pk)}")
    factories.EventPhotoFactory(event=event, photo=listed)
    for photo in (listed, in_text, other):
        address = f"{PLACES['photo']}{photo.pk}/change/"
        save(client, address, alt_text_ru="Зал", credit_line_ru="Жаршы")
    rows = rows_of(client, "event", event)
    assert [[found.label for found in row["differences"]] for row in rows] == [
        ["Details of photos"],
        ["Details of photos"],
    ]
    told = [picture for row in rows for picture in row["differences"][0].rows]
    assert [picture.name for picture in told] == ["В тексте", "Снимок"]
    assert [(field.label, str(field.html)) for field in told[0].fields] == [
        ("Alternative text · Русский", "<ins>Зал</ins>"),
        ("Credit line · Русский", "<ins>Жаршы</ins>"),
    ]


def test_publications_lead_to_their_editions(client, publisher):
    event = factories.published(factories.trilingual(), ["kk", "ru"])
    event.refresh_from_db()
    event.edited(publisher, {"title_ru": ["a", "b"]})
    factories.published(event, ["en"])
    first, second = (row["editions"] for row in rows_of(client, "event", event)[::-1]
                     if "editions" in row)  # fmt: skip
    assert [(link["language"], link["number"]) for link in first] == [
        ("Қазақша", 1),
        ("Русский", 1),
    ]
    assert [link["language"] for link in second] == ["English"]
    edition = event.editions.get(language="en")
    assert second[0]["bring_back"].endswith(f"/bring-back/{edition.pk}/")
    assert "compare" not in second[0]  # nothing was before it


def test_a_correction_leads_to_what_it_changed(client, publisher):
    event = factories.published()
    factories.approved(event)
    data = {"languages": "ru", "when": "now", "is_silent": "on"}
    take(signed_in(publisher), event, "publish", data)
    (row,) = [row for row in rows_of(client, "event", event) if row["entry"].action == "silent"]
    (link,) = row["editions"]
    assert link["compare"].endswith("/compare/?language=ru&from=1&to=2")


@pytest.mark.parametrize("count", [1, 3])
def test_a_time_line_costs_the_same_with_more(client, count, django_assert_num_queries, editor):
    event = factories.published(factories.trilingual())
    for color in ["red", "green", "blue"][:count]:
        photo = factories.photo(color)
        factories.EventPhotoFactory(event=event, photo=photo)
        captions = [{str(photo.pk): {"caption_ru": text}} for text in ("", color)]
        event.edited(editor, {"captions": captions})
        person = factories.ParticipantFactory(portrait=photo)
        club = factories.OrganizationFactory()
        changes = {
            "people": [{}, {str(person.pk): {"organization": club.pk, "position": 0}}],
            "photos": [[], [photo.pk]],
            "topics": [[], [factories.TopicFactory().pk]],
        }
        event.edited(editor, changes)
    with django_assert_num_queries(13):
        rows = rows_of(client, "event", event)
    assert sum(row["entry"].action == "changed" for row in rows) == 2 * count


def test_a_long_time_line_has_pages(client, editor):
    event = factories.EventFactory()
    for number in range(51):
        event.edited(editor, {"title_ru": [str(number), str(number + 1)]})
    assert len(rows_of(client, "event", event)) == 50
    response = client.get(f"{PLACES['event']}{event.pk}/history/?page=2")
    assert [told(row) for row in response.context["rows"]] == [
        [("Title · Русский", "<del>0</del> <ins>1</ins>")]
    ]


# Of the directory and the library


NAMES = {
    "participant": ("biography_ru", "Biography · Русский"),
    "organization": ("short_name_ru", "Short name · Русский"),
    "photo": ("caption_ru", "Caption · Русский"),
    "topic": ("name_ru", "Name · Русский"),
}


@pytest.mark.parametrize("kind", NAMES)
def test_a_change_is_written_down_with_its_values(client, editor, kind):
    entry = made(kind)
    field, label = NAMES[kind]
    before = getattr(entry, field) or ""
    address = f"{PLACES[kind]}{entry.pk}/change/"
    save(client, address, **{field: "Новое"})
    (row,) = rows_of(client, kind, entry)
    assert (row["entry"].action, row["entry"].user) == ("changed", editor)
    assert row["entry"].changes == {field: [before, "Новое"]}
    assert [found[0] for found in told(row)] == [label]
    save(client, address)  # nothing changed
    assert actions(entry) == ["changed"]


@pytest.mark.parametrize("kind", ["participant", "organization", "topic"])
def test_adding_and_deleting_are_written_down_with_values(client, kind):
    name = "family_name_ru" if kind == "participant" else "name_ru"
    address = f"{PLACES[kind]}add/"
    save(client, address, **{name: "Новое имя"})
    created = HistoryEntry.objects.get()
    assert (created.action, created.changes[name]) == ("created", ["", "Новое имя"])
    assert created.object_name == "Новое имя"
    client.post(f"{PLACES[kind]}{created.object_id}/delete/", {"post": "yes"})
    deleted = HistoryEntry.objects.first()
    assert (deleted.action, deleted.changes[name]) == ("deleted", ["Новое имя", ""])
    assert deleted.object_name == "Новое имя"


def test_photos_that_come_together_are_written_down_each(client, tmp_path):
    files = []
    for color in ["red", "green"]:
        path = tmp_path / f"{color}.jpg"
        path.write_bytes(factories.picture(color))
        files.append(path.open("rb"))
    known = factories.photo("green")
    data = {"files": files, "creator": "Е. Сериков"}
    client.post(f"{PLACES['photo']}add-photos/", data)
    for file in files:
        file.close()
    new = Photo.objects.exclude(pk=known.pk).get()
    entry = HistoryEntry.objects.get()
    assert (entry.action, entry.object_id, entry.model) == ("created", new.pk, "media.photo")
    assert entry.changes == {"creator": ["", "Е. Сериков"]}


def test_the_offices_and_other_names_of_a_person_are_told(client):
    person = factories.ParticipantFactory()
    address = f"{PLACES['participant']}{person.pk}/change/"
    club = factories.OrganizationFactory(name_en="Club")
    office = person.positions.create(title_ru="директор", organization=club)
    save(client, address, **{"positions-0-title_ru": "председатель"})
    (row,) = rows_of(client, "participant", person)
    (offices,) = row["differences"]
    assert [(found.name, found.words) for found in offices.rows] == [("Office", "changed")]
    (title,) = offices.rows[0].fields
    assert title.html == "<del>директор</del> <ins>председатель</ins>"
    assert title.label == "Office · Русский"

    save(client, address, **{"positions-0-DELETE": "on"})
    (offices,) = rows_of(client, "participant", person)[0]["differences"]
    assert [(found.name, found.words) for found in offices.rows] == [("Office", "taken out")]
    fields = {found.label: found.html for found in offices.rows[0].fields}
    assert fields == {"Organization": "Club", "Office · Русский": "председатель"}
    assert not person.positions.filter(pk=office.pk).exists()


def test_a_translator_is_written_down_too(translator):
    StaffProfile.objects.create(user=translator, language="kk", translates_into=["kk"])
    entry = factories.OrganizationFactory()
    address = f"{PLACES['organization']}{entry.pk}/change/"
    client = signed_in(translator)
    response = client.get(address)
    client.post(address, posted(response, short_name_kk="ҚХА", name_ru="Чужое"))
    found = HistoryEntry.objects.of(entry).get()
    assert found.changes == {"short_name_kk": ["", "ҚХА"]}
    assert found.user == translator


def test_what_comes_with_a_release_is_written_down(editor):
    known = factories.OrganizationFactory(name_ru="Музей")
    release = Release("Встреча", ["<p>Текст.</p>"])
    release.add_picture("hall.jpg", factories.picture(), alt_text="Зал", placed=False)
    choices = Choices(
        title="Встреча",
        venue=OrganizationChoice("venue", "Дом дружбы"),
        people=[PersonChoice("Маратова", "Айгуль", gender="female")],
        organizations=[OrganizationChoice("a", organization_id=known.pk, part="guest")],
    )
    event = make_event(
        release=release,
        choices=choices,
        language="ru",
        origin=("a.txt", b"x"),
        user=editor,
    )
    entries = {entry.model: entry for entry in HistoryEntry.objects.all()}
    assert len(entries) == HistoryEntry.objects.count() == 4
    assert {(entry.action, entry.user) for entry in entries.values()} == {("imported", editor)}
    assert entries["news.event"].object_id == event.pk
    person = entries["people.participant"]
    assert person.object_id == Participant.objects.get().pk
    assert person.changes["family_name_ru"] == ["", "Маратова"]
    organization = entries["organizations.organization"]
    assert organization.object_id == Organization.objects.get(name_ru="Дом дружбы").pk
    assert organization.changes["is_public"] == [True, None]
    assert entries["media.photo"].changes == {"alt_text_ru": ["", "Зал"]}


@pytest.mark.parametrize("kind", PLACES)
@pytest.mark.parametrize(
    ("group", "status"),
    [
        ("Editors", 200),
        ("Publishers", 200),
        ("Translators", 200),
        ("Photo editors", 200),
        (None, 403),
    ],
)
def test_who_may_see_an_entry_may_see_its_history(kind, group, status):
    entry = made(kind)
    HistoryEntry.objects.record("changed", entry, None, changes={"slug": ["a", "b"]})
    user = factories.UserFactory(groups=[group] if group else [])
    address = f"{PLACES[kind]}{entry.pk}/history/"
    client = signed_in(user)
    assert client.get(address).status_code == status
    client.logout()
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("kind", PLACES)
def test_the_history_of_nothing_is_not_found(client, kind):
    response = client.get(f"{PLACES[kind]}999999/history/")
    assert response.status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_history_of_a_person_costs_the_same_with_more(client, count, django_assert_num_queries):
    person = factories.ParticipantFactory()
    for number in range(count):
        club = factories.OrganizationFactory()
        row = {"organization": club.pk, "title_ru": str(number)}
        changes = {"positions": [{}, {str(number): row}], "portrait": [None, factories.photo().pk]}
        HistoryEntry.objects.record("changed", person, None, changes=changes)
    with django_assert_num_queries(12):
        rows = rows_of(client, "participant", person)
    assert len(rows) == count
