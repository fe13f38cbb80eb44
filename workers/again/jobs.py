"""Refining again in several processes: batches go out, sums come back, never more of either than there are hands."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context, parent_process

from pipeline.errors import OutOfMemory
from workers.again.originals import Kept
from workers.again.refining import Again
from workers.again.report import Summary

BATCH = 64  # originals
AHEAD = 2  # batches for each process: one in its hands, one waiting

_ours: Again  # this process' own, with its stores opened once


def run(again: Again, originals: Iterable[Kept], jobs: int) -> Iterator[Summary]:
    """The sums of batch after batch; with one job in this process. Raises as Again.batch, and OutOfMemory for a lost process."""
    left = iter(originals)
    batches = iter(lambda: list(islice(left, BATCH)), [])
    if jobs == 1:
        yield from map(again.batch, batches)
        return
    # Not forked: what is opened here, connections and threads, is not theirs.
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (again,))
    try:
        yield from _ahead(pool, batches, AHEAD * jobs)
    except BrokenProcessPool as lost:
        raise OutOfMemory(str(again.settings.desk), "a process was killed", "run it again, with fewer --jobs") from lost
    finally:
        pool.shutdown(cancel_futures=True)


def _ahead(pool: ProcessPoolExecutor, batches: Iterable[Sequence[Kept]], most: int) -> Iterator[Summary]:
    out: deque[Future[Summary]] = deque()
    for batch in batches:
        out.append(pool.submit(_batch, batch))
        if len(out) == most:
            yield out.popleft().result()
    yield from (future.result() for future in out)


def _begin(again: Again) -> None:
    """In each process: Ctrl-C is its parent's to heed, and it ends with its parent, however that ends."""
    global _ours
    _ours = again
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _batch(originals: Sequence[Kept]) -> Summary:
    return _ours.batch(originals)


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
    os._exit(1)
