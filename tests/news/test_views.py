import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import override

from media.models import Photo
from news.models import Edition, Event, EventOrganization
from news.paging import cursor
from news.publishing import publish, restore, unschedule, withdraw
from news.views.site import forbidden, server_error
from people.models import Participant, PhotoPerson
from tests.factories import (
    EventFactory,
    EventOrganizationFactory,
    EventPhotoFactory,
    OrganizationFactory,
    ParticipantFactory,
    ParticipationFactory,
    TopicFactory,
    UserFactory,
    approved,
    photo,
    published,
    trilingual,
)
from tests.pages import language_switch, links, read, text, texts

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def day(year, month=6, day=15):
    return dt.datetime(year, month, day, 5, tzinfo=dt.UTC)


def full_event(people=1, **fields):
    """An event with all that a page can show, in three languages."""
    event = trilingual(
        place_ru="Астана",
        place_kk="Астана",
        place_en="Astana",
        venue=OrganizationFactory(name_ru="Дворец мира"),
        topics=[TopicFactory(name_ru="Молодежь")],
        **fields,
    )
    for _ in range(people):
        ParticipationFactory(event=event)
        EventOrganizationFactory(event=event, part=EventOrganization.Part.GUEST)
    EventPhotoFactory(event=event, photo=photo("navy", caption_ru="В зале", alt_text_ru="Зал"))
    EventPhotoFactory(event=event, photo=photo("gold", caption_ru="У входа"), position=1)
    in_text = photo("brown", caption_ru="Выступление", credit_line_ru="Фото: А. Ким")
    event.body_ru += f'<figure data-photo="{in_text.pk}"></figure><p>Конец.</p>'
    event.save()
    return event


