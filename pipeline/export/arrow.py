"""Records as Arrow tables, which Parquet files are written from: typed columns, lists and parts nested as in the record.

The columns come from the models, so a key that is added to the record is a further column. Times are in UTC: of their offset
nothing is kept. Needs pyarrow, which the extra `parquet` brings.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, Union, get_args, get_origin

from pydantic import AwareDatetime, BaseModel

from pipeline.record import SCHEMA_VERSION, Record

if TYPE_CHECKING:
    import pyarrow as pa

_NONE: Final = type(None)


def schema() -> pa.Schema:
    """The columns of a record. Raises ImportError where pyarrow is not installed."""
    import pyarrow as pa

    return pa.schema(_fields(Record), metadata={"copydesk.schema_version": SCHEMA_VERSION})


def table_of(records: Sequence[Record], columns: pa.Schema) -> pa.Table:
    """These records as one table; `columns` is `schema()`."""
    import pyarrow as pa

    return pa.Table.from_pylist([record.model_dump() for record in records], schema=columns)


def _fields(model: type[BaseModel]) -> list[pa.Field]:
    import pyarrow as pa

    return [pa.field(name, *_type(field.annotation)) for name, field in model.model_fields.items()]


def _type(annotation: Any) -> tuple[pa.DataType, bool]:
    """The Arrow type of a field, and whether it may be null. Raises TypeError for one that no record has had yet."""
    import pyarrow as pa

    origin, inside = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        [only] = [each for each in inside if each is not _NONE]
        return _type(only)[0], True
    if origin is Annotated:
        return _type(inside[0])
    if origin is tuple:
        return pa.list_(pa.field("item", *_type(inside[0]))), False
    if origin is Literal:
        return pa.string(), False
    if annotation in (AwareDatetime, datetime):
        return pa.timestamp("us", tz="UTC"), False
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return pa.struct(_fields(annotation)), False
    return {str: pa.string(), int: pa.int64(), bool: pa.bool_(), float: pa.float64()}[annotation], False
