import pytest

from news.checks.debris import LocalPath, WordDebris
from tests.news.checks.tables import said


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (r"см. C:\Users\user\Desktop\ФОТО\4 сессия\Тайланд 2.jpg и",
         [r"C:\Users\user\Desktop\ФОТО\4 сессия\Тайланд 2.jpg"]),
        (r"на D:\фото, дальше", [r"D:\фото"]),
        (r"\\server\press\фото 1.png", [r"\\server\press\фото 1.png"]),
        ("file:///C:/a/b.docx", ["file:///C:/a/b.docx"]),
        ("в /Users/anna/Desktop/1.jpg", ["/Users/anna/Desktop/1.jpg"]),
        ("[image: C:\\a\\b.jpg]В мероприятии", ["[image: C:\\a\\b.jpg]"]),
        ("https://example.kz/home/news, и/или, 24/7, а:б, https://a.kz/Users/x", []),
        ("Время: 10:30, план C: всё", []),
    ],
)  # fmt: skip
def test_local_paths(text, found):
    assert said(LocalPath, "ru", text) == [(quote, None) for quote in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('см. HYPERLINK "http://a.kz" здесь', ['HYPERLINK "http://a.kz"']),
        ("стр. { PAGE } из", ["{ PAGE }"]),
        (r"PAGE \* MERGEFORMAT 2", [r"PAGE \* MERGEFORMAT"]),
        (r'TOC \o "1-3" \h \z \u', [r'TOC \o "1-3" \h \z \u']),
        ("Error! Reference source not found.", ["Error! Reference source not found."]),
        ("Ошибка! Источник ссылки не найден.", ["Ошибка! Источник ссылки не найден."]),
        ("_GoBack и _Toc12345", ["_GoBack", "_Toc12345"]),
        ("[bookmark: _GoBack]Председатель", ["[bookmark: _GoBack]"]),
        ("mso-ansi-language: RU; текст", ["mso-ansi-language: RU;"]),
        ("<o:p>текст</o:p>", ["<o:p>", "</o:p>"]),
        ("тек\ufffdст и ¬", ["\ufffd", "¬"]),
        ("1.", ["1."]),
        ("EMBED Word.Picture.8 StartFragment", ["EMBED Word.Picture.8", "StartFragment"]),
        ("[if gte mso 9]>да", ["[if gte mso 9]>"]),
        ("Normal 0 false false false RU X-NONE", ["Normal 0 false false false RU X-NONE"]),
        ("Комментарий [A1]: да [введите текст]", ["Комментарий [A1]:", "[введите текст]"]),
        ("“дом”".encode().decode("cp1252", "replace"), ["â€œ", "Ð´Ð¾Ð¼", "â€", "\ufffd"]),
        ("сказал Ассамблее".encode().decode("cp1251"), ["СЃРєР°Р·Р°Р»", "РђСЃСЃР°РјР±Р»РµРµ"]),
        ("PAGE, ref, TOC и HYPERLINK – слова; 1. Первое; <3; a < b > c", []),
        ("Error! He said", []),
    ],
)
def test_remains_of_word(text, found):
    assert said(WordDebris, "ru", text) == [(quote, None) for quote in found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("а&nbsp;б &laquo;в&raquo;", [("&nbsp;", " "), ("&laquo;", "«"), ("&raquo;", "»")]),
        ("пере\u00adнос", [("пере\u00adнос", "перенос")]),
        ("AT&T; R&D; &nosuchsign;", []),
    ],
)
def test_codes_and_invisible_signs_are_mended(text, found):
    assert said(WordDebris, "ru", text) == found
