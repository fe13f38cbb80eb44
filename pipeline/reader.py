"""Records read back, from whatever copydesk of the same major schema version wrote them.

    with open("records.ndjson", "rb") as lines:
        for record in read_records(lines):
            print(record.headline)

A record keeps its meaning within a major version: keys are only added. So what an older copydesk wrote is taken (what it did not
know yet is null or []), and what a newer one wrote too (a key that this one does not know is left out). Another major version, or
a value that this one does not know, is an error that says so: half of a record is none.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from pydantic import ValidationError

from pipeline.errors import BadRecord
from pipeline.record import SCHEMA_VERSION, Record, json_schema

_MOST_NAMED: Final = 3  # faults of one record that its error names
_ADVICE: Final = "update copydesk, or ask whoever wrote it"


def load_record(text: str | bytes, subject: str = "record") -> Record:
    """The record in this JSON. `subject` names it in an error. Raises BadRecord."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise BadRecord(subject, f"no JSON: {wrong}", "one record a line, as copydesk writes them") from wrong
    version = said.get("schema_version") if isinstance(said, dict) else None
    if not isinstance(version, str):
        raise BadRecord(subject, "JSON, but no record: it has no schema_version", "one record a line, as copydesk writes them")
    if version.partition(".")[0] != SCHEMA_VERSION.partition(".")[0]:
        raise BadRecord(subject, f"schema_version {version[:20]!r}; this copydesk reads {SCHEMA_VERSION}", _ADVICE)
    try:
        return Record.model_validate({**said, "schema_version": SCHEMA_VERSION}, extra="ignore")
    except ValidationError as wrong:
        found = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in islice(wrong.errors(), _MOST_NAMED)]
        raise BadRecord(subject, "; ".join(found), _ADVICE) from wrong


def read_records(source: str | bytes | Iterable[str | bytes]) -> Iterator[Record]:
    """The records of NDJSON, one a line: a text, or lines such as an open file gives. Blank lines are none.

    Read as it goes, a line at a time. Raises BadRecord at the first line that is no record, with its number.
    """
    lines = source.splitlines() if isinstance(source, bytes) else source.split("\n") if isinstance(source, str) else source
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield load_record(line, f"line {number}")


def consumer_schema() -> dict[str, Any]:
    """The JSON Schema that a consumer validates with: as `json_schema`, and keys that it does not know may come.

    The schemas in docs/schemas/ are made by it, one whenever a key has come, and none is ever changed.
    """
    schema = copy.deepcopy(json_schema())
    for part in (schema, *schema["$defs"].values()):
        del part["additionalProperties"]
    return schema
