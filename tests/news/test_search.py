import datetime as dt

import pytest
from django.utils import timezone
from html5lib import HTMLParser
from lxml import html as lxml_html

from news.analysis import tokens
from news.models import Edition
from news.publishing import publish, withdraw
from news.search import index_editions, matching, read_query
from tests import factories


@pytest.mark.parametrize(
    ("language", "text", "query"),
    [
        ("ru", "с Токаевым", "Токаев"),
        ("ru", "Назарбаева", "Назарбаев"),
        ("ru", "Касымовым", "Касымов"),
        ("ru", "Ерлану", "ерлан"),
        ("ru", "сессия Ассамблеи народа Казахстана", "Ассамблея народа Казахстана"),
        ("ru", "в семье живёт дружба", "семья"),
        ("kk", "Ассамблеясының", "Ассамблея"),
        ("kk", "бірлестіктерінің", "бірлестік"),
        ("kk", "кітапханасында", "кітапхана"),
        ("kk", "Тоқаевқа", "Тоқаев"),
        ("kk", "Қазақстан халқы", "казакстан"),
        ("kk", "кітабы", "кітап"),
        ("en", "the associations' meetings", "association meeting"),
    ],
)
def test_a_word_is_found_in_its_other_forms(language, text, query):
    found = {token for word in tokens(text, language) for token in word}
    assert all(found & set(word) for word in tokens(query, language))


@pytest.mark.parametrize(
    ("language", "text", "query"),
    [("ru", "Токарев", "Токаев"), ("kk", "қала", "қалам"), ("en", "nation", "national library")],
)
def test_other_words_stay_apart(language, text, query):
    found = {token for word in tokens(text, language) for token in word}
    assert not all(found & set(word) for word in tokens(query, language))


def found(query, language="ru"):
    editions = Edition.objects.visible().in_language(language)
    return sorted(edition.title for edition in matching(editions, read_query(query, language)))


def test_search_finds_visible_editions_that_hold_every_word(db, publisher):
    factories.published(title_ru="Ёлка", body_ru="<p>В Доме дружбы с Токаевым.</p>")
    factories.published(title_ru="Вторая", body_ru="<p>В Доме культуры.</p>")
    factories.EventFactory(title_ru="Черновик", body_ru="<p>В Доме дружбы.</p>")
    assert found("дом") == ["Ёлка", "Вторая"]
    assert found("дом дружба") == ["Ёлка"]
    assert found("ТОКАЕВ, елка!") == ["Ёлка"]
    assert found("дом", language="kk") == []


@pytest.mark.parametrize(
    "query", ["", "  ", "«»", "'", '"', "a' | 'b", '" OR "', "дом*", "-дом", "\\"]
)
def test_search_takes_any_query(db, query):
    factories.published(title_ru="Первая", body_ru="<p>В Доме дружбы.</p>")
    assert found(query) == (["Первая"] if "дом" in query else [])


def test_search_finds_the_latest_edition_only(db, publisher):
    event = factories.published(title_ru="Встреча в Астане")
    event.title_ru = "Встреча в Алматы"
    event.save()
    publish(event=event, languages=["ru"], user=publisher, change_notes={"ru": "Город."})
    index_editions(event.editions.all())  # once more changes nothing
    assert found("Астана") == []
    assert found("Алматы") == ["Встреча в Алматы"]


def titles(response):
    root = lxml_html.fromstring(response.content)
    return [link.text for link in root.xpath("//ol[@class='news-list']//h2/a")]


@pytest.mark.parametrize("count", [1, 3])
def test_search_page_costs_the_same_whatever_it_finds(db, client, count, django_assert_num_queries):
    for number in range(count):
        factories.published(title_ru=f"Сессия {number}")
    with django_assert_num_queries(1):
        response = client.get("/ru/search/", {"q": "сессию"})
    assert titles(response) == [f"Сессия {number}" for number in range(count)][::-1]


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


def test_search_page_pages_through_what_it_finds(db, client):
    for number in range(21):
        factories.published(title_ru=f"Сессия {number}")
    first = client.get("/ru/search/", {"q": "сессия"})
    (older,) = lxml_html.fromstring(first.content).xpath("//a[@rel='next']")
    second = client.get(f"/ru/search/{older.get('href')}")
    assert len(titles(first)) == 20
    assert titles(second) == ["Сессия 0"]


@pytest.mark.parametrize("query", ["", "<script>", '"><b>', "нет такого", "a" * 5000])
def test_search_page_is_valid_for_any_query(db, client, query):
    response = client.get("/ru/search/", {"q": query})
    assert response.status_code == 200
    HTMLParser(strict=True).parse(response.content.decode())
    assert b"<script>" not in response.content


def test_every_page_leads_to_the_search(db, client):
    root = lxml_html.fromstring(client.get("/kk/").content)
    (link,) = root.xpath("//li[@class='to-search']/a")
    assert link.get("href") == "/kk/search/"
    root = lxml_html.fromstring(client.get("/kk/search/").content)
    assert root.forms[0].action == "/kk/search/"
