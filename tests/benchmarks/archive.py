"""What the import of an archive costs, and whether kills change what comes of it.

Makes a tree of releases in all formats, imports it once undisturbed and once killed several times
(SIGKILL) and begun again, and compares the two. `--database` names an empty PostgreSQL database
for the second; LibreOffice has to be installed.
"""

import argparse
import csv
import datetime as dt
import io
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from docx import Document
from PIL import Image

MANAGE = [sys.executable, "manage.py"]
# Of the files so many of a hundred are of each kind; the rest are texts.
KINDS = {"docx": 60, "doc": 8, "rtf": 6, "odt": 6}
GIVEN = [
    "Айгуль",
    "Асель",
    "Ботагоз",
    "Гульнара",
    "Динара",
    "Жанар",
    "Карлыгаш",
    "Мадина",
    "Сауле",
    "Шолпан",
    "Арман",
    "Берик",
    "Данияр",
    "Ерлан",
    "Жомарт",
    "Канат",
    "Мурат",
    "Нурлан",
    "Серик",
    "Талгат",
]
FAMILY = [
    "Сапаров",
    "Омаров",
    "Жумабеков",
    "Касенов",
    "Тулегенов",
    "Искаков",
    "Байжанов",
    "Ермеков",
    "Садыков",
    "Рахимов",
]
ORGANIZATIONS = [
    "Степь",
    "Достык",
    "Бирлик",
    "Мирас",
    "Отау",
    "Самал",
    "Шанырак",
    "Керуен",
    "Арай",
    "Болашак",
]
CITIES = ("Астане", "Алматы", "Шымкенте", "Павлодаре", "Таразе")
MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
KK_MONTHS = [
    "қаңтарда",
    "ақпанда",
    "наурызда",
    "сәуірде",
    "мамырда",
    "маусымда",
    "шілдеде",
    "тамызда",
    "қыркүйекте",
    "қазанда",
    "қарашада",
    "желтоқсанда",
]
SUMMARY = """
from media.models import Photo
from news.models import Event
from people.models import Participant
from organizations.models import Organization
import hashlib
import re
checksums = dict(Photo.objects.values_list("pk", "checksum"))
def plain(body):
    return re.sub('(?<=data-photo=")[0-9]+', lambda found: checksums[int(found[0])], body or "")
rows = sorted(
    (event.slug, event.title_ru or "", event.title_kk or "", str(event.starts_at),
     event.origin.name, plain(event.body_ru), plain(event.body_kk),
     sorted(str(p.participant) for p in event.participations.all()),
     sorted(str(o.organization) for o in event.event_organizations.all()),
     sorted(p.photo.checksum for p in event.event_photos.all()))
    for event in Event.objects.all()
)
digest = hashlib.sha256(repr(rows).encode()).hexdigest()[:16]
print("events", len(rows), "people", Participant.objects.count(),
      "organizations", Organization.objects.count(), "photos", Photo.objects.count(),
      "digest", digest)
"""


def say(text=""):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def people():
    """Fifty people."""
    rng = random.Random(1)  # noqa: S311 - names
    names = [(given, family) for given in GIVEN for family in FAMILY]
    chosen = rng.sample(names, 50)
    women = set(GIVEN[:10])
    return [(given, family + "а" * (given in women)) for given, family in chosen]


def paragraphs(number, rng):
    """The title and the text of a release, in Russian."""
    day = dt.date(2012, 1, 10) + dt.timedelta(days=2 * number)
    date = f"{day.day} {MONTHS[day.month - 1]}"
    if number % 4:  # each fourth has no year: that of the folder's name is meant
        date += f" {day.year} года"
    speakers = [" ".join(name) for name in rng.sample(people(), 3)]
    organization = rng.choice(ORGANIZATIONS)
    return day, [
        f"Встреча № {number} волонтеров и ветеранов",
        f"{date} в {rng.choice(CITIES)} прошла встреча волонтеров. Ее открыла речью директор центра"
        f" «{organization}» {speakers[0]}.",
        f"На встрече выступили {speakers[1]} и {speakers[2]}. Они рассказали о делах года, о помощи"
        " ветеранам и о том, что предстоит сделать в следующем году. " * 4,
        f"«Нам важно каждое доброе дело», – сказал {speakers[1]}.",
    ]


def photograph(seed):
    noise = random.Random(seed).randbytes(60 * 40 * 3)  # noqa: S311 - a picture
    image = Image.frombytes("RGB", (60, 40), noise).resize((1800, 1200), Image.Resampling.BICUBIC)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def write_document(path, texts):
    document = Document()
    document.add_heading(texts[0], 1)
    for text in texts[1:]:
        document.add_paragraph(text)
    document.save(path)


