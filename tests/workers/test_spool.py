"""The desk's folders: every move, what it never overwrites, what it never touches, and what it says when it can't."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.errors import BinaryCopy, CopydeskError, NotAFile, SpoolUnavailable, StillChanging, TooLarge, Vanished
from tests.workers.desk import claimed, drop, names_below
from workers.archive import Original
from workers.claim import Claim
from workers.counts import Counts
from workers.spool import Spool

NOON = datetime(2025, 6, 1, 12, 0, 5, tzinfo=UTC)
HOPELESS = BinaryCopy("logo.png", "a picture", "drop the story instead")


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    made = Spool(tmp_path / "desk", clock=lambda: NOON)
    made.prepare()
    return made


def read(spool: Spool, claim: Claim) -> Original:
    return Original(claim, len(spool.read(claim, 1000)), "0" * 64)


def test_a_claim_takes_the_file_out_of_the_inbox(spool: Spool) -> None:
    claim = spool.claim(drop(spool, "tca/story.txt", "A story."))

    assert claim
    assert (claim.source, claim.original) == ("tca", "story.txt")
    assert names_below(spool.inbox) == []
    assert spool.claims() == [claim]
    assert spool.read(claim, 1000) == b"A story."


def test_of_many_that_reach_for_a_file_one_gets_it(spool: Spool) -> None:
    paths = [drop(spool, f"{number}.txt") for number in range(50)]
    taken: list[Claim] = []
    threads = [threading.Thread(target=lambda: taken.extend(spool.claim_all(paths))) for _ in range(4)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(claim.original for claim in taken) == sorted(path.name for path in paths)


def test_a_file_that_vanished_is_nobodys_claim(spool: Spool) -> None:
    assert spool.claim(spool.inbox / "gone.txt") is None


@pytest.mark.parametrize(
    "name", [b"caf\xe9.txt", b"two\nlines.txt", "naïve “quote” ~100%.txt".encode(), b" ", b"-rf", b"x" * 255]
)
def test_a_file_of_any_name_goes_through(spool: Spool, name: bytes) -> None:
    claim = claimed(spool, os.fsdecode(name), "A story.")

    (archived,) = spool.archive([read(spool, claim)])

    assert isinstance(archived, Path)
    assert archived.read_bytes() == b"A story."
    assert len(name) == 255 or os.fsencode(archived.name) == name


def test_an_archived_original_lies_under_the_day_of_its_claim_and_its_source(spool: Spool) -> None:
    spool.archive([read(spool, claimed(spool, "story.txt")), read(spool, claimed(spool, "tca/sports/story.txt"))])

    assert names_below(spool.archived) == ["2025/06/01/story.txt", "2025/06/01/tca/sports/story.txt"]


def test_two_files_of_one_name_both_survive_in_the_archive(spool: Spool) -> None:
    spool.archive([read(spool, claimed(spool, "story.txt", "first"))])
    spool.archive([read(spool, claimed(spool, "story.txt", "second"))])

    assert sorted(path.read_text() for path in spool.archived.rglob("story*.txt")) == ["first", "second"]


def test_a_folder_that_is_called_like_a_story_stays(spool: Spool) -> None:
    (spool.inbox / "story.txt").mkdir()

    assert spool.claim(spool.inbox / "story.txt") is None
    assert (spool.inbox / "story.txt").is_dir()


def test_nothing_is_taken_through_a_link_to_a_folder(spool: Spool, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("not ours")
    (spool.inbox / "tca").symlink_to(outside)

    assert spool.claim(spool.inbox / "tca/secret.txt") is None
    assert (outside / "secret.txt").exists()


def test_a_hard_link_is_a_file_like_any_other(spool: Spool, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_text("A story.")
    (spool.inbox / "story.txt").hardlink_to(tmp_path / "elsewhere.txt")

    assert spool.claim(spool.inbox / "story.txt")


def test_a_claim_that_was_exchanged_for_a_link_is_not_followed(spool: Spool) -> None:
    claim = claimed(spool, "story.txt")
    (spool.claimed / claim.name).unlink()
    (spool.claimed / claim.name).symlink_to("/etc/passwd")

    with pytest.raises(NotAFile):
        spool.read(claim, 10**9)


def test_a_file_over_the_limit_is_refused_unread(spool: Spool) -> None:
    claim = claimed(spool, "long.txt")
    os.truncate(spool.claimed / claim.name, 10**12)  # reading that would take an hour

    with pytest.raises(TooLarge):
        spool.read(claim, 25_000_000)


def test_a_file_that_grew_after_it_was_read_stays_claimed(spool: Spool) -> None:
    original = read(spool, claimed(spool, "story.txt"))
    with (spool.claimed / original.claim.name).open("a") as writer:
        writer.write("And on.")

    (ended,) = spool.archive([original])

    assert isinstance(ended, StillChanging)
    assert spool.claims() == [original.claim]


def test_a_claim_that_somebody_else_has_dealt_with_is_no_fault(spool: Spool) -> None:
    original = read(spool, claimed(spool, "story.txt"))
    spool.archive([original])

    (ended,) = spool.archive([original])

    assert isinstance(ended, Vanished)
    with pytest.raises(Vanished):
        spool.read(original.claim, 1000)
    with pytest.raises(Vanished):
        spool.quarantine(original.claim, HOPELESS)
    assert spool.counts() == Counts(inbox=0, claimed=0, archived=1, quarantined=0, records=0)


def test_a_released_claim_is_back_where_it_was(spool: Spool) -> None:
    spool.release(claimed(spool, "tca/story.txt"))

    assert names_below(spool.inbox) == ["tca/story.txt"]


def test_a_released_claim_does_not_overwrite_a_newcomer(spool: Spool) -> None:
    claim = claimed(spool, "story.txt", "first")
    drop(spool, "story.txt", "second")

    spool.release(claim)

    assert sorted(path.read_text() for path in spool.inbox.iterdir()) == ["first", "second"]


def test_counts_leave_out_what_is_still_being_written_and_the_reasons(spool: Spool) -> None:
    for name in ("a.txt", "tca/b.txt", "c.txt.part", ".d.txt"):
        drop(spool, name)
    claimed(spool, "e.txt")
    spool.quarantine(claimed(spool, "f.txt"), HOPELESS)

    assert spool.counts() == Counts(inbox=2, claimed=1, archived=0, quarantined=1, records=0)


def test_a_desk_without_its_folders_says_so(spool: Spool) -> None:
    path = drop(spool, "story.txt")
    spool.claimed.rmdir()

    with pytest.raises(SpoolUnavailable):
        spool.claim(path)


@pytest.fixture
def another_disk() -> Iterator[Path]:
    folder = Path("/dev/shm") / f"copydesk-test-{os.getpid()}"
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("no second file system to be had")
    yield folder
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()


@pytest.mark.parametrize("target", ["archive", "quarantine"])
def test_a_folder_on_another_disk_is_a_fault_that_loses_nothing(spool: Spool, another_disk: Path, target: str) -> None:
    (spool.desk / target).rmdir()
    (spool.desk / target).symlink_to(another_disk)
    original = read(spool, claimed(spool, "story.txt"))

    with pytest.raises(SpoolUnavailable, match="one file system"):
        spool.archive([original]) if target == "archive" else spool.quarantine(original.claim, HOPELESS)

    assert spool.claims() == [original.claim]
    assert names_below(another_disk) == []


def test_an_error_carries_the_name_of_its_file_as_text(spool: Spool) -> None:
    claim = claimed(spool, os.fsdecode(b"caf\xe9.txt"))
    (spool.claimed / claim.name).unlink()

    with pytest.raises(CopydeskError) as caught:
        spool.read(claim, 1000)

    assert caught.value.subject == "caf%E9.txt"
