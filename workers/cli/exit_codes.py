"""Every exit code of `copydesk`, in one place."""

from __future__ import annotations

from enum import IntEnum

from pipeline.errors import BadSettings, BrokerUnavailable, CopydeskError, UnreadableCopy
from workers.lock import AlreadyRunning


class ExitCode(IntEnum):
    """What the shell sees. Names and numbers are a contract with people's scripts."""

    OK = 0
    FAILED_FILES = 1  # some of the files could not be read; the others were done
    USAGE = 2  # wrong arguments or settings
    QUARANTINED = 3  # the run is through, and put something into quarantine
    NO_BROKER = 4  # no server to be had: none installed, or it does not answer
    ALREADY_RUNNING = 5  # somebody runs this desk already
    DOES_NOT_ADD_UP = 6  # audit: in is not done + quarantined + in flight
    FAILED = 7  # any other error; the line on stderr says which
    FAULTS = 8  # doctor: something is not as a desk needs it
    INTERRUPTED = 130  # Ctrl-C, as shells count it


_CODES: tuple[tuple[type[CopydeskError], ExitCode], ...] = (
    (UnreadableCopy, ExitCode.FAILED_FILES),
    (BadSettings, ExitCode.USAGE),
    (BrokerUnavailable, ExitCode.NO_BROKER),
    (AlreadyRunning, ExitCode.ALREADY_RUNNING),
)


def code_of(error: CopydeskError) -> ExitCode:
    """The exit code for an error that ends the command."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), ExitCode.FAILED)
