import pytest

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
        ("en", f"{BEFORE}<p>al-Farabi Avenue.</p><p>www.qha.kz</p>", []),
    ],
)  # fmt: skip
def test_paragraphs_that_lost_their_beginning(language, html, found):
    assert said_of_body(MidSentence, language, html) == [(quote, None) for quote in found]
