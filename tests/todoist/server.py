"""The fake behind a port of this machine, where lines can really break."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.todoist.fake import Fake
from tests.todoist.faults import Cut, Hung
from tests.todoist.wire import Reply, Request


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    fake: Fake
    over: threading.Event

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except ConnectionError:
            self.close_connection = True

    def do(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            reply = self.fake.answer(Request(self.command, self.path, body, dict(self.headers.items())))
        except Hung as hung:
            self.over.wait(hung.seconds)
            reply = hung.late
        except Cut as cut:
            if cut.sent is not None:
                self._send(cut.sent, cut.sent.body[: len(cut.sent.body) // 2])
            self._cut(reset=cut.reset)
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

    def _cut(self, *, reset: bool) -> None:
        self.close_connection = True
        self.wfile.flush()
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        else:
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: object) -> None:
        """The fake's own log is enough."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A client that went away is what tests are about."""


@contextmanager
def running(fake: Fake, port: int = 0) -> Iterator[str]:
    """The address of the server's root; API v1 is below `/api/v1`."""
    over = threading.Event()
    server = _Server(("127.0.0.1", port), type("Bound", (_Handler,), {"fake": fake, "over": over}))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()
