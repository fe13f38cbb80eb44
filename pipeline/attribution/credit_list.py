"""A list of contributors: who, where, and by which verb.

"Ada Brindle and Tom Holt in Oslo and Ines Ro in Salvo, Texas, contributed to this report" is read from left to right as
groups: names, perhaps a verb, perhaps a place, which holds for every name of its group.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, NamedTuple

from pipeline.attribution.agencies import named
from pipeline.attribution.credit_grammar import Language, lists
from pipeline.attribution.credit_names import Someone, someone
from pipeline.attribution.credit_tokens import Token, tokens
from pipeline.attribution.places import is_place, is_region
from pipeline.record import Credit, Role

_MOST_TOKENS: Final = 250  # pieces of one list; a page of names has fewer
_WORD: Final = r"[A-ZÀ-ÖØ-Þ’'][\w’'./]*"
_SMALL: Final = "of|the|de|del|do|da|dos|das|du|di|la|le|las|los|el|al|upon|on|sur|am|an|der|den|en"
_SIDE: Final = (
    "near|outside|aboard|on board|northern|southern|eastern|western|central|north|south|east|west|rural|suburban|downtown"
)
_PLACE: Final = re.compile(rf"(?:(?:{_SIDE}) ){{0,2}}(?:the )?{_WORD}(?:(?: (?:{_SMALL})){{0,2}}[ -]{_WORD}){{0,5}}")
_ALL_OF: Final = re.compile(r"(?:(?:all|both|each) )?of ((?:the |The )?[A-ZÀ-ÖØ-Þ].+)")
_DOTTED: Final = re.compile(r"(?:[A-Z]\.)+[A-Z]")
_CAPITALS: Final = re.compile(r"[^\W\da-z_]{2,}")


@dataclass(slots=True)
class Group:
    """Names, the roles that verbs gave them, and where they were."""

    people: list[Someone] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    at: str = ""  # the preposition before the place
    place: tuple[int, int] | None = None
    needs_place: bool = False
    is_closed: bool = False


class Listing(NamedTuple):
    """The credits of a list. `is_sure`: somebody in it is a full name, a known outlet or openly nobody, not just a word."""

    credits: tuple[Credit, ...]
    is_sure: bool


def read_list(text: str, language: Language, roles: Sequence[Role] = ()) -> Listing | None:
    """The credits if all of the text is a list of contributors, else None.

    `roles` are those of the words before the list; without them a verb in the list must say what was done.
    """
    groups = _Reader(text, language).groups()
    if groups is None or not _gave_roles(groups, roles):
        return None
    everyone = [(who, group) for group in groups for who in group.people]
    has_person = any(who.kind == "person" for who, _ in everyone)
    if not all(_may(who, group, has_person) for who, group in everyone):
        return None
    found = [_credit(who, role, group, text) for who, group in everyone if who.kind != "nobody" for role in group.roles]
    return Listing(tuple(found), any(who.kind in ("person", "outlet", "nobody") for who, _ in everyone))


def _may(who: Someone, group: Group, has_person: bool) -> bool:
    """A paper that "reported from" a place stands in a sentence of the story; but an agency may have "contributed".

    A stranger among persons is one more person, whose surname is an ordinary word: "Ada Weeks".
    """
    if not group.needs_place or who.kind in ("person", "surname", "nobody"):
        return True
    if who.kind == "stranger":
        return has_person
    return group.roles == ["contribution"] and named(who.name) is not None


def _is_placed(group: Group) -> bool:
    """A verb that needs a place has one; "Ada Brindle contributed" is enough, "Brindle" and "The team contributed" is sport."""
    if group.place or not group.needs_place:
        return True
    return group.roles == ["contribution"] and all(who.kind not in ("surname", "nobody") for who in group.people)


def _credit(who: Someone, role: Role, group: Group, text: str) -> Credit:
    where = who.location or (text[slice(*group.place)] if group.place and who.kind != "outlet" else None)
    return Credit(role=role, name=who.name, organization=who.organization, location=_quiet(where) if where else None)


def _quiet(place: str) -> str:
    """A place in its true case ("SALVO, TEXAS"), with the full stop that ended the sentence as well ("Washington, D.C")."""
    last = place.rpartition(" ")[2]
    if last.lower() in lists().short_regions or _DOTTED.fullmatch(last):
        place += "."
    shouts = place.isupper() and max(map(len, place.split())) > 3
    return _CAPITALS.sub(lambda word: word.group().capitalize(), place) if shouts else place


def _gave_roles(groups: list[Group], roles: Sequence[Role]) -> bool:
    """Every group gets roles: its own verb's, those of the words before the list, or those of its neighbour's verb.

    Behind a verb, a group with the same preposition shares it ("A reported from Oslo, B from Bergen"); others share the
    next one ("A in Oslo and B in Bergen contributed").
    """
    shared: Group | None = None
    for number, group in enumerate(groups):
        if group.roles:
            shared = group
        elif roles:
            group.roles = list(roles)
        elif shared and group.at and group.at == shared.at:
            group.roles, group.needs_place = shared.roles, shared.needs_place
        else:
            group.roles = next((later.roles for later in groups[number:] if later.roles), [])
    return all(group.roles and _is_placed(group) for group in groups)


class _Reader:
    """Reads one list from left to right into its groups."""

    def __init__(self, text: str, language: Language) -> None:
        self.crowd = language.crowd
        self.tokens = list(islice(tokens(text, language), _MOST_TOKENS + 1))
        self.is_parted = any(token.text == ";" for token in self.tokens)
        self.read: list[Group] = [Group()]
        self.last: Someone | None = None
        self.behind = ""  # the separator that stood last

    def groups(self) -> list[Group] | None:
        """The groups, or None where something in the text has no place in a list."""
        if len(self.tokens) > _MOST_TOKENS:
            return None
        for number, token in enumerate(self.tokens):
            if token.kind == "apart":
                self.behind = ";" if ";" in (token.text, self.behind) else token.text
                self.read[-1].is_closed |= self.behind == ";"
            elif self._took(number, token):
                self.behind = ""
            else:
                return None
        is_whole = self.read[-1].people and all(group.place or not group.at for group in self.read)
        return self.read if is_whole else None

    def _took(self, number: int, token: Token) -> bool:
        group = self.read[-1]
        if token.kind == "words" and group.at and group.place is None:
            group.place = (token.start, token.end)
            return not self.behind and bool(_PLACE.fullmatch(token.text))
        if token.kind == "words":
            return self._took_place(number, token, group) or self._took_name(token, group)
        if token.kind == "verb":
            group.roles.append(token.role)
            group.needs_place |= token.needs_place
            return bool(group.people) and not (len(group.roles) > 1 and group.place)
        had_place = bool(group.at)
        group.at = token.text.lower()
        return bool(group.people) and not had_place

    def _took_place(self, number: int, token: Token, group: Group) -> bool:
        """More of a place behind a place, or a town behind a name: "Ada Brindle, Oslo; Tom Holt, New York"."""
        if group.place and not group.is_closed and self._goes_on(number, bool(group.roles)):
            group.place = (group.place[0], token.end)
            return True
        is_behind_name = self.behind == "," and group.people and group.people[-1].kind == "person" and not group.place
        if is_behind_name and token.text.count(" ") < 2 and is_place(token.text):
            group.at, group.place = ",", (token.start, token.end)
            return True
        return False

    def _took_name(self, token: Token, group: Group) -> bool:
        all_of = _ALL_OF.fullmatch(token.text)
        who = someone(all_of[1] if all_of else token.text, self.crowd, self.last)
        if who is None:
            return False
        if group.people and not group.place and (all_of or self._is_employer(who)):
            group.people = [one if one.organization else one._replace(organization=who.name) for one in group.people]
            return True
        if group.is_closed or group.place or group.roles:
            self.read.append(Group())
        self.read[-1].people.append(who)
        self.last = who
        return True

    def _is_employer(self, who: Someone) -> bool:
        """As in "Ada Brindle/Getty Images", and in a list parted by semicolons "Ada Brindle, USA TODAY; Tom Holt, FSView"."""
        if self.behind == "/":
            return who.kind in ("outlet", "stranger")
        return self.behind == "," and self.is_parted and who.kind not in ("person", "nobody")

    def _goes_on(self, number: int, is_said: bool) -> bool:
        """More of a place: its country, or a second town.

        A single unknown word is a surname where a place or verb of its own follows: "from Salvo, Texas, and Holt from Oslo".
        """
        words = self.tokens[number].text
        if is_place(words) or is_region(words):
            return True
        who = someone(words, self.crowd) if " " not in words else None
        if who is None or who.kind != "surname":
            return False
        for token in self.tokens[number + 1 :]:
            if token.kind == "at":
                return False
            if token.kind == "verb":
                return not is_said
            if token.kind == "words" and " " in token.text:
                break
        return True
