"""A request and a response as values (RFC 9110), so that what answers whom is decided without a server."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asks for.

    `target` is the path as it came, percent-encoding and all, without the query. `host` is the name that it
    asked for, in lower case, without port and brackets; empty: none that could be understood. `authority` is
    that with the port, as it came. `peer` is the IP address at the other end, `here` the one at ours.
    `headers` have names in lower case; one that came twice holds both, with a comma between.
    """

    method: str
    target: str
    host: str
    authority: str
    peer: str
    here: str
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Response:
    """What a client gets: `status` like "200 OK". The body of an answer to HEAD is left out on the way."""

    status: str
    headers: Headers = ()
    body: bytes = b""


def plain(status: str, *more: tuple[str, str]) -> Response:
    """An answer in plain text that says its status, and that nobody may keep."""
    return Response(
        status,
        (
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            *more,
        ),
        f"{status.partition(' ')[2]}\n".encode(),
    )


NOT_FOUND = plain("404 Not Found")
"""The one answer to everything that isn't served, so that misses can't be told apart."""
