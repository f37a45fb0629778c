"""Comparisons of editions and the working copy, and the values in the history, as data."""

import datetime as dt
import re

import pytest
from django.utils import translation

from media.models import Photo
from news.desk.comparing import compare, describe_all
from news.desk.snapshots import differences, snapshot, snapshot_of_entry, values_of_new
from news.desk.states import full_states
from news.models import Event, HistoryEntry, Topic
from news.publishing import build_edition
from organizations.models import Organization
from people.models import Participant, Position
from tests import factories

pytestmark = pytest.mark.django_db


def person(name):
    no_given_name = {f"given_name_{code}": "" for code in ("kk", "ru", "en")}
    return factories.ParticipantFactory(family_name_en=name, **no_given_name)


@pytest.fixture
def event():
    """Three people, two organizations, three photos and a topic, public in Russian."""
    event = factories.trilingual(
        kind="meeting",
        place_ru="Астана",
        venue=factories.OrganizationFactory(name_en="House of Friendship"),
        topics=[factories.TopicFactory(name_en="Youth")],
    )
    for place, name in enumerate(["Abay", "Berik", "Dana"]):
        factories.ParticipationFactory(
            event=event,
            participant=person(name),
            position=place,
        )
    for place, name in enumerate(["Club", "Union"]):
        factories.EventOrganizationFactory(event=event, organization__name_en=name, position=place)
    for place, color in enumerate(["red", "green", "blue"]):
        photo = factories.photo(color, caption_en=color, caption_ru=f"Снимок {color}")
        factories.EventPhotoFactory(event=event, photo=photo, position=place)
    return factories.published(event)


def change_text(event):
    event.title_ru = "Встреча молодежи"


def change_markup(event):
    event.body_ru = "<p>Во встрече приняли участие <strong>члены Ассамблеи</strong>.</p>"


def change_link(event):
    event.body_ru = event.body_ru.replace("члены", '<a href="https://assembly.kz/">члены</a>')


def change_date(event):
    event.starts_at = dt.datetime(2025, 3, 2, 5, 0, tzinfo=dt.UTC)


def lose_hour(event):
    event.starts_at = dt.datetime(2025, 3, 1, 19, 0, tzinfo=dt.UTC)  # midnight in Almaty


def change_address(event):
    event.slug = "another"


def change_kind(event):
    event.kind = "forum"


def lose_venue(event):
    event.venue = None


def change_topics(event):
    event.topics.set([factories.TopicFactory(name_en="Culture")])


def rename_topic(event):
    Topic.objects.update(name_ru="Молодежная политика")


def change_role(event):
    link = event.participations.first()
    link.role_ru = "член Совета Ассамблеи"
    link.organization = Organization.objects.get(name_en="Club")
    link.save()


def change_people(event):
    event.participations.first().delete()
    factories.ParticipationFactory(
        event=event,
        participant=person("Elena"),
        role_ru="гость",
        position=9,
    )


def reverse_people(event):
    for place, link in enumerate(reversed(event.participations.all())):
        link.position = place
        link.save()


def change_part(event):
    event.event_organizations.update(part="guest")


def first_photo_last(event):
    link = event.event_photos.first()
    link.position = 9
    link.save()


def change_photos(event):
    event.event_photos.first().delete()
    Photo.objects.filter(caption_en="blue").update(
        caption_ru="Снимок синий", alt_text_ru="Зал", credit_line_ru="Жаршы"
    )


def in_picture(photo, name, *place):
    """Put somebody into a picture, at a place in fractions."""
    someone = Participant.objects.filter(family_name_en=name).first() or person(name)
    fields = dict(zip(("x", "y", "width", "height"), place, strict=False))
    position = photo.photo_people.count()
    return photo.photo_people.create(participant=someone, position=position, **fields)


def change_credits(event):
    Photo.objects.filter(caption_en="red").update(creator="А. Сериков", copyright_notice="© Жаршы")


def change_credits_of_another_language(event):
    settings = {"creator": "", "credit_line_kk": "Жаршы"}
    Photo.objects.filter(caption_en="red").update(**settings)


def change_focal_point(event):
    Photo.objects.filter(caption_en="red").update(focal_x=0.4, focal_y=0.3)
    Photo.objects.filter(caption_en="blue").update(focal_y=0.25)


def tag_people(event):
    red = Photo.objects.get(caption_en="red")
    in_picture(red, "Abay", 0.1, 0.2, 0.3, 0.4)
    in_picture(red, "Elena")


def new_photo_with_people(event):
    photo = factories.photo("gold", caption_en="gold", creator="А. Сериков", focal_x=0.1)
    in_picture(photo, "Dana")
    factories.EventPhotoFactory(event=event, photo=photo, position=9)


def picture_in_text(event):
    photo = factories.photo("gold", caption_en="gold")
    event.body_ru += f'<figure data-photo="{photo.pk}"></figure>'


