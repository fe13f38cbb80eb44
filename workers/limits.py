"""What a story may use up, and what is said of one that used more.

A process of a worker's pool may have max_memory_bytes and no more: then Python raises MemoryError, and a library that can't
do without dies by a signal. What ends a process is noted by its parent, who sees it, beside the claims that it had in its hands
(tries.py): so that a file in quarantine says which signal it was.
"""

from __future__ import annotations

import logging
import re
import resource
from collections.abc import Callable
from typing import Any
from weakref import WeakValueDictionary

from billiard.exceptions import TimeLimitExceeded, WorkerLostError
from celery import Task, signals
from celery.worker.request import Request

from pipeline.errors import SpoolUnavailable
from workers.tries import Tries

log = logging.getLogger(__name__)
_EXIT = re.compile(r"prematurely: (?:signal \d+ \((\w+)\)|(\w+ -?\d+))", re.ASCII)  # what the pool says of a lost process


def enforce(task: Task, max_memory_bytes: int, tries: Callable[[], Tries]) -> None:
    """In each worker that runs this task: its processes are limited, and its cut off tries are noted in `tries()`."""

    def limit(**_: Any) -> None:
        limit_memory(max_memory_bytes)

    # What the pool says of a lost process does not name it; what Celery knows of the task does, as long as it is there.
    at_work: WeakValueDictionary[str, Request] = WeakValueDictionary()

    def received(request: Request, **_: Any) -> None:
        at_work[request.id] = request

    def failed(task_id: str, exception: BaseException | None = None, **_: Any) -> None:
        _note(tries, at_work.get(task_id), exception)

    def sent_again(request: Any = None, reason: Any = None, **_: Any) -> None:
        _note(tries, at_work.get(request.id), reason.exc)

    signals.worker_process_init.connect(limit, weak=False)
    signals.task_received.connect(received, weak=False)
    signals.task_failure.connect(failed, sender=task, weak=False)
    signals.task_retry.connect(sent_again, sender=task, weak=False)


def limit_memory(max_bytes: int) -> None:
    """From now on this process gets no more than this for its data: heap, large blocks and the stacks of threads.

    Not the address space, which the mappings of libraries and unused reserves fill. Linux only; elsewhere it does little.
    """
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (max_bytes if most == resource.RLIM_INFINITY else min(max_bytes, most), most))


def how_it_ended(error: BaseException | None) -> str | None:
    """SIGKILL, hard_time_limit; None for an error that takes no process along, or does not say."""
    if isinstance(error, TimeLimitExceeded):
        return "hard_time_limit"
    if isinstance(error, WorkerLostError) and (found := _EXIT.search(str(error))):
        return found[1] or found[2]
    return None


def _note(tries: Callable[[], Tries], request: Request | None, error: BaseException | None) -> None:
    how = how_it_ended(error)
    if how and request and request.worker_pid:
        try:
            tries().ended_with(request.worker_pid, how)
        except SpoolUnavailable as full:  # it goes to quarantine without it
            log.warning("not noted how a try ended: %s", full)
