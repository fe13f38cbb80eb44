"""`copydesk explain`, `rules` and `schema`: why the program does what it does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.cleaning.ruleset import load_rules
from pipeline.record import json_schema
from tests.workers.cli import PICTURE, STORY, copydesk


@pytest.fixture(scope="module")
def explained(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("explained") / "story.txt"
    path.write_bytes(STORY)
    return copydesk("explain", path, env={"NO_COLOR": "1"}).stdout


def test_every_line_of_the_story_is_shown_with_its_label(explained: str) -> None:
    lines = [line.split(maxsplit=2) for line in explained.splitlines()]

    assert ["1", "headline", "Ferry stops for the winter"] in [[*map(str.strip, line)] for line in lines]
    assert ["5", "furniture", "Comments"] in [[*map(str.strip, line)] for line in lines]


def test_what_was_taken_out_names_its_rule_and_why(explained: str) -> None:
    rule = load_rules().get("any.credit")

    assert rule
    assert f"-> credits: any.credit: {rule.why[:40]}" in explained


def test_the_fields_are_shown_as_the_record_has_them(explained: str) -> None:
    assert "role reporting, name Ada Quill; role editing, name Peter Vance" in explained


def test_labels_are_explained(explained: str) -> None:
    assert "the web page's own lines" in explained


def test_without_colour_there_are_no_escape_sequences(explained: str) -> None:
    assert "\x1b" not in explained


def test_with_colour_there_are(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(STORY)

    assert "\x1b[" in copydesk("explain", path, env={"FORCE_COLOR": "1", "TERM": "xterm"}).stdout


def test_escape_sequences_in_a_story_do_not_reach_the_terminal() -> None:
    said = copydesk("explain", "-", stdin=STORY.replace(b"Tuesday", b"\x1b]0;Tuesday\x07"))

    assert "\x1b" not in said.stdout


def test_a_hopeless_file_is_one_clear_line_and_no_traceback() -> None:
    done = copydesk("explain", "-", stdin=PICTURE)

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_a_file_with_no_story_in_it_is_shown_line_by_line_all_the_same() -> None:
    done = copydesk("explain", "-", stdin=b"Advertisement\n\n(c) 2026 The Brill Courier. All rights reserved.\n")

    assert "site.advertisement" in done.stdout
    assert (done.returncode, "no story" in done.stderr) == (1, True)


def test_rules_are_numbered_with_a_reason_and_an_example() -> None:
    said = copydesk("rules").stdout.splitlines()
    first = load_rules().rules[0]

    assert said[0].split()[:3] == ["1", first.id, first.label]
    assert first.why in said[1]
    assert said[2].strip().startswith("e.g. ")
    assert len(said) == 3 * len(load_rules().rules)


def test_one_rule_is_shown_whole_by_id_and_by_number() -> None:
    rule = load_rules().rules[0]

    by_id, by_number = copydesk("rules", rule.id).stdout, copydesk("rules", "1").stdout

    assert by_id == by_number
    for part in (rule.why, rule.match.strip(), rule.spares[0]):
        assert part in by_id


def test_an_unknown_rule_is_an_error_that_says_what_is_near() -> None:
    done = copydesk("rules", "any.no_such")

    assert done.returncode == 7
    assert "any.credit" in done.stderr


def test_the_schema_is_that_of_the_record() -> None:
    assert json.loads(copydesk("schema").stdout) == json_schema()