def as_text(found):
    """A difference on one line: marks instead of tags, rows in brackets."""
    html = re.sub("</?del>", "-", re.sub("</?ins>", "+", str(found.html)))
    parts = [found.note, html.replace("\n", "|")]
    for row in found.rows:
        fields = "; ".join(as_text(field) for field in row.fields)
        parts.append(f"[{row.name}: {row.words}{'; ' if fields else ''}{fields}]")
    return f"{found.label}: {' '.join(filter(None, parts))}"


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        (lambda event: None, []),
        (change_text, ["Title: Встреча -0 в Доме дружбы- +молодежи+"]),
        (
            change_markup,
            ["Text: The words are the same; headings, emphasis or links changed."],
        ),
        (
            change_link,
            [
                "Text: The words are the same; headings, emphasis or links changed."
                " [https://assembly.kz/: new link]"
            ],
        ),
        (change_date, ["Starts: -1- +2+ March 2025, 10:00"]),
        (lose_hour, ["Starts: -1- +2+ March 2025-, 10:00-"]),
        (change_address, ["Address: -ADDRESS- +another+"]),
        (change_kind, ["Kind: -Meeting- +Forum+"]),
        (lose_venue, ["Venue: -House of Friendship-"]),
        (change_topics, ["Topics: [Culture: added] [Youth: taken out]"]),
        (
            rename_topic,
            ["Topics: [Youth: changed; Name: -TOPIC- +Молодежная политика+]"],
        ),
        (
            change_role,
            [
                "Participants: [Abay: changed; Role at the event: член +Совета+ Ассамблеи;"
                " Organization: +Club+]"
            ],
        ),
        (
            change_people,
            [
                "Participants: [Elena: added; Role at the event: гость]"
                " [Abay: taken out; Role at the event: член Ассамблеи]"
            ],
        ),
        (
            reverse_people,
            [
                "Participants: [Dana: moved from place 3 to place 1]"
                " [Abay: moved from place 1 to place 3]"
            ],
        ),
        (
            change_part,
            [
                "Organizations: [Club: changed; Part: -Organizer- +Guest+]"
                " [Union: changed; Part: -Organizer- +Guest+]"
            ],
        ),
        (first_photo_last, ["Photos: [red: moved from place 1 to place 3]"]),
        (
            change_photos,
            [
                "Photos: [blue: changed; Alternative text: +Зал+; Caption: Снимок -blue- +синий+;"
                " Credit line: +Жаршы+] [red: taken out; Caption: Снимок red]"
            ],
        ),
        (
            change_credits,
            ["Photos: [red: changed; Photographer: +А. Сериков+; Copyright notice: +© Жаршы+]"],
        ),
        (
            change_credits_of_another_language,
            ["Photos: [red: changed; Credits in the files: changed]"],
        ),
        (
            change_focal_point,
            [
                "Photos: [red: changed; Focal point: -50- +40+ % from the left,"
                " -50- +30+ % from the top]"
                " [blue: changed; Focal point: -50- +25+ % from the top]"
            ],
        ),
        (
            tag_people,
            [
                "Photos: [red: changed; People in the picture:"
                " +Abay: 10–40 % from the left, 20–60 % from the top|Elena+]"
            ],
        ),
        (
            new_photo_with_people,
            ["Photos: [gold: added; Photographer: А. Сериков; People in the picture: Dana]"],
        ),
        (
            picture_in_text,
            [
                "Text: Во встрече приняли участие члены Ассамблеи.+|[gold]+",
                "Photos: [gold: added]",
            ],
        ),
    ],
)
def test_what_changed_is_told_in_words(event, change, shown):
    topic, address = Topic.objects.get().name_ru, event.slug
    Event.objects.filter(pk=event.pk).update(title_ru="Встреча 0 в Доме дружбы")
    event.editions.update(title="Встреча 0 в Доме дружбы")
    event = Event.objects.get()
    change(event)
    event.save()
    comparison = compare(event.editions.get(), build_edition(event, "ru"))
    expected = [text.replace("TOPIC", topic).replace("ADDRESS", address) for text in shown]
    assert [as_text(found) for found in comparison.differences] == expected
    # What the form calls changed is never nothing here.
    (row,) = [row for row in full_states(event) if row["state"].language == "ru"]
    assert row["has_changed"] == bool(comparison)
    labels = [found.label for found in comparison.differences]
    assert len(labels) + len(comparison.unchanged) == 14
    assert set(labels).isdisjoint(comparison.unchanged)


def test_details_of_a_photo_are_told_in_the_history_of_the_photo_and_of_the_event():
    photo = factories.photo(caption_en="red")
    rows = ("photo_people",)
    first = snapshot_of_entry(photo, rows)
    abay = in_picture(photo, "Abay", 0.1, 0.2, 0.3, 0.4)
    in_picture(photo, "Dana")
    second = snapshot_of_entry(photo, rows)
    abay.x = 0.2
    abay.save()
    photo.focal_x, photo.copyright_notice = 0.4, "© Zharshy"
    changes = [differences(first, second), differences(second, snapshot_of_entry(photo, rows))]
    in_event = {"captions": [{str(photo.pk): {k: v[side] for k, v in changes[1].items()}}
                             for side in (0, 1)]}  # fmt: skip
    states = [*((Photo, each) for each in changes), (Event, in_event)]
    assert [[as_text(found) for found in each] for each in describe_all(states)] == [
        ["People in the picture: +Abay: 10–40 % from the left, 20–60 % from the top|Dana+"],
        [
            "Copyright notice: +© Zharshy+",
            "Focal point: -50- +40+ % from the left",
            "People in the picture:"
            " Abay: -10–40- +20–50+ % from the left, 20–60 % from the top|Dana",
        ],
        [
            "Details of photos: [red: changed; Copyright notice: +© Zharshy+;"
            " Focal point: -50- +40+ % from the left;"
            " People in the picture: Abay: -10–40- +20–50+ % from the left,"
            " 20–60 % from the top|Dana]"
        ],
    ]


