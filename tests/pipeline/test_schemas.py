"""The schemas that were published: none is ever changed, and the records of today keep to each of them."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from pipeline.reader import consumer_schema
from pipeline.record import Record
from tests.pipeline.export.told import of_seeds

FOLDER = Path(__file__).parents[2] / "docs" / "schemas"


def number(path: Path) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", path.stem)))


PUBLISHED = sorted(FOLDER.glob("record-*.json"), key=number)
EACH = pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)


def schema(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return read


@EACH
def test_a_schema_that_was_published_is_never_changed(path: Path) -> None:
    listed = (line.split() for line in (FOLDER / "SHA256SUMS").read_text("ascii").splitlines())
    sums = {name: digest for digest, name in listed}

    assert sums.get(path.name) == hashlib.sha256(path.read_bytes()).hexdigest()


@EACH
def test_every_record_of_today_keeps_to_it(path: Path) -> None:
    validator = jsonschema.Draft202012Validator(schema(path))

    assert not [
        (name, error.message) for name, record in of_seeds() for error in validator.iter_errors(json.loads(record.to_json()))
    ]


@EACH
def test_it_knows_no_key_that_has_gone(path: Path) -> None:
    today = consumer_schema()

    gone = schema(path)["properties"].keys() - today["properties"].keys()
    gone_in_parts = {
        (name, key)
        for name, part in schema(path)["$defs"].items()
        for key in part["properties"].keys() - today["$defs"].get(name, {"properties": {}})["properties"].keys()
    }
    assert (gone, gone_in_parts) == (set(), set())


@EACH
def test_it_lets_keys_pass_that_it_does_not_know(path: Path) -> None:
    newer = {**json.loads(of_seeds()[0][1].to_json()), "mood": "gay"}

    jsonschema.Draft202012Validator(schema(path)).validate(newer)


def test_the_last_one_is_today_s() -> None:
    advice = "a key has come: `copydesk schema --consumer > docs/schemas/record-1.0.N.json`, and its line in SHA256SUMS"

    assert schema(PUBLISHED[-1]) == consumer_schema(), advice


def test_it_is_no_schema_for_what_is_no_record() -> None:
    wrong = {**json.loads(of_seeds()[0][1].to_json()), "status": "rumoured"}

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema(PUBLISHED[-1])).validate(wrong)
    assert Record.model_fields["schema_version"].default == "1.0"
