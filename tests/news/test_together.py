"""Two people who save the same event, through its form."""

import datetime as dt

import pytest

from news.models import Event, HistoryEntry, StaffProfile
from tests import factories
from tests.news.desk import delete, posted, save, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return factories.trilingual(topics=[factories.TopicFactory()])


@pytest.fixture
def first(editor):
    return signed_in(editor)


@pytest.fixture
def second(publisher):
    return signed_in(publisher)


def page(event):
    return f"/admin/news/event/{event.pk}/change/"


def opened(client, event, **changes):
    """What a person would post who opens the form now."""
    version = Event.objects.get(pk=event.pk).version
    return posted(client.get(page(event)), seen_version=version, **changes)


def shown(response, **changes):
    """What would be posted from the page that asks."""
    together = response.context["together"]
    version = response.context["adminform"].form.version_to_post
    data = posted(response, seen_version=version, **changes)
    return data | {"conflict": [conflict["path"] for conflict in together.conflicts]}


def asked(response):
    return [conflict["path"] for conflict in response.context["together"].conflicts]


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def reloaded(event):
    return Event.objects.get(pk=event.pk)


def roles(event):
    links = event.participations.all()
    return [(link.participant_id, link.role_ru, link.role_kk) for link in links]


def photos(event):
    return list(event.event_photos.values_list("photo", flat=True))


def moment(day, hour=10):
    return {"starts_at_0": f"2025-03-{day:02}", "starts_at_1": f"{hour:02}:00:00"}


def test_both_are_kept_where_each_changed_something_else(first, second, event):
    venue, topic = factories.OrganizationFactory(), factories.TopicFactory()
    mine = opened(second, event, title_ru="Моё", place_en="Astana")
    save(
        first, page(event), title_kk="Жаңа", body_ru="<p>Новое</p>", kind="forum",
        venue=venue.pk, topics=[topic.pk], slug="new-address", **moment(5), seen_version=1,
    )  # fmt: skip
    response = second.post(page(event), mine, follow=True)
    after = reloaded(event)
    assert (after.title_ru, after.place_en) == ("Моё", "Astana")
    assert (after.title_kk, after.body_ru, after.kind) == ("Жаңа", "<p>Новое</p>", "forum")
    assert (after.venue, after.slug, list(after.topics.all())) == (venue, "new-address", [topic])
    assert after.starts_at == dt.datetime(2025, 3, 5, 5, tzinfo=dt.UTC)
    assert after.version == 3
    assert messages_of(response)[-1] == (
        "What editor changed meanwhile was kept: Kind, Starts, Venue, Topics, Address,"
        " Text · Русский, Title · Қазақша."
    )
    entry = HistoryEntry.objects.of(event).first()
    assert set(entry.changes) == {"title_ru", "place_en"}


@pytest.mark.parametrize(
    ("theirs", "written", "path", "texts"),
    [
        ({"title_ru": "Ихнее"}, {"title_ru": "Моё"}, "title_ru", None),
        ({"body_ru": "<p>Ихнее</p>"}, {"body_ru": "<p>Моё</p>"}, "body_ru", None),
        ({"slug": "theirs"}, {"slug": "mine"}, "slug", None),
        ({"kind": "forum"}, {"kind": "visit"}, "kind", ("Visit", "Forum")),
        (
            {"source_language": "kk"},
            {"source_language": "en"},
            "source_language",
            ("English", "Қазақша"),
        ),
        (moment(2), moment(3, 12), "starts_at", ("3 March 2025, 12:00", "2 March 2025, 10:00")),
        (
            {"starts_at_0": "", "starts_at_1": ""},
            moment(3, 0),
            "starts_at",
            ("3 March 2025", "empty"),
        ),
    ],
)
@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_the_second_is_asked_and_decides(
    first, second, editor, event, theirs, written, path, texts, choice
):
    mine = opened(second, event, **written)
    save(first, page(event), **theirs, seen_version=1)
    after_first = reloaded(event)
    response = second.post(page(event), mine)
    assert asked(response) == [path]
    (conflict,) = response.context["together"].conflicts
    assert conflict["who"] == editor.username
    assert texts is None or (conflict["mine"], conflict["theirs"]) == texts
    again = shown(response)
    assert {name: again[name] for name in written} == written
    assert reloaded(event).version == 2
    response = second.post(page(event), again | {f"choice-{path}": choice})
    assert response.status_code == 302
    after = reloaded(event)
    if choice == "theirs":
        assert getattr(after, path) == getattr(after_first, path)
        assert after.version == 2
    else:
        assert getattr(after, path) != getattr(after_first, path)
        assert after.version == 3


