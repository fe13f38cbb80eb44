"""The index of the desk page: it has what the ledger and the store have, whatever happened to either, and to it."""

from __future__ import annotations

import os
import sqlite3
import threading
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import SpoolUnavailable, StoreUnavailable
from pipeline.record import Caution
from tests.workers.desk import a_record, until
from tests.workers.streams import work_through
from workers.claim import Claim
from workers.ledger import Entry
from workers.page.index import Arrival, Index
from workers.page.keeping import Keeper, compare
from workers.page.search import Wanted, search
from workers.spool import Spool
from workers.stores.files import FileStore
from workers.stores.memory import MemoryStore

STORIES = [
    f"Matter {number} of the old sluice\n\nIt opened on Monday, the council said, for time {number}." for number in range(5)
]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return Index(tmp_path / "page" / "index.sqlite")


def keeper(spool: Spool, index: Index) -> Keeper:
    return Keeper(spool, FileStore(spool.records), index)


def headlines(index: Index, **wanted: str) -> list[str]:
    return sorted(story.headline for story in search(index, Wanted.read(wanted)).stories)


def test_what_was_archived_is_found_and_what_comes_later_too(spool: Spool, index: Index) -> None:
    work_through(spool, "lantern", STORIES[:3])
    keeper(spool, index).catch_up()
    work_through(spool, "harbour", STORIES[3:])
    keeper(spool, index).catch_up()

    assert headlines(index) == [story.partition("\n")[0] for story in STORIES]
    assert len(headlines(index, q="harbour")) == 2


def test_a_line_that_is_still_being_written_is_read_when_it_is_whole(spool: Spool, index: Index) -> None:
    work_through(spool, "lantern", STORIES[:1])
    [day] = spool.ledger.days()
    path = spool.ledger.path_of(day)
    whole = path.read_bytes()
    path.write_bytes(whole[:-10])
    keeper(spool, index).catch_up()
    before = headlines(index)

    path.write_bytes(whole)
    keeper(spool, index).catch_up()

    assert (before, len(headlines(index))) == ([], 1)


def test_a_day_that_was_condensed_is_not_read_again_and_goes_on_at_its_end(spool: Spool, index: Index) -> None:
    work_through(spool, "lantern", STORIES[:2])
    keeper(spool, index).catch_up()
    [day] = spool.ledger.days()
    spool.ledger.path_of(day).write_text("condensed\tarchived\t2\n")
    keeper(spool, index).catch_up()
    work_through(spool, "harbour", STORIES[2:])
    keeper(spool, index).catch_up()

    assert len(headlines(index)) == 5


def test_a_desk_that_lost_its_ledger_still_has_its_stories(spool: Spool, index: Index) -> None:
    record = a_record(b"A story.\nIt goes on.")
    FileStore(spool.records).put_many([record])

    compare(FileStore(spool.records), index)

    assert index.claim_of(record.id) == ""
    assert search(index, Wanted()).stories[0].arrived is None


def test_what_the_store_has_no_longer_is_forgotten(spool: Spool, index: Index) -> None:
    index.take_in(Arrival(a_record(f"Story {number}".encode())) for number in range(3))

    compare(FileStore(spool.records), index)

    assert headlines(index) == []


def test_a_story_that_came_twice_has_the_time_of_its_last_coming(index: Index) -> None:
    record = a_record(b"A story.\nIt goes on.")
    late, early = (f"202601{day}T000000Z-0000000000~x.txt" for day in ("02", "01"))

    for claim in (early, late, early):
        index.take_in([Arrival(record, claim)])

    assert index.claim_of(record.id) == late
    assert len(headlines(index)) == 1


def test_a_record_that_was_made_anew_is_found_by_its_new_words_alone(index: Index) -> None:
    record = a_record(b"A ferry.\nIt goes on.")
    index.take_in([Arrival(record)])
    index.take_in([Arrival(record.model_copy(update={"headline": "Another", "warnings": (Caution(code="odd", message="x"),)}))])

    assert headlines(index, q="ferry") == []
    assert headlines(index, warning="odd") == ["Another"]


def test_what_a_report_says_was_made_anew_is_read_again(spool: Spool, index: Index) -> None:
    work_through(spool, "lantern", STORIES[:2])
    store = FileStore(spool.records)
    keeper(spool, index).catch_up()
    record = store.get(search(index, Wanted()).stories[0].id)
    assert record
    store.put_many([record.model_copy(update={"headline": "Made anew"})])
    report = spool.desk / "refined-again" / "20260101T000000Z.ndjson"
    report.parent.mkdir()
    report.write_text(f'{{"id": "{record.id}"}}\n{{"id": 3}}\nno json\n[]\n')

    keeper(spool, index).catch_up_with_reports()
    before = headlines(index, q="anew")
    os.utime(report, (0, 0))
    keeper(spool, index).catch_up_with_reports()

    assert (before, headlines(index, q="anew")) == ([], ["Made anew"])


def test_an_index_of_another_version_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    Index(path).take_in([Arrival(a_record(b"A story."))])
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 99")

    assert Index(path).ids() == set()


def test_a_file_that_is_no_index_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "index.sqlite").write_bytes(b"no database at all" * 100)

    with pytest.raises(SpoolUnavailable, match="made again"):
        Index(tmp_path / "index.sqlite")


def test_two_pages_may_keep_one_index(spool: Spool, index: Index) -> None:
    work_through(spool, "lantern", STORIES)
    threads = [threading.Thread(target=keeper(spool, Index(index.path)).catch_up) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(headlines(index)) == 5


class BrokenStore(MemoryStore):
    """Down until `up`."""

    up = False

    def get(self, record_id: str) -> None:
        raise StoreUnavailable("store", "no connection", "start it")


def test_while_the_store_is_down_the_page_says_so_and_goes_on_afterwards(spool: Spool, index: Index) -> None:
    work_through(spool, "lantern", STORIES[:1])

    with Keeper(spool, BrokenStore(), index) as down:
        assert until(lambda: down.fault is not None)
    with keeper(spool, index) as up:
        assert until(lambda: not up.busy)

    assert up.fault is None
    assert len(headlines(index)) == 1


def test_an_ending_without_a_record_is_no_story(spool: Spool, index: Index) -> None:
    claim = Claim.parse("20260101T000000Z-0000000000~x.txt")
    spool.ledger.write(
        [Entry("archived", claim, "0" * 64), Entry("quarantined", claim, "binary"), Entry("pruned", claim, "0" * 64)]
    )

    keeper(spool, index).catch_up()

    assert headlines(index) == []
    assert index.read_to()["2026-01-01"] == spool.ledger.path_of(date(2026, 1, 1)).stat().st_size
