"""Which archived originals are meant: by where they came from, when, and what they are; each bytes once."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.workers.desk import a_record, claimed, drop, simple_refine
from workers.again.originals import how_many, originals
from workers.choice import ANY, Choice
from workers.ingest import ingest
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.memory import MemoryStore

OLD, NEW = date(2025, 1, 31), date(2025, 2, 1)


def archive(desk: Path, day: date, *names: str, text: str | None = None) -> Spool:
    """Brings files of these names to their end on this day; without a text each has its own."""
    spool = Spool(desk, clock=lambda: datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
    spool.prepare()
    for name in names:
        said = text or ascii(name)
        ingest([claimed(spool, name, said).name], spool, [MemoryStore()], Settings.load(desk), simple_refine)
    return spool


@pytest.fixture
def desk(tmp_path: Path) -> Spool:
    archive(tmp_path / "desk", OLD, "a.txt", "tca/b.txt")
    return archive(tmp_path / "desk", NEW, "tca/sports/c.txt")


@pytest.mark.parametrize(
    ("choice", "labels"),
    [
        (ANY, ["2025/02/01/tca/sports/c.txt", "2025/01/31/a.txt", "2025/01/31/tca/b.txt"]),
        (Choice(source="tca"), ["2025/02/01/tca/sports/c.txt", "2025/01/31/tca/b.txt"]),
        (Choice(source=""), ["2025/01/31/a.txt"]),
        (Choice(since=NEW), ["2025/02/01/tca/sports/c.txt"]),
        (Choice(before=NEW), ["2025/01/31/a.txt", "2025/01/31/tca/b.txt"]),
        (Choice(source="tca", before=NEW), ["2025/01/31/tca/b.txt"]),
    ],
)
def test_the_newest_day_comes_first_of_what_is_chosen(desk: Spool, choice: Choice, labels: list[str]) -> None:
    assert [kept.label for kept in originals(desk, choice)] == labels
    assert how_many(desk, choice) >= len(labels)


def test_one_is_chosen_by_the_id_of_its_record_or_of_a_part_of_it(desk: Spool) -> None:
    wanted = a_record(ascii("tca/b.txt").encode()).id

    assert [kept.source for kept in originals(desk, ANY, [f"{wanted}#2"])] == ["tca"]


def test_of_the_same_bytes_only_the_copy_that_came_last_counts(tmp_path: Path) -> None:
    archive(tmp_path, OLD, "old/a.txt", text="Twice")
    spool = archive(tmp_path, NEW, "z/a.txt", "m/a.txt", text="Twice")

    assert [kept.source for kept in originals(spool, ANY)] == ["m"]
    assert list(originals(spool, Choice(source="old"))) == []
    assert list(originals(spool, Choice(before=NEW))) == []


def test_a_desk_without_its_ledger_has_its_originals_all_the_same(desk: Spool) -> None:
    shutil.rmtree(desk.ledger.folder)

    assert {kept.source for kept in originals(desk, ANY)} == {"", "tca", "tca/sports"}


def test_two_files_of_one_name_are_two_and_both_know_their_name(tmp_path: Path) -> None:
    for text in ("One", "Two"):
        spool = archive(tmp_path, NEW, "a.b.txt", text=text)

    assert [kept.filename for kept in originals(spool, ANY)] == ["a.b.txt", "a.b.txt"]


@pytest.mark.parametrize("name", [os.fsdecode(b"caf\xe9.txt"), "two\nlines.txt", "-rf", "~", "100%.txt"])
def test_any_name_has_a_label_that_is_plain_text_on_one_line(tmp_path: Path, name: str) -> None:
    (kept,) = originals(archive(tmp_path, NEW, name), ANY)

    assert kept.label.isprintable()
    assert kept.path.name == name


def test_what_is_claimed_or_waits_is_no_original(desk: Spool) -> None:
    drop(desk, "waiting.txt", "Not yet")
    claimed(desk, "claimed.txt", "In hand")

    assert len(list(originals(desk, ANY))) == 3
