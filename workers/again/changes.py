"""What changed in a story when it was refined again: field by field, paragraph by paragraph, and by which rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.record import Block, Record


@dataclass(frozen=True, slots=True)
class Changes:
    """`fields`: of each field that is not the same what it was and what it is. `added` and `removed`: blocks of the body.

    `rules`: how many more stretches of text each rule takes than before, fewer where below 0.
    """

    fields: Mapping[str, tuple[Any, Any]]
    added: Sequence[Block]
    removed: Sequence[Block]
    rules: Mapping[str, int]

    def told(self) -> dict[str, Any]:
        """For a report: with what `fields` says was, the older record can be put together again from the newer one."""
        return {
            "fields": {name: {"old": old, "new": new} for name, (old, new) in self.fields.items()},
            "paragraphs": {"added": _texts(self.added), "removed": _texts(self.removed)},
            "rules": dict(self.rules),
        }


def changes(old: Record, new: Record) -> Changes:
    """What is not the same in two records of one story; its `fields` are empty where they are equal."""
    before, now = old.model_dump(mode="json"), new.model_dump(mode="json")
    rules = _takes(new)
    rules.subtract(_takes(old))
    return Changes(
        fields={name: (before[name], now[name]) for name in now if before[name] != now[name]},
        added=_without(new.body, old.body),
        removed=_without(old.body, new.body),
        rules={rule: times for rule, times in sorted(rules.items()) if times},
    )


def _takes(record: Record) -> Counter[str]:
    return Counter(removed.rule for removed in record.removed)


def _without(blocks: Sequence[Block], others: Sequence[Block]) -> list[Block]:
    """The blocks that are not among the others, in their order; the same text twice is two."""
    there = Counter(others)
    found = []
    for block in blocks:
        there[block] -= 1
        if there[block] < 0:
            found.append(block)
    return found


def _texts(blocks: Sequence[Block]) -> list[str]:
    return [block.text for block in blocks]
