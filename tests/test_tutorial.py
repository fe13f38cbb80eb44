"""The tutorial is true: its `console` boxes are run, in their order, in one empty folder, and say what the page shows.

In a box `$ ` begins a command and `> ` goes on with it; the lines up to the next one are what it says, on either stream. "…"
stands for whatever a line has there; on a line of its own for any number of lines, none too.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

PAGE = Path(__file__).parents[1] / "docs" / "tutorial.md"
BOX = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)


class Step(NamedTuple):
    command: str
    output: list[str]


def steps(page: str) -> Iterator[Step]:
    """The commands of all boxes, with what each is said to say."""
    for box in BOX.findall(page):
        step = Step("", [])
        for line in box.splitlines():
            if line.startswith("$ "):
                if step.command:
                    yield step
                step = Step(line.removeprefix("$ "), [])
            elif line.startswith(">") and not step.output:
                step = Step(f"{step.command}\n{line.removeprefix('>').removeprefix(' ')}", [])
            else:
                step.output.append(line)
        yield step


def pattern(shown: list[str]) -> re.Pattern[str]:
    """What the shown lines stand for."""
    lines = (r"(?:.*\n)*?" if line.strip() == "…" else ".*".join(map(re.escape, line.split("…"))) + r"[ ]*\n" for line in shown)
    return re.compile("".join(lines))


def run(command: str, folder: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COPYDESK_")}
    environment |= {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "HOME": str(folder), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, check=False,
    )  # fmt: skip
    return done.stdout


def test_every_command_of_the_tutorial_says_what_the_page_shows(tmp_path: Path) -> None:
    for step in steps(PAGE.read_text("utf-8")):
        said = run(step.command, tmp_path)

        assert pattern(step.output).fullmatch(said), f"$ {step.command}\n{said}\n--- is not what is shown:\n" + "\n".join(
            step.output
        )


@pytest.mark.parametrize(
    ("shown", "said", "same"),
    [
        (["made …2", "…", "it adds up"], "made    2\nleft 0\nright 0\nit adds up\n", True),
        (["made …2", "…", "it adds up"], "made    2\nit adds up\n", True),
        (["made …2", "it adds up"], "made    2\nleft 0\nit adds up\n", False),
        (["1 done"], "11 done\n", False),
        ([], "something\n", False),
    ],
)
def test_what_is_left_out_is_told_from_what_is_wrong(shown: list[str], said: str, same: bool) -> None:
    assert bool(pattern(shown).fullmatch(said)) == same
