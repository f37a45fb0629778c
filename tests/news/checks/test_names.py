from dataclasses import replace

import pytest

from news.checks.base import Subject
from news.checks.names import NameVariants, UnapprovedName
from news.recognition.mentions import ORGANIZATION, PERSON, Mention


def named(text, name, kind=PERSON, **fields):
    start = text.index(name)
    fields = {"certain": True, "id": 1, **fields}
    return Mention(start, start + len(name), name, kind, name="…", first=0, last=0, **fields)


@pytest.mark.parametrize(
    ("language", "text", "name", "fields", "mend"),
    [
        ("ru", "Был Ю. Тимошенко.", "Ю. Тимошенко", {"approved": "Ю. Тимощенко"}, "Ю. Тимощенко"),
        ("kk", "Асамблеяның кеңесі.", "Асамблеяның", {"approved": "Ассамблеяның"}, "Ассамблеяның"),
        ("en", "A talk by A. Tskhai.", "A. Tskhai", {"approved": "A. Tskhay"}, "A. Tskhay"),
        ("en", "By A. Tskhai.", "A. Tskhai", {"approved": "A. Tskhay", "certain": False}, None),
    ],
)  # fmt: skip
def test_unapproved_spelling_is_found_with_the_approved_one(language, text, name, fields, mend):
    subject = Subject(language, html=f"<p>{text}</p>")
    kind = ORGANIZATION if language == "kk" else PERSON
    subject.mentions = {"body": [named(text, name, kind, **fields)]}
    (found,) = UnapprovedName().find(subject)
    assert (found.field, found.quote, found.mend) == ("body", name, mend)
    assert fields["approved"] in found.reason


@pytest.mark.parametrize(
    ("language", "text", "name", "approved"),
    [
        ("ru", "Встреча с Ю. Тимощенко.", "Ю. Тимощенко", ""),
        ("ru", "Встреча с Ю. Тимощенко.", "Ю. Тимощенко", "Ю. Тимощенко"),
        ("ru", "Совет Ассамблеи решил.", "Ассамблеи", "Ассамблеи народа Казахстана"),
        ("kk", "Ассамблеяның кеңесі шешті.", "Ассамблеяның", "Қазақстан халқы Ассамблеясының"),
        ("en", "The Assembly met.", "Assembly", "Assembly of People of Kazakhstan"),
    ],
)
def test_approved_spelling_and_a_part_of_it_are_silent(language, text, name, approved):
    subject = Subject(language, lead=text)
    subject.mentions = {"lead": [named(text, name, approved=approved)]}
    assert list(UnapprovedName().find(subject)) == []


TWICE = {
    "ru": ("Криенгсак Чароенвонгисак", "Криенгсак Чареонвонгсак"),
    "kk": ("Криенгсак Чароенвонгисак", "Криенгсак Чареонвонгсак"),
    "en": ("Kriengsak Chareonwongsak", "Kriengsak Charoenvongsak"),
}
SPOKE = {
    "ru": "Выступил профессор {}. Затем профессор {} ответил.",
    "kk": "Профессор {} сөйледі. Кейін профессор {} айтты.",
    "en": "Professor {} spoke. Then Professor {} answered.",
}


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_second_spelling_of_one_name_is_found(language):
    first, other = TWICE[language]
    text = SPOKE[language].format(first, other)
    subject = Subject(language, html=f"<p>{text}</p>")
    subject.mentions = {"body": []}
    (found,) = NameVariants().find(subject)
    assert (found.quote, found.mend) == (other, None)
    assert first in found.reason
    # The other is what the directory lacks, wherever it stands.
    for known, unknown in ((first, other), (other, first)):
        subject.mentions = {"body": [named(text, known)]}
        (found,) = NameVariants().find(subject)
        assert (found.quote, found.mend) == (unknown, None)
        assert f"“{known}”, which the directory has" in found.reason
    # Also where several people bear it.
    subject.mentions = {"body": [named(text, other, id=None, candidates=(1, 2))]}
    assert [one.quote for one in NameVariants().find(subject)] == [first]
    subject.mentions = {"body": [named(text, first), named(text, other, id=2)]}
    assert list(NameVariants().find(subject)) == []
    subject.mentions = {"body": [named(text, other, approved=first)]}
    assert list(NameVariants().find(subject)) == []


