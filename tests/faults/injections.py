"""What is done to a desk at work: each injection a few lines, by the name that it has in the table."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Final

import redis

from tests.faults.cast import Cast
from tests.workers.desk import until

Injection = Callable[[Cast, Random], None]
PAUSE = (0.3, 2.0)  # seconds for which somebody is stopped


def kill_child(cast: Cast, dice: Random) -> None:
    """SIGKILL to one process of a worker's pool."""
    if children := cast.children(_worker(dice)):
        with suppress(ProcessLookupError):
            os.kill(dice.choice(children), signal.SIGKILL)


def kill_worker(cast: Cast, dice: Random) -> None:
    """SIGKILL to a worker and its whole pool."""
    cast.kill_all(_worker(dice))


def kill_watcher(cast: Cast, dice: Random) -> None:
    """SIGKILL to a watcher, the other one goes on."""
    cast.kill_all(_watcher(dice))


def stop_worker(cast: Cast, dice: Random) -> None:
    """SIGTERM: Celery's warm shutdown."""
    cast.signal(_worker(dice), signal.SIGTERM)


def quit_worker(cast: Cast, dice: Random) -> None:
    """SIGQUIT: Celery's cold shutdown, in the middle of a task."""
    cast.signal(_worker(dice), signal.SIGQUIT)


def stop_watcher(cast: Cast, dice: Random) -> None:
    """SIGTERM to a watcher."""
    cast.signal(_watcher(dice), signal.SIGTERM)


def freeze_worker(cast: Cast, dice: Random) -> None:
    """SIGSTOP to a worker, for longer than a message is thought to be on its way."""
    name = _worker(dice)
    cast.signal(name, signal.SIGSTOP)
    _wait(dice)
    cast.signal(name, signal.SIGCONT)


def kill_server(cast: Cast, dice: Random) -> None:
    """SIGKILL to the Redis server; it comes back with its append-only file."""
    if cast.broker and (pid := cast.broker.pid):
        os.kill(pid, signal.SIGKILL)


def wipe_server(cast: Cast, dice: Random) -> None:
    """Everything in Redis is gone: queue, unacknowledged messages, bindings."""
    if cast.broker:
        redis.Redis(unix_socket_path=str(cast.broker.socket)).flushall()


def pause_server(cast: Cast, dice: Random) -> None:
    """SIGSTOP to the Redis server for a while."""
    if cast.broker and (pid := cast.broker.pid):
        os.kill(pid, signal.SIGSTOP)
        _wait(dice)
        os.kill(pid, signal.SIGCONT)


INJECTIONS: Final[dict[str, Injection]] = {
    "SIGKILL of a pool process": kill_child,
    "SIGKILL of a worker": kill_worker,
    "SIGKILL of a watcher": kill_watcher,
    "SIGTERM of a worker": stop_worker,
    "SIGQUIT of a worker": quit_worker,
    "SIGTERM of a watcher": stop_watcher,
    "SIGSTOP of a worker": freeze_worker,
    "SIGKILL of Redis": kill_server,
    "FLUSHALL of Redis": wipe_server,
    "SIGSTOP of Redis": pause_server,
}


def _worker(dice: Random) -> str:
    return dice.choice(("worker", "second worker"))


def _watcher(dice: Random) -> str:
    return dice.choice(("watcher", "second watcher"))


def _wait(dice: Random) -> None:
    """The fault itself lasts this long: nothing to wait for."""
    until(lambda: False, dice.uniform(*PAUSE))
