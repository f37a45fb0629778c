"""Fetch the fonts into news/static/news/fonts: `python config/vendor_assets.py` (needs npm).

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

TARGET = Path(__file__).resolve().parent.parent / "news" / "static" / "news" / "fonts"
SUBSETS = ("latin", "cyrillic", "cyrillic-ext")
PACKAGES = {
    "golos-text": (
        "@fontsource-variable/golos-text@5.3.0",
        "sha512-D+Evz5yqXYh6tsalc537FS+cPDWn2FTdO8j/K1ZZuFAvA7ib6WnusTiihciq7mMnm6GBo6XTlh0JXPrhBsam2g==",
    ),
    "literata": (
        "@fontsource-variable/literata@5.3.0",
        "sha512-1Jw7xvOcoGyB83lxB2nG4bfNbqtX2/TTbdh9sHAOmU064SvmSdulDtA5RBu5JYWf64fdaKX7xU+z3GO1T2bCHA==",
    ),
}


def main():
    TARGET.mkdir(parents=True, exist_ok=True)
    for font, (package, integrity) in PACKAGES.items():
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
            for subset in SUBSETS:
                source = f"package/files/{font}-{subset}-wght-normal.woff2"
                file = TARGET / f"{font}-{subset}.woff2"
                file.write_bytes(archive.extractfile(source).read())
            licence = archive.extractfile("package/LICENSE").read()
            (TARGET / f"{font}.LICENSE.txt").write_bytes(licence)


if __name__ == "__main__":
    main()
