import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation
from html5lib import HTMLParser
from lxml import html as lxml_html

from news.analysis import FOLD, tokens
from news.management.commands import rebuild_index
from news.models import Edition, Event, IndexRun, NameForm, SearchWord
from news.publishing import publish, withdraw
from news.recognition.indexing import refresh_names
from news.search import results
from news.search.corrections import corrected, on_other_keyboard
from news.search.indexing import index_editions, index_names, place_of
from news.search.marks import Marker
from news.search.queries import read_query
from organizations.models import OrganizationName
from people.models import ParticipantName
from tests import factories


def found(text, language="ru", **parameters):
    """The titles that a query finds, as the page shows them."""
    now = timezone.now()
    is_best = parameters.pop("is_best", False)
    with translation.override(language):
        query = read_query(text, language, now)
        page = results.page_of(query, now, parameters, is_best=is_best) if query else None
    return [row.title for row in page.rows] if page else []


def test_search_finds_visible_editions_that_hold_every_word(db, publisher):
    factories.published(title_ru="Ёлка", body_ru="<p>В Доме дружбы с Токаевым.</p>")
    factories.published(title_ru="Вторая", body_ru="<p>В Доме культуры.</p>")
    factories.EventFactory(title_ru="Черновик", body_ru="<p>В Доме дружбы.</p>")
    assert found("дом") == ["Вторая", "Ёлка"]
    assert found("дом дружба") == ["Ёлка"]
    assert found("ТОКАЕВ, елка!") == ["Ёлка"]
    assert found("дом", language="kk") == []


def test_search_takes_any_query(db):
    factories.published(title_ru="Первая", body_ru="<p>В Доме дружбы.</p>")
    nothing = ("", "  ", "«»", "'", '"', "a' | 'b", '" OR "', "\\", "-", "*", "-дом", "дом -дружба")
    nothing += ("x:дом", "aꟶb", "person:x\0", "year:9", "kind:", "'' дум")
    something = (
        "дом*",
        "дом:",
        "-дум",
        '"дом',
        "дом -",
        "( дом )",
        "дом \0",
        "дом' --",
        "дом%",
        "дом:*:",
    )
    for is_best in (False, True):
        assert {query: found(query, is_best=is_best) for query in nothing + something} == {
            **{query: [] for query in nothing},
            **{query: ["Первая"] for query in something},
        }


def test_phrases_what_shall_not_be_there_and_filters(db):
    at = {"starts_at": dt.datetime(2024, 12, 31, 18, tzinfo=dt.UTC)}  # 23:00 in the press service
    factories.published(
        title_ru="Форум", lead_ru="О сессии.", body_ru="<p>В доме культуры</p>", kind="forum", **at
    )
    factories.published(
        title_ru="Дома дружбы", lead_ru="", body_ru="<p>Дружба народа: наш дом.</p>", kind="other"
    )
    factories.published(title_ru="Сессия", lead_ru="В Доме дружбы.", body_ru="<p>Итоги</p>")
    table = {
        '"дом дружбы"': ["Сессия", "Дома дружбы"],
        "«домам дружба»": ["Сессия", "Дома дружбы"],
        '"дружбы дом"': [],
        '"дома дружбы народа"': [],  # the pairs are there, but not all in a row
        "сессия дом": ["Сессия", "Форум"],
        'сессия -"дом дружбы"': ["Форум"],
        "сессия -форум": ["Сессия"],
        "форум -сессией": [],
        '"сессия в"': [],  # the title and the lead are two lines
        "год:2024": ["Форум"],
        "year:2024 дом": ["Форум"],
        "сессия year:1900": [],
        "вид:форум": ["Форум"],
        "kind:forum сессия": ["Форум"],
        "kind:nonsense": [],
    }
    assert {query: found(query) for query in table} == table


def test_a_phrase_goes_over_no_end_of_a_sentence(db):
    factories.published(
        title_ru="Отчёт",
        body_ru="<p>Итог саммита. Праздник прошёл «на ура!» Гости из г. Актау и аула им. Абая, "
        "с Д. Оспановым. Акад. Сатпаев сказал… Слово!</p>",
    )
    table = {
        '"итог саммита"': ["Отчёт"],
        '"саммита праздник"': [],
        '"ура гости"': [],
        '"г. Актау"': ["Отчёт"],
        '"им. Абая"': ["Отчёт"],
        '"с Д. Оспановым"': ["Отчёт"],
        '"акад. Сатпаев"': ["Отчёт"],
        '"оспановым акад"': [],
        '"сказал слово"': [],
    }
    assert {query: found(query) for query in table} == table


@pytest.mark.parametrize("kind", Event.Kind.values)
def test_every_kind_of_events_is_a_filter(db, kind):
    for each in Event.Kind.values:
        factories.published(title_ru=f"Событие {each}", kind=each)
    with translation.override("ru"):
        label = str(Event.Kind(kind).label)
    for query in (f"kind:{kind}", f'вид:"{label}"', f'kind:{kind} вид:"{label.upper()}"'):
        assert found(query) == [f"Событие {kind}"]


