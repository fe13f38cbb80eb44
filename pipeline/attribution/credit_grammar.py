"""How credit lines are worded: every language's table of credit_words.toml, compiled to patterns once a process.

The patterns run over texts of at most credits.LONGEST characters with their white space folded. Only the hints, which stand
before everything else, meet whole lines of a story; they are RE2 patterns.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, get_args

from pipeline.attribution.finder import finder
from pipeline.record import Role

BY_NAME: Mapping[str | None, Role] = {role: role for role in get_args(Role)}
PLACED = "placed_"
"""Stands before the role in the group's name of a verb that needs a place behind it ("reported")."""

MAKER, MADE = "maker_", "made_"
_NEVER = "(?!)"  # matches nothing

Table = Mapping[str, Any]


class Language(NamedTuple):
    """The credit lines of one language.

    hint     what every credit holds
    head     an opening that a list of names follows: group `doing` ("Edited by"), `titled` ("Editor:"), `bare` (behind ";"), or
             the name of a role
    joined   openings of group `bare` that need another credit beside them, or brackets round them
    said     the roles, one a match, in what `doing`, `titled` or `bare` matched; MAKER or MADE may stand before one
    token    inside a list: `place`, `apart`, or a verb under the name of its role, with PLACED before it or not
    who      sentences round a list of names, the group `who`; `agency`: the same, for known agencies only; `paper`: the same,
             with the group `paper`
    nobody   sentences that name nobody
    tail     what may follow a credit and names nobody
    crowd    words for those who are credited without a name
    """

    hint: str
    head: re.Pattern[str]
    joined: re.Pattern[str]
    said: re.Pattern[str]
    token: re.Pattern[str]
    who: tuple[re.Pattern[str], ...]
    agency: tuple[re.Pattern[str], ...]
    paper: tuple[re.Pattern[str], ...]
    nobody: tuple[re.Pattern[str], ...]
    tail: re.Pattern[str] | None
    crowd: frozenset[str]


class Lists(NamedTuple):
    """The word lists that belong to no language; credit_words.toml says what each is for."""

    crowd: frozenset[str]
    titles: frozenset[str]
    beats: frozenset[str]
    desks: frozenset[str]
    short_regions: frozenset[str]
    slug_agencies: frozenset[str]
    slug_words: frozenset[str]


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "credit_words.toml").read_text("utf-8"))


@cache
def lists() -> Lists:
    """The word lists, read once a process."""
    return Lists(**{name: frozenset(words.split()) for name, words in _tables()["lists"].items()})


@cache
def languages() -> tuple[Language, ...]:
    """Every language, English first."""
    return tuple(_compiled(_filled(table, _any(table["story"])), _hint(table)) for table in _tables()["language"].values())


def hinted(text: str) -> list[Language]:
    """The languages, English first, of which a credit could be in the text: too many rather than too few."""
    return [languages()[number] for number in _hints()(text)]


@cache
def _hints() -> Callable[[str], list[int]]:
    return finder(*(language.hint for language in languages()))


def _any(patterns: Iterable[str]) -> str:
    return "(?:" + "|".join(patterns) + ")"


def _filled(value: Any, story: str) -> Any:
    """The same table with every {story} spelled out."""
    if isinstance(value, dict):
        return {key: _filled(inner, story) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, story) for inner in value]
    return value.replace("{story}", story) if isinstance(value, str) else value


def _compiled(table: Table, hint: str) -> Language:
    frames = {kind: tuple(map(_sentence, patterns)) for kind, patterns in table.get("frame", {}).items()}
    tail = table.get("tail")
    said = [*_named(table["doing"]), *_named(table.get("made", {}), MADE), *_named(table["maker"], MAKER)]
    return Language(
        hint=hint,
        head=_sentence(_head(table)),
        joined=_sentence(_any(table.get("bare_joined", [_NEVER]))),
        said=_sentence(rf"{_some(table['adjectives'])}{_any(said)}(?!\w)"),
        token=_sentence(_token(table)),
        who=frames.get("who", ()),
        agency=frames.get("agency", ()),
        paper=frames.get("paper", ()),
        nobody=frames.get("nobody", ()),
        tail=_sentence(_any(tail) + r"\W*$") if tail else None,
        crowd=frozenset(table["nobody"].split()),
    )


