"""ExifTool: metadata written and read by somebody else than us."""

import json
import subprocess


def write(data, *arguments):
    """The picture's bytes with tags written: `write(data, "-XMP-dc:Creator=A. Kim")`."""
    return _run(data, *arguments)


def read(data):
    """All that ExifTool finds: {"XMP-dc:Creator": "A. Kim"}."""
    (said,) = json.loads(_run(data, "-json", "-G1", "-a", "-u", "-ee"))
    return said


def _run(data, *arguments):
    return subprocess.run(
        ["exiftool", *arguments, "-"], input=data, capture_output=True, check=True
    ).stdout
