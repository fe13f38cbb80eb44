"""Known holes in what copydesk stands on: `make audit` asks for every library of requirements/run.txt, by pip-audit.

pip-audit passes what its service does not know, or never heard of. Here nothing passes in silence: what nobody could be
asked about is told as `not audited`. Two services are asked, PyPI's and OSV's; a house may have a mirror of the second.

Exit codes: 1 where a hole is known, because somebody has to decide on it before more is built upon it. 0 where no service
answered: nobody here can mend that, and a red that nobody can mend is soon overlooked. `--strict`, before a release, makes
that a 1 as well.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

LOCK: Final = Path(__file__).with_name("run.txt")
SERVICES: Final = ("pypi", "osv")
_SHOWN: Final = 5  # names of what was not audited; the rest is a number


class Answer(NamedTuple):
    """What a service said: the holes of each library that it knows, which it does not know, and why it said nothing of them."""

    holes: Mapping[str, Sequence[str]]
    unknown: Sequence[str]
    silence: str


def ask(service: str, lock: Path, options: Sequence[str] = ()) -> Answer:
    """One service about all libraries of a lock. One that does not answer knows none of them."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock), "--require-hashes", "--disable-pip"]
    command += ["--format", "json", "--progress-spinner", "off", "--vulnerability-service", service, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        told = json.loads(done.stdout)["dependencies"]
    except ValueError:  # a traceback instead
        last = done.stderr.strip().splitlines()[-1:] or ["no word"]
        return Answer({}, names_in(lock), f"{service} does not answer: {last[0][:300]}")
    known = {each["name"]: [_shown(hole) for hole in each["vulns"]] for each in told if "vulns" in each}
    unknown = [each["name"] for each in told if each["name"] not in known]  # not those of other platforms
    return Answer(known, unknown, f"{service} does not know {len(unknown)} of {len(told)} libraries")


def _shown(hole: Mapping[str, Sequence[str]]) -> str:
    """PYSEC-2026-1 (CVE-2026-1), mended in 2.0"""
    aliases = f" ({', '.join(hole['aliases'])})" if hole["aliases"] else ""
    return f"{hole['id']}{aliases}, " + (f"mended in {', '.join(hole['fix_versions'])}" if hole["fix_versions"] else "not mended")


def names_in(lock: Path) -> list[str]:
    """The libraries that a lock pins."""
    lines = lock.read_text("utf-8").splitlines()
    return [*dict.fromkeys(line.partition("==")[0] for line in lines if "==" in line and not line.startswith("#"))]


def audit(lock: Path, services: Mapping[str, Sequence[str]], strict: bool) -> int:
    """Asks one service after the other, until all is known; says what came of it, and returns the exit code."""
    known: dict[str, Sequence[str]] = {}
    left, silences = names_in(lock), []
    for service, options in services.items():
        answer = ask(service, lock, options)
        known = {**answer.holes, **known}
        left = [name for name in left if name in answer.unknown]
        silences.append(answer.silence)
        if not left:
            break
    found = [f"{name}: {hole}" for name, holes in known.items() for hole in holes]
    print(*found, sep="\n", end="\n" if found else "")
    print(f"audited: {len(known)} libraries, {len(found)} known holes")
    if left:
        more = f" and {len(left) - _SHOWN} more" if len(left) > _SHOWN else ""
        print(f"not audited: {', '.join(left[:_SHOWN])}{more}: {'; '.join(silences)}")
    return int(bool(found) or (strict and bool(left)))


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m requirements.audit", description=__doc__.partition("\n")[0])
    parser.add_argument("--strict", action="store_true", help="exit with 1 where something could not be audited")
    parser.add_argument("--osv-url", help="a mirror of OSV's API, asked instead of both services")
    parser.add_argument("--lock", type=Path, default=LOCK)
    given = parser.parse_args()
    services = {"osv": ["--osv-url", given.osv_url]} if given.osv_url else dict.fromkeys(SERVICES, ())
    return audit(given.lock, services, given.strict)


if __name__ == "__main__":
    sys.exit(main())