def test_texts_have_their_language_and_lists_have_thumbnails(event):
    change_text(event)
    first_photo_last(event)
    event.save()
    title, photos = compare(event.editions.get(), build_edition(event, "ru")).differences
    assert title.language == "ru"
    assert photos.rows[0].thumbnail == Photo.objects.get(caption_en="red").thumbnail_url


def test_markup_of_a_text_is_escaped(event):
    event.title_ru = "<script>alert(1)</script>"
    event.save()
    (title,) = compare(event.editions.get(), build_edition(event, "ru")).differences
    assert "<script" not in title.html
    assert "&lt;" in title.html


def test_names_are_read_with_one_query_a_model(event, django_assert_num_queries):
    before = event.editions.get()
    change_role(event)
    change_photos(event)
    after = build_edition(event, "ru")
    with django_assert_num_queries(3):  # people, organizations, photos
        compare(before, after)


def test_names_come_in_the_language_of_the_interface(event):
    event.participations.last().delete()
    after = build_edition(event, "ru")
    with translation.override("kk"):
        (found,) = compare(event.editions.get(), after).differences
    assert found.rows[0].name == Participant.objects.get(family_name_en="Dana").family_name_kk


def test_values_of_an_event_are_told_in_every_language(event):
    before = snapshot(event)
    change_role(event)
    event.participations.filter(position=0).update(role_kk="Кеңес мүшесі")
    event.title_en, event.source_language = "Youth meeting", "kk"
    event.save()
    changes = differences(before, snapshot(event))
    (found,) = describe_all([(Event, changes)])
    assert [as_text(difference) for difference in found] == [
        "Title · English: -Meeting at the House of Friendship- +Youth meeting+",
        "Source language: -Russian- +Kazakh+",
        "Participants: [Abay: changed; Role at the event · Қазақша: -Ассамблея- +Кеңес+ мүшесі;"
        " Role at the event · Русский: член +Совета+ Ассамблеи; Organization: +Club+]",
    ]


def test_what_is_gone_keeps_its_name():
    changes = {"topics": [[1, 2], []], "photos": [[7], []], "of_old": ["a", ["b"]]}
    HistoryEntry.objects.create(
        action="deleted", model="news.topic", object_id=1, object_name="Молодежь"
    )
    HistoryEntry.objects.create(  # another model's number 2
        action="deleted", model="media.photo", object_id=2, object_name="Чужое"
    )
    (found,) = describe_all([(Event, changes)])
    assert [as_text(difference) for difference in found] == [
        "of_old: -a- +[&#x27;b&#x27;]+",
        "Photos: [no longer there, number 7: taken out]",
        "Topics: [Молодежь: taken out] [no longer there, number 2: taken out]",
    ]


def test_the_values_of_a_new_entry_are_those_that_say_something():
    assert values_of_new(
        Participant.objects.create(slug="a", family_name_ru="Абаев", gender="male")
    ) == {"family_name_ru": ["", "Абаев"], "gender": ["", "male"], "slug": ["", "a"]}


def test_an_entry_has_its_rows():
    holder = factories.ParticipantFactory()
    club = factories.OrganizationFactory(name_en="Club")
    office = Position.objects.create(
        participant=holder, organization=club, title_ru="директор", started_on=dt.date(2020, 1, 2)
    )
    rows = ("positions", "other_names")
    before = snapshot_of_entry(holder, rows)
    assert before["positions"] == {
        str(office.pk): {
            "organization": club.pk,
            "title_kk": "",
            "title_ru": "директор",
            "title_en": "",
            "started_on": "2020-01-02",
            "ended_on": None,
        }
    }
    assert before["other_names"] == {}
    assert before["is_public"] is True
    assert not {"id", "updated_at", "family_name"} & before.keys()
    office.ended_on = dt.date(2024, 5, 6)
    office.save()
    holder.other_names.create(language="ru", name="Сериков-Ахметов")
    holder.is_public = None
    changes = differences(before, snapshot_of_entry(holder, rows))
    (found,) = describe_all([(Participant, changes)])
    assert [as_text(difference) for difference in found] == [
        "Has a public page: -Yes- +From the first publication on that names them+",
        "Other names: [Other name: added; Language: Russian; Name: Сериков-Ахметов]",
        "Offices: [Office: changed; Until: +6 May 2024+]",
    ]