def _sentence(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _named(groups: Mapping[str, list[str]], prefix: str = "") -> list[str]:
    """One named group a role."""
    return [f"(?P<{prefix}{role}>{_any(patterns)})" for role, patterns in groups.items()]


def _flat(groups: Mapping[str, list[str]]) -> list[str]:
    return [pattern for patterns in groups.values() for pattern in patterns]


def _some(words: list[str]) -> str:
    """Up to three of these words, each with the space behind it; a bound keeps hostile text from costing more than its length."""
    return f"(?:{_any(words)} ){{0,3}}" if words else ""


def _chain(words: list[str], table: Table) -> str:
    """One or several of these words: "reporting", "writing and additional reporting"."""
    one = f"{_some(table['adjectives'])}{_any(words)}"
    return rf"{one}(?:(?: ?[,/&] ?| {_any(table['and'])} ){one}){{0,3}}"


def _head(table: Table) -> str:
    doing, made, maker = (_flat(table.get(kind, {})) for kind in ("doing", "made", "maker"))
    after = f"(?: {_any(table['after'])})*" if table.get("after") else ""
    alone = rf"(?<=[;,(] )|^(?={_any([*table.get('bare_start', ()), *table.get('bare_joined', ()), _NEVER])})"
    opened = [rf"{group}(?!\w)" for group in _named(table.get("opening", {}))]
    kinds = [
        rf"{_some(table.get('before', []))}(?P<doing>{_chain([*doing, *made], table)}){after} {_any(table['by'])}\b ?:?",
        rf"(?P<titled>{_chain([*doing, *made, *maker], table)}){after} ?:",
        rf"(?:{alone})(?P<bare>{_chain([*doing, *made], table)}){after} (?=(?-i:[A-ZÀ-ÖØ-Þ]))",
    ]
    return rf"(?<![\w’'-]){_any([*opened, *kinds])}"


def _token(table: Table) -> str:
    verbs = [*_named(table.get("verb", {})), *_named(table.get("verb_in", {}), PLACED)]
    spoken = [rf"(?<!\S){_any(verbs)}(?![\w’'-])"] if verbs else []
    aside = [rf"(?<!\S){_any(table['aside'])}(?!\S)"] if "aside" in table else []
    apart = [r"[;,]|(?<=(?-i:[a-zß-ÿ])) ?/ ?(?=(?-i:[A-ZÀ-ÖØ-Þ]))", _cased(table["and"]), *aside]
    return "|".join([*spoken, f"(?P<apart>{_any(apart)})", rf"(?P<place>{_cased(table['in'])})"])


def _cased(words: list[str]) -> str:
    """These words alone, small or in capitals; never one capital, which is an initial ("John E Harker")."""
    longest_first = sorted(words, key=len, reverse=True)
    both = [form for word in longest_first for form in {word, word.upper() if len(word) > 1 else word}]
    return rf"(?<!\S)(?-i:{_any(both)})(?!\S)"


def _hint(table: Table) -> str:
    """What every credit of this language holds, as one small RE2 pattern: of sentences only how they begin."""
    doing, made, maker = (_flat(table.get(kind, {})) for kind in ("doing", "made", "maker"))
    after = f"(?: {_any(table['after'])})*" if table.get("after") else ""
    frames = {pattern.split("(?P<who>")[0] for patterns in table.get("frame", {}).values() for pattern in patterns} - {""}
    parts = [
        f"{_any([*doing, *made])}{after} {_any(table['by'])}",
        f"{_any([*doing, *made, *maker])}{after} ?:",
        *(rf"^\W*{word}" for word in (*table.get("bare_start", ()), *table.get("bare_joined", ()), *sorted(frames))),
        *(f"[;,] {word}" for word in table.get("bare", ())),
        *_flat(table.get("opening", {})),
        *_flat(table.get("verb", {})),
        *(rf"{verb}(?: {_any([*table['in'], *table['and']])}|\W*$)" for verb in _flat(table.get("verb_in", {}))),
    ]
    return _any(parts).replace("{story}", r"\S+").replace(" ?", r"\s?").replace(" ", r"\s")
