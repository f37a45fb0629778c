import datetime as dt
import re

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.admin.events import EventAdmin
from news.desk.states import full_states
from news.models import Edition, Event, HistoryEntry, StaffProfile
from news.publishing import publish, withdraw
from tests import factories
from tests.news.desk import delete, errors_of, posted, save, signed_in

pytestmark = pytest.mark.django_db

LIST = "/admin/news/event/"
ADD = "/admin/news/event/add/"


def page(event, name="change"):
    return f"/admin/news/event/{event.pk}/{name}/"


def tabs_of(response):
    """What a screen reader says of each tab."""
    tabs = re.findall(r'role="tab".*?>(.*?)</button>', response.content.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", tab).split()) for tab in tabs]


@pytest.fixture
def desk(editor):
    return signed_in(editor)


# The form


def test_each_language_has_one_tab_with_the_source_first(desk):
    event = factories.trilingual(source_language="en", place_ru="Астана")
    event.lead_kk = ""
    event.save()
    response = desk.get(page(event))
    assert tabs_of(response) == [
        "English 3/4 3 of 4 fields filled in source",
        "Қазақша 2/4 2 of 4 fields filled in",
        "Русский 4/4 4 of 4 fields filled in",
    ]
    fieldsets = response.context["adminform"].fieldsets
    assert [options["fields"] for _, options in fieldsets[1:]] == [
        [f"{name}_{code}" for name in ("title", "lead", "body", "place")]
        for code in ("en", "kk", "ru")
    ]


def test_an_empty_address_is_made_of_the_title_and_never_taken_twice(desk):
    for _ in range(2):
        assert save(desk, ADD, title_kk="Ұлы дала", source_language="kk").status_code == 302
    assert set(Event.objects.values_list("slug", flat=True)) == {"uly-dala", "uly-dala-2"}


def test_an_address_that_the_public_knows_is_not_given_to_another_event(desk):
    event = factories.published(title_ru="Форум", slug="forum")
    Event.objects.filter(pk=event.pk).update(slug="forum-2025")
    save(desk, ADD, title_ru="Форум")
    assert Event.objects.latest("pk").slug == "forum-2"


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"title_ru": ""}, {"title_ru": ["Give the title in the source language."]}),
        (
            {"title_ru": "", "title_kk": "Кездесу"},
            {"title_ru": ["Give the title in the source language."]},
        ),
        (
            {"starts_at_0": "2025-03-02", "starts_at_1": "10:00",
             "ends_at_0": "2025-03-01", "ends_at_1": "10:00"},
            {"ends_at": ["The event ends before it starts."]},
        ),
    ],
)  # fmt: skip
def test_a_mistake_gets_a_sentence_beside_its_field(desk, changes, errors):
    response = save(desk, page(factories.EventFactory()), **changes)
    assert errors_of(response) == errors
    tabs = tabs_of(response)
    assert ("1 error" in tabs[0]) is ("title_ru" in errors)


def test_the_editor_shows_pictures_and_stores_their_places(desk):
    photo = factories.photo(caption_ru="Зал", alt_text_ru="Люди")
    figure = f'<figure data-photo="{photo.pk}"></figure>'
    event = factories.EventFactory(body_ru=f"<p>До</p>\n{figure}")
    shown = desk.get(page(event)).context["adminform"].form["body_ru"].value()
    assert shown == (
        f'<p>До</p>\n<p><img data-photo="{photo.pk}" src="{photo.thumbnail_url}" alt="Люди"'
        ' title="Зал"></p>'
    )
    save(desk, page(event), body_ru=shown + "<p onclick='x()'>После</p><script>x</script>")
    event.refresh_from_db()
    assert event.body_ru == f"<p>До</p>\n{figure}\n<p>После</p>"
    save(desk, page(event), body_ru="<p>До</p>")
    event.refresh_from_db()
    assert event.body_ru == "<p>До</p>"


