"""Running a command of ours as a process of its own: never waited for without an end, never believed blindly.

It gets a process group, so that whatever it started ends with it, and a deadline. What it prints is taken in
as it comes and kept up to a limit, so that it can neither block nor fill the memory.
"""

import os
import select
import signal
import subprocess  # nosec B404 - our own commands
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from planner.errors import PlannerError

MOST_SAID = 16_384  # bytes kept of stderr
GRACE_SECONDS = 3.0  # between asking a command to end and ending it
_AT_ONCE = 4 * 1024 * 1024  # bytes taken in before anything else gets its turn
_CHUNK = 65_536
_OURS = ("NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES")
"""What systemd tells the service itself (sd_notify(3), sd_watchdog_enabled(3)), and no other process."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended. `code` None: it was ended by us, at its deadline or with the service.

    `whole`: all that it printed was kept.
    """

    code: int | None
    out: bytes = b""
    err: str = ""
    whole: bool = True


class Running(Protocol):
    """A command that runs."""

    def filenos(self) -> list[int]:
        """What becomes readable when there is something to take in."""

    def poll(self) -> Ended | None:
        """Take in what there is; how it ended, or None while it runs. Never blocks."""

    def stop(self) -> None:
        """Ask it to end, and have it ended if it doesn't soon."""

    def end(self) -> None:
        """End it now, and wait until it has."""


class Child:
    """A command as a process. Raises PlannerError when it can't be started."""

    def __init__(
        self,
        command: Sequence[str],
        environ: Mapping[str, str],
        seconds: float,
        most: int,
        monotonic: Callable[[], float],
    ) -> None:
        kept = {name: value for name, value in environ.items() if name not in _OURS}
        try:
            self._process = subprocess.Popen(  # nosec B603
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                process_group=0,
                env=kept,
            )
        except OSError as error:
            raise PlannerError(f"{command[0]} can't be started: {error.strerror}") from error
        out, err = self._process.stdout, self._process.stderr
        if out is None or err is None:
            raise TypeError
        self._pipes = [_Pipe(out, most), _Pipe(err, MOST_SAID)]
        self._monotonic = monotonic
        self._ask_at = monotonic() + seconds
        self._end_at: float | None = None

    def filenos(self) -> list[int]:
        """What becomes readable when there is something to take in."""
        return [pipe.file.fileno() for pipe in self._pipes if not pipe.file.closed]

    def poll(self) -> Ended | None:
        """Take in what there is; how it ended, or None while it runs. Never blocks."""
        for pipe in self._pipes:
            pipe.drain()
        # Looked at without reaping: while it is a zombie, the group can't be anybody else's.
        if os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            self._enforce()
            return None
        self._signal(signal.SIGKILL)
        self._process.wait()
        for pipe in self._pipes:
            pipe.drain()
            pipe.file.close()
        out, err = self._pipes
        code = None if self._end_at is not None else self._process.returncode
        return Ended(code, bytes(out.kept), err.kept.decode(errors="replace"), out.whole)

    def stop(self) -> None:
        """Ask it to end, and have it ended if it doesn't soon."""
        self._ask_at = self._monotonic()
        self._enforce()

    def _enforce(self) -> None:
        now = self._monotonic()
        if self._end_at is None and now >= self._ask_at:
            self._end_at = now + GRACE_SECONDS
            self._signal(signal.SIGTERM)
        elif self._end_at is not None and now >= self._end_at:
            self._signal(signal.SIGKILL)

    def end(self) -> None:
        """End it now, and wait until it has."""
        self._ask_at = self._monotonic()
        self._end_at = self._ask_at
        self._signal(signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=1)
        for pipe in self._pipes:
            pipe.file.close()

    def _signal(self, number: signal.Signals) -> None:
        # Some of what it started may have a group of its own, as what prints a token has.
        others = _descendants(self._process.pid)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)
        for pid in others:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, number)


def _descendants(pid: int) -> list[int]:
    """The processes below one, as far as the kernel tells (`task/*/children` of proc(5))."""
    found = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += [int(one) for one in tasks.read_text(encoding="ascii").split()]
    return found + [below for one in found for below in _descendants(one)]


class _Pipe:
    """One end of a pipe, of which the beginning is kept."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        os.set_blocking(file.fileno(), False)
        self.file = file
        self.kept = bytearray()
        self.whole = True
        self._most = most

    def drain(self) -> None:
        """Take in what there is, up to what one turn may cost."""
        for _ in range(_AT_ONCE // _CHUNK):
            if self.file.closed:
                return
            try:
                got = os.read(self.file.fileno(), _CHUNK)
            except BlockingIOError:
                return
            if not got:
                self.file.close()
                return
            room = self._most - len(self.kept)
            self.kept += got[:room]
            self.whole = self.whole and len(got) <= room


def wait_for(child: Running) -> Ended:
    """Wait until a command has ended, at its deadline at the latest."""
    while (ended := child.poll()) is None:
        poller = select.poll()
        for number in child.filenos():
            poller.register(number, select.POLLIN)
        poller.poll(100)
    return ended
