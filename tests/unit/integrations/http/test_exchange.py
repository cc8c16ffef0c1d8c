"""A request is sent once, follows nothing, and comes to an end."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from gzip import compress
from http.client import HTTPException

import pytest

from integrations.http import exchange as exchanging
from integrations.http.exchange import exchange

Script = Callable[[socket.socket], None]


@contextmanager
def server(script: Script, seen: list[bytes]) -> Iterator[str]:
    """Does what the script says with each connection, after it has read a request's head."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    seen.append(connection.recv(65536))
                    try:
                        script(connection)
                    except OSError:
                        continue

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)


def says(head: str, body: bytes = b"") -> Script:
    text = f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    return lambda connection: connection.sendall(text)


def test_an_answer_is_read_whole_with_its_headers_in_lower_case() -> None:
    seen: list[bytes] = []
    with server(says("404 No\r\nContent-Encoding: gzip\r\nRetry-After: 3", compress(b"{}")), seen) as address:
        answer = exchange("POST", f"{address}/sync?a=b", {"Authorization": "Bearer x"}, b"body")
    assert (answer.status, answer.content, answer.headers["retry-after"]) == (404, b"{}", "3")
    assert seen[0].startswith(b"POST /sync?a=b HTTP/1.1\r\n")
    assert b"Authorization: Bearer x" in seen[0]


def test_a_redirect_is_an_answer_and_nothing_is_sent_there() -> None:
    seen: list[bytes] = []
    with server(says("302 Found\r\nLocation: http://127.0.0.1:9/"), seen) as address:
        assert exchange("GET", address, {}).status == 302
    assert len(seen) == 1


@pytest.mark.parametrize(
    "script",
    [
        lambda connection: connection.close(),
        lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"),
        lambda connection: connection.sendall(b"nonsense\r\n\r\n"),
    ],
)
def test_a_broken_answer_is_an_error_and_is_not_asked_for_again(script: Script) -> None:
    seen: list[bytes] = []
    with server(script, seen) as address, pytest.raises((OSError, HTTPException)):
        exchange("POST", address, {}, b"{}")
    assert len(seen) == 1


def test_an_answer_that_drips_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanging, "EXCHANGE_SECONDS", 0.5)

    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(200):
            connection.sendall(b" ")
            time.sleep(0.05)

    begun = time.monotonic()
    with server(drip, []) as address, pytest.raises((OSError, HTTPException)):
        exchange("GET", address, {})
    assert time.monotonic() - begun < 5


def test_a_proxy_is_asked_for_a_tunnel_and_never_sees_what_goes_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[bytes] = []
    with server(says("403 No"), seen) as address:
        monkeypatch.setenv("https_proxy", address.replace("http://", "http://me:s%20p@"))
        monkeypatch.setenv("no_proxy", "")
        with pytest.raises(OSError, match="403"):
            exchange("GET", "https://api.example.org/x", {"Authorization": "Bearer CANARY"})
    assert seen[0].startswith(b"CONNECT api.example.org:443 HTTP/1")
    assert b"Proxy-Authorization: Basic bWU6cyBw" in seen[0]
    assert b"CANARY" not in seen[0]
