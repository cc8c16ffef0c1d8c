"""The adapter's transport without sockets."""

from collections.abc import Mapping
from http.client import IncompleteRead, RemoteDisconnected
from urllib.parse import urlsplit

import httplib2  # type: ignore[import-untyped]  # brings no types

from tests.google.fake import Fake
from tests.google.proxy import Reply, Request


class Transport(httplib2.Http):  # type: ignore[misc]  # brings no types
    """Carries requests to `server` without a connection, and fails as one does where a fault is armed."""

    def __init__(self, server: Fake) -> None:
        super().__init__()
        self._server = server

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        **_: object,
    ) -> tuple[httplib2.Response, bytes]:
        content = body.encode() if isinstance(body, str) else body or b""
        parts = urlsplit(uri)
        request = Request(method, f"{parts.path}?{parts.query}", content, headers or {})
        fault = self._server.next_fault(request)
        reply = (
            self._server.work(request) if fault is None else fault(self, lambda: self._server.work(request))
        )
        if reply is None:
            raise AssertionError("a fault answers or cuts")
        told = {"date": self._server.date, **reply.headers, "status": str(reply.status)}
        return httplib2.Response(told), reply.body

    def send(self, reply: Reply, length: int | None = None) -> None:
        """Send a part of a reply; what follows is a cut."""
        raise IncompleteRead(reply.body, (length or 0) - len(reply.body))

    def cut(self, *, reset: bool) -> None:
        raise ConnectionResetError if reset else RemoteDisconnected
