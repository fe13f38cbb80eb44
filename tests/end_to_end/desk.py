"""A desk with the installed `copydesk run` at work on it, and what a test asks of it."""

from __future__ import annotations

import os
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.workers.desk import until
from tests.workers.processes import COPYDESK, with_words
from workers.broker import EmbeddedBroker
from workers.spool import Spool
from workers.stores.files import FileStore

PATIENCE = 60.0  # seconds, on a busy machine
STORY = """Ferry {number} stops for the winter

The ferry to Saltmarsh Island stopped running on Tuesday, for the {number}th time since the pier was built.

Harbormaster Wilhelmina Okoro-Lund said the pilings would be looked at before the ice came.
"""


def story(number: int) -> bytes:
    """One of as many different stories as you like."""
    return STORY.format(number=number).encode()


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The installed command, run to its end."""
    return subprocess.run([COPYDESK, *arguments], capture_output=True, text=True, timeout=4 * PATIENCE, check=False)


class Desk:
    """A desk with `copydesk run` at work on it."""

    def __init__(self, spool: Spool, process: subprocess.Popen[bytes], said: Path) -> None:
        self.spool = spool
        self.process = process
        self.said = said

    def worker_processes(self) -> tuple[int, list[int]]:
        """The worker itself, and the processes of its pool."""
        found = with_words("worker", str(self.spool.desk))
        [main] = [pid for pid in found if os.getsid(pid) == pid]
        return main, [pid for pid in found if pid != main]

    def done(self, stories: int) -> bool:
        """So many originals archived, and nothing on its way."""
        return len(originals(self.spool)) == stories and not self.spool.claims()

    def end(self, what: signal.Signals = signal.SIGINT) -> int:
        """Asks it to end; its exit code."""
        self.process.send_signal(what)
        return self.process.wait(PATIENCE)


@contextmanager
def running(spool: Spool, settings: Mapping[str, str] | None = None, options: Sequence[str] = ()) -> Iterator[Desk]:
    """`copydesk run` on this desk, with settings in the environment; ended at once when the block ends."""
    said = spool.desk.with_name("said.txt")
    with said.open("wb") as output:
        process = subprocess.Popen(
            [COPYDESK, "run", spool.desk, *options], stdout=output, stderr=output, env={**os.environ, **(settings or {})}
        )
    try:
        assert until(lambda: "is running" in said.read_text() or process.poll() is not None, PATIENCE)
        assert process.poll() is None, said.read_text()
        yield Desk(spool, process, said)
    finally:
        _end_at_once(process)
        until(lambda: not with_words("worker", str(spool.desk)), PATIENCE)  # they are leashed
        if process.returncode < 0:  # killed: then its server is an orphan, and who opens it next takes it over
            with EmbeddedBroker(spool.state / "broker"):
                pass


def _end_at_once(process: subprocess.Popen[bytes]) -> None:
    """As two Ctrl-C do; two different signals never merge into one."""
    for what in (signal.SIGINT, signal.SIGTERM):
        process.send_signal(what)
    with suppress(subprocess.TimeoutExpired):
        process.wait(PATIENCE)
    process.kill()
    process.wait()


def originals(spool: Spool) -> Counter[bytes]:
    """What lies in the archive, byte for byte."""
    return Counter(path.read_bytes() for path in spool.archived.rglob("*") if path.is_file())


def headlines(spool: Spool) -> Counter[str | None]:
    """Of the records, by how many have each."""
    store = FileStore(spool.records)
    records = [store.get(ident) for ident in store.ids()]
    return Counter(record.headline for record in records if record)
