"""What records can be exported as. By itself: the command line names these before it loads what writes them."""

from __future__ import annotations

from enum import StrEnum


class Form(StrEnum):
    """A form that others read."""

    NDJSON = "ndjson"
    CSV = "csv"
    PARQUET = "parquet"
    NINJS = "ninjs"
    JSONLD = "jsonld"
    NITF = "nitf"
