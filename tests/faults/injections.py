"""What is done to a desk at work: each injection a few lines, by the name that it has in the table."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from random import Random
from typing import Final

from tests.faults.cast import PATIENCE, WATCHERS, WORKERS, Cast
from tests.workers.desk import until
from workers.claim import Claim

Injection = Callable[[Cast, Random], None]
PAUSE: Final = (0.3, 2.0)  # seconds for which somebody is stopped, or a disk refuses
JUMPS: Final = (-86_400, 0, 3_600)  # seconds before the real time: a day back, right again, an hour forward


def kill_child(cast: Cast, dice: Random) -> None:
    """SIGKILL to one process of a worker's pool."""
    if children := cast.children(dice.choice(WORKERS)):
        with suppress(ProcessLookupError):
            os.kill(dice.choice(children), signal.SIGKILL)


def kill_worker(cast: Cast, dice: Random) -> None:
    """SIGKILL to a worker and its whole pool."""
    cast.kill_all(dice.choice(WORKERS))


def kill_watcher(cast: Cast, dice: Random) -> None:
    """SIGKILL to a watcher, the other one goes on."""
    cast.kill_all(dice.choice(WATCHERS))


def stop_worker(cast: Cast, dice: Random) -> None:
    """SIGTERM: Celery's warm shutdown."""
    cast.signal(dice.choice(WORKERS), signal.SIGTERM)


def quit_worker(cast: Cast, dice: Random) -> None:
    """SIGQUIT: Celery's cold shutdown, in the middle of a task."""
    cast.signal(dice.choice(WORKERS), signal.SIGQUIT)


def stop_watcher(cast: Cast, dice: Random) -> None:
    """SIGTERM to a watcher."""
    cast.signal(dice.choice(WATCHERS), signal.SIGTERM)


def freeze_worker(cast: Cast, dice: Random) -> None:
    """SIGSTOP to a worker, for longer than a message is thought to be on its way."""
    name = dice.choice(WORKERS)
    cast.signal(name, signal.SIGSTOP)
    _wait(dice)
    cast.signal(name, signal.SIGCONT)


def kill_server(cast: Cast, dice: Random) -> None:
    """SIGKILL to the broker; it comes back with what it has on the disk."""
    if pid := cast.server.pid:
        os.kill(pid, signal.SIGKILL)


def wipe_server(cast: Cast, dice: Random) -> None:
    """Everything in the broker is gone: queue and unacknowledged messages."""
    cast.server.wipe()


def pause_server(cast: Cast, dice: Random) -> None:
    """SIGSTOP to the broker for a while."""
    if pid := cast.server.pid:
        os.kill(pid, signal.SIGSTOP)
        _wait(dice)
        os.kill(pid, signal.SIGCONT)


def fill_disk(cast: Cast, dice: Random) -> None:
    """The desk's disk is full for a while; the embedded server's file is on it too."""
    with cast.disk.full():
        _wait(dice)


def refuse_records(cast: Cast, dice: Random) -> None:
    """The store is read-only for a while: nothing can be put into it."""
    with cast.disk.read_only(cast.spool.records):
        _wait(dice)


def jump_clock(cast: Cast, dice: Random) -> None:
    """The time of day of a worker or a watcher jumps while it works, and stays so until it jumps again."""
    clock = cast.clocks[dice.choice(sorted(cast.clocks))]
    clock.jump(dice.choice([ahead for ahead in JUMPS if ahead != clock.ahead]))


def take_claim(cast: Cast, dice: Random) -> None:
    """Somebody takes a claimed file away: this one is lost, and the audit has to say so."""
    until(lambda: any(_taken(cast, claim) for claim in cast.spool.claims()), PATIENCE)


def _taken(cast: Cast, claim: Claim) -> bool:
    """False where a worker was faster."""
    place = cast.disk.folder / f"taken-{claim.id}"
    with suppress(FileNotFoundError):
        (cast.spool.claimed / claim.name).rename(place)
        cast.taken[claim] = place
        return True
    return False


INJECTIONS: Final[dict[str, Injection]] = {
    "SIGKILL of a pool process": kill_child,
    "SIGKILL of a worker and its pool": kill_worker,
    "SIGKILL of a watcher": kill_watcher,
    "SIGTERM of a worker (warm shutdown)": stop_worker,
    "SIGQUIT of a worker (cold shutdown)": quit_worker,
    "SIGTERM of a watcher": stop_watcher,
    "SIGSTOP of a worker": freeze_worker,
    "SIGKILL of the broker": kill_server,
    "the broker wiped": wipe_server,
    "SIGSTOP of the broker": pause_server,
    "the disk full": fill_disk,
    "the store read-only": refuse_records,
    "a clock that jumps": jump_clock,
    "a claimed file taken away": take_claim,
}


def possible(cast: Cast) -> dict[str, Injection]:
    """What can be done here: a small disk takes root, a clock that jumps a compiler."""
    needs = {"the disk full": cast.disk.mounted, "the store read-only": cast.disk.mounted, "a clock that jumps": cast.clocks}
    return {name: injection for name, injection in INJECTIONS.items() if needs.get(name, True)}


def _wait(dice: Random) -> None:
    """The fault itself lasts this long: nothing to wait for."""
    until(lambda: False, dice.uniform(*PAUSE))
