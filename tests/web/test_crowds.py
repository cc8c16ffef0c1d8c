"""Crowds of clients that want nothing good, all at once, against a server process of its own."""

import gzip
import os
import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from planner.web.server import CONNECTIONS, THREADS
from tests.web.place import place, read_all, replies

ROOT = Path(__file__).parents[2]
LINES = Random(1).sample(range(10**9), 60_000)  # noqa: S311 - the same each time
CALENDAR = (
    b"BEGIN:VCALENDAR\r\n" + b"".join(b"X-LINE:%09d\r\n" % number for number in LINES) + b"END:VCALENDAR\r\n"
)


@dataclass
class Crowded:
    """A served place, and what its process uses."""

    process: "subprocess.Popen[str]"
    port: int
    token: str

    @property
    def memory(self) -> int:
        """Resident, in MB."""
        return int(self._status("VmRSS")) // 1024

    @property
    def threads(self) -> int:
        return int(self._status("Threads"))

    @property
    def files(self) -> int:
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))  # noqa: PTH208 - names alone

    def _status(self, name: str) -> str:
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(line.split()[1] for line in lines if line.startswith(f"{name}:"))

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def request(self, more: str = "") -> bytes:
        return f"GET /f/{self.token}/nurse.ics HTTP/1.1\r\nHost: localhost\r\n{more}\r\n".encode()

    def good_client(self) -> float:
        """Seconds that a well-behaved client waits for the whole calendar."""
        began = time.monotonic()
        with self.connect() as line:
            line.sendall(self.request("Accept-Encoding: gzip\r\nConnection: close\r\n"))
            (reply,) = replies(read_all(line))
        assert gzip.decompress(reply.body) == CALENDAR
        return time.monotonic() - began


@pytest.fixture
def crowded(tmp_path: Path) -> Iterator[Crowded]:
    place(tmp_path, CALENDAR)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4096, hard), hard))
    command = [sys.executable, "-m", "tests.web.serve", str(tmp_path)]
    try:
        with subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            try:
                assert process.stdout is not None
                port, token = process.stdout.readline().split()
                yield Crowded(process, int(port), token)
            finally:
                process.kill()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def until(holds: Callable[[], bool], seconds: float) -> bool:
    ends = time.monotonic() + seconds
    while not holds() and time.monotonic() < ends:
        time.sleep(0.1)
    return holds()


def test_crowds_of_slow_clients_cost_a_good_one_nothing_and_are_gone_in_15_seconds(crowded: Crowded) -> None:
    crowded.good_client()
    memory, files = crowded.memory, crowded.files
    stop = threading.Event()
    with ExitStack() as lines:
        half_open = [lines.enter_context(crowded.connect()) for _ in range(200)]
        drips = [lines.enter_context(crowded.connect()) for _ in range(50)]
        deaf = [lines.enter_context(crowded.connect()) for _ in range(100)]
        for line in half_open:
            line.sendall(b"GET / HTTP/1.1\r\nHost: local")
        for line in deaf:
            line.sendall(crowded.request())
        for _ in range(500):
            lines.enter_context(crowded.connect())

        def drip() -> None:
            while not stop.wait(0.2):
                for line in drips:
                    try:
                        line.send(b"x")
                    except OSError:
                        continue

        dripping = threading.Thread(target=drip)
        dripping.start()
        try:
            assert max(crowded.good_client() for _ in range(10)) < 2
            assert crowded.files <= files + CONNECTIONS + 64
            assert crowded.threads <= THREADS + 2
            assert crowded.memory - memory < 24
            # All of them hold on; the server doesn't.
            assert until(lambda: crowded.files <= files, 15)
            assert crowded.good_client() < 2
        finally:
            stop.set()
            dripping.join()
    assert crowded.memory - memory < 24
    assert crowded.threads <= THREADS + 2


def test_floods_are_worked_off(crowded: Crowded) -> None:
    crowded.good_client()
    memory, files = crowded.memory, crowded.files
    row = crowded.request() * 40
    with ExitStack() as lines:
        for number in range(400):
            line = lines.enter_context(crowded.connect())
            line.settimeout(0)
            line.send(row if number % 2 else b"GET /" + b"a" * 70_000)
        assert crowded.good_client() < 2
        assert crowded.memory - memory < 48
        assert crowded.threads <= THREADS + 2
    assert until(lambda: crowded.files <= files, 15)
    assert crowded.good_client() < 2


def test_clients_that_leave_at_once_leave_nothing_behind(crowded: Crowded) -> None:
    crowded.good_client()
    memory, files = crowded.memory, crowded.files
    random = Random(7)  # noqa: S311 - the same each time
    for _ in range(600):
        with crowded.connect() as line:
            sent = crowded.request()[: random.randrange(400)]
            line.send(sent)
            if random.random() < 0.5:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    assert until(lambda: crowded.files <= files, 15)
    assert crowded.memory - memory < 8
    assert crowded.good_client() < 2
