"""A disk that takes what is written and refuses it when it is to be synced, as network disks do: nothing stays of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.absent import absent

SOURCE = Path(__file__).with_name("refused.c")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is preloaded; without a compiler skipped, and in CI failed."""
    compiler = shutil.which("cc")
    if not compiler:
        absent("no C compiler on this machine")
    built = tmp_path_factory.mktemp("refused") / "refused.so"
    subprocess.run([compiler, "-O2", "-Wall", "-shared", "-fPIC", "-o", built, SOURCE], check=True)
    return built


QUARANTINE = """
import os, sys
from pathlib import Path
from pipeline.errors import EmptyCopy, SpoolUnavailable
from tests.workers.desk import claimed
from workers.spool import Spool

spool = Spool(Path(sys.argv[1]))
spool.prepare()
claim = claimed(spool, "empty.txt", " ")
for _ in range(5):
    try:
        spool.quarantine(claim, EmptyCopy("empty.txt", "nothing in it"))
    except SpoolUnavailable:
        print(len(os.listdir("/proc/self/fd")), len(list(spool.scratch.iterdir())), len(spool.claims()))
"""
LINES = """
import sys
from pathlib import Path
from pipeline.errors import StoreUnavailable
from tests.workers.desk import a_record
from workers.stores.ndjson import NdjsonStore

try:
    NdjsonStore(Path(sys.argv[1])).put_many([a_record(b"One")])
except StoreUnavailable:
    print((Path(sys.argv[1]) / "000001.ndjson").read_bytes())
"""


def told(library: Path, refused: str, program: str, folder: Path) -> list[str]:
    """What a process says to which this disk refuses paths with `refused` in them."""
    environment = {**os.environ, "LD_PRELOAD": str(library), "REFUSED_PATH": refused}
    done = subprocess.run([sys.executable, "-c", program, folder], env=environment, check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def test_a_reason_that_can_not_be_synced_leaves_neither_draft_nor_descriptor_and_its_story_claimed(
    library: Path, tmp_path: Path
) -> None:
    said = [line.split() for line in told(library, "/scratch/", QUARANTINE, tmp_path)]

    assert len({descriptors for descriptors, _, _ in said}) == 1
    assert [(drafts, claims) for _, drafts, claims in said] == [("0", "1")] * 5


def test_a_line_that_can_not_be_synced_does_not_stay_to_be_taken_for_written(library: Path, tmp_path: Path) -> None:
    assert told(library, ".ndjson", LINES, tmp_path) == ["b''"]
