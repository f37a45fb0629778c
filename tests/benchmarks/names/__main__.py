"""How well names are found in texts: `python -m tests.benchmarks.names`. Prints Markdown tables.

README.md tells how the texts are marked and what counts as a hit.
"""

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

# A database of our own, for this run only; it is named before the settings are read.
BENCH_DIR = tempfile.mkdtemp(prefix="zharshy-names-")
os.environ["BENCH_DIR"] = BENCH_DIR
os.environ["BENCH_DATABASE_URL"] = f"sqlite:///{BENCH_DIR}/names.sqlite3"
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from news.recognition.finding import find_mentions  # noqa: E402
from tests.benchmarks.names.corpus import FOLDER, directory_of, texts_of, traps_of  # noqa: E402
from tests.benchmarks.names.filling import fill  # noqa: E402
from tests.benchmarks.names.scoring import Score  # noqa: E402

KINDS = {"people": ["person"], "organizations": ["organization"], "all": ["person", "organization"]}
LANGUAGES = ["ru", "kk", "en"]
CONTEXT = 40  # characters shown on both sides of an error


def say(text=""):
    sys.stdout.write(f"{text}\n")


def percent(value):
    return "–" if value is None else f"{value:.3f}"


def score(samples, slug_of):
    """A `Score` by language of the samples, and under "all" of all of them."""
    scores = {language: Score() for language in [*LANGUAGES, "all"]}
    for sample in samples:
        mentions = find_mentions(sample.text, sample.language)
        for key in (sample.language, "all"):
            scores[key].add(sample, mentions, slug_of)
    return {language: each for language, each in scores.items() if each.samples}


def print_table(scores, samples_are):
    say(f"| {samples_are} | kind | marked | found | precision | recall | exact spans |")
    say("|---|---|---|---|---|---|---|")
    for language, each in scores.items():
        for name, kinds in KINDS.items():
            marked, found, hits, exact = (
                sum(counts[kind] for kind in kinds)
                for counts in (each.expected, each.found, each.hits, each.exact)
            )
            say(
                f"| {each.samples} {language} | {name} | {marked} | {found} |"
                f" {percent(each.precision(*kinds))} | {percent(each.recall(*kinds))} |"
                f" {exact} of {hits} |"
            )
    say()


def print_errors(score):
    for sample, what, start, end in score.errors:
        text = sample.text.replace("\n", " ")
        before, after = text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT]
        say(f"{sample.language} {sample.name}: {what}\n    {before}[{text[start:end]}]{after}")
    say()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--texts",
        type=Path,
        metavar="DIR",
        help="other texts (ru/*.txt, traps.tsv), with a directory.json of what ours lacks",
    )
    parser.add_argument("--language", choices=LANGUAGES, help="only this language")
    parser.add_argument("--verbose", action="store_true", help="list what is wrong")
    options = parser.parse_args()
    folder = options.texts or FOLDER / "texts"
    call_command("migrate", verbosity=0)
    directories = [directory_of(FOLDER)]
    if options.texts:
        directories.append(directory_of(options.texts))
    slug_of = fill(*directories)

    def chosen(samples):
        return [each for each in samples if options.language in (None, each.language)]

    texts = score(chosen(texts_of(folder)), slug_of)
    traps = score(chosen(traps_of(folder)), slug_of)
    print_table(texts, "texts")
    if traps:
        print_table(traps, "traps")
    say("| | offices right | traps wholly right |")
    say("|---|---|---|")
    for language, each in texts.items():
        trap = traps.get(language, Score())
        say(
            f"| {language} | {each.right_roles} of {each.roles} |"
            f" {trap.right_samples} of {trap.samples} |"
        )
    if options.verbose:
        say()
        for scores in (texts, traps):
            if "all" in scores:
                print_errors(scores["all"])


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(BENCH_DIR, ignore_errors=True)
