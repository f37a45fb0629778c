"""Turn documents of older formats into .docx with LibreOffice: a zip on input, a zip on output.

`python -m news.importing.office_worker SOFFICE` runs as a process of its own, because LibreOffice
opens what strangers wrote: with limits, without a network where the system allows it, with a new
profile each time. It ends what it started and removes its folder even where whoever asked is gone.
"""

import contextlib
import io
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

MEGABYTE = 1024 * 1024
MEMORY = 3 * 1024 * MEGABYTE  # of addresses; a release takes some 200 MB
FILE_SIZE = 64 * MEGABYTE
CPU_SECONDS = 30  # for starting, and for a file
STALLED_SECONDS = 90  # without a new file: it hangs
UNSHARE = ["unshare", "--user", "--map-root-user", "--net"]
# No macros, no updates of links, nothing from other hosts.
SETTINGS = {
    "Office.Common/Security/Scripting": {
        "MacroSecurityLevel": 3,
        "DisableMacrosExecution": "true",
        "BlockUntrustedRefererLinks": "true",
    },
    "Office.Writer/Content/Update": {"Link": 0},
    "Inet/Settings": {
        "ooInetProxyType": 2,
        "ooInetHTTPProxyName": "127.0.0.1",
        "ooInetHTTPProxyPort": 9,
        "ooInetHTTPSProxyName": "127.0.0.1",
        "ooInetHTTPSProxyPort": 9,
    },
}
REGISTRY = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">{}</oor:items>
"""
ITEM = (
    '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)


def main():
    soffice = sys.argv[1]
    with tempfile.TemporaryDirectory(prefix="zharshy-office-") as name:
        folder = Path(name)
        for inner in ("in", "out", "home", "profile/user"):
            (folder / inner).mkdir(parents=True)
        with zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())) as given:
            given.extractall(folder / "in")
        write_settings(folder / "profile/user/registrymodifications.xcu")
        limit(len(os.listdir(folder / "in")))
        convert_all(soffice, folder)
        sys.stdout.buffer.write(packed(folder / "out"))


def convert_all(soffice, folder):
    """Convert what is in the folder `in`: a file that breaks LibreOffice does not lose the rest."""
    waiting = sorted(os.listdir(folder / "in"))
    while waiting:
        convert(soffice, folder, waiting)
        left = [name for name in waiting if not made(folder, name).exists()]
        # Where none was made, the first one is to blame; else it has another chance, in front.
        waiting = left[1:] if left == waiting else left


def limit(number):
    seconds = CPU_SECONDS * (number + 1)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_SIZE, FILE_SIZE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def write_settings(path):
    items = [
        ITEM.format(path=path, name=name, value=value)
        for path, values in SETTINGS.items()
        for name, value in values.items()
    ]
    path.write_text(REGISTRY.format("".join(items)))


def made(folder, name):
    return folder / "out" / f"{Path(name).stem}.docx"


def convert(soffice, folder, names):
    """Run LibreOffice over files until it ends or makes no more; it is ended with its children."""
    command = [
        *(UNSHARE if can_unshare() else []),
        soffice,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--convert-to",
        "docx",
        "--outdir",
        str(folder / "out"),
        *(str(folder / "in" / name) for name in names),
    ]
    process = subprocess.Popen(  # noqa: S603 - found by our own side
        command,
        cwd=folder,
        env=environment(folder / "home"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait(process, folder / "out")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait(process, folder):
    """Until the process ends, or no file was added to the folder for too long."""
    number, since = 0, time.monotonic()
    while time.monotonic() - since < STALLED_SECONDS:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=0.5)
            return
        if len(os.listdir(folder)) > number:
            number, since = len(os.listdir(folder)), time.monotonic()


def can_unshare():
    """Whether a process without a network can be made; many containers forbid it."""
    if not shutil.which("unshare"):
        return False
    done = subprocess.run([*UNSHARE, "true"], capture_output=True, check=False)  # noqa: S603
    return done.returncode == 0


def environment(home):
    nowhere = "http://127.0.0.1:9"
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "TMPDIR": str(home),
        "SAL_USE_VCLPLUGIN": "svp",
        "http_proxy": nowhere,
        "https_proxy": nowhere,
        "ftp_proxy": nowhere,
    }


def packed(folder):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        for path in sorted(folder.glob("*.docx")):
            target.write(path, path.name)
    return stream.getvalue()


if __name__ == "__main__":
    main()
