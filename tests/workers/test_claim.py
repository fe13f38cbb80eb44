"""Names of claims: safe for any name that a file may have, and for any name that a message may bring."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import BadClaim
from workers.claim import NAME_BYTES, Claim, unique

NOON = datetime(2025, 6, 1, 12, 0, 5, tzinfo=UTC)
NAMES = st.binary(min_size=1, max_size=NAME_BYTES).filter(lambda name: not set(name) & {0, 47} and name not in (b".", b".."))


def test_an_ordinary_name_stays_readable() -> None:
    claim = Claim.new(PurePath("tca/budget vote.txt"), NOON)

    assert claim.name == f"{claim.id}~tca~budget vote.txt"
    assert (claim.source, claim.original, claim.label) == ("tca", "budget vote.txt", "tca/budget vote.txt")


def test_a_claim_remembers_its_day() -> None:
    assert Claim.new(PurePath("a.txt"), NOON).day == date(2025, 6, 1)


def test_two_claims_on_one_name_differ() -> None:
    assert Claim.new(PurePath("a.txt"), NOON).name != Claim.new(PurePath("a.txt"), NOON).name


@given(NAMES, st.lists(NAMES, max_size=3))
def test_any_name_becomes_text_that_fits_and_comes_back(name: bytes, folders: list[bytes]) -> None:
    path = PurePath(*map(os.fsdecode, [*folders, name]))

    claim = Claim.new(path, NOON)

    assert Claim.parse(json.loads(json.dumps(claim.name))) == claim
    assert claim.name.isprintable()
    assert len(claim.name.encode()) <= NAME_BYTES


@given(NAMES.filter(lambda name: len(name) < 70))
def test_a_name_of_common_length_is_kept_to_the_byte(name: bytes) -> None:
    assert os.fsencode(Claim.new(PurePath(os.fsdecode(name)), NOON).original) == name


def test_a_name_that_is_too_long_loses_its_middle_and_keeps_its_ending() -> None:
    claim = Claim.new(PurePath("x" * 251 + ".txt"), NOON)

    assert claim.original.startswith("xxx")
    assert claim.original.endswith("….txt")


def test_bytes_that_are_no_utf8_are_numbers_in_records() -> None:
    assert Claim.new(PurePath(os.fsdecode(b"caf\xe9.txt")), NOON).filename == "caf\\xe9.txt"


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", ".", "tca/../../x"])
def test_a_path_that_leads_out_of_the_inbox_is_refused(path: str) -> None:
    with pytest.raises(BadClaim):
        Claim.new(PurePath(path), NOON)


GOOD = "20250601T120005Z-0123456789"


@pytest.mark.parametrize(
    "name",
    [
        "", "story.txt", GOOD, f"{GOOD}~", f"{GOOD}~..", f"{GOOD}~tca~", f"{GOOD}~%2E%2E", f"{GOOD}~a%2Fb", f"{GOOD}~a%00",
        f"../{GOOD}~a", f"{GOOD}~../a", f"{GOOD}~a\n", f"{GOOD}~\udce9", f"{GOOD}~{'a' * 300}", "2025-06-01~a",
    ],
)  # fmt: skip
def test_a_name_that_no_claim_ever_had_is_refused(name: str) -> None:
    with pytest.raises(BadClaim):
        Claim.parse(name)


def test_a_unique_name_keeps_its_ending_and_fits() -> None:
    assert unique("story.txt", GOOD) == f"story~{GOOD}.txt"
    assert len(unique("x" * 251 + ".txt", GOOD).encode()) <= NAME_BYTES
