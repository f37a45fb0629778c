import pytest

from news.desk.differences import addresses_of, in_words, text_of


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("", "", ""),
        ("Встреча прошла", "Встреча прошла", "Встреча прошла"),
        ("", "Новое", "<ins>Новое</ins>"),
        ("Старое", "", "<del>Старое</del>"),
        (
            "Встреча прошла в Астане.",
            "Встреча прошла в Алматы.",
            "Встреча прошла в <del>Астане</del> <ins>Алматы</ins>.",
        ),
        ("a <b>", "a <i>", "a &lt;<del>b</del> <ins>i</ins>&gt;"),
        ("один\nдва\nтри", "один\nтри", "один\n<del>два\n</del>три"),
        ("Кул-Мухаммед сказал", "Кул Мухаммед сказал", None),
        (
            "Приехали Иванов и Петров.",
            "Приехали Сидоров и Козлов.",
            "Приехали <del>Иванов и Петров</del> <ins>Сидоров и Козлов</ins>.",
        ),
        (
            "раз\nдва",
            "три\nчетыре",
            "<del>раз</del> <ins>три</ins>\n<del>два</del> <ins>четыре</ins>",
        ),
        ("10 000 человек", "10 000 человек", "10 000 человек"),
    ],
)
def test_a_difference_is_shown_in_words(before, after, shown):
    html = in_words(before, after)
    if shown is not None:
        assert html == shown
    assert "<script" not in html


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("а\nб\nв\nг\nд", "а\nб\nв\nг\nе", "…\nг\n<del>д</del> <ins>е</ins>"),
        ("а\nб\nв\nг\nд", "я\nб\nв\nг\nд", "<del>а</del> <ins>я</ins>\nб\n…\n"),
        (
            "а\nб\nв\nг\nд\nе",
            "я\nб\nв\nг\nд\nю",
            "<del>а</del> <ins>я</ins>\nб\n…\nд\n<del>е</del> <ins>ю</ins>",
        ),
        ("а\nб", "а\nв", "а\n<del>б</del> <ins>в</ins>"),
    ],
)
def test_a_short_difference_leaves_out_what_stayed(before, after, shown):
    assert in_words(before, after, is_short=True) == shown


def test_a_passage_that_is_too_long_to_compare_is_replaced_whole():
    before, after = "раз " * 3000, "два " * 3000
    html = in_words(before, after)
    assert html.count("<del>") == html.count("<ins>") == 1


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("", ""),
        ("<p>Первый <strong>абзац</strong>.</p><p>Второй.</p>", "Первый абзац.\nВторой."),
        ("<ul><li>раз</li><li>два</li></ul>", "раз\nдва"),
        ("<table><tr><th>А</th><td>Б</td></tr></table>", "А Б"),
        ('<p>До</p><figure data-photo="7"></figure><p>После</p>', "До\n[7]\nПосле"),
        ("<p>а<br>б &lt;в&gt;</p>", "а\nб <в>"),
    ],
)
def test_the_text_of_a_body_has_a_line_a_paragraph(body, text):
    assert text_of(body) == text


def test_a_picture_in_a_text_has_its_name():
    body = '<p>До</p><figure data-photo="7"></figure><figure data-photo="8"></figure>'
    assert text_of(body, {7: "Зал"}) == "До\n[Зал]\n[8]"


def test_the_addresses_of_links():
    body = '<p><a href="https://a.kz/">А</a> и <a href="mailto:b@c.kz">Б</a></p>'
    assert addresses_of(body) == ["https://a.kz/", "mailto:b@c.kz"]
    assert addresses_of("") == []
