"""Arguments and options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

FLOWER_PORT, METRICS_PORT = 5555, 9808
Styles = Annotated[
    Path | None,
    typer.Option(
        "--styles", metavar="DIR", exists=True, file_okay=False, help="Try the styles in this folder before all others."
    ),
]
_WHERE = "$COPYDESK_DESK, else ./desk"
Desk = Annotated[Path | None, typer.Argument(metavar="DESK", help="The desk's folder.", show_default=_WHERE)]
NewDesk = Annotated[Path | None, typer.Argument(metavar="DESK", help="The desk's folder, made if missing.", show_default=_WHERE)]
Broker = Annotated[
    str | None,
    typer.Option(
        "--broker",
        metavar="URL",
        help="Use this Redis or RabbitMQ: redis://, rediss://, redis+socket://, sentinel://, amqp://, amqps://.",
        show_default="$COPYDESK_BROKER_URL, else a server of the desk's own",
    ),
]
Source = Annotated[
    str | None,
    typer.Option("--source", metavar="NAME", help='Only what came from inbox/NAME/ or a folder in it; "": from inbox/ itself.'),
]
