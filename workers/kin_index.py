"""What a desk remembers of its stories to know them again: one SQLite file, shared by all worker processes.

A story is found by its keys: its text, the ids that the format gives it, its first sentence, and those of its sentences that
have the smallest numbers, so that two copies look under the same ones (bottom-k sampling). What is found is then compared
whole. A key that many share, a template's sentence, gives the newest only: a story costs the same however many there are.

A batch is one transaction, so what two workers take in at the same moment is one after the other. It outlives any kill; a
power cut may take the last of it (synchronous=NORMAL), which is made up for by `copydesk clusters --rebuild`.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, NamedTuple

from pipeline.errors import SpoolUnavailable
from pipeline.kinship import Links, Traits, links_of

TURN_SECONDS: Final = 2.0  # how long a batch waits for the others
SMALLEST: Final = 3  # sentences that are keys, with the first one
NEWEST: Final = 20  # stories that are looked at for one key
COMPARED: Final = 16  # of those with sentences in common, the ones with most
VERSION: Final = 1  # of the tables, and of how sentences and keys are made: a file of another one begins anew
_SCHEMA: Final = (
    """CREATE TABLE stories (
        number INTEGER PRIMARY KEY, day INTEGER NOT NULL, id TEXT NOT NULL, cluster_id TEXT NOT NULL, duplicate_of TEXT,
        supersedes TEXT, why TEXT NOT NULL, traits TEXT NOT NULL, sentences BLOB NOT NULL
    )""",
    "CREATE TABLE keys (key INTEGER, number INTEGER, PRIMARY KEY (key, number)) WITHOUT ROWID",
)
_KNOWN: Final = "SELECT cluster_id, duplicate_of, supersedes, why FROM keys JOIN stories USING (number) WHERE key = ? AND id = ?"
_OF_KEY: Final = f"SELECT * FROM (SELECT number FROM keys WHERE key = ? ORDER BY number DESC LIMIT {NEWEST})"
_PACKED: Final = "id, cluster_id, duplicate_of, traits, sentences"


class Row(NamedTuple):
    """One remembered story and its links."""

    id: str
    links: Links


class KinIndex:
    """The index at `path`, made when it is missing. A damaged one, a full disk, or others who don't let go raise
    SpoolUnavailable: then it is to be opened anew.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._guarded():
            self._database = sqlite3.connect(path, timeout=TURN_SECONDS, isolation_level=None)
        try:
            with self._guarded():
                self._database.execute("PRAGMA journal_mode = WAL")
                self._database.execute("PRAGMA synchronous = NORMAL")
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

    def forget(self, expired: int, most: int) -> None:
        """Forgets what came before the day `expired`, at most so many stories at a time, the oldest first."""
        with self._guarded():
            oldest = self._database.execute("SELECT day FROM stories ORDER BY number LIMIT 1").fetchone()
            if oldest is not None and oldest[0] < expired:
                with self._transaction():
                    self._forget(expired, most)

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
        except sqlite3.Error as fault:
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
        found = self._database.execute(_KNOWN, (_key("id", record_id), record_id)).fetchone()
        return Links._make(found) if found else None

    def _add(self, story: Traits, given: Links | None, day: int) -> Links:
        links = given or links_of(story, self._candidates(story))
        values = (day, story.id, *links, *_packed(story))
        number = self._database.execute("INSERT INTO stories VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", values).lastrowid
        self._database.executemany("INSERT INTO keys VALUES (?, ?)", [(key, number) for key in _all_keys(story)])
        return links

    def _candidates(self, story: Traits) -> list[Traits]:
        """Those with the same text or id, and those with the most sentences in common, in the order in which they came."""
        sure = self._newest(_sure_keys(story))
        likely = Counter(self._newest(_sentence_keys(story))).most_common(COMPARED)
        numbers = {*sure, *(number for number, _ in likely)}
        question = f"SELECT {_PACKED} FROM stories WHERE number IN ({', '.join('?' * len(numbers))}) ORDER BY number"
        return [_unpacked(row) for row in self._database.execute(question, [*numbers])] if numbers else []

    def _newest(self, keys: Sequence[int]) -> list[int]:
        """The newest stories of each key."""
        if not keys:
            return []
        return [number for (number,) in self._database.execute(" UNION ALL ".join([_OF_KEY] * len(keys)), keys)]

    def _forget(self, expired: int, most: int) -> None:
        question = f"SELECT number, day, {_PACKED} FROM stories ORDER BY number LIMIT ?"
        gone = {number: _unpacked(row) for number, day, *row in self._database.execute(question, (most,)) if day < expired}
        keys = [(key, number) for number, story in gone.items() for key in _all_keys(story)]
        self._database.executemany("DELETE FROM keys WHERE key = ? AND number = ?", keys)
        self._database.executemany("DELETE FROM stories WHERE number = ?", [(number,) for number in gone])


def _sure_keys(story: Traits) -> list[int]:
    """Who shares one of these is kin: the text, and the ids that the format gives."""
    ids = [_key("story", name) for name in story.ids]
    return [_key("text", story.text), *ids] if story.text else ids


def _sentence_keys(story: Traits) -> list[int]:
    """Who shares one of these may be. Numbers of sentences have 32 bits, the other keys more."""
    return [*{*story.sentences[:1], *sorted(story.sentences)[:SMALLEST]}]


def _all_keys(story: Traits) -> list[int]:
    """With the one by which the very record is found."""
    return [_key("id", story.id), *_sure_keys(story), *_sentence_keys(story)]


def _key(kind: str, value: str) -> int:
    digest = blake2b(f"{kind} {value}".encode("utf-8", "surrogatepass"), digest_size=7).digest()
    return 1 << 56 | int.from_bytes(digest)


def _packed(story: Traits) -> tuple[str, bytes]:
    """All but the ids, which have columns of their own. JSON in ASCII: a story_id may hold what is no character."""
    return json.dumps(story[3:-1]), array("I", story.sentences).tobytes()


def _unpacked(row: Sequence[Any]) -> Traits:
    *links, traits, numbers = row
    text, story_id, replaces, *rest = json.loads(traits)
    return Traits._make((*links, text, story_id, tuple(replaces), *rest, tuple(array("I", numbers))))
