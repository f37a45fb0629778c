"""The project's settings for the tests: quick passwords, own folders, no HTTPS."""

import atexit
import multiprocessing
import os
import shutil
import tempfile

# Read by config.settings, so they come before it.
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ["HTTPS"] = os.environ["DEBUG"] = os.environ["DEMO"] = "off"
if multiprocessing.parent_process() is None:  # a process that a test starts shares its folder
    os.environ["VAR_DIR"] = os.environ["MEDIA_ROOT"] = tempfile.mkdtemp(prefix="zharshy-tests-")
    atexit.register(shutil.rmtree, os.environ["VAR_DIR"], ignore_errors=True)
os.environ["CONN_MAX_AGE"] = "0"
os.environ["SEND_NOTICES_IN_PROCESS"] = os.environ["MAKE_RENDITIONS_IN_PROCESS"] = "off"

from config.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["*"]
LOGGING["root"]["handlers"] = []  # noqa: F405 - pytest shows the log of a test that fails
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # In a file, as in production: threads share a database in memory, but not safely.
    DATABASES["default"]["TEST"] = {"NAME": f"{os.environ['VAR_DIR']}/tests.sqlite3"}  # noqa: F405
