"""Who gets which answer where, in which state of an event: docs/roles.md says it, here it is tried.

The tables of that page are read; a view that is missing in them fails the test.
"""

import datetime as dt

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, resolve
from django.urls.resolvers import URLResolver
from django.utils import timezone, translation

from news.merges import merge_entries
from news.models import Edition, Event, HistoryEntry, Intake, Notice, PreviewLink
from news.publishing import publish, withdraw
from people.models import Participant
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = settings.BASE_DIR / "docs" / "roles.md"
ROLES = [
    "Nobody",
    "No group",
    "Editors",
    "Publishers",
    "Translators",
    "Photo editors",
    "Superusers",
]
STATES = ["draft", "in review", "approved", "scheduled", "published", "withdrawn", "redirected"]


def tables():
    """`{heading: (columns, {first cell: the other cells})}` of the tables of the page."""
    found, heading, rows = {}, "", []
    for line in [*PAGE.read_text().splitlines(), "## "]:
        if line.startswith("## "):
            if rows:
                head, _rule, *body = rows
                found[heading] = head[1:], {row[0].strip("`"): row[1:] for row in body}
            heading, rows = line.removeprefix("## "), []
        elif line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


TABLES = tables()


def user_of(role):
    if role == "Nobody":
        return None
    if role == "Superusers":
        return factories.UserFactory(is_superuser=True)
    return factories.UserFactory(groups=[] if role == "No group" else [role])


def client_of(role):
    client = Client(headers={"accept-language": "en"})
    if user := user_of(role):
        client.force_login(user)
    return client


def event_in(state):
    """An event with its Russian text, its people and photos, in a state."""
    publisher = factories.UserFactory(groups=["Publishers"])
    event = factories.EventFactory(slug="forum", title_ru="Форум сплавщиков")
    factories.ParticipationFactory(
        event=event, participant=factories.ParticipantFactory(is_public=None)
    )
    factories.EventOrganizationFactory(
        event=event, organization=factories.OrganizationFactory(is_public=None)
    )
    factories.EventPhotoFactory(event=event)
    if state == "in review":
        Event.objects.filter(pk=event.pk).update(status=Event.Status.IN_REVIEW)
    if state in ("approved", "scheduled", "published", "withdrawn", "redirected"):
        factories.approved(event)
    if state in ("scheduled", "published", "withdrawn", "redirected"):
        at = timezone.now() + dt.timedelta(days=1) if state == "scheduled" else None
        publish(event=event, languages=["ru"], user=publisher, at=at)
    if state == "withdrawn":
        withdraw(event=event, user=publisher, reasons={"ru": "Ошибка."})
    if state == "redirected":
        other = factories.published()
        withdraw(event=event, user=publisher, languages=["ru"], redirect_to=other)
    event.refresh_from_db()
    return event


def places(event):
    """What stands in the addresses for the names in braces, besides the roles' own."""
    editor = factories.UserFactory(groups=["Editors"])
    intake = Intake.objects.create(created_by=editor, original_filename="release.docx")
    now = timezone.now()
    make_link = event.preview_links.create
    published = factories.published()
    notice = Notice.objects.create(recipient=editor, kind=Notice.Kind.APPROVED, event=event)
    record = HistoryEntry.objects.record
    people = [factories.ParticipantFactory() for _number in range(3)]
    return {
        "merge": merge_entries(keep=people[0], drop=people[1], user=editor).pk,
        "other_person": people[2].pk,
        "other_organization": factories.OrganizationFactory().pk,
        "event": event.pk,
        "slug": event.slug,
        "word": "сплавщиков",
        "person": event.participations.get().participant_id,
        "person_slug": event.participations.get().participant.slug,
        "organization": event.event_organizations.get().organization_id,
        "organization_slug": event.event_organizations.get().organization.slug,
        "photo": event.event_photos.get().photo_id,
        "topic": factories.TopicFactory().pk,
        "published": published.pk,
        "edition": published.editions.get().pk,
        "notice": notice.pk,
        "entry": record(HistoryEntry.Action.SUBMITTED, event, editor).pk,
        "sign_in": record(HistoryEntry.Action.SIGNED_IN, editor, editor).pk,
        "user": editor.pk,
        "group": Group.objects.get(name="Editors").pk,
        "intake": intake.pk,
        "content_type": ContentType.objects.get_for_model(Participant).pk,
        "link": make_link(recipient="A guest").pk,
        "token": make_link(recipient="A guest").token,
        "ended": make_link(recipient="A guest", expires_at=now - dt.timedelta(seconds=1)).token,
        "revoked": make_link(recipient="A guest", revoked_at=now).token,
    }


