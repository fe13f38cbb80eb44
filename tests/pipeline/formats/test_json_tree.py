"""JSON as it comes: parsed once, repaired, refused with its place."""

from __future__ import annotations

import json

import pytest

from pipeline.errors import BrokenMarkup, EmptyCopy, TooLarge
from pipeline.formats.json.facts import Facts, plain, strings
from pipeline.formats.json.tree import Lines, parse


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_json_is_read_in_the_encodings_that_it_comes_in(encoding: str) -> None:
    assert parse('{"headline": "Fähre"}'.encode(encoding), "a.json").value == {"headline": "Fähre"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": 1,\n}', "line 2, column 1"),
        ('{"a": 1,\n "a": 2}', "line 2, column 2: the key 'a' stands twice"),
        ('{"b": "NaN",\n "a": NaN}', "line 2, column 7: NaN and Infinity"),
        ('{"a": -Infinity}', "line 1, column 7"),
        ('{"a": "b', "line 1, column 7"),
        ('{"a": 1}\nand so on', "line 2, column 1: something stands behind the end"),
        ("[" * 100_000, "nested too deep"),
        ('{"a": ' + "[" * 300 + r'"\u00e9"' + "]" * 300 + "}", "deeper than 200"),
        ('{"a": ' + "9" * 10_000 + "}", "numbers too long"),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(text: str, said: str) -> None:
    with pytest.raises(BrokenMarkup, match=r"a\.json") as refused:
        parse(text.encode(), "a.json")

    assert said in str(refused.value)


def test_a_key_that_says_the_same_twice_does_no_harm() -> None:
    assert parse(b'{"a": "x", "a": "x"}', "a.json").value == {"a": "x"}


def test_a_file_may_hold_one_json_text_a_line() -> None:
    assert parse(b'{"a": 1}\n\n{"a": 2}\n', "a.json").value == [{"a": 1}, {"a": 2}]


def test_a_file_of_blanks_is_empty() -> None:
    with pytest.raises(EmptyCopy):
        parse(b" \n ", "a.json")


def test_too_much_json_is_refused_before_it_is_parsed() -> None:
    with pytest.raises(TooLarge):
        parse(b"[" + b" " * (1 << 24) + b"]", "a.json")


def test_what_escapes_hide_is_repaired_as_text_is() -> None:
    # Given text that was garbled before it was escaped, a control character and half of a surrogate pair
    raw = json.dumps({"a": ["Caf\u00c3\u00a9 ouvert", "be\u0007ll", "half \ud83d"]}).encode()

    tree = parse(raw, "a.json")

    assert tree.value == {"a": ["Café ouvert", "be ll", "half \ufffd"]}
    assert {notice.code for notice in tree.decoded.notices} == {"text_repaired", "control_characters"}


def test_a_key_is_found_on_its_line_behind_the_story_before() -> None:
    # Given two stories, of which the first holds the key also as a value
    lines = Lines('[{"a": "b",\n"b": 1},\n{"a": 2,\n"b": 3}]')

    first = (lines.of("a"), lines.of("b"))
    lines.next_story()

    assert (*first, lines.of("a"), lines.of("b"), lines.of("c")) == (1, 2, 3, 4, 2)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("Ferry", ["Ferry"]),
        (7, ["7"]),
        (True, []),
        (None, []),
        (["Ferry", None, {"name": "Goat"}, [["Hay"]]], ["Ferry", "Goat", "Hay"]),
        ({"rendered": "<p>Ferry &amp; goat</p>"}, ["Ferry & goat"]),
        ({"other": "Ferry"}, []),
    ],
)
def test_strings_come_out_of_values_of_any_type(value: object, said: list[str]) -> None:
    assert strings(value) == said


def test_a_name_is_one_in_every_spelling() -> None:
    facts = Facts({"versionCreated": None, "version_created": "", "version-created": "2026"}, Lines(""))

    assert facts.text("versioncreated") == "2026"


def test_plain_text_with_angle_brackets_stays() -> None:
    assert plain("Profit < 5 and > 3<br>said") == "Profit < 5 and > 3 said"
