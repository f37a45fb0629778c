import datetime as dt

import pytest

from news.checks.base import Subject
from news.checks.languages import OtherDates, OtherNames, OtherNumbers, ShortTranslation
from news.models import Event
from news.recognition.mentions import PERSON, Mention
from tests.factories import ParticipantFactory

EVENT = Event(source_language="ru", starts_at=dt.datetime(2018, 9, 3, 5, 0, tzinfo=dt.UTC))


def subject(language, *paragraphs, names=()):
    """A text; `names` are `(name, id)` of the people whom it names."""
    html = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    found = Subject(language, html=html, event=EVENT)
    found.mentions = {"body": [named(found.texts["body"], *name) for name in names]}
    return found


def named(text, name, pk):
    start = text.index(name)
    return Mention(start, start + len(name), name, PERSON, pk, name, pk is not None, 0, 0)


def find(check, source, translation):
    translation.others = {"ru": source}
    source.others = {translation.language: translation}
    assert list(check().find(source)) == []  # the source is right by definition
    return [(found.quote, found.reason) for found in check().find(translation)]


@pytest.mark.parametrize(
    ("source", "language", "text", "quotes", "reason"),
    [
        ("В составе было 39 человек.", "en", "There were 93 people in it.", ["93"], "39"),
        ("56 этносов и 4 религии.", "en", "56 ethnic groups, 5 faiths.", ["5"], "4"),
        ("Решено 1 640 споров.", "kk", "Барлығы 1 460 дау шешілді.", ["1 460"], "1 640"),
        ("Прошла XXVI сессия.", "en", "The 27th session.", ["27"], "XXVI"),
        ("Начало в 15:00 в зале.", "kk", "Басталуы – залда 16:00-де.", ["16:00"], "15:00"),
        ("Начало в 15:00 в зале.", "en", "It starts at 5 p.m. here.", ["5 p.m"], "15:00"),
        ("Прошла встреча и концерт.", "en", "They met with 200 guests.", ["200"], "no such"),
        ("Во встрече было 39 гостей.", "kk", "Кездесуде қонақтар болды.", [""], "39"),
        ("Собрали 1,5 млн тенге.", "en", "They got 15 million tenge.", ["15 million"], "1,5 млн"),
        ("Было 39 гостей и 70 школ.", "en", "38 guests, 71 schools.", ["38", "71"], "says"),
        ("Было 39 гостей и 70 школ.", "en", "It had 38 guests, 71 or 72 schools.",
         ["38", "71", "72", "", ""], "source text"),
    ],
)  # fmt: skip
def test_number_that_differs_is_found(source, language, text, quotes, reason):
    found = find(OtherNumbers, subject("ru", source), subject(language, text))
    assert [quote for quote, _reason in found] == quotes
    assert all(reason in said for _quote, said in found)


@pytest.mark.parametrize(
    ("source", "language", "text"),
    [
        ("Решено 1 640 споров из 2 000.", "en", "They settled 1,640 of 2,000 disputes."),
        ("В зале 4 гостя и 3 артиста.", "en", "The hall had four guests and 3 artists."),
        ("Прошла XXVI сессия в зале.", "kk", "Залда 26-сессия өтті."),
        ("Прошла пятая сессия в 15:00.", "en", "The 5th session, at 3 p.m."),
        ("Помогли двадцати двум школам.", "kk", "Олар 22 мектепке көмектесті."),
        ("Рост 3,5 %, 20 тысяч книг.", "en", "A growth of 3.5%, 20,000 books."),
        ("Было 3 встречи и концерт.", "en", "There were meetings, a concert."),
        ("Прошла 3 сентября 2018 года.", "en", "It was held on 3 September."),
        ("Начало в 15 часов 30 минут.", "kk", "Басталуы 15:30-да."),
        ("Начало в 15 часов, в зале.", "en", "It starts at 3 p.m."),
        ("С 10:00 до 18.30 в зале.", "kk", "Сағат 10-нан 18:30-ға дейін."),
        ("Дома открыты до 18 по субботам.", "en", "Houses are open till 6 p.m."),
        ("Обсудили Стратегию «Казахстан – 2050».", "kk", "«Қазақстан – 2050» Стратегиясы."),
    ],
)
def test_numbers_written_in_another_way_are_silent(source, language, text):
    assert find(OtherNumbers, subject("ru", source), subject(language, text)) == []


@pytest.mark.parametrize(
    ("source", "language", "text", "quotes", "reason"),
    [
        ("Была 3 сентября в зале.", "en", "On 4 September, here.", ["4 September"], "3 сентября"),
        ("Была 3 сентября в зале.", "kk", "3 қазанда залда өтті.", ["3 қазанда"], "3 сентября"),
        ("Была 3 сентября 2018 года.", "en", "On 3 September 2017.", ["3 September 2017"], "2018"),
        ("Прошла 3 сентября в зале.", "en", "It was held in the hall.", [""], "3 сентября"),
        ("Прошла в зале, был концерт.", "en", "It was on 3 September.", ["3 September"], "no such"),
        ("С 1 по 3 сентября.", "en", "1 and 5 October.", ["1 and 5 October"], "1 по 3 сентября"),
    ],
)
def test_date_that_differs_is_found(source, language, text, quotes, reason):
    found = find(OtherDates, subject("ru", source), subject(language, text))
    assert [quote for quote, _reason in found] == quotes
    assert all(reason in said for _quote, said in found)


