"""The command from its first moment: `copydesk`, or `python -m workers` for who has no PATH to it."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path


def main() -> None:
    """Loads the command and runs it. Until it is loaded Ctrl-C ends us without a word: nothing has begun."""
    ours = signal.getsignal(signal.SIGINT)
    if ours is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from workers.cli import main as command

    signal.signal(signal.SIGINT, ours)
    with Path(os.devnull).open("w") as nowhere:  # for a stream that was closed: copydesk status >&-
        sys.stdout, sys.stderr = sys.stdout or nowhere, sys.stderr or nowhere
        command()


if __name__ == "__main__":
    main()
