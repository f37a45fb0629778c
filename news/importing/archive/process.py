"""How a process of an archive's import begins. Nothing here needs Django to be set up."""

import multiprocessing
import os
import signal
import threading

import django


def begin():
    """Set up Django, leave Ctrl-C to the parent, and end when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    django.setup()


def _end_with_parent():
    # A process of a pool waits for work for ever, also where nobody is left to give it any.
    multiprocessing.parent_process().join()
    os._exit(1)
