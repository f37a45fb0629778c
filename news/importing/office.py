"""Documents of older formats (.doc, .rtf, .odt) as .docx, through LibreOffice where it is."""

import io
import logging
import shutil
import subprocess
import sys
import threading
import zipfile
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from news.importing.guard import guard_office, office_kind
from news.importing.release import UnreadableFile

logger = logging.getLogger(__name__)

EXTENSIONS = {".doc", ".rtf", ".odt"}
# So many run at once in a process: each takes some 200 MB.
AT_ONCE = threading.Semaphore(1)


def find_office():
    """The path of LibreOffice's program, or None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def to_docx(filename, data):
    """The bytes of the document as .docx. Raises `UnreadableFile` with a sentence for the user."""
    result = all_to_docx([(filename, data)])[0]
    if isinstance(result, UnreadableFile):
        raise result
    return result


def all_to_docx(files):
    """For each `(filename, data)` the bytes as .docx, or the `UnreadableFile` that says why not.

    To convert several at once saves starting LibreOffice for each.
    """
    results, passed = [None] * len(files), {}
    for number, (filename, data) in enumerate(files):
        try:
            guard_office(filename, data)
            if find_office() is None:
                raise UnreadableFile(_not_installed() % {"name": filename})
            passed[f"{number}{office_kind(data)}"] = data
        except UnreadableFile as error:
            results[number] = error
    made = _convert(tuple(passed.items())) if passed else {}
    for number, (filename, _data) in enumerate(files):
        if results[number] is None:
            results[number] = made.get(f"{number}.docx") or UnreadableFile(
                _not_converted() % {"name": filename}
            )
    return results


@lru_cache(maxsize=2)  # a release that is handed in is read again with each of its photos
def _convert(files):
    """What LibreOffice makes of `(name, data)`: bytes by name; what it cannot read is missing."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as given:
        for name, data in files:
            given.writestr(name, data)
    with AT_ONCE:
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "news.importing.office_worker", find_office()],
            input=stream.getvalue(),
            capture_output=True,
            check=False,
            cwd=Path(__file__).resolve().parents[2],
            start_new_session=True,  # Ctrl-C ends who waits for it, not what it is in the midst of
        )
    if done.returncode:
        logger.warning("LibreOffice failed: %s", done.stderr[-2000:].decode(errors="replace"))
        return {}
    with zipfile.ZipFile(io.BytesIO(done.stdout)) as made:
        return {name: made.read(name) for name in made.namelist()}


def _not_installed():
    return _(
        "“%(name)s” is in an older format, for which this server needs LibreOffice. Install "
        "LibreOffice, or save the file as a Word document (.docx) and try again."
    )


def _not_converted():
    return _(
        "“%(name)s” cannot be read by LibreOffice. Open it, save it as a Word document (.docx) "
        "and try again."
    )
