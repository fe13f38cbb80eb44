"""Is any of these patterns anywhere in a text? The quick look that comes before a grammar."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import re2

_MEMORY: Final = 16 << 20  # bytes an automaton may take; beyond it RE2 falls back to an engine thirty times as slow


def finder(*patterns: str) -> Callable[[str], list[int]]:
    """A function that tells the numbers of the patterns that are in a text, in any case of its letters.

    An RE2 set, even of one pattern: a search would go over the text again to say where, and nobody asks.
    """
    options = re2.Options()
    options.case_sensitive = False
    options.max_mem = _MEMORY
    known = re2.Set.SearchSet(options)
    for pattern in patterns:
        known.Add(pattern)
    known.Compile()
    return lambda text: sorted(known.Match(text) or ())
