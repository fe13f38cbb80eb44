"""What somebody does and for whom, in one phrase: "AP Political Correspondent", "Librarian with Halden County Library"."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.attribution import agencies, cues
from pipeline.attribution.houses import in_title_case, is_place
from pipeline.attribution.words import bare, words

_LEARNED = ("ologist", "ographer", "ician", "iatrist")  # as no list could hold them


class Affiliation(NamedTuple):
    """What one phrase beside a name tells; None for what it does not."""

    organization: str | None = None
    role: str | None = None
    location: str | None = None


def read(text: str, loose: bool) -> Affiliation | None:
    """The role that the whole text is, with the house and the place that it names; None where it is no role.

    Where `loose` any calling is a role ("Librarian", "a professor at ..."), else only those of a newsroom.
    """
    parts = text.split()
    kinds = [bare(part) for part in parts]
    lists = words()
    at = _noun(kinds, lists.roles if loose else lists.newsroom | lists.units)
    if at is None:
        return None
    rest = " ".join(parts[at + 1 :])
    if kinds[at] in lists.units:  # "Halden Denver Bureau" is a house
        return _with_rest(" ".join(parts[: at + 1]), "", rest, loose)
    house, role = _apart(parts[: at + 1], kinds)
    if house.casefold() in lists.whose or is_place(house):
        return _with_rest("", f"{house} {role}", rest, loose)
    if bare(house) in lists.both_ways:  # "New Scientist"
        return None
    if not house or agencies.is_organization(house) or in_title_case(house):
        return _with_rest(house, role, rest, loose)
    return _with_rest("", f"{house} {role}", rest, loose) if loose and kinds[0] in lists.whose else None


def _noun(kinds: list[str], nouns: frozenset[str]) -> int | None:
    """Where the role's own noun stands: the last of "Writer and Editor", the one before "at" in "Editor at The Sun"."""
    lists = words()
    found = None
    for at, kind in enumerate(kinds):
        following = kinds[at + 1] if at + 1 < len(kinds) else None
        if (kind in nouns or kind.endswith(_LEARNED)) and (
            following is None or following in lists.behind_noun or following in lists.behind_role
        ):
            found = at
            if following not in lists.joining:
                break
    return found


def _apart(parts: list[str], kinds: list[str]) -> tuple[str, str]:
    """A phrase that ends with the role's noun as house and role: "AP Science Writer" -> "AP", "Science Writer"."""
    lists = words()
    start = len(parts) - 1
    while start and (kinds[start - 1] in lists.beats or kinds[start - 1] in lists.roles or kinds[start - 1] in lists.joining):
        start -= 1
    for cut in range(start - 1, 0, -1):  # "PA Scotland Correspondent"
        if is_place(" ".join(parts[cut:start])) and agencies.named(" ".join(parts[:cut])):
            start = cut
            break
    if start and kinds[start] == "news" and agencies.is_organization(" ".join(parts[: start + 1])):  # "Bay News reporter"
        start += 1
    return " ".join(parts[:start]), " ".join(parts[start:])


def _with_rest(house: str, role: str, rest: str, loose: bool) -> Affiliation | None:
    """The role with what follows it: a house behind "at", a place behind "in", anything at all where `loose`."""
    first, _, more = rest.partition(" ")
    if bare(first) in words().behind_role:  # "enviada especial"
        return _with_rest(house, f"{role} {first}", more, loose)
    role = role.strip()
    if not rest:
        return Affiliation(house or None, role or None)
    if (found := cues.before_place().match(rest)) and is_place(rest[found.end() :]):
        return Affiliation(house or None, role or None, rest[found.end() :])
    if found := cues.behind_role().match(rest):
        behind = rest[found.end() :]
        # "Editor of The Courier" names a house, "Professor of Law" does not.
        if agencies.is_organization(behind) or (in_title_case(behind) and not rest.startswith("of ")):
            return Affiliation(behind, role or None)
    if loose and len(rest.split()) <= 8 and not rest.endswith((".", "!", "?")):
        return Affiliation(house or None, f"{role} {rest}".strip())
    return None
