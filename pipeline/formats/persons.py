"""Names as archives write them: 'QUILL, Ada', 'Quill, Ada' -> 'Ada Quill', where the format says that somebody is named."""

from __future__ import annotations

import re
from typing import Final

_FIRST: Final = r"[^\W\d_a-z][\w'’-]*\.?(?: (?:[^\W\d_a-z][\w'’-]*\.?|[a-z]{1,3}(?= ))){0,2}"
_PARTICLE: Final = r"(?:(?i:van|von|de|del|della|di|du|la|le|der|den|ten|ter|af|al|el|bin|ibn|mc|mac|st\.?) ){0,3}"
_INVERTED: Final = re.compile(rf"({_PARTICLE}[^\W\d_a-z][\w'’-]+), ({_FIRST})")
# Two words of a surname only where capitals tell that both are: "LIND BERG, Ada"; "Lind Berg, Reuters" may be two things.
_IN_CAPITALS: Final = re.compile(rf"([^\W\d_a-z][^\W\d_a-z'’-]+(?:[ -][^\W\d_a-z'’-]{{2,}}){{0,3}}), ({_FIRST})")
# What stands behind a name and is no first one: "Quill, Jr.", "Lind, MD".
_BEHIND: Final = re.compile(
    r"(?:jr|sr|ii|iii|iv|ph\.?d|m\.?d|esq|dr|mba|rn|cpa|staff|reuters|ap|afp|editor|reporter|correspondent)\b\.?", re.I
)
_INITIALS: Final = 2  # characters


def upright(name: str, in_capitals: bool = False) -> str:
    """'QUILL, Ada' -> 'Ada QUILL'; what is no such name as it is. `in_capitals`: only where the surname is, for a line
    that need not be a name ("Quill, Brill").
    """
    found = _IN_CAPITALS.fullmatch(name) or (None if in_capitals else _INVERTED.fullmatch(name))
    if found is None or _BEHIND.match(found.group(2)):
        return name
    is_in_capitals = found.group(2).isupper() and len(found.group(2)) > _INITIALS  # "LONDON, ENGLAND"
    return name if in_capitals and is_in_capitals else f"{found.group(2)} {found.group(1)}"
