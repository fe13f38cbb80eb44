"""Rights notices: who holds the rights, since when, who distributes, what may be done with the copy.

A notice is cut into clauses, and every clause must be one that a notice has: rights_holder.py reads the holder's,
rights_terms.py the others. A sentence of the story has a clause that nobody reads, so it stays in the body. Only where a
line opens with the mark and its holder or year may the rest be anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from typing import Any, Final

from pipeline.attribution import agencies
from pipeline.attribution.rights_holder import MARK, copyright_clause, is_mark_only, reads_as_holder, without_full_stop
from pipeline.attribution.rights_terms import (
    aside_clause,
    distribution_clause,
    license_clause,
    names_its_paper,
    usage_clause,
    visit_clause,
    wordings,
)
from pipeline.record import Rights

_LONGEST: Final = 3000  # characters; no notice is longer
_READERS: Final = (copyright_clause, distribution_clause, visit_clause, license_clause, usage_clause, aside_clause)

# Asked of one line with its white space folded.
_GAP: Final = re.compile(
    r"(?i)(?P<stop>[.!?»।۔][)\]”\"]*\s+)|\s*[|•;,]\s*|\s[-–—]{1,2}\s|\)\s+"
    r"|(?<!ript|tent|tory)(?P<blank>\s+)(?:(?:distributed|syndicated|provided) by|visit)\s"  # not "Content provided by"
)
_ABBREVIATED: Final = re.compile(
    r"\b(?:Inc|Ltd|Co|Cos|Corp|Copr|Bros|St|Mr|Mrs|Ms|Dr|No|Jr|Sr|Pty|Pvt|[A-Za-z]{1,2})\.$", re.IGNORECASE
)
_TEST_TAPE: Final = re.compile(r"\b(?:ry){2,}\b", re.IGNORECASE)  # the teleprinter's test pattern, still set round some notices
_SYMBOL_FIRST: Final = re.compile(r"\W{0,3}(?:©|&copy;|ⓒ|℗)")
_MARK_FIRST: Final = re.compile(rf"\W{{0,3}}(?:(?:TM|™|all contents?)(?: and)? )?{MARK}", re.IGNORECASE)
_YEAR_BESIDE: Final = re.compile(r"(?P<first>(?:19|20)\d\d),? (?=[^\W\d_])|(?<=\w),? (?P<last>(?:19|20)\d\d)\.?$")
_BRACKETS: Final = {"(": ")", "[": "]"}
_EDGES: Final = " ,;|•-–—*_\t"
_OPENING: Final = 80  # characters that show what a clause opens with
_ENDING: Final = 12  # and what it ends with


def read(text: str) -> Rights | None:
    """One notice, of one line or several: holder, year, distributor, url, usage terms, licence; None where it is no notice.

    `notice` is the text verbatim. The year is the holder's, never a date of publication.
    """
    if len(text) > _LONGEST or not _could_be(text):
        return None
    lines = [line for line in _out_of_brackets(text).split("\n") if line.strip()]
    found = _all_lines(lines) or _wrapped(lines)
    return found.model_copy(update={"notice": text.strip()}) if found and _says_enough(found, lines) else None


def _out_of_brackets(text: str) -> str:
    """What stands in brackets of its own: "(Distributed by The Echo.)"; not "(c) 2026 The Echo (Brill, Ohio)"."""
    whole = text.strip()
    if whole[:1] not in _BRACKETS or _BRACKETS[whole[0]] != whole.rstrip(".")[-1:]:
        return text
    depth = 0
    for at, char in enumerate(whole):
        depth += (char == whole[0]) - (char == _BRACKETS[whole[0]])
        if depth == 0:
            return whole[1:at] if not whole[at + 1 :].strip(".") else text
    return text


def join(notices: Sequence[Rights]) -> Rights:
    """Several notices of one story, in order, as one: of each field the first that says something, the notices a line each."""
    return _merged(notices, "notice", "\n")


def _merged(notices: Iterable[Rights], whole: str, between: str) -> Rights:
    """Of each field the first value, of the field `whole` all of them, each once."""
    merged: dict[str, Any] = {}
    for notice in notices:
        for key, value in notice:
            if value is not None:
                more = key == whole and key in merged and value not in merged[key]
                merged[key] = merged[key] + between + value if more else merged.get(key, value)
    return Rights.model_validate(merged)


def _could_be(text: str) -> bool:
    """Two looks that rule out nearly every sentence of a story."""
    words = wordings()
    return bool(words.telling(text)) or bool(words.ruling(text) and words.handling(text))


def _all_lines(lines: list[str]) -> Rights | None:
    """Every line must be a notice by itself, as a distributor's three lines are."""
    found: list[Rights] = []
    for line in lines:
        if (notice := _line(line)) is None:
            return None
        found.append(notice)
    return found[0] if len(found) == 1 else _merged(found, "usage_terms", " ")


