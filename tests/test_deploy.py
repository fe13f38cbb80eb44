"""What is in deploy/, and the compose file: units and pods that run commands there are, with no more rights than those need."""

from __future__ import annotations

import ast
import configparser
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.workers.processes import COPYDESK
from workers.settings import Settings

ROOT = Path(__file__).parents[1]
UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))
COMPOSE: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]
KUBERNETES = ROOT / "deploy/kubernetes"
MOST_EXPOSED = 2.0  # of 10, by `systemd-analyze security`; a unit without any of it has 9.6


class Unit(configparser.RawConfigParser):
    """A unit: names in their own case, and one name twice is fine."""

    def __init__(self, path: Path) -> None:
        super().__init__(strict=False, interpolation=None)
        self.read_string(path.read_text("utf-8"))

    def optionxform(self, optionstr: str) -> str:
        return optionstr


def objects() -> Iterator[dict[str, Any]]:
    """Every object of deploy/kubernetes."""
    for path in sorted(KUBERNETES.glob("*.yaml")):
        if path.name != "kustomization.yaml":
            yield from yaml.safe_load_all(path.read_text("utf-8"))


def named(kind: str) -> dict[str, dict[str, Any]]:
    return {each["metadata"]["name"]: each for each in objects() if each["kind"] == kind}


WORKLOADS = {**named("Deployment"), **named("StatefulSet")}
PODS: dict[str, dict[str, Any]] = {name: each["spec"]["template"]["spec"] for name, each in WORKLOADS.items()}
CONTAINERS: dict[str, dict[str, Any]] = {name: pod["containers"][0] for name, pod in PODS.items()}


