"""Whom to ask: names, addresses and numbers out of contact lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

import re2

from pipeline.attribution.names import person
from pipeline.document import Finding
from pipeline.record import Contact

_EMAIL: Final = re2.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE: Final = re2.compile(r"\+?\(?\d[\d ()./-]{6,18}\d")
_PAIR: Final = re2.compile(r"(?:^|\b(?:to|and|,)\s+)([^,;:@]{3,40}?)(?:\s+at|,|:)?\s+<?([\w.+-]+@[\w-]+(?:\.[\w-]+)+)")
_PARTS: Final = re2.compile(r"[,:;|/•()<>]| at ")
_LONGEST_ROLE: Final = 60  # characters


def contacts_of(findings: Iterable[Finding]) -> tuple[Contact, ...]:
    """The people of each block of contact lines: a name with the role, number and address that stand by or below it."""
    found: list[Contact] = []
    for is_contact, block in groupby(findings, key=lambda finding: finding.span.label == "contact"):
        if is_contact:
            found += _people(finding.text for finding in block)
    return tuple(dict.fromkeys(found))


def _people(lines: Iterable[str]) -> Iterator[Contact]:
    held: dict[str, str] = {}
    for line in lines:
        pairs = _PAIR.findall(line)
        if len(pairs) > 1:  # 'Write to A at a@x.example and B at b@x.example'
            yield from (Contact(name=person(name.strip()), email=email.rstrip(".")) for name, email in pairs)
            continue
        for key, value in _facts(line, has_name="name" in held).items():
            if key in held and key in ("name", "email"):
                yield Contact(**held)
                held = {}
            held.setdefault(key, value)
    if held.keys() & {"email", "phone"}:
        yield Contact(**held)


def _facts(line: str, has_name: bool) -> dict[str, str]:
    """What one line says: {"name": ..., "phone": ..., "email": ..., "role": ...}; a role only below a name."""
    found: dict[str, str] = {}
    parts = [part.strip(" -–—*#") for part in _PARTS.split(line) if part]
    name = next((name for part in parts if (name := person(part))), None)
    email, phone = _EMAIL.search(line), _PHONE.search(line)
    if name:
        found["name"] = name
    if email:
        found["email"] = email.group(0)
    if phone:
        found["phone"] = phone.group(0).strip()
    if not found and has_name and len(line) <= _LONGEST_ROLE and not line.rstrip().endswith(":"):
        found["role"] = line
    return found
