"""The report of refining again as one page of HTML that needs nothing else: a story after the other, what was beside what is."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterator, Mapping
from html import escape
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.errors import SpoolUnavailable
from workers.again.report import read
from workers.disk import guarded

MOST_STORIES = 1_000  # a page with more of them no browser likes; the report has them all
_TOLD = {"body", "removed", "content_hash"}  # as paragraphs, and by their rules
_HEAD = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Refined again</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff }
h2 { font-size: 1.1rem; margin: 2.5rem 0 0 } p { margin: .3rem 0 } small, th { color: #555 } th { font-weight: 400 }
table { border-collapse: collapse; width: 100%; table-layout: fixed }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-top: 1px solid #ddd; overflow-wrap: anywhere }
th { width: 9rem } del { background: #fde2e0; text-decoration: none } ins { background: #dff3e0; text-decoration: none }
</style>
<h1>Refined again</h1>
"""


def write_page(page: Path, report: Path) -> None:
    """Writes the page, whole or not at all; an older one gives way. Raises SpoolUnavailable."""
    draft = page.with_name(f".{page.name}.{secrets.token_hex(5)}")
    with guarded(SpoolUnavailable, page):
        try:
            with draft.open("w", encoding="utf-8", errors="backslashreplace") as file:
                file.write(_HEAD)
                file.writelines(_stories(report))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(page)
        finally:
            draft.unlink(missing_ok=True)


def _stories(report: Path) -> Iterator[str]:
    lines = read(report)
    shown = 0
    for line in islice(lines, MOST_STORIES):
        shown += 1
        yield _story(line)
    left = sum(1 for _ in lines)
    yield f"<p>{shown:,} stories{f', and {left:,} more in the report' if left else ''}.</p>\n"


def _story(line: Mapping[str, Any]) -> str:
    rows = [_row(name, was["old"], was["new"]) for name, was in line.get("fields", {}).items() if name not in _TOLD]
    paragraphs = line.get("paragraphs", {})
    rows += [_row("paragraph", text, None) for text in paragraphs.get("removed", ())]
    rows += [_row("paragraph", None, text) for text in paragraphs.get("added", ())]
    rows += [f"<tr><th>rule<td colspan=2>{escape(rule)} takes {times:+}\n" for rule, times in line.get("rules", {}).items()]
    said = f"<p>{escape(line['message'])} ({escape(line['advice'])})</p>\n" if "message" in line else ""
    about = f"{line['outcome']} · {line['file']} · {line['id']}"
    heading = escape(line["headline"] or line["file"])
    return f"<h2>{heading}</h2>\n<p><small>{escape(about)}</small></p>\n{said}<table>\n{''.join(rows)}</table>\n"


def _row(name: str, old: object, new: object) -> str:
    return f"<tr><th>{escape(name)}<td>{_value('del', old)}<td>{_value('ins', new)}\n"


def _value(tag: str, value: object) -> str:
    if value in (None, [], ""):
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"<{tag}>{escape(text)}</{tag}>"
