"""What the stream of stories shows: the newest first, those with these words, of this agency, format, status, warning or rule."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode

from workers.cli.output import shown
from workers.page.index import Index

PAGE: Final = 40
MOST_WORDS: Final = 16
LONGEST_QUERY: Final = 300
FOUND, END = "\x02", "\x03"  # around what was found in a story's text; the index has no such characters
_WORD: Final = re.compile(r'"([^"]+)"|([^\s"]+)')
_FILTERS: Final[Mapping[str, str]] = {
    "agency": "agency = ?",
    "format": "format = ?",
    "status": "status = ?",
    "warning": "number IN (SELECT story FROM warned WHERE code = ?)",
    "rule": "number IN (SELECT story FROM took WHERE rule = ?)",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for; "" is anything."""

    q: str = ""
    agency: str = ""
    format: str = ""
    status: str = ""
    warning: str = ""
    rule: str = ""
    page: int = 1

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Wanted:
        """From the fields of a form; what makes no sense is nothing."""
        texts = {name: asked.get(name, "").replace("\0", "")[:LONGEST_QUERY].strip() for name in ("q", *_FILTERS)}
        page = asked.get("page", "")
        return cls(**texts, page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 9 else 1)

    def link(self, **changes: object) -> str:
        """The same with changes, as the query of an address."""
        said = {name: value for name, value in {**asdict(self), **changes}.items() if value and (name, value) != ("page", 1)}
        return f"?{urlencode(said)}" if said else "?"

    @property
    def anything(self) -> bool:
        """True where nothing is asked for but a page of all."""
        return not any((self.q, self.agency, self.format, self.status, self.warning, self.rule))


@dataclass(frozen=True, slots=True)
class Listed:
    """A story in the stream; `kin` says whether it is a "copy" or an "update" of one in its cluster.

    `excerpt` is its beginning, or in pieces where the words were found: every second one is a find.
    """

    id: str
    claim: str
    source: str
    file: str
    headline: str
    byline: str
    agency: str
    agency_name: str
    format: str
    status: str
    word_count: int
    warnings: int
    cluster: str
    kin: str
    excerpt: tuple[str, ...]

    @property
    def path(self) -> str:
        """Its page."""
        return f"/story/{self.id.replace('#', '-')}"

    @property
    def arrived(self) -> datetime | None:
        """When it was claimed; None where nobody knows any more."""
        return arrived_by(self.claim)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the stories that fit."""

    stories: tuple[Listed, ...]
    total: int

    @property
    def pages(self) -> int:
        """How many pages they fill; at least one."""
        return max(1, -(-self.total // PAGE))


def arrived_by(claim: str) -> datetime | None:
    """The time that a claim's name begins with (UTC)."""
    return datetime.strptime(claim[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if claim else None


def search(index: Index, wanted: Wanted) -> Found:
    """The page that is asked for, the newest first. Raises SpoolUnavailable."""
    match = expression(wanted.q)
    if wanted.q and not match:
        return Found((), 0)
    chosen = {name: value for name in _FILTERS if (value := str(getattr(wanted, name)))}
    conditions = [_FILTERS[name] for name in chosen]
    values: list[object] = list(chosen.values())
    if match:
        conditions.append("number IN (SELECT rowid FROM texts WHERE texts MATCH ?)")
        values.append(match)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    with index.asking() as database:
        total = database.execute(f"SELECT count(*) FROM stories {where}", values).fetchone()[0]
        order = f"{where} ORDER BY claim DESC, number LIMIT ? OFFSET ?"
        rows = database.execute(f"SELECT * FROM stories {order}", [*values, PAGE, PAGE * (wanted.page - 1)]).fetchall()
        excerpts = _excerpts(database, match, [row["number"] for row in rows]) if match else {}
    return Found(tuple(_listed(row, excerpts.get(row["number"], row["lead"])) for row in rows), total)


def kin_of(index: Index, record_id: str) -> list[Listed]:
    """The other stories of its cluster, the newest first: the same story in copies and versions."""
    with index.asking() as database:
        others = "cluster = (SELECT cluster FROM stories WHERE id = :id) AND id <> :id ORDER BY claim DESC, number LIMIT :most"
        rows = database.execute(f"SELECT * FROM stories WHERE {others}", {"id": record_id, "most": PAGE}).fetchall()
    return [_listed(row, row["lead"]) for row in rows]


def expression(words: str) -> str:
    """A query of FTS5 for what somebody typed: every word, by its beginning; "words in quotes" as they stand; never an error."""
    # One letter of ours begins too many words to be worth the wait; one of Chinese may be a word.
    found = [(exact or begun, "*" if len(begun) > 1 or begun > "~" else "") for exact, begun in _WORD.findall(shown(words))]
    return " ".join(f'"{word}"{star}' for word, star in found[:MOST_WORDS] if any(map(str.isalnum, word)))


def _excerpts(database: sqlite3.Connection, match: str, numbers: Sequence[int]) -> dict[int, str]:
    wanted = ", ".join("?" * len(numbers))
    excerpt = f"SELECT rowid, snippet(texts, 2, '{FOUND}', '{END}', '…', 24) AS excerpt FROM texts"
    rows = database.execute(f"{excerpt} WHERE texts MATCH ? AND rowid IN ({wanted})", (match, *numbers))
    return {row["rowid"]: row["excerpt"] for row in rows}


def _listed(row: sqlite3.Row, excerpt: str) -> Listed:
    fields = {name: row[name] for name in row.keys() if name not in ("number", "lead")}  # noqa: SIM118 - a Row is no dict
    return Listed(**fields, excerpt=tuple(re.split(f"[{FOUND}{END}]", excerpt)))
