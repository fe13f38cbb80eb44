"""What holds for every test: the hypothesis profile, how many run at a time, and the choice of nodes for pytest-celery."""

from __future__ import annotations

import os
from collections.abc import Generator

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


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Half as many again as there are cores: two fifths of a test's time it waits, for processes, servers and browsers."""
    return (yield) * 3 // 2


def pytest_configure() -> None:
    settings.load_profile("ci" if os.environ.get("CI") else "copydesk")
