"""`copydesk clean`: files in, one JSON record a line out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workers.cli import PICTURE, STORY, copydesk
from tests.workers.processes import COPYDESK


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_bytes(STORY)
    return path


def test_a_record_is_one_line_of_json(story: Path) -> None:
    done = copydesk("clean", story)

    assert done.returncode == 0
    [line] = done.stdout.splitlines()
    assert json.loads(line)["headline"] == "Ferry stops for the winter"


def test_records_come_in_the_order_in_which_files_are_given(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("c.txt", "a.txt", "b.txt")]
    for path in paths:
        path.write_bytes(STORY)

    done = copydesk("clean", *paths)

    assert [json.loads(line)["source"]["file"] for line in done.stdout.splitlines()] == ["c.txt", "a.txt", "b.txt"]


def test_one_bad_file_is_named_and_the_others_are_done(story: Path, tmp_path: Path) -> None:
    bad = tmp_path / "picture.txt"
    bad.write_bytes(PICTURE)

    done = copydesk("clean", bad, tmp_path / "missing.txt", story)

    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    picture, missing = done.stderr.splitlines()
    assert "picture.txt" in picture
    assert "missing.txt: no such file" in missing


def test_a_dash_reads_standard_input() -> None:
    done = copydesk("clean", "-", stdin=STORY)

    assert json.loads(done.stdout)["source"]["file"] == "-"


def test_trace_accounts_for_the_text(story: Path) -> None:
    spans = json.loads(copydesk("clean", "--trace", story).stdout)["trace"]

    assert "".join("".join(span["text"].split()) for span in spans) == "".join(STORY.decode().split())


def test_without_trace_there_is_none(story: Path) -> None:
    assert "trace" not in json.loads(copydesk("clean", story).stdout)


def test_a_folder_stands_for_the_finished_files_in_it(tmp_path: Path) -> None:
    (tmp_path / "tca").mkdir()
    for name in ("b.txt", "a.txt", "c.txt.part", ".d.txt", "tca/e.txt"):
        (tmp_path / name).write_bytes(STORY)

    done = copydesk("clean", tmp_path)

    assert [json.loads(line)["source"]["file"] for line in done.stdout.splitlines()] == ["a.txt", "b.txt", "e.txt"]


def test_a_link_and_a_pipe_are_read(story: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(story)

    done = copydesk("clean", link, "/dev/stdin", stdin=STORY)

    assert len(done.stdout.splitlines()) == 2


def test_a_name_that_is_not_utf_8_is_spelled_out(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    Path(os.fsdecode(path)).write_bytes(STORY)

    done = copydesk("clean", path)

    assert json.loads(done.stdout)["source"]["file"] == r"caf\xe9.txt"


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_bytes(b"All work and no play.\n" * 100_000)

    done = copydesk("clean", long, env={"COPYDESK_MAX_BYTES": "1500000"})

    assert done.returncode == 1
    assert "over the limit of 1,500,000 bytes" in done.stderr


def test_a_reader_that_has_seen_enough_is_no_error(story: Path) -> None:
    call = [COPYDESK, "clean", *[str(story)] * 200]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()

        assert process.stderr.read() == b""


def test_escape_sequences_in_a_name_do_not_reach_the_terminal(tmp_path: Path) -> None:
    done = copydesk("clean", tmp_path / "\x1b[31mred.txt")

    assert "\x1b" not in done.stderr


def test_it_starts_without_celery_and_without_reading_settings() -> None:
    costly = {"celery", "kombu", "redis", "pydantic_settings", "rich.console"}
    asked = f"import sys, workers.cli; print(sorted({costly} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_pipe_in_a_folder_is_not_waited_for(story: Path) -> None:
    os.mkfifo(story.with_name("pipe.txt"))

    done = copydesk("clean", story.parent)

    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1
