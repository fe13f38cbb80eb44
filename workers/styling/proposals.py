"""What is proposed as a desk's own rules, and what becomes of it: accepted, a rule or a style at a time, or refused.

    DESK/styles-proposed/lantern.toml -> DESK/styles/lantern.toml           it counts from the next story on
                                      -> DESK/styles-refused/lantern.toml   `copydesk learn` does not propose it again

A rule moves as the text that it is, with what people wrote around it. It is written where it goes before it leaves where it
was, so a kill in between leaves it in both, and doing it again ends well.
"""

from __future__ import annotations

import re
import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pipeline.cleaning.rule import Rule
from pipeline.cleaning.ruleset import read_style
from pipeline.errors import RuleError, SpoolUnavailable
from workers.disk import create_synced, guarded, make_folders, sync_folders
from workers.styling import styles

REFUSED: Final = "styles-refused"
_BEGINS: Final = re.compile(r"^[ \t]*\[\[[ \t]*rule[ \t]*\]\]", re.MULTILINE)
_turn = threading.Lock()


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposed style: its rules, and the text of each by its id; `fault` says why it can't be taken as it is."""

    style: str
    head: str = ""
    rules: tuple[Rule, ...] = ()
    pieces: Mapping[str, str] | None = None
    fault: RuleError | None = None


def proposed(desk: Path) -> list[Proposal]:
    """The proposed styles by name, broken ones with their fault. Raises SpoolUnavailable."""
    return [_read(path) for path in _files(desk / styles.PROPOSED)]


def accept(desk: Path, style: str, rule_id: str = "") -> None:
    """Moves a rule, or all of the style, to the styles in force. Nothing moves unless the desk's loader takes the result.

    Raises RuleError, which says what it has against it or that there is no such proposal; SpoolUnavailable.
    """
    target = desk / styles.ACCEPTED / f"{style}.toml"

    def check(text: str) -> None:
        styles.carried({**styles.texts(target.parent), str(target.absolute()): text})

    with _turn:
        path, proposal, going = _find(desk, style, rule_id)
        before = _text(target) or proposal.head
        text = _joined(before, (going[name] for name in going if going[name] not in before))
        check(text)
        write_text(target, text)
        _leave(path, proposal, going)


def refuse(desk: Path, style: str, rule_id: str = "") -> None:
    """Moves a rule, or all of the style, to those that are not wanted. Raises as `accept`."""
    target = desk / REFUSED / f"{style}.toml"
    with _turn:
        path, proposal, going = _find(desk, style, rule_id)
        before = _text(target) or proposal.head
        write_text(target, _joined(before, (going[name] for name in going if going[name] not in before)))
        _leave(path, proposal, going)


def refused(desk: Path) -> frozenset[str]:
    """The patterns that were refused: what they match shall not be proposed again. Raises SpoolUnavailable."""
    patterns: set[str] = set()
    for path in _files(desk / REFUSED):
        with suppress(RuleError):  # somebody has edited it: it refuses nothing then
            patterns |= {rule.match for rule in read_style(path.stem, _text(path))}
    return frozenset(patterns)


def write_text(path: Path, text: str) -> None:
    """Writes a style, whole or not at all; an older one of this name gives way. Raises SpoolUnavailable."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(5)}")
    with guarded(SpoolUnavailable, path):
        make_folders(path.parent)
        create_synced(draft, text.encode())
        draft.replace(path)
        sync_folders([path.parent])


def _files(folder: Path) -> Iterator[Path]:
    with guarded(SpoolUnavailable, folder):
        yield from sorted(path for path in folder.glob("[!.]*.toml") if path.is_file())


def _text(path: Path) -> str:
    """The text of a style; "" where there is none. Raises RuleError, SpoolUnavailable."""
    with guarded(SpoolUnavailable, path):
        try:
            return path.read_text("utf-8")
        except FileNotFoundError:
            return ""
        except UnicodeDecodeError as fault:
            raise RuleError(path.name, f"it is no UTF-8: {fault}", "save it as UTF-8") from fault


def _read(path: Path) -> Proposal:
    try:
        text = _text(path)
        rules = read_style(path.stem, text)
        starts = [found.start() for found in _BEGINS.finditer(text)]
        pieces = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
        head = text[: starts[0]] if starts else text
        if [[rule.id for rule in read_style(path.stem, head + piece)] for piece in pieces] != [[rule.id] for rule in rules]:
            raise RuleError(path.name, "its rules can't be told apart", "let each begin with a line [[rule]]")
        return Proposal(path.stem, head, rules, {rule.id: piece for rule, piece in zip(rules, pieces, strict=True)})
    except RuleError as fault:
        return Proposal(path.stem, fault=fault)


def _find(desk: Path, style: str, rule_id: str) -> tuple[Path, Proposal, Mapping[str, str]]:
    """The file, what is in it, and the texts of the rules that are meant."""
    for path in _files(desk / styles.PROPOSED):
        if path.stem == style:
            proposal = _read(path)
            if proposal.fault:
                raise proposal.fault
            pieces = proposal.pieces or {}
            going = {name: piece for name, piece in pieces.items() if rule_id in ("", name)}
            if going:
                return path, proposal, going
    raise RuleError(rule_id or style, "no such rule is proposed", "somebody else has dealt with it")


def _joined(text: str, pieces: Iterable[str]) -> str:
    return "\n\n".join(part.strip("\n") for part in (text, *pieces)) + "\n"


def _leave(path: Path, proposal: Proposal, going: Mapping[str, str]) -> None:
    """Takes the rules out of the proposal; without any left there is none."""
    staying = [piece for name, piece in (proposal.pieces or {}).items() if name not in going]
    if staying:
        write_text(path, _joined(proposal.head, staying))
    else:
        with guarded(SpoolUnavailable, path):
            path.unlink(missing_ok=True)
