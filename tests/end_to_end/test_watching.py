"""A desk that is watched: Flower and Prometheus' metrics, beside workers that are killed."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.request import urlopen

import pytest

from tests.browser.flower import listens
from tests.end_to_end.desk import PATIENCE, Desk, running, story
from tests.workers.cli import PICTURE
from tests.workers.desk import drop, until
from tests.workers.ports import free_port
from tests.workers.scrape import FLOWERS, scraped
from workers.spool import Spool


@dataclass(frozen=True)
class Watched:
    desk: Desk
    flower: int
    metrics: int

    def tasks(self) -> list[dict[str, Any]]:
        """What Flower knows of tasks, the oldest first."""
        with urlopen(f"http://127.0.0.1:{self.flower}/api/tasks?sort_by=received", timeout=20) as answer:
            return list(json.loads(answer.read()).values())

    def succeeded(self, name: str) -> dict[str, Any]:
        """The task about the file of this name, as soon as Flower has heard of its end."""
        assert until(lambda: any(task["args"] == name and task["state"] == "SUCCESS" for task in self.tasks()), PATIENCE)
        return next(task for task in self.tasks() if task["args"] == name)


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """One for all tests here: each drops files of its own. Flower's API answers to anybody for once."""
    spool = Spool(tmp_path_factory.mktemp("watched") / "desk")
    spool.prepare()
    flower, metrics = free_port(), free_port()
    options = ["--flower", "--flower-port", str(flower), "--metrics-port", str(metrics)]
    with running(spool, {"FLOWER_UNAUTHENTICATED_API": "true", "COPYDESK_CONCURRENCY": "2"}, options) as desk:
        assert until(lambda: listens(flower) and listens(metrics), PATIENCE)
        made = Watched(desk, flower, metrics)
        drop(spool, "first.txt", story(0))
        made.succeeded("first.txt")  # from now on Flower hears everything
        yield made


def test_flower_names_a_task_by_its_file_and_tells_its_time_and_its_queue(watched: Watched) -> None:
    drop(watched.desk.spool, "tca/ferry.txt", story(1))

    task = watched.succeeded("tca/ferry.txt")

    assert (task["name"], task["routing_key"], task["result"]) == ("copydesk.refine", "copydesk.stories", "{'archived': 1}")
    assert 0 < task["runtime"] < PATIENCE


def test_flower_says_why_a_file_is_in_quarantine(watched: Watched) -> None:
    drop(watched.desk.spool, "tca/lantern-fish.txt", PICTURE)

    task = watched.succeeded("tca/lantern-fish.txt")

    assert task["result"] == "{'quarantined': 1, 'why': ['binary: tca/lantern-fish.txt: looks like a PNG picture']}"


def test_flower_tells_prometheus_of_its_worker_by_the_names_that_our_alerts_use(watched: Watched) -> None:
    assert until(lambda: any(name.startswith("flower_worker_online") for name in scraped(watched.flower)), PATIENCE)

    assert {name.split(" ")[0] for name in scraped(watched.flower)} >= FLOWERS


def test_the_numbers_survive_the_kill_of_the_processes_that_counted_them(watched: Watched) -> None:
    spool = watched.desk.spool
    before = scraped(watched.metrics)["copydesk_files_total"]
    drop(spool, "before.txt", story(2))
    assert until(lambda: scraped(watched.metrics)["copydesk_files_total"] == before + 1, PATIENCE)

    for pid in (*watched.desk.worker_processes()[1], watched.desk.worker_processes()[0]):
        os.kill(pid, signal.SIGKILL)
    drop(spool, "after.txt", story(3))

    assert until(lambda: scraped(watched.metrics)["copydesk_files_total"] == before + 2, PATIENCE)
    assert until(lambda: scraped(watched.metrics)["copydesk_worker_processes"] == 2, PATIENCE)
