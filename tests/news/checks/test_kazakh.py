import pytest

from news.checks import check
from news.checks.base import Subject
from news.checks.kazakh import TO_RUSSIAN, KazakhLetters
from news.checks.kazakh_words import KAZAKH_WORDS
from tests import factories
from tests.news.checks.tables import said

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Казакстан", [("Казакстан", "Қазақстан")]),
        ("Қазакстан Казақстанның", [("Қазакстан", "Қазақстан"), ("Казақстанның", "Қазақстанның")]),
        ("ҚАЗАКСТАН", [("ҚАЗАКСТАН", "ҚАЗАҚСТАН")]),
        ("Казахстан халқы", [("Казахстан", "Қазақстан")]),  # as Russians write it
        ("Алматы каласында", [("каласында", "қаласында")]),
        ("каласынын халкынын", [("каласынын", "қаласының"), ("халкынын", "халқының")]),
        ("Достык уйи", [("Достык", "Достық"), ("уйи", "үйі")]),
        ("уйлерінде", [("уйлерінде", "үйлерінде")]),
        ("бирлестиктердин", [("бирлестиктердин", "бірлестіктердің")]),
        ("елимиздин мадениети жане тили", [
            ("елимиздин", "еліміздің"), ("мадениети", "мәдениеті"),
            ("жане", "және"), ("тили", "тілі")]),
        ("казак тілі, бірақ казак атаманы", [("казак", "қазақ")]),
        ("Алматы қаласында Қазақстан халқы Ассамблеясы", []),
        ("өтетін, қалатынын, қаласын, халқын, қатысатын", []),
        ("казактар Катар мен Ганада, торт, жана, тур, улы, корсет, он, кол, салем", []),
        ("Сагат онда тындаушылар кымбат сыйлык алды", [
            ("Сагат", "Сағат"), ("тындаушылар", "тыңдаушылар"), ("кымбат", "қымбат"),
            ("сыйлык", "сыйлық")]),
        ("Кездесу адамдарга арналды, ШКО мен КХА", [
            ("адамдарга", "адамдарға"), ("ШКО", "ШҚО"), ("КХА", "ҚХА")]),
        ("Әрине, оныншы сынып оқушысы қоғами, қазақи ойын айтты", []),
        ("«Спасибо, Казахстан! Моя бабушка была рада» деді ол Қазақстанда", []),
        ("Казахстан – наш общий дом\nҚазақстан – үйіміз", []),
        ("Бурыл ат пен ақ бурыл сақал", []),
        ("Касым мен Сакен келді, үйдің аркалары, өзіне", []),
        ("Онын созі озіне айтылды", [("Онын", "Оның"), ("озіне", "өзіне")]),
        ("«Бiздiн Казакстан – ортак уйимиз» деді", [
            ("Казакстан", "Қазақстан"), ("ортак", "ортақ"), ("уйимиз", "үйіміз")]),
        ("Бірақ Тенмен барды, Кимге, Ләйлаға, бағанын, машинасын, Берлинде, доцент", []),
        ("Алматы облысы, мемлекет, орталық, президент, Астана", []),
        ("«Казахстанская правда», «Народ Казахстана»", []),
    ],
)  # fmt: skip
def test_russian_letters_in_kazakh_words(text, found):
    assert said(KazakhLetters, "kk", text) == found


@pytest.mark.parametrize("language", ["ru", "en"])
def test_other_languages_are_left_alone(language):
    assert said(KazakhLetters, language, "Казакстан, каласында") == []


def test_every_word_of_the_list_has_a_kazakh_letter_to_lose():
    assert [word for word in KAZAKH_WORDS if word == word.translate(TO_RUSSIAN)] == []


def test_words_of_the_list_are_right_as_they_are():
    assert said(KazakhLetters, "kk", " ".join(sorted(KAZAKH_WORDS))) == []


def test_names_of_the_directory_are_known():
    factories.ParticipantFactory(family_name_kk="Тоқаев", given_name_kk="Ғани")
    factories.ParticipantFactory(family_name_kk="Касымов", given_name_kk="Ерлан")
    factories.OrganizationFactory(name_kk="«Көңілді» бірлестігі")
    text = "Гани Токаевтын, Касымов, Ганиев, «Конилди» әндері"
    assert said(KazakhLetters, "kk", text) == [
        ("Гани", "Ғани"), ("Токаевтын", "Тоқаевтың"), ("Конилди", "Көңілді")
    ]  # fmt: skip


def test_text_without_any_kazakh_letter_is_told_once():
    typed = "Жиын Алматыда болды. Астана, Атырау, Павлодар, Тараз, Семей, Арал, Орал, Аксай, Баян"
    (whole,) = check(Subject("kk", html=f"<p>{typed}</p>"))
    assert (whole.quote, whole.reason) == ("", "The text has no Kazakh letters at all.")
    assert check(Subject("kk", html=f"<p>{typed}.</p><p>Әлі де</p>")) == []
