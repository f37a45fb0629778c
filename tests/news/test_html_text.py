import pytest

from news.html_text import block_text, plain_text, runs, text_with_places

BODIES = {
    "": "",
    "<p>Один <em>два</em></p>\n<ul><li>три</li><li>четыре</li></ul>": "Один два\nтри четыре",
    '<figure data-photo="1"></figure>\n<p>А&amp;Б&nbsp; В<br>Г</p>': "А&Б В Г",
    "<p>Пять</p>\n<table><tr><th>шесть</th><td>се<strong>мь</strong></td></tr></table>\n"
    '<blockquote><p>«Во&shy;семь»</p><p>девять</p></blockquote><figure data-photo="2"></figure>'
    "<p>конец</p>": "Пять\nшесть семь\n«Восемь» девять\nконец",
    "<p>&nbsp;</p>\n<h2>Глава</h2>": "Глава",
    "без тегов": "без тегов",
}


@pytest.mark.parametrize(("html", "text"), BODIES.items(), ids=range(len(BODIES)))
def test_text_of_html_has_a_place_for_each_character(html, text):
    assert plain_text(html) == text
    found, places = text_with_places(html)
    assert found == text
    assert len(places) == len(text)
    letters = [(sign, html[slice(*place)]) for sign, place in zip(text, places, strict=True)]
    assert [(sign, piece) for sign, piece in letters if sign.isalpha() and sign != piece] == []


def test_runs_hold_no_tag():
    html = "<p>Ерлан <em>Сери</em>ков сказал</p>"
    text, places = text_with_places(html)
    found = runs(html, places[text.index("Ерлан") : text.index(" сказал")])
    assert [html[start:end] for start, end in found] == ["Ерлан ", "Сери", "ков"]


def test_block_text_keeps_cells_apart():
    assert block_text("<table><tr><td>один</td><td>два</td></tr></table>") == "один два"
