"""What a desk tells Prometheus, asked of desks in every state: numbers that are true, labels that are safe and few."""

from __future__ import annotations

import os
import time

import pytest

from pipeline.errors import BinaryCopy, Crashed, Poison
from tests.workers.cli import copydesk
from tests.workers.desk import claimed, drop, simple_refine
from tests.workers.scrape import asked, collector
from workers.ingest import ingest
from workers.metrics.exporter import MOST_SOURCES
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.memory import MemoryStore
from workers.tally import MOST_COUNTED


def work(spool: Spool, *names: str) -> None:
    """Works these off, as a worker would, in this process."""
    claims = [claimed(spool, name, f"Story {name!a}") for name in names]
    ingest([claim.name for claim in claims], spool, [MemoryStore()], Settings.load(spool.desk), simple_refine)


def test_what_workers_counted_is_told_with_its_labels(spool: Spool) -> None:
    work(spool, "a.txt", "tca/b.txt")

    said = asked(collector(spool))

    assert said["copydesk_stories_total none plain usable"] == 2
    assert (said["copydesk_files_total"], said["copydesk_bytes_total"]) == (2, 30)
    assert (said["copydesk_latency_seconds_count"], said["copydesk_latency_seconds_bucket +Inf"]) == (2, 2)
    assert said["copydesk_worker_processes"] == 1


def test_the_buckets_of_the_time_taken_only_grow(spool: Spool) -> None:
    work(spool, "a.txt")
    buckets = [number for name, number in asked(collector(spool)).items() if name.startswith("copydesk_latency_seconds_bucket")]

    assert buckets == sorted(buckets)


def test_the_inbox_is_counted_and_its_oldest_file_is_as_old_as_it_has_been_there(spool: Spool) -> None:
    os.utime(drop(spool, "old.txt"), (0, 0))
    drop(spool, "new.txt")

    said = asked(collector(spool))

    assert said["copydesk_inbox_files"] == 2
    assert 0 <= said["copydesk_inbox_oldest_seconds"] < 60


def test_a_long_inbox_is_not_counted_to_its_end(spool: Spool) -> None:
    for number in range(MOST_COUNTED + 5):
        (spool.inbox / f"{number}.txt").touch()

    assert asked(collector(spool))["copydesk_inbox_files"] == MOST_COUNTED


def test_claims_are_told_with_the_window_and_the_age_of_the_oldest(spool: Spool) -> None:
    long_ago = Spool(spool.desk, clock=lambda: spool.clock().replace(year=2020))
    claimed(long_ago, "a.txt")
    claimed(spool, "b.txt")

    said = asked(collector(spool))

    assert (said["copydesk_claims"], said["copydesk_claims_limit"]) == (2, Settings.load(spool.desk).window)
    assert said["copydesk_claims_oldest_seconds"] > 24 * 3600


def test_the_quarantine_is_told_by_reason_and_what_a_worker_broke_on_apart(spool: Spool) -> None:
    registry = collector(spool)
    for name, error in {"a": BinaryCopy("a", "no text"), "b": Poison("b", "killed"), "c": Crashed("c", "KeyError")}.items():
        spool.quarantine(claimed(spool, name), error)

    said = asked(registry)

    assert [said[f"copydesk_quarantine_files {reason}"] for reason in ("binary", "poison", "crashed")] == [1, 1, 1]
    assert said["copydesk_quarantined_total binary"] == 1
    assert said["copydesk_dead_letters quarantine"] == 2


def test_what_was_put_back_is_no_longer_in_quarantine_and_has_been_there_all_the_same(spool: Spool) -> None:
    registry = collector(spool)
    spool.retry(spool.quarantine(claimed(spool, "a.txt"), BinaryCopy("a.txt", "no text")))

    said = asked(registry)

    assert said["copydesk_quarantined_total binary"] == 1
    assert said["copydesk_quarantine_files binary"] == 0


def test_letters_of_webhooks_are_counted_and_the_dead_ones_among_the_dead(spool: Spool) -> None:
    for letter in ("pending/1.json", "pending/2.json", "dead/3.json"):
        path = spool.state / "webhooks" / "archive-team" / letter
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")

    said = asked(collector(spool))

    assert [said[f"copydesk_webhook_letters {state} archive-team"] for state in ("pending", "dead")] == [2, 1]
    assert said["copydesk_dead_letters webhooks"] == 1


