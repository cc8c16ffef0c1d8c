"""Programs that aren't ours read a calendar we wrote: each says what is wrong with it, in words."""

import base64
import http.client
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from types import MappingProxyType

from tests.verifiers import own

HERE = Path(__file__).parent
TOOLS = HERE.parent.parent / ".tools"
BIN = TOOLS / "peers" / "bin"


def verify(calendar: bytes | Path) -> None:
    """Assert that every verifier finds the calendar good."""
    content = calendar.read_bytes() if isinstance(calendar, Path) else calendar
    wrong = [line for check in VERIFIERS.values() for line in check(content)]
    assert not wrong, "\n".join(wrong)


def libical(content: bytes) -> list[str]:
    """Libical, the library of Evolution, KDE and Cyrus."""
    return _lines([str(TOOLS / "libical")], content, "libical")


def icaljs(content: bytes) -> list[str]:
    """ical.js in strict mode, the library of Thunderbird and Nextcloud."""
    return _lines(["node", str(HERE / "peers" / "icaljs.mjs"), str(TOOLS.resolve())], content, "ical.js")


def radicale(content: bytes) -> list[str]:
    """Radicale, a CalDAV server: the calendar is imported as a collection, and its events counted."""
    with TemporaryDirectory() as home, _radicale(Path(home)) as port:
        status, answer = _ask(port, "PUT", content)
        if status != http.client.CREATED:
            return [f"radicale: refused with {status} {answer.decode(errors='replace')}"]
        _, stored = _ask(port, "GET")
    return _missing("radicale", _events(stored), content)


def vdirsyncer(content: bytes) -> list[str]:
    """vdirsyncer as a subscriber: every event becomes a file, and a second run changes nothing."""
    with _served(content) as port:
        return subscribed(f"http://127.0.0.1:{port}/plan.ics", content)


def subscribed(url: str, content: bytes) -> list[str]:
    """What vdirsyncer has against the calendar at an address, which is to be this one."""
    with TemporaryDirectory() as home:
        local = Path(home, "local")
        config = Path(home, "config")
        config.write_text(VDIRSYNCER.format(home=home, url=url))
        found = []
        for command in ("discover", "sync", "sync"):
            found.append(_snapshot(local))
            ended = _run([str(BIN / "vdirsyncer"), "-c", str(config), command], b"y\n" * 9, home)
            if ended.returncode:
                return [f"vdirsyncer: {line}" for line in ended.stderr.decode().splitlines() if line.strip()]
        after = _snapshot(local)
    wrong = _missing("vdirsyncer", len(after), content)
    return wrong if after == found[-1] else [*wrong, "vdirsyncer: a second run changed something"]


def khal(content: bytes) -> list[str]:
    """Khal, a calendar for the terminal: every event is imported and can be shown."""
    with TemporaryDirectory() as home:
        folder = Path(home, "calendar")
        folder.mkdir()
        Path(home, "config").write_text(KHAL.format(home=home))
        Path(home, "feed.ics").write_bytes(content)
        command = [
            str(BIN / "khal"),
            "-c",
            f"{home}/config",
            "import",
            "--batch",
            "-a",
            "plan",
            f"{home}/feed.ics",
        ]
        ended = _run(command, b"", home)
        if ended.returncode:
            return [f"khal: {ended.stderr.decode().splitlines()[-1]}"]
        stored = len(list(folder.glob("*.ics")))
    return _missing("khal", stored, content)


VERIFIERS: Mapping[str, Callable[[bytes], list[str]]] = MappingProxyType(
    {
        "own": own.check,
        "libical": libical,
        "ical.js": icaljs,
        "radicale": radicale,
        "vdirsyncer": vdirsyncer,
        "khal": khal,
    }
)

RADICALE = """\
[server]
hosts = 127.0.0.1:{port}
[auth]
type = none
[storage]
filesystem_folder = {home}/collections
"""

VDIRSYNCER = """\
[general]
status_path = "{home}/status"
[pair p]
a = "feed"
b = "local"
collections = null
[storage feed]
type = "http"
url = "{url}"
[storage local]
type = "filesystem"
path = "{home}/local"
fileext = ".ics"
"""

KHAL = """\
[calendars]
[[plan]]
path = {home}/calendar
[locale]
local_timezone = Europe/Berlin
default_timezone = Europe/Berlin
dateformat = %Y-%m-%d
timeformat = %H:%M
datetimeformat = %Y-%m-%d %H:%M
longdateformat = %Y-%m-%d
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {home}/khal.db
"""


def _lines(command: list[str], content: bytes, name: str) -> list[str]:
    """What a reader printed; its last line is the number of events it understood."""
    ended = _run(command, content, "/")
    lines = ended.stdout.decode(errors="replace").splitlines()
    if ended.returncode or not lines or not lines[-1].isdecimal():
        return [*lines, f"{name}: ended with {ended.returncode} {ended.stderr.decode(errors='replace')}"]
    return [*lines[:-1], *_missing(name, int(lines[-1]), content)]


def _events(calendar: bytes) -> int:
    """How many events there are; a title may say BEGIN:VEVENT, too, but never at the start of a line."""
    return len(re.findall(rb"^BEGIN:VEVENT\r?$", calendar, re.MULTILINE))


def _missing(name: str, found: int, content: bytes) -> list[str]:
    there = _events(content)
    return [] if found == there else [f"{name}: {found} of {there} events were understood"]


def _run(command: list[str], given: bytes, home: str) -> "subprocess.CompletedProcess[bytes]":
    environment = {"HOME": home, "PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    return subprocess.run(command, input=given, capture_output=True, timeout=60, env=environment, check=False)


def _snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.glob("*.ics")}


@contextmanager
def _radicale(home: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    config = home / "config"
    config.write_text(RADICALE.format(port=port, home=home))
    command = [str(BIN / "python"), "-m", "radicale", "--config", str(config)]
    with (home / "log").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as server:
        try:
            _wait(port, server, home / "log")
            yield port
        finally:
            server.terminate()


def _wait(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(300):
        assert server.poll() is None, log.read_text()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except ConnectionRefusedError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(log.read_text())


def _ask(port: int, method: str, body: bytes | None = None) -> tuple[int, bytes]:
    sign_in = base64.b64encode(b"reader:secret").decode()
    headers = {"Authorization": f"Basic {sign_in}", "Content-Type": "text/calendar; charset=utf-8"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, "/reader/plan/", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@contextmanager
def _served(content: bytes) -> Iterator[int]:
    class Feed(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(http.client.OK)
            self.send_header("Content-Type", "text/calendar; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Feed) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()
