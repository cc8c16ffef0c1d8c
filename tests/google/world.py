"""Google as tests have it: a simulated calendar server, our proxy before it, and a person at it."""

import json
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from integrations.google.opening import open_remote
from integrations.google.remote import GoogleCalendar
from planner.sync.health import HEALTHY, Health
from planner.sync.target import Setup
from tests.google.proxy import ROOT, Proxy, Request, running
from tests.unit.integrations.http.world import Clock

PLAN = "nurse"
MYWORLD = Path(__file__).parents[2] / ".tools" / "simulator" / "bin" / "myworld"
SPARE = [f"c{n}@group.calendar.google.com" for n in range(4)]
_EMAIL = "nurse@example.org"


@contextmanager
def simulator(*options: str) -> Iterator[int]:
    """The port of a running `myworld`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [
        str(MYWORLD),
        "serve",
        "--port",
        str(port),
        "--time",
        "realtime",
        "--log-level",
        "error",
        *options,
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + 60
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    assert process.poll() is None, "the simulator has ended"
                    assert time.monotonic() < deadline, "the simulator doesn't start"
                    time.sleep(0.1)
            yield port
        finally:
            process.terminate()


def sign_in(directory: Path, refresh_token: str, token_uri: str, token: str | None = None) -> None:
    """Leave what `planner auth google` leaves."""
    told = {
        "type": "authorized_user",
        "client_id": "myworld.apps.googleusercontent.com",
        "client_secret": "myworld",
        "token_uri": token_uri,
        "refresh_token": refresh_token,
        "token": token or refresh_token,
        "expiry": "2099-01-01T00:00:00+00:00",
    }
    file = directory / "google.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps(told), encoding="utf-8")


@dataclass
class GoogleWorld:
    """One account. `clock` is what our side waits on, `gateway` what sends a client to the gateway of the
    simulator, should it have one.
    """

    proxy: Proxy
    directory: Path
    token: str
    clock: Clock
    name: str
    gateway: Mapping[str, str]

    def setup(self, place: str | None = None, health: Health = HEALTHY, **settings: object) -> Setup:
        endpoint = f"http://127.0.0.1:{self.proxy.port}{ROOT}"
        known = {"endpoint": endpoint, "credentials-file": "google.json", "calendar": "Career", **settings}
        return Setup(PLAN, "To registered nurse", self.directory, known, "google", place, health)

    def open(self, place: str | None = None, health: Health = HEALTHY, **settings: object) -> GoogleCalendar:
        return open_remote(self.setup(place, health, **settings), self.clock.world())

    def forget_requests(self) -> None:
        self.proxy.log.clear()

    def sign_in(self, token: str | None = None) -> None:
        token_uri = f"http://127.0.0.1:{self.proxy.upstream}/gw/oauth2.googleapis.com/token"
        sign_in(self.directory, self.token, token_uri, token)

    @property
    def calendar(self) -> str:
        (made,) = self.proxy.made
        return made

    def person(self, method: str, path: str = "", body: Mapping[str, object] | None = None) -> dict[str, Any]:
        """What a person's own program does there; it isn't in the log."""
        tail = f"/{quote(path)}" if path else ""
        address = f"{ROOT}calendar/v3/calendars/{quote(self.proxy.made[0])}/events{tail}"
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        content = json.dumps(body).encode() if body is not None else b""
        reply = self.proxy.work(Request(method, address, content, headers))
        assert reply.status < 300, reply
        told: dict[str, Any] = json.loads(reply.body or b"{}")
        return told

    def events(self) -> list[dict[str, Any]]:
        """All live events, ours and others."""
        found: list[dict[str, Any]] = self.person("GET")["items"]
        return found

    def edit(self, event: str, **changes: object) -> None:
        self.person("PUT", event, {**self.person("GET", event), **changes})


@contextmanager
def google_world(simulator_port: int, directory: Path) -> Iterator[GoogleWorld]:
    name = f"t{uuid4().hex[:12]}"
    calendars = [
        {"id": one, "summary": one, "acl": {_EMAIL: "owner"}, "timeZone": "Europe/Berlin"} for one in SPARE
    ]
    seed = {
        "user": {"email": _EMAIL, "name": "N"},
        "timeZone": "Europe/Berlin",
        "calendars": calendars,
        "events": [],
    }
    servers = {"calendar": {"service": "calendar", "seed": seed}}
    spec = {"name": "calendar", "task": "test", "time": "realtime", "servers": servers}
    told = control(simulator_port, "POST", "/envs", {"id": name, "spec": spec})
    (credentials,) = told["credentials"].values()
    with running(Proxy(simulator_port, list(SPARE))) as proxy:
        token = credentials["google_access_token"]
        world = GoogleWorld(proxy, directory, token, Clock(), name, credentials["env"])
        world.sign_in()
        yield world
    control(simulator_port, "DELETE", f"/envs/{name}", None)


def control(port: int, method: str, path: str, body: Mapping[str, object] | None) -> dict[str, Any]:
    """Tell the simulator something that no client of Google can."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        content = json.dumps(body) if body is not None else None
        connection.request(method, path, content, {"Content-Type": "application/json"})
        response = connection.getresponse()
        told: dict[str, Any] = json.loads(response.read() or b"{}")
        assert response.status < 300, told
    finally:
        connection.close()
    return told
