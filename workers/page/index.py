"""An index of a desk's stories, to search and page through: one SQLite file in DESK/.copydesk/, made again when it is lost.

The store holds the records and the ledger says when they came; both can only be walked. 10,000 records take seconds to walk,
and milliseconds to ask here (docs/desk-page.md has the numbers). Any number of processes may write; they take turns.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from pipeline.errors import SpoolUnavailable
from pipeline.record import Record
from workers.cli.output import shown
from workers.disk import guarded, make_folders
from workers.styling.rules_stats import LONGEST_EXAMPLE

VERSION: Final = 3  # of the tables: an index of another one is made anew
LEAD_CHARS: Final = 240
TURN_SECONDS: Final = 30.0
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS stories (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, claim TEXT NOT NULL, source TEXT NOT NULL, file TEXT NOT NULL,
    headline TEXT NOT NULL, byline TEXT NOT NULL, lead TEXT NOT NULL, agency TEXT NOT NULL, agency_name TEXT NOT NULL,
    format TEXT NOT NULL, status TEXT NOT NULL, word_count INTEGER NOT NULL, warnings INTEGER NOT NULL,
    cluster TEXT NOT NULL, kin TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS by_arrival ON stories (claim DESC, number);
CREATE INDEX IF NOT EXISTS by_agency ON stories (agency, agency_name);
CREATE INDEX IF NOT EXISTS by_format ON stories (format);
CREATE INDEX IF NOT EXISTS by_status ON stories (status);
CREATE INDEX IF NOT EXISTS by_cluster ON stories (cluster, claim DESC);
CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5(
    headline, byline, body, agency, status, source, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TABLE IF NOT EXISTS warned (story INTEGER NOT NULL, code TEXT NOT NULL, PRIMARY KEY (code, story)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS warned_of ON warned (story);
CREATE TABLE IF NOT EXISTS took (
    rule TEXT NOT NULL, story INTEGER NOT NULL, label TEXT NOT NULL, times INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (rule, story)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS took_of ON took (story);
CREATE TABLE IF NOT EXISTS read_to (book TEXT PRIMARY KEY, size INTEGER NOT NULL);
"""


class Arrival(NamedTuple):
    """A record with the name of the claim that it came by, "" where nobody knows any more."""

    record: Record
    claim: str = ""

    @property
    def source(self) -> str:
        """The folder of the inbox that it came from, as the claim's name has it."""
        return "/".join(self.claim.split("~")[1:-1])


