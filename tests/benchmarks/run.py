"""What pages cost: `make bench`. Prints Markdown tables.

On PostgreSQL it fills a database with an archive, serves it as in production and asks for pages
with wrk. BENCH_DATABASE_URL names an empty database; else `zharshy_bench` is made anew on
127.0.0.1:5432. Times of processes are read from /proc, so it runs on Linux.
"""

import argparse
import http.client
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"
IS_OUR_DATABASE = "BENCH_DATABASE_URL" not in os.environ

import django  # noqa: E402

django.setup()

import psycopg2  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils.translation import override  # noqa: E402

from news.models import Edition, Event  # noqa: E402
from news.paging import cursor as place_of  # noqa: E402
from news.publishing import publish  # noqa: E402
from people.models import Participant  # noqa: E402

FOLDER = Path(os.environ["BENCH_DIR"])
TICKS = os.sysconf("SC_CLK_TCK")
LANGUAGES = settings.PRESS_LANGUAGES
WORDS = {
    "a word of every release": {"kk": "ассамблея", "ru": "ассамблеи", "en": "assembly"},
    "two words": {"kk": "цифрлық мұрағат", "ru": "цифровые архивы", "en": "digital archives"},
    "no such word": {"kk": "жоқсөз", "ru": "нетслова", "en": "noword"},
}


def say(text=""):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def make_database():
    """An empty database of ours; one that was named is left to its owner to empty."""
    if not IS_OUR_DATABASE:
        return
    name = connection.settings_dict["NAME"]
    parameters = connection.get_connection_params() | {"dbname": "postgres"}
    parameters.pop("cursor_factory", None)
    try:
        server = psycopg2.connect(**parameters)
    except psycopg2.OperationalError as error:
        sys.exit(f"No PostgreSQL to measure on; name one in BENCH_DATABASE_URL.\n{error}")
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    server.close()


class Server:
    """The real server with two workers, as a context."""

    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}"
        self.command = [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
            *("--port", str(port), "--workers", "2", "--blocking-threads", "4", "--no-ws"),
            # Each thread keeps a connection to the database; granian alone would start hundreds.
            *("--log-level", "warning", "config.wsgi:application"),
        ]

    def __enter__(self):
        self.process = subprocess.Popen(self.command)
        probe = http.client.HTTPConnection(self.address.removeprefix("http://"), timeout=5)
        for _ in range(100):
            try:
                probe.request("GET", "/constant/")
                probe.getresponse().read()
                probe.close()
                return self
            except ConnectionError:
                probe.close()
                if self.process.poll() is not None:
                    break
                time.sleep(0.2)
        self.process.kill()
        sys.exit("The server did not start.")

    def __exit__(self, *error):
        self.process.terminate()
        self.process.wait(30)

    def cpu_seconds(self):
        """What the server and all its children have used."""
        pids = [str(self.process.pid)]
        for pid in pids:
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                pids += children.read_text().split()
        return sum(cpu_seconds(pid) for pid in pids)


def cpu_seconds(pid):
    """User and system time of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def database_cpu_seconds():
    """What the database's processes for the server have used; None when they run elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        pids = [pid for (pid,) in cursor.fetchall()]
    try:
        names = {Path(f"/proc/{pid}/comm").read_text().strip() for pid in pids}
        return sum(cpu_seconds(pid) for pid in pids) if names <= {"postgres"} else None
    except FileNotFoundError:
        return None


def load(server, paths, seconds):
    """`(requests a second, application ms, database ms)` of a list of addresses."""
    file = FOLDER / "paths"
    file.write_text("\n".join(paths) + "\n", encoding="utf-8")
    script = str(Path(__file__).with_name("cycle.lua"))
    command = ["wrk", "-t2", "-c16", "--timeout", "30s", "-s", script, server.address]
    subprocess.run([*command, "-d1s", "--", str(file)], check=True, capture_output=True)
    application, database = server.cpu_seconds(), database_cpu_seconds()
    command.insert(1, f"-d{seconds}s")
    report = subprocess.run(
        [*command, "--", str(file)], check=True, capture_output=True, text=True
    ).stdout
    application = server.cpu_seconds() - application
    database = None if database is None else database_cpu_seconds() - database
    if found := re.search(r"Non-2xx or 3xx responses: \d+|Socket errors: .*[1-9].*", report):
        sys.exit(f"{paths[0]}: {found[0]}")
    requests = int(re.search(r"(\d+) requests in", report)[1])
    return (
        float(re.search(r"Requests/sec:\s+([\d.]+)", report)[1]),
        application / requests * 1000,
        None if database is None else database / requests * 1000,
    )