def test_a_source_has_a_heartbeat_and_says_when_it_has_gone_silent(spool: Spool) -> None:
    (spool.desk / "copydesk.toml").write_text("[sources.tca]\nsilent_after = 3600\n[sources.ap]\nsilent_after = 3600\n")
    work(spool, "tca/sports/a.txt")
    registry = collector(spool)
    work(spool, "b.txt")

    said = asked(registry)

    assert (said["copydesk_source_silent tca"], said["copydesk_source_silent ap"]) == (0, 1)
    assert said["copydesk_source_last_story_timestamp_seconds inbox"] == pytest.approx(time.time(), abs=60)


def test_sources_that_others_invent_have_a_bound_and_those_of_the_desk_are_named(spool: Spool) -> None:
    (spool.desk / "copydesk.toml").write_text("[sources.zzz]\nsilent_after = 3600\n")
    work(spool, "zzz/a.txt", *(f"{number}/a.txt" for number in range(MOST_SOURCES + 50)))

    said = asked(collector(spool))

    heartbeats = [name for name in said if name.startswith("copydesk_source_last_story")]
    assert len(heartbeats) == MOST_SOURCES + 1
    assert "copydesk_source_last_story_timestamp_seconds zzz" in said


@pytest.mark.parametrize("source", ['a"} 1\nevil_metric 2', "\udcff\udcfe", "x" * 200, "a\\b", "\u202eevil"])
def test_a_hostile_name_of_a_source_is_a_label_and_nothing_else(spool: Spool, source: str) -> None:
    work(spool, f"{source}/a.txt")

    said = asked(collector(spool))

    assert not [name for name in said if not name.startswith("copydesk_")]
    assert next(name for name in said if name.startswith("copydesk_source_last_story")).isprintable()


def test_a_reason_that_somebody_wrote_into_quarantine_is_a_label_and_nothing_else(spool: Spool) -> None:
    registry = collector(spool)
    (spool.quarantined / "a.txt").write_text("A story.")
    (spool.quarantined / "a.txt.reason.json").write_text('{"reason": "x\\"} 1\\nevil 2"}')

    assert asked(registry)['copydesk_quarantine_files x"} 1?evil 2'] == 1


def test_a_broker_that_is_not_there_is_down(spool: Spool) -> None:
    said = asked(collector(spool))

    assert said["copydesk_broker_up"] == 0
    assert "copydesk_queue_messages" not in said


def test_messages_wait_in_the_broker(spool: Spool, broker_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_BROKER_URL", broker_url)

    said = asked(collector(spool))

    assert (said["copydesk_broker_up"], said["copydesk_queue_messages"]) == (1, 0)


def test_the_last_audit_is_told(spool: Spool) -> None:
    (spool.claimed / claimed(spool, "lost.txt").name).unlink()
    assert copydesk("audit", spool.desk).returncode == 6

    said = asked(collector(spool))

    assert said["copydesk_audit_findings"] == 1
    assert said["copydesk_audit_timestamp_seconds"] == pytest.approx(time.time(), abs=60)


def test_a_folder_of_a_worker_on_another_host_tells_what_it_counted_and_nothing_of_a_desk(spool: Spool) -> None:
    work(spool, "a.txt")
    spool.inbox.rmdir()

    said = asked(collector(spool))

    assert said["copydesk_files_total"] == 1
    assert "copydesk_inbox_files" not in said


def test_metrics_of_no_desk_are_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    done = copydesk("metrics", tmp_path_factory.mktemp("empty"))

    assert done.returncode == 2
    assert "no desk" in done.stderr


def test_a_port_that_is_taken_is_named(spool: Spool, tmp_path_factory: pytest.TempPathFactory) -> None:
    done = copydesk("metrics", spool.desk, "--bind", "192.0.2.1")

    assert done.returncode == 2
    assert "192.0.2.1:9808" in done.stderr


def test_a_fresh_desk_tells_zeros_from_which_a_rise_is_seen(spool: Spool) -> None:
    said = asked(collector(spool))

    assert [said[name] for name in ("copydesk_files_total", "copydesk_bytes_total", "copydesk_quarantined_total binary")] == [
        0,
        0,
        0,
    ]