def test_hostile_html_does_not_come_back_to_the_editor_after_an_error(desk):
    response = save(
        desk, page(factories.EventFactory()), title_ru="", body_ru="<p>a</p><img src=x onerror=y>"
    )
    assert response.context["adminform"].form["body_ru"].value() == "<p>a</p>"


def test_saving_an_event_as_it_is_changes_nothing(desk):
    event = factories.trilingual(topics=[factories.TopicFactory()])
    factories.ParticipationFactory(event=event, position=4)
    factories.EventPhotoFactory(event=event, position=2)
    before = snapshot(event)
    save(desk, page(event))
    assert snapshot(event) == before
    assert not HistoryEntry.objects.of(event).exists()


def test_rows_added_to_an_ordered_list_come_last(desk):
    event = factories.EventFactory()
    first = factories.ParticipationFactory(event=event, position=3)
    people = factories.ParticipantFactory.create_batch(2)
    rows = {"participations-TOTAL_FORMS": 3}
    for number, person in enumerate(people, start=1):
        rows |= {
            f"participations-{number}-participant": person.pk,
            f"participations-{number}-position": 0,
            f"participations-{number}-event": event.pk,
        }
    save(desk, page(event), **rows)
    assert [p.participant for p in event.participations.all()] == [first.participant, *people]


# What the public has


def test_the_form_says_what_the_public_has(desk, publisher):
    event = factories.published(factories.trilingual(), ["ru", "en"])
    Event.objects.filter(pk=event.pk).update(title_ru="Исправлено")
    states = {
        row["state"].language: (row["state"].code, row["has_changed"])
        for row in desk.get(page(event)).context["states"]
    }
    assert states == {"kk": ("text", False), "ru": ("public", True), "en": ("public", False)}
    withdraw(event=event, user=publisher, reasons={"en": "Wrong date"})
    codes = [row["state"].code for row in desk.get(page(event)).context["states"]]
    assert codes == ["text", "public", "withdrawn"]


def test_saving_in_the_admin_leaves_the_public_page(desk):
    event = factories.published()
    save(desk, page(event), title_ru="Другой заголовок")
    assert Event.objects.get(pk=event.pk).title_ru == "Другой заголовок"
    assert Edition.objects.visible().get().title != "Другой заголовок"


def test_an_event_that_was_published_cannot_be_deleted(desk):
    event = factories.published()
    response = delete(desk, event)
    assert response.context["protected"]
    assert Event.objects.filter(pk=event.pk).exists()


def test_editions_are_only_read(admin_client):
    edition = factories.published().editions.get()
    address = f"/admin/news/edition/{edition.pk}"
    assert admin_client.get(f"{address}/change/").status_code == 200
    assert admin_client.post(f"{address}/change/", {"title": "x"}).status_code == 403
    assert admin_client.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
    assert admin_client.get("/admin/news/edition/add/").status_code == 403


# Lists


def test_the_list_shows_where_each_language_stands(desk, publisher):
    event = factories.published(factories.trilingual(), ["ru", "en"])
    withdraw(event=event, user=publisher, reasons={"en": "Wrong date"})
    html = desk.get(LIST).content.decode()
    badges = re.findall(r'<span class="badge (\w+)" title="(.*?)"', html)
    assert badges == [
        ("text", "Қазақша: not published"),
        ("public", "Русский: public"),
        ("withdrawn", "English: withdrawn"),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=достық", 1),
        ("q=ДОСТЫҚ кездесу", 1),
        ("q=house friendship", 1),
        ("q=нет", 0),
        ("public_in=ru", 1),
        ("public_in=en", 0),
        ("status__exact=draft", 0),
        ("kind__exact=forum", 1),
        ("starts_at__year=2025", 1),
    ],
)
def test_the_list_is_searched_and_filtered(desk, query, found):
    factories.published(factories.trilingual(kind="forum"))
    assert desk.get(f"{LIST}?{query}").context["cl"].result_count == found