class Index:
    """The index in this file, made when it is missing or of another version. Raises SpoolUnavailable."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with guarded(SpoolUnavailable, path):
            make_folders(path.parent)
        with self.asking() as database:
            if database.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                _empty(database)
            database.executescript(f"{_SCHEMA}; PRAGMA user_version = {VERSION};")

    @contextmanager
    def asking(self) -> Iterator[sqlite3.Connection]:
        """A connection for one piece of work. Raises SpoolUnavailable."""
        try:
            with closing(sqlite3.connect(self.path, timeout=TURN_SECONDS)) as database:
                database.row_factory = sqlite3.Row
                database.execute("PRAGMA journal_mode = WAL")
                database.execute("PRAGMA synchronous = NORMAL")  # what a power cut takes from it is read again
                yield database
        except sqlite3.Error as fault:
            advice = f"remove {self.path.name}*: it is made again from the ledger and the store"
            raise SpoolUnavailable(str(self.path), f"the index of the desk page says: {fault}", advice) from fault

    def take_in(self, arrivals: Iterable[Arrival], read_to: tuple[str, int] | None = None) -> None:
        """Puts stories in, and notes how far the book that tells of them is read: all of it or nothing."""
        with self.asking() as database, database:
            database.execute("BEGIN IMMEDIATE")
            for arrival in arrivals:
                _put(database, arrival)
            if read_to:
                database.execute("INSERT OR REPLACE INTO read_to VALUES (?, ?)", read_to)

    def forget(self, record_ids: Iterable[str]) -> None:
        """Takes stories out that the store has no longer."""
        with self.asking() as database, database:
            for record_id in record_ids:
                if row := database.execute("SELECT number FROM stories WHERE id = ?", (record_id,)).fetchone():
                    _remove(database, row["number"])

    def read_to(self) -> dict[str, int]:
        """How many bytes of each book are read."""
        with self.asking() as database:
            return {row["book"]: row["size"] for row in database.execute("SELECT book, size FROM read_to")}

    def ids(self) -> set[str]:
        """The ids of all stories in it."""
        with self.asking() as database:
            return {row["id"] for row in database.execute("SELECT id FROM stories")}

    def claim_of(self, record_id: str) -> str | None:
        """The name of the claim that a story came by last, "" where nobody knows; None for a story that is not in it."""
        with self.asking() as database:
            row = database.execute("SELECT claim FROM stories WHERE id = ?", (record_id,)).fetchone()
            return row["claim"] if row else None


def _empty(database: sqlite3.Connection) -> None:
    for table in ("stories", "texts", "warned", "took", "read_to"):
        database.execute(f"DROP TABLE IF EXISTS {table}")


def _put(database: sqlite3.Connection, arrival: Arrival) -> None:
    """A story that came twice has the time of its last coming, whichever is read first."""
    record = arrival.record
    known = database.execute("SELECT number, claim FROM stories WHERE id = ?", (record.id,)).fetchone()
    if known and known["claim"] > arrival.claim:
        return
    if known:
        _remove(database, known["number"])
    names = ", ".join(author.name for author in record.byline.authors)
    body = shown("\n".join(block.text for block in record.body))
    agency = record.agency
    row = (
        known["number"] if known else None, record.id, arrival.claim, arrival.source, shown(record.source.file),
        shown(record.headline or ""), shown(names or record.byline.text or ""), _lead(body),
        agency.id if agency else "", shown(agency.name) if agency else "",
        record.source.format, record.status, record.word_count, len(record.warnings),
        record.cluster_id or record.id, "copy" if record.duplicate_of else "update" if record.supersedes else "",
    )  # fmt: skip
    number = database.execute(f"INSERT INTO stories VALUES ({', '.join('?' * len(row))})", row).lastrowid
    where = f"{arrival.source}/{record.source.file} {record.source.format} {record.slug or ''} {record.id}"
    texts = (row[5], shown(f"{names} {record.byline.text or ''}"), body, f"{row[8]} {row[9]}", record.status, shown(where))
    database.execute(
        "INSERT INTO texts (rowid, headline, byline, body, agency, status, source) VALUES (?, ?, ?, ?, ?, ?, ?)", (number, *texts)
    )
    database.executemany("INSERT INTO warned VALUES (?, ?)", [(number, code) for code in {each.code for each in record.warnings}])
    database.executemany("INSERT INTO took VALUES (?, ?, ?, ?, ?)", _taken(record, number))


def _lead(body: str) -> str:
    """How the story begins, in whole words."""
    return body if len(body) <= LEAD_CHARS else f"{body[:LEAD_CHARS].rpartition(' ')[0] or body[:LEAD_CHARS]}…"


def _taken(record: Record, number: int | None) -> list[tuple[str, int | None, str, int, str]]:
    """A row for each rule that took something: how often, and what first."""
    found: dict[str, tuple[str, int, str]] = {}
    for removed in record.removed:
        label, times, text = found.get(removed.rule, (removed.label, 0, shown(" ".join(removed.text.split())[:LONGEST_EXAMPLE])))
        found[removed.rule] = (label, times + 1, text)
    return [(rule, number, *rest) for rule, rest in found.items()]


def _remove(database: sqlite3.Connection, number: int) -> None:
    for table, key in (("stories", "number"), ("texts", "rowid"), ("warned", "story"), ("took", "story")):
        database.execute(f"DELETE FROM {table} WHERE {key} = ?", (number,))
