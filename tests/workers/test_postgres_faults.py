"""PostgreSQL in trouble: killed, stopped, full, locked. Nothing acknowledged is lost, and it goes on by itself."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from billiard.exceptions import SoftTimeLimitExceeded

from pipeline.errors import StoreUnavailable
from pipeline.record import Record
from tests.end_to_end.desk import originals, running, story
from tests.workers.desk import a_record, claimed, drop, simple_refine, until
from tests.workers.postgres_server import PASSWORD, PostgresServer
from workers.ingest import Outcome, ingest
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.postgres import PostgresStore

RECORD = a_record(b"Ferry pier to be rebuilt\nThe council voted on Tuesday.")


@pytest.fixture
def url(postgres: PostgresServer, tmp_path: Path) -> str:
    return postgres.url(table=tmp_path.name)


@pytest.fixture
def store(url: str) -> Iterator[PostgresStore]:
    opened = PostgresStore(url)
    yield opened
    opened.close()


def work(spool: Spool, store: PostgresStore) -> Outcome:
    names = [claim.name for claim in spool.claims()]
    return ingest(names, spool, [store], Settings.load(spool.desk), simple_refine)


class Writer(threading.Thread):
    """Stores batch after batch, as a worker does: what is refused is tried again until it is taken."""

    def __init__(self, url: str, seed: int) -> None:
        super().__init__(daemon=True)
        self.store, self.dice, self.seed = PostgresStore(url), random.Random(seed), seed
        self.refused, self.stopped = 0, threading.Event()
        self.acknowledged: dict[str, Record] = {}

    def run(self) -> None:
        number = 0
        while not self.stopped.is_set():
            own = [a_record(f"Story {self.seed}-{number + each}\nIts text.".encode()) for each in range(8)]
            shared = [a_record(f"Story {each}\nEverybody's.".encode()) for each in self.dice.sample(range(40), 8)]
            self._put([*own, *shared])
            number += 8
        self.store.close()

    def _put(self, records: Sequence[Record]) -> None:
        while not self.stopped.is_set():
            try:
                self.store.put_many(records)
            except StoreUnavailable:
                self.refused += 1
                self.stopped.wait(0.02)
            else:
                self.acknowledged |= {record.id: record for record in records}
                return


def test_a_server_that_is_killed_again_and_again_loses_nothing_it_acknowledged_and_doubles_nothing(
    postgres: PostgresServer, url: str, tmp_path: Path
) -> None:
    writers = [Writer(url, seed) for seed in range(3)]
    for writer in writers:
        writer.start()
    for kill in range(1, 5):
        enough = kill * 200
        assert until(lambda enough=enough: all(len(each.acknowledged) > enough for each in writers), 60)  # type: ignore[misc]
        postgres.kill()
        postgres.start()
    for writer in writers:
        writer.stopped.set()
        writer.join()

    store = PostgresStore(url)
    acknowledged = {name: record for writer in writers for name, record in writer.acknowledged.items()}
    assert all(writer.refused for writer in writers)
    assert acknowledged.keys() <= set(store.ids())
    assert all(store.get(name) == record for name, record in random.Random(1).sample(sorted(acknowledged.items()), 100))
    assert postgres.run(f"SELECT count(*) - count(DISTINCT id) FROM {tmp_path.name}") == [(0,)]
    assert postgres.run(f"SELECT id FROM {tmp_path.name}_older") == []


def test_a_lost_connection_is_told_once_and_made_again(postgres: PostgresServer, store: PostgresStore) -> None:
    store.put_many([RECORD])
    postgres.stop()
    postgres.start()

    with pytest.raises(StoreUnavailable):
        store.put_many([RECORD])

    store.put_many([RECORD])
    assert store.count() == 1


def test_a_desk_keeps_its_claims_while_the_server_is_down(postgres: PostgresServer, store: PostgresStore, spool: Spool) -> None:
    for name in ("a.txt", "b.txt"):
        claimed(spool, name, f"Story {name}\nIts text.")
    postgres.stop()

    down = [work(spool, store) for _ in range(Settings.load(spool.desk).max_tries + 1)]
    postgres.start()

    assert set(down) == {Outcome(kept=2)}
    assert work(spool, store) == Outcome(archived=2)
    assert store.count() == 2


def test_a_store_that_is_opened_while_the_server_is_down_says_so(postgres: PostgresServer, url: str) -> None:
    postgres.stop()

    with pytest.raises(StoreUnavailable) as refused:
        PostgresStore(url)
    postgres.start()

    assert PASSWORD not in str(refused.value)


def test_a_record_that_a_rule_of_the_house_refuses_harms_no_other(
    postgres: PostgresServer, store: PostgresStore, spool: Spool, tmp_path: Path
) -> None:
    postgres.run(f"ALTER TABLE {tmp_path.name} ADD CHECK (headline <> 'indigestible')")
    for name, text in {"a.txt": "One", "b.txt": "indigestible", "c.txt": "Two"}.items():
        claimed(spool, name, text)

    assert work(spool, store) == Outcome(archived=2, quarantined=1)


def test_a_time_limit_that_strikes_while_it_waits_keeps_the_claim_and_the_store_goes_on(
    postgres: PostgresServer, store: PostgresStore, spool: Spool, tmp_path: Path
) -> None:
    claimed(spool, "a.txt", "One")

    def strike(*_: object) -> None:
        raise SoftTimeLimitExceeded

    before = signal.signal(signal.SIGALRM, strike)
    with psycopg.connect(postgres.url()) as other:
        other.execute(f"LOCK TABLE {tmp_path.name}")
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        struck = work(spool, store)
    signal.signal(signal.SIGALRM, before)

    assert struck == Outcome(kept=1)
    assert work(spool, store) == Outcome(archived=1)


def test_a_desk_at_work_stores_every_story_once_though_the_server_is_killed_midway(
    postgres: PostgresServer, url: str, store: PostgresStore, spool: Spool
) -> None:
    settings = {"COPYDESK_STORES": url, "COPYDESK_RESEND_SECONDS": "0.2", "COPYDESK_RECONCILE_SECONDS": "0.2"}
    with running(spool, settings) as desk:
        for number in range(150):
            drop(spool, f"{number}.txt", story(number))
        assert until(lambda: store.count() > 20, 60)
        postgres.kill()
        for number in range(150, 300):
            drop(spool, f"{number}.txt", story(number))
        postgres.start()
        assert until(lambda: desk.done(300), 60)

    store.close()  # its session died with the server
    headlines = Counter(record.headline for name in store.ids() if (record := store.get(name)))
    assert headlines == {f"Ferry {number} stops for the winter": 1 for number in range(300)}
    assert set(originals(spool).values()) == {1}


@pytest.fixture
def small_disk(postgres: PostgresServer, tmp_path: Path) -> Iterator[Path]:
    """A table space on a disk of 3 MB."""
    if os.geteuid() != 0:
        pytest.skip("mounting takes root")
    disk = postgres.folder / "disk"
    disk.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "copydesk-test", str(disk)], capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"no small disk to be had: {done.stderr.strip()}")
    owner = postgres.folder.stat()
    os.chown(disk, owner.st_uid, owner.st_gid)
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_full_disk_of_the_server_keeps_the_claims_until_there_is_room(
    postgres: PostgresServer, small_disk: Path, spool: Spool, tmp_path: Path
) -> None:
    postgres.run(f"CREATE TABLESPACE small LOCATION '{small_disk}'")
    store = PostgresStore(postgres.url(table=tmp_path.name, options="-cdefault_tablespace%3Dsmall"))
    claimed(spool, "a.txt", "One\n" + random.Random(5).randbytes(200_000).hex())
    filler = small_disk / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(1024))

    full = work(spool, store)
    filler.unlink()
    free = work(spool, store)
    postgres.run(f"DROP TABLE {tmp_path.name}, {tmp_path.name}_older CASCADE")
    postgres.run("DROP TABLESPACE small")

    assert (full, free) == (Outcome(kept=1), Outcome(archived=1))