def test_the_difference_is_shown_in_words(first, second, event):
    body = "".join(f"<p>Абзац {n}.</p>" for n in range(1, 10))
    save(first, page(event), body_ru=body, seen_version=1)
    mine = opened(second, event, body_ru=body.replace("Абзац 5.", "Мой абзац 5 <b>&amp;</b>."))
    save(first, page(event), body_ru=body.replace("Абзац 5.", "Их абзац 5."), seen_version=2)
    response = second.post(page(event), mine)
    (conflict,) = response.context["together"].conflicts
    assert conflict["difference"] == (
        'Абзац 4.\n<mark class="mine">Мой</mark> <mark class="theirs">Их</mark> абзац 5'
        ' <mark class="mine">&amp;</mark>.\nАбзац 6.'
    )
    content = response.content.decode()
    assert conflict["difference"] in content
    assert 'role="alert"' in content


def test_without_a_decision_it_is_asked_again(first, second, event):
    mine = opened(second, event, title_ru="Моё", lead_ru="Мой")
    save(first, page(event), title_ru="Ихнее", lead_ru="Их", seen_version=1)
    response = second.post(page(event), mine)
    assert asked(response) == ["title_ru", "lead_ru"]
    again = shown(response)
    response = second.post(page(event), again | {"choice-title_ru": "theirs"})
    assert asked(response) == ["lead_ru"]
    form = response.context["adminform"].form
    assert (form["title_ru"].value(), form["lead_ru"].value()) == ("Ихнее", "Мой")
    assert set(form.errors) == {"__all__", "lead_ru"}
    second.post(page(event), shown(response) | {"choice-lead_ru": "mine"})
    assert (reloaded(event).title_ru, reloaded(event).lead_ru) == ("Ихнее", "Мой")


def test_a_third_who_saves_meanwhile_is_put_together_too(first, second, event):
    third = signed_in(factories.UserFactory(username="third", groups=["Editors"]))
    mine = opened(second, event, title_ru="Моё", lead_ru="Мой")
    save(first, page(event), title_ru="Ихнее", lead_ru="Их", seen_version=1)
    again = shown(second.post(page(event), mine))
    save(third, page(event), title_ru="Третье", lead_ru="Третий", title_kk="Үш", seen_version=2)
    choices = {"choice-title_ru": "theirs", "choice-lead_ru": "mine"}
    response = second.post(page(event), again | choices)
    assert asked(response) == ["lead_ru"]
    together = response.context["together"]
    assert together.conflicts[0]["who"] == "third"
    assert together.kept == [("third", "Title · Русский, Title · Қазақша")]
    second.post(page(event), shown(response) | {"choice-lead_ru": "mine"})
    after = reloaded(event)
    assert (after.title_ru, after.lead_ru, after.title_kk) == ("Третье", "Мой", "Үш")