def test_lists_need_the_same_number_of_queries_for_any_number_of_rows(desk):
    addresses = [
        LIST,
        "/admin/people/participant/",
        "/admin/organizations/organization/",
        "/admin/media/photo/",
        "/admin/news/topic/",
        "/admin/news/edition/",
    ]

    def queries():
        numbers = []
        for address in addresses:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                assert desk.get(address).status_code == 200
            numbers.append(len(captured))
        return numbers

    def add(color):
        topic = factories.TopicFactory()
        event = factories.published(factories.trilingual(topics=[topic]), ["kk", "ru"])
        person = factories.ParticipationFactory(event=event).participant
        organization = factories.OrganizationFactory(parent=factories.OrganizationFactory())
        person.positions.create(title_ru="член", organization=organization)
        factories.photo(color)

    add("red")
    desk.get(LIST)
    with_one = queries()
    add("green")
    add("blue")
    assert queries() == with_one


def test_an_event_that_waits_for_its_moment_is_scheduled(desk, publisher):
    later = timezone.now() + dt.timedelta(days=2)
    event = factories.published(factories.trilingual(), ["ru", "kk"], at=later)

    def shown():
        (row,) = desk.get(LIST).context["cl"].result_list
        state = EventAdmin(Event, admin.site).state(row)
        assert f">{state}</div>" in desk.get(page(event)).content.decode()
        return state

    assert shown() == "Scheduled"
    # Put forward: the later edition, which nobody will see, is not the one that is shown.
    sooner = later - dt.timedelta(days=1)
    publish(event=event, languages=["ru"], user=publisher, at=sooner)
    (states,) = [row["state"] for row in full_states(event) if row["state"].language == "ru"]
    assert states.scheduled.published_at == sooner
    publish(event=event, languages=["en"], user=publisher)
    assert shown() == "Published"
    withdraw(event=event, user=publisher, reasons={"en": "Mistake"})
    assert shown() == "Scheduled"


def test_an_event_in_a_language_that_the_site_lacks_is_edited_in_the_first(desk, settings, rf):
    event = factories.trilingual(source_language="kk")
    settings.PRESS_LANGUAGES = ["ru", "en"]
    request = rf.get("/")
    request.user = factories.UserFactory(groups=["Editors"])
    model_admin = EventAdmin(Event, admin.site)
    fieldsets = model_admin.get_fieldsets(request, event)
    assert [options["fields"][0] for _, options in fieldsets[1:]] == ["title_ru", "title_en"]
    assert "source-mark" in fieldsets[1][0]
    form = model_admin.get_form(request, event)({"title_ru": ""}, instance=event)
    assert form.errors["title_ru"] == ["Give the title in the source language."]


# Roles

PAGES = {
    "list": LIST,
    "add": ADD,
    "change": "/admin/news/event/{pk}/change/",
    "delete": "/admin/news/event/{pk}/delete/",
    "history": "/admin/news/event/{pk}/history/",
    "publish": "/admin/news/event/{pk}/publish/",
    "withdraw": "/admin/news/event/{pk}/withdraw/",
    "autocomplete": "/admin/autocomplete/?app_label=news&model_name=participation"
    "&field_name=participant",
    "users": "/admin/auth/user/",
    "groups": "/admin/auth/group/",
}
READING = {"list", "change", "history", "autocomplete"}
WRITING = READING | {"add", "delete"}


@pytest.mark.parametrize(
    ("group", "may"),
    [
        ("Editors", WRITING),
        ("Publishers", WRITING | {"publish", "withdraw"}),
        ("Translators", READING),
        ("Photo editors", READING),
    ],
)
def test_each_role_gets_its_pages(group, may):
    event = factories.published()
    client = signed_in(factories.UserFactory(groups=[group]))
    got = {
        name
        for name, address in PAGES.items()
        if client.get(address.format(pk=event.pk)).status_code == 200
    }
    assert got == may