def routes_below(prefix):
    """The routes of all views whose address begins so."""

    def walk(resolver, before=""):
        for pattern in resolver.url_patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, route)
            else:
                yield route

    routes = (route.replace("^", "") for route in walk(get_resolver()))
    return {route for route in routes if route.startswith(prefix)}


def column_of(heading, name):
    """`{address or act: answer}` of one column of a table."""
    columns, rows = TABLES[heading]
    return {key: cells[columns.index(name)] for key, cells in rows.items()}


def test_every_page_of_the_administration_and_of_the_public_is_in_the_tables():
    filled = places(event_in("draft"))
    for heading, prefix in (("Pages of the administration", "admin/"), ("Public pages", "kk/")):
        addresses = [key.format(**filled).split("?")[0] for key in TABLES[heading][1]]
        if prefix == "kk/":
            addresses = [address.replace("/ru/", "/kk/") for address in addresses]
        with translation.override("kk"):
            named = {resolve(address).route for address in addresses}
            assert {route for route in named if route.startswith(prefix)} == routes_below(prefix)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", ROLES)
def test_page_of_the_administration(role, state):
    filled = places(event_in(state))
    client = client_of(role)
    wanted = column_of("Pages of the administration", role)
    if state != STATES[0]:  # elsewhere the state of an event plays no part
        wanted = {key: answer for key, answer in wanted.items() if "{event}" in key}
    found = {}
    for key in wanted:
        with transaction.atomic():
            response = client.get(key.format(**filled))
            found[key] = str(response.status_code)
            if response.streaming:
                list(response.streaming_content)  # so that its file is closed
            transaction.set_rollback(True)
    assert found == wanted


FORMS = {
    "submit": {},
    "approve": {},
    "send-back": {"comment": "Нет даты."},
    "clear-mark": {},
    "publish": {"languages": "ru", "when": "now", "note_ru": "Исправлена дата."},
    "schedule": {"languages": "ru", "what": "cancel"},
    "withdraw": {"withdraw_ru": "on", "reason_ru": "Ошибка."},
    "restore": {"languages": "ru"},
    "preview-links": {"recipient": "A guest", "ends_on": timezone.localdate().isoformat()},
    "delete": {"post": "yes"},
}


def rows_of(event):
    """All that an act could change."""
    tables = (Event, Edition, PreviewLink, HistoryEntry)
    return [sorted(table.objects.values_list(), key=repr) for table in tables]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", FORMS)
def test_act(act, state):
    event = event_in(state)
    if act == "delete":
        event.preview_links.all().delete()
    address = f"/admin/news/event/{event.pk}/{act}/"
    versions = dict.fromkeys(("version", f"version_{event.pk}"), event.version)
    for role in ROLES:
        client = client_of(role)
        before = rows_of(event)
        wanted = column_of("Acts", role)[act]
        is_allowed = column_of("Acts by state", state)[act] == "yes"
        with transaction.atomic():
            response = client.post(address, FORMS[act] | versions)
            is_done = rows_of(event) != before
            transaction.set_rollback(True)
        if role == "Nobody":
            assert response.headers["Location"].startswith("/admin/login/")
            assert not is_done
        elif wanted == "302" and not is_allowed:
            assert (role, response.status_code, is_done) == (role, 200, False)
        else:
            assert (role, str(response.status_code), is_done) == (role, wanted, wanted == "302")


@pytest.mark.parametrize("state", STATES)
def test_public_page(state):
    event = event_in(state)
    filled = places(event)
    wanted = column_of("Public pages", state)
    for role in ROLES:
        client = client_of(role)
        found = {}
        for key in wanted:
            response = client.get(key.format(**filled))
            found[key] = str(response.status_code)
            if state != "published" and "preview" not in key:
                assert event.title_ru not in response.getvalue().decode(errors="replace")
        assert found == wanted
