"""`make screenshots`: the pictures in docs/images/, taken anew of the real thing (make screenshots ARGS=flower)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from tests.browser import desk_page, flower

IMAGES = Path(__file__).parents[2] / "docs" / "images"
ALBUMS: dict[str, Callable[[Path], None]] = {"desk": desk_page.take, "flower": flower.take}


def main() -> None:
    """Those named, else all."""
    IMAGES.mkdir(exist_ok=True)
    for name in sys.argv[1:] or ALBUMS:
        ALBUMS[name](IMAGES)
        print(f"{name}: {IMAGES}/{name}-*.png")


if __name__ == "__main__":
    main()
