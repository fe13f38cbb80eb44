"""A desk's metrics for Prometheus: what its workers counted, what its ledger says, what it looks like now.

Nothing is kept between two questions that could not be made anew. Numbers of what workers counted go on over every restart;
`copydesk_done_total` and `copydesk_quarantined_total` begin at zero with the exporter, as Prometheus expects of a process that
was started again.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from itertools import accumulate

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from pipeline.errors import CopydeskError, Crashed, OutOfMemory, Poison, TimedOut, UnreadableCopy
from workers import audit
from workers.claim import encode
from workers.ledger_tail import Tail
from workers.metrics import heartbeat
from workers.metrics import look as metrics_look
from workers.metrics.numbers import OTHER, SECONDS, at_work, label, totals
from workers.settings import Settings
from workers.spool import Spool
from workers.tally import Tally

MOST_SOURCES = 200  # folders of the inbox that are named; whoever may drop files may invent more
# What workers count, by its name in their files: the metric, what it says, the labels behind the tabs.
COUNTED: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "files": ("copydesk_files", "Files whose records are stored and whose originals are archived.", ()),
    "bytes": ("copydesk_bytes", "Bytes of these files.", ()),
    "stories": ("copydesk_stories", "Records made of them.", ("agency", "format", "status")),
    "warnings": ("copydesk_warnings", "Warnings in these records.", ("code",)),
    "rules": ("copydesk_rule_hits", "Lines taken out of the stories, by the rule that took them.", ("rule",)),
}


class DeskCollector(Collector):
    """One desk's. A worker on another host has only what it counted itself: no folders, and no ledger."""

    def __init__(self, settings: Settings, spool: Spool) -> None:
        self._settings = settings
        self._spool = spool
        self._lock = threading.Lock()  # several may ask at once
        self._is_desk = spool.inbox.is_dir()
        if self._is_desk:
            self._tally = Tally(spool)
            self._tail = Tail(spool.ledger)
            self._heard = heartbeat.heard(spool.ledger, heartbeat.since_when(settings, spool.clock()))
            self._quarantined = _none_of_each_reason()
            self._quarantine = metrics_look.Quarantine(spool.quarantined)
            self._queue = metrics_look.Queue(settings, spool)

    def describe(self) -> Iterable[Metric]:
        """Nothing beforehand: else the registry would collect when we are registered."""
        return ()

    def collect(self) -> Iterator[Metric]:
        """Every metric, as of now. Raises SpoolUnavailable: then the answer is an error, and Prometheus says `up` is 0."""
        with self._lock:
            yield InfoMetricFamily("copydesk", "Which copydesk this is.", {"version": version("copydesk")})
            yield from self._counted()
            if self._is_desk:
                yield from self._piles()
                yield from self._aside()
                yield from self._sources()
                yield from self._broker()
                yield from self._audited()

    def _counted(self) -> Iterator[Metric]:
        counted = totals(self._spool.meter.folder)
        for what, (name, about, labels) in COUNTED.items():
            family = CounterMetricFamily(name, about, labels=labels)
            found = {tuple(key.split("\t")[1:]): number for key, number in counted.items() if key.partition("\t")[0] == what}
            for values, number in found.items() if labels else [((), counted[what])]:
                family.add_metric(values, number)
            yield family
        numbers = accumulate(counted[f"latency\t{place}"] for place in range(len(SECONDS) + 1))
        buckets = list(zip([*map(str, SECONDS), "+Inf"], numbers, strict=True))
        yield HistogramMetricFamily(
            "copydesk_latency_seconds",
            "From the claim of a file (its writing, where that was in the same second) to its record in the store.",
            buckets=buckets,
            sum_value=counted["latency_ms"] / 1000,
        )
        yield _gauge("copydesk_worker_processes", "Processes that take stories.", at_work(self._spool.meter.folder))

    def _piles(self) -> Iterator[Metric]:
        now = self._spool.clock()
        inbox, claims = metrics_look.inbox(self._spool, now), metrics_look.claims(self._spool, now)
        yield _gauge("copydesk_inbox_files", "Files in the inbox; from 2,000 on it says 2,000.", inbox.files)
        yield _gauge("copydesk_inbox_oldest_seconds", "Since when the oldest of these has been there.", inbox.oldest)
        yield _gauge("copydesk_claims", "Files that are claimed and not done.", claims.files)
        yield _gauge("copydesk_claims_limit", "The window: so many may be claimed at once.", self._settings.window)
        yield _gauge("copydesk_claims_oldest_seconds", "Since when the oldest claim has been waiting.", claims.oldest)
        yield _gauge("copydesk_free_bytes", "Room on the desk's disk.", metrics_look.free_bytes(self._spool))

    def _aside(self) -> Iterator[Metric]:
        numbers, bad = self._tally.look()
        yield CounterMetricFamily("copydesk_done", "Files that are done, on whatever host they were worked on.", numbers.done)
        self._quarantined.update(label(entry.detail) for entry in bad)
        reasons = _none_of_each_reason()
        reasons.update(self._quarantine.reasons())
        yield _by(CounterMetricFamily, "copydesk_quarantined", "Files that went to quarantine.", "reason", self._quarantined)
        yield _by(GaugeMetricFamily, "copydesk_quarantine_files", "Files in quarantine.", "reason", reasons)
        letters = GaugeMetricFamily("copydesk_webhook_letters", "Letters of webhooks.", labels=("webhook", "state"))
        dead = {"quarantine": sum(reasons[reason] for reason in metrics_look.DEAD), "webhooks": 0}
        for webhook, state, number in metrics_look.letters(self._spool):
            letters.add_metric((webhook, state), number)
            dead["webhooks"] += number if state == "dead" else 0
        yield letters
        about = "What a person has to see to: files that a worker broke on, letters that nobody would take."
        yield _by(GaugeMetricFamily, "copydesk_dead_letters", about, "kind", dead)

    def _sources(self) -> Iterator[Metric]:
        heartbeat.add(self._heard, self._tail.news())
        named = sorted(self._heard, key=lambda source: (not heartbeat.known(self._settings, source), source))
        heard: dict[str, float] = {}
        for source in named:
            name = _name(source) if len(heard) < MOST_SOURCES else OTHER
            heard[name] = max(heard.get(name, 0.0), self._heard[source].timestamp())
        self._heard = {source: self._heard[source] for source in named[: 2 * MOST_SOURCES]}
        silent = {silence.source for silence in heartbeat.silent(self._settings, self._heard, self._spool.clock())}
        watched = {_name(source): int(source in silent) for source in heartbeat.watched(self._settings)}
        about = "When the last story of a source was claimed, in seconds since the epoch."
        yield _by(GaugeMetricFamily, "copydesk_source_last_story_timestamp_seconds", about, "source", heard)
        yield _by(GaugeMetricFamily, "copydesk_source_silent", "1: nothing came for `silent_after`.", "source", watched)

    def _broker(self) -> Iterator[Metric]:
        messages = self._queue.messages()
        yield _gauge("copydesk_broker_up", "1: the broker answers.", int(messages is not None))
        if messages is not None:
            yield _gauge("copydesk_queue_messages", "Messages that no worker has taken yet.", messages)
        workers = self._queue.workers()
        if workers is not None:
            yield _gauge("copydesk_workers", "Workers that answer, here and on other hosts.", workers)

    def _audited(self) -> Iterator[Metric]:
        if found := audit.last(self._spool):
            findings, when = found
            yield _gauge("copydesk_audit_findings", "What did not add up in the last `copydesk audit`.", findings)
            yield _gauge("copydesk_audit_timestamp_seconds", "When that was, in seconds since the epoch.", when)


def _none_of_each_reason() -> Counter[str]:
    """Why files go to quarantine. Told from the beginning: Prometheus sees no rise in a series that begins with 1."""
    kinds: tuple[type[CopydeskError], ...] = (
        UnreadableCopy,
        *UnreadableCopy.__subclasses__(),
        Crashed,
        OutOfMemory,
        Poison,
        TimedOut,
    )
    return Counter({kind.reason: 0 for kind in kinds})


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(name, about, value)


def _by(
    kind: type[CounterMetricFamily | GaugeMetricFamily], name: str, about: str, by: str, numbers: Mapping[str, float]
) -> Metric:
    family = kind(name, about, labels=(by,))
    for value, number in numbers.items():
        family.add_metric((value,), number)
    return family


def _name(source: str) -> str:
    """A source as a label: "inbox" for what was dropped into the inbox itself."""
    return label("/".join(map(encode, source.split("/")))) if source else "inbox"
