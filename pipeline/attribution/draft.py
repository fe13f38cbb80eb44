"""One contact as it comes together, line by line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.attribution import agencies
from pipeline.attribution.places import is_first_name
from pipeline.record import Contact


@dataclass
class Draft:
    """What has been read of one contact. `vouched`: the wording says that the name is a person's, with nothing else beside it."""

    role: str | None = None  # of the block's heading
    vouched: bool = False
    names: list[str] = field(default_factory=list)  # lines that could be the name; a company's can look the same
    titled: str | None = None  # the name that a title follows
    title: str | None = None
    email: str | None = None
    phone: str | None = None

    @property
    def waits_for_title(self) -> bool:
        """True straight below a name: 'Media Relations' there is a title and no heading."""
        return bool(self.names) and not (self.title or self.email or self.phone)

    def is_another(self, name: str | None, emails: Sequence[str]) -> bool:
        """Does a line with this name or address begin the next contact?"""
        complete = bool(self.email or self.phone)
        return (bool(name) and complete and not self._belongs(name)) or (bool(emails) and self.email is not None)

    def add(self, name: str | None, title: str | None, email: str | None, phone: str | None) -> None:
        if name:
            self.names.append(name)
        if title and self.title is None:
            self.title, self.titled = title, name or (self.names[-1] if self.names else None)
        self.email = self.email or (email.rstrip(".") if email else None)
        self.phone = self.phone or phone

    def close(self) -> Iterator[Contact]:
        """The contact, where there is a way to reach it or the wording vouches for the name."""
        name = self._name()
        if self.email or self.phone or (self.vouched and name):
            yield Contact(name=name, email=self.email, phone=self.phone, role=self.title or self.role)

    def _belongs(self, name: str | None) -> bool:
        """A name below the address that made it: 'a.quill@example.org' and then 'Ada Quill' are one contact."""
        return not self.names and bool(name and self.email and _signs(name, self.email.partition("@")[0]))

    def _name(self) -> str | None:
        local, _, domain = (self.email or "").partition("@")
        signed = next((name for name in self.names if _signs(name, local)), None)
        if signed or self.titled:
            return signed or self.titled
        left = [name for name in self.names if not (_is_called_as(name, domain) or agencies.named(name.split()[0]))]
        known = [name for name in left if is_first_name(name.split()[0])]
        if len(left) > 1 and len(known) == 1:
            return known[0]
        return left[0] if len(left) == 1 else None


def _signs(name: str, local: str) -> bool:
    """Is a word of the name in the address's own part: 'aquill' of Ada Quill?"""
    address = _folded(local)
    return any(len(word) > 2 and word in address for word in map(_folded, name.split()))


def _is_called_as(name: str, domain: str) -> bool:
    """'Ferry Works' and 'ferryworks.example' are one company."""
    joined = _folded(name)
    return bool(domain) and (joined in _folded(domain) or _folded(name.split()[0]) == _folded(domain.split(".")[0]))


def _folded(text: str) -> str:
    """Letters only, without accents, in lower case."""
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", text).casefold())
