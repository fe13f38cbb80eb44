"""A desk to look at in a browser: every seed, a source whose own lines are learned, and files that are hopeless."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from seeds.listing import seeds
from tests.pipeline.cleaning.streams import every, stories
from tests.workers.desk import claimed
from workers.bench import Bench
from workers.ingest import ingest
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.files import FileStore
from workers.styling import styles
from workers.styling.learn import Pupil, write_style

FOOTERS = (
    "The Saltmarsh Lantern is printed by its readers and paid for by nobody else.",
    "Tides | Ferries | Boats | Weather",
)
HOPELESS = {
    "tca/bridge-toll.xml": b'<?xml version="1.0"?><nitf><head><title>Bridge toll</title></head><body><body.content><p>The toll',
    "ap/nothing.txt": b"  \n\n",
    "reuters/lantern-fish.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
}
BEGINS = datetime(2026, 11, 27, 6, 0, 40, tzinfo=UTC)


class Clock:
    """Each file comes some minutes after the last one, always at the same times."""

    def __init__(self) -> None:
        self.now = BEGINS

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=37)
        return self.now


def demo_desk(folder: Path, lantern: int = 8) -> Spool:
    """A desk that has worked through it all, as a worker does it; one style is proposed, and four files lie in quarantine."""
    spool = Spool(folder, Clock())
    spool.prepare()
    settings, store = Settings.load(folder), FileStore(spool.records)
    bench = Bench(settings)
    files = [(f"lantern/{number}.txt", text.encode()) for number, text in enumerate(stories(lantern, below=every(1, *FOOTERS)))]
    files += [*HOPELESS.items(), *((seed.name, seed.path.read_bytes()) for seed in seeds())]
    files += [(f"again/{name}", data + b"\n") for name, data in files if name.startswith("reuters/grid")]
    claims = [claimed(spool, name, data) for name, data in files]
    ingest([claim.name for claim in claims], spool, [store], settings, bench.refine, bench.kin.link)
    learned = Pupil(spool.ledger, store, folder / styles.ACCEPTED, 1_000).learn("lantern", "lantern")
    write_style(folder / styles.PROPOSED / "lantern.toml", learned)
    return spool
