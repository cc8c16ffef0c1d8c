"""A feed that is served, and a client that sends it what it likes, byte for byte."""

import re
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from planner.store.store import open_store
from planner.web.server import serve
from planner.web.site import Answer, Listen, Pages, Server, Site
from planner.web.tokens import obtain, rotate

NAME = "nurse.ics"
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + b"X-FILLER:as others write it\r\n" * 400 + b"END:VCALENDAR\r\n"
)
NOON = datetime(2028, 1, 4, 12, tzinfo=UTC)
WRITTEN = 1_735_689_600  # Wed, 01 Jan 2025 00:00:00 GMT


@dataclass(frozen=True)
class Reply:
    """One answer: its status, its headers by name in lower case, and what came after them."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    head: bytes

    @property
    def undated(self) -> bytes:
        """All of it but the time of day."""
        return re.sub(rb"Date: [^\r]*\r\n", b"", self.head) + self.body


@dataclass
class Place:
    """A folder with a calendar and a state; `files` can be changed while it is served."""

    folder: Path
    files: dict[str, Path] = field(default_factory=dict)
    hosts: frozenset[str] = frozenset()
    token: str = ""

    @property
    def database(self) -> Path:
        return self.folder / "nurse.db"

    @property
    def calendar(self) -> Path:
        return self.folder / NAME

    @property
    def path(self) -> str:
        return f"/f/{self.token}/{NAME}"

    def site(self) -> Site:
        return Site(dict(self.files), self.database, lambda: b"", lambda _: Answer(0, ""), self.hosts)

    def rotate(self) -> None:
        with open_store(self.database, lambda: NOON) as store:
            self.token = rotate(store, self.database)


def place(folder: Path, content: bytes = CALENDAR) -> Place:
    """A place with a calendar and a token in force."""
    made = Place(folder)
    made.calendar.write_bytes(content)
    made.files[NAME] = made.calendar
    with open_store(made.database, lambda: NOON) as store:
        made.token = obtain(store, made.database)
    return made


@dataclass
class Client:
    """Talks to the server of a place."""

    place: Place
    server: Server

    @property
    def port(self) -> int:
        return self.server.address.port

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)

    def send(self, raw: bytes) -> list[Reply]:
        """All that comes back until the server closes."""
        with self.connect() as line:
            line.sendall(raw)
            return replies(read_all(line))

    def ask(
        self, path: str | None = None, method: str = "GET", version: str = "1.1", **headers: str | None
    ) -> Reply:
        """One request, and its answer. A header that is None is left out; `_` stands for `-`."""
        sent = {"Host": f"127.0.0.1:{self.port}", "Connection": "close"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}  # type: ignore[dict-item]
        lines = [f"{name}: {value}" for name, value in sent.items() if value is not None]
        target = self.place.path if path is None else path
        raw = "\r\n".join([f"{method} {target} HTTP/{version}", *lines, "", ""])
        (reply,) = self.send(raw.encode("latin-1"))
        return reply


def read_all(line: socket.socket) -> bytes:
    """What comes until the other side closes, or resets the line."""
    parts = []
    try:
        while part := line.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def replies(raw: bytes) -> list[Reply]:
    """The answers in what was received. One to HEAD must be the last."""
    found = []
    while raw:
        head, _, rest = raw.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {}
        for text in lines:
            name, _, value = text.partition(": ")
            assert name.lower() not in headers, f"twice: {name}"
            headers[name.lower()] = value
        length = int(headers.get("content-length", 0))
        found.append(Reply(int(status.split()[1]), headers, rest[:length], head + b"\r\n\r\n"))
        raw = rest[length:]
    return found


@contextmanager
def served(
    at: Place,
    *,
    pages: Pages | None = None,
    site_of: Callable[[], Site] | None = None,
    monotonic: Callable[[], float] | None = None,
) -> Iterator[Client]:
    """The place, served at a free port."""
    given = {"pages": pages, "monotonic": monotonic}
    server = serve(
        site_of or at.site,
        Listen(port=0),
        **{name: value for name, value in given.items() if value is not None},  # type: ignore[arg-type]
    )
    try:
        yield Client(at, server)
    finally:
        server.close()
