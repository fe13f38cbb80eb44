"""From labelled spans and the format's own fields to who wrote it, who helped, who owns it and where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, TypeVar
from unicodedata import normalize

from pipeline.attribution import agencies, byline, dateline, glued, markers, placeline, rights
from pipeline.attribution import credits as credit_lines
from pipeline.attribution.names import person
from pipeline.attribution.rights_holder import full_url, is_address
from pipeline.blanks import collapsed, plain
from pipeline.document import Defaults, Fields, Finding, Judge, Judges
from pipeline.record import Agency, Author, Byline, Credit, Dateline, Rights

T = TypeVar("T")
_SIGNING: Final = frozenset({"writing", "reporting"})  # "記者：黃子晴　攝影：何志明" is a byline with a credit beside it
_REMEMBERED: Final = 2_000  # texts a judge
_HELPER: Final = re.compile(r"with (?=[^\W\d_a-z])")  # "By Ada Quill with Peter Vance"
_LONGEST_REMEMBERED: Final = 300  # characters: paragraphs of a story are new each time
_dateline = lru_cache(maxsize=_REMEMBERED)(dateline.read)  # a bureau files from one city all day


def opening(paragraph: str) -> Dateline | None:
    """The dateline that a paragraph opens with; its `text` is the stretch that it takes up."""
    parts = dateline.split(paragraph)
    return _dateline(parts[0]) if parts else None


def given_byline(text: str) -> Byline | None:
    """The byline of a format's own element, which need not say "By": "Ada Quill in Brill and Bo Lind in Halden"."""
    read = byline.read(text) or byline.read_bare(text) or (byline.read(f"By {text}") if " " in text.strip() else None)
    return read.model_copy(update={"text": text}) if read else None


def house(line: str) -> Byline | None:
    """A line that names a news house and nobody: "THE CANADIAN PRESS", or as a sentence of its own: "The Associated Press."."""
    read = byline.read(line.removesuffix("."))
    return read if read and not read.authors else None


def remembering(judge: Judge) -> Judge:
    """The judge with a memory: a house's notices come word by word again, story after story, and so do its bylines.

    It is shown accents as part of their letters, however the copy has them.
    """
    remembered = lru_cache(maxsize=_REMEMBERED)(judge)

    def asked(text: str) -> object | None:
        text = text if text.isascii() else normalize("NFC", text)
        return remembered(text) if len(text) <= _LONGEST_REMEMBERED else judge(text)

    return asked


JUDGES: Final[Judges] = {
    "byline": remembering(byline.read),
    "bare_byline": remembering(byline.read_bare),
    "given_byline": remembering(given_byline),
    "glued_byline": glued.read,
    "house": remembering(house),
    "credit": remembering(credit_lines.read),
    "desk_slug": lambda text: credit_lines.is_desk_slug(text) or None,
    "dateline": opening,
    "given_dateline": placeline.read,
    "rights": remembering(rights.read),
    "marker": markers.read,
    "marker_line": markers.alone,
}


def values(findings: Iterable[Finding], kind: type[T]) -> Iterator[T]:
    """What judges read, of one kind, in the order of the text."""
    return (finding.value for finding in findings if isinstance(finding.value, kind))


@remembering
def _credits_in_byline(text: str) -> tuple[Credit, ...] | None:
    """Those of its end: "By Ada Quill, with files from Peter Vance"; "Foto: Ada Quill" alone is the line of a picture."""
    if tail := byline.credit_tail(text):
        return credit_lines.read(tail) or credit_lines.read(_HELPER.sub(r"with contributions from ", tail, count=1))
    read = credit_lines.read(text) or ()
    known = _SIGNING if any(credit.role in _SIGNING for credit in read) else {*_SIGNING, "photography"}
    return tuple(credit for credit in read if credit.role not in known) or None


def byline_of(findings: Sequence[Finding], fields: Fields) -> Byline:
    """The signed names: the text's where it has any, else the format's. A name signed twice is one author."""
    signed = [finding for finding in findings if finding.span.label == "byline"]
    authors = _once(author for read in values(signed, Byline) for author in read.authors)
    text = "\n".join(finding.text for finding in signed) or fields.byline
    if not authors:
        authors = tuple(Author(name=name) for given in fields.authors if (name := person(given)))
    return Byline(text=text or (", ".join(fields.authors) or None), authors=authors)


