"""One piece of a byline, between two commas or bars: names, what stands beside names, or both in one."""

from __future__ import annotations

import re

from pipeline.attribution import affiliation, agencies, cues
from pipeline.attribution.casing import shouts
from pipeline.attribution.houses import in_title_case, is_city, is_paper, is_wires
from pipeline.attribution.names import people
from pipeline.attribution.places import is_first_name
from pipeline.attribution.roles import Affiliation
from pipeline.attribution.signature import Signature
from pipeline.attribution.words import bare, words

OTHERS = re.compile(r"(?:\d+|two|three|four|five|six|seven|several|many)? ?(?:others|more|colleagues)", re.IGNORECASE)
_AND = re.compile(r"\s+(?:(?:and|&|und|et|y|e|en|och|og|AND|UND|ET|Y|E)\s+)+")
_LONGEST_PAPER = 4  # words
_SECTIONS = frozenset({
    "news", "local", "sports", "opinion", "features", "breaking", "latest", "top", "stories", "blog", "entertainment",
    "lifestyle", "community",
})  # fmt: skip
_HIS_HOUSE = re.compile(r"(.{2,60}?)['’]s?\s+(?=\S)")


def take(signature: Signature, piece: str, listed: bool = False, below: bool = False) -> bool:
    """Add to the signature what the piece tells; False where it is not understood.

    A piece of its own is sooner a house ("Halden Courier Staff Writer"), one `listed` with "and" sooner a name with its house;
    what stands on a line `below` the names, or behind a role, is a house where its last word is one's ("Marlow Valley Echo").
    """
    lists, kind = words(), bare(piece)
    if signature.names and cues.told_text().fullmatch(piece):
        return True
    if signature.names and cues.told_picture().fullmatch(piece):
        return signature.leave_out_last()
    if signature.names and not listed and _ends_as_paper(piece, beside=below or signature.is_told):
        return signature.tell(Affiliation(organization=piece))
    if signature.names and kind in lists.suffixes:
        return signature.add_suffix(piece)
    if signature.names and (_is_section(piece) or (kind in lists.credentials and not agencies.named(piece))):
        return True
    if signature.names and (told := affiliation.known(piece)):
        return signature.tell(told)
    if kind.rsplit(" ", 1)[-1] not in lists.never and _names(signature, piece):
        return True
    if signature.names and not listed and (told := affiliation.read(piece, signature.loose)):
        return signature.tell(told)
    if signature.names and is_wires(piece):
        return True
    return any(reader(signature, piece) for reader in (_several, _with_beside, _run_together, _house_first, _beside))


def _is_section(piece: str) -> bool:
    """A page's section behind its date: "by Ada Quill | Mar 3, 2026 | Local News"."""
    return all(bare(part) in _SECTIONS for part in piece.split())


def _ends_as_paper(piece: str, beside: bool) -> bool:
    """Is it a newspaper's name: "Brill Courier", and "Brill Post" where it is surely `beside` names and no name itself?"""
    parts = piece.split()
    if (
        len(parts) < 2
        or _is_section(piece)
        or not in_title_case(piece)
        or cues.before_house().match(piece)
        or not is_paper(parts[-1])
    ):
        return False
    if not beside and not (len(parts) <= _LONGEST_PAPER and all(map(_may_name_a_paper, parts))):
        return False
    surname = bare(parts[-1]) in words().both_ways and (not beside or (len(parts) == 2 and is_first_name(parts[0])))
    return not surname and parts[0][0].isupper() and not is_paper(parts[0])


def _may_name_a_paper(word: str) -> bool:
    """As no word of "Librarian with Halden County Library" and of "Local Reporter" does."""
    return word[0].isupper() and bare(word) not in words().roles


def _names(signature: Signature, piece: str) -> bool:
    names = people(piece)
    if names and any(name.count(" ") > 1 for name in names) and (apart := _house_apart(piece)) and (fewer := people(apart[0])):
        return signature.sign(fewer, apart[1])
    return names is not None and signature.sign(names)


def _house_apart(piece: str) -> tuple[str, Affiliation] | None:
    """Cut a house or a place off what reads as a name of three words: "Ada Quill Reuters", "Ada Quill New York"."""
    parts = piece.split()
    for count in range(1, min(4, len(parts) - 1)):
        name, last = " ".join(parts[:-count]), " ".join(parts[-count:])
        if "." in parts[-count - 1]:
            continue
        if (agencies.named(last) or (count > 1 and is_paper(last))) and not is_first_name(parts[-count]):
            return name, Affiliation(organization=last)
        if (count > 1 or (shouts(last) and not shouts(parts[0]))) and is_city(parts[-count:]):
            return name, Affiliation(location=last)
    return None


