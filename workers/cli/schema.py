"""`copydesk schema`: the record's JSON Schema."""

from __future__ import annotations

import json
from typing import Annotated

import typer


def schema(
    consumer: Annotated[
        bool, typer.Option("--consumer", help="Let keys pass that it does not know: newer records have more.")
    ] = False,
) -> None:
    """Print the JSON Schema of a record (draft 2020-12).

    Examples:
      copydesk schema > record.schema.json
      copydesk schema --consumer          # as published in docs/schemas/
    """
    from pipeline.reader import consumer_schema
    from pipeline.record import json_schema

    print(json.dumps(consumer_schema() if consumer else json_schema(), indent=2, ensure_ascii=False))