class TestEvent:
    def test_page_shows_what_was_published(self, client):
        event = published(full_event(slug="session"), languages=("kk", "ru", "en"))
        page = read(client.get("/ru/news/session/"))
        main = page.find(".//main")
        person = event.participations.get().participant
        organization = event.event_organizations.get().organization
        assert page.get("lang") == "ru"
        assert text(page.find(".//h1")) == event.title_ru
        assert texts(main, ".//header//time") == ["1 марта 2025 года, 10:00"]
        assert text(main.find(".//p[@class='place']")).endswith("Астана, Дворец мира")
        assert texts(main, ".//figure//span[@class='caption']") == [
            "В зале",
            "Выступление",
            "У входа",
        ]
        assert [image.get("loading") for image in main.findall(".//img")] == [None, "lazy", "lazy"]
        assert main.find(".//img").get("fetchpriority") == "high"
        assert [main.find(".//img").get(name) for name in ("width", "height", "alt")] == [
            "1200",
            "800",
            "Зал",
        ]
        with override("ru"):
            part = EventOrganization.Part.GUEST.label
        assert texts(main, ".//aside//li") == [
            f"{person.given_name_ru} {person.family_name_ru} член Ассамблеи",
            f"{organization.name_ru} {part}",
            "Молодежь",
        ]
        assert [link for link in links(main, ".//a") if "/renditions/" not in link] == [
            f"/ru/organizations/{event.venue.slug}/",
            "/ru/news/session/photos.zip",
            f"/ru/people/{person.slug}/",
            f"/ru/organizations/{organization.slug}/",
            f"/ru/news/?topic={event.topics.get().slug}",
        ]

    def test_head_tells_machines_where_the_page_stands(self, client):
        published(trilingual(slug="session"), languages=("ru", "en"))
        page = read(client.get("/en/news/session/"))
        site = "http://testserver"
        found = {
            link.get("hreflang") or link.get("rel"): link.get("href")
            for link in page.findall(".//head/link")
            if link.get("rel") in ("canonical", "alternate")
        }
        assert found == {
            "canonical": f"{site}/en/news/session/",
            "ru": f"{site}/ru/news/session/",
            "en": f"{site}/en/news/session/",
            "x-default": f"{site}/ru/news/session/",
        }
        description = page.find(".//meta[@name='description']").get("content")
        assert description == "The participants discussed plans for the year."

    def test_switch_marks_languages_without_an_edition(self, client):
        published(trilingual(slug="session"), languages=("ru", "en"))
        page = read(client.get("/ru/news/session/"))
        assert language_switch(page) == {"kk": "", "ru": None, "en": "/en/news/session/"}

    @pytest.mark.parametrize("people", [1, 3])
    def test_page_costs_three_queries(self, client, django_assert_num_queries, people):
        published(full_event(people, slug="session"), languages=("kk", "ru", "en"))
        with django_assert_num_queries(3):
            read(client.get("/ru/news/session/"))

    def test_names_are_those_of_the_directory_now(self, client):
        event = published(full_event(slug="session"))
        Participant.objects.update(family_name_ru="Исправлено")
        event.participations.update(role_ru="новая должность")
        page = read(client.get("/ru/news/session/"))
        assert texts(page, ".//aside//li")[0] == "Ерлан Исправлено член Ассамблеи"

    def test_archived_people_are_named_without_a_link(self, client):
        published(full_event(slug="session"))
        Participant.objects.update(is_public=False, family_name_ru="Архивный")
        main = read(client.get("/ru/news/session/")).find(".//main")
        assert texts(main, ".//aside//li")[0].startswith("Ерлан Архивный")
        assert [link for link in links(main, ".//a") if "/people/" in link] == []

    def test_name_of_another_language_is_marked_as_such(self, client):
        event = trilingual(slug="session")
        ParticipationFactory(
            event=event,
            participant=ParticipantFactory(family_name_en="", given_name_en="", slug="somebody"),
        )
        published(event, languages=("en",))
        link = read(client.get("/en/news/session/")).find(".//aside//a")
        assert link.get("lang") == "ru"

    def test_working_copy_does_not_show(self, client):
        event = published(full_event(slug="session"))
        event.title_ru, event.body_ru, event.place_ru = "Черновик", "<p>Тайна</p>", "Секрет"
        event.save()
        Photo.objects.update(caption_ru="Новая подпись")
        html = client.get("/ru/news/session/").content.decode()
        assert not [word for word in ("Черновик", "Тайна", "Секрет", "Новая") if word in html]

    def test_correction_replaces_the_text_and_tells_why(self, client):
        user = UserFactory(groups=["Publishers"])
        first = timezone.now() - HOUR
        event = published(slug="session", title_ru="С ошибкой", at=first)
        event.title_ru = "Без ошибки"
        event.save()
        notes = {"ru": "Исправлено имя."}
        publish(event=event, languages=["ru"], user=user, change_notes=notes)
        page = read(client.get("/ru/news/session/"))
        assert text(page.find(".//h1")) == "Без ошибки"
        assert text(page.findall(".//footer/p")[1]).endswith(" — Исправлено имя.")
        assert "С ошибкой" not in client.get("/ru/news/session/").content.decode()

    def test_dates_are_of_the_first_publication_and_of_what_the_page_speaks_of(self, client):
        user = UserFactory(groups=["Publishers"])
        event = published(trilingual(slug="session"), ["ru", "kk"], at=day(2018, 9, 3))

        def correct(at, **how):
            publish(event=approved(event), languages=["ru"], user=user, at=at, **how)

        def dates(language="en"):
            with override("en"):
                page = read(client.get(f"/{language}/news/session/"))
            return texts(page, ".//article/footer/p/time")

        assert dates("ru") == ["3 сентября 2018 года, 11:00"]
        correct(day(2018, 9, 5), change_notes={"ru": "Имя."})
        correct(day(2018, 9, 6), change_notes={"ru": "<b>Число</b>."})
        correct(day(2018, 9, 7), is_silent=True)
        spoken_of = ["3 сентября 2018 года, 11:00", "6 сентября 2018 года, 11:00"]
        assert dates("ru") == spoken_of
        page = read(client.get("/ru/news/session/"))
        assert text(page.findall(".//article/footer/p")[1]).endswith(" — <b>Число</b>.")
        assert dates("kk") == ["2018 жылғы 3 қыркүйек, 11:00"]
        # What comes later is not spoken of yet, and what comes back keeps its note.
        correct(timezone.now() + HOUR, change_notes={"ru": "Завтрашняя тайна."})
        assert dates("ru") == spoken_of
        assert "тайна" not in client.get("/ru/news/session/").content.decode()
        withdraw(event=event, user=user, reasons={"ru": "Ошибка."})
        restore(event=event, languages=["ru"], user=user)
        assert dates("ru") == spoken_of
        page = read(client.get("/ru/news/session/"))
        assert text(page.findall(".//article/footer/p")[1]).endswith(" — <b>Число</b>.")

    def test_silent_corrections_alone_are_not_spoken_of(self, client):
        event = published(slug="session", at=day(2018, 9, 3))
        user = UserFactory(groups=["Publishers"])
        publish(event=event, languages=["ru"], user=user, is_silent=True)
        page = read(client.get("/ru/news/session/"))
        assert texts(page, ".//article/footer//time") == ["3 сентября 2018 года, 11:00"]

    def test_draft_and_scheduled_events_are_as_unknown_as_any_other_address(self, client):
        EventFactory(slug="aaaa")
        published(slug="bbbb", at=timezone.now() + HOUR)
        replaced = published(slug="cccc", at=timezone.now() + HOUR)
        user = UserFactory(groups=["Publishers"])
        withdraw(event=replaced, user=user, reasons={"ru": "Отменено до срока."})
        pages = []
        for slug in ("aaaa", "bbbb", "cccc", "dddd"):
            response = client.get(f"/ru/news/{slug}/")
            read(response, 404)
            pages.append((response.content.decode().replace(slug, ""), response.headers.items()))
        assert [page == pages[-1] for page in pages] == [True] * 4

    def test_scheduled_event_opens_by_itself(self, client):
        event = published(slug="session", at=timezone.now() + HOUR)
        assert client.get("/ru/news/session/").status_code == 404
        Edition.objects.filter(event=event).update(published_at=timezone.now() - HOUR)
        assert client.get("/ru/news/session/").status_code == 200

    def test_other_languages_are_offered_where_one_is_missing(self, client):
        published(trilingual(slug="session"), languages=("ru", "en"))
        page = read(client.get("/kk/news/session/"), 404)
        assert page.get("lang") == "kk"
        assert links(page) == ["/ru/news/session/", "/en/news/session/", "/kk/news/"]
        assert language_switch(page) == {
            "kk": None,
            "ru": "/ru/news/session/",
            "en": "/en/news/session/",
        }

    def test_withdrawn_page_tells_the_reason(self, client):
        event = published(
            trilingual(slug="session", title_ru="Тайный заголовок"), languages=("ru", "en")
        )
        user = UserFactory(groups=["Publishers"])
        withdraw(event=event, user=user, reasons={"ru": "Событие перенесено."})
        response = client.get("/ru/news/session/")
        page = read(response, 410)
        assert text(page.find(".//div[@class='reason']")) == "Событие перенесено."
        assert links(page) == ["/en/news/session/", "/ru/news/"]
        assert "Тайный" not in response.content.decode()
        assert client.get("/en/news/session/").status_code == 200

    def test_withdrawn_event_leads_to_another(self, client):
        user = UserFactory(groups=["Publishers"])
        event = published(trilingual(slug="first", title_ru="Тайна"), ["kk", "ru", "en"])
        target = published(trilingual(slug="second"), ["ru", "en"])
        withdraw(event=event, user=user, languages=["kk", "ru"], redirect_to=target)
        response = client.get("/ru/news/first/")
        assert (response.status_code, response.headers["Location"]) == (302, "/ru/news/second/")
        # Where the other lacks the language, the reader chooses; its own pages come first.
        page = read(client.get("/kk/news/first/"), 410)
        assert links(page) == ["/ru/news/second/", "/en/news/first/", "/kk/news/"]
        assert page.find(".//div[@class='reason']") is None
        assert "Тайна" not in client.get("/kk/news/first/").content.decode()
        assert client.get("/en/news/first/").status_code == 200
        restore(event=event, languages=["ru"], user=user)
        assert text(read(client.get("/ru/news/first/")).find(".//h1")) == "Тайна"

    def test_way_to_another_event_follows_it_and_ends(self, client):
        user = UserFactory(groups=["Publishers"])
        first, second, third = (published(slug=slug) for slug in ("first", "second", "third"))
        withdraw(event=first, user=user, languages=["ru"], redirect_to=second)
        withdraw(event=second, user=user, languages=["ru"], redirect_to=third)
        for slug in ("first", "second"):
            response = client.get(f"/ru/news/{slug}/")
            assert (response.status_code, response.headers["Location"]) == (302, "/ru/news/third/")
        withdraw(event=third, user=user, reasons={"ru": "Ошибка."})
        for slug in ("first", "second", "third"):
            assert links(read(client.get(f"/ru/news/{slug}/"), 410)) == ["/ru/news/"]

    def test_events_that_lead_to_each_other_end_in_a_page(self, client):
        user = UserFactory(groups=["Publishers"])
        first = published(trilingual(slug="first"), ["kk"])
        second = published(trilingual(slug="second"), ["kk", "ru"])
        withdraw(event=second, user=user, languages=["kk"], redirect_to=first)
        withdraw(event=first, user=user, languages=["kk"], redirect_to=second)
        for slug in ("first", "second"):
            page = read(client.get(f"/kk/news/{slug}/"), 410)
            assert links(page) == ["/ru/news/second/", "/kk/news/"]

    def test_old_address_leads_to_the_new_one(self, client):
        event = published(slug="old", at=timezone.now() - HOUR)
        event.slug = "new"
        event.save()
        user = UserFactory(groups=["Publishers"])
        publish(event=event, languages=["ru"], user=user, is_silent=True)
        response = client.get("/ru/news/old/")
        assert (response.status_code, response.headers["Location"]) == (301, "/ru/news/new/")

    def test_address_of_a_working_copy_does_not_lead_anywhere(self, client):
        event = published(slug="old")
        event.slug = "secret"
        event.save()
        assert client.get("/ru/news/secret/").status_code == 404
        assert client.get("/ru/news/old/").status_code == 200


