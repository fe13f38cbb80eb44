"""copydesk's pure half: bytes of wire copy in, clean and validated records out. No queue, no network, no clock."""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
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
_HOME: Final = {
    "BadRecord": "errors",
    "CopydeskError": "errors",
    "Defaults": "document",
    "Record": "record",
    "TracedRecord": "record",
    "UnreadableCopy": "errors",
    "json_schema": "record",
    "load_record": "reader",
    "read_records": "reader",
    "refine": "refine",
    "trace": "refine",
}


class _Package(ModuleType):
    """A public name is fetched when it is asked for: `copydesk status` wants an error class, and no reader and no grammar."""

    def __getattr__(self, name: str) -> object:
        if name not in _HOME:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{self.__name__}.{_HOME[name]}"), name)

    def __setattr__(self, name: str, value: object) -> None:
        """Python binds a module that was loaded to its package; `pipeline.refine` is the verb, not the module of that name."""
        super().__setattr__(name, getattr(value, name) if name == "refine" else value)


sys.modules[__name__].__class__ = _Package
