"""Collects who signs: the names in order, and what is told of each."""

from __future__ import annotations

from pipeline.attribution.roles import Affiliation
from pipeline.record import Author

_PASS_ON = frozenset({"tns", "mct", "krt", "tribune news service", "tribune content agency"})  # "(TNS) Brill Courier"


class Signature:
    """The names of a byline with what stands beside them; what stands behind several names belongs to each of them.

    `loose` where a "By" vouches for the line. The methods that add always return True, so that one can end a reader.
    """

    def __init__(self, loose: bool) -> None:
        self.loose = loose
        self.names: list[str] = []
        self.houses: list[str] = []
        self._facts: list[dict[str, str]] = []
        self._open = 0  # the first name that the next affiliation belongs to
        self._told = False  # an affiliation has been told since the last name
        self._shared: Affiliation | None = None  # what holds for the next names too: "Xinhua writers Ada Quill, Peter Vance"

    def sign(self, names: tuple[str, ...], beside: Affiliation | None = None, shared: bool = False) -> bool:
        """Add names, and what is told of them; what is `shared` is told of those that follow as well."""
        if self._told:
            self._open, self._told = len(self.names), False
        self.names += names
        self._facts += [{} for _ in names]
        self._shared = beside if shared else self._shared
        told = beside or self._shared
        return self.tell(told) if told else True

    def tell(self, beside: Affiliation) -> bool:
        """Add what is told of the names before."""
        self._told = bool(self.names)
        if beside.organization:
            self.houses.append(beside.organization)
        for facts in self._facts[self._open :]:
            for key, value in beside._asdict().items():
                if value and (key not in facts or facts[key].casefold() in _PASS_ON):
                    facts[key] = value
        return True

    def join(self, other: Signature) -> bool:
        """Add what another one holds; a house without a name is told of the names here ("Ada Quill, AFP und dpa")."""
        if not other.names:
            return self.tell(Affiliation(organization=other.houses[0]))
        self.sign(tuple(other.names))
        for facts, known in zip(self._facts[-len(other.names) :], other._facts, strict=True):
            facts.update(known)
        self.houses += other.houses
        self._told = other._told
        return True

    def share_places(self) -> bool:
        """A place holds for the bare names before it: "A and B in Oslo and C in Bergen"."""
        place: str | None = None
        for facts in reversed(self._facts):
            place = facts.get("location", place if not facts else None)
            if place and not facts:
                facts["location"] = place
        return True

    def leave_out_last(self) -> bool:
        """The last name is nobody's who wrote: "B (Fotos)"."""
        self.names.pop()
        self._facts.pop()
        return True

    @property
    def is_told(self) -> bool:
        """Has something been told of the last name?"""
        return self._told

    def add_suffix(self, suffix: str) -> bool:
        """Add a "Jr." that a comma has parted from its name."""
        self.names[-1] += f" {suffix}"
        return True

    def authors(self, emails: list[str]) -> tuple[Author, ...]:
        """The authors; addresses go to them in order where there is one each."""
        posts = emails if len(emails) == len(self.names) else [None] * len(self.names)
        signed = zip(self.names, posts, self._facts, strict=True)
        return tuple(Author(name=name, email=email, **facts) for name, email, facts in signed)
