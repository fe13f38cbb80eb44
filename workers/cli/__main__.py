"""`python -m workers.cli`: the command, for who has no PATH to it."""

from __future__ import annotations

from workers.cli import main

main()
