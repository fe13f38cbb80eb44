"""The man page, made from the command's own help: `make man` writes share/man/man1/copydesk.1.

In the man macros of groff and mandoc, man(7). A setting is described by `Settings`, an exit code by docs/operations.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from typer.main import get_command

from workers.cli import app
from workers.settings import Settings

PAGE: Final = Path(__file__).parents[1] / "share/man/man1/copydesk.1"
_CODE: Final = re.compile(r"^\| (\d+) \| (.+) \|$", re.M)


def page() -> str:
    """All of it."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    command = get_command(app)
    what, _, more = (command.help or "").partition("\n")
    yield from (f'.TH COPYDESK 1 "" "copydesk {version("copydesk")}" "User commands"', ".SH NAME")
    yield _text(f"copydesk - {what[0].lower()}{what[1:].rstrip('.')}")
    yield from (".SH SYNOPSIS", r".B copydesk", r"[\fIoptions\fR] \fIcommand\fR [\fIarguments\fR]")
    yield from (".SH DESCRIPTION", _text(more.strip()), ".SH OPTIONS", *_options(command), ".SH COMMANDS")
    for name, inner in _commands(command, "copydesk"):
        yield from _command(name, inner)
    yield ".SH EXIT STATUS"
    for code, meaning in _CODE.findall((Path(__file__).parent / "operations.md").read_text("utf-8")):
        yield from (".TP", code, _text(meaning))
    yield from (
        ".SH ENVIRONMENT",
        _text("Each setting, also as a line of copydesk.toml in the desk, which `copydesk init` writes."),
    )
    for name, field in Settings.model_fields.items():
        yield from (".TP", rf"\fBCOPYDESK_{name.upper()}\fR", _text(field.description or ""))
    yield from (".SH FILES", ".TP", r"\fIDESK\fR/inbox", _text("Where files are dropped; sub-folders name their source."))
    yield from (".TP", r"\fIDESK\fR/records", _text("Where records are read, one JSON file a story."))
    yield from (".TP", r"\fIDESK\fR/quarantine", _text("What could not be read, each file with its reason beside it."))
    yield from (".TP", r"\fIDESK\fR/archive", _text("The originals, by the day on which they came."))


def _commands(group: Any, path: str) -> Iterator[tuple[str, Any]]:
    """The commands of a group and of the groups in it, by the words that call them; typer's classes have no common type."""
    for name, inner in group.commands.items():
        if not inner.hidden:
            yield f"{path} {name}", inner
            yield from _commands(inner, f"{path} {name}") if hasattr(inner, "commands") else ()


def _command(name: str, command: Any) -> Iterator[str]:
    arguments = [_argument(parameter) for parameter in command.params if parameter.param_type_name == "argument"]
    yield f'.SS "{name}{"".join(f" {argument}" for argument in arguments)}"'
    yield _text(command.help or "")
    yield from _options(command)
    _, _, examples = (command.epilog or "").partition("Examples:")
    if lines := [line for line in examples.splitlines() if line.strip()]:
        yield from (".PP", "Examples:", ".PP", ".nf", ".RS", *map(_text, lines), ".RE", ".fi")


def _options(command: Any) -> Iterator[str]:
    for parameter in command.params:
        if parameter.param_type_name == "argument" or parameter.hidden:
            continue
        value = parameter.metavar or parameter.name.rpartition("_")[2].upper()
        takes = "" if parameter.is_flag else rf" \fI{_text(value)}\fR"
        yield from (".TP", ", ".join(rf"\fB{_text(option)}\fR" for option in parameter.opts) + takes)
        yield _text(f"{parameter.help or ''}{_default(parameter)}")


def _argument(parameter: Any) -> str:
    shown = parameter.metavar or parameter.name.upper()
    return (shown if parameter.required else f"[{shown}]") + ("..." if parameter.nargs == -1 else "")


def _default(parameter: Any) -> str:
    told = parameter.show_default
    if isinstance(told, str):
        return f" Default: {told}."
    plain = parameter.default is not None and not parameter.is_flag and isinstance(parameter.default, (int, str))
    return f" Default: {parameter.default}." if plain else ""


def _text(words: str) -> str:
    """Text as roff takes it: no escapes, no line that looks like a macro; markdown's marks go, paragraphs stay."""
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words).replace("`", "")
    words = words.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq")
    lines = [".PP" if not line.strip() else line.strip() for line in words.splitlines()]
    return "\n".join(rf"\&{line}" if line.startswith(".") and line != ".PP" else line for line in lines)


if __name__ == "__main__":
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), "utf-8")
    print(PAGE)
