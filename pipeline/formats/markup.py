"""Is it markup, and which? By the first bytes: the root element, or tags that only HTML has."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

_PROLOGUE: Final = re.compile(rb"(?:\s+|<\?[^>]*>|<!--.*?-->)*", re.S)  # declaration, comments: what stands before the root
_DOCTYPE: Final = re.compile(rb"<!DOCTYPE\s+([\w:.-]+)", re.I)
_TAG: Final = re.compile(rb"\s*<[A-Za-z][\w:.-]{0,80}(?:\s|/?>)")
# "<p>", "<div hidden class=", but not "<Title of a story>".
_START: Final = re.compile(rb"<([A-Za-z][\w:.-]{0,80})(?:\s+(?:hidden|itemscope|async|defer|amp))*(\s+[\w:@.-]+\s*=|\s*/?>)")
_TAGS_BETWEEN_TEXT: Final = re.compile(rb"(?i)</(?:p|div|h[1-6]|li|blockquote|article|section|table)>|<(?:br|p)\b[^<>]{0,200}>")
_HTML: Final = frozenset(
    b"""html head body title meta link base script style article aside header footer main nav section div p h1 h2 h3 h4 h5 h6
    ul ol li dl table tr td blockquote pre figure figcaption img picture video iframe form center br hr time address noscript
    template""".split()
)
_HTML_INLINE: Final = frozenset(b"a b i u s em strong small span font q cite mark sub sup ruby select".split())


def root_of(head: bytes) -> str | None:
    """The name of the root element, without prefix, where `head` is XML or HTML; None for prose that begins with "<".

    A start tag is believed where a declaration or a doctype stands before it, where it is HTML's, or where it has an
    attribute or an end, or another tag behind it: "<Update> The ferry ..." is prose.
    """
    start = _PROLOGUE.match(head)
    rest = head[start.end() :] if start else head
    if doctype := _DOCTYPE.match(rest):
        return _local(doctype.group(1))
    declared = head.startswith(b"<?xml")
    tag = _START.match(rest)
    if tag is None:
        return "that is cut off" if declared else None
    name = tag.group(1)
    believed = declared or name.lower() in _HTML or not tag.group(2).strip().endswith(b">") or b"</" + name + b">" in rest
    believed = believed or _TAG.match(rest, tag.end()) is not None  # its end may lie beyond the head
    return _local(name) if believed else None


def is_html(head: bytes) -> bool:
    """HTML by its root, or by tags between text: "Headline<br>By Ada Quill<br><br>CORVANE ..."."""
    root = root_of(head) if head.startswith(b"<") else None
    if root is None:
        return len(list(islice(_TAGS_BETWEEN_TEXT.finditer(head), 2))) == 2
    name = root.lower().encode()
    declared = head.startswith(b"<?xml") or _DOCTYPE.match(head)  # "<?xml ...?><article>" is no page
    return name == b"html" or (not declared and name in _HTML | _HTML_INLINE)


def _local(qualified: bytes) -> str:
    return qualified.decode("ascii", "replace").rpartition(":")[2]
