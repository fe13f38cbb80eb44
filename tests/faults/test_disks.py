"""Disks that say no: full, read-only, closed to us. Nothing is lost, nothing goes to quarantine for it, and it goes on by itself.

Full and read-only disks are small tmpfs mounts: that takes root, elsewhere these tests skip.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.errors import SpoolUnavailable
from tests.workers.desk import claimed, drop, names_below, simple_refine
from workers.audit import audit
from workers.ingest import Outcome, ingest
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.files import FileStore


def mount(*options: str) -> None:
    done = subprocess.run(["mount", "-t", "tmpfs", *options], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no small disk to be had: {done.stderr.strip()}")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A desk on a disk of 400 kB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if os.geteuid() != 0:
        pytest.skip("mounting takes root")
    mount("-o", "size=400k", "copydesk-test", str(disk))
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


@pytest.fixture
def spool(small_disk: Path) -> Spool:
    made = Spool(small_disk / "desk")
    made.prepare()
    return made


def fill(disk: Path) -> Path:
    """Leaves no byte free."""
    path = disk / "filler"
    with path.open("wb", buffering=0) as filler:
        try:
            while True:
                filler.write(bytes(1024))
        except OSError:
            return path


def work(spool: Spool, store: FileStore) -> Outcome:
    names = [claim.name for claim in spool.claims()]
    return ingest(names, spool, [store], Settings.load(spool.desk), simple_refine)


def test_a_full_disk_keeps_the_claims_until_there_is_room(spool: Spool, small_disk: Path) -> None:
    store = FileStore(spool.records)
    for name, text in {"a.txt": "One" + "." * 20_000, "b.txt": "Two" + "." * 20_000, "empty.txt": ""}.items():
        claimed(spool, name, text)
    filler = fill(small_disk)

    full = [work(spool, store) for _ in range(Settings.load(spool.desk).max_tries + 1)]
    filler.unlink()
    free = work(spool, store)

    assert set(full) == {Outcome(kept=3)}
    assert free == Outcome(archived=2, quarantined=1)
    assert audit(spool, [store]).balanced
    assert names_below(spool.scratch) == names_below(spool.records / ".new") == []


def test_a_full_disk_claims_nothing_that_would_be_forgotten(spool: Spool, small_disk: Path) -> None:
    path = drop(spool, "a.txt")
    filler = fill(small_disk)
    with suppress(SpoolUnavailable):
        spool.claim(path)
    filler.unlink()

    spool.claim(path)

    assert [claim.original for claim in spool.claims()] == ["a.txt"]


@pytest.mark.parametrize("folder", ["archive", "quarantine", "records"])
def test_a_read_only_folder_keeps_the_claims_until_it_is_writable(spool: Spool, folder: str) -> None:
    store = FileStore(spool.records)
    claimed(spool, "a.txt", "" if folder == "quarantine" else "One")
    mount("-o", "ro", "copydesk-test", str(spool.desk / folder))

    refused = work(spool, store)
    subprocess.run(["umount", str(spool.desk / folder)], check=True)

    assert refused == Outcome(kept=1)
    assert work(spool, store).kept == 0


READ = """
import os, sys
from pathlib import Path
from pipeline.errors import NotPermitted
from workers.reading import read_regular

if os.geteuid() == 0:
    os.setuid(65534)
try:
    read_regular(Path(sys.argv[1]), "story.txt", 1000)
except NotPermitted as error:
    print(error.reason)
"""


def test_a_file_that_is_closed_to_us_is_refused_for_that_reason() -> None:
    path = Path("/tmp") / f"copydesk-test-{os.getpid()}.txt"
    path.write_text("A story.")
    path.chmod(0)

    command = [sys.executable, "-c", READ, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    path.unlink()

    assert done.stdout == "not_permitted\n"
