import datetime as dt

import pytest

from news.checks.base import Subject
from news.checks.roles import WrongRole
from news.recognition.mentions import ORGANIZATION, PERSON, Mention
from people.models import Position
from tests.factories import (
    EventFactory,
    OrganizationFactory,
    ParticipantFactory,
    ParticipationFactory,
)

pytestmark = pytest.mark.django_db
BEFORE, AFTER = dt.date(2018, 1, 1), dt.date(2019, 1, 1)
DAY = dt.datetime(2018, 9, 3, 5, 0, tzinfo=dt.UTC)


def find(language, role, title, organization="", started_on=None, ended_on=None):
    """The reasons against a role in the list of participants, given one office of the person."""
    name = {f"name_{language}": organization}
    person = ParticipantFactory()
    Position.objects.create(
        participant=person,
        organization=OrganizationFactory(**name) if organization else None,
        started_on=started_on,
        ended_on=ended_on,
        **{f"title_{language}": title},
    )
    event = EventFactory(starts_at=DAY)
    ParticipationFactory(event=event, participant=person, **{f"role_{language}": role})
    return [found.reason for found in WrongRole().find(Subject(language, "…", event=event))]


@pytest.mark.parametrize(
    ("language", "role", "title", "organization"),
    [
        ("ru", "министр информации РК", "вице-министр информации", ""),
        ("ru", "министр", "вице-министр", ""),
        ("ru", "заместитель Председателя АНК", "Председатель АНК", ""),
        ("ru", "председатель «Арирам»", "заместитель председателя", "Объединение «Арирам»"),
        ("ru", "заведующий Секретариатом", "заместитель заведующего Секретариатом АНК", ""),
        ("ru", "заместитель Председателя АНК", "заместитель заведующего Секретариатом АНК", ""),
        ("kk", "министр", "вице-министр", ""),
        ("kk", "Хатшылық меңгерушісі", "Хатшылық меңгерушісінің орынбасары", ""),
        ("kk", "Ассамблея Төрағасы", "Ассамблея Төрағасының орынбасары", ""),
        ("en", "Minister of Information", "Vice-Minister of Information", ""),
        ("en", "Chairman of the Assembly", "Deputy Chair of the Assembly", ""),
    ],
)  # fmt: skip
def test_role_other_than_the_office_is_found(language, role, title, organization):
    (reason,) = find(language, role, title, organization)
    assert (f"“{role}”" in reason, title in reason) == (True, True)


@pytest.mark.parametrize(
    ("language", "role", "title", "organization"),
    [
        ("ru", "депутат", "депутат Мажилиса Парламента РК", ""),
        ("ru", "депутат Мажилиса Парламента РК", "депутат", "Мажилис Парламента"),
        ("ru", "вице-министр информации", "заместитель министра информации", ""),
        ("ru", "председатель объединения «Арирам»", "председательница", "Объединение «Арирам»"),
        ("ru", "руководитель Дома дружбы", "директор Дома дружбы", ""),
        ("ru", "профессор университета имени Гумилева", "ректор университета имени Гумилева", ""),
        ("ru", "член Совета Ассамблеи", "председатель Совета медиации Ассамблеи", ""),
        ("ru", "директор школы № 5", "заместитель председателя объединения «Арирам»", ""),
        ("ru", "директор музея, член АНК", "член АНК", ""),
        ("ru", "бывший министр информации", "вице-министр информации", ""),
        ("ru", "и. о. министра информации", "вице-министр информации", ""),
        ("ru", "", "министр", ""),
        ("kk", "Ассамблея төрайымы", "Ассамблея төрағасы", ""),
        ("kk", "бұрынғы министр", "вице-министр", ""),
        ("kk", "Ассамблея Төрағасының орынбасары", "төраға орынбасары", "Ассамблея"),
        ("en", "Chairwoman of the Ariram association", "Chair", "Ariram association"),
        ("en", "Vice Minister of Information", "Deputy Minister of Information", ""),
        ("en", "former Minister of Information", "Vice-Minister of Information", ""),
        ("en", "Director of the School of Mediators", "Deputy Head of the Secretariat", ""),
    ],
)
def test_role_that_can_be_the_office_is_silent(language, role, title, organization):
    assert find(language, role, title, organization) == []


@pytest.mark.parametrize(
    ("started_on", "ended_on", "said"),
    [
        (None, BEFORE, "until 1 January 2018"),
        (AFTER, None, "only since 1 January 2019"),
        (DAY.date(), None, None),
        (None, DAY.date(), None),
        (BEFORE, AFTER, None),
    ],
)
@pytest.mark.parametrize(
    ("language", "role", "title"),
    [
        ("ru", "депутат Мажилиса Парламента РК", "депутат Мажилиса"),
        ("ru", "член Совета Ассамблеи", "член Совета"),
        ("kk", "Мәжіліс депутаты", "Парламент Мәжілісінің депутаты"),
        ("en", "Minister of Information", "Minister"),
    ],
)
def test_office_held_before_or_after_is_found(language, role, title, started_on, ended_on, said):
    found = find(language, role, title, started_on=started_on, ended_on=ended_on)
    assert [said in reason for reason in found] == ([True] if said else [])