def test_superusers_get_all_pages(admin_client):
    event = factories.published()
    codes = {admin_client.get(a.format(pk=event.pk)).status_code for a in PAGES.values()}
    assert codes == {200}


def test_only_publishers_see_the_buttons(desk, publisher):
    event = factories.published()
    actions = desk.get(page(event)).context["actions_detail"]
    assert [action["path"] for action in actions] == [page(event, "find-names")]
    actions = signed_in(publisher).get(page(event)).context["actions_detail"]
    assert [action["path"] for action in actions] == [
        page(event, name) for name in ("publish", "send-back", "withdraw", "find-names")
    ]
    draft = factories.EventFactory()
    actions = signed_in(publisher).get(page(draft)).context["actions_detail"]
    assert [action["path"] for action in actions] == [
        page(draft, name) for name in ("submit", "find-names")
    ]


@pytest.fixture
def full_event():
    event = factories.trilingual(place_ru="Астана")
    factories.ParticipationFactory(event=event)
    factories.EventOrganizationFactory(event=event)
    factories.EventPhotoFactory(event=event, photo=factories.photo())
    return event


def snapshot(event):
    """All that the desk has of an event."""
    names = ("participations", "event_organizations", "event_photos")
    event = Event.objects.get(pk=event.pk)
    return {
        "event": columns(event),
        **{name: [columns(row) for row in getattr(event, name).all()] for name in names},
    }


def columns(row):
    """The columns of a row but those that modeltranslation shows in the language of the moment."""
    names = {field.attname for field in row._meta.concrete_fields}
    names -= {"updated_at", "title", "lead", "body", "place", "role"}
    return {name: getattr(row, name) for name in names}


def test_a_translator_writes_in_their_languages_only(full_event, translator, desk):
    StaffProfile.objects.create(user=translator, language="en", translates_into=["kk"])
    event, before = full_event, snapshot(full_event)
    # Forged: everything that an editor could post.
    everything = posted(desk.get(page(event)))
    for field in ("title", "lead", "body", "place", "participations-0-role"):
        everything |= {f"{field}_{code}": f"<p>нов {code}</p>" for code in ("kk", "ru", "en")}
    everything |= {
        "slug": "forged",
        "kind": "forum",
        "participations-0-participant": factories.ParticipantFactory().pk,
        "event_photos-0-DELETE": "on",
        "event_organizations-0-part": "guest",
        "source_language": "kk",
    }
    assert signed_in(translator).post(page(event), everything).status_code == 302
    after = snapshot(event)
    changed = {name for name in before["event"] if before["event"][name] != after["event"][name]}
    assert changed == {"title_kk", "lead_kk", "body_kk", "place_kk", "version", "edited_by_id"}
    before["participations"][0]["role_kk"] = "<p>нов kk</p>"
    assert {name: rows for name, rows in after.items() if name != "event"} == {
        name: rows for name, rows in before.items() if name != "event"
    }


def test_a_translator_reads_the_source_beside_the_translation(full_event, translator):
    StaffProfile.objects.create(user=translator, language="en", translates_into=["kk"])
    response = signed_in(translator).get(page(full_event))
    assert set(response.context["adminform"].form.fields) == {
        "title_kk",
        "lead_kk",
        "body_kk",
        "place_kk",
    }
    panel = response.content.decode().split('id="panel-2"')[1].split('id="panel-3"')[0]
    assert "<p>Во встрече приняли участие члены Ассамблеи.</p>" in panel


