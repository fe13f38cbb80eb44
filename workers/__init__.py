"""Everything that moves: the desk's folders, the queue, the workers and the command. It imports pipeline, never the reverse."""

from __future__ import annotations
