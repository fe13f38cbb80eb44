"""One contributor of a credit line: "Associated Press writers Ada Brindle", "CNN's Ada Brindle", "Reuters", "agencies"."""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from pipeline.attribution import agencies
from pipeline.attribution.casing import true_case
from pipeline.attribution.credit_grammar import lists
from pipeline.attribution.names import is_desk, person
from pipeline.attribution.places import is_country, is_place
from pipeline.attribution.words import bare, words

Kind = Literal["person", "surname", "outlet", "stranger", "nobody"]
_SMALL: Final = frozenset(
    {"the", "of", "and", "for", "in", "on", "at", "de", "la", "le", "del", "der", "die", "das", "und", "&", "et", "y"}
)
_BRACKETED: Final = re.compile(r"(.+?) ?[(\[]([^()\[\]]+)[)\]]")
_OWNER: Final = re.compile(r"(.+?)(?:['’]s|(?<=s)['’]) (.+)", re.IGNORECASE)
_MEMBER: Final = re.compile(r"(.+?),? (?:of|for|with|de|von|del|da) ((?:the |The )?[A-ZÀ-ÖØ-Þ].+)")
_EMPLOYED: Final = re.compile(r" of (?=the )| (?:of|for) (?=[A-ZÀ-ÖØ-Þ])")
_ABSTRACT: Final = re.compile(r"(?:[ts]ions?|ties|ness|isms?)$")  # "Evacuations reported from Salvo"
_MOST_WORDS: Final = 8
_ELIDED: Final = re.compile("^l['’](?=[A-ZÀ-Þ])")  # "de l'Associated Press"
_EDGES: Final = ' \t,;:–—-*•"“”'


class Someone(NamedTuple):
    """Who is credited. `kind`: a person by full name, a person by surname alone, an outlet that is known as one, a
    stranger that may be an outlet, or nobody by name ("agencies"). `shared`: the organisation holds for the next names too.
    """

    kind: Kind
    name: str = ""
    organization: str | None = None
    location: str | None = None
    shared: bool = False


def someone(text: str, crowd: frozenset[str], before: Someone | None = None) -> Someone | None:
    """Who the whole text names, None where it names nobody that a credit could; `before` stands before it in the list."""
    text = text.strip(_EDGES)
    if not text or ":" in text or len(text) > agencies.NAME_LIMIT:
        return None
    if _is_crowd(text, crowd):
        return Someone("nobody")
    if (elided := _ELIDED.match(text)) and agencies.is_organization(text[elided.end() :]):
        return Someone("outlet", text[elided.end() :])
    is_owned = ("'" in text or "’" in text) and _OWNER.fullmatch(text)
    if not is_owned and (full := person(text)):
        return _colleague(full, before)
    return _described(text, crowd, before) or _alone(text, crowd, before)


def _colleague(name: str, before: Someone | None) -> Someone:
    """One more name behind "CNN's Ada Brindle" or "AP writers Ada Brindle" works there too."""
    if before and before.shared:
        return Someone("person", name, before.organization, shared=True)
    return Someone("person", name)


def _is_crowd(text: str, crowd: frozenset[str]) -> bool:
    """As in "other news agencies", "an employee of The Harbour Gazette", "the rest of the politics team"."""
    if text.partition(" ")[0].lower() not in crowd:
        return False
    return all(part.lower() in crowd for part in _EMPLOYED.split(text, maxsplit=1)[0].split())


def _is_desk(text: str, crowd: frozenset[str]) -> bool:
    """As in "Mumbai newsroom", "Harbour Gazette staff", "other AP journalists"."""
    *before, last = text.split()
    return last.lower() in lists().desks and all(part.lower() in crowd or _is_titled(part) for part in before)


def _described(text: str, crowd: frozenset[str], before: Someone | None) -> Someone | None:
    """A person with something said of him: his paper, his job, his town."""
    if found := _BRACKETED.fullmatch(text):
        who = someone(found[1], crowd, before)
        return _with_bracket(who, found[2]) if who and who.kind == "person" else None
    if (found := _MEMBER.fullmatch(text)) and _is_titled(_without_article(found[2])) and (name := person(found[1])):
        return _with_bracket(Someone("person", name), found[2])
    if (found := _OWNER.fullmatch(text)) and _is_titled(found[1]):
        return _owned(text, found[1], someone(found[2], crowd))
    return _titled(text, before.organization if before else None)


