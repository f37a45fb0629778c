"""Work that a process of the site does beside its pages, in one thread for each kind of work."""

import logging
import threading

import django.db
from django.db import connections

logger = logging.getLogger(__name__)

# So long, in seconds, a worker waits for a database that does not answer or has no tables yet.
WAIT_FOR_DATABASE = 60


class Worker:
    """A thread that does what is due and sleeps; it lives and ends with its process.

    `work()` does all that is due and returns in how many seconds it wants to look again.
    """

    def __init__(self, name, work):
        self.name, self.work = name, work
        self.is_on = False
        self.thread = None
        self.starting = threading.Lock()
        self.awake = threading.Event()

    def start(self):
        """Work from now on, what was left over first; for what serves the site."""
        self.is_on = True
        self.wake()

    def wake(self):
        """Something is due. Nothing happens where there is no such worker: in commands, in tests.

        The thread is started where it does not run, as after a fork.
        """
        if not self.is_on:
            return
        self.awake.set()
        with self.starting:
            if self.thread is None or not self.thread.is_alive():
                self.thread = threading.Thread(target=self.run, name=self.name, daemon=True)
                self.thread.start()

    def run(self):
        """Work for ever, in the calling thread."""
        while True:
            self.awake.clear()
            try:
                pause = self.work()
            except django.db.Error as error:
                logger.warning("The worker “%s” waits for the database: %s", self.name, error)
                pause = WAIT_FOR_DATABASE
            except Exception:  # one failure shall not end all work until the process ends
                logger.exception("The worker “%s” failed and goes on later.", self.name)
                pause = WAIT_FOR_DATABASE
            connections.close_all()
            self.awake.wait(pause)
