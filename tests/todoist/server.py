"""The fake behind a port of this machine, where lines can really break."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.loopback import Handler, Server, serving
from tests.todoist.fake import Fake
from tests.todoist.faults import Cut, Hung
from tests.todoist.wire import Reply, Request


class _Handler(Handler):
    fake: Fake
    over: threading.Event

    def do(self) -> None:
        body = self.body()
        if body is None:
            return
        try:
            reply = self.fake.answer(Request(self.command, self.path, body, dict(self.headers.items())))
        except Hung as hung:
            self.over.wait(hung.seconds)
            reply = hung.late
        except Cut as cut:
            if cut.sent is not None:
                self._send(cut.sent, cut.sent.body[: len(cut.sent.body) // 2])
            self.cut(reset=cut.reset)
            return
        self._send(reply, reply.body)

    do_GET = do_POST = do_PUT = do_DELETE = do  # noqa: N815 - names that the library calls

    def _send(self, reply: Reply, body: bytes) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status != 204:
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def served(fake: Fake, port: int = 0) -> Iterator[Server]:
    """The server; API v1 is below `/api/v1`."""
    over = threading.Event()
    with serving(type("Bound", (_Handler,), {"fake": fake, "over": over}), port) as server:
        try:
            yield server
        finally:
            over.set()


@contextmanager
def running(fake: Fake, port: int = 0) -> Iterator[str]:
    """The address of the server's root."""
    with served(fake, port) as server:
        yield server.address
