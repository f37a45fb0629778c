import pytest

from news.checks import check
from news.checks.base import Finding, Subject
from news.html_text import plain_text
from tests.news.checks.mending import apply, apply_to_text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("html", "mended"),
    [
        ("<p>в <strong>в</strong> Астане</p>", "<p>в<strong></strong> Астане</p>"),
        ("<p>И.<em>Сал</em>жанов</p>", "<p>И. <em>Сал</em>жанов</p>"),
        ('<p>"Дом <a href="/x">мира"</a></p>', '<p>«Дом <a href="/x">мира»</a></p>'),
        ("<p>Астана&nbsp;, Алматы</p>", "<p>Астана, Алматы</p>"),
        ("<p>a &amp;laquo;b</p>\n<p>так ,&amp; да</p>", "<p>a «b</p>\n<p>так,&amp; да</p>"),
        ("<p>Казa<strong>x</strong>стан&shy;</p>", "<p>Каза<strong>х</strong>стан&shy;</p>"),
        ("<p>Казa&shy;хстан</p>", "<p>Каза&shy;хстан</p>"),
    ],
)
def test_mend_keeps_the_tags(html, mended):
    found = [finding for finding in check(Subject("ru", html=html)) if finding.mend is not None]
    assert found
    for finding in reversed(found):
        html = apply(html, finding)
    assert html == mended
    assert [one for one in check(Subject("ru", html=html)) if one.mend is not None] == []


def test_sign_that_is_put_in_is_no_markup():
    finding = Finding("word_debris", "body", 0, 4, "&lt;", "", "<")
    assert apply("<p>&amp;lt; 5</p>", finding) == "<p>&lt; 5</p>"
    assert plain_text(apply("<p>&amp;lt; 5</p>", finding)) == "< 5"


def test_text_that_changed_meanwhile_is_left_alone():
    finding = Finding("double_word", "title", 0, 3, "в в", "", "в")
    assert apply_to_text("в в Астане", finding) == "в Астане"
    assert apply_to_text("и в Астане", finding) == "и в Астане"
    assert apply("<p>и в Астане</p>", finding) == "<p>и в Астане</p>"


@pytest.mark.parametrize(
    ("quote", "mend", "edits"),
    [
        ('"Дом"', "«Дом»", [(10, 11, "«"), (14, 15, "»")]),
        ("И.Ли", "И. Ли", [(12, 12, " ")]),
        ("в в", "в", [(11, 13, "")]),
        ("да", None, []),
    ],
)
def test_edits_are_what_differs(quote, mend, edits):
    assert Finding("any", "body", 10, 10 + len(quote), quote, "", mend).edits == edits
