"""What the search costs: prints Markdown tables of the index and of kinds of queries.

    python -m tests.benchmarks.search [--editions N]

The texts are made up: words of the Russian dictionary, the frequent ones as often as in any
language (Zipf's law), and inflected names. Run it once for SQLite (unless told otherwise) and once
with `BENCH_DATABASE_URL=postgres://...`, whose database is emptied. Each query is asked beside a
bare one for the very rows that it shows, so that the ratio does not depend on the machine.
"""

import argparse
import datetime as dt
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from itertools import accumulate

os.environ.setdefault("BENCH_DIR", tempfile.mkdtemp(prefix="zharshy-bench-"))
os.environ.setdefault("BENCH_DATABASE_URL", f"sqlite:///{os.environ['BENCH_DIR']}/db.sqlite3")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.benchmarks.settings")

import django
import pymorphy3

django.setup()

# ruff: noqa: E402 - the models need the settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from news.models import Edition, EditionOrganization, EditionPerson, Event, SearchWord
from news.morphology.russian import decline
from news.search import results
from news.search.indexing import index_editions, index_names
from news.search.queries import read_query
from news.search.tables import EDITIONS, EVENTS, NAMES, PHOTOS
from organizations.models import Organization
from people.models import Participant

LANGUAGES = ("kk", "ru", "en")
VOCABULARY = 40_000
BEGINNINGS = "ассо бере дого зака инте кале коми лите мате наро обще пере посе рабо сове чело шко"
PEOPLE = 400
WORDS = {"title": 8, "lead": 20, "body": 220}
BLOCK = 999
QUERIES = 25  # of each kind
ENDINGS = ("ов", "ев", "ин", "баев", "енко")


def say(text=""):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def vocabulary(chance):
    """Forms of words of the dictionary, the frequent ones first."""
    known = pymorphy3.MorphAnalyzer(lang="ru").dictionary.words
    words = [
        word
        for start in BEGINNINGS.split()
        for word in dict.fromkeys(known.keys(start))
        if len(word) > 3 and "-" not in word
    ]
    chance.shuffle(words)
    return words[:VOCABULARY]


def directory(chance, words):
    people = []
    stems = [word.capitalize() for word in words if len(word) in (5, 6, 7, 8)]
    for number in range(PEOPLE):
        family = stems[number].rstrip("аеёиоуыэюяйьъ") + ENDINGS[number % len(ENDINGS)]
        people.append(
            Participant(
                slug=f"person-{number}",
                gender="male",
                family_name_ru=family,
                family_name_kk=family.replace("к", "қ"),
                family_name_en=f"Latinov{number}",
                given_name_ru=chance.choice(["Ерлан", "Алексей", "Канат", "Пётр"]),
            )
        )
    Participant.objects.bulk_create(people)
    organizations = [
        Organization(slug=f"organization-{number}", name_ru=f"Дом {stems[-number].lower()}")
        for number in range(1, 60)
    ]
    Organization.objects.bulk_create(organizations)
    people, organizations = list(Participant.objects.all()), list(Organization.objects.all())
    index_names(people=people, organizations=organizations)
    return people, organizations


