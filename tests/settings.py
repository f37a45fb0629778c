"""The project's settings for the tests: quick passwords, own folders, no HTTPS."""

import os
import tempfile

# Read by config.settings, so they come before it.
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ["HTTPS"] = os.environ["DEBUG"] = os.environ["DEMO"] = "off"
os.environ["SERVE_MEDIA"] = "on"
os.environ["VAR_DIR"] = os.environ["MEDIA_ROOT"] = tempfile.mkdtemp(prefix="zharshy-tests-")

from config.settings import *  # noqa: E402, F403

ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
