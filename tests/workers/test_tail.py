"""What a desk has done, from a cursor on: everything, in its order, whatever happens between two looks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from pipeline.errors import BadSettings
from tests.workers.desk import claimed, simple_refine
from tests.workers.old_desk import OLD, come_in, on, prune_all, with_a_past, work_off
from workers.claim import Claim
from workers.consuming.cursor import Cursor, Mark, load, save
from workers.consuming.tail import Ended, Feed, end_of, records_of
from workers.ingest import ingest
from workers.ledger import LATE, Entry
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.memory import MemoryStore

DAY = date(2025, 1, 1)
DIGEST = "0" * 64


def claim_on(day: int) -> Claim:
    """A claim of the so manieth day."""
    moment = DAY + timedelta(day)
    return Claim.new(PurePath("story.txt"), datetime(moment.year, moment.month, moment.day, 12, tzinfo=UTC))


def end(spool: Spool, *claims: Claim) -> None:
    spool.ledger.write([Entry("archived", claim, DIGEST) for claim in claims])


def ids(endings: Iterator[Ended]) -> list[str]:
    return [ended.entry.claim.id for ended in endings]


def from_text(cursor: Cursor) -> Cursor:
    """As whoever kept it and came back."""
    return Cursor.parse(str(cursor))


def test_endings_come_in_the_order_in_which_they_were_written(spool: Spool) -> None:
    claims = [claim_on(0) for _ in range(5)]
    end(spool, *claims[::-1])

    assert ids(Feed(spool, Cursor()).news()) == [claim.id for claim in claims[::-1]]


def test_only_what_was_archived_is_done(spool: Spool) -> None:
    claim = claim_on(0)
    spool.ledger.write([Entry("made", claim), Entry("quarantined", claim, "binary"), Entry("archived", claim, "no digest")])

    assert ids(Feed(spool, Cursor()).news()) == []


def test_a_line_that_is_still_being_written_comes_when_it_is_whole(spool: Spool) -> None:
    line = Entry("archived", claim_on(0), DIGEST).line
    path = spool.ledger.path_of(DAY)
    feed = Feed(spool, Cursor())

    path.write_text(line[:50])
    before = ids(feed.news())
    path.write_text(line)

    assert (before, len(ids(feed.news()))) == ([], 1)


def test_a_story_of_an_old_day_that_ends_late_is_not_left_out(spool: Spool) -> None:
    old = Spool(spool.desk, clock=lambda: datetime(2025, 1, 1, 12, tzinfo=UTC))
    late = [claimed(old, "late.txt")]
    end(spool, claim_on(300))
    feed = Feed(spool, Cursor())
    list(feed.news())

    end(spool, *late)

    assert ids(Feed(spool, from_text(feed.cursor)).news()) == [late[0].id]


@pytest.mark.parametrize("away", [True, False], ids=["nobody reads meanwhile", "somebody reads all the time"])
@pytest.mark.parametrize("wrong", [400, 8, -8, -9000])
def test_what_ends_while_a_clock_is_wrong_and_after_it_was_set_comes_once(spool: Spool, wrong: int, away: bool) -> None:
    read, cursor = [], Cursor()
    claims = [claim_on(day) for day in (0, wrong, 0, wrong + 1, 0, 1, 30)]
    for number, claim in enumerate(claims):
        end(spool, claim)
        if number in (0, 1, 6) or not away:
            feed = Feed(spool, from_text(cursor))
            read += ids(feed.news())
            cursor = feed.cursor

    assert sorted(read) == sorted(claim.id for claim in claims)
    assert list(Feed(spool, from_text(cursor)).news()) == []


def test_who_follows_from_now_on_hears_of_what_a_wrong_clock_dates_back_and_of_nothing_before(spool: Spool) -> None:
    end(spool, *(claim_on(day) for day in (0, 400, 1)))
    begin = end_of(spool)
    new = [claim_on(day) for day in (2, -400, 400)]

    end(spool, *new)

    assert sorted(ids(Feed(spool, from_text(begin)).news())) == sorted(claim.id for claim in new)


def test_a_cursor_stays_short_after_years(spool: Spool) -> None:
    end(spool, *(claim_on(day) for day in range(1000)))
    feed = Feed(spool, Cursor())
    list(feed.news())

    assert feed.cursor.closed == DAY + timedelta(999) - LATE
    assert len(feed.cursor.marks) == 8


def test_a_cursor_at_the_end_gives_only_what_is_still_to_come(spool: Spool) -> None:
    end(spool, *(claim_on(day) for day in range(30)))
    begin = end_of(spool)
    new = [claim_on(day) for day in (28, 29, 31)]

    end(spool, *new)

    assert ids(Feed(spool, from_text(begin)).news()) == [claim.id for claim in new]


def test_a_condensed_ledger_is_read_on_where_one_was(tmp_path: Path) -> None:
    store = MemoryStore()
    desk = with_a_past(tmp_path / "desk", store)
    work_off(on(OLD, desk.desk), [store], {"again.txt": "Twice"})
    feed = Feed(desk, Cursor())
    list(feed.news())
    prune_all(desk, store)

    work_off(on(OLD, desk.desk), [store], {"late.txt": "Late"})

    again = Feed(desk, from_text(feed.cursor)).news()
    assert [ended.entry.claim.original for ended in again] == ["late.txt"]


def test_where_a_condensed_ledger_has_lost_the_place_the_day_comes_again(tmp_path: Path) -> None:
    store = MemoryStore()
    desk = with_a_past(tmp_path / "desk", store)
    last = come_in(on(OLD, desk.desk), {"last.txt": "Last"})
    ingest([claim.name for claim in last], desk, [store], Settings.load(desk.desk), simple_refine)
    feed = Feed(desk, Cursor())
    list(feed.news())

    prune_all(desk, store)  # and with it the line of last.txt, behind which the cursor stands

    again = Feed(desk, from_text(feed.cursor)).news()
    assert [ended.entry.claim.original for ended in again] == ["again.txt"]


def test_a_file_of_several_stories_is_done_with_its_last(spool: Spool) -> None:
    store = MemoryStore()
    texts = [claimed(spool, "a.txt", b"One")]
    ingest([texts[0].name], spool, [store], Settings.load(spool.desk), lambda *_: many)
    [ended] = Feed(spool, Cursor()).news()

    cursors = [cursor for _, cursor in records_of(store, ended, Cursor())]

    assert cursors == [Cursor(), Cursor(), ended.cursor]


many = [
    record.model_copy(update={"id": f"{record.id}#{number}"}) for number in (1, 2, 3) for record in simple_refine(b"One", "a.txt")
]

Step = tuple[str, int]
STEPS = st.lists(st.tuples(st.sampled_from(("end", "read", "stop", "look away")), st.integers(0, 9)), max_size=40)
DAYS = (0, 1, 2, 7, 8, 9, 400, 401, -30, -9000)  # what a clock says that is wrong again and again


@profile(max_examples=60)
@given(STEPS)
def test_whoever_stops_anywhere_and_comes_back_gets_each_ending_once(steps: list[Step]) -> None:
    with TemporaryDirectory() as folder:
        spool = Spool(Path(folder))
        spool.prepare()
        written, read = [], []
        feed = Feed(spool, Cursor())
        for what, number in steps:
            if what == "end":
                claim = claim_on(DAYS[number])
                written.append(claim.id)
                end(spool, claim)
            elif what == "look away":
                feed = Feed(spool, from_text(feed.cursor))
            else:  # read some, and then go on or stop
                some = list(islice(feed.news(), number))
                read += ids(iter(some))
                feed = Feed(spool, from_text(some[-1].cursor if some else feed.cursor))

        read += ids(feed.news())

        assert sorted(read) == sorted(written)


def test_a_cursor_that_was_kept_comes_back(tmp_path: Path) -> None:
    cursor = Cursor(DAY).behind(Mark("20250102T101502Z-3f9a2b7c4d", 512))

    save(tmp_path / "there" / "cursor", cursor)

    assert load(tmp_path / "there" / "cursor") == cursor
    assert load(tmp_path / "none") is None


def test_a_draft_of_a_cursor_that_a_kill_left_goes_and_nothing_else(tmp_path: Path) -> None:
    left, own = tmp_path / ".cursor.0123456789", tmp_path / ".cursor.old"
    for path in (left, own):
        path.write_text("0001-01-01")
        os.utime(path, (0, 0))

    load(tmp_path / "cursor")

    assert (left.exists(), own.exists()) == (False, True)


@pytest.mark.parametrize("text", ["", "yesterday", "2025-01-01 story@5", "2025-01-01 20259901T000000Z-3f9a2b7c4d@5", "\0"])
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(BadSettings, match="no cursor"):
        Cursor.parse(text)
