"""Learn the furniture of a desk's sources from its records, and write it down as proposed styles.

Only reads what the desk has, a record at a time; what it writes lies in DESK/styles-proposed/, where no worker looks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from pipeline.attribution.attribute import JUDGES
from pipeline.cleaning.edges import edges_of
from pipeline.cleaning.learn import learn
from pipeline.cleaning.propose import propose, style_text
from pipeline.cleaning.rule import Rule
from pipeline.cleaning.ruleset import RuleSet, check_evidence
from pipeline.errors import RuleError
from pipeline.record import Record
from workers import history
from workers.ledger import Ledger
from workers.stores import Store
from workers.styling import proposals, styles

_SIGNS = ("byline", "bare_byline", "credit", "rights", "dateline")  # what they read is a person's or a holder's, no furniture


@dataclass(frozen=True, slots=True)
class Learned:
    """What one source taught: the rules to propose, and over how many different stories."""

    source: str
    stories: int
    rules: tuple[Rule, ...]


class Pupil:
    """Looks at the records of one desk, at the newest `most` different stories of a source."""

    def __init__(self, ledger: Ledger, store: Store, accepted: Path, most: int) -> None:
        self.ledger, self.store, self.most = ledger, store, most
        rules = styles.in_force(accepted)
        own = styles.own_ids(accepted)
        self._own = RuleSet(rule for rule in rules.rules if rule.id in own)
        self._refused = proposals.refused(accepted.parent)

    def sources(self) -> list[str]:
        """The sources there are; one without a name where the desk has no ledger any more."""
        return history.sources(self.ledger) or [history.NO_SOURCE]

    def learn(self, source: str, name: str) -> Learned:
        """The rules that the stories of a source speak for, by the name of the style. Raises StoreUnavailable."""
        tallies = learn(lambda: (edges_of(record, self._is_known) for record in self._stories(source)))
        rules = (rule for rule in propose(tallies, name, _is_signed) if rule.match not in self._refused)
        return Learned(source, tallies.stories, tuple(filter(_is_proven, rules)))

    def _stories(self, source: str) -> Iterator[Record]:
        named = history.sources(self.ledger)
        records = history.records_of(self.ledger, self.store, source) if named else history.all_records(self.store)
        return islice(_different(records), self.most)

    def _is_known(self, text: str) -> bool:
        """A style that was accepted takes this line by now; the record is older than it."""
        return bool(self._own.taking(text))


def _different(records: Iterable[Record]) -> Iterator[Record]:
    """Each story once, whatever furniture its copies had: eight bytes are kept of each."""
    seen: set[int] = set()
    for record in records:
        if (key := int(record.content_hash[:16], 16)) not in seen:
            seen.add(key)
            yield record


def _is_signed(text: str) -> bool:
    return any(JUDGES[name](text) is not None for name in _SIGNS)


def _is_proven(rule: Rule) -> bool:
    try:
        check_evidence(RuleSet([rule]), JUDGES)
    except RuleError:
        return False
    return True


def name_of(source: str, taken: Collection[str]) -> str:
    """A name for a source's next style: tca/Sport -> tca_sport, or tca_sport_2 where that is taken."""
    plain = unicodedata.normalize("NFKD", source).encode("ascii", "ignore").decode().casefold()
    name = "_".join(re.findall("[a-z0-9]+", plain)) or "desk"
    return next(free for free in (name, *(f"{name}_{number}" for number in range(2, len(taken) + 3))) if free not in taken)


def write_style(path: Path, learned: Learned) -> None:
    """Writes the proposal, whole or not at all; an older one of this name gives way. Raises SpoolUnavailable."""
    source = f"inbox/{learned.source}" if learned.source else "the inbox"
    about = (
        f"Lines of the house itself, learned from {learned.stories} stories of {source}. Proposed: read it, and accept it or not."
    )
    proposals.write_text(path, style_text(path.stem, about, learned.rules))
