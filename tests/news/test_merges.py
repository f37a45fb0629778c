"""Two entries of the directory made one, with all that refers to them, and undone again."""

import datetime as dt

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.utils.translation import override

from media.models import Photo
from news import merges
from news.merges import merge_entries, undo_merge
from news.models import (
    Edition,
    EditionPhoto,
    Event,
    HistoryEntry,
    Merge,
    NameForm,
    Participation,
    Refused,
)
from news.publishing import build_edition, differs
from organizations.models import Organization, OrganizationName
from people.models import Participant, ParticipantName, PhotoPerson, Position
from tests import factories
from tests.news.test_atomic import KillAt, Killed

pytestmark = pytest.mark.django_db

# What says only when a row was saved, or is made anew at any time.
UNTOLD = {"updated_at", "names_indexed_at", "prepared_at"}


def all_rows(but=("news.HistoryEntry", "news.Merge", "news.NameForm", "news.SearchWord")):
    """Every row of our apps, with the words by which editions are found."""
    rows = {}
    for app in ("media", "organizations", "people", "news"):
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            names = [field.attname for field in model._meta.concrete_fields]
            names = [name for name in names if name not in UNTOLD]
            if model is Event:  # counts the merge and the undoing, so that open forms notice
                names.remove("version")
            if model._meta.label not in but:
                found = model._base_manager.order_by("pk").values(*names)
                rows[model._meta.label] = list(found)
    for table in ("news_search", "news_photo_search"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
            rows[table] = sorted(cursor.fetchall(), key=repr)
    return rows


def relations(model):
    """`{(model, column)}` of the whole database that refer to a model."""
    return {
        (relation.related_model, relation.field.name)
        for relation in model._meta.get_fields(include_hidden=True)
        if relation.auto_created and (relation.one_to_many or relation.one_to_one)
    }


@pytest.mark.parametrize("model", [Participant, Organization])
def test_no_relation_is_forgotten(model):
    moved = {(link.model, link.field) for link in merges.LINKS[model]}
    anew = {found for found in relations(model) if found[0] in merges.MADE_ANEW}
    assert len(anew) == 1
    assert moved | anew == relations(model)


@pytest.mark.parametrize("model", [Participant, Organization])
def test_rows_that_may_stand_once_are_joined(model):
    for link in merges.LINKS[model]:
        for constraint in link.model._meta.constraints:
            fields = getattr(constraint, "fields", ())
            if link.field in fields:
                columns = {link.model._meta.get_field(name).attname for name in fields}
                assert {*link.once, f"{link.field}_id"} == columns
        for names in link.model._meta.unique_together:
            columns = {link.model._meta.get_field(name).attname for name in names}
            assert {*link.once, f"{link.field}_id"} == columns


class World:
    """Two people and two organizations with everything that can refer to them, also at once."""

    def __init__(self):
        make = factories.ParticipantFactory
        self.photo = factories.photo()
        self.person = make(
            family_name_ru="Сериков", given_name_ru="Ерлан", family_name_kk="", given_name_kk="",
            family_name_en=None, given_name_en=None, slug="serikov",
        )  # fmt: skip
        self.other_person = make(
            family_name_ru="", given_name_ru="", family_name_kk="Серіков", family_name_en="Serikov",
            slug="serikov-2", biography_ru="Родился.", gender="male", portrait=self.photo,
        )  # fmt: skip
        make_one = factories.OrganizationFactory
        self.organization = make_one(name_ru="Дом дружбы", name_kk="", slug="dom", website="")
        self.other_organization = make_one(
            name_ru="«Дом дружбы»", name_kk="Достық үйі", short_name_ru="ДД", slug="dom-2",
            website="https://example.org", logo=self.photo, parent=make_one(slug="parent"),
        )  # fmt: skip
        self.part = make_one(parent=self.other_organization, slug="part")
        for person, organization in self.both():
            Position.objects.create(participant=person, title_ru="глава", organization=organization)
            ParticipantName.objects.create(participant=person, language="ru", name="Е. Сериков")
            OrganizationName.objects.create(organization=organization, language="kk", name="ДҮ")
            NameForm.objects.create(
                language="ru", form=person.slug, part="family", participant=person
            )
            NameForm.objects.create(
                language="ru", form=organization.slug, part="organization",
                organization=organization,
            )  # fmt: skip
        OrganizationName.objects.create(
            organization=self.other_organization, language="ru", name="Дружба", is_accepted=True
        )
        ParticipantName.objects.filter(participant=self.other_person).update(is_accepted=True)
        PhotoPerson.objects.create(photo=self.photo, participant=self.person)
        PhotoPerson.objects.create(
            photo=self.photo, participant=self.other_person, x=0, y=0, width=1, height=1, position=1
        )
        self.alone = factories.photo("red")
        PhotoPerson.objects.create(photo=self.alone, participant=self.other_person)
        # The first event names both of both, the second the other ones alone.
        self.first = factories.trilingual(slug="first", venue=self.other_organization)
        self.second = factories.trilingual(slug="second", venue=self.organization)
        for place, (person, organization) in enumerate(self.both()):
            factories.ParticipationFactory(
                event=self.first, participant=person, organization=organization, position=place,
                role_ru=("глава", "депутат")[place], role_kk="басшы",
            )  # fmt: skip
            factories.EventOrganizationFactory(
                event=self.first, organization=organization, part=("guest", "organizer")[place],
                position=place,
            )  # fmt: skip
        factories.ParticipationFactory(
            event=self.second, participant=self.other_person, organization=self.other_organization
        )
        factories.EventOrganizationFactory(
            event=self.second, organization=self.other_organization, part="guest"
        )
        factories.EventPhotoFactory(event=self.first, photo=self.photo)
        factories.EventPhotoFactory(event=self.second, photo=self.alone)
        for event in (self.first, self.second):
            factories.published(event, ["kk", "ru", "en"])

    def both(self):
        yield self.person, self.organization
        yield self.other_person, self.other_organization

    def pair(self, kind):
        if kind == "person":
            return self.person, self.other_person
        return self.organization, self.other_organization


@pytest.fixture
def world():
    return World()


def ids(model, **conditions):
    return list(model.objects.filter(**conditions).order_by("pk").values_list("pk", flat=True))


KINDS = ["person", "organization"]


@pytest.mark.parametrize("is_turned", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_merging_and_undoing_leaves_all_as_it_was(kind, is_turned, world, editor):
    keep, drop = reversed(world.pair(kind)) if is_turned else world.pair(kind)
    before = all_rows()
    merge = merge_entries(keep=keep, drop=drop, user=editor)
    assert all_rows() != before
    for link in merges.LINKS[type(keep)]:
        assert ids(link.model, **{link.field: drop.pk}) == []
    undo_merge(merge=merge, user=editor)
    after = all_rows()
    for name, rows in before.items():
        assert after[name] == rows, name
    merge.refresh_from_db()
    assert (merge.undone_by, merge.remarks) == (editor, "")


def test_everything_of_a_person_moves(world, editor):
    keep, drop = world.pair("person")
    Participation.objects.filter(event=world.first, participant=keep).update(organization=None)
    merge_entries(keep=keep, drop=drop, user=editor)
    keep.refresh_from_db()
    assert not Participant.objects.filter(pk=drop.pk).exists()
    assert (keep.family_name_kk, keep.family_name_ru, keep.family_name_en) == (
        "Серіков", "Сериков", "Serikov",
    )  # fmt: skip
    assert (keep.slug, keep.gender, keep.portrait, keep.biography_ru, keep.names_indexed_at) == (
        "serikov", "male", world.photo, "Родился.", keep.updated_at,
    )  # fmt: skip
    assert [*keep.other_names.values_list("language", "name", "is_accepted")] == [
        ("ru", "Е. Сериков", True)
    ]
    assert keep.positions.count() == 2  # at two organizations
    first, second = keep.participations.order_by("pk")
    assert (first.event, first.role_ru, first.role_kk) == (world.first, "глава; депутат", "басшы")
    assert (first.organization, second.event) == (world.other_organization, world.second)
    assert [*keep.photo_people.order_by("pk").values_list("photo", "x")] == [
        (world.photo.pk, 0), (world.alone.pk, None),
    ]  # fmt: skip
    assert keep.editions.count() == 6
    assert EditionPhoto.objects.filter(people=keep).count() == 6
    assert [*NameForm.objects.filter(participant=drop)] == []


def test_history_of_a_merge_is_in_the_language_of_who_reads_it(world, editor):
    keep, drop = world.pair("person")
    names = f"«{drop}» → «{keep}»"
    undo_merge(merge=merge_entries(keep=keep, drop=drop, user=editor), user=editor)
    told = HistoryEntry.objects.of(keep).filter(action__in=["merged", "unmerged"])
    assert {*told.values_list("comment", flat=True)} == {names}
    with override("ru"):
        assert {*map(HistoryEntry.get_action_display, told)} == {
            "Объединено с дубликатом", "Объединение отменено",
        }  # fmt: skip


def test_everything_of_an_organization_moves(world, editor):
    keep, drop = world.pair("organization")
    merge_entries(keep=keep, drop=drop, user=editor)
    keep.refresh_from_db()
    assert not Organization.objects.filter(pk=drop.pk).exists()
    assert (keep.name_ru, keep.name_kk, keep.short_name_ru) == ("Дом дружбы", "Достық үйі", "ДД")
    assert (keep.website, keep.logo, keep.parent.slug) == (
        "https://example.org", world.photo, "parent",
    )  # fmt: skip
    found = keep.other_names.values_list("language", "name", "is_accepted")
    assert [*found] == [
        ("en", drop.name_en, False),
        ("kk", "ДҮ", False),
        ("ru", "«Дом дружбы»", False),
        ("ru", "Дружба", True),
    ]
    assert [*keep.children.all()] == [world.part]
    assert [*keep.hosted_events.order_by("pk")] == [world.first, world.second]
    assert [*keep.event_organizations.order_by("pk").values_list("event", "part")] == [
        (world.first.pk, "organizer"), (world.second.pk, "guest"),
    ]  # fmt: skip
    assert keep.positions.count() == 2
    assert Participation.objects.filter(organization=keep).count() == 3
    assert keep.editions.count() == 6


@pytest.mark.parametrize("kind", KINDS)
def test_editions_say_what_publishing_would_say(kind, world, editor):
    """What is frozen and the working copy are joined alike: nothing waits to be published."""
    keep, drop = world.pair(kind)
    merge_entries(keep=keep, drop=drop, user=editor)
    for edition in Edition.objects.all():
        working_copy = build_edition(Event.objects.get(pk=edition.event_id), edition.language)
        assert not differs(edition, working_copy)
        assert edition.picture == edition.content["photos"][0]
    assert [*Event.objects.values_list("status", flat=True)] == ["published"] * 2


@pytest.mark.parametrize(
    ("kind", "section"), [("person", "people"), ("organization", "organizations")]
)
def test_readers_find_the_one_entry_everywhere(kind, section, world, editor):
    keep, drop = world.pair(kind)
    client = Client()
    merge = merge_entries(keep=keep, drop=drop, user=editor)
    for slug in ("first", "second"):
        page = client.get(f"/ru/news/{slug}/").content.decode()
        assert f'/ru/{section}/{keep.slug}/"' in page
        assert f'/ru/{section}/{drop.slug}/"' not in page
    response = client.get(f"/ru/{section}/{drop.slug}/")
    assert (response.status_code, response.url) == (301, f"/ru/{section}/{keep.slug}/")
    assert response.headers["Cache-Control"] == "public, no-cache"
    page = client.get(response.url).content.decode()
    assert "/ru/news/first/" in page
    assert "/ru/news/second/" in page
    undo_merge(merge=merge, user=editor)
    assert client.get(f"/ru/{section}/{drop.slug}/").status_code == 200


def test_an_address_leads_on_over_several_merges(editor):
    first, second, third = (factories.ParticipantFactory() for _number in range(3))
    merge_entries(keep=second, drop=first, user=editor)
    merge_entries(keep=third, drop=second, user=editor)
    for entry in (first, second):
        response = Client().get(f"/kk/people/{entry.slug}/")
        assert (response.status_code, response.url) == (301, f"/kk/people/{third.slug}/")
    assert [*Merge.objects.into(third)] == [second.pk, first.pk]
    Participant.objects.filter(pk=third.pk).update(is_public=False)
    assert Client().get(f"/kk/people/{first.slug}/").status_code == 404


def test_values_are_chosen_field_by_field(editor):
    keep = factories.ParticipantFactory(given_name_ru="Е.", gender="male", biography_ru="")
    drop = factories.ParticipantFactory(gender="female", biography_ru="Родился.")
    old, new = f"Е. {keep.family_name_ru}", drop.family_name_ru
    chosen = {"given_name_ru": "drop", "family_name_ru": "drop", "biography_ru": "keep"}
    merge_entries(keep=keep, drop=drop, user=editor, chosen=chosen)
    keep.refresh_from_db()
    assert (keep.family_name_ru, keep.given_name_ru) == (new, "Ерлан")
    assert (keep.gender, keep.biography_ru) == ("male", "")
    assert [*keep.other_names.filter(language="ru").values_list("name", flat=True)] == [old]


def test_a_text_links_to_the_one_entry_once(world, editor):
    keep, drop = world.pair("person")
    of_other = {"kind": "organization", "id": drop.pk, "start": 5, "end": 6, "words": "О"}
    mentions = [
        {"kind": "person", "id": drop.pk, "start": 0, "end": 1, "words": "А"},
        of_other,
        {"kind": "person", "id": keep.pk, "start": 7, "end": 8, "words": "Б"},
    ]
    edition = Edition.objects.filter(event=world.first).first()
    edition.content["mentions"] = mentions
    edition.save()
    merge = merge_entries(keep=keep, drop=drop, user=editor)
    edition.refresh_from_db()
    assert edition.content["mentions"] == [{**mentions[0], "id": keep.pk}, of_other]
    undo_merge(merge=merge, user=editor)
    edition.refresh_from_db()
    assert edition.content["mentions"] == mentions


# The history


def test_history_tells_it_to_all_whom_it_concerns(world, editor):
    keep, drop = world.pair("person")
    merge_entries(keep=keep, drop=drop, user=editor)
    told = HistoryEntry.objects.filter(action="merged").order_by("pk")
    assert {(entry.model, entry.object_id) for entry in told} == {
        ("people.participant", keep.pk),
        ("people.participant", drop.pk),
        ("news.event", world.first.pk),
        ("news.event", world.second.pk),
        ("media.photo", world.photo.pk),
        ("media.photo", world.alone.pk),
    }
    of_event = told.get(model="news.event", object_id=world.second.pk)
    event = Event.objects.get(pk=world.second.pk)
    assert of_event.version == event.version == world.second.version + 2
    (before, after) = of_event.changes["people"]
    assert ([*before], [*after]) == ([str(drop.pk)], [str(keep.pk)])
    assert [*of_event.changes] == ["people"]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_never_named_changes_no_event(kind, world, editor):
    keep, _drop = world.pair(kind)
    drop = type(keep).objects.create(slug="new")
    merge_entries(keep=keep, drop=drop, user=editor)
    told = HistoryEntry.objects.filter(action="merged").values_list("object_id", flat=True)
    assert {*told} == {keep.pk, drop.pk}


# What stands against it


@pytest.mark.parametrize("group", ["Translators", "Photo editors", None])
@pytest.mark.parametrize("kind", KINDS)
def test_without_the_rights_nothing_is_merged_or_undone(kind, group, world, editor):
    keep, drop = world.pair(kind)
    user = factories.UserFactory(groups=[group] if group else [])
    with pytest.raises(Refused, match="You may not do this"):
        merge_entries(keep=keep, drop=drop, user=user)
    merge = merge_entries(keep=keep, drop=drop, user=editor)
    with pytest.raises(Refused, match="You may not do this"):
        undo_merge(merge=merge, user=user)


def test_what_was_changed_since_it_was_looked_at_is_not_merged(editor):
    keep, drop = factories.ParticipantFactory(), factories.ParticipantFactory()
    seen = merges.newest_seen(keep, drop)
    HistoryEntry.objects.record("changed", drop, editor)
    with pytest.raises(Refused, match="Look at them again"):
        merge_entries(keep=keep, drop=drop, user=editor, seen=seen)
    merge_entries(keep=keep, drop=drop, user=editor, seen=merges.newest_seen(keep, drop))


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_is_not_merged_with_itself_nor_with_what_is_gone(kind, world, editor):
    keep, drop = world.pair(kind)
    with pytest.raises(Refused, match="two different"):
        merge_entries(keep=keep, drop=keep, user=editor)
    merge_entries(keep=keep, drop=drop, user=editor)
    with pytest.raises(Refused, match="no longer there"):
        merge_entries(keep=keep, drop=drop, user=editor)


@pytest.mark.parametrize("is_turned", [False, True])
def test_parent_and_part_become_one(is_turned, editor):
    top = factories.OrganizationFactory()
    parent = factories.OrganizationFactory(parent=top)
    part = factories.OrganizationFactory(parent=parent)
    keep, drop = (part, parent) if is_turned else (parent, part)
    before = all_rows()
    merge = merge_entries(keep=keep, drop=drop, user=editor)
    keep.refresh_from_db()
    assert keep.parent == top
    undo_merge(merge=merge, user=editor)
    assert all_rows() == before


def test_no_organization_becomes_a_part_of_itself(editor):
    drop = factories.OrganizationFactory()
    between = factories.OrganizationFactory(parent=drop)
    keep = factories.OrganizationFactory(parent=between)
    before = all_rows(but=())
    with pytest.raises(Refused, match="a part of itself"):
        merge_entries(keep=keep, drop=drop, user=editor)
    assert all_rows(but=()) == before


def test_the_later_merge_is_undone_first(editor):
    first, second, third = (factories.ParticipantFactory() for _number in range(3))
    before = all_rows()
    one = merge_entries(keep=second, drop=first, user=editor)
    other = merge_entries(keep=third, drop=second, user=editor)
    with pytest.raises(Refused, match="Undo that first"):
        undo_merge(merge=one, user=editor)
    undo_merge(merge=other, user=editor)
    undo_merge(merge=one, user=editor)
    with pytest.raises(Refused, match="undone already"):
        undo_merge(merge=one, user=editor)
    assert all_rows() == before


def test_an_address_that_was_taken_since_is_told(editor):
    keep, drop = factories.ParticipantFactory(), factories.ParticipantFactory(slug="taken")
    merge = merge_entries(keep=keep, drop=drop, user=editor)
    other = factories.ParticipantFactory(slug="taken")
    with pytest.raises(Refused, match="has the address of"):
        undo_merge(merge=merge, user=editor)
    Participant.objects.filter(pk=other.pk).update(slug="free")
    undo_merge(merge=merge, user=editor)
    Participant.objects.get(pk=drop.pk, slug="taken")


def test_what_was_changed_since_stays_and_is_told(world, editor):
    keep, drop = world.pair("person")
    merge = merge_entries(keep=keep, drop=drop, user=editor)
    Participant.objects.filter(pk=keep.pk).update(biography_ru="Родился в Алматы.")
    world.second.participations.get().delete()
    Photo.objects.filter(pk=world.photo.pk).update(creator="X")  # no part of the merge
    edition = Edition.objects.filter(event=world.second).first()
    edition.content["people"][0]["role"] = "другая"
    edition.save()
    Participant.objects.filter(pk=keep.pk).update(family_name_en="Serikoff")
    undo_merge(merge=merge, user=editor)
    merge.refresh_from_db()
    assert merge.remarks.splitlines() == [
        "People: 1 was changed since and keeps what it says now.",
        "Participants: 1 was removed since and stays so.",
        "Editions: 1 was changed since and keeps what it says now.",
    ]
    keep.refresh_from_db()
    drop = Participant.objects.get(pk=drop.pk)
    assert (keep.biography_ru, keep.family_name_en) == ("Родился в Алматы.", "Serikoff")
    assert (keep.family_name_kk, keep.gender, drop.biography_ru) == ("", "", "Родился.")
    assert [*drop.participations.values_list("event", flat=True)] == [world.first.pk]


def test_what_refers_to_something_gone_comes_back_without_it(editor):
    portrait = factories.photo()
    keep, drop = factories.ParticipantFactory(), factories.ParticipantFactory(portrait=portrait)
    merge = merge_entries(keep=keep, drop=drop, user=editor, chosen={"portrait": "keep"})
    portrait.delete()
    undo_merge(merge=merge, user=editor)
    merge.refresh_from_db()
    assert merge.remarks == "People: 1 was changed since and keeps what it says now."
    assert Participant.objects.get(pk=drop.pk).portrait is None


def test_moments_are_kept_to_the_microsecond(editor):
    keep, drop = factories.ParticipantFactory(), factories.ParticipantFactory()
    moment = dt.datetime(2025, 1, 2, 3, 4, 5, 678901, tzinfo=dt.UTC)
    position = Position.objects.create(
        participant=drop, title_ru="глава", started_on=dt.date(2020, 1, 2)
    )
    twin = Position.objects.create(
        participant=keep, title_ru="глава", started_on=dt.date(2020, 1, 2)
    )
    Participant.objects.filter(pk=drop.pk).update(names_indexed_at=moment)
    merge = merge_entries(keep=keep, drop=drop, user=editor)
    assert [*keep.positions.all()] == [twin]
    row = merge.moved["rows"][-1]  # it goes last
    assert row["before"]["names_indexed_at"] == moment.isoformat()
    undo_merge(merge=merge, user=editor)
    assert position in Position.objects.filter(started_on=dt.date(2020, 1, 2), participant=drop)


@pytest.mark.parametrize("kind", KINDS)
def test_what_breaks_off_has_done_nothing(kind, world, editor):
    keep, drop = world.pair(kind)
    before = all_rows(but=())
    for count in range(0, 500, 9):
        try:
            with transaction.atomic(), connection.execute_wrapper(KillAt(count)):
                merge_entries(keep=keep, drop=drop, user=editor)
        except Killed:
            assert all_rows(but=()) == before
        else:
            break
    assert count >= 27
    assert all_rows(but=()) != before