@pytest.mark.parametrize(
    ("language", "text", "known", "found"),
    [
        ("ru", "Выступила Алина Цхаи. Ответила Алина Цхай.", "Алина Цхай", "Алина Цхаи"),
        ("ru", "Выступила Алина Цхай. Речь с Алиной Цхаи.", "Алина Цхай", "Алиной Цхаи"),
        ("ru", "Выступила Алина Цхаи. Ответила Алина Цхай.", "", "Алина Цхай"),
        ("kk", "Профессор Алина Цхаи сөйледі. Кейін профессор Алина Цхай айтты.",
         "Алина Цхай", "Алина Цхаи"),
        ("en", "Professor Alina Tskhai spoke. Professor Alina Tskhay answered.",
         "Alina Tskhay", "Alina Tskhai"),
    ],
)  # fmt: skip
def test_spelling_that_the_directory_lacks_is_the_other(language, text, known, found):
    subject = Subject(language, html=f"<p>{text}</p>")
    subject.mentions = {"body": [named(text, known)] if known else []}
    assert [(one.quote, one.mend) for one in NameVariants().find(subject)] == [(found, None)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Профессор Криенгсак Чароенвонгисак и профессор Криенгсак Чароенвонгисак."),
        ("ru", "Выступил Виктор Ким. Ответил Виктор Кин."),
        ("ru", "Выступил Виктор Серов. Ответил Виктор Серин."),
        ("ru", "Выступил Юрий Тимощенко. Ответила Юлия Тимошенко."),
        ("ru", "Встреча с профессором Бахытом Абдрахмановым. Бахыт Абдрахманов ответил."),
        ("kk", "Айгүл Сапарова сөйледі. Айгүл Сапароваға алғыс айтты."),
        ("en", "Yuri Timoshchenko spoke. Yulia Tymoshenko answered."),
    ],
)
def test_one_spelling_in_any_case_and_two_people_are_silent(language, text):
    subject = Subject(language, html=f"<p>{text}</p>")
    subject.mentions = {"body": []}
    assert list(NameVariants().find(subject)) == []


@pytest.mark.parametrize(
    ("language", "text", "first", "other"),
    [
        ("ru", "Пела Мадина Жумабаева. По словам Жумабоевой, песни новые.",
         "Мадина Жумабаева", "Жумабоевой"),
        ("ru", "Вручили Ерлану Байсеитову. Байсейтов поблагодарил.",
         "Ерлану Байсеитову", "Байсейтов"),
        ("ru", "Пел Е. Байсеитов. Позже Ерлан Байсентов ушёл.", "Ерлан Байсентов", "Е. Байсеитов"),
        ("kk", "Ерлан Байсеитов сөйледі. Байсейтовтың айтуынша, бәрі дайын.",
         "Ерлан Байсеитов", "Байсейтовтың"),
        ("en", "Yerlan Baiseitov sang. Baisejtov’s songs are new.",
         "Yerlan Baiseitov", "Baisejtov’s"),
        ("en", "Aizhan Kozhakhmetova sang. Ms Kojakhmetova left.",
         "Aizhan Kozhakhmetova", "Kojakhmetova"),
    ],
)  # fmt: skip
def test_family_name_alone_that_is_one_letter_off_is_found(language, text, first, other):
    subject = Subject(language, html=f"<p>{text}</p>")
    subject.mentions = {"body": []}
    (found,) = NameVariants().find(subject)
    assert (found.quote, found.mend) == (other, None)
    assert f"“{first}”" in found.reason
    # Whom the directory knows by it is somebody else.
    subject.mentions = {"body": [named(text, other)]}
    assert list(NameVariants().find(subject)) == []


def test_family_name_alone_tells_what_the_directory_has_of_the_same_given_name():
    text = "Пела Мадина Жумабоева. По словам Жумабаевой, песни новые."
    subject = Subject("ru", html=f"<p>{text}</p>")
    for name, found in (("Мадина Жумабаева", ["Мадина Жумабоева"]), ("Алия Жумабаева", [])):
        mention = replace(named(text, "Жумабаевой"), name=name)
        subject.mentions = {"body": [mention]}
        assert [one.quote for one in NameVariants().find(subject)] == found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Пели Ерлан Байсеитов и Алия Байсейтова. Байсеитова хвалили, Байсейтову тоже."),
        ("ru", "Пел Ерлан Байсеитов. Байсеитова ждала его, Байсеитовы поют все."),
        ("ru", "Пел Ерлан Асанов. Асенов слушал."),
        ("ru", "Пел Ерлан Байсеитов. Алия Байсейтова и А. Байсейтов слушали."),
        ("ru", "Пел Ерлан Байсеитов на улице Байсейтова в зале «Байсейтов»."),
        ("ru", "Пел Иван Королёв. Королева пела, а Караваев молчал."),
        ("ru", "Наградили Марию Соколову-Ибраеву. Пела Соколова-Ибраева."),
        ("kk", "Ерлан Байсеитов сөйледі. Байсеитовке гүл берді, Байсеитова күтті."),
        ("en", "Yerlan Baiseitov sang. Baiseitova’s brother, Baiseitov, left. Baiseitovs sing."),
    ],
)
def test_family_name_alone_of_somebody_else_is_silent(language, text):
    subject = Subject(language, html=f"<p>{text}</p>")
    subject.mentions = {"body": []}
    assert list(NameVariants().find(subject)) == []
