"""Where the browser brings Google's answer: a port of this computer, open during a sign-in (RFC 8252 7.3).

It takes one answer, with the state we sent (RFC 6749 10.12); everything else is refused and changes nothing.
"""

from collections.abc import Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, SimpleQueue
from secrets import compare_digest
from select import select
from threading import Lock
from time import monotonic
from typing import TextIO
from urllib.parse import parse_qs, urlsplit

_PATH = "/"
_LONGEST = 8192
_SLOWEST_SECONDS = 5.0
_TICK_SECONDS = 0.2
_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Connection": "close",
}
_PAGES = {
    HTTPStatus.OK: "Thank you. You may close this window; the terminal says how it went.",
    HTTPStatus.BAD_REQUEST: "This isn't the answer to the sign-in that runs now. Nothing was done.",
    HTTPStatus.NOT_FOUND: "There is nothing here.",
    HTTPStatus.GONE: "The sign-in was answered already. You may close this window.",
}


class Refused(ValueError):
    """An address that isn't the answer that is waited for."""


class WrongPath(Refused):
    """Not even the place where an answer would be brought."""


class Callback(ThreadingHTTPServer):
    """The listener, on 127.0.0.1 and a port that the system chose; to be closed after use."""

    # A browser opens connections that it doesn't use: none of them may hold up the one that counts.
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = False

    def __init__(self, state: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.timeout = 0
        self._state = state
        self._once = Lock()
        self._answers: SimpleQueue[str] = SimpleQueue()

    @property
    def authority(self) -> str:
        """Host and port, as a browser names them."""
        return f"127.0.0.1:{self.server_port}"

    @property
    def redirect_address(self) -> str:
        """Where Google is to send the browser."""
        return f"http://{self.authority}{_PATH}"

    def accept(self, query: str) -> str | None:
        """The code in the query of an answer; None when one was taken before. Raises Refused."""
        answer = answer_of(query, self._state)
        return answer if self._once.acquire(blocking=False) else None

    def deliver(self, answer: str | None) -> None:
        """End the waiting with an answer that was accepted."""
        if answer is not None:
            self._answers.put(answer)

    def wait(self, seconds: float, typed: TextIO | None) -> str | None:
        """The code that Google gave, by the browser or as the address that a person typed; "" for a no.

        None when neither came in time, or the person closed the terminal's input. A typed address that is
        no answer raises Refused; waiting may be taken up again.
        """
        deadline = monotonic() + seconds
        while monotonic() < deadline:
            sources: Sequence[Callback | TextIO] = [self] if typed is None else [self, typed]
            ready = select(sources, [], [], _TICK_SECONDS)[0]
            if self in ready:
                self.handle_request()
            if typed is not None and typed in ready:
                line = typed.readline(_LONGEST)
                if not line:
                    if typed.isatty():
                        return None
                    typed = None  # a pipe that has ended says nothing about the browser
                elif line.strip():
                    self.deliver(self.accept(self._query(line.strip())))
            try:
                return self._answers.get_nowait()
            except Empty:
                continue
        return None

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away is nobody's trouble, and nothing is printed below the shell."""

    def _query(self, address: str) -> str:
        try:
            parts = urlsplit(address)
        except ValueError:
            raise Refused from None
        if (parts.scheme, parts.netloc, parts.path) != ("http", self.authority, _PATH):
            raise Refused
        return parts.query


def answer_of(query: str, state: str) -> str:
    """The code in a query; "" when the person said no. Raises Refused unless it has our state."""
    try:
        found = parse_qs(query, max_num_fields=50, keep_blank_values=True)
    except ValueError:
        raise Refused from None
    states, codes = found.get("state", []), found.get("code", [])
    if len(states) != 1 or not compare_digest(states[0].encode(), state.encode()):
        raise Refused
    if "error" in found:
        return ""
    if len(codes) != 1 or not codes[0]:
        raise Refused
    return codes[0]


class _Handler(BaseHTTPRequestHandler):
    server: Callback
    timeout = _SLOWEST_SECONDS
    server_version = "planner"
    sys_version = ""

    def do_GET(self) -> None:
        """Take the answer. The browser has its page before anything ends."""
        answer = None
        try:
            answer = self.server.accept(self._query())
            self._reply(HTTPStatus.GONE if answer is None else HTTPStatus.OK)
        except WrongPath:
            self._reply(HTTPStatus.NOT_FOUND)
        except Refused:
            self._reply(HTTPStatus.BAD_REQUEST)
        finally:
            self.server.deliver(answer)

    def _query(self) -> str:
        # Another name for this computer is a page elsewhere that pretends (DNS rebinding).
        if self.headers.get_all("Host", []) != [self.server.authority]:
            raise Refused
        path, _, query = self.path.partition("?")
        if path != _PATH:
            raise WrongPath
        return query

    def _reply(self, status: HTTPStatus) -> None:
        page = f"<!doctype html><meta charset=utf-8><title>planner</title><p>{_PAGES[status]}</p>".encode()
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing: the address has the code in it."""
