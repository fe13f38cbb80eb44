"""Files that once failed, or that take odd paths: replayed each time. `make fuzz` adds to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.lawful import CORPUS, assert_lawful, seeds_of

FILES = sorted(CORPUS.glob("*/*.bin"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CORPUS)))
def test_a_file_of_the_corpus_is_read_whole_or_refused(path: Path) -> None:
    assert_lawful(path.read_bytes())


def test_every_reader_has_a_corpus() -> None:
    assert {path.parent.name for path in FILES} == seeds_of().keys()
