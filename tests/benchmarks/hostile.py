"""What hostile texts cost: the CPU seconds of each check and each search for names.

    python -m tests.benchmarks.hostile [--length 25000] [--only name_variants] [--limit 30]

Each text is taken of this length and of twice as much. What is linear takes about twice as long;
four times as long is quadratic. Only what takes longer than `--least` is printed.
"""

import argparse
import os
import signal
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.test.utils import get_runner  # noqa: E402

from news.checks import CHECKS  # noqa: E402
from news.checks.base import Subject  # noqa: E402
from news.recognition.finding import find_mentions  # noqa: E402
from news.recognition.proposals import propose_names  # noqa: E402
from tests.factories import ParticipantFactory  # noqa: E402

TEXTS = {
    "letters": "а",
    "capitals": "А",
    "latin": "a",
    "mixed": "aА",
    "digits": "1",
    "dots": "a.",
    "at": "a@",
    "hyphens": "а-",
    "spaces": " ",
    "tabs": "а \t",
    "lines": "\n",
    "opening": "«",
    "closing": "»",
    "straight": '"',
    "quoted": "«а» ",
    "nested": "«а «",
    "brackets": "(",
    "slashes": "a/",
    "address": "http://a",
    "marker": "[a:",
    "drive": "a:\\",
    "dashes": "– А",
    "initials": "А. ",
    "initials_tight": "А.",
    "family": "Иванов ",
    "names": "Тулегенов Даурен ",
    "people": "Ерлан Сериков, ",
    "people_en": "Yerlan Serikov ",
    "offices": "председатель ",
    "commas": "а, ",
    "dates": "4 сентября 2025 года, в среду, прошло заседание.\n",
    "dates_in_line": "4 сентября 2025 года ",
    "weekdays": "в среду ",
    "numbers": "12,5 ",
    "months": "мая ",
    "speeches": "«Мы все сделали вовремя и будем работать».\n",
}


class TooLong(BaseException):
    pass


def stop(*_):
    raise TooLong


def cpu_of(work, limit):
    """The CPU seconds of a call; None where it takes longer than the limit."""
    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, limit)
    begun = time.process_time()
    try:
        work()
    except TooLong:
        return None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - begun


def works(text, language):
    """What is done with a text, by name."""
    subject = Subject(
        language, title="Заголовок", html=f"<p>{text.replace(chr(10), '</p><p>')}</p>"
    )
    found = {"find_mentions": lambda: find_mentions(text, language)}
    found["propose_names"] = lambda: propose_names(text, language)
    found["mentions"] = lambda: (subject.texts, subject.mentions, subject.blocks)
    for kind in CHECKS:
        found[kind.name] = lambda kind=kind: list(kind().find(subject))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--length", type=int, default=25_000)
    parser.add_argument("--only", action="append", help="of this check or text")
    parser.add_argument("--language", action="append")
    parser.add_argument("--limit", type=float, default=20, help="CPU seconds after which to stop")
    parser.add_argument("--least", type=float, default=0.5)
    options = parser.parse_args()
    runner = get_runner(settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        ParticipantFactory()
        measure(options)
    finally:
        runner.teardown_databases(databases)


def measure(options):
    for language in options.language or settings.PRESS_LANGUAGES:
        for title, piece in TEXTS.items():
            texts = [
                (piece * (length // len(piece) + 1))[:length]
                for length in (options.length, options.length * 2)
            ]
            both = [works(text, language) for text in texts]
            for name in both[0]:
                if options.only and not {title, name} & {*options.only}:
                    continue
                once, twice = (cpu_of(each[name], options.limit) for each in both)
                if once is None or twice is None or twice > options.least:
                    shown = ["over" if cpu is None else f"{cpu:.2f}" for cpu in (once, twice)]
                    sys.stdout.write(
                        f"{language} {title:15} {name:20} {shown[0]:>6} {shown[1]:>6}\n"
                    )


if __name__ == "__main__":
    main()
