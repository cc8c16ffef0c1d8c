"""A loopback proxy before the simulator: it adds what that lacks, breaks what it is told to, and keeps a log.

It knows the Calendar API of the wire only, nothing of ours.
"""

import json
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from tests import loopback

ROOT = "/gw/www.googleapis.com/"
_CALENDARS = f"{ROOT}calendar/v3/calendars"
NOT_WITH_TOKEN = frozenset(
    {"iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty"}
    | {"timeMin", "timeMax", "updatedMin"}
)


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> list[str]:
        """The calendar's id, "events", the event's id; as far as given."""
        tail = urlsplit(self.path).path.removeprefix(_CALENDARS)
        return [unquote(part) for part in tail.split("/") if part]

    @property
    def name(self) -> str:
        """Like `events.insert`."""
        kind = "events" if len(self.parts) > 1 else "calendars"
        one = len(self.parts) == 3 or (kind == "calendars" and self.parts)
        verb = {"GET": "get" if one else "list", "POST": "insert", "PUT": "update"}
        return f"{kind}.{verb.get(self.method, self.method.lower())}"


@dataclass(frozen=True)
class Reply:
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Wire(Protocol):
    """The way back to who asked. `length`: what the reply says of its own, whatever it is."""

    def send(self, reply: Reply, length: int | None = None) -> None: ...

    def cut(self, *, reset: bool) -> None: ...


Fault = Callable[[Wire, Callable[[], Reply]], Reply | None]
"""Given the work that would be done: do it or not, and answer, or None when the line was cut."""


def error(status: int, reason: str, **headers: str) -> Reply:
    told = {"error": {"code": status, "message": reason, "errors": [{"reason": reason}]}}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps(told).encode(), named)


def refuse(status: int, reason: str = "because", **headers: str) -> Fault:
    """Answer without doing it."""
    return lambda _wire, _work: error(status, reason, **headers)


def html(*, done: bool) -> Fault:
    def fault(_: Wire, work: Callable[[], Reply]) -> Reply:
        if done:
            work()
        return Reply(200, b"<html>Welcome to the hotel</html>", {"Content-Type": "text/html"})

    return fault


def cut(*, done: bool, reset: bool = False) -> Fault:
    """Close or reset the connection before or after the work."""

    def fault(wire: Wire, work: Callable[[], Reply]) -> None:
        if done:
            work()
        wire.cut(reset=reset)

    return fault


