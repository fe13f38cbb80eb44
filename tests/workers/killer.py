"""Kills an ingest at every step it takes on the disk, each time on a fresh desk. `python -m tests.workers.killer FOLDER`

The interpreter tells an audit hook of each file that is opened, renamed, removed and so on, before it happens: the child
of desk number N ends itself with SIGKILL at its N-th step. The last desk is the one whose child came to its end.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

from tests.workers.desk import drop, simple_refine
from workers.claim import Claim
from workers.ingest import ingest
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.files import FileStore

STEPS = {"open", "os.rename", "os.remove", "os.mkdir", "os.listdir", "os.scandir", "fcntl.flock"}
FILES = {"a.txt": "One story.\nIts text.", "tca/a.txt": "Another story.\nIts text.", "empty.txt": "  \n", "crash.txt": "crash"}


def kill_at(step: int) -> Callable[[str, tuple[object, ...]], None]:
    """An audit hook that ends its process at this step."""
    steps = count()

    def hook(event: str, _: tuple[object, ...]) -> None:
        if event in STEPS and next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    return hook


def work(spool: Spool, claims: list[Claim], step: int) -> None:
    """What the child does."""
    store, settings = FileStore(spool.records), Settings.load(spool.desk)
    sys.addaudithook(kill_at(step))
    ingest([claim.name for claim in claims], spool, [store], settings, simple_refine)
    os._exit(0)


def main(folder: Path) -> None:
    """Makes desk after desk until a child is not killed."""
    for step in count():
        spool = Spool(folder / f"{step:03}")
        spool.prepare()
        claims = spool.claim_all([drop(spool, name, text) for name, text in FILES.items()])
        child = os.fork()
        if not child:
            work(spool, claims, step)
        if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
