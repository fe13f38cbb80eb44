"""What changed between two records of a story."""

from __future__ import annotations

from typing import Any

from pipeline.record import Agency, Block, Record, Removed
from tests.workers.desk import a_record
from workers.again.changes import changes

OLD = a_record(b"Headline\nOne\nTwo\nTwo\nThree")


def changed(**fields: Any) -> Record:
    return OLD.model_copy(update=fields)


def removed(*rules: str) -> tuple[Removed, ...]:
    return tuple(Removed(line=number, text="...", label="furniture", rule=rule) for number, rule in enumerate(rules))


def test_equal_records_have_no_changes() -> None:
    assert not changes(OLD, changed()).fields


def test_a_field_is_told_with_what_it_was_and_what_it_is() -> None:
    assert changes(OLD, changed(agency=Agency(id="ap", name="AP"))).fields == {"agency": (None, {"id": "ap", "name": "AP"})}


def test_paragraphs_come_and_go_by_themselves_the_same_text_twice_is_two() -> None:
    found = changes(OLD, changed(body=tuple(Block(text=text) for text in ("New", "Two", "Three", "One"))))

    assert [block.text for block in found.added] == ["New"]
    assert [block.text for block in found.removed] == ["Two"]


def test_a_paragraph_that_became_a_subheading_is_another_one() -> None:
    found = changes(OLD, changed(body=(Block(kind="subheading", text="One"), *OLD.body[1:])))

    assert [block.kind for block in (*found.removed, *found.added)] == ["paragraph", "subheading"]


def test_rules_are_told_by_how_many_stretches_they_take_more_or_fewer() -> None:
    found = changes(changed(removed=removed("a", "a", "b", "c")), changed(removed=removed("a", "c", "d", "d")))

    assert found.rules == {"a": -1, "b": -1, "d": 2}
