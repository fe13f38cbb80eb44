"""Choosing from the quarantine and dropping from it: names lead nowhere else, and the ledger has a line before anything goes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest

from pipeline.errors import BinaryCopy, NoStory, NotAFile
from tests.workers.desk import claimed, names_below
from tests.workers.killer import kill_at
from workers import quarantine
from workers.audit import audit
from workers.choice import Choice
from workers.laid_aside import HEAD_BYTES, UNKNOWN, Held, Wish, chosen, drop, head, not_there
from workers.spool import Spool

OLD, NEW = datetime(2025, 1, 31, 12, tzinfo=UTC), datetime(2025, 2, 1, 12, tzinfo=UTC)
HOSTILE = [
    os.fsdecode(b"caf\xe9.txt"),
    "two\nlines.txt",
    "-rf",
    "~",
    "100%.txt",
    "\x1b[2J.txt",
    "\u202etxt.exe",
    "a" * 200,
    "[a].txt",
]


def lay(desk: Path, name: str, *, when: datetime = NEW, reason: str = "binary") -> Path:
    """Quarantines a file of this name."""
    spool = Spool(desk, clock=lambda: when)
    spool.prepare()
    error = BinaryCopy(name, "no text") if reason == "binary" else NoStory(name, "only furniture")
    return spool.quarantine(claimed(spool, name, name.encode("utf-8", "surrogateescape")), error, tries=1)


@pytest.fixture
def desk(tmp_path: Path) -> Spool:
    """Two sources, two days, two reasons."""
    folder = tmp_path / "desk"
    lay(folder, "a.png", when=OLD)
    lay(folder, "tca/b.png")
    lay(folder, "tca/sports/c.txt", reason="no_story")
    return Spool(folder, clock=lambda: NEW)


def names(spool: Spool, wish: Wish) -> list[str]:
    return sorted(held.name for held in chosen(spool, wish))


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish(), ["a.png", "tca/b.png", "tca/sports/c.txt"]),
        (Wish(names=["tca/b.png"]), ["tca/b.png"]),
        (Wish(names=["*.png"]), ["a.png", "tca/b.png"]),
        (Wish(names=["a.png", "tca/sports/*"]), ["a.png", "tca/sports/c.txt"]),
        (Wish(reasons={"no_story"}), ["tca/sports/c.txt"]),
        (Wish(choice=Choice(source="tca")), ["tca/b.png", "tca/sports/c.txt"]),
        (Wish(choice=Choice(source="tca/sports/")), ["tca/sports/c.txt"]),
        (Wish(choice=Choice(source="")), ["a.png"]),
        (Wish(choice=Choice(source="tc")), []),
        (Wish(choice=Choice(before=date(2025, 2, 1))), ["a.png"]),
        (Wish(choice=Choice(since=date(2025, 2, 1))), ["tca/b.png", "tca/sports/c.txt"]),
        (Wish(names=["*.png"], reasons={"binary"}, choice=Choice(source="tca")), ["tca/b.png"]),
    ],
)
def test_a_wish_chooses_what_all_of_it_speaks_for(desk: Spool, wish: Wish, expected: list[str]) -> None:
    assert names(desk, wish) == expected


def test_a_name_that_nothing_answers_to_is_told(desk: Spool) -> None:
    wish = Wish(names=["a.png", "nobody.txt", "*.doc"])

    assert not_there(desk, wish, chosen(desk, wish)) == ["nobody.txt", "*.doc"]


@pytest.mark.parametrize("name", ["../archive/story.txt", "../../etc/passwd", "/etc/passwd", "", ".", "tca"])
def test_no_name_leads_out_of_the_quarantine(desk: Spool, name: str) -> None:
    assert names(desk, Wish(names=[name])) == []


def test_a_path_to_the_file_is_a_name_of_it(desk: Spool) -> None:
    assert names(desk, Wish(names=[str(desk.quarantined / "tca/b.png")])) == ["tca/b.png"]


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_is_listed_as_plain_text_on_one_line_and_found_by_it(tmp_path: Path, name: str) -> None:
    path = lay(tmp_path / "desk", name)
    spool = Spool(tmp_path / "desk")

    (held,) = chosen(spool, Wish())

    assert held.name.isprintable()
    for wanted in (held.name, path.name):
        assert [each.path for each in chosen(spool, Wish(names=[wanted]))] == [path]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_of_any_name_can_go_back_and_can_be_dropped(tmp_path: Path, name: str) -> None:
    spool = Spool(tmp_path / "desk")
    lay(spool.desk, name)
    assert drop(spool, chosen(spool, Wish())) == 1

    spool.retry(lay(spool.desk, name))

    assert names_below(spool.quarantined) == []
    assert names_below(spool.inbox) == [name]


def test_what_was_dropped_is_pruned_to_the_audit_and_it_adds_up(desk: Spool) -> None:
    drop(desk, chosen(desk, Wish(reasons={"binary"})))

    found = audit(desk, [])
    assert found.balanced
    assert (found.quarantined, found.pruned) == (3, 2)


def test_dropping_twice_drops_once(desk: Spool) -> None:
    going = list(chosen(desk, Wish()))

    assert (drop(desk, going), drop(desk, going)) == (3, 0)
    assert audit(desk, []).balanced


def test_killed_at_any_moment_the_rest_is_still_there_and_dropping_again_ends_it(tmp_path: Path) -> None:
    for step in count():
        lay(tmp_path / str(step), "a.png")
        lay(tmp_path / str(step), "tca/b.png")
        spool = Spool(tmp_path / str(step))
        child = os.fork()
        if not child:
            sys.addaudithook(kill_at(step))
            drop(spool, chosen(spool, Wish()))
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert audit(spool, []).balanced
        drop(spool, chosen(spool, Wish()))
        assert audit(spool, []).pruned == 2
        if ended == 0:
            return


def test_a_reason_that_somebody_has_written_over_gets_no_line_into_the_ledger(desk: Spool) -> None:
    path = desk.quarantined / "a.png"
    said = quarantine.read_reason(path)
    quarantine.note_of(path).write_text(json.dumps({**said, "reason": f"x\nmade\t{said['claim']}\t"}))

    drop(desk, chosen(desk, Wish(reasons={UNKNOWN})))

    entry = desk.ledger.read()[said["claim"]]
    assert (entry.event, entry.detail) == ("pruned", UNKNOWN)


@pytest.mark.parametrize("note", ["", "[", "[" * 100_000, "7", '{"claim": "../../etc~passwd"}', '{"claim": 7, "reason": null}'])
def test_a_file_whose_reason_says_nothing_is_chosen_put_back_and_dropped_all_the_same(desk: Spool, note: str) -> None:
    path = desk.quarantined / "a.png"
    quarantine.note_of(path).write_text(note)

    (held,) = chosen(desk, Wish(names=["a.png"]))
    desk.retry(path)

    assert (held.reason, held.claim) == (UNKNOWN, None)
    assert names_below(desk.inbox) == ["a.png"]
    assert drop(desk, [held]) == 0


def make_link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


@pytest.mark.parametrize("make", [make_link, os.mkfifo])
def test_what_is_no_file_is_not_opened_to_show_how_it_begins(desk: Spool, make: Callable[[Path], None]) -> None:
    path = desk.quarantined / "odd.txt"
    make(path)

    with pytest.raises(NotAFile):
        head(Held(path, "odd.txt", {}))


def test_the_beginning_of_a_file_is_short_whatever_its_size(desk: Spool) -> None:
    path = desk.quarantined / "a.png"
    path.write_bytes(b"\xff\x00" * 1_000_000)

    (held,) = chosen(desk, Wish(names=["a.png"]))

    assert head(held) == "\\xff\x00" * (HEAD_BYTES // 2)
    assert held.size == 2_000_000


def test_a_newcomer_under_the_name_of_what_was_put_back_meanwhile_is_not_dropped(desk: Spool) -> None:
    held = list(chosen(desk, Wish(("a.png",))))
    desk.retry(held[0].path)
    newcomer = desk.claim(desk.inbox / "a.png")
    assert newcomer
    desk.quarantine(newcomer, BinaryCopy("a.png", "no text"))

    assert drop(desk, held) == 0
    assert audit(desk, []).balanced
