"""A real PostgreSQL for tests: made from the system's own binaries in a folder of its own, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.absent import absent
from tests.workers.desk import until

PASSWORD = "t0p/s@cret"  # with what must be percent-encoded in a URL
QUOTED = "t0p%2Fs%40cret"
SETTINGS = {"listen_addresses": "", "autovacuum": "off", "max_connections": "30", "shared_buffers": "16MB"}


class PostgresServer:
    """One server on a unix socket, `user` and `database` being "copydesk". Everything is synced, as in earnest."""

    def __init__(self) -> None:
        # Not pytest's own folder: that is closed to the user that the server runs as, and too long for a socket.
        self.folder = Path(tempfile.mkdtemp(prefix="copydesk-pg-"))
        self._account: dict[str, Any] = {"cwd": self.folder}
        if os.geteuid() == 0:  # whom PostgreSQL refuses
            who = _unprivileged()
            os.chown(self.folder, who.pw_uid, who.pw_gid)
            self._account |= {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []}
        self._process: subprocess.Popen[bytes] | None = None
        self._make()

    @property
    def address(self) -> str:
        """The URL of its owner."""
        return self.url()

    def url(self, user: str = "copydesk", password: str = QUOTED, database: str = "copydesk", **options: str) -> str:
        """The address for `open_store`."""
        more = "".join(f"&{name}={value}" for name, value in options.items())
        return f"postgresql://{user}:{password}@/{database}?host={self.folder}{more}"

    def start(self) -> PostgresServer:
        """Starts it, after a kill as well, and waits until it answers."""
        settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        leash = ["setpriv", "--pdeathsig", "QUIT"] if shutil.which("setpriv") else []  # should the tests be killed, it goes too
        command = [*leash, self._program("postgres"), "-D", f"{self.folder}/data", "-k", str(self.folder), *settings]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True, **self._account)
        assert until(self._answers, 60), (self.folder / "log").read_text()
        return self

    def stop(self) -> None:
        """A fast shutdown: sessions are cut, what is committed is on the disk."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """SIGKILL of the server and all its sessions at once."""
        self._end(signal.SIGKILL)

    def _end(self, number: signal.Signals) -> None:
        if self._process is not None:
            os.killpg(self._process.pid, number)
            self._process.wait(60)
            assert until(lambda: not _alive(self._process), 60)
            self._process = None

    def run(self, statement: str, *values: object, database: str = "copydesk") -> list[tuple[Any, ...]]:
        """Runs a statement as the owner, and returns its rows."""
        import psycopg

        with psycopg.connect(self.url(database=database), autocommit=True) as connection:
            cursor = connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def __enter__(self) -> PostgresServer:
        self.start()
        if not self.run("SELECT 1 FROM pg_database WHERE datname = 'copydesk'", database="postgres"):
            self.run("CREATE DATABASE copydesk", database="postgres")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.kill()
        shutil.rmtree(self.folder)

    def _make(self) -> None:
        secret = self.folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        options = ["--username=copydesk", "--auth=scram-sha-256", f"--pwfile={secret}", "--encoding=UTF8", "--no-locale"]
        command = [self._program("initdb"), "-D", f"{self.folder}/data", "--no-sync", *options]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **self._account)
        assert done.returncode == 0, done.stderr

    def _answers(self) -> bool:
        ready = [self._program("pg_isready"), "--quiet", "--host", str(self.folder)]
        return subprocess.run(ready, check=False, **self._account).returncode == 0

    @staticmethod
    def _program(name: str) -> str:
        found = _binary(name)
        assert found, f"{name} is missing"
        return found


@contextmanager
def a_postgres() -> Iterator[PostgresServer]:
    """A server that runs. Without the binaries tests are skipped; in CI they fail."""
    if _binary("initdb") is None:
        absent("no PostgreSQL server on this machine: apt install postgresql")
    with PostgresServer() as server:
        yield server


def _binary(name: str) -> str | None:
    """On PATH, else where Debian keeps them: the newest."""
    debian = Path("/usr/lib/postgresql").glob("[0-9]*/bin")
    newest = sorted(debian, key=lambda folder: float(folder.parent.name), reverse=True)
    return shutil.which(name, path=os.pathsep.join([os.environ["PATH"], *map(str, newest)]))


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("root, and there is no other user to run PostgreSQL as")


def _alive(process: subprocess.Popen[bytes] | None) -> bool:
    """True while something of its session runs."""
    try:
        os.killpg(process.pid, 0) if process else None
    except ProcessLookupError:
        return False
    return process is not None
