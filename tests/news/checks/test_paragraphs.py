import pytest

from news.checks.base import Subject
from news.checks.paragraphs import MidSentence
from tests.news.checks.tables import said_of_body

BEFORE = "<p>Встреча состоялась в Астане.</p>"


@pytest.mark.parametrize(
    ("language", "html", "found"),
    [
        ("ru", f"{BEFORE}<p>институтом представлен проект.</p>", ["институтом"]),
        ("ru", "<p>По</p><figure data-photo='1'></figure><p>просьбе сторон.</p>", ["просьбе"]),
        ("ru", f"{BEFORE}<p>, который приехал.</p>", [", который"]),
        ("ru", f"{BEFORE}<p>Н.А. Назарбаева, институтом «Нация» представлен проект.</p>",
         ["Н.А. Назарбаева, институтом"]),
        ("ru", f"{BEFORE}<p>Н. Назарбаева, председатель Сената, приехала.</p>", []),
        ("ru", f"{BEFORE}<p>Л. Прокопенко, выступая, и И. Ли, которым вручили награды.</p>", []),
        ("kk", "<p>Жиын өтті.</p><p>және басқалар келді.</p>", ["және"]),
        ("en", "<p>It was held.</p><p>and the guests came.</p>", ["and"]),
        ("ru", "<p>Задачи:</p><p>развитие языка;</p><p>поддержка школ.</p>", []),
        ("ru", f"{BEFORE}<ul><li>развитие</li></ul><p>и многое другое.</p>", []),
        ("ru", f"{BEFORE}<h2>о встрече</h2><table><tr><td>да</td></tr></table>", []),
        ("ru", "<p>вышел я на берег</p><p>посмотрел кругом</p><p>никого не видно</p>", []),
        ("ru", f"{BEFORE}<p>iPhone и eGov.</p><p>qha.kz открыт.</p><p>а) первое</p>", []),
        ("ru", f"{BEFORE}<p>– сказал он.</p><p>«да», – сказали.</p><p>… и ушёл.</p>", []),
        ("ru", f"{BEFORE}<p>докладчик – Ерлан Садыков</p><p>место: зал № 2</p>", []),
        ("ru", f"{BEFORE}<p>моб. тел.: 222-33-44</p><p>ул. Абая, 5.</p>", []),
        ("kk", "<p>Жиын өтті.</p><p>құрметпен,</p><p>ұжым</p>", []),
        ("en", "<p>10 a.m. – coffee break</p><p>lunch</p><p>afternoon – visits:</p>", []),
        ("ru", "<p>От имени Совета –</p><p>секретарь Совета Ерлан Садыков.</p>", []),
        ("ru", "<p>Секретарь Совета Ерлан Садыков</p><p>член Совета Айгуль Сапарова</p>", []),
        ("en", "<p>So long the road I walked</p><p>past every open door;</p>", []),
        ("ru", "<p>ПОЛОЖЕНИЕ</p><p>о республиканском конкурсе журналистских работ о языке</p>", []),
        ("ru", f"{BEFORE}<p>дорогие гости!</p>", ["дорогие"]),
        ("ru", "<p>Секретарь Совета</p><p>открыл встречу.</p>", ["открыл"]),
        ("ru", f"{BEFORE}<p>года. Затем был концерт.</p>", ["года"]),
        ("ru", f"{BEFORE}<p>-летию Парламента посвящена выставка.</p>", ["-летию"]),
        ("kk", "<p>Жиын өтті.</p><p>-жылдығына арналған көрме.</p>", ["-жылдығына"]),
        ("ru", f"{BEFORE}<p>-развитие языков;</p><p>-поддержка школ.</p><p>–Да!</p>", []),
        ("ru", "<p>Гости познакомились с работой Дома дружбы, а потом с фондами и</p>"
         "<p>Музея книги, где им показали рукописи.</p>", ["Музея"]),
        ("ru", "<p>И степь, и горы, и</p><p>Река за тополями</p>", []),
        ("en", f"{BEFORE}<p>al-Farabi Avenue.</p><p>www.qha.kz</p>", []),
    ],
)  # fmt: skip
def test_paragraphs_that_lost_their_beginning(language, html, found):
    assert said_of_body(MidSentence, language, html) == [(quote, None) for quote in found]


def test_title_in_capitals_goes_on_below():
    html = "<p>заседания рабочей группы по подготовке тридцать третьей сессии Ассамблеи</p>"
    for title, found in (("ПРОТОКОЛ № 4", []), ("Новости", ["заседания"])):
        subject = Subject("ru", title=title, html=html)
        assert [one.quote for one in MidSentence().find(subject)] == found
