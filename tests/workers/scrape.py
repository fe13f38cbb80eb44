"""Helpers for tests of the metrics: what an exporter says, as numbers."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.request import urlopen

from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from workers.metrics.exporter import DeskCollector
from workers.settings import Settings
from workers.spool import Spool

Series = dict[str, float]
FLOWERS = {"flower_events_total", "flower_worker_online"}  # metrics of Flower itself that our alerts and dashboard ask for


def collector(spool: Spool) -> CollectorRegistry:
    """What `copydesk metrics` serves, asked without a server."""
    registry = CollectorRegistry()
    registry.register(DeskCollector(Settings.load(spool.desk), spool))
    return registry


def asked(registry: CollectorRegistry) -> Series:
    """Every series by its name and its labels' values: 'copydesk_quarantine_files binary'."""
    return series(text_string_to_metric_families(generate_latest(registry).decode()))


def scraped(port: int) -> Series:
    """The same over HTTP."""
    with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=20) as answer:
        return series(text_string_to_metric_families(answer.read().decode()))


def series(families: Iterable[Metric]) -> Series:
    samples = (sample for family in families for sample in family.samples)
    return {" ".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}
