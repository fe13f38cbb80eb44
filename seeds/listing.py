"""The seeds: every sample file with what its records must say. Used by the demo and by the tests."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).parent
EXPECTED = ".expected.json"


@dataclass(frozen=True, eq=False)
class Seed:
    """One sample file: its path, and what each of its records must say, in order; () for a hopeless one."""

    path: Path
    expected: tuple[dict[str, Any], ...]
    holds_several: bool = False  # the expectation is a list: the file's records are numbered

    @property
    def name(self) -> str:
        """The shape and the file: tns/kelp-licences.txt."""
        return str(self.path.relative_to(SEEDS))

    @property
    def record_ids(self) -> tuple[str, ...]:
        """The ids that its records have: they come from the bytes."""
        digest = hashlib.sha256(self.path.read_bytes()).hexdigest()[:32]
        return tuple(f"{digest}#{n}" for n in range(1, len(self.expected) + 1)) if self.holds_several else (digest,)


def expectation(path: Path) -> Path:
    """Where a seed's expectation stands: beside it."""
    return path.with_name(path.stem + EXPECTED)


def seeds() -> list[Seed]:
    """Every sample file beside this module, by name."""
    return [_seed(path) for path in sorted(SEEDS.glob("*/*")) if path.is_file() and not _is_derived(path)]


def _is_derived(path: Path) -> bool:
    return path.name.endswith((EXPECTED, ".pyc"))


def _seed(path: Path) -> Seed:
    if not expectation(path).exists():
        return Seed(path, ())
    said = json.loads(expectation(path).read_text("utf-8"))
    return Seed(path, tuple(said), holds_several=True) if isinstance(said, list) else Seed(path, (said,))
