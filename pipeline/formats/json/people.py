"""Who made a story, as JSON says it: bylines in words, and lists of people with what each of them did."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from pipeline.formats.json.facts import Facts, Part, plain, strings
from pipeline.formats.persons import upright

_BYLINE: Final = ("byline", "by", "bylinetext", "authorline", "bylines")
_PEOPLE: Final = (
    "credits", "authors", "author", "creators", "creator", "contributors", "contributor", "writers", "bylines", "editor",
    "photographer", "translator",
)  # fmt: skip
_ROLES: Final = ("role", "rolename", "type", "rel")
# The first of these words in a role says what somebody did; who has none of them, or no role, has signed the story.
_DEEDS: Final = {
    **dict.fromkeys(("photo", "foto", "picture", "image", "camera", "fotograf"), "photography"),
    **dict.fromkeys(("translat", "traduc", "übersetz", "oversæt", "översätt"), "translation"),
    **dict.fromkeys(("research", "recherche", "factcheck"), "research"),
    **dict.fromkeys(("contribut", "additional"), "contribution"),
}  # fmt: skip
# A role of just this word: a "Political Editor" writes.
_EDITS: Final = frozenset(
    (
        "editor",
        "editing",
        "editedby",
        "edited",
        "subeditor",
        "copyeditor",
        "deskeditor",
        "redakteur",
        "redaktør",
        "redaktör",
        "producer",
    )
)
_CONTACT: Final = ("name", "title", "jobtitle", "organisation", "phone", "mobile", "telephone", "email")
_ARC: Final = "credits"  # {"credits": {"by": [...]}}, as Arc XP writes
_OF_KEY: Final = {
    "editor": "editing",
    "photographer": "photography",
    "translator": "translation",
    "contributors": "contribution",
    "contributor": "contribution",
}
_SIGNS: Final = ("writer", "author", "reporter", "columnist", "correspondent", "journalist")
_BETWEEN: Final = re.compile(r",| and | & | und | et | y | og | och ")
_MOST: Final = 200  # people in one list
_LONGEST: Final = 300  # characters of a name, or of an author line
_NOBODY: Final = ("@", "://")


class People(NamedTuple):
    """Bylines to be read as text; names of those who signed; (role, name) of those who did something else."""

    bylines: tuple[Part, ...]
    authors: tuple[str, ...]
    credits: tuple[tuple[str, str], ...]


def people_of(facts: Facts) -> People:
    """Bylines where the format has any; a lone author in a string is one as well: "By Ada Quill and Bo Lind"."""
    bylines = _bylines(facts)
    authors: list[str] = []
    credits: list[tuple[str, str]] = []
    for key in _PEOPLE:
        if key not in facts:
            continue
        value = facts.get(key) if key != _ARC else facts.thing_at("credits").get("by")
        for one in value[:_MOST] if isinstance(value, list) else [value]:
            name, deed = _person(Facts(one, facts.lines), key) if isinstance(one, dict) else (_name(one), _OF_KEY.get(key))
            if name and deed:
                credits.append((deed, name))
            elif name and name not in authors:
                authors.append(name)
    credits += [("photography", part.text) for part in facts.thing_at(_ARC).parts("photosby")]
    authors = [name for listed in authors for name in _sorted_list(listed)]
    if not bylines and len(authors) == 1 and (said := facts.part("author", "authors", "creator")) and said.text == authors[0]:
        return People((said,), (), tuple(dict.fromkeys(credits)))
    authors = authors or [name for part in bylines for name in _listed(part.text)]
    return People(tuple(bylines), tuple(authors), tuple(dict.fromkeys(credits)))


def _bylines(facts: Facts) -> list[Part]:
    """The words of the first key that has some; AP's {"by": "By ADA QUILL", "title": "AP Writer"} are two lines of one byline."""
    for key in _BYLINE:
        signed = [_two_lines(one) for one in facts.things(key)]
        said = [Part(text, facts.lines.of(facts.said[key][0])) for text in signed if text]
        if said or (said := facts.parts(key)):
            return [part for part in said if not part.text.startswith(_NOBODY)]
    return []


def _sorted_list(text: str) -> list[str]:
    """'Quill, Ada; Lind, Bo' -> 'Ada Quill', 'Bo Lind'."""
    parts = [part.strip() for part in text.split(";") if part.strip()]
    return [upright(part) for part in parts] if len(parts) > 1 and all(" " in part for part in parts) else [text]


def _listed(byline: str) -> list[str]:
    """'Ada Quill and Bo d'Anver' -> both, for the judges of names; () where a part is not of the shape of a name."""
    parts = [part.strip() for part in _BETWEEN.split(byline)]
    return parts if all(2 <= len(part.split()) <= 4 and part[:1].isupper() for part in parts) else []


def _two_lines(byline: Facts) -> str:
    return "\n".join(text for text in (byline.text("by", "byline"), byline.text("title") if "by" in byline else None) if text)


def _person(person: Facts, key: str) -> tuple[str | None, str | None]:
    """A person's name, and what they did if it was not to sign: None for the agency's own records of its people."""
    if person.text("internal") or person.get("internal") is True:
        return None, None
    parted = _joined(person.texts("firstname", "givenname"), person.texts("lastname", "familyname"))
    inside = person.thing_at("data").text("name") or person.thing_at("data", "attributes").text("name")  # Strapi
    said = person.text("name", "fullname", "displayname") or parted or inside or person.text("byline", "webtitle")
    return _name(said), deed_of(person.texts(*_ROLES), _OF_KEY.get(key))


def deed_of(roles: Iterable[str], otherwise: str | None = None) -> str | None:
    """'Photographer' -> 'photography', 'editor' -> 'editing'; None for who signs: "writer", "Political Editor"."""
    roles = [role.lower() for role in roles]
    said = " ".join(roles)
    if any(word in said for word in _SIGNS):
        return None
    if any("".join(filter(str.isalpha, role)) in _EDITS for role in roles):
        return "editing"
    return next((deed for word, deed in _DEEDS.items() if word in said), otherwise)


def contacts_of(facts: Facts) -> tuple[Part, ...]:
    """Whom to ask, a line each, as press-release services list them: "Ada Quill, Press Officer, 555-0147, ada@brill.example"."""
    listed = (
        [text for name in _CONTACT for text in one.texts(name)[:1]]
        for one in facts.members("contacts", "presscontacts", "contact")
    )
    return tuple(Part(", ".join(words), facts.lines.of("contacts")) for words in listed if words)


def _joined(*names: list[str]) -> str:
    return " ".join(part for name in names for part in name[:1])


def _name(value: object) -> str | None:
    text = next(iter(strings(value)), None) if isinstance(value, str) else None
    return upright(plain(text)) if text and len(text) <= _LONGEST and not any(sign in text for sign in _NOBODY) else None