def addresses():
    """What is measured: lists of addresses by the name of the page, each in all languages."""
    chance = random.Random(1)  # noqa: S311 - the same pages each time
    pages = {"a constant": ["/constant/"], "one row": ["/one-row/"]}
    editions = list(Edition.objects.visible().only("slug", "language"))
    pages["event"] = [
        edition.get_absolute_url() for edition in chance.sample(editions, min(600, len(editions)))
    ]
    slugs = sorted(Participant.objects.filter(is_public=True).values_list("slug", flat=True))[:60]
    for language in LANGUAGES:
        with override(language):
            news, search = reverse("news"), reverse("search")
            pages.setdefault("home", []).append(reverse("home"))
            pages.setdefault("list", []).append(news)
            newest_first = Edition.objects.visible().in_language(language).newest_first()
            size = newest_first.count()
            for name, place in (("list, the middle", size // 2), ("list, the far end", size - 25)):
                before = place_of(newest_first[place])
                pages.setdefault(name, []).append(f"{news}?before={before}")
            pages.setdefault("list of a topic", []).append(f"{news}?topic=mediation")
            pages.setdefault("list from a year on", []).append(f"{news}?year=2012")
            pages.setdefault("person", []).extend(reverse("person", args=[each]) for each in slugs)
            pages.setdefault("people", []).append(reverse("people"))
            for name, words in WORDS.items():
                pages.setdefault(f"search, {name}", []).append(
                    f"{search}?q={quote(words[language])}"
                )
    return pages


def measure(events, port, seconds):
    client = Client(headers={"host": "127.0.0.1"})
    pages = addresses()
    rows = []
    with Server(port) as server:
        for name, paths in pages.items():
            rows.append((name, queries_of(client, paths[0]), *load(server, paths, seconds)))
            if name == "event":
                tagged = [f"{path}\t{client.get(path).headers['ETag']}" for path in paths[:200]]
                rows.append(("event, not modified", "", *load(server, tagged, seconds)))
    total = {name: application + (database or 0) for name, _, _, application, database in rows}
    say(f"\n{events:,} events in {len(LANGUAGES)} languages\n")
    say("| page | requests a second | CPU ms: application | database | × one row | SQL queries |")
    say("|---|--:|--:|--:|--:|--:|")
    for name, queries, rate, application, database in rows:
        of_database = "–" if database is None else f"{database:.2f}"
        times = f"{total[name] / total['one row']:.1f}"
        say(f"| {name} | {rate:,.0f} | {application:.2f} | {of_database} | {times} | {queries} |")


def queries_of(client, path):
    client.get(path)  # what is read once and kept
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries)


def correct(event, user):
    publish(event=event, languages=LANGUAGES, user=user, is_silent=True)


def measure_publishing(rounds=15):
    """Publishes events anew in all languages and prints the median time and the queries."""
    user, _ = get_user_model().objects.get_or_create(username="bench", is_superuser=True)
    events = list(Event.objects.order_by("pk")[: rounds + 1])
    correct(events.pop(), user)  # loads the dictionary
    times = []
    for event in events:
        start = time.perf_counter()
        with CaptureQueriesContext(connection) as queries:
            correct(event, user)
        times.append((time.perf_counter() - start) * 1000)
    say(f"\nPublishing an event: {statistics.median(times):.0f} ms, {len(queries)} SQL queries")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="500 events and a second a page")
    parser.add_argument("--port", type=int, default=8061)
    arguments = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("wrk makes the load and is not installed (Debian: apt-get install wrk).")
    if connection.vendor != "postgresql":
        sys.exit("BENCH_DATABASE_URL must name a PostgreSQL database.")
    try:
        make_database()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        there = 0
        for size in (500,) if arguments.quick else (2_000, 20_000):
            start = time.perf_counter()
            call_command("seed_archive", str(size - there), yes=bool(there))
            took = time.perf_counter() - start
            say(f"Seeded at {(size - there) / took:.0f} events a second")
            there = size
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
            measure(size, arguments.port, 1 if arguments.quick else 3)
            measure_publishing()
    finally:
        connections.close_all()
        shutil.rmtree(FOLDER)


if __name__ == "__main__":
    main()
