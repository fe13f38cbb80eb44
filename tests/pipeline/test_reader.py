"""Records read back: what any copydesk of the same major version wrote, and clear errors for the rest."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from pipeline import BadRecord, Record, load_record, read_records, refine, trace
from seeds.listing import SEEDS

NEW_KEYS = {"mood": "gay", "cluster": {"id": 7}}


def records() -> list[Record]:
    return [record for path in sorted(SEEDS.glob("n*/*.json")) if "expected" not in path.name for record in _refined(path)]


def _refined(path: Path) -> list[Record]:
    return refine(path.read_bytes(), path.name)


def said() -> dict[str, Any]:
    """A record as JSON, to be spoilt."""
    read: dict[str, Any] = json.loads(records()[0].to_json())
    return read


@pytest.mark.parametrize("kind", ["text", "bytes", "lines of text", "lines of bytes", "file"])
def test_what_was_written_is_read_from_whatever_holds_it(kind: str) -> None:
    text = "".join(record.to_json() + "\n\n" for record in records())
    held: dict[str, str | bytes | Iterable[str | bytes]] = {
        "text": text,
        "bytes": text.encode(),
        "lines of text": text.split("\n"),
        "lines of bytes": text.encode().split(b"\n"),
        "file": io.StringIO(text),
    }

    assert list(read_records(held[kind])) == records()


def test_a_file_is_read_a_line_at_a_time() -> None:
    lines = iter([records()[0].to_json(), "no record"])

    assert next(read_records(lines)) == records()[0]
    assert next(lines) == "no record"


def test_a_key_that_a_newer_copydesk_added_is_left_out_at_any_depth() -> None:
    newer = said()
    newer |= NEW_KEYS
    newer["source"] |= NEW_KEYS
    newer["body"][0] |= NEW_KEYS

    assert load_record(json.dumps(newer)) == records()[0]


def test_a_key_that_an_older_copydesk_did_not_know_is_empty() -> None:
    older = said()
    del older["replaces"], older["genre"]

    read = load_record(json.dumps(older))

    assert (read.replaces, read.genre) == ((), None)


def test_the_trace_of_a_record_is_no_part_of_it() -> None:
    path = SEEDS / "ap" / "dam-sirens.txt"
    [traced] = trace(path.read_bytes(), path.name)

    assert load_record(traced.to_json()) == refine(path.read_bytes(), path.name)[0]


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        ({"schema_version": "2.0"}, "schema_version '2.0'; this copydesk reads 1.0"),
        ({"schema_version": None}, "no schema_version"),
        ({"status": "rumoured"}, "status: Input should be 'usable'"),
        ({"body": [{"kind": "paragraph"}]}, "body.0.text: Field required"),
        ({"id": "../../etc/passwd"}, "id: "),
    ],
)
def test_what_is_no_record_of_ours_is_told_by_its_line(spoilt: dict[str, Any], told: str) -> None:
    lines = [records()[0].to_json(), json.dumps(said() | spoilt)]

    with pytest.raises(BadRecord, match="line 2") as refused:
        list(read_records(lines))
    assert told in refused.value.message


@pytest.mark.parametrize("text", ["{", "[]", "7", "\0", '"\ud800"', "[" * 100_000, b"\xff\xfe"])
def test_what_is_no_json_object_is_refused(text: str | bytes) -> None:
    with pytest.raises(BadRecord):
        load_record(text)
