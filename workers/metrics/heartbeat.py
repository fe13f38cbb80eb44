"""When a story last came from each source, as the ledger remembers it, and which sources have gone silent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pipeline.errors import BadClaim
from workers.claim import Claim
from workers.ledger import Entry, Ledger
from workers.settings import Settings

REMEMBERED = timedelta(days=7)  # how far back the ledger is read, or further where a source may be silent for longer


@dataclass(frozen=True, slots=True)
class Silence:
    """A source from which nothing came for longer than its `silent_after`; `since` is None where nobody remembers its last."""

    source: str
    since: datetime | None

    def __str__(self) -> str:
        said = f"since {self.since:%Y-%m-%d %H:%M} UTC" if self.since else "for days, if ever"
        return f"{self.source}: nothing {said}"


def heard(ledger: Ledger, since: date) -> dict[str, datetime]:
    """When the last story of each source was claimed, by the days (UTC) from `since` on."""
    newest: dict[str, str] = {}
    for day in ledger.days():
        if day >= since:
            newest |= _last_of_each(ledger.lines(day))
    return dict(_parsed(newest.values()))


def add(last: dict[str, datetime], entries: Iterable[Entry]) -> None:
    """Takes in what the ledger says now."""
    for entry in entries:
        if entry.event == "made":
            last[entry.claim.source] = max(entry.claim.time, last.get(entry.claim.source, entry.claim.time))


def watched(settings: Settings) -> dict[str, float]:
    """The sources that must not go silent, with the seconds after which each has."""
    return {name: source.silent_after for name, source in settings.sources.items() if source.silent_after}


def since_when(settings: Settings, now: datetime) -> date:
    """The day from which on the ledger is read."""
    return (now - max(REMEMBERED, timedelta(seconds=max(watched(settings).values(), default=0.0)))).date()


def silent(settings: Settings, last: Mapping[str, datetime], now: datetime) -> list[Silence]:
    """The sources that have gone silent, given when each was last heard; what came from tca/sports came from tca."""
    silences = []
    for name, seconds in watched(settings).items():
        since = max((when for source, when in last.items() if _within(source, name)), default=None)
        if since is None or (now - since).total_seconds() > seconds:
            silences.append(Silence(name, since))
    return silences


def known(settings: Settings, source: str) -> bool:
    """True for what copydesk.toml names, and the folders in it."""
    return any(_within(source, name) for name in settings.sources)


def _within(source: str, name: str) -> bool:
    return f"{source}/".startswith(f"{name}/")


def _last_of_each(lines: Iterable[str]) -> dict[str, str]:
    """The name of the last claim of each source. Split by hand: a busy day has a million lines, and this takes half a second."""
    last = {}
    for line in lines:
        event, _, name = line.partition("\t")
        if event == "made":
            _, _, path = name.partition("~")
            last[path.rpartition("~")[0]] = name.rstrip("\t")
    return last


def _parsed(names: Iterable[str]) -> Iterator[tuple[str, datetime]]:
    for name in names:
        with suppress(BadClaim, ValueError):
            claim = Claim.parse(name)
            yield claim.source, claim.time
