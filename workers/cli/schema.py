"""`copydesk schema`: the record's JSON Schema."""

from __future__ import annotations

import json


def schema() -> None:
    """Print the JSON Schema of a record (draft 2020-12).

    Examples:
      copydesk schema > record.schema.json
    """
    from pipeline.record import json_schema

    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