def make_tree(root, number, scratch):
    """Write `number` files of releases with photos beside most of them."""
    rng = random.Random(2)  # noqa: S311 - texts
    older = {"doc": [], "rtf": [], "odt": []}
    kinds = [kind for kind, share in KINDS.items() for _each in range(share)]
    kinds += ["txt"] * (100 - len(kinds))
    rng.shuffle(kinds)
    made = index = 0
    last = None
    while made < number:
        day, texts = paragraphs(index, rng)
        kind = kinds[index % 100]
        folder = root / str(day.year) / f"{day.month:02}" / f"{day.isoformat()} встреча"
        folder.mkdir(parents=True, exist_ok=True)
        stem = f"релиз {index}"
        path = folder / f"{stem}.{kind}"
        is_pair = index % 10 == 3 and kind == "docx"
        if index % 50 == 7:
            (folder / f"{stem}.docx").write_bytes(b"PK\x03\x04 cut short")
        elif index % 50 == 8 and last:
            (folder / last.name).write_bytes(last.read_bytes())
        elif kind == "txt":
            marker = f"[image: C:\\фото\\зал {index}.jpg]"
            path.write_text("\n".join([*texts, marker]), encoding="cp1251")
        elif kind == "docx":
            write_document(path.with_stem(f"{stem}-ru") if is_pair else path, texts)
        else:
            write_document(scratch / f"{index}.docx", texts)
            older[kind].append((scratch / f"{index}.docx", path))
        if kind in ("txt", "docx") and not is_pair and path.exists():
            last = path
        if index % 5:
            (folder / "фото").mkdir(exist_ok=True)
            (folder / "фото" / f"зал {index}.jpg").write_bytes(photograph(index))
        made += 1
        if is_pair and made < number:
            kazakh = [
                f"Еріктілер мен ардагерлердің № {index} кездесуі",
                f"{day.year} жылғы {day.day} {KK_MONTHS[day.month - 1]} кездесу өтті.",
                "Қатысушылар жыл қорытындысы туралы айтты және жаңа жоспарларды талқылады. " * 5,
            ]
            write_document(folder / f"{stem}-kz.docx", kazakh)
            made += 1
        index += 1
    for kind, pairs in older.items():
        convert(kind, pairs, scratch)


def convert(kind, pairs, scratch):
    for start in range(0, len(pairs), 40):
        part = pairs[start : start + 40]
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(scratch / 'profile').as_uri()}", "--headless",
             "--convert-to", kind, "--outdir", scratch, *(source for source, _target in part)],
            check=True,
            capture_output=True,
        )  # fmt: skip
        for source, target in part:
            source.with_suffix(f".{kind}").rename(target)


def environment(folder, database):
    return os.environ | {
        "DATABASE_URL": database or f"sqlite:///{folder}/db.sqlite3",
        "VAR_DIR": str(folder),
        "MEDIA_ROOT": f"{folder}/media",
        "DEMO": "on",
        "LC_ALL": "C.UTF-8",
    }


def command(tree, folder):
    return [*MANAGE, "import_archive", str(tree), "--report", f"{folder}/report.csv"]


def rows(folder):
    path = folder / "report.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[1:]


def summary(env):
    done = subprocess.run(
        [*MANAGE, "shell", "--verbosity", "0", "-c", SUMMARY],
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout.strip()


def undisturbed(tree, folder):
    env = environment(folder, "")
    subprocess.run([*MANAGE, "migrate", "--verbosity", "0"], check=True, env=env)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command(tree, folder), check=True, env=env)
    took, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    say(f"Undisturbed: {took:.0f} s, {cpu:.0f} s of processors without those of LibreOffice's")
    say(f"  the largest process took {after.ru_maxrss / 1024:.0f} MB")
    return summary(env)


def killed(tree, folder, database, kills, total):
    env = environment(folder, database)
    subprocess.run([*MANAGE, "migrate", "--verbosity", "0"], check=True, env=env)
    for number in range(kills):
        process = subprocess.Popen(command(tree, folder), env=env, stderr=subprocess.DEVNULL)
        goal = total * (number + 1) // (kills + 1)
        while len(rows(folder)) < goal and process.poll() is None:
            time.sleep(0.1)
        time.sleep(random.random())  # noqa: S311 - at any moment
        process.kill()
        process.wait()
        say(f"  killed with {len(rows(folder))} rows in the report")
    subprocess.run(command(tree, folder), check=True, env=env)
    return summary(env)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--database", default="", help="an empty one for the run that is killed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="archive-") as name:
        folder = Path(name)
        for inner in ("tree", "scratch", "one", "other"):
            (folder / inner).mkdir()
        tree = folder / "tree"
        make_tree(tree, options.files, folder / "scratch")
        say(f"{options.files} files are made")
        one = undisturbed(tree, folder / "one")
        say(f"  {one}")
        other = killed(tree, folder / "other", options.database, options.kills, options.files)
        say(f"Killed {options.kills} times\n  {other}")
        reports = [sorted(row[:2] for row in rows(folder / each)) for each in ("one", "other")]
        say(f"  the same: {one == other}")
        differing = [row for row in reports[1] if row not in reports[0]]
        say(f"  rows of the report that differ: {len(differing)} {differing[:5]}")


if __name__ == "__main__":
    main()