def test_a_filter_is_typed_in_many_ways_and_with_a_minus(db, client):
    who = person(slug="tokaev")
    council = factories.OrganizationFactory(name_ru="Совет матерей", short_name_ru="СМ", slug="one")
    office = factories.OrganizationFactory(name_ru="Аппарат Совета матерей", slug="two")
    index_names(organizations=[council, office])
    at = {"starts_at": dt.datetime(2018, 12, 31, 20, tzinfo=dt.UTC)}  # 2019 in the press service
    forum = factories.EventFactory(title_ru="Человек: встреча", kind="forum", **at)
    session = factories.EventFactory(title_ru="Встреча")
    factories.ParticipationFactory(event=forum, participant=who)
    factories.EventOrganizationFactory(event=forum, organization=council)
    factories.EventOrganizationFactory(event=session, organization=office)
    both = [factories.published(each).title_ru for each in (forum, session)][::-1]
    only, other = both[1:], both[:1]
    table = {
        "тулга:tokaev": only,
        "ТҰЛҒА: Токаев": only,
        "персона: «Касым-Жомарт Токаев»": only,
        "встреча -персона:tokaev": other,
        "встреча −персона: Токаев": other,
        'организация:"Совет матерей"': only,
        'уйым: "совет матерей"': only,
        "organisation:СМ": only,
        'организация:"матерей совет"': both,
        '-организация:"Совет матерей"': other,
        "тури:форум": only,
        "встреча -kind:forum": other,
        "year:2019": only,
        "встреча -год:2019": other,
        "-год: 2019": other,
        "год:2019 -персона:tokaev": [],
        "встреча -персона:nobody": both,
        "человек: встреча": only,  # nobody of this name: words
        "человек:встреча": [],
        "встреча:": both,
    }
    assert {query: found(query) for query in table} == table
    root = tree(client.get("/ru/search/", {"q": "встреча -персона:tokaev"}))
    (chosen,) = root.find_class("filters")[0].iter("a")
    assert "−Касым-Жомарт Токаев" in chosen.text_content()
    assert chosen.get("href").endswith("?q=%D0%B2%D1%81%D1%82%D1%80%D0%B5%D1%87%D0%B0")


@pytest.mark.parametrize(
    "typed",
    [
        "Ток\u0430\u0301ев",
        "То\u00adкаев",
        "\x07Токаев\x1b",
        "\u200bТокаев",
        "Ерлан и\u0306од Токаев",
    ],
)
def test_signs_that_are_not_seen_are_not_sought(db, client, typed):
    factories.published(title_ru="Ерлан йод Токаев")
    assert found(typed) == ["Ерлан йод Токаев"]
    suggested = client.get("/ru/search/suggest/", {"q": typed}).json()["found"]
    assert [each["text"] for each in suggested] == ["Ерлан йод Токаев"]
    assert client.get("/ru/photos/", {"q": typed}).status_code == 200


def test_endings_that_stand_apart_are_no_words(db):
    event = factories.trilingual()
    event.body_en = "<p>The Assembly’s session. Nobody’s fault.</p>"
    event.body_kk = "<p>ҚХА-ның сессиясы</p>"
    event.save()
    factories.published(event, ["en", "kk"])
    for query in ('"assembly’s session"', '"assembly session"', "Assembly's"):
        assert found(query, "en") == [event.title_en]
    assert found('"ҚХА-ның сессиясы"', "kk") == [event.title_kk]


def person(**fields):
    names = {
        "family_name_ru": "Токаев",
        "family_name_kk": "Тоқаев",
        "family_name_en": "Tokayev",
        "given_name_ru": "Касым-Жомарт",
        "given_name_kk": "Қасым-Жомарт",
        "given_name_en": "Kassym-Jomart",
    }
    entry = factories.ParticipantFactory(**{**names, **fields})
    index_names(people=[entry])
    return entry


def test_names_are_found_in_every_language_and_case(db):
    meeting = factories.trilingual(body_ru="<p>С Токаевым.</p>")
    factories.ParticipationFactory(event=meeting, participant=person())
    factories.published(meeting, ["ru", "kk", "en"])
    factories.published(factories.trilingual(), ["ru", "kk", "en"])
    queries = ("Токаев", "Токаеву", "Тоқаев", "Тоқаевтың", "токаев", "Tokayev", "Kassym-Jomart")
    queries += ("К. Токаев", "К.Токаев", "Токаев К.-Ж.", "Қ.-Ж. Тоқаев")
    for edition in meeting.editions.all():
        for query in queries:
            assert found(query, edition.language) == [edition.title]


