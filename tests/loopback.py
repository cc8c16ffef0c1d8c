"""A server on a port of this machine, where lines can really break and it is known who still holds one."""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, handler: type["Handler"], port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), handler)
        self._counting = threading.Lock()
        self._connected = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def count_connections(self, change: int) -> None:
        with self._counting:
            self._connected += change

    def wait_until_alone(self) -> None:
        """Wait until all that clients sent before they went away was worked off."""
        seen_alone = 0
        while seen_alone < 3:  # a client's last connection may still wait to be accepted
            time.sleep(0.01)
            seen_alone = 0 if self._connected else seen_alone + 1

    def handle_error(self, *_: object) -> None:
        """A client that went away is what tests are about."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # sent in two pieces, each answer would wait 40 ms for the client's acknowledgement
    server: Server

    def setup(self) -> None:
        self.server.count_connections(1)
        super().setup()

    def finish(self) -> None:
        try:
            super().finish()
        finally:
            self.server.count_connections(-1)

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except ConnectionError:
            self.close_connection = True

    def body(self) -> bytes | None:
        """What came with the request; None when the client died in the middle: then it was none."""
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True
            return None
        return body

    def cut(self, *, reset: bool) -> None:
        self.close_connection = True
        self.wfile.flush()
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        else:
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: object) -> None:
        """What a server answers for keeps a log of its own."""


@contextmanager
def serving(handler: type[Handler], port: int = 0) -> Iterator[Server]:
    server = Server(handler, port)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
