"""Whom to ask: names, titles, addresses and numbers out of contact lines.

A block runs from its heading ("Media Contact:") over the lines below it. In it a company looks like a person ("Ferry Works"):
of several lines that could be a name, the address or a title decides, and where nothing does there is no name.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import Final

from pipeline.attribution.draft import Draft
from pipeline.attribution.names import person
from pipeline.document import Finding
from pipeline.record import Contact

_LONGEST: Final = 400  # characters of a line that are looked at
_LONGEST_ROLE: Final = 80
_EMAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_PHONE: Final = re.compile(r"(?<![\w@./-])\+?\(?\d[\d ()./-]{6,18}\d(?: ?(?:ext\.?|extension|x) ?\d{1,5})?(?![\w@])")
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}")
_FAX: Final = re.compile(r"\b(?:tele)?fax\b\W*\Z|\bF:\s*\Z", re.IGNORECASE)
_URL: Final = re.compile(r"(?:https?://|www\.)\S+")
_LABEL: Final = re.compile(
    r"\b(?:tel(?:[eé](?:ph|f)on[eo]?|efon|efoon)?|tél|phone|ph|fon|fax|mob(?:ile?)?|cell|handy|office|direct|e-?mail|mail|courriel|correo|e-post)\b\.?\s*:?",
    re.IGNORECASE,
)
_LEAD_IN: Final = re.compile(
    r"\b(?:please|contact(?:ez|er|ar)?|contattare|kontaktieren Sie|kontakta|wenden Sie sich(?: bitte)? an|write to|call|follow|to"
    r"|and|und|et|och|og)\s+(?=[A-ZÀ-Þ])",
    re.IGNORECASE,
)
_APART: Final = re.compile(r"\s*[,;|/•·()<>–—:\n]\s*|\s+(?:-|at|in|on)\s+|\s*\Z")
_REACHED: Final = re.compile(
    r"(?P<name>[^,;:@]{3,60}?) (?:can|may) be (?:reached|contacted|followed)\b|Follow (?P<name2>[^,;:@]{3,60}?) (?:on|at)\b"
)
_HEADING: Final = re.compile(r"[-*•#\s]*(?P<words>[^:@\d]{2,100}?)\s*(?::|–(?=\s)|-(?=\s)|\Z)\s*(?P<rest>.*)", re.DOTALL)
_COLUMNS: Final = re.compile(r"\t+| {3,}")


def contacts_of(findings: Iterable[Finding]) -> tuple[Contact, ...]:
    """The people of each block of contact lines, in order: each with the title, number and address that stand by or below it."""
    findings = list(findings)
    if not any(finding.span.label == "contact" for finding in findings):
        return ()
    found: list[Contact] = []
    for is_contact, block in groupby(findings, key=lambda finding: finding.span.label == "contact"):
        if is_contact:
            found += _people(_in_columns([line[:_LONGEST] for finding in block for line in finding.text.split("\n")]))
    return tuple(dict.fromkeys(found))


def _in_columns(lines: list[str]) -> list[str]:
    """Two people side by side, one below the other: where two lines or more fall into two columns."""
    split = [_COLUMNS.split(line.strip()) for line in lines]
    if sum(len(columns) == 2 for columns in split) < 2:
        return lines
    left = [columns[0] for columns in split]
    return [*left, *(columns[1] for columns in split if len(columns) == 2)]


def _people(lines: Iterable[str]) -> Iterator[Contact]:
    draft = Draft()
    for line in lines:
        heading, rest = _heading(line)
        if heading and not (draft.waits_for_title and not rest):
            yield from draft.close()
            draft = Draft(role=_role_of(heading), vouched=bool(rest))
            line = rest
        emails = _EMAIL.findall(line)
        if len(emails) > 1:
            yield from draft.close()
            yield from _pairs(line, draft.role)
            draft = Draft(role=draft.role)
        elif reached := _REACHED.match(line):
            yield from draft.close()
            name = person(reached["name"] or reached["name2"])
            draft = Draft(names=[name] if name else [], email=next(iter(emails), None), vouched=True)
        else:
            name, title, phone = _name_in(line), _title_in(line), _phone_in(line)
            if draft.is_another(name, emails):
                yield from draft.close()
                draft = Draft(role=draft.role)
            draft.add(name, title, next(iter(emails), None), phone)
    yield from draft.close()


def _pairs(line: str, role: str | None) -> Iterator[Contact]:
    """'Write to A at a@x.example and B at b@x.example', 'A in Brill at a@x.example; B at b@x.example'."""
    position = 0
    for email in _EMAIL.finditer(line):
        yield Contact(name=_name_in(line[position : email.start()], last=True), email=email.group().rstrip("."), role=role)
        position = email.end()


def _heading(line: str) -> tuple[str | None, str]:
    """'Media Contact: Ada Quill' -> ("Media Contact", "Ada Quill"); (None, line) where the line is no heading."""
    found = _HEADING.match(line)
    kinds = _kinds(found["words"]) if found else set()
    if not found or kinds.isdisjoint(_words("heading")) or (found.end("words") == len(line.strip()) and len(kinds) > 4):
        return None, line
    return found["words"], found["rest"]


def _role_of(heading: str) -> str | None:
    kinds = _kinds(heading)
    staff = next((role for role in _words("newsroom") if {role, f"{role}s"} & kinds), None)
    if staff and "note" not in kinds:
        return staff if len(kinds) > 1 else heading
    return heading if not kinds.isdisjoint(_words("telling")) and len(kinds) <= 4 else None


def _parts(line: str) -> list[str]:
    """What stands between commas and the like, without addresses, numbers and their labels."""
    bare = _LABEL.sub(",", _URL.sub(",", _PHONE.sub(",", _EMAIL.sub(",", line))))
    parts = (part.strip(" -–—*#.\t").strip() for part in _APART.split(_LEAD_IN.sub(",", bare)))  # "\x1f" is a blank too
    return [part for part in parts if part]


def _name_in(line: str, last: bool = False) -> str | None:
    parts = [part for part in _parts(line) if not _is_title(part) and part.casefold().split()[-1] not in _words("company")]
    names = [name for part in (reversed(parts) if last else parts) if (name := person(part))]
    return names[0] if names else None


def _title_in(line: str) -> str | None:
    return next((part for part in _parts(line) if len(part) <= _LONGEST_ROLE and _is_title(part)), None)


def _is_title(part: str) -> bool:
    kinds = part.casefold().replace("/", " ").split()
    return len(kinds) <= 9 and not _words("title").isdisjoint(kind.strip(".,&") for kind in kinds)


def _phone_in(line: str) -> str | None:
    """The first number that is neither a date nor a fax's."""
    without = _EMAIL.sub(" ", _URL.sub(" ", line))
    numbers = (found for found in _PHONE.finditer(without) if not _DATE.fullmatch(found.group().strip()))
    return next((found.group().strip() for found in numbers if not _FAX.search(without[: found.start()])), None)


def _kinds(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", text.casefold()))


@cache
def _words(key: str) -> frozenset[str]:
    lists = tomllib.loads((files(__package__) / "contacts.toml").read_text("utf-8"))
    return frozenset(word.strip() for word in lists[key].replace("\n", " ").split("|"))
