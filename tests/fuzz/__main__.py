"""Fuzz every reader until the time is over: python -m tests.fuzz [SECONDS]. What fails is saved in the corpus.

First every seed is cut off at every byte; then seeds and corpus are mutated at random. Each failing file is made smaller
while it fails in the same way.
"""

from __future__ import annotations

import hashlib
import sys
import time
from random import Random

from tests.fuzz.lawful import CORPUS, assert_lawful, seeds_of
from tests.fuzz.mutations import mutated

SECONDS = 600


def failure(raw: bytes) -> str | None:
    """What goes wrong with it: the kind of the error, and the place that it comes from; None where nothing does."""
    try:
        assert_lawful(raw)
    except Exception as error:  # noqa: BLE001  whatever it is, it is a find
        place = error.__traceback__
        while place and place.tb_next:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else ""
        return f"{type(error).__name__} at {where}"
    return None


def smaller(raw: bytes, found: str) -> bytes:
    """The file with every stretch left out that the failure does not need."""
    size = len(raw) // 2
    while size:
        at = 0
        while at < len(raw):
            shorter = raw[:at] + raw[at + size :]
            raw, at = (shorter, at) if failure(shorter) == found else (raw, at + size)
        size //= 2
    return raw


def save(reader: str, raw: bytes, known: set[str]) -> None:
    """A new failure goes into the corpus, small, and is told."""
    found = failure(raw)
    if found is None or found in known:
        return
    known.add(found)
    raw = smaller(raw, found)
    path = CORPUS / reader / f"{hashlib.sha256(raw).hexdigest()[:12]}.bin"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(raw)
    print(f"{path.relative_to(CORPUS.parent.parent.parent)}: {found}", flush=True)


def main(seconds: float) -> int:
    """How many failures were found."""
    ends, known, tried = time.monotonic() + seconds, set[str](), 0
    files = {
        reader: [*found, *(path.read_bytes() for path in CORPUS.glob(f"{reader}/*.bin"))] for reader, found in seeds_of().items()
    }
    cuts = [(reader, raw, cut) for reader, found in files.items() for raw in found for cut in range(len(raw))]
    random = Random()
    random.shuffle(cuts)
    for reader, raw, cut in cuts:
        save(reader, raw[:cut], known)
        tried += 1
        if time.monotonic() > ends - seconds / 2:
            break
    while time.monotonic() < ends:
        for reader, found in files.items():
            save(reader, mutated(random.choice(found), found, random), known)
            tried += 1
    print(f"{tried} files tried, {len(known)} kinds of failure")
    return len(known)


if __name__ == "__main__":
    sys.exit(bool(main(float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS)))