def _wrapped(lines: list[str]) -> Rights | None:
    """One notice broken over lines; not a whole notice with another line below it."""
    return _line(" ".join(lines), strict=True) if len(lines) > 1 and _line(lines[0], strict=True) is None else None


def _says_enough(notice: Rights, lines: Sequence[str]) -> bool:
    """An address alone is advice to readers, unless it says whose it is: "Visit vote.gov", "Visit The Brill Courier at ..."."""
    return bool(notice.model_fields_set - {"url"}) or any(names_its_paper(clause) for line in lines for clause in _clauses(line))


def _line(line: str, strict: bool = False) -> Rights | None:
    """One line; where it opens with the mark and says more than that, clauses that nobody reads are let pass unless `strict`."""
    line = " ".join(_TEST_TAPE.sub(" ", line).split())
    found: list[Rights] = []
    first = ""
    for clause in _clauses(line):  # a sentence of the story is left at its first clause, which nobody reads
        first = first or clause
        notice = _clause(clause) or _owner(clause, line)
        if notice:
            found.append(notice)
        elif strict or not (found and _opens_with_mark(first, found[0])):
            return None
    return _merged(found, "usage_terms", " ") if found else None


def _owner(clause: str, line: str) -> Rights | None:
    """Beside "All rights reserved" the bare name will do: "The Brill Courier - All rights reserved"."""
    dated = _YEAR_BESIDE.search(clause)  # "2026 The Brill Courier, all rights reserved", whose mark was lost
    name = _YEAR_BESIDE.sub("", clause)
    named = agencies.is_organization(name) or (dated is not None and reads_as_holder(name))
    if not (named and wordings().reserved.search(line)):
        return None
    return Rights(holder=without_full_stop(name), year=int(dated["first"] or dated["last"]) if dated else None)


def _clause(clause: str) -> Rights | None:
    if _is_reserved(clause):
        return Rights(usage_terms=clause)
    return next((notice for reader in _READERS if (notice := reader(clause))), None)


def _is_reserved(clause: str) -> bool:
    return wordings().reserved.fullmatch(clause.rstrip(" .")) is not None


def _opens_with_mark(clause: str, notice: Rights) -> bool:
    if _SYMBOL_FIRST.match(clause):
        return True
    return bool(notice.year or notice.holder) and _MARK_FIRST.match(clause) is not None


def _clauses(line: str) -> Iterator[str]:
    """A line cut at its sentences, before what opens a new clause, and round every "All rights reserved"."""
    done = 0
    for reserved in wordings().reserved.finditer(line):
        yield from _sentences(line[done : reserved.start()])
        done = reserved.end() + line.startswith(".", reserved.end())
        yield line[reserved.start() : done]
    yield from _sentences(line[done:])


def _sentences(text: str) -> Iterator[str]:
    parts = (text[start:end].strip(_EDGES) for start, end in pairwise(chain([0], _cuts(text), [len(text)])))
    return (part for part in parts if part.strip(" .।。()[]©"))


def _cuts(text: str) -> Iterator[int]:
    last = 0
    for gap in _GAP.finditer(text):
        end = gap.end("blank") if gap["blank"] else gap.end()
        before, behind = text[last : gap.start() + 1], text[end : end + _OPENING]
        if _is_cut(before, behind, is_stop=bool(gap["stop"] or gap["blank"])):
            yield end
            last = end


def _is_cut(before: str, behind: str, is_stop: bool) -> bool:
    """Not behind "Inc.", nor between "Copyright © 2026." and the holder; at a comma only before a clause that stands alone."""
    words = wordings()
    if words.opening.match(behind):
        return is_stop or not words.opening.match(before[:_OPENING])
    if not is_stop or behind[:1].islower() or _ABBREVIATED.search(before[-_ENDING:]):
        return False
    return len(before) > _OPENING or not is_mark_only(before) or bool(words.aside.match(behind))
