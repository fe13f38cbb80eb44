"""What worker processes count: no number twice, none lost with a process, no file that grows for ever."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.errors import StillChanging
from pipeline.record import Agency, Caution, Record, Removed
from tests.workers.desk import a_record, claimed, until
from workers.archive import Original
from workers.metrics import numbers as metrics
from workers.metrics.numbers import FOLD_BYTES, LABEL_CHARS, MOST_SERIES, Meter, at_work, totals
from workers.spool import Spool

COUNTER = """
import sys
from pathlib import Path
from workers.metrics.numbers import Meter
meter = Meter(Path(sys.argv[1]))
meter.begin()
print("counting", flush=True)
sys.stdin.read()
"""


@dataclass(frozen=True)
class Done:
    original: Original
    records: tuple[Record, ...]


def done(spool: Spool, *records: Record) -> Done:
    return Done(Original(claimed(spool, "story.txt"), 1000, "0" * 64), records)


def reuters(**fields: object) -> Record:
    return a_record(b"A story.").model_copy(update={"agency": Agency(id="reuters", name="Reuters"), **fields})


def test_a_story_counts_by_its_agency_its_format_its_status_its_warnings_and_its_rules(spool: Spool) -> None:
    removed = tuple(Removed(line=line, text="___", label="separator", rule="any.separator") for line in (3, 5))
    record = reuters(removed=removed, warnings=(Caution(code="no_byline", message="nobody signed"),))

    spool.meter.count([(done(spool, record), None)])

    expected = {
        "files": 1,
        "bytes": 1000,
        "stories\treuters\tplain\tusable": 1,
        "warnings\tno_byline": 1,
        "rules\tany.separator": 2,
    }
    assert totals(spool.meter.folder) == expected


def test_what_has_not_ended_does_not_count(spool: Spool) -> None:
    spool.meter.count([(done(spool, reuters()), StillChanging("story.txt", "still written to"))])

    assert totals(spool.meter.folder) == {}


def test_the_time_of_a_story_is_taken_from_its_claim_to_now(spool: Spool, tmp_path: Path) -> None:
    old = tmp_path / "story.txt"
    old.write_text("A story.")
    os.utime(old, (0, 0))  # moved in as it was: how long it had lain elsewhere is none of ours

    spool.meter.count([(done(spool, reuters()), old)])

    counted = totals(spool.meter.folder)
    assert counted["latency_ms"] < 60_000
    assert sum(number for name, number in counted.items() if name.startswith("latency\t")) == 1


def test_a_process_goes_on_where_the_last_one_stopped(spool: Spool, tmp_path: Path) -> None:
    folder = tmp_path / "metrics"
    ends = [subprocess.Popen([sys.executable, "-c", COUNTER, folder], stdin=-1, stdout=-1) for _ in range(2)]
    for end in ends:
        assert end.stdout
        end.stdout.readline()
    assert at_work(folder) == 2

    for end in ends:
        end.send_signal(signal.SIGKILL)
        end.communicate()
    Meter(folder).count([(done(spool, reuters()), None)])
    Meter(folder).count([(done(spool, reuters()), None)])

    assert sorted(path.name for path in folder.glob("*.jsonl")) == ["0.jsonl", "1.jsonl"]
    assert totals(folder)["files"] == 2


def test_nobody_is_at_work_when_all_are_killed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", COUNTER, tmp_path], stdin=-1, stdout=-1) as process:
        assert process.stdout
        process.stdout.readline()
        process.kill()

    assert until(lambda: at_work(tmp_path) == 0)


def test_a_file_is_folded_before_it_grows_without_end_and_no_number_is_lost(spool: Spool) -> None:
    story = done(spool, reuters())
    for _ in range(5000):
        spool.meter.count([(story, None)])

    assert totals(spool.meter.folder)["files"] == 5000
    assert (spool.meter.folder / "0.jsonl").stat().st_size < FOLD_BYTES * 2


@pytest.mark.parametrize("torn", [b'\n{"files": 1, "by', b"\n\xff\x00", b"\n[1]", b'\n{"files": "many"}'])
def test_a_line_that_was_cut_off_costs_itself_and_no_other(spool: Spool, torn: bytes) -> None:
    spool.meter.count([(done(spool, reuters()), None)])
    with (spool.meter.folder / "0.jsonl").open("ab") as file:
        file.write(torn)
    spool.meter.count([(done(spool, reuters()), None)])

    assert totals(spool.meter.folder)["files"] == 2


def test_what_copy_invents_has_a_bound(tmp_path: Path) -> None:
    lines = [{f"rules\tinvented.{number}": 1} for number in range(MOST_SERIES + 50)]
    (tmp_path / "0.jsonl").write_text("\n".join(map(json.dumps, lines)))

    counted = totals(tmp_path)

    assert len(counted) == MOST_SERIES + 1
    assert counted["rules\tother"] == 50


def test_a_label_is_short_and_printable() -> None:
    said = metrics.label("a\tb\n\x1b[31m\udcff" + "x" * 1000)

    assert said.isprintable()
    assert len(said) == LABEL_CHARS


def test_a_number_never_holds_up_a_story(spool: Spool) -> None:
    spool.meter.folder.write_text("a file where the folder should be")

    spool.meter.count([(done(spool, reuters()), None)])

    assert totals(spool.meter.folder) == {}
