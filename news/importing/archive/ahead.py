"""Reading the releases of an archive in several processes, ahead of who writes them."""

import multiprocessing
import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from concurrent.futures.process import BrokenProcessPool

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from news.importing.archive.process import begin
from news.importing.archive.reading import Reading, read_groups
from news.importing.office import EXTENSIONS

# What a process is given at once: to start LibreOffice takes as long as some ten files of it.
BATCH, BATCH_WITH_OLDER = 8, 16
MAX_BATCH_BYTES = 60 * 1024 * 1024


class Reader:
    """Reads groups in their order; set `is_ending` to let it stop."""

    def __init__(self, workers):
        self.workers = workers
        self.is_ending = False

    def read(self, groups):
        """Yield each group with its readings; with one worker, read in this process."""
        batches = _batches(groups)
        if self.workers == 1:
            yield from self._read_here(batches)
            return
        while batches and not self.is_ending:
            # A process that dies takes all that wait down with it. So what was under way is read
            # one by one, and the one that does it again is refused.
            lost = yield from self._read_in_pool(batches, self.workers, 2 * self.workers)
            while lost and not self.is_ending:
                single = deque([group] for group in lost)
                lost = yield from self._read_in_pool(single, 1, 1)
                if lost and not self.is_ending:
                    group = lost[0]
                    yield group, [_ended(source) for source in group.sources]
                    lost = [*lost[1:], *(group for batch in single for group in batch)]

    def _read_here(self, batches):
        for batch in batches:
            for group, readings in zip(batch, read_groups(batch, get_language()), strict=True):
                if self.is_ending:
                    return
                yield group, readings

    def _read_in_pool(self, batches, workers, ahead):
        """Take batches off and read them, until none is left; return the groups that were lost.

        They are lost when a process dies. `ahead` batches are under way at once, so that memory
        does not fill with what waits to be written.
        """
        under_way = deque()
        # Not forked: what a process inherits of threads and connections in the midst of
        # something would break it.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context, initializer=begin) as pool:
            try:
                while batches or under_way:
                    while batches and len(under_way) < ahead:
                        future = pool.submit(read_groups, batches[0], get_language())
                        under_way.append((batches.popleft(), future))
                    readings = self._wait_for(under_way[0][1])
                    if self.is_ending:
                        return []
                    batch, _future = under_way.popleft()
                    while readings:
                        yield batch[-len(readings)], readings.pop(0)
                        if self.is_ending:
                            return []
            except BrokenProcessPool:
                return [group for batch, _future in under_way for group in batch]
            finally:
                pool.shutdown(cancel_futures=True)
        return []

    def _wait_for(self, future):
        while not self.is_ending:
            try:
                return future.result(timeout=0.5)
            except NotYet:
                continue
        return None


def _batches(groups):
    """Parts of the groups, in their order, for one process to read at once."""
    batches, size, has_older = deque(), 0, False
    for group in groups:
        limit = BATCH_WITH_OLDER if has_older else BATCH
        if not batches or len(batches[-1]) >= limit or size > MAX_BATCH_BYTES:
            batches.append([])
            size, has_older = 0, False
        batches[-1].append(group)
        size += sum(source.size for source in group.sources)
        older = tuple(EXTENSIONS)
        has_older |= any(source.path.lower().endswith(older) for source in group.sources)
    return batches


def _ended(source):
    sentence = _("“%(name)s” cannot be read: the process that read it came to its end.")
    return Reading(source, sentence=sentence % {"name": os.path.basename(source.name)})
