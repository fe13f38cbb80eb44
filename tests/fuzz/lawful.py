"""What holds for any bytes: records that are whole, or a refusal with its reason; in bounded time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from pipeline.errors import UnreadableCopy
from pipeline.formats.archives import is_archive
from pipeline.formats.detect import head_of, read
from pipeline.formats.registry import READERS
from pipeline.record import Record, TracedRecord
from pipeline.refine import trace
from seeds.listing import seeds

CORPUS: Final = Path(__file__).parent / "corpus"
ARCHIVE: Final = "archive"
SECONDS: Final = 5.0  # for a file of a few kilobytes: generous, what is quadratic takes longer


@cache
def seeds_of() -> dict[str, list[bytes]]:
    """The seeds by the reader that takes them; archives are a reader of their own here."""
    found: dict[str, list[bytes]] = {ARCHIVE: [], **{reader.name: [] for reader in READERS}}
    for seed in seeds():
        raw = seed.path.read_bytes()
        name = ARCHIVE if is_archive(raw) else next((one.name for one in READERS if one.recognises(head_of(raw))), None)
        if name and seed.path.parent.name != "hopeless":
            found[name].append(raw)
    return found


def assert_lawful(raw: bytes) -> None:
    """Refine it, and hold what comes of it against the laws. AssertionError, or whatever it was that should not be raised."""
    began = time.process_time()
    try:
        records = trace(raw, "copy")
    except UnreadableCopy:
        records = []
    assert time.process_time() - began < SECONDS, "too slow"
    for record in records:
        _assert_whole(record)
    if records:
        assert [squeezed(" ".join(span.text for span in record.trace)) for record in records] == [
            squeezed(document.text) for document in read(raw, "copy")
        ], "text was lost between the reader and the record"


def _assert_whole(record: TracedRecord) -> None:
    assert "conservation_failed" not in {warning.code for warning in record.warnings}
    plain = Record.model_validate(record.model_dump(exclude={"trace"}))
    assert Record.model_validate_json(plain.to_json().encode()) == plain, "the record does not survive its own JSON"
    kept = squeezed(" ".join(_parts(record)))
    lost = [span.text for span in record.trace if squeezed(span.text) not in kept]
    assert not lost, f"in neither body nor headline nor removed: {lost[:3]}"


def _parts(record: Record) -> Iterator[str]:
    yield from (text for text in (record.headline, record.subheadline) if text)
    yield from (block.text for block in record.body)
    yield from (stretch.text for stretch in record.removed)


def squeezed(text: str) -> str:
    """The text without its white space."""
    return "".join(text.split())
