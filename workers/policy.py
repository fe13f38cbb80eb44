"""What is tried again, what goes to quarantine, what stops: all of it, on one screen.

tried again   Unavailable: full disk, read-only folder, store or broker down, a file that is still written to.
              The claim stays claimed, the reconciler sends it again: after resend_seconds, then twice as long each
              time up to LONGEST_WAIT, with jitter. No limit of times: nothing is quarantined for a fault of ours.
quarantine    UnreadableCopy: no story in it, too large, no file, not permitted.   reason = the error's own
              Any error that nobody foresaw, in refining or storing it.             reason = crashed, with traceback
              Longer than soft_time_limit, in a message of its own.                 reason = timed_out
              More than max_memory_bytes, in a message of its own.                  reason = out_of_memory
              Not finished in max_tries tries (killed, hard_time_limit): first in its batch, then
              alone.                                                                reason = poison, with the signals
stops         Ctrl-C and the like; a limit of time or memory in a message of several: they are tried again, each alone.
nothing       Vanished: somebody else has dealt with the claim.
"""

from __future__ import annotations

import random
import traceback
from collections.abc import Sequence
from typing import Literal

from billiard.exceptions import SoftTimeLimitExceeded

from pipeline.errors import CopydeskError, Crashed, OutOfMemory, Poison, TimedOut, Unavailable, Vanished

Ending = Literal["archived", "quarantined", "kept", "gone"]
LONGEST_WAIT = 60.0  # seconds between two tries of what is unavailable
LONGEST_LEASE = 900.0  # seconds between two messages about a claim, while messages wait in the queue


def ending(error: CopydeskError) -> Ending:
    """How a claim ends that met this error."""
    if isinstance(error, Unavailable):
        return "kept"
    return "gone" if isinstance(error, Vanished) else "quarantined"


def foreseen(error: Exception, subject: str, alone: bool) -> CopydeskError:
    """The error of our tree that an error met while refining counts as; `alone`: no other claim is in its message.

    Raises TimedOut or OutOfMemory where it was not alone: others may have used up the time or the memory.
    """
    found: CopydeskError
    if isinstance(error, CopydeskError):
        return error
    elif isinstance(error, SoftTimeLimitExceeded):
        found = TimedOut(subject, "refining it takes longer than soft_time_limit", "raise the limit, then retry")
    elif isinstance(error, MemoryError):
        traceback.clear_frames(error.__traceback__)  # they hold what there was no room for
        found = OutOfMemory(subject, "refining it takes more than max_memory_bytes", "raise the limit, then retry")
    else:
        return _caused(Crashed(subject, f"{type(error).__name__}: {error}", "report it, with the traceback"), error)
    if alone:
        return _caused(found, error)
    raise found from error


def poison(subject: str, tries: int, seen: Sequence[str]) -> Poison:
    """The error about a file that was never finished; `seen` says how the tries ended of which that is known."""
    ends = ", ".join([*seen, *["nobody saw how"] * (tries - len(seen))])
    said = f"not finished in {tries} tries, which ended by: {ends}"
    return Poison(subject, said, "look at it with `copydesk explain`, then retry")


def backoff(times: int, first: float, longest: float, chance: float | None = None) -> float:
    """Seconds to wait after so many waits: doubling from `first` to `longest`, and up to a half more by chance (0 to 1)."""
    return min(longest, first * 2.0 ** min(times, 32)) * (1.0 + (random.random() if chance is None else chance) / 2.0)


def _caused(error: CopydeskError, cause: Exception) -> CopydeskError:
    error.__cause__ = cause
    return error
