"""A bound on one exchange: a time-out bounds silence alone, and a byte now and then is never silent."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from threading import Timer


@contextmanager
def ended(connection: HTTPConnection, seconds: float) -> Iterator[None]:
    """Break the connection off when what is done meanwhile takes longer: the reader meets its end."""

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
