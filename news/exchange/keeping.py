"""A table that waits between its dry run and its import, where every host of the site finds it.

Its name is known to the session alone that handed it in: nobody else can have it imported.
"""

import contextlib
import datetime as dt
import os
import secrets

from django.core.files.base import ContentFile
from django.utils import timezone

from media.models import originals

KEY = "tables_to_import"
FOLDER = "tables"
AGE = dt.timedelta(days=1)


def keep_table(session, kind, name, data):
    """Keep a table instead of the one that waits already; return its token. Raises `OSError`."""
    forget_table(session, kind)
    _delete_old()
    token = secrets.token_hex(16)
    originals().save(_stored_name(token, name), ContentFile(data))
    session[KEY] = {**session.get(KEY, {}), kind: {"token": token, "name": name}}
    return token


def kept_table(session, kind, token):
    """`(name, data)` of the table with a token; None if another one took its place, or none is."""
    kept = session.get(KEY, {}).get(kind)
    if not kept or not secrets.compare_digest(kept["token"].encode(), token.encode()):
        return None
    with contextlib.suppress(OSError), originals().open(_stored_name(token, kept["name"])) as file:
        return kept["name"], file.read()
    return None


def forget_table(session, kind):
    kept = dict(session.get(KEY, {}))
    if former := kept.pop(kind, None):
        with contextlib.suppress(OSError):
            originals().delete(_stored_name(former["token"], former["name"]))
        session[KEY] = kept


def _stored_name(token, name):
    return f"{FOLDER}/{token}{os.path.splitext(name)[1].lower()}"


def _delete_old():
    """Whoever never confirmed an import leaves nothing behind for long."""
    with contextlib.suppress(OSError):
        for name in originals().listdir(FOLDER)[1]:
            path = f"{FOLDER}/{name}"
            if originals().get_modified_time(path) < timezone.now() - AGE:
                originals().delete(path)
