import pytest

from news.checks.base import Subject
from news.checks.linked import NotLinked, NotNamed
from tests.factories import (
    EventFactory,
    EventOrganizationFactory,
    OrganizationFactory,
    ParticipantFactory,
    ParticipationFactory,
)

pytestmark = pytest.mark.django_db
TEXTS = {
    "ru": "Выступила Айгуль Сапарова из объединения «Арирам».",
    "kk": "«Арирам» бірлестігінен Айгүл Сапарова сөйледі.",
    "en": "Aigul Saparova of the Ariram association spoke.",
}


@pytest.fixture
def person():
    names = {"ru": "Айгуль", "kk": "Айгүл", "en": "Aigul"}
    families = {"ru": "Сапарова", "kk": "Сапарова", "en": "Saparova"}
    return ParticipantFactory(
        gender="female",
        **{f"given_name_{code}": name for code, name in names.items()},
        **{f"family_name_{code}": name for code, name in families.items()},
    )


@pytest.fixture
def organization():
    return OrganizationFactory(
        name_ru="Объединение «Арирам»",
        name_kk="«Арирам» бірлестігі",
        name_en="Ariram association",
    )


def quotes(check, subject):
    return [found.quote or found.reason for found in check().find(subject)]


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_who_is_named_and_not_linked_is_found(language, person, organization):
    event = EventFactory()
    subject = Subject(language, lead=TEXTS[language], event=event)
    found = quotes(NotLinked, subject)
    assert len(found) == 2
    assert all(words in TEXTS[language] for words in found)
    ParticipationFactory(event=event, participant=person)
    assert len(quotes(NotLinked, subject)) == 1
    EventOrganizationFactory(event=event, organization=organization)
    assert quotes(NotLinked, subject) == []


def test_organization_named_in_passing_and_those_beside_the_event_are_silent(person, organization):
    event = EventFactory()
    link = ParticipationFactory(event=event, participant=person)
    once = f"<p>{TEXTS['ru']}</p>"
    assert quotes(NotLinked, Subject("ru", html=once, event=event)) == []
    assert len(quotes(NotLinked, Subject("ru", html=once * 2, event=event))) == 1
    link.organization = organization
    link.save()
    assert quotes(NotLinked, Subject("ru", html=once * 2, event=event)) == []
    event = EventFactory(venue=organization)
    ParticipationFactory(event=event, participant=person)
    assert quotes(NotLinked, Subject("ru", html=once * 2, event=event)) == []
    assert quotes(NotLinked, Subject("ru", html=once * 2)) == []


def test_who_is_linked_and_named_by_no_text_is_told_in_the_source_language(person, organization):
    texts = {f"body_{code}": f"<p>{text}</p>" for code, text in TEXTS.items()}
    bare = dict.fromkeys(texts, "<p>…</p>")
    for named, count in ((bare, 2), ({**bare, "body_en": texts["body_en"]}, 0)):
        event = EventFactory(**named)
        ParticipationFactory(event=event, participant=person)
        EventOrganizationFactory(event=event, organization=organization)
        subjects = Subject.of_event(event, ["kk", "ru", "en"])
        found = {code: list(NotNamed().find(subject)) for code, subject in subjects.items()}
        assert {code: len(each) for code, each in found.items()} == {"ru": count, "kk": 0, "en": 0}
        assert {each.field for each in found["ru"]} <= {""}


def test_queries_do_not_grow_with_the_links(django_assert_num_queries):
    event = EventFactory()
    for count in (1, 3):
        while event.participations.count() < count:
            ParticipationFactory(event=event)
            EventOrganizationFactory(event=event)
        subject = Subject("ru", html="<p>…</p>", event=event)
        subject.mentions = {"body": []}
        with django_assert_num_queries(6):
            assert quotes(NotLinked, subject) == []
            assert len(quotes(NotNamed, subject)) == 2 * count
