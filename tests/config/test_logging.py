"""What the site writes on the standard error output."""

import os
import subprocess
import sys

import pytest

# A site of its own, whose pages fail in different ways.
SITE = """
import django
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.urls import path

django.setup()
settings.ROOT_URLCONF, settings.MIDDLEWARE = "__main__", []
settings.ALLOWED_HOSTS = ["testserver"]

def fail(request):
    raise ZeroDivisionError("nobody divides")

def attack(request):
    raise SuspiciousOperation("an attack")

urlpatterns = [path("fail/", fail), path("attack/", attack)]

from django.test import Client
client = Client(raise_request_exception=False)
for page in ("fail", "attack", "nowhere"):
    client.get(f"/{page}/")
"""


@pytest.mark.parametrize("debug", ["on", "off"])
def test_failures_and_attacks_are_written_down_once(debug):
    run = subprocess.run(  # noqa: S603
        [sys.executable, "-c", SITE],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": debug},
        capture_output=True,
        text=True,
        check=True,
    )
    assert [run.stderr.count(text) for text in ("ERROR", "WARNING", "nowhere")] == [2, 0, 0]
    assert run.stderr.count("ERROR django.request: Internal Server Error: /fail/\n") == 1
    assert run.stderr.count("ZeroDivisionError: nobody divides") == 1
    assert run.stderr.count("ERROR django.security.SuspiciousOperation: an attack") == 1
    assert run.stdout == ""
