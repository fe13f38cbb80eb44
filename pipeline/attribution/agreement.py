"""Do the format and the text say the same of who wrote a story, who owns it and what it is called? Where not, it is told.

The text is believed for who wrote it (metadata often holds a desk or whoever sent it), the format for rights. A notice is for
a person's eye: names that are written in two ways, or a house and its short name, are no contradiction.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pipeline.attribution import agencies, rights
from pipeline.attribution.names import person
from pipeline.document import Document, Fields, Finding, Notice
from pipeline.record import Byline, Credit, Rights

_WORD: Final = re.compile(r"\w+")
_SMALL: Final = frozenset(("the", "of", "and", "der", "die", "das", "le", "la", "les", "de", "du", "des", "el", "il"))
_TELLING: Final = 4  # letters of a word that two headlines of one story would share
_FEWEST: Final = 3  # such words, for a headline to be compared
_MOST: Final = 5  # names shown


def disagreements(document: Document, findings: Sequence[Finding]) -> tuple[Notice, ...]:
    """Notices byline_differs, rights_differ, headline_differs."""
    return (*_authors(document, findings), *_holders(document, findings), *_headlines(document.fields, findings))


def _given(document: Document, finding: Finding) -> bool:
    """Is it the format that labelled this?"""
    return document.passages[finding.span.passage].given is not None


def _authors(document: Document, findings: Sequence[Finding]) -> Iterator[Notice]:
    """The format's people that the text neither signs with nor credits."""
    bylines = [
        (finding.value, _given(document, finding))
        for finding in findings
        if finding.span.label == "byline" and isinstance(finding.value, Byline)
    ]
    signed = [author.name for read, given in bylines for author in read.authors if not given]
    if not signed:
        return
    set_apart = [author.name for read, given in bylines for author in read.authors if given]
    named = [*(name for given in document.fields.authors if (name := person(given))), *set_apart]
    credited = [
        one.name for finding in findings if isinstance(finding.value, tuple) for one in finding.value if isinstance(one, Credit)
    ]
    others = [name for name in dict.fromkeys(named) if not any(_is_one_person(name, told) for told in (*signed, *credited))]
    if others:
        yield Notice("byline_differs", f"the format names {_listed(others)}, the text is signed by {_listed(signed)}")


def _holders(document: Document, findings: Sequence[Finding]) -> Iterator[Notice]:
    """The format's holder and the text's, where both are told and are two."""
    fields = document.fields
    notice = rights.read(fields.copyright) if fields.copyright else None
    set_apart = [one.holder for one, given in _notices(document, findings) if given and one.holder]
    told = [one.holder for one, given in _notices(document, findings) if not given and one.holder]
    ours = fields.holder or (notice.holder if notice else None) or next(iter(set_apart), None)
    if ours and told and not any(_is_one_house(ours, holder) for holder in told):
        yield Notice("rights_differ", f"the format says that {ours[:100]} holds the rights, the text {told[0][:100]}")


def _notices(document: Document, findings: Sequence[Finding]) -> Iterator[tuple[Rights, bool]]:
    for finding in findings:
        if finding.span.label == "rights":
            holder = finding.groups.get("holder")
            read = finding.value if isinstance(finding.value, Rights) else Rights(holder=holder)
            yield read, _given(document, finding)


def _headlines(fields: Fields, findings: Sequence[Finding]) -> Iterator[Notice]:
    """Two headlines without one word in common may be of two stories: a page that was saved with another's metadata."""
    shown = next((finding.text for finding in findings if finding.span.label == "headline"), None)
    if not shown or not fields.headline:
        return
    one, other = _telling(shown), _telling(fields.headline)
    if min(len(one), len(other)) >= _FEWEST and one.isdisjoint(other):
        yield Notice("headline_differs", f"the format's headline is {fields.headline[:100]!r}, the text's {shown[:100]!r}")


def _telling(text: str) -> set[str]:
    return {word[:_TELLING] for word in _words(text) if len(word) >= _TELLING}


def _is_one_person(name: str, other: str) -> bool:
    """'A. Quill' and 'Ada Quill', 'Ada M. Quill', 'Ada Quill-Lind': a surname and the first letter of another name in common."""
    one, two = _words(name), _words(other)
    if not one or not two:
        return False
    shorter, longer = sorted((one, two), key=len)
    if set(shorter) <= set(longer):
        return True
    return bool({one[-1], one[0]} & {two[-1], two[0]}) and any(word[0] == also[0] for word in one[:-1] for also in two[:-1])


def _is_one_house(name: str, other: str) -> bool:
    """By the agency that both name, by one name within the other, or by initials: "AP" and "The Associated Press"."""
    agency = agencies.named(name)
    if agency is not None and agency == agencies.named(other):
        return True
    one, two = ([word for word in _words(text) if word not in _SMALL] for text in (name, other))
    if not one or not two:
        return True
    joined = "".join(one), "".join(two)
    initials = "".join(word[0] for word in one), "".join(word[0] for word in two)
    return set(one) <= set(two) or set(two) <= set(one) or joined[0] in (joined[1], initials[1]) or joined[1] == initials[0]


def _words(text: str) -> list[str]:
    """Words in small letters, without accents."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(char))
    return _WORD.findall(plain)


def _listed(names: Iterable[str]) -> str:
    return ", ".join([*dict.fromkeys(names)][:_MOST])[:200]
