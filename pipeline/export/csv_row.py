"""A row of CSV a story (RFC 4180), for spreadsheets: what a person sorts and filters by, and the text.

A list is one cell, its parts parted by "; ", and a ";" inside a part is a ",". A cell that a spreadsheet would take for a
formula gets an apostrophe before it, as spreadsheets write a text that looks like one
(https://owasp.org/www-community/attacks/CSV_Injection): copy comes from anywhere, and "=HYPERLINK(...)" is a headline too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Final

from pipeline.export.statement import byline_of
from pipeline.record import Record

_FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last four as East Asian keyboards type them
_STEERING: Final = ("\t", "\r", "\n")

COLUMNS: Final[Mapping[str, Callable[[Record], object]]] = {
    "id": lambda record: record.id,
    "story_id": lambda record: record.story_id,
    "version": lambda record: record.version,
    "status": lambda record: record.status,
    "published_at": lambda record: _time(record.published_at),
    "updated_at": lambda record: _time(record.updated_at),
    "embargo_until": lambda record: _time(record.embargo_until),
    "expires_at": lambda record: _time(record.expires_at),
    "agency": lambda record: record.agency.name if record.agency else None,
    "language": lambda record: record.language,
    "section": lambda record: record.section,
    "genre": lambda record: record.genre,
    "slug": lambda record: record.slug,
    "urgency": lambda record: record.urgency,
    "headline": lambda record: record.headline,
    "subheadline": lambda record: record.subheadline,
    "byline": byline_of,
    "authors": lambda record: _joined(author.name for author in record.byline.authors),
    "dateline": lambda record: record.dateline.text if record.dateline else None,
    "body": lambda record: "\n\n".join(block.text for block in record.body),
    "word_count": lambda record: record.word_count,
    "credits": lambda record: _joined(f"{credit.role}: {credit.name}" for credit in record.credits),
    "rights_holder": lambda record: record.rights.holder,
    "rights_year": lambda record: record.rights.year,
    "rights_distributor": lambda record: record.rights.distributor,
    "rights_notice": lambda record: record.rights.notice,
    "usage_terms": lambda record: record.rights.usage_terms,
    "keywords": lambda record: _joined(record.keywords),
    "subjects": lambda record: _joined(subject.name or subject.code for subject in record.subjects),
    "places": lambda record: _joined(record.places),
    "images": lambda record: _joined(image.url or image.caption for image in record.images),
    "notes": lambda record: _joined(note.text for note in record.notes),
    "cluster_id": lambda record: record.cluster_id,
    "duplicate_of": lambda record: record.duplicate_of,
    "supersedes": lambda record: record.supersedes,
    "warnings": lambda record: _joined(warning.code for warning in record.warnings),
    "file": lambda record: record.source.file,
    "format": lambda record: record.source.format,
}


def header() -> str:
    """The first line, with its end."""
    return _line(COLUMNS)


def row_of(record: Record) -> str:
    """The line of a record, with its end; text over several lines is in quotes."""
    return _line(_cell(column(record)) for column in COLUMNS.values())


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)  # Python's own "excel" is RFC 4180: quotes where needed, CRLF
    return line.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    begins = text.lstrip()[:1]
    return f"'{text}" if begins in _FORMULA or text.startswith(_STEERING) else text


def _joined(parts: Iterable[str | None]) -> str:
    return "; ".join(part.replace(";", ",") for part in parts if part)


def _time(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
