"""A body is taken whole, or not at all."""

import gzip
import io
from http.client import HTTPException, HTTPResponse, IncompleteRead
from unittest.mock import patch

import pytest

from integrations.http import answer


class Wire:
    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def makefile(self, _: str) -> io.BytesIO:
        return io.BytesIO(self._raw)


def received(body: bytes, *headers: str) -> HTTPResponse:
    head = "\r\n".join(("HTTP/1.1 200 OK", *headers, "", ""))
    response = HTTPResponse(Wire(head.encode() + body))  # type: ignore[arg-type]  # all that it uses
    response.begin()
    return response


def test_a_whole_body_is_read_plain_or_packed() -> None:
    assert answer.read_body(received(b"{}", "Content-Length: 2")) == b"{}"
    packed = gzip.compress(b'{"a": 1}', mtime=0)
    assert (
        answer.read_body(received(packed, f"Content-Length: {len(packed)}", "Content-Encoding: gzip"))
        == b'{"a": 1}'
    )
    assert answer.read_body(received(b"2\r\n{}\r\n0\r\n\r\n", "Transfer-Encoding: chunked")) == b"{}"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b'{"a', ["Content-Length: 20"]),
        (b'5\r\n{"a', ["Transfer-Encoding: chunked"]),
        (gzip.compress(b"{}" * 500, mtime=0)[:20], ["Content-Length: 20", "Content-Encoding: gzip"]),
        (b"not packed", ["Content-Length: 10", "Content-Encoding: gzip"]),
    ],
)
def test_half_a_body_is_none(body: bytes, headers: list[str]) -> None:
    with pytest.raises(IncompleteRead):
        answer.read_body(received(body, *headers))


def test_more_than_we_ask_for_is_not_read() -> None:
    bomb = gzip.compress(b" " * 100_000, mtime=0)
    with patch.object(answer, "MAX_BYTES", 1000):
        for body, headers in (
            (b" " * 1001, ["Content-Length: 1001"]),
            (bomb, [f"Content-Length: {len(bomb)}", "Content-Encoding: gzip"]),
        ):
            with pytest.raises(answer.TooLarge):
                answer.read_body(received(body, *headers))
    assert issubclass(answer.TooLarge, HTTPException)