@pytest.mark.parametrize("was", [True, False])
def test_a_switch_that_one_changed_stays_changed(first, second, event, was):
    Event.objects.update(links_names=was)
    mine = opened(second, event, title_ru="Моё")
    theirs = opened(first, event, links_names="on")
    if was:
        del theirs["links_names"]
    first.post(page(event), theirs)
    assert reloaded(event).links_names is not was
    second.post(page(event), mine)
    after = reloaded(event)
    assert (after.title_ru, after.links_names) == ("Моё", not was)
    changes = [entry.changes for entry in HistoryEntry.objects.of(event)]
    assert changes == [{"title_ru": [event.title_ru, "Моё"]}, {"links_names": [was, not was]}]
    told = first.get(f"/admin/news/event/{event.pk}/history/").text
    assert "Links people and organizations" in told


def test_the_same_save_twice_is_no_conflict(first, event):
    person, photo = factories.ParticipantFactory(), factories.photo()
    data = opened(
        first, event, title_ru="Раз", slug="", **moment(4),
        **{
            "participations-TOTAL_FORMS": 1, "participations-0-participant": person.pk,
            "participations-0-role_ru": "гость", "participations-0-position": 0,
            "event_photos-TOTAL_FORMS": 1, "event_photos-0-photo": photo.pk,
            "event_photos-0-position": 0,
        },
    )  # fmt: skip
    for _time in range(2):
        assert first.post(page(event), data).status_code == 302
    assert (reloaded(event).version, reloaded(event).title_ru) == (2, "Раз")
    assert [each[:2] for each in roles(event)] == [(person.pk, "гость")]
    assert photos(event) == [photo.pk]


def test_a_step_of_the_review_stays(first, second, event):
    mine = opened(second, event, title_ru="Моё")
    save(first, page(event), title_kk="Жаңа", seen_version=1)
    factories.approved(event)
    second.post(page(event), mine)
    after = reloaded(event)
    assert (after.status, after.title_ru, after.title_kk) == ("in_review", "Моё", "Жаңа")
    actions = HistoryEntry.objects.of(event).values_list("action", flat=True)
    assert list(actions) == ["reopened", "changed", "changed"]


def test_a_mistake_beside_a_merge_does_not_lose_it(first, second, event):
    mine = opened(second, event, title_ru="")
    save(first, page(event), title_kk="Жаңа", seen_version=1)
    response = second.post(page(event), mine)
    form = response.context["adminform"].form
    assert form.errors == {"title_ru": ["Give the title in the source language."]}
    assert form["title_kk"].value() == "Жаңа"
    assert "editor: Title · Қазақша" in response.content.decode()
    second.post(page(event), shown(response, title_ru="Моё"))
    assert (reloaded(event).title_kk, reloaded(event).title_ru) == ("Жаңа", "Моё")


# Rows


@pytest.fixture
def people(event):
    """Three people in the list."""
    return [
        factories.ParticipationFactory(
            event=event, position=n, role_ru="р", role_kk="қ"
        ).participant
        for n in (1, 2, 3)
    ]


def row(index, **cells):
    return {f"participations-{index}-{name}": value for name, value in cells.items()}


def new_row(index, person, **cells):
    return row(index, participant=person.pk, position=0, **cells) | {
        "participations-TOTAL_FORMS": index + 1
    }


def test_people_added_removed_and_changed_by_both(first, second, event, people):
    a, b, c = people
    new, other = factories.ParticipantFactory.create_batch(2)
    mine = opened(second, event, **row(0, role_kk="моё"), **new_row(3, new, role_ru="новая"))
    save(
        first, page(event), **row(0, role_ru="их"), **row(1, DELETE="on"),
        **new_row(3, other, role_ru="другая"), seen_version=1,
    )  # fmt: skip
    response = second.post(page(event), mine, follow=True)
    assert [(pk, ru) for pk, ru, _kk in roles(event)] == [
        (a.pk, "их"), (c.pk, "р"), (other.pk, "другая"), (new.pk, "новая"),
    ]  # fmt: skip
    assert roles(event)[0][2] == "моё"
    assert messages_of(response)[-1] == (
        f"What editor changed meanwhile was kept: Participants · {a}, Participants · {other},"
        f" Participants · {b}."
    )
    assert reloaded(event).version == 3


