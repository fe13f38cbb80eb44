"""What a desk remembers of its stories to know them again: one SQLite file, shared by all worker processes.

A story is found by its keys (rows.py), and what is found is compared whole. A key that many share, a template's sentence,
gives the newest only: so a story costs the same however many there are.

A batch is one transaction, so what two workers take in at the same moment is one after the other. It outlives any kill; a
power cut may take the last of it (synchronous=NORMAL), which is made up for by `copydesk clusters --rebuild`.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from pipeline.errors import SpoolUnavailable
from pipeline.kinship import Links, Traits, links_of
from workers.kin.rows import COLUMNS, all_keys, key_of, packed, sentence_keys, sure_keys, unpacked

TURN_SECONDS: Final = 5.0  # how long a batch waits for the others, which take some hundredths of one
PAGE_BYTES: Final = 2_048  # small ones: a story changes six pages or seven, and each is written whole
LOG_PAGES: Final = 8_000  # until what changed goes to its places, so that a page that changed often is synced once
NEWEST: Final = 20  # stories that are looked at for one key
COMPARED: Final = 16  # of those with sentences in common, the ones with most
VERSION: Final = 2  # of the tables, and of how sentences and keys are made: a file of another one begins anew
_SCHEMA: Final = (
    """CREATE TABLE stories (
        number INTEGER PRIMARY KEY, day INTEGER NOT NULL, id TEXT NOT NULL, cluster_id TEXT NOT NULL, duplicate_of TEXT,
        supersedes TEXT, why TEXT NOT NULL, traits TEXT NOT NULL, sentences BLOB NOT NULL
    )""",
    "CREATE INDEX days ON stories (day)",
    "CREATE TABLE keys (key INTEGER, number INTEGER, PRIMARY KEY (key, number)) WITHOUT ROWID",
)
_KNOWN: Final = "SELECT cluster_id, duplicate_of, supersedes, why FROM keys JOIN stories USING (number) WHERE key = ? AND id = ?"
_LAST_EXPIRED: Final = "SELECT number FROM stories WHERE day < ? ORDER BY day DESC, number DESC LIMIT 1"
_EXPIRED: Final = f"SELECT number, {COLUMNS} FROM stories WHERE day < ? LIMIT ?"
_AHEAD: Final = f"SELECT number, {COLUMNS} FROM stories WHERE day > ? AND number < ? LIMIT ?"
_OF_KEY: Final = f"SELECT * FROM (SELECT number FROM keys WHERE key = ? ORDER BY number DESC LIMIT {NEWEST})"


class Row(NamedTuple):
    """One remembered story and its links."""

    id: str
    links: Links


class KinIndex:
    """The index at `path`, made when it is missing. A damaged one, a full disk, or others who don't let go for `patience`
    seconds raise SpoolUnavailable: then it is to be opened anew.
    """

    def __init__(self, path: Path, patience: float = TURN_SECONDS) -> None:
        self.path = path
        with self._guarded():
            self._database = sqlite3.connect(path, timeout=patience, isolation_level=None)
        try:
            with self._guarded():
                self._database.execute(f"PRAGMA page_size = {PAGE_BYTES}")
                self._database.execute("PRAGMA journal_mode = WAL")
                self._database.execute("PRAGMA synchronous = NORMAL")
                self._database.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
                if self._version() != VERSION:
                    with self._transaction():
                        self._make()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Lets go of the file; harmless when done twice."""
        self._database.close()

    def add(self, stories: Iterable[Traits], day: int) -> list[Links]:
        """The links of each: those that it was given before, else those to what came before it.

        `day` is today's number, and remembered with those that are new. Durable, for any kill, when it returns.
        """
        with self._guarded(), self._transaction():
            return [self._known(story.id) or self._add(story, None, day) for story in stories]

    def restore(self, stories: Iterable[tuple[Traits, Links | None]], day: int) -> list[Links]:
        """The same for stories that were stored before, with the links that they were stored with, if any."""
        with self._guarded(), self._transaction():
            return [self._known(story.id) or self._add(story, links, day) for story, links in stories]

    def forget(self, expired: int, today: int, most: int) -> None:
        """Forgets what came before the day `expired`, at most so many stories at a time.

        What is dated later than today, by a clock that was ahead, came no later than what came in after it.
        """
        with self._guarded():
            last = self._database.execute(_LAST_EXPIRED, (expired,)).fetchone()
            if last is not None:
                with self._transaction():
                    self._forget(_AHEAD, (today, *last, most))
                    self._forget(_EXPIRED, (expired, most))

    def clear(self) -> None:
        """Forgets everything."""
        with self._guarded(), self._transaction():
            self._database.execute("DELETE FROM stories")
            self._database.execute("DELETE FROM keys")

    def rows(self) -> Iterator[Row]:
        """All that is remembered, in the order in which it came."""
        question = "SELECT id, cluster_id, duplicate_of, supersedes, why FROM stories ORDER BY number"
        with self._guarded():
            for record_id, *links in self._database.execute(question):
                yield Row(record_id, Links._make(links))

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, ValueError, TypeError) as fault:  # the latter of a row that a bad disk has changed
            advice = "if it stays so, `copydesk clusters --rebuild` makes it anew from the records"
            raise SpoolUnavailable(str(self.path), str(fault), advice) from fault

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._database.execute("BEGIN IMMEDIATE")
            yield
            self._database.execute("COMMIT")
        except BaseException:  # an interrupt too: a time limit may be reached at any moment
            self._database.rollback()
            raise

    def _version(self) -> int:
        return int(self._database.execute("PRAGMA user_version").fetchone()[0])

    def _make(self) -> None:
        if self._version() == VERSION:
            return  # somebody was faster
        for table in ("stories", "keys"):
            self._database.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in _SCHEMA:
            self._database.execute(statement)
        self._database.execute(f"PRAGMA user_version = {VERSION}")

    def _known(self, record_id: str) -> Links | None:
        found = self._database.execute(_KNOWN, (key_of("id", record_id), record_id)).fetchone()
        return Links._make(found) if found else None

    def _add(self, story: Traits, given: Links | None, day: int) -> Links:
        sure, likely = sure_keys(story), sentence_keys(story)
        links = given or links_of(story, self._candidates(sure, likely))
        values = (day, story.id, *links, *packed(story))
        number = self._database.execute("INSERT INTO stories VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", values).lastrowid
        keys = (key_of("id", story.id), *sure, *likely)
        self._database.executemany("INSERT INTO keys VALUES (?, ?)", [(key, number) for key in keys])
        return links

    def _candidates(self, sure: Sequence[int], likely: Sequence[int]) -> list[Traits]:
        """All who share a sure key, and those who share most of the likely ones, in the order in which they came."""
        best = Counter(self._newest(likely)).most_common(COMPARED)
        numbers = {*self._newest(sure), *(number for number, _ in best)}
        question = f"SELECT {COLUMNS} FROM stories WHERE number IN ({', '.join('?' * len(numbers))}) ORDER BY number"
        return [unpacked(row) for row in self._database.execute(question, [*numbers])] if numbers else []

    def _newest(self, keys: Sequence[int]) -> list[int]:
        """The newest stories of each key."""
        if not keys:
            return []
        return [number for (number,) in self._database.execute(" UNION ALL ".join([_OF_KEY] * len(keys)), keys)]

    def _forget(self, question: str, values: tuple[int, ...]) -> None:
        gone = {number: unpacked(row) for number, *row in self._database.execute(question, values)}
        keys = [(key, number) for number, story in gone.items() for key in all_keys(story)]
        self._database.executemany("DELETE FROM keys WHERE key = ? AND number = ?", keys)
        self._database.executemany("DELETE FROM stories WHERE number = ?", [(number,) for number in gone])
