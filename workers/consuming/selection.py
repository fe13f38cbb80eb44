"""Which records somebody wants: by agency, status and language."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, get_args

from pipeline.document import Status
from pipeline.record import Record

STATUSES: Final[tuple[str, ...]] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Selection:
    """Nothing named: all. An agency is named by its id, a language by a tag or the beginning of one: "en" takes "en-GB"."""

    agencies: Collection[str] = ()
    statuses: Collection[str] = ()
    languages: Collection[str] = ()

    def takes(self, record: Record) -> bool:
        """True where the record is one of those."""
        agency = record.agency.id if record.agency else None
        return (
            (not self.agencies or agency in self.agencies)
            and (not self.statuses or record.status in self.statuses)
            and (not self.languages or any(_begins(record.language, tag) for tag in self.languages))
        )


def _begins(language: str | None, tag: str) -> bool:
    """Basic filtering of language tags (RFC 4647, section 3.3.1)."""
    return f"{language or ''}-".casefold().startswith(f"{tag}-".casefold())


def check_statuses(statuses: Collection[str]) -> None:
    """Raises ValueError for a status that no record has."""
    if unknown := sorted(set(statuses) - set(STATUSES)):
        raise ValueError(f"{', '.join(unknown)}: no such status; there are {', '.join(STATUSES)}")