def test_a_minus_leaves_out_what_a_plus_finds(db, client):
    woman = person(
        family_name_ru="Оспанова", family_name_kk="Оспанова", family_name_en="Ospanova",
        given_name_ru="Дина", given_name_kk="Дина", given_name_en="Dina", slug="dina",
    )  # fmt: skip
    other = person(
        family_name_ru="Оспанова", given_name_ru="Раушан", given_name_en="Raushan", slug="raushan"
    )
    council = factories.OrganizationFactory(name_ru="Совет матерей", short_name_kk="АК", slug="one")
    office = factories.OrganizationFactory(name_ru="Аппарат Совета матерей", slug="two")
    index_names(organizations=[council, office])
    for number, (people, organizations) in enumerate(
        [([woman], []), ([other], [council]), ([woman, other], []), ([], [council]), ([], [])]
    ):
        event = factories.EventFactory(
            title_ru=f"Праздник {number}", lead_ru="", body_ru="<p>А</p>"
        )
        for each in people:
            factories.ParticipationFactory(event=event, participant=each)
        for each in organizations:
            factories.EventOrganizationFactory(event=event, organization=each)
        factories.published(event)
    everything = found("праздник")
    assert len(everything) == 5
    for word in ("Ospanova", "Дина", "Dina", "Раушан-Оспанова", '"Dina"', "АК", "праздник", "нет"):
        for minus in "-−–—":
            with_it, without = found(f"праздник {word}"), found(f"праздник {minus}{word}")
            assert sorted(with_it + without) == sorted(everything), word
    assert found("праздник -Ospanova -АК") == ["Праздник 4"]
    assert found("праздник — Ospanova") == found("праздник Ospanova")
    for query, shown in {
        "Оспанова": ["dina", "raushan"],
        "Оспанова -Дина": ["raushan"],
        "оспанова —raushan": ["dina"],
        'оспанова -"Дина Оспанова"': ["raushan"],
        "совет -аппарат": ["one"],
        "совет матерей": ["two", "one"],
    }.items():
        root = tree(client.get("/ru/search/", {"q": query}))
        links = root.xpath("//ul[@class='entries']//a/@href")
        assert [link.split("/")[-2] for link in links] == shown


@pytest.mark.parametrize(
    ("name", "queries", "others"),
    [
        (("Жумабаева", "Zhumabayeva"), "Zhumabaeva Jumabaeva Zhumabayeva", "Zhumabekova"),
        (("Цой", "Tsoy"), "Tsoi tsoy Tsoi", "Tso Tsai"),
        (("Ким", "Kim"), "Kim", "Kin"),
        (("Кин", "Kin"), "Kin", "Kim"),
        (("Хачатурян", ""), "Khachaturian Khachaturyan", "Kachurin"),
        (("Сулейменова", "Suleimenova"), "Suleymenova", "Salimenova"),
        (("Бердяев", "Berdyayev"), "Berdjaev Berdyaev Berdjajev", "Berdiev"),
    ],
)
def test_names_in_latin_letters_are_found_in_each_tradition(db, client, name, queries, others):
    russian, english = name
    who = person(
        family_name_ru=russian, family_name_kk=russian, family_name_en=english, slug="this"
    )
    event = factories.EventFactory(title_ru="Встреча", body_ru="<p>Прошла.</p>")
    factories.ParticipationFactory(event=event, participant=who)
    factories.published(event)
    for query in queries.split():
        assert found(query) == ["Встреча"]
        assert found(f"встреча -{query}") == []
        page = client.get("/ru/search/", {"q": query})
        assert "/ru/people/this/" in page.content.decode()
        suggested = client.get("/ru/search/suggest/", {"q": query}).json()["found"]
        assert "/ru/people/this/" in [each["url"] for each in suggested]
    for query in others.split():
        assert found(query) == []


def test_names_in_parts_are_typed_as_one_word_and_initials_without_full_stops(db, client):
    who = person(
        family_name_ru="О’Коннор", family_name_kk="О’Коннор", family_name_en="O'Connor",
        given_name_ru="Анна-Мария", given_name_en="Anna-Maria", patronymic_name_ru="Петровна",
        slug="this",
    )  # fmt: skip
    other = person(given_name_ru="Ирина", given_name_kk="", given_name_en="")
    event = factories.EventFactory(title_ru="Встреча", body_ru="<p>Прошла в Усть-Кут.</p>")
    factories.ParticipationFactory(event=event, participant=who)
    factories.published(event)
    event = factories.EventFactory(title_ru="Другая", body_ru="<p>В РК и U.S.A. прошла.</p>")
    factories.ParticipationFactory(event=event, participant=other)
    factories.published(event)
    queries = "OConnor О'Коннор ОКоннор усткута устькут Усть-Кут"
    queries = [*queries.split(), "Аннамария Оконнор", "Аннамарии ОКоннор", "АМ О’Коннор"]
    table = dict.fromkeys([*queries, "О’Коннор АП", "О’Коннор А.П"], ["Встреча"])
    table |= dict.fromkeys(["U.S.A.", "USA", "РК"], ["Другая"])
    table |= dict.fromkeys(["усткута", "АМ", "АП", "К."], [])
    assert {query: found(query) for query in table} == table
    for query in ("ОКоннор", "О’Коннор А.П", "АП О’Коннор", "оконнор аннамария"):
        page = client.get("/ru/search/", {"q": query})
        assert "/ru/people/this/" in page.content.decode()


