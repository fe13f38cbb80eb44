"""`copydesk metrics`: a desk's own metrics for Prometheus."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Annotated

import typer

from pipeline.errors import BadSettings
from workers.cli.apart import Leashed
from workers.cli.desk import no_desk
from workers.cli.options import METRICS_PORT, Broker, Desk
from workers.cli.output import say


def metrics(
    desk: Desk = None,
    broker: Broker = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Where it listens; 0: any free port.")] = METRICS_PORT,
    bind: Annotated[str, typer.Option("--bind", metavar="ADDRESS", help="The address it listens on.")] = "127.0.0.1",
    leashed: Leashed = False,
) -> None:
    """Tell Prometheus how a desk does: stories, warnings, quarantine, waiting times, silent sources. Only reads.

    It asks nobody for a password: keep it on the loopback interface, or on a network of your own. Ctrl-C ends it.

    Examples:
      copydesk metrics /srv/desk
      copydesk metrics /srv/desk --port 9900 --bind 10.0.0.7
      curl --silent http://127.0.0.1:9808/metrics | grep ^copydesk_quarantine
    """
    if find_spec("prometheus_client") is None:
        raise BadSettings("copydesk metrics", "the client of Prometheus is not installed", "pip install 'copydesk[metrics]'")
    from workers.cli.signals import Stopping

    stopping = Stopping()  # first: from now on Ctrl-C never cuts anything in two
    from prometheus_client import CollectorRegistry, start_http_server

    from workers.addresses import listening
    from workers.child import leash
    from workers.metrics.exporter import DeskCollector
    from workers.settings import Settings
    from workers.spool import Spool

    settings = Settings.load(desk, broker_url=broker)
    spool = Spool(settings.desk)
    if not spool.inbox.is_dir() and not spool.meter.folder.is_dir():
        raise no_desk(settings)
    if leashed:
        leash()
    registry = CollectorRegistry()
    registry.register(DeskCollector(settings, spool))
    listening(bind, port).close()  # prometheus_client's own words would not say what to do
    server, thread = start_http_server(port, bind, registry)
    say(f"metrics of {settings.desk} are at http://{bind}:{server.server_port}/metrics")
    while not stopping.asked:
        stopping.wait(None)
    server.shutdown()
    thread.join()
    server.server_close()
