"""A new desk: its folders, and a copydesk.toml in which every setting stands with its default, commented out.

The file says what `Settings` says, made from its fields: the same names, defaults and descriptions.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic.fields import FieldInfo

from pipeline.errors import SpoolUnavailable
from workers.disk import create, guarded, sync_folders
from workers.settings import FILE_NAME, Settings
from workers.spool import Spool

ELSEWHERE: Final = ("desk",)  # the file lies in it
_HEAD: Final = """\
# copydesk.toml: the settings of this desk. Times are seconds, sizes bytes.
#
# Every setting stands here with its default, or an example where that is nothing, behind a "#": take that away, and change
# the value. The command line and COPYDESK_ with the name in capitals in the environment count before this file. It is read
# when a process starts.
"""


def make_desk(desk: Path) -> bool:
    """Makes what is missing of a desk, and overwrites nothing. False where its copydesk.toml was there already.

    Only its owner may read that file: a broker's password may come to stand in it. Raises SpoolUnavailable.
    """
    Spool(desk).prepare()
    path = desk / FILE_NAME
    with guarded(SpoolUnavailable, path):
        try:
            descriptor = create(path, template().encode())
        except FileExistsError:
            return False
        os.fchmod(descriptor, 0o600)
        os.fsync(descriptor)
        os.close(descriptor)
        sync_folders([desk])
    return True


def template() -> str:
    """The text of a copydesk.toml that changes nothing."""
    fields = {name: field for name, field in Settings.model_fields.items() if name not in ELSEWHERE}
    # Tables last: in TOML what follows one belongs to it.
    entries = sorted(fields.items(), key=lambda entry: isinstance(_shown(entry[1]), Mapping))
    return "\n".join([_HEAD, *("\n".join(_entry(name, field)) + "\n" for name, field in entries)])


def _entry(name: str, field: FieldInfo) -> Iterator[str]:
    yield f"# {field.description}"
    value = _shown(field)
    if isinstance(value, Mapping):
        for key, table in value.items():
            yield f"#[{name}.{key}]"
            yield from (f"#{inner} = {_toml(each)}" for inner, each in table.items())
    else:
        yield f"#{name} = {_toml(value)}"


def _shown(field: FieldInfo) -> Any:
    """The default; an example where that is nothing."""
    default = field.get_default(call_default_factory=True, validated_data={})
    return field.examples[0] if field.examples and not default else default


def _toml(value: Any) -> str:
    """25000000 -> 25_000_000, ("files:///a",) -> ["files:///a"]; strings and booleans are JSON's."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value:_}"
    return json.dumps(value, ensure_ascii=False)
