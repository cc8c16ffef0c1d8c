"""The server: waitress's sockets and threads, with a bound on everything that a client could use up.

One thread moves bytes for all connections, four answer. Besides the deadlines of `planner.web.channel`: heads
of 16 kB, bodies of 64 kB, 512 connections, beyond which the one that has been still the longest is closed.
"""

import logging
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Thread
from typing import TYPE_CHECKING, cast

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer

from planner.errors import PlannerError
from planner.web.app import Application, no_pages
from planner.web.channel import Channel
from planner.web.hosts import plain_address
from planner.web.site import Listen, Pages, Server, Site
from planner.web.wire import SILENT, Threads

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

THREADS = 4
HEAD_BYTES = 16 * 1024
BODY_BYTES = 64 * 1024
CONNECTIONS = 512

_TURN_SECONDS = 1.0
_BACKLOG = 1024
_REST_SECONDS = 0.05
_AT_ONCE = 64  # connections taken in one turn
_READ_BYTES = 2048  # so that one read holds few requests
_KERNEL_BYTES = 64 * 1024  # what the system keeps for one client that doesn't read
_NO_LIMIT = 1 << 40  # answers are shared or small: they need no files, and no thread waits for a client
_LOG = logging.getLogger(__name__)


class Listener(TcpWSGIServer):
    """The listening socket and all connections, driven by one thread."""

    channel_class = Channel
    logger = SILENT

    def __init__(
        self, application: "WSGIApplication", bound: socket.socket, monotonic: Callable[[], float]
    ) -> None:
        self.monotonic = monotonic
        self.connections: dict[int, Channel] = {}
        self._ends = False
        self._rests_until = 0.0
        settings = Adjustments(
            sockets=[bound],
            threads=THREADS,
            ident=None,
            backlog=_BACKLOG,
            recv_bytes=_READ_BYTES,
            max_request_header_size=HEAD_BYTES,
            max_request_body_size=BODY_BYTES,
            inbuf_overflow=_NO_LIMIT,
            outbuf_overflow=_NO_LIMIT,
            outbuf_high_watermark=_NO_LIMIT,
            # The application itself looks who stands between, and waitress would hide it.
            clear_untrusted_proxy_headers=False,
            log_socket_errors=False,
        )
        threads = Threads()
        threads.set_thread_count(THREADS)
        super().__init__(
            application,
            {},
            _sock=bound,
            dispatcher=threads,
            adj=settings,
            sockinfo=(bound.family, bound.type, bound.proto, bound.getsockname()),
            bind_socket=False,
        )
        self.connections = cast("dict[int, Channel]", self.active_channels)

    def run(self) -> None:
        """Serve until `end`. Between turns waitress holds no connection: only then is one closed."""
        try:
            while not self._ends:
                self._tidy(self.monotonic())
                wasyncore.poll2(_TURN_SECONDS, self._map)  # type: ignore[attr-defined] # the stubs leave it out
        except Exception as error:  # noqa: BLE001 - whoever started us sees that it isn't alive
            _LOG.error("the server has ended: %s", type(error).__name__)

    def end(self) -> None:
        """Make `run` return; called by another thread."""
        self._ends = True
        self.pull_trigger()

    def close_all(self) -> None:
        """Close every connection and the listening socket. Only after `run`: a thread that wakes another
        writes to a descriptor, which by then could be somebody else's.
        """
        wasyncore.close_all(self._map, ignore_all=True)  # type: ignore[attr-defined]

    def readable(self) -> bool:
        """Whether to take in connections."""
        return len(self.connections) < CONNECTIONS + _AT_ONCE and self.monotonic() >= self._rests_until

    def handle_accept(self) -> None:
        """Take in the connections that wait."""
        for _ in range(_AT_ONCE):
            try:
                accepted = self.accept()
            except OSError:  # there are no descriptors left: asking on would only spin
                self._rests_until = self.monotonic() + _REST_SECONDS
                return
            if accepted is None:
                return
            connection, address = accepted
            try:
                self.set_socket_options(connection)
                Channel(self, connection, address, self.adj, self._map, self.monotonic)  # type: ignore[attr-defined]
            except OSError:  # the client has left already
                connection.close()

    def _tidy(self, now: float) -> None:
        """Close what is overdue and, of too many, those that have been still the longest."""
        known = list(self.connections.values())
        overdue = [one for one in known if one.is_overdue(now)]
        if (surplus := len(known) - len(overdue) - CONNECTIONS) > 0:
            late = {id(one) for one in overdue}
            idle = [one for one in known if not one.requests and id(one) not in late]
            overdue += sorted(idle, key=lambda one: one.moved_at)[:surplus]
        for one in overdue:
            one.handle_close()


class Running:
    """A server that runs; it is `planner.web.site.Server`."""

    def __init__(self, listener: Listener, address: Listen) -> None:
        self._listener = listener
        self._address = address
        self._is_closed = False
        self._thread = Thread(target=listener.run, name="planner-web", daemon=True)
        self._thread.start()

    @property
    def address(self) -> Listen:
        """Where it listens indeed."""
        return self._address

    @property
    def alive(self) -> bool:
        """Whether it still takes connections."""
        return self._thread.is_alive()

    def close(self) -> None:
        """Stop; an answer that takes longer than a second isn't waited for."""
        if self._is_closed:
            return
        self._is_closed = True
        self._listener.end()
        self._thread.join()
        self._listener.task_dispatcher.shutdown(timeout=1)
        self._listener.close_all()


def serve(
    site_of: Callable[[], Site],
    listen: Listen,
    pages: Pages = no_pages,
    *,
    monotonic: Callable[[], float] = time.monotonic,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Server:
    """Start to serve what `site_of` gives at each request. `now` is in a time zone.

    Raises PlannerError when nothing can listen there.
    """
    bound = _bind(listen)
    host, port = bound.getsockname()[:2]
    application = cast("WSGIApplication", Application(site_of, pages, now))
    return Running(Listener(application, bound, monotonic), Listen(plain_address(host), port))


def _bind(listen: Listen) -> socket.socket:
    host = "127.0.0.1" if listen.host == "localhost" else listen.host
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _KERNEL_BYTES)  # those accepted inherit it
        if ":" in host:
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        bound.bind((host, listen.port))
    except OSError as error:
        bound.close()
        raise PlannerError(
            f"nothing can listen at {listen.host} port {listen.port}: {error.strerror}",
            "If another program does, name another port: listen in [feed] of the settings.",
        ) from None
    return bound
