"""What is tried again, what goes to quarantine, what stops: all of it, on one screen.

tried again   Unavailable: full disk, read-only folder, store or broker down, a file that is still written to.
              The claim stays claimed, the reconciler sends it again: after resend_seconds, then twice as long each
              time up to LONGEST_WAIT, with jitter. No limit of times: nothing is quarantined for a fault of ours.
quarantine    UnreadableCopy: no story in it, too large, no file, not permitted.   reason = the error's own
              Any error that nobody foresaw, in refining or storing it.             reason = crashed, with traceback
              Longer than soft_time_limit while it is tried alone.                  reason = timed_out
              Ended its worker max_tries times (killed, out of memory, hard_time_limit): first in its batch, then
              alone.                                                                reason = poison
stops         Ctrl-C and the like; soft_time_limit within a batch: its claims are tried again, each alone.
nothing       Vanished: somebody else has dealt with the claim.
"""

from __future__ import annotations

import random
from typing import Literal

from billiard.exceptions import SoftTimeLimitExceeded

from pipeline.errors import CopydeskError, Crashed, Poison, TimedOut, Unavailable, Vanished

Ending = Literal["archived", "quarantined", "kept", "gone"]
LONGEST_WAIT = 60.0  # seconds between two tries of what is unavailable
LONGEST_LEASE = 900.0  # seconds between two messages about a claim, while messages wait in the queue


def ending(error: CopydeskError) -> Ending:
    """How a claim ends that met this error."""
    if isinstance(error, Unavailable):
        return "kept"
    return "gone" if isinstance(error, Vanished) else "quarantined"


def foreseen(error: Exception, subject: str, alone: bool) -> CopydeskError:
    """The error of our tree that an error met while refining counts as. Raises what must stop the batch."""
    if isinstance(error, CopydeskError):
        return error
    if not isinstance(error, SoftTimeLimitExceeded):
        return _caused(Crashed(subject, f"{type(error).__name__}: {error}", "report it, with the traceback"), error)
    if alone:
        return _caused(TimedOut(subject, "refining it takes longer than soft_time_limit", "raise the limit, then retry"), error)
    raise error


def poison(subject: str, tries: int) -> Poison:
    """The error about a file that ended its worker each time."""
    return Poison(subject, f"ended its worker {tries} times", "look at it with `copydesk explain`, then retry")


def backoff(times: int, first: float, longest: float, chance: float | None = None) -> float:
    """Seconds to wait after so many waits: doubling from `first` to `longest`, and up to a half more by chance (0 to 1)."""
    return min(longest, first * 2.0 ** min(times, 32)) * (1.0 + (random.random() if chance is None else chance) / 2.0)


def _caused(error: CopydeskError, cause: Exception) -> CopydeskError:
    error.__cause__ = cause
    return error
