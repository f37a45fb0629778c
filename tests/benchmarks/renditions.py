"""What the renditions of a photo cost: prints Markdown tables of seconds, MiB and bytes.

The photo is generated: 24 megapixels (6000 x 4000) of soft shapes, edges and grain, a JPEG of
quality 92. Each way is measured three times, in a process of its own. It compares
with libvips where that is installed: `pip install pyvips[binary]`.
"""

import argparse
import importlib.util
import io
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

from media import renditions
from media.embedding import Marks

SIZE = (6000, 4000)
RUNS = 3
WEBP = (480, 960, 1600, 2400)
AVIF = 1600
MARKS = Marks("А. Ким", "Дом дружбы", "© Дом дружбы")
PHOTO = {
    "checksum": "0" * 64,
    "width": SIZE[0],
    "height": SIZE[1],
    "marks": MARKS.digest,
    "focal": [40, 35],
}


def say(text=""):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def photograph():
    """The bytes of a JPEG with as much detail as a photograph has."""
    rng = random.Random(1)  # noqa: S311 - a picture
    image = Image.new("RGB", SIZE, "grey")
    for cells, share in ((6, 0.6), (40, 0.4), (300, 0.25), (1500, 0.12)):
        across, down = cells, cells * 2 // 3
        noise = Image.frombytes("RGB", (across, down), rng.randbytes(across * down * 3))
        image = Image.blend(image, noise.resize(SIZE, Image.Resampling.BICUBIC), share)
    # Edges: every third shape is cut out sharply.
    mask = Image.frombytes("L", (60, 40), rng.randbytes(2400)).resize(SIZE)
    mask = mask.point(lambda value: 255 if value > 170 else 0)
    image.paste(image.filter(ImageFilter.GaussianBlur(8)).transpose(1), mask=mask)
    grain = Image.effect_noise(SIZE, 8)
    image = ImageChops.add(image, Image.merge("RGB", [grain] * 3), offset=-128)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def offered(extension, widths):
    return [each for each in renditions.offered(PHOTO, extension) if each.width in widths]


def ours(data):
    """As the site makes them."""
    sizes = {}
    renditions.make(
        data,
        PHOTO,
        MARKS,
        offered("webp", WEBP) + offered("avif", {AVIF}),
        lambda rendition, file: sizes.update({rendition.name: len(file)}),
    )
    return sizes


def naive(data):
    """The whole picture is decoded, and every size made from it."""
    sizes = {}
    with Image.open(io.BytesIO(data)) as image:
        for rendition in offered("webp", WEBP) + offered("avif", {AVIF}):
            size = rendition.width, renditions.height_of(PHOTO, rendition)
            small = image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
            sizes[rendition.name] = len(renditions.encode(small, rendition.extension, MARKS))
    return sizes


def vips(data):
    """libvips with the same widths and qualities: every size from the original, shrunk on load."""
    import pyvips

    sizes = {}
    for width in WEBP:
        image = pyvips.Image.thumbnail_buffer(data, width)
        options = {"Q": 80, "effort": renditions.OPTIONS["webp"]["method"], "strip": True}
        sizes[width] = len(image.webpsave_buffer(**options))
    image = pyvips.Image.thumbnail_buffer(data, AVIF)
    effort = 9 - renditions.OPTIONS["avif"]["speed"]
    sizes["avif"] = len(image.heifsave_buffer(Q=60, compression="av1", effort=effort, strip=True))
    return sizes


def vips_chained(data):
    """libvips, each size made from the next larger one."""
    import pyvips

    sizes = {}
    image = pyvips.Image.thumbnail_buffer(data, max(WEBP)).copy_memory()
    for width in sorted(WEBP, reverse=True):
        if width < image.width:
            image = image.thumbnail_image(width).copy_memory()
        options = {"Q": 80, "effort": renditions.OPTIONS["webp"]["method"], "strip": True}
        sizes[width] = len(image.webpsave_buffer(**options))
        if width == AVIF:
            effort = 9 - renditions.OPTIONS["avif"]["speed"]
            options = {"Q": 60, "compression": "av1", "effort": effort, "strip": True}
            sizes["avif"] = len(image.heifsave_buffer(**options))
    return sizes


def everything(data):
    """All renditions of a photo, with their crops."""
    sizes = {}
    renditions.make(
        data,
        PHOTO,
        MARKS,
        renditions.all_of(PHOTO),
        lambda rendition, file: sizes.update({rendition.name: len(file)}),
    )
    return sizes


WAYS = {
    "ours": ours,
    "naive": naive,
    "vips": vips,
    "vips-chained": vips_chained,
    "everything": everything,
}
NAMES = {
    "ours": "Zharshy",
    "naive": "Pillow, all decoded, each size from the original",
    "vips": "libvips, each size from the original",
    "vips-chained": "libvips, each size from the next larger one",
    "everything": "all renditions of a photo",
}


def measure(way, path):
    """Make them in this process, print what it cost as JSON."""
    data = Path(path).read_bytes()
    start, cpu_start = time.perf_counter(), time.process_time()
    sizes = WAYS[way](data)
    seconds, cpu = time.perf_counter() - start, time.process_time() - cpu_start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(json.dumps([seconds, cpu, peak, len(sizes), sum(sizes.values())]))


def run(*arguments):
    """What a process of its own says; its peak of memory is never below this one's."""
    command = [sys.executable, "-m", "tests.benchmarks.renditions", *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


def row(way, path):
    """A row of the table: three runs in processes of their own."""
    results = [json.loads(run("--measure", way, path)) for _ in range(RUNS)]
    seconds, cpu, peak, count, size = zip(*results, strict=True)

    def spread(values, digits):
        parts = min(values), statistics.median(values), max(values)
        return " / ".join(f"{value:.{digits}f}" for value in parts)

    return (
        f"| {NAMES[way]} | {count[0]} | {size[0] / 1024:.0f} | {spread(seconds, 2)} |"
        f" {spread(cpu, 2)} | {spread(peak, 0)} |"
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--measure", nargs=2, metavar=("WAY", "FILE"), help=argparse.SUPPRESS)
    parser.add_argument("--generate", metavar="FILE", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(*options.measure)
        return
    if options.generate:
        Path(options.generate).write_bytes(photograph())
        return
    has_vips = importlib.util.find_spec("pyvips")
    with tempfile.NamedTemporaryFile(suffix=".jpg") as file:
        run("--generate", file.name)
        size = Path(file.name).stat().st_size
        say(f"A generated JPEG of 24 megapixels, {size / 1e6:.1f} MB.")
        say("Least / median / most of three runs.\n")
        say("| way | files | KiB | seconds | of them CPU | peak, MiB |")
        say("|---|---|---|---|---|---|")
        for way in WAYS:
            if "vips" not in way or has_vips:
                say(row(way, file.name))
    if not has_vips:
        say("\nNot compared with libvips: `pip install pyvips[binary]` in this environment.")


if __name__ == "__main__":
    main()
