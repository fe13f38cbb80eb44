"""A desk's own styles: every TOML file in DESK/styles/, tried before those that come with copydesk.

What `copydesk learn` proposes lies in DESK/styles-proposed/ and does nothing there; a person accepts it by moving it over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import RuleError, SpoolUnavailable, StyleRefused
from workers.disk import guarded

if TYPE_CHECKING:
    from pipeline.cleaning.ruleset import RuleSet

ACCEPTED = "styles"
PROPOSED = "styles-proposed"
_Print = tuple[Path, int, int]  # a file, when it was last changed, its size


def in_force(folder: Path | None) -> RuleSet:
    """The rules for a desk whose accepted styles are in this folder; those of copydesk alone where there is none.

    Looks at the folder each time, so a style counts for the next story after it was put there, in every worker.
    Raises RuleError for a style that is refused, SpoolUnavailable for one that can't be read.
    """
    with guarded(SpoolUnavailable, folder):
        return _loaded(tuple(_prints(folder)) if folder else ())


def texts(folder: Path) -> dict[str, str]:
    """The accepted styles as they are, by their paths: what a worker on another host needs. Raises as `in_force`."""
    with guarded(SpoolUnavailable, folder):
        return {str(path): _text(path) for path, _, _ in _prints(folder)}


def carried(texts: Mapping[str, str]) -> RuleSet:
    """The rules in force on a desk with these styles. Raises RuleError."""
    return _rules_of(tuple(texts.items()))


@contextmanager
def refusing(subject: str) -> Iterator[None]:
    """Within it a style that is refused is a StyleRefused about this subject: nothing is lost by it, all waits."""
    try:
        yield
    except RuleError as wrong:
        raise StyleRefused(subject, f"{wrong.subject} is refused: {wrong.message}", wrong.advice) from wrong


def own_ids(folder: Path) -> frozenset[str]:
    """The ids of the rules of these styles. Raises as `in_force`."""
    own = {str(path.with_suffix("")) for path, _, _ in _prints(folder)}
    return frozenset(rule.id for rule in in_force(folder).rules if rule.style in own)


def _prints(folder: Path) -> Iterator[_Print]:
    for path in sorted(folder.absolute().glob("[!.]*.toml")):
        stat = path.stat()
        yield path, stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=1)
def _loaded(prints: tuple[_Print, ...]) -> RuleSet:
    return _rules_of(tuple((str(path), _text(path)) for path, _, _ in prints))


@lru_cache(maxsize=1)
def _rules_of(texts: tuple[tuple[str, str], ...]) -> RuleSet:
    from pipeline.attribution.attribute import JUDGES
    from pipeline.cleaning.ruleset import load_rules, rules_with

    return rules_with(dict(texts), JUDGES) if texts else load_rules()


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError as fault:
        raise RuleError(str(path), f"it is no UTF-8: {fault}", "save it as UTF-8") from fault
