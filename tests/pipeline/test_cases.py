"""Single lines, each set into a small story: what must be read from them, what must go, and what must stay.

The rows and their reasons are data: tests/cases/README.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline.record import Record
from pipeline.refine import refine

CASES = Path(__file__).parents[1] / "cases"
KINDS = ("bylines", "credits", "datelines", "rights", "notes", "status", "contacts", "furniture")


@dataclass(frozen=True)
class Frame:
    """The story round a line."""

    headline: str
    opening: str
    middle: list[str]


@dataclass(frozen=True)
class Case:
    """One row of one file, and the place in the frame where its text is set."""

    file: str
    number: int
    row: dict[str, Any]
    place: str

    @property
    def text(self) -> str:
        return str(self.row["text"])

    @property
    def frame(self) -> Frame:
        return FRAMES[self.row.get("language", "en")]

    def __str__(self) -> str:
        return f"{self.file}:{self.number}:{self.place}"


def rows_of(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip():
            yield number, json.loads(line)


def cases(pattern: str) -> Iterator[Case]:
    for path in sorted(CASES.glob(pattern)):
        for number, row in rows_of(path):
            for place in row.get("places") or [row.get("where", "tail")]:
                yield Case(path.relative_to(CASES).as_posix(), number, row, place)


FRAMES = {language: Frame(**parts) for language, parts in json.loads((CASES / "frames.json").read_text("utf-8")).items()}
EVERY_CASE = [case for folder in ("seen", "made_up", "leave_alone") for case in cases(f"{folder}/*.jsonl")]
KNOWN_WRONG = [row for path in sorted(CASES.glob("known_wrong/*.jsonl")) for _, row in rows_of(path)]


def is_meant_by(row: dict[str, Any], case: Case) -> bool:
    told = {"file": case.file, "place": case.place, **case.row}
    return all(told.get(key) == value for key, value in row.items() if key != "why")


def parameters(*kinds: str) -> list[Any]:
    """The cases of these files; those that we are known to get wrong as strict expected failures."""
    chosen = [
        case
        for case in EVERY_CASE
        if case.file.rsplit("/", 1)[-1].removesuffix(".jsonl") in kinds and "leave_alone" not in case.file
    ]
    return [marked(case) for case in chosen]


def marked(case: Case) -> Any:
    wrong = next((row for row in KNOWN_WRONG if is_meant_by(row, case)), None)
    marks = [pytest.mark.xfail(strict=True, reason=wrong["why"])] if wrong else []
    return pytest.param(case, id=str(case), marks=marks)


def refined(*lines: str) -> Record:
    [record] = refine(("\n".join(lines) + "\n").encode(), "case.txt")
    return record


def framed(case: Case) -> Record:
    """The frame with the case's text in its place, refined."""
    frame, text, first, *others = case.frame, case.text, case.frame.middle[0], *case.frame.middle[1:]
    stories = {
        "title": (f"{text}{frame.headline}", frame.opening, first, *others),
        "behind": (f"{frame.headline} {text}", frame.opening, first, *others),
        "top": (text, frame.headline, frame.opening, first, *others),
        "head": (frame.headline, text, frame.opening, first, *others),
        "opening": (frame.headline, text, first, *others),
        "middle": (frame.headline, frame.opening, first, text, *others),
        "tail": (frame.headline, frame.opening, first, *others, text),
        "glued": (frame.headline, frame.opening, first, *others[:-1], f"{others[-1]} {text}"),
    }
    return refined(*stories[case.place])


def titles_and_text(record: Record) -> tuple[str | None, list[str]]:
    return record.headline, [block.text for block in record.body]


def untouched(frame: Frame) -> tuple[str, list[str]]:
    return frame.headline, [frame.opening, *frame.middle]


