"""Records as lines: what a kill leaves behind, and what a lost index costs."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from pipeline.errors import StoreUnavailable
from pipeline.record import Record
from tests.workers.desk import a_record
from workers.stores.ndjson import NdjsonStore

RECORDS = [a_record(f"Story {number}\nIts text.".encode()) for number in range(6)]


def lines(folder: Path) -> list[str]:
    """The ids in the segments, in order."""
    segments = sorted(folder.glob("*.ndjson"))
    return [json.loads(line)["id"] for path in segments for line in path.read_text().splitlines()]


def test_a_record_is_one_line(tmp_path: Path) -> None:
    NdjsonStore(tmp_path).put_many(RECORDS)

    assert lines(tmp_path) == [record.id for record in RECORDS]


def test_a_segment_that_is_full_is_followed_by_another(tmp_path: Path) -> None:
    store = NdjsonStore(tmp_path, segment_bytes=1)
    for record in RECORDS:
        store.put_many([record])

    assert [path.name for path in sorted(tmp_path.glob("*.ndjson"))] == [f"{n:06}.ndjson" for n in range(1, 7)]
    assert store.get(RECORDS[3].id) == RECORDS[3]


def test_a_changed_record_is_a_further_line_and_the_last_counts(tmp_path: Path) -> None:
    store, better = NdjsonStore(tmp_path), RECORDS[0].model_copy(update={"section": "World"})
    store.put_many(RECORDS[:2])

    store.put_many([better])

    assert lines(tmp_path) == [RECORDS[0].id, RECORDS[1].id, RECORDS[0].id]
    assert store.get(better.id) == better


def test_a_line_that_was_cut_off_is_taken_back(tmp_path: Path) -> None:
    NdjsonStore(tmp_path).put_many(RECORDS[:2])
    with (tmp_path / "000001.ndjson").open("ab") as segment:
        segment.write(RECORDS[2].to_json().encode()[:100])

    NdjsonStore(tmp_path).put_many(RECORDS[2:4])

    assert lines(tmp_path) == [record.id for record in RECORDS[:4]]


def test_a_whole_line_that_the_index_never_heard_of_is_not_written_twice(tmp_path: Path) -> None:
    NdjsonStore(tmp_path).put_many(RECORDS[:2])
    with (tmp_path / "000001.ndjson").open("ab") as segment:
        segment.write(RECORDS[2].to_json().encode() + b"\n")

    NdjsonStore(tmp_path).put_many(RECORDS[1:4])

    assert lines(tmp_path) == [record.id for record in RECORDS[:4]]


def test_a_story_comes_again_whose_segment_was_shipped_away(tmp_path: Path) -> None:
    store = NdjsonStore(tmp_path, segment_bytes=1)
    for record in RECORDS[:3]:
        store.put_many([record])
    (tmp_path / "000001.ndjson").unlink()

    assert (store.has(RECORDS[0].id), store.get(RECORDS[0].id)) == (True, None)
    store.put_many(RECORDS[:4])

    assert lines(tmp_path) == [record.id for record in [*RECORDS[1:3], RECORDS[0], RECORDS[3]]]


def test_a_disk_that_is_full_leaves_no_half_of_a_line(tmp_path: Path) -> None:
    NdjsonStore(tmp_path).put_many(RECORDS[:2])

    run = subprocess.run([sys.executable, "-c", FULL_DISK, tmp_path], check=False, capture_output=True, text=True)

    assert "File too large" in run.stdout
    assert lines(tmp_path) == [record.id for record in RECORDS[:2]]


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from pipeline.errors import StoreUnavailable
from tests.workers.desk import a_record
from workers.stores.ndjson import NdjsonStore

store = NdjsonStore(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
try:
    store.put_many([a_record(f"Story {number}\\nIts text.".encode()) for number in range(200)])
except StoreUnavailable as full:
    print(full)
"""


def test_a_place_that_is_not_mounted_any_more_takes_nothing(tmp_path: Path) -> None:
    store = NdjsonStore(tmp_path / "lines")
    (tmp_path / "lines").rename(tmp_path / "away")
    (tmp_path / "lines").mkdir()

    with pytest.raises(StoreUnavailable):
        store.put_many(RECORDS)

    assert list((tmp_path / "lines").iterdir()) == []


def test_a_lost_index_is_made_again_from_the_segments(tmp_path: Path) -> None:
    NdjsonStore(tmp_path, segment_bytes=1).put_many(RECORDS[:3])
    NdjsonStore(tmp_path, segment_bytes=1).put_many(RECORDS[3:])
    for path in tmp_path.glob(".index.sqlite*"):
        path.unlink()

    again = NdjsonStore(tmp_path)

    assert again.count() == len(RECORDS)
    assert again.get(RECORDS[5].id) == RECORDS[5]


def test_a_broken_index_is_told_with_what_to_do(tmp_path: Path) -> None:
    NdjsonStore(tmp_path).put_many(RECORDS)
    for path in tmp_path.glob(".index.sqlite*"):
        path.write_bytes(b"no database at all" * 1000)

    with pytest.raises(StoreUnavailable, match="remove"):
        NdjsonStore(tmp_path)


WRITER = """
import sys
from pathlib import Path
from tests.workers.desk import a_record
from workers.stores.ndjson import NdjsonStore

store = NdjsonStore(Path(sys.argv[1]), segment_bytes=40_000)
print("ready", flush=True)
for start in range(0, 4_000, 4):
    store.put_many([a_record(f"Story {start + n}\\nIts text.".encode()) for n in range(4)])
"""


def test_writers_that_are_killed_again_and_again_lose_nothing_that_was_acknowledged_and_double_nothing(tmp_path: Path) -> None:
    dice = random.Random(7)
    for _ in range(6):
        writers = [subprocess.Popen([sys.executable, "-c", WRITER, tmp_path], stdout=subprocess.PIPE) for _ in range(2)]
        for writer in writers:
            assert writer.stdout is not None
            writer.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            writers[0].wait(dice.uniform(0.05, 0.3))  # the moment of the kill, by chance
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
            writer.communicate()

    store = NdjsonStore(tmp_path)
    written = Counter(lines(tmp_path))

    assert set(written.values()) == {1}
    assert set(store.ids()) == written.keys()
    assert all(isinstance(store.get(record_id), Record) for record_id in list(written)[-50:])
