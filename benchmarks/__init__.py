"""How fast is copydesk? Measured side by side with a plain pipeline and the disk's own limit: `python -m benchmarks`."""

from __future__ import annotations
