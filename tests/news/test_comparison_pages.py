import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from news.models import Edition, Event, HistoryEntry, StaffProfile
from news.publishing import publish, withdraw
from tests import factories
from tests.news.desk import sign_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(editor):
    return signed_in(editor)


def address(event, name, **query):
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return f"/admin/news/event/{event.pk}/{name}/" + (f"?{asked}" if asked else "")


def labels(response):
    comparison = response.context["comparison"]
    return [difference.label for difference in comparison.differences]


def corrected(**fields):
    """Public in Russian and English, corrected once in Russian, then changed."""
    event = factories.published(factories.trilingual(**fields), ["ru", "en"])
    Event.objects.filter(pk=event.pk).update(title_ru="Второй заголовок")
    event.refresh_from_db()
    publisher = factories.UserFactory(groups=["Publishers"])
    publish(event=event, languages=["ru"], user=publisher, is_silent=True)
    Event.objects.filter(pk=event.pk).update(lead_ru="Новый лид.", title_en="New title")
    event.refresh_from_db()
    return event


def test_what_is_public_is_compared_with_the_working_copy(client):
    response = client.get(address(corrected(), "compare"))
    assert response.context["language"] == "ru"
    assert response.context["form"]["from"].value() == "2"
    assert labels(response) == ["Lead"]
    assert "<ins>" in response.content.decode()


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"language": "en"}, ["Title"]),
        ({"language": "ru", "from": "1", "to": "2"}, ["Title"]),
        ({"language": "ru", "from": "1"}, ["Title", "Lead"]),
        ({"language": "ru", "from": "working", "to": "1"}, ["Title", "Lead"]),
        ({"language": "ru", "from": "2", "to": "2"}, []),
        ({"language": "ru", "from": "working", "to": "working"}, []),
    ],
)
def test_any_two_states_of_a_language_are_compared(client, asked, shown):
    response = client.get(address(corrected(), "compare", **asked))
    assert labels(response) == shown
    assert ("Nothing differs." in response.content.decode()) == (not shown)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"from": "9"}, "from"),
        ({"to": "x"}, "to"),
        ({"language": "en", "from": "2"}, "from"),  # there is one in Russian only
    ],
)
def test_an_edition_that_is_not_there_is_said(client, asked, field):
    response = client.get(address(corrected(), "compare", **asked))
    assert response.status_code == 200
    assert response.context["form"].errors == {
        field: ["There is no such edition in this language."]
    }
    assert "comparison" not in response.context


def test_a_language_without_editions_says_so(client):
    response = client.get(address(corrected(), "compare", language="kk"))
    assert "Nothing was published in this language yet." in response.content.decode()
    assert client.get(address(corrected(), "compare", language="de")).status_code == 404
    assert client.get("/admin/news/event/999999/compare/").status_code == 404