def test_same_office_held_elsewhere_before_is_silent():
    title, ended_on = "директор музея истории", BEFORE
    assert find("ru", "директор школы медиаторов", title, ended_on=ended_on) == []


def mention(text, person, role):
    name = "Ю. Тимощенко"
    start = text.index(name)
    return Mention(start, start + len(name), name, PERSON, person, name, True, 0, 2, role=role)


def test_office_in_the_text_is_found_beside_the_name_and_told_once():
    person = ParticipantFactory()
    title = "вице-министр культуры"
    Position.objects.create(participant=person, title_ru=title, started_on=BEFORE)
    event = EventFactory(starts_at=DAY)
    ParticipationFactory(event=event, participant=person, role_ru="министр культуры")
    text = "Выступил министр культуры Ю. Тимощенко."
    subject = Subject("ru", html=f"<p>{text}</p>", event=event)
    subject.mentions = {"body": [mention(text, person.pk, "министр культуры")]}
    (found,) = WrongRole().find(subject)
    assert (found.field, found.quote) == ("body", "Ю. Тимощенко")


@pytest.mark.parametrize(("former", "count"), [("", 1), ("бывший ", 0)])
def test_release_without_an_event_is_judged_on_the_date_that_it_gives(former, count):
    person = ParticipantFactory()
    Position.objects.create(participant=person, title_ru="вице-министр", started_on=BEFORE)
    text = f"3 сентября 2018 года выступил {former}министр Ю. Тимощенко."
    subject = Subject("ru", html=f"<p>{text}</p>")
    subject.mentions = {"body": [mention(text, person.pk, "министр")]}
    assert len(list(WrongRole().find(subject))) == count


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("Министр Ю. Тимощенко выступил.", 1),
        ("Год спустя, в 2018 году, министр Ю. Тимощенко выступил.", 1),
        ("В 2015 году министр Ю. Тимощенко предложил проект.", 0),
        ("Проект, который в 2015 г. министр Ю. Тимощенко предложил, принят.", 0),
        ("Работу начали в 2015 году. Министр Ю. Тимощенко выступил.", 1),
    ],
)
def test_sentence_about_another_year_is_silent(sentence, count):
    person = ParticipantFactory()
    Position.objects.create(participant=person, title_ru="вице-министр", started_on=BEFORE)
    text = f"3 сентября 2018 года прошел форум. {sentence}"
    subject = Subject("ru", html=f"<p>{text}</p>")
    subject.mentions = {"body": [mention(text, person.pk, "министр")]}
    assert len(list(WrongRole().find(subject))) == count


def test_reason_tells_where_the_office_is_held():
    (reason,) = find("ru", "заместитель директора Музея книги", "директор", "Музей книги")
    assert reason.endswith("директор (Музей книги).")
    title = "директор Музея книги"
    (reason,) = find("ru", "заместитель директора Музея книги", title, "Музей книги")
    assert reason.endswith("директор Музея книги.")


@pytest.mark.parametrize(
    ("role", "title", "held", "count"),
    [
        ("директор Музея музыки", "директор", ["Музей книги"], 1),
        ("директор Музея музыки", "директор Музея книги", ["Музей книги"], 1),
        ("директор Музея музыки", "директор", ["Музей книги", "Музей музыки"], 0),
        ("директор Музея музыки", "директор", ["Музей книги", ""], 0),  # where is the other?
        ("директор Музея музыки", "директор", ["Школа медиаторов"], 0),  # can be both
        ("директор Музея музыки", "научный сотрудник", ["Музей книги"], 0),
        ("директор Музея музыки", "директор", ["Отдел Музея музыки"], 0),
    ],
)
def test_office_of_another_body_of_the_directory(role, title, held, count):
    body = OrganizationFactory(name_ru="Музей музыки")
    person = ParticipantFactory()
    for name in held:
        home = body if name == body.name_ru else None
        if name and home is None:
            parent = body if "Отдел" in name else None
            home = OrganizationFactory(name_ru=name, parent=parent)
        Position.objects.create(participant=person, title_ru=title, organization=home)
    text = f"3 сентября 2018 года выступил {role} Ю. Тимощенко."
    subject = Subject("ru", html=f"<p>{text}</p>")
    start = text.index("Музея")
    words = "Музея музыки"
    named = Mention(
        start, start + len(words), words, ORGANIZATION, body.pk, body.name_ru, True, 0, 1
    )
    subject.mentions = {"body": [named, mention(text, person.pk, role)]}
    found = list(WrongRole().find(subject))
    assert [one.quote for one in found] == ["Ю. Тимощенко"] * count


def test_queries_do_not_grow_with_the_people(django_assert_num_queries):
    event = EventFactory(starts_at=DAY)
    for count in (1, 3):
        while event.participations.count() < count:
            person = ParticipationFactory(event=event, role_ru="министр").participant
            Position.objects.create(participant=person, title_ru="вице-министр")
        subject = Subject("ru", "…", event=event)
        subject.mentions = {"title": []}
        with django_assert_num_queries(2):
            assert len(list(WrongRole().find(subject))) == count
