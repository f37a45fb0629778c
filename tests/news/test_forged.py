"""Input that no form of ours sends finds nothing; no page fails because of it."""

import pytest
from django.core.management.base import CommandError

from news.management.shell import read_moment
from news.models import Event
from tests import factories
from tests.news.desk import errors_of, posted, signed_in

pytestmark = pytest.mark.django_db

EVENTS = "/admin/news/event/"
STEPS = [
    "change",
    "history",
    "delete",
    "submit",
    "approve",
    "send-back",
    "clear-mark",
    "publish",
    "schedule",
    "withdraw",
    "restore",
]
NO_IDS = ["abc", "1.5", "_5F", "1%00", "-1", "9" * 30, "%D9%A3", "%ED%A0%80"]


@pytest.fixture
def client():
    client = signed_in(factories.UserFactory(username="chief", is_superuser=True))
    factories.EventFactory()
    return client


@pytest.mark.parametrize("no_id", NO_IDS)
def test_what_is_no_id_is_the_id_of_nothing(client, no_id):
    addresses = [f"{EVENTS}{no_id}/{step}/" for step in STEPS]
    addresses += [
        f"/admin/{model}/{no_id}/{step}/"
        for model in ("media/photo", "people/participant", "news/edition", "news/historyentry")
        for step in ("change", "history", "delete")
    ]
    addresses.append(f"/admin/auth/user/{no_id}/password/")
    for address in addresses:
        found = [client.get(address), client.post(address, {"version": "1", "post": "yes"})]
        assert [answer.status_code for answer in found] == [404, 404], address


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/ru/preview/%00/", 404),
        ("/ru/news/?topic=%00", 404),
        (f"{EVENTS}?q=%00", 404),
        (f"{EVENTS}?status__exact=%00", 404),
        ("/admin/autocomplete/?app_label=news&model_name=event&field_name=venue&term=%00", 404),
        (f"{EVENTS}?starts_at__year=99999", 302),
        (f"{EVENTS}?starts_at__year=abc", 302),
        (f"{EVENTS}?starts_at__year=2025&starts_at__month=13", 302),
        ("/admin/news/edition/?published_at__year=99999", 302),
        ("/admin/media/photo/?created_at__year=99999", 302),
        ("/admin/news/historyentry/?at__year=99999", 302),
        ("/admin/news/historyentry/export/?at__year=99999", 302),
        ("/admin/news/historyentry/?until=9999-12-31", 200),
        ("/admin/news/historyentry/?since=0001-01-01", 200),
        ("/admin/news/historyentry/export/?until=9999-12-31", 200),
    ],
)
def test_what_no_database_takes_is_not_searched_for(client, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    if status == 302:
        path = address.partition("?")[0].removesuffix("export/")
        assert answer.url.partition("?")[0] == path
        assert client.get(answer.url).status_code == 200


def test_a_failure_of_a_list_that_nobody_filtered_is_not_hidden(client, monkeypatch):
    def fail(*args, **kwargs):
        raise ValueError("broken")

    monkeypatch.setattr("news.admin.events.EventList.get_results", fail)
    for address in (EVENTS, f"{EVENTS}?e=1"):
        with pytest.raises(ValueError, match="broken"):
            client.get(address)


def test_a_selection_of_what_is_no_id_selects_nothing(client):
    data = {"action": "bulk_submit", "_selected_action": ["abc"]}
    assert client.post(EVENTS, data).status_code == 302


@pytest.mark.parametrize("version", ["9" * 5000, "9" * 19, "²", "٣", "-1", ""])
def test_a_forged_version_is_none_that_was_seen(client, version):
    event = Event.objects.get()
    address = f"{EVENTS}bulk/submit/?ids={event.pk}"
    answer = client.post(address, {f"version_{event.pk}": version, "comment": ""})
    assert [row["event"] for row in answer.context["refused"]] == [event]


@pytest.mark.parametrize("date", ["0001-01-01", "1799-12-31", "2200-01-01", "9999-12-31"])
def test_a_year_that_cannot_be_meant_is_refused_with_a_sentence(client, date):
    sentence = ["Give a year between 1800 and 2199."]
    event, photo = Event.objects.get(), factories.photo()
    for address, name in (
        (f"{EVENTS}{event.pk}/change/", "starts_at"),
        (f"{EVENTS}{event.pk}/change/", "ends_at"),
        (f"/admin/media/photo/{photo.pk}/change/", "taken_at"),
    ):
        data = posted(client.get(address)) | {f"{name}_0": date, f"{name}_1": "00:00"}
        assert errors_of(client.post(address, data))[name] == sentence


@pytest.mark.parametrize("title", ["Форум\r\nBcc: all@example.org", "Форум\nКто: никто"])
def test_a_title_stands_on_one_line(client, title):
    event = Event.objects.get()
    address = f"{EVENTS}{event.pk}/change/"
    answer = client.post(address, posted(client.get(address), title_ru=title))
    assert errors_of(answer)["title_ru"] == ["Write it on one line."]
    lead = posted(client.get(address), lead_ru="Первая строка.\r\nВторая.")
    assert client.post(address, lead).status_code == 302


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00", "10000-01-01"])
def test_a_moment_that_cannot_be_meant_is_none(text):
    with pytest.raises(CommandError, match="is no moment"):
        read_moment(text)


NO_CHOICES = ["x", "1\0", "9" * 49, "-1", "1.5"]
NOT_THERE = "Select a valid choice. That choice is not one of the available choices."
NO_TEXT = "Null characters are not allowed."


def with_row(client, address, prefix, **cells):
    """What a form posts with a row more."""
    data = posted(client.get(address))
    index = data[f"{prefix}-TOTAL_FORMS"]
    data |= {f"{prefix}-{index}-{name}": value for name, value in cells.items()}
    return client.post(address, data | {f"{prefix}-TOTAL_FORMS": index + 1})


@pytest.mark.parametrize("no_id", NO_CHOICES)
def test_what_is_no_id_is_no_choice_of_a_form(client, no_id):
    event, photo, person = Event.objects.get(), factories.photo(), factories.ParticipantFactory()
    for address, name in (
        (f"{EVENTS}{event.pk}/change/", "venue"),
        (f"{EVENTS}{event.pk}/change/", "topics"),
        (f"/admin/people/participant/{person.pk}/change/", "portrait"),
    ):
        value = [no_id] if name == "topics" else no_id
        answer = client.post(address, posted(client.get(address), **{name: value}))
        assert answer.status_code == 200
        (error,) = errors_of(answer)[name]
        assert error in (NOT_THERE, NO_TEXT) or name == "topics"
    address = f"/admin/media/photo/describe/?ids={photo.pk}"
    answer = client.post(address, {"event": no_id, f"{photo.pk}-seen": no_id})
    (error,) = answer.context["form"].errors["event"]
    assert error in (NOT_THERE, NO_TEXT)


@pytest.mark.parametrize("no_id", NO_CHOICES)
@pytest.mark.parametrize(
    ("page", "prefix", "name"),
    [
        ("event", "event_photos", "photo"),
        ("photo", "photo_people", "participant"),
    ],
)
def test_what_is_no_id_is_no_choice_of_a_row(client, page, prefix, name, no_id):
    entry = {"event": Event.objects.get, "photo": factories.photo}[page]()
    address = f"/admin/{entry._meta.app_label}/{page}/{entry.pk}/change/"
    answer = with_row(client, address, prefix, **{name: no_id, "position": "0"})
    assert answer.status_code == 200
    errors = [
        error
        for inline in answer.context["inline_admin_formsets"]
        for error in inline.formset.errors
        if error
    ]
    assert errors in ([{name: [NOT_THERE]}], [{name: [NO_TEXT]}])


@pytest.mark.parametrize("no_id", NO_CHOICES)
def test_the_library_and_a_decision_find_nothing_of_it(client, no_id):
    photo = factories.photo()
    library = "/admin/media/photo/library/"
    for name in ("event", "also", "page", "language", "q"):
        answer = client.get(library, {name: no_id})
        assert answer.status_code == (404 if "\0" in no_id else 200)
    assert client.post(library, {"language": no_id, "event": no_id}).status_code == 400
    alike = f"/admin/media/photo/{photo.pk}/alike/"
    assert client.post(alike, {"decision": no_id, "other": no_id}).status_code == 400
    assert client.post(alike, {"decision": "keep", "other": no_id}).status_code == 302
