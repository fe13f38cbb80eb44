"""Records out of a store into files that others read, however many there are: a record, or a row group, at a time.

ndjson ninjs jsonld   a line of JSON a story
csv                   a row a story, below a line of names
parquet               one file, in row groups
nitf                  a folder, with a document a story
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from pipeline.errors import BadSettings, StoreUnavailable
from pipeline.export import arrow, csv_row
from pipeline.export.json_ld import article_of
from pipeline.export.ninjs import ninjs_of
from pipeline.export.nitf import nitf_of
from pipeline.record import Record
from workers.consuming.forms import Form
from workers.disk import guarded, make_folders

if TYPE_CHECKING:
    import pyarrow as pa

GROUP_ROWS, GROUP_CHARACTERS = 2_000, 8_000_000  # of a row group; it is held in memory three times while it is written


LINES: Final[Mapping[Form, Callable[[Record], str]]] = {
    Form.NDJSON: lambda record: record.to_json() + "\n",
    Form.CSV: csv_row.row_of,
    Form.NINJS: lambda record: _json(ninjs_of(record)),
    Form.JSONLD: lambda record: _json(article_of(record)),
}


def write_lines(records: Iterable[Record], form: Form, to: BinaryIO) -> int:
    """Writes one of LINES; how many records there were."""
    number = 0
    if form is Form.CSV:
        to.write(csv_row.header().encode())
    for number, record in enumerate(records, start=1):  # noqa: B007 - it is the count
        to.write(LINES[form](record).encode())
    return number


def write_file(records: Iterable[Record], form: Form, path: Path) -> int:
    """The same into a file, which is there when it is whole and not before. Raises StoreUnavailable, BadSettings."""
    with _whole(path) as draft:
        if form is Form.PARQUET:
            return _write_parquet(records, draft)
        with draft.open("wb") as file:
            return write_lines(records, form, file)


def write_folder(records: Iterable[Record], folder: Path) -> int:
    """NITF, a document a story: ID.xml, "#" of an id as "-". Raises StoreUnavailable."""
    number = 0
    for number, record in enumerate(records, start=1):  # noqa: B007 - it is the count
        with _whole(folder / f"{record.id.replace('#', '-')}.xml") as draft:
            draft.write_text(nitf_of(record), "utf-8")
    return number


def _write_parquet(records: Iterable[Record], path: Path) -> int:
    try:
        from pyarrow import parquet
    except ImportError as missing:
        raise BadSettings("parquet", "pyarrow is not installed", "pip install 'copydesk[parquet]'") from missing
    columns: pa.Schema = arrow.schema()
    number = 0
    with parquet.ParquetWriter(path, columns, compression="zstd") as writer:
        for group in _groups(records):
            writer.write_table(arrow.table_of(group, columns))
            number += len(group)
    return number


def _groups(records: Iterable[Record]) -> Iterator[list[Record]]:
    """So many records as one row group takes; a story of 25 MB is one of its own."""
    group: list[Record] = []
    characters = 0
    for record in records:
        if group and (len(group) >= GROUP_ROWS or characters >= GROUP_CHARACTERS):
            yield group
            group, characters = [], 0
        group.append(record)
        characters += sum(len(block.text) for block in record.body) + sum(len(part.text) for part in record.removed)
    if group:
        yield group


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A draft beside it, which takes its name when the block has ended well."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(5)}")
    try:
        with guarded(StoreUnavailable, path):
            make_folders(path.parent)
            yield draft
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _json(said: Mapping[str, object]) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")) + "\n"
