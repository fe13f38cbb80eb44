"""TLS to a broker: what a URL may say of it, `?ssl_ca_certs=/path/ca.pem`, in the words of each client.

A server must prove who it is, by the system's authorities or the URL's; `?ssl_cert_reqs=none` does without, on Redis only.
"""

from __future__ import annotations

import ssl
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

_FILES: Final = {"ssl_ca_certs": "ca_certs", "ssl_certfile": "certfile", "ssl_keyfile": "keyfile"}  # kombu's words: py-amqp's


def secured(url: str) -> tuple[str, dict[str, Any]]:
    """The URL for kombu, and what Celery's broker_use_ssl is to be; empty where there is nothing to secure.

    kombu hands the `ssl_` options of a URL to redis-py, which knows them, and to py-amqp, which does not: from the URL of a
    RabbitMQ they are taken out.
    """
    address, _, query = url.partition("?")
    if url.startswith("rediss://"):
        return url, {} if "ssl_" in query else {"ssl_cert_reqs": ssl.CERT_REQUIRED}
    if not url.startswith("amqps://"):
        return url, {}
    given = dict(parse_qsl(query))
    files = {_FILES[name]: given.pop(name) for name in _FILES if name in given}
    # server_hostname None: the host of the URL; left out, nobody's name is checked.
    return address + (f"?{urlencode(given)}" if given else ""), {"server_hostname": None, "cert_reqs": ssl.CERT_REQUIRED, **files}
