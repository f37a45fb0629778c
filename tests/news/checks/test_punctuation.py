import pytest

from news.checks.punctuation import StraightQuotes, UnpairedBrackets, UnpairedQuotes
from tests.news.checks.tables import said, said_of_body


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("ru", 'Фонд "Дружба" создан', [('"Дружба"', "«Дружба»")]),
        ("kk", '"Достық" үйі', [('"Достық"', "«Достық»")]),
        ("en", 'the "House" of', [('"House"', "“House”")]),
        ("ru", 'Стратегия "Казахстан – 2050", она', [('"Казахстан – 2050"', "«Казахстан – 2050»")]),
        ("ru", '("Да")', [('"Да"', "«Да»")]),
        ("ru", '«Фонд "Дружба"»', [('"Дружба"', "„Дружба“")]),
        ("ru", '"Вот "Дом", берите"', [('"Вот "Дом", берите"', "«Вот „Дом“, берите»")]),
        ("en", '“We read "The Word" aloud.”', [('"The Word"', "‘The Word’")]),
        ("ru", '“Дом у реки"', [('“Дом у реки"', "«Дом у реки»")]),
        ("ru", '«Дружба" и "мир»', [('«Дружба"', "«Дружба»"), ('"мир»', "«мир»")]),
        ("ru", 'экран 15" и 51°10\'30" с. ш.', []),
        ("ru", "«Дружба», „мир“ и “так”", []),
        ("ru", 'Одна " и всё', []),
        ("en", "The people's “House”", []),
    ],
)  # fmt: skip
def test_straight_quotation_marks(language, text, found):
    assert said(StraightQuotes, language, text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Фонд «Дружба создан", ["«Дружба"]),
        ("Фонд Дружба» создан", ["Дружба»"]),
        ('Фонд "Дружба создан', ['"Дружба']),
        ("Фонд «Дружба» создан «мир", ["«мир"]),
        ("«Фонд «Дружба» создан", []),  # one mark closes both
        ('Фонд «Дружба создан. Он "Слово" издал', ["«Дружба"]),  # not a mark of another kind
        ('«Фонд «Дружба»» „мир“, “так”, экран 15"', []),
        ("Дом 'мира' и O’Neill", []),
    ],
)
def test_unpaired_quotation_marks(text, found):
    assert said(UnpairedQuotes, "ru", text) == [(quote, None) for quote in found]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>– «Первое.</p><p>Второе.</p><p>Третье», – сказал он.</p>", []),
        ("<p>“One.</p><p>“Two.</p><p>“Three,” he said.</p>", []),
        ("<p>«Первое.</p><p>«Второе.</p><p>«Третье», – сказал он.</p>", []),
        ("<p>– «Первое.</p><p>Второе «третье».</p>", ["«Первое."]),
    ],
)
def test_quotation_over_several_paragraphs(html, found):
    assert said_of_body(UnpairedQuotes, "ru", html) == [(quote, None) for quote in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Фонд (дружба создан", ["(дружба"]),
        ("Фонд дружба) создан", ["дружба)"]),
        ("Фонд [дружба создан]", []),
        ("а) первое; б) второе; 1) третье (четвёртое); iv) пятое :-) ;)", []),
    ],
)
def test_unpaired_brackets(text, found):
    assert said(UnpairedBrackets, "ru", text) == [(quote, None) for quote in found]
