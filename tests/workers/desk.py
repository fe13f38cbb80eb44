"""Helpers for tests on a desk: drop files, claim them, and a refine() of a few lines whose every error is known."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.document import Defaults
from pipeline.errors import EmptyCopy
from pipeline.record import Block, Record, Source
from workers.claim import Claim
from workers.spool import Spool

NOTHING_KNOWN = Defaults()


def simple_refine(raw: bytes, filename: str, defaults: Defaults = NOTHING_KNOWN) -> list[Record]:
    """One record: the first line is the headline, the others are paragraphs. Raises EmptyCopy; chokes on "crash"."""
    if not raw.strip():
        raise EmptyCopy(filename, "nothing but white space", "send it again")
    if raw.startswith(b"crash"):
        raise RuntimeError("a fault of ours")
    return [a_record(raw, filename)]


def a_record(raw: bytes, filename: str = "story.txt", item: int | None = None) -> Record:
    """The record of these bytes; with an item number as one of several in its file."""
    digest = hashlib.sha256(raw).hexdigest()
    headline, *body = raw.decode("utf-8", "replace").splitlines()
    return Record(
        id=digest[:32] + (f"#{item}" if item else ""),
        content_hash=digest,
        headline=headline,
        body=tuple(Block(text=line) for line in body),
        source=Source(file=filename, format="plain", encoding="utf-8", bytes=len(raw), sha256=digest, item=item),
    )


def drop(spool: Spool, name: str, data: bytes | str = "A story.\nIt goes on.") -> Path:
    """Puts a finished file into the inbox, or a folder of it."""
    path = spool.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def claimed(spool: Spool, name: str, data: bytes | str = "A story.\nIt goes on.") -> Claim:
    """Drops a file and claims it."""
    claim = spool.claim(drop(spool, name, data))
    assert claim
    return claim


def names_below(folder: Path) -> list[str]:
    """The files below a folder, by their path in it."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


def until(condition: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Waits for a condition; True as soon as it holds, False when it does not in time."""
    deadline = time.monotonic() + seconds
    while not (holds := condition()) and time.monotonic() < deadline:
        time.sleep(0.01)
    return holds