def _owned(text: str, owner: str, who: Someone | None) -> Someone | None:
    """Whom a paper's possessive names: "CNN's Ada Brindle" is a person at CNN, "Radio Harbour's Tajik Service" an outlet."""
    if who is None or who.kind == "surname":
        return None
    if who.kind in ("outlet", "stranger"):
        return Someone("outlet", text)
    return who._replace(organization=_without_article(owner), shared=True)


def _with_bracket(who: Someone, said: str) -> Someone:
    """What brackets or "of" say of a person: "AFP" and "the Harbour Gazette" are his paper, "Berlin" and "Salvo" his town."""
    if is_place(said) or not _is_titled(_without_article(said)):
        return who._replace(location=said if _is_titled(said) else None)
    is_paper = agencies.is_organization(said) or said.lower().startswith("the ") or said.isupper() or _OWNER.fullmatch(said)
    return who._replace(organization=_without_article(said)) if is_paper else who._replace(location=said)


def _titled(text: str, employer: str | None) -> Someone | None:
    """As in "AP Business Writer Ada Brindle"; a plural title holds for the names behind it, one without a paper, a colleague."""
    parts = text.split()
    jobs = [at for at, word in enumerate(parts[:-1]) if bare(word) in words().newsroom or bare(word) in lists().titles]
    if not jobs:
        return None
    before, title, rest = parts[: jobs[-1]], parts[jobs[-1]], parts[jobs[-1] + 1 :]
    if not before or (
        len(before) == 1 and before[0].lower() in ("el", "la", "los", "las")
    ):  # "Los periodistas de Reuters Ada Brindle"
        return _of_paper(rest, employer)
    paper = _paper(before)
    name = person(" ".join(rest))
    if name is None or paper is None:
        return None
    is_own = any(word.lower() in ("freelance", "special", "contributing") for word in before)
    return Someone("person", name, paper or (None if is_own else employer), shared=title.lower().endswith("s"))


def _of_paper(parts: list[str], employer: str | None) -> Someone | None:
    """What follows a title at the very front: "de The Associated Press Ada Brindle" or the name alone."""
    if parts[0] not in ("de", "del"):
        name = person(" ".join(parts))
        return Someone("person", name, employer) if name else None
    for cut in range(len(parts) - 1, 1, -1):
        paper, name = " ".join(parts[1:cut]), person(" ".join(parts[cut:]))
        if name and agencies.is_organization(paper):
            return Someone("person", name, paper, shared=True)
    return None


def _paper(before: list[str]) -> str | None:
    """The organisation in what stands before a title: "Miami Herald Caribbean" -> "Miami Herald", "Staff" -> "", else None."""
    beats = words().beats | lists().beats
    end = len(before)
    while end and (bare(before[end - 1]) in beats and before[end - 1] != "News"):
        end -= 1
    paper = " ".join(before[:end])
    if paper == "News":  # "News researcher Ada Brindle"
        return ""
    return _without_article(paper) if not paper or _is_titled(paper) or agencies.named(paper) else None


def _alone(text: str, crowd: frozenset[str], before: Someone | None) -> Someone | None:
    """No full name: a desk, an outlet, a surname, or a stranger in capitals."""
    if _is_desk(text, crowd):
        return Someone("nobody")
    if agencies.is_organization(text) or is_desk(text.split()):
        return Someone("outlet", text)
    if not _is_titled(text):
        return None
    parts, low = text.split(), bare(text)
    if len(parts) > 1:  # "Alaska Public Media", and a person whose surname is an ordinary word: "Stephen Weeks"
        if any(bare(part) in words().never for part in parts[:-1]):
            return None
        return _colleague(true_case(text), before) if before and before.shared else Someone("stranger", true_case(text))
    if (surname := person(text, mononym=True)) is None:
        return None if text.istitle() else Someone("stranger", text)
    if low in lists().crowd or _ABSTRACT.search(low) or low.removesuffix("s") in words().roles or is_country(text):
        return None
    return Someone("surname", text if text.isupper() and len(text) < 6 else surname)


def _is_titled(text: str) -> bool:
    """Every word with a capital, or a figure, save the small ones; at most eight, and nothing that parts sentences."""
    parts = [part.lstrip("(\"“'‘") or "-" for part in text.split()]
    if (
        not 1 <= len(parts) <= _MOST_WORDS
        or any(sign in text for sign in ":;?!…")
        or not any(part[0].isupper() for part in parts)
    ):
        return False
    return all(part[0].isupper() or part in _SMALL or (part[0].isdigit() and len(parts) > 1) for part in parts)


def _without_article(paper: str) -> str:
    return paper.removeprefix("the ").removesuffix(" staff")
