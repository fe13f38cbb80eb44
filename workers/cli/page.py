"""`copydesk desk`: the desk in a browser."""

from __future__ import annotations

import secrets
from importlib.util import find_spec
from typing import Annotated

import typer

from pipeline.errors import BadSettings
from workers.cli.desk import open_desk
from workers.cli.options import Desk
from workers.cli.output import say


def page(
    desk: Desk = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Where it listens; 0 is any port that is free.")] = 8080,
    bind: Annotated[str, typer.Option("--bind", metavar="ADDRESS", help="The address it listens on.")] = "127.0.0.1",
    no_token: Annotated[bool, typer.Option("--no-token", help="Let in everybody who uses this machine.")] = False,
) -> None:
    """Show a desk in a browser: the stream of stories, one story beside its source, the quarantine, rules and proposals.

    It prints the address to open, with a token that is new at every start (or COPYDESK_DESK_TOKEN). Ctrl-C ends it.

    Examples:
      copydesk desk
      copydesk desk /srv/desk --port 9000
      ssh -L 8080:127.0.0.1:8080 news.example.org     # from another machine
    """
    if any(find_spec(name) is None for name in ("starlette", "jinja2", "uvicorn")):
        raise BadSettings("copydesk desk", "what serves the page is not installed", "pip install 'copydesk[web]'")
    from workers.page.serving import is_loopback, serve

    settings, _ = open_desk(desk)
    if no_token and not is_loopback(bind):
        raise BadSettings("--no-token", f"everybody who reaches {bind} could drop files", "keep the token, or bind to 127.0.0.1")
    token = None if no_token else settings.desk_token or secrets.token_urlsafe(24)

    def ready(address: str) -> None:
        own = f"?token={token}" if token and not settings.desk_token else ""
        print(f"{address}{own}", flush=True)
        if not is_loopback(bind):
            say("the page is open to the network, and what goes over it is not encrypted: put a proxy with TLS before it")

    serve(settings, bind, port, token, ready)
