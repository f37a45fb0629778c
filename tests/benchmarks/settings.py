"""The project's settings as in production, but for plain HTTP, with the benchmarks' addresses."""

import os
import tempfile

# Read by config.settings, so they come before it; child processes inherit them.
os.environ.setdefault("BENCH_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/zharshy_bench")
if "BENCH_DIR" not in os.environ:
    os.environ["BENCH_DIR"] = tempfile.mkdtemp(prefix="zharshy-bench-")
os.environ.update(
    DATABASE_URL=os.environ["BENCH_DATABASE_URL"],
    VAR_DIR=os.environ["BENCH_DIR"],
    MEDIA_ROOT=f"{os.environ['BENCH_DIR']}/media",
    SECRET_KEY="only-for-benchmarks-" + "x" * 40,
    ALLOWED_HOSTS="127.0.0.1",
    HTTPS="off",
    DEBUG="off",
    DEMO="off",
)

from config.settings import *  # noqa: E402, F403

ROOT_URLCONF = "tests.benchmarks.urls"
