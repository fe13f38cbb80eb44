"""What a credit line says, and which sentences of a story only look like one; the lines are in credit_lines.toml."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.attribution.credits import LONGEST, is_desk_slug, read


def said(text: str) -> str | None:
    """What read() found, on one line: "reporting Ada Brindle <AP> @Oslo; editing Tom Holt"; None where it refused."""
    found = read(text)
    if found is None:
        return None
    return "; ".join(
        f"{each.role} {each.name}"
        + (f" <{each.organization}>" if each.organization else "")
        + (f" @{each.location}" if each.location else "")
        for each in found
    )


LINES = tomllib.loads((Path(__file__).parent / "credit_lines.toml").read_text("utf-8"))
CREDITS = {each["text"]: each["says"] for each in LINES["credit"]}
ON_ONE_LINE = [text for text in CREDITS if "\n" not in text]


@pytest.mark.parametrize(("text", "credits"), CREDITS.items())
def test_a_credit_line_says_who_did_what_and_where(text: str, credits: str) -> None:
    assert said(text) == credits


@pytest.mark.parametrize("text", LINES["lines"]["nobody"])
def test_a_credit_line_that_names_nobody_is_still_a_credit_line(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize("text", LINES["lines"]["sentences"])
def test_a_sentence_of_the_story_is_no_credit(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("text", ON_ONE_LINE)
def test_a_credit_that_runs_on_into_a_sentence_stays_in_the_story(text: str) -> None:
    assert read(f"{text} the town rebuilt the bridge") is None


@pytest.mark.parametrize("text", [text for text in ON_ONE_LINE if text[0].isalpha()])
def test_bullets_and_brackets_change_nothing(text: str) -> None:
    assert read(f"— {text}") == read(f"({text})") == read(text)


def roles_by_word() -> dict[str, set[str]]:
    """Every word before a colon in credit_words.toml that is no pattern, with its roles in all languages."""
    tables = tomllib.loads((files("pipeline.attribution") / "credit_words.toml").read_text("utf-8"))["language"].values()
    found: dict[str, set[str]] = {}
    for groups in (table[kind] for table in tables for kind in ("doing", "maker")):
        for role, words in groups.items():
            for word in filter(str.isalpha, words):
                found.setdefault(word.casefold(), set()).add(role)
    return found


@pytest.mark.parametrize(("word", "roles"), roles_by_word().items())
def test_every_word_of_the_table_opens_a_credit(word: str, roles: set[str]) -> None:
    found = read(f"{word.capitalize()}: Ada Brindle")

    assert found is not None
    assert [(each.name, each.role in roles) for each in found] == [("Ada Brindle", True)]


NAMES = st.sampled_from(
    ["Ada Brindle", "Tom J. Holt", "Ines O'Ro", "Karl van der Voss", "Jean-Luc Ek", "YP Lund", "Munzer al-Awad"]
)
PLACES = st.sampled_from([None, "Oslo", "San Salvo", "The Hague", "Salvo, North Carolina", "Sanaa and Aden", "Washington, D.C."])
GROUPS = st.lists(st.tuples(NAMES, PLACES), min_size=1, max_size=4, unique_by=lambda group: group[0])
CLAUSES = st.lists(
    st.tuples(st.sampled_from(["Reporting", "Writing", "Editing"]), GROUPS),
    min_size=1,
    max_size=3,
    unique_by=lambda each: each[0],
)


@given(CLAUSES, st.sampled_from(["; ", " ", "\n"]))
def test_every_name_of_a_reuters_line_is_found_with_its_role(
    clauses: list[tuple[str, list[tuple[str, str | None]]]], between: str
) -> None:
    lines = [
        f"{doing} by " + " and ".join(name + (f" in {place}" if place else "") for name, place in groups)
        for doing, groups in clauses
    ]

    found = read(between.join(lines))

    assert found is not None
    assert [(each.role, each.name) for each in found] == [
        (doing.lower(), name) for doing, groups in clauses for name, _ in groups
    ]


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    assert all(each.name for each in read(f"Reporting by {text}") or ())
    assert isinstance(is_desk_slug(text), bool)


def test_a_text_too_long_for_a_credit_is_refused_at_once() -> None:
    assert read("Reporting by Ada Brindle " * (LONGEST // 20)) is None
    assert read("x" * 1_000_000) is None


@pytest.mark.parametrize(
    "text",
    [
        "hh/ph/ts/hd",
        "bur-abc/def/gh",
        "jh/ms",
        "dpa grj rmo",
        "(SDA/sj)",
        "(SDA\\/sj)",
        "str-cb/ag",
        "rc/msh (AP, dpa)",
        "PTI SMN VJ",
        "--IANS\nvv/dpb",
    ],
)
def test_initials_of_the_desk_are_a_slug(text: str) -> None:
    assert is_desk_slug(text)


@pytest.mark.parametrize(
    "text", ["and/or", "he/she", "n/a", "AC/DC", "dpa", "AFP", "dpa says no", "UNI is out", "24/7", "Reuters", "jh/ms said", ""]
)
def test_ordinary_words_are_no_slug(text: str) -> None:
    assert not is_desk_slug(text)