def _several(signature: Signature, piece: str) -> bool:
    """Read "Ada Quill in Brill and Peter Vance in Halden", "Ada Quill and agencies"."""
    halves = _AND.split(piece)
    if len(halves) < 2:
        return False
    trial = Signature(signature.loose)
    if not all(OTHERS.fullmatch(half) or _is_wires(half) or take(trial, half, listed=True) for half in halves):
        return False
    trial.share_places()
    return bool(trial.names or (signature.names and trial.houses)) and signature.join(trial)


def _is_wires(half: str) -> bool:
    """As "agencies" and "Courier wire services"."""
    return is_wires(half) or is_wires(half.partition(" ")[2])


def _with_beside(signature: Signature, piece: str) -> bool:
    """Read "Ada Quill of The Courier", "Ada Quill Political Editor for The Courier"."""
    found = cues.between().search(piece)
    told = affiliation.read(piece[found.start() :], signature.loose, guess=signature.loose) if found else None
    if found is None or told is None:
        return False
    trial = Signature(signature.loose)
    return take(trial, piece[: found.start()], listed=True) and bool(trial.names) and trial.tell(told) and signature.join(trial)


def _run_together(signature: Signature, piece: str) -> bool:
    """Read name and house with nothing between: "ADA QUILL Halden Courier", "Ada Quill Staff Writer", "Ada Quill BBC News"."""
    parts = piece.split()
    for at in _cuts(parts):
        names = people(" ".join(parts[:at]))
        told = affiliation.read(" ".join(parts[at:]), guess=shouts(parts[0]) and not shouts(parts[at])) if names else None
        if names and told and not _is_staff_of_paper(parts[at - 1], told):
            return signature.sign(names, told)
    return False


def _is_staff_of_paper(before: str, told: Affiliation) -> bool:
    """As "Kestrel Post Staff", which reads as Ms Post of the staff."""
    return told.role is not None and told.role.casefold() == "staff" and is_paper(before)


def _cuts(parts: list[str]) -> list[int]:
    """Where a name may end and a house begin: where capitals end or begin, before a known house, before a role."""
    cuts = range(2, min(len(parts), 8, _end_of_names(parts) + 1))
    loud = [shouts(part) for part in parts]
    changes = [at for at in cuts if loud[at] != loud[at - 1] and parts[at][0].isupper() and len(parts[at - 1]) > 2]
    told = {at: beside for at in cuts if (beside := affiliation.read(" ".join(parts[at:])))}
    housed = [at for at, beside in told.items() if is_paper(beside.organization or "") or parts[at].casefold() == "the"]
    roles = [at for at, beside in told.items() if beside.role and not beside.organization]
    return [*changes[:1], *housed, *roles]


def _end_of_names(parts: list[str]) -> int:
    """Where the first word stands that is in nobody's name."""
    lists = words()
    may = (lists.honorifics, lists.particles, lists.joining, lists.linkers)
    never = ((at, bare(part)) for at, part in enumerate(parts) if at and "." not in part)
    return next((at for at, kind in never if kind in lists.never and not any(kind in known for known in may)), len(parts))


def _house_first(signature: Signature, piece: str) -> bool:
    """Read "staff writer Ada Quill", "Xinhua correspondent Ada Quill", "CNN's Ada Quill"."""
    if (found := _HIS_HOUSE.match(piece)) and agencies.is_organization(found[1]) and (names := people(piece[found.end() :])):
        return signature.sign(names, Affiliation(organization=found[1]))
    parts = piece.split()
    for at in range(1, len(parts) - 1):
        if bare(parts[at - 1]) in words().newsroom and (names := people(" ".join(parts[at:]))):
            told = affiliation.read(" ".join(parts[:at]), signature.loose)
            return told is not None and signature.sign(names, told, shared=bare(parts[at - 1]).endswith("s"))
    return False


def _beside(signature: Signature, piece: str) -> bool:
    if not (signature.loose or signature.names):
        return False  # a bare line that opens with a house is no signature
    guess = signature.loose and bool(signature.names) and not any(people(half) for half in _AND.split(piece))
    told = affiliation.read(piece, signature.loose, guess)
    return told is not None and signature.tell(told)
