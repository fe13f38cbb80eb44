"""A worker killed at any step of its work: whoever comes next ends it well, and nothing is there twice."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workers.desk import names_below, simple_refine
from tests.workers.killer import FILES
from workers.audit import audit
from workers.ingest import ingest
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.files import FileStore
from workers.tries import Tried


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One desk for each step at which its worker was killed."""
    folder = tmp_path_factory.mktemp("desks")
    command = [sys.executable, "-m", "tests.workers.killer", str(folder)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
    return sorted(folder.iterdir())


def recover(desk: Path) -> tuple[Spool, FileStore]:
    """What the reconciler and a worker do: everything that is still claimed is tried again."""
    spool, store = Spool(desk), FileStore(desk / "records")
    ingest([claim.name for claim in spool.claims()], spool, [store], Settings.load(desk), simple_refine)
    spool.tries.sweep({claim.name for claim in spool.claims()})
    return spool, store


def test_a_kill_at_any_step_loses_nothing_and_doubles_nothing(desks: list[Path]) -> None:
    assert len(desks) > 30
    for desk in desks:
        spool, store = recover(desk)

        originals = [Path(*Path(name).parts[3:]) for name in names_below(spool.archived)]
        assert originals == [Path("a.txt"), Path("tca/a.txt")], desk
        assert store.count() == 2, desk


def test_a_kill_at_any_step_leaves_one_reason_to_each_quarantined_file(desks: list[Path]) -> None:
    expected = ["crash.txt", "crash.txt.reason.json", "empty.txt", "empty.txt.reason.json"]

    assert [desk for desk in desks if names_below(recover(desk)[0].quarantined) != expected] == []


def test_a_kill_at_any_step_leaves_a_desk_that_adds_up(desks: list[Path]) -> None:
    for desk in desks:
        spool, store = recover(desk)

        proof = audit(spool, [store])

        assert proof.balanced, (desk, proof.mismatches)
        assert (proof.made, proof.archived, proof.quarantined, proof.in_flight) == (len(FILES), 2, 2, 0), desk


def test_a_kill_at_any_step_leaves_no_note_of_a_try(desks: list[Path]) -> None:
    assert [desk for desk in desks if recover(desk)[0].tries.look() != Tried()] == []
