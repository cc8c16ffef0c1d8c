"""The background service as systemd runs it: a process with a notify socket, and what it is told to do."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.system.program import PLAN, Program

PATIENCE = 30.0
SETTINGS = '[feed]\nlisten = "127.0.0.1:0"\n'


def eventually(holds: Callable[[], Any], seconds: float = PATIENCE) -> Any:  # noqa: ANN401 - whatever holds
    """What holds in the end; fails when nothing does for too long."""
    until = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < until, "it never came"
        time.sleep(0.02)
    return found


class Daemon:
    """One process of the daemon."""

    def __init__(self, place: Program, process: subprocess.Popen[bytes], told: socket.socket) -> None:
        self.place = place
        self.process = process
        self._told = told
        self.told: list[str] = []

    def hear(self) -> list[str]:
        """Everything that systemd was told so far."""
        try:
            while True:
                self.told.append(self._told.recv(4096).decode())
        except BlockingIOError:
            return self.told

    def beats(self) -> int:
        return self.hear().count("WATCHDOG=1")

    def says(self, words: str) -> bool:
        """Whether the log holds these words."""
        return words in self.log

    @property
    def log(self) -> str:
        file = self.place.state / "nurse.log"
        return file.read_text(encoding="utf-8") if file.exists() else ""

    def ready(self) -> "Daemon":
        eventually(lambda: "READY=1" in self.hear() or self.process.poll() is not None)
        assert "READY=1" in self.hear(), self.ended()
        return self

    def ended(self) -> tuple[int, str]:
        """The exit code, and what it wrote to stderr."""
        _, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, err.decode()

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def stopped(self) -> tuple[int, float]:
        """The exit code after TERM, and how long that took."""
        began = time.monotonic()
        self.signal(signal.SIGTERM)
        code, _ = self.ended()
        return code, time.monotonic() - began

    def status(self) -> dict[str, Any]:
        found = json.loads(self.place.run("--plan", PLAN, "daemon", "status", "--json").out)
        assert isinstance(found, dict)
        return found

    def kilobytes(self) -> int:
        """The memory that the process holds (VmRSS of proc(5))."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))

    def cpu(self) -> float:
        """The seconds of CPU that it used, without its children's (utime and stime of proc(5))."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(
    place: Program,
    settings: str = SETTINGS,
    variables: Mapping[str, str] | None = None,
    before: Sequence[str] = (),
    program: Sequence[str] = (sys.executable, "-m", "planner"),
) -> Iterator[Daemon]:
    """A daemon of the nurse's plan, of today; whatever is left of it is killed in the end."""
    place = replace(place, today=None)
    (place.folder / "planner.toml").write_text(settings, encoding="utf-8")
    address = str(place.place / "notify")
    Path(address).unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.bind(address)
        told.settimeout(0)
        process = subprocess.Popen(
            [*before, *program, "--plan", PLAN, "daemon", "run"],
            cwd=place.folder,
            env=place.environment | {"NOTIFY_SOCKET": address, **(variables or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            yield Daemon(place, process, told)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGCONT)
                process.terminate()
                try:
                    process.communicate(timeout=10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.communicate()
