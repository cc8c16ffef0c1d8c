"""One request and its answer over a connection of their own, and the bound on any such exchange.

Over `http.client` and no other library: it sends a request once, follows no redirect, and its errors and its
response are what `judge_error` and `read_body` know. httpx takes 0.3 s to import, unpacks whatever comes
without a limit, and has no end for an answer that comes a byte now and then.
"""

import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPSConnection
from threading import Timer
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

from integrations.http.answer import Answer, read_body

SILENCE_SECONDS = 20.0
"""How long nothing may come."""
EXCHANGE_SECONDS = 60.0
"""How long a request may take with its answer, however lively the connection is."""


def exchange(method: str, address: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
    """Send a request to `address` (http or https) and read all of the answer.

    A proxy that the environment names for https is used. Raises OSError or HTTPException.
    """
    parts = urlsplit(address)
    connection = _connection(parts)
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    try:
        with ended(connection, EXCHANGE_SECONDS):
            connection.connect()
            connection.request(method, target, body, {"Accept-Encoding": "gzip", **headers})
            response = connection.getresponse()
            content = read_body(response)
    finally:
        connection.close()
    return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, content)


def _connection(parts: SplitResult) -> HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme != "https":
        return HTTPConnection(host, parts.port, timeout=SILENCE_SECONDS)
    context = ssl.create_default_context()
    named = getproxies().get("https")
    if not named or proxy_bypass(host):
        return HTTPSConnection(host, parts.port, timeout=SILENCE_SECONDS, context=context)
    proxy = urlsplit(named if "//" in named else f"//{named}")
    through = HTTPSConnection(
        proxy.hostname or "", proxy.port or 80, timeout=SILENCE_SECONDS, context=context
    )
    through.set_tunnel(host, parts.port or 443, _sign_in(proxy))
    return through


def _sign_in(proxy: SplitResult) -> dict[str, str]:
    if proxy.username is None:
        return {}
    told = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": f"Basic {b64encode(told.encode()).decode()}"}


@contextmanager
def ended(connection: HTTPConnection, seconds: float) -> Iterator[None]:
    """Break the connection off when what is done meanwhile takes longer: a time-out bounds silence alone, and
    who sends a byte now and then is never silent.
    """

    def end() -> None:
        with suppress(OSError, TypeError):  # not connected yet, or no more
            # The system's own end of it: TLS around it may be in use by the thread that waits.
            socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