def test_a_changed_name_finds_the_same_news_and_a_full_name_prefers_its_bearer(db):
    one, other = person(), person(given_name_en="Aliya", given_name_ru="Алия")
    for number, who in enumerate((one, other)):
        event = factories.EventFactory(title_ru=f"Событие {number}")
        factories.ParticipationFactory(event=event, participant=who)
        factories.published(event)
    assert found("Tokayev") == ["Событие 1", "Событие 0"]
    assert found("Aliya Tokayev") == ["Событие 1"]
    assert found("Tokayev событие") == ["Событие 1", "Событие 0"]
    one.family_name_en = "Newname"
    one.save()
    index_names(people=[one])
    assert found("Newname") == ["Событие 0"]
    # A form that only the index of names knows.
    NameForm.objects.create(language="ru", form="токаеша", part="family", participant=other)
    index_names(people=[other])
    assert found("Токаеша") == ["Событие 1"]


def test_organizations_are_found_by_their_whole_names_and_abbreviations(db):
    assembly = factories.OrganizationFactory(
        name_ru="Ассамблея народа Казахстана",
        name_kk="Қазақстан халқы Ассамблеясы",
        name_en="Assembly of People of Kazakhstan",
        short_name_ru="АНК",
    )
    OrganizationName.objects.create(organization=assembly, language="kk", name="ҚХА")
    index_names(organizations=[assembly])
    event = factories.EventFactory(body_ru="<p>Прошла сессия.</p>")
    factories.EventOrganizationFactory(event=event, organization=assembly)
    factories.published(event)
    factories.published(body_ru="<p>Прошла сессия.</p>")
    for query in ("АНК", "ҚХА", "кха", "Assembly of People", "Ассамблеи народа Казахстана сессия"):
        assert found(query) == [event.title_ru]
    assert found("people") == []  # one word of a name says too little


def test_best_first_prefers_title_then_lead_and_names_then_the_newest(db):
    def published(title, lead, text, *people):
        event = factories.EventFactory(title_ru=title, lead_ru=lead, body_ru=f"<p>{text}</p>")
        for each in people:
            factories.ParticipationFactory(event=event, participant=each)
        factories.published(event)

    published("Токаев", "а", "б")
    published("1", "Встреча с Токаевым", "б")
    published("2", "а", "б", person())
    published("Визит Токаева", "а", "б")
    published("3", "а", "Токаев")
    best = ["Визит Токаева", "Токаев", "2", "1", "3"]
    assert found("токаев", is_best=True) == best
    assert found("токаев") == ["3", "Визит Токаева", "2", "1", "Токаев"]


@pytest.mark.parametrize("near", [1, 4, 6, 1000])  # rows of the index: on PostgreSQL
def test_pages_go_forth_and_back_in_both_orders(db, monkeypatch, near):
    monkeypatch.setattr(results, "PAGE", 2)
    monkeypatch.setattr(results, "NEAR", near)
    for number in range(3):
        factories.published(title_ru=f"Сессия {number}")
        factories.published(title_ru=f"Форум {number}", body_ru="<p>О сессии.</p>")
    now = timezone.now()
    query = read_query("сессия", "ru", now)
    for is_best in (False, True):
        pages, parameters = [], {}
        while True:
            page = results.page_of(query, now, parameters, is_best=is_best)
            pages.append(page)
            if not page.older:
                break
            parameters = {"before": page.older}
        titles = [[row.title for row in each.rows] for each in pages]
        together = [title for each in titles for title in each]
        assert len(together) == len(set(together)) == 6
        back = results.page_of(query, now, {"after": pages[-1].newer}, is_best=is_best)
        assert [row.title for row in back.rows] == titles[-2]
        assert back.older
    assert together[:3] == ["Сессия 2", "Сессия 1", "Сессия 0"]


def test_search_finds_the_latest_edition_only(db, publisher):
    event = factories.published(title_ru="Встреча в Астане")
    event.title_ru = "Встреча в Алматы"
    event.save()
    publish(event=event, languages=["ru"], user=publisher, change_notes={"ru": "Город."})
    index_editions(event.editions.all())  # once more changes nothing
    assert found("Астана") == []
    assert found("Алматы") == ["Встреча в Алматы"]


def tree(response):
    return lxml_html.fromstring(response.content)


def titles(response):
    links = tree(response).xpath("//ol[@class='news-list']//h3/a")
    return [link.text_content() for link in links]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("words", ["сессию токаева", "сессию токаева -кворум -Алия"])
@pytest.mark.parametrize(("order", "queries"), [("", 9), ("best", 11)])
def test_search_page_costs_the_same_whatever_it_finds(
    db, client, count, order, queries, words, django_assert_num_queries
):
    who = person()
    for number in range(count + 1):
        event = factories.EventFactory(title_ru=f"Сессия {number}", body_ru="<p>С Токаевым</p>")
        factories.ParticipationFactory(event=event, participant=who)
        factories.EventOrganizationFactory(event=event)
        factories.EventPhotoFactory(event=event)
        factories.published(event)
    SearchWord.objects.all().delete()
    client.get("/ru/search/", {"q": words, "order": order})
    few = 4 if count < 2 else 0  # with few results it looks for what may have been meant
    # PostgreSQL looks at the nearest first.
    more = {"": 1, "best": 3}[order] if connection.vendor == "postgresql" else 0
    with django_assert_num_queries(queries + few + more):
        response = client.get("/ru/search/", {"q": words, "order": order})
    assert titles(response) == [f"Сессия {number}" for number in range(count + 1)][::-1]