def _once(authors: Iterable[Author]) -> tuple[Author, ...]:
    by_name: dict[str, Author] = {}
    for author in authors:
        known = by_name.setdefault(author.name.casefold(), author)
        more = {key: value for key, value in author if value is not None and getattr(known, key) is None}
        by_name[author.name.casefold()] = known.model_copy(update=more)
    return tuple(author for author in by_name.values() if not _is_shortened(author.name, by_name))


def _is_shortened(name: str, signed: Iterable[str]) -> bool:
    """Does somebody sign whose name this is with an initial: "A. Quill" beside "Ada Quill"?"""
    first, _, surname = name.casefold().partition(" ")
    return (
        len(first) == 2
        and first[1] == "."
        and any(other[0] == first[0] and other[1:2] != "." and other.endswith(f" {surname}") for other in signed)
    )


def credits_of(findings: Sequence[Finding], fields: Fields) -> tuple[Credit, ...]:
    """The format's credits, then those of the text in its order; a byline's tail ("with files from ...") holds some as well."""
    found = [Credit.model_validate({"role": role, "name": name}) for role, name in fields.credits]
    for finding in findings:
        read = finding.value
        if finding.span.label == "byline":
            read = _credits_in_byline(collapsed(plain(finding.text)))
        if isinstance(read, tuple):
            found += [credit for credit in read if isinstance(credit, Credit)]
    return tuple(dict.fromkeys(found))


def dateline_of(findings: Sequence[Finding]) -> Dateline | None:
    """The first dateline of the story."""
    return next(values(findings, Dateline), None)


def rights_of(findings: Sequence[Finding], fields: Fields) -> Rights:
    """All notices of the story as one; the format's own statement comes first."""
    notices = [read for finding in findings if finding.span.label == "rights" for read in [_notice(finding)]]
    if fields.copyright:
        notices.insert(0, rights.read(fields.copyright) or Rights(notice=fields.copyright))
    if fields.holder or fields.copyright_year or fields.distributor:
        holder = fields.holder if fields.holder and not is_address(fields.holder) else None
        notices.insert(0, Rights(holder=holder, year=fields.copyright_year, distributor=fields.distributor))
        notices.append(Rights(holder=fields.holder))
    if fields.usage_terms:
        notices.insert(0, Rights(usage_terms=fields.usage_terms))
    return rights.join(notices)


def _notice(finding: Finding) -> Rights:
    if isinstance(finding.value, Rights):
        of_one_line = "\n" not in (finding.value.notice or "")  # the judge saw it with plain blanks
        return finding.value.model_copy(update={"notice": finding.text}) if of_one_line else finding.value
    known = {key: value for key, value in finding.groups.items() if key in Rights.model_fields}
    if "url" in known:
        known["url"] = full_url(known["url"])
    return Rights.model_validate({"notice": finding.text, **known})


def _holder(finding: Finding) -> str | None:
    """Whose rights a notice states, as a judge read it or as the rule's own pattern says."""
    return finding.value.holder if isinstance(finding.value, Rights) else finding.groups.get("holder")


def agency_of(findings: Sequence[Finding], fields: Fields, defaults: Defaults, credits: Sequence[Credit]) -> Agency | None:
    """Whose copy it is: by the format, the dateline, the holder of the rights, the byline, the credits, the desk's settings."""
    where = dateline_of(findings)
    signed = [author.organization for read in values(findings, Byline) for author in read.authors]
    credited = [credit.organization for credit in credits]
    evidence = [
        fields.agency,
        where.agency if where else None,
        fields.distributor,
        fields.holder,
        *(_holder(finding) for finding in findings if finding.span.label == "rights"),
        *signed,
        *(finding.text for finding in findings if finding.span.label == "byline" and finding.value is not None),
        *credited,
    ]
    known = (agencies.named(text) or agencies.mentioned(text) for text in evidence if text)
    return next((agency for agency in known if agency), agencies.get(defaults.agency) if defaults.agency else None)
