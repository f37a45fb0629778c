import pytest

from news.analysis import tokens
from news.models import Edition
from news.search import index_editions, matching
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
    return sorted(edition.title for edition in matching(editions, query, language))


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
    published = factories.published(event)
    index_editions(published.editions.all())  # once more changes nothing
    assert found("Астана") == []
    assert found("Алматы") == ["Встреча в Алматы"]
