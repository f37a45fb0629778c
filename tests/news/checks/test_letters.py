import pytest

from news.checks.letters import MixedLetters
from tests.news.checks.tables import said


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("ru", "Казaхстан", [("Казaхстан", "Казахстан")]),  # a Latin "a"
        ("ru", "Aссамблея нaрoда", [("Aссамблея", "Ассамблея"), ("нaрoда", "народа")]),
        ("ru", "СOVID", [("СOVID", "COVID")]),  # a Cyrillic «С»
        ("ru", "XIХ век", [("XIХ", "XIX")]),
        ("ru", "ХIХ и ХХI век", [("ХIХ", "XIX"), ("ХХI", "XXI")]),
        ("ru", "был, c уважением\nc послом", [("c", "с"), ("c", "с")]),
        ("kk", "Ə.Қасенов пен M.Әуезов", [("Ə.Қасенов", "Ә.Қасенов"), ("M.Әуезов", "М.Әуезов")]),
        ("ru", "встретился c послом", [("c", "с")]),
        ("ru", "сказал A.Иванов", [("A.Иванов", "А.Иванов")]),
        ("ru", "и А.B. Петров", [("А.B. Петров", "А.В. Петров")]),
        ("kk", "iс пен бiрлiк", [("iс", "іс"), ("бiрлiк", "бірлік")]),
        ("kk", "əлем", [("əлем", "әлем")]),  # a Latin schwa
        ("en", "Кazakhstan оf", [("Кazakhstan", "Kazakhstan"), ("оf", "of")]),
        ("ru", "Zakоnдa", [("Zakоnдa", None)]),
        ("ru", "IT-компания, COVID-тест, Wi-Fi, SMSки, Zoomда, витамин C. Затем гепатит B", []),
        ("ru", "вариант a, план B, web-сайт, 4K, Nation-building Institute", []),
        ("kk", "Zoom-да, іс, һәм, Wi-Fi", []),
        ("en", "A cat and «Арирам»", []),
    ],
)  # fmt: skip
def test_mixed_letters(language, text, found):
    assert sorted(said(MixedLetters, language, text)) == sorted(found)