def test_a_row_that_was_removed_and_added_again_is_no_dead_end(first, second, event, people):
    mine = opened(second, event, **row(0, role_ru="моё"))
    save(first, page(event), **row(0, DELETE="on"), seen_version=1)
    save(first, page(event), **new_row(2, people[0], role_ru="р", role_kk="қ"), seen_version=2)
    assert second.post(page(event), mine).status_code == 302
    assert (people[0].pk, "моё") in [each[:2] for each in roles(event)]


def test_a_row_that_was_saved_anew_at_once_is_no_dead_end(first, second, event, people):
    """One save that removes a person and adds the same again changes nothing that is told."""
    again = {"role_ru": "р", "role_kk": "қ", "role_en": "member of the Assembly"}
    mine = opened(second, event, **row(2, role_ru="моё"))
    save(first, page(event), **row(2, DELETE="on"), **new_row(3, people[2], **again))
    assert reloaded(event).version == 1
    assert second.post(page(event), mine).status_code == 302
    assert [each[1] for each in roles(event)] == ["р", "р", "моё"]


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_a_row_one_changed_and_the_other_removed(first, second, event, people, choice):
    a, b, c = people
    mine = opened(second, event, **row(1, role_ru="моё"), **row(2, DELETE="on"))
    save(first, page(event), **row(1, DELETE="on"), **row(2, role_ru="их"), seen_version=1)
    response = second.post(page(event), mine)
    assert set(asked(response)) == {f"people-{b.pk}", f"people-{c.pk}"}
    texts = {
        each["path"]: (each["mine"], each["theirs"])
        for each in response.context["together"].conflicts
    }
    assert texts[f"people-{b.pk}"][1] == "not in the list"
    assert texts[f"people-{c.pk}"] == ("not in the list", "қ; их; member of the Assembly")
    choices = {f"choice-{path}": choice for path in asked(response)}
    assert second.post(page(event), shown(response) | choices).status_code == 302
    expected = {"mine": [(a.pk, "р"), (b.pk, "моё")], "theirs": [(a.pk, "р"), (c.pk, "их")]}
    assert [each[:2] for each in roles(event)] == expected[choice]


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_a_role_that_both_wrote(first, second, event, people, choice):
    mine = opened(second, event, **row(0, role_ru="моё"))
    save(first, page(event), **row(0, role_ru="их"), seen_version=1)
    response = second.post(page(event), mine)
    path = f"people-{people[0].pk}-role_ru"
    (conflict,) = response.context["together"].conflicts
    assert (conflict["path"], conflict["label"]) == (
        path, f"Participants · {people[0]} · Role at the event · Русский"
    )  # fmt: skip
    assert conflict["difference"] == '<mark class="mine">моё</mark> <mark class="theirs">их</mark>'
    second.post(page(event), shown(response) | {f"choice-{path}": choice})
    assert roles(event)[0][1] == {"mine": "моё", "theirs": "их"}[choice]


@pytest.mark.parametrize("choice", [None, "mine", "theirs"])
def test_the_order_that_both_changed(first, second, event, people, choice):
    a, b, c = (person.pk for person in people)
    mine = opened(second, event, **row(0, position=2), **row(1, position=1))
    theirs = row(0, position=3) | row(1, position=1) | row(2, position=2)
    if choice is None:  # only they did
        mine = opened(second, event, title_ru="Моё")
    save(first, page(event), **theirs, seen_version=1)
    response = second.post(page(event), mine)
    if choice:
        assert asked(response) == ["people-order"]
        second.post(page(event), shown(response) | {"choice-people-order": choice})
    orders = {None: [b, c, a], "mine": [b, a, c], "theirs": [b, c, a]}
    assert [each[0] for each in roles(event)] == orders[choice]


