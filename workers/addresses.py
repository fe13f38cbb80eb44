"""Addresses of servers: read before anything is done with them, shown without a password, and listened to."""

from __future__ import annotations

import re
import socket
from typing import Final
from urllib.parse import urlsplit

from pipeline.errors import BadSettings

_SAID_SO: Final = re.compile(r"([?&]\w*(?:pass|secret)\w*=)[^&]*", re.IGNORECASE)


def checked_address(url: str) -> str:
    """The URL of a server, or of several, if it can be read. Raises BadSettings, which holds no part of a password."""
    try:
        for each in url.split(";"):
            _ = urlsplit(each).port
    except ValueError:  # not told: "/" and "#" in a password end the host before it, and a part of it is taken for the port
        advice = "percent-encode / ? # @ % in a password"
        raise BadSettings(hide_password(url), "no address that can be read", advice) from None
    return url


def hide_password(url: str) -> str:
    """redis://:secret@host/0 -> redis://:***@host/0, also for a secret with "/", "#" or "@" in it; ?password=secret as well."""
    scheme, mark, rest = _SAID_SO.sub(r"\1***", url).partition("://")
    credentials, at, host = rest.rpartition("@")
    if not at:
        return f"{scheme}{mark}{rest}"
    return f"{scheme}{mark}{credentials.partition(':')[0]}:***@{host}"


def listening(bind: str, port: int, advice: str = "name another with --port or --bind") -> socket.socket:
    """A socket that listens there. Raises BadSettings."""
    try:
        return socket.create_server((bind, port), family=socket.AF_INET6 if ":" in bind else socket.AF_INET, backlog=64)
    except (OSError, OverflowError) as fault:
        why = str(getattr(fault, "strerror", None) or fault).partition(" (while ")[0]  # Python repeats the address there
        raise BadSettings(f"{bind}:{port}", f"it can't listen there: {why.lower()}", advice) from fault