def test_search_page_shows_public_editions_of_its_language_only(db, client, publisher):
    factories.published(factories.trilingual(title_ru="Сессия Совета"), ["ru", "kk"])
    factories.EventFactory(title_ru="Черновик сессии")
    later = timezone.now() + dt.timedelta(hours=1)
    factories.published(title_ru="Сессия завтра", at=later)
    gone = factories.published(title_ru="Отозванная сессия")
    withdraw(event=gone, user=publisher, reasons={"ru": "Ошибка"})
    assert titles(client.get("/ru/search/", {"q": "сессия"})) == ["Сессия Совета"]
    assert titles(client.get("/kk/search/", {"q": "сессия"})) == []
    assert titles(client.get("/kk/search/", {"q": "кездесу"})) == ["Достық үйіндегі кездесу"]
    # Nor does anything lead to what is not public: not what may have been meant, no suggestion.
    for query in ("Отозваная", "Зафтра"):
        assert not tree(client.get("/ru/search/", {"q": query})).find_class("meant")
    for query in ("сесси", "отоз", "завт", "черн"):
        found = client.get("/ru/search/suggest/", {"q": query}).json()["found"]
        assert [each["text"] for each in found] == ["Сессия Совета"] * (query == "сесси")


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("сес", True), ("Сесс", True), ("сесси", True), ("сессия", True), ("сессию", True),
        ("сессия ассам", True), ("ассам", True), ("ассамблеи", True), ("ассамб сес", False),
        ("се", False), ("есси", False), ("сесс совет", False), ("сессиями", True),
        ("дет", True), ("детей", True), ("казакст", True), ("қазақс", True),
        ("казакстана", True), ("ассамбле", True), ("ассамблеи д", False), ("для дет", True),
    ],
)  # fmt: skip
def test_titles_are_suggested_for_the_beginnings_of_their_words(db, client, typed, is_found):
    factories.published(title_ru="Сессия Ассамблеи для детей Қазақстана")
    found = client.get("/ru/search/suggest/", {"q": typed}).json()["found"]
    assert len(found) == is_found


def test_people_and_organizations_without_a_page_are_not_told(db, client):
    hidden, waiting = person(is_public=False), person(is_public=None)
    shown = person(is_public=True, slug="shown")
    event = factories.EventFactory(title_ru="Встреча")
    for each in (hidden, waiting):
        factories.ParticipationFactory(event=event, participant=each)
    root = tree(client.get("/ru/search/", {"q": "токаев"}))
    assert root.xpath("//ul[@class='entries']//a/@href") == ["/ru/people/shown/"]
    suggested = client.get("/ru/search/suggest/", {"q": "тока"}).json()["found"]
    assert [each["url"] for each in suggested] == ["/ru/people/shown/"]
    root = tree(client.get("/ru/search/", {"q": f"person:{waiting.slug}"}))
    assert "Токаев" not in root.find_class("filters")[0].text_content()
    factories.published(event)
    root = tree(client.get("/ru/search/", {"q": f"person:{waiting.slug}"}))
    assert "Касым-Жомарт Токаев" in root.find_class("filters")[0].text_content()
    assert titles(client.get("/ru/search/", {"q": "персона:Tokayev"})) == ["Встреча"]
    assert shown.slug not in client.get("/ru/search/", {"q": "встреча"}).content.decode()


def test_search_page_marks_what_was_sought_and_counts(db, client):
    for number in range(3):
        event = factories.EventFactory(
            title_ru=f"Сессия <{number}>",
            lead_ru="Итоги.",
            body_ru="<p>Первый абзац.</p><p>Выступил господин Токаев &amp; другие</p>",
        )
        factories.ParticipationFactory(event=event, participant=person(slug=f"person-{number}"))
        factories.EventPhotoFactory(event=event)
        factories.published(event)
    response = client.get("/ru/search/", {"q": "сессии Tokayev"})
    assert response.headers["X-Robots-Tag"] == "noindex"
    root = tree(response)
    marked = {mark.text for mark in root.xpath("//ol[@class='news-list']//mark")}
    assert marked == {"Сессия", "Токаев"}
    (*_others, lead) = root.xpath("//p[@class='lead']")
    assert lead.text_content() == "Выступил господин Токаев & другие"
    assert root.xpath("//nav[@class='found']//span/text()") == ["3"]
    root = tree(client.get("/ru/search/", {"q": "сессии"}))
    assert root.xpath("//nav[@class='found']//span/text()") == ["3", "3"]
    (photos,) = root.xpath("//nav[@class='found']//a[contains(@href, '/photos/')]/@href")
    assert len(tree(client.get(photos)).xpath("//ul[@class='photo-list']/li")) == 3
    (narrower,) = root.xpath("//a[contains(@href, 'person-1') and contains(text(), '(1)')]/@href")
    assert titles(client.get(f"/ru/search/{narrower}")) == ["Сессия <1>"]


