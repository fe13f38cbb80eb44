"""What Prometheus and Grafana are given asks for metrics that there are, of services that there are."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from pipeline.errors import Poison
from tests.absent import absent
from tests.workers.desk import claimed, simple_refine
from tests.workers.scrape import FLOWERS, collector
from workers import audit
from workers.cli.apart import TASKS_COLUMNS
from workers.ingest import ingest
from workers.settings import Settings
from workers.spool import Spool
from workers.stores.memory import MemoryStore

ROOT = Path(__file__).parents[1]
MONITORING = ROOT / "monitoring"
SERVICES = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]
NAME = re.compile(r"\b(?:copydesk|flower)_[a-z0-9_]+")


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((MONITORING / "alerts.yml").read_text("utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def dashboard() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((MONITORING / "grafana" / "dashboard.json").read_text("utf-8"))
    return loaded


def asked_for() -> Iterator[tuple[str, set[str]]]:
    """Every name of a metric with the labels that are asked of it: copydesk_dead_letters{kind="webhooks"}."""
    panels = [target["expr"] for panel in dashboard()["panels"] for target in panel["targets"]]
    queries = [variable["query"]["query"] for variable in dashboard()["templating"]["list"]]
    for expression in (*(rule["expr"] for rule in rules()), *panels, *queries):
        for found in re.finditer(rf"({NAME.pattern})(?:{{([^}}]*)}})?", expression):
            yield found[1], set(re.findall(r"(\w+)\s*=", found[2] or ""))


@pytest.fixture
def told(spool: Spool, broker_url: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """Every metric that a desk tells on which everything has happened, with its labels."""
    monkeypatch.setenv("COPYDESK_BROKER_URL", broker_url)
    monkeypatch.setenv("COPYDESK_CARRIER", "message")
    (spool.desk / "copydesk.toml").write_text("[sources.tca]\nsilent_after = 3600\n")
    (spool.state / "webhooks" / "ours" / "dead").mkdir(parents=True)
    claims = [claimed(spool, "a.txt"), claimed(spool, "b.txt")]
    ingest([claims[0].name], spool, [MemoryStore()], Settings.load(spool.desk), simple_refine)
    spool.quarantine(claims[1], Poison("b.txt", "killed"))
    audit.remember(spool, 0)
    families = text_string_to_metric_families(generate_latest(collector(spool)).decode())
    samples = [sample for family in families for sample in family.samples]
    declared = {"copydesk_warnings_total": {"code"}, "copydesk_rule_hits_total": {"rule"}}  # of which this story has none
    return declared | {sample.name: set(sample.labels) for sample in samples}


def test_every_metric_that_is_asked_for_is_told_with_the_labels_asked_of_it(told: dict[str, set[str]]) -> None:
    own = {"instance", "job"}  # Prometheus' own
    known = told | {name: {"task", "type", "worker"} for name in FLOWERS}

    assert not [(name, labels) for name, labels in asked_for() if name not in known or labels - known[name] - own]


def test_every_metric_that_is_told_is_written_about(told: dict[str, set[str]]) -> None:
    page = (ROOT / "docs" / "monitoring.md").read_text("utf-8")
    suffixes = re.compile(r"_(bucket|count|sum)$")

    assert not [name for name in told if f"`{suffixes.sub('', name)}" not in page]


def test_every_alert_says_how_bad_it_is_and_what_it_means_and_is_written_about() -> None:
    page = (ROOT / "docs" / "monitoring.md").read_text("utf-8")
    names = [rule["alert"] for rule in rules()]

    assert {rule["labels"]["severity"] for rule in rules()} == {"critical", "warning"}
    assert all(rule["annotations"]["summary"].endswith((".", ".)")) for rule in rules())
    assert not [name for name in names if f"`{name}`" not in page]


FINE = {"worker_processes": "4x30", "claims": "5x30", "done_total": "0+10x30", "files_total": "0+10x30"}
ELSEWHERE = FINE | {"worker_processes": "0x30", "workers": "2x30", "files_total": "0x30"}


@pytest.mark.parametrize(
    ("alert", "series", "fires"),
    [
        ("CopydeskNoWorker", FINE, False),
        ("CopydeskNoWorker", FINE | {"worker_processes": "0x30"}, True),
        ("CopydeskNoWorker", ELSEWHERE, False),
        ("CopydeskNoWorker", ELSEWHERE | {"workers": "0x30"}, True),
        ("CopydeskWorkerGone", ELSEWHERE, False),
        ("CopydeskWorkerGone", ELSEWHERE | {"workers": "2x15 1x15"}, True),
        ("CopydeskQueueStuck", FINE, False),
        ("CopydeskQueueStuck", FINE | {"done_total": "7x30", "files_total": "7x30"}, True),
        ("CopydeskQueueStuck", ELSEWHERE, False),
        ("CopydeskQueueStuck", ELSEWHERE | {"done_total": "7x30"}, True),
        ("CopydeskQuarantineRising", ELSEWHERE | {'quarantined_total{reason="binary"}': "0+0.4x30"}, False),
        ("CopydeskQuarantineRising", ELSEWHERE | {'quarantined_total{reason="binary"}': "0+2x30"}, True),
    ],
)
def test_an_alert_fires_when_it_should_wherever_the_workers_are(
    alert: str, series: dict[str, str], fires: bool, tmp_path: Path
) -> None:
    promtool = shutil.which("promtool") or absent("promtool is not installed: it comes with prometheus")
    inputs = [{"series": f"copydesk_{name}", "values": values} for name, values in series.items()]
    question = {"expr": f'count(ALERTS{{alertname="{alert}", alertstate="firing"}}) or vector(0)', "eval_time": "25m"}
    answer = {"exp_samples": [{"labels": "{}", "value": int(fires)}]}
    trial = {"interval": "1m", "input_series": inputs, "promql_expr_test": [question | answer]}
    path = tmp_path / "trial.yml"
    path.write_text(json.dumps({"rule_files": [str(MONITORING / "alerts.yml")], "tests": [trial]}))

    done = subprocess.run([promtool, "test", "rules", path], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


def test_prometheus_scrapes_services_that_there_are() -> None:
    config = yaml.safe_load((MONITORING / "prometheus.yml").read_text("utf-8"))
    targets = [target for job in config["scrape_configs"] for each in job["static_configs"] for target in each["targets"]]

    assert {target.partition(":")[0] for target in targets} <= set(SERVICES)
    assert {job["job_name"] for job in config["scrape_configs"]} >= {job for _, job in jobs()}


def jobs() -> Iterator[tuple[str, str]]:
    for rule in rules():
        yield from ((rule["alert"], job) for job in re.findall(r'job="(\w+)"', rule["expr"]))


def test_flower_shows_the_same_columns_wherever_it_runs() -> None:
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")

    assert SERVICES["flower"]["environment"]["FLOWER_TASKS_COLUMNS"] == TASKS_COLUMNS
    assert f"--tasks_columns={TASKS_COLUMNS}" in page


def test_what_the_services_mount_is_there() -> None:
    mounted = [volume.split(":")[0] for name in ("prometheus", "grafana") for volume in SERVICES[name]["volumes"]]

    assert not [path for path in mounted if path.startswith("./") and not (ROOT / path).exists()]


def test_the_dashboard_asks_the_source_that_is_provisioned() -> None:
    provisioned = yaml.safe_load((MONITORING / "grafana" / "provisioning" / "datasources" / "prometheus.yml").read_text("utf-8"))
    uids = {source["uid"] for source in provisioned["datasources"]}
    panels = dashboard()["panels"]

    assert {panel["datasource"]["uid"] for panel in panels} == uids
    assert len({panel["id"] for panel in panels}) == len(panels)
