"""What finding names costs with 5,000 people and 1,000 organizations: prints time and memory.

    python -m tests.benchmarks.recognition [--runs 50]

It makes a SQLite database of its own, fills it with invented people and organizations in three
languages, indexes their names and looks for names in releases of about 400 words, each time in
another one: warm are the process and the directory, not the text. Set BENCH_DATABASE_URL for
another database, which must be empty.
"""

import argparse
import gc
import itertools
import os
import random
import resource
import shutil
import statistics
import sys
import tempfile
import time

BENCH_DIR = tempfile.mkdtemp(prefix="zharshy-recognition-")
os.environ["BENCH_DIR"] = BENCH_DIR
os.environ.setdefault("BENCH_DATABASE_URL", f"sqlite:///{BENCH_DIR}/names.sqlite3")
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.benchmarks.settings"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from news.models import NameForm  # noqa: E402
from news.recognition.finding import find_mentions  # noqa: E402
from news.recognition.indexing import refresh_names  # noqa: E402
from organizations.models import Organization  # noqa: E402
from people.models import Participant  # noqa: E402

PEOPLE, ORGANIZATIONS, WARM_UP = 5000, 1000, 20
STEMS = [
    "Ахмет", "Сапар", "Нурлан", "Тулеген", "Жумабек", "Оспан", "Кайрат", "Сулеймен", "Ибрагим",
    "Байжан", "Досжан", "Есен", "Муса", "Касым", "Рахим", "Сейтжан", "Бекболат", "Жаксылык",
    "Утеген", "Алдаберген", "Мухамед", "Абдрахман", "Карим", "Искак", "Тлеуберди", "Мырзабек",
]  # fmt: skip
BEGINNINGS = ["", "Бай", "Кара", "Ток", "Ер", "Нур", "Ал", "Жан", "Сары", "Кен", "Мен", "Тас"]
GIVEN = [
    ("Ерлан", "Асель"), ("Марат", "Айгуль"), ("Нурлан", "Гульнара"), ("Тимур", "Динара"),
    ("Бахыт", "Сауле"), ("Арман", "Жанар"), ("Даурен", "Мадина"), ("Серик", "Алия"),
    ("Виктор", "Анна"), ("Олег", "Мария"), ("Рустам", "Зульфия"), ("Талгат", "Айнур"),
]  # fmt: skip
KINDS = ["Общественное объединение", "Ассоциация", "Центр", "Фонд", "Институт", "Дом дружбы"]
SUBJECTS = [
    "молодежи", "культуры", "дружбы", "медиации", "языков", "истории", "спорта", "науки", "театра",
    "музыки", "экологии", "туризма", "волонтеров", "ветеранов", "женщин", "педагогов", "врачей",
    "журналистов", "писателей", "художников", "ремесел", "краеведения", "социологии", "права",
]  # fmt: skip
ENDINGS = [("ов", "ова"), ("баев", "баева"), ("беков", "бекова"), ("енко", "енко"), ("ин", "ина")]
PLACES = [
    "Алматы", "Астаны", "Шымкента", "Караганды", "Павлодара", "Костаная", "Актау", "Атырау",
    "Тараза", "Семея", "Кокшетау", "Уральска", "Кызылорды", "Туркестана", "Талдыкоргана",
]  # fmt: skip
SENTENCES = [
    "В мероприятии приняли участие {office} {person}, депутат Мажилиса {initials} и гости города.",
    "Как отметил {initials}, {organization} успешно ведет работу с молодежью и старшим поколением.",
    "Участники обсудили вопросы сохранения языка, культуры и традиций, обменялись опытом работы.",
    "С докладом выступил представитель {organization} {person}, рассказавший о новых проектах.",
    "По итогам встречи принято решение продолжить сотрудничество и подготовить общий план на год.",
    "{person} поблагодарил организаторов и вручил награды победителям республиканского конкурса.",
    "Открытие выставки народных ремесел собрало в зале мастеров из разных областей республики.",
]
OFFICES = ["директор", "заместитель председателя", "заведующий отделом", "профессор", "эксперт"]


def make_people():
    names = list(itertools.product(BEGINNINGS, STEMS, ENDINGS, range(2)))
    people = []
    for number in range(PEOPLE):
        beginning, stem, ending, gender = names[number % len(names)]
        given = GIVEN[number // len(names) + number % 7]
        family = (beginning + stem.lower() if beginning else stem) + ending[gender]
        patronymic = STEMS[number % len(STEMS)] + ("ович", "овна")[gender]
        person = Participant(slug=f"person-{number}", gender=("male", "female")[gender])
        for code in ("kk", "ru", "en"):
            setattr(person, f"family_name_{code}", family)
            setattr(person, f"given_name_{code}", given[gender])
            setattr(person, f"patronymic_name_{code}", patronymic)
            setattr(person, f"biography_{code}", "Родился в 1970 году. " * 40)
        people.append(person)
    return Participant.objects.bulk_create(people)


def make_organizations():
    names = itertools.product(PLACES, KINDS, SUBJECTS, range(2))
    organizations = []
    for number, (place, kind, subject, quoted) in enumerate(itertools.islice(names, ORGANIZATIONS)):
        name = f"{kind} «{STEMS[number % 26]} {number}»" if quoted else f"{kind} {subject} {place}"
        short_name = f"ОД{chr(1040 + number % 32)}{chr(1040 + number // 32)}"
        organization = Organization(slug=f"organization-{number}")
        for code in ("kk", "ru", "en"):
            setattr(organization, f"name_{code}", name)
            setattr(organization, f"short_name_{code}", short_name)
        organizations.append(organization)
    return Organization.objects.bulk_create(organizations)


def release(chance, people, organizations):
    words, paragraphs = 0, []
    while words < 400:
        one, other = chance.choice(people), chance.choice(people)
        sentence = chance.choice(SENTENCES).format(
            office=chance.choice(OFFICES),
            person=f"{one.given_name_ru} {one.family_name_ru}",
            initials=f"{other.given_name_ru[0]}.{other.family_name_ru}",
            organization=chance.choice(organizations).name_ru,
        )
        words += len(sentence.split())
        paragraphs.append(sentence)
    return "\n".join(paragraphs)


def memory():
    """The resident memory in MB: of the process now, where Linux tells it."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 2**20


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=50)
    runs = parser.parse_args().runs
    call_command("migrate", verbosity=0)
    people, organizations = make_people(), make_organizations()
    start = time.process_time()
    refresh_names()
    forms = NameForm.objects.count()
    say(
        f"Indexing {len(people)} people and {len(organizations)} organizations:"
        f" {time.process_time() - start:.1f} s of CPU, {forms} forms"
    )
    chance = random.Random(1)  # noqa: S311 - made-up texts
    texts = [release(chance, people, organizations) for _ in range(WARM_UP + runs)]
    gc.collect()
    gc.freeze()  # thousands of invented people are not for the collector to look through
    before = memory()
    wall, cpu, found = [], [], 0
    for number, text in enumerate(texts):
        began, began_cpu = time.perf_counter(), time.process_time()
        mentions = find_mentions(text, "ru")
        if number >= WARM_UP:
            cpu.append((time.process_time() - began_cpu) * 1000)
            wall.append((time.perf_counter() - began) * 1000)
            found += len(mentions)
    for label, times in (("CPU", cpu), ("wall", wall)):
        median, last = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        say(f"A release of 400 words, {label}: median {median:.1f} ms, p95 {last:.1f} ms")
    say(f"{found / runs:.1f} mentions a release; memory grew by {memory() - before:.1f} MB")


def say(text):
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(BENCH_DIR, ignore_errors=True)
