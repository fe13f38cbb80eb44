"""One story side by side: its source with a label on every stretch, and the record that became of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import Final, NamedTuple

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pipeline.cleaning.ruleset import RuleSet, load_rules
from pipeline.document import LABELS, Label
from pipeline.errors import CopydeskError, RuleError, SpoolUnavailable
from pipeline.record import Record, TraceSpan
from workers.again.refining import linked_as
from workers.cli.explain import FIELD_OF
from workers.page import counts
from workers.page.index import Arrival
from workers.page.newsroom import Newsroom, render, room_of
from workers.page.original import traced
from workers.page.search import arrived_by, kin_of
from workers.styling import styles

MOST_LINES: Final = 600  # passages of a source, blocks of a body, and lines of a list that are shown
_NAME: Final = re.compile(r"[0-9a-f]{32}(-\d{1,9})?", re.ASCII)


class Stretch(NamedTuple):
    """A piece of a line with one label; `blank` is true where the line has a gap before it, `into` is where it went."""

    text: str
    label: Label
    rule: str
    why: str
    into: str
    blank: bool


class Line(NamedTuple):
    """One passage of the source, by its number from 1."""

    number: int
    stretches: list[Stretch]

    @property
    def told(self) -> list[Stretch]:
        """What is not simply the story: named in the margin, each rule once."""
        return list({stretch.rule: stretch for stretch in self.stretches if stretch.label != "body"}.values())


@dataclass(frozen=True, slots=True)
class Reading:
    """How the original reads today; `differs` are the fields in which the stored record says something else."""

    lines: list[Line]
    labels: list[tuple[Label, int]]
    more: int
    differs: list[str]


def story(request: Request) -> Response:
    """GET /story/ID"""
    room = room_of(request)
    record = _record(room, request.path_params["name"])
    arrival = Arrival(record, room.index.claim_of(record.id) or "")
    rules = _rules(room)
    reading, fault = _read(room, arrival, rules)
    with suppress(SpoolUnavailable):  # a full disk keeps nobody from reading
        room.index.take_in([arrival])  # it may have been made anew since it came
    return render(
        request,
        "story.html",
        record=record,
        arrived=arrived_by(arrival.claim),
        source=arrival.source,
        reading=reading,
        fault=fault,
        rules=rules,
        most=MOST_LINES,
        near=counts.neighbours(room.index, record.id),
        kin=kin_of(room.index, record.id),
        into=FIELD_OF,
    )


def as_json(request: Request) -> Response:
    """GET /story/ID.json: the record as it is stored."""
    return Response(_record(room_of(request), request.path_params["name"]).to_json() + "\n", media_type="application/json")


def _record(room: Newsroom, name: str) -> Record:
    if not _NAME.fullmatch(name):
        raise HTTPException(404, "No story has such a number.")
    record_id = name.replace("-", "#")
    if (record := room.store.get(record_id)) is None:
        room.index.forget([record_id])
        raise HTTPException(404, "The store has no such story: it was never there, or was pruned.")
    return record


def _rules(room: Newsroom) -> RuleSet:
    try:
        return styles.in_force(room.spool.desk / styles.ACCEPTED)
    except RuleError:  # a style of the desk is refused; the reading says so
        return load_rules()


def _read(room: Newsroom, arrival: Arrival, rules: RuleSet) -> tuple[Reading | None, CopydeskError | None]:
    """The reading, or why there is none: the record is shown all the same."""
    try:
        today = traced(room, arrival)
    except CopydeskError as fault:
        return None, fault
    lines = [Line(number + 1, _stretches(spans, rules)) for number, spans in groupby(today.trace, key=lambda span: span.passage)]
    labels = {label: sum(span.label == label for span in today.trace) for label in LABELS}
    expected = linked_as(arrival.record, today)
    differs = [name for name in Record.model_fields if getattr(expected, name) != getattr(arrival.record, name)]
    return Reading(lines[:MOST_LINES], [each for each in labels.items() if each[1]], len(lines[MOST_LINES:]), differs), None


def _stretches(spans: Iterable[TraceSpan], rules: RuleSet) -> list[Stretch]:
    found, last = [], -1
    for span in spans:
        rule = rules.get(span.rule)
        into = FIELD_OF.get(span.label, "")
        found.append(Stretch(span.text, span.label, span.rule, rule.why if rule else "", into, last not in (-1, span.start)))
        last = span.end
    return found
