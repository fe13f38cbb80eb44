"""`copydesk export`: all that a store holds, in the forms that others read, whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyarrow import parquet

from pipeline.errors import StoreUnavailable
from pipeline.record import Record
from tests.pipeline.export.told import of_seeds
from tests.workers.cli import copydesk
from tests.workers.desk import a_record, claimed, names_below, simple_refine
from workers.consuming import export
from workers.consuming.export import LINES, write_file, write_folder, write_lines
from workers.consuming.forms import Form
from workers.ingest import ingest
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.files import FileStore

RECORDS = [record for _, record in of_seeds()]


@pytest.fixture
def desk(spool: Spool) -> Path:
    """A desk with two stories, one of which came twice."""
    claims = [claimed(spool, "a.txt", text) for text in ("One", "Two", "One")]
    ingest([claim.name for claim in claims], spool, [FileStore(spool.records)], Settings.load(spool.desk), simple_refine)
    return spool.desk


def test_parquet_gives_back_what_was_in_the_records(tmp_path: Path) -> None:
    write_file(RECORDS, Form.PARQUET, tmp_path / "all.parquet")

    rows = parquet.read_table(tmp_path / "all.parquet").to_pylist()

    assert [json.loads(Record.model_validate(row).to_json()) for row in rows] == [
        json.loads(Record.model_validate(in_utc(record)).to_json()) for record in RECORDS
    ]


def in_utc(record: Record) -> dict[str, object]:
    return {key: value.astimezone(UTC) if isinstance(value, datetime) else value for key, value in record.model_dump().items()}


def test_parquet_has_typed_columns_with_lists_of_parts(tmp_path: Path) -> None:
    write_file(RECORDS[:1], Form.PARQUET, tmp_path / "one.parquet")

    schema = parquet.read_schema(tmp_path / "one.parquet")

    assert str(schema.field("published_at").type) == "timestamp[us, tz=UTC]"
    assert str(schema.field("body").type.value_type) == "struct<kind: string not null, text: string not null>"
    assert schema.metadata[b"copydesk.schema_version"] == b"1.0"


def test_parquet_is_written_in_groups_that_fit_into_memory(tmp_path: Path) -> None:
    size = export.GROUP_CHARACTERS // 2
    long = [a_record(f"Story {number}\n".encode() + b"a" * size) for number in range(4)]

    write_file(long, Form.PARQUET, tmp_path / "long.parquet")

    assert parquet.ParquetFile(tmp_path / "long.parquet").metadata.num_row_groups == 2


def test_a_file_is_there_when_it_is_whole_and_not_before(tmp_path: Path) -> None:
    def cut_off() -> Iterator[Record]:
        yield RECORDS[0]
        raise StoreUnavailable("store", "gone", "")

    with pytest.raises(StoreUnavailable):
        write_file(cut_off(), Form.PARQUET, tmp_path / "all.parquet")

    assert names_below(tmp_path) == []


def test_nitf_is_a_document_a_story(tmp_path: Path) -> None:
    number = write_folder(RECORDS, tmp_path / "out")

    assert number == len(RECORDS)
    assert names_below(tmp_path / "out") == sorted(f"{record.id.replace('#', '-')}.xml" for record in RECORDS)


@pytest.mark.parametrize("form", list(LINES))
def test_each_story_is_a_line_or_a_row(form: Form) -> None:
    out = io.BytesIO()

    assert write_lines(RECORDS, form, out) == len(RECORDS)
    rows = list(csv.reader(io.StringIO(out.getvalue().decode(), newline=""))) if form is Form.CSV else out.getvalue().splitlines()
    assert len(rows) == len(RECORDS) + (form is Form.CSV)


def test_lines_go_to_standard_output(desk: Path) -> None:
    assert copydesk("export", desk, "--to", "csv", "--status", "usable").stdout.count("\n") == 3


def test_since_a_time_each_story_comes_once_in_the_order_of_the_desk(desk: Path) -> None:
    lines = copydesk("export", desk, "--since", "2025-01-01").stdout.splitlines()

    assert [json.loads(line)["headline"] for line in lines] == ["One", "Two"]


def test_what_is_no_text_needs_a_place_to_go_to(desk: Path) -> None:
    done = copydesk("export", desk, "--to", "nitf")

    assert done.returncode == 2
    assert "--out" in done.stderr


def test_a_desk_without_pyarrow_says_what_to_install(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "without" / "pyarrow").mkdir(parents=True)
    (tmp_path / "without" / "pyarrow" / "__init__.py").write_text("raise ImportError('none here')")
    paths = os.pathsep.join([str(tmp_path / "without"), *sys.path])

    done = copydesk("export", desk, "--to", "parquet", "--out", tmp_path / "x", env={"PYTHONPATH": paths})

    assert (done.returncode, "pip install 'copydesk[parquet]'" in done.stderr) == (2, True)


def test_a_place_that_takes_nothing_is_told(desk: Path) -> None:
    done = copydesk("export", desk, "--to", "csv", "--out", "/proc/none/stories.csv")

    assert (done.returncode, "/proc/none" in done.stderr) == (7, True)