def test_a_person_put_in_anothers_place(first, second, event, people):
    """The row's number stays, what it is about changes."""
    new = factories.ParticipantFactory()
    mine = opened(second, event, **row(0, role_ru="моё"))
    save(first, page(event), **row(1, participant=new.pk), seen_version=1)
    assert second.post(page(event), mine).status_code == 302
    assert [each[:2] for each in roles(event)] == [
        (people[0].pk, "моё"), (new.pk, "р"), (people[2].pk, "р"),
    ]  # fmt: skip


def test_a_row_without_a_person_keeps_its_words_and_is_refused(first, second, event, people):
    mine = opened(second, event, **row(3, participant="", role_ru="кто-то", position=0))
    mine["participations-TOTAL_FORMS"] = 4
    save(first, page(event), **row(0, DELETE="on"), seen_version=1)
    response = second.post(page(event), mine)
    formset = response.context["inline_admin_formsets"][0].formset
    assert [form["role_ru"].value() for form in formset] == ["р", "р", "кто-то"]
    assert list(formset.errors[2]) == ["participant"]


def test_organizations_of_both(first, second, event):
    kept, gone = (
        factories.EventOrganizationFactory(event=event, position=n).organization for n in (1, 2)
    )
    new = factories.OrganizationFactory()
    name = "event_organizations"
    added = {
        f"{name}-TOTAL_FORMS": 3,
        f"{name}-2-organization": new.pk,
        f"{name}-2-part": "guest",
        f"{name}-2-position": 0,
    }
    mine = opened(second, event, **{f"{name}-0-part": "guest"})
    save(first, page(event), **{f"{name}-1-DELETE": "on"}, **added, seen_version=1)
    assert second.post(page(event), mine).status_code == 302
    links = event.event_organizations.values_list("organization", "part")
    assert list(links) == [(kept.pk, "guest"), (new.pk, "guest")]
    mine = opened(second, event, **{f"{name}-0-part": "organizer"})
    save(first, page(event), **{f"{name}-0-part": "co_organizer"}, seen_version=3)
    response = second.post(page(event), mine)
    (conflict,) = response.context["together"].conflicts
    assert (conflict["mine"], conflict["theirs"]) == ("Organizer", "Co-organizer")
    assert conflict["label"] == f"Organizations · {kept} · Part"


# Forms with a part of the fields


def test_a_translator_beside_an_editor(first, translator, event, people):
    StaffProfile.objects.create(user=translator, language="en", translates_into=["kk"])
    client = signed_in(translator)
    new = factories.ParticipantFactory()
    mine = opened(
        client, event, title_kk="Аударма", **row(1, role_kk="рөл"), **row(2, role_kk="үш")
    )
    save(
        first, page(event), title_ru="Новое", title_en="New", kind="forum",
        **row(0, DELETE="on"), **row(1, role_ru="новая"), **new_row(3, new, role_ru="гость"),
        seen_version=1,
    )  # fmt: skip
    assert client.post(page(event), mine).status_code == 302
    after = reloaded(event)
    assert (after.title_kk, after.title_ru, after.kind) == ("Аударма", "Новое", "forum")
    assert [(pk, ru, kk) for pk, ru, kk in roles(event)][:2] == [
        (people[1].pk, "новая", "рөл"), (people[2].pk, "р", "үш"),
    ]  # fmt: skip
    assert roles(event)[2][:2] == (new.pk, "гость")


def test_a_translator_keeps_the_words_of_a_role_that_both_wrote(first, translator, event, people):
    StaffProfile.objects.create(user=translator, language="en", translates_into=["kk"])
    client = signed_in(translator)
    mine = opened(client, event, **row(1, role_kk="рөл"))
    save(first, page(event), **row(1, role_kk="басқа"), **row(0, DELETE="on"), seen_version=1)
    response = client.post(page(event), mine)
    path = f"people-{people[1].pk}-role_kk"
    assert asked(response) == [path]
    assert client.post(page(event), shown(response) | {f"choice-{path}": "mine"}).status_code == 302
    assert roles(event)[0] == (people[1].pk, "р", "рөл")


