"""A desk that has worked through a stream of invented stories."""

from __future__ import annotations

from collections.abc import Iterable

from tests.workers.desk import claimed
from workers.bench import Bench
from workers.ingest import Outcome, ingest
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.files import FileStore

FOOTER = "The Saltmarsh Lantern is printed by its readers and paid for by nobody else."


def work_through(spool: Spool, source: str, texts: Iterable[str]) -> Outcome:
    """Each text becomes a file of inbox/SOURCE/, a record and an archived original, as a worker does it."""
    claims = [claimed(spool, f"{source}/{number}.txt", text) for number, text in enumerate(texts)]
    settings = Settings.load(spool.desk)
    return ingest([claim.name for claim in claims], spool, [FileStore(spool.records)], settings, Bench(settings).refine)