def copydesk_knows(*arguments: str) -> bool:
    return subprocess.run([COPYDESK, *arguments, "--help"], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_a_command_that_there_is(path: Path) -> None:
    program, command, *arguments = Unit(path)["Service"]["ExecStart"].split()

    assert program == "/opt/copydesk/bin/copydesk"
    assert copydesk_knows(command, *arguments)


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_takes_a_unit_and_finds_it_little_exposed(path: Path, tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        pytest.skip("no systemd on this machine")
    here = tmp_path / path.name
    here.write_text(path.read_text("utf-8").replace("/opt/copydesk/bin/copydesk", COPYDESK), "utf-8")

    verified = subprocess.run([analyze, "verify", "--man=no", here], capture_output=True, text=True, check=False)
    exposed = subprocess.run(
        [analyze, "security", "--offline=true", f"--threshold={MOST_EXPOSED * 10:.0f}", here],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (verified.returncode, verified.stderr) == (0, "")
    assert exposed.returncode == 0, exposed.stdout.splitlines()[-1]


def test_the_units_are_closed_alike() -> None:
    shut = [path.read_text("utf-8").partition("ProtectSystem=")[2] for path in UNITS]

    assert len(set(shut)) == 1


def test_a_stop_cuts_no_story_off() -> None:
    unit = Unit(ROOT / "deploy/systemd/copydesk.service")

    assert int(unit["Service"]["TimeoutStopSec"]) > Settings.model_fields["hard_time_limit"].default


@pytest.mark.parametrize("path", [*UNITS, *KUBERNETES.glob("*.yaml")], ids=lambda path: path.name)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    known = {name.upper() for name in Settings.model_fields}

    assert set(re.findall(r"\bCOPYDESK_([A-Z_]+)", path.read_text("utf-8"))) <= known


@pytest.mark.parametrize("name", sorted(PODS))
def test_a_pod_runs_as_nobody_in_particular_and_may_write_to_its_volumes_alone(name: str) -> None:
    pod, container = PODS[name], CONTAINERS[name]

    assert pod["securityContext"]["runAsNonRoot"]
    assert pod["securityContext"]["runAsUser"] > 0
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert not pod["automountServiceAccountToken"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
    }  # fmt: skip
    assert not {"hostNetwork", "hostPID", "hostIPC"} & set(pod)
    assert not [volume for volume in pod.get("volumes", ()) if "hostPath" in volume]


@pytest.mark.parametrize("name", sorted(PODS))
def test_a_pod_says_what_it_needs_when_it_is_ready_and_how_long_it_takes_to_stop(name: str) -> None:
    container = CONTAINERS[name]

    assert {"cpu", "memory"} <= set(container["resources"]["requests"])
    assert "memory" in container["resources"]["limits"]
    assert "readinessProbe" in container
    assert PODS[name]["terminationGracePeriodSeconds"] > 0


def test_images_are_pinned_and_redis_is_the_one_of_the_compose_file() -> None:
    images = {name: container["image"] for name, container in CONTAINERS.items()}

    assert all(re.fullmatch(r"[\w/.-]+:\d[\w.-]+", image) for image in images.values())
    assert images["redis"] == COMPOSE["redis"]["image"]


@pytest.mark.parametrize("name", ["watcher", "worker"])
def test_a_pod_starts_a_command_that_there_is(name: str) -> None:
    assert copydesk_knows(*CONTAINERS[name]["args"])


def test_flower_is_started_as_in_the_compose_file() -> None:
    assert CONTAINERS["flower"]["command"] == COMPOSE["flower"]["entrypoint"]


@pytest.mark.parametrize("name", ["watcher", "worker"])
def test_a_probe_is_python_that_runs_in_the_image(name: str) -> None:
    program, option, code = CONTAINERS[name]["readinessProbe"]["exec"]["command"]

    assert (program, option) == ("python", "-c")
    assert set(re.findall(r"from (\S+) import", code)) <= {"workers.app"}
    ast.parse(code)


@pytest.mark.parametrize("name", sorted(WORKLOADS))
def test_a_selector_finds_its_own_pods(name: str) -> None:
    spec = WORKLOADS[name]["spec"]

    assert spec["selector"]["matchLabels"].items() <= spec["template"]["metadata"]["labels"].items()


def test_secrets_come_from_one_secret_by_keys_that_are_told_how_to_make() -> None:
    """Not in the environment of watcher and workers, but in files."""
    told = set(re.findall(r"--from-literal=(\w+)=", (KUBERNETES / "kustomization.yaml").read_text("utf-8")))
    asked = set(re.findall(r"key: (\w+)", "".join(path.read_text("utf-8") for path in KUBERNETES.glob("*.yaml"))))

    assert asked == told
    assert not [env for name in ("watcher", "worker") for env in CONTAINERS[name]["env"] if "valueFrom" in env]


def test_nobody_talks_to_anybody_unless_a_policy_says_so() -> None:
    policies = named("NetworkPolicy")

    assert policies["closed"]["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert policies["redis-from-desk"]["spec"]["ingress"][0]["ports"] == [{"port": 6379, "protocol": "TCP"}]
    assert "enforce: restricted" in (KUBERNETES / "namespace.yaml").read_text("utf-8")


def test_everything_is_applied_together() -> None:
    told = yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text("utf-8"))

    assert set(told["resources"]) == {path.name for path in KUBERNETES.glob("*.yaml")} - {"kustomization.yaml"}
    assert [image["newTag"] for image in told["images"]] == [CONTAINERS["worker"]["image"].rpartition(":")[2]]


def test_kubectl_takes_it() -> None:
    if not (kubectl := shutil.which("kubectl")):
        pytest.skip("no kubectl on this machine")
    done = subprocess.run([kubectl, "kustomize", KUBERNETES], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert len(list(yaml.safe_load_all(done.stdout))) == len(list(objects()))


@pytest.mark.parametrize("name", sorted(COMPOSE))
def test_a_service_of_the_compose_file_has_nothing_of_its_host(name: str) -> None:
    service = COMPOSE[name]
    mounted = [str(volume).partition(":")[0] for volume in service.get("volumes", ())]

    assert not {"network_mode", "privileged", "pid", "ipc", "devices", "cap_add", "userns_mode"} & set(service)
    assert not [source for source in mounted if source.startswith("/") or "docker.sock" in source]


def test_the_command_lines_of_the_compose_file_hold_no_secret() -> None:
    """`ps` shows them to everybody on the host; what is in the environment only to whoever may become the user."""
    lines = [str(service.get(key, "")) for service in COMPOSE.values() for key in ("command", "entrypoint", "healthcheck")]

    assert not [line for line in lines if re.search(r"\$\{?\w*PASSWORD", line)]
