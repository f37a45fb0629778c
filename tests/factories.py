"""Objects for the tests, in Russian unless told otherwise."""

import datetime as dt
import io

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory
from PIL import Image

from media.library import add_photo
from news.models import Event, EventOrganization, EventPhoto, Participation, Topic
from news.publishing import publish
from organizations.models import Organization
from people.models import Participant


def picture(color="teal", size=(1200, 800), format="JPEG", **save):
    """The bytes of a picture."""
    buffer = io.BytesIO()
    Image.new("RGB", size, color).save(buffer, format, **save)
    return buffer.getvalue()


def photo(color="teal", filename="photo.jpg", **fields):
    """A Photo in the library; another colour is another photo."""
    return add_photo(filename=filename, data=picture(color), **fields)[0]


class UserFactory(DjangoModelFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    password = factory.django.Password("secret")
    is_staff = True

    @factory.post_generation
    def groups(self, create, names):
        for name in names or []:
            self.groups.add(Group.objects.get(name=name))


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    slug = factory.Sequence(lambda n: f"topic-{n}")
    name_kk = factory.Sequence(lambda n: f"Тақырып {n}")
    name_ru = factory.Sequence(lambda n: f"Тема {n}")
    name_en = factory.Sequence(lambda n: f"Topic {n}")


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = Organization

    slug = factory.Sequence(lambda n: f"organization-{n}")
    name_kk = factory.Sequence(lambda n: f"Бірлестік {n}")
    name_ru = factory.Sequence(lambda n: f"Объединение {n}")
    name_en = factory.Sequence(lambda n: f"Association {n}")


class ParticipantFactory(DjangoModelFactory):
    class Meta:
        model = Participant

    slug = factory.Sequence(lambda n: f"person-{n}")
    family_name_kk = factory.Sequence(lambda n: f"Серікұлы{n}")
    family_name_ru = factory.Sequence(lambda n: f"Сериков{n}")
    family_name_en = factory.Sequence(lambda n: f"Serikov{n}")
    given_name_kk = "Ерлан"
    given_name_ru = "Ерлан"
    given_name_en = "Yerlan"


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"event-{n}")
    title_ru = factory.Sequence(lambda n: f"Встреча {n} в Доме дружбы")
    lead_ru = "Участники обсудили планы на год."
    body_ru = "<p>Во встрече приняли участие члены Ассамблеи.</p>"
    starts_at = dt.datetime(2025, 3, 1, 5, 0, tzinfo=dt.UTC)

    @factory.post_generation
    def topics(self, create, topics):
        self.topics.add(*(topics or []))


class ParticipationFactory(DjangoModelFactory):
    class Meta:
        model = Participation

    event = factory.SubFactory(EventFactory)
    participant = factory.SubFactory(ParticipantFactory)
    role_kk = "Ассамблея мүшесі"
    role_ru = "член Ассамблеи"
    role_en = "member of the Assembly"


class EventOrganizationFactory(DjangoModelFactory):
    class Meta:
        model = EventOrganization

    event = factory.SubFactory(EventFactory)
    organization = factory.SubFactory(OrganizationFactory)


class EventPhotoFactory(DjangoModelFactory):
    class Meta:
        model = EventPhoto

    event = factory.SubFactory(EventFactory)
    photo = factory.LazyFunction(photo)


def trilingual(**fields):
    """An event with its text in kk, ru and en."""
    return EventFactory(
        title_kk="Достық үйіндегі кездесу",
        lead_kk="Қатысушылар жылдық жоспарды талқылады.",
        body_kk="<p>Кездесуге Ассамблея мүшелері қатысты.</p>",
        title_en="Meeting at the House of Friendship",
        lead_en="The participants discussed plans for the year.",
        body_en="<p>Members of the Assembly took part.</p>",
        **fields,
    )


def approved(event=None, **fields):
    """An event that somebody approved as it is."""
    event = event or EventFactory(**fields)
    Event.objects.filter(pk=event.pk).update(status=Event.Status.APPROVED)
    event.refresh_from_db(fields=["status"])
    return event


def published(event=None, languages=("ru",), at=None, **fields):
    """An event that is public in the languages; its editions are `event.editions`."""
    event = approved(event, **fields)
    publish(event=event, languages=languages, user=UserFactory(groups=["Publishers"]), at=at)
    return event
