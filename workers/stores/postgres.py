"""Records in PostgreSQL: a row a story, with the columns that people ask by, and the record as jsonb.

`records` holds each story as it is now. `records_older` holds what an id held before, each time it came again changed.
`records_chain` tells for every story that keeps its story_id which version follows which, in whatever order they came.
Durability: a batch is one transaction, synced by the server before `put_many` returns; a server whose fsync is off is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from pipeline.errors import BadSettings, StoreUnavailable
from pipeline.record import Record
from workers.stores.postgres_sessions import Sessions

TABLE: Final = "records"
_OPTION: Final = re.compile(r"(?<=[?&])table=([^&]*)&?")
_NAME: Final = re.compile(r"[a-z_][a-z0-9_]{0,49}", re.ASCII)  # what nobody need quote, and room for our endings: 63 is the most
_NUL: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")  # jsonb has no place for it
_PAGE: Final = 10_000  # ids to one round trip
_LOCK: Final = 0x636F7079  # "copy": whoever makes tables waits for the others

# `exact` is the record's JSON where jsonb can't hold it; else null. Index by hash: a story_id may be too long for a tree.
_SCHEMA: Final = """
CREATE TABLE "{0}" (
    id text COLLATE "C" PRIMARY KEY, story_id text, version text, status text NOT NULL, agency text, language text,
    headline text, published_at timestamptz, updated_at timestamptz, arrived_at timestamptz NOT NULL DEFAULT now(),
    record jsonb NOT NULL, exact text
);
CREATE INDEX "{0}_by_story" ON "{0}" USING hash (story_id) WHERE story_id IS NOT NULL;
CREATE INDEX "{0}_by_time" ON "{0}" (published_at);

CREATE TABLE "{0}_older" (
    LIKE "{0}", superseded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    number bigint GENERATED ALWAYS AS IDENTITY, PRIMARY KEY (id, number)
);
CREATE FUNCTION "{0}_keep_older"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    EXECUTE format('INSERT INTO %I.%I SELECT ($1).*', TG_TABLE_SCHEMA, TG_TABLE_NAME || '_older') USING OLD;
    RETURN NULL;
END $$;
CREATE TRIGGER keep_older AFTER UPDATE ON "{0}" FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*)
    EXECUTE FUNCTION "{0}_keep_older"();

CREATE VIEW "{0}_chain" AS
SELECT story_id, id, version, published_at, arrived_at, row_number() OVER story AS place,
    lag(id) OVER story AS supersedes, lead(id) OVER story AS superseded_by
FROM "{0}" WHERE story_id IS NOT NULL
WINDOW story AS (PARTITION BY story_id ORDER BY
    string_to_array(trim(regexp_replace(left(version, 100), '[^0-9]+', ' ', 'g')), ' ')::numeric[] NULLS FIRST,
    published_at NULLS FIRST, updated_at NULLS FIRST, arrived_at, id);
"""
# By pg_class: to_regclass() may remember from before we waited for the lock that there was no such view.
_STATE: Final = """
SELECT current_setting('fsync'), current_setting('server_encoding'),
    EXISTS (SELECT FROM pg_class WHERE relname = %s AND pg_table_is_visible(oid))
"""
# One statement, so one transaction. Arrays in binary: 64 records in 5 ms, where executemany takes 6 and arrays in text 27.
_PUT: Final = """
INSERT INTO "{0}" (id, story_id, version, status, agency, language, headline, published_at, updated_at, record, exact)
SELECT id, story_id, version, status, agency, language, headline, published_at, updated_at, record::jsonb, exact
FROM unnest(
    %b::text[], %b::text[], %b::text[], %b::text[], %b::text[], %b::text[], %b::text[],
    %b::timestamptz[], %b::timestamptz[], %b::text[], %b::text[]
) AS new (id, story_id, version, status, agency, language, headline, published_at, updated_at, record, exact)
ON CONFLICT (id) DO UPDATE SET story_id = excluded.story_id, version = excluded.version, status = excluded.status,
    agency = excluded.agency, language = excluded.language, headline = excluded.headline,
    published_at = excluded.published_at, updated_at = excluded.updated_at, record = excluded.record, exact = excluded.exact
WHERE ("{0}".record, "{0}".exact) IS DISTINCT FROM (excluded.record, excluded.exact)
"""


class PostgresStore:
    """Records in the tables of a database: postgresql://user:password@host:5432/database?table=records, and libpq's options.

    The tables are made when the store is opened and they are missing. Raises StoreUnavailable, BadSettings.
    """

    def __init__(self, url: str) -> None:
        option = _OPTION.search(url)
        self.table = option[1] if option else TABLE
        if not _NAME.fullmatch(self.table):
            raise BadSettings(self.table, "no name for a table", "up to 50 of a-z, 0-9 and _, no digit first")
        self._sessions = Sessions(_OPTION.sub("", url).rstrip("?&"))
        self._make_tables()

    def put_many(self, records: Sequence[Record]) -> None:
        if not records:
            return
        last = {record.id: record for record in records}
        rows = [_row(last[record_id]) for record_id in sorted(last)]  # in one order, so that writers never wait in a ring
        with self._sessions.session() as session:
            session.execute(_PUT.format(self.table), [list(column) for column in zip(*rows, strict=True)])

    def get(self, record_id: str) -> Record | None:
        found = self._ask('SELECT coalesce(exact, record::text) FROM "{0}" WHERE id = %s', record_id)
        return Record.model_validate_json(found[0][0]) if found else None

    def has(self, record_id: str) -> bool:
        return bool(self._ask('SELECT 1 FROM "{0}" WHERE id = %s', record_id))

    def ids(self) -> Iterator[str]:
        last = ""
        while page := self._ask('SELECT id FROM "{0}" WHERE id > %s ORDER BY id LIMIT %s', last, _PAGE):
            yield from (row[0] for row in page)
            last = page[-1][0]

    def count(self) -> int:
        return int(self._ask('SELECT count(*) FROM "{0}"')[0][0])

    def close(self) -> None:
        self._sessions.close()

    def _ask(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        with self._sessions.session() as session:
            return session.execute(question.format(self.table), values).fetchall()

    def _make_tables(self) -> None:
        last_made = f"{self.table}_chain"
        ((fsync, encoding, made),) = self._ask(_STATE, last_made)
        if encoding != "UTF8":
            advice = "make one: CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0"
            raise BadSettings(self._sessions.subject, f"its encoding is {encoding}, which can't hold every story", advice)
        if fsync != "on":
            raise StoreUnavailable(self._sessions.subject, "the server syncs nothing: its fsync is off", "turn it on")
        if made:  # nothing is asked of a user who may not make tables
            return
        with self._sessions.session() as session, session.transaction():
            session.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            if not session.execute(_STATE, (last_made,)).fetchall()[0][2]:
                session.execute(_SCHEMA.format(self.table))


def _row(record: Record) -> tuple[object, ...]:
    text = record.to_json()
    asked = _NUL.sub(r"\1\\ufffd", text) if "\\u0000" in text else text  # looking first takes a hundredth of the time
    agency = record.agency.id if record.agency else None
    columns = (record.id, record.story_id, record.version, record.status, agency, record.language, record.headline)
    plain = (column.replace("\x00", "\ufffd") if column else column for column in columns)
    return (*plain, record.published_at, record.updated_at, asked, text if asked != text else None)
