"""Sessions with one PostgreSQL: an address that is checked, connections that are kept, and errors in our own terms."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import BadSettings, StoreUnavailable

if TYPE_CHECKING:
    from psycopg import Connection

# What the address may set otherwise. A server that fell silent is given up before a task's soft_time_limit.
_DEFAULTS: Final[dict[str, Any]] = {
    "application_name": "copydesk",
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
# A commit waits for the disk, whatever the database has as its default; what waits for more (a standby) stays.
_SYNCED: Final = "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
_PORTS: Final = re.compile(r"[\d,]*", re.ASCII)  # of several hosts several


class Sessions:
    """Connections to the server of this libpq address, one for each thread at work, kept for the next batch.

    `subject` names it without user and password. Raises BadSettings for an address that is none.
    """

    def __init__(self, address: str) -> None:
        self._pid = os.getpid()
        self._idle: list[Connection] = []
        self._inherited: list[Connection] = []  # held in a forked child: who collects them would end its parent's sessions
        self._conninfo, self.subject = _checked(address)

    @contextmanager
    def session(self) -> Iterator[Connection]:
        """A connection for one piece of work, in autocommit. Raises StoreUnavailable for what is no fault of the records.

        What the server has against a value (too large, against a constraint of the house's own) is raised as it comes.
        """
        import psycopg

        try:
            connection = self._take()
            try:
                yield connection
            except BaseException:  # in what state it is nobody knows: an interrupt may have come in the middle of an answer
                connection.close()
                raise
            self._idle.append(connection)
        except (psycopg.DataError, psycopg.IntegrityError, psycopg.errors.ProgramLimitExceeded):
            raise
        except psycopg.Error as fault:
            self.close()  # the others are no better
            advice = "see to the server, its disk and what the user may do there; it is tried again"
            raise StoreUnavailable(self.subject, " ".join(str(fault).split()), advice) from fault

    def close(self) -> None:
        """Ends the sessions that are not at work. A forked child leaves its parent's alone."""
        while self._pid == os.getpid() and self._idle:
            self._idle.pop().close()

    def __del__(self) -> None:
        self.close()

    def _take(self) -> Connection:
        if self._pid != os.getpid():
            self._inherited, self._idle, self._pid = [*self._inherited, *self._idle], [], os.getpid()
        try:
            return self._idle.pop()
        except IndexError:
            return self._connect()

    def _connect(self) -> Connection:
        import psycopg

        connection = psycopg.connect(self._conninfo, autocommit=True)
        try:
            connection.execute(_SYNCED)
        except BaseException:
            connection.close()
            raise
        return connection


def _checked(address: str) -> tuple[str, str]:
    """The address with our defaults, and what it is called in messages."""
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict, make_conninfo
    except ImportError as missing:
        advice = "pip install 'copydesk[postgres]'"
        raise BadSettings("postgresql://", "its library psycopg is not installed", advice) from missing
    try:
        given = conninfo_to_dict(address)
    except psycopg.ProgrammingError:  # not told: it repeats a part of the address, which may be of the password
        given = {"host": "@"}
    host, port, name = (str(given.get(key) or "") for key in ("host", "port", "dbname"))
    if "@" in host + name or not _PORTS.fullmatch(port):  # libpq takes the rest of a password with "/" or "@" in it for these
        advice = "write postgresql://user:password@host:5432/database?table=records; percent-encode / ? # @ % in a password"
        raise BadSettings("postgresql://", "no address that PostgreSQL understands", advice)
    return make_conninfo(**{**_DEFAULTS, **given}), f"postgresql://{host}{':' if port else ''}{port}/{name}"