def test_a_translator_without_languages_changes_nothing(full_event, translator, desk):
    before = snapshot(full_event)
    everything = posted(desk.get(page(full_event)), title_kk="x", title_ru="x")
    signed_in(translator).post(page(full_event), everything)
    assert snapshot(full_event) == before


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/admin/people/participant/{pk}/change/", "family_name"),
        ("/admin/organizations/organization/{pk}/change/", "name"),
        ("/admin/news/topic/{pk}/change/", "name"),
        ("/admin/media/photo/{pk}/change/", "caption"),
    ],
)
def test_a_translator_writes_entries_in_their_languages_only(translator, desk, address, field):
    StaffProfile.objects.create(user=translator, language="en", translates_into=["kk", "en"])
    entry = {
        "family_name": factories.ParticipantFactory,
        "name": factories.TopicFactory if "topic" in address else factories.OrganizationFactory,
        "caption": factories.photo,
    }[field]()
    address = address.format(pk=entry.pk)
    everything = posted(desk.get(address))
    forged = {f"{field}_{code}": f"New {code}" for code in ("kk", "ru", "en")} | {"slug": "forged"}
    assert signed_in(translator).post(address, everything | forged).status_code == 302
    old_ru = getattr(entry, f"{field}_ru")
    entry.refresh_from_db()
    got = [getattr(entry, f"{field}_{code}") for code in ("kk", "ru", "en")]
    assert got == ["New kk", old_ru, "New en"]
    assert getattr(entry, "slug", "") != "forged"


def test_a_photo_editor_changes_the_photos_of_an_event_only(full_event, photo_editor, desk):
    before = snapshot(full_event)
    another = factories.photo("green")
    everything = posted(desk.get(page(full_event)), title_ru="x", kind="forum")
    everything |= {
        "event_photos-0-photo": another.pk,
        "participations-0-role_ru": "x",
        "participations-0-DELETE": "on",
    }
    assert signed_in(photo_editor).post(page(full_event), everything).status_code == 302
    after = snapshot(full_event)
    assert after["event_photos"][0]["photo_id"] == another.pk
    assert (after["event"].pop("version"), after["event"].pop("edited_by_id")) == (
        before["event"].pop("version") + 1,
        photo_editor.pk,
    )
    del before["event_photos"], after["event_photos"]
    del before["event"]["edited_by_id"]
    assert after == before


def ordered(response):
    return {
        inline.formset.prefix: inline.opts.ordering_field
        for inline in response.context["inline_admin_formsets"]
    }


def test_only_those_who_may_order_rows_get_handles(desk, translator, photo_editor, full_event):
    names = ("participations", "event_organizations", "event_photos")
    assert ordered(desk.get(page(full_event))) == dict.fromkeys(names, "position")
    response = signed_in(translator).get(page(full_event))
    assert ordered(response) == dict.fromkeys(names, None)
    assert "drag_indicator" not in response.content.decode()
    assert ordered(signed_in(photo_editor).get(page(full_event))) == dict.fromkeys(names, None) | {
        "event_photos": "position"
    }


def test_what_is_only_read_in_a_language_is_labelled_with_its_name(translator, full_event):
    StaffProfile.objects.create(user=translator, language="en", translates_into=["en"])
    html = signed_in(translator).get(page(full_event)).content.decode()
    labels = re.findall(r'data-label="(.*?)"', html)
    assert labels[:5] == [
        "Person", "Role at the event · Қазақша", "Role at the event · Русский", "English",
        "Organization",
    ]  # fmt: skip
    assert not [label for label in labels if "[" in label]


@pytest.mark.parametrize(
    ("language", "said"), [("kk", "Өзгертілді: іс-шара — «"), ("ru", "Изменено: событие — «")]
)
def test_a_title_in_guillemets_gets_no_second_ones(editor, language, said):
    StaffProfile.objects.create(user=editor, language=language)
    client = signed_in(editor)
    event = factories.EventFactory(title_kk="«Достық»", title_ru="«Дружба»")
    client.post(page(event), posted(client.get(page(event))))
    (message,) = client.get(LIST).context["messages"]
    assert re.sub("<.*?>", "", str(message)).startswith(said)
    assert "««" not in str(message)