def seed(number, chance):
    """Visible editions in three languages, not indexed; the words and the people they are of."""
    words = vocabulary(chance)
    people, organizations = directory(chance, words)
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    start = dt.datetime(2004, 1, 1, 5, tzinfo=dt.UTC)

    def text(size, who):
        found = chance.choices(words, cum_weights=weights, k=size)
        if who:
            forms = decline(who.family_name_ru, "family", "male")
            name = chance.choice(sorted(chance.choice(list(forms.values())))).capitalize()
            found[len(found) // 2] = name
        return " ".join(found)

    done = 0
    while done < number:
        events = [
            Event(
                slug=f"event-{done + place}",
                starts_at=start + dt.timedelta(hours=2 * (done + place)),
                status=Event.Status.PUBLISHED,
            )
            for place in range(0, min(BLOCK, number - done), len(LANGUAGES))
        ]
        Event.objects.bulk_create(events)
        editions = []
        for event in events:
            named = chance.sample(people, 2)
            house = chance.choice(organizations)
            content = {
                "kind": "other",
                "place": "",
                "venue": None,
                "lead_opens_body": False,
                "people": [{"id": each.pk, "role": "", "organization": None} for each in named],
                "organizations": [{"id": house.pk, "part": "organizer"}],
                "topics": [],
                "photos": [],
            }
            editions += [
                Edition(
                    event=event,
                    language=language,
                    number=1,
                    slug=event.slug,
                    title=text(WORDS["title"], None).capitalize(),
                    lead=text(WORDS["lead"], named[0]),
                    body=f"<p>{text(WORDS['body'] // 2, named[0])}</p>"
                    f"<p>{text(WORDS['body'] // 2, named[1])}</p>",
                    starts_at=event.starts_at,
                    published_at=event.starts_at,
                    content=content,
                )
                for language in LANGUAGES
            ]
        Edition.objects.bulk_create(editions)
        EditionPerson.objects.bulk_create(
            EditionPerson(edition=edition, participant_id=each["id"])
            for edition in editions
            for each in edition.content["people"]
        )
        EditionOrganization.objects.bulk_create(
            EditionOrganization(edition=edition, organization_id=each["id"])
            for edition in editions
            for each in edition.content["organizations"]
        )
        done += len(editions)
    return words, people


def empty_indexes():
    """Indexes are no tables of models, which are emptied already."""
    with connection.cursor() as cursor:
        for index in (EDITIONS, PHOTOS, NAMES, EVENTS):
            empty = "TRUNCATE" if connection.vendor == "postgresql" else "DELETE FROM"
            cursor.execute(f"{empty} {index.table}")


def sizes():
    """Bytes of the editions and of their index."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT pg_total_relation_size('news_edition'),"
                " pg_total_relation_size('news_search')"
            )
            return cursor.fetchone()
        cursor.execute("SELECT sum(length(title || lead || body || content)) FROM news_edition")
        (texts,) = cursor.fetchone()
        cursor.execute("SELECT sum(length(block)) FROM news_search_data")
        (index,) = cursor.fetchone()
        cursor.execute("SELECT sum(length(c0)) FROM news_search_content")
        return texts, index + cursor.fetchone()[0]


def kinds(words, people, chance):
    """Queries by their kind, `QUERIES` of each."""
    common, rare = words[:60], words[20_000:]
    titles = list(
        Edition.objects.filter(language="ru").order_by("-pk").values_list("title", flat=True)[:500]
    )

    def pair(title):
        first, second, *_rest = title.split()[2:]
        return f'"{first} {second}"'

    def typo(name):
        return name[:3] + name[4] + name[3] + name[5:]

    some = {
        "a rare word": lambda: chance.choice(rare),
        "a common word": lambda: chance.choice(common),
        "a common word, best first": lambda: chance.choice(common),
        "a name": lambda: f"{chance.choice(people).family_name_ru}ым",
        "a name in another language": lambda: chance.choice(people).family_name_en,
        "a phrase": lambda: pair(chance.choice(titles)),
        "two words without a third": lambda: (
            " ".join(chance.sample(common, 2)) + f" -{chance.choice(common)}"
        ),
        "a word and a person": lambda: (
            f"{chance.choice(common)} person:person-{chance.randrange(PEOPLE)}"
        ),
        "a word and a year": lambda: f"{chance.choice(common)} year:{chance.randrange(2005, 2020)}",
        "a mistyped name": lambda: typo(chance.choice(people).family_name_ru),
        "nothing": lambda: f"щщ{chance.randrange(10**6)}ъъ",
    }
    return {name: [make() for _ in range(QUERIES)] for name, make in some.items()}


def timed(call):
    """Milliseconds that a call took, and what it found.

    Of CPU where the database runs in this process; else what PostgreSQL does would be left out.
    """
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    start = clock()
    found = call()
    return (clock() - start) * 1000, found


def bare(ids):
    """The rows of a page asked for by their ids: the least that any search has to do."""
    columns = "id, slug, language, title, lead, body, starts_at, ends_at, picture"
    marks = ", ".join(map(str, ids or [0]))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM news_edition WHERE id IN ({marks})"  # noqa: S608 - numbers
            " ORDER BY starts_at DESC, id DESC"
        )
        return cursor.fetchall()


def measure(name, texts, client):
    found, pages, least, hits = [], [], [], []
    is_best = name.endswith("best first")
    for text in texts:
        now = timezone.now()
        took, page = timed(
            lambda text=text, now=now: results.page_of(
                read_query(text, "ru", now), now, {}, is_best=is_best
            )
        )
        found.append(took)
        least.append(timed(lambda page=page: bare([row.pk for row in page.rows]))[0])
        hits.append(len(page.rows))
        asked = {"q": text, **({"order": "best"} if is_best else {})}
        pages.append(timed(lambda asked=asked: client.get("/ru/search/", asked))[0])
    row(name, hits, found, pages, least)


def row(name, hits, found, pages, least):
    base = statistics.median(least)
    cells = [name, f"{statistics.mean(hits):.0f}"]
    for times in (found, pages):
        middle, last = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        cells += [f"{middle:.1f}", f"{last:.1f}", f"{middle / base:.0f}"]
    say(f"| {' | '.join([*cells, f'{base:.2f}'])} |")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--editions", type=int, default=100_000)
    arguments = parser.parse_args()
    chance = random.Random(1)  # noqa: S311 - the same texts each time
    try:
        call_command("migrate", verbosity=0)
        call_command("flush", interactive=False, verbosity=0)
        empty_indexes()
        call_command("collectstatic", interactive=False, verbosity=0)
        took, (words, people) = timed(lambda: seed(arguments.editions, chance))
        say(f"Seeded {Edition.objects.count():,} editions in {took / 1000:.0f} s\n")
        start, cpu = time.perf_counter(), time.process_time()
        call_command("rebuild_index", verbosity=0)
        took, cpu = time.perf_counter() - start, time.process_time() - cpu
        number = Edition.objects.count()
        texts, index = sizes()
        say(
            f"Index of {number:,} editions on {connection.vendor}: {took:.0f} s"
            f" ({cpu:.0f} s of CPU in this process, {cpu / number * 1000:.2f} ms each);"
            f" {index / 2**20:.0f} MiB beside {texts / 2**20:.0f} MiB of texts"
            f" (× {index / texts:.2f}); {SearchWord.objects.count():,} words to correct by"
        )
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
        edition = Edition.objects.filter(language="ru").last()
        again = [timed(lambda: index_editions([edition]))[0] for _ in range(20)]
        say(f"One edition again: {statistics.median(again):.1f} ms\n")
        say(
            "| query | rows | found, ms | p95 | × bare | page, ms | p95 | × bare | bare, ms |\n"
            "|---|--:|--:|--:|--:|--:|--:|--:|--:|"
        )
        client = Client(headers={"host": "127.0.0.1"})
        client.get("/ru/search/", {"q": "дом"})
        for name, queries in kinds(words, people, chance).items():
            measure(name, queries, client)
        suggestions(people, words, chance, client)
    finally:
        connection.close()
        shutil.rmtree(os.environ["BENCH_DIR"])


def suggestions(people, words, chance, client):
    for name, some in (
        ("suggestions for a name", [each.family_name_ru for each in people]),
        ("suggestions for a word", words[:2000]),
    ):
        found, least, hits = [], [], []
        for _ in range(QUERIES):
            text = chance.choice(some)[:4]
            took, response = timed(lambda text=text: client.get("/ru/search/suggest/", {"q": text}))
            found.append(took)
            hits.append(len(response.json()["found"]))
            least.append(timed(lambda: bare([1, 2, 3, 4, 5]))[0])
        row(name, hits, found, found, least)


if __name__ == "__main__":
    main()
