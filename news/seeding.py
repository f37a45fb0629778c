"""An archive of made-up events for measuring and for trying out: the same for the same number.

The first block of events is composed of phrases and written as publishing writes it. What follows
is copied from the beginning inside the database, moved to other ids, addresses and dates: nothing
else is quick enough to fill a database with years of releases.
"""

import datetime as dt
import io
import random
import tomllib
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max
from PIL import Image, ImageDraw

from media.library import add_photo
from media.transliteration import slug_from
from news.models import (
    Edition,
    EditionPhoto,
    Event,
    EventOrganization,
    EventPhoto,
    Participation,
    Topic,
)
from news.publishing import Links, build_edition, freeze_mentions, link_editions
from news.recognition.indexing import refresh_names
from news.search.indexing import ID_BITS, ID_MASK, index_editions, index_photos
from news.search.tables import EDITIONS as WORDS
from news.search.tables import PHOTOS as WORDS_OF_PHOTOS
from organizations.models import Organization
from people.models import Participant

PHRASES = tomllib.loads((Path(__file__).parent / "seeding.toml").read_text(encoding="utf-8"))
OLDEST, NEWEST = dt.date(2000, 1, 3), dt.date(2025, 12, 30)
BLOCK = 50
PHOTOS = 4
WRITTEN_PER_EVENT = (Participation, EventOrganization, EventPhoto, Event.topics.through)
WRITTEN_PER_EDITION = tuple(
    field.through
    for field in (Edition.people, Edition.organizations, Edition.photos, Edition.topics)
)
WRITTEN = (Event, *WRITTEN_PER_EVENT, Edition, *WRITTEN_PER_EDITION)
PARAGRAPHS = 5
WORDS_IN_PARAGRAPH = 60  # at least; the sentence that reaches it is the last


