"""The house stands as docs/architecture.md draws it: floors, no circles, small rooms, nothing done by an import."""

from __future__ import annotations

import ast
import importlib
import json
import os
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import pipeline

ROOT = Path(__file__).parents[1]
HOUSE = sorted(path for package in ("pipeline", "workers") for path in (ROOT / package).rglob("*.py"))
EVERYTHING = sorted([*HOUSE, *(path for folder in ("tests", "benchmarks", "seeds") for path in (ROOT / folder).rglob("*.py"))])
ROOMS = ("formats", "cleaning", "attribution")

# Run in a fresh interpreter: imports what is named, then tells which modules came along, and what else was done than
# loading Python: a setting read, a data file opened, a folder made, a process or a connection started. (Python's own
# wsgiref, which prometheus_client imports, copies the whole environment: it does so before we look.)
PROBE = """
import importlib, json, os, sys, wsgiref.handlers

done = []
ACTS = ("socket.connect", "subprocess.Popen", "os.mkdir", "os.rename", "os.remove")

class Watched(type(os.environ)):
    def __getitem__(self, name):
        if name.startswith("COPYDESK_"):
            done.append(f"{module} reads {name}")
        return super().__getitem__(name)

def hook(event, args):
    if event in ACTS or (event == "open" and str(args[0]).endswith((".toml", ".env", ".json"))):
        done.append(f"{module}: {event} {args[0]}")

sys.addaudithook(hook)
os.environ.__class__ = Watched
for module in sys.argv[1:]:
    importlib.import_module(module)
print(json.dumps({"modules": sorted(sys.modules), "done": done}))
"""


def probe(*names: str) -> dict[str, list[str]]:
    """What the import of these modules brings and does, seen from a fresh interpreter that writes no bytecode."""
    environment = {**os.environ, "COPYDESK_CANARY": "whoever copies the environment reads this too"}
    result = subprocess.run(
        [sys.executable, "-B", "-c", PROBE, *names], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    answer: dict[str, list[str]] = json.loads(result.stdout)
    return answer


def name_of(path: Path) -> str:
    """pipeline/formats/__init__.py -> pipeline.formats"""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_of(path): path for path in HOUSE}


def imported(path: Path) -> set[str]:
    """The modules of the house that this one imports, wherever in it the statement stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            # `from pipeline import record` names a module, `from pipeline.record import Record` a thing in one.
            found |= {whole if (whole := f"{node.module}.{alias.name}") in MODULES else node.module for alias in node.names}
    return found & MODULES.keys()


def room_of(module: str) -> str | None:
    """pipeline.cleaning.rule -> cleaning; None for what stands in no room."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "pipeline" and parts[1] in ROOMS else None


def test_the_pipeline_knows_nothing_of_queues_and_workers() -> None:
    pipeline = [name for name in MODULES if name.startswith("pipeline")]

    roots = {module.partition(".")[0] for module in probe(*pipeline)["modules"]}

    assert not roots & {"celery", "kombu", "redis", "workers", "flower", "typer"}


@pytest.mark.parametrize("module", sorted(name for name in MODULES if room_of(name)))
def test_a_room_of_the_pipeline_does_not_know_the_others(module: str) -> None:
    neighbours = {room_of(other) for other in imported(MODULES[module])} - {None, room_of(module)}

    assert not neighbours


def test_imports_go_in_no_circle() -> None:
    graph = {name: imported(path) - {name} for name, path in MODULES.items()}

    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_whoever_refines_nothing_loads_no_reader_and_no_grammar() -> None:
    loaded = set(probe("workers.cli", "workers.feeder", "workers.audit")["modules"])

    assert not loaded & {"bs4", "lxml.etree", "pipeline.refine"}


def test_the_verb_stays_the_verb_when_its_module_is_loaded() -> None:
    importlib.import_module("pipeline.refine")

    assert callable(pipeline.refine)


def test_an_import_reads_no_setting_and_opens_nothing() -> None:
    importable = sorted(name for name in MODULES if not name.endswith("__main__"))  # that one is the command itself

    assert not probe(*importable)["done"]


@pytest.mark.parametrize("path", EVERYTHING, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_fits_in_the_head(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) < 250


@pytest.mark.parametrize("path", HOUSE, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_bytes()))


def test_nothing_leans_on_a_folder_beside_the_repository() -> None:
    beside = "../" + "shared"
    kinds = {".py", ".toml", ".md", ".yml", ".json", ".sh", ""}
    own = [path for path in ROOT.rglob("*") if path.is_file() and path.suffix in kinds and not is_derived(path)]

    assert not [str(path) for path in own if beside in path.read_text("utf-8", "replace")]


def is_derived(path: Path) -> bool:
    """In a folder that tools made: .git, .venv, caches, builds."""
    inside = path.relative_to(ROOT).parts[:-1]
    return any(part in {"build", "dist", "desk", "demo-desk"} or (part.startswith(".") and part != ".ci") for part in inside)