class TestCaches:
    def test_unchanged_page_is_not_sent_again(self, client):
        published(slug="session")
        first = client.get("/ru/news/session/")
        headers = {"If-None-Match": first.headers["ETag"]}
        assert first.headers["Cache-Control"] == "public, no-cache"
        assert "Cookie" not in first.headers.get("Vary", "")
        assert client.get("/ru/news/session/", headers=headers).status_code == 304
        headers = {"If-Modified-Since": first.headers["Last-Modified"]}
        assert client.get("/ru/news/session/", headers=headers).status_code == 304
        assert client.head("/ru/news/session/").headers["ETag"] == first.headers["ETag"]
        assert client.post("/ru/news/session/").status_code == 405

    def test_corrected_name_is_sent(self, client):
        event = full_event(slug="session")
        published(event, at=timezone.now() - 2 * HOUR)
        long_ago = timezone.now() - HOUR
        Participant.objects.update(updated_at=long_ago)
        for link in (event.event_organizations.get().organization, event.venue):
            type(link).objects.filter(pk=link.pk).update(updated_at=long_ago)
        first = client.get("/ru/news/session/")
        assert first.headers["Last-Modified"] == http_date(long_ago.timestamp())
        event.participations.get().participant.save()
        since = {"If-Modified-Since": first.headers["Last-Modified"]}
        assert client.get("/ru/news/session/", headers=since).status_code == 200


