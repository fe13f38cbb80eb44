"""`copydesk tail`: lines of JSON from where one left off, and nothing left out by a kill."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.record import Record
from tests.workers.cli import copydesk
from tests.workers.desk import a_record, claimed
from tests.workers.processes import COPYDESK
from workers.archive import Original
from workers.claim import Claim
from workers.ingest import ingest
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.files import FileStore


def an_english_one(raw: bytes, filename: str, _: object) -> list[Record]:
    language = "en-GB" if b"London" in raw else "de"
    return [a_record(raw, filename).model_copy(update={"language": language})]


def work_off(spool: Spool, *texts: str) -> list[Claim]:
    claims = [claimed(spool, "story.txt", text) for text in texts]
    names = [claim.name for claim in claims]
    ingest(names, spool, [FileStore(spool.records)], Settings.load(spool.desk), an_english_one)
    return claims


def headlines(output: str) -> list[str]:
    return [json.loads(line)["headline"] for line in output.splitlines()]


@contextmanager
def following(spool: Spool, *options: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([COPYDESK, "tail", spool.desk, "--follow", *options], stdout=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def test_records_come_in_the_order_in_which_they_became_done(spool: Spool) -> None:
    work_off(spool, "One", "Two", "Three")

    assert headlines(copydesk("tail", spool.desk).stdout) == ["One", "Two", "Three"]


def test_what_is_kept_in_a_file_does_not_come_again(spool: Spool, tmp_path: Path) -> None:
    work_off(spool, "One", "Two")
    copydesk("tail", spool.desk, "--cursor", tmp_path / "cursor")
    work_off(spool, "Three")

    assert headlines(copydesk("tail", spool.desk, "--cursor", tmp_path / "cursor").stdout) == ["Three"]


def test_a_line_s_own_cursor_is_where_one_goes_on(spool: Spool) -> None:
    work_off(spool, "One", "Two", "Three")
    lines = [json.loads(line) for line in copydesk("tail", spool.desk, "--with-cursor").stdout.splitlines()]

    assert headlines(copydesk("tail", spool.desk, "--since", lines[0]["cursor"]).stdout) == ["Two", "Three"]
    assert lines[2]["record"]["headline"] == "Three"


def test_only_what_is_wanted_is_printed(spool: Spool) -> None:
    work_off(spool, "London", "Ulm")

    assert headlines(copydesk("tail", spool.desk, "--language", "en", "--status", "usable").stdout) == ["London"]
    assert headlines(copydesk("tail", spool.desk, "--since", "2999-01-01T00:00+01:00").stdout) == []


def test_whoever_follows_gets_what_comes(spool: Spool) -> None:
    work_off(spool, "One")
    with following(spool) as process:
        assert process.stdout
        first = process.stdout.readline()
        work_off(spool, "Two")

        assert headlines((first + process.stdout.readline()).decode()) == ["One", "Two"]


def test_from_now_on_is_without_what_was(spool: Spool) -> None:
    work_off(spool, "One")

    assert copydesk("tail", spool.desk, "--since", "now").stdout == ""


def test_a_reader_that_is_killed_again_and_again_misses_nothing(spool: Spool, tmp_path: Path) -> None:
    store, total = FileStore(spool.records), 300
    records = [a_record(f"Story {number}".encode()) for number in range(total)]
    store.put_many(records)
    for record in records:
        claim = claimed(spool, "story.txt", record.headline or "")
        spool.archive([Original(claim, len(record.headline or ""), record.source.sha256)])
    seen: set[str] = set()
    for _ in range(3):
        with following(spool, "--cursor", tmp_path / "cursor") as process:
            assert process.stdout
            seen |= {json.loads(process.stdout.readline())["id"] for _ in range(total // 5)}
            process.send_signal(signal.SIGKILL)

    rest = copydesk("tail", spool.desk, "--cursor", tmp_path / "cursor").stdout.splitlines()

    assert seen | {json.loads(line)["id"] for line in rest} == {record.id for record in records}


def test_nobody_who_reads_is_no_error(spool: Spool) -> None:
    work_off(spool, "One", "Two")
    with following(spool) as process:
        assert process.stdout
        process.stdout.readline()
        process.stdout.close()
        work_off(spool, "Three")

        assert process.wait(20) == 0


def test_a_status_that_there_is_not_is_refused(spool: Spool) -> None:
    assert copydesk("tail", spool.desk, "--status", "gone").returncode == 2
