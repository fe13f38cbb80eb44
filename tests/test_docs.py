"""The pages about the command: they name what there is, and the site and the man page are made of them and of nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from docs import manpage
from tests.workers.cli import copydesk
from workers.cli import app

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
BIN = Path(sys.executable).parent


def commands_of(text: str) -> set[str]:
    """The commands that a page tells people to type: in a code span, or first in a line of a code block."""
    spans = re.findall(r"`copydesk ([a-z][a-z-]*)", text)
    lines = re.findall(r"^(?: {4,}|\$ |  )copydesk ([a-z]\S*)", text, re.M)
    return set(spans) | set(lines)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    known = set(get_command(app).commands)  # type: ignore[attr-defined] # the root is a group

    assert commands_of(page.read_text("utf-8")) <= known


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    text = page.read_text("utf-8")
    named = {target for line in re.findall(r"(?:^ {4}|`)make ((?:[a-z]+ ?)+)", text, re.M) for target in line.split()}

    assert named <= targets


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as `make docs` does."""
    folder = tmp_path_factory.mktemp("site")
    command = [str(BIN / "mkdocs"), "build", "--strict", "--quiet", "--site-dir", str(folder)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def loaded_by(page: Path) -> Iterator[str]:
    """What a browser fetches by itself to show a page."""
    html = page.read_text("utf-8")
    for tag in re.findall(
        r"<(?:script|img|iframe|source)\b[^>]*>|<link\b[^>]*rel=[\"']?(?:stylesheet|icon|preconnect)[^>]*>", html
    ):
        yield from re.findall(r"(?:src|href)=[\"']?([^\"' >]+)", tag)
    yield from re.findall(r"url\([\"']?(https?:[^)\"']+)", html)


def test_the_site_loads_nothing_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))

    assert pages
    assert not {what for page in pages for what in loaded_by(page) if re.match(r"(?:[a-z]+:)?//", what)}


def test_every_page_is_in_the_sites_table_of_contents() -> None:
    def leaves(entry: object) -> Iterator[str]:
        for inner in entry if isinstance(entry, list) else entry.values() if isinstance(entry, dict) else ():
            yield from leaves(inner) if not isinstance(inner, str) else (inner,)

    listed = set(leaves(yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"]))

    assert listed == {str(page.relative_to(ROOT / "docs")) for page in (ROOT / "docs").rglob("*.md")}


def test_the_man_page_is_that_of_the_command() -> None:
    assert manpage.PAGE.read_text("utf-8") == manpage.page(), "`make man` writes it anew"


def test_the_man_page_renders_without_a_warning() -> None:
    if not (groff := shutil.which("groff")):
        pytest.skip("no groff on this machine")
    done = subprocess.run([groff, "-man", "-ww", "-Tutf8", manpage.PAGE], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert "EXIT STATUS" in re.sub(r"\x1b\[\d+m|.\x08", "", done.stdout)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_completion(shell: str) -> None:
    assert "copydesk" in copydesk(env={"_COPYDESK_COMPLETE": f"source_{shell}"}).stdout


def test_a_half_typed_command_is_completed() -> None:
    typed = {"_COPYDESK_COMPLETE": "complete_bash", "COMP_WORDS": "copydesk do", "COMP_CWORD": "1"}

    assert copydesk(env=typed).stdout.split() == ["doctor"]


def test_completion_is_installed_where_the_shell_reads_it(tmp_path: Path) -> None:
    if not shutil.which("bash"):
        pytest.skip("no bash on this machine")
    command = ["bash", "-c", f"{BIN / 'copydesk'} --install-completion; true"]
    subprocess.run(command, env={**os.environ, "HOME": str(tmp_path)}, capture_output=True, check=True)

    [installed] = tmp_path.glob(".bash_completions/*")
    assert "_COPYDESK_COMPLETE=complete_bash" in installed.read_text("utf-8")


def test_every_test_that_the_security_page_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs/security.md").read_text("utf-8")))
    defined = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.M)
    }

    assert named <= defined
