"""One connection, with deadlines: waitress's own end only what is idle, and never one that doesn't read."""

import socket
from collections.abc import Callable
from typing import Any

from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

from planner.web.hosts import plain_address
from planner.web.wire import SILENT, Answering, Parser, Refusing

RECEIVE_SECONDS = 10.0
"""For a whole request, from the connection or the answer before it on, however busily it drips."""

STALL_SECONDS = 10.0
"""Without a byte taken off us while an answer waits."""

SEND_SECONDS = 30.0
"""From the request on, before it counts how fast its answer is read, however busily it is sipped."""

SLOWEST = 16 * 1024
"""Bytes in a second that a reader takes on the average after that: a poor mobile line does."""

LINGER_SECONDS = 2.0
"""For a client that was refused to read why, before what it still sends makes the system reset the line."""


class Channel(HTTPChannel):
    """A connection; it belongs to the thread of the server, except for what waitress lets a worker do."""

    parser_class = Parser
    task_class = Answering
    error_task_class = Refusing
    logger = SILENT

    def __init__(
        self,
        server: TcpWSGIServer,
        sock: socket.socket,
        addr: Any,  # noqa: ANN401 - as the family has it
        adj: Any,  # noqa: ANN401 - waitress's settings
        map: Any,  # noqa: A002, ANN401 - waitress's name for it
        monotonic: Callable[[], float],
    ) -> None:
        self.here = plain_address(sock.getsockname()[0])
        self._monotonic = monotonic
        self.moved_at = self._asked_at = self._monotonic()
        self._sent = 0
        self._is_refused = self._lingers = False
        super().__init__(server, sock, addr, adj, map=map)

    def is_overdue(self, now: float) -> bool:
        """Whether its time is up; never while a worker is at its request."""
        still = now - self.moved_at
        if self._lingers:
            return still > LINGER_SECONDS
        if self.requests:
            return False
        if self.total_outbufs_len:
            return still > STALL_SECONDS or now - self._asked_at > SEND_SECONDS + self._sent / SLOWEST
        return still > RECEIVE_SECONDS

    def received(self, data: bytes) -> bool:
        """Take in what came; the clock starts anew only with a whole request."""
        if self._lingers:
            return False
        taken = super().received(data)
        if self.requests:
            self.moved_at = self._asked_at = self._monotonic()
            self._sent = 0
            self._is_refused = self._is_refused or any(one.error for one in tuple(self.requests))
        return taken

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Send what the line takes, and notice that it took some."""
        sent = super().send(data, do_close)
        if sent:
            self.moved_at = self._monotonic()
            self._sent += sent
        return sent

    def readable(self) -> bool:
        """Whether to look for bytes: who is refused may send on for a moment, to nobody."""
        return self._lingers or super().readable()

    def writable(self) -> bool:
        """Whether there is something to send or to end."""
        return not self._lingers and super().writable()

    def handle_write(self) -> None:
        """Send, and close after the last answer; after a refusal, our half first."""
        ends = self._is_refused and self.close_when_flushed
        if ends:
            self.close_when_flushed = False
        super().handle_write()
        if ends and self.total_outbufs_len:
            self.close_when_flushed = True
        elif ends and self.connected and self.socket is not None:
            self._lingers = True
            self.moved_at = self._monotonic()
            self.socket.shutdown(socket.SHUT_WR)

    def handle_expt(self) -> None:
        """Hang up on urgent data, which HTTP has none of: it would wake the server until it is read."""
        self.handle_close()
