import hashlib

import pytest

from media.guard import UnreadablePicture
from media.models import Photo
from news.importing.facts import find_facts
from news.importing.forms import Review
from news.importing.release import Release, figure
from news.importing.writing import (
    Choices,
    OrganizationChoice,
    PersonChoice,
    events_like,
    make_event,
    missing_pictures,
    propose,
)
from news.models import Event, HistoryEntry
from organizations.models import Organization
from people.models import Participant
from tests.factories import OrganizationFactory, ParticipantFactory, picture, published

pytestmark = pytest.mark.django_db
ORIGIN = ("release.txt", "Текст".encode())


def release():
    made = Release("Встреча в музее", ["<p>Первый абзац.</p>"])
    first = made.add_picture("first.jpg", picture("teal"), alt_text="Зал")
    made.paragraphs.append(figure(first.key))
    missing = made.add_picture("missing.jpg")
    made.paragraphs += [figure(missing.key), "<p>Второй абзац.</p>"]
    made.add_picture("loose.jpg", picture("gold"), placed=False)
    return made


def make(release, choices, **fields):
    return make_event(
        release=release, choices=choices, **{"language": "ru", "origin": ORIGIN, **fields}
    )


def test_event_is_a_draft_with_everything(editor):
    person = ParticipantFactory()
    museum = OrganizationFactory(name_ru="Музей")
    choices = Choices(
        title="Встреча в музее",
        lead="Коротко.",
        kind=Event.Kind.MEETING,
        place="Астана",
        venue=OrganizationChoice("venue", "Музей истории"),
        people=[
            PersonChoice(participant_id=person.pk, role="директор", organization="a"),
            PersonChoice("Маратова", "Айгуль", gender="female", role="гость", organization="b"),
        ],
        organizations=[
            OrganizationChoice("a", organization_id=museum.pk, part="organizer"),
            OrganizationChoice("b", "Союз волонтеров"),
        ],
    )
    event = make(release(), choices, user=editor)
    event.refresh_from_db()
    first, loose = Photo.objects.order_by("pk")
    assert (event.status, event.source_language, event.slug) == (
        Event.Status.DRAFT,
        "ru",
        "vstrecha-v-muzee",
    )
    assert event.text_in("ru") == {
        "title": "Встреча в музее",
        "lead": "Коротко.",
        "place": "Астана",
        "body": f'<p>Первый абзац.</p>\n<figure data-photo="{first.pk}"></figure>\n'
        "<p>Второй абзац.</p>",
    }
    assert event.text_in("kk")["title"] == ""
    assert event.venue.name_ru == "Музей истории"
    assert [photo.pk for photo in event.photos.order_by("event_photos__position")] == [
        first.pk,
        loose.pk,
    ]
    assert first.alt_text_ru == "Зал"
    old, new = event.participations.all()
    assert (old.participant, old.role_ru, old.organization) == (person, "директор", museum)
    assert (new.participant.slug, new.participant.gender) == ("aygul-maratova", "female")
    assert new.organization.name_ru == "Союз волонтеров"
    assert [(link.organization, link.part) for link in event.event_organizations.all()] == [
        (museum, "organizer")
    ]
    assert HistoryEntry.objects.of(event).get().user == editor


def test_file_itself_is_kept_and_known_again():
    event = make(release(), Choices("Заголовок"), origin=("../Отчет 1.docx", b"bytes"))
    with Event.objects.get().origin.open() as file:
        assert file.read() == b"bytes"
    assert [*events_like(hashlib.sha256(b"bytes").hexdigest(), "", "ru")] == [event]
    assert [*events_like("0" * 64, event.title_ru, "ru")] == [event]
    assert not events_like("0" * 64, event.title_ru, "kk")
    assert not events_like("0" * 64, "", "kk")


def test_same_file_makes_another_event_with_an_address_of_its_own():
    slugs = [make(release(), Choices("Заголовок")).slug for _ in range(2)]
    assert slugs == ["zagolovok", "zagolovok-2"]


