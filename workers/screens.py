"""What screens show of a task: Flower and the logs name the files it is about, and say what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from celery import Task

from workers.claim import Claim
from workers.ingest import Outcome

NAMED = 3  # files that a task names; the rest is a number
WHY_CHARS = 250  # Celery cuts a result off at 1024 characters


def readable(claims: Sequence[Claim]) -> str:
    """The task's arguments: tca/a.txt, b.txt, c.txt and 61 more."""
    rest = len(claims) - NAMED
    return ", ".join(claim.label for claim in claims[:NAMED]) + (f" and {rest} more" if rest > 0 else "")


def reported(outcome: Outcome) -> dict[str, object]:
    """The task's result. What is zero is left out, so that a search for `result:quarantined` finds those that have some.

    {'archived': 63, 'quarantined': 1, 'why': ['binary: tca/photo.txt: looks like a PNG picture']}
    """
    counts = {name: number for name, number in asdict(outcome).items() if number and name != "why"}
    rest = len(outcome.why) - NAMED
    why = [*(said[:WHY_CHARS] for said in outcome.why[:NAMED]), *([f"and {rest} more"] if rest > 0 else [])]
    return {**counts, "why": why} if why else counts


class Shown(Task):
    """A task that is shown alike when Celery sends it a second time, because its worker process was killed."""

    def signature_from_request(self, request: Any = None, *args: Any, **options: Any) -> Any:
        first = self.request if request is None else request
        return super().signature_from_request(first, *args, argsrepr=first.argsrepr, kwargsrepr=first.kwargsrepr, **options)
