"""What the import of a Word release costs: prints its wall time and its peak of memory."""

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
from docx.shared import Cm
from PIL import Image

MANAGE = [sys.executable, "manage.py"]
PARAGRAPH = (
    "3 сентября 2018 года в Национальной академической библиотеке состоялся брифинг, на котором"
    " заместитель председателя Ассамблеи народа Казахстана Е. Сериков рассказал о подготовке к"
    " сессии. Во встрече приняли участие представители этнокультурных объединений, депутаты"
    " Парламента, учёные и журналисты. "
)


def photograph(seed):
    """A JPEG of 2400 x 1600 pixels with as much detail as a photograph has."""
    noise = random.Random(seed).randbytes(300 * 200 * 3)  # noqa: S311 - a picture
    image = Image.frombytes("RGB", (300, 200), noise).resize((2400, 1600), Image.Resampling.BICUBIC)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90)
    buffer.seek(0)
    return buffer


def write_release(path):
    document = Document()
    document.add_heading("Брифинг о подготовке к сессии Ассамблеи", 1)
    for number in range(6):
        document.add_paragraph(PARAGRAPH * 2)
        if number in (1, 3):
            document.add_picture(photograph(number), width=Cm(15))
    document.save(path)


def main():
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "VAR_DIR": folder,
            "MEDIA_ROOT": f"{folder}/media",
            "DEMO": "on",
        }
        release = Path(folder) / "release.docx"
        write_release(release)
        subprocess.run([*MANAGE, "migrate", "--verbosity", "0"], check=True, env=environment)
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        start = time.perf_counter()
        subprocess.run(
            [*MANAGE, "import_release", str(release), "--language", "ru", "--json"],
            check=True,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        took = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    at_most = "" if peak > before else "at most "  # the migration, run before, took more
    size = "a release of 6 paragraphs and 2 photos of 2400 x 1600"
    sys.stdout.write(f"Importing {size}: {took:.1f} s, {at_most}{peak / 1024:.0f} MB\n")


if __name__ == "__main__":
    main()
