"""Every seed gives the record that a person wrote beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UnreadableCopy
from pipeline.refine import refine

SEEDS = Path(__file__).parents[2] / "seeds"
FILES = sorted(path for path in SEEDS.glob("*/*") if path.is_file() and not path.name.endswith(".expected.json"))
HOPELESS = [path for path in FILES if path.parent.name == "hopeless"]
STORIES = [path for path in FILES if path not in HOPELESS]


def name_of(path: Path) -> str:
    return str(path.relative_to(SEEDS))


def record_of(path: Path) -> dict[str, Any]:
    """The one record of a seed as a consumer reads it, without the ids of the rules that took text out."""
    [record] = refine(path.read_bytes(), path.name)
    read: dict[str, Any] = json.loads(record.to_json())
    for stretch in read["removed"]:
        del stretch["rule"]
    return read


@pytest.mark.parametrize("seed", STORIES, ids=name_of)
def test_a_seed_gives_the_record_beside_it(seed: Path) -> None:
    expected = json.loads(seed.with_suffix(".expected.json").read_text("utf-8"))

    record = record_of(seed)

    differing = {key: {"got": record[key], "expected": value} for key, value in expected.items() if record[key] != value}
    assert differing == {}, json.dumps(differing, ensure_ascii=False, indent=1)


@pytest.mark.parametrize("seed", STORIES, ids=name_of)
def test_every_seed_has_an_expectation(seed: Path) -> None:
    assert seed.with_suffix(".expected.json").is_file(), f"write {seed.stem}.expected.json beside {name_of(seed)}"


def test_every_expectation_has_a_seed() -> None:
    stories = {seed.with_suffix("") for seed in STORIES}

    assert {path.with_suffix("").with_suffix("") for path in SEEDS.glob("*/*.expected.json")} == stories


def test_the_html_fragment_gives_the_record_of_its_text() -> None:
    page = record_of(SEEDS / "html-fragment/grid-auction.html")
    text = record_of(SEEDS / "reuters/grid-auction.txt")

    same = ("headline", "body", "credits", "rights")
    assert {key: page[key] for key in same} == {key: text[key] for key in same}


def test_the_encoding_of_a_seed_leaves_no_trace_in_its_body() -> None:
    # Given a story in windows-1252, with guillemets, a euro sign, an oe and curly apostrophes
    seed = SEEDS / "windows-1252/cloche-village.txt"

    text = " ".join(block["text"] for block in record_of(seed)["body"])

    assert {"«", "»", "€", "’", "é"} <= set(text)
    assert text.isprintable()


@pytest.mark.parametrize("seed", HOPELESS, ids=name_of)
def test_a_hopeless_file_is_refused_with_its_reason(seed: Path) -> None:
    with pytest.raises(UnreadableCopy) as refused:
        refine(seed.read_bytes(), seed.name)

    assert (refused.value.reason, refused.value.subject) == ("binary", "story.txt")
