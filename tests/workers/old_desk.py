"""A desk with a past: what came in on an old day and on a new one, for tests of `copydesk prune`.

`python -m tests.workers.old_desk FOLDER` kills a prune of everything at every step it takes on the disk, each on a fresh copy.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from tests.workers.desk import drop, simple_refine
from tests.workers.killer import kill_at
from workers.audit import Audit, audit
from workers.claim import Claim
from workers.ingest import ingest
from workers.pruning.prune import Pruner
from workers.pruning.records import RecordPruner
from workers.settings import Settings
from workers.spool import Spool
from workers.stores import Store
from workers.stores.files import FileStore

OLD, CUTOFF, NEW = date(2025, 1, 31), date(2025, 2, 1), date(2025, 2, 1)
OF_OLD = {"a.txt": "One", "tca/b.txt": "Two", "again.txt": "Twice", "empty.txt": "", "tca/crash.txt": "crash"}
OF_NEW = {"c.txt": "Three", "again.txt": "Twice", "void.txt": ""}


def on(day: date, desk: Path) -> Spool:
    """The desk on that day at noon."""
    spool = Spool(desk, clock=lambda: datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    spool.prepare()
    return spool


def come_in(spool: Spool, files: Mapping[str, str]) -> list[Claim]:
    """Drops the files and claims them."""
    return spool.claim_all([drop(spool, name, text) for name, text in files.items()])


def work_off(spool: Spool, stores: Sequence[Store], files: Mapping[str, str]) -> None:
    """The same, and brings them to their end."""
    names = [claim.name for claim in come_in(spool, files)]
    ingest(names, spool, stores, Settings.load(spool.desk), simple_refine)


def with_a_past(desk: Path, store: Store) -> Spool:
    """Of either day: what is archived and what is quarantined; of the old one also what went back, and what is claimed still."""
    old = on(OLD, desk)
    work_off(old, [store], OF_OLD)
    claim = come_in(old, {"returned.txt": "Not now"})[0]
    old.release(claim).unlink()
    come_in(old, {"in-flight.txt": "It takes its time"})
    new = on(NEW, desk)
    work_off(new, [store], OF_NEW)
    return new


def prune_all(spool: Spool, store: Store) -> None:
    """As `copydesk prune --archive --quarantine --records --ledger`."""
    pruner = Pruner(spool, [store], CUTOFF)
    pruner.archive()
    pruner.quarantine()
    RecordPruner(spool, [store], CUTOFF).records()
    pruner.ledger()


def proof(spool: Spool, store: Store) -> Audit:
    return audit(spool, [store])


def main(folder: Path) -> None:
    """Makes copy after copy until a prune is not killed."""
    template = folder / "template"
    with_a_past(template, FileStore(template / "records"))
    for step in count():
        desk = folder / f"{step:04}"
        shutil.copytree(template, desk)
        spool, store = Spool(desk), FileStore(desk / "records")
        child = os.fork()
        if not child:
            sys.addaudithook(kill_at(step))
            prune_all(spool, store)
            os._exit(0)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
            shutil.rmtree(template)
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