@pytest.mark.parametrize("address", ["home", "news"])
class TestLists:
    @pytest.mark.parametrize("events", [1, 3])
    def test_queries_do_not_grow(self, client, django_assert_num_queries, address, events):
        for _ in range(events):
            published(full_event(), languages=("kk", "ru", "en"))
        with override("kk"), django_assert_num_queries({"home": 2, "news": 3}[address]):
            page = read(client.get(reverse(address)))
        assert len(page.findall(".//article") + page.findall(".//h2[@id='latest']")) == events

    def test_only_visible_editions_of_the_language_show(self, client, address):
        user = UserFactory(groups=["Publishers"])
        visible = published(trilingual(slug="visible"), languages=("ru", "en"))
        EventFactory(slug="draft")
        published(slug="scheduled", at=timezone.now() + HOUR)
        gone = published(slug="withdrawn")
        withdraw(event=gone, user=user, reasons={"ru": "Ошибка."})
        published(trilingual(slug="only-kk"), languages=("kk",))
        publish(event=visible, languages=["ru"], user=user, is_silent=True)
        with override("ru"):
            page = read(client.get(reverse(address)))
        found = [
            link for link in links(page) if link.startswith("/ru/news/") and link.count("/") == 4
        ]
        assert found == ["/ru/news/visible/"]

    def test_empty_site_has_its_pages(self, client, address):
        with override("en"):
            read(client.get(reverse(address)))


