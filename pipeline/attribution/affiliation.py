"""What stands beside a name in a byline: the house, the role, the place. "AP Science Writer" -> AP, Science Writer."""

from __future__ import annotations

from pipeline.attribution import agencies, cues, roles
from pipeline.attribution.houses import in_title_case, is_paper, is_place, is_site
from pipeline.attribution.roles import Affiliation

_LONGEST = 100  # characters
# Words of a headline that a house's name has not: "by Ada Quill" stands above "The Bridge Inspectors Who Never Looked Up".
_TELLING = frozenset({
    "who", "that", "never", "is", "are", "was", "were", "how", "why", "what", "when", "where", "will", "can", "has",
    "have", "does", "not", "it", "he", "she", "they", "you",
})  # fmt: skip
_EDGES = ' \t\n,;:=<>^*|•·–—-_()[]"“”'


def read(text: str, loose: bool = False, guess: bool = False) -> Affiliation | None:
    """The affiliation that the whole text is, or None.

    Known for what it is by its words: "Staff Writer", "The Halden Courier", "in Paris". With `loose`, where the line is
    surely a byline, anybody's calling is a role ("Librarian"); with `guess` any words in title case are an organisation.
    """
    text = " ".join(text.strip(_EDGES).split())
    if not text or len(text) > _LONGEST:
        return None
    if told := known(text):
        return told
    if guess and (place := cues.before_place().match(text)) and in_title_case(text[place.end() :]):
        return Affiliation(location=text[place.end() :])
    if house := cues.before_house().match(text):
        behind = text[house.end() :]
        inner = read(behind, loose, guess) or _short_house(behind)
        return inner if inner and not inner.location else None
    return roles.read(text, loose) or (Affiliation(organization=text) if _is_house(text, guess) else None)


def known(text: str) -> Affiliation | None:
    """The affiliation where the whole text is an agency or a place by name, and so no person: "Reuters", "in New York"."""
    if agencies.named(text):
        return Affiliation(organization=text)
    found = cues.before_place().match(text)
    place = text[found.end() :] if found else text
    return Affiliation(location=place) if is_place(place) else None


def _short_house(name: str) -> Affiliation | None:
    """Behind "Special to the" a paper's short name will do: "Courier"."""
    return Affiliation(organization=name) if in_title_case(name) and is_paper(name.rpartition(" ")[2]) else None


def _is_house(text: str, guess: bool) -> bool:
    if not _TELLING.isdisjoint(text.casefold().split()) or not any(map(str.isalpha, text)):
        return False
    if agencies.is_organization(text) or is_site(text):
        return True
    return (guess or text.startswith(("The ", "THE "))) and in_title_case(text)