@pytest.mark.parametrize(
    ("html", "passage"),
    [
        ("<p>Здесь ничего.</p>", ""),
        ("<p>Ещё.</p><p>В Доме <em>дружбы</em> тихо.</p>", "В <mark>Доме дружбы</mark> тихо."),
        (f"<p>{'слово ' * 60}дом</p>", f"… {'слово ' * 14}<mark>дом</mark>"),
        (f"<p>дом {'слово ' * 60}</p>", f"<mark>дом</mark>{' слово' * 34} …"),
        ("<p>1 &lt; 2 &amp; дом &lt;b&gt;</p>", "1 &lt; 2 &amp; <mark>дом</mark> &lt;b&gt;"),
    ],
)
def test_a_passage_is_the_original_text_around_the_words(html, passage):
    marker = Marker("ru", [set(word) for word in tokens("дом дружба", "ru")])
    assert marker.passage(html) == passage


@pytest.mark.parametrize(
    ("language", "query", "text", "marked"),
    [
        ("ru", "1500", "Пришли 1 500 человек", ["1 500"]),
        ("ru", "120000", "Пришли 120.000", ["120.000"]),
        ("ru", "Усть-Кут", "из Усть-Кута", ["Усть-Кута"]),
        ("ru", "усткуте", "в Уст-Куте", ["Уст-Куте"]),
        ("ru", "вице министр", "вице-министр и министр", ["вице-министр", "министр"]),
        ("ru", "министр", "вице-министр", ["министр"]),
        ("kk", "ҚХА", "ҚХА-ның сессиясы", ["ҚХА-ның"]),
        ("en", "assembly", "the Assembly’s session", ["Assembly’s"]),
        ("kk", "сессия", "— да — сессия -ның", ["сессия"]),
    ],
)
def test_words_and_numbers_in_parts_are_marked_whole(language, query, text, marked):
    marker = Marker(language, [set(word) for word in tokens(query, language)])
    html, _is_marked = marker.mark(text)
    assert [each.text for each in lxml_html.fromstring(f"<p>{html}</p>").iter("mark")] == marked


def test_a_given_name_marks_nobody_elses_family_name(db, client):
    who = person(family_name_ru="Бондарь", given_name_ru="Лесь", given_name_en="Les", slug="les")
    event = factories.EventFactory(
        title_ru="Вечер поэзии", lead_ru="Вёл Бондарь.", body_ru="<p>Стихи Леси Украинки.</p>"
    )
    factories.ParticipationFactory(event=event, participant=who)
    factories.published(event)

    def marked(query):
        root = tree(client.get("/ru/search/", {"q": query}))
        return {each.text for each in root.xpath("//ol[@class='news-list']//mark")}

    assert marked("Les") == {"Бондарь"}  # who else is meant
    assert marked("Les вечер") == {"Вечер"}
    assert marked("Les Бондарь вечер") == {"Бондарь", "Вечер"}
    assert marked("Бондаря вечер") == {"Бондарь", "Вечер"}


def test_a_mistyped_word_is_told_as_a_link_only(db, client):
    factories.published(title_ru="Выступил Назарбаев на сессии")
    factories.published(title_ru="Вторая сессия")
    response = client.get("/ru/search/", {"q": "Назырбаев сессия"})
    assert titles(response) == []
    (link,) = tree(response).find_class("meant")[0].iter("a")
    assert link.text == "назарбаев сессия"
    assert titles(client.get(f"/ru/search/{link.get('href')}")) == ["Выступил Назарбаев на сессии"]
    (link,) = tree(client.get("/ru/search/", {"q": "ctccbz"})).find_class("meant")[0].iter("a")
    assert link.text == "сессия"
    assert not tree(client.get("/ru/search/", {"q": "вторая"})).find_class("meant")


def test_what_was_meant_has_the_capitals_of_names(db, client):
    factories.published(title_ru="Выступила Бекмуратова на сессии")
    factories.ParticipantFactory(family_name_ru="Бекмуратова", given_name_ru="Айгуль")
    refresh_names()
    root = tree(client.get("/ru/search/", {"q": "бекмурадова сессия"}))
    (link,) = root.find_class("meant")[0].iter("a")
    assert link.text == "Бекмуратова сессия"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("дом", "Try another word or check the spelling."),
        ("дом дружбы", "Try fewer or other words."),
        ("год:abcd", "The filter “год:abcd” is not understood."),
    ],
)
def test_nothing_found_says_what_to_try(db, client, query, sentence):
    with translation.override("en"):
        root = tree(client.get("/en/search/", {"q": query}))
    assert root.find_class("empty")[0].text_content().endswith(sentence)
    assert root.find_class("found") == []


