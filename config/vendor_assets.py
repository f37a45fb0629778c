"""Fetch what pages need from npm into news/static/news: `python config/vendor_assets.py`.

Versions and checksums are pinned here; what is fetched is committed, so that a page asks no
other host and an installation needs no npm.
"""

import base64
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "news" / "static" / "news"
SUBSETS = ("latin", "cyrillic", "cyrillic-ext")


def font(name):
    """The files of a font: `{path below TARGET: path in the package}`."""
    return {
        f"fonts/{name}-{subset}.woff2": f"files/{name}-{subset}-wght-normal.woff2"
        for subset in SUBSETS
    } | {f"fonts/{name}.LICENSE.txt": "LICENSE"}


PACKAGES = [
    (
        "@fontsource-variable/golos-text@5.3.0",
        "sha512-D+Evz5yqXYh6tsalc537FS+cPDWn2FTdO8j/K1ZZuFAvA7ib6WnusTiihciq7mMnm6GBo6XTlh0JXPrhBsam2g==",
        font("golos-text"),
    ),
    (
        "@fontsource-variable/literata@5.3.0",
        "sha512-1Jw7xvOcoGyB83lxB2nG4bfNbqtX2/TTbdh9sHAOmU064SvmSdulDtA5RBu5JYWf64fdaKX7xU+z3GO1T2bCHA==",
        font("literata"),
    ),
    (
        "photoswipe@5.4.4",
        "sha512-WNFHoKrkZNnvFFhbHL93WDkW3ifwVOXSW3w1UuZZelSmgXpIGiZSNlZJq37rR8YejqME2rHs9EhH9ZvlvFH2NA==",
        {
            "photoswipe/photoswipe.esm.min.js": "dist/photoswipe.esm.min.js",
            "photoswipe/photoswipe-lightbox.esm.min.js": "dist/photoswipe-lightbox.esm.min.js",
            "photoswipe/photoswipe.css": "dist/photoswipe.css",
            "photoswipe/LICENSE.txt": "LICENSE",
        },
    ),
]


def main():
    for package, integrity, files in PACKAGES:
        with tempfile.TemporaryDirectory() as folder:
            name = subprocess.run(  # noqa: S603 - the arguments stand above
                ["npm", "pack", "--silent", "--pack-destination", folder, package],  # noqa: S607
                check=True,
                capture_output=True,
                text=True,
            ).stdout.strip()
            data = (Path(folder) / name).read_bytes()
        found = "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()
        if found != integrity:
            sys.exit(f"{package} has the checksum {found}, not the one that is pinned.")
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for file, source in files.items():
                (TARGET / file).parent.mkdir(parents=True, exist_ok=True)
                (TARGET / file).write_bytes(archive.extractfile(f"package/{source}").read())


if __name__ == "__main__":
    main()
