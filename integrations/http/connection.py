"""Requests over the standard library: each is sent once, follows no redirect, and comes to an end."""

import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from integrations.http.answer import Answer, read_body
from integrations.http.exchange import ended

SILENCE_SECONDS = 20.0
"""How long nothing may come."""
EXCHANGE_SECONDS = 60.0
"""How long one request may take with its answer."""


def send(method: str, address: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
    """Send one request, through the proxy that the environment names. Raises OSError, HTTPException."""
    parts = urlsplit(address)
    connection = _connection(parts.scheme, parts.hostname or "", parts.port)
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    try:
        with ended(connection, EXCHANGE_SECONDS):
            connection.request(method, path, body, dict(headers))
            response = connection.getresponse()
            content = read_body(response)
    finally:
        connection.close()
    return Answer(response.status, {name.lower(): value for name, value in response.headers.items()}, content)


def _connection(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme != "https":
        return HTTPConnection(host, port, timeout=SILENCE_SECONDS)
    proxy = None if proxy_bypass(host) else getproxies().get(scheme)
    way = urlsplit(proxy) if proxy is not None else None
    first = (host, port) if way is None else (way.hostname or "", way.port)
    connection = HTTPSConnection(*first, timeout=SILENCE_SECONDS, context=ssl.create_default_context())
    if way is not None:
        connection.set_tunnel(host, port)
    return connection
