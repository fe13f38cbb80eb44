"""copydesk's pure half: bytes of wire copy in, clean and validated records out. No queue, no network, no clock."""

from __future__ import annotations

from pipeline.document import Defaults
from pipeline.errors import BadRecord, CopydeskError, UnreadableCopy
from pipeline.reader import load_record, read_records
from pipeline.record import Record, TracedRecord, json_schema
from pipeline.refine import refine, trace

__all__ = [
    "BadRecord",
    "CopydeskError",
    "Defaults",
    "Record",
    "TracedRecord",
    "UnreadableCopy",
    "json_schema",
    "load_record",
    "read_records",
    "refine",
    "trace",
]
