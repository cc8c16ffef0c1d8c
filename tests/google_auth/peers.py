"""The other side of a sign-in: Google as an emulator plays it, an obedient token endpoint, a browser."""

import json
import os
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import socket
from time import sleep, time
from urllib.parse import parse_qs, urlencode, urlsplit

from google.auth.credentials import Credentials
from google.auth.transport import Request, Response

ROOT = Path(__file__).parents[2]
SCOPE = "https://www.googleapis.com/auth/calendar.app.created"
KEPT, RENEWED = "CANARY-access-1", "CANARY-access-2"
REFRESH, NEW_REFRESH = "CANARY-refresh", "CANARY-refresh-2"


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@dataclass
class Page:
    status: int
    location: str | None
    text: str


def fetch(address: str, form: Mapping[str, str] | None = None, host: str | None = None) -> Page:
    """One request, no redirect followed."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        body = urlencode(form) if form is not None else None
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        headers = {**kind, **({"Host": host} if host else {})}
        connection.request(
            "GET" if form is None else "POST", f"{parts.path}?{parts.query}", body, headers=headers
        )
        answer = connection.getresponse()
        return Page(answer.status, answer.getheader("Location"), answer.read().decode())
    finally:
        connection.close()


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.values: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = found["action"]
        if tag == "input" and "name" in found:
            self.values[found["name"]] = found.get("value", "")


@dataclass
class Browser:
    """A person who takes the first account and says yes; `scope` is what they leave ticked."""

    scope: str | None = None
    seen: dict[str, str] = field(default_factory=dict)

    def agree(self, address: str) -> str:
        """From the address of the question to the one that the browser is sent to."""
        self.seen = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        form = _Form()
        form.feed(fetch(address).text)
        parts = urlsplit(address)
        values = form.values if self.scope is None else {**form.values, "scope": self.scope}
        sent = fetch(f"{parts.scheme}://{parts.netloc}{form.action}", values)
        assert sent.location is not None
        return sent.location

    def open(self, address: str) -> bool:
        """Do all of it, as a browser does: while the program waits."""
        threading.Thread(target=lambda: fetch(self.agree(address)), daemon=True).start()
        return True


@dataclass
class Emulator:
    address: str

    @property
    def client(self) -> dict[str, object]:
        """A client file for it."""
        return {
            "installed": {
                "client_id": "career.apps.googleusercontent.com",
                "client_secret": "CANARY-client-secret",
                "auth_uri": f"{self.address}/o/oauth2/v2/auth",
                "token_uri": f"{self.address}/oauth2/token",
                "redirect_uris": ["http://localhost"],
            }
        }

    def revoke(self, token: str) -> None:
        assert fetch(f"{self.address}/oauth2/revoke", {"token": token}).status == 200


@contextmanager
def emulator() -> Iterator[Emulator]:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    script = Path(__file__).with_name("emulator.mjs")
    with subprocess.Popen(
        ["node", str(script), str(ROOT / ".tools"), str(port)], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n", "run tests/verifiers/install"
            threading.Thread(target=process.stdout.read, daemon=True).start()
            for _ in range(100):
                with socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                sleep(0.05)
            yield Emulator(f"http://127.0.0.1:{port}")
        finally:
            process.kill()


@dataclass
class Endpoint:
    """A token endpoint on this computer; each request gets what `answer` gives for its form."""

    answer: Callable[[Mapping[str, str]], tuple[int, bytes]]
    hours_behind: int = 0
    forms: list[Mapping[str, str]] = field(default_factory=list)
    address: str = ""

    def serve(self, form: Mapping[str, str]) -> tuple[int, bytes]:
        self.forms.append(form)
        return self.answer(form)


@contextmanager
def endpoint(answer: Callable[[Mapping[str, str]], tuple[int, bytes]]) -> Iterator[Endpoint]:
    made = Endpoint(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, content = made.serve({name: values[0] for name, values in parse_qs(body).items()})
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def date_time_string(self, timestamp: float | None = None) -> str:
            return super().date_time_string((timestamp or time()) - made.hours_behind * 3600)

        def log_message(self, *args: object) -> None:
            del args

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        made.address = f"http://127.0.0.1:{server.server_port}/token"
        try:
            yield made
        finally:
            server.shutdown()
            thread.join()


def tokens(*, lasting: bool = False, **changed: object) -> bytes:
    """What a good token endpoint answers; a sign-in that lasts comes with the means to renew it."""
    told = {"access_token": RENEWED, "expires_in": 3599, "scope": SCOPE, "token_type": "Bearer"}
    more = {"refresh_token": NEW_REFRESH} if lasting else {}
    every = {**told, **more, **changed}
    return json.dumps({name: value for name, value in every.items() if value is not None}).encode()


class _Canned(Response):
    def __init__(self, status: int, content: bytes, headers: Mapping[str, str]) -> None:
        self._told = (status, content, headers)

    @property
    def status(self) -> int:
        return self._told[0]

    @property
    def headers(self) -> Mapping[str, str]:
        return self._told[2]

    @property
    def data(self) -> bytes:
        return self._told[1]


class Canned(Request):
    """A request that gets one answer, or fails, without a network."""

    def __init__(
        self, content: bytes | Exception, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> None:
        self.content, self.status_code, self.headers = content, status, headers or {}
        self.calls: list[tuple[str, dict[str, str]]] = []

    def __call__(
        self,
        url: str,
        method: str = "GET",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float | None = None,
        **others: object,
    ) -> Response:
        del method, headers, timeout, others
        form = parse_qs((body or b"").decode())
        self.calls.append((url, {name: values[0] for name, values in form.items()}))
        if isinstance(self.content, Exception):
            raise self.content
        return _Canned(self.status_code, self.content, self.headers)


def authorization(credentials: Credentials, request: Request) -> str:
    """The header that the credentials give to a request, renewed if need be."""
    headers: dict[str, str] = {}
    credentials.before_request(request, "GET", "https://example.com", headers)  # type: ignore[no-untyped-call]  # google-auth
    return headers["authorization"]


def saved(file: Path, **changed: object) -> Path:
    """A file as a sign-in leaves it, expired unless told otherwise."""
    told = {
        "type": "authorized_user",
        "client_id": "career.apps.googleusercontent.com",
        "client_secret": "CANARY-client-secret",
        "refresh_token": REFRESH,
        "token": KEPT,
        "expiry": datetime(2026, 11, 1, tzinfo=UTC).isoformat(),
        "scopes": [SCOPE],
        **changed,
    }
    file.write_text(json.dumps({name: value for name, value in told.items() if value is not None}))
    file.chmod(0o600)
    return file
