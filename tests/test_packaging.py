"""What is shipped fits together: dependencies, locks, image, compose file, and the pages that tell people of them."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
import yaml

from workers.cli.exit_codes import ExitCode
from workers.settings import Settings

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = sorted(name for name, service in SERVICES.items() if service["image"] == COMPOSE["x-copydesk"]["image"])
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def normal(name: str) -> str:
    """The one spelling of a distribution's name: Pydantic_Settings[x]>=2 -> pydantic-settings"""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", name)[0]).lower()


def locked(name: str) -> set[str]:
    """The distributions that a lock pins."""
    return {normal(entry) for entry in re.findall(r"^([\w.-]+)==", text_of(f"requirements/{name}.txt"), re.M)}


def text_of(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def imported_packages() -> set[str]:
    """The top names of everything that pipeline and workers import at work, from outside and not from Python itself."""
    tops = set()
    for path in (path for package in ("pipeline", "workers") for path in (ROOT / package).rglob("*.py")):
        tree = ast.parse(path.read_bytes())
        checking = (node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test))
        typing_only = {id(inner) for node in checking for inner in ast.walk(node)}
        for node in (node for node in ast.walk(tree) if id(node) not in typing_only):
            if isinstance(node, ast.Import):
                tops |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                tops.add(node.module.partition(".")[0])
    return tops - sys.stdlib_module_names - {"pipeline", "workers"}


def test_what_is_imported_is_declared() -> None:
    extras = [entry for extra in PROJECT["project"]["optional-dependencies"].values() for entry in extra]
    declared = {normal(entry) for entry in [*PROJECT["project"]["dependencies"], *extras]}
    homes = packages_distributions()

    assert not {top for top in imported_packages() if not declared & {normal(home) for home in homes.get(top, [])}}


# What only shows when it is used: Celery and kombu load these by name.
LOADED_BY_NAME = (
    "celery.apps.worker",
    "celery.concurrency.prefork",
    "flower.command",
    "kombu.transport.pyamqp",
    "kombu.transport.redis",
)


def test_what_is_loaded_at_work_is_in_the_lock_for_running() -> None:
    """The tests' own environment holds more than a desk's: a library that is missing there is not missed here."""
    house = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in (ROOT / "workers").rglob("*.py")]
    ours = [name.removesuffix(".__init__") for name in house if not name.endswith("__main__")]
    script = "import importlib, sys; [importlib.import_module(name) for name in sys.argv[1:]]; print(*sys.modules)"
    command = [sys.executable, "-c", script, *ours, *LOADED_BY_NAME]
    loaded = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    homes = packages_distributions()
    used = {normal(home) for top in {name.partition(".")[0] for name in loaded} for home in homes.get(top, [])}

    # The hook in every start of Python; what Celery and kombu take where it is, and the tools of the tests brought.
    unasked = {"copydesk", "setuptools", "psutil", "pyyaml", "cryptography", "cffi", "greenlet", "msgpack"}
    assert used - locked("run") <= unasked


def test_each_dependency_has_its_reason_on_record() -> None:
    page = text_of("docs/decisions/0001-dependencies.md")
    groups = [entry for group in PROJECT["dependency-groups"].values() for entry in group if isinstance(entry, str)]
    names = {normal(entry) for entry in [*PROJECT["project"]["dependencies"], *groups] if not entry.startswith("types-")}

    assert not {name for name in names if not re.search(rf"\b{name}\b", page)}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_versions_and_hashes_and_names_no_index(lock: Path) -> None:
    body = re.sub(r"#.*", "", lock.read_text("utf-8"))
    entries = re.split(r"\n(?=\S)", body.strip())

    assert not [entry for entry in entries if not re.match(r"[\w.-]+==\S+", entry) or "--hash=sha256:" not in entry]
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host|@ ", body)


def test_the_lock_for_running_holds_every_dependency_and_the_one_for_tests_the_same_versions() -> None:
    run, dev = (set(re.findall(r"^([\w.-]+)==(\S+)", text_of(f"requirements/{name}.txt"), re.M)) for name in ("run", "dev"))
    declared = {normal(entry) for entry in PROJECT["project"]["dependencies"]}

    assert declared <= {normal(name) for name, _ in run}
    assert run <= dev


def test_the_environment_here_is_the_locked_one() -> None:
    """Else green here says nothing of what is shipped."""
    if not os.environ.get("CI"):
        pytest.skip("only where the environment was made by make")
    frozen = subprocess.run([sys.executable, "-m", "pip", "freeze"], capture_output=True, text=True, check=True).stdout
    here = {(normal(name), version) for name, version in re.findall(r"^([\w.-]+)==(\S+)", frozen, re.M)}
    locked = {
        (normal(name), version) for name, version in re.findall(r"^([\w.-]+)==(\S+)", text_of("requirements/dev.txt"), re.M)
    }

    assert here <= locked


