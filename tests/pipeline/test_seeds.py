"""Every seed gives the record that a person wrote beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UnreadableCopy
from pipeline.formats.detect import head_of
from pipeline.formats.registry import READERS, Format
from pipeline.refine import refine
from seeds.listing import EXPECTED, SEEDS, Seed, expectation, seeds

STORIES = [seed for seed in seeds() if seed.path.parent.name != "hopeless"]
HOPELESS = [seed for seed in seeds() if seed.path.parent.name == "hopeless"]


def name_of(seed: Seed) -> str:
    return seed.name


def records_of(path: Path) -> list[dict[str, Any]]:
    """The records of a seed as a consumer reads them, without the ids of the rules that took text out."""
    read: list[dict[str, Any]] = [json.loads(record.to_json()) for record in refine(path.read_bytes(), path.name)]
    for stretch in (stretch for record in read for stretch in record["removed"]):
        del stretch["rule"]
    return read


@pytest.mark.parametrize("seed", STORIES, ids=name_of)
def test_a_seed_gives_the_records_beside_it(seed: Seed) -> None:
    records = records_of(seed.path)

    differing = [
        {key: {"got": record[key], "expected": value} for key, value in expected.items() if record[key] != value}
        for record, expected in zip(records, seed.expected, strict=True)
    ]
    assert not any(differing), json.dumps(differing, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("seed", STORIES, ids=name_of)
def test_every_seed_has_an_expectation(seed: Seed) -> None:
    assert seed.expected, f"write {expectation(seed.path).name} beside {seed.name}"


def test_every_expectation_has_a_seed() -> None:
    assert {expectation(seed.path) for seed in STORIES} == set(SEEDS.glob(f"*/*{EXPECTED}"))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_every_reader_has_a_seed(reader: Format) -> None:
    heads = [head_of(seed.path.read_bytes()) for seed in STORIES]

    assert reader in [next(found for found in READERS if found.recognises(head)) for head in heads]


def test_the_html_fragment_gives_the_record_of_its_text() -> None:
    page = records_of(SEEDS / "html-fragment/grid-auction.html")[0]
    text = records_of(SEEDS / "reuters/grid-auction.txt")[0]

    same = ("headline", "body", "credits", "rights")
    assert {key: page[key] for key in same} == {key: text[key] for key in same}


def test_the_encoding_of_a_seed_leaves_no_trace_in_its_body() -> None:
    # Given a story in windows-1252, with guillemets, a euro sign, an oe and curly apostrophes
    seed = SEEDS / "windows-1252/cloche-village.txt"

    text = " ".join(block["text"] for block in records_of(seed)[0]["body"])

    assert {"«", "»", "€", "’", "é"} <= set(text)
    assert text.isprintable()


@pytest.mark.parametrize("seed", HOPELESS, ids=name_of)
def test_a_hopeless_file_is_refused_with_its_reason(seed: Seed) -> None:
    with pytest.raises(UnreadableCopy) as refused:
        refine(seed.path.read_bytes(), seed.path.name)

    assert (refused.value.reason, refused.value.subject) == ("binary", "story.txt")
