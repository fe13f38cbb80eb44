"""What holds for every test: the hypothesis profile, and the choice of nodes for pytest-celery."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

# No deadline: the machine may be busy. CI repeats the same examples, so that red is red twice.
settings.register_profile("copydesk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("copydesk"), derandomize=True, print_blob=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--nodes", choices=("local", "docker"), default="local",
        help="what tests/celery_nodes run on: processes of this machine (default), or containers of a Docker engine",
    )  # fmt: skip


def pytest_configure() -> None:
    settings.load_profile("ci" if os.environ.get("CI") else "copydesk")