def test_editions_say_where_they_stand(client, publisher):
    event = corrected()
    Event.objects.filter(pk=event.pk).update(status=Event.Status.APPROVED)
    later = timezone.now() + dt.timedelta(days=1)
    publish(event=event, languages=["ru"], user=publisher, at=later, is_silent=True)
    withdraw(event=event, user=publisher, reasons={"en": "Error"})

    def states(language):
        form = client.get(address(event, "compare", language=language)).context["form"]
        return [label.rpartition(" · ")[2] for _value, label in form.fields["from"].choices]

    assert states("ru") == ["Working copy", "scheduled", "public", "replaced"]
    assert states("en") == ["Working copy", "withdrawn"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_comparison_costs_the_same_with_more(client, count, django_assert_num_queries):
    event = factories.trilingual(topics=[factories.TopicFactory() for _ in range(count)])
    for _ in range(count):
        factories.ParticipationFactory(event=event, organization=factories.OrganizationFactory())
        factories.EventOrganizationFactory(event=event)
    for color in ["red", "green", "blue"][:count]:
        factories.EventPhotoFactory(event=event, photo=factories.photo(color))
    factories.published(event)
    for link in (event.participations, event.event_organizations, event.event_photos):
        link.all().delete()
    event.topics.clear()
    with django_assert_num_queries(16):
        response = client.get(address(event, "compare"))
    shown = {found.label: len(found.rows) for found in response.context["comparison"].differences}
    assert set(shown.values()) == {count}
    assert len(shown) == 4


WHO = [
    ("Editors", 200, 200),
    ("Publishers", 200, 200),
    ("Translators", 200, 403),
    ("Photo editors", 200, 403),
    (None, 403, 403),
]


@pytest.mark.parametrize(("group", "compare", "back"), WHO)
def test_who_may_see_and_who_may_bring_back(group, compare, back):
    event = corrected()
    edition = event.editions.get(language="ru", number=1)
    client = signed_in(factories.UserFactory(groups=[group] if group else []))
    assert client.get(address(event, "history")).status_code == compare
    response = client.get(address(event, "compare"))
    assert response.status_code == compare
    assert ("bring-back" in response.content.decode()) == (back == 200)
    page = address(event, f"bring-back/{edition.pk}")
    assert client.get(page).status_code == back
    response = client.post(page, {"parts": "text", "version": event.version})
    assert response.status_code == (302 if back == 200 else 403)
    event.refresh_from_db()
    assert (event.title_ru == edition.title) == (back == 200)


def test_strangers_are_asked_to_sign_in(client):
    event = corrected()
    client.logout()
    for name in ("compare", f"bring-back/{event.editions.first().pk}", "history"):
        for method in (client.get, client.post):
            response = method(address(event, name))
            assert (response.status_code, response.url.split("?")[0]) == (302, "/admin/login/")


def test_comparing_changes_nothing(client):
    assert client.post(address(corrected(), "compare")).status_code == 405


def test_an_edition_comes_back_by_its_page(client):
    event = corrected()
    edition = event.editions.get(language="ru", number=1)
    page = address(event, f"bring-back/{edition.pk}")
    response = client.get(page)
    assert [row["part"] for row in response.context["rows"]] == ["text"]
    assert "Captions, credits and alternative texts" in response.content.decode()
    response = client.post(page, {"parts": "text", "version": event.version}, follow=True)
    assert "The working copy has it now." in response.content.decode()
    event.refresh_from_db()
    assert (event.title_ru, event.title_en) == (edition.title, "New title")
    shown = client.get(page).content.decode()
    assert "The working copy is the same as this edition." in shown
    assert 'name="parts"' not in shown


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"version": "1"}, {"parts": ["Choose a part at least."]}),
        (
            {"version": "1", "parts": "photos"},
            {"parts": ["A part of it is the same in the working copy by now."]},
        ),
        (
            {"version": "0", "parts": "text"},
            {"__all__": ["It was changed after you opened the page. Look at it again."]},
        ),
    ],
)
def test_what_cannot_come_back_is_said(client, data, errors):
    event = corrected()
    edition = event.editions.get(language="ru", number=1)
    response = client.post(address(event, f"bring-back/{edition.pk}"), data)
    assert response.context["form"].errors == errors
    # The page shows what is there now, and the next attempt counts.
    assert f'name="version" value="{event.version}"' in response.content.decode()
    event.refresh_from_db()
    assert event.title_ru == "Второй заголовок"


def test_an_edition_of_another_event_does_not_come_back(client):
    event, other = corrected(), corrected()
    page = address(event, f"bring-back/{other.editions.first().pk}")
    assert client.get(page).status_code == 404
    assert client.post(page, {"parts": "text"}).status_code == 404


def test_other_pages_lead_to_the_comparison(publisher):
    event = corrected()
    Event.objects.filter(pk=event.pk).update(status=Event.Status.IN_REVIEW)
    client = signed_in(publisher)
    compare = address(event, "compare")
    shown = client.get(address(event, "change")).content.decode()
    assert f'href="{compare}?language=ru&amp;from=2"' in shown
    assert f'href="{compare}?language=en&amp;from=1"' in shown
    for name in ("approve", "publish"):
        shown = client.get(address(event, name)).content.decode()
        assert f'href="{compare}?language=ru"' in shown
        assert f'href="{compare}?language=en"' in shown
        assert f'href="{compare}?language=kk"' not in shown
    edition = Edition.objects.get(language="ru", number=1)
    shown = client.get(f"/admin/news/edition/{edition.pk}/change/").content.decode()
    assert f'href="{compare}?language=ru&amp;from=1"' in shown


@pytest.mark.browser
@pytest.mark.parametrize("name", ["compare", "history", "bring-back"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_keeps_people_out(page, editor, name, scheme):
    StaffProfile.objects.create(user=editor, language="ru")
    event = corrected()
    for color in ["red", "green"]:
        factories.EventPhotoFactory(event=event, photo=factories.photo(color))
    factories.ParticipationFactory(event=event)
    event.edited(editor, {"title_ru": ["Старый заголовок", "Новый заголовок"]})
    if name == "bring-back":
        name = f"bring-back/{event.editions.get(language='ru', number=1).pk}"
    page.emulate_media(color_scheme=scheme)
    sign_in(page, editor)
    page.goto(address(event, name))
    page.wait_for_load_state("networkidle")
    if name == "history":
        page.locator("summary").first.click()
        page.locator("del").first.wait_for()
    found = {
        violation["id"]: [node["target"] for node in violation["nodes"]]
        for violation in Axe().run(page).response["violations"]
        if violation["impact"] in ("serious", "critical")
    }
    assert found == {}
    assert HistoryEntry.objects.of(event).exists()