def test_a_translator_of_a_person_who_was_removed_is_told(first, translator, event, people):
    StaffProfile.objects.create(user=translator, language="en", translates_into=["kk"])
    client = signed_in(translator)
    mine = opened(client, event, **row(0, role_kk="рөл"))
    save(first, page(event), **row(0, DELETE="on"), seen_version=1)
    response = client.post(page(event), mine, follow=True)
    assert f"Participants · {people[0]}" in messages_of(response)[-1]
    assert [each[0] for each in roles(event)] == [people[1].pk, people[2].pk]


def test_a_photo_editor_beside_an_editor(first, photo_editor, event, people):
    old = [
        factories.EventPhotoFactory(event=event, photo=factories.photo(color), position=n).photo
        for n, color in enumerate(["red", "green"], start=1)
    ]
    new, other = factories.photo("blue"), factories.photo("gold")
    client = signed_in(photo_editor)
    name = "event_photos"
    added = {
        f"{name}-TOTAL_FORMS": 3,
        f"{name}-2-photo": new.pk,
        f"{name}-0-position": 2,
        f"{name}-1-position": 1,
        f"{name}-2-position": 3,
    }
    mine = opened(client, event, **added)
    added = {f"{name}-TOTAL_FORMS": 3, f"{name}-2-photo": other.pk, f"{name}-2-position": 0}
    save(first, page(event), title_ru="Новое", **row(0, DELETE="on"), **added, seen_version=1)
    assert client.post(page(event), mine).status_code == 302
    assert photos(event) == [old[1].pk, old[0].pk, new.pk, other.pk]
    assert reloaded(event).title_ru == "Новое"
    assert len(roles(event)) == 2


# What is not there any more, and what no page posts


def test_who_saves_a_deleted_event_gets_the_text_back(first, second, event):
    mine = opened(second, event, title_ru="Моё & твоё", body_ru="<p>Раз</p><p>Два</p>")
    delete(first, event)
    assert not Event.objects.exists()
    response = second.post(page(event), mine)
    assert response.status_code == 410
    content = response.content.decode()
    assert "Моё &amp; твоё</textarea>" in content
    assert "Раз\nДва</textarea>" in content
    assert "editor deleted it" in content


def test_only_who_may_change_events_is_told_of_a_deleted_one(event):
    stranger = signed_in(factories.UserFactory())
    Event.objects.all().delete()
    assert stranger.post(page(event), {"title_ru": "x"}).status_code == 403


@pytest.mark.parametrize(
    "bad",
    [
        {"seen_version": "x"},
        {"seen_version": "9" * 5000},
        {"seen_version": "999"},
        {"seen_version": ""},
        {"conflict": ["", "people", "people-x", "nothing", "people-1-2-3", "title_ru-1", "status"]},
        {"conflict": "people-99999999999-role_ru", "choice-people-99999999999-role_ru": "theirs"},
        {"conflict": "people-999-no", "choice-people-999-no": "theirs"},
        {"conflict": "people-999", "choice-people-999": "theirs"},
        {"participations-0-participant": "999999"},
        {"participations-0-id": "x"},
        {"participations-INITIAL_FORMS": "x"},
        {"venue": "999999"},
        {"starts_at_0": "завтра"},
    ],
)
def test_what_no_page_posts_harms_nothing(first, second, event, people, bad):
    mine = opened(second, event, lead_en="Mine")
    save(first, page(event), title_kk="Жаңа", seen_version=1)
    response = second.post(page(event), mine | {"seen_version": 1} | bad)
    assert response.status_code in (200, 302)
    after = reloaded(event)
    assert after.status == "draft"
    assert len(roles(event)) == 3


def test_a_page_without_a_merge_asks_nothing(second, event):
    response = second.get(page(event))
    assert 'class="together"' not in response.content.decode()
    assert 'name="seen_version" value="1"' in response.content.decode()