class TestNews:
    def addresses(self, page):
        return [link.get("href") for link in page.findall(".//article//a")]

    def step(self, page, rel):
        link = page.find(f".//a[@rel='{rel}']")
        return None if link is None else f"/ru/news/{link.get('href')}"

    def test_pages_follow_one_another(self, client):
        # Some start at the same moment: their ids decide.
        for number in range(45):
            published(slug=f"event-{number:02}", starts_at=day(2020 + number // 10))
        newest_first = [f"/ru/news/event-{number:02}/" for number in reversed(range(45))]
        first = read(client.get("/ru/news/"))
        assert self.addresses(first) == newest_first[:20]
        assert self.step(first, "prev") is None
        second = read(client.get(self.step(first, "next")))
        assert self.addresses(second) == newest_first[20:40]
        third = read(client.get(self.step(second, "next")))
        assert self.addresses(third) == newest_first[40:]
        assert self.step(third, "next") is None
        assert self.addresses(read(client.get(self.step(third, "prev")))) == newest_first[20:40]
        back = read(client.get(self.step(second, "prev")))
        assert self.addresses(back) == newest_first[:20]
        assert self.step(back, "prev") is None

    def test_year_shows_what_was_until_its_end(self, client):
        for year in (2022, 2023, 2024):
            published(slug=f"in-{year}", starts_at=day(year))
        # In Almaty the new year has begun.
        published(slug="new-year", starts_at=dt.datetime(2023, 12, 31, 20, tzinfo=dt.UTC))
        page = read(client.get("/ru/news/?year=2023"))
        assert self.addresses(page) == ["/ru/news/in-2023/", "/ru/news/in-2022/"]
        years = texts(page, ".//nav[@aria-labelledby='years']//a")
        assert years == [str(year) for year in range(timezone.localdate().year, 2021, -1)]
        newer = read(client.get(self.step(page, "prev")))
        assert self.addresses(newer)[0] == "/ru/news/in-2024/"

    def test_topic_selects(self, client):
        youth = TopicFactory(slug="youth", name_ru="Молодежь")
        published(slug="about-youth", topics=[youth])
        published(slug="about-nothing")
        page = read(client.get("/ru/news/?topic=youth"))
        assert self.addresses(page) == ["/ru/news/about-youth/"]
        assert text(page.find(".//h1")) == "Молодежь"

    @pytest.mark.parametrize(
        "query",
        [
            "before=1", "before=-", "before=x-1", "before=999999999999999999-1", "after=1-x",
            "before=1-99999999999999999999", "after=٣-1", "year=0", "year=20244", "year=x",
            "year=9999", "year=²", "topic=unknown",
        ],
    )  # fmt: skip
    def test_nonsense_is_not_found(self, client, query):
        published()
        read(client.get(f"/ru/news/?{query}"), 404)

    def test_cursor_of_an_ancient_event_is_read(self, client):
        event = published(starts_at=dt.datetime(1955, 1, 1, tzinfo=dt.UTC))
        before = cursor(event.editions.get())
        assert read(client.get(f"/ru/news/?before={before}")).find(".//article") is None


HIDDEN = ("a-draft", "in-review", "scheduled", "cancelled", "gone", "moved")


@pytest.fixture
def hidden():
    """Events in every state that the public must not learn of, each naming things of its own."""
    user = UserFactory(groups=["Publishers"])
    topic = TopicFactory(slug="shared")
    events = {}
    for slug in HIDDEN:
        event = events[slug] = trilingual(slug=slug, title_ru=f"Тайна {slug}", topics=[topic])
        # Who is in the directory because of a draft has no page before a publication.
        person = ParticipantFactory(
            slug=f"person-of-{slug}", family_name_ru=f"Тайнов-{slug}", is_public=None
        )
        ParticipationFactory(event=event, participant=person)
        organization = OrganizationFactory(
            slug=f"society-of-{slug}", name_ru=f"Тайное общество {slug}", is_public=None
        )
        EventOrganizationFactory(event=event, organization=organization)
        shown = photo((len(events) * 20, 9, 9), caption_ru=f"Тайный снимок {slug}")
        PhotoPerson.objects.create(photo=shown, participant=person)
        EventPhotoFactory(event=event, photo=shown)
    Event.objects.filter(slug="in-review").update(status=Event.Status.IN_REVIEW)
    later = timezone.now() + HOUR
    for slug in ("scheduled", "cancelled"):
        published(events[slug], ["kk", "ru", "en"], at=later)
    unschedule(event=events["cancelled"], languages=["kk", "ru", "en"], user=user)
    for slug in ("gone", "moved"):
        published(events[slug], ["kk", "ru", "en"])
    reasons = dict.fromkeys(["kk", "ru", "en"], "Ошибка.")
    withdraw(event=events["gone"], user=user, reasons=reasons)
    target = published(trilingual(slug="visible", topics=[topic]), ["ru"])
    withdraw(event=events["moved"], user=user, languages=["kk", "ru", "en"], redirect_to=target)
    # A page of which one language is public, another waits and a third was withdrawn.
    for language, at in (("kk", later), ("en", timezone.now())):
        publish(event=target, languages=[language], user=user, at=at)
    withdraw(event=target, user=user, reasons={"en": "Ошибка."})
    return events


class TestWhatIsNotPublic:
    @pytest.mark.parametrize(
        "address",
        [
            "", "news/", "news/?topic=shared", "news/?year=2025", "news/visible/", "people/",
            "photos/", "photos/?q=тайна", "photos/?year=2025", "photos/?q=meeting",
            "organizations/", "search/?q=тайна", "search/?q=встреча", "search/?q=meeting",
            "search/?q=кездесу",
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("language", ["kk", "ru", "en"])
    def test_no_page_tells_of_it(self, client, hidden, language, address):
        html = client.get(f"/{language}/{address}").content.decode()
        found = [word for word in (*HIDDEN, "Тайн", "Meeting", "кездесу") if word in html]
        # What was searched for stands in the field.
        assert [word for word in found if word not in address] == []

    def test_sitemap_tells_of_the_public_edition_alone(self, client, hidden):
        xml = client.get("/sitemap-0.xml").content.decode()
        assert re.findall("<loc>(.+?)</loc>", xml) == ["http://testserver/ru/news/visible/"]
        assert re.findall('hreflang="(..)"', xml) == ["ru"]

    @pytest.mark.parametrize("language", ["kk", "ru", "en"])
    def test_addresses_answer_without_a_word_of_it(self, client, hidden, language):
        statuses = {}
        for slug in HIDDEN:
            response = client.get(f"/{language}/news/{slug}/")
            statuses[slug] = response.status_code
            html = response.content.decode()
            assert [word for word in ("Тайн", "Meeting at", "кездесу") if word in html] == []
            person, organization = f"person-of-{slug}", f"society-of-{slug}"
            for query in (f"person={person}", f"organization={organization}"):
                assert client.get(f"/{language}/photos/?{query}").status_code == 404
            for entry in (f"people/{person}", f"organizations/{organization}"):
                assert client.get(f"/{language}/{entry}/").status_code == 404
        assert statuses == {
            "a-draft": 404, "in-review": 404, "scheduled": 404, "cancelled": 404,
            "gone": 410, "moved": 302 if language == "ru" else 410,
        }  # fmt: skip

    def test_switch_offers_public_languages_only(self, client, hidden):
        page = read(client.get("/ru/news/visible/"))
        assert language_switch(page) == {"kk": "", "ru": None, "en": ""}
        assert language_switch(read(client.get("/en/news/visible/"), 410)) == {
            "kk": "", "ru": "/ru/news/visible/", "en": None,
        }  # fmt: skip


class TestErrors:
    @pytest.mark.parametrize("language", ["kk", "ru", "en"])
    def test_unknown_address_answers_in_the_language(self, client, language):
        page = read(client.get(f"/{language}/nothing/here/"), 404)
        assert page.get("lang") == language
        homes = {"kk": "/kk/", "ru": "/ru/", "en": "/en/"}
        assert language_switch(page) == homes | {language: None}

    def test_failure_has_a_page_that_needs_no_database(self, rf, django_assert_num_queries):
        with override("en"), django_assert_num_queries(0):
            response = server_error(rf.get("/en/news/"))
        read(response, 500)
        assert response.headers["Cache-Control"] == "no-store"

    def test_refusal_has_a_page(self, rf):
        with override("kk"):
            assert read(forbidden(rf.get("/kk/news/")), 403).get("lang") == "kk"
