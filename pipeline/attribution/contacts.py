"""Whom to ask: names, addresses and numbers out of contact lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import re2

from pipeline.attribution.names import person
from pipeline.record import Contact

_EMAIL: Final = re2.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE: Final = re2.compile(r"\+?\(?\d[\d ()./-]{6,18}\d")
_PAIR: Final = re2.compile(r"(?:^|\b(?:to|and|,)\s+)([^,;:@]{3,40}?)(?:\s+at|,|:)?\s+<?([\w.+-]+@[\w-]+(?:\.[\w-]+)+)")


def contacts_of(lines: Iterable[str]) -> tuple[Contact, ...]:
    """One contact a name and address that stand together, else one a line with an address or a number."""
    found: list[Contact] = []
    for line in lines:
        pairs = [(person(name.strip()), email.rstrip(".")) for name, email in _PAIR.findall(line)]
        if pairs:
            found += [Contact(name=name, email=email) for name, email in pairs]
            continue
        email, phone = _first(_EMAIL, line), _first(_PHONE, line)
        if email or phone:
            found.append(Contact(name=_name_in(line), email=email, phone=phone))
    return tuple(dict.fromkeys(found))


def _first(pattern: re2._Regexp, line: str) -> str | None:
    match = pattern.search(line)
    return match.group(0).rstrip(".") if match else None


def _name_in(line: str) -> str | None:
    """'Media contact: Jane Doe, +1 555 0100' -> 'Jane Doe'."""
    parts = line.replace(":", ",").replace(";", ",").replace("|", ",").split(",")
    return next((name for part in parts if (name := person(part.strip()))), None)