@pytest.mark.parametrize(
    ("source", "language", "text"),
    [
        ("Прошла 3 сентября 2018 года.", "kk", "2018 жылғы 3 қыркүйекте өтті."),
        ("Прошла 3 сентября 2018 года.", "kk", "Ол қыркүйектің 3-і күні өтті."),
        ("Прошла 3 сентября 2018 года.", "en", "It was on September 3."),
        ("Прошла 03.09.2018 в зале.", "en", "It was on 3 September 2018."),
        ("Занятия 3 и 7 сентября.", "en", "On 3 September and 7 September."),
        ("Занятия 3, 5 и 7 сентября.", "en", "3 September, 5 September, 7 September."),
        ("Форум 3–5 сентября 2018 года.", "en", "From 3 September to 5 September 2018."),
    ],
)
def test_dates_written_in_another_way_are_silent(source, language, text):
    assert find(OtherDates, subject("ru", source), subject(language, text)) == []


@pytest.mark.django_db
def test_person_whom_only_one_of_the_languages_names_is_found():
    person, other = ParticipantFactory(), ParticipantFactory()
    source = subject("ru", "Выступил И. Салжанов, был концерт.", names=[("И. Салжанов", person.pk)])
    text = "A talk by Y. Timoshchenko, a concert."
    translation = subject("en", text, names=[("Y. Timoshchenko", other.pk)])
    assert find(OtherNames, source, translation) == [
        ("", "The source text names И. Салжанов, this one does not."),
        ("Y. Timoshchenko", "The source text does not name Y. Timoshchenko."),
    ]
    same = subject("en", text, names=[("Y. Timoshchenko", person.pk)])
    assert find(OtherNames, source, same) == []


@pytest.mark.django_db
def test_name_that_is_doubtful_or_unknown_in_a_language_is_silent():
    person = ParticipantFactory(family_name_en="")
    source = subject("ru", "Выступил И. Салжанов, был концерт.", names=[("И. Салжанов", person.pk)])
    text = "A talk by I. Salzhanov, a concert."
    assert find(OtherNames, source, subject("en", text)) == []
    doubtful = subject("kk", "И. Салжанов сөйледі, концерт.", names=[("И. Салжанов", None)])
    assert len(find(OtherNames, source, doubtful)) == 1
    mention = named(doubtful.texts["body"], "И. Салжанов", None)
    doubtful.mentions = {"body": [Mention(**{**as_fields(mention), "candidates": (person.pk,)})]}
    assert find(OtherNames, source, doubtful) == []


def as_fields(mention):
    return {name: getattr(mention, name) for name in mention.__slots__}


@pytest.mark.parametrize("check", [OtherNumbers, OtherDates, OtherNames])
def test_what_a_short_text_lacks_is_not_listed(check):
    source = subject(
        "ru", "3 сентября пришли 39 гостей.", "И. Салжанов.", names=[("И. Салжанов", 1)]
    )
    assert find(check, source, subject("en", "They met.")) == []


def test_what_a_short_text_says_otherwise_is_found(db):
    person = ParticipantFactory(family_name_ru="Ким", family_name_en="Kim")
    source = subject("ru", "3 сентября пришли 39 гостей из 12 школ. " * 3)
    short = subject("en", "Kim met 93 guests on 5 September.", names=[("Kim", person.pk)])
    assert find(OtherNumbers, source, short) == [("93", "The source text has no such number.")]
    assert find(OtherDates, source, short) == [("5 September", "The source text has no such date.")]
    assert [quote for quote, _reason in find(OtherNames, source, short)] == ["Kim"]


def test_what_a_text_much_longer_than_the_source_says_is_not_judged():
    source, long = subject("ru", "Было 39 гостей."), subject("en", "There were 93 guests. " * 3)
    assert find(OtherNumbers, source, long) == []


@pytest.mark.parametrize(
    ("source", "texts", "is_told"),
    [
        ("3 сентября пришли 39 гостей.", ["They met."], True),
        ("3 сентября пришли 39 гостей.", ["On 3 September 39 guests came."], False),
        ("Они пришли.", ["On 3 September 39 guests came."], False),
        ("3 сентября пришли 39 гостей.", [], False),
    ],
)
def test_short_translation_is_told_of(source, texts, is_told):
    found = find(ShortTranslation, subject("ru", source), subject("en", *texts))
    reason = (
        "The text is much shorter than the source text: "
        "what numbers, dates and names it lacks is not listed."
    )
    assert found == [("", reason)] * is_told


def test_numbers_are_compared_by_paragraph_where_the_texts_have_as_many():
    source = subject("ru", "Было 39 гостей.", "Было 56 этносов.", "Было 70 школ.")
    translation = subject("en", "There were 38 guests.", "There were 55 groups.", "There were 70.")
    assert find(OtherNumbers, source, translation) == [
        ("38", "The source text says 39 here."),
        ("55", "The source text says 56 here."),
    ]
