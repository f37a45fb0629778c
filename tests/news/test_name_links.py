"""The public text leads from the first mention of a person or an organization to their pages."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext as _
from django.utils.translation import override

from news.html_text import plain_text
from news.models import Edition
from news.name_links import first_mentions, with_links
from news.publishing import build_edition, differs, freeze_mentions, publish
from news.recognition.indexing import refresh_names
from organizations.models import Organization
from people.models import Participant
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def akhmetov():
    return factories.ParticipantFactory(
        slug="akhmetov",
        gender="male",
        given_name_ru="Тимур",
        family_name_ru="Ахметов",
        given_name_kk="Тимур",
        family_name_kk="Ахметов",
        given_name_en="Timur",
        family_name_en="Akhmetov",
    )


@pytest.fixture
def assembly():
    return factories.OrganizationFactory(
        slug="assembly",
        name_ru="Ассамблея народа Казахстана",
        short_name_ru="АНК",
        name_kk="Қазақстан халқы Ассамблеясы",
        name_en="Assembly of People of Kazakhstan",
    )


def page(client, event, language="ru"):
    response = client.get(f"/{language}/news/{event.slug}/")
    assert response.status_code == 200
    return response.text


def body_of(text):
    return re.search(r'<div class="body">\n(.*?)\n</div>', text, re.DOTALL)[1]


def links_in(body):
    """Addresses and words of the links to names."""
    return re.findall(r'<a class="named" href="([^"]+)">(.*?)</a>', body)


PERSON, ASSEMBLY = "/ru/people/akhmetov/", "/ru/organizations/assembly/"


@pytest.mark.parametrize(
    ("body", "links"),
    [
        (
            "<p>Тимур Ахметов и Ассамблея народа Казахстана.</p>\n<p>Т. Ахметов, АНК.</p>",
            [(PERSON, "Тимур Ахметов"), (ASSEMBLY, "Ассамблея народа Казахстана")],
        ),
        (
            "<h2>Тимур Ахметов</h2>\n<p>Вместе с Тимуром Ахметовым.</p>",
            [(PERSON, "Тимуром Ахметовым")],
        ),
        ("<p><strong>Тимуру</strong> <em>Ахметову</em> – Тимур Ахметов.</p>",
         [(PERSON, "Тимур Ахметов")]),
        ("<p><strong>Тимур Ахметов</strong></p>", [(PERSON, "Тимур Ахметов")]),
        ("<p>Тимур&nbsp;Ахметов &amp; АНК</p>",
         [(PERSON, "Тимур&nbsp;Ахметов"), (ASSEMBLY, "АНК")]),
        ("<p>Тимур<br>Ахметов</p>", [(PERSON, "Тимур<br>Ахметов")]),
        ("<ul><li>АНК: <em>Тимур</em></li><li>Тимур Ахметов</li></ul>",
         [(ASSEMBLY, "АНК"), (PERSON, "Тимур Ахметов")]),
        ("<table><tbody><tr><td>Имя</td><td>Город</td></tr>"
         "<tr><td>Т. Ахметов</td><td></td></tr></tbody></table>", [(PERSON, "Т. Ахметов")]),
        ("<blockquote><p>Тимур Ахметов</p></blockquote>", [(PERSON, "Тимур Ахметов")]),
        ('<p><a href="https://example.org/" rel="noopener">Тимур Ахметов</a>; Т. Ахметов</p>', []),
        ('<p><a href="/x/" title="Тимур Ахметов &gt; АНК" rel="noopener">он</a></p>', []),
        ("<p>Иван Ахметов и Генеральная Ассамблея.</p>", []),
    ],
)  # fmt: skip
def test_first_mentions_are_linked_and_no_word_changes(client, akhmetov, assembly, body, links):
    event = factories.published(body_ru=body)
    shown = body_of(page(client, event))
    assert links_in(shown) == links
    assert re.sub(r'<a class="named" href="[^"]+">(.*?)</a>', r"\1", shown) == body
    assert plain_text(shown) == plain_text(body)


def test_each_language_has_its_own_mentions(client, akhmetov, assembly):
    event = factories.published(
        factories.EventFactory(
            title_kk="Кездесу",
            body_kk="<p>Қазақстан халқы Ассамблеясының мүшесі Тимур Ахметов.</p>",
            body_ru="<p>Встреча с Тимуром Ахметовым.</p>",
            title_en="Meeting",
            body_en="<p>Nobody was there.</p>",
        ),
        languages=["kk", "ru", "en"],
    )
    found = {code: links_in(body_of(page(client, event, code))) for code in ("kk", "ru", "en")}
    assert found == {
        "kk": [
            ("/kk/organizations/assembly/", "Қазақстан халқы Ассамблеясының"),
            ("/kk/people/akhmetov/", "Тимур Ахметов"),
        ],
        "ru": [(PERSON, "Тимуром Ахметовым")],
        "en": [],
    }


class TestFrozen:
    BODY = "<p>Тимур Ахметов выступил в АНК.</p>"

    def test_a_new_entry_gets_its_link_with_the_next_edition(self, client, akhmetov, publisher):
        event = factories.published(body_ru=self.BODY)
        factories.OrganizationFactory(slug="ank", name_ru="АНК")
        assert links_in(body_of(page(client, event))) == [(PERSON, "Тимур Ахметов")]
        assert not differs(event.editions.get(), build_edition(event, "ru"))
        publish(event=event, languages=["ru"], user=publisher, is_silent=True)
        assert [words for _url, words in links_in(body_of(page(client, event)))] == [
            "Тимур Ахметов",
            "АНК",
        ]

    def test_addresses_and_who_has_a_page_are_of_now(self, client, akhmetov, assembly):
        event = factories.published(body_ru=self.BODY)
        Participant.objects.filter(pk=akhmetov.pk).update(slug="timur")
        Organization.objects.filter(pk=assembly.pk).update(is_public=False)
        assert links_in(body_of(page(client, event))) == [("/ru/people/timur/", "Тимур Ахметов")]

    def test_another_name_in_the_directory_changes_no_word(self, client, akhmetov):
        event = factories.published(body_ru=self.BODY)
        Participant.objects.filter(pk=akhmetov.pk).update(family_name_ru="Ахметжанов")
        assert links_in(body_of(page(client, event))) == [(PERSON, "Тимур Ахметов")]

    def test_a_body_that_is_not_as_it_was_has_no_link_in_a_wrong_place(self, client, akhmetov):
        event = factories.published(body_ru=self.BODY)
        Edition.objects.update(body="<p><strong>Вчера</strong> Тимур Ахметов выступил.</p>")
        shown = body_of(page(client, event))
        assert shown == "<p><strong>Вчера</strong> Тимур Ахметов выступил.</p>"


def test_whom_the_text_alone_names_is_no_participant_but_has_the_news(client, akhmetov, assembly):
    Participant.objects.update(is_public=None)
    assert client.get("/ru/people/akhmetov/").status_code == 404
    event = factories.published(title_ru="О главном", body_ru=TestFrozen.BODY)
    text = page(client, event)
    assert 'id="people"' not in text
    assert 'id="organizations"' not in text
    for address in (PERSON, ASSEMBLY):
        listed = client.get(address).text
        assert "О главном" in listed
        with override("ru"):
            assert _("Named in the text") in listed


class TestSwitch:
    BODY = TestFrozen.BODY

    def test_without_links_nothing_is_looked_for(self, client, akhmetov):
        event = factories.published(body_ru=self.BODY, links_names=False)
        edition = event.editions.get()
        assert edition.content["mentions"] == []
        assert not edition.people.exists()
        assert body_of(page(client, event)) == self.BODY

    def test_switching_is_a_change_for_readers(self, akhmetov):
        event = factories.published(body_ru=self.BODY)
        edition = event.editions.get()
        assert not differs(edition, build_edition(event, "ru"))
        event.links_names = False
        assert differs(edition, build_edition(event, "ru"))

    def test_editions_of_former_times_do_not_look_changed(self, client, akhmetov):
        event = factories.published(body_ru=self.BODY)
        edition = event.editions.get()
        del edition.content["mentions"], edition.content["links_names"]
        edition.save()
        assert not differs(edition, build_edition(event, "ru"))
        assert body_of(page(client, event)) == self.BODY


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_mentions(
    client, akhmetov, count, django_assert_num_queries
):
    names = "".join(f"<p>{given} Каримов</p>" for given in ("Ерлан", "Тимур", "Серик")[:count])
    for given in ("Ерлан", "Тимур", "Серик")[:count]:
        factories.ParticipantFactory(family_name_ru="Каримов", given_name_ru=given, gender="male")
    event = factories.published(body_ru=names)
    page(client, event)
    with django_assert_num_queries(3):
        assert len(links_in(body_of(page(client, event)))) == count


def test_publishing_reads_the_directory_the_same_for_any_number_of_names(publisher):
    givens, counts = ["Ерлан", "Тимур", "Серик"], []
    publisher.has_perm("news.publish_event")  # a user's rights are read once
    for given in givens:
        factories.ParticipantFactory(family_name_ru="Каримов", given_name_ru=given, gender="male")
    refresh_names()
    for named in (givens[:1], givens):
        names = "".join(f"<p>{given} Каримов</p>" for given in named)
        event = factories.approved(body_ru=names)
        with CaptureQueriesContext(connection) as queries:
            publish(event=event, languages=["ru"], user=publisher)
        assert len(event.editions.get().content["mentions"]) == len(named)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_uncertain_names_are_no_links(akhmetov):
    factories.ParticipantFactory(family_name_ru="Ахметов", given_name_ru="Тарас", gender="male")
    assert first_mentions("<p>Т. Ахметов</p>", "ru") == []
    assert with_links("<p>Т. Ахметов</p>", [], {}, {}) == "<p>Т. Ахметов</p>"


def test_whom_the_event_is_linked_to_is_meant_where_several_could_be(akhmetov):
    other = factories.ParticipantFactory(
        slug="taras", family_name_ru="Ахметов", given_name_ru="Тарас", gender="male"
    )
    event = factories.approved(body_ru="<p>Слово взял Т. Ахметов.</p>")
    shown = []
    for linked in ((), (other,), (akhmetov, other)):
        event.participations.all().delete()
        for person in linked:
            event.participations.create(participant=person)
        edition = build_edition(event, "ru")
        freeze_mentions([edition])
        shown.append([(each["id"], each["words"]) for each in edition.content["mentions"]])
    assert shown == [[], [(other.pk, "Т. Ахметов")], []]
