"""Files that break off: what names its own end is refused when that is missing; of the others what came is read."""

from __future__ import annotations

import pytest

from pipeline.errors import UnreadableCopy
from pipeline.refine import refine
from tests.fuzz.lawful import assert_lawful, seeds_of

CUTS = 12  # places a seed; `make fuzz` tries every byte
SEEDS = [(reader, n, raw) for reader, found in seeds_of().items() for n, raw in enumerate(found)]
TOLD_BY = 4  # bytes: of less nobody knows the format
# Their end is told by the format itself: half of such a file is never a story.
CLOSED = ("nitf", "newsml1", "newsml_g2", "ritzau", "feed", "xml", "json", "archive")


def cuts_of(raw: bytes) -> list[int]:
    """Places all over the file, and the last three."""
    return sorted({*range(1, len(raw), max(len(raw) // CUTS, 1)), *range(max(len(raw) - 3, 0), len(raw))})


@pytest.mark.parametrize(("reader", "n", "raw"), SEEDS, ids=[f"{reader}-{n}" for reader, n, _ in SEEDS])
def test_a_file_may_break_off_anywhere(reader: str, n: int, raw: bytes) -> None:
    for cut in cuts_of(raw):
        assert_lawful(raw[:cut])


@pytest.mark.parametrize(("reader", "n", "raw"), SEEDS, ids=[f"{reader}-{n}" for reader, n, _ in SEEDS])
def test_half_of_what_tells_its_end_is_no_story(reader: str, n: int, raw: bytes) -> None:
    if reader not in CLOSED:
        return
    whole = [record.content_hash for record in refine(raw, "copy")]

    for cut in (cut for cut in cuts_of(raw) if cut >= TOLD_BY):
        try:
            records = refine(raw[:cut], "copy")
        except UnreadableCopy:
            continue
        assert [record.content_hash for record in records] == whole, cut