def half(wire: Wire, work: Callable[[], Reply]) -> None:
    """Do it, and send half the answer."""
    reply = work()
    wire.send(Reply(reply.status, reply.body[: len(reply.body) // 2]), length=len(reply.body))
    wire.cut(reset=False)


def broken_json(_: Wire, work: Callable[[], Reply]) -> Reply:
    reply = work()
    return Reply(reply.status, reply.body[: len(reply.body) // 2])


def server_error(*, done: bool, status: int = 500) -> Fault:
    def fault(_: Wire, work: Callable[[], Reply]) -> Reply:
        if done:
            work()
        return error(status, "backendError")

    return fault


def hang(seconds: float) -> Fault:
    def fault(_: Wire, work: Callable[[], Reply]) -> Reply:
        reply = work()
        time.sleep(seconds)
        return reply

    return fault


@dataclass
class Breakable:
    """Keeps a log of what it was asked, and knows what is to go wrong next."""

    log: list[Request] = field(default_factory=list, kw_only=True)
    _faults: list[tuple[str, int, int, Fault]] = field(default_factory=list, kw_only=True)
    _lock: threading.Lock = field(default_factory=threading.Lock, kw_only=True)

    def arm(self, name: str, fault: Fault, times: int = 1, after: int = 0) -> None:
        """Let calls of this name fail: skip `after`, then `times`."""
        self._faults.append((name, after, times, fault))

    def calm(self) -> None:
        self._faults.clear()

    @property
    def names(self) -> list[str]:
        return [request.name for request in self.log]

    def next_fault(self, request: Request) -> Fault | None:
        with self._lock:
            self.log.append(request)
            for number, (name, after, times, fault) in enumerate(self._faults):
                if name not in {request.name, "*"}:
                    continue
                if after:
                    self._faults[number] = (name, after - 1, times, fault)
                    continue
                if times:
                    self._faults[number] = (name, after, times - 1, fault)
                    return fault
        return None


@dataclass
class Proxy(Breakable):
    """`spare` are the seeded calendars that it hands out, `made` those that it has."""

    upstream: int
    spare: list[str]
    made: list[str] = field(default_factory=list)
    deleted: set[str] = field(default_factory=set)
    revives: bool = True
    normalises: bool = False
    pages_of: int | None = None
    server: loopback.Server = field(init=False)
    _aliases: dict[str, str] = field(default_factory=dict)

    @property
    def port(self) -> int:
        return self.server.server_port

    def work(self, request: Request) -> Reply:
        """What Google would do."""
        with self._lock:
            return self._work(request)

    def _work(self, request: Request) -> Reply:
        if request.name == "calendars.insert":
            return self._insert_calendar(request)
        if request.parts and request.parts[0] in self.deleted:
            return error(404, "notFound")
        query = parse_qs(urlsplit(request.path).query)
        if "syncToken" in query and any(name in query for name in NOT_WITH_TOKEN):
            return error(400, "badRequest")
        if len(request.parts) == 3:
            refused = self._conditional(request)
            if refused is not None:
                return refused
        return self.forward(request)

    def _insert_calendar(self, request: Request) -> Reply:
        made = self.spare.pop(0)
        self.made.append(made)
        told = {"kind": "calendar#calendar", "id": made, "summary": json.loads(request.body)["summary"]}
        return Reply(200, json.dumps(told).encode())

    def _conditional(self, request: Request) -> Reply | None:
        """If-Match, and what becomes of an update of a deleted event."""
        if request.method not in {"PUT", "DELETE", "PATCH"}:
            return None
        there = json.loads(self.forward(Request("GET", request.path, headers=request.headers)).body)
        match = next((value for name, value in request.headers.items() if name.lower() == "if-match"), None)
        if match is not None and there.get("etag", match) != match:
            return error(412, "conditionNotMet")
        if request.method == "PUT" and there.get("status") == "cancelled":
            if not self.revives:
                return error(403, "forbidden")
            name = request.parts[2]
            # The simulator never revives: the event goes on under another name behind the proxy.
            self._aliases[name] = f"{self._aliases.get(name, name)}r"
            path = request.path.rsplit("/", 1)[0]
            return self.forward(Request("POST", path, request.body, request.headers))
        return None

    def forward(self, request: Request) -> Reply:
        path, body = request.path, request.body
        if self.normalises and body:
            body = json.dumps(normalised(json.loads(body))).encode()
        for name, alias in self._aliases.items():
            path, body = path.replace(name, alias), body.replace(name.encode(), alias.encode())
        if self.pages_of is not None and request.name == "events.list":
            path = path.replace("maxResults=2500", f"maxResults={self.pages_of}")
        connection = HTTPConnection("127.0.0.1", self.upstream, timeout=30)
        headers = {
            name: value
            for name, value in request.headers.items()
            if name.lower() in {"authorization", "content-type"}
        }
        try:
            connection.request(request.method, path, body or None, headers)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        for name, alias in reversed(self._aliases.items()):
            if request.name == "events.list":
                content = _without(content, name)
            content = content.replace(alias.encode(), name.encode())
        return Reply(response.status, content)


def _without(content: bytes, name: str) -> bytes:
    told = json.loads(content)
    told["items"] = [one for one in told.get("items", []) if one["id"] != name]
    return json.dumps(told).encode()


def normalised(body: Mapping[str, Any]) -> dict[str, Any]:
    """As servers do: NFC, no white space at the ends of lines, another spelling of a line's end."""
    told = dict(body)
    for name in ("summary", "description"):
        if name in told:
            lines = unicodedata.normalize("NFC", told[name]).splitlines()
            told[name] = "\r\n".join(" ".join(line.split()) for line in lines)
    return told


class Handler(loopback.Handler):
    proxy: Proxy

    def do(self) -> None:
        body = self.body()
        if body is None:
            return
        request = Request(self.command, self.path, body, dict(self.headers.items()))
        fault = self.proxy.next_fault(request)
        reply = self.proxy.work(request) if fault is None else fault(self, lambda: self.proxy.work(request))
        if reply is not None:
            self.send(reply)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = do  # noqa: N815 - names that the library calls

    def send(self, reply: Reply, length: int | None = None) -> None:
        self.send_response(reply.status)
        for name, value in {"Content-Type": "application/json", **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body) if length is None else length))
        self.end_headers()
        self.wfile.write(reply.body)


@contextmanager
def running(proxy: Proxy) -> Iterator[Proxy]:
    with loopback.serving(type("Bound", (Handler,), {"proxy": proxy})) as proxy.server:
        yield proxy
