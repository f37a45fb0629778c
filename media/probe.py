"""Opens a picture in a process of its own: some decoders crash on files made to do harm.

`python -m media.probe` reads the file from its input and ends with 0 where it could be decoded.
What came through is safe to open again: decoders do the same with the same bytes.
"""

import io
import resource
import subprocess
import sys
from pathlib import Path

from pi_heif import register_heif_opener
from PIL import Image

MEMORY = 2 * 1024**3
SECONDS = 60


def survives(data, max_pixels):
    """Whether a process lived to decode the picture, or found it larger than is decoded."""
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "media.probe", str(max_pixels)],
            input=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
            cwd=Path(__file__).resolve().parents[1],
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def main():
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    register_heif_opener(thumbnails=False)
    with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=["HEIF", "AVIF"]) as image:
        if image.width * image.height <= int(sys.argv[1]):
            image.load()


if __name__ == "__main__":
    main()