def test_address_of_an_edition_stays_taken():
    event = published(slug="zagolovok")
    Event.objects.filter(pk=event.pk).update(slug="renamed")
    assert make(release(), Choices("Заголовок")).slug == "zagolovok-2"


def test_picture_that_is_not_wanted_leaves_the_text():
    event = make(release(), Choices("Заголовок", without_pictures=frozenset({"p1"})))
    event.refresh_from_db()
    assert event.body_ru == "<p>Первый абзац.</p>\n<p>Второй абзац.</p>"
    assert event.photos.get().original_filename == "loose.jpg"


def test_pictures_that_nobody_handed_in_are_listed():
    assert missing_pictures(release()) == ["missing.jpg"]


def test_new_organization_is_made_once():
    library = OrganizationFactory(name_ru="Библиотека")
    event = make(
        release(),
        Choices(
            "Заголовок",
            venue=OrganizationChoice("venue", "Музей"),
            organizations=[
                OrganizationChoice("a", "Музей", part="organizer"),
                OrganizationChoice("b", "Музей", part="guest"),
                OrganizationChoice("c", "Библиотека", part="guest"),
            ],
        ),
    )
    museum = Organization.objects.exclude(pk=library.pk).get()
    assert event.venue == museum
    assert [link.organization for link in event.event_organizations.all()] == [museum, library]


def test_person_takes_part_once():
    person = ParticipantFactory()
    event = make(
        release(),
        Choices("Заголовок", people=[PersonChoice(participant_id=person.pk)] * 2),
    )
    assert event.participations.get().participant == person


@pytest.mark.parametrize("language", ["kk", "en"])
def test_event_in_another_language_has_that_language_only(language):
    event = make(
        release(),
        Choices("Title", people=[PersonChoice("Family", "Given", role="guest")]),
        language=language,
    )
    event.refresh_from_db()
    assert (event.text_in(language)["title"], event.text_in("ru")["title"]) == ("Title", "")
    participant = Participant.objects.get()
    assert getattr(participant, f"family_name_{language}") == "Family"
    assert getattr(event.participations.get(), f"role_{language}") == "guest"


def test_nothing_remains_when_a_part_fails():
    bad = release()
    bad.add_picture("bad.jpg", b"no picture")
    choices = Choices(
        "Заголовок",
        people=[PersonChoice("Маратова", "Айгуль")],
        organizations=[OrganizationChoice("a", "Музей")],
    )
    with pytest.raises(UnreadablePicture):
        make(bad, choices)
    for model in (Event, Participant, Organization, Photo):
        assert not model.objects.exists()


def test_proposal_takes_what_is_certain():
    library = OrganizationFactory(name_ru="Городская библиотека")
    found = Release(
        "Заголовок",
        [
            "<p>1 марта 2024 года в Городской библиотеке выступил депутат Сената Парламента РК "
            "Ерлан Маратов. Н.К. Оспанова, институтом представлен проект. Союз волонтеров "
            "Казахстана поддержал проект.</p>"
        ],
    )
    choices = propose(found, find_facts(found, "ru"))
    assert [(person.family_name, person.organization) for person in choices.people] == [
        ("Маратов", "organization-1")
    ]
    assert choices.venue.organization_id == library.pk
    assert [(choice.name, choice.part) for choice in choices.organizations] == [
        ("Городская библиотека", ""),
        ("Сенат Парламента РК", ""),
        ("Союз волонтеров Казахстана", "organizer"),
    ]


def test_organization_that_is_only_named_is_not_proposed():
    found = Release(
        "Заголовок",
        [
            "<p>1 марта 2024 года выступил директор центра «Open Steppe», депутат Сената "
            "Парламента РК Ерлан Маратов.</p>"
        ],
    )
    facts = find_facts(found, "ru")
    choices = propose(found, facts)
    assert [fact.name for fact in facts.organizations] == [
        "Центр «Open Steppe»",
        "Сенат Парламента РК",
    ]
    assert [choice.name for choice in choices.organizations] == ["Центр «Open Steppe»"]
    rows = Review(facts=facts, choices=choices).organizations
    assert [row["take"].value() for row in rows] == [True, False]