def test_where_nothing_is_found_other_languages_are_told(db, client, django_assert_num_queries):
    for count in (1, 3):
        while Edition.objects.filter(language="kk").count() < count:
            factories.published(factories.trilingual(), ["kk"])
        client.get("/en/search/", {"q": "үйіндегі кездесу"})
        with django_assert_num_queries(23 if connection.vendor == "postgresql" else 20):
            response = client.get("/en/search/", {"q": "үйіндегі кездесу"})
        (link,) = tree(response).xpath("//main//p/a[starts-with(@href, '/kk/search/')]")
        items = "item" if count == 1 else "items"
        assert link.text_content() == f"In Kazakh: {count} news {items}"
        assert len(titles(client.get(link.get("href")))) == count
    response = client.get("/en/search/", {"q": '"кездесу үйіндегі"'})  # side by side nowhere
    assert tree(response).xpath("//main//p/a[starts-with(@href, '/kk/search/')]") == []


@pytest.mark.parametrize("number", ["1 180", "1\u00a0180", "1.180", "1,180"])
def test_a_number_is_found_without_what_parts_its_thousands(db, number):
    factories.published(title_ru="Форум", body_ru=f"<p>Пришли {number} человек, 12 345.</p>")
    table = {"1180": ["Форум"], "12345": ["Форум"], "1180 человек": ["Форум"], "1181": []}
    assert {query: found(query) for query in table} == table


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("rjnbhjdrf", "котировка"), ("ылш", "ski"), ("слово word", ""), ("2018", ""), ("хъ", "")],
)
def test_the_other_keyboard(typed, meant):
    assert on_other_keyboard(typed) == meant


def test_corrections_differ_by_a_slip_or_two_and_are_no_forms_of_the_word(db):
    for word in ("достық", "дружба", "дружбу", "служба", "токаев"):
        SearchWord.objects.create(word=word, initial=word[0], length=len(word))
    table = {
        "Дружьа": ["дружба", "дружбу"],
        "достик": ["достық"],
        "дружбой": [],
        "окаев": [],  # the first letter is taken as right
    }
    for word, found_words in table.items():
        assert list(corrected(word, [word], "ru", lambda word: False)) == found_words
        assert list(corrected(word, [word], "ru", lambda word: True)) == []


@pytest.mark.parametrize(
    ("language", "typed", "likely", "unlikely"),
    [
        ("kk", "қуатр", "қуатыр", "қуатқа"),  # a letter left out
        ("kk", "Жұмааев", "жұмаев", "жұмағев"),  # a letter twice
        ("ru", "Сабитв", "сабитов", "сабита"),
        ("ru", "Сибитов", "сабитов", "сипитов"),
        ("en", "Dulatova", "dulatova", ""),
        ("en", "Dulatbaev", "dulatbayev", "dulatbanev"),  # what is heard alike
        ("en", "Sulejmen", "suleymen", "sulekmen"),
        ("ru", "Асмелия", "осмелия", ""),  # the first letter
        ("ru", "Бавлодар", "павлодар", ""),
    ],
)
def test_the_likeliest_slip_is_tried_first(db, language, typed, likely, unlikely):
    for word in filter(None, (likely, unlikely)):
        initial = word[0].translate(FOLD)
        SearchWord.objects.create(word=word, initial=initial, length=len(word))
    found_words = list(corrected(typed, [typed], language, lambda word: False))
    assert found_words[:1] == ([] if typed.lower() == likely else [likely])


def test_names_and_common_words_are_likelier(db, django_assert_num_queries):
    factories.published(title_ru="Бурабас", body_ru="<p>Бурабал</p>")
    factories.published(title_ru="Второе", body_ru="<p>Бурабал, Бурабан</p>")
    assert list(corrected("бурабай", ["бурабай"], "ru", lambda word: False)) == [
        "бурабал", "бурабан", "бурабас"
    ]  # fmt: skip
    person(family_name_ru="Бурабан")
    for _ in range(2):
        with django_assert_num_queries(2):
            meant = list(corrected("бурабай", ["бурабай"], "ru", lambda word: False))
        assert meant[0] == "бурабан"
        person(family_name_ru="Бурабаб", is_public=False)


@pytest.mark.parametrize("query", ["", "<script>", '"><b>', "нет такого", "a" * 5000, "person:x -"])
def test_search_page_is_valid_for_any_query(db, client, query):
    response = client.get("/ru/search/", {"q": query})
    assert response.status_code == 200
    HTMLParser(strict=True).parse(response.content.decode())
    assert b"<script>" not in response.content


@pytest.mark.parametrize("cursor", ["x", "0-", "3-5", f"0-{10**19}", "1-5"])
def test_a_cursor_that_is_none_is_not_found(db, client, cursor):
    assert client.get("/ru/search/", {"q": "дом", "before": cursor}).status_code == 404


def test_every_page_leads_to_the_search(db, client):
    root = lxml_html.fromstring(client.get("/kk/").content)
    (link,) = root.xpath("//li[@class='to-search']/a")
    assert link.get("href") == "/kk/search/"
    root = lxml_html.fromstring(client.get("/kk/search/").content)
    assert root.forms[0].action == "/kk/search/"