def seed_archive(number, languages):
    """Write published events from the oldest to the newest; yields how many each block wrote.

    All or nothing: an archive that is stopped half-way leaves no event behind.
    """
    days = (NEWEST - OLDEST).days * BLOCK // number  # of one block
    first = _last_pk(Event) + 1, _last_pk(Edition) + 1
    directory = _Directory()
    with transaction.atomic(), _quickly():
        chances = [random.Random(i) for i in range(min(number, BLOCK))]  # noqa: S311 - made-up
        composed = [
            _compose(
                first[0] + i, OLDEST + dt.timedelta(i * days // BLOCK), chance, directory, languages
            )
            for i, chance in enumerate(chances)
        ]
        _write(composed, languages, first[1])
        yield len(composed)
        done = BLOCK
        while done < number:
            size = min(done, 20 * BLOCK, number - done)
            _copy(*first, size, len(languages), done, done // BLOCK * days)
            done += size
            yield size
        _move_sequences()
    refresh_names()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def _quickly():
    """Load as PostgreSQL's manual advises ("Populating a Database"), in the transaction at hand.

    Foreign keys and the intervals of editions are checked once for all rows when they are made
    anew, and the indexes of the search are built when all their rows are there. Until then nobody
    else reads the tables of the news.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        # What a crash of the server's machine loses can be seeded again.
        cursor.execute("SET LOCAL synchronous_commit TO off")
        cursor.execute("SET LOCAL maintenance_work_mem TO '256MB'")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a check that waits forbids the changes
        cursor.execute(
            "SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),"
            " format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s',"
            "        conrelid::regclass, conname, pg_get_constraintdef(oid))"
            " FROM pg_constraint WHERE contype IN ('f', 'x') AND conrelid = ANY(%s::regclass[])"
            " UNION ALL SELECT format('DROP INDEX %%s', name), pg_get_indexdef(name)"
            " FROM unnest('{news_search_tokens, news_photo_search_tokens}'::regclass[]) name",
            [[model._meta.db_table for model in WRITTEN]],
        )
        made_anew = cursor.fetchall()
        for drop, _create in made_anew:
            cursor.execute(drop)
        yield
        for _drop, create in made_anew:
            cursor.execute(create)


def _last_pk(model):
    return model.objects.aggregate(last=Max("pk"))["last"] or 0


def _move_sequences():
    """Ids were given here; the database's own go on behind them."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Event, Edition]):
            cursor.execute(statement)


class _Directory:
    """The people, organizations, topics and photos of the archive, made where they are missing."""

    def __init__(self):
        self.topics = _rows(Topic, [_topic(phrase) for phrase in PHRASES["topic"]])
        self.organizations = _rows(
            Organization,
            [
                _organization(phrase, city)
                for phrase in PHRASES["organization"]
                for city in PHRASES["city"]
            ],
        )
        self.people = _rows(
            Participant,
            [
                _person(family, given, sex)
                for family in PHRASES["family_name"]
                for given in PHRASES["given_name"]
                for sex in (0, 1)
            ],
        )
        self.photos = [_photo(number) for number in range(1, PHOTOS + 1)]


def _rows(model, wanted):
    """The rows with the addresses of `wanted`, in that order; those that are missing are added."""
    slugs = [row.slug for row in wanted]
    there = set(model.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    model.objects.bulk_create(row for row in wanted if row.slug not in there)
    rows = model.objects.in_bulk(slugs, field_name="slug")
    return [rows[slug] for slug in slugs]


def _topic(phrase):
    return Topic(
        slug=phrase["slug"], **{f"name_{code}": phrase[code] for code in settings.PRESS_LANGUAGES}
    )


def _organization(phrase, city):
    names = {code: phrase[code].format(city=city[code]) for code in ("kk", "ru", "en")}
    return Organization(
        slug=slug_from(names["en"]),
        kind=phrase["kind"],
        **{f"name_{code}": names[code] for code in settings.PRESS_LANGUAGES},
    )


def _person(family, given, sex):
    person = Participant(
        slug=slug_from(f"{given['en'][sex]} {family['en'][sex]}"),
        gender=(Participant.Gender.MALE, Participant.Gender.FEMALE)[sex],
    )
    for code in settings.PRESS_LANGUAGES:
        setattr(person, f"family_name_{code}", family[code][sex])
        setattr(person, f"given_name_{code}", given[code][sex])
    return person


def _photo(number):
    """A hall of coloured rows: small, and different for each number."""
    chance = random.Random(number)  # noqa: S311 - made-up content
    image = Image.new("RGB", (1200, 800), (0, 140, 180 + number))
    draw = ImageDraw.Draw(image)
    for row in range(5):
        color = tuple(chance.randrange(40, 230) for _ in range(3))
        for seat in range(12):
            left, top = 20 + seat * 98 + row * 4, 240 + row * 110
            draw.ellipse((left, top, left + 80, top + 80), fill=color)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=80)
    fields = {
        f"{field}_{code}": PHRASES["photo"][code][index].format(number=number)
        for index, field in enumerate(("alt_text", "caption", "credit_line"))
        for code in settings.PRESS_LANGUAGES
    }
    return add_photo(filename=f"archive-{number:02}.jpg", data=buffer.getvalue(), **fields)[0]


def _compose(pk, day, chance, directory, languages):
    """One event, not saved, and its links."""
    people = chance.sample(directory.people, 4)
    organizations = chance.sample(directory.organizations, 3)
    photos = chance.sample(directory.photos, 2)
    title, lead, city, theme = (
        chance.choice(PHRASES[kind]) for kind in ("title", "lead", "city", "theme")
    )
    sentences = chance.sample(PHRASES["sentence"], len(PHRASES["sentence"]))
    numbers = {"number": chance.randrange(10, 90), "large": chance.randrange(100, 900)}
    event = Event(
        pk=pk,
        kind=title["kind"],
        starts_at=dt.datetime.combine(
            day, dt.time(chance.randrange(9, 18)), ZoneInfo(settings.TIME_ZONE)
        ),
        venue=organizations[0],
        source_language=(
            settings.PRESS_SOURCE_LANGUAGE
            if settings.PRESS_SOURCE_LANGUAGE in languages
            else languages[0]
        ),
        status=Event.Status.PUBLISHED,
    )
    for code in languages:
        words = {"city": city[code], "theme": theme[code], **numbers}
        setattr(event, f"title_{code}", title[code].format(**words))
        setattr(event, f"lead_{code}", lead[code].format(**words))
        setattr(event, f"place_{code}", city[code])
        words |= {
            "person": getattr(people[0], f"given_name_{code}")
            + " "
            + getattr(people[0], f"family_name_{code}"),
            "organization": getattr(organizations[0], f"name_{code}"),
        }
        paragraphs = _paragraphs(sentence[code].format(**words) for sentence in sentences)
        paragraphs.insert(2, f'<figure data-photo="{photos[1].pk}"></figure>')
        setattr(event, f"body_{code}", "\n".join(paragraphs))
    source_title = getattr(event, f"title_{event.source_language}")
    event.slug = f"{slug_from(source_title)}-{pk}"
    roles = chance.sample(PHRASES["role"], len(people))
    links = Links(
        participations=[
            Participation(
                event=event,
                participant=person,
                organization=organizations[position] if position < 2 else None,
                position=position,
                **{f"role_{code}": roles[position][code] for code in languages},
            )
            for position, person in enumerate(people)
        ],
        organizations=[
            EventOrganization(event=event, organization=organization, part=part, position=position)
            for position, (organization, part) in enumerate(
                zip(organizations, EventOrganization.Part, strict=True)
            )
        ],
        photos=photos,
        photos_in_text={},
        topics=[topic for topic in directory.topics if topic.slug == theme["topic"]],
    )
    return event, links


def _paragraphs(sentences):
    paragraphs = []
    while len(paragraphs) < PARAGRAPHS:
        words = 0
        paragraph = []
        while words < WORDS_IN_PARAGRAPH:
            paragraph.append(next(sentences))
            words += paragraph[-1].count(" ") + 1
        paragraphs.append(f"<p>{' '.join(paragraph)}</p>")
    return paragraphs


def _write(composed, languages, first_edition):
    """What saving and publishing the events one by one writes, in one statement a table."""
    events = [event for event, links in composed]
    Event.objects.bulk_create(events)
    Participation.objects.bulk_create(
        participation for event, links in composed for participation in links.participations
    )
    EventOrganization.objects.bulk_create(
        link for event, links in composed for link in links.organizations
    )
    EventPhoto.objects.bulk_create(
        EventPhoto(event=event, photo=photo, position=position)
        for event, links in composed
        for position, photo in enumerate(links.photos)
    )
    Event.topics.through.objects.bulk_create(
        Event.topics.through(event_id=event.pk, topic_id=topic.pk)
        for event, links in composed
        for topic in links.topics
    )
    editions = [
        build_edition(event, language, links) for event, links in composed for language in languages
    ]
    freeze_mentions(editions)
    for pk, edition in enumerate(editions, first_edition):
        edition.pk = pk
        edition.number = 1
        edition.published_at = edition.starts_at + dt.timedelta(hours=6)
    Edition.objects.bulk_create(editions)
    link_editions(editions)
    index_editions(editions)
    index_photos(EditionPhoto.objects.filter(edition__in=[edition.pk for edition in editions]))


def _copy(first_event, first_edition, events, languages, further, days):
    """Copy the first events of the archive `further` ids and some days on, with all that is theirs.

    An address ends with the id of its event, so that the copy's is made of it.
    """
    is_postgresql = connection.vendor == "postgresql"
    later = f"{{}} + interval '{days} days'" if is_postgresql else f"datetime({{}}, '+{days} days')"
    slug = (
        "substr(slug, 1, length(slug) - length(CAST({0} AS text)))"
        f" || CAST({{0}} + {further} AS text)"
    )
    event = {"event_id": f"event_id + {further}"}
    edition = {"edition_id": f"edition_id + {further * languages}"}
    last_edition = first_edition + events * languages - 1
    with connection.cursor() as cursor:

        def copy(model, changes, column, first, count):
            columns = [
                field.column
                for field in model._meta.concrete_fields
                if not field.primary_key or field.column in changes
            ]
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} ({', '.join(columns)})"  # noqa: S608 - ours
                f" SELECT {', '.join(changes.get(column, column) for column in columns)}"
                f" FROM {model._meta.db_table} WHERE {column} BETWEEN %s AND %s",
                [first, first + count - 1],
            )

        dates = {"starts_at": later.format("starts_at")}
        copy(
            Event,
            {"id": f"id + {further}", "slug": slug.format("id"), **dates},
            "id",
            first_event,
            events,
        )
        for model in WRITTEN_PER_EVENT:
            copy(model, event, "event_id", first_event, events)
        copy(
            Edition,
            {
                "id": f"id + {further * languages}",
                "slug": slug.format("event_id"),
                "published_at": later.format("published_at"),
                **event,
                **dates,
            },
            "id",
            first_edition,
            events * languages,
        )
        for model in WRITTEN_PER_EDITION:
            copy(model, edition, "edition_id", first_edition, events * languages)
        # Rows of editions that were deleted stay in the index, and their ids come again.
        is_first = f"({{0}} & {ID_MASK}) BETWEEN %s AND %s"
        moved = (days * 24 * 60 << ID_BITS) + further * languages
        _copy_words(cursor, WORDS, f"{{0}} + {moved}", "", is_first, first_edition, last_edition)
        link = EditionPhoto._meta.db_table
        _copy_words(
            cursor,
            WORDS_OF_PHOTOS,
            "copy.id",
            f"JOIN {link} AS link ON link.id = {{0}} JOIN {link} AS copy ON copy.photo_id ="
            f" link.photo_id AND copy.edition_id = link.edition_id + {further * languages}",
            "link.edition_id BETWEEN %s AND %s",
            first_edition,
            last_edition,
        )


def _copy_words(cursor, index, key, join, condition, *values):
    """Copy rows of tokens to other keys; all three pieces of SQL may use the old key as `{0}`."""
    column = index.key.rpartition(".")[2]
    if connection.vendor == "postgresql":
        insert = "INSERT"
        conflict = f"ON CONFLICT ({column}) DO UPDATE SET tokens = excluded.tokens"
    else:
        insert, conflict = "INSERT OR REPLACE", ""
    key, join, condition = (each.format(index.key) for each in (key, join, condition))
    cursor.execute(
        f"{insert} INTO {index.table} ({column}, tokens) SELECT {key}, tokens"  # noqa: S608
        f" FROM {index.table} {join} WHERE {condition} {conflict}",
        values,
    )