def picked(found: Any, asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of each value found, the keys that the row speaks of; all of it where the row has no such value."""
    dumped = [value.model_dump() for value in found]
    return [
        {key: value[key] for key in keys} if keys else value
        for value, keys in zip(dumped, [*asked, *[{}] * len(dumped)], strict=False)
    ]


@pytest.mark.parametrize("case", parameters("bylines"))
def test_a_byline_names_its_authors_and_leaves_the_body(case: Case) -> None:
    record = framed(case)

    assert picked(record.byline.authors, case.row["authors"]) == case.row["authors"]
    assert titles_and_text(record) == untouched(case.frame)


@pytest.mark.parametrize("case", parameters("credits"))
def test_a_credit_line_names_who_did_what_and_leaves_the_body(case: Case) -> None:
    record = framed(case)

    assert picked(record.credits, case.row["credits"]) == case.row["credits"]
    assert titles_and_text(record) == untouched(case.frame)


@pytest.mark.parametrize("case", parameters("datelines"))
def test_a_dateline_is_read_and_its_sentence_stays(case: Case) -> None:
    # Given a first paragraph that opens with a dateline
    prefix, frame = case.row["prefix"], case.frame
    expected = {"text": prefix} | {key: case.row[key] for key in ("city", "region", "country", "date", "agency")}

    record = framed(case)

    assert record.dateline is not None
    assert record.dateline.model_dump() == expected
    assert titles_and_text(record) == (frame.headline, [case.text.removeprefix(prefix).lstrip(), *frame.middle])


@pytest.mark.parametrize("case", parameters("rights"))
def test_a_rights_line_is_read_and_leaves_the_body(case: Case) -> None:
    asked: dict[str, Any] = {key: case.row[key] for key in ("holder", "year", "distributor", "url", "license") if key in case.row}

    record = framed(case)

    assert picked([record.rights], [asked]) == [asked]
    assert titles_and_text(record) == untouched(case.frame)


@pytest.mark.parametrize("case", parameters("notes"))
def test_a_note_is_kept_apart_from_the_story(case: Case) -> None:
    record = framed(case)

    assert [note.kind for note in record.notes] == [case.row["kind"]]
    assert titles_and_text(record) == untouched(case.frame)


@pytest.mark.parametrize("case", parameters("status"))
def test_a_marker_tells_the_status_and_leaves_the_headline(case: Case) -> None:
    record = framed(case)

    assert {key: getattr(record, key) for key in ("status", "version", "genre")} == {
        key: case.row[key] for key in ("status", "version", "genre")
    }
    assert titles_and_text(record) == untouched(case.frame)


@pytest.mark.parametrize("case", parameters("contacts"))
def test_a_contact_block_names_whom_to_ask_and_leaves_the_body(case: Case) -> None:
    record = framed(case)

    assert picked(record.contacts, case.row["contacts"]) == case.row["contacts"]
    assert titles_and_text(record) == untouched(case.frame)


@pytest.mark.parametrize("case", parameters("furniture"))
def test_furniture_leaves_the_story_as_it_was(case: Case) -> None:
    assert titles_and_text(framed(case)) == untouched(case.frame)


@pytest.mark.parametrize("case", [marked(case) for case in EVERY_CASE if case.file.startswith("leave_alone/")])
def test_a_sentence_that_looks_like_boilerplate_stays_in_the_body(case: Case) -> None:
    assert case.text in titles_and_text(framed(case))[1]


@pytest.mark.parametrize("language", sorted(FRAMES))
def test_a_frame_alone_loses_nothing(language: str) -> None:
    frame = FRAMES[language]

    record = refined(frame.headline, frame.opening, *frame.middle)

    assert titles_and_text(record) == untouched(frame)


def test_every_case_has_a_reason_and_a_test() -> None:
    without = [str(case) for case in EVERY_CASE if not (case.row.get("why") or case.row.get("trap"))]
    unread = [case.file for case in EVERY_CASE if not case.file.startswith("leave_alone/") and Path(case.file).stem not in KINDS]

    assert (without, unread) == ([], [])


def test_everything_known_to_be_wrong_is_a_case() -> None:
    assert [row for row in KNOWN_WRONG if not any(is_meant_by(row, case) for case in EVERY_CASE)] == []