def rows(table):
    with connection.cursor() as cursor:
        key = "rowid AS key," if connection.vendor == "sqlite" else ""
        cursor.execute(f"SELECT {key} {table}.* FROM {table} ORDER BY 1")  # noqa: S608
        return cursor.fetchall()


TABLES = ("news_search", "news_photo_search", "news_name_search", "news_event_search")


def test_the_index_is_rebuilt_in_blocks_and_goes_on_where_it_broke_off(db, monkeypatch):
    monkeypatch.setattr(rebuild_index, "BLOCK", 2)
    for _ in range(5):
        event = factories.EventFactory()
        factories.ParticipationFactory(event=event)
        factories.EventPhotoFactory(event=event)
        factories.published(event)
    call_command("rebuild_index", verbosity=0)
    before = [rows(table) for table in TABLES]
    assert [len(each) for each in before] == [5, 5, 5, 5]
    for table in TABLES:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608
    written = []

    def breaks(editions):
        if len(written) == 2:
            raise KeyboardInterrupt
        written.append(max(edition.pk for edition in editions))
        index_editions(editions)

    tables = rebuild_index.TABLES
    broken = tuple((model, breaks if model is Edition else index) for model, index in tables)
    monkeypatch.setattr(rebuild_index, "TABLES", broken)
    with pytest.raises(KeyboardInterrupt):
        call_command("rebuild_index", verbosity=0)
    assert IndexRun.objects.get(table="edition").last == written[1]
    monkeypatch.setattr(rebuild_index, "TABLES", tables)
    call_command("rebuild_index", verbosity=0)
    assert [rows(table) for table in TABLES] == before
    assert not IndexRun.objects.exists()


def test_the_place_of_an_edition_is_by_its_minute_and_its_id():
    moments = [dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (1, 1969, 2025, 9999)]
    places = [place_of(moment, pk) for moment in moments for pk in (1, 2**30 - 1)]
    assert places == sorted(places)
    assert places[-1] < 2**63


@pytest.mark.parametrize(
    "query",
    [
        "person:-",
        'person:"',
        "person:*",
        'organization:""',
        "ꙮꙮꙮꙮ",
        "𞤀𞤁𞤂𞤃",
        "сессия -𞤀𞤁𞤂𞤃",
        "-сессия",
    ],
)
@pytest.mark.parametrize("order", ["", "best"])
def test_what_leaves_no_token_finds_nothing(db, client, query, order):
    factories.published(title_ru="Сессия")
    for address in ("/ru/search/", "/kk/search/", "/ru/photos/", "/ru/search/suggest/"):
        assert client.get(address, {"q": query, "order": order}).status_code == 200


@pytest.mark.parametrize("order", ["", "best"])
def test_last_place_of_all_is_no_cursor(db, client, order):
    cursor = f"0-{2**63 - 1}"
    for name in ("before", "after"):
        address = {"q": "сессия", "order": order, name: cursor}
        assert client.get("/ru/search/", address).status_code == 404


def test_what_is_not_wanted_is_not_corrected(db, client):
    factories.published(title_ru="Выставка")
    later = timezone.now() + dt.timedelta(hours=1)
    factories.published(title_ru="Отремонтировали", at=later)
    person(family_name_ru="Хиппогриф", is_public=False)
    refresh_names()
    for unwanted in ("отрмонтировали", '"отрмонтировали"', '"хиппогриб"', "хиппогриф"):
        response = client.get("/ru/search/", {"q": f"выстовка -{unwanted}"})
        [meant] = tree(response).find_class("meant")
        assert meant.xpath(".//a")[0].text_content() == f"выставка -{unwanted}"


def test_nothing_is_found_by_the_secret_name_of_a_hidden_person(db, client):
    hidden = person(is_public=False)
    ParticipantName.objects.create(participant=hidden, language="ru", name="Зигфрид Штукенцвайг")
    event = factories.EventFactory(title_ru="Встреча", body_ru="<p>С Токаевым.</p>")
    factories.ParticipationFactory(event=event, participant=hidden)
    factories.published(event)
    refresh_names()
    assert titles(client.get("/ru/search/", {"q": "Токаев"})) == ["Встреча"]
    for query in ("Штукенцвайг", "Штукенцвайк"):
        response = client.get("/ru/search/", {"q": query})
        assert titles(response) == []
        assert not tree(response).find_class("meant")
    hidden.is_public = True
    hidden.save()
    refresh_names()
    assert titles(client.get("/ru/search/", {"q": "Штукенцвайг"})) == ["Встреча"]


def test_initials_stay_in_phrases_and_out_of_suggestions(db, client):
    person(slug="tokaev", is_public=True)
    factories.published(title_ru="Встреча", body_ru="<p>Встреча с К. Токаевым.</p>")
    refresh_names()
    assert found('"с К. Токаевым"') == ["Встреча"]
    assert found('"с Н. Токаевым"') == []
    suggested = client.get("/ru/search/suggest/", {"q": "К. Тока"}).json()["found"]
    assert "/ru/people/tokaev/" in [each["url"] for each in suggested]