def copydesk(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("copydesk")), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


@pytest.mark.parametrize("service", ["metrics", "watcher", "worker"])
def test_a_service_runs_a_command_that_there_is(service: str) -> None:
    result = copydesk(*SERVICES[service]["command"], "--help")

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("service", OURS)
def test_a_healthcheck_is_python_that_runs_in_the_image(service: str) -> None:
    kind, program, option, code = SERVICES[service]["healthcheck"]["test"]

    assert (kind, program, option) == ("CMD", "python", "-c")
    assert set(re.findall(r"from (\S+) import", code)) <= {"workers.app"}
    ast.parse(code)


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_a_service_has_no_more_rights_than_it_needs(service: str) -> None:
    granted = SERVICES[service]

    assert granted["user"].split(":")[0] not in {"", "0", "root"}
    assert (granted["read_only"], granted["cap_drop"], granted["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])


def test_only_what_asks_for_a_password_listens_to_the_outside_and_that_on_this_machine_alone() -> None:
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert ports == {
        "flower": ["${FLOWER_BIND:-127.0.0.1}:${FLOWER_PORT:-5555}:5555"],
        "grafana": ["${GRAFANA_BIND:-127.0.0.1}:${GRAFANA_PORT:-3000}:3000"],
    }


@pytest.mark.parametrize("service", OURS)
def test_a_service_waits_for_a_healthy_redis(service: str) -> None:
    assert SERVICES[service]["depends_on"] == {"redis": {"condition": "service_healthy"}}
    assert "healthcheck" in SERVICES["redis"]


def test_redis_keeps_what_it_accepts_and_asks_for_a_password() -> None:
    command = SERVICES["redis"]["command"][-1]

    assert all(option in command for option in ("exec ", "--appendonly yes", "--maxmemory-policy noeviction", "--requirepass"))


@pytest.mark.parametrize("path", ["docker-compose.yml", "Dockerfile", ".env.example", "docs/operations.md"])
def test_every_setting_that_is_named_exists(path: str) -> None:
    named = set(re.findall(r"\bCOPYDESK_([A-Z_]+?)\b(?!__)", text_of(path)))

    assert named <= {name.upper() for name in Settings.model_fields}


def test_every_variable_of_the_compose_file_is_in_the_example() -> None:
    used = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", text_of("docker-compose.yml")))

    assert used <= set(re.findall(r"^#?([A-Z_]+)=", text_of(".env.example"), re.M))


def test_the_operations_page_lists_every_setting_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `([a-z_]+)` \| (.+?) \|", text_of("docs/operations.md"), re.M))

    assert set(rows) == set(Settings.model_fields)
    plain = {name: field.default for name, field in Settings.model_fields.items() if isinstance(field.default, (int, float, str))}
    assert not {
        name: default for name, default in plain.items() if f"{default}".removesuffix(".0") != rows[name].replace(",", "")
    }


def test_the_base_images_are_pinned_and_the_user_is_not_root() -> None:
    dockerfile = text_of("Dockerfile")
    bases = re.findall(r"^FROM (\S+)", dockerfile, re.M)

    others = [SERVICES[name]["image"] for name in set(SERVICES) - set(OURS)]
    assert all(re.fullmatch(r"[\w/.-]+:v?\d[\w.-]+", base) for base in [*bases, *others])
    assert re.findall(r"^USER (\S+)", dockerfile, re.M) == ["copydesk"]


def test_everything_that_the_image_copies_is_let_through_to_it() -> None:
    copied = {
        source.rstrip("/")
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", text_of("Dockerfile"), re.M)
        for source in line.split()
    }
    let_through = set(re.findall(r"^!(.+)$", text_of(".dockerignore"), re.M))

    assert copied == let_through
    assert all((ROOT / source).exists() for source in copied)


def test_docker_compose_accepts_the_file() -> None:
    """By its own schema and interpolation; it needs no engine for that."""
    compose = ["docker", "compose"]
    if not shutil.which("docker") or subprocess.run([*compose, "version"], capture_output=True, check=False).returncode:
        pytest.skip("no `docker compose` here")
    environment = {**os.environ, "REDIS_PASSWORD": "x", "FLOWER_PASSWORD": "x"}
    command = [*compose, "--file", str(ROOT / "docker-compose.yml"), "config", "--quiet"]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stderr


def test_the_operations_page_lists_every_exit_code() -> None:
    rows = re.findall(r"^\| (\d+) \|", text_of("docs/operations.md"), re.M)

    assert [int(row) for row in rows] == [code.value for code in ExitCode]
