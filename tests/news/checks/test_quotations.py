import pytest

from news.checks.base import Subject
from news.checks.quotations import NoSpeaker
from news.recognition.mentions import PERSON, Mention

RU = "«Мы вместе строим дом, в котором хватит места всем»"
KK = "«Біз бәріне орын жететін үйді бірге салып жатырмыз»"
EN = "“We are building a house in which there is room for all”"


def find(language, *paragraphs, people=()):
    subject = Subject(language, html="".join(f"<p>{each}</p>" for each in paragraphs))
    body = subject.texts["body"]
    subject.mentions = {"body": [named(body, name) for name in people]}
    return [(found.quote, found.mend) for found in NoSpeaker().find(subject)]


def named(text, name):
    start = text.index(name)
    return Mention(start, start + len(name), name, PERSON, 1, name, True, 0, 0)


@pytest.mark.parametrize(
    ("language", "paragraphs", "quote"),
    [
        ("ru", ["В зале было людно.", f"{RU}.", "Затем был концерт."], RU),
        ("ru", ["В зале было людно.", f"{RU[:-1]}.»", "Затем был концерт."], f"{RU[:-1]}.»"),
        ("ru", ["В зале было людно.", f"Итог один: {RU}."], RU),
        ("ru", [f"В зале было людно. {RU}, – и зал аплодировал."], RU),
        ("ru", ["– Мы вместе строим дом, в котором хватит места всем."], None),
        ("ru", ['Итог встречи: "Мы вместе строим дом, в котором хватит места всем".'], None),
        ("ru", [f"В зале было людно. {RU}. Затем был концерт."], RU),
        ("ru", [f"{RU}. Затем был концерт."], RU),
        ("ru", [f"{RU}.", "Концерт дал ансамбль Ерлана Садыкова. «Я рад», – сказал он."], RU),
        ("kk", [f"Залда адам көп болды. {KK}. Кейін концерт болды."], KK),
        ("en", [f"{EN[:-1]}.”", "The songs of Aigul Saparova followed."], f"{EN[:-1]}.”"),
        ("kk", ["Залда адам көп болды.", f"{KK[:-1]}!»", "Кейін концерт болды."], f"{KK[:-1]}!»"),
        ("en", ["The hall was full.", f"{EN[:-1]}.”", "A concert followed."], f"{EN[:-1]}.”"),
        ("en", [f"The result of the day: {EN}."], EN),
    ],
)
def test_quotation_that_nobody_speaks_is_found(language, paragraphs, quote):
    ((found, mend),) = find(language, *paragraphs)
    assert mend is None
    assert found == quote or quote is None and "дом" in found


@pytest.mark.parametrize(
    ("language", "paragraphs"),
    [
        ("ru", [f"{RU}, – сказал он."]),
        ("ru", [f"По словам гостя, {RU[:-1]}.»"]),
        ("ru", ["Председатель отметила роль медиаторов.", f"{RU[:-1]}.»"]),
        ("ru", [f"{RU[:-1]}.»", "Так гость ответил на вопрос о доме."]),
        ("ru", [f"Слово взяла Айгерим Сапарова: {RU}."]),
        ("ru", [f"На сцене И. Салжанов: {RU}."]),
        ("ru", ["Был брифинг на тему: «Сотрудничество органов и общества в сфере отношений»."]),
        ("ru", ["Прошел круглый стол «Роль медиации в укреплении согласия между соседями»."]),
        ("ru", ["Показали фильм «Мы вместе строим дом, в котором хватит места всем!»"]),
        ("ru", ["Прошла акция «Мой народ – моя судьба, моя страна – моя гордость!» в парке."]),
        ("ru", ["На стене надпись: «Добро пожаловать!»"]),
        ("ru", ["– Мы вместе строим этот большой дом.", "– И в нем хватит места всем нам."]),
        ("ru", ["– открытие выставки, на которую придут все жители;"]),
        ("ru", [f"{RU}.", "Ерлан Садыков, директор школы"]),
        ("ru", [f"{RU}.", "Это девиз Ерлана Садыкова, директора школы."]),
        ("ru", [f"{RU}.", "«Мы рады», – сказал он. Затем был концерт."]),
        ("ru", [f"Айгуль Сапарова вышла к гостям. {RU}. Затем был концерт."]),
        ("en", [f"Aigul Saparova met the guests. {EN[:-1]}.” A concert followed."]),
        ("ru", ["Ради чего все собрались?", f"{RU}."]),
        ("ru", [f"На стене зала: {RU}.", f"По-русски: {RU}."]),
        ("ru", [f"Пели до утра. На плакате: {RU}."]),
        ("kk", [f"Қазақша: {KK}.", f"Қабырғада: {KK}."]),
        ("en", [f"On the wall of the hall: {EN}.", f"In English: {EN}."]),
        ("ru", ["Прошли концерты. Роман «Дом, в котором хватит места всем и каждому» читали."]),
        ("kk", [f"{KK}, – деді ол."]),
        ("kk", [f"Қонақ атап өтті: {KK}."]),
        ("kk", ["«Қоғамдық келісімді нығайтудағы медиацияның рөлі» атты дөңгелек үстел өтті."]),
        ("en", [f"{EN[:-1]},” she said."]),
        ("en", [f"According to the guest, {EN}."]),
        ("en", ["They held a round table “The role of mediation in peace between neighbours”."]),
    ],
)  # fmt: skip
def test_quotations_with_a_speaker_and_titles_are_silent(language, paragraphs):
    assert find(language, *paragraphs) == []


def test_person_of_the_directory_beside_a_quotation_is_its_speaker():
    text = f"Гостья из Китая – Чжан. {RU[:-1]}.»"
    assert find("ru", text, people=["Чжан"]) == []
    assert len(find("ru", text)) == 1
