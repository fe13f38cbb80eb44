"""What a desk tells Prometheus whose workers are all on other hosts: that they are there, and what they have done."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry

from tests.end_to_end.desk import story
from tests.workers.desk import claimed, until
from tests.workers.processes import COPYDESK
from tests.workers.scrape import asked, collector
from workers import tasks
from workers.app import make_app
from workers.hosts.carrier import open_carrier
from workers.hosts.parcel import Packer
from workers.settings import Settings
from workers.spool import Spool

START_SECONDS = 60.0  # of a busy machine


@contextmanager
def working(*workers: tuple[Path, tuple[object, ...]]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Workers of one process each, by their logs and options; all of them are ready."""
    with ExitStack() as stack:
        started = [stack.enter_context(_worker(log, options)) for log, options in workers]
        assert until(lambda: all(" ready." in log.read_text() for log, _ in workers), START_SECONDS)
        yield started


@contextmanager
def _worker(log: Path, options: tuple[object, ...]) -> Iterator[subprocess.Popen[bytes]]:
    command = [COPYDESK, "worker", "--name", log.stem, *map(str, options)]
    with log.open("wb") as said, subprocess.Popen(command, stdout=said, stderr=said, start_new_session=True) as process:
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture
def desk(spool: Spool, broker_url: str, monkeypatch: pytest.MonkeyPatch) -> Spool:
    """One whose originals travel, with a store that other hosts reach."""
    wanted = {"BROKER_URL": broker_url, "STORES": broker_url, "CARRIER": "message", "CONCURRENCY": "1"}
    for name, value in wanted.items():
        monkeypatch.setenv(f"COPYDESK_{name}", value)
    return spool


def send(spool: Spool, name: str, text: str) -> None:
    """As the watcher does."""
    settings = Settings.load(spool.desk)
    carrier = open_carrier(settings)
    assert carrier
    tasks.enqueue(make_app(settings), [[claimed(spool, name, text)]], Packer(settings, spool, carrier))


def says(registry: CollectorRegistry, **wanted: float) -> bool:
    """Whether a desk tells of itself that it has this."""
    told = asked(registry)
    return {name: told.get(f"copydesk_{name}") for name in wanted} == wanted


def test_a_desk_tells_of_workers_on_other_hosts_and_of_what_they_have_done(desk: Spool, tmp_path: Path) -> None:
    # Given one worker elsewhere, and one here that only brings its results home
    registry, elsewhere = collector(desk), tmp_path / "elsewhere"
    remote = (tmp_path / "remote.log", ("--remote", elsewhere))
    home = (tmp_path / "home.log", (desk.desk, "--home"))
    with working(remote, home) as (far, _):
        assert says(registry, workers=1, worker_processes=0, done_total=0)

        # When a story is worked on there, then it is done here
        send(desk, "a.txt", story(1).decode())
        assert until(lambda: says(registry, done_total=1, files_total=0))
        there = asked(collector(Spool(elsewhere)))
        assert (there["copydesk_files_total"], there["copydesk_worker_processes"]) == (1, 1)

        # When it is killed, then nobody takes stories any more
        os.killpg(far.pid, signal.SIGKILL)
        assert until(lambda: says(registry, workers=0, worker_processes=0))


def test_a_desk_whose_workers_share_its_disk_does_not_ask_for_others(spool: Spool, broker_url: str) -> None:
    (spool.desk / "copydesk.toml").write_text(f'broker_url = "{broker_url}"\n')

    said = asked(collector(spool))

    assert said["copydesk_broker_up"] == 1
    assert "copydesk_workers" not in said
